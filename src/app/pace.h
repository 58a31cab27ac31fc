/* SPDX-License-Identifier: ISC
 *
 * How fast files are read, and for how long yet, as it is told on the way.
 */
#ifndef KARPREAD_APP_PACE_H
#define KARPREAD_APP_PACE_H

#include <stdint.h>

struct pace {
	double megabytes;      /* a second */
	long minutes, seconds; /* left, together */
};

/* bytes of all were read in so many milliseconds. */
struct pace pace_of(uint64_t bytes, uint64_t all, int64_t milliseconds);

#endif
