/* SPDX-License-Identifier: ISC
 *
 * The conversation with a terminal: what it sends is one stream in which keys, which may have
 * been typed ahead, stand between answers to what it was asked.
 */
#ifndef KARPREAD_UI_TALK_H
#define KARPREAD_UI_TALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"
#include "ui/input.h"
#include "ui/key.h"
#include "ui/probe.h"
#include "ui/tty.h"

/* Owns its memory, and the tty from tty_open() to talk_release(). */
struct talk {
	struct tty tty;
	struct input input;   /* bytes not decoded yet */
	int64_t input_at;     /* when the last of them came, in ms of clock_monotonic_ms() */
	VEC(struct key) keys; /* typed while an answer was waited for */
	size_t taken;         /* how many of them were read */
	int signals;          /* enum tty_signal, caught while an answer was waited for */
	int tag;              /* of the last question */
	bool positions;       /* tells positions, so that a DA1 belongs to the tag before it */
	bool no_device;       /* answers with positions, but not DA1 */
	bool mute;            /* does not answer: nothing is asked any more */
	bool hung_up;         /* there is nobody at the other end */
	struct probe *open;   /* asked without waiting; borrowed, NULL once its last answer is in */
	int64_t open_since;   /* ms */
};

/* Asks, and waits for the answers; false when they do not come. */
bool talk_ask(struct talk *t, struct probe *probe);
/*
 * Asks without waiting: the answers are put into probe, which must stay, as they come in by
 * talk_key() and talk_poll(); until the last one nothing else may be asked but this anew.
 */
void talk_ask_ahead(struct talk *t, struct probe *probe);
/* Waits for them after all, but not longer than talk_ask would have. */
void talk_settle(struct talk *t);
/* Takes what has come, without waiting: keys are kept for talk_key. */
void talk_poll(struct talk *t);
/* Takes the next key; false when none is complete. */
bool talk_key(struct talk *t, struct key *key);
/* Has come what a key may be made of? Does not wait. */
bool talk_pending(struct talk *t);
/*
 * As tty_wait, but reads what has come; a lone Escape ends the wait as TTY_INPUT once it is clear
 * that it is the key, and so does a DA1 that has been missing for too long.
 */
int talk_wait(struct talk *t, int timeout_ms, const int *fds, size_t n);
int talk_signals(struct talk *t); /* as tty_signals */
void talk_release(struct talk *t);

#endif
