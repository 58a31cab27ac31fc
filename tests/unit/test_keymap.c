/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/keymap.h"

enum { VIEW, OTHER, GLOBAL };
enum { GG = 1, DOWN, GX, PERCENT, MARK, MARK_M, QUIT, ESCAPE, HALF_PAGE };

static const unsigned maps[] = {VIEW, GLOBAL};

static int set_up(void **state)
{
	static struct keymap m;

	m = (struct keymap){0};
	assert_int_equal(keymap_bind(&m, VIEW, STR("gg"), GG, NULL), 0);
	assert_int_equal(keymap_bind(&m, VIEW, STR("j"), DOWN, NULL), 0);
	assert_int_equal(keymap_bind(&m, VIEW, STR("%"), PERCENT, NULL), 0);
	assert_int_equal(keymap_bind(&m, VIEW, STR("m<Char>"), MARK, NULL), 0);
	assert_int_equal(keymap_bind(&m, VIEW, STR("mm"), MARK_M, NULL), 0);
	assert_int_equal(keymap_bind(&m, GLOBAL, STR("gx"), GX, NULL), 0);
	assert_int_equal(keymap_bind(&m, GLOBAL, STR("j"), QUIT, NULL), 0);
	assert_int_equal(keymap_bind(&m, GLOBAL, STR("q"), QUIT, NULL), 0);
	assert_int_equal(keymap_bind(&m, GLOBAL, STR("<Escape>"), ESCAPE, NULL), 0);
	assert_int_equal(keymap_bind(&m, OTHER, STR("<C-d>"), HALF_PAGE, NULL), 0);
	*state = &m;
	return 0;
}

static int tear_down(void **state)
{
	keymap_release(*state);
	return 0;
}

/* Feeds keys by name; all but the last must be pending. Returns the last result. */
static enum keymap_result feed(struct keymap *m, const char *keys, struct keymap_hit *hit,
			       struct keymap_pending *pending)
{
	struct str rest = str_of(keys);
	enum keymap_result result = KEYMAP_PENDING;
	struct key k;

	while (rest.n) {
		assert_int_equal(result, KEYMAP_PENDING);
		assert_true(key_parse(&rest, &k));
		result = keymap_feed(m, pending, maps, 2, k, hit);
	}
	return result;
}

static void assert_hit(struct keymap *m, const char *keys, uint32_t value, long count, uint32_t ch)
{
	struct keymap_pending pending = {0};
	struct keymap_hit hit;

	if (feed(m, keys, &hit, &pending) != KEYMAP_HIT || hit.value != value)
		fail_msg("%s does not reach %u", keys, value);
	assert_int_equal(hit.count, count);
	assert_int_equal(hit.ch, ch);
	assert_int_equal(pending.n, 0);
	assert_int_equal(pending.count, 0);
}

static void assert_none(struct keymap *m, const char *keys)
{
	struct keymap_pending pending = {0};
	struct keymap_hit hit;

	assert_int_equal(feed(m, keys, &hit, &pending), KEYMAP_NONE);
	assert_int_equal(pending.n, 0);
	assert_int_equal(pending.count, 0);
}

static void keys_reach_the_binding_of_the_first_map_that_knows_them(void **state)
{
	assert_hit(*state, "j", DOWN, 0, 0);
	assert_hit(*state, "gg", GG, 0, 0);
	assert_hit(*state, "gx", GX, 0, 0);
	assert_hit(*state, "q", QUIT, 0, 0);
	assert_none(*state, "gj");
	assert_none(*state, "z");
	assert_none(*state, "<C-d>"); /* of a map that is not asked */
	assert_none(*state, "<A-j>");
}

static void a_count_goes_before_a_command(void **state)
{
	assert_hit(*state, "10j", DOWN, 10, 0);
	assert_hit(*state, "3gg", GG, 3, 0);
	assert_hit(*state, "50%", PERCENT, 50, 0);
	assert_hit(*state, "99999999999999999999j", DOWN, 999999999, 0);
	assert_none(*state, "0");
}

static void char_stands_for_any_character_but_names_go_first(void **state)
{
	assert_hit(*state, "ma", MARK, 0, 'a');
	assert_hit(*state, "m1", MARK, 0, '1');
	assert_hit(*state, "m中", MARK, 0, 0x4E2D);
	assert_hit(*state, "mm", MARK_M, 0, 0);
	assert_none(*state, "m<Up>");
	assert_none(*state, "m<C-a>");
}

static void escape_drops_what_is_pending(void **state)
{
	assert_none(*state, "g<Escape>");
	assert_none(*state, "12<Escape>");
	assert_hit(*state, "<Escape>", ESCAPE, 0, 0);
}

static void full_width_keys_are_commands_too(void **state)
{
	assert_hit(*state, "ｊ", DOWN, 0, 0);
	assert_hit(*state, "１０ｊ", DOWN, 10, 0);
	assert_hit(*state, "ｇg", GG, 0, 0);
	assert_hit(*state, "５０％", PERCENT, 50, 0);
	assert_int_equal(keymap_bind(*state, VIEW, STR("ｚ"), GX, NULL), 0);
	assert_hit(*state, "z", GX, 0, 0);
	assert_hit(*state, "ｚ", GX, 0, 0);
	assert_int_equal(keymap_bind(*state, VIEW, STR("ｊ"), GX, NULL), 0);
	assert_hit(*state, "j", GX, 0, 0);
}

static void what_is_pasted_is_no_command(void **state)
{
	struct keymap_pending pending = {0};
	struct keymap_hit hit;
	struct key key = {.code = 'j', .pasted = true};

	assert_int_equal(keymap_feed(*state, &pending, maps, 2, key, &hit), KEYMAP_NONE);
	key.code = '1';
	assert_int_equal(keymap_feed(*state, &pending, maps, 2, key, &hit), KEYMAP_NONE);
	assert_int_equal(pending.count, 0);
}

static void what_is_pending_has_a_name(void **state)
{
	struct keymap_pending pending = {0};
	struct keymap_hit hit;
	struct buf name = {0};

	assert_int_equal(feed(*state, "10g", &hit, &pending), KEYMAP_PENDING);
	keymap_pending_name(&pending, &name);
	assert_string_equal(buf_cstr(&name), "10g");
	buf_release(&name);
}

static void a_binding_can_be_replaced_and_removed(void **state)
{
	struct keymap *m = *state;

	assert_int_equal(keymap_bind(m, VIEW, STR("j"), GX, NULL), 0);
	assert_hit(m, "j", GX, 0, 0);
	assert_int_equal(keymap_unbind(m, VIEW, STR("j"), NULL), 0);
	assert_hit(m, "j", QUIT, 0, 0); /* the global one */
	assert_int_equal(keymap_unbind(m, VIEW, STR("j"), NULL), 0);
	assert_hit(m, "gg", GG, 0, 0);
}

static void keys_that_cannot_be_bound_are_refused(void **state)
{
	struct keymap *m = *state;
	static const char *const bad[] = {"",    "<nokey>",  "g",      "jj", "abcdefghi", "mab",
					  "mmx", "m<Char>x", "<Char>", "5x", "１"};
	size_t n = m->bindings.n;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err err = {0};

		assert_int_equal(keymap_bind(m, VIEW, str_of(bad[i]), 1, &err), -1);
		assert_int_equal(err.code, ERR_USAGE);
		err_release(&err);
	}
	assert_int_equal(m->bindings.n, n);
	assert_int_equal(keymap_bind(m, OTHER, STR("g"), 1, NULL), 0); /* another map */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(keys_reach_the_binding_of_the_first_map_that_knows_them),
		TEST(a_count_goes_before_a_command),
		TEST(char_stands_for_any_character_but_names_go_first),
		TEST(escape_drops_what_is_pending),
		TEST(full_width_keys_are_commands_too),
		TEST(what_is_pasted_is_no_command),
		TEST(what_is_pending_has_a_name),
		TEST(a_binding_can_be_replaced_and_removed),
		TEST(keys_that_cannot_be_bound_are_refused),
	};

	return cmocka_run_group_tests_name("keymap", tests, NULL, NULL);
}
