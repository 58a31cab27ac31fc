/* SPDX-License-Identifier: ISC
 *
 * What becomes of the state and the index when the nth thing that SQLite does with a file fails,
 * or the process ends there: for each n, until a run has no nth.
 */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"
#include "sqlite_layer.h"
#include "state_fixture.h"
#include "store/library.h"
#include "store/postings.h"
#include "store/query.h"
#include "text/utf8.h"

/* ---- the fault */

enum { KILLED = -1 };

static const struct kind {
	enum layer_action action;
	int rc;
} kinds[] = {
	{LAYER_OPEN, SQLITE_CANTOPEN},
	{LAYER_READ, SQLITE_IOERR_READ},
	{LAYER_WRITE, SQLITE_IOERR_WRITE},
	{LAYER_WRITE, SQLITE_FULL},
	{LAYER_WRITE, KILLED},
	{LAYER_TRUNCATE, SQLITE_IOERR_TRUNCATE},
	{LAYER_TRUNCATE, KILLED},
	{LAYER_SYNC, SQLITE_IOERR_FSYNC},
	{LAYER_SYNC, KILLED},
	{LAYER_SIZE, SQLITE_IOERR_FSTAT},
	{LAYER_LOCK, SQLITE_IOERR_LOCK},
	{LAYER_DELETE, SQLITE_IOERR_DELETE},
	{LAYER_READ, SQLITE_CORRUPT},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static struct {
	struct kind kind;
	int at;       /* which of them is the first that fails, from 1 */
	bool lasting; /* so do all after it */
	int seen;
} fault;

static int refuse(const struct layer_event *e)
{
	if (e->action != fault.kind.action || !fault.at)
		return SQLITE_OK;
	fault.seen++;
	if (fault.seen < fault.at || (fault.seen > fault.at && !fault.lasting))
		return SQLITE_OK;
	if (fault.kind.rc == KILLED)
		_exit(0);
	return fault.kind.rc;
}

static _Noreturn void leave(int status)
{
#ifdef COVERAGE
	exit(status);
#else
	_exit(status);
#endif
}

struct scenario {
	void (*prepare)(void); /* the files, without a fault */
	void (*work)(void);    /* with one; may be killed */
	void (*look)(void);    /* at what is there, without a fault */
	bool damaged;          /* it is already: no more of that */
};

/* Faster than a shell for each run. */
static void empty(const char *folder)
{
	DIR *dir = opendir(folder);

	for (struct dirent *e; dir && (e = readdir(dir));) {
		struct buf path = {0};

		fs_join(&path, folder, e->d_name);
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 &&
		    unlink(buf_cstr(&path)) < 0) {
			empty(buf_cstr(&path));
			rmdir(buf_cstr(&path));
		}
		buf_release(&path);
	}
	if (dir)
		closedir(dir);
}

/* Runs the scenario with the fault; false when it had no nth call. */
static bool run(const struct scenario *s, const struct kind *kind, int at, bool lasting)
{
	enum { NONE = 3 };
	int status;

	empty(in_folder("."));
	s->prepare();
	fflush(stdout);
	pid_t pid = fork();

	if (pid == 0) {
		layer_install(refuse);
		fault.kind = *kind;
		fault.at = at;
		fault.lasting = lasting;
		s->work();
		leave(fault.seen < at ? NONE : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (!WIFEXITED(status) || (WEXITSTATUS(status) && WEXITSTATUS(status) != NONE))
		fail_msg("action %d, code %d, call %d: status %x", (int)kind->action, kind->rc, at,
			 (unsigned)status);
	s->look();
	return WEXITSTATUS(status) != NONE;
}

#ifdef COVERAGE
enum { STEP = 7 };
#else
enum { STEP = 17 };
#endif

/* Each call in make torture; else some, other ones for each kind. */
static void run_all(const struct scenario *s)
{
	int step = getenv("TORTURE") ? 1 : STEP;

	for (int k = 0; k < KINDS; k++) {
		bool once = kinds[k].rc == KILLED || kinds[k].rc == SQLITE_CORRUPT;

		if (kinds[k].rc == SQLITE_CORRUPT && s->damaged)
			continue;
		for (int lasting = 0; lasting < 2 - once; lasting++) {
			for (int at = 1 + k % step; run(s, &kinds[k], at, lasting); at += step)
				;
		}
	}
}

/* ---- the state: what was acknowledged is there */

enum { ARTICLES = 3 };

/* Shared with the process that is killed: how far it came. */
static struct acknowledged {
	bool read[ARTICLES], place, mark, value;
} * done;

static void use_state(void)
{
	struct state *s = open_state();
	struct buf text = {0};
	size_t marks[26];
	bool bookmarked = false;
	char *what = NULL;

	for (unsigned i = 0; i < ARTICLES; i++) {
		struct state_article a;
		char path[32];

		snprintf(path, sizeof path, "/library/%u", i);
		if (state_identify(s, path, hash_of(i), NULL, true, &a, NULL) < 0)
			continue;
		done->read[i] |= state_set_read(s, &a.id, 1, true, NULL) == 0;
		done->place |= i == 0 && state_set_place(s, a.id, 77, 500, NULL) == 0;
		done->mark |= i == 0 && state_set_mark(s, a.id, 'm', 5, NULL) == 0;
		state_set_bookmarked(s, &a.id, 1, true, NULL);
		bookmarked = i == ARTICLES - 1;
		state_marks(s, a.id, marks, NULL);
	}
	/* What the last article was given, when it was. */
	if (bookmarked)
		state_undo(s, &what, NULL, NULL);
	free(what);
	done->value |= state_set_value(s, "kept", STR("1"), NULL) == 0;
	state_set_value(s, "gone", STR("1"), NULL);
	state_set_value(s, "gone", (struct str){0}, NULL);
	state_value(s, "kept", &text);
	state_check(s, &text, NULL);
	buf_release(&text);
	if (state_trouble(s))
		state_flush(s, NULL);
	state_close(s);
}

static void nothing(void)
{
	memset(done, 0, sizeof *done);
}

static void one_run(void)
{
	nothing();
	use_state();
	/* The next one makes a backup. */
	assert_int_equal(unlink(in_folder("state.db.today")), 0);
}

/* A copy that nobody finishes is in the way for a while. */
static void let_time_pass(void)
{
	static const struct timespec long_ago[2] = {{1000000000, 0}, {1000000000, 0}};

	utimensat(AT_FDCWD, in_folder("state.db.new"), long_ago, 0);
	utimensat(AT_FDCWD, in_folder("state.db.v1.new"), long_ago, 0);
}

static void acknowledged_is_there(void)
{
	let_time_pass();
	struct state *s = open_state();
	struct buf text = {0};
	size_t marks[26];

	assert_null(state_trouble(s));
	for (unsigned i = 0; i < ARTICLES; i++)
		assert_true(get(s, article(s, i)).read >= done->read[i]);
	if (done->place)
		assert_int_equal(get(s, article(s, 0)).place, 77);
	assert_int_equal(state_marks(s, article(s, 0), marks, NULL), 0);
	if (done->mark)
		assert_int_equal(marks['m' - 'a'], 5);
	assert_true(state_value(s, "kept", &text) >= done->value);
	buf_clear(&text);
	assert_int_equal(state_check(s, &text, NULL), 0);
	buf_release(&text);
	state_close(s);
}

static void no_acknowledged_change_is_lost_by_a_fault_in_a_new_file(void **unused)
{
	(void)unused;
	run_all(&(struct scenario){nothing, use_state, acknowledged_is_there, false});
}

static void no_acknowledged_change_is_lost_by_a_fault_in_an_old_file(void **unused)
{
	(void)unused;
	run_all(&(struct scenario){one_run, use_state, acknowledged_is_there, false});
}

/* ---- a rescue */

static void damaged_with_backup(void)
{
	struct buf bytes = {0};

	nothing();
	use_state();
	assert_int_equal(fs_read(in_folder("state.db"), 1 << 24, &bytes, NULL, NULL), 0);
	memset(bytes.p, 0xAA, bytes.n / 2);
	assert_int_equal(fs_write(in_folder("state.db"), buf_str(&bytes), FS_REPLACE, NULL), 0);
	buf_release(&bytes);
}

static void open_only(void)
{
	state_close(open_state());
}

static void a_rescue_that_fails_is_made_up_for_later(void **unused)
{
	(void)unused;
	run_all(&(struct scenario){damaged_with_backup, open_only, acknowledged_is_there, true});
}

/* ---- a migration, as state_open makes it, to a version that does not exist yet */

static const char second[] = "ALTER TABLE article ADD COLUMN stars INTEGER NOT NULL DEFAULT 5";

static int migrate(void)
{
	const char *const steps[] = {state_migrations[0], second};
	struct err err = {0};
	struct db db;
	int result = db_open(&db, in_folder("state.db"), 0, 0, &err);

	assert_int_equal(state_version, 1);
	if (result == 0)
		result = backup_and_migrate(&db, steps, 2, &err);
	assert_true(result == 0 || err.code);
	err_release(&err);
	db_close(&db);
	return result;
}

static void try_to_migrate(void)
{
	migrate();
}

static int64_t number(const char *name, const char *sql)
{
	struct db db;
	int64_t n = -1;

	assert_int_equal(db_open(&db, in_folder(name), 0, 0, NULL), 0);
	assert_int_equal(db_int(&db, sql, &n), SQLITE_OK);
	db_close(&db);
	return n;
}

static void migrated_or_not(void)
{
	int64_t version = number("state.db", "PRAGMA user_version");

	assert_in_range(version, 1, 2);
	assert_int_equal(number("state.db", "SELECT count(*) FROM article"), ARTICLES);
	let_time_pass();
	assert_int_equal(migrate(), 0);
	assert_int_equal(number("state.db", "SELECT sum(stars) FROM article"), 5 * ARTICLES);
	assert_int_equal(number("state.db.v1", "PRAGMA user_version"), 1);
	assert_int_equal(number("state.db.v1", "SELECT count(*) FROM article"), ARTICLES);
}

static void a_migration_is_made_whole_or_again(void **unused)
{
	(void)unused;
	run_all(&(struct scenario){one_run, try_to_migrate, migrated_or_not, false});
}

/* ---- the index */

static void put_articles(void)
{
	assert_int_equal(mkdir(in_folder("library"), 0700), 0);
	put_file(in_folder("library/a.txt"), "Apples grow on trees in autumn.\n");
	put_file(in_folder("library/b.txt"), "Apples and pears, and apples again.\n");
	put_file(in_folder("library/c.txt"), "Only pears are here.\n");
}

/* Did the last search tell that something was wrong? */
static bool told;

static void note(void *ctx, const struct err *err)
{
	(void)ctx;
	(void)err;
	told = true;
}

static size_t search(const char *words)
{
	struct buf folder = {0}, index = {0};

	buf_adds(&folder, in_folder("library"));
	buf_adds(&index, in_folder("index.db"));
	const char *const paths[] = {buf_cstr(&folder)};
	struct library_options options = {
		.paths = paths, .n_paths = 1, .index = buf_cstr(&index), .trouble = note};
	struct query_options how = {.fold = FOLD_ALL};

	told = false;
	struct state *s = state_open(NULL);
	struct library *lib = library_open(&options, s);
	struct query *q = query_parse(str_of(words), &how, NULL, NULL);
	struct listing_options listed = {.order = LIBRARY_BY_DATE, .query = q};
	struct listing *l = listing_new(lib, &listed);
	size_t n = listing_count(l);

	told |= library_damaged(lib);
	listing_free(l);
	query_free(q);
	library_close(lib);
	state_close(s);
	buf_release(&folder);
	buf_release(&index);
	return n;
}

static void search_apples(void)
{
	search("apples");
}

/* As many parts of the index that the next one makes it join them. */
static void put_and_change(void)
{
	put_articles();
	for (char name[] = "library/1.txt"; name[8] < '4'; name[8]++) {
		assert_int_equal(search("apples"), 2);
		put_file(in_folder(name), "Nothing that is looked for.\n");
	}
	put_file(in_folder("library/b.txt"), "Oranges alone, which are new.\n");
	put_file(in_folder("library/d.txt"), "Apples here as well.\n");
}

static void apples_are_found(void)
{
	assert_int_equal(search("apples"), 2);
	assert_int_equal(search("pears"), 2);
}

static void new_apples_are_found(void)
{
	assert_int_equal(search("apples"), 2);
	assert_int_equal(search("pears"), 1);
	assert_int_equal(search("oranges"), 1);
}

static void an_index_that_could_not_be_made_is_made_later(void **unused)
{
	(void)unused;
	run_all(&(struct scenario){put_articles, search_apples, apples_are_found, false});
}

static void an_index_that_could_not_be_changed_is_changed_later(void **unused)
{
	(void)unused;
	const struct scenario change = {put_and_change, search_apples, new_apples_are_found, false};
	const struct kind read = {LAYER_READ, SQLITE_IOERR_READ};

	run_all(&change);
	/* Which one ends the transaction is SQLite's affair. */
	for (int at = 1; run(&change, &read, at, false); at++)
		;
}

static void put_and_index(void)
{
	put_articles();
	search("apples");
}

static void search_or_tell(void)
{
	if (search("apples") != 2 && !told)
		leave(1);
}

static void an_index_that_could_not_be_read_is_told(void **unused)
{
	(void)unused;
	const struct scenario read = {put_and_index, search_or_tell, apples_are_found, false};

	for (int k = 0; k < KINDS; k++)
		for (int at = 1; kinds[k].rc != KILLED && run(&read, &kinds[k], at, false); at++)
			;
}

/* ---- joining segments of the text index */

enum { SEGMENTS = 4, HAN = 60000 }; /* letters of a document: a directory of many small pages */

/* The letter at i of a document. */
static uint32_t han(uint32_t doc, uint32_t i)
{
	return 0x4E00 + ((i * 2654435761U + doc * 40503U) >> 12) % 20000;
}

static void put_segments(void)
{
	static struct buf made;
	const char *path = in_folder("postings.db");
	struct postings p = {0};
	struct buf text = {0};
	struct db db;

	if (made.n) {
		assert_int_equal(fs_write(path, buf_str(&made), FS_REPLACE, NULL), 0);
		return;
	}
	assert_int_equal(db_create(path, NULL), 0);
	assert_int_equal(db_open(&db, path, 0, 0, NULL), 0);
	assert_int_equal(db_exec(&db, "PRAGMA page_size = 512"), SQLITE_OK);
	assert_int_equal(db_exec(&db, postings_schema), SQLITE_OK);
	assert_int_equal(db_begin(&db), SQLITE_OK);
	for (uint32_t doc = 1; doc <= SEGMENTS; doc++) {
		buf_clear(&text);
		for (uint32_t i = 0; i < HAN; i++) {
			char utf8[4];

			buf_add(&text, utf8, utf8_put(utf8, han(doc, i)));
		}
		struct gram_list grams = {0};

		gram_list_add(&grams, buf_str(&text), 0);
		postings_add(&p, doc, grams.v.p, grams.v.n);
		vec_release(&grams.v);
		assert_int_equal(postings_write(&p, &db), SQLITE_OK);
	}
	assert_int_equal(db_end(&db, SQLITE_OK), SQLITE_OK);
	buf_release(&text);
	postings_release(&p);
	db_close(&db);
	assert_int_equal(fs_read(path, 1 << 24, &made, NULL, NULL), 0);
}

static void join_segments(void)
{
	struct db db;

	if (db_open(&db, in_folder("postings.db"), 0, 0, NULL) < 0)
		return;
	if (db_begin(&db) == SQLITE_OK)
		db_end(&db, postings_join(&db, false));
	db_close(&db);
}

static void every_document_is_found(void)
{
	struct docset found = {0};
	struct db db;

	assert_int_equal(db_open(&db, in_folder("postings.db"), 0, 0, NULL), 0);
	for (uint32_t doc = 1; doc <= SEGMENTS; doc++) {
		for (uint32_t i = 0; i < HAN; i += HAN / 50) {
			uint64_t gram = (uint64_t)han(doc, i) << 42 | (uint64_t)han(doc, i + 1)
									      << 21;

			vec_clear(&found.words);
			assert_int_equal(
				postings_find(&db, &(struct gram_range){gram, gram}, 1, &found),
				SQLITE_OK);
			assert_true(docset_has(&found, doc));
		}
	}
	docset_release(&found);
	db_close(&db);
}

static void a_join_that_fails_loses_no_document(void **unused)
{
	(void)unused;
	const struct scenario join = {put_segments, join_segments, every_document_is_found, false};
	const struct kind read = {LAYER_READ, SQLITE_IOERR_READ};
	int most = getenv("TORTURE") ? INT_MAX : 60; /* the directories are read first */
	int at = 1;

	while (at < most && run(&join, &read, at, false))
		at++;
	assert_int_equal(number("postings.db", "SELECT count(*) FROM segment"),
			 at < most ? 1 : SEGMENTS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STATE_TEST(no_acknowledged_change_is_lost_by_a_fault_in_a_new_file),
		STATE_TEST(no_acknowledged_change_is_lost_by_a_fault_in_an_old_file),
		STATE_TEST(a_rescue_that_fails_is_made_up_for_later),
		STATE_TEST(a_migration_is_made_whole_or_again),
		STATE_TEST(an_index_that_could_not_be_made_is_made_later),
		STATE_TEST(an_index_that_could_not_be_changed_is_changed_later),
		STATE_TEST(an_index_that_could_not_be_read_is_told),
		STATE_TEST(a_join_that_fails_loses_no_document),
	};

	done = mmap(NULL, sizeof *done, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return done == MAP_FAILED ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
