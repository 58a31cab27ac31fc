/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/canvas.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "text/seg.h"
#include "text/utf8.h"

enum { COLUMNS_LIMIT = 1 << 24 }; /* of a text: sums of ints stay far from overflow */

static const struct draw_glyph blank = {.cp = {' '}, .n = 1, .columns = 1};

void canvas_resize(struct canvas *c, int rows, int columns)
{
	free(c->cells);
	*c = (struct canvas){rows, columns, NULL};
	c->cells = xcalloc((size_t)rows * (size_t)columns, sizeof(*c->cells));
	pane_fill(canvas_pane(c), LOOK_PLAIN);
}

void canvas_release(struct canvas *c)
{
	free(c->cells);
	*c = (struct canvas){0};
}

struct pane canvas_pane(struct canvas *c)
{
	return (struct pane){c, 0, 0, c->rows, c->columns};
}

/* Cuts [*begin, *begin + *size) down to [0, limit). */
static void clip(int *begin, int *size, int limit)
{
	int from = *begin > 0 ? *begin : 0;
	int to = *size > limit - *begin ? limit : *begin + *size;

	*begin = from < limit ? from : limit;
	*size = to > from ? to - from : 0;
}

struct pane pane_part(struct pane p, int row, int column, int rows, int columns)
{
	clip(&row, &rows, p.rows);
	clip(&column, &columns, p.columns);
	return (struct pane){p.canvas, p.row + row, p.column + column, rows, columns};
}

/* The row of the canvas that is row `row` of the pane. */
static struct canvas_cell *row_cells(struct pane p, int row)
{
	return p.canvas->cells + (size_t)(p.row + row) * (size_t)p.canvas->columns;
}

/* Before columns [from, to) of a row are painted: what of a wide character would stay is blank. */
static void cut_out(const struct canvas *c, struct canvas_cell *cells, int from, int to)
{
	if (from > 0 && cells[from].glyph.columns == 0)
		cells[from - 1].glyph = blank;
	if (to < c->columns && cells[to].glyph.columns == 0)
		cells[to].glyph = blank;
}

static void fill_columns(struct pane p, int row, int from, int to, struct look look)
{
	struct canvas_cell *cells = row_cells(p, row);

	if (from >= to)
		return;
	cut_out(p.canvas, cells, from, to);
	for (int i = from; i < to; i++)
		cells[i] = (struct canvas_cell){blank, look};
}

void pane_fill_row(struct pane p, int row, struct look look)
{
	if (row >= 0 && row < p.rows)
		fill_columns(p, row, p.column, p.column + p.columns, look);
}

void pane_fill(struct pane p, struct look look)
{
	for (int row = 0; row < p.rows; row++)
		pane_fill_row(p, row, look);
}

/* One glyph at a column of the pane, which may lie outside. */
static void put_glyph(struct pane p, int row, int column, const struct draw_glyph *glyph,
		      struct look look)
{
	int end = column + glyph->columns;

	if (column < 0 || end > p.columns) { /* cut in half, or outside */
		int from = column > 0 ? column : 0;
		int to = end < p.columns ? end : p.columns;

		fill_columns(p, row, p.column + from, p.column + to, look);
		return;
	}
	struct canvas_cell *cells = row_cells(p, row);

	column += p.column;
	end += p.column;
	cut_out(p.canvas, cells, column, end);
	cells[column] = (struct canvas_cell){*glyph, look};
	for (int i = column + 1; i < end; i++)
		cells[i] = (struct canvas_cell){.look = look};
}

int pane_put(struct pane p, int row, int column, struct str text, struct look look)
{
	struct draw_glyph glyphs[DRAW_GLYPHS];
	bool visible = row >= 0 && row < p.rows;
	struct buf marked = {0};
	int used = 0;

	/* Whatever a caller forgot, a byte that is no UTF-8 becomes no cell. */
	if (utf8_valid(text) < text.n) {
		draw_add_text(&marked, text);
		text = buf_str(&marked);
	}
	for (size_t at = 0, next; at < text.n; at = next) {
		next = seg_next(text.p, text.n, at);
		size_t n = draw_cluster(text.p + at, next - at, glyphs);

		for (size_t i = 0; i < n && used < COLUMNS_LIMIT; i++) {
			if (visible)
				put_glyph(p, row, column + used, &glyphs[i], look);
			used += glyphs[i].columns;
		}
	}
	buf_release(&marked);
	return used;
}

int pane_putf(struct pane p, int row, int column, struct look look, const char *fmt, ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&text, fmt, ap);
	va_end(ap);
	int used = pane_put(p, row, column, buf_str(&text), look);

	buf_release(&text);
	return used;
}

void pane_restyle(struct pane p, int row, int column, int columns, struct look look)
{
	clip(&column, &columns, p.columns);
	if (row < 0 || row >= p.rows || columns == 0)
		return;
	struct canvas_cell *cells = row_cells(p, row);
	int from = p.column + column, to = from + columns;

	while (from > 0 && cells[from].glyph.columns == 0)
		from--;
	while (to < p.canvas->columns && cells[to].glyph.columns == 0)
		to++;
	for (int i = from; i < to; i++)
		cells[i].look = look_over(cells[i].look, look);
}
