/* SPDX-License-Identifier: ISC
 *
 * The help: every command that has a meaning in a view, with its keys, made of the command table
 * and the keymap; or every option with its value. `/` narrows it. The sentence of the selected row
 * stands whole below them.
 */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "layout/fit.h"
#include "text/draw.h"
#include "text/fold.h"
#include "ui/list.h"
#include "views/view.h"

struct help_row {
	char *keys; /* "j <Down>", "" when nothing is bound; or an option: "kinsoku=basic" */
	const char *name;
	const char *text;
};

struct help_view {
	struct view view;
	enum command_map map; /* the view that is explained; MAP_COUNT: the options */
	VEC(struct help_row) rows;
	struct list list;
	int key_columns; /* of the widest keys */
	struct buf filter, filter_before;
};

static struct help_view *help_of(struct view *view)
{
	return (struct help_view *)view;
}

static void clear_rows(struct help_view *v)
{
	for (size_t i = 0; i < v->rows.n; i++)
		free(v->rows.p[i].keys);
	vec_clear(&v->rows);
}

static bool is_match(struct help_view *v, const struct help_row *row)
{
	struct buf hay = {0};
	struct fold folded = {0}, needle = {0};

	buf_addf(&hay, "%s %s %s", row->name, row->keys, row->text);
	fold_text(&folded, buf_str(&hay), FOLD_CASE | FOLD_WIDTH);
	fold_text(&needle, buf_str(&v->filter), FOLD_CASE | FOLD_WIDTH);
	bool match = str_find(buf_str(&folded.key), buf_str(&needle.key), 0) != (size_t)-1;

	fold_release(&folded);
	fold_release(&needle);
	buf_release(&hay);
	return match;
}

/* keys is the row's afterwards. */
static void add_row(struct help_view *v, struct buf *keys, const char *name, const char *text)
{
	int columns = draw_columns(buf_str(keys));
	struct help_row row = {buf_detach(keys), name, text};

	if (!is_match(v, &row)) {
		free(row.keys);
		return;
	}
	if (columns > v->key_columns)
		v->key_columns = columns;
	vec_push(&v->rows, row);
}

static void add_commands(struct help_view *v)
{
	for (unsigned id = 0; id < COMMAND_COUNT; id++) {
		struct buf keys = {0};

		if (!(commands[id].where & (1u << v->map)))
			continue;
		desk_keys(v->view.desk, v->map, (enum command_id)id, 6, &keys);
		add_row(v, &keys, commands[id].name, _(commands[id].help));
	}
}

static void add_options(struct help_view *v)
{
	for (size_t i = 0; i < setting_count; i++) {
		struct buf shown = {0};

		settings_show(&v->view.desk->settings, &setting_table[i], &shown);
		add_row(v, &shown, "", _(setting_table[i].help));
	}
}

static void make_rows(struct help_view *v)
{
	clear_rows(v);
	v->key_columns = 4;
	if (v->map == MAP_COUNT)
		add_options(v);
	else
		add_commands(v);
	list_resize(&v->list, v->rows.n, v->list.height);
}

void view_help_show(struct view *view, enum command_map map)
{
	struct help_view *v = help_of(view);

	v->map = map;
	buf_clear(&v->filter);
	list_select(&v->list, 0);
	make_rows(v);
}

static void help_layout(struct view *view, int rows, int columns)
{
	struct help_view *v = help_of(view);

	view->rows = rows;
	view->columns = columns;
	v->list.height = rows > 2 ? (size_t)rows - 2 : 1;
	make_rows(v);
}

static void help_paint(struct view *view, struct pane pane, bool focused,
		       struct view_cursor *cursor)
{
	struct help_view *v = help_of(view);
	struct desk *desk = view->desk;
	int name = 2 + v->key_columns + 2, text = name + 20;
	struct buf cut = {0};

	/* On a narrow screen the names give way: the keys and what they do are what is looked for.
	 */
	if (pane.columns < 80 || v->map == MAP_COUNT)
		text = name;
	pane_fill(pane, desk_look(desk, THEME_TEXT));
	if (v->map == MAP_COUNT)
		pane_put(pane, 0, 1, str_of(_("Options")), desk_look(desk, THEME_TITLE));
	else
		pane_putf(pane, 0, 1, desk_look(desk, THEME_TITLE), _("Commands of the %s"),
			  command_map_names[v->map]);
	for (size_t i = 0; i < v->list.height && v->list.top + i < v->rows.n; i++) {
		const struct help_row *row = &v->rows.p[v->list.top + i];
		struct look base = desk_look(desk, THEME_TEXT);
		int y = (int)i + 1;

		if (focused && v->list.top + i == v->list.selected) {
			base = desk_look_on(desk, base, THEME_SELECTED);
			pane_fill_row(pane, y, base);
		}
		pane_put(pane, y, 2, str_of(row->keys), desk_look_on(desk, base, THEME_HELP_KEY));
		if (text > name)
			pane_put(pane, y, name, str_of(row->name),
				 desk_look_on(desk, base, THEME_META));
		buf_clear(&cut);
		fit_cut(&cut, str_of(row->text), pane.columns - text);
		pane_put(pane, y, text, buf_str(&cut), base);
	}
	if (v->list.count && pane.rows > 2)
		pane_put(pane, pane.rows - 1, 1, str_of(v->rows.p[v->list.selected].text),
			 desk_look(desk, THEME_META));
	buf_release(&cut);
	*cursor = (struct view_cursor){(int)(v->list.selected - v->list.top) + 1, 2};
}

static bool help_command(struct view *view, const struct command_call *call)
{
	struct help_view *v = help_of(view);
	long n = call->count ? call->count : 1;

	if (command_move(call, &v->list))
		return true;
	switch (call->id) {
	case COMMAND_SEARCH_NEXT:
		list_move(&v->list, n);
		return true;
	case COMMAND_SEARCH_PREVIOUS:
		list_move(&v->list, -n);
		return true;
	case COMMAND_TOP:
		list_select(&v->list, (size_t)n - 1);
		return true;
	case COMMAND_BOTTOM:
		list_select(&v->list, v->list.count);
		return true;
	case COMMAND_NO_SEARCH:
		buf_clear(&v->filter);
		make_rows(v);
		return true;
	default:
		return false;
	}
}

static void set_filter(struct help_view *v, struct str filter)
{
	buf_clear(&v->filter);
	buf_addstr(&v->filter, filter);
	make_rows(v);
}

static void help_search(struct view *view, enum view_search event, struct str text)
{
	struct help_view *v = help_of(view);

	if (event == VIEW_SEARCH_START) {
		buf_clear(&v->filter_before);
		buf_addstr(&v->filter_before, buf_str(&v->filter));
	} else {
		set_filter(v, event == VIEW_SEARCH_CANCEL ? buf_str(&v->filter_before) : text);
	}
}

static void help_status(struct view *view, struct buf *out)
{
	struct help_view *v = help_of(view);

	buf_addf(out, ngettext("%zu row", "%zu rows", v->list.count), v->list.count);
	if (v->filter.n)
		buf_addf(out, "  /%s", buf_cstr(&v->filter));
}

static uint32_t help_article(struct view *view)
{
	(void)view;
	return DESK_NO_ARTICLE;
}

static void help_free(struct view *view)
{
	struct help_view *v = help_of(view);

	clear_rows(v);
	vec_release(&v->rows);
	buf_release(&v->filter);
	buf_release(&v->filter_before);
	free(v);
}

static const enum command_id help_hints[] = {
	COMMAND_SEARCH,
	COMMAND_CLOSE,
	COMMAND_COUNT,
};

static const struct view_ops help_ops = {
	.map = MAP_HELP,
	.hints = help_hints,
	.layout = help_layout,
	.paint = help_paint,
	.command = help_command,
	.search = help_search,
	.status = help_status,
	.article = help_article,
	.free = help_free,
};

struct view *view_help_new(struct desk *desk)
{
	struct help_view *v = xcalloc(1, sizeof *v);

	v->view = (struct view){.ops = &help_ops, .desk = desk};
	return &v->view;
}
