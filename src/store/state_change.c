/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <assert.h>
#include <stdlib.h>

#include "store/state_private.h"

static void bind_hash(sqlite3_stmt *q, int index, const struct state_hash *hash)
{
	char bytes[STATE_HASH_BYTES];

	state_hash_bytes(hash, bytes);
	db_bind_blob(q, index, (struct str){bytes, sizeof bytes});
}

static struct str sketch_bytes(const struct state_sketch *sketch)
{
	return (struct str){(const char *)sketch->minimum, sizeof sketch->minimum};
}

/* Another article, if there is one, no longer is what stands at the path. */
static int take_path(struct db *db, const char *path, int64_t id, int64_t rev)
{
	sqlite3_stmt *q = db_prepare(db, "UPDATE article SET present = 0, rev = ?3"
					 " WHERE path = ?1 AND present = 1 AND id IS NOT ?2");

	db_bind_blob(q, 1, str_of(path));
	db_bind_int(q, 2, id);
	db_bind_int(q, 3, rev);
	return db_run(db, q);
}

static int apply_add(struct db *db, struct change *c, int64_t rev)
{
	/* Another process may have added it since it was looked for. */
	sqlite3_stmt *q = db_prepare(db, "SELECT id FROM article"
					 " WHERE path = ?1 AND hash = ?2 AND present = 1");

	db_bind_blob(q, 1, str_of(c->path));
	bind_hash(q, 2, &c->hash);
	int rc = db_step(db, q);

	if (rc == SQLITE_ROW)
		c->ids.v.p[0] = sqlite3_column_int64(q, 0);
	db_done(q, rc);
	if (rc != SQLITE_DONE)
		return rc == SQLITE_ROW ? SQLITE_OK : rc;
	rc = take_path(db, c->path, 0, rev);
	if (rc != SQLITE_OK)
		return rc;
	q = db_prepare(db, "INSERT INTO article (id, path, hash, sketch, rev)"
			   " VALUES (?1, ?2, ?3, ?4, ?5)");
	if (c->ids.v.p[0])
		db_bind_int(q, 1, c->ids.v.p[0]);
	db_bind_blob(q, 2, str_of(c->path));
	bind_hash(q, 3, &c->hash);
	db_bind_blob(q, 4, sketch_bytes(&c->sketch));
	db_bind_int(q, 5, rev);
	rc = db_run(db, q);
	if (rc == SQLITE_OK)
		c->ids.v.p[0] = sqlite3_last_insert_rowid(db->handle);
	return rc;
}

static int apply_adopt(struct db *db, struct change *c, int64_t rev)
{
	int rc = take_path(db, c->path, c->ids.v.p[0], rev);

	if (rc != SQLITE_OK)
		return rc;
	sqlite3_stmt *q = db_prepare(db, "UPDATE article SET path = ?2, hash = ?3, present = 1,"
					 " sketch = ifnull(?4, sketch), rev = ?5 WHERE id = ?1");

	db_bind_int(q, 1, c->ids.v.p[0]);
	db_bind_blob(q, 2, str_of(c->path));
	bind_hash(q, 3, &c->hash);
	if (c->sketched)
		db_bind_blob(q, 4, sketch_bytes(&c->sketch));
	db_bind_int(q, 5, rev);
	return db_run(db, q);
}

static int apply_field(struct db *db, struct change *c, int64_t rev)
{
	static const enum state_field field_of[CHANGE_KINDS] = {
		[CHANGE_READ] = FIELD_READ, [CHANGE_BOOKMARKED] = FIELD_BOOKMARKED,
		[CHANGE_DATE] = FIELD_DATE, [CHANGE_CHARSET] = FIELD_CHARSET,
		[CHANGE_MARK] = FIELD_MARK,
	};
	struct field_change f = {
		.field = field_of[c->kind],
		.mark = c->mark,
		.is_null = c->remove,
		.is_text = !c->remove && (c->kind == CHANGE_DATE || c->kind == CHANGE_CHARSET),
		.text = buf_str(&c->text),
		.number = c->kind == CHANGE_MARK ? (int64_t)c->place : c->on,
	};
	bool made;
	int rc = SQLITE_OK;

	for (size_t i = 0; i < c->ids.v.n && rc == SQLITE_OK; i++)
		rc = field_change(db, &f, c->ids.v.p[i], rev);
	if (rc == SQLITE_OK)
		rc = undo_step(db, &f, rev, &made);
	c->step = rc == SQLITE_OK && made ? rev : 0;
	return rc;
}

static int apply_place(struct db *db, struct change *c, int64_t rev)
{
	sqlite3_stmt *q = db_prepare(db, "UPDATE article SET place = ?2, permille = ?3,"
					 " opened = ?4, rev = ?5 WHERE id = ?1");

	db_bind_int(q, 1, c->ids.v.p[0]);
	db_bind_int(q, 2, (int64_t)c->place);
	db_bind_int(q, 3, c->permille);
	db_bind_int(q, 4, c->opened);
	db_bind_int(q, 5, rev);
	return db_run(db, q);
}

static int apply_value(struct db *db, struct change *c, int64_t rev)
{
	sqlite3_stmt *q;

	if (c->remove) {
		q = db_prepare(db, "DELETE FROM value WHERE name = ?1");
		db_bind_text(q, 1, str_of(c->name));
		return db_run(db, q);
	}
	q = db_prepare(db, "INSERT INTO value (name, value, rev) VALUES (?1, ?2, ?3)"
			   " ON CONFLICT (name) DO UPDATE SET value = ?2, rev = ?3");
	db_bind_text(q, 1, str_of(c->name));
	db_bind_blob(q, 2, buf_str(&c->text));
	db_bind_int(q, 3, rev);
	return db_run(db, q);
}

static int apply_undo(struct db *db, struct change *c, int64_t rev)
{
	int64_t last = 0;
	int rc = db_int(db, "SELECT max(id) FROM step", &last);

	if (rc != SQLITE_OK)
		return rc;
	if (c->if_last && last != c->step) {
		c->step = 0;
		return SQLITE_OK;
	}
	return undo_restore(db, c->step, rev);
}

static int next_rev(struct db *db, int64_t *rev)
{
	return db_int(db, "UPDATE counter SET rev = rev + 1 WHERE one = 1 RETURNING rev", rev);
}

int change_apply(struct db *db, struct change *c)
{
	static int (*const apply[CHANGE_KINDS])(struct db *, struct change *, int64_t) = {
		[CHANGE_ADD] = apply_add,     [CHANGE_ADOPT] = apply_adopt,
		[CHANGE_READ] = apply_field,  [CHANGE_BOOKMARKED] = apply_field,
		[CHANGE_DATE] = apply_field,  [CHANGE_CHARSET] = apply_field,
		[CHANGE_MARK] = apply_field,  [CHANGE_PLACE] = apply_place,
		[CHANGE_VALUE] = apply_value, [CHANGE_UNDO] = apply_undo,
	};
	int64_t rev = 0;
	int rc = next_rev(db, &rev);

	assert(c->kind < CHANGE_KINDS);
	return rc == SQLITE_OK ? apply[c->kind](db, c, rev) : rc;
}

int change_apply_alone(struct db *db, struct change *c)
{
	int rc = db_begin(db);

	return rc == SQLITE_OK ? db_end(db, change_apply(db, c)) : rc;
}

void change_release(struct change *c)
{
	vec_release(&c->ids.v);
	buf_release(&c->text);
	free(c->name);
	free(c->path);
	*c = (struct change){0};
}
