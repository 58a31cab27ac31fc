/* SPDX-License-Identifier: ISC
 *
 * Plain text: a small header, the text, the addresses of its links.
 */
#include "config.h"

#include "export/export.h"

#include <limits.h>

#include "base/intl.h"
#include "export/lines.h"
#include "export/references.h"
#include "layout/flow.h"
#include "text/draw.h"

/* Wide enough for any paragraph, and far from the overflow of sums of columns. */
enum { UNWRAPPED = INT_MAX / 8 };

static void add_field(struct buf *out, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	buf_addf(out, "%s: ", name);
	draw_add_text(out, value);
	buf_addc(out, '\n');
}

static void add_header(struct buf *out, const struct export_article *article)
{
	struct buf date = {0};
	size_t start = out->n;

	if (article->title.n) {
		draw_add_text(out, article->title);
		buf_addc(out, '\n');
	}
	civil_add_full(&date, &article->date);
	add_field(out, _("Author"), article->author);
	add_field(out, _("Date"), buf_str(&date));
	add_field(out, _("Source"), article->source);
	if (out->n > start)
		buf_addc(out, '\n');
	buf_release(&date);
}

static void write_plain(const struct export_article *article, const struct export_options *options,
			struct buf *out)
{
	struct references references = {0};
	struct doc *doc = references_number(article->doc, &references);
	struct flow_options flow_options = {
		.width = options->width ? options->width : UNWRAPPED,
		.brk = options->brk,
		.code = options->width ? FLOW_CODE_WRAP : FLOW_CODE_CUT,
		.unfold = true,
	};
	struct flow *flow = flow_new(doc, &flow_options);
	struct flow_pos pos = {0};

	add_header(out, article);
	do
		lines_add(out, flow, pos, LINES_PLAIN);
	while (flow_next(flow, &pos));
	for (size_t i = 0; i < references.targets.n; i++) {
		buf_addf(out, "%s[%zu] ", i ? "" : "\n", i + 1);
		draw_add_text(out, references.targets.p[i]);
		buf_addc(out, '\n');
	}
	flow_free(flow);
	references_release(&references);
	doc_free(doc);
}

const struct exporter export_plain = {
	.name = "text",
	.suffix = ".txt",
	.write = write_plain,
};
