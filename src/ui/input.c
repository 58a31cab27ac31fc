/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/input.h"

#include <string.h>

#include "text/utf8.h"

enum {
	ESC = 0x1B,
	DEL = 0x7F,
	SEQUENCE_LIMIT = 128, /* bytes; no key or answer is nearly as long */
	STRING_LIMIT = 4096,
	PARAMS = 4,
	PARAM_LIMIT = 99999,
};

/*
 * The decoders below look at p[0..n), n > 0, and return how many bytes they took, or WAIT when
 * more are needed. What they took without an event is dropped.
 */
enum { WAIT = 0 };

static const struct {
	char letter;
	uint32_t code;
} letter_keys[] = {
	{'A', KEY_CODE_UP},     {'B', KEY_CODE_DOWN},    {'C', KEY_CODE_RIGHT},
	{'D', KEY_CODE_LEFT},   {'F', KEY_CODE_END},     {'H', KEY_CODE_HOME},
	{'P', KEY_CODE_F1},     {'Q', KEY_CODE_F1 + 1},  {'R', KEY_CODE_F1 + 2},
	{'S', KEY_CODE_F1 + 3}, {'Z', KEY_CODE_BACKTAB}, {'M', KEY_CODE_ENTER},
};

static const struct {
	int number;
	uint32_t code;
} number_keys[] = {
	{1, KEY_CODE_HOME},     {2, KEY_CODE_INSERT},   {3, KEY_CODE_DELETE},
	{4, KEY_CODE_END},      {5, KEY_CODE_PAGE_UP},  {6, KEY_CODE_PAGE_DOWN},
	{7, KEY_CODE_HOME},     {8, KEY_CODE_END},      {11, KEY_CODE_F1},
	{12, KEY_CODE_F1 + 1},  {13, KEY_CODE_F1 + 2},  {14, KEY_CODE_F1 + 3},
	{15, KEY_CODE_F1 + 4},  {17, KEY_CODE_F1 + 5},  {18, KEY_CODE_F1 + 6},
	{19, KEY_CODE_F1 + 7},  {20, KEY_CODE_F1 + 8},  {21, KEY_CODE_F1 + 9},
	{23, KEY_CODE_F1 + 10}, {24, KEY_CODE_F1 + 11},
};

/* A control sequence: CSI, a private mark, numbers, intermediates, a final byte. */
struct csi {
	char mark; /* one of < = > ? or 0 */
	bool intermediate;
	int param[PARAMS]; /* 0 when not given */
	char last;
};

static void set_key(struct input_event *e, uint32_t code, uint8_t mods)
{
	if (code)
		*e = (struct input_event){.kind = INPUT_KEY, .key = {.code = code, .mods = mods}};
}

static uint32_t letter_key(char letter)
{
	for (size_t i = 0; i < sizeof(letter_keys) / sizeof(*letter_keys); i++) {
		if (letter_keys[i].letter == letter)
			return letter_keys[i].code;
	}
	return 0;
}

static uint32_t number_key(int number)
{
	for (size_t i = 0; i < sizeof(number_keys) / sizeof(*number_keys); i++) {
		if (number_keys[i].number == number)
			return number_keys[i].code;
	}
	return 0;
}

static void set_control(struct input_event *e, unsigned char c)
{
	switch (c) {
	case '\b':
	case DEL:
		set_key(e, KEY_CODE_BACKSPACE, 0);
		break;
	case '\t':
		set_key(e, KEY_CODE_TAB, 0);
		break;
	case '\r':
		set_key(e, KEY_CODE_ENTER, 0);
		break;
	case ESC:
		set_key(e, KEY_CODE_ESCAPE, 0);
		break;
	default:
		set_key(e, c >= 1 && c <= 26 ? c + 0x60U : c + 0x40U, KEY_CTRL);
	}
}

/* Length of the UTF-8 sequence at p, 0 when it is cut off, -1 when it is none. */
static int utf8_length(const unsigned char *p, size_t n)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	int length = p[0] < 0x80 ? 1 : p[0] < 0xC2 ? -1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	size_t size;

	if (length < 2 || p[0] > 0xF4)
		return p[0] > 0xF4 ? -1 : length;
	for (int i = 1; i < length; i++) {
		if ((size_t)i == n)
			return 0;
		if ((p[i] & 0xC0) != 0x80)
			return -1;
	}
	return utf8_at((const char *)p, 0, &size) < least[length] ? -1 : length;
}

static size_t decode_char(const char *p, size_t n, bool idle, struct input_event *e)
{
	const unsigned char *u = (const unsigned char *)p;
	struct key key = {0};
	size_t size;

	if (*u < 0x20 || *u == DEL) {
		set_control(e, *u);
		return 1;
	}
	int length = utf8_length(u, n);

	if (length == 0 && !idle)
		return WAIT;
	if (length <= 0)
		return 1;
	key.code = utf8_at(p, 0, &size);
	if (key_is_text(key))
		set_key(e, key.code, 0);
	return size;
}

/* xterm's coding: 1 and a bit each for Shift, Alt, Ctrl, Meta. */
static uint8_t modifiers(int param)
{
	int bits = param > 0 ? param - 1 : 0;

	return (uint8_t)((bits & (2 | 8) ? KEY_ALT : 0) | (bits & 4 ? KEY_CTRL : 0));
}

static void set_mouse(struct input_event *e, int button, int column, int row)
{
	uint32_t code = 0;

	if (button == 0)
		code = KEY_CODE_MOUSE_PRESS;
	else if (button == 64)
		code = KEY_CODE_WHEEL_UP;
	else if (button == 65)
		code = KEY_CODE_WHEEL_DOWN;
	if (column < 1 || row < 1 || column > INT16_MAX || row > INT16_MAX)
		return;
	set_key(e, code, 0);
	e->key.row = (int16_t)(row - 1);
	e->key.column = (int16_t)(column - 1);
}

/* Reads what follows CSI. 0: cut off. -1: malformed at *size. Numbers after PARAMS are ignored. */
static int parse_csi(const char *p, size_t n, struct csi *c, size_t *size)
{
	int at = 0;

	*c = (struct csi){0};
	for (*size = 0; *size < n && *size < SEQUENCE_LIMIT; ++*size) {
		char ch = p[*size];

		if (ch >= '0' && ch <= '9') {
			if (at < PARAMS && c->param[at] < PARAM_LIMIT)
				c->param[at] = c->param[at] * 10 + (ch - '0');
		} else if (ch == ';' || ch == ':') {
			at++;
		} else if (ch >= '<' && ch <= '?' && *size == 0) {
			c->mark = ch;
		} else if (ch >= 0x20 && ch <= 0x2F) {
			c->intermediate = true;
		} else if (ch >= 0x40 && ch < DEL) {
			c->last = ch;
			++*size;
			return 1;
		} else {
			return -1;
		}
	}
	return *size == SEQUENCE_LIMIT ? -1 : 0;
}

static void interpret_csi(struct input *in, const struct csi *c, struct input_event *e)
{
	if (c->intermediate) {
		return;
	} else if (c->mark == '<' && c->last == 'M') {
		set_mouse(e, c->param[0], c->param[1], c->param[2]);
	} else if (c->mark == '?' && c->last == 'c') {
		e->kind = INPUT_DEVICE;
	} else if (c->mark) {
		return;
	} else if (c->last == 'R' && c->param[0]) {
		if (c->param[0] == 1 && c->param[1] > 1 && c->param[1] <= 16)
			set_key(e, KEY_CODE_F1 + 2, modifiers(c->param[1]));
		e->kind = INPUT_POSITION;
		e->row = c->param[0];
		e->column = c->param[1];
	} else if (c->last == 'I') {
		set_key(e, KEY_CODE_FOCUS, 0);
	} else if (c->last == '~' && c->param[0] == 200) {
		in->pasting = true;
		in->after_return = false;
	} else if (c->last == '~') {
		set_key(e, number_key(c->param[0]), modifiers(c->param[1]));
	} else if (c->last == '^') { /* rxvt */
		set_key(e, number_key(c->param[0]), KEY_CTRL);
	} else if (c->last != 'M') {
		set_key(e, letter_key(c->last), modifiers(c->param[1]));
	}
}

/* p begins with ESC [. */
static size_t decode_csi(struct input *in, const char *p, size_t n, struct input_event *e)
{
	const unsigned char *u = (const unsigned char *)p;
	struct csi c;
	size_t size;

	if (n > 2 && p[2] == '[') { /* the Linux console's F1 to F5 */
		if (n < 4)
			return WAIT;
		if (p[3] >= 'A' && p[3] <= 'E')
			set_key(e, KEY_CODE_F1 + (uint32_t)(p[3] - 'A'), 0);
		return 4;
	}
	if (n > 2 && p[2] == 'M') { /* a mouse report in three bytes */
		if (n < 6)
			return WAIT;
		set_mouse(e, u[3] - 32, u[4] - 32, u[5] - 32);
		return 6;
	}
	switch (parse_csi(p + 2, n - 2, &c, &size)) {
	case 0:
		return WAIT;
	case 1:
		interpret_csi(in, &c, e);
	}
	return size + 2;
}

/* p begins with ESC O: keys of a keypad in application mode, here and there with modifiers. */
static size_t decode_ss3(const char *p, size_t n, struct input_event *e)
{
	struct csi c;
	size_t size;

	switch (parse_csi(p + 2, n - 2, &c, &size)) {
	case 0:
		return WAIT;
	case 1:
		if (c.last >= 'a' && c.last <= 'd') /* rxvt */
			set_key(e, letter_key((char)(c.last - 'a' + 'A')), KEY_CTRL);
		else if (c.last != 'Z')
			set_key(e, letter_key(c.last), modifiers(c.param[c.param[1] != 0]));
	}
	return size + 2;
}

/* p begins a string of the terminal's own (OSC, DCS and so on), which is dropped. */
static size_t skip_string(const char *p, size_t n)
{
	for (size_t i = 2; i < n && i < STRING_LIMIT; i++) {
		if (p[i] == '\a')
			return i + 1;
		if (p[i] == ESC && i + 1 < n && p[i + 1] == '\\')
			return i + 2;
	}
	return n < STRING_LIMIT ? WAIT : STRING_LIMIT;
}

/* Escape may be typed right before an answer, a paste, the mouse: those are no keys with Alt. */
static bool is_typed(const struct input_event *e)
{
	return e->kind == INPUT_KEY && e->key.code < KEY_CODE_RESIZE;
}

/* p begins with ESC, which may be the key, or Alt, or the beginning of a sequence. */
static size_t decode_escape(struct input *in, const char *p, size_t n, bool idle,
			    struct input_event *e)
{
	char kind = n > 1 ? p[1] : ESC;
	bool nested = n > 2 && kind == ESC && (p[2] == '[' || p[2] == 'O');
	size_t used;

	if (kind == ESC && !nested) {
		if (n < 3 && !idle)
			return WAIT;
		set_control(e, ESC);
		return 1;
	}
	if (nested || !strchr("[O]P_^X", kind) || kind == '\0') {
		used = nested ? decode_escape(in, p + 1, n - 1, idle, e)
			      : decode_char(p + 1, n - 1, idle, e);
		if (used && nested && !is_typed(e)) {
			in->pasting = false;
			set_key(e, KEY_CODE_ESCAPE, 0);
			return 1;
		}
		e->key.mods |= KEY_ALT;
		return used ? used + 1 : WAIT;
	}
	if (kind == '[')
		used = decode_csi(in, p, n, e);
	else if (kind == 'O')
		used = decode_ss3(p, n, e);
	else
		used = skip_string(p, n);
	if (used || !idle)
		return used;
	if (n == 2) /* typed: Alt-[ and the like; of a longer sequence the rest got lost */
		set_key(e, (unsigned char)kind, KEY_ALT);
	return n;
}

/* Inside a bracketed paste: p[0..n) is text up to CSI 201 ~. */
static size_t decode_pasted(struct input *in, const char *p, size_t n, bool idle,
			    struct input_event *e)
{
	static const char end[] = "\033[201~";
	size_t least = n < sizeof(end) - 1 ? n : sizeof(end) - 1, used = 1;
	bool after_return = in->after_return;

	in->after_return = p[0] == '\r';
	if (memcmp(p, end, least) == 0) {
		/* A lone Escape ends a paste whose own end got lost. */
		if (least < sizeof(end) - 1 && !(idle && least == 1))
			return WAIT;
		in->pasting = false;
		return least;
	}
	if (p[0] == '\r' || p[0] == '\t' || (p[0] == '\n' && !after_return))
		set_key(e, ' ', 0);
	else if ((unsigned char)p[0] >= 0x20 && p[0] != DEL)
		used = decode_char(p, n, idle, e);
	e->key.pasted = true;
	return used;
}

void input_add(struct input *in, const char *p, size_t n)
{
	/* What is used up goes when it is half of all, so that the moves cost no more than it. */
	if (in->at > in->bytes.n / 2 || in->at == in->bytes.n) {
		struct str rest = str_sub(buf_str(&in->bytes), in->at, in->bytes.n);

		if (rest.n)
			memmove(in->bytes.p, rest.p, rest.n);
		if (in->bytes.p)
			buf_truncate(&in->bytes, rest.n);
		in->at = 0;
	}
	buf_add(&in->bytes, p, n);
}

struct input_event input_next(struct input *in, bool idle)
{
	struct input_event e = {.kind = INPUT_NONE};

	while (e.kind == INPUT_NONE && in->at < in->bytes.n) {
		const char *p = in->bytes.p + in->at;
		size_t n = in->bytes.n - in->at, used;

		e = (struct input_event){.kind = INPUT_NONE};
		if (in->pasting)
			used = decode_pasted(in, p, n, idle, &e);
		else if (p[0] == ESC)
			used = decode_escape(in, p, n, idle, &e);
		else
			used = decode_char(p, n, idle, &e);
		if (used == WAIT)
			break;
		in->at += used;
	}
	return e;
}

bool input_is_partial(const struct input *in)
{
	return in->at < in->bytes.n;
}

bool input_may_be_typed(const struct input *in)
{
	struct str rest = str_sub(buf_str(&in->bytes), in->at, in->bytes.n);

	return !in->pasting && rest.n > 0 && rest.p[0] == ESC &&
	       (rest.n == 1 || (rest.n == 2 && (unsigned char)rest.p[1] < 0x80));
}

void input_release(struct input *in)
{
	buf_release(&in->bytes);
	*in = (struct input){0};
}
