/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "store/mentions.h"
#include "store/sketches.h"
#include "store/timeline_runs.h"
#include "text/utf8.h"

/*
 * One more with each change of the tables, of what stands in them, or of how texts are parsed,
 * folded and tagged: an index of another version is made anew.
 */
enum { SCHEMA = 8 };
enum { APPLICATION = 0x6B617278 }; /* "karx" */
enum { WAIT_MS = 5000, ASK_AGAIN_MS = 20 };

/*
 * complete: 2 when each file that was found is in, 1 when that was so once. by_date and folders are
 * arrays as they stand in memory: the file stays on its machine. by_date is long and stands last,
 * for what is behind it is reached through all of its pages. Texts and mentions stand apart, so
 * that going through the articles does not go through them. A part of mentions is numbered by its
 * document and, in the lower bits, by its own number.
 */
static const char schema[] =
	"CREATE TABLE root(id INTEGER PRIMARY KEY, path BLOB NOT NULL, flags INTEGER NOT NULL,"
	" complete INTEGER NOT NULL DEFAULT 0, listed INTEGER NOT NULL DEFAULT 0,"
	" folders BLOB, by_date BLOB, UNIQUE(path, flags)) STRICT;"
	"CREATE TABLE article(key INTEGER PRIMARY KEY, root INTEGER NOT NULL, name BLOB NOT NULL,"
	" device INTEGER, inode INTEGER, size INTEGER, mtime INTEGER,"
	" hash_low INTEGER, hash_high INTEGER, charset TEXT, doc INTEGER, title TEXT, author TEXT,"
	" language TEXT, tags BLOB, seconds INTEGER, date BLOB, date_source INTEGER,"
	" reading_seconds INTEGER, text_size INTEGER, title_key BLOB, author_key BLOB, note TEXT,"
	" UNIQUE(root, name)) STRICT;"
	"CREATE INDEX article_hash ON article(hash_low);"
	"CREATE TABLE text(doc INTEGER PRIMARY KEY, text BLOB NOT NULL) STRICT;";

/* What one in memory does without. */
static const char kept_schema[] =
	/* What is asked for by field is found in these alone (store/facet.h). */
	"CREATE INDEX article_title ON article(root, title, doc);"
	"CREATE INDEX article_author ON article(root, author, doc);"
	"CREATE INDEX article_tags ON article(root, tags, doc);"
	"CREATE INDEX article_language ON article(root, language, doc);"
	"CREATE TABLE mention(part INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;";

static const char *const schemas[] = {schema, kept_schema, postings_schema, sketches_schema,
				      timeline_runs_schema};
enum { SCHEMAS = sizeof schemas / sizeof *schemas };

/* ---- opening and closing */

static int create_tables(struct db *db)
{
	struct buf set = {0};
	int rc = db_begin(db);

	for (size_t i = 0; i < SCHEMAS && rc == SQLITE_OK; i++)
		rc = db_exec(db, schemas[i]);
	buf_addf(&set, "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION, SCHEMA);
	if (rc == SQLITE_OK)
		rc = db_exec(db, buf_cstr(&set));
	buf_release(&set);
	return db_end(db, rc);
}

/*
 * The tables that were made, all of them and in that order, and nothing beside: what somebody else
 * put into the file would be run with what is asked of it, and need not end.
 */
static bool has_our_tables(struct db *db)
{
	sqlite3_stmt *q = db_prepare(
		db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid");
	bool ours = true;

	for (size_t i = 0; i < SCHEMAS; i++) {
		struct str rest = str_of(schemas[i]), one;

		while (ours && str_split(&rest, ';', &one))
			if (one.n)
				ours = db_step(db, q) == SQLITE_ROW && str_eq(db_column(q, 0), one);
	}
	ours = ours && db_step(db, q) == SQLITE_DONE;
	db_done(q, SQLITE_OK);
	return ours;
}

static bool is_current(struct db *db)
{
	int64_t application = 0, version = 0;

	return db_int(db, "PRAGMA application_id", &application) == SQLITE_OK &&
	       db_int(db, "PRAGMA user_version", &version) == SQLITE_OK &&
	       application == APPLICATION && version == SCHEMA && has_our_tables(db);
}

int index_open(struct index *ix, const char *path, struct err *err)
{
	*ix = (struct index){.lock = -1};
	if (db_open(&ix->db, path, DB_CACHE, WAIT_MS, err) < 0)
		return -1;
	/* Pages that are read once leave room for each other; the system keeps them anyway. */
	if (is_current(&ix->db) && db_exec(&ix->db, "PRAGMA cache_size = -256") == SQLITE_OK)
		return 0;
	db_close(&ix->db);
	return err_set(err, ERR_NOT_FOUND, _("%s: This is no index of this version."), path);
}

/* A lock that is waited for in the kernel could neither be given up nor told of. */
static bool lock_within(int lock, const struct index_wait *wait)
{
	const struct timespec pause = {.tv_nsec = ASK_AGAIN_MS * 1000000L};
	int64_t begun = clock_monotonic_ms();

	while (flock(lock, LOCK_EX | LOCK_NB) < 0) {
		if (!wait || clock_monotonic_ms() - begun >= wait->milliseconds ||
		    wait->waiting(wait->ctx))
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

static int take_lock(struct index *ix, const char *path, const struct index_wait *wait,
		     struct err *err)
{
	struct buf name = {0};

	buf_addf(&name, "%s-lock", path);
	int result = db_create(buf_cstr(&name), err);

	if (result == 0) {
		ix->lock = open(buf_cstr(&name), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
		if (ix->lock < 0)
			result = err_errno(err, buf_cstr(&name), errno);
		else if (!lock_within(ix->lock, wait))
			result = err_set(err, ERR_BUSY,
					 _("%s: Another process is writing the index."), path);
	}
	buf_release(&name);
	return result;
}

/* The file and what SQLite keeps beside it. */
static void remove_files(const char *path)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", "-journal"};
	struct buf name = {0};

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		buf_clear(&name);
		buf_addf(&name, "%s%s", path, suffixes[i]);
		unlink(buf_cstr(&name));
	}
	buf_release(&name);
}

/* Room for the pages of all indices of 100,000 articles: each batch comes upon most of them. */
static int widen(struct db *db)
{
	return db_exec(db, "PRAGMA cache_size = -12288");
}

static int make_anew(struct index *ix, const char *path, struct err *err)
{
	remove_files(path);
	if (db_create(path, err) < 0 || db_open(&ix->db, path, DB_CACHE, WAIT_MS, err) < 0)
		return -1;
	int rc = create_tables(&ix->db);

	if (rc == SQLITE_OK)
		rc = widen(&ix->db);
	return rc == SQLITE_OK ? 0 : db_error(&ix->db, rc, err);
}

int index_open_writer(struct index *ix, const char *path, bool anew, const struct index_wait *wait,
		      struct err *err)
{
	*ix = (struct index){.lock = -1, .writes = true};
	int result = take_lock(ix, path, wait, err);

	if (result == 0 && !anew && db_open(&ix->db, path, DB_CACHE, WAIT_MS, NULL) == 0) {
		if (is_current(&ix->db) && widen(&ix->db) == SQLITE_OK)
			return 0;
		db_close(&ix->db);
	}
	if (result == 0)
		result = make_anew(ix, path, err);
	if (result < 0)
		index_close(ix);
	return result;
}

int index_open_memory(struct index *ix, struct err *err)
{
	*ix = (struct index){.lock = -1, .writes = true};
	if (db_open(&ix->db, NULL, 0, 0, err) < 0)
		return -1;
	int rc = db_exec(&ix->db, schema);

	return rc == SQLITE_OK ? 0 : db_error(&ix->db, rc, err);
}

void index_close(struct index *ix)
{
	if (ix->db.handle)
		db_close(&ix->db);
	if (ix->lock >= 0)
		close(ix->lock);
	*ix = (struct index){.lock = -1};
}

static void end_reading(struct index *ix)
{
	for (size_t i = 0; i < ix->db.cache.n; i++)
		sqlite3_reset(ix->db.cache.p[i].stmt);
}

void index_rest(struct index *ix)
{
	if (!ix->held)
		end_reading(ix);
}

void index_hold(struct index *ix)
{
	if (ix->db.handle && ix->held++ == 0)
		db_run(&ix->db, db_prepare(&ix->db, "BEGIN"));
}

void index_let_go(struct index *ix)
{
	if (!ix->db.handle || --ix->held)
		return;
	end_reading(ix);
	db_run(&ix->db, db_prepare(&ix->db, "COMMIT"));
}

bool index_changed(struct index *ix)
{
	int64_t version = 0;

	db_int(&ix->db, "PRAGMA data_version", &version);
	bool changed = version != ix->version;

	ix->version = version;
	return changed;
}

/* ---- roots */

static int look_up_root(struct index *ix, struct index_root *root)
{
	sqlite3_stmt *q = db_prepare(&ix->db, "SELECT id, complete, listed FROM root"
					      " WHERE path = ?1 AND flags = ?2");

	root->id = 0;
	root->complete = root->settled = false;
	root->listed = 0;
	db_bind_blob(q, 1, str_of(root->absolute));
	db_bind_int(q, 2, root->flags);
	int rc = db_step(&ix->db, q);

	if (rc == SQLITE_ROW) {
		root->id = sqlite3_column_int64(q, 0);
		root->complete = sqlite3_column_int(q, 1) > 0;
		root->settled = sqlite3_column_int(q, 1) > 1;
		root->listed = (size_t)sqlite3_column_int64(q, 2);
	}
	return db_done(q, rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc);
}

int index_find_root(struct index *ix, struct index_root *root, bool create)
{
	int rc = look_up_root(ix, root);

	if (rc != SQLITE_OK || root->id || !create)
		return rc;
	sqlite3_stmt *q = db_prepare(&ix->db, "INSERT INTO root(path, flags) VALUES (?1, ?2)");

	db_bind_blob(q, 1, str_of(root->absolute));
	db_bind_int(q, 2, root->flags);
	rc = db_run(&ix->db, q);
	root->id = sqlite3_last_insert_rowid(ix->db.handle);
	return rc;
}

int index_each_folder(struct index *ix, const struct index_root *root,
		      int (*each)(void *ctx, const char *path, int64_t mtime_ns), void *ctx)
{
	sqlite3_stmt *q = db_prepare(&ix->db, "SELECT folders FROM root WHERE id = ?1");
	struct buf path = {0};
	int stop = 0;

	db_bind_int(q, 1, root->id);
	if (db_step(&ix->db, q) == SQLITE_ROW) {
		struct str rest = db_column(q, 0), name;
		int64_t mtime;

		/* Each a name with its NUL, and a time. */
		while (!stop && rest.n && str_split(&rest, '\0', &name) && rest.n >= sizeof mtime) {
			memcpy(&mtime, rest.p, sizeof mtime);
			rest = str_sub(rest, sizeof mtime, rest.n);
			fs_join(&path, root->absolute, name.n ? name.p : ".");
			stop = each(ctx, buf_cstr(&path), mtime);
		}
	}
	buf_release(&path);
	db_done(q, SQLITE_OK);
	return stop;
}

static int is_stale(void *ctx, const char *path, int64_t mtime_ns)
{
	bool *any = ctx;
	struct stat st;

	*any = true;
	return stat(path, &st) < 0 ||
	       st.st_mtim.tv_sec * INT64_C(1000000000) + st.st_mtim.tv_nsec != mtime_ns;
}

bool index_root_fresh(struct index *ix, const struct index_root *root)
{
	bool any = false;

	return root->settled && !index_each_folder(ix, root, is_stale, &any) && any;
}

struct fs_stamp index_stamp(sqlite3_stmt *q, int column)
{
	return (struct fs_stamp){
		.inode = (uint64_t)sqlite3_column_int64(q, column),
		.size = (uint64_t)sqlite3_column_int64(q, column + 1),
		.mtime_ns = sqlite3_column_int64(q, column + 2),
	};
}

bool index_files_fresh(struct index *ix, const struct index_root *root)
{
	sqlite3_stmt *q = db_prepare(&ix->db, "SELECT name, inode, size, mtime FROM article"
					      " WHERE root = ?1");
	struct buf name = {0}, path = {0};
	bool fresh = true;

	db_bind_int(q, 1, root->id);
	while (fresh && db_step(&ix->db, q) == SQLITE_ROW) {
		struct fs_stamp known = index_stamp(q, 1), stamp = {0};

		buf_clear(&name);
		buf_addstr(&name, db_column(q, 0));
		fs_join(&path, root->absolute, buf_cstr(&name));
		fresh = fs_stamp(name.n ? buf_cstr(&path) : root->absolute, &stamp, NULL) == 0 &&
			fs_same_version(&known, &stamp);
	}
	buf_release(&name);
	buf_release(&path);
	db_done(q, SQLITE_OK);
	return fresh;
}

/* Right into its place: the column of a statement would be one more copy, and a large one. */
int index_order(struct index *ix, const struct index_root *root, struct index_entries *out)
{
	sqlite3_stmt *q = db_prepare(&ix->db, "SELECT length(by_date) FROM root WHERE id = ?1");
	sqlite3_blob *blob = NULL;

	db_bind_int(q, 1, root->id);
	int rc = db_step(&ix->db, q);
	int bytes = rc == SQLITE_ROW ? sqlite3_column_int(q, 0) : 0;
	size_t n = (size_t)bytes / sizeof *out->v.p;

	rc = rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
	if (n) {
		rc = sqlite3_blob_open(ix->db.handle, "main", "root", "by_date", root->id, 0,
				       &blob);
		vec_reserve(&out->v, n);
	}
	if (n && rc == SQLITE_OK)
		rc = sqlite3_blob_read(blob, out->v.p + out->v.n, (int)(n * sizeof *out->v.p), 0);
	if (rc == SQLITE_OK)
		out->v.n += n;
	sqlite3_blob_close(blob);
	return db_done(q, rc);
}

/* ---- articles */

#define COLUMNS                                                                                    \
	"key, root, name, device, inode, size, mtime, hash_low, hash_high, charset, doc, title,"   \
	" author, language, tags, date, date_source, reading_seconds, text_size, note"

/* A text, or nothing when it is damaged: whoever walks over UTF-8 relies on it. */
static struct str text_of(struct index *ix, sqlite3_stmt *q, int column)
{
	struct str text = db_column(q, column);

	if (utf8_valid(text) == text.n)
		return text;
	ix->damaged = true;
	return (struct str){0};
}

/* The row the statement is at, read and ended by the next call on it. */
static bool take_article(struct index *ix, sqlite3_stmt *q, struct index_article *out)
{
	*out = (struct index_article){0};
	if (db_step(&ix->db, q) != SQLITE_ROW) {
		db_done(q, SQLITE_OK);
		return false;
	}
	out->key = (uint32_t)sqlite3_column_int64(q, 0);
	out->root = sqlite3_column_int64(q, 1);
	out->name = db_column(q, 2);
	out->stamp = index_stamp(q, 4);
	out->stamp.device = (uint64_t)sqlite3_column_int64(q, 3);
	out->hash.low = (uint64_t)sqlite3_column_int64(q, 7);
	out->hash.high = (uint64_t)sqlite3_column_int64(q, 8);
	out->charset = text_of(ix, q, 9);
	out->doc = (uint32_t)sqlite3_column_int64(q, 10);
	out->title = text_of(ix, q, 11);
	out->author = text_of(ix, q, 12);
	out->language = text_of(ix, q, 13);
	out->tags = text_of(ix, q, 14);
	struct str date = db_column(q, 15);

	if (date.n == sizeof out->date)
		memcpy(&out->date, date.p, sizeof out->date);
	out->date_source = (enum doc_date_source)sqlite3_column_int(q, 16);
	out->reading_seconds = (unsigned)sqlite3_column_int64(q, 17);
	out->text_size = (size_t)sqlite3_column_int64(q, 18);
	out->note = text_of(ix, q, 19);
	return true;
}

bool index_article(struct index *ix, uint32_t key, struct index_article *out)
{
	sqlite3_stmt *q = db_prepare(&ix->db, "SELECT " COLUMNS " FROM article WHERE key = ?1");

	db_done(q, SQLITE_OK);
	db_bind_int(q, 1, key);
	return take_article(ix, q, out);
}

bool index_article_named(struct index *ix, int64_t root, struct str name, struct index_article *out)
{
	sqlite3_stmt *q = db_prepare(&ix->db, "SELECT " COLUMNS " FROM article"
					      " WHERE root = ?1 AND name = ?2");

	db_done(q, SQLITE_OK);
	db_bind_int(q, 1, root);
	db_bind_blob(q, 2, name);
	return take_article(ix, q, out);
}

bool index_article_hashed(struct index *ix, int64_t root, struct state_hash hash,
			  struct index_article *out)
{
	sqlite3_stmt *q = db_prepare(
		&ix->db, "SELECT " COLUMNS " FROM article"
			 " WHERE hash_low = ?1 AND hash_high = ?2 AND root = ?3 AND doc > 0");

	db_done(q, SQLITE_OK);
	db_bind_int(q, 1, (int64_t)hash.low);
	db_bind_int(q, 2, (int64_t)hash.high);
	db_bind_int(q, 3, root);
	return take_article(ix, q, out);
}

bool index_text(struct index *ix, uint32_t doc, struct str *text)
{
	sqlite3_stmt *q = db_prepare(&ix->db, "SELECT text FROM text WHERE doc = ?1");

	db_done(q, SQLITE_OK);
	db_bind_int(q, 1, doc);
	*text = (struct str){0};
	if (db_step(&ix->db, q) != SQLITE_ROW)
		return false;
	*text = text_of(ix, q, 0);
	return text->p || sqlite3_column_bytes(q, 0) == 0;
}

bool index_is_kept(const struct index *ix)
{
	return ix->db.path;
}

bool index_mentions(struct index *ix, uint32_t doc, size_t part, struct str *out)
{
	sqlite3_stmt *q = db_prepare(&ix->db, "SELECT data FROM mention WHERE part = ?1");

	db_done(q, SQLITE_OK);
	db_bind_int(q, 1, (int64_t)doc * MENTIONS_PARTS + (int64_t)part);
	*out = (struct str){0};
	if (part >= MENTIONS_PARTS || db_step(&ix->db, q) != SQLITE_ROW)
		return false;
	*out = db_column(q, 0);
	return true;
}

int index_sorted(struct index *ix, enum index_sort sort, bool reversed, struct index_keys *out)
{
#define ALL  "SELECT key FROM article WHERE doc > 0 ORDER BY "
#define REST ", seconds IS NULL, seconds DESC, root, name"
	static const char *const orders[INDEX_SORTS][2] = {
		[INDEX_BY_TITLE] = {ALL "title_key" REST, ALL "title_key DESC" REST},
		[INDEX_BY_NAME] = {ALL "root, name", ALL "root DESC, name DESC"},
		[INDEX_BY_AUTHOR] = {ALL "author_key = x'', author_key" REST,
				     ALL "author_key = x'', author_key DESC" REST},
	};
	sqlite3_stmt *q = db_prepare(&ix->db, orders[sort][reversed]);
	int rc;

	while ((rc = db_step(&ix->db, q)) == SQLITE_ROW)
		vec_push(&out->v, (uint32_t)sqlite3_column_int64(q, 0));
	return db_done(q, rc == SQLITE_DONE ? SQLITE_OK : rc);
}
