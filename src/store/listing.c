/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/library_private.h"

struct entry {
	struct row *row;
	struct query_match match;
	size_t hits;   /* in the text */
	int64_t date;  /* seconds; INT64_MIN for none */
	int direction; /* -1 to turn the first criterion round */
};

struct listing {
	struct library *lib;
	VEC(struct entry) entries;
	size_t *rows; /* by key: the row + 1, or 0 */
	size_t n_rows;
};

/* ---- orders */

static int compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* What has no value stands last, in either direction. */
static int with_last(bool a_last, bool b_last, int order, const struct entry *a)
{
	return a_last != b_last ? a_last - b_last : order * a->direction;
}

static int newest_first(const struct entry *a, const struct entry *b)
{
	return compare(b->date, a->date);
}

static int by_date(const struct entry *a, const struct entry *b)
{
	return with_last(a->date == INT64_MIN, b->date == INT64_MIN, newest_first(a, b), a);
}

static struct str folded(struct fold *fold, struct str text)
{
	if (!fold->key.n)
		fold_text(fold, text, FOLD_ALL);
	return buf_str(&fold->key);
}

static int by_title(const struct entry *a, const struct entry *b)
{
	return a->direction * str_cmp(folded(&a->row->title, a->row->article.title),
				      folded(&b->row->title, b->row->article.title));
}

static int by_author(const struct entry *a, const struct entry *b)
{
	struct str x = folded(&a->row->author, a->row->article.author);
	struct str y = folded(&b->row->author, b->row->article.author);

	return with_last(!x.n, !y.n, str_cmp(x, y), a);
}

static int by_path(const struct entry *a, const struct entry *b)
{
	return a->direction * strcmp(a->row->path, b->row->path);
}

/* 0 begun, 1 not yet opened, 2 read. */
static int stage(const struct entry *e)
{
	const struct state_article *s = &e->row->article.state;

	return s->read ? 2 : s->place == 0;
}

static int by_progress(const struct entry *a, const struct entry *b)
{
	int order = stage(a) - stage(b);

	if (!order && stage(a) == 0)
		order = compare(b->row->article.state.opened, a->row->article.state.opened);
	return order * a->direction;
}

static int by_relevance(const struct entry *a, const struct entry *b)
{
	int order = a->match.by_reading - b->match.by_reading;

	if (!order)
		order = b->match.in_title - a->match.in_title;
	if (!order)
		order = compare((int64_t)b->hits, (int64_t)a->hits);
	return order * a->direction;
}

/* What is equal by the order asked for: newest first, then by path. */
static int settle(const struct entry *a, const struct entry *b, int order)
{
	if (!order)
		order = newest_first(a, b);
	return order ? order : strcmp(a->row->absolute, b->row->absolute);
}

#define ORDER(name)                                                                                \
	static int sort_##name(const void *a, const void *b)                                       \
	{                                                                                          \
		return settle(a, b, name(a, b));                                                   \
	}
ORDER(by_date)
ORDER(by_title)
ORDER(by_path)
ORDER(by_author)
ORDER(by_progress)
ORDER(by_relevance)

static const struct {
	const char *name;
	int (*compare)(const void *a, const void *b);
} orders[LIBRARY_ORDERS] = {
    [LIBRARY_BY_DATE] = {"date", sort_by_date},
    [LIBRARY_BY_TITLE] = {"title", sort_by_title},
    [LIBRARY_BY_PATH] = {"path", sort_by_path},
    [LIBRARY_BY_AUTHOR] = {"author", sort_by_author},
    [LIBRARY_BY_PROGRESS] = {"progress", sort_by_progress},
    [LIBRARY_BY_RELEVANCE] = {"relevance", sort_by_relevance},
};

const char *library_order_name(enum library_order order)
{
	return orders[order].name;
}

/* ---- selections */

struct search {
	struct library *lib;
	const struct query *query;
	struct query_scratch scratch;
	struct query_ranges ranges;
};

/* The text is fetched for what the rest of the query has let through. */
static bool matches(struct search *s, struct row *row, struct entry *entry)
{
	const struct article *a = &row->article;
	struct query_subject subject = {
	    .title = a->title,
	    .author = a->author,
	    .language = a->language,
	    .tags = a->tags,
	    .n_tags = a->n_tags,
	    .date = a->date,
	    .read = a->state.read,
	    .bookmarked = a->state.bookmarked,
	};

	if (!query_match_metadata(s->query, &subject, &s->scratch))
		return false;
	subject.text = library_text(s->lib, row);
	if (!query_match(s->query, &subject, &s->scratch, &entry->match))
		return false;
	query_hits(s->query, QUERY_TEXT, subject.text, &s->scratch, &s->ranges);
	entry->hits = s->ranges.v.n;
	return true;
}

static bool has_key(const struct listing_options *options, uint32_t key)
{
	size_t low = 0, high = options->n_keys;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (options->keys[mid] < key)
			low = mid + 1;
		else
			high = mid;
	}
	return !options->keys || (low < options->n_keys && options->keys[low] == key);
}

struct listing *listing_new(struct library *lib, const struct listing_options *options)
{
	struct listing *l = xcalloc(1, sizeof *l);
	struct search search = {.lib = lib, .query = options->query};

	l->lib = lib;
	for (size_t i = 0; i < lib->rows.n; i++) {
		struct row *row = lib->rows.p[i];
		const struct article *a = &row->article;
		struct entry entry = {
		    .row = row,
		    .date = civil_seconds(&a->date),
		    .direction = options->reversed ? -1 : 1,
		};

		if (!library_row_listed(row) || (options->unread && a->state.read) ||
		    (options->bookmarked && !a->state.bookmarked) || !has_key(options, a->key))
			continue;
		if (!options->query || matches(&search, row, &entry))
			vec_push(&l->entries, entry);
	}
	query_scratch_release(&search.scratch);
	vec_release(&search.ranges.v);
	if (l->entries.n)
		qsort(l->entries.p, l->entries.n, sizeof *l->entries.p,
		      orders[options->order].compare);
	l->n_rows = lib->rows.n;
	l->rows = xcalloc(l->n_rows, sizeof *l->rows);
	for (size_t i = 0; i < l->entries.n; i++)
		l->rows[l->entries.p[i].row->article.key] = i + 1;
	return l;
}

void listing_free(struct listing *l)
{
	if (!l)
		return;
	vec_release(&l->entries);
	free(l->rows);
	free(l);
}

size_t listing_count(const struct listing *l)
{
	return l->entries.n;
}

const struct article *listing_at(struct listing *l, size_t row)
{
	assert(row < l->entries.n);
	return &l->entries.p[row].row->article;
}

size_t listing_row(struct listing *l, uint32_t key)
{
	return key < l->n_rows && l->rows[key] ? l->rows[key] - 1 : (size_t)-1;
}

size_t listing_hits(struct listing *l, size_t row, size_t *first)
{
	assert(row < l->entries.n);
	*first = l->entries.p[row].match.first;
	return l->entries.p[row].hits;
}
