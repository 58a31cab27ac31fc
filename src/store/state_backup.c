/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/intl.h"
#include "store/state_private.h"

static const char today[] = ".today", week[] = ".week";

enum {
	WEEK = 7 * 24 * 60 * 60, /* seconds */
	STALE = 60,              /* an unfinished copy of that age is nobody's */
};

static void name_of(struct buf *out, const char *path, const char *suffix)
{
	buf_clear(out);
	buf_addf(out, "%s%s", path, suffix);
}

/* Seconds since the file was written; a large number when there is none or the clock is odd. */
static int64_t age_of(const char *path)
{
	struct fs_stamp stamp;
	int64_t age;

	if (fs_stamp(path, &stamp, NULL) < 0)
		return INT64_MAX;
	age = clock_now() - stamp.mtime_ns / 1000000000;
	return age < 0 ? INT64_MAX : age;
}

static void sync_folder(const char *path)
{
	struct buf folder = {0};

	buf_add(&folder, path, (size_t)(fs_base(path) - path));
	int fd = open(folder.n ? buf_cstr(&folder) : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
	buf_release(&folder);
}

/* A backup must not be what fills the disk. */
static int check_room(const char *path, struct err *err)
{
	struct statvfs fs;
	struct fs_stamp stamp;

	if (fs_stamp(path, &stamp, err) < 0)
		return -1;
	if (statvfs(path, &fs) == 0 &&
	    (uint64_t)fs.f_bavail * fs.f_frsize < 4 * stamp.size + 1024 * 1024)
		return err_set(err, ERR_IO, _("%s: The disk has no room for a backup."), path);
	return 0;
}

/* An empty database file that is renamed when it is complete, so it needs no journal. */
static int open_scratch(struct db *db, const char *path, struct err *err)
{
	struct fs_stamp stamp;

	if (fs_stamp(path, &stamp, NULL) == 0) {
		if (age_of(path) < STALE)
			return err_set(err, ERR_BUSY, _("%s: Another karpread is writing it."),
				       path);
		unlink(path);
	}
	if (db_create(path, err) < 0)
		return -1;
	if (db_open(db, path, DB_SCRATCH, STATE_OPEN_WAIT, err) == 0)
		return 0;
	unlink(path);
	return -1;
}

int backup_make(struct db *db, const char *suffix, struct err *err)
{
	struct buf name = {0}, temp = {0};
	struct db copy = {0};
	int result = -1;

	name_of(&name, db->path, suffix);
	name_of(&temp, buf_cstr(&name), ".new");
	if (check_room(db->path, err) == 0 && open_scratch(&copy, buf_cstr(&temp), err) == 0) {
		int rc = db_copy(&copy, db);

		if (rc == SQLITE_OK)
			rc = db_quick_check(&copy);
		result = rc == SQLITE_OK ? 0 : db_error(&copy, rc, err);
		db_close(&copy);
		if (result == 0 && rename(buf_cstr(&temp), buf_cstr(&name)) < 0)
			result = err_errno(err, buf_cstr(&name), errno);
		if (result == 0)
			sync_folder(buf_cstr(&name));
		else
			unlink(buf_cstr(&temp));
	}
	buf_release(&name);
	buf_release(&temp);
	return result;
}

void backup_if_due(struct db *db, int64_t max_age)
{
	struct buf day = {0}, older = {0};
	int64_t articles = 0;

	db_int(db, "SELECT count(*) FROM article", &articles);
	if (!articles)
		return;
	name_of(&day, db->path, today);
	name_of(&older, db->path, week);
	if (age_of(buf_cstr(&day)) >= max_age) {
		/* Yesterday's becomes the week's, and the day's is missing for a moment. */
		if (age_of(buf_cstr(&older)) >= WEEK)
			rename(buf_cstr(&day), buf_cstr(&older));
		backup_make(db, today, NULL);
	}
	buf_release(&day);
	buf_release(&older);
}

int backup_and_migrate(struct db *db, const char *const *steps, int n, struct err *err)
{
	int64_t version = 0;
	int rc = db_int(db, "PRAGMA user_version", &version);

	if (rc == SQLITE_OK && version > 0 && version < n) {
		struct buf suffix = {0};

		buf_addf(&suffix, ".v%d", (int)version);
		int made = backup_make(db, buf_cstr(&suffix), err);

		buf_release(&suffix);
		if (made < 0)
			return -1;
	}
	if (rc == SQLITE_OK)
		rc = db_migrate(db, steps, n);
	return rc == SQLITE_OK ? 0 : db_error(db, rc, err);
}

/* ---- putting a good file in the place of a damaged one */

/* Opens a backup: 1 when it is whole, 0 when it is no good, -1 when that cannot be found out. */
static int open_good(struct db *db, const char *path, struct err *err)
{
	enum state_kind kind;

	if (db_open(db, path, DB_READ_ONLY, STATE_OPEN_WAIT, err) < 0)
		return -1;
	int rc = state_judge(db, &kind);

	if (rc == SQLITE_OK)
		rc = kind == STATE_OURS ? db_quick_check(db) : SQLITE_CORRUPT;
	if (rc == SQLITE_OK)
		return 1;
	int result = db_is_damage(rc) ? 0 : db_error(db, rc, err);

	db_close(db);
	return result;
}

/* The newest backup that is whole, as open_good; *made is when it was written, in seconds. */
static int find_backup(const char *path, struct db *db, int64_t *made, struct err *err)
{
	struct buf name = {0};
	int found = 0;

	for (int i = -2; i < state_version && !found; i++) {
		/* Newest first; the one of an older schema last. */
		char suffix[16];
		struct fs_stamp stamp;

		if (i < 0)
			snprintf(suffix, sizeof suffix, "%s", i == -2 ? today : week);
		else
			snprintf(suffix, sizeof suffix, ".v%d", state_version - i - 1);
		name_of(&name, path, suffix);
		if (fs_stamp(buf_cstr(&name), &stamp, NULL) < 0)
			continue;
		found = open_good(db, buf_cstr(&name), err);
		*made = stamp.mtime_ns / 1000000000;
	}
	buf_release(&name);
	return found;
}

bool rescue_wanted(const char *path)
{
	static const char magic[] = "SQLite format 3";
	char head[sizeof magic] = "";
	struct db backup = {0};
	int64_t made;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return false;
	ssize_t got = read(fd, head, sizeof head);

	close(fd);
	if (got == sizeof head && memcmp(head, magic, sizeof magic) == 0)
		return true;
	int found = find_backup(path, &backup, &made, NULL);

	db_close(&backup);
	return found != 0;
}

struct restored {
	int64_t backup;         /* when it was made, 0 for none */
	int64_t from_backup;    /* articles */
	struct rescue salvaged; /* from the damaged file */
};

/* Adds what is left of the damaged file. */
static int salvage(struct db *to, const char *path, struct restored *what)
{
	struct db damaged = {0};
	int rc = db_begin(to);

	if (rc != SQLITE_OK)
		return rc;
	rc = db_int(to, "SELECT count(*) FROM article", &what->from_backup);
	if (rc == SQLITE_OK && db_open(&damaged, path, DB_READ_ONLY, STATE_OPEN_WAIT, NULL) == 0)
		rc = rescue_merge(to, &damaged, &what->salvaged);
	vec_release(&what->salvaged.ids.v);
	db_close(&damaged);
	/* What the steps remember may not be what the merged rows were before. */
	if (rc == SQLITE_OK)
		rc = db_exec(to, "DELETE FROM step; DELETE FROM session;");
	return db_end(to, rc);
}

/* Fills the new file from the backup and from what is left of the damaged one. */
static int fill(struct db *to, const char *path, struct restored *what, struct err *err)
{
	struct db backup = {0};
	int found = find_backup(path, &backup, &what->backup, err);
	int rc = found > 0 ? db_copy(to, &backup) : SQLITE_OK;

	db_close(&backup);
	if (found < 0)
		return -1;
	if (!found)
		what->backup = 0;
	if (rc == SQLITE_OK)
		rc = db_migrate(to, state_migrations, state_version);
	if (rc == SQLITE_OK)
		rc = salvage(to, path, what);
	return rc == SQLITE_OK ? 0 : db_error(to, rc, err);
}

/*
 * A second name for the damaged file: PATH.corrupt-2026-11-22, or with -2, -3 ...; *moved tells
 * whether it is its only one now.
 */
static int set_aside(const char *path, struct buf *aside, bool *moved, struct err *err)
{
	struct civil day = clock_today();

	for (int n = 1; n < 1000; n++) {
		name_of(aside, path, ".corrupt-");
		civil_add_date(aside, &day);
		if (n > 1)
			buf_addf(aside, "-%d", n);
		if (link(path, buf_cstr(aside)) == 0)
			return 0;
		if (errno == EEXIST)
			continue;
		struct fs_stamp stamp;

		/* A file system without links: the name is free for a moment, which must do. */
		*moved = fs_stamp(buf_cstr(aside), &stamp, NULL) < 0 &&
			 rename(path, buf_cstr(aside)) == 0;
		if (*moved)
			return 0;
		break;
	}
	return err_errno(err, path, errno);
}

/* A journal beside the new file would be rolled back into it: it goes with the old one. */
static void move_journals(const char *path, const char *aside)
{
	static const char *const suffixes[] = {"-journal", "-wal", "-shm"};
	struct buf from = {0}, to = {0};

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		name_of(&from, path, suffixes[i]);
		name_of(&to, aside, suffixes[i]);
		rename(buf_cstr(&from), buf_cstr(&to));
	}
	buf_release(&from);
	buf_release(&to);
}

static void tell(struct buf *news, const char *path, const char *aside, const struct restored *what)
{
	buf_addf(news, _("%s was damaged and has been mended; the damaged file is kept as %s."),
		 path, aside);
	if (what->backup) {
		struct civil day = {.precision = CIVIL_DAY};
		int month, date;

		civil_from_days(what->backup / 86400, &day.year, &month, &date);
		day.month = (int8_t)month;
		day.day = (int8_t)date;
		buf_addf(news, _(" %lld articles came from the backup of "),
			 (long long)what->from_backup);
		civil_add_date(news, &day);
		buf_addc(news, '.');
	}
	buf_addf(news, _(" %zu articles were taken from the damaged file."),
		 what->salvaged.articles);
}

/* Puts the new file in place, unless another process was faster. */
static int swap(const char *path, const char *temp, const struct fs_stamp *damaged,
		const struct restored *what, struct buf *news, struct err *err)
{
	struct buf aside = {0};
	struct fs_stamp stamp;
	bool moved = false;
	int result = set_aside(path, &aside, &moved, err);

	if (result == 0 && fs_stamp(buf_cstr(&aside), &stamp, NULL) == 0 &&
	    stamp.inode != damaged->inode) {
		if (moved)
			rename(buf_cstr(&aside), path);
		else
			unlink(buf_cstr(&aside));
		unlink(temp);
	} else if (result == 0) {
		move_journals(path, buf_cstr(&aside));
		if (rename(temp, path) < 0)
			result = err_errno(err, path, errno);
		else
			tell(news, path, buf_cstr(&aside), what);
		sync_folder(path);
	}
	buf_release(&aside);
	return result;
}

int rescue_file(const char *path, struct buf *news, struct err *err)
{
	struct restored what = {0};
	struct fs_stamp damaged;
	struct buf temp = {0};
	struct db to = {0};
	int result = fs_stamp(path, &damaged, err);

	name_of(&temp, path, ".new");
	if (result == 0)
		result = open_scratch(&to, buf_cstr(&temp), err);
	if (result == 0) {
		result = fill(&to, path, &what, err);
		db_close(&to);
		if (result == 0)
			result = swap(path, buf_cstr(&temp), &damaged, &what, news, err);
		if (result < 0)
			unlink(buf_cstr(&temp));
	}
	buf_release(&temp);
	return result;
}
