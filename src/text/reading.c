/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/reading.h"

#include <string.h>

#include "text/fold.h"
#include "text/reading_table.h"
#include "text/reading_unit.h"
#include "text/utf8.h"

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

/* Goes on from one state by all spellings of a unit; true when the query is used up. */
static bool step(const struct reading *r, size_t state, size_t begin, const struct reading_unit *u,
		 struct states *next)
{
	for (unsigned i = 0; i < u->n; i++) {
		const struct reading_spelling *s = &u->spellings[i];
		size_t agree =
			reading_agreement(r->letters + state, r->n - state, s->letters, s->n);

		if (!agree)
			continue;
		if (state + agree == r->n)
			return true;
		if (agree == s->n)
			reach(next, state + agree, begin);
		if (!u->initials)
			continue;
		reach(next, state + 1, begin);
		if (reading_initial(s->letters, s->n) <= agree)
			reach(next, state + reading_initial(s->letters, s->n), begin);
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
static bool may_begin(const struct reading_context *before, const struct reading_unit *u)
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

/* Is there anything in it that is read? Letters alone are the literal search's affair. */
static bool is_read(struct str match)
{
	size_t size;

	for (size_t at = 0; at < match.n; at += size)
		if (reading_is_read(utf8_at(match.p, at, &size)))
			return true;
	return false;
}

/* One unit further: true when the query is used up, with *begin where that match began. */
static bool advance(const struct reading *r, const struct states *now, struct states *next,
		    const struct reading_unit *u, struct str text, size_t *begin)
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
	struct reading_context before = {0};
	struct reading_unit u;
	size_t size;

	now->set = 0;
	for (size_t at = 0; at < text.n; at = *end) {
		uint32_t cp = utf8_at(text.p, at, &size);

		*end = at + size;
		if (!now->set && begins_none(r, cp)) {
			before = (struct reading_context){.cp = cp,
							  .spelled = reading_is_letter(cp)};
			continue;
		}
		reading_unit(&u, text, cp, at + size, &before);
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
		before = reading_context(&u);

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

	fold_text(&f, text, READING_FOLD);
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
