/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/reading_sketch.h"

#include <string.h>

#include "text/reading_table.h"
#include "text/reading_unit.h"
#include "text/utf8.h"

/*
 * A letter or digit of the title is itself. What is read is the first letter of its spellings with
 * the high bit set: a capital when it may be passed over, and one of these where there are none or
 * several. What is not read and may be passed over is left out.
 */
enum {
	NOTHING = '.', /* no match goes over it */
	READ = 0x80,
	SILENT = '!',
	ANY = '*',
	ANY_OPTIONAL = '?',
};

static char code_of(const struct reading_unit *u, bool read)
{
	char first = u->n ? u->spellings[0].letters[0] : u->optional ? SILENT : NOTHING;

	if (!read || first == NOTHING)
		return first;
	for (unsigned i = 1; i < u->n; i++)
		if (u->spellings[i].letters[0] != first)
			return (char)(READ | (u->optional ? ANY_OPTIONAL : ANY));
	return (char)(READ | (u->optional && u->n ? first & ~0x20 : first));
}

/* True when the fold of the text may be read in other ways. */
static bool add_units(struct buf *out, struct str text)
{
	struct reading_context before = {0};
	struct reading_unit u;
	bool unknown = false;
	size_t size;

	for (size_t at = 0; at < text.n; at = u.end) {
		uint32_t cp = utf8_at(text.p, at, &size);

		bool read = reading_is_read(cp);

		reading_unit(&u, text, cp, at + size, &before);
		if (read || u.n || !u.optional)
			buf_addc(out, code_of(&u, read));
		unknown |= u.unknown;
		before = reading_context(&u);
	}
	return unknown;
}

void reading_sketch(struct buf *out, struct str title)
{
	struct buf key = {0};

	if (!add_units(out, title))
		return;
	buf_addc(out, NOTHING);
	fold_key(&key, title, READING_FOLD);
	add_units(out, buf_str(&key));
	buf_release(&key);
}

/* ---- the query */

/* v is also written u. */
static bool is_consonant(char c)
{
	return !reading_is_vowel(c) || c == 'u';
}

/* Two letters before the vowel of a kana: kya, sha, cha, tsa, dza. */
static bool is_onset(const char *p)
{
	return is_consonant(p[0]) && (p[1] == 'y' || (p[1] == 'h' && strchr("sc", p[0])) ||
				      (p[1] == 's' && p[0] == 't') || (p[1] == 'z' && p[0] == 'd'));
}

/* Has a kana a spelling like these letters? More are taken for one than there are. */
static bool is_romaji(const char *p, size_t n)
{
	switch (n) {
	case 1:
		return true;
	case 2:
		return (is_consonant(p[0]) && reading_is_vowel(p[1])) ||
		       (p[0] == 'n' && p[1] == 'n');
	case 3:
		return is_onset(p) && reading_is_vowel(p[2]);
	default:
		return n == 4 && is_onset(p) && p[2] == 'y' && reading_is_vowel(p[3]);
	}
}

static bool begins_romaji(const char *p, size_t n)
{
	return is_romaji(p, n) || (n == 2 && is_onset(p)) || (n == 3 && is_onset(p) && p[2] == 'y');
}

static void go_on_from(struct reading_sieve *s, const struct reading *r, size_t place)
{
	const char *p = r->letters + place;
	size_t left = r->n - place;
	uint64_t to = 2; /* an initial */
	bool last = begins_romaji(p, left);

	for (size_t n = 2; n <= 4 && n < left; n++)
		to |= (uint64_t)is_romaji(p, n) << n;
	to |= (uint64_t)1 << reading_initial(p, left);
	for (size_t i = 1; *reading_syllables[i]; i++) {
		size_t n = strlen(reading_syllables[i]);
		size_t agree = reading_agreement(p, left, reading_syllables[i], n);

		last |= agree == left;
		if (agree == n)
			to |= (uint64_t)1 << agree;
	}
	s->behind[place] = to << place;
	s->last |= (uint64_t)last << place;
}

void reading_sieve_init(struct reading_sieve *s, const struct reading *r)
{
	*s = (struct reading_sieve){.n = r->n};
	for (size_t place = 0; place < r->n; place++) {
		s->at[(size_t)r->letters[place]] |= (uint64_t)1 << place;
		go_on_from(s, r, place);
	}
	s->at['v'] |= s->at['u'];
	s->at[ANY] = s->at[ANY_OPTIONAL] = ((uint64_t)1 << r->n) - 1;
	for (char c = 'a'; c <= 'z'; c++)
		s->at[c - 0x20] = s->at[(size_t)c];
}

static uint64_t all_behind(const struct reading_sieve *s, uint64_t places)
{
	uint64_t to = 0;

	for (size_t place = 0; places; place++, places >>= 1)
		if (places & 1)
			to |= s->behind[place];
	return to;
}

/*
 * The sets of places that the query may have come to: where all was letters and digits of the
 * title so far, which is no match, and where something was read.
 */
bool reading_sieve_passes(const struct reading_sieve *s, struct str sketch)
{
	uint64_t literal = 0, read = 0;

	for (size_t i = 0; i < sketch.n; i++) {
		unsigned char code = (unsigned char)sketch.p[i];
		unsigned char letter = code & 0x7F;
		uint64_t from = (literal | read | 1) & s->at[letter];

		if (!from && !(literal | read))
			continue;
		if (!(code & READ)) {
			if ((read & from) >> (s->n - 1) & 1)
				return true;
			literal = ((literal | 1) & from) << 1;
			read = (read & from) << 1;
			continue;
		}
		if (from & s->last)
			return true;
		bool optional = letter == ANY_OPTIONAL || letter == SILENT ||
				(letter >= 'A' && letter <= 'Z');

		read = (optional ? read | literal : 0) | all_behind(s, from);
		literal = 0;
	}
	return false;
}
