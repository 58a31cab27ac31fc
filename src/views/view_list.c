/* SPDX-License-Identifier: ISC
 *
 * The list of articles: a window on a listing of the library, in the order and with the filter
 * the user chose.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "layout/fit.h"
#include "text/draw.h"
#include "ui/list.h"
#include "views/found.h"
#include "views/view.h"

enum {
	SLICE_MS = 20,
	SIGHT_MS = 20,     /* that a key waits at most for the rows in sight */
	TWO_ROWS_FROM = 6, /* rows of a pane in which an article may take two */
};

struct list_view {
	struct view view;
	struct listing *listing; /* made anew when the desk says so */
	struct list list;
	uint32_t key; /* the article selected, so that it stays selected in another listing */
	struct buf query;
	struct query *parsed;    /* of the listing */
	bool unread, bookmarked; /* only these */
	bool reversed;
	int item_rows; /* 2 while words are looked for in texts: below the title, where */
	struct found found;
	struct buf query_before; /* when the prompt opened, for Escape */
	uint32_t key_before;
	struct list list_before;
	bool used; /* a key was typed: from then on what is selected stays so */
};

static struct list_view *list_of(struct view *view)
{
	return (struct list_view *)view;
}

static const struct article *selected(struct list_view *v)
{
	return v->list.count ? listing_at(v->listing, v->list.selected) : NULL;
}

static void notice_selected(struct list_view *v)
{
	const struct article *article = selected(v);

	v->key = article ? article->key : DESK_NO_ARTICLE;
}

/*
 * Makes sure of the rows in sight: those that are no hits go, and the selection stays on its
 * article, or, when that was none, on what stands there now. What takes longer is done when there
 * is nothing else to do.
 */
static void settle_sight(struct list_view *v)
{
	struct list *l = &v->list;
	size_t before;

	listing_hurry(v->listing, SIGHT_MS);
	do {
		before = listing_count(v->listing);
		while (l->selected >= listing_count(v->listing) && l->selected)
			l->selected--;
		while (!listing_reach(v->listing, l->selected) &&
		       l->selected >= listing_count(v->listing) && l->selected)
			l->selected--;
		uint32_t key = listing_key(v->listing, l->selected);

		for (size_t i = 0; i < l->height; i++)
			listing_reach(v->listing, l->top + i);
		list_resize(l, listing_count(v->listing), l->height);
		while (l->selected && listing_key(v->listing, l->selected) != key)
			l->selected--;
		list_resize(l, l->count, l->height);
	} while (listing_count(v->listing) != before);
}

static void remake(struct list_view *v)
{
	struct desk *desk = v->view.desk;

	listing_free(v->listing);
	query_free(v->parsed);
	struct query *query = v->query.n ? desk_query(desk, buf_str(&v->query), NULL) : NULL;

	v->parsed = query;
	found_forget(&v->found);
	v->item_rows = found_in_texts(query) && v->view.rows >= TWO_ROWS_FROM ? 2 : 1;
	v->list.height = v->view.rows > v->item_rows ? (size_t)(v->view.rows / v->item_rows) : 1;
	struct listing_options options = {
		.query = query,
		.order = (enum library_order)desk->settings.order,
		.reversed = v->reversed,
		.readings_last = query != NULL,
		.by_folder = desk->settings.group == GROUP_FOLDER,
		.unread = v->unread,
		.bookmarked = v->bookmarked,
		.keys = desk->range.on ? desk->range.keys.p : NULL,
		.n_keys = desk->range.keys.n,
	};

	v->listing = listing_new(desk->library, &options);
	size_t row =
		v->used && v->key != DESK_NO_ARTICLE ? listing_row(v->listing, v->key) : (size_t)-1;

	list_resize(&v->list, listing_count(v->listing), v->list.height);
	if (row != (size_t)-1)
		list_jump(&v->list, row);
	/* What is in sight is looked at now; what is behind it when there is nothing else to do. */
	settle_sight(v);
	notice_selected(v);
}

bool view_list_reads_on(struct view *view)
{
	struct list_view *v = list_of(view);

	return v->listing && (listing_pending(v->listing) || found_reads_on(&v->found));
}

/* Rows above the one selected may have gone: what is in sight stays where it is. */
static void follow_selected(struct list_view *v)
{
	struct list *l = &v->list;
	size_t row = listing_row(v->listing, v->key);

	if (row < l->selected) {
		l->top -= l->selected - row < l->top ? l->selected - row : l->top;
		l->selected = row;
	}
	list_resize(l, listing_count(v->listing), l->height);
	settle_sight(v);
	notice_selected(v);
}

void view_list_read_on(struct view *view)
{
	struct list_view *v = list_of(view);

	if (!view_list_reads_on(view))
		return;
	if (!listing_pending(v->listing)) {
		found_read_on(&v->found);
		return;
	}
	listing_more(v->listing, SLICE_MS);
	follow_selected(v);
}

void view_list_select(struct view *view, uint32_t key)
{
	struct list_view *v = list_of(view);
	size_t row =
		v->listing && key != DESK_NO_ARTICLE ? listing_row(v->listing, key) : (size_t)-1;

	if (row != (size_t)-1) {
		list_jump(&v->list, row);
		v->key = key;
	}
}

struct str view_list_query(struct view *view)
{
	return buf_str(&list_of(view)->query);
}

static void list_layout(struct view *view, int rows, int columns)
{
	struct list_view *v = list_of(view);

	view->rows = rows;
	view->columns = columns;
	v->list.margin = (size_t)view->desk->settings.margin;
	remake(v);
}

/* ---- painting */

enum { DATE_COLUMNS = 10, MARK_COLUMNS = 3, PERCENT_COLUMNS = 5, FOLDER_COLUMNS = 24 };

/* What the row above shows of its group, which is not shown again. */
struct above {
	struct civil date;
	struct buf folder;
};

/* Grouped by month: the date is whole on the first row of a month, and only the day below. */
static void paint_date(struct list_view *v, struct pane pane, int row, int column,
		       const struct article *article, const struct civil *above, struct look base)
{
	struct desk *desk = v->view.desk;
	const struct civil *date = &article->date;
	struct buf text = {0};
	bool grouped =
		desk->settings.group == GROUP_MONTH && desk->settings.order == LIBRARY_BY_DATE;
	bool same = grouped && above->precision >= CIVIL_MONTH && date->precision >= CIVIL_MONTH &&
		    above->year == date->year && above->month == date->month;

	library_add_date(&text, article);
	if (same && date->precision >= CIVIL_DAY)
		pane_put(pane, row, column + 8, str_sub(buf_str(&text), 8, text.n),
			 desk_look_on(desk, base, THEME_LIST_DATE));
	else if (same)
		pane_put(pane, row, column + 7, str_sub(buf_str(&text), 7, text.n),
			 desk_look_on(desk, base, THEME_LIST_DATE));
	else
		pane_put(pane, row, column, buf_str(&text),
			 desk_look_on(desk, base, grouped ? THEME_GROUP : THEME_LIST_DATE));
	buf_release(&text);
}

/* What tells folders apart is the end of their names: where there is no room the rest goes. */
static void add_folder(struct buf *out, struct str name, int columns)
{
	static const char left_out[] = ".../";
	size_t slash;
	bool cut = draw_columns(name) > columns && str_find(name, STR("/"), 0) != (size_t)-1;

	if (cut) {
		buf_adds(out, left_out);
		columns -= (int)strlen(left_out);
	}
	while (cut && draw_columns(name) > columns &&
	       (slash = str_find(name, STR("/"), 0)) != (size_t)-1)
		name = str_sub(name, slash + 1, name.n);
	fit_cut(out, name, columns);
}

/* Grouped by folder: its name on its first row. Returns the columns taken. */
static int paint_folder(struct list_view *v, struct pane pane, int row, int column,
			const struct article *article, struct buf *above, struct look base)
{
	struct desk *desk = v->view.desk;
	int columns = pane.columns / 4 < FOLDER_COLUMNS ? pane.columns / 4 : FOLDER_COLUMNS;
	struct buf folder = {0}, text = {0};

	library_add_folder(desk->library, article, &folder);
	if (!str_eq(buf_str(&folder), buf_str(above))) {
		draw_add_text(&text, buf_str(&folder));
		buf_clear(above);
		buf_addstr(above, buf_str(&folder));
		buf_clear(&folder);
		add_folder(&folder, buf_str(&text), columns);
		pane_put(pane, row, column, buf_str(&folder),
			 desk_look_on(desk, base, THEME_GROUP));
	}
	buf_release(&folder);
	buf_release(&text);
	return columns + 2;
}

/* Returns the column of the title. */
static int paint_row(struct list_view *v, struct pane pane, int row, const struct article *article,
		     struct above *above, struct look base)
{
	struct desk *desk = v->view.desk;
	bool read = article->state.read, folders = desk->settings.group == GROUP_FOLDER;
	struct look title = desk_look_on(desk, base, read ? THEME_READ : THEME_UNREAD);
	int column = MARK_COLUMNS, right = pane.columns;
	struct buf text = {0};

	pane_fill_row(pane, row, base);
	if (!read)
		pane_put(pane, row, 0, STR("*"), title);
	if (article->state.bookmarked)
		pane_put(pane, row, 1, STR("B"), desk_look_on(desk, base, THEME_BOOKMARK));
	/* Where there is no room for both, the folder stands in the place of the date. */
	if (pane.columns >= (folders ? 50 : 30)) {
		paint_date(v, pane, row, column, article, &above->date, base);
		column += DATE_COLUMNS + 2;
	}
	if (pane.columns >= 30 && folders)
		column += paint_folder(v, pane, row, column, article, &above->folder, base);
	if (pane.columns >= 36 && article->state.permille > 0) {
		right -= PERCENT_COLUMNS;
		pane_putf(pane, row, right, desk_look_on(desk, base, THEME_PROGRESS), "%4d%%",
			  article->state.permille / 10);
	}
	int taken = fit_cut(&text, article->title, right - column - 1), note = column + taken + 2;

	pane_put(pane, row, column, buf_str(&text), title);
	if (v->parsed)
		found_mark_title(&v->found, pane, row, column, taken, article->title, v->parsed,
				 desk_look(desk, THEME_SEARCH));
	buf_clear(&text);
	fit_cut(&text, article->note, right - note - 1);
	pane_put(pane, row, note, buf_str(&text), desk_look_on(desk, base, THEME_META));
	buf_release(&text);
	above->date = article->date;
	return column;
}

/* Where the words are found in the text; below the title when that leaves room enough. */
static void paint_piece(struct list_view *v, struct pane pane, int row, int column, size_t at,
			uint32_t key, struct look base)
{
	enum { ENOUGH = 40 };
	struct desk *desk = v->view.desk;

	if (pane.columns - column < ENOUGH)
		column = MARK_COLUMNS;
	const struct snippet *piece = found_piece(&v->found, desk->library, at, key, v->parsed,
						  pane.columns - column - 1);

	pane_fill_row(pane, row, base);
	pane_put(pane, row, column, buf_str(&piece->text), desk_look_on(desk, base, THEME_META));
	found_mark_piece(pane, row, column, piece, desk_look(desk, THEME_SEARCH));
}

static void paint_empty(struct list_view *v, struct pane pane)
{
	struct desk *desk = v->view.desk;
	bool only = v->unread || v->bookmarked;
	const char *text = library_count(desk->library) == 0 && desk->progress.n
				   ? _("The articles are being read.")
			   : library_count(desk->library) == 0 ? _("There are no articles here.")
			   : v->query.n && only ? _("No article matches; ga shows all.")
			   : v->query.n         ? _("No article matches; Esc shows all.")
			   : v->bookmarked      ? _("No article is bookmarked; ga shows all.")
						: _("Every article was read; ga shows all.");

	pane_put(pane, 0, 1, str_of(text), desk_look(desk, THEME_META));
}

static void list_paint(struct view *view, struct pane pane, bool focused,
		       struct view_cursor *cursor)
{
	struct list_view *v = list_of(view);
	struct above above = {0};

	pane_fill(pane, desk_look(view->desk, THEME_TEXT));
	*cursor = (struct view_cursor){0, 0};
	if (v->list.count == 0) {
		paint_empty(v, pane);
		return;
	}
	if (!listing_reach(v->listing, v->list.top))
		pane_put(pane, 0, 1, str_of(_("The texts are being looked through.")),
			 desk_look(view->desk, THEME_META));
	for (size_t i = 0; i < v->list.height && listing_reach(v->listing, v->list.top + i); i++) {
		const struct article *article = listing_at(v->listing, v->list.top + i);
		uint32_t key = article->key;
		struct look base = desk_look(view->desk, THEME_TEXT);
		int row = (int)i * v->item_rows;

		if (v->list.top + i == v->list.selected)
			base = desk_look_on(view->desk, base,
					    focused ? THEME_SELECTED : THEME_UNFOCUSED);
		int column = paint_row(v, pane, row, article, &above, base);

		if (v->item_rows > 1)
			paint_piece(v, pane, row + 1, column, v->list.top + i, key, base);
	}
	buf_release(&above.folder);
	cursor->row = (int)(v->list.selected - v->list.top) * v->item_rows;
}

/* ---- commands */

static bool move(struct list_view *v, const struct command_call *call)
{
	struct list *l = &v->list;
	long n = call->count ? call->count : 1;

	if (command_move(call, l))
		return true;
	switch (call->id) {
	case COMMAND_NEXT_ARTICLE:
	case COMMAND_SEARCH_NEXT:
		list_move(l, n);
		break;
	case COMMAND_PREVIOUS_ARTICLE:
	case COMMAND_SEARCH_PREVIOUS:
		list_move(l, -n);
		break;
	case COMMAND_TOP:
		list_select(l, (size_t)n - 1);
		break;
	case COMMAND_BOTTOM:
		list_select(l, call->count ? (size_t)n - 1 : l->count);
		break;
	case COMMAND_PERCENT:
		list_select(l, (size_t)((double)l->count * (double)(n > 100 ? 100 : n) / 100));
		break;
	default:
		return false;
	}
	return true;
}

/* Looks through the rows in one direction, once round. */
static void to_unread(struct list_view *v, bool forwards)
{
	size_t row = v->list.selected;

	for (size_t step = 0; step < listing_count(v->listing); step++) {
		size_t last = listing_count(v->listing) - 1;

		if (forwards)
			row = row < last ? row + 1 : 0;
		else
			row = row ? row - 1 : last;
		uint32_t key = listing_key(v->listing, row);

		if (key != UINT32_MAX && !library_is_read(v->view.desk->library, key)) {
			list_jump(&v->list, row);
			return;
		}
	}
	desk_say(v->view.desk, "%s",
		 v->list.count ? _("Every article listed was read.") : _("No article is listed."));
}

static void show_only(struct list_view *v, bool unread, bool bookmarked)
{
	v->unread = unread;
	v->bookmarked = bookmarked;
	v->view.desk->dirty |= DESK_LISTS;
}

static void set_order(struct list_view *v, struct str name)
{
	struct desk *desk = v->view.desk;
	struct err err = {0};
	struct buf line = {0};
	int result = 0;

	buf_addf(&line, "order=%.*s", STR_ARG(name));
	if (name.n)
		result = settings_set(&desk->settings, buf_str(&line), &err);
	else
		desk->settings.order = (desk->settings.order + 1) % LIBRARY_BY_RELEVANCE;
	buf_release(&line);
	if (result < 0) {
		desk_fail(desk, &err);
		return;
	}
	desk->dirty |= DESK_LISTS;
	desk_say(desk, _("Ordered by %s."),
		 library_order_name((enum library_order)desk->settings.order));
}

/* What a question about marking carries: the keys. Some may have gone since it was asked. */
static void read_all(void *ctx, struct str arg)
{
	struct desk *desk = ctx;
	const uint32_t *asked = (const void *)arg.p;
	VEC(uint32_t) keys = {0};

	for (size_t i = 0; i < arg.n / sizeof *asked; i++)
		if (library_article(desk->library, asked[i]))
			vec_push(&keys, asked[i]);
	desk_set_read(desk, keys.p, keys.n, true);
	vec_release(&keys);
}

/* The list may be another when the answer comes; what is marked is what was counted here. */
static void ask_read_all(struct list_view *v)
{
	struct buf text = {0}, keys = {0};

	/* Only what is surely a hit. */
	listing_settle(v->listing);
	follow_selected(v);
	if (v->list.count == 0) {
		desk_say(v->view.desk, "%s", _("No article is listed."));
		return;
	}
	for (size_t i = 0; i < v->list.count; i++) {
		uint32_t key = listing_key(v->listing, i);

		buf_add(&keys, &key, sizeof key);
	}
	buf_addf(&text,
		 ngettext("Mark the %zu article listed as read? (y/n)",
			  "Mark all %zu articles listed as read? (y/n)", v->list.count),
		 v->list.count);
	desk_ask(v->view.desk, buf_str(&text), read_all, v->view.desk, buf_str(&keys));
	buf_release(&text);
	buf_release(&keys);
}

static void set_query(struct list_view *v, struct str query)
{
	buf_clear(&v->query);
	buf_addstr(&v->query, query);
	remake(v);
}

/* From where nothing was found one comes back to what was selected before. */
static void show_whole(struct list_view *v)
{
	if (v->key == DESK_NO_ARTICLE)
		v->key = v->key_before;
	set_query(v, (struct str){0});
}

/* What was selected before the prompt stays so where it is a hit; else the first hit is. */
static void find(struct list_view *v, struct str query)
{
	if (!str_eq(query, buf_str(&v->query))) {
		v->key = v->key_before;
		v->list.selected = v->list.top = 0;
	}
	set_query(v, query);
}

static bool list_command(struct view *view, const struct command_call *call)
{
	struct list_view *v = list_of(view);

	v->used = true;
	listing_hurry(v->listing, -1);
	switch (call->id) {
	case COMMAND_NEXT_UNREAD:
		to_unread(v, true);
		break;
	case COMMAND_PREVIOUS_UNREAD:
		to_unread(v, false);
		break;
	case COMMAND_ONLY_BOOKMARKED:
		show_only(v, false, true);
		return true;
	case COMMAND_ONLY_UNREAD:
		show_only(v, true, false);
		return true;
	case COMMAND_SHOW_ALL:
		desk_drop_range(view->desk);
		show_whole(v);
		show_only(v, false, false);
		return true;
	case COMMAND_NO_SEARCH:
		if (view->desk->range.on)
			desk_drop_range(view->desk);
		else
			show_whole(v);
		return true;
	case COMMAND_ORDER:
		set_order(v, call->args);
		return true;
	case COMMAND_REVERSE:
		v->reversed = !v->reversed;
		view->desk->dirty |= DESK_LISTS;
		return true;
	case COMMAND_READ_ALL:
		ask_read_all(v);
		return true;
	default:
		if (!move(v, call))
			return false;
	}
	settle_sight(v);
	notice_selected(v);
	return true;
}

static bool list_click(struct view *view, int row, int column)
{
	struct list_view *v = list_of(view);
	size_t clicked = v->list.top + (size_t)(row / v->item_rows), before = v->list.selected;

	(void)column;
	v->used = true;
	if (clicked >= v->list.count)
		return false;
	list_select(&v->list, clicked);
	settle_sight(v);
	notice_selected(v);
	return clicked == before;
}

static void list_search(struct view *view, enum view_search event, struct str text)
{
	struct list_view *v = list_of(view);

	switch (event) {
	case VIEW_SEARCH_START:
		buf_clear(&v->query_before);
		buf_addstr(&v->query_before, buf_str(&v->query));
		if (v->key != DESK_NO_ARTICLE)
			v->key_before = v->key;
		v->list_before = v->list;
		break;
	case VIEW_SEARCH_CHANGE:
	case VIEW_SEARCH_ACCEPT:
		find(v, text);
		break;
	case VIEW_SEARCH_CANCEL:
		v->key = v->key_before;
		v->list = v->list_before;
		set_query(v, buf_str(&v->query_before));
		break;
	}
}

static void list_status(struct view *view, struct buf *out)
{
	struct list_view *v = list_of(view);
	struct library *library = view->desk->library;

	if (listing_pending(v->listing))
		buf_addf(out, _("at most %zu of %zu articles"), v->list.count,
			 library_count(library));
	else if (v->query.n || v->unread || v->bookmarked || view->desk->range.on)
		buf_addf(out, _("%zu of %zu articles"), v->list.count, library_count(library));
	else
		buf_addf(out, ngettext("%zu article", "%zu articles", v->list.count),
			 v->list.count);
	if (v->unread || v->bookmarked)
		buf_addf(out, "  %s", v->unread ? _("only unread") : _("only bookmarked"));
	if (v->query.n)
		buf_addf(out, "  /%s", buf_cstr(&v->query));
	if (view->desk->range.on)
		buf_addf(out, "  %s", buf_cstr(&view->desk->range.text));
	buf_adds(out, "  ");
	buf_addf(out, _("%zu unread"), library_unread(library));
	buf_adds(out, "  ");
	buf_addf(out, _("%zu bookmarked"), library_bookmarked(library));
}

static uint32_t list_article(struct view *view)
{
	return list_of(view)->key;
}

static void list_free(struct view *view)
{
	struct list_view *v = list_of(view);

	listing_free(v->listing);
	query_free(v->parsed);
	found_release(&v->found);
	buf_release(&v->query);
	buf_release(&v->query_before);
	free(v);
}

static const enum command_id list_hints[] = {
	COMMAND_OPEN, COMMAND_SEARCH, COMMAND_TOGGLE_BOOKMARK, COMMAND_TIMELINE,
	COMMAND_HELP, COMMAND_QUIT,   COMMAND_COUNT,
};

static const struct view_ops list_ops = {
	.map = MAP_LIST,
	.hints = list_hints,
	.layout = list_layout,
	.paint = list_paint,
	.command = list_command,
	.click = list_click,
	.search = list_search,
	.status = list_status,
	.article = list_article,
	.free = list_free,
};

struct view *view_list_new(struct desk *desk)
{
	struct list_view *v = xcalloc(1, sizeof *v);

	v->view = (struct view){.ops = &list_ops, .desk = desk};
	v->key = v->key_before = DESK_NO_ARTICLE;
	return &v->view;
}
