/* SPDX-License-Identifier: ISC
 *
 * The date of a text that carries none. Nothing speaks of a past later than its own day, so the
 * latest date it names, what is to come left out, is a lower bound and mostly near; a date
 * without a year that opens the news (2月8日) is the first such day from there on. What lies in
 * the future of the reader is to come however it is said, and a line with a copyright sign speaks
 * of the site, which goes on.
 */
#include "config.h"

#include "dates/tag.h"

#include <string.h>

#include "base/clock.h"
#include "text/utf8.h"

enum {
	COPYRIGHT_REACH = 80, /* bytes of a line before its date */
	DATELINE_REST = 60,   /* bytes beside the date in a line that tells when it was published */
	DATELINE_BLOCKS = 4,  /* such a line is one of so many first or last ones */
	BEGINNING = 1 << 17,  /* bytes: more than an article has */
};

static struct edtf_date last_end(const struct edtf *e)
{
	return e->interval ? e->end : e->begin;
}

/* "© 2017-2026" */
static bool is_copyright(struct str text, const struct tag_mention *m)
{
	size_t begin = m->offset;

	while (begin > 0 && text.p[begin - 1] != '\n' && m->offset - begin < COPYRIGHT_REACH)
		begin--;
	struct str before = str_sub(text, begin, m->offset);

	return str_find(before, STR("\u00A9"), 0) != (size_t)-1 ||
	       str_find(before, STR("Copyright"), 0) != (size_t)-1;
}

static bool is_evidence(struct str text, const struct tag_mention *m, int64_t today)
{
	struct edtf end = {.begin = last_end(&m->value)};

	return m->placed && !m->future && !m->relative && m->kind == TAG_DATE &&
	       end.begin.precision >= EDTF_YEAR && end.begin.precision != EDTF_SEASON &&
	       edtf_first_day(&end) <= today && !is_copyright(text, m);
}

static const struct tag_mention *latest(struct str text, const struct tags *tags)
{
	/* A day more, for it may have begun elsewhere. */
	int64_t today = clock_now() / 86400 + 1;
	const struct tag_mention *best = NULL;

	for (size_t i = 0; i < tags->mentions.n; i++) {
		const struct tag_mention *m = &tags->mentions.p[i];

		/* Of 2022 and 2022-07 the finer tells more. */
		if (!is_evidence(text, m, today))
			continue;
		struct edtf end = {.begin = last_end(&m->value)};
		struct edtf best_end = {.begin = best ? last_end(&best->value) : end.begin};

		if (!best || edtf_first_day(&end) > edtf_first_day(&best_end) ||
		    (edtf_first_day(&end) == edtf_first_day(&best_end) &&
		     end.begin.precision > best_end.begin.precision))
			best = m;
	}
	return best;
}

/* "XXXX-02-08", "XXXX-02": a date without its year. */
static bool without_year(const struct tag_mention *m, int *month, int *day)
{
	if (m->kind != TAG_VAGUE || m->future || m->code.n < 7 ||
	    memcmp(m->code.p, "XXXX-", 5) != 0 || m->code.p[5] == 'X')
		return false;
	*month = (m->code.p[5] - '0') * 10 + m->code.p[6] - '0';
	*day = m->code.n == 10 ? (m->code.p[8] - '0') * 10 + m->code.p[9] - '0' : 0;
	return true;
}

/* Does the mention stand in a short line near the beginning or the end of the text? */
static bool is_dateline(struct str text, const struct tag_mention *m)
{
	size_t begin = m->offset, end = m->offset + m->length, blocks = 0, i;

	while (begin > 0 && text.p[begin - 1] != '\n' && m->offset - begin <= DATELINE_REST)
		begin--;
	while (end < text.n && text.p[end] != '\n' && end - m->offset <= m->length + DATELINE_REST)
		end++;
	if (end - begin > m->length + DATELINE_REST)
		return false;
	for (i = begin; i > 0 && blocks < DATELINE_BLOCKS; i--)
		blocks += text.p[i - 1] == '\n';
	if (blocks < DATELINE_BLOCKS)
		return true;
	for (i = end, blocks = 0; i < text.n && blocks < DATELINE_BLOCKS; i++)
		blocks += text.p[i] == '\n';
	return blocks < DATELINE_BLOCKS;
}

static struct civil civil_of(const struct edtf_date *d, int precision)
{
	struct civil c = {.year = d->year, .zone = CIVIL_NO_ZONE};
	int known = d->precision == EDTF_DAY     ? CIVIL_DAY
		    : d->precision == EDTF_MONTH ? CIVIL_MONTH
						 : CIVIL_YEAR;

	c.precision = (uint8_t)(known < precision ? known : precision);
	if (c.precision >= CIVIL_MONTH)
		c.month = d->month;
	if (c.precision >= CIVIL_DAY)
		c.day = d->day;
	return c;
}

/* The first day like that of m on or after the lower bound; false when there is none. */
static bool next_after(const struct edtf_date *bound, const struct tag_mention *m,
		       struct edtf_date *out)
{
	int month, day;

	if (bound->precision < EDTF_MONTH || !without_year(m, &month, &day) || !day)
		return false;
	*out = (struct edtf_date){.year = bound->year, .month = (int8_t)month};
	out->precision = EDTF_MONTH;
	bool before = month < bound->month || (month == bound->month && day < bound->day);

	out->year += before;
	if (civil_valid(out->year, month, day)) {
		out->day = (int8_t)day;
		out->precision = EDTF_DAY;
	}
	return true;
}

/* Replaces *out and *evidence by what the tags tell, if anything. */
static bool infer(struct str text, const struct tags *tags, struct civil *out,
		  struct tag_mention *evidence)
{
	const struct tag_mention *bound = latest(text, tags);

	if (!bound)
		return false;
	struct edtf_date end = last_end(&bound->value), next;

	*evidence = *bound;
	if (end.precision == EDTF_DAY && is_dateline(text, bound)) {
		*out = civil_of(&end, CIVIL_DAY);
		return true;
	}
	*out = civil_of(&end, CIVIL_MONTH);
	for (size_t i = 0; i < tags->mentions.n && !tags->mentions.p[i].placed; i++) {
		if (!next_after(&end, &tags->mentions.p[i], &next))
			continue;
		*evidence = tags->mentions.p[i];
		evidence->value = (struct edtf){.begin = next};
		evidence->placed = true;
		*out = civil_of(&next, CIVIL_MONTH);
		break;
	}
	return true;
}

/* A longer text is judged by its beginning: to read all of it would hold up its first screen. */
static void cut(struct tag_input *in)
{
	size_t n = in->text.n < BEGINNING ? in->text.n : utf8_floor(in->text, BEGINNING);
	size_t skips = 0;

	while (skips < in->skip_count && in->skips[skips].end <= n)
		skips++;
	if (skips < in->skip_count && in->skips[skips].begin < n)
		n = in->skips[skips].begin;
	in->skip_count = skips;
	in->text = str_sub(in->text, 0, n);
}

bool tag_infer_date(const struct tag_input *in, struct civil *out, struct tag_mention *evidence)
{
	struct tag_input undated = *in;
	struct tag_mention found;
	struct tags tags = {0};

	undated.date = NULL;
	cut(&undated);
	tag_text(&tags, &undated);
	bool known = infer(in->text, &tags, out, &found);

	if (known && evidence) {
		*evidence = found;
		evidence->code = (struct str){0};
	}
	tags_release(&tags);
	return known;
}
