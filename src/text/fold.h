/* SPDX-License-Identifier: ISC
 *
 * The search key of a text: what compares equal under the chosen folds becomes the same bytes.
 * With a map from offsets in the key to offsets in the text, so that a hit in the key is a
 * place in the text.
 */
#ifndef KARPREAD_TEXT_FOLD_H
#define KARPREAD_TEXT_FOLD_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/vec.h"

enum fold_flags {
	FOLD_CASE = 1 << 0,      /* full case folding */
	FOLD_WIDTH = 1 << 1,     /* NFKC: full and half width, half-width kana with marks, ligatures */
	FOLD_KANA = 1 << 2,      /* katakana = hiragana */
	FOLD_HAN = 1 << 3,       /* simplified = traditional and other variants of a character */
	FOLD_DIACRITIC = 1 << 4, /* é = e; not the voicing marks of kana */
	FOLD_ALL = FOLD_CASE | FOLD_WIDTH | FOLD_KANA | FOLD_HAN | FOLD_DIACRITIC,
};

/* Owns its memory; a zeroed fold is valid and empty. */
struct fold {
	struct buf key; /* valid UTF-8 */
	VEC(struct fold_step { /* sorted by both; a step holds until the next */
		size_t key, text;
	}) steps;
	size_t text_size; /* bytes of the text */
};

/*
 * Replaces out. White space runs that hold a newline count as one blank between other than wide
 * characters and as nothing between wide ones, so that a phrase is found across lines.
 */
void fold_text(struct fold *out, struct str text, int flags);
void fold_release(struct fold *f);
/*
 * The offset in the text of the piece that the byte `key` of the key came from. For the end of
 * a hit use fold_text_end: the end of the piece that key - 1 came from.
 */
size_t fold_text_at(const struct fold *f, size_t key);
size_t fold_text_end(const struct fold *f, size_t key);
/* The key offset of the first piece at or after offset `text`. */
size_t fold_key_at(const struct fold *f, size_t text);
/* Smart case: flags less FOLD_CASE when the query has an upper-case letter. */
int fold_smart(struct str query, int flags);

#endif
