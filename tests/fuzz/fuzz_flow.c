/* SPDX-License-Identifier: ISC
 *
 * Whatever the doc and the width: runs stand side by side and hold the doc's own bytes, lines
 * follow one another without a gap, both ways, and every place is on the line that is found for
 * it. The first two bytes are options; control characters open and close blocks.
 */
#include "config.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "doc/build.h"
#include "layout/flow.h"
#include "text/decode.h"
#include "text/draw.h"
#include "text/width.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void build(struct doc *doc, struct str text)
{
	static const uint8_t kinds[] = {DOC_LIST,  DOC_ITEM,    DOC_QUOTE,     DOC_TABLE, DOC_ROW,
					DOC_ASIDE, DOC_HEADING, DOC_PARAGRAPH, DOC_CODE,  DOC_CELL};
	struct doc_build b;
	size_t from = 0;

	doc_build_init(&b, doc);
	for (size_t i = 0; i <= text.n; i++) {
		unsigned char c = i < text.n ? (unsigned char)text.p[i] : 1;

		if (c >= 0x20 || c == '\n' || c == '\t' || c == 0)
			continue;
		doc_add_text(&b, str_sub(text, from, i));
		from = i + 1;
		if (c < 8)
			doc_block_begin(&b, kinds[c]);
		else if (c == 0x0B)
			doc_block_begin(&b, DOC_CODE);
		else if (c == 0x0C)
			doc_block_begin(&b, DOC_CELL)->align = DOC_ALIGN_RIGHT;
		else if (c == 0x0E)
			doc_span_begin(&b, DOC_STRONG);
		else if (c == 0x0F)
			doc_span_end(&b, DOC_STRONG);
		else if (c == 0x08)
			doc_add_image(&b, STR("a/b.jpg"), STR("alt"), 3, 4);
		else if (c >= 0x10 && c < 0x1A)
			doc_block_end(&b, kinds[c - 0x10]);
		else
			doc_add_rule(&b);
	}
	doc_build_finish(&b);
}

static void check_line(const struct doc *doc, const struct flow_line *line)
{
	int column = 0;

	assert(line->begin <= line->end && line->end <= doc->text.n);
	assert(line->above >= 0 && line->above <= 1);
	for (size_t i = 0; i < line->n; i++) {
		const struct flow_run *run = &line->runs[i];

		assert(run->column >= column && run->columns >= 0);
		assert(draw_columns(run->text) == run->columns);
		column = run->column + run->columns;
		if (run->begin < run->end)
			assert(run->text.p == doc->text.p + run->begin &&
			       run->text.n == run->end - run->begin);
	}
	assert(line->columns == column);
}

static void check_flow(const struct doc *doc, struct flow *flow)
{
	struct flow_pos pos = {0}, last;
	size_t lines = 0, back = 0, end = 0;
	const struct flow_line *line;

	while ((line = flow_line(flow, pos))) {
		check_line(doc, line);
		assert(line->begin <= end + 1); /* the newline between leaves is on no line */
		if (line->end > end)
			end = line->end;
		lines++;
		if (!flow_next(flow, &pos))
			break;
	}
	if (lines == 0)
		return;
	last = flow_last(flow);
	assert(last.chunk == pos.chunk && last.line == pos.line);
	do
		back++;
	while (flow_prev(flow, &pos));
	assert(back == lines);
	for (size_t at = 0; at < doc->text.n; at += 1 + at / 7) {
		line = flow_line(flow, flow_at(flow, at));
		assert(line && line->begin <= at && at <= line->end);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct flow_options options = {0};
	struct buf text = {0};
	struct doc *doc;
	struct flow *flow;

	if (size < 2)
		return 0;
	options.width = 1 + data[0] % 200;
	options.brk.kinsoku = data[1] % 3;
	options.brk.korean = data[1] >> 2 & 1;
	options.hanging = data[1] >> 3 & 1;
	options.autospace = data[1] >> 4 & 1;
	options.code = data[1] >> 5 & 1;
	options.unfold = data[1] >> 6 & 1;
	options.header = true;
	width_set_ambiguous(1 + (data[1] >> 7));
	decode((struct str){(const char *)data + 2, size - 2}, "UTF-8", &text, NULL);
	doc = doc_new();
	doc->meta.title = STR("title");
	build(doc, buf_str(&text));
	flow = flow_new(doc, &options);
	check_flow(doc, flow);
	flow_free(flow);
	doc_free(doc);
	buf_release(&text);
	return 0;
}
