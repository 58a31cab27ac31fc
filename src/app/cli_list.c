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

/*
 * Rows are gathered while the library is held, which it is not while they are written: who reads
 * them may take his time.
 */
static void put_gathered(struct cli *cli, struct buf *out)
{
	enum { ENOUGH = 4096 }; /* bytes */

	if (out->n < ENOUGH)
		return;
	library_let_go(cli->desk.library);
	cli_put(buf_str(out));
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
		put_gathered(cli, &out);
	}
	library_let_go(cli->desk.library);
	cli_put(buf_str(&out));
	buf_release(&out);
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

/* What is needed of the article's text, and where it is kept. */
struct found {
	struct query_scratch scratch;
	struct buf text;
	struct snippet snippet;
	size_t offset; /* of the first hit, or 0 */
};

static void look_into(struct cli *cli, uint32_t key, const struct query *query, struct found *f)
{
	library_text(cli->desk.library, key, &f->text, NULL);
	f->offset = query_first(query, buf_str(&f->text), &f->scratch);
	if (f->offset == (size_t)-1)
		f->offset = 0;
	snippet_cut(&f->snippet, buf_str(&f->text), f->offset, SNIPPET_COLUMNS);
	snippet_fill(&f->snippet, buf_str(&f->text), NULL, 0);
}

static void put_search(struct cli *cli, struct listing *listing, const struct query *query)
{
	struct found found = {0};
	struct buf out = {0};

	record_head(&out, cli->options->format, search_columns, SEARCH_COLUMNS);
	library_hold(cli->desk.library);
	for (size_t i = 0; listing_reach(listing, i); i++) {
		look_into(cli, listing_key(listing, i), query, &found);
		search_row(cli, &out, listing_number(listing, i), listing_at(listing, i),
			   found.offset, buf_str(&found.snippet.text));
		put_gathered(cli, &out);
	}
	library_let_go(cli->desk.library);
	cli_put(buf_str(&out));
	buf_release(&out);
	buf_release(&found.text);
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
	size_t count = listing_count(listing);

	put_search(cli, listing, query);
	listing_free(listing);
	query_free(query);
	return count == 0 || cli->failed;
}
