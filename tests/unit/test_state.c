/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"
#include "base/mem.h"
#include "store/state_private.h"

/* ---- a folder for each test, and articles that need no files */

static char folder[64];

static int set_up(void **unused)
{
	(void)unused;
	/* In memory where that can be: thousands of syncs would be the time of a slow disk. */
	strcpy(folder, access("/dev/shm", W_OK) == 0 ? "/dev/shm/karpread-state-XXXXXX"
						     : "/tmp/karpread-state-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **unused)
{
	struct buf command = {0};

	(void)unused;
	buf_addf(&command, "rm -rf '%s'", folder);
	int status = system(buf_cstr(&command));

	buf_release(&command);
	return status;
}

/* In the test's folder; one of four static buffers. */
static const char *in_folder(const char *name)
{
	static char paths[4][128];
	static int next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof paths[0], "%s/%s", folder, name);
	return path;
}

static struct state *open_state(void)
{
	return state_open(in_folder("state.db"));
}

static struct state_hash hash_of(unsigned n)
{
	char text[16];

	snprintf(text, sizeof text, "article %u", n);
	return state_hash(str_of(text));
}

/* Article n, made when it is not there: "/library/n". */
static int64_t article(struct state *s, unsigned n)
{
	struct state_article a;
	char path[32];

	snprintf(path, sizeof path, "/library/%u", n);
	assert_int_equal(state_identify(s, path, hash_of(n), NULL, true, &a, NULL), 0);
	assert_int_not_equal(a.id, 0);
	return a.id;
}

static struct state_article get(struct state *s, int64_t id)
{
	struct state_article a;

	assert_int_equal(state_get(s, id, &a, NULL), 0);
	return a;
}

/* ---- a state is kept */

static void what_was_set_is_there_after_closing(void **unused)
{
	(void)unused;
	struct state *s = open_state();
	struct civil date = {
	    .year = 2022, .month = 3, .precision = CIVIL_MONTH, .zone = CIVIL_NO_ZONE};
	size_t marks[26];

	assert_null(state_trouble(s));
	int64_t id = article(s, 1);

	assert_int_equal(state_set_read(s, &id, 1, true, NULL), 0);
	assert_int_equal(state_set_bookmarked(s, &id, 1, true, NULL), 0);
	assert_int_equal(state_set_date(s, id, &date, NULL), 0);
	assert_int_equal(state_set_charset(s, id, "big5", NULL), 0);
	assert_int_equal(state_set_place(s, id, 1234, 567, NULL), 0);
	assert_int_equal(state_set_mark(s, id, 'q', 99, NULL), 0);
	assert_int_equal(state_set_value(s, "history", STR("a\0b"), NULL), 0);
	state_close(s);

	s = open_state();
	struct state_article a = get(s, id);
	struct buf value = {0};

	assert_true(a.read && a.bookmarked);
	assert_int_equal(a.place, 1234);
	assert_int_equal(a.permille, 567);
	assert_string_equal(a.charset, "big5");
	assert_int_equal(a.date.year, 2022);
	assert_int_equal(a.date.precision, CIVIL_MONTH);
	assert_int_equal(state_marks(s, id, marks, NULL), 0);
	assert_int_equal(marks['q' - 'a'], 99);
	assert_true(marks[0] == STATE_NO_MARK);
	assert_true(state_value(s, "history", &value));
	assert_int_equal(value.n, 3);
	assert_null(state_news(s));
	buf_release(&value);
	state_close(s);
}

static void the_file_is_private_and_says_whose_it_is(void **unused)
{
	(void)unused;
	struct stat st;
	struct db db;
	int64_t value = 0;

	state_close(state_open(in_folder("a/b/state.db")));
	assert_int_equal(stat(in_folder("a/b/state.db"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(db_open(&db, in_folder("a/b/state.db"), 0, 0, NULL), 0);
	db_int(&db, "PRAGMA application_id", &value);
	assert_int_equal(value, STATE_APPLICATION);
	db_int(&db, "PRAGMA user_version", &value);
	assert_int_equal(value, state_version);
	db_close(&db);
}

static void dates_survive_as_text_at_every_precision(void **unused)
{
	(void)unused;
	static const struct civil dates[] = {
	    {.year = -44, .precision = CIVIL_YEAR, .zone = CIVIL_NO_ZONE},
	    {.year = 12022, .month = 12, .precision = CIVIL_MONTH, .zone = CIVIL_NO_ZONE},
	    {.year = 2022, .month = 2, .day = 28, .precision = CIVIL_DAY, .zone = CIVIL_NO_ZONE},
	    {.year = 2022, .month = 2, .day = 28, .precision = CIVIL_DAY, .zone = -210},
	    {2022, 2, 28, 23, 59, 0, 480, CIVIL_MINUTE},
	    {2022, 2, 28, 23, 59, 7, CIVIL_NO_ZONE, CIVIL_SECOND},
	};
	static const char *const wrong[] = {"",
					    "-",
					    "x",
					    "2022-",
					    "2022-13",
					    "2022-02-30",
					    "2022-02-28T",
					    "2022-02-28T24:00",
					    "2022-02-28T10:00+9",
					    "2022-02-28T10:00+0900x",
					    "99999999999"};
	struct civil back;

	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		struct buf text = {0};

		state_date_text(&text, &dates[i]);
		assert_true(state_date_parse(buf_str(&text), &back));
		assert_memory_equal(&back, &dates[i], offsetof(struct civil, precision));
		assert_int_equal(back.precision, dates[i].precision);
		buf_release(&text);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(state_date_parse(str_of(wrong[i]), &back));
}

/* ---- undo */

enum { MODEL = 6 };

struct model {
	bool read[MODEL], bookmarked[MODEL];
	int year[MODEL];
	size_t mark[MODEL];
};

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245 + 12345;
	return *seed >> 16;
}

/* One random change to both; false when it changed nothing. */
static bool change_both(struct state *s, const int64_t *ids, struct model *m, unsigned *seed)
{
	struct model before = *m;
	unsigned i = next_random(seed) % MODEL, n = 1 + next_random(seed) % (MODEL - i);
	bool on = next_random(seed) % 2;
	size_t place = next_random(seed) % 3 ? next_random(seed) % 4 : STATE_NO_MARK;
	struct civil date = {.zone = CIVIL_NO_ZONE, .precision = on ? CIVIL_YEAR : CIVIL_NONE};

	switch (next_random(seed) % 4) {
	case 0:
		state_set_read(s, ids + i, n, on, NULL);
		for (unsigned j = i; j < i + n; j++)
			m->read[j] = on;
		break;
	case 1:
		state_set_bookmarked(s, ids + i, n, on, NULL);
		for (unsigned j = i; j < i + n; j++)
			m->bookmarked[j] = on;
		break;
	case 2:
		date.year = on ? 2000 + (int)n : 0;
		state_set_date(s, ids[i], &date, NULL);
		m->year[i] = date.year;
		break;
	default:
		state_set_mark(s, ids[i], 'm', place, NULL);
		m->mark[i] = place;
	}
	return memcmp(&before, m, sizeof before) != 0;
}

static void assert_model(struct state *s, const int64_t *ids, const struct model *m)
{
	for (int i = 0; i < MODEL; i++) {
		struct state_article a = get(s, ids[i]);
		size_t marks[26];

		assert_int_equal(a.read, m->read[i]);
		assert_int_equal(a.bookmarked, m->bookmarked[i]);
		assert_int_equal(a.date.year, m->year[i]);
		assert_int_equal(state_marks(s, ids[i], marks, NULL), 0);
		assert_true(marks['m' - 'a'] == m->mark[i]);
	}
}

static void init_model(struct state *s, int64_t *ids, struct model *m)
{
	memset(m, 0, sizeof *m);
	for (unsigned i = 0; i < MODEL; i++) {
		ids[i] = article(s, i);
		m->mark[i] = STATE_NO_MARK;
	}
}

static void undo_restores_exactly_what_was_before(void **unused)
{
	(void)unused;
	for (unsigned round = 0; round < 20; round++) {
		struct state *s = state_open(NULL);
		struct model history[32];
		int64_t ids[MODEL];
		size_t depth = 0;
		unsigned seed = round;

		init_model(s, ids, &history[0]);
		for (int i = 0; i < 60; i++) {
			struct model m = history[depth];

			if (next_random(&seed) % 3 == 0) {
				int undone = state_undo(s, NULL, NULL, NULL);

				assert_int_equal(undone, depth > 0);
				depth -= depth > 0;
			} else if (depth < 31 && change_both(s, ids, &m, &seed)) {
				history[++depth] = m;
			}
			assert_model(s, ids, &history[depth]);
		}
		state_close(s);
	}
}

static void undo_works_across_restarts_and_says_what_it_took_back(void **unused)
{
	(void)unused;
	struct state *s = open_state();
	int64_t ids[3] = {article(s, 1), article(s, 2), article(s, 3)};
	struct state_ids concerned = {0};
	char *what = NULL;

	state_set_read(s, ids, 3, true, NULL);
	state_set_bookmarked(s, ids, 1, true, NULL);
	state_close(s);
	s = open_state();
	assert_int_equal(state_undo(s, &what, &concerned, NULL), 1);
	assert_string_equal(what, "1 bookmark set");
	free(what);
	assert_int_equal(concerned.v.n, 1);
	assert_int_equal(state_undo(s, &what, &concerned, NULL), 1);
	assert_string_equal(what, "3 articles marked as read");
	free(what);
	assert_int_equal(concerned.v.n, 3);
	assert_int_equal(state_undo(s, &what, NULL, NULL), 0);
	assert_null(what);
	assert_false(get(s, ids[1]).read);
	vec_release(&concerned.v);
	state_close(s);
}

/* ---- identity */

static void put_file(const char *path, const char *text)
{
	assert_int_equal(fs_write(path, str_of(text), FS_REPLACE, NULL), 0);
}

static int64_t identify(struct state *s, const char *path, const char *text, bool create)
{
	struct state_sketch sketch = state_sketch(str_of(text));
	struct state_article a;

	assert_int_equal(
	    state_identify(s, path, state_hash(str_of(text)), &sketch, create, &a, NULL), 0);
	return a.id;
}

static const char one[] =
    "The quick brown fox jumps over the lazy dog; pack my box with five dozen "
    "liquor jugs. How vexingly quick daft zebras jump! Sphinx of black quartz, "
    "judge my vow. A further sentence makes the text long enough to be known.";
static const char one_edited[] =
    "The quick brown fox jumps over the lazy dog; pack my box with five "
    "dozen bottles. How vexingly quick daft zebras jump! Sphinx of black "
    "quartz, judge my vow. Another end, then, and that is all there is.";
static const char other[] =
    "In the beginning there was nothing, which exploded. The universe was then "
    "made of hydrogen and time, and both were in no hurry at all to become us, "
    "nor did anybody ask them to; so it goes, said the narrator, and slept.";

static void a_moved_article_keeps_its_state(void **unused)
{
	(void)unused;
	struct state *s = open_state();

	put_file(in_folder("a"), one);
	int64_t id = identify(s, in_folder("a"), one, true);

	/* A copy is another article as long as the first is there. */
	assert_int_equal(identify(s, in_folder("b"), one, false), 0);
	/* Also when the first is edited, and the copy looked at before that is known. */
	put_file(in_folder("a"), one_edited);
	assert_int_equal(identify(s, in_folder("b"), one, false), 0);
	put_file(in_folder("a"), one);
	assert_int_equal(rename(in_folder("a"), in_folder("b")), 0);
	assert_int_equal(identify(s, in_folder("b"), one, false), id);
	/* And it is known there from now on. */
	struct state_article a;

	assert_int_equal(state_at_path(s, in_folder("b"), &a, NULL), 0);
	assert_int_equal(a.id, id);
	assert_int_equal(state_at_path(s, in_folder("a"), &a, NULL), 0);
	assert_int_equal(a.id, 0);
	state_close(s);
}

static void an_edited_article_keeps_its_state_and_a_new_one_does_not_inherit(void **unused)
{
	(void)unused;
	struct state *s = open_state();

	put_file(in_folder("a"), one);
	int64_t id = identify(s, in_folder("a"), one, true);

	assert_int_equal(identify(s, in_folder("a"), one_edited, false), id);
	assert_int_equal(identify(s, in_folder("a"), other, false), 0);
	put_file(in_folder("a"), other);
	int64_t second = identify(s, in_folder("a"), other, true);

	assert_int_not_equal(second, id);
	/* The first one turns up elsewhere, though its old path exists. */
	assert_int_equal(identify(s, in_folder("c"), one_edited, false), id);
	assert_int_equal(identify(s, in_folder("a"), other, false), second);
	state_close(s);
}

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
	};

	for (size_t i = 0; i < 3; i++) {
		const char *path = in_folder(i == 0 ? "1" : i == 1 ? "2" : "3");
		struct buf before = {0}, after = {0};
		struct db db;

		if (i == 2) {
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
				int failed =
				    state_identify(s, "/a", hash_of(1), NULL, true, &a, NULL) < 0 ||
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
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	    TEST(what_was_set_is_there_after_closing),
	    TEST(the_file_is_private_and_says_whose_it_is),
	    TEST(dates_survive_as_text_at_every_precision),
	    TEST(undo_restores_exactly_what_was_before),
	    TEST(undo_works_across_restarts_and_says_what_it_took_back),
	    TEST(a_moved_article_keeps_its_state),
	    TEST(an_edited_article_keeps_its_state_and_a_new_one_does_not_inherit),
	    TEST(odd_paths_leave_a_state_that_works_in_memory),
	    TEST(changes_made_without_the_file_reach_it_later),
	    TEST(a_foreign_or_newer_database_is_not_written_to),
	    TEST(an_acknowledged_change_survives_kill_9),
	    TEST(two_processes_lose_none_of_their_changes),
	    TEST(the_changes_of_another_process_are_noticed),
	    TEST(a_busy_file_makes_a_change_wait),
	    TEST(a_full_disk_loses_nothing),
	    TEST(a_file_that_is_replaced_or_deleted_gets_all_there_is),
	    TEST(two_processes_may_create_the_file_at_once),
	    TEST(the_journal_of_undo_does_not_grow_for_ever),
	    TEST(a_migration_is_whole_or_not_at_all),
	    TEST(a_damaged_file_always_opens_and_its_rows_come_back),
	    TEST(what_a_damaged_file_still_gives_is_newer_than_the_backup),
	};

	return cmocka_run_group_tests_name("state", tests, NULL, NULL);
}
