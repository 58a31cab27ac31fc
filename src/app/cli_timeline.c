/* SPDX-License-Identifier: ISC
 *
 * karpread timeline.
 */
#include "config.h"

#include "app/cli.h"
#include "store/timeline.h"
#include "text/draw.h"

static const struct record_column columns[] = {
	{"date", RECORD_STRING},    {"precision", RECORD_STRING}, {"kind", RECORD_STRING},
	{"article", RECORD_STRING}, {"offset", RECORD_NUMBER},    {"length", RECORD_NUMBER},
	{"literal", RECORD_STRING}, {"context", RECORD_STRING},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static void put_row(struct cli *cli, struct buf *out, const struct timeline_item *item)
{
	const struct article *article = library_article(cli->desk.library, item->article);
	const struct record_value values[COLUMNS] = {
		{.text = item->value},
		{.text = str_of(edtf_precision_name(&item->when))},
		{.text = str_of(item->kind)},
		{.text = str_of(article->path)},
		{.number = (int64_t)item->offset},
		{.number = (int64_t)item->length},
		{.text = item->literal},
		{.text = item->published ? item->label : item->context},
	};

	record_row(out, cli->options->format, columns, values, COLUMNS);
}

/* A drawing: the year once, then a line a row, articles as o, points as - and spans as =. */
static void draw_row(struct buf *out, const struct timeline_item *item, int32_t *year, bool *begun)
{
	bool dated = edtf_is_date(&item->when);
	int32_t own = item->when.begin.precision == EDTF_NONE ? item->when.end.year
							      : item->when.begin.year;

	if (dated && (!*begun || own != *year)) {
		buf_addf(out, "%04d\n", own);
		*year = own;
		*begun = true;
	}
	int taken = draw_columns(item->value);

	buf_adds(out, "  ");
	draw_add_text(out, item->value);
	buf_addn(out, ' ', taken < 22 ? (size_t)(22 - taken) : 1);
	buf_addf(out, "%c ", item->published ? 'o' : item->when.interval ? '=' : '-');
	draw_add_text(out, item->label);
	buf_addc(out, '\n');
}

static void add_article(struct cli *cli, struct timeline *timeline, uint32_t key)
{
	struct err err = {0};
	struct doc *doc = library_load(cli->desk.library, key, &err);

	if (!doc) {
		cli_fail(cli, &err);
		return;
	}
	timeline_add(timeline, library_article(cli->desk.library, key), doc,
		     TIMELINE_MENTIONS | (cli->options->all ? TIMELINE_UNPLACED : 0));
	doc_free(doc);
}

static void add_all(struct cli *cli, struct timeline *timeline)
{
	struct listing_options options = {.order = LIBRARY_BY_DATE};

	cli_open_library(cli, NULL, 0);
	struct listing *listing = listing_new(cli->desk.library, &options);

	for (size_t i = 0; i < listing_count(listing); i++)
		add_article(cli, timeline, listing_at(listing, i)->key);
	listing_free(listing);
}

static void put_timeline(struct cli *cli, const struct timeline *timeline)
{
	struct buf out = {0};
	int32_t year = 0;
	bool begun = false;

	record_head(&out, cli->options->format, columns, COLUMNS);
	for (size_t i = 0; i < timeline->items.n; i++) {
		if (cli->options->format == RECORD_TEXT)
			draw_row(&out, &timeline->items.p[i], &year, &begun);
		else
			put_row(cli, &out, &timeline->items.p[i]);
	}
	cli_put(buf_str(&out));
	buf_release(&out);
}

int cli_run_timeline(struct cli *cli)
{
	struct timeline timeline = {0};
	struct cli_keys keys = {0};

	if (cli->options->n_operands) {
		cli_open_articles(cli, &keys);
		for (size_t i = 0; i < keys.v.n; i++)
			add_article(cli, &timeline, keys.v.p[i]);
	} else {
		add_all(cli, &timeline);
	}
	timeline_sort(&timeline);
	put_timeline(cli, &timeline);
	size_t count = timeline.items.n;

	timeline_release(&timeline);
	vec_release(&keys.v);
	return cli->failed || count == 0;
}
