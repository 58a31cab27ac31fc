/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "doc/dump.h"
#include "doc/frontmatter.h"

/* The metadata as doc_dump shows it, then the body. */
static void expect(const char *text, const char *meta, const char *body)
{
	struct doc *doc = doc_new();
	struct buf out = {0};
	size_t at = frontmatter_parse(doc, str_of(text));

	doc_dump(&out, doc);
	assert_string_equal(buf_cstr(&out), meta);
	assert_string_equal(text + at, body);
	buf_release(&out);
	doc_free(doc);
}

static void yaml_gives_the_fields_and_keeps_the_others(void **state)
{
	(void)state;
	expect("\n---\ntitle: '标题，带 \"引号\"'\ncategories: \n - 新媒体\n - ZAKER\nauthor: "
	       "ZAKER\n"
	       "comments: false\ndate: Wed, 13 Jul 2022 23:33:00 GMT\n---\n\nbody",
	       "title: 标题，带 \"引号\"\nauthor: ZAKER\n"
	       "date: 2022-07-13 23:33 +00:00 (front matter)\ntag: 新媒体\ntag: ZAKER\n"
	       "other comments: false\n",
	       "\nbody");
}

static void values_of_every_shape_are_read(void **state)
{
	(void)state;
	expect("---\r\nTitle: >\r\n  two\r\n  lines\r\nauthors:\r\n  - name: A\r\n    url: x\r\n  "
	       "- B\r\n"
	       "tags: [a, \"b c\"]\r\nkeywords: d，e、a\r\nheader: {k: v, l: [1, 2]}\r\nempty:\r\n"
	       "none: ~\r\nurl: /2022/x\r\nlink: https://e.org/x\r\n---\r\nbody",
	       "title: two lines\nauthor: A, B\nsource: https://e.org/x\ntag: a\ntag: b c\ntag: d\n"
	       "tag: e\nother header: k: v, 1, 2\nother url: /2022/x\n",
	       "body");
}

static void a_slip_in_the_yaml_costs_neither_body_nor_fields(void **state)
{
	(void)state;
	expect("---\ntitle: [PickUp] 休養中: x\ndate: 2022-03-28\ntags:\n- a\n- b: "
	       "c\nauthor：某人\n"
	       "description: |\n  one\n  # two\nother: \"x\n---\nbody",
	       "title: [PickUp] 休養中: x\nauthor: 某人\ndate: 2022-03-28 (front matter)\n"
	       "description: one # two\ntag: a\ntag: c\nother other: \"x\n"
	       "note: The front matter is not valid YAML (line 1: did not find expected key); it "
	       "was "
	       "read line by line.\n",
	       "body");
	expect("---\ntitle: a\x1B[31mb\n---\nbody",
	       "title: a [31mb\nnote: The front matter is not valid YAML (line 1: control "
	       "characters "
	       "are not allowed); it was read line by line.\n",
	       "body");
}

static void the_best_date_counts(void **state)
{
	(void)state;
	expect("---\nupdated: 2023-01-01\ndate: 2022-03-28 12:00:00\ncreated: 2021-01-01\n---\n",
	       "date: 2022-03-28 12:00 (front matter)\nother created: 2021-01-01\n", "");
	expect("---\npublished: true\nlastmod: 2023-01-01T00:00:00+08:00\n---\n",
	       "date: 2023-01-01 00:00 +08:00 (front matter)\nother published: true\n", "");
}

static void hexo_leaves_out_the_first_fence(void **state)
{
	(void)state;
	expect("title: Hello\ndate: 2013/7/13 20:46:25\n---\nbody",
	       "title: Hello\ndate: 2013-07-13 20:46 (front matter)\n", "body");
	expect("title: a line of prose\nand another\n---\nbody", "",
	       "title: a line of prose\nand another\n---\nbody");
}

static void toml_is_read_line_by_line(void **state)
{
	(void)state;
	expect("+++\ntitle = \"A = b\"\ndate = 2022-03-28T12:00:00+09:00\n[taxonomies]\n"
	       "tags = [\"x\", \"y\"]\ndraft = false\n+++\nbody",
	       "title: A = b\ndate: 2022-03-28 12:00 +09:00 (front matter)\ntag: x\ntag: y\n"
	       "other draft: false\n",
	       "body");
}

static void rules_and_prose_are_no_front_matter(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"",
		"\n\n",
		"---",
		"---\n",
		"---\n---\nbody",
		"---\nprose\n---\nbody",
		"---\ntitle: never closed\n\nbody",
		"# heading\n---\n",
		"----\ntitle: x\n----\n",
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(cases[i], "", cases[i]);
}

static void hostile_blocks_are_cut_short(void **state)
{
	(void)state;
	struct buf text = {0};
	struct doc *doc = doc_new();

	/* Quadratic in libyaml if it were read to its end. */
	buf_adds(&text, "---\ntitle: t\nx: ");
	buf_addn(&text, '[', 60000);
	buf_adds(&text, "\n---\nbody");
	size_t body = frontmatter_parse(doc, buf_str(&text));

	assert_string_equal(text.p + body, "body");
	assert_true(str_eq(doc->meta.title, STR("t")));
	doc_free(doc);
	buf_clear(&text);
	doc = doc_new();
	buf_adds(&text, "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle: t\n");
	for (int i = 0; i < 3000; i++)
		buf_addf(&text, "k%d: v\n", i);
	buf_adds(&text, "---\nbody");
	body = frontmatter_parse(doc, buf_str(&text));
	assert_string_equal(text.p + body, "body");
	assert_true(str_eq(doc->meta.title, STR("t")));
	assert_int_equal(doc->meta.other.n, 1000);
	doc_free(doc);
	buf_clear(&text);
	doc = doc_new();
	buf_adds(&text, "---\ntitle: t\nx: ");
	buf_addn(&text, 'x', FRONTMATTER_SIZE);
	buf_adds(&text, "\n---\nbody");
	assert_int_equal(frontmatter_parse(doc, buf_str(&text)), 0);
	doc_free(doc);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(yaml_gives_the_fields_and_keeps_the_others),
		cmocka_unit_test(values_of_every_shape_are_read),
		cmocka_unit_test(a_slip_in_the_yaml_costs_neither_body_nor_fields),
		cmocka_unit_test(the_best_date_counts),
		cmocka_unit_test(hexo_leaves_out_the_first_fence),
		cmocka_unit_test(toml_is_read_line_by_line),
		cmocka_unit_test(rules_and_prose_are_no_front_matter),
		cmocka_unit_test(hostile_blocks_are_cut_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
