/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli.h"
#include "base/intl.h"
#include "base/mem.h"
#include "text/charset.h"

enum option_code {
	OPTION_LIBRARY = 256,
	OPTION_STATE,
	OPTION_INDEX,
	OPTION_CONFIG,
	OPTION_FORMAT,
	OPTION_WIDTH,
	OPTION_AMBIGUOUS,
	OPTION_COLOR,
	OPTION_ENCODING,
	OPTION_RAW,
	OPTION_TEXT,
	OPTION_BOOKMARKS,
	OPTION_FORCE,
	OPTION_ALL,
	OPTION_SPANS,
	OPTION_REBUILD,
	OPTION_PROGRESS,
	OPTION_VERSION,
};

static const struct option long_options[] = {
	{"library", required_argument, NULL, OPTION_LIBRARY},
	{"state", required_argument, NULL, OPTION_STATE},
	{"index", required_argument, NULL, OPTION_INDEX},
	{"config", required_argument, NULL, OPTION_CONFIG},
	{"format", required_argument, NULL, OPTION_FORMAT},
	{"width", required_argument, NULL, OPTION_WIDTH},
	{"ambiguous-width", required_argument, NULL, OPTION_AMBIGUOUS},
	{"color", required_argument, NULL, OPTION_COLOR},
	{"encoding", required_argument, NULL, OPTION_ENCODING},
	{"output", required_argument, NULL, 'o'},
	{"raw", no_argument, NULL, OPTION_RAW},
	{"text", no_argument, NULL, OPTION_TEXT},
	{"bookmarks", no_argument, NULL, OPTION_BOOKMARKS},
	{"force", no_argument, NULL, OPTION_FORCE},
	{"all", no_argument, NULL, OPTION_ALL},
	{"spans", no_argument, NULL, OPTION_SPANS},
	{"rebuild", no_argument, NULL, OPTION_REBUILD},
	{"progress", no_argument, NULL, OPTION_PROGRESS},
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, OPTION_VERSION},
	{0},
};

/* The index of text in a list that ends with NULL, or -1. */
static int choice(const char *const *list, const char *text)
{
	for (int i = 0; list[i]; i++) {
		if (strcmp(list[i], text) == 0)
			return i;
	}
	return -1;
}

static int parse_width(struct options *o, const char *text, struct err *err)
{
	char *end;
	long width = strtol(text, &end, 10);

	if (end == text || *end || width < 0 || width > 100000)
		return err_set(err, ERR_USAGE, _("--width takes a number of columns, not \"%s\"."),
			       text);
	o->width = (int)width;
	return 0;
}

static int take(struct options *o, int code, const char *value, struct err *err)
{
	static const char *const colors[] = {"auto", "always", "never", NULL};
	static const char *const widths[] = {"auto", "narrow", "wide", NULL};
	struct charset charset;
	int index;

	switch (code) {
	case OPTION_LIBRARY:
		o->library = value;
		return 0;
	case OPTION_STATE:
		o->state = value;
		return 0;
	case OPTION_INDEX:
		o->index = value;
		return 0;
	case OPTION_CONFIG:
		o->config = value;
		return 0;
	case OPTION_FORMAT:
		if (!record_format_parse(value, &o->format))
			return err_set(err, ERR_USAGE,
				       _("--format is text, tsv or json, not \"%s\"."), value);
		return 0;
	case OPTION_WIDTH:
		return parse_width(o, value, err);
	case OPTION_AMBIGUOUS:
		if (choice(widths, value) < 0)
			return err_set(err, ERR_USAGE,
				       _("--ambiguous-width is auto, narrow or wide, not \"%s\"."),
				       value);
		o->ambiguous = value;
		return 0;
	case OPTION_COLOR:
		index = choice(colors, value);
		if (index < 0)
			return err_set(err, ERR_USAGE,
				       _("--color is auto, always or never, not \"%s\"."), value);
		o->color = (enum options_color)index;
		return 0;
	case OPTION_ENCODING:
		if (!charset_find(str_of(value), &charset))
			return err_set(err, ERR_USAGE, _("There is no charset \"%s\"."), value);
		o->encoding = value;
		return 0;
	case 'o':
		o->output = value;
		return 0;
	case OPTION_RAW:
		o->raw = true;
		return 0;
	case OPTION_TEXT:
		o->text = true;
		return 0;
	case OPTION_BOOKMARKS:
		o->bookmarks = true;
		return 0;
	case OPTION_FORCE:
		o->force = true;
		return 0;
	case OPTION_ALL:
		o->all = true;
		return 0;
	case OPTION_SPANS:
		o->spans = true;
		return 0;
	case OPTION_REBUILD:
		o->rebuild = true;
		return 0;
	case OPTION_PROGRESS:
		o->progress = true;
		return 0;
	case 'h':
		o->help = true;
		return 0;
	case OPTION_VERSION:
		o->version = true;
		return 0;
	default:
		return -1;
	}
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
	*o = (struct options){.width = -1};
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
