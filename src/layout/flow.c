/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "layout/flow.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "layout/lay.h"
#include "text/draw.h"
#include "text/seg.h"
#include "text/utf8.h"

enum {
	PIECE = 32 * 1024,     /* bytes of a long leaf that are laid out at once */
	PIECE_SEARCH = 512,    /* how far around that a good place to part it is looked for */
	ROWS_BYTES = 8 * 1024, /* rows of a table that make a chunk together */
	SLOTS = 64,            /* chunks kept: more than a screen shows */
	SLOT_LINES = 1024,     /* memory for more lines than these is not kept */
};

struct chunk {
	size_t begin;
	uint32_t block; /* leaf, row or folded aside; DOC_NONE for the header */
};

struct slot {
	uint32_t chunk; /* UINT32_MAX: empty */
	struct lay_lines laid;
};

struct flow {
	const struct doc *doc;
	struct flow_options options;
	VEC(struct chunk) chunks; /* all of them, by begin */
	struct lay lay;
	struct slot slots[SLOTS]; /* chunk c in slot c % SLOTS */
};

/* ---- parting the doc */

/*
 * A place near `target` inside the leaf [begin, end) to part it at: the best edge, found from
 * the text around alone so that it does not depend on how one came here.
 */
static size_t part_at(struct flow *flow, size_t begin, size_t end, size_t target)
{
	uint8_t edges[2 * PIECE_SEARCH];
	struct str text = doc_text(flow->doc);
	size_t from = utf8_ceil(text, target - PIECE_SEARCH), best = 0;
	size_t to = target + PIECE_SEARCH < end ? utf8_floor(text, target + PIECE_SEARCH) : end;

	assert(from >= begin);
	brk_find(text.p + from, to - from, &flow->options.brk, edges);
	for (size_t i = PIECE_SEARCH / 2; i < to - from; i++)
		if (edges[i] > (best ? edges[best] : BRK_INSIDE))
			best = i;
	return best ? from + best : to;
}

static void add_chunk(struct flow *flow, size_t begin, uint32_t block)
{
	assert(flow->chunks.n < UINT32_MAX - 1);
	vec_push(&flow->chunks, (struct chunk){.begin = begin, .block = block});
}

static void add_leaf(struct flow *flow, uint32_t leaf)
{
	const struct doc_block *block = &flow->doc->blocks.p[leaf];
	size_t begin = block->begin;

	add_chunk(flow, begin, leaf);
	while (block->end - begin > PIECE + 2 * PIECE_SEARCH) {
		begin = part_at(flow, begin, block->end, begin + PIECE);
		add_chunk(flow, begin, leaf);
	}
}

static void add_table(struct flow *flow, uint32_t table)
{
	const struct doc_block *blocks = flow->doc->blocks.p;
	uint32_t row = table + 1;

	while (row < blocks[table].after) {
		size_t begin = blocks[row].begin;

		add_chunk(flow, begin, row);
		while (row < blocks[table].after && blocks[row].begin - begin < ROWS_BYTES)
			row = blocks[row].after;
	}
}

static bool has_header(const struct flow *flow)
{
	const struct doc_meta *meta = &flow->doc->meta;

	return flow->options.header && flow->doc->title_block == DOC_NONE &&
	       (meta->title.n || meta->author.n || meta->editor.n || meta->source.n ||
		meta->date.precision);
}

static void add_chunks(struct flow *flow)
{
	const struct doc *doc = flow->doc;
	uint32_t block = 0;

	if (has_header(flow))
		add_chunk(flow, 0, DOC_NONE);
	while (block < doc->blocks.n) {
		const struct doc_block *b = &doc->blocks.p[block];

		if (b->kind == DOC_ASIDE && !flow->options.unfold) {
			add_chunk(flow, b->begin, block);
			block = b->after;
		} else if (b->kind == DOC_TABLE) {
			add_table(flow, block);
			block = b->after;
		} else {
			if (doc_is_leaf(b))
				add_leaf(flow, block);
			block++;
		}
	}
}

struct flow *flow_new(const struct doc *doc, const struct flow_options *options)
{
	struct flow *flow = xcalloc(1, sizeof *flow);

	flow->doc = doc;
	flow->options = *options;
	if (flow->options.width < 1)
		flow->options.width = 1;
	flow->lay = (struct lay){.doc = doc, .options = &flow->options};
	for (size_t i = 0; i < SLOTS; i++)
		flow->slots[i].chunk = UINT32_MAX;
	add_chunks(flow);
	return flow;
}

static void release_lines(struct lay_lines *laid)
{
	vec_release(&laid->lines);
	vec_release(&laid->runs);
	arena_release(&laid->arena);
}

void flow_free(struct flow *flow)
{
	if (!flow)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		release_lines(&flow->slots[i].laid);
	lay_release(&flow->lay);
	vec_release(&flow->chunks);
	free(flow);
}

const struct flow_options *flow_options(const struct flow *flow)
{
	return &flow->options;
}

const struct doc *flow_doc(const struct flow *flow)
{
	return flow->doc;
}

/* ---- the rows between blocks */

static bool has_more_than_one(const struct doc *doc, uint32_t item)
{
	uint32_t second = doc->blocks.p[item + 1].after;

	return second < doc->blocks.p[item].after && doc->blocks.p[second].kind != DOC_LIST;
}

/* The child of `container` that holds `block`. */
static uint32_t child_of(const struct doc *doc, uint32_t container, uint32_t block)
{
	while (doc->blocks.p[block].parent != container && doc->blocks.p[block].parent != DOC_NONE)
		block = doc->blocks.p[block].parent;
	return block;
}

/*
 * Are `block` and the block before it parts of one list without rows between its items: items
 * of one paragraph each, and lists below them?
 */
static bool is_tight(const struct doc *doc, uint32_t before, uint32_t block)
{
	const struct doc_block *blocks = doc->blocks.p;
	size_t begin = blocks[block].begin;

	for (uint32_t up = blocks[block].parent; up != DOC_NONE && blocks[up].begin == begin;
	     up = blocks[up].parent) {
		uint32_t list = blocks[up].parent;

		if (blocks[up].kind != DOC_ITEM)
			continue;
		if (blocks[list].begin != begin)
			return !has_more_than_one(doc, up) &&
			       !has_more_than_one(doc, child_of(doc, list, before));
		if (blocks[list].parent != DOC_NONE && blocks[blocks[list].parent].begin != begin)
			return blocks[blocks[list].parent].kind == DOC_ITEM &&
			       !has_more_than_one(doc, blocks[list].parent);
	}
	return false;
}

static int rows_above(const struct flow *flow, uint32_t chunk)
{
	const struct doc *doc = flow->doc;
	uint32_t block = flow->chunks.p[chunk].block, before;

	if (chunk == 0)
		return 0;
	before = flow->chunks.p[chunk - 1].block;
	if (before == block)
		return 0;
	if (before == DOC_NONE)
		return 1;
	if (doc->blocks.p[block].kind == DOC_ROW && doc->blocks.p[before].kind == DOC_ROW &&
	    doc->blocks.p[block].parent == doc->blocks.p[before].parent)
		return 0;
	return is_tight(doc, before, block) ? 0 : 1;
}

/* ---- laying out on demand */

static size_t chunk_end(const struct flow *flow, uint32_t chunk)
{
	const struct chunk *c = &flow->chunks.p[chunk];
	size_t end = flow->doc->blocks.p[c->block].end;

	if (chunk + 1 < flow->chunks.n && flow->chunks.p[chunk + 1].begin < end)
		end = flow->chunks.p[chunk + 1].begin;
	return end;
}

static void lay_chunk(struct flow *flow, uint32_t chunk)
{
	const struct chunk *c = &flow->chunks.p[chunk];
	struct lay *lay = &flow->lay;

	if (c->block == DOC_NONE) {
		lay_header(lay);
		return;
	}
	switch (flow->doc->blocks.p[c->block].kind) {
	case DOC_ASIDE:
		lay_folded(lay, c->block);
		break;
	case DOC_ROW:
		lay_rows(lay, c->block,
			 chunk + 1 < flow->chunks.n ? flow->chunks.p[chunk + 1].begin : SIZE_MAX);
		break;
	default:
		lay_leaf(lay, c->block, c->begin, chunk_end(flow, chunk));
	}
}

static struct lay_lines *laid_chunk(struct flow *flow, uint32_t chunk)
{
	struct slot *slot = &flow->slots[chunk % SLOTS];
	struct lay_lines *laid = &slot->laid;
	size_t run = 0;

	if (slot->chunk == chunk)
		return laid;
	if (laid->lines.cap > SLOT_LINES)
		release_lines(laid);
	vec_clear(&laid->lines);
	vec_clear(&laid->runs);
	arena_release(&laid->arena);
	flow->lay.out = laid;
	lay_chunk(flow, chunk);
	assert(laid->lines.n > 0);
	for (size_t i = 0; i < laid->lines.n && laid->runs.n; i++) {
		laid->lines.p[i].runs = laid->runs.p + run;
		run += laid->lines.p[i].n;
	}
	laid->lines.p[0].above = rows_above(flow, chunk);
	slot->chunk = chunk;
	return laid;
}

const struct flow_line *flow_line(struct flow *flow, struct flow_pos pos)
{
	const struct lay_lines *laid;

	if (pos.chunk >= flow->chunks.n)
		return NULL;
	laid = laid_chunk(flow, pos.chunk);
	return pos.line < laid->lines.n ? &laid->lines.p[pos.line] : NULL;
}

bool flow_next(struct flow *flow, struct flow_pos *pos)
{
	if (pos->chunk >= flow->chunks.n)
		return false;
	if (pos->line + 1 < laid_chunk(flow, pos->chunk)->lines.n) {
		pos->line++;
		return true;
	}
	if (pos->chunk + 1 >= flow->chunks.n)
		return false;
	*pos = (struct flow_pos){.chunk = pos->chunk + 1};
	return true;
}

static struct flow_pos last_line_of(struct flow *flow, uint32_t chunk)
{
	return (struct flow_pos){.chunk = chunk,
				 .line = (uint32_t)(laid_chunk(flow, chunk)->lines.n - 1)};
}

bool flow_prev(struct flow *flow, struct flow_pos *pos)
{
	if (pos->line > 0) {
		pos->line--;
		return true;
	}
	if (pos->chunk == 0 || pos->chunk > flow->chunks.n)
		return false;
	*pos = last_line_of(flow, pos->chunk - 1);
	return true;
}

struct flow_pos flow_last(struct flow *flow)
{
	if (flow->chunks.n == 0)
		return (struct flow_pos){0};
	return last_line_of(flow, (uint32_t)(flow->chunks.n - 1));
}

/* ---- places */

/* The run of text that holds the offset, or the last one before it; NULL when there is none. */
static const struct flow_run *run_at(const struct flow_line *line, size_t offset)
{
	const struct flow_run *best = NULL;

	for (size_t i = 0; i < line->n; i++) {
		const struct flow_run *run = &line->runs[i];

		if (run->begin < run->end && run->begin <= offset &&
		    (!best || run->begin >= best->begin))
			best = run;
	}
	return best;
}

/*
 * Lines up to `last` that begin at one place, as those of a table's row do: the one meant is that
 * with the run nearest before the offset, or the first that reaches it when there is no text.
 */
static size_t line_among(const struct lay_lines *laid, size_t last, size_t offset)
{
	const struct flow_line *lines = laid->lines.p;
	const struct flow_run *nearest = NULL;
	size_t best = last;

	for (size_t i = last + 1; i-- > 0 && lines[i].begin == lines[last].begin;) {
		const struct flow_run *run = run_at(&lines[i], offset);

		if (run ? !nearest || run->begin > nearest->begin
			: !nearest && offset <= lines[i].end) {
			best = i;
			nearest = run;
		}
	}
	return best;
}

struct flow_pos flow_at(struct flow *flow, size_t offset)
{
	size_t low = 0, high = flow->chunks.n;
	struct flow_pos pos = {0};
	const struct lay_lines *laid;

	if (high == 0)
		return pos;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (flow->chunks.p[middle].begin <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	pos.chunk = low ? (uint32_t)(low - 1) : 0;
	laid = laid_chunk(flow, pos.chunk);
	low = 0;
	high = laid->lines.n;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (laid->lines.p[middle].begin <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	pos.line = low ? (uint32_t)line_among(laid, low - 1, offset) : 0;
	return pos;
}

int flow_column(struct flow *flow, struct flow_pos pos, size_t offset)
{
	const struct flow_line *line = flow_line(flow, pos);
	const struct flow_run *run = line ? run_at(line, offset) : NULL;
	size_t floor;

	if (!run) {
		for (size_t i = 0; line && i < line->n; i++)
			if (line->runs[i].begin < line->runs[i].end)
				return line->runs[i].column;
		return line ? line->columns : 0;
	}
	if (offset >= run->end)
		return run->column + run->columns;
	floor = seg_floor(run->text.p, run->text.n, offset - run->begin);
	return run->column + draw_columns(str_sub(run->text, 0, floor));
}

/* The run of text at the column, or the nearest one. */
static const struct flow_run *run_near(const struct flow_line *line, int column)
{
	const struct flow_run *best = NULL;
	int nearest = 0;

	for (size_t i = 0; i < line->n; i++) {
		const struct flow_run *run = &line->runs[i];
		int far = column < run->column ? run->column - column
			  : column >= run->column + run->columns
				  ? column - run->column - run->columns + 1
				  : 0;

		if (run->begin < run->end && (!best || far < nearest)) {
			best = run;
			nearest = far;
		}
	}
	return best;
}

size_t flow_offset(struct flow *flow, struct flow_pos pos, int column)
{
	const struct flow_line *line = flow_line(flow, pos);
	const struct flow_run *run = line ? run_near(line, column) : NULL;
	size_t at = 0;
	int used;

	if (!run)
		return line ? line->begin : 0;
	used = run->column;
	while (at < run->text.n) {
		size_t end = seg_next(run->text.p, run->text.n, at);

		used += draw_cluster_columns(run->text.p + at, end - at);
		if (used > column || end == run->text.n)
			break;
		at = end;
	}
	return run->begin + at;
}
