/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/title.h"

#include <string.h>

#include "doc/meta.h"
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
static const struct {
	struct str label;
	enum credit credit;
} labels[] = {
    {STR_INIT("本文作者"), CREDIT_AUTHOR},  {STR_INIT("作者"), CREDIT_AUTHOR},
    {STR_INIT("撰文"), CREDIT_AUTHOR},      {STR_INIT("文字"), CREDIT_AUTHOR},
    {STR_INIT("著者"), CREDIT_AUTHOR},      {STR_INIT("執筆者"), CREDIT_AUTHOR},
    {STR_INIT("執筆"), CREDIT_AUTHOR},      {STR_INIT("筆者"), CREDIT_AUTHOR},
    {STR_INIT("ライター"), CREDIT_AUTHOR},  {STR_INIT("记者"), CREDIT_AUTHOR},
    {STR_INIT("記者"), CREDIT_AUTHOR},      {STR_INIT("기자"), CREDIT_AUTHOR},
    {STR_INIT("작성자"), CREDIT_AUTHOR},    {STR_INIT("글쓴이"), CREDIT_AUTHOR},
    {STR_INIT("글"), CREDIT_AUTHOR},        {STR_INIT("文"), CREDIT_AUTHOR},
    {STR_INIT("Author"), CREDIT_AUTHOR},    {STR_INIT("Written by"), CREDIT_AUTHOR},
    {STR_INIT("By"), CREDIT_AUTHOR},        {STR_INIT("责任编辑"), CREDIT_EDITOR},
    {STR_INIT("責任編輯"), CREDIT_EDITOR},  {STR_INIT("编辑"), CREDIT_EDITOR},
    {STR_INIT("編輯"), CREDIT_EDITOR},      {STR_INIT("责编"), CREDIT_EDITOR},
    {STR_INIT("責編"), CREDIT_EDITOR},      {STR_INIT("編集"), CREDIT_EDITOR},
    {STR_INIT("편집"), CREDIT_EDITOR},      {STR_INIT("Editor"), CREDIT_EDITOR},
    {STR_INIT("Edited by"), CREDIT_EDITOR}, {STR_INIT("编译"), CREDIT_OTHER},
    {STR_INIT("編譯"), CREDIT_OTHER},       {STR_INIT("翻译"), CREDIT_OTHER},
    {STR_INIT("翻譯"), CREDIT_OTHER},       {STR_INIT("翻訳"), CREDIT_OTHER},
    {STR_INIT("译者"), CREDIT_OTHER},       {STR_INIT("譯者"), CREDIT_OTHER},
    {STR_INIT("校对"), CREDIT_OTHER},       {STR_INIT("校對"), CREDIT_OTHER},
    {STR_INIT("整理"), CREDIT_OTHER},       {STR_INIT("策划"), CREDIT_OTHER},
    {STR_INIT("策劃"), CREDIT_OTHER},       {STR_INIT("出品"), CREDIT_OTHER},
    {STR_INIT("来源"), CREDIT_OTHER},       {STR_INIT("來源"), CREDIT_OTHER},
    {STR_INIT("出处"), CREDIT_OTHER},       {STR_INIT("出處"), CREDIT_OTHER},
    {STR_INIT("转载自"), CREDIT_OTHER},     {STR_INIT("转自"), CREDIT_OTHER},
    {STR_INIT("原文"), CREDIT_OTHER},       {STR_INIT("图片来源"), CREDIT_OTHER},
    {STR_INIT("圖片來源"), CREDIT_OTHER},   {STR_INIT("题图来源"), CREDIT_OTHER},
    {STR_INIT("题图"), CREDIT_OTHER},       {STR_INIT("題圖"), CREDIT_OTHER},
    {STR_INIT("头图"), CREDIT_OTHER},       {STR_INIT("头图来源"), CREDIT_OTHER},
    {STR_INIT("图源"), CREDIT_OTHER},       {STR_INIT("图"), CREDIT_OTHER},
    {STR_INIT("圖"), CREDIT_OTHER},         {STR_INIT("摄影"), CREDIT_OTHER},
    {STR_INIT("攝影"), CREDIT_OTHER},       {STR_INIT("写真"), CREDIT_OTHER},
    {STR_INIT("出典"), CREDIT_OTHER},       {STR_INIT("사진"), CREDIT_OTHER},
    {STR_INIT("출처"), CREDIT_OTHER},       {STR_INIT("Source"), CREDIT_OTHER},
    {STR_INIT("微信公众号"), CREDIT_OTHER}, {STR_INIT("公众号"), CREDIT_OTHER},
    {STR_INIT("公眾號"), CREDIT_OTHER},     {STR_INIT("微信号"), CREDIT_OTHER},
    {STR_INIT("ID"), CREDIT_OTHER},         {STR_INIT("发布时间"), CREDIT_DATE},
    {STR_INIT("發布時間"), CREDIT_DATE},    {STR_INIT("时间"), CREDIT_DATE},
    {STR_INIT("日期"), CREDIT_DATE},        {STR_INIT("時間"), CREDIT_DATE},
    {STR_INIT("日時"), CREDIT_DATE},        {STR_INIT("Date"), CREDIT_DATE},
    {STR_INIT("标题"), CREDIT_TITLE},       {STR_INIT("標題"), CREDIT_TITLE},
    {STR_INIT("題名"), CREDIT_TITLE},       {STR_INIT("제목"), CREDIT_TITLE},
    {STR_INIT("Title"), CREDIT_TITLE},      {STR_INIT("Subject"), CREDIT_TITLE},
    {STR_INIT("發信人"), CREDIT_AUTHOR},    {STR_INIT("From"), CREDIT_AUTHOR},
    {STR_INIT("看板"), CREDIT_OTHER},       {STR_INIT("發信站"), CREDIT_OTHER},
    {STR_INIT("To"), CREDIT_OTHER},
};

static const struct str separators[] = {
    STR_INIT("|"),  STR_INIT("｜"), STR_INIT(":"),  STR_INIT("："), STR_INIT("/"),
    STR_INIT("／"), STR_INIT("丨"), STR_INIT("・"), STR_INIT("·"),
};

enum {
	NAME_LONGEST = 60,   /* bytes; more is a text that happens to begin so */
	LINE_LONGEST = 1000, /* bytes of a line that are looked at */
};

static struct str trim_blanks(struct str s)
{
	for (;;) {
		s = str_trim(s);
		if (str_starts(s, STR("\u3000")))
			s = str_sub(s, 3, s.n);
		else if (str_ends(s, STR("\u3000")))
			s.n -= 3;
		else
			return s;
	}
}

/* The length of a label with its separator at the beginning of text, 0 if there is none. */
static size_t label_at(struct str text, enum credit *credit)
{
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		if (!str_starts(text, labels[i].label))
			continue;
		struct str behind = str_sub(text, labels[i].label.n, text.n);
		struct str sep = trim_blanks(behind);

		for (size_t k = 0; k < sizeof separators / sizeof *separators; k++) {
			if (!str_starts(sep, separators[k]))
				continue;
			*credit = labels[i].credit;
			return (size_t)(sep.p - text.p) + separators[k].n;
		}
		/* "By Ann Other" alone needs none. */
		if (str_eq(labels[i].label, STR("By")) && behind.n > 1 && behind.n < NAME_LONGEST &&
		    behind.p[0] == ' ' && behind.p[1] >= 'A' && behind.p[1] <= 'Z') {
			*credit = labels[i].credit;
			return labels[i].label.n + 1;
		}
	}
	return 0;
}

static void take_name(struct doc *doc, enum credit credit, struct str name)
{
	name = trim_blanks(name);
	while (name.n && strchr("|/,;)", name.p[name.n - 1]))
		name = trim_blanks(str_sub(name, 0, name.n - 1));
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
			*head = trim_blanks(str_sub(line, 0, i));
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

static size_t count_characters(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}

static bool ends_sentence(struct str s)
{
	static const struct str ends[] = {STR_INIT("。"), STR_INIT("．"), STR_INIT("."),
					  STR_INIT("；"), STR_INIT("，"), STR_INIT(","),
					  STR_INIT("："), STR_INIT(":"),  STR_INIT("、")};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(s, ends[i]))
			return true;
	return false;
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
	static const struct str accounts[] = {
	    STR_INIT("公众号:"), STR_INIT("公众号："), STR_INIT("公眾號:"), STR_INIT("公眾號："),
	    STR_INIT("微信号:"), STR_INIT("ID:"),      STR_INIT("ID：")};

	for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++)
		if (str_find(line, accounts[i], 0) != (size_t)-1)
			return true;
	return false;
}

static bool is_address(struct str line)
{
	return str_starts(line, STR("http://")) || str_starts(line, STR("https://")) ||
	       str_starts(line, STR("www."));
}

/* A line of the head that is no title: a byline, a date, an account, an address. */
static bool is_credit(struct doc *doc, struct str line)
{
	struct str head = line;
	struct civil before = doc->meta.date;
	bool byline = take_byline(doc, line, &head);

	/* A year alone may well be a title. */
	if (head.n && head.n <= NAME_LONGEST && meta_set_date(doc, head, DOC_DATE_MARKUP)) {
		if (doc->meta.date.precision >= CIVIL_DAY)
			return true;
		doc->meta.date = before;
		doc->meta.date_source = DOC_DATE_NONE;
	}
	return (byline && head.n == 0) || names_account(line) || is_address(line) ||
	       !has_letters(line);
}

static bool same_title(struct str a, struct str b)
{
	a = trim_blanks(a);
	b = trim_blanks(b);
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

void title_find(struct doc *doc)
{
	uint32_t heading = DOC_NONE, line = DOC_NONE, same = DOC_NONE;
	bool text_began = false;
	size_t seen = 0;

	for (uint32_t i = 0; i < doc->blocks.n && seen < TITLE_LINES; i++) {
		struct doc_block *block = &doc->blocks.p[i];
		struct str text = str_sub(doc_block_text(doc, i), 0, LINE_LONGEST);

		text = trim_blanks(text);
		if (!is_line(block) || block->parent != DOC_NONE)
			continue;
		seen++;
		if (same == DOC_NONE && same_title(text, doc->meta.title))
			same = i;
		if (is_credit(doc, text))
			continue;
		bool fits = count_characters(text) <= TITLE_LONGEST;

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

	if (found == DOC_NONE || !is_followed(doc, found))
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
	struct str whole = trim_blanks(title);

	for (size_t k = 0; k < sizeof seps / sizeof *seps; k++) {
		size_t at = (size_t)-1, next = str_find(whole, seps[k].text, 0);

		for (; next != (size_t)-1; next = str_find(whole, seps[k].text, next + 1))
			at = next;
		if (at == (size_t)-1)
			continue;
		struct str head = trim_blanks(str_sub(whole, 0, at));
		struct str tail = trim_blanks(str_sub(whole, at + seps[k].text.n, whole.n));

		if (tail.n == 0 || head.n <= tail.n || count_characters(tail) > SITE_LONGEST ||
		    count_characters(head) < TITLE_SHORTEST ||
		    (seps[k].wide && (unsigned char)tail.p[0] < 0x80))
			continue;
		whole = head;
		if (!seps[k].again)
			break;
		k--;
	}
	return whole;
}
