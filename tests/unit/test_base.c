/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/civil.h"
#include "base/fs.h"
#include "folder.h"
#include "base/vec.h"

static void buf_grows_and_stays_terminated(void **state)
{
	(void)state;
	struct buf b = {0};

	assert_string_equal(buf_cstr(&b), "");
	for (int i = 0; i < 1000; i++) {
		buf_addf(&b, "%d,", i % 10);
		assert_int_equal(b.p[b.n], '\0');
	}
	assert_int_equal(b.n, 2000);
	buf_truncate(&b, 3);
	buf_addn(&b, '-', 2);
	assert_string_equal(buf_cstr(&b), "0,1--");
	char *p = buf_detach(&b);

	assert_string_equal(p, "0,1--");
	assert_null(b.p);
	free(p);
}

static void str_splits_into_all_pieces(void **state)
{
	(void)state;
	struct str rest = STR("a,,b"), piece;
	const char *want[] = {"a", "", "b"};

	for (size_t i = 0; i < 3; i++) {
		assert_true(str_split(&rest, ',', &piece));
		assert_true(str_eq(piece, str_of(want[i])));
	}
	assert_false(str_split(&rest, ',', &piece));
	assert_true(str_find(STR("abcabc"), STR("ca"), 0) == 2);
	assert_true(str_find(STR("abc"), STR("abcd"), 0) == (size_t)-1);
	assert_true(str_eq(str_trim(STR(" \t x y \n")), STR("x y")));
}

static void arena_gives_aligned_zeroed_memory_of_any_size(void **state)
{
	(void)state;
	struct arena a = {0};

	for (size_t size = 0; size < 40000; size = size * 2 + 1) {
		unsigned char *p = arena_alloc(&a, size);

		assert_true((uintptr_t)p % sizeof(void *) == 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xAA, size);
	}
	arena_release(&a);
	assert_null(a.chunk);
}

static void civil_days_and_dates_are_inverse(void **state)
{
	(void)state;
	for (int64_t days = -800000; days < 800000; days += 37) {
		int32_t year;
		int month, day;

		civil_from_days(days, &year, &month, &day);
		assert_true(civil_valid(year, month, day));
		assert_true(civil_days(year, month, day) == days);
	}
	assert_int_equal(civil_days(1970, 1, 1), 0);
	assert_int_equal(civil_days(2000, 3, 1), 11017);
	assert_int_equal(civil_weekday(civil_days(2022, 7, 13)), 2); /* a Wednesday */
	assert_int_equal(civil_weekday(civil_days(1969, 12, 28)), 6);
}

static void a_zone_is_shown_and_taken_off_for_sorting(void **state)
{
	(void)state;
	struct civil c = {.year = 2022,
			  .month = 7,
			  .day = 14,
			  .hour = 7,
			  .minute = 33,
			  .zone = 480,
			  .precision = CIVIL_MINUTE};
	struct buf b = {0};

	civil_add_full(&b, &c);
	assert_string_equal(buf_cstr(&b), "2022-07-14 07:33 +08:00");
	assert_true(civil_seconds(&c) == civil_days(2022, 7, 13) * 86400 + 23 * 3600 + 33 * 60);
	buf_clear(&b);
	c = (struct civil){.year = -44, .month = 3, .precision = CIVIL_MONTH};
	civil_add_full(&b, &c);
	assert_string_equal(buf_cstr(&b), "-0044-03");
	buf_release(&b);
}

/* Puts a link to the folder outside in the place of each folder it has heard of. */
static int swap_folder(void *ctx, const struct fs_entry *entry)
{
	(void)ctx;
	if (*entry->relative) {
		assert_int_equal(rename(entry->path, "was"), 0);
		assert_int_equal(symlink("../outside", entry->path), 0);
	}
	return 0;
}

static int count_file(void *ctx, const struct fs_entry *entry)
{
	(void)entry;
	++*(int *)ctx;
	return 0;
}

static void no_link_is_followed_below_a_root(void **unused)
{
	(void)unused;
	int files = 0;
	const struct fs_walker walker = {.file = count_file, .folder = swap_folder, .ctx = &files};
	struct buf got = {0};
	struct err err = {0};

	assert_int_equal(mkdir("root", 0700) | mkdir("root/in", 0700) | mkdir("outside", 0700), 0);
	assert_int_equal(fs_write("outside/a", STR("secret"), 0, NULL), 0);
	assert_int_equal(fs_write("root/in/a", STR("one"), 0, NULL), 0);
	assert_int_equal(symlink("root", "link"), 0);
	assert_int_equal(symlink("../outside/a", "root/file"), 0);
	assert_int_equal(symlink("../outside", "root/out"), 0);
	assert_int_equal(fs_read_below("link//in/./a", 4, 100, &got, NULL, &err), 0);
	assert_int_equal(fs_read_head("link/in/a", 5, 2, &got, &err), 0);
	assert_string_equal(buf_cstr(&got), "oneon");
	assert_int_equal(fs_read_below("root/file", 4, 100, &got, NULL, &err), -1);
	assert_int_equal(err.code, ERR_KIND);
	assert_int_equal(fs_read_head("root/file", 4, 2, &got, &err), -1);
	assert_int_equal(fs_read_below("root/out/a", 4, 100, &got, NULL, &err), -1);
	assert_int_equal(fs_read_below("root/none/a", 4, 100, &got, NULL, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_string_equal(buf_cstr(&got), "oneon");
	assert_int_equal(fs_read("root/out/a", 100, &got, NULL, &err), 0);
	assert_int_equal(fs_walk("link", &walker, &err), 0);
	assert_int_equal(files, 0);
	err_release(&err);
	buf_release(&got);
}

static void a_file_is_never_overwritten_unasked(void **state)
{
	(void)state;
	char made[] = "/tmp/karpread-base-XXXXXX";
	struct buf path = {0}, got = {0};
	struct err err = {0};

	assert_non_null(mkdtemp(made));
	fs_join(&path, made, "x");
	assert_int_equal(fs_write(buf_cstr(&path), STR("one"), 0, &err), 0);
	assert_int_equal(fs_write(buf_cstr(&path), STR("two"), 0, &err), -1);
	assert_int_equal(err.code, ERR_EXISTS);
	assert_int_equal(fs_read(buf_cstr(&path), 100, &got, NULL, &err), 0);
	assert_string_equal(buf_cstr(&got), "one");
	assert_int_equal(fs_write(buf_cstr(&path), STR("two"), FS_REPLACE, &err), 0);
	assert_int_equal(fs_read(buf_cstr(&path), 2, &got, NULL, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	assert_string_equal(buf_cstr(&got), "one");
	assert_int_equal(fs_read(made, 100, &got, NULL, &err), -1);
	assert_int_equal(err.code, ERR_KIND);
	unlink(buf_cstr(&path));
	assert_int_equal(rmdir(made), 0); /* and no temporary file stayed */
	buf_release(&path);
	buf_release(&got);
	err_release(&err);
}

static void a_tilde_is_the_home_where_a_shell_has_it(void **state)
{
	(void)state;
	static const char *const paths[][2] = {
		{"~", "/home/a"}, {"~/b", "/home/a/b"}, {"~b", "~b"}, {"b/~", "b/~"}, {"", ""}};
	struct buf path = {0};

	setenv("HOME", "/home/a", 1);
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		buf_clear(&path);
		fs_expand_home(str_of(paths[i][0]), &path);
		assert_string_equal(buf_cstr(&path), paths[i][1]);
	}
	buf_release(&path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buf_grows_and_stays_terminated),
		cmocka_unit_test(str_splits_into_all_pieces),
		cmocka_unit_test(arena_gives_aligned_zeroed_memory_of_any_size),
		cmocka_unit_test(civil_days_and_dates_are_inverse),
		cmocka_unit_test(a_zone_is_shown_and_taken_off_for_sorting),
		cmocka_unit_test_setup_teardown(no_link_is_followed_below_a_root, folder_set_up,
						folder_tear_down),
		cmocka_unit_test(a_file_is_never_overwritten_unasked),
		cmocka_unit_test(a_tilde_is_the_home_where_a_shell_has_it),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
