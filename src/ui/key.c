/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/key.h"

#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

/* The first name of a code is the one that is written; the others are only read. */
static const struct {
	uint32_t code;
	const char *name;
} names[] = {
	{KEY_CODE_UP, "Up"},
	{KEY_CODE_DOWN, "Down"},
	{KEY_CODE_LEFT, "Left"},
	{KEY_CODE_RIGHT, "Right"},
	{KEY_CODE_HOME, "Home"},
	{KEY_CODE_END, "End"},
	{KEY_CODE_PAGE_UP, "PageUp"},
	{KEY_CODE_PAGE_DOWN, "PageDown"},
	{KEY_CODE_INSERT, "Insert"},
	{KEY_CODE_DELETE, "Delete"},
	{KEY_CODE_DELETE, "Del"},
	{KEY_CODE_BACKSPACE, "Backspace"},
	{KEY_CODE_BACKSPACE, "BS"},
	{KEY_CODE_ENTER, "Enter"},
	{KEY_CODE_ENTER, "Return"},
	{KEY_CODE_ENTER, "CR"},
	{KEY_CODE_TAB, "Tab"},
	{KEY_CODE_BACKTAB, "S-Tab"},
	{KEY_CODE_BACKTAB, "BackTab"},
	{KEY_CODE_ESCAPE, "Escape"},
	{KEY_CODE_ESCAPE, "Esc"},
	{KEY_CODE_RESIZE, "Resize"},
	{KEY_CODE_MOUSE_PRESS, "Mouse"},
	{KEY_CODE_WHEEL_UP, "WheelUp"},
	{KEY_CODE_WHEEL_DOWN, "WheelDown"},
	{KEY_CODE_FOCUS, "Focus"},
	{KEY_CODE_CHAR, "Char"},
	{' ', "Space"},
	{'<', "lt"},
	{'>', "gt"},
	{'|', "Bar"},
};

enum { NAMES = sizeof(names) / sizeof(*names) };

bool key_eq(struct key a, struct key b)
{
	return a.code == b.code && a.mods == b.mods;
}

struct key key_narrow(struct key k)
{
	if (k.code >= 0xFF01 && k.code <= 0xFF5E)
		k.code -= 0xFF01 - '!';
	else if (k.code == 0x3000)
		k.code = ' ';
	return k;
}

static bool is_char(uint32_t code)
{
	return code >= 0x20 && code < KEY_CODE_FIRST && !(code >= 0x7F && code < 0xA0) &&
	       !(code >= 0xD800 && code < 0xE000);
}

bool key_is_text(struct key k)
{
	return k.mods == 0 && is_char(k.code);
}

/* Reads one character, checked only as far as its length. */
static bool parse_char(struct str *rest, uint32_t *code)
{
	static const uint8_t length[16] = {[0xC] = 2, [0xD] = 2, [0xE] = 3, [0xF] = 4};
	unsigned char first = rest->n ? (unsigned char)rest->p[0] : 0x80;
	size_t size = first < 0x80 ? 1 : length[first >> 4];

	if (size == 0 || size > rest->n)
		return false;
	*code = utf8_at(rest->p, 0, &size);
	*rest = str_sub(*rest, size, rest->n);
	return is_char(*code);
}

static bool parse_function_key(struct str name, uint32_t *code)
{
	uint32_t number = 0;

	if (name.n < 2 || name.n > 3 || (name.p[0] != 'F' && name.p[0] != 'f'))
		return false;
	for (size_t i = 1; i < name.n; i++) {
		if (name.p[i] < '0' || name.p[i] > '9')
			return false;
		number = number * 10 + (uint32_t)(name.p[i] - '0');
	}
	*code = KEY_CODE_F1 + number - 1;
	return number >= 1 && number <= 12;
}

static bool parse_code(struct str name, uint32_t *code)
{
	for (size_t i = 0; i < NAMES; i++) {
		if (str_eq_nocase(name, str_of(names[i].name))) {
			*code = names[i].code;
			return true;
		}
	}
	return parse_function_key(name, code) || (parse_char(&name, code) && name.n == 0);
}

/* A key with Ctrl as a terminal would send it; false when no terminal can. */
static bool add_ctrl(struct key *k)
{
	static const struct {
		char letter;
		uint32_t code;
	} same[] = {
		{'h', KEY_CODE_BACKSPACE},
		{'i', KEY_CODE_TAB},
		{'m', KEY_CODE_ENTER},
		{'[', KEY_CODE_ESCAPE},
	};

	if (k->code >= 'A' && k->code <= 'Z')
		k->code += 'a' - 'A';
	if (k->code == ' ')
		k->code = '@';
	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		if (k->code == (unsigned char)same[i].letter) {
			k->code = same[i].code;
			return true;
		}
	}
	k->mods |= KEY_CTRL;
	return k->code >= KEY_CODE_FIRST || (k->code >= 'a' && k->code <= 'z') ||
	       (k->code && k->code < 0x80 && strchr("]\\^_@", (int)k->code));
}

/* What stands between < and >. */
static bool parse_name(struct str name, struct key *k)
{
	bool ctrl = false;

	*k = (struct key){0};
	while (name.n > 2 && name.p[1] == '-') {
		if (name.p[0] == 'C' || name.p[0] == 'c')
			ctrl = true;
		else if (memchr("AaMm", name.p[0], 4))
			k->mods |= KEY_ALT;
		else
			break; /* <S-Tab> is a name of its own */
		name = str_sub(name, 2, name.n);
	}
	return parse_code(name, &k->code) && (!ctrl || add_ctrl(k));
}

bool key_parse(struct str *rest, struct key *k)
{
	struct str left = *rest;
	size_t end = left.n && left.p[0] == '<' ? str_find(left, STR(">"), 1) : (size_t)-1;

	if (end == (size_t)-1 || end == 1) {
		*k = (struct key){0};
		if (!parse_char(&left, &k->code))
			return false;
	} else {
		if (!parse_name(str_sub(left, 1, end), k))
			return false;
		left = str_sub(left, end + 1, left.n);
	}
	*rest = left;
	return true;
}

static const char *find_name(uint32_t code)
{
	for (size_t i = 0; i < NAMES; i++) {
		if (names[i].code == code)
			return names[i].name;
	}
	return NULL;
}

void key_name(struct key k, struct buf *out)
{
	const char *name = find_name(k.code);
	bool is_function = k.code >= KEY_CODE_F1 && k.code <= KEY_CODE_F12;
	bool bare = !name && !is_function && !k.mods;

	if (!bare)
		buf_adds(out, "<");
	if (k.mods & KEY_CTRL)
		buf_adds(out, "C-");
	if (k.mods & KEY_ALT)
		buf_adds(out, "A-");
	if (name) {
		buf_adds(out, name);
	} else if (is_function) {
		buf_addf(out, "F%u", (unsigned)(k.code - KEY_CODE_F1 + 1));
	} else {
		char c[4];

		buf_add(out, c, utf8_put(c, k.code));
	}
	if (!bare)
		buf_adds(out, ">");
}
