/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

#include "base/clock.h"
#include "base/fs.h"
#include "base/intl.h"
#include "base/mem.h"

/*
 * TRUNCATE and EXTRA: a rollback journal synced before, the file after, no operation on the
 * folder for each commit. Not WAL: SQLite 3.7.0 to 3.51.2 can damage a file that two processes
 * write and checkpoint at once, and it needs shared memory, which network homes lack.
 */
static const char settings[] = "PRAGMA trusted_schema = OFF;"
			       "PRAGMA cell_size_check = ON;"
			       "PRAGMA mmap_size = 0;"
			       "PRAGMA temp_store = MEMORY;"
			       "PRAGMA foreign_keys = ON;"
			       "PRAGMA synchronous = EXTRA;";

/*
 * A cache is worth less than the time that syncs take, and its readers shall not wait for its
 * writer. What a crash of the machine leaves of it is damaged at worst, and then made anew.
 */
static const char cache_settings[] = "PRAGMA journal_mode = WAL;"
				     "PRAGMA synchronous = OFF;";

/*
 * sqlite3 goes on without the memory it did not get: a value that could not be bound is NULL, a
 * column that could not be read is empty. So there is none that it does not get. Before each
 * block stands its size, which sqlite3 asks for.
 */
static void *memory_new(int n)
{
	int64_t *block = xmalloc(sizeof *block + (size_t)n);

	*block = n;
	return block + 1;
}

static void memory_free(void *p)
{
	free((int64_t *)p - 1);
}

static void *memory_resize(void *p, int n)
{
	int64_t *block = xrealloc((int64_t *)p - 1, sizeof *block + (size_t)n);

	*block = n;
	return block + 1;
}

static int memory_size(void *p)
{
	return p ? (int)((int64_t *)p)[-1] : 0;
}

static int memory_round(int n)
{
	return (n + 7) & ~7;
}

static int memory_begin(void *unused)
{
	(void)unused;
	return SQLITE_OK;
}

static void memory_end(void *unused)
{
	(void)unused;
}

/* Has an effect before anything else was asked of sqlite3, and none later. */
static void use_our_memory(void)
{
	static const sqlite3_mem_methods methods = {
		memory_new,   memory_free,  memory_resize, memory_size,
		memory_round, memory_begin, memory_end,    NULL,
	};

	sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static int set_up(struct db *db, int flags, int wait)
{
	static const struct {
		int id, value;
	} limits[] = {
		{SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024},
		{SQLITE_LIMIT_SQL_LENGTH, 64 * 1024},
		{SQLITE_LIMIT_ATTACHED, 0},
	};

	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(db->handle, limits[i].id, limits[i].value);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_busy_timeout(db->handle, wait);
	int rc = db_exec(db, settings);

	if (rc == SQLITE_OK && (flags & DB_CACHE))
		return db_exec(db, cache_settings);
	if (rc == SQLITE_OK && !(flags & DB_READ_ONLY) && db->path)
		rc = db_exec(db, flags & DB_SCRATCH ? "PRAGMA journal_mode = MEMORY"
						    : "PRAGMA journal_mode = TRUNCATE");
	/* Who waited in vain shall not wait again with the first statement. */
	if ((rc & 0xFF) == SQLITE_BUSY)
		sqlite3_busy_timeout(db->handle, 0);
	/* What a read-only file refuses is no reason to refuse it. */
	return rc == SQLITE_OK || db_is_damage(rc) ? rc : SQLITE_OK;
}

int db_open(struct db *db, const char *path, int flags, int wait, struct err *err)
{
	struct fs_stamp stamp;
	int mode = flags & DB_READ_ONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;

	/* sqlite3 would wait on a FIFO and say no more than "unable to open" for a folder. */
	if (path && fs_stamp(path, &stamp, err) < 0)
		return -1;
	use_our_memory();
	*db = (struct db){.path = path ? xstrdup(path) : NULL};
	int rc = sqlite3_open_v2(path ? path : ":memory:", &db->handle, mode | SQLITE_OPEN_NOMUTEX,
				 NULL);

	if (rc == SQLITE_OK)
		rc = set_up(db, flags, wait);
	if (rc == SQLITE_OK || (db->handle && db_is_damage(rc)))
		return 0;
	db_error(db, rc, err);
	db_close(db);
	return -1;
}

void db_close(struct db *db)
{
	for (size_t i = 0; i < db->cache.n; i++)
		sqlite3_finalize(db->cache.p[i].stmt);
	vec_release(&db->cache);
	sqlite3_close(db->handle);
	free(db->path);
	*db = (struct db){0};
}

/* sqlite3's own time is one for each lock, and a change waits for two. */
static int on_busy(void *arg, int before)
{
	static const int pauses[] = {1, 2, 5, 10, 20}; /* milliseconds */
	const struct db *db = arg;
	int64_t left = db->deadline - clock_monotonic_ms();
	int pause = pauses[before < 4 ? before : 4];

	if (left <= 0)
		return 0;
	sqlite3_sleep(left < pause ? (int)left : pause);
	return 1;
}

void db_wait(struct db *db, int milliseconds)
{
	db->deadline = clock_monotonic_ms() + milliseconds;
	sqlite3_busy_handler(db->handle, on_busy, db);
}

int db_create(const char *path, struct err *err)
{
	const char *name = fs_base(path);

	if (name > path + 1) {
		char *folder = xmemdup0(path, (size_t)(name - path - 1));
		int made = fs_mkdir(folder, 0700, err);

		free(folder);
		if (made < 0)
			return -1;
	}
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	else if (errno != EEXIST)
		return err_errno(err, path, errno);
	return 0;
}

sqlite3_stmt *db_prepare(struct db *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	for (size_t i = 0; i < db->cache.n; i++) {
		if (db->cache.p[i].sql == sql)
			return db->cache.p[i].stmt;
	}
	if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) ==
	    SQLITE_OK)
		vec_push(&db->cache, (struct db_statement){sql, stmt});
	return stmt;
}

void db_bind_int(sqlite3_stmt *stmt, int index, int64_t value)
{
	if (stmt)
		sqlite3_bind_int64(stmt, index, value);
}

void db_bind_text(sqlite3_stmt *stmt, int index, struct str value)
{
	if (stmt && value.p)
		sqlite3_bind_text64(stmt, index, value.p, value.n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

void db_bind_blob(sqlite3_stmt *stmt, int index, struct str value)
{
	if (stmt)
		sqlite3_bind_blob64(stmt, index, value.n ? value.p : "", value.n, SQLITE_TRANSIENT);
}

int db_step(struct db *db, sqlite3_stmt *stmt)
{
	errno = 0;
	/* Without a statement the reason is still that of the failed db_prepare. */
	int rc = stmt ? sqlite3_step(stmt) : sqlite3_extended_errcode(db->handle);

	if (stmt && (rc & 0xFF) == SQLITE_IOERR)
		db->error = errno;
	if (rc != SQLITE_ROW && rc != SQLITE_DONE && !db->failure)
		db->failure = rc;
	return rc;
}

int db_done(sqlite3_stmt *stmt, int rc)
{
	if (stmt) {
		sqlite3_reset(stmt);
		sqlite3_clear_bindings(stmt);
	}
	return rc;
}

int db_run(struct db *db, sqlite3_stmt *stmt)
{
	int rc;

	do
		rc = db_step(db, stmt);
	while (rc == SQLITE_ROW);
	return db_done(stmt, rc == SQLITE_DONE ? SQLITE_OK : rc);
}

int db_exec(struct db *db, const char *sql)
{
	return sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
}

int db_int(struct db *db, const char *sql, int64_t *out)
{
	sqlite3_stmt *stmt = db_prepare(db, sql);
	int rc = db_step(db, stmt);

	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	return db_done(stmt, rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc);
}

struct str db_column(sqlite3_stmt *stmt, int column)
{
	const char *p = sqlite3_column_blob(stmt, column);

	return (struct str){p, p ? (size_t)sqlite3_column_bytes(stmt, column) : 0};
}

int db_begin(struct db *db)
{
	return db_run(db, db_prepare(db, "BEGIN IMMEDIATE"));
}

int db_end(struct db *db, int rc)
{
	if (rc == SQLITE_OK)
		rc = db_run(db, db_prepare(db, "COMMIT"));
	/* A COMMIT that failed may have left the transaction open, or ended it. */
	if (rc != SQLITE_OK && !sqlite3_get_autocommit(db->handle))
		db_run(db, db_prepare(db, "ROLLBACK"));
	return rc;
}

int db_migrate(struct db *db, const char *const *steps, int n)
{
	for (;;) {
		int64_t version = 0;
		int rc = db_int(db, "PRAGMA user_version", &version);

		if (rc != SQLITE_OK || version >= n)
			return rc;
		rc = db_begin(db);
		if (rc != SQLITE_OK)
			return rc;
		rc = db_int(db, "PRAGMA user_version", &version);
		if (rc == SQLITE_OK && version >= 0 && version < n) {
			char set[48];

			snprintf(set, sizeof set, "PRAGMA user_version = %d", (int)version + 1);
			rc = db_exec(db, steps[version]);
			if (rc == SQLITE_OK)
				rc = db_exec(db, set);
		}
		rc = db_end(db, rc);
		if (rc != SQLITE_OK)
			return rc;
	}
}

int db_copy(struct db *to, struct db *from)
{
	sqlite3_backup *copy = sqlite3_backup_init(to->handle, "main", from->handle, "main");

	if (!copy)
		return sqlite3_extended_errcode(to->handle);
	/* All at once: in steps, another writer would make it begin anew again and again. */
	int rc = sqlite3_backup_step(copy, -1);
	int finished = sqlite3_backup_finish(copy);

	return rc != SQLITE_DONE ? rc : finished;
}

int db_finding(sqlite3_stmt *check)
{
	static const char code[] = "error code=";
	const char *line = (const char *)sqlite3_column_text(check, 0);
	const char *at = line ? strstr(line, code) : NULL;

	if (line && strcmp(line, "ok") == 0)
		return SQLITE_OK;
	/* A page that could not be read is in the report like one that is bent. */
	return at ? atoi(at + strlen(code)) : SQLITE_CORRUPT;
}

int db_quick_check(struct db *db)
{
	sqlite3_stmt *stmt = db_prepare(db, "PRAGMA quick_check(1)");
	int rc = db_step(db, stmt);

	return db_done(stmt, rc == SQLITE_ROW ? db_finding(stmt) : rc);
}

bool db_on_network(const char *path)
{
#ifdef __linux__
	/* NFS, CIFS, SMB2, FUSE (sshfs and the like), 9P, AFS: linux/magic.h, statfs(2). */
	static const uint32_t magics[] = {0x6969,     0xFF534D42, 0xFE534D42,
					  0x65735546, 0x01021997, 0x5346414F};
	struct statfs fs;

	if (statfs(path, &fs) < 0)
		return false;
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		if ((uint32_t)fs.f_type == magics[i])
			return true;
	}
#else
	(void)path;
#endif
	return false;
}

bool db_is_damage(int rc)
{
	return (rc & 0xFF) == SQLITE_CORRUPT || (rc & 0xFF) == SQLITE_NOTADB;
}

/* sqlite3 keeps the reason of a statement that failed, but not that of a COMMIT. */
static int system_error(const struct db *db)
{
	int error = db->error;

	if (!error && db->handle)
		error = sqlite3_system_errno(db->handle);
	return error ? error : EIO;
}

int db_error(const struct db *db, int rc, struct err *err)
{
	static const struct {
		int rc;
		enum err_code code;
		const char *text;
	} reasons[] = {
		{SQLITE_BUSY, ERR_BUSY, N_("%s: Another program is writing to the file.")},
		{SQLITE_LOCKED, ERR_BUSY, N_("%s: Another program is writing to the file.")},
		{SQLITE_FULL, ERR_IO, N_("%s: The disk is full.")},
		{SQLITE_READONLY, ERR_ACCESS, N_("%s: The file cannot be written to.")},
		{SQLITE_PERM, ERR_ACCESS, N_("%s: The file cannot be written to.")},
		{SQLITE_CANTOPEN, ERR_ACCESS,
		 N_("%s: The file cannot be opened, or nothing written beside it.")},
		{SQLITE_CORRUPT, ERR_CORRUPT, N_("%s: The file is damaged.")},
		{SQLITE_NOTADB, ERR_CORRUPT, N_("%s: The file is not a database.")},
	};
	const char *path = db->path ? db->path : ":memory:";

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
		if (reasons[i].rc == (rc & 0xFF))
			return err_set(err, reasons[i].code, _(reasons[i].text), path);
	}
	if ((rc & 0xFF) == SQLITE_IOERR)
		return err_set(err, ERR_IO, _("%s: Reading or writing failed (%s)."), path,
			       strerror(system_error(db)));
	return err_set(err, ERR_IO, "%s: %s", path, sqlite3_errstr(rc));
}
