/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/buf.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf){0};
}

void buf_clear(struct buf *b)
{
	if (b->p)
		buf_truncate(b, 0);
}

void buf_reserve(struct buf *b, size_t extra)
{
	if (b->p && extra < b->cap - b->n)
		return;
	/* A sum that overflows asks xrealloc for more than there is, which ends the program. */
	size_t want = extra < SIZE_MAX - b->n ? b->n + extra + 1 : SIZE_MAX;
	size_t grown = b->cap < SIZE_MAX / 2 ? b->cap + b->cap / 2 + 32 : SIZE_MAX;

	b->cap = want > grown ? want : grown;
	b->p = xrealloc(b->p, b->cap);
	b->p[b->n] = '\0';
}

void buf_add(struct buf *b, const void *p, size_t n)
{
	buf_reserve(b, n);
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void buf_addc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_addn(struct buf *b, char c, size_t count)
{
	buf_reserve(b, count);
	memset(b->p + b->n, c, count);
	b->n += count;
	b->p[b->n] = '\0';
}

void buf_adds(struct buf *b, const char *cstr)
{
	buf_add(b, cstr, strlen(cstr));
}

void buf_addstr(struct buf *b, struct str s)
{
	buf_add(b, s.p, s.n);
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(b, fmt, ap);
	va_end(ap);
}

void buf_vaddf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;

	/* Nearly all is short, and there at once. */
	va_copy(again, ap);
	buf_reserve(b, 32);
	int n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, ap);

	assert(n >= 0);
	if ((size_t)n >= b->cap - b->n) {
		buf_reserve(b, (size_t)n);
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
	}
	b->n += (size_t)n;
	va_end(again);
}

void buf_truncate(struct buf *b, size_t n)
{
	assert(n <= b->n);
	b->n = n;
	if (b->p)
		b->p[n] = '\0';
}

const char *buf_cstr(const struct buf *b)
{
	return b->p ? b->p : "";
}

struct str buf_str(const struct buf *b)
{
	return (struct str){buf_cstr(b), b->n};
}

char *buf_detach(struct buf *b)
{
	buf_reserve(b, 0);
	char *p = b->p;

	*b = (struct buf){0};
	return p;
}
