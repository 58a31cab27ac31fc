/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/look.h"

static void every_look_is_read_back_from_its_name(void **state)
{
	(void)state;
	struct buf name = {0};
	struct str bad;

	for (int fg = LOOK_DEFAULT; fg < 256; fg++) {
		for (int bg = LOOK_DEFAULT; bg < 256; bg += 3) {
			struct look want = {(int16_t)fg, (int16_t)bg, (uint16_t)((fg + bg) & 31)};
			struct look got;

			buf_clear(&name);
			look_name(want, &name);
			assert_true(look_parse(buf_str(&name), &got, &bad));
			assert_true(look_eq(want, got));
		}
	}
	buf_release(&name);
}

static void words_stand_in_any_order_and_case(void **state)
{
	(void)state;
	struct look look;
	struct str bad;

	assert_true(look_parse(STR(" bold  on Blue YELLOW "), &look, &bad));
	assert_true(look_eq(look, (struct look){3, 4, LOOK_BOLD}));
	assert_true(look_parse(STR("default reverse"), &look, &bad));
	assert_true(look_eq(look, (struct look){LOOK_DEFAULT, LOOK_DEFAULT, LOOK_REVERSE}));
	assert_true(look_parse(STR(""), &look, &bad));
	assert_true(look_eq(look, LOOK_PLAIN));
}

static void the_word_that_is_wrong_is_named(void **state)
{
	(void)state;
	static const char *const wrong[][2] = {
		{"red blink", "blink"},        {"red on", "on"},
		{"red on nothing", "nothing"}, {"red green", "green"},
		{"color256", "color256"},      {"color", "color"},
		{"color1x", "color1x"},        {"red on blue on green", "on"},
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct look look = {9, 9, 9};
		struct str bad = {0};

		assert_false(look_parse(str_of(wrong[i][0]), &look, &bad));
		assert_true(str_eq(bad, str_of(wrong[i][1])));
		assert_int_equal(look.fg, 9);
	}
}

static void the_nearest_colour_is_one_the_terminal_has(void **state)
{
	(void)state;
	static const int most[] = {8, 16, 256};

	for (size_t i = 0; i < 3; i++) {
		for (int color = 0; color < 256; color++) {
			int near = look_nearest(color, most[i]);

			assert_true(near >= 0 && near < most[i]);
			if (color < most[i])
				assert_int_equal(near, color);
			assert_int_equal(look_nearest(near, most[i]), near);
		}
	}
	assert_int_equal(look_nearest(196, 16), 9);  /* pure red */
	assert_int_equal(look_nearest(231, 16), 15); /* white */
	assert_int_equal(look_nearest(232, 8), 0);   /* nearly black */
	assert_int_equal(look_nearest(124, 8), 1);   /* dark red */
}

static void a_look_laid_over_another_adds_what_it_says(void **state)
{
	(void)state;
	struct look below = {1, 2, LOOK_BOLD};

	assert_true(look_eq(look_over(below, LOOK_PLAIN), below));
	assert_true(look_eq(look_over(below, (struct look){LOOK_DEFAULT, 5, LOOK_REVERSE}),
			    (struct look){1, 5, LOOK_BOLD | LOOK_REVERSE}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_look_is_read_back_from_its_name),
		cmocka_unit_test(words_stand_in_any_order_and_case),
		cmocka_unit_test(the_word_that_is_wrong_is_named),
		cmocka_unit_test(the_nearest_colour_is_one_the_terminal_has),
		cmocka_unit_test(a_look_laid_over_another_adds_what_it_says),
	};

	return cmocka_run_group_tests_name("look", tests, NULL, NULL);
}
