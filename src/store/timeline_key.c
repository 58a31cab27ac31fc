/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/timeline_key.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

_Static_assert(sizeof(struct timeline_key) == 20, "a key has no padding");

static const uint8_t levels[] = {
	[EDTF_NONE] = TIMELINE_DAY,       [EDTF_CENTURY] = TIMELINE_CENTURY,
	[EDTF_DECADE] = TIMELINE_DECADE,  [EDTF_YEAR] = TIMELINE_YEAR,
	[EDTF_HALF] = TIMELINE_QUARTER,   [EDTF_QUARTER] = TIMELINE_QUARTER,
	[EDTF_SEASON] = TIMELINE_QUARTER, [EDTF_MONTH] = TIMELINE_MONTH,
	[EDTF_WEEK] = TIMELINE_WEEK,      [EDTF_DAY] = TIMELINE_DAY,
};

/* Within six million years of today a day is itself. */
static int32_t clamp(int64_t day)
{
	return day > INT32_MAX ? INT32_MAX : day < INT32_MIN ? INT32_MIN : (int32_t)day;
}

struct timeline_key timeline_key_of(const struct edtf *when)
{
	/* What only has an end stands where that end begins. */
	struct edtf start = {.begin = when->begin.precision == EDTF_NONE ? when->end : when->begin};
	enum edtf_precision whole = edtf_precision(when);
	bool is_period = whole == EDTF_HALF || whole == EDTF_QUARTER || whole == EDTF_WEEK;

	return (struct timeline_key){
		.first = clamp(edtf_first_day(&start)),
		.last = clamp(edtf_last_day(when)),
		.level = levels[is_period ? whole : start.begin.precision],
		.dated = edtf_is_date(when),
		.span = when->interval && !is_period,
	};
}

int timeline_key_cmp(const struct timeline_key *a, const struct timeline_key *b)
{
	if (a->dated != b->dated)
		return a->dated ? -1 : 1;
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	if (a->level != b->level)
		return a->level < b->level ? -1 : 1;
	if (a->last != b->last)
		return a->last > b->last ? -1 : 1;
	if (a->published != b->published)
		return a->published ? -1 : 1;
	return 0;
}

/* The first of p[0, n) behind key: what is looked for is often near the end. */
static size_t behind(const struct timeline_key *p, size_t n, const struct timeline_key *key)
{
	size_t low = 0, high = n;

	for (size_t step = 1; step < n; step *= 2) {
		if (timeline_key_cmp(&p[n - step], key) <= 0) {
			low = n - step + 1;
			break;
		}
		high = n - step;
	}
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (timeline_key_cmp(&p[middle], key) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* p[0, a) and the b behind it; from the back, so that what is before all of these never moves. */
static void merge(struct timeline_key *p, size_t a, size_t b, struct timeline_key *scratch)
{
	if (!a || !b || timeline_key_cmp(&p[a - 1], &p[a]) <= 0)
		return;
	memcpy(scratch, p + a, b * sizeof *p);
	while (b > 0 && a > 0) {
		size_t at = behind(p, a, &scratch[b - 1]);

		memmove(p + at + b, p + at, (a - at) * sizeof *p);
		a = at;
		/* All that come together. */
		do
			p[a + b - 1] = scratch[b - 1];
		while (--b > 0 && a > 0 && timeline_key_cmp(&p[a - 1], &scratch[b - 1]) <= 0);
	}
	memcpy(p, scratch, b * sizeof *p);
}

static void sort(struct timeline_key *p, size_t n, struct timeline_key *scratch)
{
	enum { FEW = 8 };

	if (n > FEW) {
		sort(p, n / 2, scratch);
		sort(p + n / 2, n - n / 2, scratch);
		merge(p, n / 2, n - n / 2, scratch);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct timeline_key key = p[i];
		size_t at = i;

		for (; at > 0 && timeline_key_cmp(&p[at - 1], &key) > 0; at--)
			p[at] = p[at - 1];
		p[at] = key;
	}
}

void timeline_keys_sort(struct timeline_keys *keys, size_t from)
{
	size_t n = keys->v.n - from;

	if (n < 2)
		return;
	struct timeline_key *scratch = xmalloc((n - n / 2) * sizeof *scratch);

	sort(keys->v.p + from, n, scratch);
	free(scratch);
}

void timeline_keys_merge(struct timeline_keys *keys, size_t from, size_t middle)
{
	size_t n = keys->v.n - middle;

	if (middle == from || !n)
		return;
	struct timeline_key *scratch = xmalloc(n * sizeof *scratch);

	merge(keys->v.p + from, middle - from, n, scratch);
	free(scratch);
}
