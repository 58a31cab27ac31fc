/* SPDX-License-Identifier: ISC
 *
 * The search key of a text: what compares equal under the chosen folds becomes the same bytes.
 * With a map from offsets in the key to offsets in the text, so that a hit in the key is a
 * place in the text.
 *
 * Texts are valid UTF-8. Canonically equivalent texts (é and e + U+0301) have the same key
 * whatever the flags. A key folds to itself. The key of two texts together is the keys of both
 * together unless the second begins with something that belongs to the end of the first: a
 * combining mark, or white space on both sides of the seam.
 */
#ifndef KARPREAD_TEXT_FOLD_H
#define KARPREAD_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/vec.h"

enum fold_flags {
	FOLD_CASE = 1 << 0, /* full case folding */
	/*
	 * NFKC: full and half width, half-width kana with marks, ligatures. Code points that
	 * are not seen (soft hyphen, zero width space, variation selectors) are left out. The
	 * compatibility jamo of Korean (ㅋㅋㅋ) stay as they are.
	 */
	FOLD_WIDTH = 1 << 1,
	FOLD_KANA = 1 << 2,      /* katakana = hiragana; ー and iteration marks stay */
	FOLD_HAN = 1 << 3,       /* simplified = traditional and other variants of a character */
	FOLD_DIACRITIC = 1 << 4, /* é = e, ø = o in Latin letters; not the voicing of kana */
	FOLD_ALL = FOLD_CASE | FOLD_WIDTH | FOLD_KANA | FOLD_HAN | FOLD_DIACRITIC,
};

struct fold_step {
	size_t key, text; /* bytes */
};

/*
 * Owns its memory; a zeroed fold is valid and empty. From one step to the next (or to the ends
 * of both) key and text run in parallel when they advance by as many bytes; else the bytes of
 * the key between them have come from that piece of the text as a whole.
 */
struct fold {
	struct buf key;              /* valid UTF-8 */
	VEC(struct fold_step) steps; /* sorted by both; the first is at 0, 0 */
	size_t text_size;            /* bytes of the text */
};

/*
 * Replaces out. A run of white space that holds a newline counts as one blank, and as nothing
 * where script_joins() says so (between Han, kana and their punctuation), so that a phrase is
 * found across lines.
 */
void fold_text(struct fold *out, struct str text, int flags);
/*
 * Folds a part of the text only, as it is folded in the whole: one that begins at or before `from`
 * and goes on behind `to` for at least `more` bytes of the key, or to the end. Returns where it
 * begins; the offsets of out count from there.
 */
size_t fold_part(struct fold *out, struct str text, size_t from, size_t to, size_t more, int flags);
void fold_release(struct fold *f);
/* Appends the key alone. */
void fold_key(struct buf *out, struct str text, int flags);
/*
 * The offset in the text of the piece that the byte `key` of the key came from. For the end of
 * a hit use fold_text_end: the end of the piece that key - 1 came from. When key is an edge of
 * a code point of the key, both are edges of code points of the text. O(log steps).
 */
size_t fold_text_at(const struct fold *f, size_t key);
size_t fold_text_end(const struct fold *f, size_t key);
/* The key offset of the first piece at or after offset `text`. O(log steps). */
size_t fold_key_at(const struct fold *f, size_t text);
/* Is cp white space, as far as folding and queries are concerned? */
bool fold_is_blank(uint32_t cp);
/*
 * The fold of a code point that is frequent and simple: one code point, unless cp is white space
 * or what follows joins it. False for the others.
 */
bool fold_simple(int flags, uint32_t cp, uint32_t *out);
/* Does cp belong to what stands before it: a mark, or what is left out of the key? */
bool fold_joins(int flags, uint32_t cp);
/* Smart case: flags less FOLD_CASE when the query has an upper-case letter. */
int fold_smart(struct str query, int flags);

#endif
