/* SPDX-License-Identifier: ISC
 *
 * A layer under SQLite that is told of each thing done with a file before it is done, and may
 * refuse it or end the process.
 */
#ifndef KARPREAD_TESTS_SQLITE_LAYER_H
#define KARPREAD_TESTS_SQLITE_LAYER_H

#include <sqlite3.h>

enum layer_action {
	LAYER_OPEN,
	LAYER_READ,
	LAYER_WRITE,
	LAYER_TRUNCATE,
	LAYER_SYNC,
	LAYER_SIZE,
	LAYER_LOCK,
	LAYER_DELETE,
};

struct layer_event {
	enum layer_action action;
	const char *path;     /* "" for a temporary file */
	sqlite3_int64 offset; /* TRUNCATE: the size */
	const void *bytes;    /* WRITE */
	int n;                /* of them; READ: how many are wanted */
};

/* Returns SQLITE_OK for what shall be done, else what shall become of it. */
typedef int layer_fn(const struct layer_event *e);

/* Under all databases opened until layer_remove, when all of them are to be closed. */
void layer_install(layer_fn *tell);
void layer_remove(void);

#endif
