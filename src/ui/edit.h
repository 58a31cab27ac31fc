/* SPDX-License-Identifier: ISC
 *
 * A pure line editor for prompts: keys in, text and cursor out. Moves and deletes by grapheme
 * cluster; Emacs and vim insert-mode keys (C-a C-e C-b C-f C-h C-w C-u C-k, arrows). History is
 * walked by Up and Down among the entries that begin with what was typed.
 */
#ifndef KARPREAD_UI_EDIT_H
#define KARPREAD_UI_EDIT_H

#include "base/buf.h"
#include "base/vec.h"
#include "ui/key.h"

enum { EDIT_LIMIT = 40000, EDIT_HISTORY = 100 };

/* Lines accepted earlier, the newest last; owns them. */
struct edit_history {
	VEC(char *) lines;
};

struct edit {
	struct buf text;              /* valid UTF-8, one line, at most EDIT_LIMIT bytes */
	size_t cursor;                /* byte offset, on a cluster edge */
	struct edit_history *history; /* borrowed, may be NULL */
	size_t past;                  /* how many entries back; 0: the line being typed */
	struct buf typed;             /* that line, while past is not 0 */
};

enum edit_result {
	EDIT_IGNORED, /* not a key of the editor */
	EDIT_MOVED,
	EDIT_CHANGED,
	EDIT_ACCEPT, /* Enter; the line was added to the history */
	EDIT_CANCEL, /* Escape, C-c, C-g, or Backspace on an empty line */
};

/* The cursor stands at the end of text. */
void edit_start(struct edit *e, struct str text, struct edit_history *history);
enum edit_result edit_key(struct edit *e, struct key key);
void edit_insert(struct edit *e, struct str text); /* controls left out */
/* Replaces the bytes [begin, end) of the line: what completion does. The cursor goes behind. */
void edit_replace(struct edit *e, size_t begin, size_t end, struct str text);
/*
 * What to show in `columns` (at least 2): bytes [*begin, *end) of the line, with the cursor at
 * *column among them.
 */
void edit_window(const struct edit *e, int columns, size_t *begin, size_t *end, int *column);
void edit_release(struct edit *e);
void edit_history_add(struct edit_history *h, struct str line); /* no repeats, no empty ones */
void edit_history_release(struct edit_history *h);

#endif
