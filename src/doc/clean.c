/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/clean.h"

#include "text/utf8.h"

enum {
	HEADLINES_MOST = 300,  /* a page lists no more; so far up is looked */
	HEADLINES = 4,         /* so many lines in a row behind a heading word are a list */
	BARE_HEADLINES = 8,    /* and so many without one, if they are links */
	HEADLINE_LONGEST = 80, /* characters */
	LABEL_LONGEST = 16,    /* of the line with the heading word */
	NOTICE_LONGEST = 90,   /* of a share or copyright line */
	KEYWORDS_LONGEST = 200,
	TAIL = 10, /* leaves at the end among which notices are looked for */
};

/* ---- what lines say */

static const struct str headline_words[] = {
    STR_INIT("推荐"),       STR_INIT("推薦"),
    STR_INIT("相关"),       STR_INIT("相關"),
    STR_INIT("热门"),       STR_INIT("熱門"),
    STR_INIT("更多"),       STR_INIT("延伸阅读"),
    STR_INIT("延伸閱讀"),   STR_INIT("猜你喜欢"),
    STR_INIT("最新"),       STR_INIT("热点"),
    STR_INIT("排行"),       STR_INIT("往期"),
    STR_INIT("上一篇"),     STR_INIT("下一篇"),
    STR_INIT("関連"),       STR_INIT("おすすめ"),
    STR_INIT("人気"),       STR_INIT("新着"),
    STR_INIT("ランキング"), STR_INIT("あわせて読みたい"),
    STR_INIT("관련"),       STR_INIT("추천"),
    STR_INIT("인기"),       STR_INIT("많이 본"),
    STR_INIT("Related"),    STR_INIT("Recommended"),
    STR_INIT("More from"),  STR_INIT("You may"),
    STR_INIT("Read next"),  STR_INIT("Trending"),
};

static const struct str keyword_labels[] = {
    STR_INIT("关键词"), STR_INIT("關鍵詞"), STR_INIT("关键字"),     STR_INIT("關鍵字"),
    STR_INIT("标签"),   STR_INIT("標籤"),   STR_INIT("キーワード"), STR_INIT("タグ"),
    STR_INIT("키워드"), STR_INIT("태그"),   STR_INIT("Keywords"),   STR_INIT("Tags"),
};

/* With these a line begins that asks to share or to follow, or that is signed. */
static const struct str notice_starts[] = {
    STR_INIT("分享到"),     STR_INIT("扫码关注"),     STR_INIT("扫描二维码"),
    STR_INIT("长按识别"),   STR_INIT("长按二维码"),   STR_INIT("识别二维码"),
    STR_INIT("扫一扫"),     STR_INIT("微信扫一扫"),   STR_INIT("点击关注"),
    STR_INIT("點擊關注"),   STR_INIT("关注我们"),     STR_INIT("點擊閱讀"),
    STR_INIT("阅读原文"),   STR_INIT("点击阅读原文"), STR_INIT("举报反馈"),
    STR_INIT("责任编辑"),   STR_INIT("責任編輯"),     STR_INIT("（责任编辑"),
    STR_INIT("（责编"),     STR_INIT("(责任编辑"),    STR_INIT("(责编"),
    STR_INIT("シェアする"), STR_INIT("ツイートする"), STR_INIT("フォローする"),
    STR_INIT("Share this"), STR_INIT("Share on"),     STR_INIT("Follow us"),
};

/* A copyright line has one word of each. */
static const struct str rights[] = {
    STR_INIT("转载"),
    STR_INIT("轉載"),
    STR_INIT("転載"),
    STR_INIT("전재"),
    STR_INIT("版权"),
    STR_INIT("版權"),
    STR_INIT("著作権"),
    STR_INIT("저작권"),
    STR_INIT("Copyright"),
    STR_INIT("rights reserved"),
    STR_INIT("Rights Reserved"),
};
static const struct str claims[] = {
    STR_INIT("请"),   STR_INIT("請"),   STR_INIT("不得"), STR_INIT("禁"),   STR_INIT("未经"),
    STR_INIT("未經"), STR_INIT("所有"), STR_INIT("谢绝"), STR_INIT("注明"), STR_INIT("声明"),
    STR_INIT("聲明"), STR_INIT("無断"), STR_INIT("무단"), STR_INIT("©"),    STR_INIT("All"),
    STR_INIT("(c)"),  STR_INIT("(C)"),
};

static bool holds_one(struct str line, const struct str *words, size_t n, bool at_start)
{
	for (size_t i = 0; i < n; i++)
		if (at_start ? str_starts(line, words[i])
			     : str_find(line, words[i], 0) != (size_t)-1)
			return true;
	return false;
}
#define HOLDS(line, words)  holds_one(line, words, sizeof(words) / sizeof *(words), false)
#define STARTS(line, words) holds_one(line, words, sizeof(words) / sizeof *(words), true)

/* More characters than that, in no more time than that takes. */
static bool is_longer(struct str s, size_t characters)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n <= characters; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n > characters;
}

static struct str line_of(const struct doc *doc, uint32_t at)
{
	return str_trim(doc_block_text(doc, at));
}

static bool is_line(const struct doc_block *block)
{
	return block->kind == DOC_PARAGRAPH || block->kind == DOC_HEADING;
}

/* Headlines may ask or shout, but they are no sentences. */
static bool is_headline(const struct doc *doc, uint32_t at)
{
	struct str line = line_of(doc, at);

	return is_line(&doc->blocks.p[at]) && line.n && !is_longer(line, HEADLINE_LONGEST) &&
	       str_find(line, STR("。"), 0) == (size_t)-1 && line.p[line.n - 1] != '.' &&
	       !str_ends(line, STR("：")) && !str_ends(line, STR("；"));
}

static bool is_headline_label(const struct doc *doc, uint32_t at)
{
	struct str line = line_of(doc, at);

	return is_line(&doc->blocks.p[at]) && !is_longer(line, LABEL_LONGEST) &&
	       HOLDS(line, headline_words) && is_headline(doc, at);
}

static bool is_keywords(const struct doc *doc, uint32_t at)
{
	struct str line = line_of(doc, at);

	if (doc->blocks.p[at].kind != DOC_PARAGRAPH || !STARTS(line, keyword_labels) ||
	    is_longer(line, KEYWORDS_LONGEST))
		return false;
	struct str head = str_sub(line, 0, 24);

	return str_find(head, STR(":"), 0) != (size_t)-1 ||
	       str_find(head, STR("："), 0) != (size_t)-1;
}

static bool is_notice(const struct doc *doc, uint32_t at)
{
	struct str line = line_of(doc, at);

	return doc->blocks.p[at].kind == DOC_PARAGRAPH && !is_longer(line, NOTICE_LONGEST) &&
	       (STARTS(line, notice_starts) || (HOLDS(line, rights) && HOLDS(line, claims)));
}

static bool is_link(const struct doc *doc, uint32_t at)
{
	const struct doc_block *block = &doc->blocks.p[at];
	size_t i = doc_span_from(doc, block->begin), linked = 0;

	for (; i < doc->spans.n && doc->spans.p[i].begin < block->end; i++)
		if (doc->spans.p[i].style == DOC_LINK)
			linked += doc->spans.p[i].end - doc->spans.p[i].begin;
	return linked * 10 >= (block->end - block->begin) * 9;
}

/* ---- the asides of a doc, as ranges of blocks at the top level */

struct aside {
	uint32_t first, after;
};

struct asides {
	VEC(struct aside) list; /* sorted */
};

static void add(struct asides *asides, uint32_t first, uint32_t after)
{
	if (asides->list.n && first < asides->list.p[asides->list.n - 1].after)
		return;
	vec_push(&asides->list, (struct aside){first, after});
}

/* The block at the top level before `at`, or DOC_NONE. */
static uint32_t before(const struct doc *doc, uint32_t at)
{
	if (at == 0)
		return DOC_NONE;
	for (at--; doc->blocks.p[at].parent != DOC_NONE;)
		at = doc->blocks.p[at].parent;
	return at;
}

/* Does it belong to neither a list of headlines nor its end? Rules and images stand between. */
static bool is_filler(const struct doc *doc, uint32_t at)
{
	return doc->blocks.p[at].kind == DOC_RULE || doc->blocks.p[at].kind == DOC_IMAGE ||
	       is_notice(doc, at) || is_keywords(doc, at);
}

/* Lists count as their items. False: there is something in it that is no headline. */
static bool count_list(const struct doc *doc, uint32_t list, size_t *lines, size_t *links)
{
	for (uint32_t i = list + 1; i < doc->blocks.p[list].after; i++) {
		if (!doc_is_leaf(&doc->blocks.p[i]))
			continue;
		if (!is_headline(doc, i))
			return false;
		++*lines;
		*links += is_link(doc, i);
	}
	return true;
}

/*
 * Further headlines: from the last block upwards, lines that could be headlines up to one with a
 * heading word, and again above that; or many that are nothing but links. Notices behind them do
 * not belong to them.
 */
static struct aside find_headlines(const struct doc *doc)
{
	uint32_t end = (uint32_t)doc->blocks.n, at = end;
	struct aside found = {end, end};
	size_t lines = 0, links = 0;

	while (lines < HEADLINES_MOST && (at = before(doc, at)) != DOC_NONE) {
		const struct doc_block *block = &doc->blocks.p[at];
		bool list = block->kind == DOC_LIST;

		if (!list && lines >= HEADLINES && is_headline_label(doc, at)) {
			found.first = at;
			lines = links = 0;
			continue;
		}
		if (!list && is_filler(doc, at)) {
			if (lines == 0 && found.first == end)
				found.after = at;
			continue;
		}
		if (list ? !count_list(doc, at, &lines, &links) : !is_headline(doc, at))
			break;
		if (!list) {
			lines++;
			links += is_link(doc, at);
		}
		if (links == lines && links >= BARE_HEADLINES)
			found.first = at;
	}
	/* An article that is nothing but headlines is just that. */
	if (found.first == end || before(doc, found.first) == DOC_NONE)
		return (struct aside){end, end};
	return found;
}

/* Keywords and notices behind the headlines, or among the last leaves before them. */
static void find_notices(const struct doc *doc, struct asides *asides, struct aside headlines)
{
	uint32_t at = headlines.first, from = at;

	for (int leaves = 0; leaves < TAIL && (at = before(doc, at)) != DOC_NONE; leaves++)
		from = at;
	for (at = from; at < doc->blocks.n;) {
		uint32_t next = doc->blocks.p[at].after;

		if (at == headlines.first) {
			next = headlines.after;
			add(asides, at, next);
		} else if (at != doc->title_block && (is_keywords(doc, at) || is_notice(doc, at))) {
			add(asides, at, next);
		}
		at = next;
	}
}

/* The title a second time near the beginning. */
static void find_repeated_title(const struct doc *doc, struct asides *asides, uint32_t end)
{
	enum { NEAR = 6 };
	uint32_t at = doc->title_block;

	if (at == DOC_NONE || doc->blocks.p[at].parent != DOC_NONE)
		return;
	struct str title = line_of(doc, at);

	at = doc->blocks.p[at].after;
	for (int i = 0; i < NEAR && at < end; i++, at = doc->blocks.p[at].after)
		if (is_line(&doc->blocks.p[at]) && str_eq(line_of(doc, at), title))
			add(asides, at, doc->blocks.p[at].after);
}

/* ---- putting them in */

static uint32_t moved(const struct asides *asides, uint32_t at)
{
	uint32_t by = 0;

	for (size_t i = 0; at != DOC_NONE && i < asides->list.n && asides->list.p[i].first <= at;
	     i++)
		by++;
	return at == DOC_NONE ? at : at + by;
}

static void put_in(struct doc *doc, const struct asides *asides)
{
	VEC(struct doc_block) blocks = {0};
	size_t next = 0;
	uint32_t aside = DOC_NONE;

	vec_reserve(&blocks, doc->blocks.n + asides->list.n);
	for (uint32_t i = 0; i < doc->blocks.n; i++) {
		struct doc_block block = doc->blocks.p[i];

		if (next < asides->list.n && i == asides->list.p[next].first) {
			uint32_t after = asides->list.p[next++].after;

			aside = (uint32_t)blocks.n;
			vec_push(&blocks, (struct doc_block){.kind = DOC_ASIDE,
							     .parent = DOC_NONE,
							     .after = after + (uint32_t)next,
							     .image = DOC_NONE,
							     .begin = block.begin,
							     .end = doc->blocks.p[after - 1].end});
		}
		bool inside = aside != DOC_NONE && i < asides->list.p[next - 1].after;

		block.after = moved(asides, block.after - 1) + 1;
		block.parent =
		    block.parent == DOC_NONE && inside ? aside : moved(asides, block.parent);
		if (block.image != DOC_NONE)
			doc->images.p[block.image].block = (uint32_t)blocks.n;
		vec_push(&blocks, block);
	}
	doc->title_block = moved(asides, doc->title_block);
	vec_release(&doc->blocks);
	doc->blocks.p = (void *)blocks.p;
	doc->blocks.n = blocks.n;
	doc->blocks.cap = blocks.cap;
}

void clean_asides(struct doc *doc)
{
	struct asides asides = {0};
	struct aside headlines = find_headlines(doc);

	find_repeated_title(doc, &asides, headlines.first);
	find_notices(doc, &asides, headlines);
	if (headlines.first < headlines.after) {
		struct doc_block *label = &doc->blocks.p[headlines.first];

		if (label->kind == DOC_PARAGRAPH && is_headline_label(doc, headlines.first)) {
			label->kind = DOC_HEADING;
			label->level = 6;
		}
	}
	if (asides.list.n)
		put_in(doc, &asides);
	vec_release(&asides.list);
}
