/* SPDX-License-Identifier: ISC
 *
 * karpread timeline.
 */
#include "config.h"

#include "app/cli.h"
#include "base/clock.h"
#include "store/timeline_axis.h"
#include "text/draw.h"
#include "views/timeline_text.h"

static const struct record_column columns[] = {
	{"date", RECORD_STRING},    {"precision", RECORD_STRING}, {"kind", RECORD_STRING},
	{"article", RECORD_STRING}, {"offset", RECORD_NUMBER},    {"length", RECORD_NUMBER},
	{"literal", RECORD_STRING}, {"context", RECORD_STRING},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static void put_row(struct cli *cli, struct buf *out, const struct timeline_item *item)
{
	const struct article *article = library_article(cli->desk.library, item->article);
	struct buf value = {0};

	/* Another process may have taken it out of the index meanwhile. */
	if (!article)
		return;
	timeline_add_value(&value, item);
	const struct record_value values[COLUMNS] = {
		{.text = buf_str(&value)},
		{.text = str_of(edtf_precision_name(&item->when))},
		{.text = str_of(item->kind)},
		{.text = str_of(article->path)},
		{.number = (int64_t)item->offset},
		{.number = (int64_t)item->length},
		{.text = timeline_literal(item)},
		{.text = item->published ? item->label : item->context},
	};

	record_row(out, cli->options->format, columns, values, COLUMNS);
	buf_release(&value);
}

/* ---- the drawing */

struct drawing {
	struct cli *cli;
	struct axis *axis;
	struct buf *out;
};

static void add_names(struct drawing *d, struct axis_pos pos)
{
	struct buf names = {0};

	timeline_add_names(&names, d->axis, pos, d->cli->desk.library);
	draw_add_text(d->out, buf_str(&names));
	buf_addc(d->out, ' ');
	buf_release(&names);
}

static void add_histogram(struct drawing *d, const struct axis_row *row)
{
	enum { WIDEST = 30 };
	size_t most = axis_most(d->axis);

	buf_addn(d->out, '#', most > WIDEST ? (row->n * WIDEST + most - 1) / most : row->n);
	buf_addf(d->out, " %zu", row->n);
}

static void draw_label(struct drawing *d, struct axis_pos pos, const struct axis_row *row)
{
	switch (row->kind) {
	case AXIS_BUCKET:
	case AXIS_UNDATED:
		add_histogram(d, row);
		break;
	case AXIS_GAP:
		timeline_add_gap(d->out, d->axis, row);
		break;
	case AXIS_TODAY:
		buf_adds(d->out, _("today"));
		break;
	case AXIS_ITEM:
	case AXIS_MEMBER:
		buf_addf(d->out, "%s", row->disputed ? "! " : "");
		add_names(d, pos);
		draw_add_text(d->out, axis_item(d->axis, row->at)->label);
		break;
	}
}

/* Date, axis, bars, and what happened; headings at the margin, the rest a little to the right. */
static void draw_row(struct drawing *d, struct axis_pos pos)
{
	static const char marks[] = {
		[AXIS_BUCKET] = '+', [AXIS_GAP] = ':', [AXIS_TODAY] = '>', [AXIS_UNDATED] = ' '};
	struct axis_row row = axis_row(d->axis, pos);
	bool is_item = row.kind == AXIS_ITEM || row.kind == AXIS_MEMBER;
	struct buf date = {0};

	if (row.kind == AXIS_BUCKET)
		timeline_add_heading(&date, d->axis, &row);
	else if (row.kind == AXIS_UNDATED)
		buf_adds(&date, _("undated"));
	else if (is_item) {
		buf_adds(&date, "  ");
		timeline_add_date(&date, d->axis, row.at);
	}
	int taken = draw_columns(buf_str(&date));

	draw_add_text(d->out, buf_str(&date));
	buf_addn(d->out, ' ', taken < 15 ? (size_t)(15 - taken) : 1);
	buf_addc(d->out, is_item ? timeline_shape(d->axis, row.at) : marks[row.kind]);
	for (int lane = 0; lane < axis_lanes(d->axis); lane++)
		buf_addc(d->out, timeline_bar(d->axis, &row, lane));
	buf_addc(d->out, ' ');
	draw_label(d, pos, &row);
	buf_addc(d->out, '\n');
	buf_release(&date);
}

static void draw(struct cli *cli, struct timeline *timeline, struct buf *out)
{
	struct civil today = clock_today();
	struct axis_options options = {
		.today = civil_days(today.year, today.month, today.day),
		.open_limit = SIZE_MAX,
	};
	struct drawing d = {.cli = cli, .axis = axis_new(timeline, &options), .out = out};
	struct axis_pos pos;

	axis_set_filter(d.axis, &axis_all);
	if (axis_first(d.axis, &pos)) {
		do
			draw_row(&d, pos);
		while (axis_next(d.axis, &pos));
	}
	axis_free(d.axis);
}

/* ---- the rows */

static void add_article(struct cli *cli, struct timeline *timeline, uint32_t key)
{
	struct library *library = cli->desk.library;
	struct err err = {0};
	int flags = TIMELINE_MENTIONS | (cli->options->all ? TIMELINE_UNPLACED : 0) |
		    (cli->options->format == RECORD_TEXT ? TIMELINE_ANCHORED : 0);

	if (timeline_add_stored(timeline, library, key, flags))
		return;
	struct doc *doc = library_load(library, key, &err);

	if (!doc) {
		cli_fail(cli, &err);
		return;
	}
	timeline_add(timeline, library_article(library, key), doc, flags);
	doc_free(doc);
}

static void add_all(struct cli *cli, struct timeline *timeline)
{
	struct listing_options options = {.order = LIBRARY_BY_DATE};

	cli_open_library(cli, NULL, 0);
	struct listing *listing = listing_new(cli->desk.library, &options);

	for (size_t i = 0; i < listing_count(listing); i++)
		add_article(cli, timeline, listing_key(listing, i));
	listing_free(listing);
}

/* An article without a date is not placed either. */
static void put_rows(struct cli *cli, struct timeline *timeline, struct buf *out)
{
	record_head(out, cli->options->format, columns, COLUMNS);
	for (size_t i = 0; i < timeline->keys.v.n; i++) {
		const struct timeline_item *item = timeline_at(timeline, i);

		if (!item->published || edtf_is_date(&item->when) || cli->options->all)
			put_row(cli, out, item);
	}
}

static void put_timeline(struct cli *cli, struct timeline *timeline)
{
	struct buf out = {0};

	if (cli->options->format == RECORD_TEXT)
		draw(cli, timeline, &out);
	else
		put_rows(cli, timeline, &out);
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
