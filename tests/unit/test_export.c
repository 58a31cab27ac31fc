/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"
#include "base/mem.h"
#include "doc/build.h"
#include "export/export.h"
#include "export/record.h"
#include "export/references.h"

static struct doc *sample(void)
{
	struct doc *doc = doc_new();
	struct doc_build b;

	doc_build_init(&b, doc);
	doc_block_begin(&b, DOC_PARAGRAPH);
	doc_add_text(&b, STR("看"));
	doc_link_begin(&b, STR("https://a.example/1"), (struct str){0});
	doc_add_text(&b, STR("这里"));
	doc_link_end(&b);
	doc_link_begin(&b, STR("https://b.example/"), (struct str){0});
	doc_add_text(&b, STR("那里"));
	doc_link_end(&b);
	doc_add_text(&b, STR("。又见"));
	doc_link_begin(&b, STR("https://a.example/1"), (struct str){0});
	doc_add_text(&b, STR("前文"));
	doc_link_end(&b);
	doc_block_end(&b, DOC_PARAGRAPH);
	doc_block_begin(&b, DOC_PARAGRAPH);
	doc_span_begin(&b, DOC_STRONG);
	doc_add_text(&b, STR("第二段"));
	doc_span_end(&b, DOC_STRONG);
	doc_block_end(&b, DOC_PARAGRAPH);
	doc_build_finish(&b);
	return doc;
}

static void links_get_numbers_and_everything_else_keeps_its_place(void **state)
{
	(void)state;
	struct doc *doc = sample();
	struct references references = {0};
	struct doc *copy = references_number(doc, &references);

	assert_string_equal(buf_cstr(&copy->text), "看这里[1]那里[2]。又见前文[1]\n第二段\n");
	assert_int_equal(references.targets.n, 2);
	assert_int_equal(copy->blocks.n, doc->blocks.n);
	for (uint32_t i = 0; i < doc->blocks.n; i++) {
		struct str text = doc_block_text(copy, i);

		assert_true(text.n == 0 || text.p[text.n - 1] != '\n');
	}
	for (size_t i = 0; i < doc->spans.n; i++) {
		const struct doc_span *a = &doc->spans.p[i], *b = &copy->spans.p[i];

		assert_true(str_eq(str_sub(doc_text(doc), a->begin, a->end),
				   str_sub(doc_text(copy), b->begin, b->end)));
	}
	references_release(&references);
	doc_free(copy);
	doc_free(doc);
}

static void plain_text_has_header_paragraphs_and_addresses(void **state)
{
	(void)state;
	struct doc *doc = sample();
	struct export_article article = {
		.doc = doc,
		.title = STR("题目"),
		.author = STR("某人"),
		.date = {.year = 2022, .month = 7, .day = 13, .precision = CIVIL_DAY},
	};
	struct export_options options = {0};
	struct buf out = {0};

	export_plain.write(&article, &options, &out);
	assert_string_equal(buf_cstr(&out), "题目\n"
					    "Author: 某人\n"
					    "Date: 2022-07-13\n"
					    "\n"
					    "看这里[1]那里[2]。又见前文[1]\n"
					    "\n"
					    "第二段\n"
					    "\n"
					    "[1] https://a.example/1\n"
					    "[2] https://b.example/\n");
	buf_release(&out);
	doc_free(doc);
}

static void names_are_safe_on_any_file_system(void **state)
{
	(void)state;
	static const char *const titles[] = {
		"",
		".",
		"..",
		"../../etc/passwd",
		"-rf",
		"CON",
		"a/b\\c:d*e?f\"g<h>i|j",
		"  ",
		"\033[31m红",
		"名\n字",
		"\u202Egpj.exe",
		"。。。",
		"ends with dots...",
		"😅❤️",
		"nul",
	};
	struct str longest = {0};
	char long_title[4000];

	memset(long_title, 'x', sizeof long_title);
	longest = (struct str){long_title, sizeof long_title};
	for (size_t i = 0; i <= sizeof titles / sizeof titles[0]; i++) {
		bool last = i == sizeof titles / sizeof titles[0];
		struct export_article article = {.title = last ? longest : str_of(titles[i])};
		struct buf name = {0};

		export_name(&article, &export_plain, 0, &name);
		assert_true(name.n > 4 && name.n <= 150);
		assert_true(str_ends(buf_str(&name), STR(".txt")));
		assert_true(name.p[0] != '.' && name.p[0] != '-');
		assert_null(strpbrk(name.p, "/\\:*?\"<>|\n\033 "));
		assert_int_not_equal(strncasecmp(name.p, "con.", 4), 0);
		assert_int_not_equal(strncasecmp(name.p, "nul.", 4), 0);
		buf_release(&name);
	}
}

static void names_keep_what_can_be_kept(void **state)
{
	(void)state;
	static const struct {
		const char *title;
		struct civil date;
		const char *name;
	} names[] = {
		{"1984", {0}, "1984.txt"},
		{"道", {0}, "道.txt"},
		{"Ｗｉｎｄｏｗｓ９５！入門", {0}, "Ｗｉｎｄｏｗｓ９５-入門.txt"},
		{"CON", {0}, "karpread-CON.txt"},
		{"aux.c explained", {0}, "karpread-aux.c-explained.txt"},
		{"Com1.log", {0}, "karpread-Com1.log.txt"},
		{"auxiliary", {0}, "auxiliary.txt"},
		{"com10", {0}, "com10.txt"},
		{"nul",
		 {.year = 2022, .month = 7, .day = 14, .precision = CIVIL_DAY},
		 "2022-07-14-nul.txt"},
		{"。。。",
		 {.year = 2022, .month = 7, .day = 14, .precision = CIVIL_DAY},
		 "2022-07-14.txt"},
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct export_article article = {.title = str_of(names[i].title),
						 .date = names[i].date};
		struct buf name = {0};

		export_name(&article, &export_plain, 0, &name);
		assert_string_equal(buf_cstr(&name), names[i].name);
		buf_release(&name);
	}
}

static void a_folder_gets_a_free_name_and_a_file_is_never_overwritten(void **state)
{
	(void)state;
	char folder[] = "/tmp/karpread-export-XXXXXX";
	struct doc *doc = sample();
	struct export_article article = {.doc = doc, .title = STR("same")};
	struct export_options options = {0};
	struct export_over over = {0};
	struct buf first = {0}, second = {0};
	struct err err = {0};

	assert_non_null(mkdtemp(folder));
	assert_int_equal(export_file(&article, &export_plain, &options, folder, NULL, &first, &err),
			 0);
	assert_int_equal(
		export_file(&article, &export_plain, &options, folder, NULL, &second, &err), 0);
	assert_string_not_equal(buf_cstr(&first), buf_cstr(&second));
	char *path = xmemdup0(first.p, first.n);

	assert_int_equal(export_file(&article, &export_plain, &options, path, NULL, &second, &err),
			 -1);
	assert_int_equal(err.code, ERR_EXISTS);
	assert_int_equal(export_file(&article, &export_plain, &options, path, &over, &second, &err),
			 0);
	/* What is overwritten is what was there before, not what was just written. */
	assert_int_equal(
		export_file(&article, &export_plain, &options, folder, &over, &second, &err), 0);
	assert_string_not_equal(buf_cstr(&first), buf_cstr(&second));
	assert_int_equal(export_file(&article, &export_plain, &options, path, &over, &first, &err),
			 -1);
	export_over_release(&over);
	unlink(path);
	unlink(buf_cstr(&second));
	assert_int_equal(rmdir(folder), 0);
	free(path);
	buf_release(&first);
	buf_release(&second);
	err_release(&err);
	doc_free(doc);
}

static void no_control_leaves_in_a_record(void **state)
{
	(void)state;
	static const struct record_column columns[] = {{"a", RECORD_STRING}, {"b", RECORD_BOOL}};
	const struct record_value values[] = {{.text = STR("\033]0;x\a\tq\"\\\n\xC2\x9B\x7F")},
					      {.number = 1}};
	struct buf out = {0};

	record_row(&out, RECORD_JSON, columns, values, 2);
	assert_string_equal(
		buf_cstr(&out),
		"{\"a\":\"\\u001b]0;x\\u0007\\tq\\\"\\\\\\n\\u009b\\u007f\",\"b\":true}\n");
	buf_clear(&out);
	record_head(&out, RECORD_TSV, columns, 2);
	record_row(&out, RECORD_TSV, columns, values, 2);
	assert_string_equal(buf_cstr(&out), "a\tb\n^[]0;x^G\\tq\"\\\\\\n<9B>^?\t1\n");
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_get_numbers_and_everything_else_keeps_its_place),
		cmocka_unit_test(plain_text_has_header_paragraphs_and_addresses),
		cmocka_unit_test(names_are_safe_on_any_file_system),
		cmocka_unit_test(names_keep_what_can_be_kept),
		cmocka_unit_test(a_folder_gets_a_free_name_and_a_file_is_never_overwritten),
		cmocka_unit_test(no_control_leaves_in_a_record),
	};

	return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
