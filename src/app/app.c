/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/app.h"

#include <stdlib.h>

#include "app/app_private.h"
#include "base/clock.h"
#include "base/mem.h"
#include "views/config.h"

enum {
	SAVE_AFTER_MS = 10000, /* a place read at is kept at least that often */
	RETRY_MS = 1000,       /* for changes that could not be written */
};

/* ---- what is shown where */

static uint32_t left_article(struct app *app)
{
	return app->left->ops->article(app->left);
}

static struct str list_query(struct app *app)
{
	return app->left == app->list ? view_list_query(app->list) : (struct str){0};
}

/* The reader shows what the left view is at; from the timeline, the very sentence. */
static void preview(struct app *app)
{
	size_t begin, end;

	view_reader_show(app->reader, left_article(app), list_query(app));
	if (app->left == app->timeline && view_timeline_place(app->timeline, &begin, &end))
		view_reader_go(app->reader, begin, end);
}

void app_focus_on(struct app *app, struct view *view)
{
	if (app->focus == view)
		return;
	if (app->focus == app->reader)
		view_reader_set_open(app->reader, false);
	app->focus = view;
	app->pending = (struct keymap_pending){0};
	app->desk->dirty |= DESK_PANES;
}

void app_open_article(struct app *app)
{
	if (left_article(app) == DESK_NO_ARTICLE)
		return;
	app_focus_on(app, app->reader);
	app_lay_out(app);
	preview(app);
	view_reader_set_open(app->reader, true);
}

/* The timeline of the article that is read; one goes back from it to where one read. */
static void show_dates(struct app *app)
{
	uint32_t key = app->reader->ops->article(app->reader);

	if (key == DESK_NO_ARTICLE)
		return;
	if (!app->before_dates) {
		app->before_dates = app->left;
		app->dates_of = key;
		app->place_before = view_reader_place(app->reader);
	}
	app->left = app->timeline;
	app_focus_on(app, app->timeline);
	app_lay_out(app);
	view_timeline_only(app->timeline, key, view_reader_place(app->reader));
}

/* All dates again, and the left pane as it was. */
static void leave_dates(struct app *app)
{
	view_timeline_only(app->timeline, DESK_NO_ARTICLE, 0);
	app->left = app->before_dates;
	app->before_dates = NULL;
	app->desk->dirty |= DESK_PANES;
	app_lay_out(app);
	if (app->left == app->list)
		view_list_select(app->list, app->dates_of);
	else
		view_timeline_select(app->timeline, app->dates_of);
}

static void read_on(struct app *app)
{
	leave_dates(app);
	app_focus_on(app, app->reader);
	app_lay_out(app);
	view_reader_return(app->reader, app->place_before);
	view_reader_set_open(app->reader, true);
}

static void back(struct app *app, bool may_quit)
{
	if (app->focus == app->help) {
		app->focus = app->before;
		app->desk->dirty |= DESK_PANES;
	} else if (app->zen) {
		app->zen = false;
		app->desk->dirty |= DESK_PANES;
	} else if (app->focus == app->reader) {
		app_focus_on(app, app->left);
		app->desk->dirty |= DESK_LISTS;
	} else if (app->before_dates) {
		read_on(app);
	} else if (list_query(app).n) {
		struct command_call call = {.id = COMMAND_NO_SEARCH};

		app->list->ops->command(app->list, &call);
	} else if (app->left == app->timeline) {
		view_list_select(app->list, left_article(app));
		app->left = app->list;
		app_focus_on(app, app->list);
	} else if (may_quit) {
		app->quit = true;
	}
}

/* Lets the left view move, and opens what it moved to when one was reading. */
static void move_article(struct app *app, const struct command_call *call)
{
	uint32_t before = left_article(app);
	bool reading = app->focus == app->reader;

	if (!app->left->ops->command(app->left, call) || !reading)
		return;
	if (left_article(app) == before) {
		desk_say(app->desk, "%s",
			 call->id == COMMAND_PREVIOUS_ARTICLE ? _("This is the first article.")
							      : _("This is the last article."));
		return;
	}
	view_reader_set_open(app->reader, false);
	preview(app);
	view_reader_set_open(app->reader, true);
}

/* Behind the last hit of an article the search goes on in the next one that has any. */
static void follow_search(struct app *app)
{
	int direction = view_reader_ran_out(app->reader);
	uint32_t before = left_article(app);
	struct command_call step = {
		.id = direction > 0 ? COMMAND_NEXT_ARTICLE : COMMAND_PREVIOUS_ARTICLE,
	};

	if (direction == 0)
		return;
	if (list_query(app).n == 0) {
		desk_say(app->desk, "%s",
			 !view_reader_has_hits(app->reader) ? _("This article has no hit.")
			 : direction > 0                    ? _("This was the last hit.")
							    : _("This was the first hit."));
		return;
	}
	app->left->ops->command(app->left, &step);
	if (left_article(app) == before) {
		desk_say(app->desk, "%s", _("No further article has a hit."));
		return;
	}
	view_reader_set_open(app->reader, false);
	preview(app);
	view_reader_set_open(app->reader, true);
}

static void switch_left(struct app *app)
{
	if (app->before_dates)
		leave_dates(app);
	bool to_timeline = app->left == app->list;
	uint32_t key = left_article(app);

	app->left = to_timeline ? app->timeline : app->list;
	app_focus_on(app, app->left);
	app_lay_out(app);
	if (to_timeline)
		view_timeline_select(app->timeline, key);
	else
		view_list_select(app->list, key);
	app->desk->dirty |= DESK_PANES;
}

static void switch_pane(struct app *app)
{
	struct command_call forward = {.id = COMMAND_JUMP_FORWARD};

	if (app->focus == app->left)
		app_open_article(app);
	else if (app_has_two_panes(app))
		app_focus_on(app, app->left);
	else
		app->reader->ops->command(app->reader, &forward); /* Tab is Ctrl-i */
}

/* ---- commands */

void app_open_prompt(struct app *app, enum prompt_kind kind, struct str text)
{
	struct desk *desk = app->desk;
	bool query = kind == PROMPT_SEARCH && app->focus == app->left;

	desk_recall(desk);
	prompt_open(&app->prompt, kind, text,
		    kind == PROMPT_SEARCH    ? &desk->searches
		    : kind == PROMPT_COMMAND ? &desk->lines
					     : NULL,
		    kind == PROMPT_COMMAND ? complete_command
		    : query                ? complete_query
					   : NULL);
	if (kind == PROMPT_SEARCH) {
		app->searched = app->focus;
		app->searched->ops->search(app->searched, VIEW_SEARCH_START, (struct str){0});
	}
}

static void search(struct app *app, const struct command_call *call)
{
	if (call->args.n == 0) {
		app_open_prompt(app, PROMPT_SEARCH, (struct str){0});
		return;
	}
	app->searched = app->focus;
	app->searched->ops->search(app->searched, VIEW_SEARCH_START, (struct str){0});
	app_look_for(app, VIEW_SEARCH_ACCEPT, call->args);
}

static void tell_trouble(void *ctx, const struct err *err)
{
	struct desk *desk = ctx;

	desk_say(desk, "%s", err_text(err));
	desk->message_is_error = true;
}

/* The help about the view of that map, or about the options. */
static void show_help(struct app *app, enum command_map map)
{
	if (app->focus != app->help)
		app->before = app->focus;
	app->focus = app->help;
	app->pending = (struct keymap_pending){0};
	app_lay_out_view(app->help, app_help_pane(app));
	view_help_show(app->help, map);
}

/* Into out, what holds, if that is what is asked: "set NAME?", "color NAME". */
static bool show_what_holds(const struct desk *desk, const struct command_call *call,
			    struct buf *out)
{
	if (call->id == COMMAND_SET && str_ends(call->args, STR("?"))) {
		const struct setting *setting =
			settings_find(str_sub(call->args, 0, call->args.n - 1));

		if (setting)
			settings_show(&desk->settings, setting, out);
	} else if (call->id == COMMAND_COLOR) {
		theme_show(&desk->theme, call->args, out);
	}
	return out->n > 0;
}

static void configure(struct app *app, const struct command_call *call)
{
	struct desk *desk = app->desk;
	struct err err = {0};

	if (call->id == COMMAND_SET && call->args.n == 0) {
		show_help(app, MAP_COUNT);
		return;
	}
	buf_clear(&desk->message);
	if (show_what_holds(desk, call, &desk->message))
		return;
	const struct setting *setting = call->id == COMMAND_SET ? settings_meant(call->args) : NULL;

	if (setting && setting->at_start) {
		err_set(&err, ERR_USAGE, _("%s is read at the start; it can be set in karpreadrc."),
			setting->name);
		desk_fail(desk, &err);
		return;
	}
	int result = config_apply(desk, call, (struct config_trouble){tell_trouble, desk}, &err);
	struct term_options options = desk_term_options(desk);

	term_configure(desk->term, &options);
	if (result < 0)
		desk_fail(desk, &err);
}

void app_read_files(struct app *app)
{
	struct library *library = app->desk->library;

	if (library_deferred(library))
		indexer_start(&app->indexer, library_damaged(library));
}

static void rescan(struct app *app)
{
	struct desk *desk = app->desk;

	buf_clear(&desk->message);
	if (library_rescan(desk->library)) {
		desk_articles_changed(desk);
		view_reader_follow(app->reader);
	}
	app_read_files(app);
	if (desk->message.n == 0 && !library_deferred(desk->library))
		desk_say(desk,
			 ngettext("%zu article is in the library.",
				  "%zu articles are in the library.", library_count(desk->library)),
			 library_count(desk->library));
}

uint32_t app_article(struct app *app)
{
	struct view *view = app->focus == app->help ? app->before : app->focus;

	return view->ops->article(view);
}

/* The commands on the article one is at; false when it is none of them. */
static bool article_command(struct app *app, const struct command_call *call)
{
	struct desk *desk = app->desk;
	uint32_t key = app_article(app);

	switch (call->id) {
	case COMMAND_EXPORT_BOOKMARKED:
		desk_export_bookmarked(desk, call->args);
		return true;
	case COMMAND_TOGGLE_READ:
	case COMMAND_TOGGLE_BOOKMARK:
	case COMMAND_EXPORT:
	case COMMAND_DATE:
	case COMMAND_ENCODING:
	case COMMAND_INFO:
		break;
	default:
		return false;
	}
	if (key == DESK_NO_ARTICLE)
		return true;
	if (call->id == COMMAND_TOGGLE_READ)
		desk_toggle_read(desk, key);
	else if (call->id == COMMAND_TOGGLE_BOOKMARK)
		desk_toggle_bookmark(desk, key);
	else if (call->id == COMMAND_EXPORT)
		desk_export(desk, key, call->args);
	else if (call->id == COMMAND_DATE)
		desk_set_date(desk, key, call->args);
	else if (call->id == COMMAND_ENCODING)
		desk_set_charset(desk, key, call->args);
	else
		desk_info(desk, key);
	if (call->id == COMMAND_ENCODING || call->id == COMMAND_DATE)
		view_reader_reload(app->reader);
	if (call->id == COMMAND_ENCODING)
		app_read_files(app);
	return true;
}

static void app_command(struct app *app, const struct command_call *call)
{
	struct desk *desk = app->desk;

	if (article_command(app, call))
		return;
	switch (call->id) {
	case COMMAND_OPEN:
		app_open_article(app);
		break;
	case COMMAND_BACK:
		back(app, false);
		break;
	case COMMAND_CLOSE:
		back(app, true);
		break;
	case COMMAND_QUIT:
		app->quit = true;
		break;
	case COMMAND_UNDO:
		desk_undo(desk);
		break;
	case COMMAND_TIMELINE:
		switch_left(app);
		break;
	case COMMAND_ARTICLE_DATES:
		show_dates(app);
		break;
	case COMMAND_SWITCH_PANE:
		switch_pane(app);
		break;
	case COMMAND_SEARCH:
		search(app, call);
		break;
	case COMMAND_COMMAND_LINE:
		app_open_prompt(app, PROMPT_COMMAND, call->args);
		break;
	case COMMAND_HELP:
		if (app->focus != app->help)
			show_help(app, app->focus->ops->map);
		break;
	case COMMAND_ZEN:
		app->zen = !app->zen;
		desk->dirty |= DESK_PANES;
		break;
	case COMMAND_REDRAW:
		term_redraw(desk->term);
		desk->dirty |= DESK_SETTINGS;
		break;
	case COMMAND_SUSPEND:
		term_suspend(desk->term);
		desk->dirty |= DESK_SETTINGS;
		break;
	case COMMAND_RESCAN:
		rescan(app);
		break;
	case COMMAND_SET:
	case COMMAND_BIND:
	case COMMAND_UNBIND:
	case COMMAND_COLOR:
	case COMMAND_SOURCE:
	case COMMAND_IN:
		configure(app, call);
		break;
	default:
		desk_say(desk, _("%s has no meaning here."), commands[call->id].name);
	}
}

/* The focused view first, then what concerns all; a reader leaves moves among articles to the
 * left view. */
void app_do(struct app *app, const struct command_call *call)
{
	bool among_articles =
		call->id == COMMAND_NEXT_ARTICLE || call->id == COMMAND_PREVIOUS_ARTICLE ||
		call->id == COMMAND_NEXT_UNREAD || call->id == COMMAND_PREVIOUS_UNREAD;

	if (app->focus == app->reader && among_articles)
		move_article(app, call);
	else if (app->focus->ops->command(app->focus, call))
		follow_search(app);
	else if (app->focus == app->reader &&
		 (call->id == COMMAND_ONLY_BOOKMARKED || call->id == COMMAND_ONLY_UNREAD ||
		  call->id == COMMAND_SHOW_ALL))
		app->left->ops->command(app->left, call);
	else
		app_command(app, call);
}

void app_do_line(struct app *app, struct str line)
{
	struct command_call call;
	struct err err = {0};

	if (!command_parse(line, &call)) {
		command_unknown(line, &err);
		desk_fail(app->desk, &err);
	} else if (call.id != COMMAND_COUNT) {
		app_do(app, &call);
	}
}

/* ---- the turn */

static void end_of_turn(struct app *app)
{
	struct desk *desk = app->desk;

	app_search(app);
	if (state_changed(desk->state)) {
		library_refresh(desk->library, NULL, 0);
		desk_articles_changed(desk);
	}
	if (desk->dirty & (DESK_SETTINGS | DESK_PANES))
		app_lay_out(app);
	else if (desk->dirty & DESK_LISTS)
		app_lay_out_view(app->left, app->left_pane);
	desk->dirty = 0;
	if (app_has_two_panes(app) && app->focus != app->reader && app->focus != app->help)
		preview(app);
	const char *trouble = desk->message.n ? NULL : term_trouble(desk->term);

	if (trouble)
		desk_say(desk, "%s", trouble);
	app_paint(app);
}

/* How long may be waited for the next key: for ever when nothing is left to be done. */
static int patience(struct app *app)
{
	if (state_pending(app->desk->state))
		return RETRY_MS;
	if (app->left == app->timeline && view_timeline_reads_on(app->timeline))
		return 0;
	if (app->left == app->list && view_list_reads_on(app->list))
		return 0;
	/* Not while files are read: what changed meanwhile is looked at behind that. */
	int wait = app->indexer.fd < 0 ? watch_wait(&app->watch) : -1;

	if (app->focus == app->reader && (wait < 0 || wait > SAVE_AFTER_MS))
		wait = SAVE_AFTER_MS;
	return wait;
}

static void keep(struct app *app)
{
	struct err err = {0};

	if (state_pending(app->desk->state) && state_flush(app->desk->state, &err) < 0)
		err_release(&err);
	view_reader_save(app->reader);
	app->saved_at = clock_monotonic_ms();
}

/* What the indexer has written by now, or why it could not. */
static void take_index(struct app *app)
{
	struct desk *desk = app->desk;
	const struct buf *trouble = &app->indexer.trouble;
	bool ended = app->indexer.fd < 0;

	bool changed = library_update(desk->library);

	if (ended && trouble->n) {
		bool without = !app->indexer.killed &&
			       library_do_without(desk->library, buf_cstr(trouble));

		desk_say(desk, "%s", without ? library_notice(desk->library) : buf_cstr(trouble));
		changed |= without;
	}
	if (changed) {
		desk_articles_changed(desk);
		view_reader_follow(app->reader);
	}
	/* The folders of a library may be known only now. */
	if (ended)
		watch_folders(&app->watch, desk->library, true);
}

/* A library that is not known yet may be so small that it need not be shown empty first. */
static void begin(struct app *app)
{
	struct library *library = app->desk->library;
	bool unknown = library_count(library) == 0;

	if (unknown)
		app_read_files(app);
	if (unknown && app->indexer.fd >= 0) {
		indexer_wait(&app->indexer, &app->desk->progress);
		take_index(app);
	}
	end_of_turn(app);
	if (!unknown) {
		watch_folders(&app->watch, library, false);
		app_read_files(app);
	}
}

/* What is done while nothing is typed. */
static void idle(struct app *app)
{
	keep(app);
	if (app->indexer.fd < 0 && watch_is_due(&app->watch))
		app_read_files(app);
	if (app->left == app->list)
		view_list_read_on(app->list);
	else if (patience(app) == 0)
		app->desk->dirty |= DESK_LISTS;
}

static void loop(struct app *app)
{
	struct desk *desk = app->desk;
	bool owed = false; /* a turn was not ended, since more seemed to be typed */
	struct key key;
	size_t ready;

	begin(app);
	while (!app->quit) {
		const int fds[] = {app->indexer.fd, app->watch.fd};
		int wait = owed ? 0 : patience(app);
		enum term_event event = term_wait(desk->term, wait, fds, 2, &key, &ready);

		switch (event) {
		case TERM_GONE:
			app->quit = true;
			continue;
		case TERM_KEY:
			app_typed(app, key);
			break;
		case TERM_TIMEOUT:
			if (!owed)
				idle(app);
			break;
		case TERM_READY:
			if (ready == 0) {
				indexer_read(&app->indexer, &desk->progress);
				take_index(app);
			} else {
				watch_read(&app->watch);
			}
			break;
		}
		if (clock_monotonic_ms() - app->saved_at > SAVE_AFTER_MS)
			keep(app);
		owed = event != TERM_TIMEOUT && term_pending(desk->term);
		if (!owed && !app->quit)
			end_of_turn(app);
	}
}

int app_run(struct desk *desk, const struct term_options *options, bool single,
	    const char *const *indexer, struct err *err)
{
	struct app app = {
		.desk = desk,
		.saved_at = clock_monotonic_ms(),
		.indexer = {.arguments = indexer, .fd = -1},
		.watch = {.fd = -1},
	};
	const char *news = state_news(desk->state);

	if (term_open(options, &desk->term, err) < 0)
		return -1;
	library_listen(desk->library, tell_trouble, desk);
	app.list = view_list_new(desk);
	app.timeline = view_timeline_new(desk);
	app.reader = view_reader_new(desk);
	app.help = view_help_new(desk);
	app.left = app.focus = app.list;
	if (!news)
		news = library_notice(desk->library);
	if (news && desk->message.n == 0)
		desk_say(desk, "%s", news);
	if (single) {
		app_lay_out(&app);
		app_open_article(&app);
	}
	loop(&app);
	view_reader_save(app.reader);
	desk_remember(desk);
	indexer_stop(&app.indexer);
	indexer_release(&app.indexer);
	watch_close(&app.watch);
	struct view *views[] = {app.list, app.timeline, app.reader, app.help};

	for (size_t i = 0; i < sizeof views / sizeof views[0]; i++)
		views[i]->ops->free(views[i]);
	prompt_release(&app.prompt);
	term_close(desk->term);
	desk->term = NULL;
	return 0;
}
