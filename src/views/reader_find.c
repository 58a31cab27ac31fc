/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/reader.h"

#include "store/query.h"

void reader_find_release(struct reader *r)
{
	buf_release(&r->pattern);
	buf_release(&r->pattern_before);
	fold_release(&r->fold);
	vec_release(&r->hits);
}

void reader_find_forget(struct reader *r)
{
	fold_release(&r->fold);
	r->folded = false;
	vec_clear(&r->hits);
	r->hit = READER_NO_HIT;
}

static void need_fold(struct reader *r, int flags)
{
	if (r->folded && r->fold_flags == flags)
		return;
	fold_text(&r->fold, doc_text(r->doc), flags);
	r->folded = true;
	r->fold_flags = flags;
}

static void find_literal(struct reader *r, struct str pattern)
{
	int flags = desk_fold_flags(r->view.desk, pattern);
	struct fold key = {0};

	need_fold(r, flags);
	fold_text(&key, pattern, flags);
	struct str needle = buf_str(&key.key), hay = buf_str(&r->fold.key);

	for (size_t at = 0; needle.n && (at = str_find(hay, needle, at)) != (size_t)-1;
	     at += needle.n)
		vec_push(&r->hits, (struct reader_range){fold_text_at(&r->fold, at),
							 fold_text_end(&r->fold, at + needle.n)});
	fold_release(&key);
}

static void find_query(struct reader *r, struct str text)
{
	struct query *query = desk_query(r->view.desk, text, NULL);
	struct query_scratch scratch = {0};
	struct query_ranges ranges = {0};

	if (!query)
		return;
	query_hits(query, QUERY_TEXT, doc_text(r->doc), &scratch, &ranges);
	for (size_t i = 0; i < ranges.v.n; i++)
		vec_push(&r->hits, (struct reader_range){ranges.v.p[i].begin, ranges.v.p[i].end});
	vec_release(&ranges.v);
	query_scratch_release(&scratch);
	query_free(query);
}

void reader_find(struct reader *r, struct str pattern, bool by_query)
{
	if (pattern.p != r->pattern.p) {
		buf_clear(&r->pattern);
		buf_addstr(&r->pattern, pattern);
	}
	r->by_query = by_query;
	vec_clear(&r->hits);
	r->hit = READER_NO_HIT;
	if (!r->doc || pattern.n == 0)
		return;
	if (by_query)
		find_query(r, buf_str(&r->pattern));
	else
		find_literal(r, buf_str(&r->pattern));
}

static void go_hit(struct reader *r, size_t hit)
{
	r->hit = hit;
	r->lit = (struct reader_range){0};
	reader_go(r, r->hits.p[hit].begin);
}

/* The first hit that begins at or behind offset; hits.n when there is none. */
static size_t hit_from(const struct reader *r, size_t offset)
{
	size_t low = 0, high = r->hits.n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (r->hits.p[mid].begin < offset)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

void reader_find_from(struct reader *r, size_t offset)
{
	size_t hit = hit_from(r, offset);

	if (r->hits.n)
		go_hit(r, hit < r->hits.n ? hit : 0);
}

void reader_find_step(struct reader *r, long by)
{
	if (r->hits.n == 0 && r->pattern.n)
		reader_find(r, buf_str(&r->pattern), r->by_query);
	if (r->pattern.n == 0) {
		desk_say(r->view.desk, "%s", _("Nothing was searched for yet."));
		return;
	}
	/* The hit gone to counts only while it is in sight; else one goes on from here. */
	size_t place = reader_place(r), seen = reader_seen(r);
	long last = (long)r->hits.n - 1, from, target;

	if (r->hit != READER_NO_HIT && r->hits.p[r->hit].begin >= place &&
	    r->hits.p[r->hit].begin < seen)
		from = (long)r->hit;
	else
		from = (long)hit_from(r, place) - (by > 0);
	if (by > 0 ? from >= last : from <= 0) {
		r->ran_out = by > 0 ? 1 : -1;
		return;
	}
	/* A count beyond the hits goes as far as there are any. */
	target = from + by;
	reader_jump_from(r);
	go_hit(r, (size_t)(target < 0 ? 0 : target > last ? last : target));
}

static void start(struct reader *r)
{
	buf_clear(&r->pattern_before);
	buf_addstr(&r->pattern_before, buf_str(&r->pattern));
	r->by_query_before = r->by_query;
	r->place_before = reader_place(r);
	r->lit = (struct reader_range){0};
}

void reader_search(struct view *view, enum view_search event, struct str text)
{
	struct reader *r = (struct reader *)view;

	if (!r->doc)
		return;
	switch (event) {
	case VIEW_SEARCH_START:
		start(r);
		break;
	case VIEW_SEARCH_CHANGE:
		reader_find(r, text, false);
		if (r->hits.n)
			reader_find_from(r, r->place_before);
		else
			reader_show_at(r, r->place_before, 0);
		break;
	case VIEW_SEARCH_ACCEPT:
		/* An empty line repeats the last search, as in vim. */
		if (text.n)
			reader_find(r, text, false);
		else
			reader_find(r, buf_str(&r->pattern_before), r->by_query_before);
		if (r->hits.n)
			reader_find_from(r, r->place_before);
		else if (r->pattern.n)
			desk_say(view->desk, _("\"%s\" is not in this article."),
				 buf_cstr(&r->pattern));
		break;
	case VIEW_SEARCH_CANCEL:
		reader_find(r, buf_str(&r->pattern_before), r->by_query_before);
		reader_show_at(r, r->place_before, 0);
		break;
	}
}
