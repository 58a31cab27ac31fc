/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "export/record.h"

#include <inttypes.h>
#include <string.h>

#include "text/draw.h"

bool record_format_parse(const char *name, enum record_format *format)
{
	static const char *const names[] = {
		[RECORD_TEXT] = "text", [RECORD_TSV] = "tsv", [RECORD_JSON] = "json"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(name, names[i]) == 0) {
			*format = (enum record_format)i;
			return true;
		}
	}
	return false;
}

/* The escapes first, so that what is left for the filter holds no newline or tab. */
static void add_tsv(struct buf *out, struct str text)
{
	size_t done = 0;

	for (size_t i = 0; i < text.n; i++) {
		const char *escape = text.p[i] == '\t'   ? "\\t"
				     : text.p[i] == '\n' ? "\\n"
				     : text.p[i] == '\r' ? "\\r"
				     : text.p[i] == '\\' ? "\\\\"
							 : NULL;

		if (!escape)
			continue;
		draw_add_text(out, str_sub(text, done, i));
		buf_adds(out, escape);
		done = i + 1;
	}
	draw_add_text(out, str_sub(text, done, text.n));
}

static void add_json(struct buf *out, struct str text)
{
	buf_addc(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		/* DEL and the C1 controls (C2 80 to C2 9F) are legal in JSON, not on a terminal. */
		if (c == '"' || c == '\\') {
			buf_addf(out, "\\%c", c);
		} else if (c == '\n') {
			buf_adds(out, "\\n");
		} else if (c == '\t') {
			buf_adds(out, "\\t");
		} else if (c < 0x20 || c == 0x7F) {
			buf_addf(out, "\\u%04x", c);
		} else if (c == 0xC2 && i + 1 < text.n && (unsigned char)text.p[i + 1] < 0xA0) {
			buf_addf(out, "\\u%04x", (unsigned char)text.p[++i]);
		} else {
			buf_addc(out, (char)c);
		}
	}
	buf_addc(out, '"');
}

void record_head(struct buf *out, enum record_format format, const struct record_column *columns,
		 size_t n)
{
	if (format != RECORD_TSV)
		return;
	for (size_t i = 0; i < n; i++)
		buf_addf(out, "%s%c", columns[i].name, i + 1 < n ? '\t' : '\n');
}

static void add_value(struct buf *out, enum record_format format, enum record_type type,
		      const struct record_value *value)
{
	if (type == RECORD_STRING && format == RECORD_JSON)
		add_json(out, value->text);
	else if (type == RECORD_STRING)
		add_tsv(out, value->text);
	else if (type == RECORD_BOOL && format == RECORD_JSON)
		buf_adds(out, value->number ? "true" : "false");
	else
		buf_addf(out, "%" PRId64, value->number);
}

void record_row(struct buf *out, enum record_format format, const struct record_column *columns,
		const struct record_value *values, size_t n)
{
	bool json = format == RECORD_JSON;

	for (size_t i = 0; i < n; i++) {
		if (json)
			buf_addf(out, "%c\"%s\":", i ? ',' : '{', columns[i].name);
		else if (i)
			buf_addc(out, '\t');
		add_value(out, format, columns[i].type, &values[i]);
	}
	buf_adds(out, json ? "}\n" : "\n");
}
