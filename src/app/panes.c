/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/app_private.h"

#include "views/statusbar.h"

bool app_has_two_panes(const struct app *app)
{
	return !app->zen && term_canvas(app->desk->term)->columns >= app->desk->settings.two_panes;
}

void app_lay_out_view(struct view *view, struct pane pane)
{
	if (view && pane.rows > 0 && pane.columns > 0)
		view->ops->layout(view, pane.rows, pane.columns);
}

/* Bars go one by one as rows get scarce: the text comes first. */
static void divide(struct app *app)
{
	struct pane all = canvas_pane(term_canvas(app->desk->term));
	bool bars = !app->zen;
	int top = bars && all.rows >= 5, status = bars && all.rows >= 3, message = all.rows >= 2;
	int rows = all.rows - top - status - message;
	struct pane none = pane_part(all, 0, 0, 0, 0);

	app->title = pane_part(all, 0, 0, top, all.columns);
	app->status = pane_part(all, top + rows, 0, status, all.columns);
	app->message = pane_part(all, all.rows - message, 0, message, all.columns);
	app->left_pane = app->reader_pane = app->divider = none;
	if (app_has_two_panes(app)) {
		int left = all.columns * 2 / 5;

		app->left_pane = pane_part(all, top, 0, rows, left);
		app->divider = pane_part(all, top, left, rows, 1);
		app->reader_pane = pane_part(all, top, left + 1, rows, all.columns - left - 1);
	} else if (app->focus == app->reader) {
		app->reader_pane = pane_part(all, top, 0, rows, all.columns);
	} else {
		app->left_pane = pane_part(all, top, 0, rows, all.columns);
	}
}

struct pane app_help_pane(struct app *app)
{
	struct pane all = canvas_pane(term_canvas(app->desk->term));
	int bars = app->title.rows + app->status.rows + app->message.rows;

	return pane_part(all, app->title.rows, 0, all.rows - bars, all.columns);
}

void app_lay_out(struct app *app)
{
	divide(app);
	app_lay_out_view(app->left, app->left_pane);
	app_lay_out_view(app->reader, app->reader_pane);
	if (app->focus == app->help)
		app_lay_out_view(app->help, app_help_pane(app));
	app->desk->dirty &= ~(unsigned)(DESK_SETTINGS | DESK_PANES);
}

static void tell_title(struct app *app)
{
	const struct article *open = library_article(app->desk->library, app_article(app));
	struct buf title = {0};

	if (app->desk->settings.title) {
		if (app->focus == app->reader && open)
			buf_addf(&title, "%.*s - ", STR_ARG(open->title));
		buf_adds(&title, PACKAGE_NAME);
	}
	term_title(app->desk->term, buf_str(&title));
	buf_release(&title);
}

void app_paint(struct app *app)
{
	struct desk *desk = app->desk;
	struct pane all = canvas_pane(term_canvas(desk->term));
	struct view_cursor cursor = {0}, at = {0};
	struct pane focused = app->focus == app->reader ? app->reader_pane : app->left_pane;

	pane_fill(all, desk_look(desk, THEME_TEXT));
	if (app->focus == app->help) {
		focused = app_help_pane(app);
		app->help->ops->paint(app->help, focused, true, &cursor);
	} else {
		struct view *views[] = {app->left, app->reader};
		struct pane panes[] = {app->left_pane, app->reader_pane};

		for (size_t i = 0; i < 2; i++) {
			if (panes[i].rows == 0)
				continue;
			views[i]->ops->paint(views[i], panes[i], views[i] == app->focus, &at);
			if (views[i] == app->focus)
				cursor = at;
		}
		for (int row = 0; row < app->divider.rows; row++)
			pane_put(app->divider, row, 0, STR("|"), desk_look(desk, THEME_DIVIDER));
	}
	cursor.row += focused.row;
	cursor.column += focused.column;
	if (app->title.rows)
		titlebar_paint(desk, app->title, app->focus, app_article(app));
	bool typing = app->prompt.kind != PROMPT_NONE;

	/* The prompt has the line of messages: what is wrong with the text stands above it. */
	if (app->status.rows && typing && desk->message.n)
		message_paint(desk, app->status);
	else if (app->status.rows)
		statusbar_paint(desk, app->status, app->focus, typing ? NULL : &app->pending);
	if (typing) {
		/* A terminal of one row has no line to spare: the prompt takes the text's. */
		struct pane line = app->message.rows ? app->message : all;

		pane_fill_row(line, 0, desk_look(desk, THEME_PROMPT));
		prompt_paint(&app->prompt, line, desk, &cursor.column);
		cursor.row = line.row;
	} else if (app->message.rows) {
		message_paint(desk, app->message);
	}
	tell_title(app);
	term_show(desk->term, cursor.row, cursor.column);
}
