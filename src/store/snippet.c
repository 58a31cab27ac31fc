/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/snippet.h"

#include <stdlib.h>

#include "base/mem.h"
#include "text/brk.h"
#include "text/draw.h"
#include "text/fold.h"
#include "text/script.h"
#include "text/seg.h"
#include "text/utf8.h"

static bool blank_at(struct str text, size_t at)
{
	size_t size;

	return fold_is_blank(utf8_at(text.p, at, &size));
}

static bool word_at(struct str text, size_t at)
{
	size_t size;

	return script_of(utf8_at(text.p, at, &size)) == SCRIPT_WORD;
}

/* Would a cut at `at` go through a word of a script that puts blanks between them? */
static bool cuts_word(struct str text, size_t at)
{
	return at && at < text.n && word_at(text, at) && word_at(text, utf8_before(text.p, at));
}

/* One cluster, or a run of white space, which counts as one blank. */
struct piece {
	size_t begin, end;
	int columns;
	bool blank;
};

static struct piece piece_after(struct str text, size_t at)
{
	struct piece piece = {at, seg_next(text.p, text.n, at), 1, blank_at(text, at)};

	if (!piece.blank) {
		piece.columns = draw_cluster_columns(text.p + at, piece.end - at);
		return piece;
	}
	while (piece.end < text.n && blank_at(text, piece.end))
		piece.end = seg_next(text.p, text.n, piece.end);
	return piece;
}

static struct piece piece_before(struct str text, size_t at)
{
	size_t begin = seg_prev(text.p, text.n, at);
	struct piece piece = {begin, at, 1, blank_at(text, begin)};

	if (!piece.blank) {
		piece.columns = draw_cluster_columns(text.p + begin, at - begin);
		return piece;
	}
	while (piece.begin) {
		begin = seg_prev(text.p, text.n, piece.begin);
		if (!blank_at(text, begin))
			break;
		piece.begin = begin;
	}
	return piece;
}

/*
 * The first place from begin on where a line may begin, not amid a word nor with a closing mark;
 * begin when there is none before `at`.
 */
static size_t line_begin(struct str text, size_t begin, size_t at)
{
	const struct brk_options options = {BRK_KINSOKU_STRICT, BRK_KOREAN_WORD};
	size_t from = begin ? utf8_before(text.p, begin) : 0, good = begin;

	if (begin == 0 || begin >= at)
		return begin;
	uint8_t *edge = xmalloc(at - from);

	brk_find(text.p + from, at - from, &options, edge);
	while (good < at && edge[good - from] <= BRK_FORCED)
		good++;
	free(edge);
	return good < at ? good : begin;
}

/* As far back from `at` as fits into so many columns. */
static size_t go_back(struct str text, size_t at, int columns)
{
	size_t begin = at;

	while (begin) {
		struct piece piece = piece_before(text, begin);

		if (piece.columns > columns)
			break;
		columns -= piece.columns;
		begin = piece.begin;
	}
	begin = line_begin(text, begin, at);
	while (begin < at && blank_at(text, begin))
		begin = seg_next(text.p, text.n, begin);
	return begin;
}

/* The columns from `at` to the end of the text, or limit when there are more. */
static int columns_after(struct str text, size_t at, int limit)
{
	int columns = 0;

	while (at < text.n && columns < limit) {
		struct piece piece = piece_after(text, at);

		columns += piece.columns;
		at = piece.end;
	}
	return columns < limit ? columns : limit;
}

/* The end of what fits into so many columns from begin, behind `at` not amid a word. */
static size_t go_on(struct str text, size_t begin, size_t at, int columns)
{
	size_t end = begin;

	while (end < text.n) {
		struct piece piece = piece_after(text, end);

		if (piece.columns > columns)
			break;
		columns -= piece.columns;
		end = piece.end;
	}
	size_t good = end;

	while (good > at && cuts_word(text, good))
		good = seg_prev(text.p, text.n, good);
	return good > at ? good : end;
}

void snippet_cut(struct snippet *out, struct str text, size_t at, int columns)
{
	at = seg_floor(text.p, text.n, at < text.n ? at : text.n);
	int before = columns - columns_after(text, at, columns - columns / 3);

	out->begin = go_back(text, at, before);
	out->end = go_on(text, out->begin, at, columns);
	while (out->end > out->begin && blank_at(text, utf8_before(text.p, out->end)))
		out->end = utf8_before(text.p, out->end);
	out->more_before = out->begin > 0;
	out->more_after = out->end < text.n;
}

/* Is [begin, end) part of a hit? Moves *hit on to the first that ends behind begin. */
static bool is_hit(const struct query_range **hit, const struct query_range *hits_end,
		   const struct piece *piece)
{
	while (*hit < hits_end && (*hit)->end <= piece->begin)
		++*hit;
	return *hit < hits_end && (*hit)->begin < piece->end;
}

/* The first hit that ends behind `at`. */
static const struct query_range *hit_from(const struct query_range *hits, size_t n, size_t at)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (hits[middle].end <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return hits + low;
}

void snippet_fill(struct snippet *out, struct str text, const struct query_range *hits, size_t n)
{
	const struct query_range *hit = n ? hit_from(hits, n, out->begin) : hits, *last = NULL;

	size_t copied = out->begin; /* up to here */

	buf_clear(&out->text);
	vec_clear(&out->hits.v);
	for (size_t at = out->begin; at < out->end;) {
		struct piece piece = piece_after(text, at);
		size_t from = out->text.n + (at - copied);
		size_t to = from + (piece.blank ? 1 : piece.end - at);

		if (piece.blank) {
			buf_addstr(&out->text, str_sub(text, copied, at));
			buf_addc(&out->text, ' ');
			copied = piece.end;
		}
		if (n && is_hit(&hit, hits + n, &piece)) {
			struct query_range range = {from, to};

			if (last == hit)
				out->hits.v.p[out->hits.v.n - 1].end = range.end;
			else
				vec_push(&out->hits.v, range);
			last = hit;
		}
		at = piece.end;
	}
	buf_addstr(&out->text, str_sub(text, copied, out->end));
}

size_t snippet_find(struct snippet *out, struct str text, const struct query *query, int columns,
		    bool marks, struct query_scratch *scratch)
{
	size_t first = query_first(query, text, scratch);
	bool found = first != (size_t)-1;
	struct query_ranges hits = {0};

	snippet_cut(out, text, found ? first : 0, columns);
	if (found && marks)
		query_hits_in(query, text, out->begin, out->end, scratch, &hits);
	snippet_fill(out, text, hits.v.p, hits.v.n);
	vec_release(&hits.v);
	return first;
}

void snippet_release(struct snippet *s)
{
	buf_release(&s->text);
	vec_release(&s->hits.v);
}
