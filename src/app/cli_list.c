/* SPDX-License-Identifier: ISC
 *
 * karpread list, karpread search.
 */
#include "config.h"

#include "app/cli.h"
#include "store/query.h"
#include "store/snippet.h"
#include "text/draw.h"

static const struct record_column list_columns[] = {
	{"number", RECORD_NUMBER}, {"path", RECORD_STRING},     {"title", RECORD_STRING},
	{"date", RECORD_STRING},   {"author", RECORD_STRING},   {"language", RECORD_STRING},
	{"read", RECORD_BOOL},     {"bookmarked", RECORD_BOOL}, {"percent", RECORD_NUMBER},
};
enum { LIST_COLUMNS = sizeof list_columns / sizeof list_columns[0] };

static const struct record_column search_columns[] = {
	{"number", RECORD_NUMBER}, {"path", RECORD_STRING},   {"title", RECORD_STRING},
	{"date", RECORD_STRING},   {"offset", RECORD_NUMBER}, {"snippet", RECORD_STRING},
};
enum { SEARCH_COLUMNS = sizeof search_columns / sizeof search_columns[0] };

static void add_padded(struct buf *out, struct str text, int columns)
{
	int taken = draw_columns(text);

	draw_add_text(out, text);
	if (taken < columns)
		buf_addn(out, ' ', (size_t)(columns - taken));
}

/* What a search needs to know of an article, and where it is kept. */
struct found {
	const struct query *query;
	bool marks; /* the hits, by colour */
	struct query_scratch scratch;
	struct buf text;
	struct query_ranges titled; /* the hits in the title */
	struct snippet snippet;
	size_t offset; /* of the first hit, or 0 */
};

/* hits is NULL where none are marked. */
static void add_marked(struct buf *out, struct str text, const struct query_ranges *hits)
{
	size_t at = 0;

	if (!hits) {
		draw_add_text(out, text);
		return;
	}
	for (size_t i = 0; i < hits->v.n; i++) {
		const struct query_range *hit = &hits->v.p[i];

		draw_add(out, str_sub(text, at, hit->begin));
		buf_adds(out, "\033[1;31m");
		draw_add(out, str_sub(text, hit->begin, hit->end));
		buf_adds(out, "\033[0m");
		at = hit->end;
	}
	draw_add(out, str_sub(text, at, text.n));
}

static void list_text(struct buf *out, size_t number, const struct article *a, struct str date,
		      const struct query_ranges *titled)
{
	buf_addf(out, "%4zu %c%c ", number, a->state.read ? ' ' : '*',
		 a->state.bookmarked ? 'B' : ' ');
	add_padded(out, date, 12);
	add_marked(out, a->title, titled);
	if (a->note.n) {
		buf_adds(out, "  ");
		draw_add_text(out, a->note);
	}
	if (a->state.permille)
		buf_addf(out, "  %d%%", a->state.permille / 10);
	buf_addc(out, '\n');
}

static void list_row(struct cli *cli, struct buf *out, size_t number, const struct article *a)
{
	struct buf date = {0};

	library_add_date(&date, a);
	if (cli->options->format == RECORD_TEXT) {
		list_text(out, number, a, buf_str(&date), NULL);
	} else {
		const struct record_value values[LIST_COLUMNS] = {
			{.number = (int64_t)number},
			{.text = str_of(a->path)},
			{.text = a->title},
			{.text = buf_str(&date)},
			{.text = a->author},
			{.text = a->language},
			{.number = a->state.read},
			{.number = a->state.bookmarked},
			{.number = a->state.permille / 10},
		};

		record_row(out, cli->options->format, list_columns, values, LIST_COLUMNS);
	}
	buf_release(&date);
}

/*
 * Rows are gathered while the library is held, which it is not while they are written: who reads
 * them may take his time.
 */
static void put_gathered(struct cli *cli, struct buf *out, void (*put)(struct str text))
{
	enum { ENOUGH = 4096 }; /* bytes */

	if (out->n < ENOUGH)
		return;
	library_let_go(cli->desk.library);
	put(buf_str(out));
	buf_clear(out);
	library_hold(cli->desk.library);
}

static void put_list(struct cli *cli, struct listing *listing)
{
	struct buf out = {0};

	record_head(&out, cli->options->format, list_columns, LIST_COLUMNS);
	library_hold(cli->desk.library);
	for (size_t i = 0; listing_reach(listing, i); i++) {
		list_row(cli, &out, listing_number(listing, i), listing_at(listing, i));
		put_gathered(cli, &out, cli_put);
	}
	library_let_go(cli->desk.library);
	cli_put(buf_str(&out));
	buf_release(&out);
}

static int list(struct cli *cli, const struct query *query)
{
	struct listing_options options = {.query = query, .order = LIBRARY_BY_DATE};
	struct listing *listing = listing_new(cli->desk.library, &options);

	put_list(cli, listing);
	/* Only now is each row known to be a hit. */
	size_t count = listing_count(listing);

	listing_free(listing);
	return count == 0 || cli->failed;
}

int cli_run_list(struct cli *cli)
{
	int status = 0;
	struct query *query = NULL;

	if (cli->options->n_operands && !(query = cli_query(cli, &status)))
		return status;
	cli_open_library(cli, NULL, 0);
	status = list(cli, query);
	query_free(query);
	return status;
}

int cli_list_paths(struct cli *cli)
{
	cli_open_library(cli, cli->options->operands, cli->options->n_operands);
	return list(cli, NULL);
}

static void search_row(struct cli *cli, struct buf *out, size_t number, const struct article *a,
		       struct found *found)
{
	struct str snippet = buf_str(&found->snippet.text);
	struct buf date = {0};

	library_add_date(&date, a);
	if (cli->options->format == RECORD_TEXT) {
		const struct query_ranges *titled = NULL, *hits = NULL;

		if (found->marks) {
			query_hits(found->query, QUERY_TITLE, a->title, &found->scratch,
				   &found->titled);
			titled = &found->titled;
			hits = &found->snippet.hits;
		}
		list_text(out, number, a, buf_str(&date), titled);
		if (snippet.n) {
			buf_adds(out, "        ");
			add_marked(out, snippet, hits);
			buf_addc(out, '\n');
		}
	} else {
		const struct record_value values[SEARCH_COLUMNS] = {
			{.number = (int64_t)number},
			{.text = str_of(a->path)},
			{.text = a->title},
			{.text = buf_str(&date)},
			{.number = (int64_t)found->offset},
			{.text = snippet},
		};

		record_row(out, cli->options->format, search_columns, values, SEARCH_COLUMNS);
	}
	buf_release(&date);
}

enum { SNIPPET_COLUMNS = 70 };

static void look_into(struct cli *cli, uint32_t key, struct found *f)
{
	library_text(cli->desk.library, key, &f->text, NULL);
	f->offset = snippet_find(&f->snippet, buf_str(&f->text), f->query, SNIPPET_COLUMNS,
				 f->marks, &f->scratch);
	if (f->offset == (size_t)-1)
		f->offset = 0;
}

static void put_search(struct cli *cli, struct listing *listing, const struct query *query)
{
	struct found found = {.query = query};
	struct buf out = {0};

	found.marks = cli->options->format == RECORD_TEXT && cli_form(cli) == LINES_COLOR;
	void (*put)(struct str) = found.marks ? cli_put_drawn : cli_put;

	record_head(&out, cli->options->format, search_columns, SEARCH_COLUMNS);
	library_hold(cli->desk.library);
	for (size_t i = 0; listing_reach(listing, i); i++) {
		look_into(cli, listing_key(listing, i), &found);
		search_row(cli, &out, listing_number(listing, i), listing_at(listing, i), &found);
		put_gathered(cli, &out, put);
	}
	library_let_go(cli->desk.library);
	put(buf_str(&out));
	buf_release(&out);
	buf_release(&found.text);
	vec_release(&found.titled.v);
	snippet_release(&found.snippet);
	query_scratch_release(&found.scratch);
}

int cli_run_search(struct cli *cli)
{
	int status = 0;
	struct err err = {0};

	if (cli->options->n_operands == 0) {
		err_set(&err, ERR_USAGE, _("search needs a query."));
		cli_fail(cli, &err);
		return 2;
	}
	struct query *query = cli_query(cli, &status);

	if (!query)
		return status;
	cli_open_library(cli, NULL, 0);
	struct listing_options options = {.query = query, .order = LIBRARY_BY_RELEVANCE};
	struct listing *listing = listing_new(cli->desk.library, &options);

	put_search(cli, listing, query);
	size_t count = listing_count(listing);

	listing_free(listing);
	query_free(query);
	return count == 0 || cli->failed;
}
