/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/clean.h"

#include "doc/line.h"

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

/* clang-format off */
static const char *const headline_words[] = {
	"推荐", "推薦", "相关", "相關", "热门", "熱門", "更多", "延伸阅读", "延伸閱讀",
	"猜你喜欢", "最新", "热点", "排行", "往期", "関連", "おすすめ", "人気", "新着",
	"ランキング", "あわせて読みたい", "관련", "추천", "인기", "많이 본", "Related",
	"Recommended", "More from", "You may", "Read next", "Trending", NULL,
};

static const char *const keyword_labels[] = {
	"关键词", "關鍵詞", "关键字", "關鍵字", "标签", "標籤", "キーワード", "タグ", "키워드",
	"태그", "Keywords", "Tags", NULL,
};
/* clang-format on */

/* With these a line begins that asks to share or to follow, or that is signed. */
/* clang-format off */
static const char *const notice_starts[] = {
	"分享到", "扫码关注", "扫描二维码", "长按识别", "长按二维码", "识别二维码", "扫一扫",
	"微信扫一扫", "点击关注", "點擊關注", "关注我们", "點擊閱讀", "阅读原文", "点击阅读原文",
	"举报反馈", "责任编辑", "責任編輯", "（责任编辑", "（责编", "(责任编辑", "(责编",
	"シェアする", "ツイートする", "フォローする", "Share this", "Share on", "Follow us",
	"上一篇", "下一篇", "前の記事", "次の記事", "이전글", "다음글", "声明：", "聲明：",
	"免责声明", "免責聲明", "返回搜狐", "举报/反馈", "展开阅读全文", "发表评论", "网友评论",
	NULL,
};
/* clang-format on */

/* A copyright line has one word of each. */
/* clang-format off */
static const char *const rights[] = {
	"转载", "轉載", "転載", "전재", "版权", "版權", "著作権", "저작권", "Copyright",
	"rights reserved", "Rights Reserved", NULL,
};
static const char *const claims[] = {
	"请", "請", "不得", "禁", "未经", "未經", "所有", "谢绝", "注明", "声明", "聲明", "無断",
	"무단", "©", "All", "(c)", "(C)", NULL,
};
/* clang-format on */

static struct str line_of(const struct doc *doc, uint32_t at)
{
	return line_trim(doc_block_text(doc, at));
}

static bool is_line(const struct doc_block *block)
{
	return block->kind == DOC_PARAGRAPH || block->kind == DOC_HEADING;
}

/* Headlines may ask or shout, but they are no sentences. */
static bool is_headline(const struct doc *doc, uint32_t at)
{
	struct str line = line_of(doc, at);

	return is_line(&doc->blocks.p[at]) && line.n && !line_is_longer(line, HEADLINE_LONGEST) &&
	       str_find(line, STR("。"), 0) == (size_t)-1 && line.p[line.n - 1] != '.' &&
	       !str_ends(line, STR("：")) && !str_ends(line, STR("；"));
}

static bool is_headline_label(const struct doc *doc, uint32_t at)
{
	struct str line = line_of(doc, at);

	return is_line(&doc->blocks.p[at]) && !line_is_longer(line, LABEL_LONGEST) &&
	       line_holds(line, headline_words) && is_headline(doc, at);
}

static bool is_keywords(const struct doc *doc, uint32_t at)
{
	struct str line = line_of(doc, at);

	if (doc->blocks.p[at].kind != DOC_PARAGRAPH || !line_starts(line, keyword_labels) ||
	    line_is_longer(line, KEYWORDS_LONGEST))
		return false;
	struct str head = str_sub(line, 0, 24);

	return str_find(head, STR(":"), 0) != (size_t)-1 ||
	       str_find(head, STR("："), 0) != (size_t)-1;
}

static bool is_notice(const struct doc *doc, uint32_t at)
{
	struct str line = line_of(doc, at);

	return doc->blocks.p[at].kind == DOC_PARAGRAPH && !line_is_longer(line, NOTICE_LONGEST) &&
	       (line_starts(line, notice_starts) ||
		(line_holds(line, rights) && line_holds(line, claims)));
}

static size_t linked_text(const struct doc *doc, const struct doc_block *block)
{
	size_t i = doc_span_from(doc, block->begin), linked = 0;

	for (; i < doc->spans.n && doc->spans.p[i].begin < block->end; i++)
		if (doc->spans.p[i].style == DOC_LINK)
			linked += doc->spans.p[i].end - doc->spans.p[i].begin;
	return linked;
}

static bool is_link(const struct doc *doc, uint32_t at)
{
	const struct doc_block *block = &doc->blocks.p[at];

	return linked_text(doc, block) * 10 >= (block->end - block->begin) * 9;
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

/* Behind the last block that is in no aside yet. */
static uint32_t last_of_article(const struct doc *doc)
{
	uint32_t end = (uint32_t)doc->blocks.n, at;

	while ((at = before(doc, end)) != DOC_NONE && doc->blocks.p[at].kind == DOC_ASIDE)
		end = at;
	return end;
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
	uint32_t end = last_of_article(doc), at = end;
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

		if (at == headlines.first && at < headlines.after) {
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

/* Where a block is when the asides up to it are put in. */
static uint32_t moved(const struct asides *asides, uint32_t at)
{
	size_t low = 0, high = asides->list.n;

	if (at == DOC_NONE)
		return at;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (asides->list.p[middle].first <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return at + (uint32_t)low;
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

static bool is_title(const struct doc *doc, uint32_t at)
{
	return is_line(&doc->blocks.p[at]) && str_eq(line_of(doc, at), line_trim(doc->meta.title));
}

/* The bytes of a paragraph that runs on, without its links; 0 for a line, a menu, a list of tags.
 */
static size_t running_text(const struct doc *doc, uint32_t at)
{
	enum { SHORTEST = 150 }; /* bytes */
	const struct doc_block *block = &doc->blocks.p[at];
	size_t linked = linked_text(doc, block), all = block->end - block->begin;

	return block->kind == DOC_PARAGRAPH && all >= linked + SHORTEST ? all - linked : 0;
}

/* Is more text in what is said to be around the article than in the article? */
static bool is_around_wrong(const struct doc *doc)
{
	size_t range = 0, inside = 0, outside = 0;

	for (uint32_t at = 0; at < doc->blocks.n; at++) {
		const struct doc_block *block = &doc->blocks.p[at];

		while (range < doc->around.n && doc->around.p[range].end <= block->begin)
			range++;
		bool out = range < doc->around.n && block->begin >= doc->around.p[range].begin;

		*(out ? &outside : &inside) += running_text(doc, at);
	}
	return outside > inside;
}

void clean_around(struct doc *doc)
{
	struct asides asides = {0};
	size_t range = 0;

	if (is_around_wrong(doc))
		return;
	for (uint32_t at = 0; at < doc->blocks.n; at = doc->blocks.p[at].after) {
		const struct doc_block *block = &doc->blocks.p[at];

		while (range < doc->around.n && doc->around.p[range].end <= block->begin)
			range++;
		if (range == doc->around.n)
			break;
		if (block->begin < doc->around.p[range].begin ||
		    block->end > doc->around.p[range].end || is_title(doc, at))
			continue;
		struct aside *last = asides.list.n ? &asides.list.p[asides.list.n - 1] : NULL;

		if (last && last->after == at &&
		    doc->blocks.p[last->first].begin >= doc->around.p[range].begin)
			last->after = block->after;
		else
			add(&asides, at, block->after);
	}
	if (asides.list.n)
		put_in(doc, &asides);
	vec_release(&asides.list);
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
