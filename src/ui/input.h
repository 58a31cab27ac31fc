/* SPDX-License-Identifier: ISC
 *
 * What a terminal sends, as keys: UTF-8, control characters, and the sequences of ECMA-48 as
 * xterm, VTE, tmux, rxvt, the Linux console and their like use them; bracketed pastes, SGR mouse
 * reports, focus. Answers to questions (cursor position, device attributes) are told apart from
 * keys; whatever else is malformed or unknown is dropped. Pure: bytes in, events out.
 */
#ifndef KARPREAD_UI_INPUT_H
#define KARPREAD_UI_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "ui/key.h"

enum input_kind {
	INPUT_NONE, /* no event is complete */
	INPUT_KEY,
	INPUT_POSITION, /* CSI row ; column R */
	INPUT_DEVICE,   /* CSI ? ... c, the answer to DA1 */
};

struct input_event {
	enum input_kind kind;
	struct key key;  /* a position in the first row may also be F3 with Shift and the like */
	int row, column; /* of a position, from 1 as sent */
};

/* Owns its memory; a zeroed input is valid and empty. */
struct input {
	struct buf bytes; /* not decoded yet from `at` on */
	size_t at;
	bool pasting;
	bool after_return; /* the last pasted byte was CR: a LF belongs to it */
};

void input_add(struct input *in, const char *p, size_t n);
/*
 * The next event. A sequence that is not complete stays for more bytes to come, unless `idle`
 * says that the terminal has been silent for so long that none will: then an Escape is the key.
 */
struct input_event input_next(struct input *in, bool idle);
/* Are there bytes that wait for others? */
bool input_is_partial(const struct input *in);
/* Can they be all that was typed: Escape, Alt-[ and the like? */
bool input_may_be_typed(const struct input *in);
void input_release(struct input *in);

#endif
