/* SPDX-License-Identifier: ISC
 *
 * How the parts of the screen look. The names are those of the command `color`; the defaults are
 * the `color` lines of data/karpreadrc.
 */
#ifndef KARPREAD_VIEWS_THEME_H
#define KARPREAD_VIEWS_THEME_H

#include "base/err.h"
#include "base/intl.h"
#include "ui/look.h"

/* X(enum name, name, what it is) */
#define THEME_PARTS(X)                                                                             \
	X(TEXT, "text", N_("Plain text"))                                                          \
	X(TITLE_BAR, "title-bar", N_("The bar at the top"))                                        \
	X(STATUS_BAR, "status-bar", N_("The bar below the panes"))                                 \
	X(HINT, "hint", N_("Keys named in the status bar"))                                        \
	X(MESSAGE, "message", N_("A message"))                                                     \
	X(ERROR, "error", N_("A message that something went wrong"))                               \
	X(PROMPT, "prompt", N_("The line that is typed"))                                          \
	X(DIVIDER, "divider", N_("The line between two panes"))                                    \
	X(SELECTED, "selected", N_("The selected row"))                                            \
	X(UNFOCUSED, "unfocused", N_("The selected row of the other pane"))                        \
	X(UNREAD, "unread", N_("An unread article"))                                               \
	X(READ, "read", N_("An article that was read"))                                            \
	X(BOOKMARK, "bookmark", N_("The mark of a bookmarked article"))                            \
	X(LIST_DATE, "list-date", N_("Dates in the list"))                                         \
	X(GROUP, "group", N_("The first date of a month, a folder, a year on the timeline"))       \
	X(PROGRESS, "progress", N_("How far an article was read"))                                 \
	X(TITLE, "title", N_("The title above a text"))                                            \
	X(META, "meta", N_("Author, date and source above a text"))                                \
	X(HEADING, "heading", N_("Headings"))                                                      \
	X(STRONG, "strong", N_("Strong text"))                                                     \
	X(EMPHASIS, "emphasis", N_("Emphasised text"))                                             \
	X(CODE, "code", N_("Code"))                                                                \
	X(QUOTE, "quote", N_("Quotations"))                                                        \
	X(STRIKE, "strike", N_("Text struck out"))                                                 \
	X(LINK, "link", N_("Links"))                                                               \
	X(MARKER, "marker", N_("List marks, rules, image lines"))                                  \
	X(ASIDE, "aside", N_("What stands around an article"))                                     \
	X(MENDED, "mended", N_("Mended passages, when they are marked"))                           \
	X(DOUBTFUL, "doubtful", N_("Passages whose mending is not certain"))                       \
	X(DATE, "date", N_("Dates in the text, when they are underlined"))                         \
	X(LABEL, "label", N_("The number of a link"))                                              \
	X(SEARCH, "search", N_("Hits of a search"))                                                \
	X(SEARCH_CURRENT, "search-current", N_("The hit one is at"))                               \
	X(AXIS, "axis", N_("The axis of the timeline"))                                            \
	X(EVENT, "event", N_("A dated event on the timeline"))                                     \
	X(SPAN, "span", N_("The bar of an interval on the timeline"))                              \
	X(HISTOGRAM, "histogram", N_("How much there is in a period of the timeline"))             \
	X(DISPUTED, "disputed", N_("The mark of what articles date differently"))                  \
	X(TODAY, "today", N_("The mark of today on the timeline"))                                 \
	X(HELP_KEY, "help-key", N_("Keys in the help"))

enum theme_part {
#define X(id, name, help) THEME_##id,
	THEME_PARTS(X)
#undef X
		THEME_COUNT,
};

extern const char *const theme_names[THEME_COUNT];

struct theme {
	struct look looks[THEME_COUNT];
};

void theme_init(struct theme *t); /* everything plain */
/* The arguments of `color`: "NAME LOOK". Nothing changes on failure. */
int theme_set(struct theme *t, struct str args, struct err *err);
/* "NAME LOOK" as theme_set reads it; nothing for a name that there is not. Appends. */
void theme_show(const struct theme *t, struct str name, struct buf *out);

#endif
