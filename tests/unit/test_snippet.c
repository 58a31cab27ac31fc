/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "store/snippet.h"
#include "text/draw.h"
#include "text/seg.h"
#include "text/utf8.h"

static const struct query_options options = {.fold = FOLD_ALL};

/* The hits of a part of the text are those of the whole that lie there. */
static void check_hits_in(const struct query *q, struct str text, size_t begin, size_t end,
			  const struct query_ranges *all)
{
	struct query_scratch scratch = {0};
	struct query_ranges in = {0};
	size_t k = 0;

	query_hits_in(q, text, begin, end, &scratch, &in);
	for (size_t i = 0; i < all->v.n; i++) {
		const struct query_range *hit = &all->v.p[i];

		if (hit->begin >= end || hit->end <= begin)
			continue;
		assert_true(k < in.v.n && in.v.p[k].begin == hit->begin);
		/* What overlaps behind the part is not looked for. */
		assert_true(in.v.p[k].end == hit->end || hit->end > end);
		k++;
	}
	assert_int_equal(k, in.v.n);
	vec_release(&in.v);
	query_scratch_release(&scratch);
}

/* The snippet with its hits in brackets. */
static void show(struct buf *out, struct str text, const char *query, int columns)
{
	struct query *q = query_parse(str_of(query), &options, NULL, NULL);
	struct query_scratch scratch = {0};
	struct query_ranges hits = {0};
	struct snippet s = {0};
	size_t at = 0;

	assert_non_null(q);
	query_hits(q, QUERY_TEXT, text, &scratch, &hits);
	assert_true(snippet_find(&s, text, q, columns, true, &scratch) ==
		    (hits.v.n ? hits.v.p[0].begin : (size_t)-1));
	check_hits_in(q, text, s.begin, s.end, &hits);
	buf_clear(out);
	buf_adds(out, s.more_before ? "<" : "");
	for (size_t i = 0; i < s.hits.v.n; i++) {
		buf_addstr(out, str_sub(buf_str(&s.text), at, s.hits.v.p[i].begin));
		buf_addf(
			out, "[%.*s]",
			STR_ARG(str_sub(buf_str(&s.text), s.hits.v.p[i].begin, s.hits.v.p[i].end)));
		at = s.hits.v.p[i].end;
	}
	buf_addstr(out, str_sub(buf_str(&s.text), at, s.text.n));
	buf_adds(out, s.more_after ? ">" : "");
	snippet_release(&s);
	vec_release(&hits.v);
	query_scratch_release(&scratch);
	query_free(q);
}

static void a_snippet_shows_the_hit_with_what_is_around(void **state)
{
	(void)state;
	static const struct {
		const char *text, *query;
		int columns;
		const char *want;
	} cases[] = {
		{"果然,休长假的特斯拉高管都是离职前的障眼法", "特斯拉", 18,
		 "<长假的[特斯拉]高管都>"},
		{"特斯拉高管都是离职前的障眼法", "特斯拉", 12, "[特斯拉]高管都>"},
		{"果然,休长假的特斯拉高管", "高管", 12, "<的特斯拉[高管]"},
		{"短", "短", 40, "[短]"},
		{"没有", "别的", 40, "没有"},
		{"没有别的了吗", "x", 6, "没有别>"},
		{"一\n\n\t二　三", "二", 40, "一 [二] 三"},
		{"长句在\n　　这里断开", "在这里", 40, "长句[在 这里]断开"},
		{"the quick brown fox jumps over the lazy dog", "fox", 20,
		 "<brown [fox] jumps over>"},
		{"扫码开门，取餐后会自动扣款", "自动", 18, "<取餐后会[自动]扣款"},
		{"他说（扫码开门）取「餐", "餐", 8, "<取「[餐]"},
		{"antidisestablishmentarianism", "establish", 12, "<idis[establis]>"},
		{"cafe\u0301 und cafe\u0301", "café", 40, "[cafe\u0301] und [cafe\u0301]"},
		{"特斯拉", "特斯拉", 3, "[特]>"},
		{"特斯拉", "特斯拉", 1, ">"},
		{"", "a", 10, ""},
	};
	struct buf got = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		show(&got, str_of(cases[i].text), cases[i].query, cases[i].columns);
		assert_string_equal(buf_cstr(&got), cases[i].want);
	}
	buf_release(&got);
}

static void a_snippet_keeps_to_its_columns_and_to_clusters(void **state)
{
	(void)state;
	static const uint32_t pool[] = {'a',    'b',    ' ',    '\n',  ',',    0x4E2D,
					0x6587, 0x3002, 0x3000, 0x301, 0x200D, 0x1F468,
					0xAC00, 0x1B,   0xFF76, 0xFF9E};
	struct buf text = {0};
	struct snippet s = {0};
	uint32_t seed = 9;

	for (int i = 0; i < 20000; i++) {
		buf_clear(&text);
		for (int k = 0; k < 24; k++) {
			char bytes[4];

			seed = seed * 1664525 + 1013904223;
			buf_add(&text, bytes,
				utf8_put(bytes, pool[(seed >> 16) % (sizeof pool / sizeof *pool)]));
		}
		int columns = (int)(seed >> 8) % 30;
		size_t at = seg_floor(text.p, text.n, (seed >> 12) % text.n);
		struct query_range hit = {at, seg_next(text.p, text.n, at)};

		snippet_cut(&s, buf_str(&text), at, columns);
		snippet_fill(&s, buf_str(&text), &hit, 1);
		assert_true(draw_columns(buf_str(&s.text)) <= columns);
		assert_true(seg_is_edge(text.p, text.n, s.begin));
		assert_true(seg_is_edge(text.p, text.n, s.end));
		assert_true(s.begin <= s.end && s.end <= text.n);
		assert_int_equal(s.more_before, s.begin > 0);
		assert_int_equal(s.more_after, s.end < text.n);
		for (size_t k = 0; k < s.hits.v.n; k++)
			assert_true(s.hits.v.p[k].begin < s.hits.v.p[k].end &&
				    s.hits.v.p[k].end <= s.text.n);
	}
	buf_release(&text);
	snippet_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_snippet_shows_the_hit_with_what_is_around),
		cmocka_unit_test(a_snippet_keeps_to_its_columns_and_to_clusters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
