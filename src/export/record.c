/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "export/record.h"

#include <inttypes.h>
#include <string.h>

#include "text/draw.h"
#include "text/utf8.h"

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

static void add_json_char(struct buf *out, const char *p, size_t size, uint32_t cp)
{
	if (cp == '"' || cp == '\\')
		buf_addf(out, "\\%c", (char)cp);
	else if (cp == '\n')
		buf_adds(out, "\\n");
	else if (cp == '\t')
		buf_adds(out, "\\t");
	else if (!draw_is_control(cp))
		buf_add(out, p, size);
	else if (cp < 0x10000)
		buf_addf(out, "\\u%04x", (unsigned)cp);
	else
		buf_addf(out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (cp >> 10)),
			 (unsigned)(0xDC00 | (cp & 0x3FF)));
}

/* Much is legal in JSON that a terminal acts on. Names of files need not be UTF-8. */
static void add_json(struct buf *out, struct str text)
{
	buf_addc(out, '"');
	while (text.n) {
		size_t valid = utf8_valid(text), size;

		for (size_t at = 0; at < valid; at += size) {
			uint32_t cp = utf8_at(text.p, at, &size);

			add_json_char(out, text.p + at, size, cp);
		}
		if (valid < text.n)
			buf_addf(out, "<%02X>", (unsigned char)text.p[valid++]);
		text = str_sub(text, valid, text.n);
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
