/* SPDX-License-Identifier: ISC
 *
 * When to join the parts of what is written batch by batch (store/postings, store/timeline_runs):
 * so that they are few when all is written, and what is in them is copied seldom until then.
 */
#ifndef KARPREAD_STORE_PARTS_H
#define KARPREAD_STORE_PARTS_H

#include <stdbool.h>
#include <stddef.h>

enum { PARTS_MOST = 64 }; /* there are never more, if they are joined when they are due */

/*
 * How many of the newest of n parts are due to be joined: 0, or at least 2. Those of like size
 * are; while more batches follow soon, only when they have become many. sizes: of the oldest
 * first, in any unit.
 */
size_t parts_due(const size_t *sizes, size_t n, bool more);

#endif
