/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/reading.h"

#include <assert.h>
#include <string.h>

#include <unictype.h>

#include "text/fold.h"
#include "text/reading_table.h"
#include "text/utf8.h"

/* ---- spellings */

enum {
	SPELLING_SIZE = 7,
	SPELLINGS = 12,
};

/* What is to be known of the character before. */
struct context {
	uint32_t cp; /* 0: none */
	char vowel;  /* that it ends in, or 0 */
	bool spelled;
};

struct spelling {
	uint8_t n;
	char letters[SPELLING_SIZE];
};

/* What one character (or a kana with a small one behind it) may be written as. */
struct unit {
	size_t end;
	bool optional; /* may be passed over */
	bool initials; /* its initial alone may stand for it */
	bool unknown;  /* the fold of the text may know more about it */
	uint32_t cp;
	char vowel; /* that it ends in, or 0 */
	unsigned n;
	struct spelling spellings[SPELLINGS];
};

static void add(struct unit *u, const char *a, size_t a_n, const char *b)
{
	struct spelling *s = &u->spellings[u->n];
	size_t b_n = strlen(b);

	if (u->n == SPELLINGS || a_n + b_n > SPELLING_SIZE)
		return;
	memcpy(s->letters, a, a_n);
	memcpy(s->letters + a_n, b, b_n);
	s->n = (uint8_t)(a_n + b_n);
	u->n++;
}

static void add_pinyin(struct unit *u, uint32_t han)
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

static bool is_vowel(char c)
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
static void add_combined(struct unit *u, const char *base, size_t n, const char *small)
{
	size_t stem = n - 1; /* without the vowel */
	const char *vowel = small + strlen(small) - 1;
	bool palatal = n == 3 ? !memcmp(base, "sh", 2) || !memcmp(base, "ch", 2) : *base == 'j';

	if (!is_vowel(base[stem]))
		return;
	if (!stem)
		add(u, "w", *base == 'u', vowel);
	else if (palatal || small == vowel)
		add(u, base, stem, vowel);
	else
		add(u, base, stem, small);
}

static void add_kana(struct unit *u, uint32_t cp, const char *small)
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

static void kana_unit(struct unit *u, struct str text, uint32_t cp, char before)
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
		struct unit doubled = {0};

		u->optional = true;
		if (next >= KANA_FIRST && next <= KANA_LAST)
			add_kana(&doubled, next, NULL);
		for (unsigned i = 0; i < doubled.n; i++)
			if (!is_vowel(doubled.spellings[i].letters[0]))
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
	const struct spelling *s = &u->spellings[0];
	char last = s->letters[s->n - 1];

	u->optional = s->n == 1 && is_long(before, last);
	u->vowel = is_vowel(last) ? last : 0;
}

/* ---- the text as units */

static bool is_alphanumeric(uint32_t cp)
{
	return (cp | 0x20) - 'a' < 26 || cp - '0' < 10;
}

/* The unit of the code point cp that ends at `end`, behind *before. */
static void make_unit(struct unit *u, struct str text, uint32_t cp, size_t end,
		      const struct context *before)
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

		if (is_alphanumeric(cp))
			add(u, &c, 1, "");
		else
			u->optional = true;
	} else if (cp == 0x3005) {
		/* 々 is read as the character before it, which it repeats. */
		add_pinyin(u, u->cp = before->cp);
	} else if (cp == 0x3007 || (cp >= READING_FIRST && cp <= READING_LAST)) {
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

/* ---- matching */

/*
 * A nondeterministic automaton over the letters of the query: a state is how many of them have
 * been read, and remembers where in the text that began.
 */
struct states {
	uint64_t set;
	size_t begin[READING_LETTERS + 1];
};

static void reach(struct states *states, size_t state, size_t begin)
{
	if (!(states->set >> state & 1) || begin < states->begin[state])
		states->begin[state] = begin;
	states->set |= (uint64_t)1 << state;
}

/* How many letters of the query and of the spelling agree; ü, v in the tables, is also u. */
static size_t agreement(const struct reading *r, size_t state, const struct spelling *s)
{
	size_t k = 0;

	while (k < s->n && state + k < r->n &&
	       (r->letters[state + k] == s->letters[k] ||
		(s->letters[k] == 'v' && r->letters[state + k] == 'u')))
		k++;
	return k;
}

static size_t initial_size(const struct spelling *s)
{
	return s->n > 1 && s->letters[1] == 'h' && strchr("zcs", s->letters[0]) ? 2 : 1;
}

/* Goes on from one state by all spellings of a unit; true when the query is used up. */
static bool step(const struct reading *r, size_t state, size_t begin, const struct unit *u,
		 struct states *next)
{
	for (unsigned i = 0; i < u->n; i++) {
		const struct spelling *s = &u->spellings[i];
		size_t agree = agreement(r, state, s);

		if (!agree)
			continue;
		if (state + agree == r->n)
			return true;
		if (agree == s->n)
			reach(next, state + agree, begin);
		if (!u->initials)
			continue;
		reach(next, state + 1, begin);
		if (initial_size(s) <= agree)
			reach(next, state + initial_size(s), begin);
	}
	if (u->optional)
		reach(next, state, begin);
	return false;
}

/* The lowest state of the set, taken out of it. */
static size_t take(uint64_t *set)
{
	size_t state = 0;

	while (!(*set >> state & 1))
		state++;
	*set &= *set - 1;
	return state;
}

/* May a match begin here? Amid a Latin word it would be noise. */
static bool may_begin(const struct context *before, const struct unit *u)
{
	return u->n && !(u->cp < 0x80 && before->cp < 0x80 && before->spelled);
}

/* Nearly all characters begin no match; for most that is seen at the first letter. */
static bool begins_none(const struct reading *r, uint32_t cp)
{
	char first = r->letters[0];

	if (cp < 0x80)
		return (cp | 0x20) != (unsigned char)first;
	if (cp - READING_FIRST > READING_LAST - READING_FIRST)
		return false;
	uint16_t value = reading_of[cp - READING_FIRST];

	if (value < READING_SEVERAL)
		return reading_syllables[value][0] != first;
	for (const uint16_t *p = &reading_several[value - READING_SEVERAL]; *p; p++)
		if (reading_syllables[*p][0] == first)
			return false;
	return true;
}

/* Is there anything in it that has a reading? Letters alone are the literal search's affair. */
static bool is_read(struct str match)
{
	for (size_t i = 0; i < match.n; i++)
		if ((unsigned char)match.p[i] >= 0x80)
			return true;
	return false;
}

/* One unit further: true when the query is used up, with *begin where that match began. */
static bool advance(const struct reading *r, const struct states *now, struct states *next,
		    const struct unit *u, struct str text, size_t *begin)
{
	next->set = 0;
	for (uint64_t left = now->set; left;) {
		size_t state = take(&left);

		*begin = now->begin[state];
		if (step(r, state, *begin, u, next) && is_read(str_sub(text, *begin, u->end)))
			return true;
	}
	return false;
}

static bool match(const struct reading *r, struct str text, size_t *begin, size_t *end,
		  bool *unknown)
{
	struct states states[2], *now = &states[0], *next = &states[1];
	struct context before = {0};
	struct unit u;
	size_t size;

	now->set = 0;
	for (size_t at = 0; at < text.n; at = *end) {
		uint32_t cp = utf8_at(text.p, at, &size);

		*end = at + size;
		if (!now->set && begins_none(r, cp)) {
			before = (struct context){.cp = cp, .spelled = is_alphanumeric(cp)};
			continue;
		}
		make_unit(&u, text, cp, at + size, &before);
		*end = u.end;
		*unknown |= u.unknown;
		if (advance(r, now, next, &u, text, begin))
			return true;
		*begin = at;
		if (may_begin(&before, &u) && step(r, 0, at, &u, next) &&
		    is_read(str_sub(text, at, u.end)))
			return true;
		/* Where nothing has been read nothing has begun. */
		next->set &= ~(uint64_t)1;
		before = (struct context){.cp = u.cp, .vowel = u.vowel, .spelled = u.n};

		struct states *swap = now;

		now = next;
		next = swap;
	}
	return false;
}

bool reading_match(const struct reading *r, struct str text, size_t *begin, size_t *end)
{
	bool unknown = false;

	if (!r->n)
		return false;
	if (match(r, text, begin, end, &unknown))
		return true;
	if (!unknown)
		return false;
	/* Half-width kana, letters with diacritics and the like are seldom in a title. */
	struct fold f = {0};

	fold_text(&f, text, FOLD_CASE | FOLD_WIDTH | FOLD_KANA | FOLD_DIACRITIC);
	bool found = match(r, buf_str(&f.key), begin, end, &unknown);

	if (found) {
		*begin = fold_text_at(&f, *begin);
		*end = fold_text_end(&f, *end);
	}
	fold_release(&f);
	return found;
}

bool reading_init(struct reading *r, struct str query)
{
	struct buf key = {0};
	bool good = true;
	size_t letters = 0;

	*r = (struct reading){0};
	fold_key(&key, query, FOLD_CASE | FOLD_WIDTH | FOLD_DIACRITIC);
	for (size_t i = 0; i < key.n && good; i++) {
		char c = key.p[i];
		bool letter = c >= 'a' && c <= 'z';

		if (letter || (c >= '0' && c <= '9')) {
			good = r->n < READING_LETTERS;
			if (good)
				r->letters[r->n++] = c;
			letters += letter;
		} else {
			good = c && strchr(" '-", c);
		}
	}
	if (!good || letters < 2)
		*r = (struct reading){0};
	buf_release(&key);
	return r->n;
}
