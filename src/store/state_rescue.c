/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/state_private.h"

/*
 * Reading what a damaged file still gives. A whole scan stops at the first bent page, so each
 * table is read from its front until that, from its end until that, and then row by row in
 * between. What comes out is checked field by field; the constraints of the destination's schema
 * check it again.
 */

enum {
	PROBES = 100000, /* single rows tried for between the two ends */
	LONGEST_PATH = 4096,
};
/* No counter comes so far: a revision beyond it is a bent byte. */
#define LARGEST_REV (INT64_C(1) << 48)

struct merge {
	struct db *to;
	struct rescue *count;
};

static int64_t new_id(const struct merge *m, int64_t id)
{
	const struct state_aliases *ids = &m->count->ids;

	for (size_t i = 0; i < ids->v.n; i++) {
		if (ids->v.p[i].id == id)
			return ids->v.p[i].real;
	}
	return id;
}

/* ---- articles: id, path, hash, sketch, present, read, bookmarked, place, permille, opened,
 * date, charset, rev */

enum { COLUMN_PATH = 1, COLUMN_HASH, COLUMN_SKETCH, COLUMN_PRESENT, COLUMN_REV = 12 };

static bool article_is_sound(sqlite3_stmt *row)
{
	struct str path = db_column(row, COLUMN_PATH);
	int64_t rev = sqlite3_column_int64(row, COLUMN_REV);

	return sqlite3_column_type(row, COLUMN_PATH) == SQLITE_BLOB && path.n &&
	       path.n < LONGEST_PATH && path.p[0] == '/' && !memchr(path.p, '\0', path.n) &&
	       db_column(row, COLUMN_HASH).n == STATE_HASH_BYTES &&
	       db_column(row, COLUMN_SKETCH).n == STATE_SKETCH && rev >= 0 && rev < LARGEST_REV;
}

struct twin {
	int64_t id, rev; /* 0 when the destination does not have the article */
};

/* The same article in the destination: the same id there with the path or the bytes, or both. */
static int find_twin(struct db *to, sqlite3_stmt *row, struct twin *twin)
{
	sqlite3_stmt *q = db_prepare(to, "SELECT id, rev FROM article"
					 " WHERE (id = ?1 AND (path = ?2 OR hash = ?3))"
					 " OR (hash = ?3 AND path = ?2) ORDER BY id <> ?1 LIMIT 1");

	db_bind_int(q, 1, sqlite3_column_int64(row, 0));
	db_bind_blob(q, 2, db_column(row, COLUMN_PATH));
	db_bind_blob(q, 3, db_column(row, COLUMN_HASH));
	int rc = db_step(to, q);

	*twin = (struct twin){0};
	if (rc == SQLITE_ROW)
		*twin = (struct twin){sqlite3_column_int64(q, 0), sqlite3_column_int64(q, 1)};
	return db_done(q, rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc);
}

/* Whether the article may have its path: it may when no other has it by a later revision. */
static int settle_path(struct db *to, sqlite3_stmt *row, int64_t id, bool *present)
{
	struct str path = db_column(row, COLUMN_PATH);
	sqlite3_stmt *q = db_prepare(to, "UPDATE article SET present = 0 WHERE path = ?1"
					 " AND present = 1 AND id <> ?2 AND rev < ?3");

	*present = sqlite3_column_int(row, COLUMN_PRESENT) != 0;
	if (!*present)
		return SQLITE_OK;
	db_bind_blob(q, 1, path);
	db_bind_int(q, 2, id);
	db_bind_int(q, 3, sqlite3_column_int64(row, COLUMN_REV));
	int rc = db_run(to, q);

	if (rc != SQLITE_OK)
		return rc;
	q = db_prepare(to, "SELECT 1 FROM article WHERE path = ?1 AND present = 1 AND id <> ?2");
	db_bind_blob(q, 1, path);
	db_bind_int(q, 2, id);
	rc = db_step(to, q);
	*present = rc == SQLITE_DONE;
	return db_done(q, rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc);
}

static int is_taken(struct db *to, int64_t id, bool *taken)
{
	sqlite3_stmt *q = db_prepare(to, "SELECT 1 FROM article WHERE id = ?1");

	db_bind_int(q, 1, id);
	int rc = db_step(to, q);

	*taken = rc == SQLITE_ROW;
	return db_done(q, rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc);
}

/* id 0 lets the destination choose one. */
static int put_article(struct db *to, sqlite3_stmt *row, int64_t id)
{
	bool present;
	int rc = settle_path(to, row, id, &present);

	if (rc != SQLITE_OK)
		return rc;
	sqlite3_stmt *q = db_prepare(
		to, "INSERT INTO article (id, path, hash, sketch, present, read, bookmarked,"
		    " place, permille, opened, date, charset, rev)"
		    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
		    " ON CONFLICT (id) DO UPDATE SET path = ?2, hash = ?3, sketch = ?4,"
		    " present = ?5, read = ?6, bookmarked = ?7, place = ?8, permille = ?9,"
		    " opened = ?10, date = ?11, charset = ?12, rev = ?13");

	if (q) {
		for (int i = 1; i <= COLUMN_REV; i++)
			sqlite3_bind_value(q, i + 1, sqlite3_column_value(row, i));
	}
	if (id)
		db_bind_int(q, 1, id);
	db_bind_int(q, COLUMN_PRESENT + 1, present);
	return db_run(to, q);
}

static int take_article(struct merge *m, sqlite3_stmt *row)
{
	int64_t id = sqlite3_column_int64(row, 0), into = id;
	struct twin twin;
	bool taken = false;
	int rc = article_is_sound(row) ? find_twin(m->to, row, &twin) : SQLITE_MISMATCH;

	if (rc != SQLITE_OK)
		return rc;
	if (twin.id) {
		into = twin.id;
		m->count->known++;
	} else {
		rc = is_taken(m->to, id, &taken);
		if (taken || id < 0)
			into = 0;
	}
	if (rc == SQLITE_OK && (!twin.id || twin.rev < sqlite3_column_int64(row, COLUMN_REV))) {
		rc = put_article(m->to, row, into);
		m->count->articles += rc == SQLITE_OK;
		if (into == 0)
			into = sqlite3_last_insert_rowid(m->to->handle);
	}
	if (rc == SQLITE_OK && into != id)
		vec_push(&m->count->ids.v, (struct state_alias){id, into});
	return rc;
}

/* ---- marks: id, article, name, place, rev; values: id, name, value, rev */

static int take_mark(struct merge *m, sqlite3_stmt *row)
{
	sqlite3_stmt *q = db_prepare(m->to, "INSERT INTO mark (article, name, place, rev)"
					    " SELECT ?1, ?2, ?3, ?4 WHERE ?4 BETWEEN 0 AND ?5"
					    " ON CONFLICT (article, name) DO UPDATE"
					    " SET place = ?3, rev = ?4 WHERE rev < ?4");

	if (q) {
		for (int i = 2; i <= 4; i++)
			sqlite3_bind_value(q, i, sqlite3_column_value(row, i));
	}
	db_bind_int(q, 1, new_id(m, sqlite3_column_int64(row, 1)));
	db_bind_int(q, 5, LARGEST_REV);
	return db_run(m->to, q);
}

static int take_value(struct merge *m, sqlite3_stmt *row)
{
	sqlite3_stmt *q = db_prepare(m->to, "INSERT INTO value (name, value, rev)"
					    " SELECT ?1, ?2, ?3 WHERE ?3 BETWEEN 0 AND ?4"
					    " ON CONFLICT (name) DO UPDATE"
					    " SET value = ?2, rev = ?3 WHERE rev < ?3");

	if (q) {
		for (int i = 1; i <= 3; i++)
			sqlite3_bind_value(q, i, sqlite3_column_value(row, i));
	}
	db_bind_int(q, 4, LARGEST_REV);
	return db_run(m->to, q);
}

/* ---- scans */

/* clang-format off */
#define ARTICLE "SELECT id, path, hash, sketch, present, read, bookmarked, place, permille," \
	" opened, date, charset, rev FROM article NOT INDEXED"
#define MARK "SELECT id, article, name, place, rev FROM mark NOT INDEXED"
#define VALUE "SELECT id, name, value, rev FROM value NOT INDEXED"
#define SCANS(select) \
	select " WHERE id > ?1 ORDER BY id", select " WHERE id < ?1 ORDER BY id DESC", \
	select " WHERE id = ?1"

static const struct table {
	const char *forward, *backward, *one;
	int (*take)(struct merge *m, sqlite3_stmt *row);
} tables[] = {
	{SCANS(ARTICLE), take_article},
	{SCANS(MARK), take_mark},
	{SCANS(VALUE), take_value},
};
/* clang-format on */

/* A row that does not fit is left out; anything else that goes wrong with m->to ends it all. */
static int take(struct merge *m, const struct table *t, sqlite3_stmt *row)
{
	int rc = t->take(m, row);

	return rc == SQLITE_MISMATCH || (rc & 0xFF) == SQLITE_CONSTRAINT ? SQLITE_OK : rc;
}

/*
 * Takes the rows from `from` on, ids rising (step 1) or falling (-1) as far as limit, and moves
 * *from to the last one. SQLITE_DONE when the end was reached without an error of the source.
 */
static int scan(struct merge *m, const struct table *t, struct db *source, int step, int64_t limit,
		int64_t *from)
{
	sqlite3_stmt *row = db_prepare(source, step > 0 ? t->forward : t->backward);
	int rc;

	db_bind_int(row, 1, *from);
	while ((rc = db_step(source, row)) == SQLITE_ROW) {
		int64_t id = sqlite3_column_int64(row, 0);

		/* Bent pages may lead back to where one was. */
		if (step > 0 ? id <= *from : id >= *from || id <= limit)
			break;
		*from = id;
		int taken = take(m, t, row);

		if (taken != SQLITE_OK)
			return db_done(row, taken);
	}
	return db_done(row, rc == SQLITE_DONE ? SQLITE_DONE : SQLITE_OK);
}

static int scan_table(struct merge *m, const struct table *t, struct db *source)
{
	int64_t low = INT64_MIN, high = INT64_MAX;
	int rc = scan(m, t, source, 1, INT64_MAX, &low);

	if (rc != SQLITE_OK)
		return rc == SQLITE_DONE ? SQLITE_OK : rc;
	rc = scan(m, t, source, -1, low, &high);
	if (rc != SQLITE_OK && rc != SQLITE_DONE)
		return rc;
	if (low < 0)
		low = 0;
	for (int i = 0; i < PROBES && ++low < high; i++) {
		sqlite3_stmt *row = db_prepare(source, t->one);

		if (!row)
			break;
		db_bind_int(row, 1, low);
		rc = db_step(source, row) == SQLITE_ROW && sqlite3_column_int64(row, 0) == low
			     ? take(m, t, row)
			     : SQLITE_OK;
		db_done(row, rc);
		if (rc != SQLITE_OK)
			return rc;
	}
	return SQLITE_OK;
}

int rescue_merge(struct db *to, struct db *from, struct rescue *count)
{
	struct merge m = {.to = to, .count = count};
	int rc = SQLITE_OK;

	for (size_t i = 0; i < sizeof tables / sizeof *tables && rc == SQLITE_OK; i++)
		rc = scan_table(&m, &tables[i], from);
	if (rc == SQLITE_OK)
		rc = db_exec(to, "UPDATE counter SET rev = 1 + max(rev,"
				 " (SELECT ifnull(max(rev), 0) FROM article),"
				 " (SELECT ifnull(max(rev), 0) FROM mark),"
				 " (SELECT ifnull(max(rev), 0) FROM value))");
	return rc;
}
