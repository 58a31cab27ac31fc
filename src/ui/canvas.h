/* SPDX-License-Identifier: ISC
 *
 * A grid of cells that views paint on. Everything is clipped to the canvas and to the pane it is
 * put in; no half of a wide character is ever left behind: what would be cut becomes a blank.
 * Text goes through the draw form (text/draw.h), so that whatever it holds is safe to show.
 * Rows and columns count from 0 at the top left.
 */
#ifndef KARPREAD_UI_CANVAS_H
#define KARPREAD_UI_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "text/draw.h"
#include "ui/look.h"

struct canvas_cell {
	struct draw_glyph glyph; /* glyph.columns is 0 in the second half of a wide character */
	struct look look;
};

struct canvas {
	int rows, columns;
	struct canvas_cell *cells; /* rows * columns, row by row */
};

/* A rectangle of the canvas; what is put into it is clipped to it. */
struct pane {
	struct canvas *canvas;
	int row, column, rows, columns;
};

void canvas_resize(struct canvas *c, int rows, int columns); /* all blank afterwards */
void canvas_release(struct canvas *c);
struct pane canvas_pane(struct canvas *c);
/* A part of a pane, clipped to it. */
struct pane pane_part(struct pane p, int row, int column, int rows, int columns);
void pane_fill(struct pane p, struct look look);
void pane_fill_row(struct pane p, int row, struct look look);
/* Paints text from (row, column), which may lie outside; returns the columns text takes. */
int pane_put(struct pane p, int row, int column, struct str text, struct look look);
int pane_putf(struct pane p, int row, int column, struct look look, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
/* Puts look over the cells that are painted already (look_over; a wide character whole). */
void pane_restyle(struct pane p, int row, int column, int columns, struct look look);

#endif
