/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../dates/edtf_parse.h"
#include "base/buf.h"
#include "dates/edtf.h"
#include "dates/tag.h"

static const struct civil document = {
	.year = 2022, .month = 7, .day = 14, .precision = CIVIL_DAY, .zone = CIVIL_NO_ZONE};

static struct edtf parsed(const char *s)
{
	struct edtf e = {0};

	if (!edtf_parse(&e, str_of(s)))
		fail_msg("no date: %s", s);
	return e;
}

static void edtf_writes_what_it_reads(void **state)
{
	/* clang-format off */
	static const char *const forms[] = {
		"2022-07-13", "2022-07",   "2022",     "199X",      "18XX",
		"2022-07-XX", "2022-XX-XX", "2022-22", "2017-07~",  "2005/2009",
		"2016/..",    "../1945",   "-0220",    "-02XX",     "0618",
		"Y17000",     "Y-12000",   "0000",     "2022-07-01/2022-07-10",
		"2017-07~/2022-07~",
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct edtf e = parsed(forms[i]), again;
		struct buf b = {0};

		edtf_add(&b, &e);
		assert_string_equal(buf_cstr(&b), forms[i]);
		assert_true(edtf_parse(&again, buf_str(&b)));
		assert_true(edtf_eq(&e, &again));
		buf_release(&b);
	}
}

static void edtf_refuses_what_no_calendar_has(void **state)
{
	/* clang-format off */
	static const char *const forms[] = {
		"",        "2022-13",    "2022-00", "2022-02-30", "2022-7-1", "202",
		"2022-07-", "2022/2021", "../..",   "Y123",       "20X2",     "2022-07-13T10:00",
		"22-07-13", "2022-25",   "/",       "99999",      "2022-07-13-",
	};
	/* clang-format on */

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct edtf e = {.interval = true};

		if (edtf_parse(&e, str_of(forms[i])))
			fail_msg("taken for a date: %s", forms[i]);
		assert_true(e.interval);
	}
}

static void edtf_names_its_precision(void **state)
{
	static const struct {
		const char *form, *name;
		int64_t days;
	} rows[] = {
		{"2022-07-13", "day", 1},
		{"2022-08-15/2022-08-21", "week", 7},
		{"2022-08-16/2022-08-22", "day", 7},
		{"2022-02", "month", 28},
		{"2022-07/2022-09", "quarter", 92},
		{"2022-08/2022-10", "month", 92},
		{"2022-01/2022-06", "half-year", 181},
		{"2022-22", "quarter", 92},
		{"2020", "year", 366},
		{"199X", "decade", 3652},
		{"19XX", "century", 36524},
		{"2005/2009", "year", 1826},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct edtf e = parsed(rows[i].form);

		assert_string_equal(edtf_precision_name(&e), rows[i].name);
		assert_int_equal(edtf_last_day(&e) - edtf_first_day(&e) + 1, rows[i].days);
	}
}

/* The values of all mentions, each with a blank behind. */
static void expect(const char *text, const char *language, const struct civil *date,
		   const char *values)
{
	struct tag_input in = {.text = str_of(text), .date = date, .language = language};
	struct tags tags = {0};
	struct buf got = {0};

	tag_text(&tags, &in);
	for (size_t i = 0; i < tags.mentions.n; i++) {
		tag_add_value(&got, &tags.mentions.p[i]);
		buf_addc(&got, ' ');
	}
	assert_string_equal(buf_cstr(&got), values);
	buf_release(&got);
	tags_release(&tags);
}

static void the_language_is_guessed_by_script(void **state)
{
	(void)state;
	expect("会议在2022年7月13日举行,昨天通知。", NULL, &document, "2022-07-13 2022-07-13 ");
	expect("会議は2022年7月13日に開かれた。昨日のことだ。", NULL, &document,
	       "2022-07-13 2022-07-13 ");
	expect("회의는 2022년 7월 13일 열렸다. 어제였다.", NULL, &document,
	       "2022-07-13 2022-07-13 ");
	expect("The meeting was on July 13, 2022, yesterday.", NULL, &document,
	       "2022-07-13 2022-07-13 ");
}

static void without_a_document_date_nothing_relative_is_placed(void **state)
{
	(void)state;
	expect("昨天他说,3月份会回来,去年也这么说。", "zh", NULL, "PAST_REF XXXX-03 PAST_REF ");
	expect("2015年他毕业,次年3月入职。", "zh", NULL, "2015 2016-03 ");
}

static void a_coarse_document_date_gives_coarse_values(void **state)
{
	static const struct civil month = {
		.year = 2023, .month = 2, .precision = CIVIL_MONTH, .zone = CIVIL_NO_ZONE};
	static const struct civil year = {
		.year = 2022, .precision = CIVIL_YEAR, .zone = CIVIL_NO_ZONE};

	(void)state;
	expect("昨天,上个月,六年前,今年", "zh", &month, "2023-02-XX 2023-01 2017 2023 ");
	expect("去年,今年4月份", "zh", &year, "2021 2022-04 ");
}

static void centuries_before_are_counted_and_the_twentieth_is_not(void **state)
{
	(void)state;
	expect("20世纪之前,十九世纪后", "zh", &document, "19XX 18XX ");
	expect("两个世纪前", "zh", &document, "1822 ");
}

static void bare_months_follow_the_tense_of_news(void **state)
{
	(void)state;
	expect("9月,他离职。", "zh", &document, "2021-09 ");
	expect("新品将于9月上市。", "zh", &document, "2022-09 ");
	expect("2015年1月入职。6月转正。", "zh", &document, "2015-01 2015-06 ");
	expect("他说2015年1月入职。\n6月转正。", "zh", &document, "2015-01 2022-06 ");
	expect("2015年1月入职。\n6月转正。", "zh", &document, "2015-01 2015-06 ");
	expect("2015年\n6月入职。\n9月转正。", "zh", &document, "2015 2015-06 2015-09 ");
}

static void ranges_left_out_are_left_out(void **state)
{
	static const char text[] = "2020年,2021年,2022年";
	static const struct tag_skip skips[] = {{8, 16}};
	struct tag_input in = {.text = str_of(text), .skips = skips, .skip_count = 1};
	struct tags tags = {0};

	(void)state;
	tag_text(&tags, &in);
	assert_int_equal(tags.mentions.n, 2);
	assert_int_equal(tags.mentions.p[0].offset, 0);
	assert_int_equal(tags.mentions.p[1].value.begin.year, 2022);
	tags_release(&tags);
}

/* The sentence and the label of the only mention. */
static void expect_label(const char *text, const char *sentence, const char *label)
{
	struct tag_input in = {.text = str_of(text), .date = &document};
	struct tags tags = {0};

	tag_text(&tags, &in);
	assert_int_equal(tags.mentions.n, 1);
	const struct tag_mention *m = &tags.mentions.p[0];
	struct str s = str_sub(in.text, m->sentence, m->sentence_end);
	struct str l = str_sub(in.text, m->label, m->label_end);

	if (!str_eq(s, str_of(sentence)) || !str_eq(l, str_of(label)))
		fail_msg("sentence \"%.*s\", label \"%.*s\"", STR_ARG(s), STR_ARG(l));
	tags_release(&tags);
}

static void the_label_is_the_clause_that_is_dated(void **state)
{
	(void)state;
	expect_label("他来了。2011 年,他进入谷歌实习,很高兴。完。",
		     "2011 年,他进入谷歌实习,很高兴。", "他进入谷歌实习");
	expect_label("据说,他于2022年7月从特斯拉离职,众人惋惜。",
		     "据说,他于2022年7月从特斯拉离职,众人惋惜。", "他于2022年7月从特斯拉离职");
	expect_label("「好。」他说。\n「2017年加入公司。」", "「2017年加入公司。」", "加入公司");
	expect_label("同社は、2003年7月に設立された。", "同社は、2003年7月に設立された。",
		     "設立された");
	expect_label("楽しみ https://t.co/R2Yi - 彼は2022年3月27日に辞めた。",
		     "楽しみ https://t.co/R2Yi - 彼は2022年3月27日に辞めた。",
		     "楽しみ https://t.co/R2Yi - 彼は2022年3月27日に辞めた");
	expect_label("Dr. A. Smith left in May 2015, they say. He is back.",
		     "Dr. A. Smith left in May 2015, they say.", "Dr. A. Smith left in May 2015");
}

static void the_date_of_a_text_is_inferred(void **state)
{
	static const struct {
		const char *text, *date, *evidence;
	} rows[] = {
		{"当地时间2月8日,他将加入新公司。\n他于2022年7月离职。", "2023-02", "2月8日"},
		{"2016年获得博士学位。今年4月休假。到2035年将普及。", "2016", "2016年"},
		{"标题\n2022-07-13 23:33 来源:新闻网\n他2017年加入。去年离开。", "2022-07-13",
		 "2022-07-13 23:33"},
		{"他在2021年5月3日离职,当时很多人都在场,事后大家都说这一天来得太突然了一些。",
		 "2021-05", "2021年5月3日"},
		{"他2019年加入公司。2060年的人口。\nCopyright © 2015-2021 某站", "2019", "2019年"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct tag_input in = {.text = str_of(rows[i].text), .date = &document};
		struct tag_mention evidence;
		struct civil date;
		struct buf b = {0};

		assert_true(tag_infer_date(&in, &date, &evidence));
		civil_add_date(&b, &date);
		assert_string_equal(buf_cstr(&b), rows[i].date);
		buf_clear(&b);
		buf_addstr(&b,
			   str_sub(in.text, evidence.offset, evidence.offset + evidence.length));
		assert_string_equal(buf_cstr(&b), rows[i].evidence);
		buf_release(&b);
	}
	struct tag_input none = {.text = STR("没有日期。")};
	struct civil date = {.year = 7};

	assert_false(tag_infer_date(&none, &date, NULL));
	assert_int_equal(date.year, 7);
}

static void a_long_text_is_dated_by_its_beginning(void **state)
{
	struct buf text = {0};
	struct tag_input in = {0};
	struct civil date;

	(void)state;
	buf_adds(&text, "2019年5月，他加入公司。\n");
	while (text.n < 1 << 19)
		buf_adds(&text, "他们在那里工作，没有人提起往事。\n");
	buf_adds(&text, "2022年7月，他离开公司。\n");
	in.text = buf_str(&text);
	/* One within what is looked at, and one across its end. */
	const struct tag_skip skips[] = {{40, 80}, {80, text.n}};

	for (in.skip_count = 0; in.skip_count <= 2; in.skip_count++) {
		in.skips = skips;
		assert_true(tag_infer_date(&in, &date, NULL));
		assert_int_equal(date.year, 2019);
		assert_int_equal(date.month, 5);
	}
	buf_release(&text);
}

static void spans_up_to_now_have_approximate_ends(void **state)
{
	struct tag_input in = {.text = STR("过去五年"), .date = &document, .language = "zh"};
	struct tags tags = {0};
	struct buf b = {0};

	(void)state;
	tag_text(&tags, &in);
	assert_int_equal(tags.mentions.n, 1);
	assert_true(tags.mentions.p[0].anchored);
	assert_false(tags.mentions.p[0].placed);
	edtf_add(&b, &tags.mentions.p[0].value);
	assert_string_equal(buf_cstr(&b), "2017-07~/2022-07~");
	buf_release(&b);
	tags_release(&tags);
}

static void huge_numbers_are_no_dates_and_cost_no_more(void **state)
{
	struct buf text = {0};
	struct tags tags = {0};

	(void)state;
	buf_addn(&text, '1', 1000000);
	buf_adds(&text, "年1");
	buf_addn(&text, '-', 1000);
	for (int i = 0; i < 100000; i++)
		buf_adds(&text, "一二");
	buf_adds(&text, "年。99999年、13月、2月30日、2022年0月。");
	for (int i = 0; i < 100000; i++)
		buf_adds(&text, "1-");
	for (int i = 0; i < 20000; i++)
		buf_adds(&text, "2005年到");
	struct tag_input in = {.text = buf_str(&text), .language = "zh"};

	tag_text(&tags, &in);
	assert_true(tags.mentions.n >= 10000);
	assert_int_equal(tags.mentions.p[0].value.begin.year, 2005);
	tags_release(&tags);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edtf_writes_what_it_reads),
		cmocka_unit_test(edtf_refuses_what_no_calendar_has),
		cmocka_unit_test(edtf_names_its_precision),
		cmocka_unit_test(the_language_is_guessed_by_script),
		cmocka_unit_test(without_a_document_date_nothing_relative_is_placed),
		cmocka_unit_test(a_coarse_document_date_gives_coarse_values),
		cmocka_unit_test(centuries_before_are_counted_and_the_twentieth_is_not),
		cmocka_unit_test(bare_months_follow_the_tense_of_news),
		cmocka_unit_test(ranges_left_out_are_left_out),
		cmocka_unit_test(the_label_is_the_clause_that_is_dated),
		cmocka_unit_test(the_date_of_a_text_is_inferred),
		cmocka_unit_test(a_long_text_is_dated_by_its_beginning),
		cmocka_unit_test(spans_up_to_now_have_approximate_ends),
		cmocka_unit_test(huge_numbers_are_no_dates_and_cost_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
