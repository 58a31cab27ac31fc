/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/config.h"

#include <assert.h>
#include <stdlib.h>

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
		return err_set(err, ERR_USAGE, _("There is no command \"%.*s\"."), STR_ARG(args));
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

int config_apply(struct desk *desk, const struct command_call *call, struct err *err)
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
			       _("Only set, bind, unbind, color and source configure."));
	}
}

static int source(struct desk *desk, const char *path, struct config_trouble trouble,
		  unsigned depth, struct err *err);

static int apply_line(struct desk *desk, const char *path, struct str line,
		      struct config_trouble trouble, unsigned depth, struct err *err)
{
	struct command_call call;

	if (!command_parse(line, &call))
		return err_set(err, ERR_USAGE, _("There is no command \"%.*s\"."),
			       STR_ARG(str_trim(line)));
	if (call.id == COMMAND_COUNT)
		return 0;
	if (call.id != COMMAND_SOURCE)
		return config_apply(desk, &call, err);
	if (depth >= CONFIG_DEPTH)
		return err_set(err, ERR_LIMIT, _("Files that source each other go too deep."));
	struct buf target = {0};
	char *name = xmemdup0(call.args.p, call.args.n);
	char *folder = xmemdup0(path, (size_t)(fs_base(path) - path));

	/* A name is relative to the file that names it. */
	fs_join(&target, folder, name);
	int result = source(desk, buf_cstr(&target), trouble, depth + 1, err);

	free(folder);
	free(name);
	buf_release(&target);
	return result;
}

static int source(struct desk *desk, const char *path, struct config_trouble trouble,
		  unsigned depth, struct err *err)
{
	struct buf text = {0};
	size_t number = 0;

	if (fs_read(path, CONFIG_LIMIT, &text, NULL, err) < 0)
		return -1;
	struct str rest = buf_str(&text), line;

	while (str_split(&rest, '\n', &line)) {
		struct err wrong = {0}, told = {0};

		number++;
		if (apply_line(desk, path, line, trouble, depth, &wrong) == 0)
			continue;
		err_set(&told, wrong.code, _("%s: line %zu: %s"), path, number, err_text(&wrong));
		trouble.tell(trouble.ctx, &told);
		err_release(&wrong);
		err_release(&told);
	}
	buf_release(&text);
	return 0;
}

int config_source(struct desk *desk, const char *path, struct config_trouble trouble,
		  struct err *err)
{
	return source(desk, path, trouble, 0, err);
}

void config_defaults(struct desk *desk)
{
	for (size_t i = 0; i < sizeof default_lines / sizeof default_lines[0]; i++) {
		struct err err = {0};
		int wrong = apply_line(desk, "", str_of(default_lines[i]),
				       (struct config_trouble){0}, CONFIG_DEPTH, &err);

		assert(wrong == 0);
		(void)wrong;
		err_release(&err);
	}
}
