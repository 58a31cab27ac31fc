/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/talk.h"

#include "base/buf.h"
#include "base/clock.h"

enum {
	ANSWER_MS = 500, /* a terminal that has not answered by then never does */
	ESCAPE_MS = 25,  /* an Escape with nothing behind it is the key */
	PIECE_MS = 500,  /* the rest of a sequence or a character may be on its way as long */
};

static void take_bytes(struct talk *t)
{
	char bytes[4096];
	long n = tty_read(&t->tty, bytes, sizeof(bytes));

	if (n < 0)
		t->hung_up = true;
	else if (n > 0)
		input_add(&t->input, bytes, (size_t)n);
	t->input_at = clock_monotonic_ms();
}

/* Is a DA1 the end of the answers to this question, or one that comes late or twice? */
static bool ends(struct talk *t, const struct probe *probe)
{
	t->positions |= probe->times > 0;
	return probe->times > 0 || !t->positions;
}

/* Sorts what has come in into keys, which are kept, and answers. True when the last one is in. */
static bool take_answers(struct talk *t, struct probe *probe)
{
	struct input_event e;

	while ((e = input_next(&t->input, false)).kind != INPUT_NONE) {
		if (e.kind == INPUT_KEY) {
			vec_push(&t->keys, e.key);
		} else if (e.kind == INPUT_POSITION) {
			probe_answer(probe, e.column);
		} else if (ends(t, probe)) {
			return true;
		}
	}
	return t->no_device && probe_is_answered(probe);
}

/* Waits until the last answer is in; false when it has not come at `end` (ms). */
static bool wait_for_answers(struct talk *t, struct probe *probe, int64_t end)
{
	while (!t->hung_up && !(t->signals & TTY_END)) {
		int64_t left = end - clock_monotonic_ms();
		int ready = left > 0 ? tty_wait(&t->tty, (int)left, NULL, 0, true) : TTY_TIMEOUT;

		if (ready == TTY_TIMEOUT)
			break;
		if (ready == TTY_GONE)
			t->hung_up = true;
		else if (ready == TTY_INPUT)
			take_bytes(t);
		else
			t->signals |= tty_signals();
		if (take_answers(t, probe))
			return true;
	}
	return false;
}

static void send_question(struct talk *t, struct probe *probe)
{
	struct buf question = {0};

	t->tag = (t->tag + 1) % PROBE_TAGS;
	probe->tag = t->tag;
	probe_question(probe, &question);
	tty_write(&t->tty, question.p, question.n);
	buf_release(&question);
}

bool talk_ask(struct talk *t, struct probe *probe)
{
	send_question(t, probe);
	if (!wait_for_answers(t, probe, clock_monotonic_ms() + ANSWER_MS) &&
	    probe_is_answered(probe))
		t->no_device = true;
	t->mute = !probe_is_answered(probe);
	return !t->mute;
}

void talk_ask_ahead(struct talk *t, struct probe *probe)
{
	send_question(t, probe);
	t->open = probe;
	t->open_since = clock_monotonic_ms();
}

/* Milliseconds until a DA1 that alone is missing is given up; -1: none is waited for. */
static int device_wait(const struct talk *t)
{
	int64_t passed = clock_monotonic_ms() - t->open_since;

	if (!t->open || !probe_is_answered(t->open))
		return -1;
	return !t->no_device && passed < ANSWER_MS ? (int)(ANSWER_MS - passed) : 0;
}

/* Closes the open question when only DA1 is missing, which this terminal seems not to know. */
static void give_up_device(struct talk *t)
{
	if (device_wait(t) == 0) {
		t->no_device = true;
		t->open = NULL;
	}
}

void talk_settle(struct talk *t)
{
	if (!t->open)
		return;
	if (wait_for_answers(t, t->open, t->open_since + ANSWER_MS))
		t->open = NULL;
	give_up_device(t);
}

/* An answer that came among the keys; when nothing is asked, late to a question given up. */
static void take_answer(struct talk *t, const struct input_event *e)
{
	if (t->open && e->kind == INPUT_POSITION)
		probe_answer(t->open, e->column);
	else if (t->open && ends(t, t->open))
		t->open = NULL;
}

void talk_poll(struct talk *t)
{
	struct input_event e;

	while (!t->hung_up && tty_wait(&t->tty, 0, NULL, 0, true) == TTY_INPUT)
		take_bytes(t);
	while ((e = input_next(&t->input, false)).kind != INPUT_NONE) {
		if (e.kind == INPUT_KEY)
			vec_push(&t->keys, e.key);
		else
			take_answer(t, &e);
	}
}

/* Milliseconds until the last bytes read, as an Escape, count as all there is; -1: none wait. */
static int escape_wait(const struct talk *t)
{
	int64_t passed = clock_monotonic_ms() - t->input_at;
	int most = input_may_be_typed(&t->input) ? ESCAPE_MS : PIECE_MS;

	if (!input_is_partial(&t->input))
		return -1;
	return passed < most ? (int)(most - passed) : 0;
}

bool talk_key(struct talk *t, struct key *key)
{
	struct input_event e;

	if (t->taken < t->keys.n) {
		*key = t->keys.p[t->taken++];
		return true;
	}
	vec_clear(&t->keys);
	t->taken = 0;
	while ((e = input_next(&t->input, escape_wait(t) == 0)).kind != INPUT_NONE) {
		if (e.kind == INPUT_KEY || (e.key.code && !t->open)) {
			*key = e.key;
			return true;
		}
		take_answer(t, &e);
	}
	give_up_device(t);
	return false;
}

/* Is there anything in the bytes that were read, or may their last be the beginning of a key? */
static bool is_unread(const struct talk *t)
{
	struct input ahead = t->input; /* its bytes are only looked at */

	return input_next(&ahead, escape_wait(t) == 0).kind != INPUT_NONE ||
	       input_may_be_typed(&ahead);
}

bool talk_pending(struct talk *t)
{
	return t->taken < t->keys.n || is_unread(t) ||
	       tty_wait(&t->tty, 0, NULL, 0, true) != TTY_TIMEOUT;
}

int talk_wait(struct talk *t, int timeout_ms, const int *fds, size_t n)
{
	int escape = escape_wait(t), device = device_wait(t);
	int first = escape > 0 && (device <= 0 || escape < device) ? escape : device;
	bool soon = first > 0 && (timeout_ms < 0 || first < timeout_ms);
	int ready = tty_wait(&t->tty, soon ? first : timeout_ms, fds, n, escape > 0);

	if (ready == TTY_INPUT)
		take_bytes(t);
	if (ready == TTY_GONE)
		t->hung_up = true;
	return ready == TTY_TIMEOUT && soon ? TTY_INPUT : ready;
}

int talk_signals(struct talk *t)
{
	int signals = t->signals | tty_signals();

	t->signals = 0;
	return signals;
}

void talk_release(struct talk *t)
{
	tty_close(&t->tty);
	input_release(&t->input);
	vec_release(&t->keys);
}
