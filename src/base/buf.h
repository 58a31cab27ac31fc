/* SPDX-License-Identifier: ISC
 *
 * struct buf: bytes that grow. Owns its memory. A zeroed buf is valid and empty; b->p is NULL
 * until something was added, and from then on a NUL stands behind the n bytes (they may contain
 * NULs themselves). Growth is by half, so adding byte by byte is linear.
 */
#ifndef KARPREAD_BASE_BUF_H
#define KARPREAD_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

#include "base/str.h"

struct buf {
	char *p;
	size_t n;   /* bytes in use */
	size_t cap; /* bytes allocated */
};

void buf_release(struct buf *b); /* frees; b is empty and usable again */
void buf_clear(struct buf *b);   /* empty, memory kept */
/* Room for extra more bytes and the NUL, so that b->p + b->n may be written to. */
void buf_reserve(struct buf *b, size_t extra);
void buf_add(struct buf *b, const void *p, size_t n);
void buf_addc(struct buf *b, char c);
void buf_addn(struct buf *b, char c, size_t count); /* count times c */
void buf_adds(struct buf *b, const char *cstr);
void buf_addstr(struct buf *b, struct str s);
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vaddf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* Cut to n bytes; n must not be more than b->n. */
void buf_truncate(struct buf *b, size_t n);
/* Never NULL, NUL-terminated, borrowed until the next change. */
const char *buf_cstr(const struct buf *b);
struct str buf_str(const struct buf *b);
/* The NUL-terminated bytes, now the caller's to free(); b is empty afterwards. */
char *buf_detach(struct buf *b);

#endif
