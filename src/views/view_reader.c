/* SPDX-License-Identifier: ISC
 *
 * The reader: one article, laid out for its pane. Places are offsets; rows exist only between
 * two layouts.
 */
#include "config.h"

#include "views/reader.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/dating.h"
#include "text/draw.h"

static struct reader *reader_of(struct view *view)
{
	return (struct reader *)view;
}

/* ---- moving */

static bool row_down(struct reader *r, struct flow_pos *pos, int *above)
{
	if (*above > 0) {
		(*above)--;
		return true;
	}
	if (!flow_next(r->flow, pos))
		return false;
	*above = flow_line(r->flow, *pos)->above;
	return true;
}

static bool row_up(struct reader *r, struct flow_pos *pos, int *above)
{
	const struct flow_line *line = flow_line(r->flow, *pos);

	if (!line)
		return false;
	if (*above < line->above) {
		(*above)++;
		return true;
	}
	if (!flow_prev(r->flow, pos))
		return false;
	*above = 0;
	return true;
}

/* Is the last row of the text in sight when the pane begins there? */
static bool end_in_sight(struct reader *r, struct flow_pos pos, int above)
{
	for (int row = 1; row < r->view.rows; row++) {
		if (!row_down(r, &pos, &above))
			return true;
	}
	return !row_down(r, &pos, &above);
}

static void scroll(struct reader *r, long rows)
{
	if (!r->flow || !flow_line(r->flow, r->top))
		return;
	for (; rows > 0 && !end_in_sight(r, r->top, r->above); rows--)
		row_down(r, &r->top, &r->above);
	for (; rows < 0 && row_up(r, &r->top, &r->above); rows++)
		;
}

/* Nothing may stand empty below the text while there is text above. */
static void settle(struct reader *r)
{
	struct flow_pos pos = flow_last(r->flow);
	int above = 0;

	for (int row = 1; row < r->view.rows; row++)
		row_up(r, &pos, &above);
	if (r->top.chunk > pos.chunk ||
	    (r->top.chunk == pos.chunk &&
	     (r->top.line > pos.line || (r->top.line == pos.line && r->above < above)))) {
		r->top = pos;
		r->above = above;
	}
}

void reader_show_at(struct reader *r, size_t offset, int row)
{
	if (!r->flow)
		return;
	/* The header has no place in the text, so the start of the text is the start of it all. */
	r->top = offset ? flow_at(r->flow, offset) : (struct flow_pos){0};
	r->above = 0;
	if (!flow_line(r->flow, r->top))
		return;
	while (row-- > 0 && row_up(r, &r->top, &r->above))
		;
	settle(r);
}

size_t reader_place(struct reader *r)
{
	const struct flow_line *line = r->flow ? flow_line(r->flow, r->top) : NULL;

	return line ? line->begin : 0;
}

void reader_each_line(struct reader *r,
		      bool (*each)(void *ctx, int row, struct flow_pos pos,
				   const struct flow_line *line),
		      void *ctx)
{
	struct flow_pos pos = r->top;
	int row = r->above;

	if (!r->flow)
		return;
	for (const struct flow_line *line = flow_line(r->flow, pos); line && row < r->view.rows;) {
		if (!each(ctx, row, pos, line))
			return;
		if (!flow_next(r->flow, &pos))
			return;
		line = flow_line(r->flow, pos);
		row += 1 + line->above;
	}
}

static bool last_end(void *ctx, int row, struct flow_pos pos, const struct flow_line *line)
{
	size_t *seen = ctx;

	(void)row;
	(void)pos;
	if (line->end > *seen)
		*seen = line->end;
	return true;
}

size_t reader_seen(struct reader *r)
{
	size_t seen = 0;

	reader_each_line(r, last_end, &seen);
	return seen;
}

static bool at_end(struct reader *r)
{
	return r->flow && end_in_sight(r, r->top, r->above);
}

void reader_go(struct reader *r, size_t offset)
{
	size_t place = reader_place(r), seen = reader_seen(r);

	if (r->flow && (offset < place || offset >= seen))
		reader_show_at(r, offset, r->view.rows / 3);
}

/* To the beginning of the nth leaf of the kind wanted, forwards or backwards. */
static void to_block(struct reader *r, long by, bool headings)
{
	size_t place = reader_place(r);
	uint32_t block = doc_leaf_at(r->doc, place);
	long step = by < 0 ? -1 : 1;

	if (block == DOC_NONE)
		return;
	/* Backwards from the middle of a paragraph its own beginning comes first. */
	if (step < 0 && !headings && place > r->doc->blocks.p[block].begin)
		by++;
	size_t target = r->doc->blocks.p[block].begin;

	for (long i = (long)block + step; by && i >= 0 && i < (long)r->doc->blocks.n; i += step) {
		const struct doc_block *b = &r->doc->blocks.p[i];

		if (headings ? b->kind != DOC_HEADING : !doc_is_leaf(b))
			continue;
		target = b->begin;
		by -= step;
	}
	if (headings && by)
		return;
	reader_show_at(r, step < 0 && by ? 0 : target, 0);
}

/* ---- what is shown */

static void forget_text(struct reader *r)
{
	flow_free(r->flow);
	doc_free(r->doc);
	r->flow = NULL;
	r->doc = NULL;
	r->labels = false;
	r->lit = (struct reader_range){0};
	tags_release(&r->dates);
	r->has_dates = false;
	r->laid_for = r->laid_at = 0;
	reader_find_forget(r);
}

static void find_dates(struct reader *r)
{
	const struct article *article = library_article(r->view.desk->library, r->key);

	if (!r->view.desk->settings.dates || r->has_dates || !article)
		return;
	dating_tag(&r->dates, r->doc, article, NULL);
	r->has_dates = true;
}

static void lay_out(struct reader *r)
{
	const struct settings *s = &r->view.desk->settings;
	size_t place = reader_place(r) == r->laid_at ? r->laid_for : reader_place(r);
	int pad = r->view.columns >= 40 ? 1 : 0;
	int room = r->view.columns - 2 * pad - (s->hanging ? 2 : 0);
	int measure = r->measure ? r->measure : s->measure;

	r->width = measure < room ? measure : room;
	if (r->width < 1)
		r->width = 1;
	r->column = pad + (room - r->width) / 2;
	flow_free(r->flow);
	r->flow = NULL;
	if (!r->doc)
		return;
	find_dates(r);
	struct flow_options options = desk_flow_options(r->view.desk, r->width);

	options.unfold = r->unfold;
	r->flow = flow_new(r->doc, &options);
	reader_show_at(r, place, 0);
	r->laid_for = place;
	r->laid_at = reader_place(r);
}

static void tell_gone(struct reader *r)
{
	r->gone = true;
	desk_say(r->view.desk, "%s", _("The file is gone; this is how it was read."));
}

/*
 * Reads the article; at its place if `at` is READER_NO_HIT. False when there is none, and after a
 * message when reading fails: what was shown stays.
 */
static bool load(struct reader *r, size_t at)
{
	const struct article *article = library_article(r->view.desk->library, r->key);
	struct fs_stamp stamp;

	if (!article && r->doc)
		tell_gone(r);
	if (!article)
		return false;
	struct fs_stamp listed = article->stamp;
	size_t place = at == READER_NO_HIT ? article->state.place : at;
	int permille = article->state.permille;
	int64_t id = article->state.id;

	struct doc *doc = desk_load(r->view.desk, r->key,
				    r->raw       ? DESK_RAW
				    : r->offered ? DESK_OFFERED
						 : DESK_MENDED,
				    &stamp);
	if (!doc)
		return false;
	forget_text(r);
	r->doc = doc;
	r->stamp = stamp;
	r->listed = listed;
	r->gone = false;
	if (id == 0 || state_marks(r->view.desk->state, id, r->marks, NULL) < 0) {
		for (size_t i = 0; i < 26; i++)
			r->marks[i] = STATE_NO_MARK;
	}
	r->saved_place = place;
	r->saved_permille = permille;
	lay_out(r);
	/* An article read to its end is opened at its beginning. */
	reader_show_at(r, permille >= 1000 && at == READER_NO_HIT ? 0 : place, 0);
	return true;
}

/* Looks for the list's query in it, or for what was searched last. */
static void find_again(struct reader *r, struct str query)
{
	if (query.n) {
		reader_find(r, query, true);
		reader_find_from(r, 0);
	} else if (r->by_query) {
		reader_find(r, query, false);
	} else {
		reader_find(r, buf_str(&r->pattern), false);
	}
}

void view_reader_show(struct view *view, uint32_t key, struct str query)
{
	struct reader *r = reader_of(view);
	bool same_query =
		query.n ? r->by_query && str_eq(query, buf_str(&r->pattern)) : !r->by_query;

	if (key == r->key && (key == DESK_NO_ARTICLE || r->doc)) {
		if (!same_query && r->doc)
			find_again(r, query);
		return;
	}
	view_reader_save(view);
	r->key = key;
	r->raw = r->offered = r->unfold = false;
	r->shift = 0;
	reader_jump_forget(r);
	forget_text(r);
	if (load(r, READER_NO_HIT))
		find_again(r, query);
}

static int permille(struct reader *r)
{
	struct str text = doc_text(r->doc);

	if (at_end(r))
		return 1000;
	size_t seen = reader_seen(r);

	return text.n ? (int)((double)seen / (double)text.n * 1000) : 1000;
}

/* An article is read when its end was in sight while it was open. */
static void notice_end(struct reader *r)
{
	struct desk *desk = r->view.desk;
	const struct article *article = library_article(desk->library, r->key);

	if (r->open && r->doc && article && !article->state.read && at_end(r)) {
		desk_set_read(desk, &r->key, 1, true);
		if (!desk->message_is_error)
			buf_clear(&desk->message);
	}
}

void view_reader_save(struct view *view)
{
	struct reader *r = reader_of(view);
	struct desk *desk = view->desk;

	/* The place in a file that is gone is nobody's. */
	if (!r->doc || !r->flow || !r->open || r->raw || r->offered ||
	    !library_article(desk->library, r->key))
		return;
	size_t place = reader_place(r);
	int part = permille(r);
	struct err err = {0};

	if (place == r->saved_place && part == r->saved_permille)
		return;
	int64_t id = library_identify(desk->library, r->key, &err);

	if (id == 0 || state_set_place(desk->state, id, place, part, &err) < 0)
		desk_fail(desk, &err);
	r->saved_place = place;
	r->saved_permille = part;
	library_refresh(desk->library, &r->key, 1);
}

void view_reader_set_open(struct view *view, bool open)
{
	struct reader *r = reader_of(view);

	if (r->open && !open) {
		view_reader_save(view);
		r->labels = false;
	}
	r->open = open;
	if (open && r->doc)
		notice_end(r);
}

void view_reader_reload(struct view *view)
{
	struct reader *r = reader_of(view);

	load(r, reader_place(r));
}

void view_reader_follow(struct view *view)
{
	struct reader *r = reader_of(view);
	const struct article *article =
		r->doc ? library_article(view->desk->library, r->key) : NULL;

	if (r->doc && r->open && !article && !r->gone)
		tell_gone(r);
	/* The list may still be behind what was read. */
	if (!article || fs_same_version(&article->stamp, &r->stamp) ||
	    fs_same_version(&article->stamp, &r->listed))
		return;
	if (load(r, reader_place(r)))
		desk_say(view->desk, "%s", _("The file was changed, and was read again."));
}

void view_reader_go(struct view *view, size_t begin, size_t end)
{
	struct reader *r = reader_of(view);

	r->lit = (struct reader_range){begin, end};
	reader_go(r, begin);
}

size_t view_reader_place(struct view *view)
{
	return reader_place(reader_of(view));
}

void view_reader_return(struct view *view, size_t place)
{
	struct reader *r = reader_of(view);

	r->lit = (struct reader_range){0};
	reader_show_at(r, place, 0);
}

int view_reader_ran_out(struct view *view)
{
	struct reader *r = reader_of(view);
	int ran_out = r->ran_out;

	r->ran_out = 0;
	return ran_out;
}

bool view_reader_has_hits(struct view *view)
{
	return reader_of(view)->hits.n > 0;
}

/* ---- the view's functions */

static void reader_layout(struct view *view, int rows, int columns)
{
	struct reader *r = reader_of(view);

	view->rows = rows;
	view->columns = columns;
	lay_out(r);
}

static void reader_paint_view(struct view *view, struct pane pane, bool focused,
			      struct view_cursor *cursor)
{
	(void)focused;
	reader_paint(reader_of(view), pane, cursor);
}

static void widen(struct reader *r, int by)
{
	int measure = r->width + by;

	if (measure >= 10 && measure <= r->view.columns) {
		r->measure = measure;
		lay_out(r);
	}
	desk_say(r->view.desk, _("The text is %d columns wide."), r->width);
}

static void go_percent(struct reader *r, long count, struct str args)
{
	long part = count;

	for (size_t i = 0; i < args.n && args.p[i] >= '0' && args.p[i] <= '9' && part < 100; i++)
		part = part * 10 + (args.p[i] - '0');
	part = part > 100 ? 100 : part;
	reader_jump_from(r);
	reader_show_at(r, (size_t)((double)doc_text(r->doc).n * (double)part / 100), 0);
}

static void go_line(struct reader *r, long line)
{
	struct flow_pos pos = {0};

	while (--line > 0 && flow_next(r->flow, &pos))
		;
	r->top = pos;
	r->above = 0;
	settle(r);
}

static void go_last(struct reader *r)
{
	r->top = flow_last(r->flow);
	r->above = 0;
	settle(r);
}

static bool move(struct reader *r, const struct command_call *call)
{
	long n = call->count ? call->count : 1, rows;

	if (command_step(call, r->view.rows, 2, &rows)) {
		scroll(r, rows);
		return true;
	}
	switch (call->id) {
	case COMMAND_TOP:
		reader_jump_from(r);
		go_line(r, n);
		break;
	case COMMAND_BOTTOM:
		reader_jump_from(r);
		if (call->count)
			go_line(r, n);
		else
			go_last(r);
		break;
	case COMMAND_PERCENT:
		go_percent(r, call->count, call->args);
		break;
	case COMMAND_NEXT_PARAGRAPH:
		to_block(r, n, false);
		break;
	case COMMAND_PREVIOUS_PARAGRAPH:
		to_block(r, -n, false);
		break;
	case COMMAND_NEXT_HEADING:
		reader_jump_from(r);
		to_block(r, n, true);
		break;
	case COMMAND_PREVIOUS_HEADING:
		reader_jump_from(r);
		to_block(r, -n, true);
		break;
	case COMMAND_SCROLL_LEFT:
		r->shift = r->shift > 8 ? r->shift - 8 : 0;
		break;
	case COMMAND_SCROLL_RIGHT:
		r->shift += 8;
		break;
	default:
		return false;
	}
	return true;
}

static bool is_in_aside(const struct doc *doc, uint32_t block)
{
	while (block != DOC_NONE && doc->blocks.p[block].kind != DOC_ASIDE)
		block = doc->blocks.p[block].parent;
	return block != DOC_NONE;
}

static bool is_folded(void *ctx, int row, struct flow_pos pos, const struct flow_line *line)
{
	struct reader *r = *(struct reader **)ctx;

	(void)row;
	(void)pos;
	if (!is_in_aside(r->doc, line->block))
		return true;
	*(struct reader **)ctx = NULL;
	return false;
}

/* Unfolds asides when one is in sight; else as much as going down a line. */
static void unfold(struct reader *r)
{
	struct reader *none_seen = r;

	reader_each_line(r, is_folded, &none_seen);
	if (none_seen) {
		scroll(r, 1);
		return;
	}
	r->unfold = !r->unfold;
	lay_out(r);
}

/*
 * The offset in the raw text of one in the mended text, or the other way round: they differ by
 * what was mended before.
 */
static size_t across_repairs(const struct doc *mended, size_t offset, bool to_raw)
{
	size_t more = 0, less = 0; /* bytes that the raw text has more, and less, so far */

	for (size_t i = 0; i < mended->repairs.n; i++) {
		const struct doc_repair *repair = &mended->repairs.p[i];
		size_t end = to_raw ? repair->end : repair->begin + more - less + repair->raw.n;

		if (end > offset)
			break;
		more += repair->raw.n;
		less += repair->end - repair->begin;
	}
	if (to_raw)
		return offset + more - less;
	return offset + less > more ? offset + less - more : 0;
}

/* Shows the text in another form, at a place in it. False after a message when that fails. */
static bool load_form(struct reader *r, bool raw, bool offered, size_t at)
{
	bool was_raw = r->raw, was_offered = r->offered;

	view_reader_save(&r->view); /* while there is a place in the mended text */
	r->raw = raw;
	r->offered = offered;
	if (load(r, at))
		return true;
	r->raw = was_raw;
	r->offered = was_offered;
	return false;
}

static void toggle_raw(struct reader *r)
{
	size_t place = reader_place(r);

	if (!r->raw) {
		if (!load_form(r, true, false, across_repairs(r->doc, place, true)))
			return;
		r->raw_from = place;
		r->raw_at = reader_place(r);
	} else {
		/* Who has not moved meanwhile is back at the very line. */
		bool moved = place != r->raw_at;

		if (!load_form(r, false, false, r->raw_from))
			return;
		if (moved)
			reader_show_at(r, across_repairs(r->doc, place, false), 0);
	}
	desk_say(r->view.desk, "%s",
		 r->raw ? _("This is the original text.") : _("This is the mended text."));
}

/* An offer that reads better is shown where the user asks for it, never by itself. */
static void toggle_offer(struct reader *r)
{
	struct desk *desk = r->view.desk;
	size_t place = reader_place(r);

	if (!load_form(r, false, !r->offered, place))
		return;
	if (!r->offered)
		desk_say(desk, "%s", _("This is the text as it is."));
	else if (r->doc->notes.n)
		desk_say(desk, "%.*s", STR_ARG(r->doc->notes.p[r->doc->notes.n - 1]));
	else
		desk_say(desk, "%s", _("No mix-up of charsets explains this text."));
}

static bool reader_command(struct view *view, const struct command_call *call)
{
	struct reader *r = reader_of(view);

	if (!r->doc || !r->flow)
		return false;
	if (call->id != COMMAND_LINKS)
		r->labels = false;
	if (move(r, call)) {
		notice_end(r);
		return true;
	}
	switch (call->id) {
	case COMMAND_SEARCH_NEXT:
		reader_find_step(r, call->count ? call->count : 1);
		notice_end(r);
		return true;
	case COMMAND_SEARCH_PREVIOUS:
		reader_find_step(r, call->count ? -call->count : -1);
		return true;
	case COMMAND_NO_SEARCH:
		vec_clear(&r->hits);
		r->hit = READER_NO_HIT;
		r->lit = (struct reader_range){0};
		return true;
	case COMMAND_OPEN:
		unfold(r);
		notice_end(r);
		return true;
	case COMMAND_RAW:
		toggle_raw(r);
		return true;
	case COMMAND_MEND:
		toggle_offer(r);
		return true;
	case COMMAND_WIDER:
		widen(r, call->count ? (int)call->count : 4);
		return true;
	case COMMAND_NARROWER:
		widen(r, call->count ? (int)-call->count : -4);
		return true;
	case COMMAND_DEFAULT_WIDTH:
		r->measure = 0;
		lay_out(r);
		return true;
	default:
		return reader_jump_command(r, call);
	}
}

static void reader_status(struct view *view, struct buf *out)
{
	struct reader *r = reader_of(view);

	if (!r->doc || !r->flow)
		return;
	int part = permille(r);

	buf_addf(out, "%d%%", part / 10);
	if (r->hits.n) {
		size_t at = r->hit == READER_NO_HIT ? 0 : r->hit + 1;

		buf_adds(out, "  ");
		buf_addf(out, _("hit %zu/%zu"), at, r->hits.n);
	}
	unsigned seconds = doc_reading_seconds(r->doc, reader_place(r));

	if (part < 1000) {
		unsigned minutes = (seconds + 59) / 60;

		buf_adds(out, "  ");
		buf_addf(out, ngettext("%u minute left", "%u minutes left", minutes), minutes);
	}
	if (r->raw)
		buf_addf(out, "  %s", _("original"));
}

static uint32_t reader_article(struct view *view)
{
	return reader_of(view)->key;
}

static void reader_free(struct view *view)
{
	struct reader *r = reader_of(view);

	view_reader_save(view);
	forget_text(r);
	reader_find_release(r);
	reader_jump_forget(r);
	vec_release(&r->jumps);
	free(r);
}

static const enum command_id reader_hints[] = {
	COMMAND_SEARCH, COMMAND_TOGGLE_BOOKMARK, COMMAND_LINKS, COMMAND_CLOSE,
	COMMAND_HELP,   COMMAND_COUNT,
};

static const struct view_ops reader_ops = {
	.map = MAP_READER,
	.hints = reader_hints,
	.layout = reader_layout,
	.paint = reader_paint_view,
	.command = reader_command,
	.click = reader_click,
	.search = reader_search,
	.status = reader_status,
	.article = reader_article,
	.free = reader_free,
};

struct view *view_reader_new(struct desk *desk)
{
	struct reader *r = xcalloc(1, sizeof *r);

	r->view = (struct view){.ops = &reader_ops, .desk = desk};
	r->key = DESK_NO_ARTICLE;
	r->hit = READER_NO_HIT;
	return &r->view;
}
