/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/find.h"

#include <assert.h>
#include <string.h>

#include "text/han.h"
#include "text/utf8.h"

enum {
	CJK = 0x2E80, /* no code point below it has Han in its fold */
	AROUND = 32, /* bytes of a key that are made where a hit may begin, and as many as it has */
};

static const size_t none = (size_t)-1;

/* ---- a key that begins with Han: few code points fold to it, and each is a search for a byte */

static bool is_simple_han(uint32_t cp)
{
	return cp - 0x3400 < 0xA000 - 0x3400 || cp >= 0x20000;
}

static void prepare_forms(struct find *f)
{
	uint32_t forms[FIND_FORMS];
	size_t n = han_forms(f->first, forms, FIND_FORMS);

	f->n_forms = n <= FIND_FORMS ? n : 0;
	for (size_t i = 0; i < f->n_forms; i++) {
		struct find_form *form = &f->forms[i];

		form->n = utf8_put(form->bytes, forms[i]);
		form->rare = form->n - 1 - ((unsigned char)form->bytes[form->n - 1] >= 0xB8);
	}
}

/* Where the form begins, from `at` on; limit when that is not before it. */
static size_t form_at(const struct find_form *form, struct str text, size_t at, size_t limit)
{
	size_t rare = form->rare, rest = form->n - rare;
	const char *p = text.p + at + rare, *end = text.p + text.n - rest + 1, *hit;

	if (text.n - limit >= form->n)
		end = text.p + limit + rare;
	while (p < end && (hit = memchr(p, form->bytes[rare], (size_t)(end - p)))) {
		if (hit[-1] == form->bytes[rare - 1] &&
		    memcmp(hit - rare, form->bytes, form->n) == 0)
			return (size_t)(hit - rare - text.p);
		p = hit + 1;
	}
	return limit;
}

/* next[i]: the form is not in the text from where it was looked for up to there. */
static size_t next_form(const struct find *f, struct str text, size_t at, size_t next[])
{
	size_t least = text.n;

	for (size_t i = 0; i < f->n_forms; i++) {
		if (next[i] == none || next[i] < at)
			next[i] = form_at(&f->forms[i], text, at, least);
		least = next[i] < least ? next[i] : least;
	}
	return least;
}

/* ---- any key: the code points that a hit may begin with, as bits */

/*
 * May the piece of the key that begins with `first` come from a cluster with cp in it? Those that
 * are not simple could become anything.
 */
static bool may_begin(uint32_t first, int flags, uint32_t cp)
{
	uint32_t folded;

	if (fold_is_blank(cp))
		return fold_is_blank(first);
	if (fold_simple(flags, cp, &folded))
		return folded == first;
	return cp >= CJK || !is_simple_han(first);
}

/* Texts have few of all code points: only those that stand beside one that is there are told. */
static bool is_candidate(struct find *f, uint32_t cp)
{
	uint32_t block = cp / 64;

	if (cp >= FIND_BMP)
		return true;
	if (!f->known[block])
		for (uint32_t i = 0; i < 64; i++)
			if (!may_begin(f->first, f->flags, block * 64 + i))
				f->begins[block] &= ~(UINT64_C(1) << i);
	f->known[block] = true;
	return f->begins[block] >> cp % 64 & 1;
}

static size_t next_candidate(struct find *f, struct str text, size_t at)
{
	size_t size;

	for (; at < text.n; at += size) {
		uint32_t cp = utf8_at(text.p, at, &size);

		if ((cp >= FIND_BMP || f->begins[cp / 64] >> cp % 64 & 1) && is_candidate(f, cp))
			break;
	}
	return at;
}

/* ---- along the text */

/* Is it seen without folding that no hit begins at `at`? Code points that stand alone tell. */
static bool differs(const struct find *f, struct str text, size_t at)
{
	size_t k = 0, size, key_size;
	bool equal = true;
	uint32_t folded;

	while (at < text.n) {
		uint32_t cp = utf8_at(text.p, at, &size);

		if (fold_is_blank(cp) || !fold_simple(f->flags, cp, &folded))
			return !equal && !fold_joins(f->flags, cp);
		if (!equal || k == f->key.n)
			return !equal;
		equal = folded == utf8_at(f->key.p, k, &key_size);
		k += key_size;
		at += size;
	}
	return !equal;
}

/*
 * Looks for the key in the fold of a piece of the text, one that is large enough to tell whether a
 * hit begins with the code point at `at`. None there: *begin is the first place behind it where one
 * may begin.
 */
static bool find_around(struct find *f, struct str text, size_t from, size_t at, size_t *begin,
			size_t *end)
{
	struct str sought = buf_str(&f->key);
	size_t size;

	utf8_at(text.p, at, &size);
	size_t base = fold_part(&f->fold, text, at, at + size, sought.n + AROUND, f->flags);
	struct str key = buf_str(&f->fold.key);
	size_t k = str_find(key, sought, from > base ? fold_key_at(&f->fold, from - base) : 0);

	if (k != none) {
		*begin = base + fold_text_at(&f->fold, k);
		*end = base + fold_text_end(&f->fold, k + sought.n);
		return true;
	}
	*begin = text.n;
	if (base + f->fold.text_size < text.n)
		*begin = utf8_floor(text, base + fold_text_at(&f->fold, key.n - sought.n + 1));
	return false;
}

void find_prepare(struct find *f, struct str key, int flags)
{
	size_t size;

	assert(key.n);
	if (f->key.n && f->flags == flags && str_eq(buf_str(&f->key), key))
		return;
	buf_clear(&f->key);
	buf_addstr(&f->key, key);
	f->flags = flags;
	f->first = utf8_at(key.p, 0, &size);
	f->n_forms = 0;
	if (is_simple_han(f->first))
		prepare_forms(f);
	memset(f->begins, 0xFF, sizeof f->begins);
	memset(f->known, 0, sizeof f->known);
}

bool find_next(struct find *f, struct str text, size_t from, size_t *begin, size_t *end)
{
	size_t at = from, size, next[FIND_FORMS];

	for (size_t i = 0; i < f->n_forms; i++)
		next[i] = none;
	for (;;) {
		at = f->n_forms ? next_form(f, text, at, next) : next_candidate(f, text, at);
		if (at >= text.n)
			return false;
		utf8_at(text.p, at, &size);
		if (differs(f, text, at)) {
			at += size;
		} else if (find_around(f, text, from, at, &at, end)) {
			*begin = at;
			return true;
		}
	}
}

void find_release(struct find *f)
{
	buf_release(&f->key);
	fold_release(&f->fold);
}
