/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { ARENA_CHUNK = 16 * 1024 };

struct arena_chunk {
	struct arena_chunk *older;
	alignas(max_align_t) char bytes[];
};

static void arena_grow(struct arena *a, size_t size)
{
	size_t room = size > ARENA_CHUNK ? size : ARENA_CHUNK;
	size_t head = offsetof(struct arena_chunk, bytes);
	struct arena_chunk *chunk = xcalloc(1, room < SIZE_MAX - head ? head + room : SIZE_MAX);

	chunk->older = a->chunk;
	a->chunk = chunk;
	a->used = 0;
	a->size = room;
}

void *arena_alloc(struct arena *a, size_t size)
{
	const size_t align = alignof(max_align_t);

	size = size < SIZE_MAX - align ? (size + align - 1) / align * align : SIZE_MAX;
	if (!a->chunk || size > a->size - a->used)
		arena_grow(a, size);
	void *p = a->chunk->bytes + a->used;

	a->used += size;
	return p;
}

char *arena_cstr(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	return p;
}

struct str arena_str(struct arena *a, struct str s)
{
	return (struct str){arena_cstr(a, s), s.n};
}

void arena_release(struct arena *a)
{
	struct arena_chunk *chunk = a->chunk;

	while (chunk) {
		struct arena_chunk *older = chunk->older;

		free(chunk);
		chunk = older;
	}
	*a = (struct arena){0};
}
