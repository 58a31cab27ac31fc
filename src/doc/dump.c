/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/dump.h"

#include <inttypes.h>
#include <string.h>

static const char *const kind_names[DOC_KINDS] = {
	[DOC_LIST] = "list",       [DOC_ITEM] = "item",
	[DOC_QUOTE] = "quote",     [DOC_TABLE] = "table",
	[DOC_ROW] = "row",         [DOC_ASIDE] = "aside",
	[DOC_HEADING] = "heading", [DOC_PARAGRAPH] = "paragraph",
	[DOC_CODE] = "code",       [DOC_IMAGE] = "image",
	[DOC_RULE] = "rule",       [DOC_CELL] = "cell",
};

static const struct {
	enum doc_style style;
	const char *name;
} style_names[] = {
	{DOC_STRONG, "strong"}, {DOC_EMPHASIS, "emphasis"},   {DOC_CODE_SPAN, "code"},
	{DOC_STRIKE, "strike"}, {DOC_UNDERLINE, "underline"}, {DOC_LINK, "link"},
	{DOC_MENDED, "mended"}, {DOC_DOUBTFUL, "doubtful"},
};

static const char *const align_names[] = {
	[DOC_ALIGN_DEFAULT] = "",
	[DOC_ALIGN_LEFT] = " left",
	[DOC_ALIGN_CENTER] = " center",
	[DOC_ALIGN_RIGHT] = " right",
};

static const char *const date_sources[] = {
	[DOC_DATE_NONE] = "none",         [DOC_DATE_FRONT_MATTER] = "front matter",
	[DOC_DATE_MARKUP] = "markup",     [DOC_DATE_NAME] = "name",
	[DOC_DATE_INFERRED] = "inferred", [DOC_DATE_USER] = "user",
};

/* Controls as \xNN, newlines as \n, so that a dump is text whatever the input was. */
static void add_escaped(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\n')
			buf_adds(out, "\\n");
		else if (c < 0x20 || c == 0x7F)
			buf_addf(out, "\\x%02X", c);
		else
			buf_addc(out, (char)c);
	}
}

static void add_field(struct buf *out, const char *name, struct str value)
{
	if (!value.n)
		return;
	buf_addf(out, "%s: ", name);
	add_escaped(out, value);
	buf_addc(out, '\n');
}

static void add_meta(struct buf *out, const struct doc *doc)
{
	const struct doc_meta *meta = &doc->meta;

	add_field(out, "format", str_of(doc->format));
	add_field(out, "charset", str_of(doc->charset));
	add_field(out, "title", meta->title);
	if (doc->title_block != DOC_NONE)
		buf_addf(out, "title block: %" PRIu32 "\n", doc->title_block);
	add_field(out, "author", meta->author);
	add_field(out, "editor", meta->editor);
	if (meta->date.precision) {
		buf_adds(out, "date: ");
		civil_add_full(out, &meta->date);
		buf_addf(out, " (%s)\n", date_sources[meta->date_source]);
	}
	add_field(out, "source", meta->source);
	add_field(out, "language", meta->language);
	add_field(out, "description", meta->description);
	for (size_t i = 0; i < meta->tags.n; i++)
		add_field(out, "tag", meta->tags.p[i]);
	for (size_t i = 0; i < meta->other.n; i++) {
		buf_adds(out, "other ");
		add_escaped(out, meta->other.p[i].key);
		buf_adds(out, ": ");
		add_escaped(out, meta->other.p[i].value);
		buf_addc(out, '\n');
	}
	for (size_t i = 0; i < doc->notes.n; i++)
		add_field(out, "note", doc->notes.p[i]);
}

static void add_attributes(struct buf *out, const struct doc *doc, const struct doc_block *block)
{
	if (block->kind == DOC_HEADING)
		buf_addf(out, " %d", block->level);
	if ((block->kind == DOC_LIST || block->kind == DOC_ITEM) && block->number != DOC_NONE)
		buf_addf(out, " %" PRIu32, block->number);
	if (block->header)
		buf_adds(out, " header");
	if (block->kind == DOC_CELL)
		buf_adds(out, align_names[block->align]);
	if (block->kind == DOC_IMAGE) {
		const struct doc_image *image = &doc->images.p[block->image];

		buf_addf(out, " %" PRIu32 "x%" PRIu32 " <", image->width, image->height);
		add_escaped(out, image->source);
		buf_addc(out, '>');
	}
}

static void add_span(struct buf *out, const struct doc *doc, const struct doc_span *span)
{
	for (size_t i = 0; i < sizeof style_names / sizeof *style_names; i++)
		if (style_names[i].style == span->style)
			buf_adds(out, style_names[i].name);
	buf_adds(out, " \"");
	add_escaped(out, str_sub(buf_str(&doc->text), span->begin, span->end));
	buf_addc(out, '"');
	if (span->link != DOC_NONE) {
		buf_adds(out, " <");
		add_escaped(out, doc->links.p[span->link].target);
		buf_addc(out, '>');
	}
	buf_addc(out, '\n');
}

void doc_dump(struct buf *out, const struct doc *doc)
{
	size_t span = 0, repair = 0;

	add_meta(out, doc);
	for (size_t i = 0; i < doc->blocks.n; i++) {
		const struct doc_block *block = &doc->blocks.p[i];
		size_t depth = 0;

		for (uint32_t up = block->parent; up != DOC_NONE; up = doc->blocks.p[up].parent)
			depth++;
		buf_addn(out, ' ', 2 * depth);
		buf_adds(out, kind_names[block->kind]);
		add_attributes(out, doc, block);
		struct str text = doc_block_text(doc, (uint32_t)i);

		if (doc_is_leaf(block) && text.n) {
			buf_adds(out, " | ");
			add_escaped(out, text);
		}
		buf_addc(out, '\n');
		if (!doc_is_leaf(block))
			continue;
		for (; span < doc->spans.n && doc->spans.p[span].begin < block->end; span++) {
			buf_addn(out, ' ', 2 * depth + 4);
			add_span(out, doc, &doc->spans.p[span]);
		}
		for (; repair < doc->repairs.n && doc->repairs.p[repair].begin <= block->end;
		     repair++) {
			const struct doc_repair *r = &doc->repairs.p[repair];

			buf_addn(out, ' ', 2 * depth + 4);
			buf_adds(out, r->certain ? "repair \"" : "doubtful repair \"");
			add_escaped(out, r->raw);
			buf_adds(out, "\" -> \"");
			add_escaped(out, str_sub(buf_str(&doc->text), r->begin, r->end));
			buf_adds(out, "\"\n");
		}
	}
}

/* ---- the invariants */

static bool wrong(struct buf *out, const char *what, size_t index)
{
	buf_addf(out, "%s (%zu)\n", what, index);
	return false;
}

static bool parent_fits(const struct doc *doc, const struct doc_block *block)
{
	int parent = block->parent == DOC_NONE ? -1 : doc->blocks.p[block->parent].kind;

	switch (block->kind) {
	case DOC_ITEM:
		return parent == DOC_LIST;
	case DOC_ROW:
		return parent == DOC_TABLE;
	case DOC_CELL:
		return parent == DOC_ROW;
	default:
		return parent == -1 || parent == DOC_ITEM || parent == DOC_QUOTE ||
		       parent == DOC_ASIDE;
	}
}

static bool verify_blocks(const struct doc *doc, struct buf *out)
{
	size_t at = 0;

	for (size_t i = 0; i < doc->blocks.n; i++) {
		const struct doc_block *block = &doc->blocks.p[i];

		if (!parent_fits(doc, block))
			return wrong(out, "a block has a parent that cannot hold it", i);
		if (block->after <= i || block->after > doc->blocks.n)
			return wrong(out, "a block ends where it cannot", i);
		if (block->begin != at || block->end < at || block->end >= doc->text.n)
			return wrong(out, "a block has a wrong range", i);
		if (doc_is_leaf(block)) {
			if (block->after != i + 1)
				return wrong(out, "a leaf has children", i);
			if (doc->text.p[block->end] != '\n')
				return wrong(out, "a leaf ends without a newline", i);
			at = block->end + 1;
		} else if (block->after == i + 1 ||
			   doc->blocks.p[block->after - 1].end != block->end) {
			return wrong(out, "a container does not end with its last leaf", i);
		}
		if (block->parent != DOC_NONE &&
		    (block->parent >= i || doc->blocks.p[block->parent].after < block->after))
			return wrong(out, "a block is not inside its parent", i);
		if ((block->kind == DOC_IMAGE) != (block->image != DOC_NONE))
			return wrong(out, "an image has no image", i);
	}
	return at == doc->text.n || wrong(out, "there is text in no block", at);
}

static bool verify_spans(const struct doc *doc, struct buf *out)
{
	size_t last[16] = {0}, begin = 0, reach = 0;

	for (size_t i = 0; i < doc->spans.n; i++) {
		const struct doc_span *span = &doc->spans.p[i];
		uint32_t leaf = doc_leaf_at(doc, span->begin);
		size_t bit = 0;

		while (!(span->style >> bit & 1))
			bit++;
		if (span->begin < begin || span->begin >= span->end)
			return wrong(out, "spans are not in order", i);
		if (leaf == DOC_NONE || span->end > doc->blocks.p[leaf].end)
			return wrong(out, "a span leaves its leaf", i);
		if (span->begin < last[bit])
			return wrong(out, "spans of a kind overlap", i);
		if ((span->style == DOC_LINK) != (span->link != DOC_NONE) ||
		    (span->link != DOC_NONE && span->link >= doc->links.n))
			return wrong(out, "a span has a wrong link", i);
		begin = span->begin;
		last[bit] = span->end;
		reach = span->end > reach ? span->end : reach;
		if (span->reach != reach)
			return wrong(out, "a span has a wrong reach", i);
	}
	return true;
}

bool doc_verify(const struct doc *doc, struct buf *out)
{
	if (!verify_blocks(doc, out) || !verify_spans(doc, out))
		return false;
	for (size_t i = 0; i < doc->links.n; i++)
		if (doc->links.p[i].begin >= doc->links.p[i].end ||
		    doc->links.p[i].end > doc->text.n)
			return wrong(out, "a link has no text", i);
	for (size_t i = 0; i < doc->images.n; i++)
		if (doc->images.p[i].block >= doc->blocks.n ||
		    doc->blocks.p[doc->images.p[i].block].image != i)
			return wrong(out, "an image is not where it says", i);
	for (size_t i = 0; i < doc->repairs.n; i++)
		if (doc->repairs.p[i].begin > doc->repairs.p[i].end ||
		    doc->repairs.p[i].end > doc->text.n ||
		    (i && doc->repairs.p[i].begin < doc->repairs.p[i - 1].end))
			return wrong(out, "repairs are not in order", i);
	return true;
}
