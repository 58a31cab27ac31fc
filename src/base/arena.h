/* SPDX-License-Identifier: ISC
 *
 * struct arena: many small allocations, one release. Memory is aligned for any type and never
 * moves. A zeroed arena is valid and empty.
 */
#ifndef KARPREAD_BASE_ARENA_H
#define KARPREAD_BASE_ARENA_H

#include <stddef.h>

#include "base/str.h"

struct arena {
	struct arena_chunk *chunk; /* the newest */
	size_t used, size;         /* of the newest chunk, bytes */
};

void *arena_alloc(struct arena *a, size_t size); /* zeroed */
/* Copies with a NUL behind; the slice does not count it. */
struct str arena_str(struct arena *a, struct str s);
char *arena_cstr(struct arena *a, struct str s);
void arena_release(struct arena *a); /* frees all; a is empty and usable again */

#endif
