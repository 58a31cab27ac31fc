/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "doc/build.h"
#include "doc/dump.h"

static struct doc *begin(struct doc_build *b)
{
	struct doc *doc = doc_new();

	doc_build_init(b, doc);
	return doc;
}

/* Finishes, checks the invariants and compares the dump. */
static void expect(struct doc_build *b, const char *want)
{
	struct doc *doc = b->doc;
	struct buf out = {0};

	doc_build_finish(b);
	if (!doc_verify(doc, &out))
		fail_msg("%s", buf_cstr(&out));
	doc_dump(&out, doc);
	assert_string_equal(buf_cstr(&out), want);
	buf_release(&out);
	doc_free(doc);
}

static void text(struct doc_build *b, const char *s)
{
	doc_add_text(b, str_of(s));
}

static void paragraph(struct doc_build *b, const char *s)
{
	doc_block_begin(b, DOC_PARAGRAPH);
	text(b, s);
	doc_block_end(b, DOC_PARAGRAPH);
}

static void cell(struct doc_build *b, const char *s)
{
	doc_block_begin(b, DOC_CELL);
	text(b, s);
	doc_block_end(b, DOC_CELL);
}

static void white_space_runs_become_one_blank(void **state)
{
	(void)state;
	struct doc_build b;

	begin(&b);
	paragraph(&b, " \n a  b\t c\n\nd e  \n");
	expect(&b, "paragraph | a b c d e\n");
}

static void newlines_vanish_between_solid_characters_only(void **state)
{
	(void)state;
	static const struct {
		const char *in, *want;
	} cases[] = {
		{"漢字\nかな", "paragraph | 漢字かな\n"},
		{"漢字\n  カナ", "paragraph | 漢字カナ\n"},
		{"漢字 カナ", "paragraph | 漢字 カナ\n"},
		{"한국\n사람", "paragraph | 한국 사람\n"},
		{"漢字\nword", "paragraph | 漢字 word\n"},
		{"终于。\n“是吗？”\n他说", "paragraph | 终于。“是吗？”他说\n"},
		{"“yes”\nhe said", "paragraph | “yes” he said\n"},
		{"真\n！", "paragraph | 真！\n"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc_build b;

		begin(&b);
		paragraph(&b, cases[i].in);
		expect(&b, cases[i].want);
	}
}

static void text_given_in_pieces_is_the_same_text(void **state)
{
	(void)state;
	const char *all = " 漢字 \n かな  word,\r\n word\n한글 ";

	for (size_t cut = 0; cut <= strlen(all); cut++) {
		struct doc_build b;

		begin(&b);
		doc_block_begin(&b, DOC_PARAGRAPH);
		/* Only at the edges of code points: the pieces are valid UTF-8. */
		while (((unsigned char)all[cut] & 0xC0) == 0x80)
			cut++;
		doc_add_text(&b, (struct str){all, cut});
		text(&b, all + cut);
		expect(&b, "paragraph | 漢字かな word, word 한글\n");
	}
}

static uint32_t draw(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)(*seed >> 8) * below >> 24);
}

/* White space at any place of a text of several blocks, and next to nothing to see in a block. */
static void a_long_text_is_the_same_given_by_its_characters(void **state)
{
	(void)state;
	static const char *const white[] = {" ", "  ", "\n", "\t", " \n", "\f", "\001", "\u00A0"};
	static const char *const seen[] = {"a", "é", "漢", "😀"};
	uint32_t seed = 1;

	for (int i = 0; i < 5000; i++) {
		struct buf all = {0}, want = {0};
		uint32_t often = 2 + draw(&seed, 200), of = 1 + draw(&seed, 4);
		struct doc_build b;

		for (uint32_t n = draw(&seed, 400); n; n--)
			buf_adds(&all, draw(&seed, often) ? seen[draw(&seed, of)]
							  : white[draw(&seed, 8)]);
		begin(&b);
		doc_block_begin(&b, DOC_PARAGRAPH);
		for (size_t at = 0, next; at < all.n; at = next) {
			for (next = at + 1;
			     next < all.n && ((unsigned char)all.p[next] & 0xC0) == 0x80;)
				next++;
			doc_add_text(&b, str_sub(buf_str(&all), at, next));
		}
		doc_build_finish(&b);
		doc_dump(&want, b.doc);
		doc_free(b.doc);
		begin(&b);
		paragraph(&b, buf_cstr(&all));
		expect(&b, buf_cstr(&want));
		buf_release(&all);
		buf_release(&want);
	}
}

static void empty_leaves_and_containers_leave_no_trace(void **state)
{
	(void)state;
	struct doc_build b;

	begin(&b);
	paragraph(&b, "  \n");
	paragraph(&b, "\u00A0\u3000");
	doc_block_begin(&b, DOC_QUOTE);
	doc_block_begin(&b, DOC_LIST);
	doc_block_begin(&b, DOC_ITEM);
	doc_span_begin(&b, DOC_STRONG);
	doc_link_begin(&b, STR("x"), STR(""));
	paragraph(&b, "\u3000");
	doc_link_end(&b);
	doc_span_end(&b, DOC_STRONG);
	doc_block_end(&b, DOC_QUOTE);
	paragraph(&b, "x");
	expect(&b, "paragraph | x\n");
}

static void line_breaks_end_lines_and_two_divide_a_paragraph(void **state)
{
	(void)state;
	struct doc_build b;

	begin(&b);
	doc_block_begin(&b, DOC_PARAGRAPH);
	doc_line_break(&b);
	text(&b, "a ");
	doc_line_break(&b);
	text(&b, "\n b");
	doc_line_break(&b);
	doc_line_break(&b);
	text(&b, "c");
	doc_line_break(&b);
	doc_block_end(&b, DOC_PARAGRAPH);
	expect(&b, "paragraph | a\\nb\nparagraph | c\n");
}

static void an_indented_line_begins_a_paragraph(void **state)
{
	(void)state;
	struct doc_build b;

	begin(&b);
	doc_block_begin(&b, DOC_PARAGRAPH);
	text(&b, "\u3000\u3000一。\n\u3000\u3000二。");
	doc_line_break(&b);
	text(&b, "\u3000\u3000三。\u3000四。");
	doc_line_break(&b);
	text(&b, "五。");
	doc_block_begin(&b, DOC_HEADING);
	text(&b, "六\n\u3000七");
	expect(&b, "paragraph | \u3000\u3000一。\nparagraph | \u3000\u3000二。\n"
		   "paragraph | \u3000\u3000三。\u3000四。\\n五。\nheading 0 | 六\u3000七\n");
}

static void spans_cover_text_alone_and_stay_in_their_leaf(void **state)
{
	(void)state;
	struct doc_build b;

	begin(&b);
	text(&b, "a");
	doc_span_begin(&b, DOC_STRONG);
	text(&b, " b ");
	doc_span_begin(&b, DOC_STRONG);
	text(&b, "c");
	doc_span_end(&b, DOC_STRONG);
	paragraph(&b, "d");
	doc_span_end(&b, DOC_STRONG);
	doc_span_end(&b, DOC_STRONG);
	doc_span_begin(&b, DOC_EMPHASIS);
	text(&b, "e");
	expect(&b, "paragraph | a b c\n    strong \"b c\"\nparagraph | d\n    strong \"d\"\n"
		   "paragraph | e\n    emphasis \"e\"\n");
}

static void links_keep_their_text_and_vanish_without(void **state)
{
	(void)state;
	struct doc_build b;

	begin(&b);
	doc_link_begin(&b, STR("none"), STR(""));
	doc_link_end(&b);
	text(&b, "see ");
	doc_link_begin(&b, STR("one"), STR(""));
	text(&b, "this");
	doc_link_begin(&b, STR("two"), STR(""));
	doc_add_image(&b, STR("i.png"), STR("alt"), 3, 4);
	doc_link_end(&b);
	expect(&b, "paragraph | see this\n    link \"this\" <one>\n"
		   "image 3x4 <i.png> | alt\n    link \"alt\" <two>\n");
}

static void items_get_lists_and_blocks_in_lists_get_items(void **state)
{
	(void)state;
	struct doc_build b;

	begin(&b);
	doc_block_begin(&b, DOC_ITEM);
	text(&b, "a");
	doc_block_begin(&b, DOC_ITEM);
	text(&b, "b");
	doc_block_end(&b, DOC_ITEM);
	doc_block_begin(&b, DOC_LIST)->number = 7;
	doc_block_begin(&b, DOC_ITEM);
	text(&b, "c");
	doc_block_begin(&b, DOC_ITEM);
	text(&b, "d");
	expect(&b, "list\n  item\n    paragraph | a\n  item\n    paragraph | b\n"
		   "    list 7\n      item 7\n        paragraph | c\n"
		   "      item 8\n        paragraph | d\n");
	begin(&b);
	doc_block_begin(&b, DOC_LIST)->number = 0;
	doc_block_begin(&b, DOC_ITEM);
	text(&b, "e");
	doc_block_begin(&b, DOC_ITEM);
	text(&b, "f");
	expect(&b, "list 0\n  item 0\n    paragraph | e\n  item 1\n    paragraph | f\n");
}

static void ends_without_begins_are_nothing(void **state)
{
	(void)state;
	struct doc_build b;

	begin(&b);
	for (int kind = 0; kind < DOC_KINDS; kind++)
		doc_block_end(&b, (enum doc_kind)kind);
	doc_span_end(&b, DOC_STRONG);
	doc_link_end(&b);
	doc_line_break(&b);
	doc_leaf_end(&b);
	text(&b, "a");
	doc_block_end(&b, DOC_QUOTE);
	text(&b, "b");
	expect(&b, "paragraph | ab\n");
}

static void nesting_is_flattened_and_the_text_kept(void **state)
{
	(void)state;
	struct doc_build b;
	struct doc *doc = begin(&b);
	struct buf out = {0};
	size_t leaves = 0;

	for (int i = 0; i < 100000; i++) {
		doc_block_begin(&b, i % 3 ? DOC_QUOTE : DOC_LIST);
		if (i % 3 == 0)
			doc_block_begin(&b, DOC_ITEM);
		if (i % 1000 == 0)
			text(&b, "x");
	}
	for (int i = 0; i < 100000; i++)
		doc_block_end(&b, DOC_QUOTE);
	doc_build_finish(&b);
	assert_true(doc_verify(doc, &out));
	for (size_t i = 0; i < doc->blocks.n; i++)
		leaves += doc_is_leaf(&doc->blocks.p[i]);
	assert_int_equal(leaves, 100);
	assert_int_equal(doc->notes.n, 1);
	doc_free(doc);
}

static void tables_keep_rows_and_cells(void **state)
{
	(void)state;
	struct doc_build b;

	begin(&b);
	doc_block_begin(&b, DOC_TABLE);
	doc_block_begin(&b, DOC_ROW);
	doc_block_begin(&b, DOC_CELL)->header = true;
	paragraph(&b, "a");
	paragraph(&b, "b");
	doc_block_end(&b, DOC_CELL);
	cell(&b, "");
	doc_block_begin(&b, DOC_ROW);
	cell(&b, "c");
	doc_block_end(&b, DOC_TABLE);
	text(&b, "d");
	expect(&b, "table\n  row header\n    cell header | a\\nb\n    cell\n  row\n    cell | c\n"
		   "paragraph | d\n");
}

static void tables_that_place_things_are_dissolved(void **state)
{
	(void)state;
	struct doc_build b;

	begin(&b);
	doc_block_begin(&b, DOC_QUOTE);
	doc_block_begin(&b, DOC_TABLE);
	doc_block_begin(&b, DOC_ROW);
	cell(&b, "");
	cell(&b, "menu");
	cell(&b, "");
	doc_block_begin(&b, DOC_CELL);
	doc_link_begin(&b, STR("u"), STR(""));
	text(&b, "link");
	doc_link_end(&b);
	doc_block_begin(&b, DOC_HEADING)->level = 1;
	text(&b, "title");
	doc_block_end(&b, DOC_HEADING);
	text(&b, "body");
	doc_block_begin(&b, DOC_ROW);
	doc_block_begin(&b, DOC_CELL);
	doc_block_begin(&b, DOC_TABLE);
	doc_block_begin(&b, DOC_ROW);
	cell(&b, "inner");
	doc_block_end(&b, DOC_TABLE);
	doc_block_begin(&b, DOC_CELL);
	text(&b, "rest");
	doc_block_end(&b, DOC_TABLE);
	doc_block_begin(&b, DOC_TABLE);
	doc_block_begin(&b, DOC_ROW);
	cell(&b, "another");
	expect(&b, "quote\n  paragraph | menu\n  paragraph | link\n      link \"link\" <u>\n"
		   "  heading 1 | title\n  paragraph | body\n"
		   "  table\n    row\n      cell | inner\n  paragraph | rest\n"
		   "  table\n    row\n      cell | another\n");
}

static void code_keeps_its_lines(void **state)
{
	(void)state;
	struct doc_build b;

	begin(&b);
	doc_block_begin(&b, DOC_CODE);
	text(&b, "\n\tif  (x)\r");
	text(&b, "\n\t\ty;\rz\n");
	doc_line_break(&b);
	doc_block_end(&b, DOC_CODE);
	expect(&b, "code | \\x09if  (x)\\n\\x09\\x09y;\\nz\n");
}

static void headings_go_on_behind_an_image(void **state)
{
	(void)state;
	struct doc_build b;

	begin(&b);
	doc_block_begin(&b, DOC_HEADING)->level = 2;
	doc_add_image(&b, STR("logo"), STR(""), 0, 0);
	text(&b, "title");
	doc_block_end(&b, DOC_HEADING);
	doc_add_rule(&b);
	expect(&b, "image 0x0 <logo>\nheading 2 | title\nrule\n");
}

static void leaves_and_spans_are_found_by_offset(void **state)
{
	(void)state;
	struct doc_build b;
	struct doc *doc = begin(&b);

	assert_int_equal(doc_leaf_at(doc, 0), DOC_NONE);
	doc_block_begin(&b, DOC_QUOTE);
	doc_span_begin(&b, DOC_STRONG);
	text(&b, "a");
	doc_span_begin(&b, DOC_EMPHASIS);
	text(&b, "b");
	doc_span_end(&b, DOC_EMPHASIS);
	text(&b, "c");
	doc_span_end(&b, DOC_STRONG);
	doc_add_rule(&b);
	text(&b, "de");
	doc_build_finish(&b);
	assert_string_equal(buf_cstr(&doc->text), "abc\n\nde\n");
	const uint32_t leaves[] = {1, 1, 1, 1, 2, 3, 3, 3, 3, 3};

	for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++)
		assert_int_equal(doc_leaf_at(doc, i), leaves[i]);
	assert_int_equal(doc_span_from(doc, 0), 0);
	assert_int_equal(doc_span_from(doc, 2), 0);
	assert_int_equal(doc_span_from(doc, 3), 2);
	doc_free(doc);
}

/* Random calls: whatever a parser does, the invariants hold. */
static void any_order_of_calls_keeps_the_invariants(void **state)
{
	(void)state;
	static const char *const texts[] = {"a", " ", "漢", "\n", "b c", "\u3000", "\r\n", "한"};
	uint32_t random = 1;

	for (int run = 0; run < 300; run++) {
		struct doc_build b;
		struct doc *doc = begin(&b);
		struct buf out = {0};

		for (int step = 0; step < 400; step++) {
			random = random * 1664525 + 1013904223;
			unsigned what = random >> 8 & 15, which = random >> 16 & 0xFF;
			enum doc_kind kind = (enum doc_kind)(which % DOC_KINDS);

			if (kind == DOC_IMAGE || kind == DOC_RULE)
				kind = DOC_PARAGRAPH;
			if (what < 4)
				doc_block_begin(&b, kind);
			else if (what < 7)
				doc_block_end(&b, kind);
			else if (what == 7)
				doc_span_begin(&b, (enum doc_style)(1 << which % 5));
			else if (what == 8)
				doc_span_end(&b, (enum doc_style)(1 << which % 5));
			else if (what == 9 && which % 2)
				doc_link_begin(&b, STR("t"), STR(""));
			else if (what == 9)
				doc_link_end(&b);
			else if (what == 10 && which % 2)
				doc_add_image(&b, STR("i"), STR("alt"), which, 1);
			else if (what == 10)
				doc_add_rule(&b);
			else if (what == 11)
				doc_line_break(&b);
			else
				text(&b, texts[which % (sizeof texts / sizeof *texts)]);
		}
		doc_build_finish(&b);
		if (!doc_verify(doc, &out))
			fail_msg("run %d: %s", run, buf_cstr(&out));
		doc_free(doc);
	}
}

static void reading_time_counts_each_script_at_its_pace(void **state)
{
	(void)state;
	struct doc_build b;
	struct doc *doc = begin(&b);

	for (int i = 0; i < 238; i++)
		text(&b, "word ");
	doc_leaf_end(&b);
	size_t han = doc->text.n;

	for (int i = 0; i < 390; i++)
		text(&b, "漢");
	doc_leaf_end(&b);
	size_t hangul = doc->text.n;

	for (int i = 0; i < 226; i++)
		text(&b, "한국은 ");
	doc_block_begin(&b, DOC_ASIDE);
	for (int i = 0; i < 1000; i++)
		text(&b, "旁");
	doc_block_end(&b, DOC_ASIDE);
	doc_build_finish(&b);
	assert_in_range(doc_reading_seconds(doc, 0), 178, 181);
	assert_in_range(doc_reading_seconds(doc, han), 118, 121);
	assert_in_range(doc_reading_seconds(doc, hangul), 59, 61);
	assert_int_equal(doc_reading_seconds(doc, doc->text.n), 0);
	assert_int_equal(doc_reading_seconds(doc, doc->text.n - 100), 0);
	doc_free(doc);
}

static void reading_time_of_a_long_text_is_taken_from_its_beginning(void **state)
{
	(void)state;
	struct doc_build b;
	struct doc *doc = begin(&b);

	for (int i = 0; i < 390 * 1000; i++)
		text(&b, i % 1000 ? "漢" : "漢\n\n");
	doc_build_finish(&b);
	assert_in_range(doc_reading_seconds(doc, 0), 59000, 61000);
	doc_free(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(white_space_runs_become_one_blank),
		cmocka_unit_test(newlines_vanish_between_solid_characters_only),
		cmocka_unit_test(text_given_in_pieces_is_the_same_text),
		cmocka_unit_test(a_long_text_is_the_same_given_by_its_characters),
		cmocka_unit_test(empty_leaves_and_containers_leave_no_trace),
		cmocka_unit_test(line_breaks_end_lines_and_two_divide_a_paragraph),
		cmocka_unit_test(an_indented_line_begins_a_paragraph),
		cmocka_unit_test(spans_cover_text_alone_and_stay_in_their_leaf),
		cmocka_unit_test(links_keep_their_text_and_vanish_without),
		cmocka_unit_test(items_get_lists_and_blocks_in_lists_get_items),
		cmocka_unit_test(ends_without_begins_are_nothing),
		cmocka_unit_test(nesting_is_flattened_and_the_text_kept),
		cmocka_unit_test(tables_keep_rows_and_cells),
		cmocka_unit_test(tables_that_place_things_are_dissolved),
		cmocka_unit_test(code_keeps_its_lines),
		cmocka_unit_test(headings_go_on_behind_an_image),
		cmocka_unit_test(leaves_and_spans_are_found_by_offset),
		cmocka_unit_test(any_order_of_calls_keeps_the_invariants),
		cmocka_unit_test(reading_time_counts_each_script_at_its_pace),
		cmocka_unit_test(reading_time_of_a_long_text_is_taken_from_its_beginning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
