/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "layout/fit.h"
#include "text/draw.h"
#include "text/width.h"

static const char *const samples[] = {
	"",
	"karpread",
	"中文文字",
	"a中b文c",
	"👨\u200D👩\u200D👧 family",
	"か\u3099き\u3099",
	"“引文”……",
	"tab\there",
	"\x1B[1mred",
	"e\u0301e\u0301e\u0301",
	"\u0301",
};

static void a_cut_text_is_never_wider(void **state)
{
	(void)state;
	for (int class = 1; class <= 2; class ++) {
		width_forget();
		width_set_ambiguous(class);
		for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
			struct str text = str_of(samples[i]);

			for (int columns = 0; columns < 20; columns++) {
				struct buf out = {0};
				int used = fit_cut(&out, text, columns);

				assert_true(used <= columns);
				assert_int_equal(draw_columns(buf_str(&out)), used);
				if (draw_columns(text) <= columns)
					assert_int_equal(used, draw_columns(text));
				buf_release(&out);
			}
		}
	}
	width_forget();
}

static void what_had_to_go_leaves_three_dots_where_there_is_room(void **state)
{
	(void)state;
	struct buf out = {0};
	int used;

	assert_int_equal(fit_cut(&out, STR("中文文字好"), 8), 7);
	assert_string_equal(buf_cstr(&out), "中文...");
	buf_clear(&out);
	assert_int_equal(fit_cut(&out, STR("中文文字"), 5), 4);
	assert_string_equal(buf_cstr(&out), "中文");
	assert_int_equal(fit_bytes(STR("a中文"), 4, &used), 4);
	assert_int_equal(used, 3);
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cut_text_is_never_wider),
		cmocka_unit_test(what_had_to_go_leaves_three_dots_where_there_is_room),
	};

	return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
