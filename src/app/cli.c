/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/intl.h"
#include "base/mem.h"
#include "store/query.h"
#include "text/draw.h"

/* clang-format off */
const struct cli_command cli_commands[] = {
	{"list", "[OPTION]... [QUERY]", N_("List articles, newest first."), true, cli_run_list},
	{"show", "[OPTION]... ARTICLE", N_("Print an article, laid out."), false, cli_run_show},
	{"search", "[OPTION]... QUERY", N_("Print the articles that match, best first."), true,
	 cli_run_search},
	{"timeline", "[OPTION]... [ARTICLE]...",
	 N_("Print the dates of articles and those they mention, oldest first."), false,
	 cli_run_timeline},
	{"export", "[OPTION]... [ARTICLE]...",
	 N_("Write articles, or with --bookmarks all bookmarked ones, as plain text."), false,
	 cli_run_export},
	{"mark", "read|unread|bookmark|unbookmark ARTICLE...",
	 N_("Mark articles."), false, cli_run_mark},
	{"index", "[--rebuild] [FOLDER]...", N_("Bring the index up to date."), false, cli_run_index},
	{"repair", "[--spans] FILE", N_("Print the text of a file, mended."), false, cli_run_repair},
	{"check", "", N_("Check the state and the index, and tell about the terminal."), false, cli_run_check},
};
/* clang-format on */
const size_t cli_command_count = sizeof cli_commands / sizeof cli_commands[0];

const struct cli_command *cli_find(const char *name)
{
	for (size_t i = 0; i < cli_command_count; i++) {
		if (strcmp(name, cli_commands[i].name) == 0)
			return &cli_commands[i];
	}
	return NULL;
}

void cli_note(const struct err *err)
{
	struct buf line = {0}, drawn = {0};

	/* Marks first: a name in it need not be UTF-8, which the draw form is made of. */
	draw_add_text(&line, str_of(err_text(err)));
	if (isatty(STDERR_FILENO))
		draw_add(&drawn, buf_str(&line));
	else
		buf_addstr(&drawn, buf_str(&line));
	fprintf(stderr, "karpread: %s\n", buf_cstr(&drawn));
	buf_release(&line);
	buf_release(&drawn);
}

void cli_tell(struct cli *cli, const struct err *err)
{
	cli_note(err);
	cli->failed = true;
}

int cli_fail(struct cli *cli, struct err *err)
{
	cli_tell(cli, err);
	err_release(err);
	return 1;
}

void cli_put_drawn(struct str text)
{
	if (fwrite(text.p ? text.p : "", 1, text.n, stdout) < text.n && errno == EPIPE)
		_exit(0);
}

void cli_put(struct str text)
{
	struct buf out = {0};

	if (!isatty(STDOUT_FILENO)) {
		cli_put_drawn(text);
		return;
	}
	while (text.n) {
		size_t end = 0;

		while (end < text.n && text.p[end] != '\n' && text.p[end] != '\t')
			end++;
		draw_add(&out, str_sub(text, 0, end));
		if (end < text.n)
			buf_addc(&out, text.p[end++]);
		text = str_sub(text, end, text.n);
	}
	cli_put_drawn(buf_str(&out));
	buf_release(&out);
}

enum lines_form cli_form(const struct cli *cli)
{
	enum options_color color = cli->options->color;
	bool terminal = isatty(STDOUT_FILENO);

	if (color == COLOR_ALWAYS || (color == COLOR_AUTO && terminal))
		return LINES_COLOR;
	return terminal ? LINES_DRAWN : LINES_PLAIN;
}

static void tell_trouble(void *ctx, const struct err *err)
{
	cli_tell(ctx, err);
}

void cli_open_state(struct cli *cli)
{
	struct buf path = {0};
	struct err err = {0};

	if (cli->desk.state)
		return;
	if (cli->options->state) {
		buf_adds(&path, cli->options->state);
	} else if (fs_xdg(FS_XDG_STATE, "state.db", &path, &err) < 0) {
		cli_note(&err);
		err_release(&err);
		cli->stateless = true;
	}
	cli->desk.state = state_open(path.n ? buf_cstr(&path) : NULL);
	buf_release(&path);
}

/* The folders of the library, NUL-terminated one behind the other. */
static void library_folders(struct cli *cli, struct buf *text)
{
	const char *set =
		cli->options->library ? cli->options->library : cli->desk.settings.library;
	struct str rest = str_of(*set                           ? set
				 : fs_is_folder(KARPREAD_SEEDS) ? KARPREAD_SEEDS
								: KARPREAD_SOURCE "/seeds");
	struct str folder;

	while (str_split(&rest, ':', &folder)) {
		if (folder.n) {
			fs_expand_home(folder, text);
			buf_addc(text, '\0');
		}
	}
}

struct paths {
	VEC(const char *) v;
};

static void split_paths(const struct buf *text, struct paths *paths)
{
	for (size_t at = 0; at < text->n; at += strlen(text->p + at) + 1)
		vec_push(&paths->v, text->p + at);
}

void cli_configure_library(struct cli *cli, struct config_trouble trouble)
{
	const struct options *o = cli->options;
	const struct cli_command *command = o->command ? cli_find(o->command) : NULL;
	struct buf folders = {0};
	struct paths paths = {0};
	size_t named = 0;

	for (size_t i = 0; i < o->n_operands && !(command && command->takes_query); i++)
		if (access(o->operands[i], F_OK) == 0) {
			vec_push(&paths.v, o->operands[i]);
			named++;
		}
	/* Numbers and names of articles are the library's. */
	if (!named || named < o->n_operands) {
		library_folders(cli, &folders);
		split_paths(&folders, &paths);
	}
	config_locate(&cli->desk, paths.v.p, paths.v.n, trouble);
	vec_release(&paths.v);
	buf_release(&folders);
}

const char *cli_index_path(struct cli *cli)
{
	struct err err = {0};

	if (cli->options->index)
		return cli->options->index;
	if (!cli->index.n && fs_xdg(FS_XDG_CACHE, "index.db", &cli->index, &err) < 0) {
		err_release(&err);
		return NULL;
	}
	return buf_cstr(&cli->index);
}

void cli_with_library(struct cli *cli, const char *const *paths, size_t n,
		      void (*with)(struct cli *cli, struct library_options *options))
{
	struct buf folders = {0};
	struct paths split = {0};

	cli_open_state(cli);
	if (n == 0) {
		library_folders(cli, &folders);
		split_paths(&folders, &split);
		paths = split.v.p;
		n = split.v.n;
	}
	struct library_options options = {
		.paths = paths,
		.n_paths = n,
		.raw = cli->options->raw,
		.fs_flags = cli->desk.settings.hidden ? FS_WALK_HIDDEN : 0,
		.index = cli_index_path(cli),
		.trouble = tell_trouble,
		.ctx = cli,
	};

	with(cli, &options);
	vec_release(&split.v);
	buf_release(&folders);
}

/* What a command waits for another's first index. */
enum { FIRST_INDEX_MS = 10000 };

static void open_library(struct cli *cli, struct library_options *options)
{
	options->wait_ms = FIRST_INDEX_MS;
	cli_show_progress(options);
	options->index_elsewhere = cli_index_elsewhere;
	cli->desk.library = library_open(options, cli->desk.state);
	cli_end_progress(cli);
	if (library_notice(cli->desk.library)) {
		struct err err = {0};

		err_set(&err, ERR_ACCESS, "%s", library_notice(cli->desk.library));
		cli_note(&err);
		err_release(&err);
	}
}

void cli_open_library(struct cli *cli, const char *const *paths, size_t n)
{
	cli_with_library(cli, paths, n, open_library);
}

static bool is_number(const char *text)
{
	return *text && text[strspn(text, "0123456789")] == '\0';
}

static bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

/* Where an operand is: as it is named, else below a folder of the library. */
static char *locate(struct cli *cli, const char *operand)
{
	struct buf folders = {0}, path = {0};
	char *found = NULL;

	if (exists(operand))
		return xstrdup(operand);
	library_folders(cli, &folders);
	for (size_t at = 0; at < folders.n && !found; at += strlen(folders.p + at) + 1) {
		fs_join(&path, folders.p + at, operand);
		if (exists(buf_cstr(&path)))
			found = xstrdup(buf_cstr(&path));
	}
	buf_release(&folders);
	buf_release(&path);
	return found ? found : xstrdup(operand);
}

/* Numbers are rows of the whole library's list. UINT32_MAX when it has no such row. */
static uint32_t by_number(struct cli *cli, const char *operand)
{
	struct listing_options options = {.order = LIBRARY_BY_DATE};
	struct listing *listing = listing_new(cli->desk.library, &options);
	unsigned long row = strtoul(operand, NULL, 10);
	uint32_t key = row >= 1 ? listing_key(listing, row - 1) : UINT32_MAX;

	if (key == UINT32_MAX) {
		struct err err = {0};

		err_set(&err, ERR_NOT_FOUND, _("%s: The list has no article of this number."),
			operand);
		cli_fail(cli, &err);
	}
	listing_free(listing);
	return key;
}

/* Takes over the path of an article. A folder is none, and is not walked to find that out. */
static void add_path(struct cli *cli, struct paths *paths, char *path)
{
	struct err err = {0};

	if (!fs_is_folder(path)) {
		vec_push(&paths->v, path);
		return;
	}
	err_errno(&err, path, EISDIR);
	cli_fail(cli, &err);
	free(path);
}

/* The paths of what is named; with numbers, the library is opened, which they are numbers of. */
static void find_paths(struct cli *cli, struct paths *paths, size_t *numbers)
{
	const struct options *o = cli->options;

	for (size_t i = 0; i < o->n_operands; i++) {
		const char *operand = o->operands[i];
		const struct article *article;

		if (!is_number(operand) || exists(operand)) {
			add_path(cli, paths, locate(cli, operand));
			continue;
		}
		if (!cli->desk.library)
			cli_open_library(cli, NULL, 0);
		article = library_article(cli->desk.library, by_number(cli, operand));
		if (article)
			vec_push(&paths->v, xstrdup(article->path));
		++*numbers;
	}
}

void cli_open_articles(struct cli *cli, struct cli_keys *keys)
{
	struct paths paths = {0};
	size_t numbers = 0;

	cli_open_state(cli);
	find_paths(cli, &paths, &numbers);
	/* Articles of the library and others: all of them are files named one by one. */
	if (numbers < cli->options->n_operands && paths.v.n) {
		library_close(cli->desk.library);
		cli_open_library(cli, paths.v.p, paths.v.n);
	}
	for (size_t i = 0; i < paths.v.n; i++) {
		struct err err = {0};
		uint32_t key;

		if (library_find(cli->desk.library, paths.v.p[i], &key)) {
			vec_push(&keys->v, key);
		} else if (numbers == cli->options->n_operands) {
			err_errno(&err, paths.v.p[i], ENOENT);
			cli_fail(cli, &err);
		}
		free((char *)(size_t)paths.v.p[i]);
	}
	vec_release(&paths.v);
}

void cli_close(struct cli *cli)
{
	struct state *state = cli->desk.state;
	const char *told[] = {state ? state_trouble(state) : NULL,
			      state ? state_news(state) : NULL};

	/* Not to fail for it: what was asked for was done, without what the state would add. */
	for (size_t i = 0; i < 2 && !cli->failed; i++) {
		struct err err = {0};

		if (told[i]) {
			err_set(&err, ERR_IO, "%s", told[i]);
			cli_note(&err);
			err_release(&err);
		}
	}
	library_close(cli->desk.library);
	state_close(state);
	desk_release(&cli->desk);
	buf_release(&cli->index);
}

struct query *cli_query(struct cli *cli, int *status)
{
	struct buf text = {0};
	struct err err = {0};

	for (size_t i = 0; i < cli->options->n_operands; i++)
		buf_addf(&text, "%s%s", i ? " " : "", cli->options->operands[i]);
	struct query *query = desk_query(&cli->desk, buf_str(&text), &err);

	if (!query) {
		cli_fail(cli, &err);
		*status = 2;
	}
	buf_release(&text);
	return query;
}
