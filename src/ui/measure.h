/* SPDX-License-Identifier: ISC
 *
 * How wide the terminal draws what is unclear, and what was asked about it: the class of ambiguous
 * width at the start, code points before they are shown, all of it anew when the terminal may be
 * another one. text/width.h learns the answers. Whoever owns the screen says where to ask.
 */
#ifndef KARPREAD_UI_MEASURE_H
#define KARPREAD_UI_MEASURE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/str.h"
#include "base/vec.h"
#include "ui/probe.h"
#include "ui/talk.h"

struct measure {
	struct talk *talk;   /* borrowed */
	int decided;         /* columns of the ambiguous class if the user says, else 0 */
	bool agrees;         /* the screen is drawn by these widths; if not, asking is of no use */
	bool probed, utf8;   /* the terminal answered; and reads UTF-8, also when it did not */
	long probe_us;       /* microseconds its answers took */
	bool wiped;          /* a row of the screen was used for a question; the caller resets it */
	VEC(uint32_t) asked; /* code points whose width was asked for */
	struct probe first;  /* the question about the ambiguous class */
	struct timespec first_asked;
	bool asking; /* its answers were not heeded yet */
};

/* Asks about the ambiguous class, without waiting. Here and below: place, or NULL for not now. */
void measure_begin(struct measure *m, const struct probe_place *place);
/* Heeds the answers to that, once they are in, which is when it is true. */
bool measure_heed(struct measure *m, const struct probe_place *place);
/*
 * From the beginning, for the terminal may be another one: as after a stop, or in tmux. Only one
 * that has answered before is waited for.
 */
void measure_again(struct measure *m, const struct probe_place *place);
/* May more be asked: is this a terminal that answers? */
bool measure_can_ask(const struct measure *m, const struct probe_place *place);
/* As term_probe. */
bool measure_text(struct measure *m, const struct probe_place *place, struct str text);
/* Milliseconds until a terminal that was asked counts as one that does not answer. */
int measure_silence_left(const struct measure *m);
void measure_release(struct measure *m);

#endif
