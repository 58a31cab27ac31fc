/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/found.h"

#include <limits.h>

#include "layout/fit.h"

/*
 * Bytes of a text: what is looked through in a few milliseconds, and what is when there is nothing
 * else to do, in some tens. A longer one would have to be read from its file.
 */
enum { AT_ONCE = 1 << 20, TEXT_MOST = 8 << 20 };

void found_forget(struct found *f)
{
	f->owes = f->may_take_time = false;
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

bool found_reads_on(const struct found *f)
{
	return f->owes;
}

void found_read_on(struct found *f)
{
	f->may_take_time = f->owes;
	f->owes = false;
}

/* False when that has to wait; it is empty then. */
static bool make(struct found *f, struct found_piece *piece, struct library *lib,
		 const struct query *query)
{
	const struct article *article = library_article(lib, piece->key);
	size_t size = article ? article->text_size : SIZE_MAX;
	bool waits = size > AT_ONCE && size <= TEXT_MOST && !f->may_take_time;
	struct buf text = {0};

	if (size <= TEXT_MOST && !waits)
		library_text(lib, piece->key, &text, NULL);
	if (size > AT_ONCE)
		f->may_take_time = false;
	f->owes |= waits;
	snippet_find(&piece->snippet, buf_str(&text), query, piece->columns, true, &f->scratch);
	buf_release(&text);
	return !waits;
}

const struct snippet *found_piece(struct found *f, struct library *lib, size_t row, uint32_t key,
				  const struct query *query, int columns)
{
	struct found_piece *piece = &f->pieces[row % FOUND_PIECES];

	if (piece->key != key || piece->columns != columns) {
		piece->key = key;
		piece->columns = columns;
		if (!make(f, piece, lib, query))
			piece->columns = 0;
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
