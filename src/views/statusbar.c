/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/statusbar.h"

#include "layout/fit.h"
#include "text/draw.h"

void titlebar_paint(const struct desk *desk, struct pane pane, struct view *focus, uint32_t article)
{
	struct look look = desk_look(desk, THEME_TITLE_BAR);
	const struct article *open = library_article(desk->library, article);
	struct buf text = {0};

	pane_fill_row(pane, 0, look);
	int at = 1 + pane_put(pane, 0, 1, STR("karpread"), look) + 2;

	if (focus->ops->map == MAP_READER && open)
		fit_cut(&text, open->title, pane.columns - at - 1);
	else
		buf_adds(&text, focus->ops->map == MAP_TIMELINE ? _("Timeline")
				: focus->ops->map == MAP_HELP   ? _("Help")
				: focus->ops->map == MAP_READER ? _("A file that is gone")
								: _("Articles"));
	pane_put(pane, 0, at, buf_str(&text), look);
	buf_release(&text);
}

/* Short words for the status bar; the help has the sentences. */
static const char *const hint_words[COMMAND_COUNT] = {
	[COMMAND_OPEN] = N_("open"),     [COMMAND_SEARCH] = N_("search"),
	[COMMAND_HELP] = N_("help"),     [COMMAND_TOGGLE_BOOKMARK] = N_("bookmark"),
	[COMMAND_LINKS] = N_("links"),   [COMMAND_TIMELINE] = N_("timeline"),
	[COMMAND_CLOSE] = N_("back"),    [COMMAND_QUIT] = N_("quit"),
	[COMMAND_EVENTS] = N_("events"),
};

static void paint_hints(const struct desk *desk, struct pane pane, struct view *focus, int from)
{
	struct look plain = desk_look(desk, THEME_STATUS_BAR);
	struct look key = desk_look_on(desk, plain, THEME_HINT);
	int at = pane.columns - 1;

	/* From the right, the last hint first: it is the one that leads on (help, quit). */
	size_t n = 0;

	while (focus->ops->hints[n] != COMMAND_COUNT)
		n++;
	while (n-- > 0) {
		enum command_id id = focus->ops->hints[n];
		struct buf keys = {0};

		desk_keys(desk, focus->ops->map, id, 1, &keys);
		const char *word = hint_words[id] ? _(hint_words[id]) : commands[id].name;
		int columns = draw_columns(buf_str(&keys)) + 1 + draw_columns(str_of(word));

		if (keys.n && at - columns - 2 > from) {
			at -= columns;
			int end = at + pane_put(pane, 0, at, buf_str(&keys), key);

			pane_put(pane, 0, end + 1, str_of(word), plain);
			at -= 2;
		}
		buf_release(&keys);
	}
}

void statusbar_paint(const struct desk *desk, struct pane pane, struct view *focus,
		     const struct keymap_pending *pending)
{
	struct look look = desk_look(desk, THEME_STATUS_BAR);
	struct buf status = {0}, now = {0}, text = {0};

	pane_fill_row(pane, 0, look);
	if (pending)
		keymap_pending_name(pending, &text);
	if (desk->progress.n)
		buf_addf(&now, "  %s", buf_cstr(&desk->progress));
	if (text.n)
		buf_addf(&now, "  %s", buf_cstr(&text));
	buf_clear(&text);
	/* What goes on at the moment is not what is cut. */
	focus->ops->status(focus, &status);
	fit_cut(&text, buf_str(&status), pane.columns - 2 - draw_columns(buf_str(&now)));
	buf_addstr(&text, buf_str(&now));
	int at = 1 + pane_put(pane, 0, 1, buf_str(&text), look);

	buf_release(&status);
	buf_release(&now);
	buf_release(&text);
	if (pending)
		paint_hints(desk, pane, focus, at + 2);
}

void message_paint(const struct desk *desk, struct pane pane)
{
	const char *trouble = state_trouble(desk->state);
	struct look look = desk_look(desk, THEME_MESSAGE);
	struct str text = {0};
	struct buf marked = {0}, line = {0};

	if (desk->question.yes) {
		text = buf_str(&desk->question.text);
	} else if (desk->message.n) {
		text = buf_str(&desk->message);
		if (desk->message_is_error)
			look = desk_look(desk, THEME_ERROR);
	} else if (trouble) {
		text = str_of(trouble);
		look = desk_look(desk, THEME_ERROR);
	}
	/* A name in it need not be UTF-8, which all that is painted is. */
	draw_add_text(&marked, text);
	fit_cut(&line, buf_str(&marked), pane.columns);
	pane_put(pane, 0, 0, buf_str(&line), look);
	buf_release(&marked);
	buf_release(&line);
}
