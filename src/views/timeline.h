/* SPDX-License-Identifier: ISC
 *
 * The timeline's model, shared by its files: view_timeline.c (the view, moving, commands),
 * timeline_collect.c (what is on it), timeline_paint.c. Private to them.
 */
#ifndef KARPREAD_VIEWS_TIMELINE_H
#define KARPREAD_VIEWS_TIMELINE_H

#include "store/timeline_axis.h"
#include "views/view.h"

#define TIMELINE_NOTHING SIZE_MAX

enum { TIMELINE_OPEN_LIMIT = 100 }; /* items of a period that is open from the start */

enum timeline_shown {
	SHOW_BOTH,
	SHOW_ARTICLES,
	SHOW_EVENTS,
	SHOW_COUNT,
};

/* What the items of an article were made of that the index does not have. */
struct timeline_source {
	uint32_t doc;
	struct civil date;
	bool present; /* its items are there, and not outdated */
	bool listed;  /* the library has it, and the index does not */
};

struct timeline_view {
	struct view view;
	struct timeline timeline;
	struct axis *axis;                   /* never NULL */
	bool newest_first;                   /* what the axis was made for */
	VEC(struct timeline_source) sources; /* by article */
	VEC(uint32_t) unread_yet;            /* articles whose texts are still to be read */
	unsigned generation;                 /* of the desk's articles, when they were looked at */

	enum timeline_zoom zoom;
	enum timeline_shown shown;
	struct buf narrowed;     /* what the axis shows, if that does not change by itself */
	bool unread, bookmarked; /* only articles that are, and what they speak of */
	uint32_t only;           /* this article alone, or DESK_NO_ARTICLE */
	struct buf query, query_before;
	bool typing;    /* the query is being typed: the next key ends what the last one began, */
	bool overtaken; /* as it did, so that the axis does not show the query's */

	size_t key;          /* the item one is at: index in the timeline's keys */
	struct axis_pos pos; /* the row that shows it */
	int row;             /* of the pane, where that row stands */
	size_t key_before;   /* both as a query began to be typed, else TIMELINE_NOTHING */
	int row_before;
	uint32_t wanted; /* the article to go to when there are rows, or DESK_NO_ARTICLE */

	/* Indices in the keys, or TIMELINE_NOTHING. */
	size_t selected_from; /* of a stretch of time that is being selected, up to the key */
	size_t range_from, range_to; /* the stretch that the list follows, while the desk has one */
};

/* ---- what is on it (timeline_collect.c) */

/*
 * Makes the items of articles that are new or changed, as many as there is time for; true when
 * the keys are others than before.
 */
bool timeline_collect(struct timeline_view *v);
/* Shows what the filters let through; what it did before, when typing goes on meanwhile. */
void timeline_narrow(struct timeline_view *v);

/* ---- painting (timeline_paint.c) */

void timeline_paint(struct view *view, struct pane pane, bool focused, struct view_cursor *cursor);
/* The stretch of time selected, as indices of the items shown; from behind to for none. */
void timeline_stretch(struct timeline_view *v, size_t *from, size_t *to);

#endif
