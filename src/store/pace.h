/* SPDX-License-Identifier: ISC
 *
 * How fast files are read, and for how long yet, as it is told on the way.
 */
#ifndef KARPREAD_STORE_PACE_H
#define KARPREAD_STORE_PACE_H

#include <stdint.h>

#include "store/library.h"

struct pace {
	double megabytes;      /* a second */
	long minutes, seconds; /* left, together; 0 while nothing has been read */
};

/* now: what came of so many milliseconds. */
struct pace pace_of(const struct library_progress *now, int64_t milliseconds);

#endif
