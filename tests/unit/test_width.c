/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>
#include <unictype.h>

#include "text/width.h"

enum { CODE_POINTS = 0x110000 };

/* Where the table leaves wcwidth() of glibc, and why. */
static const struct {
	uint32_t first, last;
	int ours, theirs;
	const char *why;
} exceptions[] = {
	{0x00AD, 0x00AD, 0, 1, "soft hyphen: never drawn"},
	{0x3248, 0x324F, 1, 2, "circled numbers: East Asian Width A, so they follow the class"},
	{0x4DC0, 0x4DFF, 1, 2, "hexagrams: width N until Unicode 15, probed where it matters"},
};

static int expected_difference(uint32_t cp, int ours, int theirs)
{
	for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
		if (cp >= exceptions[i].first && cp <= exceptions[i].last)
			return ours == exceptions[i].ours && theirs == exceptions[i].theirs;
	return 0;
}

static void the_width_is_that_of_the_c_library_but_for_a_listed_few(void **state)
{
	(void)state;
	int unexpected = 0, compared = 0;

	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		skip();
	width_forget();
	for (uint32_t cp = 0x20; cp < CODE_POINTS; cp++) {
		int ours = width_of(cp), theirs = wcwidth((wchar_t)cp);

		if (theirs < 0 || uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Cn))
			continue;
		compared++;
		if (ours != theirs && !expected_difference(cp, ours, theirs)) {
			print_message("# U+%04X: %d, not %d\n", (unsigned)cp, ours, theirs);
			unexpected++;
		}
	}
	if (compared < 100000) /* a C library with another idea of wcwidth() */
		skip();
	assert_int_equal(unexpected, 0);
}

static void wide_and_fullwidth_take_two_columns_and_ambiguous_follow_the_class(void **state)
{
	(void)state;
	FILE *f = fopen("/usr/share/unicode/EastAsianWidth.txt", "r");
	char line[512], kind[3], category[3];
	unsigned first, last;
	int ambiguous = 0;

	if (!f) {
		print_message("# unicode-data is not installed\n");
		skip();
	}
	width_forget();
	width_set_ambiguous(2);
	while (fgets(line, sizeof line, f)) {
		const char *semicolon = strchr(line, ';'), *hash = strchr(line, '#');

		if (line[0] == '#' || !semicolon || !hash || sscanf(line, "%x", &first) != 1)
			continue;
		if (sscanf(line, "%x..%x", &first, &last) != 2)
			last = first;
		if (sscanf(semicolon, ";%2s", kind) != 1 || sscanf(hash, "# %2s", category) != 1)
			continue;
		for (uint32_t cp = first; cp <= last; cp++) {
			int seen = strcmp(category, "Mn") && strcmp(category, "Me") &&
				   strcmp(category, "Cf") && strcmp(category, "Co") &&
				   strcmp(category, "Cc");

			if (strcmp(kind, "A") == 0 && seen) {
				assert_true(width_is_ambiguous(cp));
				assert_int_equal(width_of(cp), 2);
				ambiguous++;
			} else {
				assert_false(width_is_ambiguous(cp));
			}
			if ((strcmp(kind, "W") == 0 || strcmp(kind, "F") == 0) && seen &&
			    !uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_Cn) &&
			    width_of(cp) != 2)
				fail_msg("U+%04X is %d columns", (unsigned)cp, width_of(cp));
		}
	}
	fclose(f);
	assert_int_equal(ambiguous, 902);
	width_forget();
}

static void no_width_is_negative_or_above_two(void **state)
{
	(void)state;
	for (int class = 1; class <= 2; class ++) {
		width_forget();
		width_set_ambiguous(class);
		for (uint32_t cp = 0; cp < CODE_POINTS + 10; cp++) {
			int columns = width_of(cp);

			assert_true(columns >= 0 && columns <= 2);
		}
	}
	width_forget();
	assert_int_equal(width_of(0x1B), 0);
	assert_int_equal(width_of(0x1FAE8), 2); /* an emoji of Unicode 15 */
}

static void what_the_terminal_answered_counts_before_the_tables(void **state)
{
	(void)state;
	width_forget();
	assert_false(width_known(0x201C));
	width_learn(0x201C, 2);
	width_learn(0x201D, 0);
	assert_int_equal(width_of(0x201C), 2);
	assert_int_equal(width_of(0x201D), 0);
	assert_int_equal(width_of(0x201E), 1);
	assert_true(width_known(0x201D));
	width_learn('a', 2); /* no terminal says so */
	assert_int_equal(width_of('a'), 1);
	width_learn(0x201C, 7);
	assert_int_equal(width_of(0x201C), 2);
	width_forget();
	assert_int_equal(width_of(0x201C), 1);
	assert_false(width_known(0x201C));
}

static void safe_code_points_have_one_width_in_every_table(void **state)
{
	(void)state;
	width_forget();
	for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
		if (!width_is_safe(cp))
			continue;
		assert_false(width_is_ambiguous(cp));
		assert_int_equal(width_of(cp), cp < 0x80 ? 1 : 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_width_is_that_of_the_c_library_but_for_a_listed_few),
		cmocka_unit_test(
			wide_and_fullwidth_take_two_columns_and_ambiguous_follow_the_class),
		cmocka_unit_test(no_width_is_negative_or_above_two),
		cmocka_unit_test(what_the_terminal_answered_counts_before_the_tables),
		cmocka_unit_test(safe_code_points_have_one_width_in_every_table),
	};

	return cmocka_run_group_tests_name("width", tests, NULL, NULL);
}
