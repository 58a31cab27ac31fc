/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/timeline_same.h"

#include <stdlib.h>

#include "text/fold.h"
#include "text/script.h"
#include "text/utf8.h"

enum {
	RARE_WEIGHT = 4,
	COMMON_WEIGHT = 1,
	COMMON_PART = 8,      /* common is what more than one in that many says */
	ENOUGH_SAMPLES = 32,  /* to call anything common */
	ENOUGH_WEIGHT = 12,   /* shared, to mean anything: three rare features */
	MOST_FEATURES = 1000, /* of one statement: a sentence without end does not cost more */
};

#define SEED 2166136261u

/* FNV-1a. */
static uint32_t mix(uint32_t hash, uint32_t value)
{
	for (int i = 0; i < 4; i++, value >>= 8)
		hash = (hash ^ (value & 0xff)) * 16777619u;
	return hash;
}

static bool is_paired(enum script script)
{
	return script == SCRIPT_HAN || script == SCRIPT_HIRAGANA || script == SCRIPT_KATAKANA ||
	       script == SCRIPT_BOPOMOFO || script == SCRIPT_HANGUL;
}

/* 四 says what 4 says: in one digit, which is as far as the two are written alike. */
static uint32_t without_numerals(uint32_t cp)
{
	static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
					  0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};

	for (uint32_t i = 0; i < sizeof digits / sizeof digits[0]; i++) {
		if (cp == digits[i])
			return '0' + i;
	}
	return cp;
}

static void add_features(struct same_features *out, struct str key)
{
	uint32_t word = SEED, before = 0;
	size_t letters = 0, size;

	for (size_t i = 0; i < key.n && out->v.n < MOST_FEATURES; i += size) {
		uint32_t cp = without_numerals(utf8_at(key.p, i, &size));
		enum script script = script_of(cp);

		if (script == SCRIPT_WORD) {
			word = mix(word, cp);
			letters++;
		}
		if (letters > 0 && (script != SCRIPT_WORD || i + size == key.n))
			vec_push(&out->v, word);
		if (script != SCRIPT_WORD) {
			word = SEED;
			letters = 0;
		}
		if (script == SCRIPT_HAN)
			vec_push(&out->v, mix(SEED, cp));
		if (is_paired(script) && before)
			vec_push(&out->v, mix(mix(SEED, before), cp));
		before = is_paired(script) ? cp : 0;
	}
}

static int compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

void same_features(struct same_features *out, struct str text, size_t begin, size_t end)
{
	struct str parts[] = {str_sub(text, 0, begin), str_sub(text, end, text.n)};
	struct buf key = {0};
	size_t kept = 0;

	vec_clear(&out->v);
	for (size_t i = 0; i < 2; i++) {
		buf_clear(&key);
		fold_key(&key, parts[i], FOLD_ALL);
		add_features(out, buf_str(&key));
	}
	buf_release(&key);
	if (out->v.n)
		qsort(out->v.p, out->v.n, sizeof *out->v.p, compare);
	for (size_t i = 0; i < out->v.n; i++) {
		if (kept == 0 || out->v.p[i] != out->v.p[kept - 1])
			out->v.p[kept++] = out->v.p[i];
	}
	out->v.n = kept;
}

void same_release(struct same_features *f)
{
	vec_release(&f->v);
}

void same_count(struct same_counts *counts, const struct same_features *f)
{
	counts->sampled++;
	for (size_t i = 0; i < f->v.n; i++)
		counts->bins[f->v.p[i] % SAME_BINS]++;
}

static unsigned weight(const struct same_counts *counts, uint32_t feature)
{
	uint32_t with = counts->bins[feature % SAME_BINS];

	return counts->sampled >= ENOUGH_SAMPLES && with * COMMON_PART > counts->sampled
		       ? COMMON_WEIGHT
		       : RARE_WEIGHT;
}

void same_weigh(const struct same_counts *counts, struct same_features *f)
{
	f->weight = 0;
	for (size_t i = 0; i < f->v.n; i++)
		f->weight += weight(counts, f->v.p[i]);
}

int same_percent(const struct same_counts *counts, const struct same_features *a,
		 const struct same_features *b)
{
	unsigned shared = 0, less = a->weight < b->weight ? a->weight : b->weight;

	for (size_t i = 0, k = 0; i < a->v.n && k < b->v.n;) {
		uint32_t x = a->v.p[i], y = b->v.p[k];

		if (x == y)
			shared += weight(counts, x);
		i += x <= y;
		k += y <= x;
	}
	return shared < ENOUGH_WEIGHT ? 0 : (int)(100 * shared / less);
}
