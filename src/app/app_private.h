/* SPDX-License-Identifier: ISC
 *
 * The running program, shared by its files: app.c (commands, the turn), panes.c (what stands
 * where, painting), keys.c (what a key means just now). Private to them.
 */
#ifndef KARPREAD_APP_APP_PRIVATE_H
#define KARPREAD_APP_APP_PRIVATE_H

#include "app/indexer.h"
#include "app/watch.h"
#include "views/prompt.h"
#include "views/view.h"

struct app {
	struct desk *desk;
	struct view *list, *timeline, *reader, *help;
	struct view *left;   /* the list or the timeline */
	struct view *focus;  /* where keys go: left, reader or help */
	struct view *before; /* what had the focus before the help */
	bool zen, quit;
	/* While the timeline shows one article's dates: the left view otherwise, else NULL. */
	struct view *before_dates;
	uint32_t dates_of;
	size_t place_before; /* where it was read */
	struct prompt prompt;
	struct indexer indexer;
	struct watch watch;
	struct view *searched; /* the view the search prompt belongs to */
	bool search_changed;   /* its text, since that view looked for it last */
	struct keymap_pending pending;
	int64_t saved_at; /* monotonic ms */
	/* The geometry of this turn; a pane of 0 rows is not shown. */
	struct pane title, left_pane, divider, reader_pane, status, message;
};

/* ---- panes.c */

bool app_has_two_panes(const struct app *app);
void app_lay_out_view(struct view *view, struct pane pane);
/* Divides the screen and fits every view in sight to its pane. */
void app_lay_out(struct app *app);
/* The help covers both panes. */
struct pane app_help_pane(struct app *app);
void app_paint(struct app *app);

/* ---- keys.c */

/* A key goes to the question, the prompt or the commands. */
void app_typed(struct app *app, struct key key);
/*
 * A search event for the view whose search it is. What is wrong with a query is told: while it is
 * typed, what stands before that is looked for, and Enter leaves all as it was before.
 */
void app_look_for(struct app *app, enum view_search event, struct str text);
/* Looks for what stands in the search prompt, if that was changed. */
void app_search(struct app *app);

/* ---- app.c */

/* The article of the view that has the focus, or had it before the help. */
uint32_t app_article(struct app *app);
void app_focus_on(struct app *app, struct view *view);
void app_open_article(struct app *app);
void app_open_prompt(struct app *app, enum prompt_kind kind, struct str text);
/* Carries out a command: the focused view first, then what concerns all. */
void app_do(struct app *app, const struct command_call *call);
void app_do_line(struct app *app, struct str line);
/* Starts the reading of files beside, if it is due and not under way. */
void app_read_files(struct app *app);

#endif
