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
		 struct edit_history *history, completer *complete)
{
	p->kind = kind;
	p->complete = complete;
	p->completing = false;
	edit_start(&p->edit, text, history);
}

void prompt_close(struct prompt *p)
{
	p->kind = PROMPT_NONE;
}

/*
 * Puts the next completion, or the one before, in the place of what was typed; what was typed
 * comes again between the last and the first. The only one there is taken at once, so that what
 * may stand behind it can be asked for.
 */
static bool complete(struct prompt *p, struct desk *desk, bool backwards)
{
	struct completions *c = &p->completions;

	if (!p->completing) {
		p->complete(desk, str_sub(buf_str(&p->edit.text), 0, p->edit.cursor), c);
		buf_clear(&p->stem);
		buf_addstr(&p->stem, str_sub(buf_str(&p->edit.text), c->begin, p->edit.cursor));
		p->choice = 0;
	}
	if (!c->v.n)
		return false;
	p->completing = c->v.n > 1;
	p->choice = (p->choice + (backwards ? c->v.n : 1)) % (c->v.n + 1);
	edit_replace(&p->edit, c->begin, p->edit.cursor,
		     p->choice ? c->v.p[p->choice - 1] : buf_str(&p->stem));
	return true;
}

enum edit_result prompt_key(struct prompt *p, struct desk *desk, struct key key)
{
	if (p->complete && (key.code == KEY_CODE_TAB || key.code == KEY_CODE_BACKTAB))
		return complete(p, desk, key.code == KEY_CODE_BACKTAB) ? EDIT_CHANGED
								       : EDIT_IGNORED;
	p->completing = false;
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
	completions_release(&p->completions);
	buf_release(&p->stem);
}
