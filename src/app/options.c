/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/options.h"

#include <getopt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli.h"
#include "base/intl.h"
#include "base/mem.h"
#include "text/charset.h"

/* The index of text in a list that ends with NULL, or -1. */
static int choice(const char *const *list, const char *text)
{
	for (int i = 0; list[i]; i++) {
		if (strcmp(list[i], text) == 0)
			return i;
	}
	return -1;
}

static int take_width(struct options *o, const char *text, struct err *err)
{
	char *end;
	long width = strtol(text, &end, 10);

	if (end == text || *end || width < 0 || width > 100000)
		return err_set(err, ERR_USAGE, _("--width takes a number of columns, not \"%s\"."),
			       text);
	o->width = (int)width;
	return 0;
}

static int take_format(struct options *o, const char *value, struct err *err)
{
	if (!record_format_parse(value, &o->format))
		return err_set(err, ERR_USAGE, _("--format is text, tsv or json, not \"%s\"."),
			       value);
	return 0;
}

static int take_ambiguous(struct options *o, const char *value, struct err *err)
{
	static const char *const widths[] = {"auto", "narrow", "wide", NULL};

	if (choice(widths, value) < 0)
		return err_set(err, ERR_USAGE,
			       _("--ambiguous-width is auto, narrow or wide, not \"%s\"."), value);
	o->ambiguous = value;
	return 0;
}

static int take_color(struct options *o, const char *value, struct err *err)
{
	static const char *const colors[] = {"auto", "always", "never", NULL};
	int index = choice(colors, value);

	if (index < 0)
		return err_set(err, ERR_USAGE, _("--color is auto, always or never, not \"%s\"."),
			       value);
	o->color = (enum options_color)index;
	return 0;
}

static int take_encoding(struct options *o, const char *value, struct err *err)
{
	struct charset charset;

	if (!charset_find(str_of(value), &charset))
		return err_set(err, ERR_USAGE, _("There is no charset \"%s\"."), value);
	o->encoding = value;
	return 0;
}

#define AT(field) offsetof(struct options, field)

static const struct known {
	const char *name;
	char letter;
	bool has_value;
	size_t at; /* the flag, or the value as it was given, unless take() is there */
	int (*take)(struct options *o, const char *value, struct err *err);
} known[] = {
	{"library", 0, true, AT(library), NULL},
	{"state", 0, true, AT(state), NULL},
	{"index", 0, true, AT(index), NULL},
	{"config", 0, true, AT(config), NULL},
	{"output", 'o', true, AT(output), NULL},
	{"format", 0, true, 0, take_format},
	{"width", 0, true, 0, take_width},
	{"ambiguous-width", 0, true, 0, take_ambiguous},
	{"color", 0, true, 0, take_color},
	{"encoding", 0, true, 0, take_encoding},
	{"raw", 0, false, AT(raw), NULL},
	{"text", 0, false, AT(text), NULL},
	{"bookmarks", 0, false, AT(bookmarks), NULL},
	{"force", 0, false, AT(force), NULL},
	{"all", 0, false, AT(all), NULL},
	{"spans", 0, false, AT(spans), NULL},
	{"rebuild", 0, false, AT(rebuild), NULL},
	{"progress", 0, false, AT(progress), NULL},
	{"help", 'h', false, AT(help), NULL},
	{"version", 0, false, AT(version), NULL},
};
enum { KNOWN = sizeof known / sizeof known[0] };
enum { CODES = 256 }; /* above all letters */

/* The table as getopt_long wants it: a code is the letter, or the row from CODES on. */
static void make_long_options(struct option out[KNOWN + 1])
{
	for (int i = 0; i < KNOWN; i++)
		out[i] = (struct option){
			.name = known[i].name,
			.has_arg = known[i].has_value ? required_argument : no_argument,
			.val = known[i].letter ? known[i].letter : CODES + i,
		};
	out[KNOWN] = (struct option){0};
}

static int take(struct options *o, int code, const char *value, struct err *err)
{
	const struct known *k = known;

	if (code >= CODES)
		k += code - CODES;
	else
		while (k->letter != code)
			k++;
	void *field = (char *)o + k->at;

	if (k->take)
		return k->take(o, value, err);
	if (k->has_value)
		*(const char **)field = value;
	else
		*(bool *)field = true;
	return 0;
}

static void add_operand(struct options *o, const char *operand)
{
	if (!o->command && o->n_operands == 0 && cli_find(operand)) {
		o->command = operand;
		return;
	}
	o->operands = xrealloc(o->operands, (o->n_operands + 2) * sizeof *o->operands);
	o->operands[o->n_operands++] = operand;
	o->operands[o->n_operands] = NULL;
}

/* "-word" in a query leaves a word out: it is no option. */
static bool is_query_word(const struct options *o, const char *arg)
{
	return o->command && cli_find(o->command)->takes_query && arg[0] == '-' && arg[1] != '-' &&
	       strcmp(arg, "-h") != 0;
}

static void take_environment(struct options *o)
{
	static const char unset[] = "";
	const char *no_color = getenv("NO_COLOR");

	o->library = getenv("KARPREAD_LIBRARY");
	o->state = getenv("KARPREAD_STATE");
	o->index = getenv("KARPREAD_INDEX");
	o->config = getenv("KARPREAD_CONFIG");
	if (no_color && strcmp(no_color, unset) != 0)
		o->color = COLOR_NEVER;
}

int options_parse(struct options *o, int argc, char **argv, struct err *err)
{
	struct option long_options[KNOWN + 1];

	*o = (struct options){.width = -1};
	make_long_options(long_options);
	take_environment(o);
	opterr = 0;
	/* '-' hands operands over in their order, so that a query's "-word" can be told apart. */
	while (optind < argc) {
		int before = optind;

		if (is_query_word(o, argv[optind])) {
			add_operand(o, argv[optind++]);
			continue;
		}
		int code = getopt_long(argc, argv, "-:ho:", long_options, NULL);

		if (code == -1) {
			while (optind < argc)
				add_operand(o, argv[optind++]);
			break;
		}
		if (code == 1)
			add_operand(o, optarg);
		else if (code == ':')
			return err_set(err, ERR_USAGE, _("%s needs a value."), argv[before]);
		else if (code == '?')
			return err_set(err, ERR_USAGE, _("There is no option %s."), argv[before]);
		else if (take(o, code, optarg, err) < 0)
			return -1;
	}
	return 0;
}

void options_release(struct options *o)
{
	free(o->operands);
	*o = (struct options){0};
}
