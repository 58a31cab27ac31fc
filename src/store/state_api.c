/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "store/state_private.h"

/* The calls of state.h on single things, each one read or one change. */

struct by_id {
	int64_t id;
	struct state_article *article;
};

static int read_by_id(struct db *db, void *arg)
{
	struct by_id *a = arg;
	sqlite3_stmt *q = db_prepare(db, "SELECT " ROW_COLUMNS " FROM article WHERE id = ?1");

	db_bind_int(q, 1, a->id);
	int rc = db_step(db, q);

	*a->article = (struct state_article){0};
	if (rc == SQLITE_ROW)
		state_row(q, a->article);
	return db_done(q, rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc);
}

int state_get(struct state *s, int64_t id, struct state_article *out, struct err *err)
{
	struct by_id arg = {state_real_id(s, id), out};

	if (state_read(s, read_by_id, &arg, err) < 0)
		return -1;
	out->id = state_given_id(s, out->id);
	return 0;
}

struct by_path {
	const char *path;
	struct state_article *article;
};

static int read_by_path(struct db *db, void *arg)
{
	struct by_path *a = arg;
	sqlite3_stmt *q = db_prepare(db, "SELECT " ROW_COLUMNS " FROM article"
					 " WHERE path = ?1 AND present = 1");

	db_bind_blob(q, 1, str_of(a->path));
	int rc = db_step(db, q);

	*a->article = (struct state_article){0};
	if (rc == SQLITE_ROW)
		state_row(q, a->article);
	return db_done(q, rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc);
}

int state_at_path(struct state *s, const char *path, struct state_article *out, struct err *err)
{
	struct by_path arg = {path, out};

	if (state_read(s, read_by_path, &arg, err) < 0)
		return -1;
	out->id = state_given_id(s, out->id);
	return 0;
}

struct identify {
	const char *path;
	const struct state_hash *hash;
	const struct state_sketch *sketch;
	struct change due;
	int64_t known;
};

static int read_identity(struct db *db, void *arg)
{
	struct identify *a = arg;

	change_release(&a->due);
	a->known = 0;
	return identity_find(db, a->path, a->hash, a->sketch, &a->due, &a->known);
}

int state_identify(struct state *s, const char *path, struct state_hash hash,
		   const struct state_sketch *sketch, bool create, struct state_article *out,
		   struct err *err)
{
	struct identify arg = {.path = path, .hash = &hash, .sketch = sketch};

	*out = (struct state_article){0};
	if (state_read(s, read_identity, &arg, err) < 0) {
		change_release(&arg.due);
		return -1;
	}
	int64_t id = arg.known;

	if (!id && (create || arg.due.kind == CHANGE_ADOPT)) {
		/* What cannot be saved now is in the queue, and known all the same. */
		if (state_change(s, &arg.due, NULL) < 0)
			id = s->queue.p[s->queue.n - 1].ids.v.p[0];
		else
			id = arg.due.ids.v.p[0];
	}
	change_release(&arg.due);
	return id ? state_get(s, state_given_id(s, id), out, err) : 0;
}

/* The rows are fetched before the first call: each() may use the state. */
struct all {
	VEC(struct state_article) articles;
	VEC(char *) paths;
	VEC(struct state_hash) hashes;
};

static void all_clear(struct all *a)
{
	for (size_t i = 0; i < a->paths.n; i++)
		free(a->paths.p[i]);
	vec_clear(&a->paths);
	vec_clear(&a->articles);
	vec_clear(&a->hashes);
}

static int read_all(struct db *db, void *arg)
{
	struct all *a = arg;
	sqlite3_stmt *q = db_prepare(db, "SELECT " ROW_COLUMNS ", path, present, hash FROM article"
					 " ORDER BY present, id");
	int rc;

	all_clear(a);
	while ((rc = db_step(db, q)) == SQLITE_ROW) {
		struct str path = db_column(q, ROW_NEXT);
		struct state_article article;

		state_row(q, &article);
		vec_push(&a->articles, article);
		bool present = sqlite3_column_int(q, ROW_NEXT + 1);

		vec_push(&a->paths, present ? xmemdup0(path.n ? path.p : "", path.n) : NULL);
		vec_push(&a->hashes, state_hash_of(db_column(q, ROW_NEXT + 2)));
	}
	return db_done(q, rc == SQLITE_DONE ? SQLITE_OK : rc);
}

int state_each(struct state *s,
	       int (*each)(void *ctx, const char *path, struct state_hash hash,
			   const struct state_article *article),
	       void *ctx, struct err *err)
{
	struct all all = {0};
	int stop = state_read(s, read_all, &all, err);

	for (size_t i = 0; i < all.paths.n && !stop; i++) {
		struct state_article *article = &all.articles.p[i];

		article->id = state_given_id(s, article->id);
		stop = each(ctx, all.paths.p[i], all.hashes.p[i], article);
	}
	all_clear(&all);
	vec_release(&all.paths);
	vec_release(&all.articles);
	vec_release(&all.hashes);
	return stop;
}

/* ---- changes */

static int change(struct state *s, struct change *c, const int64_t *ids, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		vec_push(&c->ids.v, ids[i]);
	int result = state_change(s, c, err);

	change_release(c);
	return result;
}

int state_set_read(struct state *s, const int64_t *ids, size_t n, bool read, struct err *err)
{
	struct change c = {.kind = CHANGE_READ, .on = read};

	return change(s, &c, ids, n, err);
}

int state_set_bookmarked(struct state *s, const int64_t *ids, size_t n, bool bookmarked,
			 struct err *err)
{
	struct change c = {.kind = CHANGE_BOOKMARKED, .on = bookmarked};

	return change(s, &c, ids, n, err);
}

int state_set_date(struct state *s, int64_t id, const struct civil *date, struct err *err)
{
	struct change c = {.kind = CHANGE_DATE};

	c.remove = !date || date->precision == CIVIL_NONE;
	if (!c.remove)
		state_date_text(&c.text, date);
	return change(s, &c, &id, 1, err);
}

int state_set_charset(struct state *s, int64_t id, const char *charset, struct err *err)
{
	struct change c = {.kind = CHANGE_CHARSET};

	if (charset && strlen(charset) >= sizeof((struct state_article *)0)->charset)
		return err_set(err, ERR_USAGE, _("%s: There is no charset of this name."), charset);
	c.remove = !charset || !*charset;
	if (!c.remove)
		buf_adds(&c.text, charset);
	return change(s, &c, &id, 1, err);
}

int state_set_place(struct state *s, int64_t id, size_t place, int permille, struct err *err)
{
	struct change c = {
		.kind = CHANGE_PLACE,
		.place = place,
		.permille = permille < 0      ? 0
			    : permille > 1000 ? 1000
					      : permille,
		.opened = clock_now(),
	};

	return change(s, &c, &id, 1, err);
}

int state_set_mark(struct state *s, int64_t id, char name, size_t offset, struct err *err)
{
	struct change c = {
		.kind = CHANGE_MARK,
		.mark = name,
		.remove = offset == STATE_NO_MARK,
		.place = offset,
	};

	assert(name >= 'a' && name <= 'z');
	return change(s, &c, &id, 1, err);
}

struct marks {
	int64_t id;
	size_t *marks;
};

static int read_marks(struct db *db, void *arg)
{
	struct marks *a = arg;
	sqlite3_stmt *q = db_prepare(db, "SELECT name, place FROM mark WHERE article = ?1");
	int rc;

	for (int i = 0; i < 26; i++)
		a->marks[i] = STATE_NO_MARK;
	db_bind_int(q, 1, a->id);
	while ((rc = db_step(db, q)) == SQLITE_ROW) {
		struct str name = db_column(q, 0);

		if (name.n == 1 && name.p[0] >= 'a' && name.p[0] <= 'z')
			a->marks[name.p[0] - 'a'] = (size_t)sqlite3_column_int64(q, 1);
	}
	return db_done(q, rc == SQLITE_DONE ? SQLITE_OK : rc);
}

int state_marks(struct state *s, int64_t id, size_t marks[26], struct err *err)
{
	struct marks arg = {state_real_id(s, id), marks};

	return state_read(s, read_marks, &arg, err);
}

/* ---- undo */

struct last {
	int64_t step;
	char **what;
	struct state_ids *ids;
};

static int read_last(struct db *db, void *arg)
{
	struct last *a = arg;

	if (a->what) {
		free(*a->what);
		*a->what = NULL;
	}
	if (a->ids)
		vec_clear(&a->ids->v);
	return undo_last(db, &a->step, a->what, a->ids);
}

/* A step that waits in the queue never was in the file: it only has to leave the queue. */
static bool undo_queued(struct state *s, struct change *undo)
{
	for (size_t i = 0; s->detached && i < s->queue.n; i++) {
		if (s->queue.p[i].step == undo->step && s->queue.p[i].kind != CHANGE_UNDO) {
			state_drop_queued(s, i);
			return change_apply_alone(&s->memory, undo) == SQLITE_OK;
		}
	}
	return false;
}

int state_undo(struct state *s, char **what, struct state_ids *ids, struct err *err)
{
	struct last last = {.what = what, .ids = ids};

	if (what)
		*what = NULL;
	/* Another process may add a step between the look and the change. */
	for (;;) {
		struct change c = {.kind = CHANGE_UNDO, .if_last = true};

		if (state_read(s, read_last, &last, err) < 0)
			return -1;
		if (!last.step)
			return 0;
		c.step = last.step;
		bool done = undo_queued(s, &c) || state_change(s, &c, NULL) < 0 || c.step;

		change_release(&c);
		if (done)
			break;
	}
	for (size_t i = 0; ids && i < ids->v.n; i++)
		ids->v.p[i] = state_given_id(s, ids->v.p[i]);
	return 1;
}

/* ---- values */

int state_set_value(struct state *s, const char *name, struct str value, struct err *err)
{
	struct change c = {.kind = CHANGE_VALUE, .name = xstrdup(name), .remove = !value.p};

	buf_addstr(&c.text, value);
	return change(s, &c, NULL, 0, err);
}

struct value {
	const char *name;
	struct buf *out;
	bool found;
};

static int read_value(struct db *db, void *arg)
{
	struct value *a = arg;
	sqlite3_stmt *q = db_prepare(db, "SELECT value FROM value WHERE name = ?1");

	db_bind_text(q, 1, str_of(a->name));
	int rc = db_step(db, q);

	a->found = rc == SQLITE_ROW;
	if (a->found)
		buf_addstr(a->out, db_column(q, 0));
	return db_done(q, rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc);
}

bool state_value(struct state *s, const char *name, struct buf *out)
{
	struct value arg = {.name = name, .out = out};

	return state_read(s, read_value, &arg, NULL) == 0 && arg.found;
}

/* ---- karpread check */

static int check_file(struct db *db, struct buf *out)
{
	static const struct {
		const char *sql, *text;
	} counts[] = {
		{"SELECT count(*) FROM article", N_("%lld articles are known.\n")},
		{"SELECT count(*) FROM article WHERE read = 1", N_("%lld are read.\n")},
		{"SELECT count(*) FROM article WHERE bookmarked = 1", N_("%lld are bookmarked.\n")},
		{"SELECT count(*) FROM mark", N_("%lld marks are set.\n")},
		{"SELECT count(*) FROM step", N_("%lld steps can be undone.\n")},
	};
	sqlite3_stmt *q = db_prepare(db, "PRAGMA integrity_check(10)");
	int rc, found = SQLITE_OK;

	while ((rc = db_step(db, q)) == SQLITE_ROW) {
		int finding = db_finding(q);
		struct str line = db_column(q, 0);

		if (finding == SQLITE_OK)
			continue;
		found = finding;
		buf_addf(out, "%.*s\n", STR_ARG(line));
	}
	db_done(q, rc);
	if (rc != SQLITE_DONE || found != SQLITE_OK)
		return rc == SQLITE_DONE ? found : rc;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		int64_t n = 0;

		rc = db_int(db, counts[i].sql, &n);
		if (rc != SQLITE_OK)
			return rc;
		buf_addf(out, _(counts[i].text), (long long)n);
	}
	return SQLITE_OK;
}

int state_check(struct state *s, struct buf *out, struct err *err)
{
	if (s->detached)
		return err_set(err, s->trouble.code, "%s", err_text(&s->trouble));
	db_wait(&s->file, STATE_OPEN_WAIT);
	int rc = check_file(&s->file, out);

	s->suspect = s->suspect || db_is_damage(rc);
	return rc == SQLITE_OK ? 0 : db_error(&s->file, rc, err);
}
