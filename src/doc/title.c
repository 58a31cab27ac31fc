/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/title.h"

#include <string.h>

#include "doc/line.h"
#include "doc/meta.h"
#include "doc/metadate.h"
#include "text/script.h"
#include "text/utf8.h"

/* ---- bylines */

enum credit {
	CREDIT_AUTHOR,
	CREDIT_EDITOR,
	CREDIT_TITLE, /* of a mail or a board */
	CREDIT_DATE,
	CREDIT_OTHER, /* a source, a photographer: no title, but nobody we keep */
};

/* Longer labels before those they begin with. */
/* clang-format off */
static const struct {
	const char *label;
	enum credit credit;
} labels[] = {
	{"本文作者", CREDIT_AUTHOR}, {"作者", CREDIT_AUTHOR}, {"撰文", CREDIT_AUTHOR},
	{"文字", CREDIT_AUTHOR}, {"著者", CREDIT_AUTHOR}, {"執筆者", CREDIT_AUTHOR},
	{"執筆", CREDIT_AUTHOR}, {"筆者", CREDIT_AUTHOR}, {"ライター", CREDIT_AUTHOR},
	{"记者", CREDIT_AUTHOR}, {"記者", CREDIT_AUTHOR}, {"기자", CREDIT_AUTHOR},
	{"작성자", CREDIT_AUTHOR}, {"글쓴이", CREDIT_AUTHOR}, {"글", CREDIT_AUTHOR},
	{"文", CREDIT_AUTHOR}, {"Author", CREDIT_AUTHOR}, {"Written by", CREDIT_AUTHOR},
	{"By", CREDIT_AUTHOR}, {"责任编辑", CREDIT_EDITOR}, {"責任編輯", CREDIT_EDITOR},
	{"编辑", CREDIT_EDITOR}, {"編輯", CREDIT_EDITOR}, {"责编", CREDIT_EDITOR},
	{"責編", CREDIT_EDITOR}, {"編集", CREDIT_EDITOR}, {"편집", CREDIT_EDITOR},
	{"Editor", CREDIT_EDITOR}, {"Edited by", CREDIT_EDITOR}, {"编译", CREDIT_OTHER},
	{"編譯", CREDIT_OTHER}, {"翻译", CREDIT_OTHER}, {"翻譯", CREDIT_OTHER},
	{"翻訳", CREDIT_OTHER}, {"译者", CREDIT_OTHER}, {"譯者", CREDIT_OTHER},
	{"校对", CREDIT_OTHER}, {"校對", CREDIT_OTHER}, {"整理", CREDIT_OTHER},
	{"策划", CREDIT_OTHER}, {"策劃", CREDIT_OTHER}, {"出品", CREDIT_OTHER},
	{"来源", CREDIT_OTHER}, {"來源", CREDIT_OTHER}, {"出处", CREDIT_OTHER},
	{"出處", CREDIT_OTHER}, {"转载自", CREDIT_OTHER}, {"转自", CREDIT_OTHER},
	{"原文", CREDIT_OTHER}, {"图片来源", CREDIT_OTHER}, {"圖片來源", CREDIT_OTHER},
	{"题图来源", CREDIT_OTHER}, {"题图", CREDIT_OTHER}, {"題圖", CREDIT_OTHER},
	{"头图", CREDIT_OTHER}, {"头图来源", CREDIT_OTHER}, {"图源", CREDIT_OTHER},
	{"图", CREDIT_OTHER}, {"圖", CREDIT_OTHER}, {"摄影", CREDIT_OTHER},
	{"攝影", CREDIT_OTHER}, {"写真", CREDIT_OTHER}, {"出典", CREDIT_OTHER},
	{"사진", CREDIT_OTHER}, {"출처", CREDIT_OTHER}, {"Source", CREDIT_OTHER},
	{"微信公众号", CREDIT_OTHER}, {"公众号", CREDIT_OTHER}, {"公眾號", CREDIT_OTHER},
	{"微信号", CREDIT_OTHER}, {"ID", CREDIT_OTHER}, {"发布时间", CREDIT_DATE},
	{"發布時間", CREDIT_DATE}, {"发布日期", CREDIT_DATE}, {"發布日期", CREDIT_DATE},
	{"发表时间", CREDIT_DATE}, {"發表時間", CREDIT_DATE}, {"发表日期", CREDIT_DATE},
	{"發表日期", CREDIT_DATE}, {"发布于", CREDIT_DATE}, {"發布於", CREDIT_DATE},
	{"发表于", CREDIT_DATE}, {"發表於", CREDIT_DATE}, {"时间", CREDIT_DATE},
	{"日期", CREDIT_DATE}, {"時間", CREDIT_DATE}, {"日時", CREDIT_DATE},
	{"投稿日", CREDIT_DATE}, {"公開日", CREDIT_DATE}, {"掲載日", CREDIT_DATE},
	{"작성일", CREDIT_DATE}, {"등록일", CREDIT_DATE}, {"게시일", CREDIT_DATE},
	{"Date", CREDIT_DATE}, {"Published", CREDIT_DATE}, {"Posted", CREDIT_DATE},
	{"原标题", CREDIT_TITLE}, {"标题", CREDIT_TITLE}, {"標題", CREDIT_TITLE},
	{"題名", CREDIT_TITLE}, {"제목", CREDIT_TITLE}, {"Title", CREDIT_TITLE},
	{"Subject", CREDIT_TITLE}, {"發信人", CREDIT_AUTHOR}, {"From", CREDIT_AUTHOR},
	{"看板", CREDIT_OTHER}, {"發信站", CREDIT_OTHER}, {"To", CREDIT_OTHER},
};
/* clang-format on */

static const char *const separators[] = {"|", "｜", ":", "：", "/", "／", "丨", "・", "·", NULL};

enum {
	NAME_LONGEST = 60,   /* bytes; more is a text that happens to begin so */
	LINE_LONGEST = 1000, /* bytes of a line that are looked at */
};

/*
 * The length of a label with its separator at the beginning of text, which is not empty; 0 if
 * there is none.
 */
static size_t label_at(struct str text, enum credit *credit)
{
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		/* This is asked at each word, and nearly all differ in the first byte. */
		if (*labels[i].label != *text.p)
			continue;
		struct str name = str_of(labels[i].label);

		if (!str_starts(text, name))
			continue;
		struct str behind = str_sub(text, name.n, text.n);
		struct str sep = line_trim(behind);

		size_t sep_n = line_starts(sep, separators);

		if (sep_n) {
			*credit = labels[i].credit;
			return (size_t)(sep.p - text.p) + sep_n;
		}
		/* "By Ann Other" alone needs none. */
		if (str_eq(name, STR("By")) && behind.n > 1 && behind.n < NAME_LONGEST &&
		    behind.p[0] == ' ' && behind.p[1] >= 'A' && behind.p[1] <= 'Z') {
			*credit = labels[i].credit;
			return name.n + 1;
		}
	}
	return 0;
}

/* Takes the day behind a name: "新华网 2022-07-14 10:23". Returns the name. */
static struct str take_day(struct doc *doc, struct str name)
{
	struct civil date = {0};

	for (size_t i = 1; i < name.n && name.n <= NAME_LONGEST; i++) {
		struct str behind = str_sub(name, i, name.n), head = str_sub(name, 0, i);
		bool blank = str_ends(head, STR(" ")) || str_ends(head, STR("\u3000"));

		if (!blank || behind.p[0] < '0' || behind.p[0] > '9')
			continue;
		if (metadate_parse(behind, &date) && date.precision >= CIVIL_DAY) {
			meta_set_date(doc, behind, DOC_DATE_MARKUP);
			return head;
		}
	}
	return name;
}

static void take_name(struct doc *doc, enum credit credit, struct str name)
{
	name = line_trim(name);
	if (credit != CREDIT_TITLE && credit != CREDIT_DATE)
		name = line_trim(take_day(doc, name));
	while (name.n && strchr("|/,;)", name.p[name.n - 1]))
		name = line_trim(str_sub(name, 0, name.n - 1));
	if (credit == CREDIT_TITLE)
		meta_set(doc, &doc->meta.title, name);
	if (name.n == 0 || name.n > NAME_LONGEST)
		return;
	if (credit == CREDIT_DATE)
		meta_set_date(doc, name, DOC_DATE_MARKUP);
	else if (credit == CREDIT_AUTHOR)
		meta_set(doc, &doc->meta.author, name);
	else if (credit == CREDIT_EDITOR)
		meta_set(doc, &doc->meta.editor, name);
}

/*
 * Takes the names out of a line that begins with a label (or holds one behind a date), up to
 * which *head goes. False when it holds none.
 */
static bool take_byline(struct doc *doc, struct str line, struct str *head)
{
	enum credit credit = CREDIT_OTHER, next;
	size_t begin = 0;
	bool found = false;

	*head = line;
	for (size_t i = 0, size; i < line.n; i += size) {
		size_t label = 0;

		utf8_at(line.p, i, &size);
		/* A label begins the line or stands behind a blank or a bracket. */
		if (i == 0 || strchr(" \t(|/", line.p[i - 1]) ||
		    str_ends(str_sub(line, 0, i), STR("\u3000")))
			label = label_at(str_sub(line, i, line.n), &next);
		if (label == 0)
			continue;
		if (found)
			take_name(doc, credit, str_sub(line, begin, i));
		else
			*head = line_trim(str_sub(line, 0, i));
		found = true;
		credit = next;
		begin = i + label;
		size = label;
	}
	if (found)
		take_name(doc, credit, str_sub(line, begin, line.n));
	return found;
}

/* ---- what can be a title */

static bool ends_sentence(struct str s)
{
	static const char *const ends[] = {"。", "．", ".", "；", "，", ",", "：", ":", "、", NULL};

	return line_ends(s, ends);
}

static bool has_letters(struct str s)
{
	for (size_t i = 0, size; i < s.n; i += size) {
		enum script script = script_of(utf8_at(s.p, i, &size));

		if (script != SCRIPT_OTHER && script != SCRIPT_CJK_MARK)
			return true;
	}
	return false;
}

static bool names_account(struct str line)
{
	static const char *const accounts[] = {"公众号:", "公众号：", "公眾號:", "公眾號：",
					       "微信号:", "ID:",      "ID：",    NULL};

	return line_holds(line, accounts);
}

static bool is_address(struct str line)
{
	static const char *const schemes[] = {"http://", "https://", "www.", NULL};

	return line_starts(line, schemes);
}

/* "首页 > 科技 > 正文" */
static bool is_crumbs(struct str line)
{
	static const char *const starts[] = {
		"首页",   "首頁",   "当前位置", "當前位置", "您的位置", "您所在的", "您现在的",
		"ホーム", "トップ", "TOP",      "Home",     "홈",       NULL};
	static const char *const steps[] = {">", "›", "»", "＞", "→", NULL};

	return line_starts(line, starts) && line_holds(line, steps);
}

static bool is_date_char(uint32_t cp)
{
	static const uint32_t marks[] = {0x5E74, 0x6708, 0x65E5, 0x65F6, 0x6642, 0x5206,
					 0x79D2, 0xB144, 0xC6D4, 0xC77C}; /* 年月日时時分秒년월일 */

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (cp == marks[i])
			return true;
	return (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
}

static bool is_apart(uint32_t cp)
{
	return !script_is_solid(cp) || script_of(cp) == SCRIPT_CJK_MARK;
}

/* Where the words before a date's first number begin that are part of it: "Sunday, April 07". */
static size_t date_words(struct str line, size_t at)
{
	static const char names[] = "jan feb mar apr may jun jul aug sep oct nov dec "
				    "mon tue wed thu fri sat sun ";

	for (size_t begin = at;; at = begin) {
		char name[] = "xxx ";
		size_t end = begin;

		while (end && memchr(" ,.", line.p[end - 1], 3))
			end--;
		for (begin = end; begin && ((line.p[begin - 1] | 0x20) >= 'a' &&
					    (line.p[begin - 1] | 0x20) <= 'z');)
			begin--;
		if (end - begin < 3)
			return at;
		for (size_t i = 0; i < 3; i++)
			name[i] = (char)(line.p[begin + i] | 0x20);
		if (!strstr(names, name))
			return at;
	}
}

/*
 * Does the date in a line stand apart, with no more beside it than a site's name? In a headline
 * it is part of a sentence: 2022年7月14日发生了什么.
 */
static bool date_stands_apart(struct str line)
{
	enum { REST_MOST = 10 }; /* characters on either side */
	size_t begin = line.n, end = 0, size;

	for (size_t i = 0; i < line.n; i += size) {
		if (!is_date_char(utf8_at(line.p, i, &size)))
			continue;
		begin = begin < i ? begin : i;
		end = i + size;
	}
	if (end <= begin)
		return false;
	begin = date_words(line, begin);
	bool before = begin == 0 || is_apart(utf8_at(line.p, utf8_before(line.p, begin), &size));
	bool after = end == line.n || is_apart(utf8_at(line.p, end, &size));

	return before && after && !line_is_longer(str_sub(line, 0, begin), REST_MOST) &&
	       !line_is_longer(str_sub(line, end, line.n), REST_MOST);
}

/* A line of the head that is no title: a byline, a date, an account, an address. */
static bool is_credit(struct doc *doc, struct str line)
{
	struct str head = line;
	struct civil date = {0};
	bool byline = take_byline(doc, line, &head);

	/* A year alone may well be a title. */
	if (head.n && head.n <= NAME_LONGEST && date_stands_apart(head) &&
	    metadate_parse(head, &date) && date.precision >= CIVIL_DAY) {
		meta_set_date(doc, head, DOC_DATE_MARKUP);
		return true;
	}
	return (byline && head.n == 0) || names_account(line) || is_address(line) ||
	       is_crumbs(line) || !has_letters(line);
}

static bool same_title(struct str a, struct str b)
{
	a = line_trim(a);
	b = line_trim(b);
	return a.n && str_eq(a, b);
}

static bool is_line(const struct doc_block *block)
{
	return block->kind == DOC_HEADING || block->kind == DOC_PARAGRAPH;
}

static void set_block(struct doc *doc, uint32_t at)
{
	struct doc_block *block = &doc->blocks.p[at];

	doc->title_block = at;
	if (block->kind == DOC_HEADING)
		return;
	block->kind = DOC_HEADING;
	block->level = 1;
}

/* Does text follow block `at`? */
static bool is_followed(const struct doc *doc, uint32_t at)
{
	for (size_t i = at + 1; i < doc->blocks.n; i++)
		if (doc_is_leaf(&doc->blocks.p[i]) && doc->blocks.p[i].end > doc->blocks.p[i].begin)
			return true;
	return false;
}

static bool is_in_aside(const struct doc *doc, const struct doc_block *block)
{
	return block->parent != DOC_NONE && doc->blocks.p[block->parent].kind == DOC_ASIDE;
}

void title_find(struct doc *doc)
{
	uint32_t heading = DOC_NONE, line = DOC_NONE, same = DOC_NONE;
	bool text_began = false;
	size_t seen = 0, around = 0;

	for (uint32_t i = 0; i < doc->blocks.n && seen < TITLE_LINES; i++) {
		struct doc_block *block = &doc->blocks.p[i];
		struct str text = str_sub(doc_block_text(doc, i), 0, LINE_LONGEST);

		text = line_trim(text);
		if (!is_line(block))
			continue;
		/* The head of a page may stand before its article, but has only credits to give. */
		if (!text_began && is_in_aside(doc, block) && around++ < TITLE_LINES)
			is_credit(doc, text);
		if (block->parent != DOC_NONE)
			continue;
		seen++;
		if (same == DOC_NONE && same_title(text, doc->meta.title))
			same = i;
		if (is_credit(doc, text))
			continue;
		bool fits = !line_is_longer(text, TITLE_LONGEST);

		if (block->kind == DOC_HEADING) {
			/* One of a lower rank behind text divides it. */
			if (fits && (block->level == 1 || !text_began) &&
			    (heading == DOC_NONE || block->level < doc->blocks.p[heading].level))
				heading = i;
		} else if (!text_began) {
			text_began = true;
			if (fits && !ends_sentence(text))
				line = i;
		}
	}
	if (doc->meta.title.n) {
		if (same != DOC_NONE)
			set_block(doc, same);
		return;
	}
	uint32_t found = heading != DOC_NONE ? heading : line;

	if (found == DOC_NONE || (found != heading && !is_followed(doc, found)))
		return;
	meta_set(doc, &doc->meta.title, doc_block_text(doc, found));
	set_block(doc, found);
}

struct str title_without_site(struct str title)
{
	static const struct {
		struct str text;
		bool again; /* channels stand before the site: title_news_site */
		bool wide;  /* it stands in words too: only before CJK */
	} seps[] = {
		{STR_INIT(" - "), false, false}, {STR_INIT(" | "), true, false},
		{STR_INIT("_"), true, false},    {STR_INIT(" – "), false, false},
		{STR_INIT(" — "), false, false}, {STR_INIT("｜"), true, false},
		{STR_INIT(" :: "), true, false}, {STR_INIT(" » "), true, false},
		{STR_INIT("-"), false, true},
	};
	enum { SITE_LONGEST = 20, TITLE_SHORTEST = 6 }; /* characters */
	struct str whole = line_trim(title);

	for (size_t k = 0; k < sizeof seps / sizeof *seps; k++) {
		size_t at = (size_t)-1, next = str_find(whole, seps[k].text, 0);

		for (; next != (size_t)-1; next = str_find(whole, seps[k].text, next + 1))
			at = next;
		if (at == (size_t)-1)
			continue;
		struct str head = line_trim(str_sub(whole, 0, at));
		struct str tail = line_trim(str_sub(whole, at + seps[k].text.n, whole.n));

		if (tail.n == 0 || head.n <= tail.n || line_is_longer(tail, SITE_LONGEST) ||
		    !line_is_longer(head, TITLE_SHORTEST - 1) ||
		    (seps[k].wide && (unsigned char)tail.p[0] < 0x80))
			continue;
		whole = head;
		if (!seps[k].again)
			break;
		k--;
	}
	return whole;
}
