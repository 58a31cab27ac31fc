/* SPDX-License-Identifier: ISC
 *
 * A view: a part of the screen with a model of its own. One const table of functions each; the
 * app calls them, a view never calls another.
 */
#ifndef KARPREAD_VIEWS_VIEW_H
#define KARPREAD_VIEWS_VIEW_H

#include "ui/canvas.h"
#include "views/desk.h"

/* Where the terminal's cursor goes, in rows and columns of the view's pane. */
struct view_cursor {
	int row, column;
};

struct view {
	const struct view_ops *ops;
	struct desk *desk;
	int rows, columns; /* of its pane, as laid out last */
};

enum view_search {
	VIEW_SEARCH_START,  /* the prompt opens: remember where one is */
	VIEW_SEARCH_CHANGE, /* the text changed: show what it finds */
	VIEW_SEARCH_ACCEPT, /* Enter: stay */
	VIEW_SEARCH_CANCEL, /* Escape: back to where one was */
};

struct view_ops {
	enum command_map map;
	/* The commands whose keys the status bar names, COMMAND_COUNT at the end. */
	const enum command_id *hints;
	/* Fits the view to a pane, also after options or the model changed. */
	void (*layout)(struct view *view, int rows, int columns);
	void (*paint)(struct view *view, struct pane pane, bool focused,
		      struct view_cursor *cursor);
	/* Carries out a command; false when it is none of the view's. */
	bool (*command)(struct view *view, const struct command_call *call);
	/* Selects what stands there in its pane, or follows it; true when it was selected before.
	 * NULL where nothing is selected. */
	bool (*click)(struct view *view, int row, int column);
	void (*search)(struct view *view, enum view_search event, struct str text);
	/* Appends what the status bar says about place and number. */
	void (*status)(struct view *view, struct buf *out);
	/* The article the view is at, or DESK_NO_ARTICLE. */
	uint32_t (*article)(struct view *view);
	void (*free)(struct view *view);
};

struct view *view_list_new(struct desk *desk);
struct view *view_reader_new(struct desk *desk);
struct view *view_timeline_new(struct desk *desk);
struct view *view_help_new(struct desk *desk);

/* The list and the timeline: makes the rows of that article the selected one, if it is there. */
void view_list_select(struct view *view, uint32_t key);
void view_timeline_select(struct view *view, uint32_t key);
/*
 * Are there hits of a query, or long texts they are in, that are not looked at yet? One call of the
 * other looks at some, for as long as a key may wait.
 */
bool view_list_reads_on(struct view *view);
void view_list_read_on(struct view *view);
/* The query the list is narrowed by, "" for none. Borrowed. */
struct str view_list_query(struct view *view);
/*
 * Shows this article and its dates alone, and goes to the first it speaks of from an offset on;
 * DESK_NO_ARTICLE shows all.
 */
void view_timeline_only(struct view *view, uint32_t key, size_t offset);
/* Are there texts that it has not read yet? It goes on when it is laid out again. */
bool view_timeline_reads_on(struct view *view);
/* Where in the article the timeline's row points, and the query hit of the list's row. */
bool view_timeline_place(struct view *view, size_t *begin, size_t *end);

/*
 * Shows an article, at the place it was left; does nothing when it is shown already. query (may
 * be empty) is searched for and its first hit gone to. DESK_NO_ARTICLE shows nothing.
 */
void view_reader_show(struct view *view, uint32_t key, struct str query);
/* Reads the article anew, at the same place: its charset or date was changed. */
void view_reader_reload(struct view *view);
/*
 * The same, and a word, when the library knows another version of the file than is shown: one that
 * the indexer has read before. Until then the old version stays, whole.
 */
void view_reader_follow(struct view *view);
/* The user reads it now (or only sees it beside the list). */
void view_reader_set_open(struct view *view, bool open);
/* Goes to a range of the text and highlights it. */
void view_reader_go(struct view *view, size_t begin, size_t end);
/* The offset at the top of the pane, and going back to one left there. */
size_t view_reader_place(struct view *view);
void view_reader_return(struct view *view, size_t place);
/* Has a search run out of hits forwards (1) or backwards (-1)? Told once. */
int view_reader_ran_out(struct view *view);
/* Has what was searched for last any hit in the article? */
bool view_reader_has_hits(struct view *view);
/* Keeps the place in the state, if it changed. */
void view_reader_save(struct view *view);

/* Lists the commands that have a meaning in the map, or the options for MAP_COUNT. */
void view_help_show(struct view *view, enum command_map map);

#endif
