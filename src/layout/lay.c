/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "layout/lay.h"

#include <string.h>

#include "base/civil.h"
#include "base/intl.h"
#include "layout/fit.h"
#include "text/draw.h"
#include "text/utf8.h"

void lay_release(struct lay *lay)
{
	vec_release(&lay->edges);
	vec_release(&lay->styles);
	vec_release(&lay->bars);
	vec_release(&lay->first);
}

/* ---- lines and runs */

void lay_line_begin(struct lay *lay, bool first)
{
	/* The number of runs so far stands for the pointer, which lay_line_end() cannot know yet:
	 * the array may move. flow.c puts the pointers in when the chunk is complete. */
	vec_push(&lay->out->lines, (struct flow_line){.n = lay->out->runs.n, .block = lay->block});
	if (first)
		for (size_t i = 0; i < lay->first.n; i++)
			vec_push(&lay->out->runs, lay->first.p[i]);
	else
		for (size_t i = 0; i < lay->bars.n; i++)
			vec_push(&lay->out->runs, lay->bars.p[i]);
}

void lay_line_end(struct lay *lay, size_t begin, size_t end)
{
	struct flow_line *line = &lay->out->lines.p[lay->out->lines.n - 1];

	line->n = lay->out->runs.n - line->n;
	line->begin = begin;
	line->end = end;
	if (line->n) {
		const struct flow_run *last = &lay->out->runs.p[lay->out->runs.n - 1];

		line->columns = last->column + last->columns;
	}
}

static struct flow_run generated_run(struct lay *lay, struct str text, int column,
				     enum flow_role role)
{
	return (struct flow_run){.text = arena_str(&lay->out->arena, text),
				 .column = column,
				 .columns = draw_columns(text),
				 .role = (uint8_t)role,
				 .link = DOC_NONE};
}

void lay_generated(struct lay *lay, struct str text, int column, enum flow_role role)
{
	vec_push(&lay->out->runs, generated_run(lay, text, column, role));
}

/* Flattens the spans, of which those of one kind do not overlap, to a list of styles. */
static void find_styles(struct lay *lay, size_t begin, size_t end)
{
	enum { BITS = 16 };
	const struct doc *doc = lay->doc;
	size_t i = doc_span_from(doc, begin), ends[BITS] = {0};
	struct lay_style now = {.begin = begin, .link = DOC_NONE};

	vec_clear(&lay->styles);
	while (now.begin < end) {
		size_t next = end;

		for (unsigned bit = 0; bit < BITS; bit++)
			if (ends[bit] <= now.begin)
				now.style = (uint16_t)(now.style & ~(1u << bit));
		for (; i < doc->spans.n && doc->spans.p[i].begin <= now.begin; i++) {
			const struct doc_span *span = &doc->spans.p[i];

			if (span->end <= now.begin)
				continue;
			now.style = (uint16_t)(now.style | span->style);
			for (unsigned bit = 0; bit < BITS; bit++)
				if (span->style >> bit & 1)
					ends[bit] = span->end;
			if (span->style & DOC_LINK)
				now.link = span->link;
		}
		if (i < doc->spans.n && doc->spans.p[i].begin < next)
			next = doc->spans.p[i].begin;
		for (unsigned bit = 0; bit < BITS; bit++)
			if ((now.style >> bit & 1) && ends[bit] < next)
				next = ends[bit];
		if (!(now.style & DOC_LINK))
			now.link = DOC_NONE;
		vec_push(&lay->styles, now);
		now.begin = next;
	}
}

struct wrap lay_wrap(struct lay *lay, size_t begin, size_t end)
{
	struct wrap w = {.p = lay->doc->text.p + begin,
			 .n = end - begin,
			 .hanging = lay->options->hanging,
			 .autospace = lay->options->autospace};

	vec_clear(&lay->edges);
	vec_reserve(&lay->edges, w.n + 1);
	brk_find(w.p, w.n, &lay->options->brk, lay->edges.p);
	w.edge = lay->edges.p;
	find_styles(lay, begin, end);
	return w;
}

/* Gives the run its style at `at`; returns where the style changes, at most `end`. */
static size_t style_at(const struct lay *lay, size_t at, size_t end, struct flow_run *run)
{
	size_t low = 0, high = lay->styles.n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (lay->styles.p[middle].begin <= at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low > 0) {
		run->style = (uint16_t)(run->style | lay->styles.p[low - 1].style);
		run->link = lay->styles.p[low - 1].link;
	}
	return low < lay->styles.n && lay->styles.p[low].begin < end ? lay->styles.p[low].begin
								     : end;
}

/* Ends a run; one without bytes leaves no trace. */
static void end_run(struct lay *lay, struct flow_run *run, const char *p, size_t end, int column)
{
	run->text = (struct str){p + run->begin, end - run->begin};
	run->end = end;
	run->columns = column - run->column;
	if (run->text.n)
		vec_push(&lay->out->runs, *run);
}

void lay_runs(struct lay *lay, const struct wrap *w, const struct lay_text *text,
	      const struct wrap_line *line, int column)
{
	const char *p = lay->doc->text.p;
	size_t at = line->begin, end = text->begin + line->end, change = 0;
	struct flow_run run = {0};
	int used = 0;

	while (at < line->end) {
		struct wrap_step s = wrap_step(w, line->begin, at, used);
		bool tab = w->p[at] == '\t';

		if (at >= change || s.gap || tab) {
			if (at > line->begin)
				end_run(lay, &run, p, text->begin + at, column + used);
			run = (struct flow_run){.begin = text->begin + at + (tab ? 1 : 0),
						.column = column + used + s.gap +
							  (tab ? s.columns : 0),
						.style = text->style,
						.role = text->role,
						.link = DOC_NONE};
			change = style_at(lay, text->begin + at, end, &run) - text->begin;
		}
		if (at == line->begin && change == line->end && !w->autospace &&
		    !memchr(w->p + at, '\t', line->end - at)) {
			end_run(lay, &run, p, end, column + line->columns);
			return;
		}
		used += s.gap + s.columns;
		at = s.end;
	}
	if (at > line->begin)
		end_run(lay, &run, p, end, column + used);
}

/* ---- what stands before a text */

static struct str marker_text(const struct doc *doc, uint32_t item, char out[16])
{
	static const char bullets[] = "-*+";
	unsigned depth = 0, digits = 1;
	uint32_t number = doc->blocks.p[item].number;

	if (number == DOC_NONE) {
		for (uint32_t up = doc->blocks.p[doc->blocks.p[item].parent].parent; up != DOC_NONE;
		     up = doc->blocks.p[up].parent)
			if (doc->blocks.p[up].kind == DOC_ITEM &&
			    doc->blocks.p[up].number == DOC_NONE)
				depth++;
		out[0] = bullets[depth % 3];
		out[1] = ' ';
		return (struct str){out, 2};
	}
	for (uint32_t rest = number; rest >= 10; rest /= 10)
		digits++;
	for (unsigned i = digits; i > 0; i--, number /= 10)
		out[i - 1] = (char)('0' + number % 10);
	out[digits] = '.';
	out[digits + 1] = ' ';
	return (struct str){out, digits + 2};
}

void lay_prefix(struct lay *lay, uint32_t block, bool opens)
{
	const struct doc_block *blocks = lay->doc->blocks.p;
	uint32_t path[64];
	size_t depth = 0;

	vec_clear(&lay->bars);
	vec_clear(&lay->first);
	lay->indent = 0;
	for (uint32_t up = blocks[block].parent; up != DOC_NONE; up = blocks[up].parent)
		if ((blocks[up].kind == DOC_ITEM || blocks[up].kind == DOC_QUOTE) &&
		    depth < sizeof path / sizeof *path)
			path[depth++] = up;
	while (depth > 0) {
		uint32_t up = path[--depth];
		bool quote = blocks[up].kind == DOC_QUOTE;
		char marker[16];
		struct str text = quote ? STR("| ") : marker_text(lay->doc, up, marker);
		struct flow_run run;

		if (lay->indent + (int)text.n + LAY_LEAST > lay->options->width)
			break;
		run = generated_run(lay, text, lay->indent, FLOW_MARKER);
		lay->indent += run.columns;
		run.text.n--; /* the blank behind it is only room */
		run.columns--;
		if (quote)
			vec_push(&lay->bars, run);
		if (quote || (opens && blocks[up].begin == blocks[block].begin))
			vec_push(&lay->first, run);
	}
}

/* ---- chunks */

/* The lines of a text, the first of them from column `first` on. */
static void add_lines(struct lay *lay, const struct wrap *w, const struct lay_text *text, int first,
		      int width)
{
	struct wrap_line line;
	int column = first ? first : lay->indent;

	for (size_t at = 0; at < w->n; at = line.next) {
		int room = width ? width - column : 0;

		wrap_cut(w, at, room, &line);
		if (at > 0 || !first)
			lay_line_begin(lay, at == 0);
		lay_runs(lay, w, text, &line, column);
		lay_line_end(lay, text->begin + line.begin, text->begin + line.next);
		column = lay->indent;
	}
}

static void lay_empty(struct lay *lay, size_t begin, size_t end)
{
	lay_line_begin(lay, true);
	lay_line_end(lay, begin, end);
}

enum { LAY_RULE = 80 };

static void lay_rule(struct lay *lay, size_t begin)
{
	struct buf rule = {0};

	int room = lay->options->width - lay->indent;

	/* A flow that does not wrap is as wide as can be; a rule there need not be. */
	buf_addn(&rule, '-', (size_t)(room < LAY_RULE ? room : LAY_RULE));
	lay_line_begin(lay, true);
	lay_generated(lay, buf_str(&rule), lay->indent, FLOW_MARKER);
	lay_line_end(lay, begin, begin);
	buf_release(&rule);
}

/* The file name in a source: behind the last slash, without a query. */
static struct str image_name(struct str source)
{
	size_t end, begin;

	if (str_starts(source, STR("data:")))
		return (struct str){0};
	for (end = 0; end < source.n && source.p[end] != '?' && source.p[end] != '#';)
		end++;
	for (begin = end; begin > 0 && source.p[begin - 1] != '/';)
		begin--;
	return str_sub(source, begin, end);
}

static void image_label(const struct doc_image *image, struct buf *out)
{
	struct str name = image_name(image->source);

	buf_adds(out, "[image");
	if (image->width && image->height)
		buf_addf(out, " %ux%u", image->width, image->height);
	if (name.n)
		buf_addf(out, " %.*s", STR_ARG(name));
	buf_addc(out, ']');
}

static bool fits_beside(const struct wrap *w, int room)
{
	struct wrap_line line;

	if (room < LAY_LEAST)
		return false;
	wrap_cut(w, 0, room, &line);
	return line.next == w->n || w->edge[line.next] >= BRK_MAY;
}

static void lay_image(struct lay *lay, uint32_t leaf, const struct lay_text *text)
{
	const struct doc_block *block = &lay->doc->blocks.p[leaf];
	int width = lay->options->width;
	struct buf label = {0}, cut = {0};

	if (block->image != DOC_NONE)
		image_label(&lay->doc->images.p[block->image], &label);
	else
		buf_adds(&label, "[image]");
	fit_cut(&cut, buf_str(&label), width - lay->indent);
	lay_line_begin(lay, true);
	lay_generated(lay, buf_str(&cut), lay->indent, FLOW_MARKER);
	lay_line_end(lay, text->begin, text->begin);
	if (text->end > text->begin) {
		struct wrap w = lay_wrap(lay, text->begin, text->end);
		struct flow_line *line = &lay->out->lines.p[lay->out->lines.n - 1];
		int after = line->columns + 1;

		/* Beside the label if a word fits there: its line goes on, else one is begun. */
		if (fits_beside(&w, width - after))
			line->n = lay->out->runs.n - line->n;
		else
			after = 0;
		add_lines(lay, &w, text, after, width);
	}
	buf_release(&label);
	buf_release(&cut);
}

static void add_meta(struct buf *out, struct str text)
{
	if (out->n && text.n)
		buf_adds(out, " | ");
	buf_addstr(out, text);
}

/* A text that is not of the doc, in lines; where: the place that they stand for. */
static void add_generated_lines(struct lay *lay, struct str text, size_t where, enum flow_role role)
{
	VEC(uint8_t) edges = {0};
	struct wrap_line line;
	struct wrap w = {.p = text.p, .n = text.n};

	vec_reserve(&edges, text.n + 1);
	brk_find(text.p, text.n, &lay->options->brk, edges.p);
	w.edge = edges.p;
	for (size_t at = 0; at < w.n; at = line.next) {
		wrap_cut(&w, at, lay->options->width, &line);
		lay_line_begin(lay, false);
		lay_generated(lay, str_sub(text, line.begin, line.end), 0, role);
		lay_line_end(lay, where, where);
	}
	vec_release(&edges);
}

/* Author, date and source below the title. */
static void lay_meta(struct lay *lay, size_t where)
{
	const struct doc_meta *meta = &lay->doc->meta;
	struct buf line = {0}, date = {0};

	add_meta(&line, meta->author);
	add_meta(&line, meta->editor);
	civil_add_full(&date, &meta->date);
	add_meta(&line, buf_str(&date));
	add_generated_lines(lay, buf_str(&line), where, FLOW_META);
	add_generated_lines(lay, meta->source, where, FLOW_META);
	buf_release(&line);
	buf_release(&date);
}

void lay_header(struct lay *lay)
{
	lay->block = DOC_NONE;
	lay->indent = 0;
	vec_clear(&lay->bars);
	vec_clear(&lay->first);
	add_generated_lines(lay, lay->doc->meta.title, 0, FLOW_TITLE);
	lay_meta(lay, 0);
}

void lay_leaf(struct lay *lay, uint32_t leaf, size_t begin, size_t end)
{
	const struct doc_block *block = &lay->doc->blocks.p[leaf];
	bool title = lay->options->header && lay->doc->title_block == leaf;
	struct lay_text text = {.begin = begin, .end = end, .role = title ? FLOW_TITLE : FLOW_TEXT};
	bool cut = block->kind == DOC_CODE && lay->options->code == FLOW_CODE_CUT;

	lay->block = leaf;
	lay_prefix(lay, leaf, begin == block->begin);
	if (block->kind == DOC_RULE) {
		lay_rule(lay, begin);
	} else if (block->kind == DOC_IMAGE) {
		lay_image(lay, leaf, &text);
	} else if (begin == end) {
		lay_empty(lay, begin, end);
	} else {
		struct wrap w = lay_wrap(lay, begin, end);

		if (block->kind == DOC_CODE)
			w.autospace = w.hanging = false;
		add_lines(lay, &w, &text, 0, cut ? 0 : lay->options->width);
	}
	if (title && end == block->end) {
		lay->indent = 0;
		vec_clear(&lay->bars);
		lay_meta(lay, end);
	}
}

/* "(21 more; Enter unfolds)": how many leaves stand behind the first one of an aside. */
static void add_rest(struct buf *out, const struct doc *doc, uint32_t aside)
{
	unsigned rest = 0;

	for (uint32_t i = aside + 1; i < doc->blocks.p[aside].after; i++)
		rest += doc_is_leaf(&doc->blocks.p[i]);
	if (rest > 1)
		buf_addf(out, _(" (%u more; Enter unfolds)"), rest - 1);
}

void lay_folded(struct lay *lay, uint32_t aside)
{
	const struct doc_block *block = &lay->doc->blocks.p[aside];
	struct lay_text text = {.begin = block->begin, .role = FLOW_META};
	struct wrap_line line = {0};
	struct buf rest = {0};
	struct wrap w;
	int room, note;

	lay->block = aside;
	while (!doc_is_leaf(&lay->doc->blocks.p[lay->block]))
		lay->block++;
	lay_prefix(lay, aside, true);
	text.end = lay->doc->blocks.p[lay->block].end;
	if (text.end > text.begin + 1024) /* of which one line is shown */
		text.end = utf8_floor(doc_text(lay->doc), text.begin + 1024);
	room = lay->options->width - lay->indent;
	lay_line_begin(lay, true);
	if (room >= 4 + LAY_LEAST) {
		lay_generated(lay, STR("[+]"), lay->indent, FLOW_META);
		lay->indent += 4;
		room -= 4;
	}
	add_rest(&rest, lay->doc, aside);
	note = draw_columns(buf_str(&rest));
	if (note + LAY_LEAST > room)
		note = 0;
	if (text.end > text.begin) {
		w = lay_wrap(lay, text.begin, text.end);
		w.hanging = w.hanging && !note;
		wrap_cut(&w, 0, room - note, &line);
		lay_runs(lay, &w, &text, &line, lay->indent);
	}
	if (note)
		lay_generated(lay, buf_str(&rest), lay->indent + line.columns, FLOW_META);
	lay_line_end(lay, block->begin, block->end);
	buf_release(&rest);
}
