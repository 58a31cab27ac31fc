/* SPDX-License-Identifier: ISC
 *
 * Grapheme clusters (UAX #29, extended). Offsets are bytes into valid UTF-8.
 */
#ifndef KARPREAD_TEXT_SEG_H
#define KARPREAD_TEXT_SEG_H

#include <stdbool.h>
#include <stddef.h>

/* The end of the cluster that begins at `at`; n when there is no other. at must be less than n. */
size_t seg_next(const char *p, size_t n, size_t at);
/* The beginning of the cluster that ends at `at`; at must not be 0. */
size_t seg_prev(const char *p, size_t n, size_t at);
/* Is `at` an edge between clusters (0 and n are)? */
bool seg_is_edge(const char *p, size_t n, size_t at);
/* The last cluster edge at or before `at`. */
size_t seg_floor(const char *p, size_t n, size_t at);

#endif
