/* SPDX-License-Identifier: ISC
 *
 * The reader's model, shared by its files: view_reader.c (the view, moving), reader_paint.c,
 * reader_find.c (search), reader_jump.c (marks, jumps, links). Private to them.
 */
#ifndef KARPREAD_VIEWS_READER_H
#define KARPREAD_VIEWS_READER_H

#include "base/fs.h"
#include "dates/tag.h"
#include "layout/flow.h"
#include "text/fold.h"
#include "views/view.h"

/* A range of the text, in bytes. */
struct reader_range {
	size_t begin, end;
};

#define READER_NO_HIT SIZE_MAX

struct reader {
	struct view view;
	uint32_t key; /* DESK_NO_ARTICLE: nothing is shown */
	struct doc *doc;
	struct flow *flow;
	struct fs_stamp stamp;  /* of the file when it was read */
	struct fs_stamp listed; /* what the library knew of it then */
	bool gone;              /* that the file is not there any more was told */
	bool open;              /* read now, not only seen beside the list */
	bool raw;
	size_t raw_from, raw_at; /* the place in the mended text that the raw one was shown at */
	bool offered;            /* as it may have been before a mix-up of charsets */
	bool unfold;             /* asides are shown whole */
	int measure;             /* columns asked for by + and -, 0 for the option's */
	int column, width;       /* of the text in the pane */
	int shift;               /* columns that wide code is scrolled to the right */

	/* The first row of the pane: a line, or one of the `above` empty rows before it. */
	struct flow_pos top;
	int above;
	/*
	 * The place that the text was laid out for last, and the one its line begins at, which is
	 * before it: while that is at the top, the next width is for the same place, so that many
	 * do not add up.
	 */
	size_t laid_for, laid_at;

	size_t saved_place;
	int saved_permille;

	/* Search: what is looked for, and where it stands in the text. */
	struct buf pattern;
	bool by_query;    /* the pattern is a query of the list */
	struct fold fold; /* of the text, made at the first search */
	bool folded;      /* it is there, */
	int fold_flags;   /* made with these */
	VEC(struct reader_range) hits;
	size_t hit; /* the one gone to, or READER_NO_HIT */
	int ran_out;
	struct buf pattern_before; /* the state when the prompt opened, for Escape */
	bool by_query_before;
	size_t place_before;

	struct tags dates; /* the text's, made when they are first shown */
	bool has_dates;

	struct reader_range lit; /* shown like the current hit: a timeline's sentence */

	bool labels;       /* links in sight are numbered */
	VEC(size_t) jumps; /* places jumps began at */
	size_t jump;       /* index of the next forward one */
	size_t marks[26];
};

/* ---- moving (view_reader.c) */

/* The text's offset at the top of the pane, and behind the last line in sight. */
size_t reader_place(struct reader *r);
size_t reader_seen(struct reader *r);
/* Puts the line of offset on row `row` of the pane, as far as the text's ends allow. */
void reader_show_at(struct reader *r, size_t offset, int row);
/* Goes to an offset: no scrolling when it is in sight, else it comes to a third of the pane. */
void reader_go(struct reader *r, size_t offset);
/* Calls each() for every line in sight; row counts from 0. Stops on false. */
void reader_each_line(struct reader *r,
		      bool (*each)(void *ctx, int row, struct flow_pos pos,
				   const struct flow_line *line),
		      void *ctx);

/* ---- painting (reader_paint.c) */

void reader_paint(struct reader *r, struct pane pane, struct view_cursor *cursor);

/* ---- search (reader_find.c) */

void reader_find_release(struct reader *r);
/* A new text is shown: nothing folded, no hits. The pattern stays. */
void reader_find_forget(struct reader *r);
/* Looks for the pattern (of a query of the list when by_query) and fills hits. */
void reader_find(struct reader *r, struct str pattern, bool by_query);
/* To the hit by steps forwards or backwards; says when there is none in that direction. */
void reader_find_step(struct reader *r, long by);
/* To the first hit at or behind offset, else the first of all. */
void reader_find_from(struct reader *r, size_t offset);
void reader_search(struct view *view, enum view_search event, struct str text);

/* ---- marks, jumps and links (reader_jump.c) */

/* Remembers the place, since a jump begins here. */
void reader_jump_from(struct reader *r);
void reader_jump_forget(struct reader *r);
/* Asks whether to open the link that stands there in the pane, if one does. */
bool reader_click(struct view *view, int row, int column);
/* Carries out a command of these; false when it is none. */
bool reader_jump_command(struct reader *r, const struct command_call *call);

/* A link or image in sight; number counts from 1. */
struct reader_link {
	size_t offset;
	struct str target, text;
};
/* The links and images in sight, in order; the caller releases v. */
struct reader_links {
	VEC(struct reader_link) v;
};
void reader_links(struct reader *r, struct reader_links *links);

#endif
