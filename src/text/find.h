/* SPDX-License-Identifier: ISC
 *
 * The places of a text whose fold (text/fold.h) is a key, found without folding the text:
 * its code points are looked at one by one, and what stands around those that a hit may begin
 * with is folded. What is found is what would be in the fold of the whole text. For one key that
 * is looked for in many texts.
 */
#ifndef KARPREAD_TEXT_FIND_H
#define KARPREAD_TEXT_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "text/fold.h"

enum { FIND_FORMS = 12, FIND_BMP = 0x10000 };

/* Owns its memory; a zeroed one is valid and has no key. */
struct find {
	struct buf key;
	int flags;
	uint32_t first; /* code point of the key */
	/* All that a hit may begin with, when it is Han: UTF-8. */
	struct find_form {
		char bytes[4];
		size_t n, rare;
	} forms[FIND_FORMS];
	size_t n_forms; /* 0: too many */
	/* Else a bit for each code point that it may begin with; all of a block not yet known. */
	uint64_t begins[FIND_BMP / 64];
	bool known[FIND_BMP / 64];
	struct fold fold;
};

/* The key, folded and not empty, that is looked for from now on. Nothing to do when it is so. */
void find_prepare(struct find *f, struct str key, int flags);
/*
 * The first hit from `from` on, which is 0 or the end of a hit. Linear in the text from there up to
 * the hit. [*begin, *end) are bytes of the text; false for none.
 */
bool find_next(struct find *f, struct str text, size_t from, size_t *begin, size_t *end);
void find_release(struct find *f);

#endif
