/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/timeline_runs.h"

#include <string.h>

#include "base/str.h"
#include "store/parts.h"
#include "store/postings.h"

const char timeline_runs_schema[] =
	"CREATE TABLE run(id INTEGER PRIMARY KEY, block INTEGER NOT NULL, blocks INTEGER NOT NULL,"
	" size INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;"
	"CREATE TABLE run_block(id INTEGER PRIMARY KEY, keys BLOB NOT NULL) STRICT;";

enum { BLOCK = 3276 }; /* keys: a little less than 16 pages of the file */

/* ---- a run being written */

struct writer {
	struct db *db;
	int64_t first, next; /* blocks */
	size_t size;
	uint32_t last;             /* document */
	struct timeline_keys keys; /* of the block */
	int rc;
};

static void begin_run(struct writer *w, struct db *db)
{
	*w = (struct writer){.db = db};
	w->rc = db_int(db, "SELECT coalesce(max(id), 0) + 1 FROM run_block", &w->first);
	w->next = w->first;
}

static void end_block(struct writer *w)
{
	sqlite3_stmt *q = db_prepare(w->db, "INSERT INTO run_block VALUES (?1, ?2)");
	struct timeline_keys *keys = &w->keys;

	db_bind_int(q, 1, w->next++);
	db_bind_blob(q, 2, (struct str){(const char *)keys->v.p, keys->v.n * sizeof *keys->v.p});
	if (w->rc == SQLITE_OK)
		w->rc = db_run(w->db, q);
	w->size += keys->v.n;
	vec_clear(&keys->v);
}

static void add_key(struct writer *w, const struct timeline_key *key)
{
	vec_push(&w->keys.v, *key);
	w->last = key->article > w->last ? key->article : w->last;
	if (w->keys.v.n == BLOCK)
		end_block(w);
}

static int end_run(struct writer *w)
{
	sqlite3_stmt *q = db_prepare(w->db, "INSERT INTO run(block, blocks, size, last)"
					    " VALUES (?1, ?2, ?3, ?4)");

	if (w->keys.v.n)
		end_block(w);
	db_bind_int(q, 1, w->first);
	db_bind_int(q, 2, w->next - w->first);
	db_bind_int(q, 3, (int64_t)w->size);
	db_bind_int(q, 4, w->last);
	if (w->rc == SQLITE_OK)
		w->rc = db_run(w->db, q);
	vec_release(&w->keys.v);
	return w->rc;
}

int timeline_runs_write(struct timeline_keys *batch, struct db *db)
{
	struct writer w;

	if (!batch->v.n)
		return SQLITE_OK;
	timeline_keys_sort(batch, 0);
	begin_run(&w, db);
	for (size_t i = 0; i < batch->v.n; i++)
		add_key(&w, &batch->v.p[i]);
	vec_clear(&batch->v);
	return end_run(&w);
}

/* ---- joining */

struct run {
	int64_t id, block, blocks;
	size_t size;
	uint32_t last;
};

/* A run being read, a block at a time. */
struct cursor {
	struct run run;
	int64_t block; /* the next one */
	struct timeline_keys keys;
	size_t at;
};

/* Appends the keys of a block. */
static int read_block(struct db *db, int64_t block, struct timeline_keys *out)
{
	sqlite3_stmt *q = db_prepare(db, "SELECT keys FROM run_block WHERE id = ?1");

	db_bind_int(q, 1, block);
	int rc = db_step(db, q);

	if (rc == SQLITE_ROW) {
		struct str bytes = db_column(q, 0);
		size_t n = bytes.n / sizeof *out->v.p;

		vec_reserve(&out->v, n);
		if (n)
			memcpy(out->v.p + out->v.n, bytes.p, n * sizeof *out->v.p);
		out->v.n += n;
	}
	return db_done(q, rc == SQLITE_ROW ? SQLITE_OK : rc == SQLITE_DONE ? SQLITE_CORRUPT : rc);
}

static const struct timeline_key *peek(struct cursor *c, struct db *db, int *rc)
{
	while (c->at == c->keys.v.n && *rc == SQLITE_OK) {
		if (c->block == c->run.block + c->run.blocks)
			return NULL;
		vec_clear(&c->keys.v);
		c->at = 0;
		*rc = read_block(db, c->block++, &c->keys);
	}
	return *rc == SQLITE_OK ? &c->keys.v.p[c->at] : NULL;
}

static int drop(struct db *db, const struct run *run)
{
	sqlite3_stmt *blocks = db_prepare(db, "DELETE FROM run_block WHERE id >= ?1 AND id < ?2");
	sqlite3_stmt *q = db_prepare(db, "DELETE FROM run WHERE id = ?1");

	db_bind_int(blocks, 1, run->block);
	db_bind_int(blocks, 2, run->block + run->blocks);
	db_bind_int(q, 1, run->id);
	int rc = db_run(db, blocks);

	return rc == SQLITE_OK ? db_run(db, q) : rc;
}

/* The documents there are. */
static int find_live(struct db *db, struct docset *live)
{
	sqlite3_stmt *q = db_prepare(db, "SELECT doc FROM article WHERE doc > 0");
	int rc;

	while ((rc = db_step(db, q)) == SQLITE_ROW)
		docset_add(live, (uint32_t)sqlite3_column_int64(q, 0));
	return db_done(q, rc == SQLITE_DONE ? SQLITE_OK : rc);
}

/* runs: the oldest first, whose keys come first among equal ones. live may be NULL: all are. */
static int merge(struct db *db, const struct run *runs, size_t n, const struct docset *live)
{
	struct cursor cursors[PARTS_MOST] = {0};
	struct writer w;

	begin_run(&w, db);
	for (size_t i = 0; i < n; i++) {
		cursors[i].run = runs[i];
		cursors[i].block = runs[i].block;
		/* Be it gone or not: its number is taken. */
		w.last = runs[i].last > w.last ? runs[i].last : w.last;
	}
	while (w.rc == SQLITE_OK) {
		const struct timeline_key *least = NULL;
		size_t from = 0;

		for (size_t i = 0; i < n; i++) {
			const struct timeline_key *key = peek(&cursors[i], db, &w.rc);

			if (key && (!least || timeline_key_cmp(key, least) < 0)) {
				least = key;
				from = i;
			}
		}
		if (!least)
			break;
		if (!live || docset_has(live, least->article))
			add_key(&w, least);
		cursors[from].at++;
	}
	for (size_t i = 0; i < n; i++) {
		vec_release(&cursors[i].keys.v);
		if (w.rc == SQLITE_OK)
			w.rc = drop(db, &runs[i]);
	}
	return end_run(&w);
}

/* All runs, the oldest first. */
static int list_runs(struct db *db, struct run runs[PARTS_MOST], size_t *n)
{
	sqlite3_stmt *q =
		db_prepare(db, "SELECT id, block, blocks, size, last FROM run ORDER BY id");
	int rc;

	*n = 0;
	while ((rc = db_step(db, q)) == SQLITE_ROW && *n < PARTS_MOST) {
		runs[(*n)++] = (struct run){
			.id = sqlite3_column_int64(q, 0),
			.block = sqlite3_column_int64(q, 1),
			.blocks = sqlite3_column_int64(q, 2),
			.size = (size_t)sqlite3_column_int64(q, 3),
			.last = (uint32_t)sqlite3_column_int64(q, 4),
		};
	}
	return db_done(q, rc == SQLITE_DONE ? SQLITE_OK : rc == SQLITE_ROW ? SQLITE_CORRUPT : rc);
}

int timeline_runs_join(struct db *db, bool more)
{
	struct run runs[PARTS_MOST];
	size_t sizes[PARTS_MOST], n;
	int rc = list_runs(db, runs, &n);

	for (size_t i = 0; i < n; i++)
		sizes[i] = runs[i].size;
	size_t due = parts_due(sizes, n, more);

	if (rc != SQLITE_OK || !due)
		return rc;
	struct docset live = {0};
	bool all = due == n;

	/* To look for what is gone costs more than short runs are worth. */
	if (all)
		rc = find_live(db, &live);
	if (rc == SQLITE_OK)
		rc = merge(db, runs + n - due, due, all ? &live : NULL);
	docset_release(&live);
	return rc;
}

int timeline_runs_last(struct db *db, int64_t *doc)
{
	return db_int(db, "SELECT coalesce(max(last), 0) FROM run", doc);
}

/* ---- reading */

/* Keeps those from `from` on whose documents are there, with their articles. */
static void translate(struct timeline_keys *keys, size_t from, const uint32_t *articles, size_t n)
{
	size_t kept = from;

	for (size_t i = from; i < keys->v.n; i++) {
		struct timeline_key *key = &keys->v.p[i];
		uint32_t article = key->article < n ? articles[key->article] : TIMELINE_GONE;

		if (article == TIMELINE_GONE || key->level >= TIMELINE_ZOOMS)
			continue;
		keys->v.p[kept] = *key;
		keys->v.p[kept].article = article;
		keys->v.p[kept++].stored = true;
	}
	keys->v.n = kept;
}

int timeline_runs_read(struct db *db, const uint32_t *articles, size_t n, struct timeline_keys *out)
{
	struct run runs[PARTS_MOST];
	size_t begins[PARTS_MOST], n_runs, apart = 0;
	int rc = list_runs(db, runs, &n_runs);

	vec_clear(&out->v);
	for (size_t i = 0; i < n_runs && rc == SQLITE_OK; i++) {
		begins[apart++] = out->v.n;
		for (int64_t k = 0; k < runs[i].blocks && rc == SQLITE_OK; k++) {
			size_t from = out->v.n;

			rc = read_block(db, runs[i].block + k, out);
			translate(out, from, articles, n);
		}
		/* Those of like length first, so that none is gone over often. */
		for (; apart > 1; apart--) {
			size_t from = begins[apart - 2], middle = begins[apart - 1];

			if (middle - from > 2 * (out->v.n - middle))
				break;
			timeline_keys_merge(out, from, middle);
		}
	}
	for (; rc == SQLITE_OK && apart > 1; apart--)
		timeline_keys_merge(out, begins[apart - 2], begins[apart - 1]);
	if (rc != SQLITE_OK)
		vec_clear(&out->v);
	return rc;
}
