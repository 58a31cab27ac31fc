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

static void list_text(struct buf *out, size_t number, const struct article *a, struct str date)
{
	buf_addf(out, "%4zu %c%c ", number, a->state.read ? ' ' : '*',
		 a->state.bookmarked ? 'B' : ' ');
	add_padded(out, date, 12);
	draw_add_text(out, a->title);
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
		list_text(out, number, a, buf_str(&date));
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

/* The number an article has in the list of all, which is what ARTICLE operands mean. */
static size_t number_of(struct listing *all, uint32_t key)
{
	return listing_row(all, key) + 1;
}

static struct listing *list_all(struct cli *cli)
{
	return listing_new(cli->desk.library, &(struct listing_options){.order = LIBRARY_BY_DATE});
}

static void put_list(struct cli *cli, struct listing *listing)
{
	struct listing *all = list_all(cli);
	struct buf out = {0};

	record_head(&out, cli->options->format, list_columns, LIST_COLUMNS);
	for (size_t i = 0; listing_reach(listing, i); i++) {
		uint32_t key = listing_key(listing, i);
		size_t number = number_of(all, key);

		list_row(cli, &out, number, listing_at(listing, i));
		cli_put(buf_str(&out));
		buf_clear(&out);
	}
	cli_put(buf_str(&out));
	buf_release(&out);
	listing_free(all);
}

static int list(struct cli *cli, const struct query *query)
{
	struct listing_options options = {.query = query, .order = LIBRARY_BY_DATE};
	struct listing *listing = listing_new(cli->desk.library, &options);
	size_t count = listing_count(listing);

	put_list(cli, listing);
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
		       size_t offset, struct str snippet)
{
	struct buf date = {0};

	library_add_date(&date, a);
	if (cli->options->format == RECORD_TEXT) {
		list_text(out, number, a, buf_str(&date));
		if (snippet.n) {
			buf_adds(out, "        ");
			draw_add_text(out, snippet);
			buf_addc(out, '\n');
		}
	} else {
		const struct record_value values[SEARCH_COLUMNS] = {
			{.number = (int64_t)number}, {.text = str_of(a->path)},
			{.text = a->title},          {.text = buf_str(&date)},
			{.number = (int64_t)offset}, {.text = snippet},
		};

		record_row(out, cli->options->format, search_columns, values, SEARCH_COLUMNS);
	}
	buf_release(&date);
}

enum { SNIPPET_COLUMNS = 70 };

/* Returns the offset of the first hit in the text, or 0. */
static size_t make_snippet(struct cli *cli, uint32_t key, const struct query *query,
			   struct query_scratch *scratch, struct snippet *snippet)
{
	struct query_ranges hits = {0};
	struct buf text = {0};
	size_t first = 0;

	library_text(cli->desk.library, key, &text, NULL);
	query_hits(query, QUERY_TEXT, buf_str(&text), scratch, &hits);
	if (hits.v.n)
		first = hits.v.p[0].begin;
	snippet_make(snippet, buf_str(&text), first, hits.v.p, hits.v.n, SNIPPET_COLUMNS);
	vec_release(&hits.v);
	buf_release(&text);
	return first;
}

static void put_search(struct cli *cli, struct listing *listing, const struct query *query)
{
	struct listing *all = list_all(cli);
	struct query_scratch scratch = {0};
	struct snippet snippet = {0};
	struct buf out = {0};

	record_head(&out, cli->options->format, search_columns, SEARCH_COLUMNS);
	for (size_t i = 0; listing_reach(listing, i); i++) {
		uint32_t key = listing_key(listing, i);
		size_t number = number_of(all, key);
		size_t offset = make_snippet(cli, key, query, &scratch, &snippet);
		search_row(cli, &out, number, listing_at(listing, i), offset,
			   buf_str(&snippet.text));
		cli_put(buf_str(&out));
		buf_clear(&out);
	}
	cli_put(buf_str(&out));
	buf_release(&out);
	snippet_release(&snippet);
	query_scratch_release(&scratch);
	listing_free(all);
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
	size_t count = listing_count(listing);

	put_search(cli, listing, query);
	listing_free(listing);
	query_free(query);
	return count == 0 || cli->failed;
}
