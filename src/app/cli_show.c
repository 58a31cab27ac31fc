/* SPDX-License-Identifier: ISC
 *
 * karpread show, karpread export, karpread repair.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/cli.h"
#include "base/fs.h"
#include "doc/format.h"
#include "export/export.h"
#include "export/lines.h"
#include "repair/repair.h"
#include "text/decode.h"
#include "text/draw.h"
#include "text/width.h"
#include "ui/tty.h"

static int usage(struct cli *cli, const char *sentence)
{
	struct err err = {0};

	err_set(&err, ERR_USAGE, "%s", sentence);
	cli_fail(cli, &err);
	return 2;
}

/* The terminal's columns, at most 80. */
static int default_width(void)
{
	int columns = tty_columns(STDOUT_FILENO);

	return columns > 0 && columns < 80 ? columns : 80;
}

static struct doc *load(struct cli *cli, uint32_t key)
{
	const struct article *a = library_article(cli->desk.library, key);
	struct err err = {0};

	if (library_check(a, &err) < 0) {
		cli_fail(cli, &err);
		return NULL;
	}
	const char *charset = cli->options->encoding ? cli->options->encoding
			      : *a->state.charset    ? a->state.charset
						     : NULL;
	struct format_options options = {
		.charset = charset, .raw = cli->options->raw, .root = a->root};
	struct doc *doc = format_open(a->path, &options, NULL, &err);

	if (!doc)
		cli_fail(cli, &err);
	else if (a->state.date.precision != CIVIL_NONE)
		doc->meta.date = a->state.date;
	return doc;
}

static void put_lines(struct cli *cli, const struct doc *doc)
{
	struct flow_options options = desk_flow_options(
		&cli->desk, cli->options->width > 0 ? cli->options->width : default_width());
	enum lines_form form = cli_form(cli);
	struct flow_pos pos = {0};
	struct buf out = {0};

	options.code = FLOW_CODE_WRAP;
	options.unfold = true;
	draw_set_plain(form == LINES_PLAIN);
	width_set_substitutes(cli->desk.settings.substitute && form != LINES_PLAIN);
	struct flow *flow = flow_new(doc, &options);

	do {
		lines_add(&out, flow, pos, form);
		if (out.n > 1 << 16) {
			cli_put_drawn(buf_str(&out));
			buf_clear(&out);
		}
	} while (flow_next(flow, &pos));
	cli_put_drawn(buf_str(&out));
	buf_release(&out);
	flow_free(flow);
}

int cli_run_show(struct cli *cli)
{
	struct cli_keys keys = {0};

	if (cli->options->n_operands != 1)
		return usage(cli, _("show needs one article."));
	cli_open_articles(cli, &keys);
	struct doc *doc = keys.v.n ? load(cli, keys.v.p[0]) : NULL;

	if (doc && cli->options->text)
		cli_put(doc_text(doc));
	else if (doc)
		put_lines(cli, doc);
	doc_free(doc);
	vec_release(&keys.v);
	return cli->failed || !doc;
}

static struct export_options export_options(struct cli *cli)
{
	int width =
		cli->options->width >= 0 ? cli->options->width : cli->desk.settings.export_width;

	return (struct export_options){.width = width, .brk = desk_flow_options(&cli->desk, 1).brk};
}

struct exported {
	bool any; /* article on standard output */
	struct export_over over;
};

/* One article to standard output, or as a file. */
static int export_one(struct cli *cli, uint32_t key, struct exported *exported, struct err *err)
{
	struct doc *doc = load(cli, key);

	if (!doc)
		return 0;
	const struct article *a = library_article(cli->desk.library, key);
	struct export_article article = {
		.doc = doc,
		/* Read in the charset asked for; without a title, it is the file's name. */
		.title = doc->meta.title.n ? doc->meta.title : a->title,
		.author = doc->meta.author,
		.source = doc->meta.source,
		.date = a->date,
	};
	struct export_options options = export_options(cli);
	struct buf out = {0};
	int result = 0;

	if (cli->options->output) {
		result = export_file(&article, &export_plain, &options, cli->options->output,
				     cli->options->force ? &exported->over : NULL, &out, err);
	} else {
		if (exported->any)
			buf_adds(&out, "\n\f\n");
		exported->any = true;
		export_plain.write(&article, &options, &out);
		cli_put(buf_str(&out));
	}
	buf_release(&out);
	doc_free(doc);
	return result;
}

static void bookmarked_keys(struct cli *cli, struct cli_keys *keys)
{
	struct listing_options options = {.bookmarked = true};

	cli_open_library(cli, NULL, 0);
	struct listing *listing = listing_new(cli->desk.library, &options);

	for (size_t i = 0; i < listing_count(listing); i++)
		vec_push(&keys->v, listing_key(listing, i));
	listing_free(listing);
}

int cli_run_export(struct cli *cli)
{
	const struct options *o = cli->options;
	struct cli_keys keys = {0};
	struct exported exported = {0};
	struct err err = {0};

	if (o->bookmarks ? o->n_operands > 0 : o->n_operands == 0)
		return usage(cli, _("export needs articles, or --bookmarks instead."));
	if (o->bookmarks)
		bookmarked_keys(cli, &keys);
	else
		cli_open_articles(cli, &keys);
	/* One article named alone may be a file; what may be any number goes into a folder. */
	if (o->output && keys.v.n && (o->bookmarks || o->n_operands > 1) &&
	    !fs_is_folder(o->output) && fs_mkdir(o->output, 0777, &err) < 0) {
		vec_release(&keys.v);
		return cli_fail(cli, &err);
	}
	for (size_t i = 0; i < keys.v.n; i++) {
		if (export_one(cli, keys.v.p[i], &exported, &err) < 0)
			cli_fail(cli, &err);
	}
	export_over_release(&exported.over);
	size_t count = keys.v.n;

	vec_release(&keys.v);
	return cli->failed || count == 0;
}

static void put_spans(struct cli *cli, struct str text, const struct repair *repair)
{
	static const struct record_column columns[] = {
		{"offset", RECORD_NUMBER},  {"length", RECORD_NUMBER},
		{"kind", RECORD_STRING},    {"certainty", RECORD_STRING},
		{"damaged", RECORD_STRING}, {"repaired", RECORD_STRING},
	};
	enum { COLUMNS = sizeof columns / sizeof columns[0] };
	enum record_format format = cli->options->format == RECORD_JSON ? RECORD_JSON : RECORD_TSV;
	struct buf out = {0};

	record_head(&out, format, columns, COLUMNS);
	for (size_t i = 0; i < repair->spans.n; i++) {
		const struct repair_span *s = &repair->spans.p[i];
		const struct record_value values[COLUMNS] = {
			{.number = (int64_t)s->offset},
			{.number = (int64_t)s->length},
			{.text = str_of(repair_kind_name(s->kind))},
			{.text = str_of(repair_certainty_name(s->certainty))},
			{.text = str_sub(text, s->offset, s->offset + s->length)},
			{.text = str_sub(buf_str(&repair->text), s->at, s->at + s->size)},
		};

		record_row(&out, format, columns, values, COLUMNS);
	}
	cli_put(buf_str(&out));
	buf_release(&out);
}

int cli_run_repair(struct cli *cli)
{
	const struct options *o = cli->options;
	struct buf bytes = {0}, text = {0};
	struct repair repair = {0};
	struct err err = {0};

	if (o->n_operands != 1)
		return usage(cli, _("repair needs one file."));
	if (fs_read(o->operands[0], FORMAT_INPUT_LIMIT, &bytes, NULL, &err) < 0) {
		cli_fail(cli, &err);
		buf_release(&bytes);
		return 1;
	}
	decode(buf_str(&bytes), o->encoding, &text, NULL);
	bool mended = !o->raw && repair_text(&repair, buf_str(&text));

	if (o->spans)
		put_spans(cli, buf_str(&text), &repair);
	else
		cli_put(mended ? buf_str(&repair.text) : buf_str(&text));
	repair_release(&repair);
	buf_release(&text);
	buf_release(&bytes);
	return cli->failed;
}
