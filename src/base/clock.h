/* SPDX-License-Identifier: ISC
 *
 * The time of day. The environment variable KARPREAD_NOW (seconds since the epoch) stands in
 * for the clock, so that tests see the same day for ever.
 */
#ifndef KARPREAD_BASE_CLOCK_H
#define KARPREAD_BASE_CLOCK_H

#include <stdint.h>

#include "base/civil.h"

int64_t clock_now(void);          /* seconds since the epoch */
struct civil clock_today(void);   /* the local date, precision day */
int64_t clock_monotonic_ms(void); /* for waiting; never pinned */

#endif
