/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/format.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/intl.h"
#include "doc/clean.h"
#include "doc/format_html.h"
#include "doc/formats.h"
#include "doc/frontmatter.h"
#include "doc/language.h"
#include "doc/meta.h"
#include "doc/metadate.h"
#include "doc/title.h"
#include "text/decode.h"

const struct format *const formats[] = {&format_html, &format_markdown, &format_plain, NULL};

/* What the right suffix adds to a sniffed score: it decides where the content is neutral. */
enum { SUFFIX_WORTH = 50 };

static bool has_suffix(const struct format *format, const char *path)
{
	struct str name = str_of(path);

	for (const char *const *s = format->suffixes; path && *s; s++) {
		size_t n = strlen(*s);

		if (name.n > n && str_eq_nocase(str_sub(name, name.n - n, name.n), str_of(*s)))
			return true;
	}
	return false;
}

static const struct format *choose(struct str body, const char *path)
{
	const struct format *best = &format_plain;
	int most = -1;

	for (size_t i = 0; formats[i]; i++) {
		int score = formats[i]->sniff(body);

		if (has_suffix(formats[i], path))
			score += SUFFIX_WORTH;
		if (score > most) {
			most = score;
			best = formats[i];
		}
	}
	return best;
}

static void note_decoding(struct doc *doc, const struct decode_info *info)
{
	snprintf(doc->charset, sizeof doc->charset, "%s", info->charset);
	if (info->replaced)
		doc_note(doc,
			 ngettext("%zu byte sequence was not valid %s and is shown as U+FFFD.",
				  "%zu byte sequences were not valid %s and are shown as U+FFFD.",
				  info->replaced),
			 info->replaced, info->charset);
}

/* Parses a text that is mended as far as it will be; trace may be NULL. */
static void parse_text(struct doc *doc, struct str text, const struct doc_trace *trace,
		       const char *path, bool raw)
{
	struct doc_build build;
	struct str body = str_sub(text, frontmatter_parse(doc, text), text.n);
	const struct format *format = choose(body, path);

	doc->format = format->name;
	doc_build_init(&build, doc);
	build.raw = raw;
	build.trace = trace;
	format->parse(&build, body);
	doc_build_finish(&build);
	if (!raw)
		clean_around(doc);
	title_find(doc);
	if (!doc->meta.date.precision && metadate_of_path(str_of(path), &doc->meta.date))
		doc->meta.date_source = DOC_DATE_NAME;
	if (!raw)
		clean_asides(doc);
	meta_set(doc, &doc->meta.language, language_guess(doc_text(doc)));
}

struct doc *format_parse(struct str bytes, const char *path, const struct format_options *options)
{
	static const struct format_options defaults = {0};
	struct doc *doc = doc_new();
	struct buf room = {0};
	struct decode_info info;
	struct repair_offer offer = {0};
	struct repair repair = {0};

	if (!options)
		options = &defaults;
	struct str text = decode_view(bytes, options->charset, &room, &info);

	note_decoding(doc, &info);
	if (options->offered && repair_offer(&offer, text)) {
		doc_note(doc, _("This was %s; %zu characters are lost."), _(offer.name),
			 offer.lost);
		parse_text(doc, buf_str(&offer.text), NULL, path, false);
	} else if (!options->raw && repair_text(&repair, text)) {
		const struct doc_trace trace = {buf_str(&repair.text), text, repair.spans.p,
						repair.spans.n};

		parse_text(doc, trace.source, &trace, path, false);
	} else {
		parse_text(doc, text, NULL, path, options->raw);
	}
	repair_offer_release(&offer);
	repair_release(&repair);
	buf_release(&room);
	return doc;
}

struct doc *format_open(const char *path, const struct format_options *options,
			struct fs_stamp *stamp, struct err *err)
{
	struct buf bytes = {0};
	struct doc *doc = NULL;

	size_t root = options ? options->root : 0;

	if (fs_read_below(path, root, FORMAT_INPUT_LIMIT, &bytes, stamp, err) == 0) {
		if (decode_is_binary(buf_str(&bytes)))
			err_set(err, ERR_KIND, _("%s: a binary file, not a text"), path);
		else
			doc = format_parse(buf_str(&bytes), path, options);
	}
	buf_release(&bytes);
	return doc;
}
