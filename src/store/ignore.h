/* SPDX-License-Identifier: ISC
 *
 * What a library leaves out: the files .karpreadignore of its folders. A line is a pattern of the
 * shell (* ? [a-z]) for names in the folder and below; with a slash inside it is for the path from
 * that folder, and with one at its end for folders alone. "!" before it takes in again what an
 * earlier line, or one of a folder above, leaves out; the last one that fits counts. Empty lines
 * and those that begin with "#" mean nothing. What is in a folder that is left out is not looked
 * at, nor are the files of patterns themselves. Every name is held against every pattern: of all
 * patterns of a walk the first IGNORE_LIMIT count.
 */
#ifndef KARPREAD_STORE_IGNORE_H
#define KARPREAD_STORE_IGNORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/vec.h"

enum { IGNORE_LIMIT = 1000 };

struct ignore_rule {
	char *folder; /* below the root, "" for the root itself */
	char *pattern;
	bool takes_in, folders_only, whole_path;
};

/* The patterns of one walk. A zeroed one leaves nothing out. */
struct ignore {
	VEC(struct ignore_rule) rules;
};

/*
 * Adds those of a folder, if it has any: path is usable with open(), folder below the root. -1
 * with err when its file cannot be read, and ERR_LIMIT when it was here that there were too many.
 */
int ignore_read(struct ignore *ig, const char *path, const char *folder, struct err *err);
bool ignore_has(const struct ignore *ig, const char *name, bool is_folder);
void ignore_release(struct ignore *ig);

#endif
