/* SPDX-License-Identifier: ISC
 *
 * What may stand at the end of a line that is being typed: names of commands, options and their
 * values after `:`; fields and the values that the library's articles have in them in a query.
 */
#ifndef KARPREAD_VIEWS_COMPLETE_H
#define KARPREAD_VIEWS_COMPLETE_H

#include "base/arena.h"
#include "base/vec.h"
#include "views/desk.h"

/* Each may replace what stands from begin (bytes) to the end. Owned; a zeroed one is empty. */
struct completions {
	struct arena arena;
	size_t begin;
	VEC(struct str) v;
};

/* Replaces out, for a line of which so much was typed up to the cursor. */
typedef void completer(struct desk *desk, struct str typed, struct completions *out);
completer complete_command, complete_query;
void completions_release(struct completions *c);

#endif
