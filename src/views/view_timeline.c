/* SPDX-License-Identifier: ISC
 *
 * The timeline: a vertical axis with the articles and the events they speak of, by year, month
 * and day. The rows are made of the items; a row that is no item (a year, a gap, today) is
 * never selected.
 */
#include "config.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "layout/fit.h"
#include "store/timeline.h"
#include "ui/list.h"
#include "views/view.h"

enum row_kind {
	ROW_ITEM,
	ROW_YEAR,
	ROW_GAP,
	ROW_TODAY,
	ROW_UNDATED, /* the heading of what has no date */
};

struct row {
	enum row_kind kind;
	size_t item;  /* of an item */
	int32_t year; /* of a year; how many of a gap */
	size_t ordinal; /* how many items stand before it */
};

struct timeline_view {
	struct view view;
	struct timeline timeline;
	VEC(struct row) rows;
	VEC(size_t) item_rows; /* row of each item, in the order shown */
	struct list list;      /* over rows */
	uint32_t key;
	size_t offset; /* of the mention selected */
	struct buf query, query_before;
	bool unread, bookmarked;
	bool events; /* mentions are shown too */
};

static struct timeline_view *timeline_of(struct view *view)
{
	return (struct timeline_view *)view;
}

static const struct timeline_item *selected(struct timeline_view *v)
{
	if (v->list.count == 0 || v->rows.p[v->list.selected].kind != ROW_ITEM)
		return NULL;
	return &v->timeline.items.p[v->rows.p[v->list.selected].item];
}

/* ---- the model */

static void add_articles(struct timeline_view *v)
{
	struct desk *desk = v->view.desk;
	struct str text = buf_str(&v->query);
	struct err err = {0};
	struct query *query = text.n ? desk_query(desk, text, &err) : NULL;

	if (text.n && !query)
		desk_fail(desk, &err);
	struct listing_options options = {
		.query = query, .unread = v->unread, .bookmarked = v->bookmarked};
	struct listing *listing = listing_new(desk->library, &options);

	query_free(query);
	for (size_t i = 0; i < listing_count(listing); i++) {
		uint32_t key = listing_at(listing, i)->key;
		struct doc *doc = v->events ? library_load(desk->library, key, NULL) : NULL;

		timeline_add(&v->timeline, library_article(desk->library, key), doc,
			     v->events ? TIMELINE_MENTIONS : 0);
		doc_free(doc);
	}
	listing_free(listing);
	timeline_sort(&v->timeline);
}

/* ---- the rows */

static void add_row(struct timeline_view *v, enum row_kind kind, int32_t year, size_t item)
{
	struct row row = {.kind = kind, .year = year, .item = item, .ordinal = v->item_rows.n};

	if (kind == ROW_ITEM)
		vec_push(&v->item_rows, v->rows.n);
	vec_push(&v->rows, row);
}

struct axis {
	bool begun;
	int32_t year;
	bool today_shown;
	int64_t today;
};

/* The headings between the item shown last and one that begins on `day` of `year`. */
static void add_headings(struct timeline_view *v, struct axis *axis, int32_t year, int64_t day)
{
	bool newest_first = v->view.desk->settings.newest_first;
	bool past_today = newest_first ? day <= axis->today : day > axis->today;

	if (!axis->today_shown && past_today) {
		add_row(v, ROW_TODAY, 0, 0);
		axis->today_shown = true;
	}
	if (axis->begun && axis->year == year)
		return;
	int32_t between = axis->begun ? abs(year - axis->year) - 1 : 0;

	if (between > 0)
		add_row(v, ROW_GAP, between, 0);
	add_row(v, ROW_YEAR, year, 0);
	axis->begun = true;
	axis->year = year;
}

static void make_rows(struct timeline_view *v)
{
	bool newest_first = v->view.desk->settings.newest_first;
	size_t n = v->timeline.items.n, dated = 0;
	struct civil today = clock_today();
	struct axis axis = {.today = civil_days(today.year, today.month, today.day)};

	vec_clear(&v->rows);
	vec_clear(&v->item_rows);
	while (dated < n && edtf_is_date(&v->timeline.items.p[dated].when))
		dated++;
	for (size_t i = 0; i < dated; i++) {
		size_t item = newest_first ? dated - 1 - i : i;
		const struct edtf *when = &v->timeline.items.p[item].when;
		bool open = when->begin.precision == EDTF_NONE;

		add_headings(v, &axis, open ? when->end.year : when->begin.year,
			     open ? edtf_last_day(when) : edtf_first_day(when));
		add_row(v, ROW_ITEM, 0, item);
	}
	if (axis.begun && !axis.today_shown)
		add_row(v, ROW_TODAY, 0, 0);
	if (dated < n)
		add_row(v, ROW_UNDATED, 0, 0);
	for (size_t i = dated; i < n; i++)
		add_row(v, ROW_ITEM, 0, i);
}

static void select_ordinal(struct timeline_view *v, size_t ordinal)
{
	size_t n = v->item_rows.n;

	if (n == 0)
		return;
	list_select(&v->list, v->item_rows.p[ordinal < n ? ordinal : n - 1]);
	/* The heading above the first item comes into sight with it. */
	if (v->list.selected == v->item_rows.p[0])
		v->list.top = 0;
	const struct timeline_item *item = selected(v);

	v->key = item->article;
	v->offset = item->offset;
}

static size_t ordinal(struct timeline_view *v)
{
	return v->list.count ? v->rows.p[v->list.selected].ordinal : 0;
}

/* The same statement again, else the article's own row, else the first. */
static void reselect(struct timeline_view *v)
{
	size_t best = 0;
	bool found = false;

	for (size_t i = 0; i < v->item_rows.n; i++) {
		const struct timeline_item *item =
			&v->timeline.items.p[v->rows.p[v->item_rows.p[i]].item];

		if (item->article != v->key)
			continue;
		if (item->offset == v->offset || !found)
			best = i;
		if (item->offset == v->offset)
			break;
		found = true;
	}
	select_ordinal(v, best);
}

static void remake(struct timeline_view *v)
{
	timeline_release(&v->timeline);
	add_articles(v);
	make_rows(v);
	list_resize(&v->list, v->rows.n, v->list.height);
	reselect(v);
	if (v->item_rows.n == 0)
		v->key = DESK_NO_ARTICLE;
}

void view_timeline_select(struct view *view, uint32_t key)
{
	struct timeline_view *v = timeline_of(view);

	if (key == DESK_NO_ARTICLE || key == v->key)
		return;
	v->key = key;
	v->offset = 0;
	if (v->rows.n)
		reselect(v);
}

bool view_timeline_place(struct view *view, size_t *begin, size_t *end)
{
	const struct timeline_item *item = selected(timeline_of(view));

	if (!item || item->published)
		return false;
	*begin = item->sentence;
	*end = item->sentence_end;
	return true;
}

static void timeline_layout(struct view *view, int rows, int columns)
{
	struct timeline_view *v = timeline_of(view);

	view->rows = rows;
	view->columns = columns;
	v->list.margin = (size_t)view->desk->settings.margin;
	v->list.height = rows > 0 ? (size_t)rows : 1;
	remake(v);
}

/* ---- painting */

enum { AXIS_COLUMN = 11, LABEL_COLUMN = 14 };

static void add_end(struct buf *out, const struct edtf_date *d, bool year, bool month)
{
	if (d->precision == EDTF_NONE)
		buf_adds(out, "..");
	if (year)
		buf_addf(out, "%04d", d->year);
	if (month && d->month)
		buf_addf(out, "%s%02d", year ? "-" : "", d->month);
	if (d->day && !(year && !month))
		buf_addf(out, "%s%02d", month ? "-" : "", d->day);
}

/*
 * The date below its year: "07-13", "07", "07-13/20", "05/09", "2005/2009". What the two ends
 * share is not repeated, and an end in another year is that year alone.
 */
static void date_label(const struct timeline_item *item, struct buf *out)
{
	const struct edtf_date *begin = &item->when.begin, *end = &item->when.end;
	bool same_year = begin->year == end->year;

	if (!edtf_is_date(&item->when))
		return;
	if (!item->when.interval) {
		add_end(out, begin, begin->precision < EDTF_YEAR, true);
		return;
	}
	add_end(out, begin, begin->month == 0, true);
	buf_addc(out, '/');
	add_end(out, end, !same_year, same_year && (end->month != begin->month || !end->day));
}

static void paint_item(struct timeline_view *v, struct pane pane, int row,
		       const struct timeline_item *item, bool is_selected, bool focused)
{
	struct desk *desk = v->view.desk;
	const struct article *article = library_article(desk->library, item->article);
	struct look base = desk_look(desk, THEME_TEXT);
	struct buf text = {0};

	if (is_selected)
		base = desk_look_on(desk, base, focused ? THEME_SELECTED : THEME_UNFOCUSED);
	enum theme_part part = !item->published ? THEME_EVENT
			       : article && !article->state.read ? THEME_UNREAD
								 : THEME_READ;
	bool span = item->when.interval;

	pane_fill_row(pane, row, base);
	date_label(item, &text);
	pane_put(pane, row, 1, buf_str(&text), desk_look_on(desk, base, THEME_LIST_DATE));
	pane_put(pane, row, AXIS_COLUMN, item->published ? STR("o") : span ? STR("=") : STR("-"),
		 desk_look_on(desk, base, THEME_AXIS));
	if (article && article->state.bookmarked)
		pane_put(pane, row, AXIS_COLUMN + 1, STR("B"),
			 desk_look_on(desk, base, THEME_BOOKMARK));
	buf_clear(&text);
	fit_cut(&text, item->label, pane.columns - LABEL_COLUMN - 1);
	pane_put(pane, row, LABEL_COLUMN, buf_str(&text), desk_look_on(desk, base, part));
	buf_release(&text);
}

static void paint_heading(struct timeline_view *v, struct pane pane, int row, const struct row *r)
{
	struct desk *desk = v->view.desk;
	struct look axis = desk_look(desk, THEME_AXIS);

	switch (r->kind) {
	case ROW_YEAR:
		pane_putf(pane, row, 1, desk_look(desk, THEME_GROUP), "%04d", r->year);
		pane_put(pane, row, AXIS_COLUMN, STR("+"), axis);
		break;
	case ROW_GAP:
		pane_put(pane, row, AXIS_COLUMN, STR(":"), axis);
		pane_putf(pane, row, LABEL_COLUMN, axis,
			  ngettext("%d year without anything", "%d years without anything",
				   (unsigned long)r->year),
			  r->year);
		break;
	case ROW_TODAY:
		pane_put(pane, row, AXIS_COLUMN, STR(">"), desk_look(desk, THEME_TODAY));
		pane_put(pane, row, LABEL_COLUMN, str_of(_("today")),
			 desk_look(desk, THEME_TODAY));
		break;
	case ROW_UNDATED:
		pane_put(pane, row, 1, str_of(_("undated")), desk_look(desk, THEME_GROUP));
		break;
	case ROW_ITEM:
		break;
	}
}

static void timeline_paint(struct view *view, struct pane pane, bool focused,
			   struct view_cursor *cursor)
{
	struct timeline_view *v = timeline_of(view);

	pane_fill(pane, desk_look(view->desk, THEME_TEXT));
	*cursor = (struct view_cursor){0, 0};
	if (v->item_rows.n == 0)
		pane_put(pane, 0, 1, str_of(_("There is nothing to show on the timeline.")),
			 desk_look(view->desk, THEME_META));
	for (size_t i = 0; i < v->list.height && v->list.top + i < v->rows.n; i++) {
		const struct row *row = &v->rows.p[v->list.top + i];
		bool is_selected = v->list.top + i == v->list.selected;

		if (row->kind == ROW_ITEM)
			paint_item(v, pane, (int)i, &v->timeline.items.p[row->item], is_selected,
				   focused);
		else
			paint_heading(v, pane, (int)i, row);
	}
	cursor->row = (int)(v->list.selected - v->list.top);
	cursor->column = v->item_rows.n ? AXIS_COLUMN : 0;
}

/* ---- commands */

static void move_by(struct timeline_view *v, long by)
{
	size_t at = ordinal(v);
	size_t room = by < 0 ? at : v->item_rows.n - 1 - at;
	size_t step = (size_t)labs(by) < room ? (size_t)labs(by) : room;

	if (v->item_rows.n)
		select_ordinal(v, by < 0 ? at - step : at + step);
}

static bool move(struct timeline_view *v, const struct command_call *call)
{
	long n = call->count ? call->count : 1;
	long page = v->list.height > 1 ? (long)v->list.height - 1 : 1;

	switch (call->id) {
	case COMMAND_DOWN:
	case COMMAND_NEXT_ARTICLE:
	case COMMAND_SEARCH_NEXT:
		move_by(v, n);
		break;
	case COMMAND_UP:
	case COMMAND_PREVIOUS_ARTICLE:
	case COMMAND_SEARCH_PREVIOUS:
		move_by(v, -n);
		break;
	case COMMAND_HALF_DOWN:
		move_by(v, call->count ? n : (page + 1) / 2);
		break;
	case COMMAND_HALF_UP:
		move_by(v, call->count ? -n : -(page + 1) / 2);
		break;
	case COMMAND_PAGE_DOWN:
		move_by(v, n * page);
		break;
	case COMMAND_PAGE_UP:
		move_by(v, -n * page);
		break;
	case COMMAND_TOP:
		select_ordinal(v, (size_t)n - 1);
		break;
	case COMMAND_BOTTOM:
		select_ordinal(v, call->count ? (size_t)n - 1 : v->item_rows.n);
		break;
	case COMMAND_PERCENT:
		select_ordinal(v, (size_t)((double)v->item_rows.n * (double)(n > 100 ? 100 : n) / 100));
		break;
	default:
		return false;
	}
	return true;
}

static void to_unread(struct timeline_view *v, bool forwards)
{
	size_t n = v->item_rows.n, at = ordinal(v);

	for (size_t step = 1; step <= n; step++) {
		size_t i = forwards ? (at + step) % n : (at + n - step) % n;
		const struct timeline_item *item =
			&v->timeline.items.p[v->rows.p[v->item_rows.p[i]].item];
		const struct article *article =
			library_article(v->view.desk->library, item->article);

		if (item->published && article && !article->state.read) {
			select_ordinal(v, i);
			return;
		}
	}
	desk_say(v->view.desk, "%s", _("Every article here was read."));
}

static void show_only(struct timeline_view *v, bool unread, bool bookmarked)
{
	v->unread = unread;
	v->bookmarked = bookmarked;
	remake(v);
}

static void set_query(struct timeline_view *v, struct str query)
{
	buf_clear(&v->query);
	buf_addstr(&v->query, query);
	remake(v);
}

static bool timeline_command(struct view *view, const struct command_call *call)
{
	struct timeline_view *v = timeline_of(view);

	switch (call->id) {
	case COMMAND_NEXT_UNREAD:
		to_unread(v, true);
		return true;
	case COMMAND_PREVIOUS_UNREAD:
		to_unread(v, false);
		return true;
	case COMMAND_ONLY_BOOKMARKED:
		show_only(v, false, true);
		return true;
	case COMMAND_ONLY_UNREAD:
		show_only(v, true, false);
		return true;
	case COMMAND_NO_SEARCH:
	case COMMAND_SHOW_ALL:
		buf_clear(&v->query);
		show_only(v, false, false);
		return true;
	case COMMAND_REVERSE:
		view->desk->settings.newest_first = !view->desk->settings.newest_first;
		remake(v);
		return true;
	case COMMAND_EVENTS:
		v->events = !v->events;
		remake(v);
		return true;
	default:
		return move(v, call);
	}
}

static void timeline_search(struct view *view, enum view_search event, struct str text)
{
	struct timeline_view *v = timeline_of(view);

	switch (event) {
	case VIEW_SEARCH_START:
		buf_clear(&v->query_before);
		buf_addstr(&v->query_before, buf_str(&v->query));
		break;
	case VIEW_SEARCH_CHANGE:
	case VIEW_SEARCH_ACCEPT:
		set_query(v, text);
		break;
	case VIEW_SEARCH_CANCEL:
		set_query(v, buf_str(&v->query_before));
		buf_clear(&view->desk->message);
		break;
	}
}

static void timeline_status(struct view *view, struct buf *out)
{
	struct timeline_view *v = timeline_of(view);

	buf_addf(out, "%zu/%zu", v->item_rows.n ? ordinal(v) + 1 : 0, v->item_rows.n);
	if (v->query.n)
		buf_addf(out, "  /%s", buf_cstr(&v->query));
}

static uint32_t timeline_article(struct view *view)
{
	return timeline_of(view)->key;
}

static void timeline_free(struct view *view)
{
	struct timeline_view *v = timeline_of(view);

	timeline_release(&v->timeline);
	vec_release(&v->rows);
	vec_release(&v->item_rows);
	buf_release(&v->query);
	buf_release(&v->query_before);
	free(v);
}

static const enum command_id timeline_hints[] = {
	COMMAND_OPEN,     COMMAND_EVENTS, COMMAND_SEARCH,
	COMMAND_TIMELINE, COMMAND_HELP,   COMMAND_COUNT,
};

static const struct view_ops timeline_ops = {
	.map = MAP_TIMELINE,
	.hints = timeline_hints,
	.layout = timeline_layout,
	.paint = timeline_paint,
	.command = timeline_command,
	.search = timeline_search,
	.status = timeline_status,
	.article = timeline_article,
	.free = timeline_free,
};

struct view *view_timeline_new(struct desk *desk)
{
	struct timeline_view *v = xcalloc(1, sizeof *v);

	v->view = (struct view){.ops = &timeline_ops, .desk = desk};
	v->key = DESK_NO_ARTICLE;
	v->events = true;
	return &v->view;
}
