/* SPDX-License-Identifier: ISC
 *
 * From the bytes of a file to a doc: charset to UTF-8, mend, front matter, sniff, parse. What a
 * file is is decided by its content; the suffix only settles what content leaves open. A bad
 * document is a doc with notes, never an error.
 */
#ifndef KARPREAD_DOC_FORMAT_H
#define KARPREAD_DOC_FORMAT_H

#include "base/err.h"
#include "doc/build.h"
#include "doc/doc.h"

enum { FORMAT_INPUT_LIMIT = 256 * 1024 * 1024 }; /* bytes of a file */

struct format {
	const char *name;            /* "html" */
	const char *const *suffixes; /* with the dot, NULL at the end */
	/* How sure the body looks like this format, 0 (not at all) to 100. */
	int (*sniff)(struct str body);
	/* Parses the body (valid UTF-8, front matter taken off) through the builder. */
	void (*parse)(struct doc_build *b, struct str body);
};

extern const struct format *const formats[]; /* NULL at the end */

struct format_options {
	const char *charset; /* or NULL for what the bytes say */
	bool raw;            /* neither mended nor cleaned */
	bool offered;        /* as it may have been before a mix-up of charsets that lost bytes */
	size_t root;         /* of the path, for format_open: see base/fs.h */
};

/* path is for the suffix and the date, and may be NULL. options may be NULL. Never NULL. */
struct doc *format_parse(struct str bytes, const char *path, const struct format_options *options);
/*
 * Reads and parses a file. NULL with err when it cannot be read, is no regular file, is binary
 * or too large. stamp may be NULL.
 */
struct fs_stamp;
struct doc *format_open(const char *path, const struct format_options *options,
			struct fs_stamp *stamp, struct err *err);

#endif
