/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "state_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"

static char folder[64];

int state_set_up(void **unused)
{
	(void)unused;
	/* In memory where that can be: thousands of syncs would be the time of a slow disk. */
	strcpy(folder, access("/dev/shm", W_OK) == 0 ? "/dev/shm/karpread-state-XXXXXX"
						     : "/tmp/karpread-state-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

int state_tear_down(void **unused)
{
	struct buf command = {0};

	(void)unused;
	buf_addf(&command, "rm -rf '%s'", folder);
	int status = system(buf_cstr(&command));

	buf_release(&command);
	return status;
}

const char *in_folder(const char *name)
{
	static char paths[4][128];
	static int next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof paths[0], "%s/%s", folder, name);
	return path;
}

struct state *open_state(void)
{
	return state_open(in_folder("state.db"));
}

struct state_hash hash_of(unsigned n)
{
	char text[16];

	snprintf(text, sizeof text, "article %u", n);
	return state_hash(str_of(text));
}

int64_t article(struct state *s, unsigned n)
{
	struct state_article a;
	char path[32];

	snprintf(path, sizeof path, "/library/%u", n);
	assert_int_equal(state_identify(s, path, hash_of(n), NULL, true, &a, NULL), 0);
	assert_int_not_equal(a.id, 0);
	return a.id;
}

struct state_article get(struct state *s, int64_t id)
{
	struct state_article a;

	assert_int_equal(state_get(s, id, &a, NULL), 0);
	return a;
}

void put_file(const char *path, const char *text)
{
	assert_int_equal(fs_write(path, str_of(text), FS_REPLACE, NULL), 0);
}

unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245 + 12345;
	return *seed >> 16;
}
