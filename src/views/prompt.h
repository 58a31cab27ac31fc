/* SPDX-License-Identifier: ISC
 *
 * The line at the bottom where a search, a command or a number is typed, with completion by Tab
 * and Shift-Tab.
 */
#ifndef KARPREAD_VIEWS_PROMPT_H
#define KARPREAD_VIEWS_PROMPT_H

#include "ui/canvas.h"
#include "ui/edit.h"
#include "views/complete.h"
#include "views/view.h"

enum prompt_kind {
	PROMPT_NONE,
	PROMPT_SEARCH, /* of the view that had the focus */
	PROMPT_COMMAND,
	PROMPT_LINK, /* the number of a link */
};

struct prompt {
	enum prompt_kind kind;
	struct edit edit;
	completer *complete; /* NULL for none */
	/* What was typed, and which of its completions stands there now; 0: itself. */
	struct completions completions;
	struct buf stem;
	size_t choice;
	bool completing; /* until a key but Tab comes */
};

void prompt_open(struct prompt *p, enum prompt_kind kind, struct str text,
		 struct edit_history *history, completer *complete);
void prompt_close(struct prompt *p);
enum edit_result prompt_key(struct prompt *p, struct desk *desk, struct key key);
/* Paints into row 0; *column is where the cursor goes. */
void prompt_paint(const struct prompt *p, struct pane pane, const struct desk *desk, int *column);
void prompt_release(struct prompt *p);

#endif
