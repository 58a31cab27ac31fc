/* SPDX-License-Identifier: ISC
 *
 * Readings in parentheses, and whether they are those of a character.
 */
#ifndef KARPREAD_REPAIR_GLOSS_READING_H
#define KARPREAD_REPAIR_GLOSS_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "repair/gloss_table.h"

/* Classes of gloss_table.h. */
enum gloss_class {
	GLOSS_COMMON, /* traditional, the simplified form is common */
	GLOSS_LESS_COMMON,
	GLOSS_RARE,
	GLOSS_OTHER,
	GLOSS_NONE, /* not a character with this reading */
};

#define GLOSS_NOTE_MAX 20 /* bytes of a note with its parentheses, at most */

struct gloss_note {
	size_t end;                        /* behind the closing parenthesis */
	const struct gloss_reading *known; /* NULL: no syllable of the table */
};

/*
 * Do one to six letters of pinyin and `)` stand behind the byte at text.p[at]? That byte, a `(`
 * or the `?` that took its place, is the caller's to look at. Spelling variants (v for ü, the
 * letters of phonetic fonts) count as what they stand for.
 */
bool gloss_note_at(struct str text, size_t at, struct gloss_note *note);
enum gloss_class gloss_class(const struct gloss_reading *known, uint32_t cp);
bool gloss_is_han(uint32_t cp);

#endif
