/* SPDX-License-Identifier: ISC
 *
 * Tables: columns as wide as their cells want where there is room, else narrower with the cells
 * wrapped; where not even the words fit, the cells one below the other.
 */
#include "config.h"

#include "layout/lay.h"

#include "text/draw.h"
#include "text/utf8.h"

enum {
	SAMPLE = 16 * 1024, /* bytes of rows that decide the widths; later ones are wrapped */
	SAMPLE_CELL = 512,  /* bytes of a cell */
	MOST_COLUMNS = 64,  /* cells behind them are not side by side */
	LONGEST_WORD = 24,  /* that a column is kept wide enough for */
	GAP = 3,            /* " | " */
};

struct column {
	int least, want, width;
};

struct plan {
	struct column columns[MOST_COLUMNS];
	size_t n; /* 0: the cells stand one below the other */
};

static int most(int a, int b)
{
	return a > b ? a : b;
}

/* The longest word and the longest line of a cell. */
static void measure(struct lay *lay, size_t begin, size_t end, struct column *column)
{
	struct wrap w;
	size_t word = 0;

	if (end > begin + SAMPLE_CELL)
		end = utf8_floor(doc_text(lay->doc), begin + SAMPLE_CELL);
	if (end == begin)
		return;
	w = lay_wrap(lay, begin, end);
	for (size_t at = 0; at < w.n;) {
		struct wrap_line line;

		wrap_cut(&w, at, 0, &line);
		column->want = most(column->want, line.columns);
		at = line.next;
	}
	for (size_t at = 1; at <= w.n; at++) {
		if (at < w.n && w.edge[at] < BRK_MAY)
			continue;
		column->least = most(column->least,
				     draw_columns(str_trim((struct str){w.p + word, at - word})));
		word = at;
	}
}

static int sum_at(const struct plan *plan, int level)
{
	int sum = 0;

	for (size_t i = 0; i < plan->n; i++) {
		const struct column *c = &plan->columns[i];

		sum += c->want < level ? c->want : most(level, c->least);
	}
	return sum;
}

/* Wide columns give way down to one level; no column gets less than its words need. */
static bool share(struct plan *plan, int room)
{
	int low = 0, high = room;

	if (sum_at(plan, 0) > room)
		return false;
	while (low < high) {
		int middle = (low + high + 1) / 2;

		if (sum_at(plan, middle) <= room)
			low = middle;
		else
			high = middle - 1;
	}
	for (size_t i = 0; i < plan->n; i++) {
		struct column *c = &plan->columns[i];

		c->width = c->want < low ? c->want : most(low, c->least);
	}
	room -= sum_at(plan, low);
	for (size_t i = 0; i < plan->n && room > 0; i++) {
		struct column *c = &plan->columns[i];

		if (c->width < c->want) {
			c->width++;
			room--;
		}
	}
	return true;
}

static void make_plan(struct lay *lay, uint32_t table, struct plan *plan)
{
	const struct doc_block *blocks = lay->doc->blocks.p;
	int room, narrowest = 1;

	*plan = (struct plan){0};
	for (uint32_t row = table + 1; row < blocks[table].after; row = blocks[row].after) {
		size_t n = 0;

		if (blocks[row].begin - blocks[table].begin > SAMPLE) {
			narrowest = 2; /* a wide character may come */
			break;
		}
		for (uint32_t cell = row + 1; cell < blocks[row].after && n < MOST_COLUMNS; cell++)
			measure(lay, blocks[cell].begin, blocks[cell].end, &plan->columns[n++]);
		if (blocks[row].after - row - 1 > MOST_COLUMNS) {
			plan->n = 0;
			return;
		}
		if (n > plan->n)
			plan->n = n;
	}
	for (size_t i = 0; i < plan->n; i++) {
		struct column *c = &plan->columns[i];

		c->want = most(c->want, narrowest);
		c->least = most(c->least < LONGEST_WORD ? c->least : LONGEST_WORD, 2);
		if (c->least > c->want)
			c->least = c->want;
	}
	room = lay->options->width - lay->indent - GAP * ((int)plan->n - 1);
	if (plan->n && !share(plan, room))
		plan->n = 0;
}

/* The wrapped lines of one cell, as a range of an array for all cells of the row. */
struct cell {
	size_t first, n;
	uint8_t align;
};

static int aligned(const struct column *column, const struct cell *cell, int used)
{
	int spare = column->width - used;

	if (spare <= 0)
		return 0;
	return cell->align == DOC_ALIGN_RIGHT    ? spare
	       : cell->align == DOC_ALIGN_CENTER ? spare / 2
						 : 0;
}

static void add_rule(struct lay *lay, const struct plan *plan, size_t where)
{
	struct buf rule = {0};

	for (size_t i = 0; i < plan->n; i++) {
		if (i)
			buf_adds(&rule, "-+-");
		buf_addn(&rule, '-', (size_t)plan->columns[i].width);
	}
	if (plan->n == 0)
		buf_addn(&rule, '-', lay->options->width < 3 ? (size_t)lay->options->width : 3);
	lay_line_begin(lay, false);
	lay_generated(lay, buf_str(&rule), lay->indent, FLOW_MARKER);
	lay_line_end(lay, where, where);
	buf_release(&rule);
}

static void add_row(struct lay *lay, const struct plan *plan, uint32_t row, bool first)
{
	const struct doc_block *blocks = lay->doc->blocks.p;
	size_t begin = blocks[row].begin, height = 1, n = 0;
	struct wrap w = lay_wrap(lay, begin, blocks[row].end);
	struct lay_text text = {.begin = begin, .end = blocks[row].end};
	struct cell cells[MOST_COLUMNS] = {0};
	VEC(struct wrap_line) lines = {0};

	w.hanging = false; /* behind a cell stands the next one */
	for (uint32_t block = row + 1; block < blocks[row].after && n < plan->n; block++, n++) {
		struct wrap_line line = {.next = blocks[block].begin - begin};

		cells[n] = (struct cell){.first = lines.n, .align = blocks[block].align};
		w.n = blocks[block].end - begin;
		while (line.next < w.n) {
			wrap_cut(&w, line.next, plan->columns[n].width, &line);
			vec_push(&lines, line);
		}
		cells[n].n = lines.n - cells[n].first;
		if (cells[n].n > height)
			height = cells[n].n;
	}
	for (size_t k = 0; k < height; k++) {
		int column = lay->indent;

		lay_line_begin(lay, first && k == 0);
		for (size_t i = 0; i < plan->n; i++) {
			if (i)
				lay_generated(lay, STR("|"), column - 2, FLOW_MARKER);
			if (i < n && k < cells[i].n) {
				const struct wrap_line *line = &lines.p[cells[i].first + k];

				lay_runs(lay, &w, &text, line,
					 column + aligned(&plan->columns[i], &cells[i],
							  line->columns));
			}
			column += plan->columns[i].width + GAP;
		}
		lay_line_end(lay, begin, blocks[row].end);
	}
	vec_release(&lines);
}

/* The cells one below the other, behind a short rule; those without text have no line. */
static void add_stack(struct lay *lay, const struct plan *plan, uint32_t row, bool first)
{
	const struct doc_block *blocks = lay->doc->blocks.p;
	size_t from = blocks[row].begin; /* what the next line stands for */
	size_t lines;

	if (!first)
		add_rule(lay, plan, from);
	lines = lay->out->lines.n;
	for (uint32_t cell = row + 1; cell < blocks[row].after; cell++) {
		struct lay_text text = {.begin = blocks[cell].begin, .end = blocks[cell].end};
		struct wrap w;
		struct wrap_line line = {0};
		bool last = cell + 1 == blocks[row].after;

		if (text.begin == text.end && !(last && lay->out->lines.n == lines))
			continue;
		w = lay_wrap(lay, text.begin, text.end);
		lay->block = cell;
		do {
			if (w.n)
				wrap_cut(&w, line.next, lay->options->width - lay->indent, &line);
			lay_line_begin(lay, first && lay->out->lines.n == lines);
			lay_runs(lay, &w, &text, &line, lay->indent);
			lay_line_end(lay, from, text.begin + line.next);
			from = text.begin + line.next;
		} while (line.next < w.n);
		from = last ? text.end : blocks[cell + 1].begin;
	}
	lay->out->lines.p[lay->out->lines.n - 1].end = blocks[row].end;
}

void lay_rows(struct lay *lay, uint32_t row, size_t end)
{
	const struct doc_block *blocks = lay->doc->blocks.p;
	uint32_t table = blocks[row].parent;
	struct plan plan;

	lay_prefix(lay, table, row == table + 1);
	make_plan(lay, table, &plan);
	while (row < blocks[table].after && blocks[row].begin < end) {
		uint32_t next = blocks[row].after;
		bool first = row == table + 1;

		lay->block = row + 1;
		/* A row behind the sample may have more cells than there are columns. */
		if (next - row - 1 <= plan.n)
			add_row(lay, &plan, row, first);
		else
			add_stack(lay, &plan, row, first);
		if (plan.n && blocks[row].header && next < blocks[table].after &&
		    !blocks[next].header)
			add_rule(lay, &plan, blocks[row].end);
		row = next;
	}
}
