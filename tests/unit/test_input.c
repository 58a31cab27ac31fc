/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/input.h"

/* The events of some bytes as text: names of keys, "paste:" before each pasted one, answers. */
static void describe(struct input_event e, struct buf *out)
{
	switch (e.kind) {
	case INPUT_NONE:
		return;
	case INPUT_KEY:
		buf_adds(out, e.key.pasted ? "paste:" : "");
		key_name(e.key, out);
		if (e.key.code == KEY_CODE_MOUSE_PRESS)
			buf_addf(out, "%d,%d", e.key.row, e.key.column);
		break;
	case INPUT_POSITION:
		buf_addf(out, "position %d,%d", e.row, e.column);
		break;
	case INPUT_DEVICE:
		buf_adds(out, "device");
	}
	buf_addc(out, ' ');
}

static void drain(struct input *in, bool idle, struct buf *out)
{
	struct input_event e;

	while ((e = input_next(in, idle)).kind != INPUT_NONE)
		describe(e, out);
}

static void decode(struct str bytes, size_t piece, struct buf *out)
{
	struct input in = {0};

	for (size_t at = 0; at < bytes.n; at += piece) {
		struct str part = str_sub(bytes, at, at + piece);

		input_add(&in, part.p, part.n);
		drain(&in, false, out);
	}
	drain(&in, true, out);
	input_release(&in);
}

static void assert_decoded(struct str bytes, const char *want)
{
	for (size_t piece = 1; piece <= bytes.n; piece++) {
		struct buf got = {0};

		decode(bytes, piece, &got);
		if (got.n)
			buf_truncate(&got, got.n - 1);
		assert_string_equal(buf_cstr(&got), want);
		buf_release(&got);
	}
}

#define DECODED(bytes, want) assert_decoded(STR(bytes), want)

static void characters_and_controls_are_keys(void **state)
{
	(void)state;
	DECODED("aA /", "a A <Space> /");
	DECODED("中é😀", "中 é 😀");
	DECODED("\r\t\b\177", "<Enter> <Tab> <Backspace> <Backspace>");
	DECODED("\001\032\n", "<C-a> <C-z> <C-j>");
	DECODED("\0", "<C-@>");
	DECODED("\034\035\036\037", "<C-\\> <C-]> <C-^> <C-_>");
}

static void sequences_of_all_known_terminals_are_keys(void **state)
{
	(void)state;
	DECODED("\033[A\033[B\033[C\033[D", "<Up> <Down> <Right> <Left>");
	DECODED("\033OA\033OH\033OF\033[H", "<Up> <Home> <End> <Home>");
	DECODED("\033[1~\033[4~\033[5~\033[6~\033[2~\033[3~",
		"<Home> <End> <PageUp> <PageDown> <Insert> <Delete>");
	DECODED("\033OP\033OQ\033OR\033OS\033[15~\033[24~", "<F1> <F2> <F3> <F4> <F5> <F12>");
	DECODED("\033[P\033[R\033[1;2P", "<F1> <F3> <F1>");
	DECODED("\033[[A\033[[E", "<F1> <F5>");
	DECODED("\033[Z\033[1;5A\033[1;3D\033[3;5~", "<S-Tab> <C-Up> <A-Left> <C-Delete>");
	DECODED("\033Oa\033[5^", "<C-Up> <C-PageUp>");
	DECODED("\033\033[A", "<A-Up>");
	DECODED("\033[I\033[Oj", "<Focus> j");
}

static void alt_and_escape_are_told_apart_by_what_follows(void **state)
{
	(void)state;
	DECODED("\033x", "<A-x>");
	DECODED("\033中", "<A-中>");
	DECODED("\033\r\033\177", "<A-Enter> <A-Backspace>");
	DECODED("\033", "<Escape>");
	DECODED("\033\033", "<Escape> <Escape>");
	DECODED("\033[", "<A-[>");
	DECODED("\033O", "<A-O>");
	DECODED("\033\033[24;3Rj", "<Escape> position 24,3 j");
	DECODED("\033\033[?6c", "<Escape> device");
	DECODED("\033\033[I\033\033[<0;5;7M", "<Escape> <Focus> <Escape> <Mouse>6,4");
	DECODED("\033\033[200~a\033[201~b", "<Escape> paste:a b");
	DECODED("\033\033[99~j", "<Escape> j");
}

static void answers_are_no_keys(void **state)
{
	(void)state;
	DECODED("j\033[24;3Rk\033[?64;1;2;6;9;15;18;21;22cl", "j position 24,3 k device l");
	DECODED("\033]11;rgb:0000/0000/0000\033\\j\033P1$r0m\033\\k", "j k");
	DECODED("\033]0;x\aj\033[>0;276;0ck\033[?2026;0$yl", "j k l");
}

static void a_paste_is_text_and_never_a_command(void **state)
{
	(void)state;
	DECODED("\033[200~q中\033[201~q", "paste:q paste:中 q");
	DECODED("\033[200~a\r\nb\nc\td\033[201~",
		"paste:a paste:<Space> paste:b paste:<Space> paste:c paste:<Space> paste:d");
	DECODED("\033[200~a\033[Ab\003\033[201~\003", "paste:a paste:[ paste:A paste:b <C-c>");
	DECODED("\033[200~a\033", "paste:a"); /* its end got lost, and Escape was typed */
}

static void the_mouse_tells_its_place(void **state)
{
	(void)state;
	DECODED("\033[<0;5;7M\033[<0;5;7m", "<Mouse>6,4");
	DECODED("\033[<64;1;1M\033[<65;1;1M\033[<35;2;2M", "<WheelUp> <WheelDown>");
	DECODED("\033[M \x25\x27", "<Mouse>6,4");
	DECODED("\033[<0;99999;7M\033[<0;0;0Mj", "j");
}

static void what_makes_no_sense_is_dropped(void **state)
{
	(void)state;
	DECODED("\xff\xc0\x80j", "j");
	DECODED("\xe4\xb8j", "j");
	DECODED("\xed\xa0\x80j", "j"); /* a surrogate */
	DECODED("\xc2\x9bj", "j");     /* C1 */
	DECODED("\033[1;2;3;4;5;6;7xj\033[12:3;4vk", "j k");
	DECODED("\033[99~\033[<5~j", "j");
	DECODED("\033[12\033[Bj", "<Down> j");
}

static void any_bytes_are_used_up(void **state)
{
	(void)state;
	static const char likely[] = "\033\033\033[[O]P?<;;0123456789~MRcAZI\a\\\xe4\xb8\xad\xff j";

	srand(2);
	for (int i = 0; i < 20000; i++) {
		struct input in = {0};
		char bytes[40];
		size_t n = (size_t)rand() % sizeof(bytes) + 1;

		for (size_t k = 0; k < n; k++)
			bytes[k] = rand() % 4 ? likely[(size_t)rand() % (sizeof(likely) - 1)]
					      : (char)rand();
		input_add(&in, bytes, n);
		struct input_event e;

		while ((e = input_next(&in, true)).kind != INPUT_NONE) {
			if (e.kind == INPUT_KEY && !e.key.mods && e.key.code < KEY_CODE_FIRST)
				assert_true(key_is_text(e.key));
		}
		/* Only in a paste may something be left: the beginning of its end. */
		assert_true(!input_is_partial(&in) || in.pasting);
		input_release(&in);
	}
}

static void a_long_paste_takes_no_more_memory_than_a_short_one(void **state)
{
	(void)state;
	struct input in = {0};
	char bytes[1000];

	memset(bytes, 'x', sizeof(bytes));
	bytes[999] = '\xe4';
	for (int i = 0; i < 1000; i++) {
		input_add(&in, bytes, sizeof(bytes));
		while (input_next(&in, false).kind != INPUT_NONE)
			;
		memcpy(bytes, "\xb8\xad", 2);
	}
	assert_true(in.bytes.cap < 10 * sizeof(bytes));
	input_release(&in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters_and_controls_are_keys),
		cmocka_unit_test(sequences_of_all_known_terminals_are_keys),
		cmocka_unit_test(alt_and_escape_are_told_apart_by_what_follows),
		cmocka_unit_test(answers_are_no_keys),
		cmocka_unit_test(a_paste_is_text_and_never_a_command),
		cmocka_unit_test(the_mouse_tells_its_place),
		cmocka_unit_test(what_makes_no_sense_is_dropped),
		cmocka_unit_test(any_bytes_are_used_up),
		cmocka_unit_test(a_long_paste_takes_no_more_memory_than_a_short_one),
	};

	return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
