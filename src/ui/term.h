/* SPDX-License-Identifier: ISC
 *
 * The terminal: the only file that knows curses. Opens and restores it, reads keys, shows a
 * canvas. Signals (WINCH, TERM, HUP, CONT, TSTP) only write to a pipe that term_wait reads.
 * The terminal is restored on every exit, also by exit() from elsewhere.
 *
 * For tests there is KARPREAD_TEST_FD, see tty.h.
 *
 * At the start, and on demand, the terminal is asked how wide it draws what it is unclear about
 * (cursor reports, all in one write, DA1 as the sentinel), and text/width.h learns the answers.
 * ncurses obeys the same table because the program defines wcwidth().
 */
#ifndef KARPREAD_UI_TERM_H
#define KARPREAD_UI_TERM_H

#include "base/err.h"
#include "ui/canvas.h"
#include "ui/key.h"

enum term_ambiguous {
	TERM_AMBIGUOUS_AUTO,
	TERM_AMBIGUOUS_NARROW,
	TERM_AMBIGUOUS_WIDE,
};

struct term_options {
	enum term_ambiguous ambiguous;
	bool color; /* false: attributes alone */
	bool mouse;
	bool substitute; /* see width_set_substitutes() */
};

struct term;

enum term_event {
	TERM_KEY,
	TERM_READY, /* one of the caller's file descriptors can be read */
	TERM_TIMEOUT,
	TERM_GONE, /* the terminal is gone or the program was asked to end: save and leave */
};

/* ERR_USAGE with a clear sentence when there is no terminal or it can do too little (dumb). */
int term_open(const struct term_options *options, struct term **out, struct err *err);
void term_close(struct term *t); /* NULL is fine */
/* Other options from now on, but for the colours. KEY_CODE_RESIZE comes next when widths change. */
void term_configure(struct term *t, const struct term_options *options);

/* The canvas to paint on: of the size of the terminal, at least 1 by 1. */
struct canvas *term_canvas(struct term *t);
/*
 * Sends the rows that changed. The cursor goes to (row, column), or is hidden for row < 0. First
 * asks for the widths of code points that were never shown; when one is another than was laid
 * out, nothing is sent and the key KEY_CODE_RESIZE comes next.
 */
void term_show(struct term *t, int row, int column);
/*
 * As Ctrl-L: asks for the widths again, and the next term_show sends everything. The key
 * KEY_CODE_RESIZE comes next, since what is laid out may be wrong now.
 */
void term_redraw(struct term *t);

/*
 * Waits for a key, or until one of fds[0..n) can be read (*ready is its index), or timeout_ms
 * (-1: for ever), or until there is a term_trouble() to tell, which counts as a timeout. A resize
 * is the key KEY_CODE_RESIZE, with the canvas already of the new size.
 */
enum term_event term_wait(struct term *t, int timeout_ms, const int *fds, size_t n, struct key *key,
			  size_t *ready);
/* Is a key waiting to be read? For dropping work that the next key makes needless. */
bool term_pending(struct term *t);
/* As Ctrl-Z: restores the terminal, stops the program, comes back and probes again. */
void term_suspend(struct term *t);
/* Restores the terminal, for a program to be run in it; term_resume comes back. */
void term_leave(struct term *t);
void term_resume(struct term *t);
/*
 * The title of the terminal's window, filtered to printable text; sent when it is another than
 * before. "" gives back the one it had, as leaving the terminal does.
 */
void term_title(struct term *t, struct str title);

/*
 * Asks the terminal for the widths of the unclear code points of text that are not known yet (at
 * most 256 a call), before it is laid out: one question instead of one by each term_show. True
 * when one is another than was thought: what holds it must be laid out again.
 */
bool term_probe(struct term *t, struct str text);

/*
 * What keeps widths from being right, as a sentence, when that is known and was not told before;
 * else NULL.
 */
const char *term_trouble(struct term *t);

/* What was found out at the start, for `karpread check`. */
struct term_report {
	bool probed;        /* the terminal answered */
	bool utf8;          /* and reads UTF-8; true also when it did not answer */
	int ambiguous;      /* columns */
	bool curses_agrees; /* ncurses uses our wcwidth() */
	int colors;
	long probe_us; /* microseconds the answers took */
};
/* Waits for the terminal's answer, if that is still due. */
struct term_report term_report(struct term *t);

#endif
