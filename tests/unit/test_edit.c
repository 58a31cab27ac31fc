/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <unistr.h>

#include "text/draw.h"
#include "text/seg.h"
#include "ui/edit.h"

static void type(struct edit *e, const char *keys)
{
	struct str rest = str_of(keys);
	struct key k;

	while (rest.n) {
		assert_true(key_parse(&rest, &k));
		edit_key(e, k);
	}
}

/* Types into a line that holds text; the result has its cursor marked by a "|". */
static void assert_typed(const char *text, const char *keys, const char *want)
{
	struct edit e = {0};
	struct buf got = {0};

	edit_start(&e, str_of(text), NULL);
	type(&e, keys);
	buf_addstr(&got, str_sub(buf_str(&e.text), 0, e.cursor));
	buf_addc(&got, '|');
	buf_addstr(&got, str_sub(buf_str(&e.text), e.cursor, e.text.n));
	assert_string_equal(buf_cstr(&got), want);
	buf_release(&got);
	edit_release(&e);
}

static void keys_move_and_delete_by_cluster_and_word(void **state)
{
	(void)state;
	assert_typed("", "a中b", "a中b|");
	assert_typed("abc", "<Left><Left>x", "ax|bc");
	assert_typed("中文", "<C-a>x<C-e>y", "x中文y|");
	assert_typed("e\u0301x", "<C-b><C-b>|", "||e\u0301x");
	assert_typed("a👩‍👩‍👧b", "<Left><BS>", "a|b");
	assert_typed("one two", "<C-w>", "one |");
	assert_typed("one two  ", "<C-w><C-w>", "|");
	assert_typed("读中文 foo.bar", "<C-w>", "读中文 foo.|");
	assert_typed("读 中文foo", "<A-b><A-b>x", "读 x|中文foo");
	assert_typed("ab cd", "<Home><A-f><C-k>", "ab|");
	assert_typed("ab cd", "<C-Left><C-u>", "|cd");
	assert_typed("ab", "<Home><Delete><C-d><C-d>", "|");
	assert_typed("ab", "<Home><Left><C-w><C-u>", "|ab");
}

static void the_line_ends_as_it_should(void **state)
{
	(void)state;
	struct edit e = {0};

	edit_start(&e, STR("a"), NULL);
	assert_int_equal(edit_key(&e, (struct key){.code = KEY_CODE_ENTER}), EDIT_ACCEPT);
	assert_int_equal(edit_key(&e, (struct key){.code = KEY_CODE_ESCAPE}), EDIT_CANCEL);
	assert_int_equal(edit_key(&e, (struct key){.code = 'c', .mods = KEY_CTRL}), EDIT_CANCEL);
	assert_int_equal(edit_key(&e, (struct key){.code = KEY_CODE_TAB}), EDIT_IGNORED);
	assert_int_equal(edit_key(&e, (struct key){.code = KEY_CODE_LEFT}), EDIT_MOVED);
	assert_int_equal(edit_key(&e, (struct key){.code = 'x'}), EDIT_CHANGED);
	type(&e, "<End><BS><BS>");
	assert_int_equal(e.text.n, 0);
	assert_int_equal(edit_key(&e, (struct key){.code = KEY_CODE_BACKSPACE}), EDIT_CANCEL);
	edit_release(&e);
}

static void controls_do_not_get_in(void **state)
{
	(void)state;
	struct edit e = {0};

	edit_start(&e, STR("a\n\033[31m\x7f\302\233中"), NULL);
	assert_string_equal(buf_cstr(&e.text), "a[31m中");
	edit_replace(&e, 1, 5, STR("\tb"));
	assert_string_equal(buf_cstr(&e.text), "ab中");
	assert_int_equal(e.cursor, 2);
	edit_release(&e);
}

static void history_offers_what_begins_as_typed(void **state)
{
	(void)state;
	struct edit_history h = {0};
	struct edit e = {0};
	static const char *const lines[] = {"set a", "open x", "set b", "", "open x", "set a"};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		edit_start(&e, str_of(lines[i]), &h);
		assert_int_equal(edit_key(&e, (struct key){.code = KEY_CODE_ENTER}), EDIT_ACCEPT);
	}
	assert_int_equal(h.lines.n, 3); /* set b, open x, set a */
	edit_start(&e, STR("se"), &h);
	type(&e, "<Up>");
	assert_string_equal(buf_cstr(&e.text), "set a");
	type(&e, "<Up>");
	assert_string_equal(buf_cstr(&e.text), "set b");
	type(&e, "<Up>");
	assert_string_equal(buf_cstr(&e.text), "set b");
	type(&e, "<Down><Down>");
	assert_string_equal(buf_cstr(&e.text), "se");
	type(&e, "<Down>");
	assert_string_equal(buf_cstr(&e.text), "se");
	edit_release(&e);

	for (int i = 0; i < 2 * EDIT_HISTORY; i++) {
		char line[16];

		snprintf(line, sizeof(line), "%d", i);
		edit_history_add(&h, str_of(line));
	}
	assert_int_equal(h.lines.n, EDIT_HISTORY);
	assert_string_equal(h.lines.p[EDIT_HISTORY - 1], "199");
	edit_history_release(&h);
}

static void assert_sound(const struct edit *e)
{
	assert_true(e->text.n <= EDIT_LIMIT);
	assert_null(u8_check((const uint8_t *)buf_cstr(&e->text), e->text.n));
	assert_true(e->cursor <= e->text.n);
	assert_true(seg_is_edge(e->text.p, e->text.n, e->cursor));
	for (int columns = 2; columns < 40; columns += 3) {
		size_t begin, end;
		int column;

		edit_window(e, columns, &begin, &end, &column);
		assert_true(begin <= e->cursor && e->cursor <= end && end <= e->text.n);
		assert_true(column >= 0 && column < columns);
		assert_true(seg_is_edge(e->text.p, e->text.n, begin));
		assert_true(seg_is_edge(e->text.p, e->text.n, end));
		assert_true(draw_columns(str_sub(buf_str(&e->text), begin, end)) <= columns);
		assert_int_equal(draw_columns(str_sub(buf_str(&e->text), begin, e->cursor)),
				 column);
		/* What the cursor is on is seen, if there is room for that alone. */
		if (e->cursor == e->text.n)
			continue;
		size_t next = seg_next(e->text.p, e->text.n, e->cursor);
		struct str cluster = str_sub(buf_str(&e->text), e->cursor, next);

		assert_true(end >= next || draw_columns(cluster) > columns);
	}
}

static void any_keys_leave_valid_text_and_the_cursor_on_a_cluster_edge(void **state)
{
	(void)state;
	static const char *const keys[] = {
		"<Left>", "<Right>", "<Home>", "<End>", "<BS>",  "<Del>", "<C-w>",
		"<C-u>",  "<C-k>",   "<A-b>",  "<A-f>", "<A-d>", "<Up>",  "<Down>",
	};
	static const uint32_t chars[] = {
		'a',     ' ',     '.',     0x4E2D,  0x3042, 0x3099, 0x301,  0x200D,
		0x1F469, 0x1F1EF, 0x1F1F5, 0x1F3FD, 0xFE0F, 0x1112, 0x1161, 0x11AB,
		0x93F,   0x202E,  0xFFFF,  0x9B,    0xD800, 0x3000,
	};
	struct edit_history h = {0};
	struct edit e = {0};

	srand(3);
	edit_history_add(&h, STR("中文"));
	edit_history_add(&h, STR("a👩‍👩‍👧‍👦"));
	for (int round = 0; round < 200; round++) {
		edit_start(&e, STR(""), &h);
		for (int i = 0; i < 60; i++) {
			if (rand() % 3 == 0)
				type(&e, keys[(size_t)rand() % (sizeof(keys) / sizeof(*keys))]);
			else
				edit_key(&e,
					 (struct key){
						 .code = chars[(size_t)rand() %
							       (sizeof(chars) / sizeof(*chars))]});
			assert_sound(&e);
		}
	}
	edit_release(&e);
	edit_history_release(&h);
}

static void a_line_has_a_limit(void **state)
{
	(void)state;
	struct edit e = {0};
	struct buf text = {0};

	for (int i = 0; i < EDIT_LIMIT; i++)
		buf_adds(&text, "中");
	edit_start(&e, buf_str(&text), NULL);
	assert_int_equal(e.text.n, EDIT_LIMIT / 3 * 3);
	assert_int_equal(edit_key(&e, (struct key){.code = 0x4E2D}), EDIT_MOVED);
	assert_int_equal(edit_key(&e, (struct key){.code = 'x'}), EDIT_CHANGED);
	assert_int_equal(e.text.n, EDIT_LIMIT);
	edit_release(&e);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_move_and_delete_by_cluster_and_word),
		cmocka_unit_test(the_line_ends_as_it_should),
		cmocka_unit_test(controls_do_not_get_in),
		cmocka_unit_test(history_offers_what_begins_as_typed),
		cmocka_unit_test(any_keys_leave_valid_text_and_the_cursor_on_a_cluster_edge),
		cmocka_unit_test(a_line_has_a_limit),
	};

	return cmocka_run_group_tests_name("edit", tests, NULL, NULL);
}
