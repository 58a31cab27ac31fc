/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/intl.h"
#include "store/state_private.h"

/*
 * A step remembers what each field it changed held before. Taking back the last step restores
 * that and deletes the step, so the steps are a stack: below a step, everything is as it was
 * when the step was made, and restoring is exact.
 */

/* clang-format off */
#define REMEMBER(value) \
	"INSERT INTO before (step, article, field, mark, value)" \
	" SELECT ?1, id, ?3, ?4, " value " FROM article WHERE id = ?2 AND " value " IS NOT ?5"
#define SET(column) "UPDATE article SET " column " = ?2, rev = ?3 WHERE id = ?1"

static const struct field {
	const char *remember; /* ?1 step, ?2 article, ?3 field, ?4 mark, ?5 the new value */
	const char *set;      /* ?1 article, ?2 value, ?3 revision, ?4 mark */
	const char *remove;   /* the same, for a null value; NULL when set does that too */
	struct {
		const char *one, *many;
	} what[2]; /* a value was set, taken away */
} fields[STATE_FIELDS] = {
	[FIELD_READ] = {
		REMEMBER("read"), SET("read"), NULL,
		{{N_("%zu article marked as read"), N_("%zu articles marked as read")},
		 {N_("%zu article marked as unread"), N_("%zu articles marked as unread")}},
	},
	[FIELD_BOOKMARKED] = {
		REMEMBER("bookmarked"), SET("bookmarked"), NULL,
		{{N_("%zu bookmark set"), N_("%zu bookmarks set")},
		 {N_("%zu bookmark taken away"), N_("%zu bookmarks taken away")}},
	},
	[FIELD_DATE] = {
		REMEMBER("date"), SET("date"), NULL,
		{{N_("the date of %zu article set"), N_("the date of %zu articles set")},
		 {N_("the date of %zu article taken away"),
		  N_("the date of %zu articles taken away")}},
	},
	[FIELD_CHARSET] = {
		REMEMBER("charset"), SET("charset"), NULL,
		{{N_("the charset of %zu article set"), N_("the charset of %zu articles set")},
		 {N_("the charset of %zu article taken away"),
		  N_("the charset of %zu articles taken away")}},
	},
	[FIELD_MARK] = {
		REMEMBER("(SELECT place FROM mark WHERE article = ?2 AND name = ?4)"),
		"INSERT INTO mark (article, name, place, rev) VALUES (?1, ?4, ?2, ?3)"
		" ON CONFLICT (article, name) DO UPDATE SET place = ?2, rev = ?3",
		"DELETE FROM mark WHERE article = ?1 AND name = ?4",
		{{N_("a mark set in %zu article"), N_("a mark set in %zu articles")},
		 {N_("a mark taken away in %zu article"),
		  N_("a mark taken away in %zu articles")}},
	},
};
/* clang-format on */

int field_change(struct db *db, const struct field_change *c, int64_t article, int64_t rev)
{
	const struct field *f = &fields[c->field];
	struct str mark = {&c->mark, c->mark ? 1 : 0};
	sqlite3_stmt *q = db_prepare(db, f->remember);

	db_bind_int(q, 1, rev);
	db_bind_int(q, 2, article);
	db_bind_int(q, 3, c->field);
	if (c->mark)
		db_bind_text(q, 4, mark);
	if (c->is_text)
		db_bind_text(q, 5, c->text);
	else if (!c->is_null)
		db_bind_int(q, 5, c->number);
	int rc = db_run(db, q);

	if (rc != SQLITE_OK || sqlite3_changes(db->handle) == 0)
		return rc;
	q = db_prepare(db, c->is_null && f->remove ? f->remove : f->set);
	db_bind_int(q, 1, article);
	if (c->is_text)
		db_bind_text(q, 2, c->text);
	else if (!c->is_null)
		db_bind_int(q, 2, c->number);
	db_bind_int(q, 3, rev);
	if (c->mark)
		db_bind_text(q, 4, mark);
	return db_run(db, q);
}

/* The oldest steps go when there are too many, so that the file does not grow for ever. */
int undo_step(struct db *db, const struct field_change *c, int64_t rev, bool *made)
{
	sqlite3_stmt *q = db_prepare(db, "INSERT INTO step (id, kind, made) SELECT ?1, ?2, ?3"
					 " WHERE EXISTS (SELECT 1 FROM before WHERE step = ?1)");

	db_bind_int(q, 1, rev);
	db_bind_int(q, 2, c->field * 2 + (c->is_null || (!c->is_text && !c->mark && !c->number)));
	db_bind_int(q, 3, clock_now());
	int rc = db_run(db, q);

	*made = rc == SQLITE_OK && sqlite3_changes(db->handle) > 0;
	if (!*made)
		return rc;
	q = db_prepare(db, "DELETE FROM step WHERE id < "
			   "(SELECT id FROM step ORDER BY id DESC LIMIT 1 OFFSET ?1)");
	db_bind_int(q, 1, STATE_UNDO_STEPS - 1);
	return db_run(db, q);
}

/* One row of before, under the statement `row`: article, field, mark, value. */
static int restore_row(struct db *db, sqlite3_stmt *row, int64_t rev)
{
	int64_t field = sqlite3_column_int64(row, 1);

	if (field < 0 || field >= STATE_FIELDS)
		return SQLITE_CORRUPT;
	const struct field *f = &fields[field];
	bool none = sqlite3_column_type(row, 3) == SQLITE_NULL;
	sqlite3_stmt *q = db_prepare(db, none && f->remove ? f->remove : f->set);

	db_bind_int(q, 1, sqlite3_column_int64(row, 0));
	if (q)
		sqlite3_bind_value(q, 2, sqlite3_column_value(row, 3));
	db_bind_int(q, 3, rev);
	db_bind_text(q, 4, db_column(row, 2));
	return db_run(db, q);
}

int undo_restore(struct db *db, int64_t step, int64_t rev)
{
	int rc;
	sqlite3_stmt *row = db_prepare(db, "SELECT article, field, mark, value FROM before"
					   " WHERE step = ?1 ORDER BY id DESC");

	db_bind_int(row, 1, step);
	while ((rc = db_step(db, row)) == SQLITE_ROW) {
		rc = restore_row(db, row, rev);
		if (rc != SQLITE_OK)
			break;
	}
	db_done(row, rc);
	if (rc != SQLITE_DONE)
		return rc;
	sqlite3_stmt *q = db_prepare(db, "DELETE FROM step WHERE id = ?1");

	db_bind_int(q, 1, step);
	return db_run(db, q);
}

static char *sentence(int64_t kind, size_t n)
{
	struct buf what = {0};

	if (kind < 0 || kind >= 2 * STATE_FIELDS)
		kind = 0;
	const struct field *f = &fields[kind / 2];

	buf_addf(&what, ngettext(f->what[kind % 2].one, f->what[kind % 2].many, (unsigned long)n),
		 n);
	return buf_detach(&what);
}

int undo_last(struct db *db, int64_t *step, char **what, struct state_ids *ids)
{
	int64_t kind = 0;
	size_t n = 0;
	sqlite3_stmt *q = db_prepare(db, "SELECT id, kind FROM step ORDER BY id DESC LIMIT 1");
	int rc = db_step(db, q);

	*step = 0;
	if (rc == SQLITE_ROW) {
		*step = sqlite3_column_int64(q, 0);
		kind = sqlite3_column_int64(q, 1);
	}
	db_done(q, rc);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? SQLITE_OK : rc;
	q = db_prepare(db, "SELECT DISTINCT article FROM before WHERE step = ?1 ORDER BY article");
	db_bind_int(q, 1, *step);
	while ((rc = db_step(db, q)) == SQLITE_ROW) {
		n++;
		if (ids)
			vec_push(&ids->v, sqlite3_column_int64(q, 0));
	}
	db_done(q, rc);
	if (rc != SQLITE_DONE)
		return rc;
	if (what)
		*what = sentence(kind, n);
	return SQLITE_OK;
}
