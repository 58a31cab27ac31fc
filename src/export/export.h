/* SPDX-License-Identifier: ISC
 *
 * Articles as files: a table of exporters, one file a writer.
 */
#ifndef KARPREAD_EXPORT_EXPORT_H
#define KARPREAD_EXPORT_EXPORT_H

#include "base/buf.h"
#include "base/civil.h"
#include "base/err.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "text/brk.h"

/* What is exported: the doc, and what the library knows better than it. Borrowed. */
struct export_article {
	const struct doc *doc;
	struct str title, author, source;
	struct civil date;
};

struct export_options {
	int width; /* columns, 0 does not wrap */
	struct brk_options brk;
};

struct exporter {
	const char *name;   /* "text" */
	const char *suffix; /* ".txt" */
	/* Appends the article's bytes. */
	void (*write)(const struct export_article *article, const struct export_options *options,
		      struct buf *out);
};

extern const struct exporter export_plain;

/*
 * A file name of date and title: at most 120 bytes of the title, cut on cluster edges; only
 * letters, digits and marks of any script and -_.,()[]; never hidden, never empty, no name that
 * some file system reserves. Appends. attempt 0 is the name, n > 0 gives name-n.
 */
void export_name(const struct export_article *article, const struct exporter *exporter,
		 unsigned attempt, struct buf *out);

/* What may be overwritten: all but the files that were written with it. A zeroed one is valid. */
struct export_over {
	VEC(char *) written;
};
void export_over_release(struct export_over *over);

/*
 * Writes one article: to path itself, or, when path is an existing folder or ends with a slash,
 * to a file in it named by export_name (the folder is made). written gets the path used. When the
 * file is there and over is NULL, or does not allow it: ERR_EXISTS; in a folder the next name
 * is taken instead.
 */
int export_file(const struct export_article *article, const struct exporter *exporter,
		const struct export_options *options, const char *path, struct export_over *over,
		struct buf *written, struct err *err);

#endif
