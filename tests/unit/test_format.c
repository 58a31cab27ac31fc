/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"
#include "doc/dump.h"
#include "doc/format.h"
#include "doc/language.h"
#include "doc/title.h"

static struct doc *parse(const char *text, const char *path)
{
	struct doc *doc = format_parse(str_of(text), path, NULL);
	struct buf out = {0};

	if (!doc_verify(doc, &out))
		fail_msg("%s", buf_cstr(&out));
	buf_release(&out);
	return doc;
}

static struct buf read_seed(const char *name)
{
	struct buf path = {0}, bytes = {0};

	buf_addf(&path, "%s/seeds/%s", getenv("KARPREAD_SRCDIR"), name);
	assert_int_equal(fs_read(buf_cstr(&path), 1 << 20, &bytes, NULL, NULL), 0);
	buf_release(&path);
	return bytes;
}

static const char mended_seed[] = "002_b77ed5951c9db8e1.txt";
static const char listed_seed[] = "001_9c28b73ea4379fda.txt";

static bool is(struct str s, const char *want)
{
	return str_eq(s, str_of(want));
}

static void formats_are_sniffed_and_the_suffix_settles_the_rest(void **state)
{
	(void)state;
	static const struct {
		const char *text, *path, *format;
	} cases[] = {
		{"<!DOCTYPE html><p>x", NULL, "html"},
		{"<!doctype HTML><p>x", "a.txt", "html"},
		{"<div><p>x</p></div>", "a.txt", "html"},
		{"---\ntitle: t\n---\n<div><p>x</p></div>", "a.txt", "html"},
		{"正文<p>甲<p>乙<br>丙", "a.txt", "html"},
		{"正文</p>\n又一行</p>\n再一行</p>\n", "a.txt", "plain"},
		{"5 < 6 and 7 > 3\n<none>\n", NULL, "plain"},
		{"## 甲\n\n正文\n\n## 乙\n\n- 一\n- 二\n", "a.txt", "markdown"},
		{"just a line\n", "a.md", "markdown"},
		{"just a line\n", "A.MD", "markdown"},
		{"<div align=center>\n\n# 题\n\n</div>\n\n- a\n- b\n", "README.md", "markdown"},
		{"just a line\n", "a.html", "html"},
		{"just a line\n", "a.txt", "plain"},
		{"just a line\n", NULL, "plain"},
		{"- 你好。\n- 你也好。\n", "a.txt", "plain"},
		{"", "a.md", "markdown"},
		{".md", ".md", "plain"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc *doc = parse(cases[i].text, cases[i].path);

		if (strcmp(doc->format, cases[i].format) != 0)
			fail_msg("%s (%s): %s", cases[i].text, cases[i].path, doc->format);
		doc_free(doc);
	}
}

static void titles_and_credits_of_plain_text_follow_the_rules(void **state)
{
	(void)state;
	static const struct {
		const char *text, *title, *author, *editor;
	} cases[] = {
		{"标题在此\n\n正文。\n", "标题在此", "", ""},
		{"作者 | 甲乙\n编辑｜丙丁\n标题在此？\n正文。\n", "标题在此？", "甲乙", "丙丁"},
		{"文｜杜晨 编辑｜VickyXiao 题图来源 | 斯坦福\n标题\n正文。", "标题", "杜晨",
		 "VickyXiao"},
		{"某某号(公眾號:abc)\n標題\n正文。\n", "標題", "", ""},
		{"2022-07-14 10:23 量子位\n标题\n正文。\n", "标题", "", ""},
		{"2022年7月14日特斯拉发生了什么\n正文。\n", "2022年7月14日特斯拉发生了什么", "",
		 ""},
		{"发布时间：2022-07-14 来源：新华网\n标题\n正文。\n", "标题", "", ""},
		{"首页 > 科技 > 正文\n标题\n正文。\n", "标题", "", ""},
		{"https://example.org/1\n标题\n正文。\n", "标题", "", ""},
		{"原标题：真的标题\n正文。\n", "真的标题", "", ""},
		{"By Ann Other\nA headline\nText.\n", "A headline", "Ann Other", ""},
		{"By the way, a headline\nText.\n", "By the way, a headline", "", ""},
		{"一句话，说完了。\n第二句。\n", "", "", ""},
		{"只有一行\n", "", "", ""},
		{"***\n标题\n正文。\n", "标题", "", ""},
		{"長い夜\n文：山田太郎　編集：鈴木花子\n本文。\n", "長い夜", "山田太郎",
		 "鈴木花子"},
		{"标题\n作者：甲乙 2022-07-14 10:23\n正文。\n", "标题", "甲乙", ""},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc *doc = parse(cases[i].text, "a.txt");

		if (!is(doc->meta.title, cases[i].title) ||
		    !is(doc->meta.author, cases[i].author) ||
		    !is(doc->meta.editor, cases[i].editor))
			fail_msg("%s: %.*s, %.*s, %.*s", cases[i].text, STR_ARG(doc->meta.title),
				 STR_ARG(doc->meta.author), STR_ARG(doc->meta.editor));
		/* What is found in the body is a heading there, and of the same text. */
		if (doc->title_block != DOC_NONE)
			assert_true(str_eq(doc_block_text(doc, doc->title_block), doc->meta.title));
		doc_free(doc);
	}
}

static void a_heading_is_the_title_of_a_note_without_text(void **state)
{
	(void)state;
	struct doc *doc = parse("# 只有标题\n", "note.md");

	assert_true(is(doc->meta.title, "只有标题"));
	doc_free(doc);
}

static void a_date_is_sought_in_the_text_then_in_the_name(void **state)
{
	(void)state;
	static const struct {
		const char *text, *path, *date;
		enum doc_date_source source;
	} cases[] = {
		{"---\ndate: 2022-07-14\n---\n甲\n", "2021-01-02-a.md", "2022-07-14",
		 DOC_DATE_FRONT_MATTER},
		{"# 题\n\n发布日期: 2022-07-14\n\n甲\n", "2021-01-02-a.md", "2022-07-14",
		 DOC_DATE_MARKUP},
		{"# 题\n\n投稿日：2022年7月14日\n\n甲\n", "a.md", "2022-07-14", DOC_DATE_MARKUP},
		{"# 题\n\n来源：新华网　2022年7月14日\n\n甲\n", "a.md", "2022-07-14",
		 DOC_DATE_MARKUP},
		{"# 题\n\nThursday, July 14, 2022 01:00:00 PM\n\n甲\n", "a.md", "2022-07-14 13:00",
		 DOC_DATE_MARKUP},
		{"# 题\n\nThoughts on a quiet July 14, 2022\n\n甲\n", "a.md", "", DOC_DATE_NONE},
		{"# 题\n\n甲\n", "2021-01-02-a.md", "2021-01-02", DOC_DATE_NAME},
		{"# 题\n\n甲\n", NULL, "", DOC_DATE_NONE},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc *doc = parse(cases[i].text, cases[i].path);
		struct buf out = {0};

		if (doc->meta.date.precision)
			civil_add_full(&out, &doc->meta.date);
		if (strcmp(buf_cstr(&out), cases[i].date) != 0)
			fail_msg("%s: %s", cases[i].text, buf_cstr(&out));
		assert_int_equal(doc->meta.date_source, cases[i].source);
		buf_release(&out);
		doc_free(doc);
	}
}

static void a_long_line_is_no_title(void **state)
{
	(void)state;
	struct buf text = {0};

	for (int i = 0; i < TITLE_LONGEST + 1; i++)
		buf_adds(&text, "字");
	buf_adds(&text, "\n正文。\n");
	struct doc *doc = parse(buf_cstr(&text), NULL);

	assert_int_equal(doc->meta.title.n, 0);
	assert_int_equal(doc->title_block, DOC_NONE);
	doc_free(doc);
	buf_release(&text);
}

static void sites_are_taken_off_the_titles_of_pages(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"特斯拉高管离职 - 量子位", "特斯拉高管离职"},
		{"特斯拉高管宣布离职_科技频道_某某网", "特斯拉高管宣布离职"},
		{"特斯拉高管离职了-虎嗅网", "特斯拉高管离职了"},
		{"生成AIが変える編集の現場 | 毎日通信", "生成AIが変える編集の現場"},
		{"GPT-4", "GPT-4"},
		{"An introduction to GPT-4", "An introduction to GPT-4"},
		{"短 - 一个很长很长的网站名字", "短 - 一个很长很长的网站名字"},
		{"", ""},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str title = title_without_site(str_of(cases[i][0]));

		if (!is(title, cases[i][1]))
			fail_msg("%s: %.*s", cases[i][0], STR_ARG(title));
	}
}

static void languages_are_told_by_script_and_common_characters(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"这是一个简体中文的句子，说明了现在的问题。", "zh-Hans"},
		{"這是一個繁體中文的句子，說明了現在的問題。", "zh-Hant"},
		{"これは日本語の文です。現在の問題を説明する。", "ja"},
		{"이것은 한국어 문장입니다.", "ko"},
		{"This is a sentence of the kind that is written in English by people.", "en"},
		{"Ceci n'est pas une pipe, mais une phrase.", ""},
		{"马斯克 CEO 说 Autopilot FSD 这个 AI 已经 OK", "zh-Hans"},
		{"12345", ""},
		{"", ""},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_true(is(language_guess(str_of(cases[i][0])), cases[i][1]));
}

static size_t count_kind(const struct doc *doc, enum doc_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < doc->blocks.n; i++)
		n += doc->blocks.p[i].kind == kind;
	return n;
}

static void raw_is_neither_mended_nor_cleaned(void **state)
{
	(void)state;
	static const struct format_options raw = {.raw = true};
	struct buf damaged = read_seed(mended_seed), listed = read_seed(listed_seed);
	struct doc *doc = format_parse(buf_str(&damaged), NULL, &raw);

	assert_int_equal(doc->repairs.n, 0);
	assert_true(str_find(doc_text(doc), STR("當(dāng)?shù)貢r間"), 0) != (size_t)-1);
	assert_true(str_find(doc_text(doc), STR("?!?/p>"), 0) != (size_t)-1);
	doc_free(doc);
	doc = format_parse(buf_str(&listed), NULL, &raw);
	assert_int_equal(count_kind(doc, DOC_ASIDE), 0);
	doc_free(doc);
	buf_release(&damaged);
	buf_release(&listed);
}

/* What was mended, each repair as "raw>mended", in order. */
static void list_repairs(struct buf *out, struct str bytes, const char *path)
{
	struct doc *doc = format_parse(bytes, path, NULL);

	assert_true(doc_verify(doc, out));
	for (size_t i = 0; i < doc->repairs.n; i++) {
		const struct doc_repair *r = &doc->repairs.p[i];

		if (r->begin == r->end)
			continue;
		buf_addstr(out, r->raw);
		buf_addc(out, '>');
		buf_addstr(out, str_sub(doc_text(doc), r->begin, r->end));
		buf_addc(out, '\n');
	}
	doc_free(doc);
}

static void repairs_are_traced_through_every_parser(void **state)
{
	(void)state;
	struct buf bytes = read_seed(mended_seed), html = {0}, markdown = {0};
	struct buf plain_list = {0}, html_list = {0}, markdown_list = {0};
	struct str rest = buf_str(&bytes), line;

	buf_adds(&html, "<html><head><title>t</title></head><body>");
	buf_adds(&markdown, "---\ntitle: t\n---\n\n# *。*字\n\n");
	while (str_split(&rest, '\n', &line)) {
		buf_addf(&html, "<p>%.*s<b></b></p>&amp;", STR_ARG(line));
		buf_addf(&markdown, "%.*s\n\n", STR_ARG(line));
	}
	list_repairs(&plain_list, buf_str(&bytes), "a.txt");
	list_repairs(&html_list, buf_str(&html), "a.html");
	list_repairs(&markdown_list, buf_str(&markdown), "a.md");
	size_t n = 0;

	for (size_t i = 0; i < plain_list.n; i++)
		n += plain_list.p[i] == '\n';
	assert_int_equal(n, 138);
	assert_string_equal(buf_cstr(&html_list), buf_cstr(&plain_list));
	assert_string_equal(buf_cstr(&markdown_list), buf_cstr(&plain_list));
	buf_release(&bytes);
	buf_release(&html);
	buf_release(&markdown);
	buf_release(&plain_list);
	buf_release(&html_list);
	buf_release(&markdown_list);
}

static void what_is_not_certain_is_marked(void **state)
{
	(void)state;
	struct buf bytes = read_seed(mended_seed);
	struct doc *doc = format_parse(buf_str(&bytes), NULL, NULL);
	size_t mended = 0, doubtful = 0;

	for (size_t i = 0; i < doc->spans.n; i++) {
		mended += doc->spans.p[i].style == DOC_MENDED;
		doubtful += doc->spans.p[i].style == DOC_DOUBTFUL;
	}
	assert_int_equal(mended, 134);
	assert_int_equal(doubtful, 4);
	doc_free(doc);
	buf_release(&bytes);
}

static void further_headlines_are_an_aside_and_a_list_of_them_is_not(void **state)
{
	(void)state;
	struct buf bytes = read_seed(listed_seed);
	struct doc *doc = parse(buf_cstr(&bytes), NULL);

	assert_int_equal(count_kind(doc, DOC_ASIDE), 2);
	uint32_t last = (uint32_t)doc->blocks.n - 1, aside = doc->blocks.p[last].parent;

	assert_int_equal(doc->blocks.p[aside].kind, DOC_ASIDE);
	/* The label and 21 headlines. */
	assert_int_equal(doc->blocks.p[aside].after - aside - 1, 22);
	doc_free(doc);
	buf_release(&bytes);
	static const char *const whole[] = {
		"推荐\n甲\n乙\n丙\n丁\n戊\n",
		"甲说了。\n推荐\n乙\n丙说了话。\n丁\n戊\n己\n",
		"诗\n\n白日依山尽\n黄河入海流\n欲穷千里目\n更上一层楼\n",
		"他把照片分享到朋友圈。\n大家转载了他的文章。\n",
	};

	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
		doc = parse(whole[i], NULL);
		assert_int_equal(count_kind(doc, DOC_ASIDE), 0);
		doc_free(doc);
	}
}

/* A page whose article is `text`, in elements that begin and end so. */
static struct doc *page_around(const char *begin, const char *text, const char *end)
{
	struct buf page = {0};

	buf_adds(&page, "<!DOCTYPE html><title>题目在此</title><header><h1>站</h1>某人</header>");
	buf_addf(&page, "%s<h1>题目在此</h1><p>2022-07-14</p><p>%s</p>%s", begin, text, end);
	buf_adds(&page, "<aside><h2>归档</h2><ul><li>2025</li></ul></aside><footer>©</footer>");
	struct doc *doc = parse(buf_cstr(&page), "a.html");

	buf_release(&page);
	return doc;
}

static size_t count_folded(const struct doc *doc)
{
	size_t n = 0;

	for (uint32_t i = 0; i < doc->blocks.n; i++)
		for (uint32_t up = doc->blocks.p[i].parent; doc_is_leaf(&doc->blocks.p[i]);
		     up = doc->blocks.p[up].parent) {
			if (up == DOC_NONE)
				break;
			n += doc->blocks.p[up].kind == DOC_ASIDE;
		}
	return n;
}

#define RUNNING                                                                                                                          \
	"正文的第一段，比后面的都长，因为网页的作者只给文章的一部分加了标记，其余的不在里面。" \
	"这样的网页不少，不能只信它的标记，要看文字在哪里。"

static void what_a_page_says_is_around_its_article_is_folded(void **state)
{
	(void)state;
	static const char text[] = "正文，一段足够长的正文，不是页边的东西。";
	static const struct {
		const char *begin, *text, *end;
		size_t folded; /* leaves */
	} cases[] = {
		/* The site's name and person, an archive of two leaves, a footer. */
		{"<main>", text, "</main>", 5},
		{"<main><article>", text, "</article><aside>旁</aside></main>", 6},
		{"<main><article>", text, "<aside>旁</aside><footer>尾</footer></article></main>",
		 5},
		{"<article>", text, "</article>", 3},
		{"<main>", text, "<aside>注</aside></main>", 5},
		/* Nothing is known, or what is said cannot be. */
		{"<div>", text, "</div>", 0},
		{"<main></main><div>", text, "</div>", 0},
		{"<aside><article>", text, "</article></aside>", 0},
		{"<article>摘要</article><div>", text, "<aside>注</aside></div>", 0},
		{"<main>一段正文，也不是页边。</main><p>中间</p><main>", text, "</main>", 5},
		/* The article begins before it. */
		{"<p>" RUNNING "</p><main>", text, "</main>", 0},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc *doc = page_around(cases[i].begin, cases[i].text, cases[i].end);

		if (count_folded(doc) != cases[i].folded)
			fail_msg("%s: %zu", cases[i].begin, count_folded(doc));
		assert_true(is(doc->meta.title, "题目在此"));
		assert_int_not_equal(doc->title_block, DOC_NONE);
		assert_int_equal(doc->meta.date.year, 2022);
		doc_free(doc);
	}
}

static void the_head_of_a_page_dates_its_article(void **state)
{
	(void)state;
	struct doc *doc = parse("<!DOCTYPE html><title>题目在此</title><header><h1>题目在此</h1>"
				"<p>发布日期：2022-07-14</p><p>某栏</p></header><main>"
				"<p>正文，一段足够长的正文，不是页边的东西。</p></main>",
				"a.html");

	assert_int_equal(doc->meta.date.year, 2022);
	assert_true(is(doc_block_text(doc, doc->title_block), "题目在此"));
	assert_int_equal(doc->blocks.p[doc->title_block].parent, DOC_NONE);
	assert_int_equal(count_folded(doc), 2);
	doc_free(doc);
}

static void deep_and_endless_input_keeps_its_text(void **state)
{
	(void)state;
	static const char *const pieces[] = {
		"<div>",        "<blockquote>",
		"<ul><li>",     "<table><tr><td>",
		"<b><i>",       "<a href=x>",
		"<p><span>",    "<h1>",
		"<ruby><rt>",   "<sup>",
		"<pre>",        "</div></p>",
		"&lt;",         "<",
		"<!--x-->",     "<td colspan=99999999999>",
		"<nav hidden>",
	};

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct buf text = {0};

		buf_adds(&text, "<p>始め</p>");
		for (int n = 0; n < 100000 / (int)strlen(pieces[i]) * 5; n++)
			buf_adds(&text, pieces[i]);
		buf_adds(&text, " 終わり");
		struct doc *doc = parse(buf_cstr(&text), "a.html");

		assert_true(str_find(doc_text(doc), STR("始め"), 0) != (size_t)-1);
		if (!strstr(pieces[i], "hidden"))
			assert_true(str_find(doc_text(doc), STR("終わり"), 0) != (size_t)-1);
		doc_free(doc);
		buf_release(&text);
	}
}

static void markdown_stands_its_own_pathologies(void **state)
{
	(void)state;
	static const char *const pieces[] = {">",
					     "- ",
					     "1. ",
					     "[",
					     "![a](",
					     "**。",
					     "_a",
					     "`",
					     "<",
					     "&",
					     "*。字",
					     "~~",
					     "|a\n|-\n",
					     ":a",
					     "<b>",
					     "<!--\n-->\n\n",
					     "{%",
					     "]({{",
					     "{a='",
					     "$a_",
					     "\n$$a\n",
					     "\n:::a\n",
					     "\n---\nsrc: a\n"};

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct buf text = {0};

		buf_adds(&text, "# 始め\n\n");
		for (int n = 0; n < 20000; n++)
			buf_adds(&text, pieces[i]);
		buf_adds(&text, "\n\n終わり\n");
		struct doc *doc = parse(buf_cstr(&text), "a.md");

		assert_true(str_find(doc_text(doc), STR("始め"), 0) != (size_t)-1);
		assert_true(str_find(doc_text(doc), STR("終わり"), 0) != (size_t)-1);
		doc_free(doc);
		buf_release(&text);
	}
}

static void what_generators_read_is_no_text(void **state)
{
	(void)state;
	static const struct {
		const char *source, *text;
	} cases[] = {
		/* Tags: marks go, what is between them stays. */
		{"甲\n{% include ad.html %}\n乙\n", "甲\n乙\n"},
		{"{% raw %}\n```\n{{ x }}\n```\n{% endraw %}\n", "{{ x }}\n"},
		{"{% raw %}甲{% if x %}乙{% endraw %}{% note %}\n", "甲{% if x %}乙\n"},
		{"甲{% unknown %}乙 {{ count }}\n", "甲{% unknown %}乙 {{ count }}\n"},
		{"`{% raw %}`\n\n```\n{% raw %}\n```\n", "{% raw %}\n{% raw %}\n"},
		{"{% highlight c %}\nint *a, *b;\n\n# no heading\n{% endhighlight %}\n甲\n",
		 "int *a, *b;\n\n# no heading\n甲\n"},
		{"{% highlight c %}\n甲\n", "{% highlight c %} 甲\n"},
		{"[甲]({% post_url 2022-07-14-name %})乙\n", "甲乙\n"},
		{"[甲]({{ \"/a b.html\" | absolute_url }} \"t\")乙\n", "甲乙\n"},
		{"[甲]({{ site.url }}/a.html)乙\n", "甲乙\n"},
		/* Attribute lists, behind what they are about. */
		{"# 题 {#id}\n", "题\n"},
		{"[甲](b){: .c target=\"_blank\"}乙[丙](d){#e width=50%}\n", "甲乙丙\n"},
		{"甲\n{: .notice--info #x}\n乙\n", "甲\n乙\n"},
		{"甲 {:?} {:.2} {#id} {a=b}乙\n", "甲 {:?} {:.2} {#id} {a=b}乙\n"},
		{"`{:.a}` {:}\n", "{:.a} {:}\n"},
		/* Containers. */
		{":::message alert\n甲\n:::\n乙\n", "甲\n乙\n"},
		{"::: tip 题\n甲\n\n```\n:::\n```\n:::\n乙\n", "题\n甲\n:::\n乙\n"},
		{"- 甲\n  :::note[题]\n  乙\n  :::\n- 丙\n", "甲\n题\n乙\n丙\n"},
		{"::::details 外\n:::tip\n内\n:::\n丙\n::::\n丁\n", "外\n内\n丙\n丁\n"},
		{":::message\n甲\n", ":::message 甲\n"},
		/* Slides. */
		{"甲\n\n---\nlayout: center\nclass: a\n---\n\n乙\n", "甲\n\n乙\n"},
		{"甲\n\n---\n乙: 丙\n---\n", "甲\n\n乙: 丙\n"},
		{"[TOC]\n\n甲[TOC]\n", "甲[TOC]\n"},
		/* HTML without an end is a word. */
		{"甲\n\n<script>标签\n\n乙 <!-- 丙\n\n<!-- 丁\n",
		 "甲\n<script>标签\n乙 <!-- 丙\n<!-- 丁\n"},
		{"在<template>里`a`\n```\n</template>\n```\n\n- 甲<select>乙\n- "
		 "<video>丙</video>丁<embed src=\"a\">戊\n",
		 "在<template>里a\n</template>\n甲<select>乙\n丁戊\n"},
		{"甲\n\n<script a=b> 乙<style>丙\n", "甲\n<script a=b> 乙<style>丙\n"},
		{"按<Esc>键，vector<string> s，[甲](<b>)\n", "按<Esc>键，vector<string> s，甲\n"},
		{"<foo>甲\n\n乙</foo><FONT>丙<wbr>丁\n\n<td>a<Of>丁\n", "甲\n乙丙丁\na丁\n"},
		{"    List<String> 1~2 3~4 `<a>`\n", "List<String> 1~2 3~4 `<a>`\n"},
		{"<script>\n甲\n</script>\n\n<!-- 乙\n\n丙 -->\n\n丁\n", "丁\n"},
		/* From-to is not struck out. */
		{"2015~2018년, 3월 1일~5일\n", "2015~2018년, 3월 1일~5일\n"},
		{"甲，~乙~ ~~丙~~丁\n", "甲，乙 丙丁\n"},
		{"<a href=\"1~2\">1~2</a>，3~4\n", "1~2，3~4\n"},
		/* Formulas, to the last mark. */
		{"甲$a_1*b_2*\\\\$乙$N$\n", "甲$a_1*b_2*\\\\$乙$N$\n"},
		{"甲\n$$\nx \\\\\n\n= [y](z)\n$$\n乙\n", "甲\n$$\nx \\\\\n\n= [y](z)\n$$\n乙\n"},
		{"$$x\n+ y$$\n", "$$x\n+ y$$\n"},
		{":::message\n$$\nx\n$$\n:::\n乙\n", "$$\nx\n$$\n乙\n"},
		{"卖$5，*买*$10。\n", "卖$5，买$10。\n"},
		{"`$a_1$` *甲*$5*乙*$\n", "$a_1$ 甲$5乙$\n"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc *doc = parse(cases[i].source, "a.md");

		if (!is(doc_text(doc), cases[i].text))
			fail_msg("%s: %.*s", cases[i].source, STR_ARG(doc_text(doc)));
		doc_free(doc);
	}
}

static void what_generators_complete_of_an_address_is_left_out(void **state)
{
	(void)state;
	static const char source[] = "![甲]({{ \"/a b.png\" | absolute_url }})\n\n"
				     "![乙]({{site.baseurl}}/c.png){: width=\"50%\"}\n\n"
				     "[丙]({% post_url 2022-07-14-d %})\n";
	struct doc *doc = parse(source, "a.md");

	assert_int_equal(doc->images.n, 2);
	assert_true(is(doc->images.p[0].source, "/a b.png"));
	assert_true(is(doc->images.p[1].source, "/c.png"));
	assert_int_equal(doc->links.n, 1);
	assert_true(is(doc->links.p[0].target, "2022-07-14-d"));
	doc_free(doc);
}

static void comments_end_where_browsers_end_them(void **state)
{
	(void)state;
	static const struct {
		const char *page, *text;
	} cases[] = {
		{"<p>甲<!-->乙<!-- x -->丙", "甲乙丙"},
		{"<p>甲<!--->乙<!-- x -->丙", "甲乙丙"},
		{"<p>甲<!---->乙<!-- x -->丙", "甲乙丙"},
		{"<p>甲<!--[if !IE]><!-->乙<!--<![endif]-->丙", "甲乙丙"},
		{"<p>甲<!--[if IE]>x<!--->乙<!-->丙", "甲乙丙"},
		{"<p>甲<!-- <!--> 乙<!-- x", "甲 乙"},
		{"<p>甲<!--", "甲"},
		{"<p>甲<!---", "甲"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc *doc = parse(cases[i].page, "a.html");

		if (!is(str_trim(doc_text(doc)), cases[i].text))
			fail_msg("%s: \"%.*s\"", cases[i].page, STR_ARG(doc_text(doc)));
		doc_free(doc);
	}
}

static void a_page_that_is_all_navigation_is_shown(void **state)
{
	(void)state;
	struct doc *doc = parse("<html><nav><p>only this</p></nav>", NULL);

	assert_true(is(doc_text(doc), "only this\n"));
	doc_free(doc);
}

static void a_charset_can_be_forced(void **state)
{
	(void)state;
	static const struct format_options options = {.charset = "big5"};
	struct doc *doc = format_parse(STR("\xA4\xA4\xA4\xE5"), NULL, &options);

	assert_true(is(doc_text(doc), "中文\n"));
	assert_string_equal(doc->charset, "Big5-HKSCS");
	doc_free(doc);
}

static void what_cannot_be_read_says_why(void **state)
{
	(void)state;
	char folder[] = "/tmp/karpread-test-XXXXXX";
	struct err err = {0};
	struct buf path = {0};

	assert_non_null(mkdtemp(folder));
	buf_addf(&path, "%s/file", folder);
	assert_null(format_open(buf_cstr(&path), NULL, NULL, &err));
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_null(format_open(folder, NULL, NULL, &err));
	assert_int_equal(err.code, ERR_KIND);
	assert_int_equal(fs_write(buf_cstr(&path), STR("%PDF-1.4\n"), 0, NULL), 0);
	assert_null(format_open(buf_cstr(&path), NULL, NULL, &err));
	assert_int_equal(err.code, ERR_KIND);
	assert_non_null(strstr(err_text(&err), buf_cstr(&path)));
	assert_int_equal(unlink(buf_cstr(&path)), 0);
	assert_int_equal(mkfifo(buf_cstr(&path), 0600), 0);
	assert_null(format_open(buf_cstr(&path), NULL, NULL, &err));
	assert_int_equal(err.code, ERR_KIND);
	assert_int_equal(unlink(buf_cstr(&path)), 0);
	assert_int_equal(rmdir(folder), 0);
	err_release(&err);
	buf_release(&path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_are_sniffed_and_the_suffix_settles_the_rest),
		cmocka_unit_test(titles_and_credits_of_plain_text_follow_the_rules),
		cmocka_unit_test(a_heading_is_the_title_of_a_note_without_text),
		cmocka_unit_test(a_date_is_sought_in_the_text_then_in_the_name),
		cmocka_unit_test(a_long_line_is_no_title),
		cmocka_unit_test(sites_are_taken_off_the_titles_of_pages),
		cmocka_unit_test(languages_are_told_by_script_and_common_characters),
		cmocka_unit_test(raw_is_neither_mended_nor_cleaned),
		cmocka_unit_test(repairs_are_traced_through_every_parser),
		cmocka_unit_test(what_is_not_certain_is_marked),
		cmocka_unit_test(further_headlines_are_an_aside_and_a_list_of_them_is_not),
		cmocka_unit_test(what_a_page_says_is_around_its_article_is_folded),
		cmocka_unit_test(the_head_of_a_page_dates_its_article),
		cmocka_unit_test(deep_and_endless_input_keeps_its_text),
		cmocka_unit_test(markdown_stands_its_own_pathologies),
		cmocka_unit_test(what_generators_read_is_no_text),
		cmocka_unit_test(what_generators_complete_of_an_address_is_left_out),
		cmocka_unit_test(comments_end_where_browsers_end_them),
		cmocka_unit_test(a_page_that_is_all_navigation_is_shown),
		cmocka_unit_test(a_charset_can_be_forced),
		cmocka_unit_test(what_cannot_be_read_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
