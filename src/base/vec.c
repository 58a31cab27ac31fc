/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/vec.h"

#include <stdint.h>

#include "base/mem.h"

void *vec_grow(void *p, size_t n, size_t extra, size_t *cap, size_t size)
{
	if (extra <= *cap - n)
		return p;
	size_t grown = *cap + *cap / 2 + 8;
	size_t want = n + extra > grown ? n + extra : grown;

	*cap = want;
	return xrealloc(p, want > SIZE_MAX / 2 / size ? SIZE_MAX : want * size);
}
