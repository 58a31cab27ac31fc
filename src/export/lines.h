/* SPDX-License-Identifier: ISC
 *
 * A flow as lines of text, for standard output and for files.
 */
#ifndef KARPREAD_EXPORT_LINES_H
#define KARPREAD_EXPORT_LINES_H

#include <stdbool.h>

#include "base/buf.h"
#include "layout/flow.h"

enum lines_form {
	LINES_PLAIN, /* the text itself, forbidden code points as marks */
	LINES_DRAWN, /* the draw form, as on the screen: for a terminal */
	LINES_COLOR, /* the draw form with SGR sequences */
};

/*
 * Appends the line at pos, with the empty rows above it, and a newline. False when there is no
 * line.
 */
bool lines_add(struct buf *out, struct flow *flow, struct flow_pos pos, enum lines_form form);

#endif
