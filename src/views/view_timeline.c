/* SPDX-License-Identifier: ISC
 *
 * The timeline: articles and what they speak of beside an axis of time. One is at an item, not
 * at a row: zooming, folding and filtering show that item again wherever it stands then.
 */
#include "config.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "views/timeline.h"
#include "views/timeline_text.h"

static struct timeline_view *timeline_of(struct view *view)
{
	return (struct timeline_view *)view;
}

/* ---- where one is */

static bool is_empty(const struct timeline_view *v)
{
	return axis_count(v->axis) == 0;
}

/* Headings of what is open, gaps and today are passed over. */
static bool is_stop(const struct axis_row *row)
{
	switch (row->kind) {
	case AXIS_ITEM:
	case AXIS_MEMBER:
		return true;
	case AXIS_BUCKET:
	case AXIS_UNDATED:
		return !row->open;
	case AXIS_GAP:
	case AXIS_TODAY:
		break;
	}
	return false;
}

static bool is_item(const struct axis_row *row)
{
	return row->kind == AXIS_ITEM || row->kind == AXIS_MEMBER;
}

/* Rows above pos, at most `most`. */
static int rows_above(struct timeline_view *v, struct axis_pos pos, int most)
{
	int n = 0;

	while (n < most && axis_prev(v->axis, &pos))
		n++;
	return n;
}

static int rows_below(struct timeline_view *v, struct axis_pos pos, int most)
{
	int n = 0;

	while (n < most && axis_next(v->axis, &pos))
		n++;
	return n;
}

/* Keeps the row in the pane and off its edges, the pane full, and the first heading in sight. */
static void settle(struct timeline_view *v)
{
	int rows = v->view.rows > 0 ? v->view.rows : 1;
	int margin = v->view.desk->settings.margin;

	if (margin > (rows - 1) / 2)
		margin = (rows - 1) / 2;
	if (v->row > rows - 1 - margin)
		v->row = rows - 1 - margin;
	if (v->row < margin)
		v->row = margin;
	int below = rows_below(v, v->pos, rows);

	if (v->row < rows - 1 - below)
		v->row = rows - 1 - below;
	v->row = rows_above(v, v->pos, v->row);
	/* From the first item on, what stands above it is shown too. */
	int above = rows_above(v, v->pos, rows / 2);

	if (above < rows / 2 && above <= margin + 2 && v->row < above)
		v->row = above;
}

static void stand_at(struct timeline_view *v, struct axis_pos pos)
{
	struct axis_row row = axis_row(v->axis, pos);

	v->pos = pos;
	v->key = axis_key_index(v->axis, row.at);
	settle(v);
}

/* To the row of an item, by its index among those shown. */
static void go_to(struct timeline_view *v, size_t at)
{
	size_t n = axis_count(v->axis);

	if (n == 0)
		return;
	at = at < n ? at : n - 1;
	v->pos = axis_find(v->axis, at);
	v->key = axis_key_index(v->axis, at);
	settle(v);
}

/* The same item again, or what comes after it now. */
static void find_again(struct timeline_view *v)
{
	if (!is_empty(v))
		go_to(v, v->key == TIMELINE_NOTHING ? 0 : axis_at(v->axis, v->key));
}

/* The article's own row, else the first thing it speaks of; false when there is neither. */
static bool go_to_article(struct timeline_view *v, uint32_t article)
{
	size_t best = SIZE_MAX;

	for (size_t at = 0; at < axis_count(v->axis); at++) {
		if (axis_key(v->axis, at)->article != article)
			continue;
		if (axis_key(v->axis, at)->published) {
			best = at;
			break;
		}
		best = best == SIZE_MAX ? at : best;
	}
	if (best == SIZE_MAX)
		return false;
	go_to(v, best);
	return true;
}

void view_timeline_select(struct view *view, uint32_t key)
{
	struct timeline_view *v = timeline_of(view);

	if (key == DESK_NO_ARTICLE || view->ops->article(view) == key)
		return;
	v->wanted = go_to_article(v, key) ? DESK_NO_ARTICLE : key;
}

bool view_timeline_place(struct view *view, size_t *begin, size_t *end)
{
	struct timeline_view *v = timeline_of(view);

	if (is_empty(v))
		return false;
	struct axis_row row = axis_row(v->axis, v->pos);
	const struct timeline_item *item = axis_item(v->axis, row.at);

	if (!is_item(&row) || item->context.n == 0)
		return false;
	*begin = item->sentence;
	*end = item->sentence + item->context.n;
	return true;
}

static uint32_t timeline_article(struct view *view)
{
	struct timeline_view *v = timeline_of(view);

	if (is_empty(v))
		return DESK_NO_ARTICLE;
	return axis_key(v->axis, axis_row(v->axis, v->pos).at)->article;
}

/* ---- the model */

/* An axis is made for one set of items, in one order. */
static void make_axis(struct timeline_view *v)
{
	struct civil today = clock_today();
	struct axis_options options = {
		.newest_first = v->view.desk->settings.newest_first,
		.today = civil_days(today.year, today.month, today.day),
		.open_limit = TIMELINE_OPEN_LIMIT,
	};

	axis_free(v->axis);
	v->axis = axis_new(&v->timeline, &options);
	v->newest_first = options.newest_first;
	buf_clear(&v->narrowed);
	axis_set_zoom(v->axis, v->zoom);
}

/* Where an item of another set of items is in this one. */
static size_t key_of(struct timeline_view *v, const struct timeline_item *old)
{
	for (size_t i = 0; i < v->timeline.keys.v.n; i++) {
		const struct timeline_key *key = &v->timeline.keys.v.p[i];

		if (key->article == old->article && key->published == old->published &&
		    timeline_at(&v->timeline, i)->offset == old->offset)
			return i;
	}
	return TIMELINE_NOTHING;
}

/* Collects the items, and makes an axis of them when they are others than before. */
static void collect(struct timeline_view *v)
{
	size_t *const kept[] = {&v->key, &v->key_before, &v->selected_from, &v->range_from,
				&v->range_to};
	enum { KEPT = sizeof kept / sizeof *kept };
	struct timeline_item items[KEPT];

	for (size_t i = 0; i < KEPT; i++) {
		if (*kept[i] != TIMELINE_NOTHING)
			items[i] = *timeline_at(&v->timeline, *kept[i]);
	}
	if (timeline_collect(v)) {
		make_axis(v);
		for (size_t i = 0; i < KEPT; i++) {
			if (*kept[i] != TIMELINE_NOTHING)
				*kept[i] = key_of(v, &items[i]);
		}
	} else if (v->newest_first != v->view.desk->settings.newest_first) {
		make_axis(v);
	}
}

static void remake(struct timeline_view *v)
{
	collect(v);
	timeline_narrow(v);
	find_again(v);
	if (v->wanted != DESK_NO_ARTICLE && (go_to_article(v, v->wanted) || !v->unread_yet.n))
		v->wanted = DESK_NO_ARTICLE;
}

bool view_timeline_reads_on(struct view *view)
{
	return timeline_of(view)->unread_yet.n > 0;
}

void view_timeline_only(struct view *view, uint32_t article, size_t offset)
{
	struct timeline_view *v = timeline_of(view);
	size_t best = SIZE_MAX, best_offset = SIZE_MAX;

	v->only = article;
	v->selected_from = TIMELINE_NOTHING;
	remake(v);
	for (size_t at = 0; article != DESK_NO_ARTICLE && at < axis_count(v->axis); at++) {
		if (axis_key(v->axis, at)->published)
			continue;
		size_t here = axis_item(v->axis, at)->offset;

		if (here >= offset && here < best_offset) {
			best = at;
			best_offset = here;
		}
	}
	if (best != SIZE_MAX)
		go_to(v, best);
}

static void timeline_layout(struct view *view, int rows, int columns)
{
	struct timeline_view *v = timeline_of(view);

	view->rows = rows;
	view->columns = columns;
	remake(v);
}

/* ---- moving */

enum { FAR = 10000 }; /* rows that are not walked over one by one */

static void go_to_end(struct timeline_view *v, bool last)
{
	struct axis_pos pos;

	if (!(last ? axis_last(v->axis, &pos) : axis_first(v->axis, &pos)))
		return;
	for (;;) {
		struct axis_row row = axis_row(v->axis, pos);

		if (is_stop(&row) || !(last ? axis_prev(v->axis, &pos) : axis_next(v->axis, &pos)))
			break;
	}
	stand_at(v, pos);
}

static void move_by(struct timeline_view *v, long by)
{
	struct axis_pos pos = v->pos, stop = v->pos;
	bool forwards = by > 0;
	int rows = 0, moved = 0;

	if (labs(by) > FAR) {
		go_to_end(v, forwards);
		return;
	}
	for (by = labs(by); by > 0;) {
		if (!(forwards ? axis_next(v->axis, &pos) : axis_prev(v->axis, &pos)))
			break;
		struct axis_row row = axis_row(v->axis, pos);

		rows += forwards ? 1 : -1;
		if (!is_stop(&row))
			continue;
		stop = pos;
		moved = rows;
		by--;
	}
	/* The row moves in the pane; where it would leave it, the pane follows. */
	long at = (long)v->row + moved;

	v->row = at < 0 ? 0 : at > v->view.rows ? v->view.rows : (int)at;
	stand_at(v, stop);
}

static bool timeline_click(struct view *view, int row, int column)
{
	struct timeline_view *v = timeline_of(view);
	struct axis_pos pos = v->pos;
	int at = v->row;

	(void)column;
	if (is_empty(v))
		return false;
	while (at < row && axis_next(v->axis, &pos))
		at++;
	while (at > row && axis_prev(v->axis, &pos))
		at--;
	struct axis_row clicked = axis_row(v->axis, pos);
	bool again = axis_pos_cmp(pos, v->pos) == 0;

	if (at != row || !is_stop(&clicked))
		return false;
	v->row = row;
	stand_at(v, pos);
	return again;
}

/* Counts and percentages go by items in the order shown. */
static void go_to_ordinal(struct timeline_view *v, size_t ordinal)
{
	size_t n = axis_count(v->axis);

	if (ordinal >= n)
		ordinal = n - 1;
	go_to(v, v->view.desk->settings.newest_first ? n - 1 - ordinal : ordinal);
}

static bool move(struct timeline_view *v, const struct command_call *call)
{
	long n = call->count ? call->count : 1, rows;

	if (command_step(call, v->view.rows, 1, &rows)) {
		move_by(v, rows);
		return true;
	}
	switch (call->id) {
	case COMMAND_NEXT_ARTICLE:
	case COMMAND_SEARCH_NEXT:
		move_by(v, n);
		break;
	case COMMAND_PREVIOUS_ARTICLE:
	case COMMAND_SEARCH_PREVIOUS:
		move_by(v, -n);
		break;
	case COMMAND_TOP:
	case COMMAND_BOTTOM:
		if (call->count)
			go_to_ordinal(v, (size_t)n - 1);
		else
			go_to_end(v, call->id == COMMAND_BOTTOM);
		break;
	case COMMAND_PERCENT:
		go_to_ordinal(v, (size_t)((double)axis_count(v->axis) *
					  (double)(n > 100 ? 100 : n) / 100));
		break;
	default:
		return false;
	}
	return true;
}

static void to_unread(struct timeline_view *v, bool forwards)
{
	size_t n = axis_count(v->axis), at = n ? axis_row(v->axis, v->pos).at : 0;

	if (v->view.desk->settings.newest_first)
		forwards = !forwards;
	for (size_t step = 1; step <= n; step++) {
		size_t i = forwards ? (at + step) % n : (at + n - step) % n;

		if (!axis_key(v->axis, i)->published)
			continue;
		if (!library_is_read(v->view.desk->library, axis_key(v->axis, i)->article)) {
			go_to(v, i);
			return;
		}
	}
	desk_say(v->view.desk, "%s", _("Every article here was read."));
}

/* ---- zooming, folding */

static void zoom(struct timeline_view *v, long by)
{
	long to = (long)v->zoom + by;

	to = to < 0 ? 0 : to < TIMELINE_ZOOMS ? to : TIMELINE_ZOOMS - 1;
	if (to == (long)v->zoom) {
		desk_say(v->view.desk, "%s",
			 by > 0 ? _("This is the finest scale.")
				: _("This is the coarsest scale."));
		return;
	}
	v->zoom = (enum timeline_zoom)to;
	axis_set_zoom(v->axis, v->zoom);
	find_again(v);
	desk_say(v->view.desk, _("The timeline is cut into %s."), timeline_zoom_name(v->zoom));
}

static bool unfold(struct timeline_view *v)
{
	struct axis_row row = axis_row(v->axis, v->pos);

	if (!axis_toggle(v->axis, v->pos))
		return false;
	if (is_item(&row))
		settle(v);
	else if (!row.open)
		move_by(v, 1);
	return true;
}

/* Folds what was unfolded around the row; false when nothing was. */
static bool fold(struct timeline_view *v)
{
	struct axis_row row = axis_row(v->axis, v->pos);
	struct axis_pos pos = v->pos;

	if (!is_item(&row))
		return false;
	while (row.kind == AXIS_MEMBER && axis_prev(v->axis, &pos))
		row = axis_row(v->axis, pos);
	if (row.n > 1 && row.open) {
		axis_toggle(v->axis, pos);
		stand_at(v, pos);
		return true;
	}
	pos = axis_heading(v->axis, row.at);
	row = axis_row(v->axis, pos);
	if (row.n <= TIMELINE_OPEN_LIMIT)
		return false;
	axis_toggle(v->axis, pos);
	stand_at(v, pos);
	return true;
}

/* ---- filters */

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

static void show_next(struct timeline_view *v)
{
	static const char *const said[] = {
		[SHOW_BOTH] = N_("Articles and what they speak of are shown."),
		[SHOW_ARTICLES] = N_("Only articles are shown."),
		[SHOW_EVENTS] = N_("Only what the articles speak of is shown."),
	};

	v->shown = (enum timeline_shown)((v->shown + 1) % SHOW_COUNT);
	remake(v);
	desk_say(v->view.desk, "%s", _(said[v->shown]));
}

/* ---- a stretch of time */

/* Where an end of it is among the items shown; a filter may have let nothing through behind it. */
static size_t shown_at(const struct timeline_view *v, size_t key)
{
	size_t n = axis_count(v->axis), at = axis_at(v->axis, key);

	return at < n ? at : n - 1;
}

static bool is_selecting(const struct timeline_view *v)
{
	return v->selected_from != TIMELINE_NOTHING;
}

void timeline_stretch(struct timeline_view *v, size_t *from, size_t *to)
{
	bool taken = v->view.desk->range.on && v->range_from != TIMELINE_NOTHING &&
		     v->range_to != TIMELINE_NOTHING;

	*from = 1;
	*to = 0;
	if (is_empty(v) || (!is_selecting(v) && !taken))
		return;
	size_t one = shown_at(v, is_selecting(v) ? v->selected_from : v->range_from);
	size_t other = shown_at(v, is_selecting(v) ? v->key : v->range_to);

	*from = one < other ? one : other;
	*to = one < other ? other : one;
}

static int compare_keys(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void name_end(struct timeline_view *v, size_t at, struct buf *out)
{
	struct axis_row row = axis_row(v->axis, axis_find(v->axis, at));

	if (row.kind == AXIS_BUCKET)
		timeline_add_heading(out, v->axis, &row);
	else
		timeline_add_value(out, axis_item(v->axis, at));
}

/* Of statements joined in one row some may stand outside of a stretch that ends with it. */
static void take_joined(struct timeline_view *v, size_t at)
{
	struct axis_pos pos = axis_find(v->axis, at);
	size_t n = 0;
	const size_t *members =
		axis_row(v->axis, pos).kind == AXIS_ITEM ? axis_members(v->axis, pos, &n) : NULL;

	for (size_t i = 0; i < n; i++)
		vec_push(&v->view.desk->range.keys, axis_key(v->axis, members[i])->article);
}

/* The list follows: the articles dated or speaking of what lies within. */
static void take_stretch(struct timeline_view *v)
{
	struct desk_range *range = &v->view.desk->range;
	size_t from, to;

	timeline_stretch(v, &from, &to);
	desk_drop_range(v->view.desk);
	name_end(v, from, &range->text);
	buf_adds(&range->text, "..");
	name_end(v, to, &range->text);
	/* A folded period is selected with all that is in it. */
	struct axis_row first = axis_row(v->axis, axis_find(v->axis, from));
	struct axis_row last = axis_row(v->axis, axis_find(v->axis, to));

	if (!is_item(&first))
		from = first.at;
	if (!is_item(&last))
		to = last.at + last.n - 1;
	v->range_from = axis_key_index(v->axis, from);
	v->range_to = axis_key_index(v->axis, to);
	for (size_t at = from; at <= to; at++)
		vec_push(&range->keys, axis_key(v->axis, at)->article);
	take_joined(v, from);
	take_joined(v, to);
	qsort(range->keys.p, range->keys.n, sizeof *range->keys.p, compare_keys);
	size_t n = 0;

	for (size_t i = 0; i < range->keys.n; i++) {
		if (n == 0 || range->keys.p[i] != range->keys.p[n - 1])
			range->keys.p[n++] = range->keys.p[i];
	}
	range->keys.n = n;
	range->on = true;
	v->selected_from = TIMELINE_NOTHING;
	desk_say(v->view.desk,
		 ngettext("The list shows %zu article of %s.", "The list shows %zu articles of %s.",
			  n),
		 n, buf_cstr(&range->text));
}

static void select_stretch(struct timeline_view *v)
{
	if (is_selecting(v)) {
		take_stretch(v);
		return;
	}
	v->selected_from = v->key;
	desk_say(v->view.desk, "%s", _("Move to the other end, and press Enter."));
}

/* ---- commands */

/* Escape takes back one thing at a time. */
static void drop(struct timeline_view *v)
{
	if (is_selecting(v))
		v->selected_from = TIMELINE_NOTHING;
	else if (v->view.desk->range.on)
		desk_drop_range(v->view.desk);
	else
		set_query(v, (struct str){0});
}

static bool item_command(struct timeline_view *v, const struct command_call *call)
{
	switch (call->id) {
	case COMMAND_OPEN:
		if (!is_selecting(v))
			return unfold(v);
		take_stretch(v);
		return true;
	case COMMAND_BACK:
		return fold(v);
	case COMMAND_ZOOM_IN:
		zoom(v, call->count ? call->count : 1);
		return true;
	case COMMAND_ZOOM_OUT:
		zoom(v, call->count ? -call->count : -1);
		return true;
	case COMMAND_SELECT_TIME:
		select_stretch(v);
		return true;
	case COMMAND_NEXT_UNREAD:
		to_unread(v, true);
		return true;
	case COMMAND_PREVIOUS_UNREAD:
		to_unread(v, false);
		return true;
	default:
		return move(v, call);
	}
}

static bool timeline_command(struct view *view, const struct command_call *call)
{
	struct timeline_view *v = timeline_of(view);

	v->wanted = DESK_NO_ARTICLE;
	switch (call->id) {
	case COMMAND_ONLY_BOOKMARKED:
		show_only(v, false, true);
		return true;
	case COMMAND_ONLY_UNREAD:
		show_only(v, true, false);
		return true;
	case COMMAND_SHOW_ALL:
		buf_clear(&v->query);
		show_only(v, false, false);
		return true;
	case COMMAND_NO_SEARCH:
		drop(v);
		return true;
	case COMMAND_REVERSE:
		view->desk->settings.newest_first = !view->desk->settings.newest_first;
		remake(v);
		return true;
	case COMMAND_EVENTS:
		show_next(v);
		return true;
	default:
		return !is_empty(v) && item_command(v, call);
	}
}

static void timeline_search(struct view *view, enum view_search event, struct str text)
{
	struct timeline_view *v = timeline_of(view);

	switch (event) {
	case VIEW_SEARCH_START:
		buf_clear(&v->query_before);
		buf_addstr(&v->query_before, buf_str(&v->query));
		v->key_before = v->key;
		v->row_before = v->row;
		break;
	case VIEW_SEARCH_CHANGE:
		v->typing = true;
		set_query(v, text);
		v->typing = false;
		break;
	case VIEW_SEARCH_ACCEPT:
		v->key_before = TIMELINE_NOTHING;
		if (v->overtaken || !str_eq(text, buf_str(&v->query)))
			set_query(v, text);
		break;
	case VIEW_SEARCH_CANCEL:
		if (v->key_before != TIMELINE_NOTHING) {
			v->key = v->key_before;
			v->row = v->row_before;
		}
		v->key_before = TIMELINE_NOTHING;
		set_query(v, buf_str(&v->query_before));
		break;
	}
}

static void timeline_status(struct view *view, struct buf *out)
{
	struct timeline_view *v = timeline_of(view);
	size_t n = axis_count(v->axis), at = n ? axis_row(v->axis, v->pos).at : 0;

	if (n && view->desk->settings.newest_first)
		at = n - 1 - at;
	buf_addf(out, "%zu/%zu  %s", n ? at + 1 : 0, n, timeline_zoom_name(v->zoom));
	if (v->unread_yet.n)
		buf_addf(out, "  %s", _("reading..."));
	if (v->only != DESK_NO_ARTICLE)
		buf_addf(out, "  %s", _("this article's dates"));
	if (v->shown != SHOW_BOTH)
		buf_addf(out, "  %s", v->shown == SHOW_ARTICLES ? _("articles") : _("events"));
	if (v->unread || v->bookmarked)
		buf_addf(out, "  %s", v->unread ? _("only unread") : _("only bookmarked"));
	if (v->query.n)
		buf_addf(out, "  /%s", buf_cstr(&v->query));
	if (view->desk->range.on)
		buf_addf(out, "  %s", buf_cstr(&view->desk->range.text));
}

static void timeline_free(struct view *view)
{
	struct timeline_view *v = timeline_of(view);

	axis_free(v->axis);
	timeline_release(&v->timeline);
	vec_release(&v->sources);
	vec_release(&v->unread_yet);
	buf_release(&v->query);
	buf_release(&v->query_before);
	buf_release(&v->narrowed);
	free(v);
}

static const enum command_id timeline_hints[] = {
	COMMAND_OPEN,   COMMAND_ZOOM_IN,  COMMAND_ZOOM_OUT, COMMAND_EVENTS,
	COMMAND_SEARCH, COMMAND_TIMELINE, COMMAND_HELP,     COMMAND_COUNT,
};

static const struct view_ops timeline_ops = {
	.map = MAP_TIMELINE,
	.hints = timeline_hints,
	.layout = timeline_layout,
	.paint = timeline_paint,
	.command = timeline_command,
	.click = timeline_click,
	.search = timeline_search,
	.status = timeline_status,
	.article = timeline_article,
	.free = timeline_free,
};

struct view *view_timeline_new(struct desk *desk)
{
	struct timeline_view *v = xcalloc(1, sizeof *v);

	v->view = (struct view){.ops = &timeline_ops, .desk = desk};
	v->zoom = TIMELINE_YEAR;
	v->key = TIMELINE_NOTHING;
	v->key_before = v->selected_from = v->range_from = v->range_to = TIMELINE_NOTHING;
	v->only = v->wanted = DESK_NO_ARTICLE;
	make_axis(v);
	return &v->view;
}
