/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "store/query.h"

static const struct query_options options = {.fold = FOLD_ALL, .readings = true};

static struct query *parse(const char *text)
{
	struct err err = {0};
	struct query *q = query_parse(str_of(text), &options, NULL, &err);

	if (!q)
		fail_msg("%s: %s", text, err_text(&err));
	return q;
}

/* "any:a title:b -any:c" and so on: what was understood, for comparison. */
static void describe(const struct query *q, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < q->terms.n; i++) {
		const struct query_term *term = &q->terms.p[i];
		const char *name = query_field_name(term->field);

		buf_addf(out, "%s%s%s:", i ? " " : "", term->negated ? "-" : "",
			 name ? name : "any");
		if (term->field == QUERY_IS)
			buf_adds(out, query_is_name(term->is));
		else if (term->field == QUERY_DATE)
			buf_addf(out, "%lld..%lld",
				 term->first == INT64_MIN ? -1LL : (long long)term->first,
				 term->last == INT64_MAX ? -1LL : (long long)term->last);
		else
			buf_addf(out, "[%.*s]", STR_ARG(term->value));
	}
}

static void queries_are_understood(void **state)
{
	(void)state;
	static const struct {
		const char *query, *want;
	} cases[] = {
		{"", ""},
		{" \t　\n", ""},
		{"鲸落 量子", "any:[鲸落] any:[量子]"},
		{"鲸落　量子", "any:[鲸落] any:[量子]"},
		{"\"two words\" three", "any:[two words] any:[three]"},
		{"“two words” ＂full width＂", "any:[two words] any:[full width]"},
		{"\"open to the end -x", "any:[open to the end -x]"},
		{"\"a\"b", "any:[a] any:[b]"},
		{"5\"disk it's", "any:[5\"disk] any:[it's]"},
		{"\"\" \"", ""},
		{"\u00AD", ""},
		{"title:ab text:cd author:ef tag:gh lang:ja",
		 "title:[ab] text:[cd] author:[ef] tag:[gh] lang:[ja]"},
		{"TITLE：ab ｔａｇ:cd", "title:[ab] tag:[cd]"},
		{"title:\"a b\" title:“c d”", "title:[a b] title:[c d]"},
		{"-ab -\"c d\" -tag:ef －gh", "-any:[ab] -any:[c d] -tag:[ef] -any:[gh]"},
		{"- a-b --c", "any:[-] any:[a-b] -any:[-c]"},
		{"https://a.b/c foo:bar a:b:c", "any:[https://a.b/c] any:[foo:bar] any:[a:b:c]"},
		{":", "any:[:]"},
		{"is:unread IS:Read is:bookmarked -is:read",
		 "is:unread is:read is:bookmarked -is:read"},
		{"date:1970", "date:0..364"},
		{"date:1970-02", "date:31..58"},
		{"date:1970-02-03 date:1970/2/3 date:１９７０",
		 "date:33..33 date:33..33 date:0..364"},
		{"date:1970..1971", "date:0..729"},
		{"date:1970-02.. date:..1970-02", "date:31..-1 date:-1..58"},
		{"date:1970…1971", "date:0..729"},
		{"%_*?[ AND or", "any:[%_*?[] any:[AND] any:[or]"},
	};
	struct buf got = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct query *q = parse(cases[i].query);

		describe(q, &got);
		assert_string_equal(buf_cstr(&got), cases[i].want);
		query_free(q);
	}
	buf_release(&got);
}

static void errors_point_at_the_column(void **state)
{
	(void)state;
	static const struct {
		const char *query;
		size_t at;
		const char *column;
	} cases[] = {
		{"鲸落 title:", 13, "Column 10:"},   {"title: a", 6, "Column 7:"},
		{"is:new", 3, "Column 4:"},          {"a -is:", 6, "Column 7:"},
		{"date:", 5, "Column 6:"},           {"date:22", 5, "Column 6:"},
		{"date:2022-13", 5, "Column 6:"},    {"date:2022-02-30", 5, "Column 6:"},
		{"date:2023..2022", 5, "Column 6:"}, {"date:..", 5, "Column 6:"},
		{"date:202207", 5, "Column 6:"},     {"date:2022-07x", 5, "Column 6:"},
		{"date:2022..x", 5, "Column 6:"},    {"tag:\"\"", 4, "Column 5:"},
		{"ab \xFF", 3, "Column 4:"},         {"ab \xE4\xB8", 3, "Column 4:"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct err err = {0};
		size_t at = 0;

		assert_null(query_parse(str_of(cases[i].query), &options, &at, &err));
		assert_int_equal(err.code, ERR_USAGE);
		assert_int_equal(at, cases[i].at);
		if (strncmp(err_text(&err), cases[i].column, strlen(cases[i].column)) != 0)
			fail_msg("%s: %s", cases[i].query, err_text(&err));
		err_release(&err);
	}
}

static void queries_of_any_size_are_bounded(void **state)
{
	(void)state;
	struct buf text = {0}, got = {0};
	struct err err = {0};

	for (int i = 0; i < 10000; i++)
		buf_adds(&text, "鲸");
	struct query *q = query_parse(buf_str(&text), &options, NULL, &err);

	assert_non_null(q);
	assert_int_equal(q->terms.n, 1);
	query_free(q);
	buf_clear(&text);
	for (int i = 0; i < 5000; i++)
		buf_adds(&text, "a ");
	assert_null(query_parse(buf_str(&text), &options, NULL, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	err_release(&err);
	buf_clear(&text);
	buf_adds(&text, "date:");
	buf_addn(&text, '9', 10000);
	assert_null(query_parse(buf_str(&text), &options, NULL, &err));
	assert_true(strlen(err_text(&err)) < 300);
	err_release(&err);
	q = query_parse((struct str){"a\0b", 3}, &options, NULL, &err);
	assert_non_null(q);
	assert_int_equal(q->terms.p[0].key.n, 3);
	query_free(q);
	buf_release(&text);
	buf_release(&got);
}

static void case_is_heeded_when_a_word_has_upper_case(void **state)
{
	(void)state;
	struct query *q = parse("Tesla robot");

	assert_int_equal(q->fold, FOLD_ALL & ~FOLD_CASE);
	query_free(q);
	q = query_parse(STR("Tesla"), &(struct query_options){.fold = FOLD_ALL, .any_case = true},
			NULL, NULL);
	assert_int_equal(q->fold, FOLD_ALL);
	query_free(q);
	q = parse("tesla tag:AI lang:zh-Hant");
	assert_int_equal(q->fold, FOLD_ALL);
	query_free(q);
}

static const struct str tags[] = {STR_INIT("AI 研究"), STR_INIT("Science")};
static const struct query_subject article = {
	.title = STR_INIT("马斯克痛失AI大主管,特斯拉自动驾驶"),
	.author = STR_INIT("車東西 Che"),
	.text = STR_INIT("果然，休长假的特斯拉高管\n\nAutoPilot 負責人 ｶﾞｲﾄﾞ\n发\n布後的头髮 Café"),
	.language = STR_INIT("zh-Hans"),
	.tags = tags,
	.n_tags = 2,
	.date = {.year = 2022, .month = 7, .day = 14, .precision = CIVIL_DAY},
	.read = true,
};

static bool matches(const char *text, struct query_match *match)
{
	struct query *q = parse(text);
	struct query_scratch scratch = {0};
	bool found = query_match(q, &article, &scratch, match);

	query_scratch_release(&scratch);
	query_free(q);
	return found;
}

static void articles_match_by_every_field(void **state)
{
	(void)state;
	static const char *const yes[] = {
		"",
		"特斯拉",
		"特斯拉 autopilot",
		"\"特斯拉高管\"",
		"自動駕駛",
		"负责人",
		"がいど",
		"ガイド",
		"髪",
		"发布后",
		"cafe",
		"utopilo",
		"-蔚来",
		"-\"特斯拉 高管\"",
		"title:特斯拉",
		"text:高管",
		"-title:高管",
		"-text:大主管",
		"author:车东西",
		"author:che",
		"tag:science",
		"tag:\"ai 研究\"",
		"-tag:sci",
		"lang:zh",
		"lang:zh-hans",
		"lang:ZH_Hans",
		"-lang:zh-Hant",
		"-lang:z",
		"date:2022",
		"date:2022-07",
		"date:2022-07-14",
		"date:2021..2023",
		"date:2022-07-14..",
		"date:..2022-07-14",
		"-date:2023",
		"is:read",
		"-is:unread",
		"-is:bookmarked",
		"tsl",
		"zidongjiashi",
		"title:mskts",
		"aidazhuguan",
		"AutoPilot",
		"，休",
		",休",
	};
	static const char *const no[] = {
		"蔚来",
		"特斯拉 蔚来",
		"-特斯拉",
		"\"特斯拉 高管\"",
		"title:高管",
		"text:大主管",
		"autopILot",
		"author:特斯拉",
		"tag:sci",
		"tag:研究",
		"lang:zh-Hant",
		"lang:z",
		"date:2023",
		"date:2022-08..",
		"date:..2022-07-13",
		"-date:2022-07",
		"is:unread",
		"is:bookmarked",
		"text:tsl",
		"\"tsl\"",
		"-tsl tslx",
		"ttt",
	};

	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		if (!matches(yes[i], NULL))
			fail_msg("%s: no match", yes[i]);
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (matches(no[i], NULL))
			fail_msg("%s: a match", no[i]);
}

static void a_match_tells_where(void **state)
{
	(void)state;
	struct query_match m;

	assert_true(matches("特斯拉", &m));
	assert_true(m.in_title && m.in_text && !m.by_reading);
	assert_true(matches("AutoPilot 特斯拉", &m));
	assert_true(!m.in_title && m.in_text);
	assert_true(matches("tsl", &m));
	assert_true(!m.in_title && !m.in_text && m.by_reading);
	assert_true(matches("大主管", &m));
	assert_true(m.in_title && !m.in_text);
}

static void a_date_matches_when_all_it_may_mean_does(void **state)
{
	(void)state;
	static const struct {
		struct civil date;
		const char *query;
		bool want;
	} cases[] = {
		{{.year = 2022, .precision = CIVIL_YEAR}, "date:2022", true},
		{{.year = 2022, .precision = CIVIL_YEAR}, "date:2022-07", false},
		{{.year = 2022, .month = 2, .precision = CIVIL_MONTH}, "date:2022-02", true},
		{{.year = 2022, .month = 2, .precision = CIVIL_MONTH}, "date:2022-02-28..", false},
		{{0}, "date:1970", false},
		{{0}, "-date:1970", true},
		{{0}, "date:..9999", false},
	};
	struct query_scratch scratch = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct query *q = parse(cases[i].query);
		struct query_subject subject = {.date = cases[i].date};

		assert_int_equal(query_match(q, &subject, &scratch, NULL), cases[i].want);
		assert_int_equal(query_match_metadata(q, &subject, &scratch), cases[i].want);
		query_free(q);
	}
	query_scratch_release(&scratch);
}

static void check_hits(const char *text, enum query_field field, struct str s, const char *want)
{
	struct query *q = parse(text);
	struct query_scratch scratch = {0};
	struct query_ranges hits = {0};
	struct buf got = {0};

	query_hits(q, field, s, &scratch, &hits);
	if (field == QUERY_TEXT)
		assert_true(query_first(q, s, &scratch) ==
			    (hits.v.n ? hits.v.p[0].begin : (size_t)-1));
	for (size_t i = 0; i < hits.v.n; i++) {
		assert_true(hits.v.p[i].begin < hits.v.p[i].end);
		assert_true(!i || hits.v.p[i - 1].end <= hits.v.p[i].begin);
		buf_addf(&got, "[%.*s]", STR_ARG(str_sub(s, hits.v.p[i].begin, hits.v.p[i].end)));
	}
	assert_string_equal(buf_cstr(&got), want);
	buf_release(&got);
	vec_release(&hits.v);
	query_scratch_release(&scratch);
	query_free(q);
}

static void hits_are_sorted_and_joined(void **state)
{
	(void)state;
	check_hits("发布 后的", QUERY_TEXT, article.text, "[发\n布][後的]");
	check_hits("发布后 后的", QUERY_TEXT, article.text, "[发\n布後的]");
	check_hits("特斯拉 高管 -蔚来", QUERY_TEXT, article.text, "[特斯拉][高管]");
	check_hits("title:特斯拉 text:高管", QUERY_TEXT, article.text, "[高管]");
	check_hits("title:特斯拉 text:高管", QUERY_TITLE, article.title, "[特斯拉]");
	check_hits("tsl", QUERY_TITLE, article.title, "[特斯拉]");
	check_hits("tsl", QUERY_TEXT, article.text, "");
	check_hits("aa", QUERY_TEXT, STR("aaaaa"), "[aa][aa]");
	check_hits("がいど", QUERY_TEXT, article.text, "[ｶﾞｲﾄﾞ]");
	check_hits("is:read", QUERY_TEXT, article.text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries_are_understood),
		cmocka_unit_test(errors_point_at_the_column),
		cmocka_unit_test(queries_of_any_size_are_bounded),
		cmocka_unit_test(case_is_heeded_when_a_word_has_upper_case),
		cmocka_unit_test(articles_match_by_every_field),
		cmocka_unit_test(a_match_tells_where),
		cmocka_unit_test(a_date_matches_when_all_it_may_mean_does),
		cmocka_unit_test(hits_are_sorted_and_joined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
