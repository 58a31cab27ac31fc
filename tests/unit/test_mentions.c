/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../dates/edtf_parse.h"
#include "base/mem.h"
#include "store/mentions.h"
#include "store/timeline_key.h"

static uint32_t seed = 1;

static uint32_t roll(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (uint32_t)(((uint64_t)(seed >> 4) * n) >> 28);
}

/* ---- mentions */

static struct edtf_date roll_date(void)
{
	static const uint8_t precisions[] = {EDTF_CENTURY, EDTF_DECADE, EDTF_YEAR,
					     EDTF_SEASON,  EDTF_MONTH,  EDTF_DAY};
	struct edtf_date d = {.precision = precisions[roll(6)], .approximate = roll(2)};

	d.year = (int32_t)roll(4000) - 1000;
	d.masked = roll(9) == 0;
	if (d.precision == EDTF_SEASON)
		d.month = (int8_t)(21 + roll(4));
	else if (d.precision >= EDTF_MONTH)
		d.month = (int8_t)(1 + roll(12));
	if (d.precision == EDTF_DAY)
		d.day = (int8_t)(1 + roll(28));
	return d;
}

/* Mentions come by place; of a long text as of a short one. */
static struct tag_mention roll_mention(size_t *at, size_t size)
{
	static const char *const codes[] = {"", "P4M", "PRESENT_REF", "XXXX-02-08"};
	struct tag_mention m = {.kind = (enum tag_kind)roll(TAG_KINDS)};
	size_t step = size / 2000;

	if (roll(3))
		*at += roll((uint32_t)step) + 1;
	m.offset = *at + roll(20);
	m.length = 1 + roll(30);
	m.sentence = *at;
	m.sentence_end = m.offset + m.length + roll(roll(50) ? 200 : 30000);
	m.label = m.offset - roll(2) * (m.offset - *at);
	m.label_end = m.sentence_end - roll(2);
	m.mod = (enum tag_mod)roll(TAG_LESS_THAN + 1);
	m.future = roll(2);
	m.relative = roll(2);
	m.anchored = roll(4) == 0;
	m.placed = !m.anchored && roll(2);
	if (m.placed || m.anchored) {
		m.value.begin = roll_date();
		m.value.interval = roll(3) == 0;
		if (m.value.interval && roll(4))
			m.value.end = roll_date();
	}
	if (!m.placed)
		m.code = str_of(codes[roll(4)]);
	return m;
}

static void assert_same(const struct tag_mention *a, const struct tag_mention *b)
{
	assert_int_equal(a->offset, b->offset);
	assert_int_equal(a->length, b->length);
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->mod, b->mod);
	assert_true(a->placed == b->placed && a->anchored == b->anchored &&
		    a->future == b->future && a->relative == b->relative);
	assert_true(edtf_eq(&a->value, &b->value));
	assert_true(str_eq(a->code, b->code));
	assert_int_equal(a->sentence, b->sentence);
	assert_int_equal(a->sentence_end, b->sentence_end);
	assert_int_equal(a->label, b->label);
	assert_int_equal(a->label_end, b->label_end);
}

enum { MENTIONS = 2000 };

static void check_round_trip(size_t size)
{
	char *bytes = xmalloc(size + 1);
	struct str text = {bytes, size};
	struct tag_mention *all = xcalloc(MENTIONS, sizeof *all);
	uint32_t *places = xcalloc(MENTIONS, sizeof *places);
	struct mentions packed = {0};
	size_t begin = 0, i = 0;

	for (size_t k = 0; k < size; k++)
		bytes[k] = (char)('a' + roll(26));
	for (size_t k = 0; k < MENTIONS; k++) {
		all[k] = roll_mention(&begin, size);
		places[k] = mentions_add(&packed, &all[k], text, k == 0);
		assert_true(places[k] != 0);
	}
	for (size_t part = 0; part < mentions_parts(&packed); part++) {
		struct str data = mentions_part(&packed, part);
		struct mention m;

		assert_true(data.n < MENTIONS_PLACES);
		for (size_t at = 0; mentions_next(data, &at, &m); i++) {
			assert_same(&m.tag, &all[i]);
			assert_int_equal(m.evidence, i == 0);
			assert_int_equal(part * MENTIONS_PLACES + m.place, places[i]);
			assert_int_equal(m.sentence.p != NULL, size > MENTIONS_LONG);
			if (m.sentence.p)
				assert_true(str_eq(m.sentence, str_sub(text, m.tag.sentence,
								       m.tag.sentence_end)));
		}
	}
	assert_int_equal(i, MENTIONS);
	mentions_release(&packed);
	free(places);
	free(all);
	free(bytes);
}

static void what_is_packed_is_unpacked_alike(void **state)
{
	(void)state;
	check_round_trip(60000);
	check_round_trip(8000000);
}

static void a_damaged_part_comes_to_an_end(void **state)
{
	(void)state;
	for (int round = 0; round < 2000; round++) {
		size_t n = roll(120), begin = 0, steps = 0;
		char *bytes = xmalloc(n + 1); /* of that size, so that going behind it shows */
		struct mention m;

		for (size_t i = 0; i < n; i++)
			bytes[i] = (char)(roll(3) ? roll(256) : roll(20));
		for (size_t at = 0; mentions_next((struct str){bytes, n}, &at, &m); begin = at) {
			struct timeline_key key = timeline_key_of(&m.tag.value);

			assert_true(key.level < TIMELINE_ZOOMS);
			assert_true(at > begin);
			assert_true(++steps <= n);
		}
		free(bytes);
	}
}

/* ---- keys */

static void make_keys(struct timeline_keys *keys, size_t n, uint32_t days)
{
	for (size_t i = 0; i < n; i++) {
		struct edtf when = {.begin = roll_date()};
		struct timeline_key key = timeline_key_of(&when);

		key.first = (int32_t)roll(days);
		key.last = key.first + (int32_t)roll(3);
		key.dated = roll(20) != 0;
		key.item = (uint32_t)keys->v.n;
		vec_push(&keys->v, key);
	}
}

static void assert_in_order(const struct timeline_keys *keys)
{
	for (size_t i = 1; i < keys->v.n; i++) {
		const struct timeline_key *a = &keys->v.p[i - 1], *b = &keys->v.p[i];
		int order = timeline_key_cmp(a, b);

		assert_true(order < 0 || (order == 0 && a->item < b->item));
	}
}

static void sorting_keeps_what_is_equal_in_its_order(void **state)
{
	(void)state;
	for (int round = 0; round < 300; round++) {
		struct timeline_keys keys = {0};
		size_t n = roll(200), middle;

		make_keys(&keys, n, 1 + roll(40));
		middle = roll((uint32_t)n + 1);
		timeline_keys_sort(&keys, middle);
		keys.v.n = middle;
		timeline_keys_sort(&keys, 0);
		keys.v.n = n;
		timeline_keys_merge(&keys, 0, middle);
		assert_in_order(&keys);
		vec_release(&keys.v);
	}
}

static void days_beyond_all_calendars_are_at_their_ends(void **state)
{
	struct edtf open = {.begin = {.year = 2016, .precision = EDTF_YEAR}, .interval = true};
	struct edtf far = {.begin = {.year = 100000000, .precision = EDTF_YEAR}};

	(void)state;
	assert_int_equal(timeline_key_of(&open).last, TIMELINE_OPEN);
	assert_int_equal(timeline_key_of(&far).first, INT32_MAX);
	far.begin.year = -100000000;
	assert_int_equal(timeline_key_of(&far).last, INT32_MIN);
	assert_false(timeline_key_of(&(struct edtf){0}).dated);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_packed_is_unpacked_alike),
		cmocka_unit_test(a_damaged_part_comes_to_an_end),
		cmocka_unit_test(sorting_keeps_what_is_equal_in_its_order),
		cmocka_unit_test(days_beyond_all_calendars_are_at_their_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
