/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"
#include "state_fixture.h"

/* ---- trouble */

static void odd_paths_leave_a_state_that_works_in_memory(void **unused)
{
	(void)unused;
	char text[] = "These are the notes of somebody, and no database.";

	put_file(in_folder("file"), text);
	assert_int_equal(mkdir(in_folder("folder"), 0700), 0);
	assert_int_equal(mkfifo(in_folder("fifo"), 0600), 0);
	const char *paths[] = {"folder", "fifo", "file", "file/state.db"};

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct state *s = state_open(in_folder(paths[i]));
		struct err err = {0};

		assert_non_null(state_trouble(s));
		int64_t id = article(s, 1);

		assert_int_equal(state_set_read(s, &id, 1, true, &err), -1);
		assert_true(get(s, id).read);
		assert_int_equal(state_set_bookmarked(s, &id, 1, true, NULL), -1);
		assert_int_equal(state_undo(s, NULL, NULL, NULL), 1);
		assert_false(get(s, id).bookmarked);
		assert_true(get(s, id).read);
		assert_int_equal(state_pending(s), 2);
		err_release(&err);
		state_close(s);
	}
	struct buf bytes = {0};

	assert_int_equal(fs_read(in_folder("file"), 1000, &bytes, NULL, NULL), 0);
	assert_string_equal(buf_cstr(&bytes), text);
	buf_release(&bytes);
}

static void changes_made_without_the_file_reach_it_later(void **unused)
{
	(void)unused;
	put_file(in_folder("state"), "in the way");
	struct state *s = state_open(in_folder("state/state.db"));
	int64_t id = article(s, 1), second = article(s, 2);

	assert_true(id < 0);
	state_set_read(s, &id, 1, true, NULL);
	state_set_mark(s, second, 'c', 5, NULL);
	assert_int_equal(state_flush(s, NULL), -1);
	assert_int_equal(unlink(in_folder("state")), 0);
	assert_int_equal(state_flush(s, NULL), 0);
	assert_null(state_trouble(s));
	assert_int_equal(state_pending(s), 0);
	/* The ids given out go on working. */
	assert_int_equal(state_set_bookmarked(s, &id, 1, true, NULL), 0);
	assert_true(get(s, id).read && get(s, id).bookmarked);
	assert_true(get(s, id).id > 0);
	state_close(s);
	s = state_open(in_folder("state/state.db"));
	assert_true(get(s, article(s, 1)).bookmarked);
	state_close(s);
}

static void a_foreign_or_newer_database_is_not_written_to(void **unused)
{
	(void)unused;
	static const char *const statements[] = {
		"PRAGMA application_id = 7; CREATE TABLE mine (x)",
		"CREATE TABLE mine (x)",
		"PRAGMA user_version = 99",
		"CREATE TRIGGER t AFTER INSERT ON step BEGIN DELETE FROM article; END",
	};

	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
		const char *path = in_folder((const char[]){(char)('1' + i), '\0'});
		struct buf before = {0}, after = {0};
		struct db db;

		if (i >= 2) {
			struct state *s = state_open(path);
			int64_t id = article(s, 5);

			state_set_read(s, &id, 1, true, NULL);
			state_close(s);
		}
		assert_int_equal(db_create(path, NULL), 0);
		assert_int_equal(db_open(&db, path, 0, 0, NULL), 0);
		assert_int_equal(db_exec(&db, statements[i]), SQLITE_OK);
		db_close(&db);
		fs_read(path, SIZE_MAX / 2, &before, NULL, NULL);
		struct state *s = state_open(path);

		assert_non_null(state_trouble(s));
		int64_t id = article(s, 5);

		/* What a newer one says is read all the same. */
		assert_int_equal(get(s, id).read, i == 2);
		state_set_bookmarked(s, &id, 1, true, NULL);
		state_close(s);
		fs_read(path, SIZE_MAX / 2, &after, NULL, NULL);
		assert_true(str_eq(buf_str(&before), buf_str(&after)));
		buf_release(&before);
		buf_release(&after);
	}
}

/* ---- crashes, other processes, damage */

static void an_acknowledged_change_survives_kill_9(void **unused)
{
	(void)unused;
	unsigned seed = 1, total = 0;

	for (unsigned round = 0; round < 50; round++) {
		int acks[2];

		assert_int_equal(pipe(acks), 0);
		pid_t child = fork();

		if (child == 0) {
			struct state *s = open_state();

			for (unsigned n = total;; n++) {
				struct state_article a;
				char path[32];

				snprintf(path, sizeof path, "/library/%u", n);
				if (state_identify(s, path, hash_of(n), NULL, true, &a, NULL) < 0 ||
				    state_set_read(s, &a.id, 1, true, NULL) < 0 ||
				    write(acks[1], &n, sizeof n) != sizeof n)
					_exit(1);
			}
		}
		close(acks[1]);
		unsigned n, wanted = next_random(&seed) % 12;
		unsigned count = 0;

		/* Kill it somewhere behind its wanted-th acknowledgement. */
		while (read(acks[0], &n, sizeof n) == sizeof n) {
			total = n + 1;
			if (count++ == wanted)
				kill(child, SIGKILL);
		}
		close(acks[0]);
		assert_int_equal(waitpid(child, NULL, 0), child);
		assert_true(count > wanted);
	}
	struct state *s = open_state();
	struct buf report = {0};

	assert_null(state_news(s));
	assert_int_equal(state_check(s, &report, NULL), 0);
	for (unsigned n = 0; n < total; n++)
		assert_true(get(s, article(s, n)).read);
	buf_release(&report);
	state_close(s);
}

/* Marks its articles, trying again when the other one was in the way. */
static void mark_many(unsigned first, unsigned n)
{
	struct state *s = open_state();

	for (unsigned i = first; i < first + n; i++) {
		struct state_article a;
		char path[32];

		snprintf(path, sizeof path, "/library/%u", i);
		struct err err = {0};

		while (state_identify(s, path, hash_of(i), NULL, true, &a, &err) < 0) {
			if (err.code != ERR_BUSY)
				_exit(1);
		}
		err_release(&err);
		if (state_set_bookmarked(s, &a.id, 1, true, NULL) < 0)
			state_flush(s, NULL);
	}
	state_close(s);
	_exit(0);
}

static void two_processes_lose_none_of_their_changes(void **unused)
{
	(void)unused;
	pid_t children[2];
	int status;

	for (unsigned i = 0; i < 2; i++) {
		children[i] = fork();
		if (children[i] == 0)
			mark_many(i * 1000, 200);
	}
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	struct state *s = open_state();

	for (unsigned i = 0; i < 200; i++) {
		assert_true(get(s, article(s, i)).bookmarked);
		assert_true(get(s, article(s, 1000 + i)).bookmarked);
	}
	state_close(s);
}

static void the_changes_of_another_process_are_noticed(void **unused)
{
	(void)unused;
	struct state *a = open_state(), *b = open_state();

	int64_t id = article(a, 1);

	assert_true(state_changed(b));
	assert_false(state_changed(b));
	assert_false(state_changed(a));
	state_set_read(b, &id, 1, true, NULL);
	assert_true(state_changed(a));
	assert_true(get(a, id).read);
	state_close(a);
	state_close(b);
}

static void a_busy_file_makes_a_change_wait(void **unused)
{
	(void)unused;
	struct state *s = open_state();
	int64_t id = article(s, 1);
	struct err err = {0};
	struct db other_process;

	assert_int_equal(db_open(&other_process, in_folder("state.db"), 0, 0, NULL), 0);
	for (int exclusive = 0; exclusive < 2; exclusive++) {
		assert_int_equal(
			db_exec(&other_process, exclusive ? "BEGIN EXCLUSIVE" : "BEGIN IMMEDIATE"),
			SQLITE_OK);
		assert_int_equal(state_set_read(s, &id, 1, !exclusive, &err), -1);
		assert_int_equal(err.code, ERR_BUSY);
		assert_int_equal(state_pending(s), 1);
		assert_int_equal(state_flush(s, &err), -1);
		assert_int_equal(db_exec(&other_process, "COMMIT"), SQLITE_OK);
		assert_int_equal(state_flush(s, &err), 0);
		assert_int_equal(get(s, id).read, !exclusive);
	}
	err_release(&err);
	db_close(&other_process);
	state_close(s);
}

static void a_full_disk_loses_nothing(void **unused)
{
	(void)unused;
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct rlimit limit = {64 * 1024, 10 * 1024 * 1024};
		unsigned n = 0;

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		struct state *s = open_state();

		while (!state_pending(s) && n < 2000)
			article(s, n++);
		for (unsigned i = 0; i < 20; i++)
			article(s, n++);
		if (!state_trouble(s) || state_flush(s, NULL) == 0)
			_exit(1);
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_FSIZE, &limit);
		if (state_flush(s, NULL) < 0)
			_exit(2);
		for (unsigned i = 0; i < n; i++)
			article(s, i);
		_exit(state_pending(s) ? 3 : 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void a_file_that_is_replaced_or_deleted_gets_all_there_is(void **unused)
{
	(void)unused;
	struct state *s = open_state();
	int64_t id = article(s, 1), other_id = article(s, 2), third;

	state_set_read(s, &id, 1, true, NULL);
	state_set_mark(s, id, 'x', 7, NULL);
	for (int round = 0; round < 2; round++) {
		if (round == 0) {
			assert_int_equal(unlink(in_folder("state.db")), 0);
		} else {
			struct state *t = state_open(in_folder("new.db"));

			/* It has the ids already, for other articles. */
			for (unsigned i = 100; i < 110; i++)
				article(t, i);
			state_close(t);
			rename(in_folder("new.db"), in_folder("state.db"));
		}
		assert_int_equal(state_set_bookmarked(s, &other_id, 1, round == 0, NULL), -1);
		third = article(s, 3 + (unsigned)round);
		assert_int_equal(state_flush(s, NULL), 0);
		state_set_read(s, &third, 1, true, NULL);
		assert_true(get(s, third).read);
		/* The ids from before mean what they meant. */
		assert_true(get(s, id).read);
		assert_int_equal(get(s, other_id).bookmarked, round == 0);
		assert_int_equal(get(s, article(s, 2)).id, get(s, other_id).id);
		struct state *fresh = open_state();
		size_t marks[26];

		assert_true(get(fresh, article(fresh, 1)).read);
		assert_int_equal(get(fresh, article(fresh, 2)).bookmarked, round == 0);
		assert_true(get(fresh, article(fresh, 3 + (unsigned)round)).read);
		state_marks(fresh, article(fresh, 1), marks, NULL);
		assert_int_equal(marks['x' - 'a'], 7);
		state_close(fresh);
	}
	state_close(s);
}

static void two_processes_may_create_the_file_at_once(void **unused)
{
	(void)unused;
	for (int round = 0; round < 10; round++) {
		pid_t children[3];
		int status;
		char name[16];

		snprintf(name, sizeof name, "%d.db", round);
		for (int i = 0; i < 3; i++) {
			children[i] = fork();
			if (children[i] == 0) {
				struct state *s = state_open(in_folder(name));
				struct state_article a;
				int failed = state_identify(s, "/a", hash_of(1), NULL, true, &a,
							    NULL) < 0 ||
					     state_trouble(s);

				state_close(s);
				_exit(failed);
			}
		}
		for (int i = 0; i < 3; i++) {
			assert_int_equal(waitpid(children[i], &status, 0), children[i]);
			assert_int_equal(status, 0);
		}
	}
}

static void the_journal_of_undo_does_not_grow_for_ever(void **unused)
{
	(void)unused;
	struct state *s = state_open(NULL);
	int64_t id = article(s, 1);
	int undone = 0;

	for (int i = 0; i < STATE_UNDO_STEPS + 50; i++)
		state_set_mark(s, id, 'a', (size_t)i, NULL);
	while (state_undo(s, NULL, NULL, NULL) == 1)
		undone++;
	assert_int_equal(undone, STATE_UNDO_STEPS);
	state_close(s);
}

static const char step_1[] = "CREATE TABLE t (x); INSERT INTO t VALUES (1)";
static const char step_2[] = "INSERT INTO t VALUES (2)";
static const char step_bad[] = "INSERT INTO t VALUES (3); INSERT INTO missing VALUES (3)";

static void a_migration_is_whole_or_not_at_all(void **unused)
{
	(void)unused;
	const char *const steps[] = {step_1, step_2, step_bad};
	struct db db;
	int64_t rows = 0, version = 0;

	assert_int_equal(db_create(in_folder("x"), NULL), 0);
	assert_int_equal(db_open(&db, in_folder("x"), 0, 0, NULL), 0);
	assert_int_equal(db_migrate(&db, steps, 1), SQLITE_OK);
	assert_int_not_equal(db_migrate(&db, steps, 3), SQLITE_OK);
	db_int(&db, "SELECT count(*) FROM t", &rows);
	db_int(&db, "PRAGMA user_version", &version);
	assert_int_equal(rows, 2);
	assert_int_equal(version, 2);
	assert_true(sqlite3_get_autocommit(db.handle));
	db_close(&db);
}

/* A file with marks and a backup of it, in "good" and "good.today". */
enum { ROWS = 600 };

static void make_good(struct buf *good)
{
	struct state *s = open_state();
	int64_t ids[ROWS];

	for (unsigned i = 0; i < ROWS; i++)
		ids[i] = article(s, i);
	state_set_read(s, ids, ROWS, true, NULL);
	state_close(s);
	assert_int_equal(fs_read(in_folder("state.db"), SIZE_MAX / 2, good, NULL, NULL), 0);
	assert_int_equal(access(in_folder("state.db.today"), F_OK), 0);
}

static void damage(struct buf *b, unsigned kind, unsigned *seed)
{
	size_t at = (next_random(seed) << 12 | next_random(seed) % 4096) % b->n;

	switch (kind % 5) {
	case 0: /* a page of zeros */
		at -= at % 4096;
		memset(b->p + at, 0, b->n - at < 4096 ? b->n - at : 4096);
		break;
	case 1: /* bent bytes */
		for (int i = 0; i < 200; i++) {
			at = (next_random(seed) << 12 | next_random(seed) % 4096) % b->n;
			b->p[at] = (char)next_random(seed);
		}
		break;
	case 2: /* cut off */
		buf_truncate(b, at);
		break;
	case 3: /* no header */
		memset(b->p, 0, 100);
		break;
	default: /* something else altogether */
		memset(b->p, 'x', b->n);
	}
}

static void a_damaged_file_always_opens_and_its_rows_come_back(void **unused)
{
	(void)unused;
	struct buf good = {0};
	unsigned seed = 7;

	make_good(&good);
	for (unsigned round = 0; round < 100; round++) {
		struct buf bad = {0};
		unsigned found = 0;
		struct db db;

		buf_addstr(&bad, buf_str(&good));
		damage(&bad, round, &seed);
		assert_int_equal(fs_write(in_folder("state.db"), buf_str(&bad), FS_REPLACE, NULL),
				 0);
		buf_release(&bad);
		/* As after an unclean end, so that the file is looked at. */
		struct state *s = open_state();

		s->suspect = s->unusable = s->detached = true;
		assert_int_equal(state_flush(s, NULL), 0);
		for (unsigned i = 0; i < ROWS; i++) {
			struct state_article a;
			char path[32];

			snprintf(path, sizeof path, "/library/%u", i);
			assert_int_equal(state_at_path(s, path, &a, NULL), 0);
			found += a.id && a.read;
		}
		assert_true(found >= ROWS * 99 / 100);
		state_close(s);
		assert_int_equal(db_open(&db, in_folder("state.db"), 0, 0, NULL), 0);
		assert_int_equal(db_quick_check(&db), SQLITE_OK);
		db_close(&db);
	}
	buf_release(&good);
}

static int count_down(void *left)
{
	return (*(int *)left)-- == 0;
}

static void a_merge_that_is_interrupted_anywhere_says_so(void **unused)
{
	(void)unused;
	struct buf bytes = {0};
	int rc = SQLITE_INTERRUPT, runs = 0;

	make_good(&bytes);
	/* Amid the articles, so that they are read from both ends. */
	memset(bytes.p + bytes.n / 2 / 4096 * 4096, 0xAA, 4096);
	assert_int_equal(fs_write(in_folder("state.db"), buf_str(&bytes), FS_REPLACE, NULL), 0);
	for (int steps = 1; rc != SQLITE_OK; steps += 1 + steps / 4, runs++) {
		struct db from, to;
		struct rescue count = {0};
		int left = steps;

		assert_int_equal(db_open(&from, in_folder("state.db"), DB_READ_ONLY, 0, NULL), 0);
		assert_int_equal(db_open(&to, NULL, 0, 0, NULL), 0);
		assert_int_equal(db_migrate(&to, state_migrations, state_version), SQLITE_OK);
		sqlite3_progress_handler(to.handle, 10, count_down, &left);
		rc = rescue_merge(&to, &from, &count);
		assert_true(rc == SQLITE_OK || rc == SQLITE_INTERRUPT);
		assert_true(rc != SQLITE_OK || count.articles > ROWS / 2);
		vec_release(&count.ids.v);
		db_close(&from);
		db_close(&to);
	}
	assert_true(runs > 10);
	buf_release(&bytes);
}

static void what_a_damaged_file_still_gives_is_newer_than_the_backup(void **unused)
{
	(void)unused;
	struct buf good = {0};

	make_good(&good);
	struct state *s = open_state();
	int64_t id = article(s, 3), added = article(s, 5000);

	state_set_bookmarked(s, &id, 1, true, NULL);
	state_set_read(s, &added, 1, true, NULL);
	state_close(s);
	buf_clear(&good);
	assert_int_equal(fs_read(in_folder("state.db"), SIZE_MAX / 2, &good, NULL, NULL), 0);
	/* The index by hash does not hold together any more: rows count, indexes do not. */
	struct db db;
	int64_t page = 0;

	assert_int_equal(db_open(&db, in_folder("state.db"), DB_READ_ONLY, 0, NULL), 0);
	db_int(&db, "SELECT rootpage FROM sqlite_schema WHERE name = 'article_hash'", &page);
	db_close(&db);
	memset(good.p + (page - 1) * 4096, 0, 4096);
	assert_int_equal(fs_write(in_folder("state.db"), buf_str(&good), FS_REPLACE, NULL), 0);
	buf_release(&good);
	s = open_state();
	s->suspect = s->unusable = s->detached = true;
	assert_int_equal(state_flush(s, NULL), 0);
	assert_non_null(state_news(s));
	assert_null(state_news(s));
	assert_true(get(s, id).bookmarked);
	assert_true(get(s, article(s, 5000)).read);
	state_close(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		STATE_TEST(odd_paths_leave_a_state_that_works_in_memory),
		STATE_TEST(changes_made_without_the_file_reach_it_later),
		STATE_TEST(a_foreign_or_newer_database_is_not_written_to),
		STATE_TEST(an_acknowledged_change_survives_kill_9),
		STATE_TEST(two_processes_lose_none_of_their_changes),
		STATE_TEST(the_changes_of_another_process_are_noticed),
		STATE_TEST(a_busy_file_makes_a_change_wait),
		STATE_TEST(a_full_disk_loses_nothing),
		STATE_TEST(a_file_that_is_replaced_or_deleted_gets_all_there_is),
		STATE_TEST(two_processes_may_create_the_file_at_once),
		STATE_TEST(the_journal_of_undo_does_not_grow_for_ever),
		STATE_TEST(a_migration_is_whole_or_not_at_all),
		STATE_TEST(a_damaged_file_always_opens_and_its_rows_come_back),
		STATE_TEST(a_merge_that_is_interrupted_anywhere_says_so),
		STATE_TEST(what_a_damaged_file_still_gives_is_newer_than_the_backup),
	};

	return cmocka_run_group_tests_name("state in trouble", tests, NULL, NULL);
}
