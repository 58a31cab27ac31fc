/* SPDX-License-Identifier: ISC
 *
 * A temporary folder for each test, which is the current one meanwhile.
 */
#ifndef KARPREAD_TESTS_FOLDER_H
#define KARPREAD_TESTS_FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];
static char folder_before[4096];

static inline int folder_set_up(void **unused)
{
	(void)unused;
	strcpy(folder, "/tmp/karpread-test-XXXXXX");
	return mkdtemp(folder) && getcwd(folder_before, sizeof folder_before) ? chdir(folder) : -1;
}

static inline int folder_tear_down(void **unused)
{
	char command[128];

	(void)unused;
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return chdir(folder_before) | system(command);
}

#endif
