/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/utf8.h"
#include "text/width.h"
#include "ui/canvas.h"

static void assert_row(const struct canvas *c, int row, const char *want)
{
	struct buf got = {0};

	for (int i = 0; i < c->columns; i++) {
		const struct draw_glyph *g = &c->cells[row * c->columns + i].glyph;

		for (int k = 0; k < g->n; k++) {
			char text[4];

			buf_add(&got, text, utf8_put(text, g->cp[k]));
		}
	}
	assert_string_equal(buf_cstr(&got), want);
	buf_release(&got);
}

/* Every wide character has its second half behind it, and no half stands alone. */
static void assert_whole(const struct canvas *c)
{
	for (int row = 0; row < c->rows; row++) {
		const struct canvas_cell *cells = c->cells + row * c->columns;

		for (int i = 0; i < c->columns; i += cells[i].glyph.columns) {
			int columns = cells[i].glyph.columns;

			assert_true(columns == 1 || columns == 2);
			assert_true(i + columns <= c->columns);
			assert_true(cells[i].glyph.n > 0);
			assert_int_equal(width_of(cells[i].glyph.cp[0]), columns);
			if (columns == 2) {
				assert_int_equal(cells[i + 1].glyph.columns, 0);
				assert_int_equal(cells[i + 1].glyph.n, 0);
				assert_true(look_eq(cells[i].look, cells[i + 1].look));
			}
		}
	}
}

static void what_would_be_cut_becomes_a_blank(void **state)
{
	(void)state;
	struct canvas c = {0};
	struct pane all;

	canvas_resize(&c, 1, 8);
	all = canvas_pane(&c);
	assert_int_equal(pane_put(all, 0, 0, STR("中文中文"), LOOK_PLAIN), 8);
	assert_row(&c, 0, "中文中文");
	pane_put(all, 0, 3, STR("x"), LOOK_PLAIN); /* over the second half of 文 */
	assert_row(&c, 0, "中 x中文");
	pane_put(all, 0, 0, STR("y"), LOOK_PLAIN); /* over the first half of 中 */
	assert_row(&c, 0, "y  x中文");
	pane_put(all, 0, 5, STR("字"), LOOK_PLAIN); /* over the middle of two */
	assert_row(&c, 0, "y  x 字 ");
	pane_put(all, 0, 7, STR("中"), LOOK_PLAIN); /* at the last column */
	assert_row(&c, 0, "y  x 字 ");
	pane_put(all, 0, -1, STR("中a"), LOOK_PLAIN); /* at the first */
	assert_row(&c, 0, " a x 字 ");
	assert_int_equal(pane_put(all, 0, 100, STR("中a"), LOOK_PLAIN), 3);
	assert_int_equal(pane_put(all, 5, 0, STR("中a"), LOOK_PLAIN), 3);
	canvas_release(&c);
}

static void a_pane_keeps_what_is_put_into_it(void **state)
{
	(void)state;
	struct canvas c = {0};
	struct pane p;

	canvas_resize(&c, 3, 10);
	pane_fill(canvas_pane(&c), (struct look){1, 1, 0});
	p = pane_part(canvas_pane(&c), 1, 3, 1, 4);
	pane_put(p, 0, 0, STR("中文中文"), LOOK_PLAIN);
	pane_put(p, 1, 0, STR("below"), LOOK_PLAIN);
	pane_put(p, -1, 0, STR("above"), LOOK_PLAIN);
	assert_row(&c, 0, "          ");
	assert_row(&c, 1, "   中文   ");
	assert_row(&c, 2, "          ");
	p = pane_part(p, -5, 2, 100, 100);
	assert_int_equal(p.row, 1);
	assert_int_equal(p.rows, 1);
	assert_int_equal(p.column, 5);
	assert_int_equal(p.columns, 2);
	p = pane_part(p, 7, 7, 3, 3);
	assert_true(p.rows == 0 && p.columns == 0);
	pane_put(p, 0, 0, STR("nothing"), LOOK_PLAIN);
	pane_fill(p, LOOK_PLAIN);
	canvas_release(&c);
}

static void a_look_is_put_over_whole_characters(void **state)
{
	(void)state;
	struct canvas c = {0};
	struct look bold = {LOOK_DEFAULT, LOOK_DEFAULT, LOOK_BOLD};

	canvas_resize(&c, 1, 8);
	pane_put(canvas_pane(&c), 0, 0, STR("中文中文"), (struct look){3, 4, 0});
	pane_restyle(canvas_pane(&c), 0, 3, 2, bold);
	for (int i = 0; i < 8; i++) {
		assert_int_equal(c.cells[i].look.fg, 3);
		assert_int_equal(c.cells[i].look.attrs, i >= 2 && i < 6 ? LOOK_BOLD : 0);
	}
	pane_restyle(canvas_pane(&c), 0, -100, 1000, bold);
	pane_restyle(canvas_pane(&c), 1, 0, 1, bold);
	assert_int_equal(c.cells[7].look.attrs, LOOK_BOLD);
	canvas_release(&c);
}

static void any_painting_leaves_whole_characters(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"中",
		"a",
		"中文字符",
		"x中",
		"か\u3099",
		"\u0301",
		"👩‍👩‍👧‍👦🇯🇵",
		"\033[31m",
		"“…”",
		"ﾊﾟ\u1112\u1161\u11AB",
		"한국어 \u202E",
		"\xF0\x9F\xAB\xA8",
	};
	struct canvas c = {0};

	srand(4);
	for (int round = 0; round < 300; round++) {
		width_set_ambiguous(round % 2 + 1);
		canvas_resize(&c, rand() % 4 + 1, rand() % 12 + 1);
		for (int i = 0; i < 60; i++) {
			struct pane p = pane_part(canvas_pane(&c), rand() % 5 - 1, rand() % 14 - 2,
						  rand() % 5, rand() % 14);
			struct look look = {(int16_t)(rand() % 8), (int16_t)(rand() % 8), 0};
			int row = rand() % 5 - 1, column = rand() % 16 - 3;

			switch (rand() % 5) {
			case 0:
				pane_fill(p, look);
				break;
			case 1:
				pane_restyle(p, row, column, rand() % 8 - 1, look);
				break;
			default:
				pane_put(p, row, column,
					 str_of(texts[(size_t)rand() %
						      (sizeof(texts) / sizeof(*texts))]),
					 look);
			}
			assert_whole(&c);
		}
	}
	width_forget();
	canvas_release(&c);
}

/* A terminal may claim anything of what stands in for what it is not sent. */
static void what_a_terminal_answers_leaves_no_cell_without_columns(void **state)
{
	(void)state;
	struct canvas c = {0};

	width_learn(0xA0, 0);
	width_learn(0xFFFD, 0);
	canvas_resize(&c, 2, 4);
	pane_put(canvas_pane(&c), 0, 0, STR("\u0301\u0378abcdef"), LOOK_PLAIN);
	pane_put(canvas_pane(&c), 0, 4, STR("\u0301\u0378"), LOOK_PLAIN);
	assert_whole(&c);
	for (int i = 4; i < 8; i++)
		assert_int_equal(c.cells[i].glyph.cp[0], ' ');
	width_forget();
	canvas_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_would_be_cut_becomes_a_blank),
		cmocka_unit_test(a_pane_keeps_what_is_put_into_it),
		cmocka_unit_test(a_look_is_put_over_whole_characters),
		cmocka_unit_test(any_painting_leaves_whole_characters),
		cmocka_unit_test(what_a_terminal_answers_leaves_no_cell_without_columns),
	};

	return cmocka_run_group_tests_name("canvas", tests, NULL, NULL);
}
