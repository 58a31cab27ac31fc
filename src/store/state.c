/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/state.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/intl.h"
#include "base/mem.h"
#include "store/state_private.h"

enum {
	DAY = 24 * 60 * 60, /* seconds */
	CHECK_AGE = 7 * DAY,
	BUSY_PAUSE = 2000,        /* milliseconds */
	BACKUP_AGE = 60 * 60,     /* when closing after changes */
	BACKUP_OVERDUE = 2 * DAY, /* when opening, for a program that never gets to close */
};

/* ---- opening */

/*
 * Each process that writes has a row in session until it closes; the rows of processes that are
 * gone tell of an unclean end. That another process may have got the number since does no harm:
 * the check comes with the seventh day then.
 */
static int find_dead(struct db *db, struct state_ids *dead)
{
	sqlite3_stmt *q = db_prepare(db, "SELECT id, pid FROM session");
	int rc;

	while ((rc = db_step(db, q)) == SQLITE_ROW) {
		int64_t pid = sqlite3_column_int64(q, 1);

		if (pid <= 0 || pid > INT32_MAX || (kill((pid_t)pid, 0) < 0 && errno == ESRCH))
			vec_push(&dead->v, sqlite3_column_int64(q, 0));
	}
	return db_done(q, rc == SQLITE_DONE ? SQLITE_OK : rc);
}

static int note_checked(struct db *db, const struct state_ids *dead, int64_t now)
{
	int rc = db_begin(db);

	if (rc != SQLITE_OK)
		return rc;
	for (size_t i = 0; i < dead->v.n && rc == SQLITE_OK; i++) {
		sqlite3_stmt *q = db_prepare(db, "DELETE FROM session WHERE id = ?1");

		db_bind_int(q, 1, dead->v.p[i]);
		rc = db_run(db, q);
	}
	if (rc == SQLITE_OK) {
		sqlite3_stmt *q = db_prepare(db, "UPDATE counter SET checked = ?1");

		db_bind_int(q, 1, now);
		rc = db_run(db, q);
	}
	return db_end(db, rc);
}

/* Looks the file through when there is a reason to. SQLITE_CORRUPT when it is damaged. */
static int check_if_due(struct db *db, bool suspect)
{
	struct state_ids dead = {0};
	int64_t checked = 0, now = clock_now();
	int rc = db_int(db, "SELECT checked FROM counter", &checked);

	if (rc == SQLITE_OK)
		rc = find_dead(db, &dead);
	/* A clock that was set back must not put the check off for years. */
	if (rc == SQLITE_OK &&
	    (suspect || dead.v.n || checked > now || checked <= now - CHECK_AGE)) {
		rc = db_quick_check(db);
		if (rc == SQLITE_OK)
			rc = note_checked(db, &dead, now);
	}
	vec_release(&dead.v);
	return rc;
}

/*
 * A file without a byte, beside a backup: that is no new one. Neither is one that was deleted,
 * but that is what one does to begin anew.
 */
static bool is_emptied(const char *path)
{
	struct fs_stamp stamp = {0};

	return fs_stamp(path, &stamp, NULL) == 0 && stamp.size == 0 && rescue_wanted(path);
}

/* What a file that opened is, and whether it can be used; *damaged asks for a rescue. */
static int examine(struct state *s, bool emptied, bool *damaged, struct err *err)
{
	enum state_kind kind = STATE_DAMAGED;
	int rc = state_judge(&s->file, &kind);

	if (kind == STATE_EMPTY && emptied)
		kind = STATE_DAMAGED;
	*damaged = kind == STATE_DAMAGED;
	if (rc != SQLITE_OK)
		return db_error(&s->file, rc, err);
	if (kind == STATE_FOREIGN)
		return err_set(err, ERR_KIND,
			       _("%s: This is a database of another program; it is left alone."),
			       s->path);
	if (kind == STATE_NEWER)
		return err_set(err, ERR_NEWER,
			       _("%s: This file was written by a newer karpread and is only read."),
			       s->path);
	if (*damaged && !rescue_wanted(s->path)) {
		*damaged = false;
		return err_set(err, ERR_KIND, _("%s: This is no database; it is left alone."),
			       s->path);
	}
	if (*damaged)
		return -1;
	if (sqlite3_db_readonly(s->file.handle, "main"))
		return err_set(err, ERR_ACCESS, _("%s: The file cannot be written to."), s->path);
	if (backup_and_migrate(&s->file, state_migrations, state_version, err) < 0)
		return -1;
	rc = check_if_due(&s->file, s->suspect);
	*damaged = db_is_damage(rc);
	return rc == SQLITE_OK ? 0 : db_error(&s->file, rc, err);
}

/* Ids mean the same only in the very file that they came from. */
static void recognise(struct state *s)
{
	struct fs_stamp stamp = {0};
	int64_t identity = 0;

	fs_stamp(s->path, &stamp, NULL);
	db_int(&s->file, "SELECT file FROM counter", &identity);
	if (stamp.inode != s->inode || identity != s->identity)
		s->other_file = true;
	s->inode = stamp.inode;
	s->identity = identity;
}

/*
 * Makes s->file a file that can be read and written. On failure it may still be open, to be read
 * by make_memory. err must not be NULL.
 */
static int attach(struct state *s, int wait, struct err *err)
{
	bool damaged = false;

	for (int attempt = 0;; attempt++) {
		bool emptied = is_emptied(s->path);

		db_close(&s->file);
		if (db_create(s->path, err) < 0 || db_open(&s->file, s->path, 0, wait, err) < 0)
			return -1;
		if (examine(s, emptied, &damaged, err) == 0)
			break;
		if (!damaged || attempt)
			return -1;
		db_close(&s->file);
		s->suspect = true;
		if (rescue_file(s->path, &s->news, err) < 0) {
			db_open(&s->file, s->path, DB_READ_ONLY, wait, NULL);
			return -1;
		}
		s->suspect = false;
	}
	/* What was wrong before a rescue is told by the news. */
	err_release(err);
	s->suspect = false;
	s->session = 0;
	recognise(s);
	db_int(&s->file, "PRAGMA data_version", &s->data_version);
	return 0;
}

/*
 * The locks of sqlite3 do not hold on many network file systems, and nothing can be done about
 * that but to say so, once for each file.
 */
static void warn_of_network(struct state *s)
{
	static const char name[] = "warned of a network file system";
	struct buf value = {0};

	if (db_on_network(s->path) && !state_value(s, name, &value)) {
		buf_addf(&s->news,
			 _("%s: This is on a network file system; do not let two computers write "
			   "to it at the same time."),
			 s->path);
		state_set_value(s, name, STR("1"), NULL);
	}
	buf_release(&value);
}

struct state *state_open(const char *path)
{
	struct state *s = xcalloc(1, sizeof *s);

	if (!path) {
		int opened = db_open(&s->file, NULL, 0, 0, NULL);

		opened |= db_migrate(&s->file, state_migrations, state_version);
		assert(opened == 0);
		return s;
	}
	s->path = xstrdup(path);
	if (attach(s, STATE_OPEN_WAIT, &s->trouble) < 0) {
		s->detached = true;
		s->unusable = true;
		return s;
	}
	s->other_file = false;
	backup_if_due(&s->file, BACKUP_OVERDUE);
	warn_of_network(s);
	return s;
}

/* ---- detached */

static bool is_busy(int rc)
{
	return (rc & 0xFF) == SQLITE_BUSY;
}

/* What the file holds, as far as it can be read. */
static int fill_memory(struct state *s)
{
	enum state_kind kind = STATE_EMPTY;
	struct rescue taken = {0};
	int rc = state_judge(&s->file, &kind);
	bool whole = kind == STATE_OURS && !s->suspect;

	if (rc == SQLITE_OK && whole)
		rc = db_copy(&s->memory, &s->file);
	if (rc == SQLITE_OK)
		rc = db_migrate(&s->memory, state_migrations, state_version);
	if (rc == SQLITE_OK && !whole && kind != STATE_FOREIGN && kind != STATE_EMPTY)
		rc = rescue_merge(&s->memory, &s->file, &taken);
	vec_release(&taken.ids.v);
	return rc;
}

/* A busy file is waited for; when reading fails for good the memory begins with nothing. */
static int make_memory(struct state *s)
{
	db_open(&s->memory, NULL, 0, 0, NULL);
	int rc = s->file.handle ? fill_memory(s) : SQLITE_CANTOPEN;

	if (rc != SQLITE_OK)
		db_close(&s->memory);
	if (rc != SQLITE_OK && !is_busy(rc)) {
		db_open(&s->memory, NULL, 0, 0, NULL);
		rc = db_migrate(&s->memory, state_migrations, state_version);
	}
	return rc;
}

/* The database to read from, NULL with *rc when there is none at the moment. */
static struct db *readable(struct state *s, int *rc)
{
	*rc = SQLITE_OK;
	if (!s->detached)
		return &s->file;
	if (!s->memory.handle) {
		*rc = make_memory(s);
		if (*rc != SQLITE_OK)
			return NULL;
		for (size_t i = 0; i < s->queue.n; i++)
			change_apply_alone(&s->memory, &s->queue.p[i]);
	}
	return &s->memory;
}

static void detach(struct state *s, int rc)
{
	db_error(&s->file, rc, &s->trouble);
	s->detached = true;
	s->suspect = s->suspect || db_is_damage(rc);
	/* Where waiting helps, the connection is good; else it is made anew. */
	s->unusable = !is_busy(rc) && (rc & 0xFF) != SQLITE_FULL;
}

/*
 * Who lists a thousand articles must not wait a thousand times for a file that somebody holds:
 * after a wait in vain, reads do not wait for a while.
 */
static void wait_as_allowed(struct state *s)
{
	if (s->file.handle)
		db_wait(&s->file, clock_monotonic_ms() < s->busy_until ? 0 : STATE_UI_WAIT);
}

static int read_failed(struct state *s, const struct db *db, int rc, struct err *err)
{
	if (is_busy(rc)) {
		s->missed = true;
		s->busy_until = clock_monotonic_ms() + BUSY_PAUSE;
	}
	return db_error(db, rc, err);
}

int state_read(struct state *s, int (*read)(struct db *db, void *arg), void *arg, struct err *err)
{
	wait_as_allowed(s);
	for (;;) {
		int rc;
		struct db *db = readable(s, &rc);

		if (db)
			rc = read(db, arg);
		if (rc == SQLITE_OK)
			return 0;
		if (!db || s->detached || !db_is_damage(rc))
			return read_failed(s, db ? db : &s->file, rc, err);
		detach(s, rc);
	}
}

/* ---- changing */

void state_drop_queued(struct state *s, size_t at)
{
	struct change *c = &s->queue.p[at];

	change_release(c);
	memmove(c, c + 1, (s->queue.n - at - 1) * sizeof *c);
	s->queue.n--;
}

/* What only the last value of counts must not fill the memory while a disk is full for hours. */
static void forget_older(struct state *s, const struct change *c)
{
	for (size_t i = 0; i < s->queue.n; i++) {
		const struct change *old = &s->queue.p[i];

		if (old->kind != c->kind)
			continue;
		if ((c->kind == CHANGE_PLACE && old->ids.v.p[0] == c->ids.v.p[0]) ||
		    (c->kind == CHANGE_VALUE && strcmp(old->name, c->name) == 0)) {
			state_drop_queued(s, i);
			return;
		}
	}
}

int state_change(struct state *s, struct change *c, struct err *err)
{
	int rc;

	for (size_t i = 0; i < c->ids.v.n; i++)
		c->ids.v.p[i] = state_real_id(s, c->ids.v.p[i]);
	if (!s->detached) {
		db_wait(&s->file, STATE_UI_WAIT);
		rc = state_apply_to_file(s, c);
		if (rc == SQLITE_OK)
			return 0;
		detach(s, rc);
		/* One wait is enough: the copy of a file that is held is not waited for again. */
		if (is_busy(rc))
			s->busy_until = clock_monotonic_ms() + BUSY_PAUSE;
		wait_as_allowed(s);
	}
	struct db *memory = readable(s, &rc);

	/* Also when the file had given it an id, which the rollback took back. */
	if (c->kind == CHANGE_ADD)
		c->ids.v.p[0] = --s->next_local;
	if (memory)
		change_apply_alone(memory, c);
	forget_older(s, c);
	vec_push(&s->queue, *c);
	*c = (struct change){0};
	return err_set(err, s->trouble.code, "%s", err_text(&s->trouble));
}

/* ---- back to the file */

static void clear_queue(struct state *s)
{
	for (size_t i = 0; i < s->queue.n; i++)
		change_release(&s->queue.p[i]);
	vec_clear(&s->queue);
}

static int flush(struct state *s, int wait, struct err *err)
{
	struct err failed = {0};
	int rc;

	if (!s->detached)
		return 0;
	if (s->unusable && attach(s, wait, &failed) < 0) {
		err_release(&s->trouble);
		s->trouble = failed;
		return err_set(err, s->trouble.code, "%s", err_text(&s->trouble));
	}
	s->unusable = false;
	db_wait(&s->file, wait);
	rc = s->queue.n || s->memory.handle ? state_write_queue(s) : SQLITE_OK;
	if (rc != SQLITE_OK) {
		detach(s, rc);
		return err_set(err, s->trouble.code, "%s", err_text(&s->trouble));
	}
	clear_queue(s);
	db_close(&s->memory);
	s->other_file = false;
	err_release(&s->trouble);
	s->detached = false;
	s->changed = true;
	return 0;
}

int state_flush(struct state *s, struct err *err)
{
	return flush(s, STATE_UI_WAIT, err);
}

void state_close(struct state *s)
{
	if (!s)
		return;
	/* Damage that reading met is mended now: at the next start nothing may be in its way. */
	if (s->suspect)
		s->detached = s->unusable = true;
	if (s->queue.n || s->suspect)
		flush(s, STATE_OPEN_WAIT, NULL);
	if (s->file.handle)
		db_wait(&s->file, STATE_OPEN_WAIT);
	if (!s->detached && s->session) {
		sqlite3_stmt *q = db_prepare(&s->file, "DELETE FROM session WHERE id = ?1");

		db_bind_int(q, 1, s->session);
		db_run(&s->file, q);
	}
	if (!s->detached && s->path && s->session)
		backup_if_due(&s->file, BACKUP_AGE);
	clear_queue(s);
	vec_release(&s->queue);
	vec_release(&s->aliases);
	db_close(&s->memory);
	db_close(&s->file);
	err_release(&s->trouble);
	buf_release(&s->notice);
	buf_release(&s->news);
	free(s->path);
	free(s);
}

/* ---- what is to be told */

const char *state_trouble(struct state *s)
{
	if (!s->detached)
		return NULL;
	buf_clear(&s->notice);
	buf_adds(&s->notice, err_text(&s->trouble));
	if (s->queue.n) {
		buf_addc(&s->notice, ' ');
		buf_addf(&s->notice,
			 ngettext("%zu change is not saved.", "%zu changes are not saved.",
				  (unsigned long)s->queue.n),
			 s->queue.n);
	}
	return buf_cstr(&s->notice);
}

const char *state_news(struct state *s)
{
	if (s->told || !s->news.n)
		return NULL;
	s->told = true;
	return buf_cstr(&s->news);
}

size_t state_pending(const struct state *s)
{
	return s->queue.n;
}

bool state_changed(struct state *s)
{
	bool changed = s->changed;
	int64_t version = s->data_version;

	s->changed = false;
	wait_as_allowed(s);
	if (!s->detached && s->path &&
	    db_int(&s->file, "PRAGMA data_version", &version) == SQLITE_OK && s->missed) {
		s->missed = false;
		changed = true;
	}
	if (version != s->data_version)
		changed = true;
	s->data_version = version;
	return changed;
}
