/* SPDX-License-Identifier: ISC
 *
 * Keys, and their names: "j", "<C-d>", "<Space>", "<PageDown>", "<A-x>". Resizing, pasting and
 * the mouse are keys too.
 */
#ifndef KARPREAD_UI_KEY_H
#define KARPREAD_UI_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Codes above Unicode for keys that are no characters. */
enum key_code {
	KEY_CODE_FIRST = 0x110000,
	KEY_CODE_UP = KEY_CODE_FIRST,
	KEY_CODE_DOWN,
	KEY_CODE_LEFT,
	KEY_CODE_RIGHT,
	KEY_CODE_HOME,
	KEY_CODE_END,
	KEY_CODE_PAGE_UP,
	KEY_CODE_PAGE_DOWN,
	KEY_CODE_INSERT,
	KEY_CODE_DELETE,
	KEY_CODE_BACKSPACE,
	KEY_CODE_ENTER,
	KEY_CODE_TAB,
	KEY_CODE_BACKTAB,
	KEY_CODE_ESCAPE,
	KEY_CODE_F1, /* to F12 = F1 + 11 */
	KEY_CODE_F12 = KEY_CODE_F1 + 11,
	KEY_CODE_RESIZE,      /* the terminal has another size */
	KEY_CODE_MOUSE_PRESS, /* row and column are set */
	KEY_CODE_WHEEL_UP,
	KEY_CODE_WHEEL_DOWN,
	KEY_CODE_FOCUS, /* the terminal window became the active one */
	KEY_CODE_CHAR,  /* only in bindings: "<Char>" stands for any character */
	KEY_CODE_LAST,
};

enum key_mods {
	/*
	 * With a code that is no character, a lower-case letter or one of ] \ ^ _ @. Not with
	 * h, i, m and [, which are Backspace, Tab, Enter and Escape to a terminal.
	 */
	KEY_CTRL = 1 << 0,
	KEY_ALT = 1 << 1,
};

struct key {
	uint32_t code; /* a code point, or enum key_code */
	uint8_t mods;
	/* Part of a bracketed paste: text, never a command. Line ends and tabs are blanks. */
	bool pasted;
	int16_t row, column; /* of the mouse */
};

bool key_eq(struct key a, struct key b); /* code and mods */
/*
 * Full-width forms and U+3000 as the ASCII keys they stand for, so that vim keys work while an
 * input method is on. For commands, not for text that is typed.
 */
struct key key_narrow(struct key k);
bool key_is_text(struct key k); /* a character to be inserted by a line editor */
/*
 * Reads one key name from *rest (UTF-8) and moves it on; false when none is there or it is
 * unknown. A "<" that no ">" follows is that character itself.
 */
bool key_parse(struct str *rest, struct key *k);
void key_name(struct key k, struct buf *out); /* appends; key_parse reads it back */

#endif
