/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/timeline.h"

#include "layout/fit.h"
#include "views/timeline_text.h"

enum {
	DATE_COLUMN = 1,
	AXIS_COLUMN = DATE_COLUMN + TIMELINE_DATE_COLUMNS + 1,
	LANES_NARROW = 3, /* lanes shown in a pane that is not wide */
	WIDE = 60,
	HISTOGRAM_COLUMNS = 24,
};

struct painter {
	struct timeline_view *v;
	struct pane pane;
	bool focused;
	int lanes, label; /* how many are shown; the column behind them */
	size_t from, to;  /* the stretch of time to be marked, none when from is behind to */
};

static struct look part_on(const struct painter *p, struct look base, enum theme_part part)
{
	return desk_look_on(p->v->view.desk, base, part);
}

static void paint_lanes(const struct painter *p, int row, const struct axis_row *r,
			struct look base)
{
	for (int lane = 0; lane < p->lanes; lane++) {
		char bar = timeline_bar(p->v->axis, r, lane);

		pane_put(p->pane, row, AXIS_COLUMN + 1 + lane, (struct str){&bar, 1},
			 part_on(p, base, THEME_SPAN));
	}
}

static const struct article *article_of(const struct painter *p, size_t at)
{
	return library_article(p->v->view.desk->library, axis_key(p->v->axis, at)->article);
}

/* The articles that say so, as far as there is room. Returns the columns taken. */
static int paint_names(const struct painter *p, int row, int column, struct axis_pos pos,
		       struct look look)
{
	struct buf names = {0}, cut = {0};

	timeline_add_names(&names, p->v->axis, pos, p->v->view.desk->library);
	int taken = fit_cut(&cut, buf_str(&names), p->pane.columns / 3);

	pane_put(p->pane, row, column, buf_str(&cut), look);
	buf_release(&names);
	buf_release(&cut);
	return taken + 1;
}

static enum theme_part item_part(const struct painter *p, size_t at)
{
	const struct article *article = article_of(p, at);

	if (!axis_key(p->v->axis, at)->published)
		return THEME_EVENT;
	return article && !article->state.read ? THEME_UNREAD : THEME_READ;
}

static void paint_item(const struct painter *p, int row, struct axis_pos pos,
		       const struct axis_row *r, struct look base)
{
	const struct axis *axis = p->v->axis;
	const struct article *article = article_of(p, r->at);
	enum theme_part part = item_part(p, r->at);
	char shape = timeline_shape(axis, r->at);
	int column = p->label + (r->kind == AXIS_MEMBER ? 2 : 0);
	struct buf text = {0};

	timeline_add_date(&text, axis, r->at);
	pane_put(p->pane, row, DATE_COLUMN, buf_str(&text), part_on(p, base, THEME_LIST_DATE));
	pane_put(p->pane, row, AXIS_COLUMN, (struct str){&shape, 1}, part_on(p, base, part));
	if (r->disputed)
		pane_put(p->pane, row, 0, STR("!"), part_on(p, base, THEME_DISPUTED));
	if (axis_key(axis, r->at)->published && article && article->state.bookmarked)
		column +=
			pane_put(p->pane, row, column, STR("B "), part_on(p, base, THEME_BOOKMARK));
	if (r->n > 1 || r->kind == AXIS_MEMBER || (p->pane.columns >= WIDE && part == THEME_EVENT))
		column += paint_names(p, row, column, pos, part_on(p, base, THEME_GROUP));
	buf_clear(&text);
	fit_cut(&text, axis_item(axis, r->at)->label, p->pane.columns - column - 1);
	pane_put(p->pane, row, column, buf_str(&text), part_on(p, base, part));
	buf_release(&text);
}

/* The longest bar is that of the period that holds most; a period that holds anything has one. */
static void paint_histogram(const struct painter *p, int row, const struct axis_row *r,
			    struct look base)
{
	size_t most = axis_most(p->v->axis), room = HISTOGRAM_COLUMNS;
	struct buf bar = {0};

	if (p->pane.columns - p->label - 10 < HISTOGRAM_COLUMNS)
		room = p->pane.columns - p->label > 14 ? (size_t)(p->pane.columns - p->label - 10)
						       : 4;
	if (r->kind == AXIS_BUCKET)
		buf_addn(&bar, '#', most > room ? (r->n * room + most - 1) / most : r->n);
	int taken =
		pane_put(p->pane, row, p->label, buf_str(&bar), part_on(p, base, THEME_HISTOGRAM));

	pane_putf(p->pane, row, p->label + taken + (taken > 0), part_on(p, base, THEME_AXIS),
		  "%zu%s", r->n, r->open ? "" : " ...");
	buf_release(&bar);
}

static void paint_heading(const struct painter *p, int row, const struct axis_row *r,
			  struct look base)
{
	struct buf date = {0};

	if (r->kind == AXIS_UNDATED)
		buf_adds(&date, _("undated"));
	else
		timeline_add_heading(&date, p->v->axis, r);
	pane_put(p->pane, row, DATE_COLUMN, buf_str(&date), part_on(p, base, THEME_GROUP));
	if (r->today)
		pane_put(p->pane, row, AXIS_COLUMN, STR(">"), part_on(p, base, THEME_TODAY));
	else if (r->kind == AXIS_BUCKET)
		pane_put(p->pane, row, AXIS_COLUMN, STR("+"), part_on(p, base, THEME_AXIS));
	paint_histogram(p, row, r, base);
	buf_release(&date);
}

static void paint_gap(const struct painter *p, int row, const struct axis_row *r, struct look base)
{
	struct buf text = {0};

	timeline_add_gap(&text, p->v->axis, r);
	pane_put(p->pane, row, AXIS_COLUMN, STR(":"), part_on(p, base, THEME_AXIS));
	pane_put(p->pane, row, p->label, buf_str(&text), part_on(p, base, THEME_AXIS));
	buf_release(&text);
}

static bool in_stretch(const struct painter *p, const struct axis_row *r)
{
	bool here = r->kind == AXIS_ITEM || r->kind == AXIS_MEMBER ||
		    (r->kind == AXIS_BUCKET && !r->open);

	return here && r->at >= p->from && r->at <= p->to;
}

static void paint_row(const struct painter *p, int row, struct axis_pos pos)
{
	struct desk *desk = p->v->view.desk;
	struct axis_row r = axis_row(p->v->axis, pos);
	struct look base = desk_look(desk, THEME_TEXT);

	if (axis_pos_cmp(pos, p->v->pos) == 0)
		base = desk_look_on(desk, base, p->focused ? THEME_SELECTED : THEME_UNFOCUSED);
	else if (in_stretch(p, &r))
		base = desk_look_on(desk, base, THEME_SEARCH);
	pane_fill_row(p->pane, row, base);
	paint_lanes(p, row, &r, base);
	switch (r.kind) {
	case AXIS_ITEM:
	case AXIS_MEMBER:
		paint_item(p, row, pos, &r, base);
		break;
	case AXIS_BUCKET:
	case AXIS_UNDATED:
		paint_heading(p, row, &r, base);
		break;
	case AXIS_GAP:
		paint_gap(p, row, &r, base);
		break;
	case AXIS_TODAY:
		pane_put(p->pane, row, AXIS_COLUMN, STR(">"), part_on(p, base, THEME_TODAY));
		pane_put(p->pane, row, p->label, str_of(_("today")), part_on(p, base, THEME_TODAY));
		break;
	}
}

void timeline_paint(struct view *view, struct pane pane, bool focused, struct view_cursor *cursor)
{
	struct timeline_view *v = (struct timeline_view *)view;
	int most = pane.columns < WIDE ? LANES_NARROW : AXIS_LANES;
	struct painter p = {.v = v, .pane = pane, .focused = focused};
	struct axis_pos pos = v->pos;
	int row = v->row;

	pane_fill(pane, desk_look(view->desk, THEME_TEXT));
	*cursor = (struct view_cursor){0, 0};
	if (axis_count(v->axis) == 0) {
		pane_put(pane, 0, 1, str_of(_("There is nothing to show on the timeline.")),
			 desk_look(view->desk, THEME_META));
		return;
	}
	p.lanes = axis_lanes(v->axis) < most ? axis_lanes(v->axis) : most;
	p.label = AXIS_COLUMN + p.lanes + 2;
	timeline_stretch(v, &p.from, &p.to);
	*cursor = (struct view_cursor){row, AXIS_COLUMN};
	while (row > 0 && axis_prev(v->axis, &pos))
		row--;
	for (row = 0; row < pane.rows; row++) {
		paint_row(&p, row, pos);
		if (!axis_next(v->axis, &pos))
			break;
	}
}
