/* SPDX-License-Identifier: ISC
 *
 * Which file ended the process that read it. One process reads files and says in memory that it
 * shares with another which ones it is at; the other outlives it. A file that was the only one
 * being read is guilty; of several each is a suspect, which the next process reads first, and
 * alone. So every death of a process either names a file or leaves fewer to suspect.
 *
 * Reader 0 is who takes what the others have read, and is at a file until that is written.
 */
#ifndef KARPREAD_STORE_GUARD_H
#define KARPREAD_STORE_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"

enum {
	GUARD_READERS = 9, /* at most, who read at once: threads, and who writes */
	GUARD_PATH = 4096, /* bytes of a path; what is longer cannot be opened */
};

struct guard {
	struct guard_shared *shared;
	VEC(struct guard_file {
		char *path;
		char *why; /* a sentence; NULL for a suspect */
	})
	files;
};

/* False when there is no memory that can be shared. */
bool guard_init(struct guard *g);
void guard_release(struct guard *g);

/* ---- in the process that reads. g may be NULL: nobody watches */

/* A reader, by its number, is at the file of that name below the folder ("": folder is it). */
void guard_enter(struct guard *g, size_t reader, const char *folder, const char *name);
void guard_leave(struct guard *g, size_t reader);
/* All is read. */
void guard_finish(struct guard *g);
/* What is known of a file; NULL for most. Borrowed from g. */
const struct guard_file *guard_find(const struct guard *g, const char *folder, const char *name);

/* ---- in the process that watches, when the other has ended */

bool guard_is_finished(const struct guard *g);
/*
 * Learns from its end, which is told by why: *guilty is the file it is due to, or NULL. False when
 * there is nothing to be learned, and another process would end likewise.
 */
bool guard_learn(struct guard *g, const char *why, const struct guard_file **guilty);

#endif
