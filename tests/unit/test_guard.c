/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"
#include "folder.h"
#include "store/guard.h"
#include "store/library.h"

static int set_up(void **state)
{
	struct guard *g = malloc(sizeof *g);

	*state = g;
	return g && guard_init(g) ? folder_set_up(NULL) : -1;
}

static int tear_down(void **state)
{
	guard_release(*state);
	free(*state);
	return folder_tear_down(NULL);
}

static void assert_verdict(const struct guard *g, const char *name, const char *why)
{
	const struct guard_file *file = guard_find(g, "/lib", name);

	assert_non_null(file);
	if (why)
		assert_string_equal(file->why, why);
	else
		assert_null(file->why);
}

static void what_was_read_alone_is_guilty(void **state)
{
	struct guard *g = *state;
	const struct guard_file *guilty;

	guard_enter(g, 0, "/lib", "a");
	guard_leave(g, 0);
	guard_enter(g, 0, "/lib", "b");
	/* One and the same: who writes waits for who reads. */
	guard_enter(g, 3, "/lib", "b");
	assert_true(guard_learn(g, "died", &guilty));
	assert_string_equal(guilty->path, "/lib/b");
	assert_verdict(g, "b", "died");
	assert_null(guard_find(g, "/lib", "a"));
	/* Nothing is being read any more, so the next end teaches nothing. */
	assert_false(guard_learn(g, "died", &guilty));
	assert_null(guilty);
}

static void of_several_each_is_a_suspect_until_it_was_read_alone(void **state)
{
	struct guard *g = *state;
	const struct guard_file *guilty;

	guard_enter(g, 0, "/lib", "a");
	guard_enter(g, 1, "/lib", "b");
	guard_enter(g, 2, "/lib", "c");
	assert_true(guard_learn(g, "died", &guilty));
	assert_null(guilty);
	assert_verdict(g, "a", NULL);
	assert_verdict(g, "b", NULL);
	assert_verdict(g, "c", NULL);
	guard_enter(g, 0, "/lib", "b");
	assert_true(guard_learn(g, "died again", &guilty));
	assert_verdict(g, "b", "died again");
	assert_verdict(g, "a", NULL);
}

static void who_only_reads_while_another_writes_is_not_yet_guilty(void **state)
{
	struct guard *g = *state;
	const struct guard_file *guilty;

	guard_enter(g, 2, "/lib", "a");
	assert_true(guard_learn(g, "died", &guilty));
	assert_null(guilty);
	assert_verdict(g, "a", NULL);
	/* The same again is no news: another process would fare no better. */
	guard_enter(g, 2, "/lib", "a");
	assert_false(guard_learn(g, "died", &guilty));
}

static void what_a_dead_process_left_is_not_believed(void **state)
{
	struct guard *g = *state;
	const struct guard_file *guilty;
	size_t n = GUARD_READERS * GUARD_PATH;

	memset(g->shared, 'x', n);
	assert_true(guard_learn(g, "died", &guilty));
	assert_int_equal(g->files.n, 1);
	assert_int_equal(strlen(g->files.p[0].path), GUARD_PATH - 1);
}

static void the_other_process_is_seen(void **state)
{
	struct guard *g = *state;
	const struct guard_file *guilty;
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		guard_enter(g, 0, "/lib/single.txt", "");
		_exit(3);
	}
	waitpid(pid, &status, 0);
	assert_false(guard_is_finished(g));
	assert_true(guard_learn(g, "died", &guilty));
	assert_string_equal(guilty->path, "/lib/single.txt");
	pid = fork();
	if (pid == 0) {
		guard_finish(g);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	assert_true(guard_is_finished(g));
}

/* ---- what becomes of it in the index */

static void write_article(const char *name, const char *text)
{
	struct buf path = {0};

	buf_addf(&path, "%s/%s", folder, name);
	assert_int_equal(fs_write(buf_cstr(&path), str_of(text), FS_REPLACE, NULL), 0);
	buf_release(&path);
}

static uint32_t key_of(struct library *lib, const char *name)
{
	struct buf path = {0};
	uint32_t key = UINT32_MAX;

	buf_addf(&path, "%s/%s", folder, name);
	assert_true(library_find(lib, buf_cstr(&path), &key));
	buf_release(&path);
	return key;
}

static void assert_unread(struct library *lib, uint32_t key)
{
	const struct article *article = library_article(lib, key);
	struct buf text = {0};
	struct err err = {0};

	assert_true(str_eq(article->note, STR("It died.")));
	assert_true(str_eq(article->title, STR("b.txt")));
	assert_int_equal(article->text_size, 0);
	assert_null(library_load(lib, key, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	assert_non_null(strstr(err_text(&err), "It died."));
	err_release(&err);
	/* It can be marked nevertheless. */
	assert_int_equal(library_text(lib, key, &text, &err), 0);
	assert_int_equal(text.n, 0);
	assert_true(library_identify(lib, key, &err) != 0);
	buf_release(&text);
}

static void what_is_guilty_is_listed_but_not_parsed(void **state)
{
	struct guard *g = *state;
	const struct guard_file *guilty;
	const char *paths[] = {folder};
	struct state *marks = state_open(NULL);
	struct buf index = {0};
	enum { FILES = 20 };

	for (int i = 0; i < FILES; i++)
		write_article((char[]){(char)('a' + i), '.', 't', 'x', 't', '\0'},
			      "A title\n\nIt has a text.\n");
	guard_enter(g, 0, folder, "b.txt");
	assert_true(guard_learn(g, "It died.", &guilty));
	guard_enter(g, 1, folder, "c.txt");
	guard_enter(g, 2, folder, "d.txt");
	assert_true(guard_learn(g, "It died.", &guilty));
	buf_addf(&index, "%s/.index.db", folder);
	struct library_options options = {
		.paths = paths, .n_paths = 1, .index = buf_cstr(&index), .guard = g};

	assert_int_equal(library_index(&options, marks, false, true, NULL), 0);
	options.guard = NULL;
	struct library *lib = library_open(&options, marks);

	assert_int_equal(library_count(lib), FILES);
	assert_unread(lib, key_of(lib, "b.txt"));
	assert_int_equal(library_article(lib, key_of(lib, "c.txt"))->note.n, 0);
	/* Changed, it is read as any other. */
	write_article("b.txt", "Another title\n\nAnother text.\n");
	library_rescan(lib);
	assert_int_equal(library_article(lib, key_of(lib, "b.txt"))->note.n, 0);
	assert_true(library_article(lib, key_of(lib, "b.txt"))->text_size > 0);
	library_close(lib);
	state_close(marks);
	buf_release(&index);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(what_was_read_alone_is_guilty),
		TEST(of_several_each_is_a_suspect_until_it_was_read_alone),
		TEST(who_only_reads_while_another_writes_is_not_yet_guilty),
		TEST(what_a_dead_process_left_is_not_believed),
		TEST(the_other_process_is_seen),
		TEST(what_is_guilty_is_listed_but_not_parsed),
	};

	return cmocka_run_group_tests_name("guard", tests, NULL, NULL);
}
