/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/found.h"

#include <limits.h>

#include "layout/fit.h"

enum { TEXT_MOST = 1 << 20 }; /* bytes that are looked through in a few milliseconds */

void found_forget(struct found *f)
{
	for (size_t i = 0; i < FOUND_PIECES; i++)
		f->pieces[i].columns = 0;
}

void found_release(struct found *f)
{
	for (size_t i = 0; i < FOUND_PIECES; i++)
		snippet_release(&f->pieces[i].snippet);
	query_scratch_release(&f->scratch);
}

bool found_in_texts(const struct query *query)
{
	for (size_t i = 0; query && i < query->terms.n; i++) {
		const struct query_term *term = &query->terms.p[i];

		if (!term->negated && (term->field == QUERY_ANY || term->field == QUERY_TEXT))
			return true;
	}
	return false;
}

static void make(struct found *f, struct found_piece *piece, struct library *lib,
		 const struct query *query)
{
	const struct article *article = library_article(lib, piece->key);
	struct buf text = {0};

	if (article && article->text_size <= TEXT_MOST)
		library_text(lib, piece->key, &text, NULL);
	snippet_find(&piece->snippet, buf_str(&text), query, piece->columns, &f->scratch);
	buf_release(&text);
}

const struct snippet *found_piece(struct found *f, struct library *lib, uint32_t key,
				  const struct query *query, int columns)
{
	struct found_piece *piece = &f->pieces[key % FOUND_PIECES];

	if (piece->key != key || piece->columns != columns) {
		piece->key = key;
		piece->columns = columns;
		make(f, piece, lib, query);
	}
	return &piece->snippet;
}

static void mark(struct pane pane, int row, int column, int columns, struct str text,
		 const struct query_ranges *hits, struct look look)
{
	for (size_t i = 0; i < hits->v.n; i++) {
		const struct query_range *hit = &hits->v.p[i];
		int from, to;

		fit_bytes(str_sub(text, 0, hit->begin), INT_MAX, &from);
		fit_bytes(str_sub(text, 0, hit->end), INT_MAX, &to);
		if (from >= columns)
			break;
		pane_restyle(pane, row, column + from, (to < columns ? to : columns) - from, look);
	}
}

void found_mark_title(struct found *f, struct pane pane, int row, int column, int columns,
		      struct str title, const struct query *query, struct look look)
{
	struct query_ranges hits = {0};

	query_hits(query, QUERY_TITLE, title, &f->scratch, &hits);
	mark(pane, row, column, columns, title, &hits, look);
	vec_release(&hits.v);
}

void found_mark_piece(struct pane pane, int row, int column, const struct snippet *snippet,
		      struct look look)
{
	mark(pane, row, column, pane.columns - column, buf_str(&snippet->text), &snippet->hits,
	     look);
}
