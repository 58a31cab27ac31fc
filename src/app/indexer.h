/* SPDX-License-Identifier: ISC
 *
 * The reader's helper: `karpread index --progress` as a child process, which reads the files and
 * writes the index while the reader shows what is known.
 */
#ifndef KARPREAD_APP_INDEXER_H
#define KARPREAD_APP_INDEXER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "store/library.h"

/* A line of its progress that begins with this says why the index could not be written. */
enum { INDEXER_FAILED = '!' };

/* Begin with {.arguments = ..., .fd = -1}. */
struct indexer {
	const char *const *arguments; /* of the program, from its name on; NULL at the end */
	pid_t pid;
	int fd;        /* can be read when there is something to be told; -1: it does not run */
	int64_t begun; /* monotonic ms */
	struct buf line;
	struct library_progress progress; /* told last */
	struct buf trouble; /* when it has ended: why the index could not be written, or empty */
	bool killed;        /* that is only that a signal ended it: the next one goes on there */
};

/* Starts it, unless it runs. rebuild: the index is made anew. */
void indexer_start(struct indexer *x, bool rebuild);
/* Replaces text by how far it is ("" at the end). False when it has ended. */
bool indexer_read(struct indexer *x, struct buf *text);
/* Waits for its end, if there is not much to be read. text as for indexer_read. */
void indexer_wait(struct indexer *x, struct buf *text);
/* Asks it to stop, and waits until it has put away what it has. */
void indexer_stop(struct indexer *x);
void indexer_release(struct indexer *x); /* when it does not run */

#endif
