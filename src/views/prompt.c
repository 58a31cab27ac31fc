/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/prompt.h"

#include "layout/fit.h"
#include "text/draw.h"

static const char *const prompt_signs[] = {
	[PROMPT_NONE] = "",
	[PROMPT_SEARCH] = "/",
	[PROMPT_COMMAND] = ":",
	[PROMPT_LINK] = N_("Link: "),
};

void prompt_open(struct prompt *p, enum prompt_kind kind, struct str text,
		 struct edit_history *history)
{
	p->kind = kind;
	edit_start(&p->edit, text, history);
	buf_clear(&p->stem);
	p->choice = 0;
}

void prompt_close(struct prompt *p)
{
	p->kind = PROMPT_NONE;
}

/* The nth name of what may stand there that begins with stem; NULL behind the last. */
static const char *candidate(bool first_word, struct str command, struct str stem, size_t n)
{
	const char *name = NULL;
	size_t count = first_word                      ? COMMAND_COUNT
		       : str_eq(command, STR("set"))   ? setting_count
		       : str_eq(command, STR("color")) ? THEME_COUNT
		       : str_eq(command, STR("bind")) || str_eq(command, STR("unbind")) ? MAP_COUNT
											: 0;

	for (size_t i = 0; i < count; i++) {
		name = first_word                      ? commands[i].name
		       : str_eq(command, STR("set"))   ? setting_table[i].name
		       : str_eq(command, STR("color")) ? theme_names[i]
						       : command_map_names[i];
		if (str_starts(str_of(name), stem) && n-- == 0)
			return name;
	}
	return NULL;
}

/* Each Tab puts the next completion of what was typed in its place, and after the last the word
 * itself again. */
static void complete(struct prompt *p)
{
	struct str line = buf_str(&p->edit.text);
	struct str rest = line, command = {0};

	if (p->choice == 0) {
		size_t at = p->edit.cursor;

		while (at && line.p[at - 1] != ' ')
			at--;
		p->stem_at = at;
		buf_clear(&p->stem);
		buf_addstr(&p->stem, str_sub(line, at, p->edit.cursor));
	}
	command_word(&rest, &command);
	const char *name = candidate(p->stem_at == 0, command, buf_str(&p->stem), p->choice);

	p->choice = name ? p->choice + 1 : 0;
	edit_replace(&p->edit, p->stem_at, p->edit.cursor, name ? str_of(name) : buf_str(&p->stem));
}

enum edit_result prompt_key(struct prompt *p, struct key key)
{
	if (p->kind == PROMPT_COMMAND && key.code == KEY_CODE_TAB) {
		complete(p);
		return EDIT_CHANGED;
	}
	p->choice = 0;
	return edit_key(&p->edit, key);
}

void prompt_paint(const struct prompt *p, struct pane pane, const struct desk *desk, int *column)
{
	struct look look = desk_look(desk, THEME_PROMPT);
	struct str sign =
		str_of(p->kind == PROMPT_LINK ? _(prompt_signs[p->kind]) : prompt_signs[p->kind]);
	size_t begin, end;
	int at = pane_put(pane, 0, 0, sign, look);
	int room = pane.columns - at;

	edit_window(&p->edit, room > 2 ? room : 2, &begin, &end, column);
	pane_put(pane, 0, at, str_sub(buf_str(&p->edit.text), begin, end), look);
	*column += at;
	if (*column >= pane.columns)
		*column = pane.columns - 1;
}

void prompt_release(struct prompt *p)
{
	edit_release(&p->edit);
	buf_release(&p->stem);
}
