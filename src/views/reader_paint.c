/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/reader.h"

#include "layout/fit.h"
#include "views/link.h"

/* The look of each style bit, painted in this order. */
static const struct {
	uint16_t style;
	enum theme_part part;
} style_looks[] = {
	{DOC_STRONG, THEME_STRONG},      {DOC_EMPHASIS, THEME_EMPHASIS},
	{DOC_UNDERLINE, THEME_EMPHASIS}, {DOC_CODE_SPAN, THEME_CODE},
	{DOC_STRIKE, THEME_STRIKE},      {DOC_LINK, THEME_LINK},
	{DOC_DOUBTFUL, THEME_DOUBTFUL},
};

struct painter {
	struct reader *r;
	struct pane column; /* of the text */
	size_t hit;         /* the first hit that may stand on the next line */
	size_t date;        /* likewise of the dates */
};

static struct look block_look(const struct painter *p, uint32_t block)
{
	const struct doc *doc = p->r->doc;
	const struct desk *desk = p->r->view.desk;
	struct look look = desk_look(desk, THEME_TEXT);

	for (uint32_t i = block; i != DOC_NONE; i = doc->blocks.p[i].parent) {
		switch (doc->blocks.p[i].kind) {
		case DOC_HEADING:
			look = desk_look_on(desk, look, THEME_HEADING);
			break;
		case DOC_CODE:
			look = desk_look_on(desk, look, THEME_CODE);
			break;
		case DOC_QUOTE:
			look = desk_look_on(desk, look, THEME_QUOTE);
			break;
		case DOC_ASIDE:
			look = desk_look_on(desk, look, THEME_ASIDE);
			break;
		case DOC_CELL:
			if (doc->blocks.p[i].header)
				look = desk_look_on(desk, look, THEME_STRONG);
			break;
		default:
			break;
		}
	}
	return look;
}

static struct look run_look(const struct painter *p, const struct flow_run *run, struct look look)
{
	const struct desk *desk = p->r->view.desk;

	switch ((enum flow_role)run->role) {
	case FLOW_TITLE:
		return desk_look_on(desk, look, THEME_TITLE);
	case FLOW_META:
		return desk_look_on(desk, look, THEME_META);
	case FLOW_MARKER:
		return desk_look_on(desk, look, THEME_MARKER);
	case FLOW_TEXT:
		break;
	}
	for (size_t i = 0; i < sizeof style_looks / sizeof style_looks[0]; i++) {
		if (run->style & style_looks[i].style)
			look = desk_look_on(desk, look, style_looks[i].part);
	}
	if ((run->style & DOC_MENDED) && desk->settings.mended)
		look = desk_look_on(desk, look, THEME_MENDED);
	return look;
}

/* Puts a look over the part of a line that lies in a range of the text. */
static void light(struct painter *p, int row, struct flow_pos pos, const struct flow_line *line,
		  struct reader_range range, enum theme_part part, int shift)
{
	struct reader *r = p->r;
	struct look look = desk_look(r->view.desk, part);

	for (size_t i = 0; i < line->n; i++) {
		const struct flow_run *run = &line->runs[i];

		if (run->begin == run->end || range.end <= run->begin || range.begin >= run->end)
			continue;
		int first = range.begin <= run->begin ? run->column
						      : flow_column(r->flow, pos, range.begin);
		int last = range.end >= run->end ? run->column + run->columns
						 : flow_column(r->flow, pos, range.end);

		pane_restyle(p->column, row, first - shift, last - first, look);
		/* flow_column may have laid out anew: take the line again. */
		line = flow_line(r->flow, pos);
	}
}

static void light_dates(struct painter *p, int row, struct flow_pos pos,
			const struct flow_line *line, int shift)
{
	struct reader *r = p->r;
	const struct tag_mention *dates = r->dates.mentions.p;
	size_t n = r->view.desk->settings.dates ? r->dates.mentions.n : 0;
	size_t begin = line->begin, end = line->end;

	while (p->date < n && dates[p->date].offset + dates[p->date].length <= begin)
		p->date++;
	for (size_t i = p->date; i < n && dates[i].offset < end; i++) {
		struct reader_range range = {dates[i].offset, dates[i].offset + dates[i].length};

		if (dates[i].placed || dates[i].anchored)
			light(p, row, pos, flow_line(r->flow, pos), range, THEME_DATE, shift);
	}
}

static void light_hits(struct painter *p, int row, struct flow_pos pos,
		       const struct flow_line *line, int shift)
{
	struct reader *r = p->r;
	size_t begin = line->begin, end = line->end;

	if (r->lit.end > begin && r->lit.begin < end)
		light(p, row, pos, line, r->lit, THEME_SEARCH, shift);
	while (p->hit < r->hits.n && r->hits.p[p->hit].end <= begin)
		p->hit++;
	for (size_t i = p->hit; i < r->hits.n && r->hits.p[i].begin < end; i++)
		light(p, row, pos, flow_line(r->flow, pos), r->hits.p[i],
		      i == r->hit ? THEME_SEARCH_CURRENT : THEME_SEARCH, shift);
}

static bool paint_line(void *ctx, int row, struct flow_pos pos, const struct flow_line *line)
{
	struct painter *p = ctx;
	struct reader *r = p->r;
	struct look look = block_look(p, line->block);
	bool wide = line->columns > r->width;
	int shift = wide ? r->shift : 0;

	for (size_t i = 0; i < line->n; i++) {
		const struct flow_run *run = &line->runs[i];

		pane_put(p->column, row, run->column - shift, run->text, run_look(p, run, look));
	}
	/* What wide code hides is marked at the edge it continues behind. */
	struct look marker = desk_look(r->view.desk, THEME_MARKER);

	if (wide && line->columns - shift > p->column.columns)
		pane_put(p->column, row, p->column.columns - 1, STR(">"), marker);
	if (shift)
		pane_put(p->column, row, 0, STR("<"), marker);
	light_dates(p, row, pos, line, shift);
	light_hits(p, row, pos, flow_line(r->flow, pos), shift);
	return true;
}

/* The first hit that ends behind the top of the pane. */
static size_t first_hit(const struct reader *r, size_t place)
{
	size_t low = 0, high = r->hits.n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (r->hits.p[mid].end <= place)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct locate {
	struct reader *r;
	size_t offset;
	int row, column; /* row -1: not in sight */
};

static bool locate_line(void *ctx, int row, struct flow_pos pos, const struct flow_line *line)
{
	struct locate *l = ctx;

	if (l->offset < line->begin || (l->offset >= line->end && line->end > line->begin) ||
	    (line->begin == line->end && l->offset != line->begin) || line->block == DOC_NONE)
		return true;
	l->row = row;
	l->column = flow_column(l->r->flow, pos, l->offset);
	return false;
}

/*
 * Links wrap and code is shifted: the label goes where the link begins in sight. Of one whose
 * host there is something to be said about it has a mark.
 */
static void paint_labels(struct painter *p)
{
	struct reader_links links = {0};
	struct buf warning = {0};
	struct look look = desk_look(p->r->view.desk, THEME_LABEL);

	reader_links(p->r, &links);
	for (size_t i = 0; i < links.v.n; i++) {
		const struct reader_link *link = &links.v.p[i];
		struct locate l = {.r = p->r, .offset = link->offset, .row = -1};

		buf_clear(&warning);
		link_warn(link->target, link->text, &warning);
		reader_each_line(p->r, locate_line, &l);
		if (l.row >= 0)
			pane_putf(p->column, l.row, l.column, look, "%zu%s", i + 1,
				  warning.n ? "!" : "");
	}
	buf_release(&warning);
	vec_release(&links.v);
}

static void place_cursor(struct reader *r, struct view_cursor *cursor)
{
	struct locate l = {.r = r, .row = -1};

	if (r->hit != READER_NO_HIT && r->hit < r->hits.n)
		l.offset = r->hits.p[r->hit].begin;
	else if (r->lit.end)
		l.offset = r->lit.begin;
	else
		l.offset = reader_place(r);
	reader_each_line(r, locate_line, &l);
	*cursor = (struct view_cursor){l.row >= 0 ? l.row : 0,
				       r->column + (l.row >= 0 ? l.column : 0)};
}

/* Why there is no text. */
static void paint_unread(struct reader *r, struct pane pane)
{
	const struct article *article = library_article(r->view.desk->library, r->key);
	struct buf text = {0};

	if (!article)
		return;
	fit_cut(&text, article->note, pane.columns - r->column);
	pane_put(pane, 0, r->column, buf_str(&text), desk_look(r->view.desk, THEME_META));
	buf_release(&text);
}

void reader_paint(struct reader *r, struct pane pane, struct view_cursor *cursor)
{
	struct painter p = {.r = r};
	int hang = r->view.desk->settings.hanging ? 2 : 0;

	pane_fill(pane, desk_look(r->view.desk, THEME_TEXT));
	*cursor = (struct view_cursor){0, r->column};
	if (!r->doc || !r->flow) {
		paint_unread(r, pane);
		return;
	}
	p.column = pane_part(pane, 0, r->column, pane.rows, r->width + hang);
	p.hit = first_hit(r, reader_place(r));
	reader_each_line(r, paint_line, &p);
	if (r->labels)
		paint_labels(&p);
	place_cursor(r, cursor);
}
