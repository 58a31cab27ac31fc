/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/key.h"

static struct key parse(const char *text)
{
	struct str rest = str_of(text);
	struct key k;

	if (!key_parse(&rest, &k))
		fail_msg("%s is not a key", text);
	assert_int_equal(rest.n, 0);
	return k;
}

static void assert_read_back(struct key k)
{
	struct buf name = {0};

	key_name(k, &name);
	if (!key_eq(parse(buf_cstr(&name)), k))
		fail_msg("%s is read back as another key", buf_cstr(&name));
	buf_release(&name);
}

static void every_key_is_read_back_from_its_name(void **state)
{
	(void)state;
	for (uint32_t code = 0x20; code < KEY_CODE_LAST; code++) {
		struct key k = {.code = code};

		if (code < KEY_CODE_FIRST && !key_is_text(k))
			continue;
		assert_read_back(k);
		k.mods = KEY_ALT;
		assert_read_back(k);
		if (code >= KEY_CODE_FIRST ||
		    (code >= 'a' && code <= 'z' && !strchr("him", (int)code)) ||
		    (code < 0x80 && strchr("]\\^_@", (int)code))) {
			k.mods = KEY_CTRL;
			assert_read_back(k);
			k.mods = KEY_CTRL | KEY_ALT;
			assert_read_back(k);
		}
	}
}

static void keys_that_a_terminal_cannot_tell_apart_are_one_key(void **state)
{
	(void)state;
	static const char *const same[][2] = {
		{"<C-m>", "<Enter>"},  {"<C-i>", "<Tab>"},       {"<C-h>", "<Backspace>"},
		{"<C-[>", "<Escape>"}, {"<C-A>", "<c-a>"},       {"<C-Space>", "<C-@>"},
		{"<M-x>", "<A-x>"},    {"<BackTab>", "<S-Tab>"}, {"<A-C-x>", "<C-A-x>"},
		{"<f5>", "<F5>"},      {" ", "<Space>"},         {"<esc>", "<Escape>"},
	};

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		assert_true(key_eq(parse(same[i][0]), parse(same[i][1])));
	assert_false(key_eq(parse("<A-X>"), parse("<A-x>")));
}

static void an_unknown_name_is_refused_and_nothing_is_read(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		"<nokey>",
		"<F0>",
		"<F13>",
		"<F1x>",
		"<C->",
		"<C-1>",
		"<ab>",
		"\t",
		"\x7f",
		"\xc2\x85",
		"\xe4\xb8",
		"<C-\xe4\xb8\xad>",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct str rest = str_of(bad[i]);
		struct key k;

		if (key_parse(&rest, &k))
			fail_msg("\"%s\" was taken for a key", bad[i]);
		assert_true(rest.p == bad[i]);
	}
}

static void a_sequence_is_read_key_by_key(void **state)
{
	(void)state;
	struct str rest = STR("g<C-d>中<lt><<");
	static const uint32_t want[] = {'g', 'd', 0x4E2D, '<', '<', '<'};
	struct key k;

	for (size_t i = 0; i < 6; i++) {
		assert_true(key_parse(&rest, &k));
		assert_int_equal(k.code, want[i]);
	}
	assert_int_equal(rest.n, 0);
}

static void full_width_forms_stand_for_the_keys_of_ascii(void **state)
{
	(void)state;
	for (uint32_t c = '!'; c <= '~'; c++)
		assert_int_equal(key_narrow((struct key){.code = c + 0xFEE0}).code, c);
	assert_int_equal(key_narrow((struct key){.code = 0x3000}).code, ' ');
	assert_int_equal(key_narrow((struct key){.code = 0x4E2D}).code, 0x4E2D);
	assert_int_equal(key_narrow((struct key){.code = KEY_CODE_UP}).code, KEY_CODE_UP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_is_read_back_from_its_name),
		cmocka_unit_test(keys_that_a_terminal_cannot_tell_apart_are_one_key),
		cmocka_unit_test(an_unknown_name_is_refused_and_nothing_is_read),
		cmocka_unit_test(a_sequence_is_read_key_by_key),
		cmocka_unit_test(full_width_forms_stand_for_the_keys_of_ascii),
	};

	return cmocka_run_group_tests_name("key", tests, NULL, NULL);
}
