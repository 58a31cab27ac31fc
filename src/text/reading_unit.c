/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/reading_unit.h"

#include <string.h>

#include <unictype.h>

#include "text/reading_table.h"
#include "text/utf8.h"

static void add(struct reading_unit *u, const char *a, size_t a_n, const char *b)
{
	struct reading_spelling *s = &u->spellings[u->n];
	size_t b_n = strlen(b);

	if (u->n == READING_SPELLINGS || a_n + b_n > READING_SPELLING)
		return;
	memcpy(s->letters, a, a_n);
	memcpy(s->letters + a_n, b, b_n);
	s->n = (uint8_t)(a_n + b_n);
	u->n++;
}

size_t reading_initial(const char *syllable, size_t n)
{
	return n > 1 && syllable[1] == 'h' && strchr("zcs", syllable[0]) ? 2 : 1;
}

size_t reading_agreement(const char *query, size_t query_n, const char *spelling, size_t n)
{
	size_t k = 0;

	while (k < n && k < query_n &&
	       (query[k] == spelling[k] || (spelling[k] == 'v' && query[k] == 'u')))
		k++;
	return k;
}

static void add_pinyin(struct reading_unit *u, uint32_t han)
{
	uint16_t value = 0;

	if (han == 0x3007)
		han = 0x96F6; /* 〇 is read as 零 */
	if (han >= READING_FIRST && han <= READING_LAST)
		value = reading_of[han - READING_FIRST];
	u->initials = true;
	if (value < READING_SEVERAL) {
		if (value)
			add(u, "", 0, reading_syllables[value]);
		return;
	}
	for (const uint16_t *p = &reading_several[value - READING_SEVERAL]; *p; p++)
		add(u, "", 0, reading_syllables[*p]);
}

/* ---- kana */

/* U+3041 to U+3096: Hepburn, then how else it is written. */
/* clang-format off */
static const char *const kana[] = {
	"a", "a", "i", "i", "u", "u", "e", "e", "o", "o",
	"ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go",
	"sa", "za", "shi/si", "ji/zi", "su", "zu", "se", "ze", "so", "zo",
	"ta", "da", "chi/ti", "ji/di/zi", "", "tsu/tu", "zu/du/dzu", "te", "de", "to", "do",
	"na", "ni", "nu", "ne", "no",
	"ha", "ba", "pa", "hi", "bi", "pi", "fu/hu", "bu", "pu", "he", "be", "pe",
	"ho", "bo", "po", "ma", "mi", "mu", "me", "mo",
	"ya", "ya", "yu", "yu", "yo", "yo", "ra", "ri", "ru", "re", "ro",
	"wa", "wa", "i/wi", "e/we", "o/wo", "n/m/nn", "vu/bu", "ka", "ke",
};
/* clang-format on */

enum {
	KANA_FIRST = 0x3041,
	KANA_SMALL_TSU = 0x3063,
	KANA_U = 0x3046,
	KANA_LAST = 0x3096,
	KANA_LONG = 0x30FC,
};

static uint32_t hiragana(uint32_t cp)
{
	return cp >= 0x30A1 && cp <= 0x30F6 ? cp - 0x60 : cp;
}

static bool is_kana(uint32_t cp)
{
	cp = hiragana(cp);
	return (cp >= KANA_FIRST && cp <= KANA_LAST) || cp == KANA_LONG;
}

bool reading_is_vowel(char c)
{
	return c && strchr("aiueo", c);
}

/* ya, yu, yo or a vowel for a small kana that changes the one before it, else NULL. */
static const char *small_kana(uint32_t cp)
{
	bool small = (cp <= 0x3049 && cp % 2) || cp == 0x3083 || cp == 0x3085 || cp == 0x3087;

	return small && cp >= KANA_FIRST ? kana[cp - KANA_FIRST] : NULL;
}

/* "shi" and ya give sha, "ki" and ya kya, "fu" and a fa, "u" and i wi. */
static void add_combined(struct reading_unit *u, const char *base, size_t n, const char *small)
{
	size_t stem = n - 1; /* without the vowel */
	const char *vowel = small + strlen(small) - 1;
	bool palatal = n == 3 ? !memcmp(base, "sh", 2) || !memcmp(base, "ch", 2) : *base == 'j';

	if (!reading_is_vowel(base[stem]))
		return;
	if (!stem)
		add(u, "w", *base == 'u', vowel);
	else if (palatal || small == vowel)
		add(u, base, stem, vowel);
	else
		add(u, base, stem, small);
}

static void add_kana(struct reading_unit *u, uint32_t cp, const char *small)
{
	for (const char *base = kana[cp - KANA_FIRST]; *base;) {
		size_t n = strcspn(base, "/");

		if (small)
			add_combined(u, base, n, small);
		else
			add(u, base, n, "");
		base += n + (base[n] == '/');
	}
}

/* A vowel that only makes the one before it longer need not be written. */
static bool is_long(char before, char vowel)
{
	return before && (before == vowel || (before == 'o' && vowel == 'u'));
}

static void kana_unit(struct reading_unit *u, struct str text, uint32_t cp, char before)
{
	size_t size = 0;
	uint32_t next = u->end < text.n ? hiragana(utf8_at(text.p, u->end, &size)) : 0;

	if (cp == KANA_LONG) {
		u->optional = true;
		u->vowel = before;
		if (before)
			add(u, &before, 1, "");
		return;
	}
	if (cp == KANA_SMALL_TSU) {
		/* A doubled consonant; tch is Hepburn's, cch is met too. */
		struct reading_unit doubled = {0};

		u->optional = true;
		if (next >= KANA_FIRST && next <= KANA_LAST)
			add_kana(&doubled, next, NULL);
		for (unsigned i = 0; i < doubled.n; i++)
			if (!reading_is_vowel(doubled.spellings[i].letters[0]))
				add(u, doubled.spellings[i].letters, 1, "");
		if (doubled.n && doubled.spellings[0].letters[0] == 'c')
			add(u, "t", 1, "");
		return;
	}
	const char *small = next ? small_kana(next) : NULL;

	if (small)
		add_kana(u, cp, small);
	if (u->n)
		u->end += size;
	else
		add_kana(u, cp, NULL);
	if (!u->n)
		return;
	const struct reading_spelling *s = &u->spellings[0];
	char last = s->letters[s->n - 1];

	u->optional = s->n == 1 && is_long(before, last);
	u->vowel = reading_is_vowel(last) ? last : 0;
}

/* ---- the text as units */

static bool is_han(uint32_t cp)
{
	return cp == 0x3007 || (cp >= READING_FIRST && cp <= READING_LAST);
}

bool reading_is_read(uint32_t cp)
{
	return cp == 0x3005 || is_han(cp) || is_kana(cp);
}

void reading_unit(struct reading_unit *u, struct str text, uint32_t cp, size_t end,
		  const struct reading_context *before)
{
	u->end = end;
	u->optional = u->initials = u->unknown = false;
	u->cp = cp;
	u->vowel = 0;
	u->n = 0;
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		cp -= 0xFEE0;
	if (cp < 0x80) {
		char c = (char)(cp | 0x20); /* digits have that bit */

		if (reading_is_letter(cp))
			add(u, &c, 1, "");
		else
			u->optional = true;
	} else if (cp == 0x3005) {
		/* 々 is read as the character before it, which it repeats. */
		add_pinyin(u, u->cp = before->cp);
	} else if (is_han(cp)) {
		add_pinyin(u, cp);
	} else if (is_kana(cp)) {
		kana_unit(u, text, hiragana(cp), before->vowel);
	} else if (uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
								UC_CATEGORY_MASK_N)) {
		u->unknown = true;
	} else {
		u->optional = true;
	}
}

struct reading_context reading_context(const struct reading_unit *u)
{
	return (struct reading_context){.cp = u->cp, .vowel = u->vowel, .spelled = u->n};
}
