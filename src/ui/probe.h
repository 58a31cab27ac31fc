/* SPDX-License-Identifier: ISC
 *
 * Asks a terminal how many columns it draws code points with: prints each at the left margin,
 * invisible, and asks for the position of the cursor; device attributes are asked for last, so
 * that a terminal without position reports is known by answering that alone. First the cursor
 * goes to a column that tells which question this is: answers to an earlier one may come late,
 * and where two terminals show one program, all come twice. Only composes the question and keeps
 * the answers; whoever owns the terminal sends and reads.
 */
#ifndef KARPREAD_UI_PROBE_H
#define KARPREAD_UI_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum {
	PROBE_LIMIT = 256, /* a terminal's input queue holds 4 KiB, and an answer a dozen bytes */
	PROBE_TAGS = 4,
	PROBE_COLUMNS = 12 /* a line needs at least */
};

/*
 * Asked on this row of the screen, from 1, and the cursor taken to the other place then, since a
 * terminal has but one memory for it, which curses uses. Row 0: on the row of the cursor, which
 * must be at the left margin of an empty one.
 */
struct probe_place {
	int row, back_row, back_column;
};

/* A zeroed probe is empty. */
struct probe {
	struct probe_item {
		uint32_t cp;
		bool is_mark; /* printed behind an x */
		int column;   /* of the answer, from 1 */
	} items[PROBE_LIMIT];
	size_t n;
	int tag;             /* from 0: another one than that of the question before */
	size_t answers;      /* that came behind the tag's */
	size_t times;        /* how often each comes; 0: the tag's has not come */
	bool skip_ambiguous; /* the user has decided about that class */
	struct probe_place place;
};

/* Adds a code point unless it is there already or there is no room. */
void probe_add(struct probe *p, uint32_t cp);
/* Adds what text has of code points that nobody can be sure of and that are not known yet. */
void probe_add_text(struct probe *p, struct str text);
/* Appends the question; the row it is asked on is blank then. */
void probe_question(const struct probe *p, struct buf *out);
/* The next answer: the cursor is in this column, from 1. */
void probe_answer(struct probe *p, int column);
/* Has every item its answer? */
bool probe_is_answered(const struct probe *p);
/* The columns that item i takes by its answer; -1 when that makes no sense. */
int probe_columns(const struct probe *p, size_t i);
/*
 * Tells text/width.h what was answered, or, when that makes no sense, what was thought before.
 * Nothing unless all are answered. True when anything was new.
 */
bool probe_learn(const struct probe *p);

#endif
