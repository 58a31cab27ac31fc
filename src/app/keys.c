/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/app_private.h"
#include "store/query.h"
#include "text/fold.h"
#include "text/utf8.h"

static struct str without_last_word(struct str text)
{
	size_t size;

	do
		text.n = utf8_before(text.p, text.n);
	while (text.n && !fold_is_blank(utf8_at(text.p, text.n, &size)));
	return text;
}

void app_look_for(struct app *app, enum view_search event, struct str text)
{
	struct desk *desk = app->desk;
	struct view *view = app->searched;
	bool by_query = view == app->left && event != VIEW_SEARCH_CANCEL;
	struct err err = {0};
	struct query *query = NULL;

	buf_clear(&desk->message);
	if (by_query && !(query = desk_query(desk, text, &err))) {
		desk_fail(desk, &err);
		if (event == VIEW_SEARCH_ACCEPT)
			event = VIEW_SEARCH_CANCEL;
		while (text.n && !query)
			query = desk_query(desk, text = without_last_word(text), NULL);
	}
	query_free(query);
	view->ops->search(view, event, text);
}

static void close_prompt(struct app *app, bool accept)
{
	enum prompt_kind kind = app->prompt.kind;
	struct buf line = {0};

	buf_addstr(&line, buf_str(&app->prompt.edit.text));
	prompt_close(&app->prompt);
	app->search_changed = false;
	if (kind == PROMPT_SEARCH)
		app_look_for(app, accept ? VIEW_SEARCH_ACCEPT : VIEW_SEARCH_CANCEL, buf_str(&line));
	else if (kind == PROMPT_COMMAND && accept)
		app_do_line(app, buf_str(&line));
	else if (kind == PROMPT_LINK) {
		struct command_call call = {.id = COMMAND_LINKS,
					    .args = accept && line.n ? buf_str(&line) : STR("0")};

		app->reader->ops->command(app->reader, &call);
	}
	buf_release(&line);
}

/* The last key typed is what counts: this is called when no more are there. */
void app_search(struct app *app)
{
	if (app->search_changed)
		app_look_for(app, VIEW_SEARCH_CHANGE, buf_str(&app->prompt.edit.text));
	app->search_changed = false;
}

static void prompt_typed(struct app *app, struct key key)
{
	switch (prompt_key(&app->prompt, app->desk, key)) {
	case EDIT_ACCEPT:
		close_prompt(app, true);
		break;
	case EDIT_CANCEL:
		close_prompt(app, false);
		break;
	case EDIT_CHANGED:
		app->search_changed = app->prompt.kind == PROMPT_SEARCH;
		break;
	case EDIT_MOVED:
	case EDIT_IGNORED:
		break;
	}
}

static void answer(struct app *app, struct key key)
{
	struct desk_question *q = &app->desk->question;
	void (*yes)(void *, struct str) = q->yes;

	if (key.pasted)
		return;
	q->yes = NULL;
	buf_clear(&app->desk->message);
	if (key_narrow(key).code == 'y' && !key.mods)
		yes(q->ctx, buf_str(&q->arg));
}

static bool pane_holds(struct pane pane, int row, int column)
{
	return row >= pane.row && row < pane.row + pane.rows && column >= pane.column &&
	       column < pane.column + pane.columns;
}

/* The left view selects what is clicked, and opens what is clicked again. */
static void click(struct app *app, struct key key)
{
	bool in_reader = pane_holds(app->reader_pane, key.row, key.column);
	struct pane pane = in_reader ? app->reader_pane : app->left_pane;
	struct view *view = in_reader ? app->reader : app->left;

	if (app->focus == app->help || !pane_holds(pane, key.row, key.column))
		return;
	if (in_reader && app->focus != app->reader) {
		app_open_article(app);
		return;
	}
	app_focus_on(app, view);
	if (view->ops->click(view, key.row - pane.row, key.column - pane.column))
		app_open_article(app);
}

static void mouse(struct app *app, struct key key)
{
	struct command_call call = {
		.id = key.code == KEY_CODE_WHEEL_UP ? COMMAND_UP : COMMAND_DOWN,
		.count = app->focus == app->reader ? 3 : 1,
	};

	if (key.code == KEY_CODE_MOUSE_PRESS)
		click(app, key);
	else
		app_do(app, &call);
}

static void command_key(struct app *app, struct key key)
{
	struct desk *desk = app->desk;
	const unsigned maps[] = {app->focus->ops->map, MAP_GLOBAL};
	struct keymap_hit hit;

	if (key.pasted)
		return;
	switch (keymap_feed(&desk->keymap, &app->pending, maps, 2, key_narrow(key), &hit)) {
	case KEYMAP_HIT: {
		struct command_call call;

		buf_clear(&desk->message);
		command_parse(str_of(desk->bound.p[hit.value].line), &call);
		if (hit.count)
			call.count = hit.count;
		call.ch = hit.ch;
		app_do(app, &call);
		break;
	}
	case KEYMAP_NONE:
		buf_clear(&desk->message);
		break;
	case KEYMAP_PENDING:
		break;
	}
}

void app_typed(struct app *app, struct key key)
{
	if (key.code == KEY_CODE_RESIZE || key.code == KEY_CODE_FOCUS) {
		if (key.code == KEY_CODE_FOCUS && app->watch.fd < 0)
			app_read_files(app);
		app->desk->dirty |= key.code == KEY_CODE_RESIZE ? DESK_PANES : 0;
		return;
	}
	if (app->desk->question.yes)
		answer(app, key);
	else if (app->prompt.kind != PROMPT_NONE)
		prompt_typed(app, key);
	else if (key.code >= KEY_CODE_MOUSE_PRESS && key.code <= KEY_CODE_WHEEL_DOWN)
		mouse(app, key);
	else
		command_key(app, key);
	if (app->desk->asks_number) {
		app->desk->asks_number = false;
		app_open_prompt(app, PROMPT_LINK, (struct str){0});
	}
}
