/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/doc.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/script.h"
#include "text/utf8.h"

struct doc *doc_new(void)
{
	struct doc *doc = xcalloc(1, sizeof *doc);

	doc->title_block = DOC_NONE;
	return doc;
}

void doc_free(struct doc *doc)
{
	if (!doc)
		return;
	arena_release(&doc->arena);
	buf_release(&doc->text);
	vec_release(&doc->blocks);
	vec_release(&doc->spans);
	vec_release(&doc->links);
	vec_release(&doc->images);
	vec_release(&doc->repairs);
	vec_release(&doc->around);
	vec_release(&doc->notes);
	vec_release(&doc->meta.tags);
	vec_release(&doc->meta.other);
	free(doc);
}

struct str doc_text(const struct doc *doc)
{
	return buf_str(&doc->text);
}

struct str doc_block_text(const struct doc *doc, uint32_t block)
{
	return str_sub(buf_str(&doc->text), doc->blocks.p[block].begin, doc->blocks.p[block].end);
}

bool doc_is_leaf(const struct doc_block *block)
{
	return block->kind >= DOC_HEADING;
}

uint32_t doc_leaf_at(const struct doc *doc, size_t offset)
{
	size_t low = 0, high = doc->blocks.n;

	/*
	 * Every leaf ends in a byte of its own, and a container begins with its first leaf and
	 * stands before it: so the last block that begins at or before the offset is a leaf.
	 */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (doc->blocks.p[middle].begin <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? (uint32_t)(low - 1) : DOC_NONE;
}

size_t doc_span_from(const struct doc *doc, size_t offset)
{
	size_t low = 0, high = doc->spans.n;

	/* The first span that reaches behind the offset is the one that ends there. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (doc->spans.p[middle].reach <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Silent reading of prose, after the review of Brysbaert (2019): 238 words a minute in English,
 * 226 in Korean, 260 words of about one and a half characters in Chinese. Japanese runs at the
 * same pace by Han characters; kana carry less and go faster. CJK marks take no time.
 */
static const unsigned ms_each[SCRIPTS] = {
	[SCRIPT_WORD] = 60000 / 238,     [SCRIPT_HANGUL] = 60000 / 226,
	[SCRIPT_HAN] = 60000 / 390,      [SCRIPT_HIRAGANA] = 60000 / 600,
	[SCRIPT_KATAKANA] = 60000 / 600, [SCRIPT_BOPOMOFO] = 60000 / 600,
};

enum { READ_EXACT = 64 * 1024 }; /* bytes: an hour of reading */

/* Letters and Hangul in a row are one word; every other character counts by itself. */
static uint64_t reading_ms(struct str text)
{
	enum script before = SCRIPT_OTHER;
	uint64_t ms = 0;

	for (size_t i = 0, size; i < text.n; i += size) {
		uint32_t cp = utf8_at(text.p, i, &size);
		enum script script = script_of(cp);
		bool word = script == SCRIPT_WORD || script == SCRIPT_HANGUL;

		if (!word || script != before)
			ms += ms_each[script];
		/* don't, 3.14 and e-mail are words; so is what a mark stands in. */
		if (cp != '\'' && cp != '.' && cp != '-' && cp != 0x2019)
			before = script;
	}
	return ms;
}

/* What nobody reads line by line. */
static bool is_read(const struct doc_block *block)
{
	return doc_is_leaf(block) && block->kind != DOC_CODE && block->kind != DOC_RULE &&
	       block->kind != DOC_IMAGE;
}

unsigned doc_reading_seconds(const struct doc *doc, size_t from)
{
	uint32_t at = doc_leaf_at(doc, from);
	uint64_t ms = 0, left = 0;
	size_t counted = 0;

	if (at == DOC_NONE)
		return 0;
	for (uint32_t up = doc->blocks.p[at].parent; up != DOC_NONE; up = doc->blocks.p[up].parent)
		if (doc->blocks.p[up].kind == DOC_ASIDE)
			at = doc->blocks.p[up].after;
	while (at < doc->blocks.n && counted < READ_EXACT) {
		const struct doc_block *block = &doc->blocks.p[at++];

		if (block->kind == DOC_ASIDE) {
			at = block->after;
		} else if (is_read(block)) {
			size_t begin = block->begin > from ? block->begin : from;
			struct str text = str_sub(buf_str(&doc->text), begin, block->end);

			left = text.n > READ_EXACT ? text.n - READ_EXACT : 0;
			text = str_sub(text, 0, READ_EXACT);
			ms += reading_ms(text);
			counted += text.n;
		}
	}
	if (at < doc->blocks.n)
		left += doc->text.n - doc->blocks.p[at].begin;
	if (counted)
		ms += (uint64_t)((double)ms * (double)left / (double)counted);
	return (unsigned)((ms + 999) / 1000);
}
