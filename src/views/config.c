/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"

/* data/karpreadrc as strings, one a line; made by the Makefile. */
static const char *const default_lines[] = {
#include "views/karpreadrc.inc"
};

enum { CONFIG_LIMIT = 1024 * 1024, CONFIG_DEPTH = 8 };

static int parse_map(struct str *args, enum command_map *map, struct err *err)
{
	struct str name = {0};

	command_word(args, &name);
	*map = command_map_of(name);
	if (*map == MAP_COUNT)
		return err_set(err, ERR_USAGE,
			       _("\"%.*s\" is no view: list, reader, timeline, help or global."),
			       STR_ARG(name));
	return 0;
}

static int apply_bind(struct desk *desk, struct str args, struct err *err)
{
	enum command_map map;
	struct str keys = {0};
	struct command_call call;

	if (parse_map(&args, &map, err) < 0)
		return -1;
	if (!command_word(&args, &keys) || args.n == 0)
		return err_set(err, ERR_USAGE, _("bind needs a view, keys and a command."));
	if (!command_parse(args, &call) || call.id == COMMAND_COUNT)
		return command_unknown(args, err);
	if (keymap_bind(&desk->keymap, map, keys, (uint32_t)desk->bound.n, err) < 0)
		return -1;
	vec_push(&desk->bound, (struct desk_bound){xmemdup0(args.p, args.n), call.id});
	return 0;
}

static int apply_unbind(struct desk *desk, struct str args, struct err *err)
{
	enum command_map map;
	struct str keys = {0};

	if (parse_map(&args, &map, err) < 0)
		return -1;
	if (!command_word(&args, &keys) || args.n)
		return err_set(err, ERR_USAGE, _("unbind needs a view and keys."));
	return keymap_unbind(&desk->keymap, map, keys, err);
}

static int apply_command(struct desk *desk, const struct command_call *call, struct err *err)
{
	desk->dirty |= DESK_SETTINGS | DESK_LISTS | DESK_PANES;
	switch (call->id) {
	case COMMAND_SET:
		return settings_set(&desk->settings, call->args, err);
	case COMMAND_BIND:
		return apply_bind(desk, call->args, err);
	case COMMAND_UNBIND:
		return apply_unbind(desk, call->args, err);
	case COMMAND_COLOR:
		return theme_set(&desk->theme, call->args, err);
	default:
		return err_set(err, ERR_USAGE,
			       _("Only set, bind, unbind, color, source and in configure."));
	}
}

/* ---- lines that hold in a folder */

static struct str set_name(struct str args)
{
	size_t n = 0;

	while (n < args.n && args.p[n] != '=' && args.p[n] != ' ')
		n++;
	return str_sub(args, 0, n);
}

static int parse_in(struct str *args, struct str *folder, struct err *err)
{
	struct command_call call;

	if (!command_word(args, folder) ||
	    (!str_starts(*folder, STR("/")) && !str_starts(*folder, STR("~/"))))
		return err_set(err, ERR_USAGE, _("in needs a folder that begins with / or ~/."));
	if (!command_parse(*args, &call) || call.id == COMMAND_COUNT || call.id == COMMAND_IN ||
	    !(commands[call.id].where & IN_CONFIG))
		return err_set(err, ERR_USAGE, _("in needs a set, bind, unbind, color or source."));
	/* What is opened is known by then. */
	if (call.id == COMMAND_SET && str_eq(set_name(call.args), STR("library")))
		return err_set(err, ERR_USAGE, _("in cannot set the library."));
	return 0;
}

/* Does all that is opened lie in the folder? One that is not there holds nothing. */
static bool holds(const struct desk *desk, const char *folder)
{
	struct buf path = {0};

	fs_expand_home(str_of(folder), &path);
	char *real = realpath(buf_cstr(&path), NULL);
	size_t n = real ? strlen(real) : 0;
	bool all = real && desk->opened.n > 0;

	for (size_t i = 0; i < desk->opened.n && all; i++)
		all = n == 1 || (strncmp(desk->opened.p[i], real, n) == 0 &&
				 (desk->opened.p[i][n] == '/' || desk->opened.p[i][n] == '\0'));
	free(real);
	buf_release(&path);
	return all;
}

/* ---- files */

/* A file that is read, and the line one is at. */
struct place {
	const char *path;
	size_t number;
	unsigned depth; /* of files that source each other */
	struct config_trouble trouble;
};

static int source(struct desk *desk, const char *path, struct config_trouble trouble,
		  unsigned depth, struct err *err);

static int apply_source(struct desk *desk, const struct place *place, struct str args,
			struct err *err)
{
	if (args.n == 0)
		return err_set(err, ERR_USAGE, _("source needs a file."));
	if (place->depth >= CONFIG_DEPTH)
		return err_set(err, ERR_LIMIT, _("Files that source each other go too deep."));
	struct buf name = {0}, target = {0};
	char *folder = xmemdup0(place->path, (size_t)(fs_base(place->path) - place->path));

	/* A name is relative to the file that names it. */
	fs_expand_home(args, &name);
	fs_join(&target, folder, buf_cstr(&name));
	int result = source(desk, buf_cstr(&target), place->trouble, place->depth + 1, err);

	free(folder);
	buf_release(&name);
	buf_release(&target);
	return result;
}

static int apply_call(struct desk *desk, const struct place *place, const struct command_call *call,
		      struct err *err);

static int apply_line(struct desk *desk, const struct place *place, struct str line,
		      struct err *err)
{
	struct command_call call;

	if (!command_parse(line, &call))
		return command_unknown(line, err);
	return call.id == COMMAND_COUNT ? 0 : apply_call(desk, place, &call, err);
}

static int apply_in(struct desk *desk, const struct place *place, struct str args, struct err *err)
{
	struct str folder;

	if (parse_in(&args, &folder, err) < 0)
		return -1;
	struct desk_local local = {xmemdup0(folder.p, folder.n), xmemdup0(args.p, args.n),
				   xstrdup(place->path), place->number};

	if (!desk->located) {
		vec_push(&desk->locals, local);
		return 0;
	}
	int result = holds(desk, local.folder) ? apply_line(desk, place, args, err) : 0;

	free(local.folder);
	free(local.line);
	free(local.file);
	return result;
}

static int apply_call(struct desk *desk, const struct place *place, const struct command_call *call,
		      struct err *err)
{
	if (call->id == COMMAND_IN)
		return apply_in(desk, place, call->args, err);
	if (call->id == COMMAND_SOURCE)
		return apply_source(desk, place, call->args, err);
	return apply_command(desk, call, err);
}

int config_apply(struct desk *desk, const struct command_call *call, struct config_trouble trouble,
		 struct err *err)
{
	const struct place typed = {.path = "", .trouble = trouble};

	return apply_call(desk, &typed, call, err);
}

/* The same for a line of a file: what is wrong with it is told. */
static void try_line(struct desk *desk, const struct place *place, struct str line)
{
	struct err wrong = {0}, told = {0};

	if (apply_line(desk, place, line, &wrong) == 0)
		return;
	err_set(&told, wrong.code, _("%s: line %zu: %s"), place->path, place->number,
		err_text(&wrong));
	place->trouble.tell(place->trouble.ctx, &told);
	err_release(&wrong);
	err_release(&told);
}

static int source(struct desk *desk, const char *path, struct config_trouble trouble,
		  unsigned depth, struct err *err)
{
	struct place place = {.path = path, .depth = depth, .trouble = trouble};
	struct buf text = {0};

	if (fs_read(path, CONFIG_LIMIT, &text, NULL, err) < 0)
		return -1;
	struct str rest = buf_str(&text), line;

	for (place.number = 1; str_split(&rest, '\n', &line); place.number++)
		try_line(desk, &place, line);
	buf_release(&text);
	return 0;
}

void config_locate(struct desk *desk, const char *const *paths, size_t n,
		   struct config_trouble trouble)
{
	for (size_t i = 0; i < n; i++) {
		char *real = realpath(paths[i], NULL);

		if (real)
			vec_push(&desk->opened, real);
	}
	desk->located = true;
	for (size_t i = 0; i < desk->locals.n; i++) {
		const struct desk_local *local = &desk->locals.p[i];
		const struct place place = {local->file, local->number, 0, trouble};

		if (holds(desk, local->folder))
			try_line(desk, &place, str_of(local->line));
	}
}

int config_source(struct desk *desk, const char *path, struct config_trouble trouble,
		  struct err *err)
{
	return source(desk, path, trouble, 0, err);
}

void config_defaults(struct desk *desk)
{
	for (size_t i = 0; i < sizeof default_lines / sizeof default_lines[0]; i++) {
		const struct place place = {.path = "", .depth = CONFIG_DEPTH};
		struct err err = {0};
		int wrong = apply_line(desk, &place, str_of(default_lines[i]), &err);

		assert(wrong == 0);
		(void)wrong;
		err_release(&err);
	}
}
