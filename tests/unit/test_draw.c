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
#include <unictype.h>

#include "base/buf.h"
#include "text/draw.h"
#include "text/seg.h"
#include "text/utf8.h"
#include "text/width.h"

static void check(const char *text, const char *want, int columns)
{
	struct buf out = {0};

	draw_add(&out, str_of(text));
	assert_string_equal(buf_cstr(&out), want);
	assert_int_equal(draw_columns(str_of(text)), columns);
	buf_release(&out);
}

static void a_cluster_becomes_what_every_terminal_draws_alike(void **state)
{
	(void)state;
	width_forget();
	check("karpread 中文", "karpread 中文", 13);
	check("か\u3099", "が", 2);
	check("\u1112\u1161\u11AB", "한", 2);
	check("e\u0301", "é", 1);
	check("❤\uFE0F", "❤", 1);
	check("1\uFE0F\u20E3", "1\u20E3", 1);
	check("👨\u200D👩\u200D👧", "👨👩👧", 6);
	check("👍🏽", "👍", 2);
	check("🏽", "🏽", 2);
	check("🇨🇳🇯", "CNJ", 3);
	check("co\u00ADop", "coop", 4);
	check("\u0301a", "\u00A0\u0301a", 2);
	check("豈", "豈", 2); /* U+F900 is another character than U+8C48 */
	check("葛\U000E0100", "葛", 2);
	check("a\nb\tc\r\nd", "a b c d", 7);
	check("\u0378", "\uFFFD", 1);
	check("a\u0301\u0302\u0303\u0304\u0305\u0306", "á\u0302\u0303\u0304\u0305", 1);
}

static void controls_are_shown_and_never_sent(void **state)
{
	(void)state;
	check("\x1B[31m", "^[[31m", 6);
	check("\x7F", "^?", 2);
	check("\xC2\x9B"
	      "1m",
	      "<9B>1m", 6);
	check("\u202Eabc", "<202E>abc", 9);
	check("\u2066a\u200Fb", "<2066>ab", 8);
	check("\uFFFE", "<FFFE>", 6);
	check("\xC2\x85", "<85>", 4);
}

static void a_text_for_a_pipe_keeps_all_but_its_controls(void **state)
{
	(void)state;
	struct buf out = {0};

	draw_add_text(&out, STR("❤\uFE0Fか\u3099\x1B[1m\u202E\tx"));
	assert_string_equal(buf_cstr(&out), "❤\uFE0Fか\u3099^[[1m<202E> x");
	assert_int_equal(draw_columns(STR("👍🏽co\u00ADop")), 6);
	draw_set_plain(true);
	assert_int_equal(draw_columns(STR("👍🏽co\u00ADop")), 9);
	draw_set_plain(false);
	buf_release(&out);
}

static void check_plain(const char *text, const char *want, int columns)
{
	struct buf out = {0};

	draw_add_text(&out, str_of(text));
	assert_string_equal(buf_cstr(&out), want);
	draw_set_plain(true);
	assert_int_equal(draw_columns(str_of(text)), columns);
	draw_set_plain(false);
	buf_release(&out);
}

static void tags_that_hide_a_text_are_shown_and_those_of_a_flag_are_not(void **state)
{
	(void)state;
	static const char wales[] =
		"🏴\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F";

	check(wales, "🏴", 2);
	check_plain(wales, wales, 2);
	check("🏴\U000E0068\U000E0069a", "🏴a", 3);
	check_plain("🏴\U000E0068\U000E0069a", "🏴<E0068><E0069>a", 17);
	check_plain("中\U000E0041", "中<E0041>", 9);
}

static void a_voicing_mark_has_the_columns_that_a_terminal_gives_it_alone(void **state)
{
	(void)state;
	width_forget();
	check("か\u309A", "か\u309A", 2);
	check("か\u3099", "が", 2);
	width_learn(0x3099, 2);
	width_learn(0x309A, 2);
	check("か\u309A", "か\u309A", 4);
	check("か\u3099", "が", 2);
	width_forget();
}

static void on_a_wide_terminal_a_letter_keeps_the_columns_of_its_base(void **state)
{
	(void)state;
	width_forget();
	width_set_ambiguous(2);
	check("“中”", "“中”", 6);
	check("e\u0301", "e\u0301", 1);
	check("é", "é", 2);
	width_forget();
}

static void substitutes_stand_for_ambiguous_marks_when_asked(void **state)
{
	(void)state;
	width_forget();
	width_set_substitutes(true);
	check("“中·文”……4×1", "〝中・文〞⋯⋯4x1", 15);
	check("‘中’——it’s", "'中'⸺⸺it's", 10);
	width_set_substitutes(false);
}

static void check_glyphs(const char *text, size_t n)
{
	struct draw_glyph glyphs[DRAW_GLYPHS];
	size_t count = draw_cluster(text, n, glyphs);
	int columns = 0;

	assert_true(count <= DRAW_GLYPHS);
	for (size_t i = 0; i < count; i++) {
		const struct draw_glyph *g = &glyphs[i];

		assert_true(g->n >= 1 && g->n <= DRAW_CODE_POINTS);
		assert_int_equal(g->columns, width_of(g->cp[0]));
		assert_true(g->columns >= 1);
		for (size_t k = 0; k < g->n; k++) {
			uint32_t cp = g->cp[k];

			assert_true(k == 0 || width_of(cp) == 0);
			assert_false(cp < 0x20 || (cp >= 0x7F && cp < 0xA0));
			assert_false(cp >= 0x202A && cp <= 0x202E);
			assert_false(cp >= 0x2066 && cp <= 0x2069);
			assert_false(cp == 0xFE0F || cp == 0x200D || cp == 0xAD);
		}
		columns += g->columns;
	}
	assert_int_equal(draw_cluster_columns(text, n), columns);
}

static void every_code_point_is_drawn_in_whole_cells_without_controls(void **state)
{
	(void)state;
	char text[8];

	for (int class = 1; class <= 2; class ++) {
		width_forget();
		width_set_ambiguous(class);
		for (uint32_t cp = 1; cp < 0x110000; cp++) {
			if (cp >= 0xD800 && cp < 0xE000)
				continue;
			check_glyphs(text, utf8_put(text, cp));
			if (class == 1 && cp < 0x20000) {
				text[0] = 'e';
				check_glyphs(text, 1 + utf8_put(text + 1, cp));
			}
		}
	}
	width_forget();
}

static void an_endless_cluster_is_cut(void **state)
{
	(void)state;
	struct buf text = {0};

	buf_adds(&text, "👩");
	for (int i = 0; i < 1000; i++)
		buf_adds(&text, "\u200D👩\u0301");
	check_glyphs(text.p, text.n);
	assert_int_equal(draw_columns(buf_str(&text)), 2 * DRAW_GLYPHS);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cluster_becomes_what_every_terminal_draws_alike),
		cmocka_unit_test(controls_are_shown_and_never_sent),
		cmocka_unit_test(a_text_for_a_pipe_keeps_all_but_its_controls),
		cmocka_unit_test(tags_that_hide_a_text_are_shown_and_those_of_a_flag_are_not),
		cmocka_unit_test(a_voicing_mark_has_the_columns_that_a_terminal_gives_it_alone),
		cmocka_unit_test(on_a_wide_terminal_a_letter_keeps_the_columns_of_its_base),
		cmocka_unit_test(substitutes_stand_for_ambiguous_marks_when_asked),
		cmocka_unit_test(every_code_point_is_drawn_in_whole_cells_without_controls),
		cmocka_unit_test(an_endless_cluster_is_cut),
	};

	return cmocka_run_group_tests_name("draw", tests, NULL, NULL);
}
