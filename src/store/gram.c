/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/gram.h"

#include "text/script.h"
#include "text/utf8.h"

enum { BITS = 21 }; /* of a code point */

enum kind {
	KIND_NONE,
	KIND_WIDE,   /* grams of two */
	KIND_NARROW, /* grams of three */
};

static enum kind kind_of(uint32_t cp)
{
	static const enum kind kinds[SCRIPTS] = {
		[SCRIPT_WORD] = KIND_NARROW,   [SCRIPT_HAN] = KIND_WIDE,
		[SCRIPT_HIRAGANA] = KIND_WIDE, [SCRIPT_KATAKANA] = KIND_WIDE,
		[SCRIPT_BOPOMOFO] = KIND_WIDE, [SCRIPT_HANGUL] = KIND_WIDE,
	};

	if (cp < 0x80)
		return (cp | 0x20) - 'a' < 26 || cp - '0' < 10 ? KIND_NARROW : KIND_NONE;
	return kinds[script_of(cp)];
}

/* The code point at w->at, which is moved on; 0 when it does not go on the run of this kind. */
static uint32_t take(struct gram_walk *w, int kind)
{
	size_t size;

	if (w->at == w->key.n)
		return 0;
	uint32_t cp = utf8_at(w->key.p, w->at, &size);

	if ((int)kind_of(cp) != kind)
		return 0;
	w->at += size;
	return cp;
}

static bool begin_run(struct gram_walk *w)
{
	size_t size;

	for (; w->at < w->key.n; w->at += size) {
		enum kind kind = kind_of(utf8_at(w->key.p, w->at, &size));

		if (kind == KIND_NONE)
			continue;
		w->kind = (int)kind;
		w->next[0] = take(w, w->kind);
		w->next[1] = take(w, w->kind);
		w->next[2] = kind == KIND_NARROW && w->next[1] ? take(w, w->kind) : 0;
		w->first = true;
		return true;
	}
	return false;
}

static uint64_t pack(const uint32_t cp[3])
{
	return (uint64_t)cp[0] << 2 * BITS | (uint64_t)cp[1] << BITS | cp[2];
}

bool gram_next(struct gram_walk *w, uint64_t *gram)
{
	if (w->next[0]) {
		bool narrow = w->kind == KIND_NARROW;

		w->next[0] = w->next[1];
		w->next[1] = narrow ? w->next[2] : 0;
		w->next[2] = 0;
		if (narrow && w->next[1])
			w->next[2] = take(w, w->kind);
		else if (!narrow && w->next[0])
			w->next[1] = take(w, w->kind);
	}
	w->first = false;
	if (!w->next[0] && !begin_run(w))
		return false;
	*gram = pack(w->next);
	return true;
}

void gram_list_add(struct gram_list *list, struct str key, uint64_t flag)
{
	struct gram_walk walk = {.key = key};
	uint64_t gram;

	while (gram_next(&walk, &gram))
		vec_push(&list->v, gram | flag);
}

/* All grams that begin with these code points. */
static struct gram_range beginning(const uint32_t cp[3])
{
	uint64_t first = pack(cp), below = 0;

	if (!cp[1])
		below = (UINT64_C(1) << 2 * BITS) - 1;
	else if (!cp[2])
		below = (UINT64_C(1) << BITS) - 1;
	return (struct gram_range){first, first | below};
}

void gram_query(struct str key, struct gram_ranges *out, bool *exact)
{
	struct gram_walk walk = {.key = key};
	size_t begun = out->v.n, bytes = 0;
	uint64_t gram;
	char utf8[4];

	while (gram_next(&walk, &gram)) {
		const uint32_t *cp = walk.next;
		bool full = cp[walk.kind == KIND_NARROW ? 2 : 1] != 0;

		/* What is left at the end of a run tells nothing that the gram before does not. */
		if (!full && !walk.first)
			continue;
		vec_push(&out->v, full ? (struct gram_range){gram, gram} : beginning(cp));
		for (size_t i = 0; i < 3 && cp[i]; i++)
			bytes += utf8_put(utf8, cp[i]);
	}
	*exact = out->v.n == begun + 1 && bytes == key.n;
}
