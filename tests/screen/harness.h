/* SPDX-License-Identifier: ISC
 *
 * A program on a terminal of its own: a pseudo-terminal whose other end is libvterm. The program
 * runs as the foreground job of a small shell, so that it can be stopped, in
 * a clean environment with its own HOME. After keys are sent, the harness waits until the
 * program has read them all and goes to sleep (see ui/tty.h); time only counts as failure.
 * Rows and columns count from 0.
 */
#ifndef KARPREAD_TESTS_HARNESS_H
#define KARPREAD_TESTS_HARNESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

struct harness;

/* How the terminal answers questions. */
enum harness_answers {
	HARNESS_ANSWERS,
	HARNESS_SILENT,
	HARNESS_ANSWERS_LATE, /* with the next keys */
	HARNESS_ANSWERS_TWICE,
	HARNESS_ANSWERS_GARBAGE,
	HARNESS_ANSWERS_POSITIONS, /* and not what it is */
	HARNESS_ANSWERS_BYTES,     /* does not know UTF-8 */
};

struct harness_options {
	int rows, columns;
	enum harness_answers answers;
	struct str early;         /* typed while the program starts */
	const char *folder;       /* HOME and the current folder of the program; must exist */
	const char *const *extra; /* "NAME=value" ..., NULL at the end; may be NULL */
};

enum harness_state {
	HARNESS_WAITS,   /* for keys, all that follows from the last ones is on the screen */
	HARNESS_STOPPED, /* as by Ctrl-Z */
	HARNESS_ENDED,
	HARNESS_LATE, /* does not come to an end with what it was sent */
};

/* argv[0] is a path. Waits for the first screen. NULL when no terminal can be had. */
struct harness *harness_start(const char *const *argv, const struct harness_options *options);
/* Sends bytes as if typed, and waits. */
enum harness_state harness_type(struct harness *h, struct str bytes);
/* Without waiting. */
void harness_set_size(struct harness *h, int rows, int columns);
enum harness_state harness_resize(struct harness *h, int rows, int columns);
enum harness_state harness_signal(struct harness *h, int signo);
/* Lets a stopped program go on. */
enum harness_state harness_continue(struct harness *h);
/* Closes the terminal, as if its window were closed, and waits for the end. */
enum harness_state harness_hang_up(struct harness *h);
/* Waits once more: for what the program does on its own. */
enum harness_state harness_wait(struct harness *h);
enum harness_state harness_state(const struct harness *h);
int harness_status(const struct harness *h); /* once ended: as $? in a shell */

int harness_rows(const struct harness *h);
/* Appends the text of a row without the blanks at its end. */
void harness_row(const struct harness *h, int row, struct buf *out);
/* The same with a backslash in each second half of a wide character. */
void harness_cells(const struct harness *h, int row, struct buf *out);
/* Appends how a cell looks: "bold fg=3 bg=4", nothing for a plain one. */
void harness_look(const struct harness *h, int row, int column, struct buf *out);
/* Appends all rows, numbered, below each the runs of looks in it; then the cursor. */
void harness_dump(const struct harness *h, struct buf *out);
/* false when the cursor is hidden. */
bool harness_cursor(const struct harness *h, int *row, int *column);
const char *harness_title(const struct harness *h);
/*
 * What the program sent that no program of ours may send: controls, sequences nobody needs,
 * code points that reorder or hide text. NULL: nothing.
 */
const char *harness_forbidden(const struct harness *h);
void harness_free(struct harness *h); /* kills what still runs */

#endif
