/* SPDX-License-Identifier: ISC
 *
 * Sixteen bytes side by side, for a first look at a long text: is there anything in this block
 * that is worth a look at each byte? Without branches, for which a mixed text is the worst case.
 * The operators of C work on all lanes at once (the vector extension of GCC and Clang); a
 * comparison gives lanes of all ones where it holds, once LANES() has made it unsigned.
 */
#ifndef KARPREAD_BASE_LANES_H
#define KARPREAD_BASE_LANES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum {
	LANES = 16,
	LANES_BLOCK = 64, /* bytes to look at before asking lanes_any() */
};

typedef uint8_t lanes __attribute__((vector_size(LANES)));

#define LANES(comparison) ((lanes)(comparison))

/* The bytes from p on, wherever that is. */
static inline lanes lanes_at(const unsigned char *p)
{
	lanes v;

	memcpy(&v, p, sizeof v);
	return v;
}

static inline bool lanes_any(lanes v)
{
	uint64_t halves[2];

	memcpy(halves, &v, sizeof v);
	return halves[0] | halves[1];
}

#endif
