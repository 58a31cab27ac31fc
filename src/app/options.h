/* SPDX-License-Identifier: ISC
 *
 * The command line: options and operands, before anything is opened.
 */
#ifndef KARPREAD_APP_OPTIONS_H
#define KARPREAD_APP_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "export/record.h"

enum options_color {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
};

struct options {
	const char *command;   /* the subcommand, or NULL for the reader */
	const char **operands; /* NULL at the end, owned; the strings are argv's */
	size_t n_operands;
	const char *library, *state, *index, *config; /* option or environment, or NULL */
	enum record_format format;
	int width;                /* -1: not given */
	const char *ambiguous;    /* "auto", "narrow", "wide" or NULL */
	const char *encoding;     /* or NULL */
	enum options_color color; /* never when NO_COLOR is set and nothing else was said */
	const char *output;       /* or NULL */
	bool raw, text, bookmarks, force, all, spans, rebuild, progress, help, version;
};

/* ERR_USAGE when the line is wrong. options is to be released either way. */
int options_parse(struct options *o, int argc, char **argv, struct err *err);
void options_release(struct options *o);

#endif
