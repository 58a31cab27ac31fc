/* SPDX-License-Identifier: ISC
 *
 * Where the query of a list is found: pieces of the texts around their first hit, and hits painted
 * over what stands on the screen. Pieces are kept until they are forgotten, so that a key that
 * moves makes those alone that come into sight. The owner calls found_forget when the query, the
 * articles or the fold are others.
 */
#ifndef KARPREAD_VIEWS_FOUND_H
#define KARPREAD_VIEWS_FOUND_H

#include "store/library.h"
#include "store/snippet.h"
#include "ui/canvas.h"

enum { FOUND_PIECES = 256 }; /* more than there are rows in sight */

/* A zeroed one is valid. */
struct found {
	struct found_piece {
		uint32_t key;
		int columns; /* it was made for; 0: it is none */
		struct snippet snippet;
	} pieces[FOUND_PIECES];
	struct query_scratch scratch;
	bool owes;          /* a piece of a long text, which no key shall wait for */
	bool may_take_time; /* one such piece may be made now */
};

void found_forget(struct found *f);
void found_release(struct found *f);
/* Does the query (or NULL) look for words in texts? */
bool found_in_texts(const struct query *query);
/*
 * What stands around the first hit in the text of the article in that row of the list, in so many
 * columns; the beginning of the text when the title alone has it. Empty for a very long text, and
 * as yet for one too long to be looked through while a key waits. Borrowed until the next call.
 */
const struct snippet *found_piece(struct found *f, struct library *lib, size_t row, uint32_t key,
				  const struct query *query, int columns);
/* Is there a piece that waits? After one call of the other the next that is asked for is made. */
bool found_reads_on(const struct found *f);
void found_read_on(struct found *f);
/* Marks the hits in a title that is painted from a cell on and takes so many columns there. */
void found_mark_title(struct found *f, struct pane pane, int row, int column, int columns,
		      struct str title, const struct query *query, struct look look);
/* The same of a snippet that is painted whole. */
void found_mark_piece(struct pane pane, int row, int column, const struct snippet *snippet,
		      struct look look);

#endif
