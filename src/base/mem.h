/* SPDX-License-Identifier: ISC
 *
 * Allocation that cannot fail: when memory runs out the program says so on standard error and
 * exits with status 1. The result is released with free().
 */
#ifndef KARPREAD_BASE_MEM_H
#define KARPREAD_BASE_MEM_H

#include <stddef.h>

void *xmalloc(size_t size);
/* For where a library says that it got no memory. */
_Noreturn void mem_exhausted(void);
/* Called before that is said, for who changed the terminal; it must not allocate. NULL: nothing. */
void mem_before_end(void (*restore)(void));
/* Zeroed; an overflow of count * size counts as memory that ran out. */
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t size);
char *xstrdup(const char *s);
/* A copy of n bytes with a NUL behind it. */
char *xmemdup0(const void *p, size_t n);

#endif
