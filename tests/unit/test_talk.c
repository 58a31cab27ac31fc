/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

#include "base/clock.h"
#include "ui/talk.h"

enum { LONGER_MS = 60 }; /* than an Escape waits for what may follow it */

/* A terminal that is a pipe: what is said into it is what was typed. */
struct line {
	struct talk talk;
	int typed;
};

static int open_line(void **state)
{
	static struct line l;
	int ends[2];

	if (pipe(ends) < 0)
		return -1;
	l = (struct line){.typed = ends[1]};
	l.talk.tty = (struct tty){.in = ends[0], .out = open("/dev/null", O_WRONLY), .test_fd = -1};
	*state = &l;
	return l.talk.tty.out < 0 ? -1 : 0;
}

static int close_line(void **state)
{
	struct line *l = *state;

	close(l->typed);
	close(l->talk.tty.in);
	close(l->talk.tty.out);
	input_release(&l->talk.input);
	vec_release(&l->talk.keys);
	return 0;
}

static void say(struct line *l, const char *bytes)
{
	assert_int_equal(write(l->typed, bytes, strlen(bytes)), strlen(bytes));
	assert_int_equal(talk_wait(&l->talk, 1000, NULL, 0), TTY_INPUT);
}

/* As if the last bytes had come that long ago. */
static void let_pass(struct line *l, int ms)
{
	l->talk.input_at = clock_monotonic_ms() - ms;
}

static void assert_key(struct line *l, uint32_t code)
{
	struct key key = {0};

	assert_true(talk_key(&l->talk, &key));
	assert_int_equal(key.code, code);
}

static void assert_no_key(struct line *l)
{
	struct key key;

	assert_false(talk_key(&l->talk, &key));
}

static void what_was_read_at_once_is_pending_for_as_long_as_a_key_takes(void **state)
{
	struct line *l = *state;

	say(l, "ab");
	assert_key(l, 'a');
	let_pass(l, LONGER_MS);
	assert_true(talk_pending(&l->talk));
	assert_key(l, 'b');
	assert_false(talk_pending(&l->talk));
}

static void an_escape_is_one_soon_and_pending_until_then(void **state)
{
	struct line *l = *state;

	say(l, "\033");
	let_pass(l, -1000);
	assert_no_key(l);
	assert_true(talk_pending(&l->talk));
	let_pass(l, LONGER_MS);
	assert_true(talk_pending(&l->talk));
	assert_key(l, KEY_CODE_ESCAPE);
	assert_false(talk_pending(&l->talk));
}

static void what_comes_in_pieces_over_a_slow_line_is_put_together(void **state)
{
	struct line *l = *state;

	/* an answer that is late; a character, and with Alt; the end of a paste */
	static const char *const pieces[][2] = {{"\033[24;1", "2R"},
						{"\xe4\xb8", "\xad"},
						{"\033\xe4", "\xb8\xad"},
						{"\033[200~x\033", "[201~R"}};
	static const uint32_t keys[][3] = {{0}, {0x4E2D}, {0x4E2D}, {'x', 'R'}};

	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		const uint32_t *want = keys[i];
		struct key key;

		say(l, pieces[i][0]);
		while (talk_key(&l->talk, &key))
			assert_int_equal(key.code, *want++);
		assert_false(talk_pending(&l->talk));
		let_pass(l, LONGER_MS);
		assert_no_key(l);
		say(l, pieces[i][1]);
		while (talk_key(&l->talk, &key))
			assert_int_equal(key.code, *want++);
		assert_int_equal(*want, 0);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_line, close_line)
	const struct CMUnitTest tests[] = {
		TEST(what_was_read_at_once_is_pending_for_as_long_as_a_key_takes),
		TEST(an_escape_is_one_soon_and_pending_until_then),
		TEST(what_comes_in_pieces_over_a_slow_line_is_put_together),
	};

	return cmocka_run_group_tests_name("talk", tests, NULL, NULL);
}
