/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <unictype.h>
#include <vterm.h>

#include "text/utf8.h"
#include "text/width.h"

/* Where libvterm 0.1, whose table is Unicode 9, takes other columns than width_of(), and why. */
/* clang-format off */
static const struct {
	uint32_t first, last;
	int ours, theirs;
	const char *why;
} exceptions[] = {
	{0x0600, 0x070F, 1, 0, "signs before a number, which are seen"},
	{0x1734, 0x1734, 1, 0, "a mark that takes room"},
	{0x302A, 0x302D, 0, 2, "marks of tone in the middle of wide characters"},
	{0x3099, 0x309A, 0, 2, "voicing marks in the middle of kana"},
	{0x3248, 0x324F, 1, 2, "circled numbers: ambiguous"},
	{0x4DC0, 0x4DFF, 1, 2, "hexagrams: N in EastAsianWidth.txt until Unicode 15"},
	{0x16FE0, 0x18D08, 2, 1, "Tangut and Khitan behind Unicode 9"},
	{0x1AFF0, 0x1B2FB, 2, 1, "kana and Nushu behind Unicode 9"},
	{0x1F260, 0x1F265, 2, 1, "symbols behind Unicode 9"},
	{0x1F93B, 0x1F93B, 1, 2, "not wide, but the emoji around it are"},
	{0x1F946, 0x1F946, 1, 2, "the same"},
	{0x1F6D5, 0x1FAFF, 2, 1, "emoji behind Unicode 9"},
};
/* clang-format on */

static bool is_excepted(uint32_t cp, int ours, int theirs)
{
	/* Marks and formats are never sent by themselves; it gives many of them a column. */
	if (ours == 0 && theirs == 1)
		return uc_is_general_category_withtable(
			       cp, UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Zl |
					   UC_CATEGORY_MASK_Zp) ||
		       (cp >= 0x1160 && cp <= 0x11FF) || (cp >= 0xD7B0 && cp <= 0xD7FF);
	for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
		if (cp >= exceptions[i].first && cp <= exceptions[i].last)
			return ours == exceptions[i].ours && theirs == exceptions[i].theirs;
	return false;
}

static void a_terminal_takes_the_columns_that_the_table_says(void **state)
{
	(void)state;
	VTerm *terminal = vterm_new(2, 20);
	VTermState *screen = vterm_obtain_state(terminal);
	int wrong = 0;

	width_forget();
	vterm_set_utf8(terminal, 1);
	vterm_state_reset(screen, 1);
	for (uint32_t cp = 0x20; cp < 0x110000; cp++) {
		char text[8] = "\r";
		VTermPos at;

		if (uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Cc |
								 UC_CATEGORY_MASK_Cs))
			continue;
		vterm_input_write(terminal, text, 1 + utf8_put(text + 1, cp));
		vterm_state_get_cursorpos(screen, &at);
		if (at.col != width_of(cp) && !is_excepted(cp, width_of(cp), at.col)) {
			print_message("# U+%04X: %d, not %d\n", (unsigned)cp, width_of(cp), at.col);
			wrong++;
		}
	}
	vterm_free(terminal);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_takes_the_columns_that_the_table_says),
	};

	return cmocka_run_group_tests_name("width_vterm", tests, NULL, NULL);
}
