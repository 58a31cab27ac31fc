/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/cli.h"
#include "app/options.h"
#include "base/fs.h"
#include "base/intl.h"
#include "text/width.h"
#include "views/config.h"

static void print_usage(void)
{
	printf(_("Usage: karpread [OPTION]... [PATH]...\n"
		 "       karpread COMMAND [OPTION]...\n\n"
		 "Reads saved articles, Chinese, Japanese and Korean ones most of all.\n"
		 "PATH is a folder of articles or a single file.\n\n"
		 "Commands:\n"));
	for (size_t i = 0; i < cli_command_count; i++)
		printf("  karpread %s %s\n      %s\n", cli_commands[i].name, cli_commands[i].usage,
		       _(cli_commands[i].help));
	printf(_("\nOptions:\n"
		 "  --library DIR, --state FILE, --index FILE, --config FILE\n"
		 "  --format text|tsv|json   how list, search and timeline print\n"
		 "  --width N                columns for show and export\n"
		 "  --ambiguous-width auto|narrow|wide\n"
		 "  --color auto|always|never\n"
		 "  --encoding NAME          read the file in this charset\n"
		 "  --raw                    neither mended nor cleaned\n"
		 "  --text                   show: the logical text itself\n"
		 "  --all                    timeline: what has no place in time too\n"
		 "  --rebuild                index: make it anew\n"
		 "  --progress               index: tell on standard output how far it is\n"
		 "  --bookmarks              export: every bookmarked article\n"
		 "  --force                  export: overwrite\n"
		 "  -o, --output PATH        export: to a file, or into a folder\n"
		 "  --help, --version\n\n"
		 "The manual page karpread(1) has the rest; ? in the program lists its keys.\n"));
}

/* Text is UTF-8 inside and out; a locale that is not gets the C one with that charset. */
static void set_locale(void)
{
	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 && !setlocale(LC_CTYPE, "C.UTF-8"))
		setlocale(LC_CTYPE, "en_US.UTF-8");
	bindtextdomain("karpread", KARPREAD_LOCALE);
	textdomain("karpread");
}

static void tell(void *ctx, const struct err *err)
{
	(void)ctx;
	/* A wrong line of the configuration does not make what is asked for fail. */
	cli_note(err);
}

/* In the reader standard error would be painted over: the first line becomes the message. */
static void say(void *ctx, const struct err *err)
{
	struct cli *cli = ctx;

	if (cli->desk.message.n)
		return;
	desk_say(&cli->desk, "%s", err_text(err));
	cli->desk.message_is_error = true;
}

static int read_config(struct cli *cli, bool reader)
{
	const struct options *o = cli->options;
	struct config_trouble trouble = {reader ? say : tell, cli};
	struct buf path = {0};
	struct err err = {0};
	int status = 0;

	config_defaults(&cli->desk);
	if (o->config)
		buf_adds(&path, o->config);
	else
		fs_xdg(FS_XDG_CONFIG, "karpreadrc", &path, NULL);
	bool named = o->config != NULL;

	/* There need not be a file in the usual place; one that was named must be there. */
	if (path.n && config_source(&cli->desk, buf_cstr(&path), trouble, &err) < 0) {
		if (named || err.code != ERR_NOT_FOUND)
			status = cli_fail(cli, &err);
		err_release(&err);
	}
	buf_release(&path);
	cli_configure_library(cli, trouble);
	if (o->ambiguous) {
		struct buf line = {0};

		buf_addf(&line, "ambiguous-width=%s", o->ambiguous);
		settings_set(&cli->desk.settings, buf_str(&line), NULL);
		buf_release(&line);
	}
	return status;
}

/* Of what is opened: on standard error for when the reader has ended, and in it. */
static void tell_and_say(void *ctx, const struct err *err)
{
	cli_tell(ctx, err);
	say(ctx, err);
}

static void open_deferred(struct cli *cli, struct library_options *options)
{
	options->defer = true;
	options->trouble = tell_and_say;
	cli->desk.library = library_open(options, cli->desk.state);
}

/* What brings the index of this reader up to date. */
struct arguments {
	VEC(const char *) v;
};

static void indexer_arguments(struct cli *cli, struct arguments *out)
{
	const struct options *o = cli->options;
	const char *const pairs[][2] = {
		{"--library", o->library},
		{"--state", o->state},
		{"--config", o->config},
		{"--index", cli_index_path(cli)},
	};

	vec_push(&out->v, PACKAGE_NAME);
	vec_push(&out->v, "index");
	vec_push(&out->v, "--progress");
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		if (!pairs[i][1])
			continue;
		vec_push(&out->v, pairs[i][0]);
		vec_push(&out->v, pairs[i][1]);
	}
	/* A name may begin with '-'. */
	vec_push(&out->v, "--");
	for (size_t i = 0; i < o->n_operands; i++)
		vec_push(&out->v, o->operands[i]);
	vec_push(&out->v, NULL);
}

static int run_reader(struct cli *cli)
{
	const struct options *o = cli->options;
	struct err err = {0};
	struct stat st;

	cli_with_library(cli, o->operands, o->n_operands, open_deferred);
	/*
	 * What cannot be read was told; with nothing left there is nothing to open. A folder may
	 * hold articles that no index knows yet.
	 */
	if (cli->failed && library_count(cli->desk.library) == 0 &&
	    !library_has_folder(cli->desk.library))
		return 1;
	struct term_options options = desk_term_options(&cli->desk);

	options.color = o->color != COLOR_NEVER;
	bool single = o->n_operands == 1 && stat(o->operands[0], &st) == 0 && S_ISREG(st.st_mode);

	struct arguments indexer = {0};

	indexer_arguments(cli, &indexer);
	if (app_run(&cli->desk, &options, single, indexer.v.p, &err) < 0)
		cli_fail(cli, &err);
	vec_release(&indexer.v);
	return cli->failed;
}

/* Damage that was met on the way may have cost some of what was printed. */
static bool is_index_whole(struct cli *cli)
{
	struct err err = {0};

	if (!cli->desk.library || !library_damaged(cli->desk.library))
		return true;
	err_set(&err, ERR_CORRUPT,
		_("%s: The index is damaged; \"karpread index --rebuild\" makes it anew."),
		cli_index_path(cli));
	cli_fail(cli, &err);
	return false;
}

static int run(struct cli *cli)
{
	const struct options *o = cli->options;
	bool reader = !o->command && isatty(STDOUT_FILENO);

	if (read_config(cli, reader))
		return 1;
	if (cli->desk.settings.ambiguous == TERM_AMBIGUOUS_WIDE)
		width_set_ambiguous(2);
	if (reader)
		return run_reader(cli);
	int status = o->command      ? cli_find(o->command)->run(cli)
		     : o->n_operands ? cli_list_paths(cli)
				     : cli_run_list(cli);

	return is_index_whole(cli) ? status : 1;
}

int main(int argc, char **argv)
{
	struct options options;
	struct cli cli = {.options = &options};
	struct err err = {0};
	int status;

	set_locale();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a limit of file sizes is an error like a full disk */
	desk_init(&cli.desk);
	if (options_parse(&options, argc, argv, &err) < 0) {
		cli_fail(&cli, &err);
		fprintf(stderr, "%s\n", _("karpread --help tells how it is used."));
		status = 2;
	} else if (options.help) {
		print_usage();
		status = 0;
	} else if (options.version) {
		puts(PACKAGE_STRING);
		status = 0;
	} else {
		status = run(&cli);
	}
	/* A closed pipe is no error; a full disk is. */
	if ((fflush(stdout) != 0 || ferror(stdout)) && errno != EPIPE && status == 0) {
		err_errno(&err, _("standard output"), errno);
		status = cli_fail(&cli, &err);
	}
	cli_close(&cli);
	options_release(&options);
	return status;
}
