/* SPDX-License-Identifier: ISC
 *
 * Watches the folders of the library, where the system can do so (inotify), so that what changes
 * on the disk is seen without being asked for.
 */
#ifndef KARPREAD_APP_WATCH_H
#define KARPREAD_APP_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "store/library.h"

/* Begin with {.fd = -1}. */
struct watch {
	int fd;      /* can be read when something changed; -1: nothing is watched */
	int last;    /* the greatest number of a folder's watch so far */
	int64_t due; /* monotonic ms: when the files shall be looked at, or 0 */
};

/*
 * Watches the folders that are known now; again when there may be more. With look, the files shall
 * be looked at if there are: nobody has seen what happened there since the last look.
 */
void watch_folders(struct watch *w, struct library *lib, bool look);
/* Takes what changed. What follows at once is waited for: files come in numbers. */
void watch_read(struct watch *w);
/* Milliseconds until the files shall be looked at, -1 for not at all. */
int watch_wait(const struct watch *w);
/* Is it time to? Told once. */
bool watch_is_due(struct watch *w);
void watch_close(struct watch *w);

#endif
