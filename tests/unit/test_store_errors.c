/* SPDX-License-Identifier: ISC
 *
 * Ends in error of src/store that neither a file nor SQLite bring about of themselves: what the
 * system refuses is told, and nothing is lost by it. rename(), link() and statvfs() are ours
 * here.
 */
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
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"
#include "state_fixture.h"
#include "store/library.h"

static bool disk_is_full, renames_fail;
static const char *other_file;

int statvfs(const char *restrict path, struct statvfs *restrict out)
{
	(void)path;
	*out = (struct statvfs){.f_bavail = disk_is_full ? 1 : 1 << 30, .f_frsize = 4096};
	return 0;
}

int rename(const char *from, const char *to)
{
	if (renames_fail && str_ends(str_of(to), STR("/state.db"))) {
		errno = EIO;
		return -1;
	}
	return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

/* As on a file system without links, where another process has just put its good file in place. */
int link(const char *from, const char *to)
{
	if (!other_file)
		return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
	assert_int_equal(renameat(AT_FDCWD, other_file, AT_FDCWD, from), 0);
	other_file = NULL;
	errno = EPERM;
	return -1;
}

static void assert_told(struct err *err, enum err_code code)
{
	assert_true(err->code && *err_text(err));
	assert_int_equal(err->code, code);
	err_release(err);
}

static void each_result_of_sqlite_is_a_sentence_with_the_file(void **unused)
{
	(void)unused;
	struct db db = {.path = (char[]){"/a/b.db"}};

	for (int rc = SQLITE_ERROR; rc <= SQLITE_NOTADB; rc++) {
		struct err err = {0};

		assert_int_equal(db_error(&db, rc, &err), -1);
		assert_true(err.code);
		assert_non_null(strstr(err_text(&err), "/a/b.db: "));
		err_release(&err);
	}
}

/* SQLite itself tells the system's reason for a statement, but not for the end of a transaction. */
static void what_the_system_refused_is_told(void **unused)
{
	(void)unused;
	struct rlimit limit, small;
	struct db db;
	struct err err = {0};

	assert_int_equal(db_create(in_folder("large.db"), NULL), 0);
	assert_int_equal(db_open(&db, in_folder("large.db"), DB_CACHE, 0, NULL), 0);
	assert_int_equal(db_exec(&db, "CREATE TABLE t(a)"), SQLITE_OK);
	assert_int_equal(db_begin(&db), SQLITE_OK);
	assert_int_equal(db_exec(&db, "INSERT INTO t VALUES (zeroblob(1000000))"), SQLITE_OK);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	small = (struct rlimit){100000, limit.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	int rc = db_end(&db, SQLITE_OK);

	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_int_equal(rc & 0xFF, SQLITE_IOERR);
	assert_int_equal(db_error(&db, rc, &err), -1);
	assert_non_null(strstr(err_text(&err), strerror(EFBIG)));
	assert_told(&err, ERR_IO);
	db_close(&db);
}

static void a_name_that_no_file_can_have_is_told(void **unused)
{
	(void)unused;
	char name[301] = "";

	memset(name, 'n', sizeof name - 1);
	struct state *s = state_open(in_folder("x"));
	struct buf path = {0};
	struct err err = {0};

	state_close(s);
	buf_addf(&path, "%s/%s", in_folder("."), name);
	assert_int_equal(db_create(buf_cstr(&path), &err), -1);
	assert_told(&err, err.code);
	s = state_open(buf_cstr(&path));
	assert_non_null(state_trouble(s));
	state_close(s);
	buf_release(&path);
}

static void a_charset_that_cannot_be_is_refused(void **unused)
{
	(void)unused;
	struct state *s = state_open(NULL);
	struct err err = {0};

	assert_int_equal(
		state_set_charset(s, article(s, 1), "a name longer than that of any charset", &err),
		-1);
	assert_told(&err, ERR_USAGE);
	state_close(s);
}

/* Without the rights of root, where we have them. */
static void a_file_that_may_only_be_read_is_read(void **unused)
{
	(void)unused;
	struct state *s = open_state();
	int64_t id = article(s, 1);
	int status;

	state_set_read(s, &id, 1, true, NULL);
	state_close(s);
	assert_int_equal(chmod(in_folder("state.db"), 0444), 0);
	assert_int_equal(chmod(in_folder("."), 0755), 0);
	fflush(stdout);
	pid_t pid = fork();

	if (pid == 0) {
		struct state_article a;
		struct err err = {0};
		uid_t own = geteuid();
		int wrong = own == 0 && seteuid(65534) < 0 ? 1 : 0;

		s = open_state();
		wrong |= state_trouble(s) ? 0 : 2;
		wrong |= state_at_path(s, "/library/1", &a, NULL) == 0 && a.read ? 0 : 4;
		wrong |= state_set_read(s, &a.id, 1, false, &err) < 0 ? 0 : 8;
		wrong |= err.code == ERR_ACCESS ? 0 : 16;
		err_release(&err);
		state_close(s);
		exit(seteuid(own) < 0 ? 1 : wrong);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(chmod(in_folder("state.db"), 0644), 0);
}

static void a_backup_that_cannot_be_made_harms_nothing(void **unused)
{
	(void)unused;
	for (int round = 0; round < 2; round++) {
		struct state *s = open_state();
		struct err err = {0};
		int64_t id = article(s, 1);

		assert_int_equal(state_set_read(s, &id, 1, round == 0, NULL), 0);
		disk_is_full = round == 0;
		unlink(in_folder("state.db.today"));
		if (round)
			assert_int_equal(mkdir(in_folder("state.db.today"), 0700), 0);
		assert_int_equal(backup_make(&s->file, ".today", &err), -1);
		assert_told(&err, round ? ERR_KIND : ERR_IO);
		state_close(s);
		disk_is_full = false;
		assert_int_not_equal(access(in_folder("state.db.today.new"), F_OK), 0);
	}
	struct state *s = open_state();

	assert_null(state_trouble(s));
	assert_false(get(s, article(s, 1)).read);
	state_close(s);
}

static void damage(const char *path)
{
	struct buf bytes = {0};

	assert_int_equal(fs_read(path, 1 << 24, &bytes, NULL, NULL), 0);
	memset(bytes.p + 100, 0xAA, bytes.n - 100);
	assert_int_equal(fs_write(path, buf_str(&bytes), FS_REPLACE, NULL), 0);
	buf_release(&bytes);
}

static void a_rescue_whose_file_cannot_be_put_in_place_is_made_again(void **unused)
{
	(void)unused;
	struct state *s = open_state();
	int64_t id = article(s, 1);

	state_set_read(s, &id, 1, true, NULL);
	state_close(s);
	damage(in_folder("state.db"));
	renames_fail = true;
	s = open_state();
	assert_non_null(state_trouble(s));
	state_close(s);
	renames_fail = false;
	s = open_state();
	assert_null(state_trouble(s));
	assert_non_null(state_news(s));
	assert_true(get(s, article(s, 1)).read);
	state_close(s);
}

static void a_rescue_that_comes_late_leaves_the_file_of_another_process(void **unused)
{
	(void)unused;
	struct state *s = open_state();
	int64_t id = article(s, 1);
	struct buf bytes = {0};

	state_set_read(s, &id, 1, true, NULL);
	state_close(s);
	assert_int_equal(fs_read(in_folder("state.db"), 1 << 24, &bytes, NULL, NULL), 0);
	assert_int_equal(fs_write(in_folder("other.db"), buf_str(&bytes), 0, NULL), 0);
	buf_release(&bytes);
	unlink(in_folder("state.db.today"));
	damage(in_folder("state.db"));
	other_file = in_folder("other.db");
	s = open_state();
	assert_null(other_file);
	assert_null(state_news(s));
	assert_true(get(s, article(s, 1)).read);
	state_close(s);
}

/* Rescues state.db into a new file of so many pages at most; the result, and how many rows. */
static int rescue_into(int pages, size_t *rows)
{
	struct rescue count = {0};
	struct db to, from;
	char limit[48];

	unlink(in_folder("new.db"));
	assert_int_equal(db_create(in_folder("new.db"), NULL), 0);
	assert_int_equal(db_open(&to, in_folder("new.db"), 0, 0, NULL), 0);
	assert_int_equal(db_migrate(&to, state_migrations, state_version), SQLITE_OK);
	snprintf(limit, sizeof limit, "PRAGMA max_page_count = %d", pages);
	assert_int_equal(db_exec(&to, limit), SQLITE_OK);
	assert_int_equal(db_open(&from, in_folder("state.db"), DB_READ_ONLY, 0, NULL), 0);
	assert_int_equal(db_begin(&to), SQLITE_OK);
	int rc = db_end(&to, rescue_merge(&to, &from, &count));

	*rows = count.articles;
	vec_release(&count.ids.v);
	db_close(&to);
	db_close(&from);
	return rc;
}

enum { PAGE = 4096 };

static uint32_t big_endian(const char *p, size_t n)
{
	uint32_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | (unsigned char)p[i];
	return value;
}

/* The pages of a table that has one level above its leaves, in order; how many there are. */
static size_t leaves_of(struct str file, uint32_t root, uint32_t leaves[64])
{
	const char *page = file.p + (root - 1) * PAGE;
	size_t n = big_endian(page + 3, 2);

	assert_int_equal(page[0], 5);
	assert_in_range(n, 3, 63);
	for (size_t i = 0; i < n; i++)
		leaves[i] = big_endian(page + big_endian(page + 12 + 2 * i, 2), 4);
	leaves[n] = big_endian(page + 8, 4);
	return n + 1;
}

/* What is damaged decides which way the rows are read: in order, backwards, one by one. */
static void assert_lack_of_room_is_told(struct str good, const uint32_t *pages, size_t n)
{
	struct buf bad = {0};
	size_t rows, most = 0;

	buf_addstr(&bad, good);
	for (size_t i = 0; i < n; i++)
		memset(bad.p + (pages[i] - 1) * PAGE, 0, PAGE);
	fs_write(in_folder("state.db"), buf_str(&bad), FS_REPLACE, NULL);
	buf_release(&bad);
	assert_int_equal(rescue_into(1000, &rows), SQLITE_OK);
	assert_true(rows > 0);
	for (int limit = 1; limit < 1000 && most < rows; limit++) {
		size_t taken;
		int rc = rescue_into(limit, &taken);

		assert_true(taken >= most);
		assert_int_equal(rc, taken < rows ? SQLITE_FULL : SQLITE_OK);
		most = taken;
	}
	assert_int_equal(most, rows);
}

static void a_rescue_without_room_is_told_wherever_it_ends(void **unused)
{
	(void)unused;
	enum { ARTICLES = 200 };
	struct buf good = {0};
	struct state *s = open_state();
	uint32_t leaves[64];
	struct db db;
	int64_t root = 0;

	for (unsigned i = 0; i < ARTICLES; i++)
		article(s, i);
	state_close(s);
	assert_int_equal(db_open(&db, in_folder("state.db"), 0, 0, NULL), 0);
	assert_int_equal(
		db_int(&db, "SELECT rootpage FROM sqlite_schema WHERE name = 'article'", &root),
		SQLITE_OK);
	db_close(&db);
	assert_int_equal(fs_read(in_folder("state.db"), 1 << 24, &good, NULL, NULL), 0);
	size_t n = leaves_of(buf_str(&good), (uint32_t)root, leaves);
	const uint32_t ends[] = {leaves[0], leaves[n - 1]};

	assert_lack_of_room_is_told(buf_str(&good), &leaves[n / 2], 1);
	assert_lack_of_room_is_told(buf_str(&good), ends, 2);
	buf_release(&good);
}

static void a_damaged_file_that_cannot_be_set_aside_stays(void **unused)
{
	(void)unused;
	/* There is room for "-journal" behind it, but not for the name of a file set aside. */
	char name[241] = "";
	struct buf path = {0}, before = {0}, after = {0};

	memset(name, 'n', sizeof name - 1);
	buf_addf(&path, "%s/%s", in_folder("."), name);
	struct state *s = state_open(buf_cstr(&path));
	int64_t id = article(s, 1);

	assert_int_equal(state_set_read(s, &id, 1, true, NULL), 0);
	state_close(s);
	damage(buf_cstr(&path));
	fs_read(buf_cstr(&path), 1 << 24, &before, NULL, NULL);
	s = state_open(buf_cstr(&path));
	assert_non_null(state_trouble(s));
	state_close(s);
	fs_read(buf_cstr(&path), 1 << 24, &after, NULL, NULL);
	assert_true(str_eq(buf_str(&before), buf_str(&after)));
	buf_release(&path);
	buf_release(&before);
	buf_release(&after);
}

static void note(void *ctx, const struct err *err)
{
	buf_addf(ctx, "%s\n", err_text(err));
}

static void an_index_that_cannot_be_locked_is_done_without(void **unused)
{
	(void)unused;
	struct buf told = {0}, folder = {0}, index = {0};
	struct state *s = state_open(NULL);

	assert_int_equal(mkdir(in_folder("library"), 0700), 0);
	put_file(in_folder("library/a.txt"), "Apples grow on trees.\n");
	assert_int_equal(mkdir(in_folder("index.db-lock"), 0700), 0);
	buf_adds(&folder, in_folder("library"));
	buf_adds(&index, in_folder("index.db"));
	const char *const paths[] = {buf_cstr(&folder)};
	struct library_options options = {.paths = paths,
					  .n_paths = 1,
					  .index = buf_cstr(&index),
					  .trouble = note,
					  .ctx = &told};
	struct library *lib = library_open(&options, s);

	assert_int_equal(library_count(lib), 1);
	assert_non_null(library_notice(lib));
	library_close(lib);
	state_close(s);
	buf_release(&told);
	buf_release(&folder);
	buf_release(&index);
}

static void an_article_that_there_is_not_is_told(void **unused)
{
	(void)unused;
	struct library_options options = {0};
	struct state *s = state_open(NULL);
	struct library *lib = library_open(&options, s);
	struct buf text = {0};
	struct err err = {0};

	assert_null(library_load(lib, 99, &err));
	assert_told(&err, ERR_NOT_FOUND);
	assert_int_equal(library_text(lib, 99, &text, &err), -1);
	assert_told(&err, ERR_NOT_FOUND);
	assert_int_equal(library_identify(lib, 99, &err), 0);
	assert_told(&err, ERR_NOT_FOUND);
	buf_release(&text);
	library_close(lib);
	state_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STATE_TEST(each_result_of_sqlite_is_a_sentence_with_the_file),
		STATE_TEST(what_the_system_refused_is_told),
		STATE_TEST(a_name_that_no_file_can_have_is_told),
		STATE_TEST(a_charset_that_cannot_be_is_refused),
		STATE_TEST(a_file_that_may_only_be_read_is_read),
		STATE_TEST(a_backup_that_cannot_be_made_harms_nothing),
		STATE_TEST(a_rescue_whose_file_cannot_be_put_in_place_is_made_again),
		STATE_TEST(a_rescue_that_comes_late_leaves_the_file_of_another_process),
		STATE_TEST(a_rescue_without_room_is_told_wherever_it_ends),
		STATE_TEST(a_damaged_file_that_cannot_be_set_aside_stays),
		STATE_TEST(an_index_that_cannot_be_locked_is_done_without),
		STATE_TEST(an_article_that_there_is_not_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
