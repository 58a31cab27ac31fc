/* SPDX-License-Identifier: ISC
 *
 * The commands: one list gives the enum, the names for the command line and the configuration
 * file, the help view and the manual's table. A command line is a command's name and its
 * arguments: what a key is bound to, what is typed after `:`, a line of karpreadrc.
 */
#ifndef KARPREAD_VIEWS_COMMAND_H
#define KARPREAD_VIEWS_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/intl.h"
#include "base/str.h"
#include "ui/list.h"

/* Where a command has a meaning; also the index of the keymaps (global asked last). */
enum command_map {
	MAP_LIST,
	MAP_READER,
	MAP_TIMELINE,
	MAP_HELP,
	MAP_GLOBAL,
	MAP_COUNT,
};

enum command_where {
	IN_LIST = 1 << MAP_LIST,
	IN_READER = 1 << MAP_READER,
	IN_TIMELINE = 1 << MAP_TIMELINE,
	IN_HELP = 1 << MAP_HELP,
	IN_LISTS = IN_LIST | IN_TIMELINE,
	IN_ARTICLES = IN_LISTS | IN_READER,
	EVERYWHERE = IN_ARTICLES | IN_HELP,
	IN_CONFIG = 1 << MAP_COUNT, /* makes sense in karpreadrc */
};

/* X(enum name, name, where, arguments, what it does) */
#define COMMANDS(X)                                                                                \
	X(DOWN, "down", EVERYWHERE, "", N_("Go down one row or line, or as many as the count"))    \
	X(UP, "up", EVERYWHERE, "", N_("Go up one row or line, or as many as the count"))          \
	X(SCROLL_DOWN, "scroll-down", EVERYWHERE, "",                                              \
	  N_("Scroll down a row or line; what is selected stays where it is"))                     \
	X(SCROLL_UP, "scroll-up", EVERYWHERE, "",                                                  \
	  N_("Scroll up a row or line; what is selected stays where it is"))                       \
	X(HALF_DOWN, "half-page-down", EVERYWHERE, "", N_("Go down half a page"))                  \
	X(HALF_UP, "half-page-up", EVERYWHERE, "", N_("Go up half a page"))                        \
	X(PAGE_DOWN, "page-down", EVERYWHERE, "", N_("Go down a page"))                            \
	X(PAGE_UP, "page-up", EVERYWHERE, "", N_("Go up a page"))                                  \
	X(TOP, "top", EVERYWHERE, "", N_("Go to the start, or to the row of the count"))           \
	X(BOTTOM, "bottom", EVERYWHERE, "", N_("Go to the end, or to the row of the count"))       \
	X(PERCENT, "percent", EVERYWHERE, "[N]", N_("Go to the count as a percentage"))            \
	X(OPEN, "open", IN_ARTICLES, "",                                                           \
	  N_("Open the selected article; in the reader, unfold what stands around the text"))      \
	X(BACK, "back", EVERYWHERE, "", N_("Go back one level"))                                   \
	X(CLOSE, "close", EVERYWHERE, "", N_("Go back one level, and quit from the list"))         \
	X(QUIT, "quit", EVERYWHERE, "", N_("Quit"))                                                \
	X(NEXT_ARTICLE, "next-article", IN_ARTICLES, "", N_("Go to the next article"))             \
	X(PREVIOUS_ARTICLE, "previous-article", IN_ARTICLES, "", N_("Go to the previous article")) \
	X(NEXT_UNREAD, "next-unread", IN_ARTICLES, "", N_("Go to the next unread article"))        \
	X(PREVIOUS_UNREAD, "previous-unread", IN_ARTICLES, "",                                     \
	  N_("Go to the previous unread article"))                                                 \
	X(NEXT_PARAGRAPH, "next-paragraph", IN_READER, "", N_("Go to the next paragraph"))         \
	X(PREVIOUS_PARAGRAPH, "previous-paragraph", IN_READER, "",                                 \
	  N_("Go to the previous paragraph"))                                                      \
	X(NEXT_HEADING, "next-heading", IN_READER, "", N_("Go to the next heading"))               \
	X(PREVIOUS_HEADING, "previous-heading", IN_READER, "", N_("Go to the previous heading"))   \
	X(SCROLL_LEFT, "scroll-left", IN_READER, "", N_("Scroll wide code to the left"))           \
	X(SCROLL_RIGHT, "scroll-right", IN_READER, "", N_("Scroll wide code to the right"))        \
	X(SEARCH, "search", EVERYWHERE, "[TEXT]",                                                  \
	  N_("Search the text, or narrow the list by a query"))                                    \
	X(SEARCH_NEXT, "search-next", EVERYWHERE, "", N_("Go to the next hit"))                    \
	X(SEARCH_PREVIOUS, "search-previous", EVERYWHERE, "", N_("Go to the previous hit"))        \
	X(NO_SEARCH, "nohlsearch", EVERYWHERE, "", N_("Show no hits, and the list whole"))         \
	X(TOGGLE_READ, "toggle-read", IN_ARTICLES, "", N_("Mark the article read or unread"))      \
	X(TOGGLE_BOOKMARK, "toggle-bookmark", IN_ARTICLES, "",                                     \
	  N_("Bookmark the article, or take the bookmark away"))                                   \
	X(READ_ALL, "read-all", IN_LISTS, "", N_("Mark all listed articles read, after asking"))   \
	X(UNDO, "undo", EVERYWHERE, "", N_("Take back the last change of marks and bookmarks"))    \
	X(SET_MARK, "mark", IN_READER, "LETTER", N_("Set the mark of a letter at this place"))     \
	X(GO_MARK, "go-mark", IN_READER, "LETTER", N_("Go to the mark of a letter"))               \
	X(DELETE_MARK, "delete-mark", IN_READER, "LETTER", N_("Take a mark away"))                 \
	X(JUMP_BACK, "jump-back", IN_READER, "", N_("Go back to where the last jump began"))       \
	X(JUMP_FORWARD, "jump-forward", IN_READER, "", N_("Go forward again in the jumps"))        \
	X(ONLY_BOOKMARKED, "only-bookmarked", IN_ARTICLES, "", N_("List bookmarked articles"))     \
	X(ONLY_UNREAD, "only-unread", IN_ARTICLES, "", N_("List unread articles"))                 \
	X(SHOW_ALL, "show-all", IN_ARTICLES, "", N_("List all articles"))                          \
	X(ORDER, "order", IN_LISTS, "[NAME]", N_("Order the list by the next key, or this one"))   \
	X(REVERSE, "reverse", IN_LISTS, "", N_("Turn the order round"))                            \
	X(EVENTS, "events", IN_TIMELINE, "",                                                       \
	  N_("Show articles alone, the events they speak of alone, or both"))                      \
	X(ZOOM_IN, "zoom-in", IN_TIMELINE, "", N_("Cut time into shorter periods"))                \
	X(ZOOM_OUT, "zoom-out", IN_TIMELINE, "", N_("Cut time into longer periods"))               \
	X(SELECT_TIME, "select-time", IN_TIMELINE, "",                                             \
	  N_("Begin or end a stretch of time, whose articles the list then shows"))                \
	X(ARTICLE_DATES, "article-dates", IN_READER, "",                                           \
	  N_("Show the article's own dates on the timeline"))                                      \
	X(TIMELINE, "timeline", IN_ARTICLES, "", N_("Switch between the list and the timeline"))   \
	X(SWITCH_PANE, "switch-pane", IN_ARTICLES, "", N_("Go to the other pane"))                 \
	X(LINKS, "links", IN_READER, "[NUMBER]",                                                   \
	  N_("Number the links and images in sight, and show where one leads"))                    \
	X(BROWSE, "browse", IN_READER, "[NUMBER]", N_("Open a link in the browser"))               \
	X(EXPORT, "export", IN_ARTICLES, "[PATH]", N_("Save the article as plain text"))           \
	X(EXPORT_BOOKMARKED, "export-bookmarked", IN_ARTICLES, "FOLDER",                           \
	  N_("Save every bookmarked article as plain text into a folder"))                         \
	X(RAW, "raw", IN_READER, "", N_("Switch between the mended text and the original"))        \
	X(MEND, "mend", IN_READER, "",                                                             \
	  N_("Show what the text may have been before a mix-up of charsets, or as it is again"))   \
	X(DATE, "date", IN_ARTICLES, "[DATE]",                                                     \
	  N_("Set the article's date, or forget what was set"))                                    \
	X(ENCODING, "encoding", IN_ARTICLES, "[NAME]",                                             \
	  N_("Read the article in this charset, or detect it again"))                              \
	X(INFO, "info", IN_ARTICLES, "",                                                           \
	  N_("Tell about the article: file, place, charset, notes"))                               \
	X(WIDER, "wider", IN_READER, "", N_("Widen the text column"))                              \
	X(NARROWER, "narrower", IN_READER, "", N_("Narrow the text column"))                       \
	X(DEFAULT_WIDTH, "default-width", IN_READER, "",                                           \
	  N_("Set the text column to its default width"))                                          \
	X(ZEN, "zen", IN_ARTICLES, "", N_("Show nothing but the text, or everything again"))       \
	X(COMMAND_LINE, "command-line", EVERYWHERE, "[TEXT]", N_("Type a command"))                \
	X(HELP, "help", EVERYWHERE, "", N_("List the commands that have a meaning here"))          \
	X(REDRAW, "redraw", EVERYWHERE, "", N_("Draw the screen anew"))                            \
	X(SUSPEND, "suspend", EVERYWHERE, "", N_("Suspend the program"))                           \
	X(RESCAN, "rescan", IN_ARTICLES, "", N_("Look for changed files in the library"))          \
	X(SET, "set", EVERYWHERE | IN_CONFIG, "[NAME[=VALUE]|noNAME|NAME?]",                       \
	  N_("Set or show an option, or list them all"))                                           \
	X(BIND, "bind", EVERYWHERE | IN_CONFIG, "VIEW KEYS COMMAND",                               \
	  N_("Bind keys in a view (list, reader, timeline, help, global) to a command"))           \
	X(UNBIND, "unbind", EVERYWHERE | IN_CONFIG, "VIEW KEYS", N_("Take a binding away"))        \
	X(COLOR, "color", EVERYWHERE | IN_CONFIG, "NAME [LOOK]",                                   \
	  N_("Set or show how a part of the screen looks"))                                        \
	X(SOURCE, "source", EVERYWHERE | IN_CONFIG, "FILE", N_("Read commands from a file"))       \
	X(IN, "in", EVERYWHERE | IN_CONFIG, "FOLDER COMMAND",                                      \
	  N_("Set, bind, color or source where what is opened lies in this folder"))

enum command_id {
#define X(id, name, where, arguments, help) COMMAND_##id,
	COMMANDS(X)
#undef X
		COMMAND_COUNT,
};

struct command {
	const char *name;
	unsigned where;        /* enum command_where */
	const char *arguments; /* as the help shows them */
	const char *help;      /* to be translated */
};

extern const struct command commands[COMMAND_COUNT];
extern const char *const command_map_names[MAP_COUNT];

/* One command to be carried out. */
struct command_call {
	enum command_id id;
	long count;      /* 0 for none */
	uint32_t ch;     /* the character a binding's <Char> matched, or 0 */
	struct str args; /* trimmed, borrowed */
};

/*
 * Reads a line into *call: "down", "set kinsoku=strict", "50%", "12", "$". A command's name may be
 * cut short where it stays clear. False when there is no such command; an empty line or a
 * comment (# first) is COMMAND_COUNT and true.
 */
bool command_parse(struct str line, struct command_call *call);
/* Why that was false: there is no such command, or it may be several. Returns -1 with ERR_USAGE. */
int command_unknown(struct str line, struct err *err);
/*
 * How far a command that moves by rows or pages goes in a pane of so many rows, down positive;
 * pages overlap by some rows. False when it is no such command.
 */
bool command_step(const struct command_call *call, int height, int overlap, long *rows);
/* Lets such a command move a list; false when it is none. */
bool command_move(const struct command_call *call, struct list *list);
/* The map of that name; MAP_COUNT when there is none. */
enum command_map command_map_of(struct str name);
/*
 * The next word of *args, moved behind it; quotes "..." hold blanks together. False when no
 * word is left. The word is borrowed, without its quotes.
 */
bool command_word(struct str *args, struct str *word);

#endif
