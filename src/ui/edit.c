/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/edit.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "text/draw.h"
#include "text/seg.h"
#include "text/utf8.h"
#include "text/width.h"

/* Bytes that join with what stands beside them may have put the cursor inside a cluster. */
static void settle(struct edit *e)
{
	size_t floor = seg_floor(e->text.p, e->text.n, e->cursor);

	if (floor < e->cursor)
		e->cursor = seg_next(e->text.p, e->text.n, floor);
}

static void splice(struct edit *e, size_t begin, size_t end, struct str text)
{
	struct buf *b = &e->text;
	size_t tail = b->n - end;

	assert(begin <= end && end <= b->n);
	buf_reserve(b, text.n);
	memmove(b->p + begin + text.n, b->p + end, tail);
	if (text.n)
		memcpy(b->p + begin, text.p, text.n);
	b->n = begin + text.n + tail;
	b->p[b->n] = '\0';
	e->cursor = begin + text.n;
	e->past = 0;
	settle(e);
}

/* Text without its controls, and no more of it than there is room for. */
static void add_clean(struct buf *out, struct str text, size_t room)
{
	for (size_t at = 0, size; at < text.n; at += size) {
		uint32_t cp = utf8_at(text.p, at, &size);

		if (size > room)
			return;
		if (!key_is_text((struct key){.code = cp}))
			continue;
		buf_add(out, text.p + at, size);
		room -= size;
	}
}

void edit_replace(struct edit *e, size_t begin, size_t end, struct str text)
{
	struct buf clean = {0};

	add_clean(&clean, text, EDIT_LIMIT - (e->text.n - (end - begin)));
	splice(e, begin, end, buf_str(&clean));
	buf_release(&clean);
}

void edit_insert(struct edit *e, struct str text)
{
	edit_replace(e, e->cursor, e->cursor, text);
}

void edit_start(struct edit *e, struct str text, struct edit_history *history)
{
	buf_clear(&e->text);
	buf_clear(&e->typed);
	e->cursor = 0;
	e->past = 0;
	e->history = history;
	edit_insert(e, text);
}

static size_t before(const struct edit *e)
{
	return e->cursor ? seg_prev(e->text.p, e->text.n, e->cursor) : 0;
}

static size_t after(const struct edit *e)
{
	return e->cursor < e->text.n ? seg_next(e->text.p, e->text.n, e->cursor) : e->text.n;
}

/* Blanks, ASCII punctuation, CJK and the rest: a word is a run of one kind. */
static int kind_at(const struct edit *e, size_t at)
{
	size_t size;
	uint32_t cp = utf8_at(e->text.p, at, &size);

	if (cp == ' ' || cp == 0x3000)
		return 0;
	if (cp < 0x80 && !(cp >= '0' && cp <= '9') && !((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z'))
		return 1;
	return width_of(cp) == 2 ? 2 : 3;
}

static size_t word_before(const struct edit *e)
{
	struct edit at = *e;
	int kind = 0;

	while (at.cursor) {
		size_t to = before(&at);
		int k = kind_at(e, to);

		if (kind && k != kind)
			break;
		kind = k;
		at.cursor = to;
	}
	return at.cursor;
}

static size_t word_after(const struct edit *e)
{
	struct edit at = *e;
	int kind = 0;

	while (at.cursor < e->text.n) {
		int k = kind_at(e, at.cursor);

		if (kind && k != kind)
			break;
		kind = k;
		at.cursor = after(&at);
	}
	return at.cursor;
}

static enum edit_result move_to(struct edit *e, size_t to)
{
	e->cursor = to;
	return EDIT_MOVED;
}

/* Deletes what lies between the cursor and `to`, on either side of it. */
static enum edit_result delete_to(struct edit *e, size_t to)
{
	if (to == e->cursor)
		return EDIT_MOVED;
	if (to < e->cursor)
		splice(e, to, e->cursor, (struct str){0});
	else
		splice(e, e->cursor, to, (struct str){0});
	return EDIT_CHANGED;
}

static enum edit_result to_begin(struct edit *e)
{
	return move_to(e, 0);
}

static enum edit_result to_end(struct edit *e)
{
	return move_to(e, e->text.n);
}

static enum edit_result to_before(struct edit *e)
{
	return move_to(e, before(e));
}

static enum edit_result to_after(struct edit *e)
{
	return move_to(e, after(e));
}

static enum edit_result to_word_before(struct edit *e)
{
	return move_to(e, word_before(e));
}

static enum edit_result to_word_after(struct edit *e)
{
	return move_to(e, word_after(e));
}

static enum edit_result rub_out(struct edit *e)
{
	return e->text.n ? delete_to(e, before(e)) : EDIT_CANCEL;
}

static enum edit_result delete_after(struct edit *e)
{
	return delete_to(e, after(e));
}

static enum edit_result delete_word_before(struct edit *e)
{
	return delete_to(e, word_before(e));
}

static enum edit_result delete_word_after(struct edit *e)
{
	return delete_to(e, word_after(e));
}

static enum edit_result delete_to_begin(struct edit *e)
{
	return delete_to(e, 0);
}

static enum edit_result delete_to_end(struct edit *e)
{
	return delete_to(e, e->text.n);
}

static enum edit_result cancel(struct edit *e)
{
	(void)e;
	return EDIT_CANCEL;
}

static enum edit_result accept(struct edit *e)
{
	if (e->history)
		edit_history_add(e->history, buf_str(&e->text));
	return EDIT_ACCEPT;
}

/* Shows the entry `past` places back, or what was typed for 0. */
static enum edit_result show_past(struct edit *e, size_t past)
{
	struct edit_history *h = e->history;
	struct buf line = {0};

	if (e->past == 0) {
		buf_clear(&e->typed);
		buf_addstr(&e->typed, buf_str(&e->text));
	}
	if (past)
		buf_adds(&line, h->lines.p[h->lines.n - past]);
	else
		buf_addstr(&line, buf_str(&e->typed));
	splice(e, 0, e->text.n, buf_str(&line));
	buf_release(&line);
	e->past = past;
	return EDIT_CHANGED;
}

static bool begins_as_typed(const struct edit *e, size_t past)
{
	const char *line = e->history->lines.p[e->history->lines.n - past];

	return str_starts(str_of(line), buf_str(e->past ? &e->typed : &e->text));
}

static enum edit_result older(struct edit *e)
{
	for (size_t past = e->past + 1; e->history && past <= e->history->lines.n; past++) {
		if (begins_as_typed(e, past))
			return show_past(e, past);
	}
	return EDIT_MOVED;
}

static enum edit_result newer(struct edit *e)
{
	if (e->past == 0)
		return EDIT_MOVED;
	for (size_t past = e->past - 1; past; past--) {
		if (begins_as_typed(e, past))
			return show_past(e, past);
	}
	return show_past(e, 0);
}

static const struct {
	uint32_t code;
	uint8_t mods;
	enum edit_result (*run)(struct edit *e);
} commands[] = {
	{KEY_CODE_LEFT, 0, to_before},
	{'b', KEY_CTRL, to_before},
	{KEY_CODE_RIGHT, 0, to_after},
	{'f', KEY_CTRL, to_after},
	{KEY_CODE_HOME, 0, to_begin},
	{'a', KEY_CTRL, to_begin},
	{KEY_CODE_END, 0, to_end},
	{'e', KEY_CTRL, to_end},
	{'b', KEY_ALT, to_word_before},
	{KEY_CODE_LEFT, KEY_CTRL, to_word_before},
	{'f', KEY_ALT, to_word_after},
	{KEY_CODE_RIGHT, KEY_CTRL, to_word_after},
	{KEY_CODE_BACKSPACE, 0, rub_out},
	{KEY_CODE_DELETE, 0, delete_after},
	{'d', KEY_CTRL, delete_after},
	{'w', KEY_CTRL, delete_word_before},
	{KEY_CODE_BACKSPACE, KEY_ALT, delete_word_before},
	{'d', KEY_ALT, delete_word_after},
	{'u', KEY_CTRL, delete_to_begin},
	{'k', KEY_CTRL, delete_to_end},
	{KEY_CODE_UP, 0, older},
	{'p', KEY_CTRL, older},
	{KEY_CODE_DOWN, 0, newer},
	{'n', KEY_CTRL, newer},
	{KEY_CODE_ENTER, 0, accept},
	{'j', KEY_CTRL, accept},
	{KEY_CODE_ESCAPE, 0, cancel},
	{'c', KEY_CTRL, cancel},
	{'g', KEY_CTRL, cancel},
};

enum edit_result edit_key(struct edit *e, struct key key)
{
	if (key_is_text(key)) {
		char c[4];
		size_t n = e->text.n;

		edit_insert(e, (struct str){c, utf8_put(c, key.code)});
		return e->text.n > n ? EDIT_CHANGED : EDIT_MOVED;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands) && !key.pasted; i++) {
		if (key.code == commands[i].code && key.mods == commands[i].mods)
			return commands[i].run(e);
	}
	return EDIT_IGNORED;
}

static int columns_at(const struct edit *e, size_t at, size_t *next)
{
	*next = seg_next(e->text.p, e->text.n, at);
	return draw_cluster_columns(e->text.p + at, *next - at);
}

void edit_window(const struct edit *e, int columns, size_t *begin, size_t *end, int *column)
{
	size_t next = e->cursor;
	int right = 1, used = 0;

	/* A third of the window shows what follows the cursor, the cluster on it at least. */
	if (e->cursor < e->text.n)
		right = columns_at(e, e->cursor, &next);
	while (next < e->text.n && right < columns / 3)
		right += columns_at(e, next, &next);
	if (right > columns)
		right = columns;

	*begin = e->cursor;
	while (*begin) {
		size_t to = seg_prev(e->text.p, e->text.n, *begin);
		int more = draw_cluster_columns(e->text.p + to, *begin - to);

		if (used + more > columns - right)
			break;
		used += more;
		*begin = to;
	}
	*column = used;
	for (*end = e->cursor; *end < e->text.n; *end = next) {
		used += columns_at(e, *end, &next);
		if (used > columns)
			break;
	}
}

void edit_release(struct edit *e)
{
	buf_release(&e->text);
	buf_release(&e->typed);
	*e = (struct edit){0};
}

void edit_history_add(struct edit_history *h, struct str line)
{
	if (line.n == 0)
		return;
	for (size_t i = 0; i < h->lines.n; i++) {
		if (str_eq(line, str_of(h->lines.p[i]))) {
			char *old = h->lines.p[i];

			h->lines.n--;
			memmove(h->lines.p + i, h->lines.p + i + 1,
				(h->lines.n - i) * sizeof(*h->lines.p));
			h->lines.p[h->lines.n++] = old;
			return;
		}
	}
	if (h->lines.n == EDIT_HISTORY) {
		free(h->lines.p[0]);
		h->lines.n--;
		memmove(h->lines.p, h->lines.p + 1, h->lines.n * sizeof(*h->lines.p));
	}
	vec_push(&h->lines, xmemdup0(line.p, line.n));
}

void edit_history_release(struct edit_history *h)
{
	for (size_t i = 0; i < h->lines.n; i++)
		free(h->lines.p[i]);
	vec_release(&h->lines);
}
