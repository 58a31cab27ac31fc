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

#include "base/buf.h"
#include "doc/build.h"
#include "doc/doc.h"
#include "layout/flow.h"
#include "text/draw.h"
#include "text/seg.h"
#include "text/utf8.h"
#include "text/width.h"

#include "flow_support.h"

/* ---- building and showing */

static void add_leaf(struct doc_build *b, enum doc_kind kind, const char *text)
{
	doc_block_begin(b, kind);
	doc_add_text(b, str_of(text));
	doc_block_end(b, kind);
}

/* The lines as they stand on a screen, each ended by a newline. */
static void show(struct flow *flow, struct buf *out)
{
	struct flow_pos pos = {0};
	const struct flow_line *line;

	while ((line = flow_line(flow, pos))) {
		int column = 0;

		buf_addn(out, '\n', (size_t)line->above);
		for (size_t i = 0; i < line->n; i++) {
			const struct flow_run *run = &line->runs[i];

			assert_true(run->column >= column);
			buf_addn(out, ' ', (size_t)(run->column - column));
			draw_add(out, run->text);
			column = run->column + run->columns;
			assert_int_equal(draw_columns(run->text), run->columns);
		}
		assert_int_equal(line->columns, column);
		buf_addc(out, '\n');
		if (!flow_next(flow, &pos))
			break;
	}
}

static void check_shown(const struct doc *doc, const struct flow_options *options, const char *want)
{
	struct flow *flow = flow_new(doc, options);
	struct buf got = {0};

	show(flow, &got);
	assert_string_equal(buf_cstr(&got), want);
	buf_release(&got);
	flow_free(flow);
}

/* ---- properties of any flow */

/* Every byte of the doc is on some line, and what is in no run is white space. */
static void check_nothing_is_lost(const struct doc *doc, struct flow *flow)
{
	struct flow_pos pos = {0};
	const struct flow_line *line;
	char *seen = calloc(doc->text.n + 1, 1);

	assert_non_null(seen);
	while ((line = flow_line(flow, pos))) {
		for (size_t i = 0; i < line->n; i++) {
			const struct flow_run *run = &line->runs[i];

			assert_true(run->end <= doc->text.n);
			if (run->begin == run->end)
				continue;
			assert_int_equal(run->text.n, run->end - run->begin);
			assert_memory_equal(run->text.p, doc->text.p + run->begin, run->text.n);
			memset(seen + run->begin, 1, run->text.n);
		}
		if (!flow_next(flow, &pos))
			break;
	}
	for (size_t i = 0; i < doc->text.n; i++) {
		size_t size, start = i;

		if (seen[i])
			continue;
		while (((unsigned char)doc->text.p[start] & 0xC0) == 0x80)
			start--;
		if (!is_one_of(utf8_at(doc->text.p, start, &size), " \n\t\u3000"))
			fail_msg("byte %zu is lost", i);
	}
	free(seen);
}

/* offset -> line -> offset, and offset -> column -> offset for what takes columns. */
static void check_places(const struct doc *doc, struct flow *flow)
{
	for (size_t at = 0, next; at < doc->text.n; at = next) {
		struct flow_pos pos = flow_at(flow, at);
		const struct flow_line *line = flow_line(flow, pos);
		const struct flow_run *run = NULL;

		next = seg_next(doc->text.p, doc->text.n, at);
		assert_non_null(line);
		assert_true(line->begin <= at && at <= line->end);
		for (size_t i = 0; i < line->n; i++)
			if (line->runs[i].begin <= at && at < line->runs[i].end)
				run = &line->runs[i];
		if (run && draw_cluster_columns(doc->text.p + at, next - at) > 0) {
			int column = flow_column(flow, pos, at);

			if (flow_offset(flow, pos, column) != at)
				fail_msg("offset %zu is column %d is offset %zu", at, column,
					 flow_offset(flow, pos, column));
		}
	}
}

/* Forwards and backwards are the same lines. */
static void check_walks(struct flow *flow)
{
	struct flow_pos pos = {0}, at;
	size_t lines = 1, back = 1;

	if (!flow_line(flow, pos))
		return;
	while (flow_next(flow, &pos))
		lines++;
	at = flow_last(flow);
	assert_int_equal(at.chunk, pos.chunk);
	assert_int_equal(at.line, pos.line);
	while (flow_prev(flow, &pos))
		back++;
	assert_int_equal(lines, back);
	assert_true(pos.chunk == 0 && pos.line == 0);
}

/* What holds of every flow. */
static void check_flow(const struct doc *doc, const struct flow_options *options)
{
	struct flow *flow = flow_new(doc, options);

	check_nothing_is_lost(doc, flow);
	check_places(doc, flow);
	check_walks(flow);
	flow_free(flow);
}

static void places_are_found_again_at_any_width(void **state)
{
	(void)state;
	struct buf text = {0};
	uint32_t seed = 5;

	for (int round = 0; round < 30; round++) {
		struct doc *doc;

		generate(&text, &seed);
		doc = build_paragraph(buf_cstr(&text));
		width_forget();
		width_set_ambiguous(1 + round % 2);
		for (int width = 1; width <= 200; width += width < 20 ? 1 : 19) {
			struct flow_options options = options_for(width);

			options.autospace = round % 3 == 0;
			options.hanging = round % 5 == 0;
			check_flow(doc, &options);
		}
		doc_free(doc);
	}
	width_forget();
	buf_release(&text);
}

static void no_line_is_over_the_width_but_for_a_wide_cluster_in_one_column(void **state)
{
	(void)state;
	struct buf text = {0};
	uint32_t seed = 99;

	for (int round = 0; round < 60; round++) {
		struct doc *doc;

		generate(&text, &seed);
		doc = build_paragraph(buf_cstr(&text));
		for (int width = 1; width < 30; width++) {
			struct flow_options options = options_for(width);
			struct flow *flow = flow_new(doc, &options);
			struct flow_pos pos = {0};
			const struct flow_line *line;

			while ((line = flow_line(flow, pos))) {
				const struct flow_run *run = text_run(line, false);

				if (line->columns > width)
					assert_int_equal(seg_next(run->text.p, run->text.n, 0),
							 run->text.n);
				if (!flow_next(flow, &pos))
					break;
			}
			flow_free(flow);
		}
		doc_free(doc);
	}
	buf_release(&text);
}

/* ---- examples */

static void a_cut_of_need_takes_the_best_place(void **state)
{
	(void)state;
	struct flow_options options = options_for(20);
	struct doc *doc = build_paragraph(
		"见https://example.com/path?query=value&more=1234567890123456789012");

	check_shown(
		doc, &options,
		"见\nhttps://example.com/\npath?\nquery=value&more=\n12345678901234567890\n12\n");
	doc_free(doc);
	doc = build_paragraph("aaaaaaaaaaaaaaaaaaaaaaaaa");
	check_shown(doc, &options, "aaaaaaaaaaaaaaaaaaaa\naaaaa\n");
	doc_free(doc);
	options = options_for(1);
	doc = build_paragraph("中a文");
	check_shown(doc, &options, "中\na\n文\n");
	doc_free(doc);
}

static void marks_hang_and_scripts_are_parted_when_asked(void **state)
{
	(void)state;
	struct flow_options options = options_for(8);
	struct doc *doc = build_paragraph("中文文字，好的。");

	check_shown(doc, &options, "中文文\n字，好\n的。\n");
	options.hanging = true;
	check_shown(doc, &options, "中文文字，\n好的。\n");
	doc_free(doc);
	doc = build_paragraph("中文文字。 中文文字。\u3000好的文字。");
	check_shown(doc, &options, "中文文字。\n中文文字。\n好的文字。\n");
	doc_free(doc);
	options = options_for(12);
	options.autospace = true;
	doc = build_paragraph("用GPT写了3个字，and好");
	check_shown(doc, &options, "用 GPT 写了\n3 个字，and\n好\n");
	doc_free(doc);
}

static void blocks_look_as_they_should(void **state)
{
	(void)state;
	struct flow_options options = options_for(30);
	struct doc *doc = doc_new();
	struct doc_build b;

	doc_build_init(&b, doc);
	add_leaf(&b, DOC_HEADING, "标题");
	add_leaf(&b, DOC_PARAGRAPH, "正文正文正文正文正文正文正文正文");
	doc_block_begin(&b, DOC_LIST);
	doc_block_begin(&b, DOC_ITEM);
	add_leaf(&b, DOC_PARAGRAPH, "one item that is long enough for two");
	doc_block_begin(&b, DOC_LIST)->number = 9;
	doc_block_begin(&b, DOC_ITEM)->number = 9;
	add_leaf(&b, DOC_PARAGRAPH, "nine");
	doc_block_end(&b, DOC_ITEM);
	doc_block_begin(&b, DOC_ITEM)->number = 10;
	add_leaf(&b, DOC_PARAGRAPH, "ten");
	doc_block_end(&b, DOC_LIST);
	doc_block_end(&b, DOC_ITEM);
	doc_block_begin(&b, DOC_ITEM);
	add_leaf(&b, DOC_PARAGRAPH, "two");
	doc_block_end(&b, DOC_LIST);
	doc_block_begin(&b, DOC_QUOTE);
	add_leaf(&b, DOC_PARAGRAPH, "引用引用引用引用引用引用引用引用");
	doc_block_begin(&b, DOC_LIST);
	doc_block_begin(&b, DOC_ITEM);
	add_leaf(&b, DOC_PARAGRAPH, "quoted");
	doc_block_end(&b, DOC_QUOTE);
	doc_add_rule(&b);
	add_leaf(&b, DOC_CODE, "if (x)\n\treturn;\n\nvery long line of code that is not cut here");
	doc_add_image(&b, STR("https://a.b/c/photo.jpg?x=1"), STR("一张照片"), 1080, 720);
	doc_build_finish(&b);
	check_shown(doc, &options,
		    "标题\n\n正文正文正文正文正文正文正文正\n文\n\n"
		    "- one item that is long enough\n  for two\n"
		    "  9. nine\n  10. ten\n- two\n\n"
		    "| 引用引用引用引用引用引用引用\n| 引用\n\n| - quoted\n\n"
		    "------------------------------\n\n"
		    "if (x)\n        return;\n\nvery long line of code that is not cut here\n\n"
		    "[image 1080x720 photo.jpg]\n一张照片\n");
	options.code = FLOW_CODE_WRAP;
	options.width = 24;
	doc_free(doc);
	doc = doc_new();
	doc_build_init(&b, doc);
	add_leaf(&b, DOC_CODE, "very long line of code that is cut here");
	doc_build_finish(&b);
	check_shown(doc, &options, "very long line of code\nthat is cut here\n");
	doc_free(doc);
}

static void check_width(struct flow *flow, int width)
{
	struct flow_pos pos = {0};

	do
		assert_true(flow_line(flow, pos)->columns <= width);
	while (flow_next(flow, &pos));
}

static void add_row(struct doc_build *b, bool header, const char *one, const char *two)
{
	struct doc_block *cell;

	doc_block_begin(b, DOC_ROW);
	doc_block_begin(b, DOC_CELL)->header = header;
	doc_add_text(b, str_of(one));
	doc_block_end(b, DOC_CELL);
	cell = doc_block_begin(b, DOC_CELL);
	cell->header = header;
	cell->align = DOC_ALIGN_RIGHT;
	doc_add_text(b, str_of(two));
	doc_block_end(b, DOC_CELL);
	doc_block_end(b, DOC_ROW);
}

static void a_table_fits_its_columns_and_wraps_its_cells(void **state)
{
	(void)state;
	struct flow_options options = options_for(24);
	struct doc *doc = doc_new();
	struct doc_build b;

	doc_build_init(&b, doc);
	doc_block_begin(&b, DOC_TABLE);
	add_row(&b, true, "名", "价格");
	add_row(&b, false, "苹果", "12");
	add_row(&b, false, "很长很长很长很长很长的名字", "3.5");
	doc_block_end(&b, DOC_TABLE);
	doc_build_finish(&b);
	check_shown(doc, &options,
		    "名                | 价格\n------------------+-----\n"
		    "苹果              |   12\n很长很长很长很长  |  3.5\n"
		    "很长的名字        |\n");
	for (int width = 1; width < 60; width++) {
		struct flow *flow;

		options.width = width;
		flow = flow_new(doc, &options);
		check_nothing_is_lost(doc, flow);
		check_width(flow, width < 2 ? 2 : width);
		check_places(doc, flow);
		check_walks(flow);
		flow_free(flow);
	}
	doc_free(doc);
}

static void a_long_table_loses_nothing_where_its_rows_change(void **state)
{
	(void)state;
	struct flow_options options = options_for(60);
	struct doc *doc = doc_new();
	struct doc_build b;

	doc_build_init(&b, doc);
	doc_block_begin(&b, DOC_TABLE);
	add_row(&b, true, "one", "two");
	for (int i = 0; i < 2000; i++) {
		add_row(&b, false, "some words in a cell", "12345");
		if (i % 700 == 699) {
			doc_block_begin(&b, DOC_ROW);
			for (int k = 0; k < 90; k++)
				add_leaf(&b, DOC_CELL, "more");
			doc_block_end(&b, DOC_ROW);
		}
	}
	doc_build_finish(&b);
	check_flow(doc, &options);
	doc_free(doc);
}

static void a_stacked_cell_without_text_has_no_line(void **state)
{
	(void)state;
	struct flow_options options = options_for(3);
	struct doc *doc = doc_new();
	struct doc_build b;

	doc_build_init(&b, doc);
	doc_block_begin(&b, DOC_LIST);
	doc_block_begin(&b, DOC_TABLE);
	add_row(&b, false, "", "一");
	add_row(&b, false, "二", "");
	add_row(&b, false, "", "");
	add_row(&b, false, "", "三");
	doc_block_end(&b, DOC_LIST);
	doc_build_finish(&b);
	check_shown(doc, &options, "一\n---\n二\n---\n\n---\n三\n");
	check_flow(doc, &options);
	doc_free(doc);
}

static void a_row_behind_the_sample_of_a_table_keeps_to_the_width(void **state)
{
	(void)state;
	struct flow_options options = options_for(24);
	struct doc *doc = doc_new();
	struct doc_build b;
	struct flow *flow;

	doc_build_init(&b, doc);
	doc_block_begin(&b, DOC_TABLE);
	for (int i = 0; i < 900; i++)
		add_row(&b, false, "一二三四五六七八九十", "1");
	add_row(&b, false, "一二三四五六七八九十", "万");
	doc_build_finish(&b);
	flow = flow_new(doc, &options);
	check_width(flow, options.width);
	check_nothing_is_lost(doc, flow);
	flow_free(flow);
	doc_free(doc);
}

static void an_aside_is_one_line_until_it_is_unfolded(void **state)
{
	(void)state;
	struct flow_options options = options_for(40);
	struct doc *doc = doc_new();
	struct doc_build b;

	doc_build_init(&b, doc);
	add_leaf(&b, DOC_PARAGRAPH, "text");
	doc_block_begin(&b, DOC_ASIDE);
	add_leaf(&b, DOC_PARAGRAPH, "更多新闻");
	add_leaf(&b, DOC_PARAGRAPH, "分享");
	doc_block_end(&b, DOC_ASIDE);
	add_leaf(&b, DOC_PARAGRAPH, "end");
	doc_build_finish(&b);
	check_shown(doc, &options, "text\n\n[+] 更多新闻 (1 more; Enter unfolds)\n\nend\n");
	options.unfold = true;
	check_shown(doc, &options, "text\n\n更多新闻\n\n分享\n\nend\n");
	doc_free(doc);

	/* Nothing hangs before the note. */
	options.unfold = false;
	options.hanging = true;
	doc = doc_new();
	doc_build_init(&b, doc);
	doc_block_begin(&b, DOC_ASIDE);
	add_leaf(&b, DOC_PARAGRAPH, "一二三四五六。七");
	add_leaf(&b, DOC_PARAGRAPH, "分享");
	doc_build_finish(&b);
	check_shown(doc, &options, "[+] 一二三四五 (1 more; Enter unfolds)\n");
	doc_free(doc);
}

static void the_header_shows_what_is_known_once(void **state)
{
	(void)state;
	struct flow_options options = options_for(40);
	struct doc *doc = build_paragraph("正文");

	options.header = true;
	check_shown(doc, &options, "正文\n");
	doc->meta.title = STR("一个题目");
	doc->meta.author = STR("作者");
	doc->meta.date = (struct civil){
		.year = 2022, .month = 7, .day = 13, .precision = CIVIL_DAY, .zone = CIVIL_NO_ZONE};
	doc->meta.source = STR("https://a.b/c");
	check_shown(doc, &options, "一个题目\n作者 | 2022-07-13\nhttps://a.b/c\n\n正文\n");
	doc->title_block = 0;
	check_shown(doc, &options, "正文\n作者 | 2022-07-13\nhttps://a.b/c\n");
	options.header = false;
	check_shown(doc, &options, "正文\n");
	doc_free(doc);
}

static void styles_begin_and_end_with_their_runs(void **state)
{
	(void)state;
	struct flow_options options = options_for(10);
	struct doc *doc = doc_new();
	struct doc_build b;
	struct flow *flow;
	const struct flow_line *line;

	doc_build_init(&b, doc);
	doc_block_begin(&b, DOC_PARAGRAPH);
	doc_add_text(&b, STR("ab"));
	doc_span_begin(&b, DOC_STRONG);
	doc_add_text(&b, STR("cd"));
	doc_link_begin(&b, STR("https://x"), (struct str){0});
	doc_add_text(&b, STR("ef 中文"));
	doc_span_end(&b, DOC_STRONG);
	doc_add_text(&b, STR("字"));
	doc_link_end(&b);
	doc_build_finish(&b);
	flow = flow_new(doc, &options);
	line = flow_line(flow, (struct flow_pos){0});
	assert_int_equal(line->n, 3);
	assert_int_equal(line->runs[0].style, 0);
	assert_int_equal(line->runs[1].style, DOC_STRONG);
	assert_int_equal(line->runs[2].style, DOC_STRONG | DOC_LINK);
	assert_int_equal(line->runs[2].link, 0);
	assert_int_equal(line->runs[2].column, 4);
	assert_int_equal(line->columns, 9);
	line = flow_line(flow, (struct flow_pos){.line = 1});
	assert_int_equal(line->runs[0].style, DOC_STRONG | DOC_LINK);
	assert_int_equal(line->runs[1].style, DOC_LINK);
	flow_free(flow);
	doc_free(doc);
}

static void an_empty_doc_has_no_lines(void **state)
{
	(void)state;
	struct flow_options options = options_for(40);
	struct doc *doc = doc_new();
	struct flow *flow = flow_new(doc, &options);
	struct flow_pos pos = {0};

	assert_null(flow_line(flow, pos));
	assert_false(flow_next(flow, &pos));
	assert_false(flow_prev(flow, &pos));
	pos = flow_at(flow, 10);
	assert_null(flow_line(flow, pos));
	assert_int_equal(flow_offset(flow, pos, 3), 0);
	assert_int_equal(flow_column(flow, pos, 3), 0);
	flow_free(flow);
	doc_free(doc);
}

static void a_huge_paragraph_is_parted_and_nothing_is_lost(void **state)
{
	(void)state;
	static const char *const units[] = {"这是一个没有换行的很长很长的段落，", "x", "👩\u200D👧",
					    "word "};

	for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
		struct buf text = {0};
		struct flow_options options = options_for(77);
		struct doc *doc;
		struct flow *flow;

		while (text.n < 200000)
			buf_adds(&text, units[u]);
		doc = build_paragraph(buf_cstr(&text));
		flow = flow_new(doc, &options);
		check_nothing_is_lost(doc, flow);
		check_walks(flow);
		for (struct flow_pos pos = {0}; flow_next(flow, &pos);)
			assert_true(flow_line(flow, pos)->columns <= options.width);
		for (size_t at = 0; at < doc->text.n; at += 9973) {
			size_t edge = seg_floor(doc->text.p, doc->text.n, at);
			struct flow_pos pos = flow_at(flow, edge);
			const struct flow_line *line = flow_line(flow, pos);

			assert_true(line->begin <= edge && edge < line->end);
		}
		flow_free(flow);
		doc_free(doc);
		buf_release(&text);
	}
}

static void a_flood_of_characters_without_width_stays_linear(void **state)
{
	(void)state;
	struct buf text = {0};
	struct flow_options options = options_for(40);
	struct doc *doc;
	struct flow *flow;

	for (int i = 0; i < 100000; i++)
		buf_adds(&text, "\u200E");
	buf_adds(&text, "end");
	doc = build_paragraph(buf_cstr(&text));
	flow = flow_new(doc, &options);
	check_nothing_is_lost(doc, flow);
	check_walks(flow);
	flow_free(flow);
	doc_free(doc);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_are_found_again_at_any_width),
		cmocka_unit_test(no_line_is_over_the_width_but_for_a_wide_cluster_in_one_column),
		cmocka_unit_test(a_cut_of_need_takes_the_best_place),
		cmocka_unit_test(marks_hang_and_scripts_are_parted_when_asked),
		cmocka_unit_test(blocks_look_as_they_should),
		cmocka_unit_test(a_table_fits_its_columns_and_wraps_its_cells),
		cmocka_unit_test(a_long_table_loses_nothing_where_its_rows_change),
		cmocka_unit_test(a_row_behind_the_sample_of_a_table_keeps_to_the_width),
		cmocka_unit_test(a_stacked_cell_without_text_has_no_line),
		cmocka_unit_test(an_aside_is_one_line_until_it_is_unfolded),
		cmocka_unit_test(the_header_shows_what_is_known_once),
		cmocka_unit_test(styles_begin_and_end_with_their_runs),
		cmocka_unit_test(an_empty_doc_has_no_lines),
		cmocka_unit_test(a_huge_paragraph_is_parted_and_nothing_is_lost),
		cmocka_unit_test(a_flood_of_characters_without_width_stays_linear),
	};

	return cmocka_run_group_tests_name("flow", tests, NULL, NULL);
}
