/* SPDX-License-Identifier: ISC
 *
 * A growable array of any type: VEC(struct thing) things = {0};
 * things.p[i] for i < things.n. Owns its memory, not what its elements own. Growth is by half.
 * The macros evaluate v more than once.
 */
#ifndef KARPREAD_BASE_VEC_H
#define KARPREAD_BASE_VEC_H

#include <stddef.h>
#include <stdlib.h>

#define VEC(type)                                                                                  \
	struct {                                                                                   \
		type *p;                                                                           \
		size_t n, cap;                                                                     \
	}

/* Room for extra more elements. */
#define vec_reserve(v, extra)                                                                      \
	((v)->p = vec_grow((v)->p, (v)->n, (extra), &(v)->cap, sizeof *(v)->p))
#define vec_push(v, ...) (vec_reserve(v, 1), (v)->p[(v)->n++] = (__VA_ARGS__))
#define vec_clear(v)     ((v)->n = 0)
#define vec_release(v)   (free((v)->p), (v)->p = NULL, (v)->n = (v)->cap = 0)

/* The array of at least n + extra elements, moved if need be; *cap is its new capacity. */
void *vec_grow(void *p, size_t n, size_t extra, size_t *cap, size_t size);

#endif
