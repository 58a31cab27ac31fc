/* SPDX-License-Identifier: ISC
 *
 * Rows of named columns as tab-separated values (a header line, then one row a record, with
 * \t \n \r \\ escaped) or as JSON (one object a line). Text is valid UTF-8 on the way out, with
 * "<FF>" for a byte that is not; controls (text/draw.h) are escaped in JSON and shown as marks in
 * tsv, so that neither reaches a terminal.
 */
#ifndef KARPREAD_EXPORT_RECORD_H
#define KARPREAD_EXPORT_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum record_format {
	RECORD_TEXT, /* for people; written by the caller */
	RECORD_TSV,
	RECORD_JSON,
};

enum record_type {
	RECORD_STRING,
	RECORD_NUMBER,
	RECORD_BOOL,
};

struct record_column {
	const char *name;
	enum record_type type;
};

struct record_value {
	struct str text; /* of a string */
	int64_t number;  /* of a number or bool */
};

/* False when there is no format of that name. */
bool record_format_parse(const char *name, enum record_format *format);
/* The header line of tsv; nothing for json. Appends. */
void record_head(struct buf *out, enum record_format format, const struct record_column *columns,
		 size_t n);
void record_row(struct buf *out, enum record_format format, const struct record_column *columns,
		const struct record_value *values, size_t n);

#endif
