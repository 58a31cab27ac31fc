/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "doc/metadate.h"

static void every_common_form_is_read(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"Wed, 13 Jul 2022 23:33:00 GMT", "2022-07-13 23:33 +00:00"},
		{"13 Jul 2022 23:33 +0800", "2022-07-13 23:33 +08:00"},
		{"Wed Jul 13 23:33:00 2022", "2022-07-13 23:33"},
		{"Wed Jul 13 23:33:00 CST 2022", "2022-07-13 23:33 +08:00"},
		{"Sat, 01 Jan 2022 00:00:00 EST", "2022-01-01 00:00 -05:00"},
		{"2022-03-28", "2022-03-28"},
		{"2022-3-8", "2022-03-08"},
		{"2022-03-28 12:00:00", "2022-03-28 12:00"},
		{"2022-03-28 12:05", "2022-03-28 12:05"},
		{"2022-03-28T12:00:00Z", "2022-03-28 12:00 +00:00"},
		{"2022-03-28T12:00:00.123+09:00", "2022-03-28 12:00 +09:00"},
		{"2022-03-28T12:00+0900", "2022-03-28 12:00 +09:00"},
		{"2022-03-28 12:00:00 -0330", "2022-03-28 12:00 -03:30"},
		{"2022-03-28 12:00:00 +8", "2022-03-28 12:00 +08:00"},
		{"2022/03/28", "2022-03-28"},
		{"2022.3.28", "2022-03-28"},
		{"2022. 3. 28.", "2022-03-28"},
		{"20220328", "2022-03-28"},
		{"20220328120000", "2022-03-28 12:00"},
		{"2022-03", "2022-03"},
		{"2022", "2022"},
		{"2022年3月28日", "2022-03-28"},
		{"2022年3月28日（月）", "2022-03-28"},
		{"2022年3月28日 星期一 下午3时05分", "2022-03-28 15:05"},
		{"2022年3月28日 09:30", "2022-03-28 09:30"},
		{"２０２２年３月２８日", "2022-03-28"},
		{"2022年3月", "2022-03"},
		{"2022年", "2022"},
		{"令和4年3月28日", "2022-03-28"},
		{"平成元年1月8日", "1989-01-08"},
		{"民國111年3月28日", "2022-03-28"},
		{"2022년 3월 28일 오후 1:05", "2022-03-28 13:05"},
		{"Jul 13, 2022", "2022-07-13"},
		{"July 13, 2022 11:33 PM", "2022-07-13 23:33"},
		{"13 July 2022", "2022-07-13"},
		{"Sept. 1, 2022", "2022-09-01"},
		{"July 2022", "2022-07"},
		{"12:05 AM, Jul 13, 2022", "2022-07-13 00:05"},
		{"28.03.2022", "2022-03-28"},
		{"28/03/2022", "2022-03-28"},
		{"03/28/2022", "2022-03-28"},
		{"03/04/2022", "2022"},
		{"1657755180", "2022-07-13 23:33 +00:00"},
		{"1657755180000", "2022-07-13 23:33 +00:00"},
		{"发布时间：2022-07-13 23:33", "2022-07-13 23:33"},
		{"2016-12-31T23:59:60Z", "2016-12-31 23:59 +00:00"},
		{"2022-07-13T24:00:00", "2022-07-13"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct civil date = {0};
		struct buf out = {0};

		if (!metadate_parse(str_of(cases[i][0]), &date))
			fail_msg("%s", cases[i][0]);
		civil_add_full(&out, &date);
		assert_string_equal(buf_cstr(&out), cases[i][1]);
		buf_release(&out);
	}
}

static void what_is_no_date_is_left_alone(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"",
		"true",
		"draft",
		"2022-13-01",
		"2022-02-30",
		"0000-01-01",
		"12:30",
		"7",
		"99999",
		"1.2.3.4",
		"a 2022-03-28 to 2022-03-29 range",
		"3月",
		"Jul",
		"2022-07-13 2022-07-14",
		("a text that is far too long to be the value of a date field, although it has "
		 "something like 2022-07-13 in it"),
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct civil date = {.year = 1};

		if (metadate_parse(str_of(cases[i]), &date))
			fail_msg("%s", cases[i]);
		assert_int_equal(date.year, 1);
	}
}

static void any_bytes_of_text_are_taken(void **state)
{
	(void)state;
	static const char *const pieces[] = {
		"2022", "-",   "年", "月", ":", "+",    "令和",
		"元年", "jul", "pm", "日", " ", "下午", "99999999999999999999",
		"3",    "12",  ".",  "/"};
	uint32_t random = 3;

	for (int run = 0; run < 5000; run++) {
		struct buf text = {0};
		struct civil date = {0};

		for (int i = 0; i < 8; i++) {
			random = random * 1664525 + 1013904223;
			buf_adds(&text, pieces[(random >> 16) % 18]);
		}
		if (metadate_parse(buf_str(&text), &date)) {
			assert_in_range(date.precision, CIVIL_YEAR, CIVIL_SECOND);
			if (date.precision >= CIVIL_DAY)
				assert_true(civil_valid(date.year, date.month, date.day));
		}
		buf_release(&text);
	}
}

static void a_path_may_carry_a_day(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"2022-07-13-title.md", "2022-07-13"},
		{"/a/_posts/2022-07-13-title.md", "2022-07-13"},
		{"a/2022-07-13_x y.txt", "2022-07-13"},
		{"2022-07-13.md", "2022-07-13"},
		{"2022/07/13/title/index.html", "2022-07-13"},
		{"/blog/2021/01/02/2022/07/13/title.html", "2022-07-13"},
		{"/blog/2022/07/13/2021-01-02-title.html", "2021-01-02"},
		{"2022-07-13", ""},
		{"2022-07-130.md", ""},
		{"2022-02-30-title.md", ""},
		{"title-2022-07-13.md", ""},
		{"2022-07-13/title.md", ""},
		{"2022/07/13.md", ""},
		{"a2022/07/13/title.md", ""},
		{"2022/07-13/title.md", ""},
		{"", ""},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct civil date = {0};
		struct buf out = {0};

		if (metadate_of_path(str_of(cases[i][0]), &date))
			civil_add_full(&out, &date);
		if (strcmp(buf_cstr(&out), cases[i][1]) != 0)
			fail_msg("%s: %s", cases[i][0], buf_cstr(&out));
		buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_common_form_is_read),
		cmocka_unit_test(what_is_no_date_is_left_alone),
		cmocka_unit_test(any_bytes_of_text_are_taken),
		cmocka_unit_test(a_path_may_carry_a_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
