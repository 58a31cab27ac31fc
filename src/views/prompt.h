/* SPDX-License-Identifier: ISC
 *
 * The line at the bottom where a search, a command or a number is typed, with completion of
 * command names, options and parts of the screen.
 */
#ifndef KARPREAD_VIEWS_PROMPT_H
#define KARPREAD_VIEWS_PROMPT_H

#include "ui/canvas.h"
#include "ui/edit.h"
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
	/* Completion by Tab: the word typed, and which of its completions stands there now. */
	struct buf stem;
	size_t stem_at;
	size_t choice;
};

void prompt_open(struct prompt *p, enum prompt_kind kind, struct str text,
		 struct edit_history *history);
void prompt_close(struct prompt *p);
enum edit_result prompt_key(struct prompt *p, struct key key);
/* Paints into row 0; *column is where the cursor goes. */
void prompt_paint(const struct prompt *p, struct pane pane, const struct desk *desk, int *column);
void prompt_release(struct prompt *p);

#endif
