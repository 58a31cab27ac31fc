/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/build.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/lanes.h"
#include "text/script.h"
#include "text/utf8.h"

enum {
	NOTES = 100,
	CELL_LINES = 8,   /* a cell with more paragraphs is part of a page, not of a table */
	ICON_PIXELS = 64, /* an image so narrow in a cell is a flag or an icon */
};

static const size_t UNSET = (size_t)-1;

void doc_build_init(struct doc_build *b, struct doc *doc)
{
	*b = (struct doc_build){.doc = doc, .link = DOC_NONE};
	for (size_t bit = 0; bit < BUILD_STYLES; bit++)
		b->styles[bit].begin = UNSET;
}

void doc_note(struct doc *doc, const char *fmt, ...)
{
	struct buf note = {0};
	va_list ap;

	if (doc->notes.n == NOTES)
		return;
	va_start(ap, fmt);
	buf_vaddf(&note, fmt, ap);
	va_end(ap);
	vec_push(&doc->notes, arena_str(&doc->arena, buf_str(&note)));
	buf_release(&note);
}

/* ---- the open blocks */

static struct doc_block *top(struct doc_build *b)
{
	return b->open.n ? &b->doc->blocks.p[b->open.p[b->open.n - 1].block] : NULL;
}

static struct doc_block *open_leaf(struct doc_build *b)
{
	struct doc_block *block = top(b);

	return block && doc_is_leaf(block) ? block : NULL;
}

static bool top_is(struct doc_build *b, enum doc_kind kind)
{
	const struct doc_block *block = top(b);

	return block && block->kind == kind;
}

static struct doc_block *push(struct doc_build *b, enum doc_kind kind)
{
	struct doc *doc = b->doc;
	uint32_t parent = b->open.n ? b->open.p[b->open.n - 1].block : DOC_NONE;

	vec_push(&b->open, (struct doc_open){(uint32_t)doc->blocks.n, DOC_NONE});
	vec_push(&doc->blocks, (struct doc_block){.kind = (uint8_t)kind,
						  .parent = parent,
						  .number = DOC_NONE,
						  .image = DOC_NONE,
						  .begin = doc->text.n});
	return top(b);
}

/* A link that has no text (yet) has end 0. */
static void drop_link_text(struct doc *doc, size_t link, size_t from)
{
	if (doc->links.p[link].begin >= from)
		doc->links.p[link].begin = doc->links.p[link].end = 0;
	else
		doc->links.p[link].end = from;
}

/* Takes an empty leaf back, with what pointed into it. */
static void drop_leaf(struct doc *doc, const struct doc_block *leaf)
{
	while (doc->spans.n && doc->spans.p[doc->spans.n - 1].begin >= leaf->begin)
		doc->spans.n--;
	for (size_t i = doc->links.n; i-- && doc->links.p[i].end > leaf->begin;)
		drop_link_text(doc, i, leaf->begin);
	while (doc->repairs.n && doc->repairs.p[doc->repairs.n - 1].begin >= leaf->begin)
		doc->repairs.n--;
	buf_truncate(&doc->text, leaf->begin);
	doc->blocks.n--;
}

/* Nothing to see: white space, ideographic and no-break blanks, zero-width characters. */
static bool is_blank(struct str text)
{
	for (size_t i = 0, size; i < text.n; i += size) {
		uint32_t cp = utf8_at(text.p, i, &size);

		if (cp > ' ' && cp != 0xA0 && cp != 0x3000 && cp != 0x200B && cp != 0xFEFF)
			return false;
	}
	return true;
}

static bool leaves_trace(const struct doc *doc, const struct doc_block *leaf)
{
	if (leaf->kind == DOC_CELL || leaf->kind == DOC_RULE || leaf->kind == DOC_IMAGE)
		return true;
	return !is_blank(str_sub(buf_str(&doc->text), leaf->begin, doc->text.n));
}

/* Ends the span of one style here; it begins anew with the next text while the style is open. */
static void cut_span(struct doc_build *b, size_t bit)
{
	struct doc *doc = b->doc;
	size_t begin = b->styles[bit].begin, end = doc->text.n;
	uint16_t style = (uint16_t)(1U << bit);

	b->styles[bit].begin = UNSET;
	if (begin == UNSET || begin >= end)
		return;
	uint32_t link = style == DOC_LINK ? b->link : DOC_NONE;

	vec_push(&doc->spans,
		 (struct doc_span){.begin = begin, .end = end, .style = style, .link = link});
	if (link != DOC_NONE) {
		if (doc->links.p[link].end == 0)
			doc->links.p[link].begin = begin;
		doc->links.p[link].end = end;
	}
}

/* The newlines behind a code block's last line say nothing. */
static void trim_code(struct doc *doc, const struct doc_block *code)
{
	while (doc->text.n > code->begin && doc->text.p[doc->text.n - 1] == '\n')
		buf_truncate(&doc->text, doc->text.n - 1);
	for (size_t i = doc->spans.n; i-- && doc->spans.p[i].end > doc->text.n;)
		doc->spans.p[i].end = doc->text.n;
}

void doc_leaf_end(struct doc_build *b)
{
	struct doc_block *leaf = open_leaf(b);
	struct doc *doc = b->doc;

	b->blank = b->newline = false;
	b->breaks = 0;
	if (!leaf)
		return;
	if (leaf->kind == DOC_CODE)
		trim_code(doc, leaf);
	for (size_t bit = 0; bit < BUILD_STYLES; bit++)
		cut_span(b, bit);
	b->open.n--;
	if (!leaves_trace(doc, leaf)) {
		drop_leaf(doc, leaf);
		return;
	}
	leaf->end = doc->text.n;
	leaf->after = (uint32_t)doc->blocks.n;
	buf_addc(&doc->text, '\n');
}

/* Parsers know of cells whether they are of the head; those without text are of both. */
static bool is_head_row(const struct doc *doc, uint32_t row)
{
	bool head = false;

	for (uint32_t i = row + 1; i < doc->blocks.p[row].after; i++) {
		const struct doc_block *cell = &doc->blocks.p[i];

		if (!cell->header && cell->begin < cell->end)
			return false;
		head |= cell->header;
	}
	return head;
}

static void close_container(struct doc_build *b)
{
	struct doc *doc = b->doc;
	uint32_t at = b->open.p[--b->open.n].block;
	struct doc_block *block = &doc->blocks.p[at];

	memset(b->flattened, 0, sizeof b->flattened);
	while (b->dissolved.n && b->dissolved.p[b->dissolved.n - 1] > b->open.n)
		b->dissolved.n--;
	if (doc->blocks.n == at + 1) {
		doc->blocks.n--;
		return;
	}
	block->end = doc->text.n - 1;
	block->after = (uint32_t)doc->blocks.n;
	if (block->kind == DOC_ITEM)
		b->open.p[b->open.n - 1].last_item = at;
	if (block->kind == DOC_ROW)
		block->header = is_head_row(doc, at);
}

/* ---- tables that are none */

/* Offsets of the newlines that go, sorted; how many of them stand before an offset. */
struct gone {
	VEC(size_t) at;
};

static size_t gone_before(const struct gone *gone, size_t offset)
{
	size_t low = 0, high = gone->at.n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (gone->at.p[middle] < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void shift(const struct gone *gone, size_t *begin, size_t *end)
{
	*begin -= gone_before(gone, *begin);
	*end -= gone_before(gone, *end);
}

/* The text from `from` on without the bytes that go, and all that points into it. */
static void squeeze(struct doc *doc, size_t from, const struct gone *gone)
{
	size_t to = from;

	if (gone->at.n == 0)
		return;
	for (size_t i = 0, read = from; i <= gone->at.n; i++) {
		size_t end = i < gone->at.n ? gone->at.p[i] : doc->text.n;

		memmove(doc->text.p + to, doc->text.p + read, end - read);
		to += end - read;
		read = end + 1;
	}
	buf_truncate(&doc->text, to);
	for (size_t i = doc->spans.n; i-- && doc->spans.p[i].begin >= from;)
		shift(gone, &doc->spans.p[i].begin, &doc->spans.p[i].end);
	for (size_t i = doc->links.n; i--;) {
		struct doc_link *link = &doc->links.p[i];

		if (link->end > from)
			shift(gone, &link->begin, &link->end);
		else if (link->end)
			break;
	}
	for (size_t i = doc->repairs.n; i-- && doc->repairs.p[i].begin >= from;)
		shift(gone, &doc->repairs.p[i].begin, &doc->repairs.p[i].end);
}

/*
 * Makes the cells of the innermost open table paragraphs of what it stands in; its further
 * cells become paragraphs at once (in_dissolved), so that this is done once for a table.
 */
static void dissolve_table(struct doc_build *b)
{
	struct doc *doc = b->doc;
	struct gone gone = {0};

	doc_leaf_end(b);
	while (!top_is(b, DOC_TABLE))
		close_container(b);
	uint32_t table = b->open.p[--b->open.n].block;

	vec_push(&b->dissolved, b->open.n);
	uint32_t parent = doc->blocks.p[table].parent;
	size_t from = doc->blocks.p[table].begin, kept = table;

	for (size_t i = table; i < doc->blocks.n; i++) {
		struct doc_block block = doc->blocks.p[i];

		if (block.kind != DOC_CELL)
			continue;
		if (block.begin == block.end) {
			vec_push(&gone.at, block.end);
			continue;
		}
		block.kind = DOC_PARAGRAPH;
		block.parent = parent;
		block.header = false;
		shift(&gone, &block.begin, &block.end);
		doc->blocks.p[kept++] = block;
		doc->blocks.p[kept - 1].after = (uint32_t)kept;
	}
	doc->blocks.n = kept;
	squeeze(doc, from, &gone);
	vec_release(&gone.at);
}

/* ---- beginning and ending */

static bool is_container(enum doc_kind kind)
{
	return kind < DOC_HEADING;
}

/* The position in b->open of the innermost block of that kind, or UNSET. */
static size_t find_open(const struct doc_build *b, enum doc_kind kind)
{
	for (size_t i = b->open.n; i--;)
		if (b->doc->blocks.p[b->open.p[i].block].kind == kind)
			return i;
	return UNSET;
}

/* Is the innermost table that has not ended one that was dissolved? */
static bool in_dissolved(const struct doc_build *b)
{
	size_t table = find_open(b, DOC_TABLE);

	return b->dissolved.n && (table == UNSET || table < b->dissolved.p[b->dissolved.n - 1]);
}

/* A list needs room for its items too, a table for its rows. */
static bool has_room(const struct doc_build *b, enum doc_kind kind)
{
	return b->open.n + (kind == DOC_LIST || kind == DOC_TABLE ? 2 : 1) <= BUILD_DEPTH;
}

static struct doc_block *no_block(struct doc_build *b)
{
	b->scratch = (struct doc_block){.parent = DOC_NONE, .image = DOC_NONE};
	return &b->scratch;
}

static struct doc_block *flatten(struct doc_build *b, enum doc_kind kind)
{
	if (!b->noted)
		doc_note(b->doc, _("Blocks nested deeper than %d levels are shown less deep."),
			 (int)BUILD_DEPTH);
	b->noted = true;
	b->flattened[kind]++;
	return no_block(b);
}

/* A block that is no item, in a list: it belongs to the item before it. */
static void enter_item(struct doc_build *b)
{
	uint32_t last = b->open.p[b->open.n - 1].last_item;

	if (last != DOC_NONE)
		vec_push(&b->open, (struct doc_open){last, DOC_NONE});
	else
		push(b, DOC_ITEM);
}

/* Closes and opens containers until a block of this kind may stand here; false if none may. */
static bool make_way(struct doc_build *b, enum doc_kind kind)
{
	static const struct {
		bool needed;
		enum doc_kind kind, outer;
	} parents[DOC_KINDS] = {
		[DOC_ITEM] = {true, DOC_LIST, DOC_LIST},
		[DOC_ROW] = {true, DOC_TABLE, DOC_TABLE},
		[DOC_CELL] = {true, DOC_ROW, DOC_TABLE},
	};

	if (parents[kind].needed) {
		if (top_is(b, kind))
			close_container(b);
		if (top_is(b, parents[kind].kind))
			return true;
		if (!top_is(b, parents[kind].outer) && !has_room(b, parents[kind].outer))
			return false;
		doc_block_begin(b, parents[kind].kind);
		return true;
	}
	if (top_is(b, DOC_LIST))
		enter_item(b);
	else if (top_is(b, DOC_TABLE) || top_is(b, DOC_ROW))
		dissolve_table(b);
	return !is_container(kind) || has_room(b, kind);
}

static uint32_t next_number(const struct doc_build *b)
{
	const struct doc_open *list = &b->open.p[b->open.n - 1];
	const struct doc_block *blocks = b->doc->blocks.p;
	uint32_t first = blocks[list->block].number;
	uint32_t last = list->last_item == DOC_NONE ? DOC_NONE : blocks[list->last_item].number;

	return first == DOC_NONE || last == DOC_NONE ? first : last + 1;
}

struct doc_block *doc_block_begin(struct doc_build *b, enum doc_kind kind)
{
	uint32_t number = DOC_NONE;

	if (kind == DOC_ROW || kind == DOC_CELL) {
		if (in_dissolved(b)) {
			doc_leaf_end(b);
			return no_block(b);
		}
	} else if (top_is(b, DOC_CELL)) {
		if (kind == DOC_PARAGRAPH && b->cell_lines++ < CELL_LINES) {
			doc_line_break(b);
			return no_block(b);
		}
		dissolve_table(b);
	}
	doc_leaf_end(b);
	if (!make_way(b, kind)) {
		if (is_container(kind))
			return flatten(b, kind);
		kind = DOC_PARAGRAPH;
	}
	if (kind == DOC_ITEM)
		number = next_number(b);
	b->cell_lines = 0;
	struct doc_block *block = push(b, kind);

	block->number = number;
	return block;
}

void doc_block_end(struct doc_build *b, enum doc_kind kind)
{
	if (!is_container(kind)) {
		if (top_is(b, kind))
			doc_leaf_end(b);
		else if (kind == DOC_PARAGRAPH && top_is(b, DOC_CELL))
			doc_line_break(b);
		return;
	}
	if (b->flattened[kind]) {
		doc_leaf_end(b);
		b->flattened[kind]--;
		return;
	}
	if (kind == DOC_TABLE && in_dissolved(b)) {
		doc_leaf_end(b);
		b->dissolved.n--;
		return;
	}
	size_t at = find_open(b, kind);

	if (at == UNSET)
		return;
	doc_leaf_end(b);
	while (b->open.n > at)
		close_container(b);
}

static int compare_spans(const void *left, const void *right)
{
	const struct doc_span *a = left, *b = right;

	if (a->begin != b->begin)
		return a->begin < b->begin ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return (a->style > b->style) - (a->style < b->style);
}

/* Takes out the links without text; nothing but spans knows their numbers. */
static void drop_empty_links(struct doc *doc)
{
	VEC(uint32_t) numbers = {0};
	size_t kept = 0;

	for (size_t i = 0; i < doc->links.n; i++) {
		vec_push(&numbers, (uint32_t)kept);
		if (doc->links.p[i].end)
			doc->links.p[kept++] = doc->links.p[i];
	}
	doc->links.n = kept;
	for (size_t i = 0; i < doc->spans.n; i++)
		if (doc->spans.p[i].link != DOC_NONE)
			doc->spans.p[i].link = numbers.p[doc->spans.p[i].link];
	vec_release(&numbers);
}

void doc_build_finish(struct doc_build *b)
{
	struct doc *doc = b->doc;
	size_t reach = 0;

	doc_leaf_end(b);
	while (b->open.n)
		close_container(b);
	doc_link_end(b);
	drop_empty_links(doc);
	if (doc->spans.n)
		qsort(doc->spans.p, doc->spans.n, sizeof *doc->spans.p, compare_spans);
	for (size_t i = 0; i < doc->spans.n; i++) {
		if (doc->spans.p[i].end > reach)
			reach = doc->spans.p[i].end;
		doc->spans.p[i].reach = reach;
	}
	vec_release(&b->open);
	vec_release(&b->dissolved);
}

/* ---- leaves of their own */

void doc_add_rule(struct doc_build *b)
{
	doc_block_begin(b, DOC_RULE);
	doc_leaf_end(b);
}

void doc_add_image(struct doc_build *b, struct str source, struct str alt, uint32_t width,
		   uint32_t height)
{
	struct doc *doc = b->doc;
	const struct doc_block *leaf = open_leaf(b);
	struct doc_block around = leaf ? *leaf : (struct doc_block){0};

	if (leaf && leaf->kind == DOC_CELL && width > 0 && width <= ICON_PIXELS) {
		doc_add_text(b, alt);
		return;
	}
	struct doc_block *block = doc_block_begin(b, DOC_IMAGE);

	block->image = (uint32_t)doc->images.n;
	vec_push(&doc->images, (struct doc_image){.source = arena_str(&doc->arena, source),
						  .alt = arena_str(&doc->arena, alt),
						  .width = width,
						  .height = height,
						  .block = (uint32_t)doc->blocks.n - 1});
	doc_add_text(b, alt);
	doc_leaf_end(b);
	/* What it stood in goes on behind it, a heading as a heading. */
	if (leaf && around.kind != DOC_CELL) {
		block = doc_block_begin(b, around.kind);
		block->level = around.level;
	}
}

/* ---- text */

static bool is_white(char c)
{
	/* Nearly all characters are beyond the blank, or negative: one comparison for these. */
	return (unsigned char)c <= ' ' && (c == ' ' || (c >= '\t' && c <= '\r'));
}

static void begin_spans(struct doc_build *b)
{
	for (size_t bit = 0; bit < BUILD_STYLES; bit++)
		if (b->styles[bit].depth && b->styles[bit].begin == UNSET)
			b->styles[bit].begin = b->doc->text.n;
}

static bool joins(const struct buf *text, struct str next)
{
	size_t size;
	uint32_t before = utf8_at(text->p, utf8_before(text->p, text->n), &size);

	return script_joins(before, utf8_at(next.p, 0, &size));
}

/* One repair inside a piece that went to text[at..at + n) from source[from..from + n). */
static void add_repair(struct doc_build *b, const struct repair_span *span, size_t at, size_t from,
		       size_t n)
{
	struct doc *doc = b->doc;
	bool certain = span->certainty == REPAIR_EXACT, first = span->at >= from;
	size_t begin = first ? at + (span->at - from) : at;
	size_t end =
		span->at + span->size < from + n ? at + (span->at + span->size - from) : at + n;
	struct str raw = str_sub(b->trace->original, span->offset, span->offset + span->length);

	/* A repair with a blank in it comes in several pieces. */
	if (first)
		vec_push(&doc->repairs,
			 (struct doc_repair){begin, end, arena_str(&doc->arena, raw), certain});
	else if (doc->repairs.n)
		doc->repairs.p[doc->repairs.n - 1].end = end;
	if (begin < end)
		vec_push(&doc->spans,
			 (struct doc_span){.begin = begin,
					   .end = end,
					   .style = certain ? DOC_MENDED : DOC_DOUBTFUL,
					   .link = DOC_NONE});
}

/* The repairs of a piece that begins at text[at], if it is a slice of the traced source. */
static void trace(struct doc_build *b, struct str piece, size_t at)
{
	const struct doc_trace *t = b->trace;
	uintptr_t from = (uintptr_t)piece.p - (uintptr_t)t->source.p;
	size_t low = 0, high = t->n;

	if ((uintptr_t)piece.p < (uintptr_t)t->source.p || from + piece.n > t->source.n)
		return;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct repair_span *span = &t->spans[middle];

		if (span->at + span->size < from || (span->size && span->at + span->size == from))
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < t->n && t->spans[low].at < from + piece.n; low++)
		add_repair(b, &t->spans[low], at, from, piece.n);
}

/*
 * Does a paragraph begin with this piece? Behind two line breaks it does, and where a line begins
 * with an ideographic blank, which indents the paragraphs of Chinese and Japanese.
 */
static bool divides(const struct doc_build *b, struct str piece)
{
	return b->breaks > 1 || ((b->breaks || b->newline) && str_starts(piece, STR("\u3000")));
}

/* A piece that begins and ends with other than white space. */
static void add_piece(struct doc_build *b, struct str piece)
{
	struct buf *text = &b->doc->text;
	struct doc_block *leaf = open_leaf(b);

	if (!leaf)
		leaf = doc_block_begin(b, DOC_PARAGRAPH);
	if (leaf->kind == DOC_PARAGRAPH && divides(b, piece)) {
		doc_block_begin(b, DOC_PARAGRAPH);
	} else if (text->n > leaf->begin) {
		if (b->breaks)
			buf_addc(text, '\n');
		else if (b->blank && !(b->newline && joins(text, piece)))
			buf_addc(text, ' ');
	}
	b->breaks = 0;
	b->blank = b->newline = false;
	begin_spans(b);
	if (b->trace)
		trace(b, piece, text->n);
	buf_addstr(text, piece);
}

/* Line ends become '\n', also a "\r\n" that comes in two calls; an empty first line goes. */
static void add_code(struct doc_build *b, struct str text)
{
	struct buf *out = &b->doc->text;
	size_t from = 0;

	for (size_t i = 0; i <= text.n; i++) {
		bool end = i == text.n;

		if (!end && text.p[i] != '\r' && text.p[i] != '\n')
			continue;
		if (i > from) {
			begin_spans(b);
			buf_add(out, text.p + from, i - from);
			b->newline = false;
		}
		from = i + 1;
		if (end)
			break;
		if (!(text.p[i] == '\n' && b->newline) && out->n > top(b)->begin)
			buf_addc(out, '\n');
		b->newline = text.p[i] == '\r';
	}
}

/* Is there white space in this block but single blanks? Other controls may make it yes too. */
static bool is_broken(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	lanes found = {0};

	for (const unsigned char *end = u + LANES_BLOCK; u < end; u += LANES) {
		lanes c = lanes_at(u);

		found |= LANES(c < ' ') | (LANES(c == ' ') & LANES(lanes_at(u + 1) <= ' '));
	}
	return lanes_any(found);
}

/* The end of the piece that begins at `at`: single blanks inside the text are part of it. */
static size_t piece_end(struct str text, size_t at)
{
	while (at < text.n) {
		if (text.n - at > LANES_BLOCK && !is_broken(text.p + at)) {
			at += LANES_BLOCK;
			continue;
		}
		for (size_t end = at + LANES_BLOCK; at < text.n && at < end; at++)
			if (is_white(text.p[at]) &&
			    (text.p[at] != ' ' || at + 1 == text.n || is_white(text.p[at + 1])))
				return at;
	}
	return at;
}

void doc_add_text(struct doc_build *b, struct str text)
{
	size_t at = 0;

	if (top_is(b, DOC_CODE)) {
		add_code(b, text);
		return;
	}
	while (at < text.n) {
		size_t begin = at;

		if (is_white(text.p[at])) {
			b->blank = true;
			b->newline |= text.p[at] == '\n' || text.p[at] == '\r';
			at++;
			continue;
		}
		at = piece_end(text, at);
		add_piece(b, str_sub(text, begin, at));
	}
}

void doc_line_break(struct doc_build *b)
{
	if (top_is(b, DOC_CODE))
		add_code(b, STR("\n"));
	else if (open_leaf(b))
		b->breaks++;
}

void doc_add_dropped(struct doc_build *b, struct str raw)
{
	struct doc *doc = b->doc;

	if (open_leaf(b))
		vec_push(&doc->repairs, (struct doc_repair){doc->text.n, doc->text.n,
							    arena_str(&doc->arena, raw), true});
}

void doc_block_edge(struct doc_build *b)
{
	if (top_is(b, DOC_CELL) && b->cell_lines++ >= 2 * CELL_LINES)
		dissolve_table(b);
	else if (top_is(b, DOC_CELL) || top_is(b, DOC_HEADING))
		doc_line_break(b);
	else if (!top_is(b, DOC_CODE))
		doc_leaf_end(b);
}

/* ---- spans */

static size_t bit_of(enum doc_style style)
{
	size_t bit = 0;

	while (1U << bit != (unsigned)style)
		bit++;
	assert(bit < BUILD_STYLES);
	return bit;
}

void doc_span_begin(struct doc_build *b, enum doc_style style)
{
	size_t bit = bit_of(style);

	if (b->styles[bit].depth++ == 0)
		b->styles[bit].begin = UNSET;
}

void doc_span_end(struct doc_build *b, enum doc_style style)
{
	size_t bit = bit_of(style);

	if (b->styles[bit].depth == 0 || --b->styles[bit].depth)
		return;
	cut_span(b, bit);
}

void doc_link_begin(struct doc_build *b, struct str target, struct str title)
{
	struct doc *doc = b->doc;

	doc_link_end(b);
	b->link = (uint32_t)doc->links.n;
	vec_push(&doc->links, (struct doc_link){.target = arena_str(&doc->arena, target),
						.title = arena_str(&doc->arena, title)});
	doc_span_begin(b, DOC_LINK);
}

void doc_link_end(struct doc_build *b)
{
	if (b->link == DOC_NONE)
		return;
	doc_span_end(b, DOC_LINK);
	b->link = DOC_NONE;
}
