/* SPDX-License-Identifier: ISC
 *
 * A thin layer over sqlite3 for src/store alone: opening with settings that suit a file nobody
 * vouches for, cached statements, migrations, and errors as sentences.
 *
 * The functions that return a result code return sqlite3's extended ones, SQLITE_OK or (from
 * db_step) SQLITE_ROW and SQLITE_DONE; db_error makes a sentence of the others. SQLITE_NOMEM is
 * not among them: memory that runs out ends the program here as everywhere. A statement that
 * could not be prepared is NULL, and binding, stepping and running NULL fail without harm, so
 * that the result of db_run alone needs a look.
 */
#ifndef KARPREAD_STORE_DB_H
#define KARPREAD_STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

/* A zeroed db is valid and closed. */
struct db {
	sqlite3 *handle;
	char *path;       /* NULL for one in memory */
	int64_t deadline; /* monotonic milliseconds: see db_wait */
	int failure;      /* the first that a step met, until somebody clears it; or SQLITE_OK */
	int error;        /* the errno of the last step that could not read or write, or 0 */
	VEC(struct db_statement {
		const char *sql; /* compared as a pointer: a string literal */
		sqlite3_stmt *stmt;
	})
	cache;
};

enum db_open_flags {
	DB_READ_ONLY = 1 << 0,
	DB_SCRATCH = 1 << 1, /* worth nothing until it is complete: no journal file beside it */
	DB_CACHE = 1 << 2,   /* can be made anew: readers beside a writer, and no syncs */
};

/*
 * Opens an existing file, or a database in memory for a NULL path. Never creates a file and
 * never opens what is no regular file. A damaged file, or one that another process held longer
 * than wait milliseconds, opens and fails later.
 */
int db_open(struct db *db, const char *path, int flags, int wait, struct err *err);
void db_close(struct db *db);
/*
 * From now on operations wait so long for other processes, all of them together; from db_open on
 * each waits anew. db must stay where it is.
 */
void db_wait(struct db *db, int milliseconds);
/* An empty file of mode 0600, with its folder; one that is there stays as it is. */
int db_create(const char *path, struct err *err);

/* sql is a string literal; the statement belongs to db. */
sqlite3_stmt *db_prepare(struct db *db, const char *sql);
void db_bind_int(sqlite3_stmt *stmt, int index, int64_t value);
void db_bind_text(sqlite3_stmt *stmt, int index, struct str value); /* copied; p NULL is null */
void db_bind_blob(sqlite3_stmt *stmt, int index, struct str value);
int db_step(struct db *db, sqlite3_stmt *stmt);
/* Ends a statement's run and forgets what was bound; keeps rc, for `return db_done(q, rc)`. */
int db_done(sqlite3_stmt *stmt, int rc);
/* Steps to the end, rows ignored. */
int db_run(struct db *db, sqlite3_stmt *stmt);
int db_exec(struct db *db, const char *sql);
/* The first column of the first row; *out is left alone when there is no row. */
int db_int(struct db *db, const char *sql, int64_t *out);
/* A column's bytes, valid until the statement moves on. */
struct str db_column(sqlite3_stmt *stmt, int column);

int db_begin(struct db *db); /* for writing, at once */
/* Commits when rc is SQLITE_OK, else rolls back; returns what became of it. */
int db_end(struct db *db, int rc);

/*
 * Brings the schema to version n: steps[v] leads from user_version v to v + 1. Each step is a
 * transaction that looks at user_version again, so two processes may do this at once.
 */
int db_migrate(struct db *db, const char *const *steps, int n);

/* All of one database into another, which need not be empty. */
int db_copy(struct db *to, struct db *from);
/* Is the file where the locks of other computers may not be seen? */
bool db_on_network(const char *path);
/* Does the file hold together? SQLITE_OK, SQLITE_CORRUPT, or why it could not be looked at. */
int db_quick_check(struct db *db);
/* What a row of quick_check or integrity_check says, as such a code. */
int db_finding(sqlite3_stmt *check);
/* Is rc about damage to the file's content? */
bool db_is_damage(int rc);

/* A sentence for rc, with the file's name. Returns -1. */
int db_error(const struct db *db, int rc, struct err *err);

#endif
