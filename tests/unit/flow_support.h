/* SPDX-License-Identifier: ISC
 *
 * What the tests of the flow share: docs of one paragraph, and a generator of hard ones.
 */
#ifndef KARPREAD_TESTS_FLOW_SUPPORT_H
#define KARPREAD_TESTS_FLOW_SUPPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "doc/build.h"
#include "layout/flow.h"
#include "text/utf8.h"

static inline struct flow_options options_for(int width)
{
	return (struct flow_options){
		.width = width, .brk.kinsoku = BRK_KINSOKU_BASIC, .code = FLOW_CODE_CUT};
}

static inline struct doc *build_paragraph(const char *text)
{
	struct doc *doc = doc_new();
	struct doc_build b;

	doc_build_init(&b, doc);
	doc_block_begin(&b, DOC_PARAGRAPH);
	doc_add_text(&b, str_of(text));
	doc_build_finish(&b);
	return doc;
}

static inline bool is_one_of(uint32_t cp, const char *set)
{
	size_t size;

	for (size_t at = 0; set[at]; at += size)
		if (utf8_at(set, at, &size) == cp)
			return true;
	return false;
}

static inline const struct flow_run *text_run(const struct flow_line *line, bool last)
{
	for (size_t i = 0; i < line->n; i++) {
		const struct flow_run *run = &line->runs[last ? line->n - 1 - i : i];

		if (run->begin < run->end)
			return run;
	}
	return NULL;
}

static inline uint32_t random_next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static const char *const easy[] = {
	"中",   "文",       "的",   "是",       "我们",   "有一个",
	"かな", "カタカナ", "漢字", "ひらがな", "한국어", "문장",
};
static const char *const hard[] = {
	"“引文”",
	"（括号“内‘引’文”）",
	"「『入れ子』の」",
	"《书名》",
	"……",
	"——",
	"，",
	"。",
	"！",
	"？",
	"；",
	"：",
	"、",
	"100km",
	"3.14%",
	"12,345",
	"￥100",
	"$9.99",
	"4×100",
	"20℃",
	"5°",
	"Node.js",
	"a.com",
	"C++",
	"GPT-4",
	"e.g.",
	"don't",
	"it’s",
	"https://example.com/a/b?c=d&e=f",
	"👩\u200D👩\u200D👧",
	"❤\uFE0F",
	"🇨🇳",
	"👍🏽",
	"か\u3099き\u3099",
	"ｶﾞ",
	"\u1112\u1161\u11AB",
	"न\u093Fक\u094Dष",
	"שלום",
	"مرحبا",
	"\u200Fעברית\u200E",
	"きゃっと",
	"コーヒー",
	"々",
	"〜",
	"10～20",
	"马克·吐温",
	" ",
	" ",
	" word ",
	" the quick ",
	"e\u0301te\u0301",
	"Ünïcödé",
	"\u00A0",
	"(paren)",
	"[1]",
	"‘单’",
	"№5",
	"①",
	"α波",
	"“GPT”",
	"”",
	"“",
	"・",
	"％",
	"100％",
	"–",
};

static inline void generate(struct buf *out, uint32_t *seed)
{
	size_t pieces = 10 + random_next(seed) % 60;

	buf_clear(out);
	for (size_t i = 0; i < pieces; i++) {
		if (random_next(seed) % 3)
			buf_adds(out, easy[random_next(seed) % (sizeof easy / sizeof *easy)]);
		else
			buf_adds(out, hard[random_next(seed) % (sizeof hard / sizeof *hard)]);
	}
}

#endif
