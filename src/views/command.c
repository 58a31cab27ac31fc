/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/command.h"

const struct command commands[COMMAND_COUNT] = {
#define X(id, name, where, arguments, help) [COMMAND_##id] = {name, where, arguments, help},
	COMMANDS(X)
#undef X
};

const char *const command_map_names[MAP_COUNT] = {
	[MAP_LIST] = "list", [MAP_READER] = "reader", [MAP_TIMELINE] = "timeline",
	[MAP_HELP] = "help", [MAP_GLOBAL] = "global",
};

enum command_map command_map_of(struct str name)
{
	unsigned map = 0;

	while (map < MAP_COUNT && !str_eq(name, str_of(command_map_names[map])))
		map++;
	return (enum command_map)map;
}

bool command_word(struct str *args, struct str *word)
{
	*args = str_trim(*args);
	if (args->n == 0)
		return false;
	char sep = args->p[0] == '"' ? '"' : ' ';

	if (sep == '"')
		*args = str_sub(*args, 1, args->n);
	size_t end = 0;

	while (end < args->n && args->p[end] != sep && !(sep == ' ' && args->p[end] == '\t'))
		end++;
	*word = str_sub(*args, 0, end);
	*args = str_trim(str_sub(*args, end + (end < args->n), args->n));
	return true;
}

/* An exact name, else the only one that begins with name; COMMAND_COUNT when there is none. */
static enum command_id find(struct str name)
{
	unsigned found = COMMAND_COUNT, matches = 0;

	for (unsigned id = 0; id < COMMAND_COUNT; id++) {
		/* The defaults alone are two hundred names to look up at every start. */
		if (name.n == 0 || commands[id].name[0] != name.p[0])
			continue;
		struct str full = str_of(commands[id].name);

		if (str_eq(full, name))
			return (enum command_id)id;
		if (str_starts(full, name)) {
			found = id;
			matches++;
		}
	}
	return matches == 1 ? (enum command_id)found : COMMAND_COUNT;
}

/* "12" goes to a row, "$" to the last, and "50%" to a percentage, as in vim. */
static bool parse_number(struct str line, struct command_call *call)
{
	size_t i = 0;
	long count = 0;

	if (str_eq(line, STR("$"))) {
		*call = (struct command_call){.id = COMMAND_BOTTOM};
		return true;
	}
	for (; i < line.n && line.p[i] >= '0' && line.p[i] <= '9'; i++)
		if (count < 100000000) /* more rows than there are */
			count = count * 10 + (line.p[i] - '0');
	if (i == 0)
		return false;
	bool percent = i + 1 == line.n && line.p[i] == '%';

	if (i != line.n && !percent)
		return false;
	*call = (struct command_call){
		.id = percent ? COMMAND_PERCENT : COMMAND_TOP,
		.count = count ? count : !percent,
	};
	return true;
}

bool command_parse(struct str line, struct command_call *call)
{
	struct str rest = str_trim(line), name;

	*call = (struct command_call){.id = COMMAND_COUNT};
	if (rest.n == 0 || rest.p[0] == '#')
		return true;
	if (parse_number(rest, call))
		return true;
	command_word(&rest, &name);
	call->id = find(name);
	call->args = rest;
	return call->id != COMMAND_COUNT;
}

int command_unknown(struct str line, struct err *err)
{
	enum { NAMED = 4 };
	struct str rest = str_trim(line), name = {0};
	struct buf names = {0};
	int matches = 0;

	command_word(&rest, &name);
	for (unsigned id = 0; id < COMMAND_COUNT; id++) {
		if (name.n && str_starts(str_of(commands[id].name), name) && matches++ < NAMED)
			buf_addf(&names, "%s%s", names.n ? ", " : "", commands[id].name);
	}
	if (matches == 0)
		err_set(err, ERR_USAGE, _("There is no command \"%.*s\"."),
			STR_ARG(str_trim(line)));
	else
		err_set(err, ERR_USAGE, _("\"%.*s\" may be %s%s."), STR_ARG(name), buf_cstr(&names),
			matches > NAMED ? ", ..." : "");
	buf_release(&names);
	return -1;
}

bool command_step(const struct command_call *call, int height, int overlap, long *rows)
{
	static const struct {
		int by; /* +1 or -1; 0: no such command */
		enum { ROW, HALF, PAGE } unit;
	} steps[COMMAND_COUNT] = {
		[COMMAND_DOWN] = {1, ROW},        [COMMAND_UP] = {-1, ROW},
		[COMMAND_SCROLL_DOWN] = {1, ROW}, [COMMAND_SCROLL_UP] = {-1, ROW},
		[COMMAND_HALF_DOWN] = {1, HALF},  [COMMAND_HALF_UP] = {-1, HALF},
		[COMMAND_PAGE_DOWN] = {1, PAGE},  [COMMAND_PAGE_UP] = {-1, PAGE},
	};
	long count = call->count ? call->count : 1;
	long page = height > overlap ? height - overlap : 1;

	if (steps[call->id].by == 0)
		return false;
	/* As in vim, a count with half a page is a number of rows. */
	long unit = steps[call->id].unit == PAGE                       ? page
		    : steps[call->id].unit == HALF && call->count == 0 ? (height + 1) / 2
								       : 1;

	*rows = steps[call->id].by * count * unit;
	return true;
}

bool command_move(const struct command_call *call, struct list *list)
{
	long rows;

	if (!command_step(call, (int)list->height, 1, &rows))
		return false;
	if (call->id == COMMAND_SCROLL_DOWN || call->id == COMMAND_SCROLL_UP)
		list_scroll(list, rows);
	else
		list_move(list, rows);
	return true;
}
