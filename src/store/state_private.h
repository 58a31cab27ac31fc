/* SPDX-License-Identifier: ISC
 *
 * What the files of the state share; for src/store/state*.c and their test alone.
 *
 * A change is a value: it is applied to a database by change_apply. While the file can be
 * written, that database is the file. When a write fails, the state is detached: a copy of the
 * file in memory takes the reads and the changes, and a queue keeps the changes so that
 * state_flush can apply them to the file later. An article added while detached has a negative
 * id, which goes on working after the flush gave it a real one.
 */
#ifndef KARPREAD_STORE_STATE_PRIVATE_H
#define KARPREAD_STORE_STATE_PRIVATE_H

#include "store/db.h"
#include "store/state.h"

enum {
	STATE_UI_WAIT = 200,            /* milliseconds a key may wait for another process */
	STATE_OPEN_WAIT = 5000,         /* the same for opening and closing */
	STATE_APPLICATION = 0x6B727064, /* "krpd" */
	STATE_UNDO_STEPS = 1000,        /* kept; older ones cannot be taken back */
};

/* ---- state_schema.c */

extern const char *const state_migrations[];
extern const int state_version; /* how many there are: the user_version of this program */

enum state_kind {
	STATE_OURS,  /* of this version or older, to be migrated */
	STATE_EMPTY, /* nothing in it yet */
	STATE_NEWER,
	STATE_FOREIGN, /* a database, but not karpread's */
	STATE_DAMAGED,
};
/* What kind of file is this? Returns a result code when it could not be found out. */
int state_judge(struct db *db, enum state_kind *kind);

/* ---- state_change.c */

enum change_kind {
	CHANGE_ADD,   /* an article: path, hash, sketch; ids[0] is its id, 0 to be given one */
	CHANGE_ADOPT, /* ids[0] is found at path now, with hash and sketch */
	CHANGE_READ,
	CHANGE_BOOKMARKED,
	CHANGE_DATE,
	CHANGE_CHARSET,
	CHANGE_MARK,
	CHANGE_PLACE,
	CHANGE_VALUE,
	CHANGE_UNDO, /* step */
	CHANGE_KINDS,
};

/* Owns path, text and ids. Only the fields that the kind needs are set. */
struct change {
	enum change_kind kind;
	struct state_ids ids;
	bool on;         /* READ, BOOKMARKED */
	bool remove;     /* DATE, CHARSET, MARK, VALUE: take it away */
	struct buf text; /* DATE as text, CHARSET, the value of VALUE */
	char *name;      /* VALUE */
	char mark;       /* MARK: a to z */
	size_t place;    /* MARK, PLACE */
	int permille;    /* PLACE */
	int64_t opened;  /* PLACE */
	char *path;      /* ADD, ADOPT */
	struct state_hash hash;
	struct state_sketch sketch;
	bool sketched; /* sketch is known */
	int64_t step;  /* UNDO: which; of the others, the one they made or 0 */
	bool if_last;  /* UNDO: not if there is a later step; step becomes 0 then */
};

/* Inside a transaction. Sets c->step, and c->ids.v.p[0] for CHANGE_ADD. Returns a result code. */
int change_apply(struct db *db, struct change *c);
/* The same as a transaction of its own. */
int change_apply_alone(struct db *db, struct change *c);
void change_release(struct change *c);

/* ---- state.c */

/* What another database calls the article of an id. */
struct state_alias {
	int64_t id, real;
};
struct state_aliases {
	VEC(struct state_alias) v;
};

struct state {
	char *path;       /* NULL: memory alone */
	struct db file;   /* closed when it cannot be opened */
	struct db memory; /* while detached, once it was needed */
	bool detached;
	bool unusable;        /* detached, and the connection must be made anew */
	bool suspect;         /* the file showed damage: it is checked before it is used again */
	bool changed;         /* what state_changed will say, whatever the file says */
	bool missed;          /* a read failed because the file was busy: to be told as a change */
	int64_t busy_until;   /* monotonic milliseconds: no read waits before that */
	bool told;            /* the news were fetched */
	int64_t session;      /* this process's row, 0 before its first change */
	int64_t data_version; /* PRAGMA data_version when it was last looked at */
	int64_t next_local;   /* the last id given to an article while detached, negative */
	VEC(struct change) queue;
	VEC(struct state_alias) aliases; /* of ids given out that are not the file's */
	int64_t generation;              /* how often another file was found in place of it */
	bool other_file;                 /* so it is now: what is in memory has to be merged */
	uint64_t inode;                  /* of the file that the ids belong to */
	int64_t identity;                /* its counter.file */
	struct err trouble;              /* why it is detached */
	struct buf notice;               /* what state_trouble gave out */
	struct buf news;
};

/* Runs read() on the database that reads go to. read returns a result code. */
int state_read(struct state *s, int (*read)(struct db *db, void *arg), void *arg, struct err *err);
/*
 * Applies a change: 0 when it is in the file. Else it is in the queue, *c is empty, and -1 is
 * returned. The caller releases *c either way.
 */
int state_change(struct state *s, struct change *c, struct err *err);
void state_drop_queued(struct state *s, size_t at);

/* ---- state_flush.c */

/* Between the ids that callers have and those of the database that state_read reads. */
int64_t state_real_id(const struct state *s, int64_t given);
int64_t state_given_id(const struct state *s, int64_t real);
/* One change as a transaction of the file. Returns a result code. */
int state_apply_to_file(struct state *s, struct change *c);
/* All of the queue as one transaction, with what is in memory when the file is another one. */
int state_write_queue(struct state *s);

/* ---- state_undo.c */

enum state_field {
	FIELD_READ,
	FIELD_BOOKMARKED,
	FIELD_DATE,
	FIELD_CHARSET,
	FIELD_MARK,
	STATE_FIELDS,
};

/* A new value for one field of an article: text, number or null. */
struct field_change {
	enum state_field field;
	char mark; /* FIELD_MARK: its letter, else 0 */
	bool is_null, is_text;
	struct str text;
	int64_t number;
};

/*
 * Sets the field when it holds something else, and remembers that under the step `rev`. A step
 * is begun with its first change and completed by undo_step, which leaves nothing behind when
 * nothing was changed (*made is false then).
 */
int field_change(struct db *db, const struct field_change *c, int64_t article, int64_t rev);
int undo_step(struct db *db, const struct field_change *c, int64_t rev, bool *made);
/* Restores what the step remembers, and forgets the step. */
int undo_restore(struct db *db, int64_t step, int64_t rev);
/* The last step: 0 in *step when there is none. what (a sentence) and ids may be NULL. */
int undo_last(struct db *db, int64_t *step, char **what, struct state_ids *ids);

/* ---- state_identity.c */

enum { STATE_HASH_BYTES = 16 };
/* The form a hash has in the file, the same on every machine. */
struct state_hash state_hash_of(struct str bytes);
void state_hash_bytes(const struct state_hash *hash, char out[STATE_HASH_BYTES]);
/*
 * Looks the article up. Sets *known, or fills *c with the change that would make it known:
 * CHANGE_ADOPT when it was moved or edited, else CHANGE_ADD with id 0.
 */
int identity_find(struct db *db, const char *path, const struct state_hash *hash,
		  const struct state_sketch *sketch, struct change *c, int64_t *known);

/* ---- state_row.c */

/* "2022-07-13T23:33:05+0800", cut to the precision; and back, false when it is no such text. */
void state_date_text(struct buf *out, const struct civil *date);
bool state_date_parse(struct str text, struct civil *date);
/* The columns of ROW_COLUMNS, from the first. */
#define ROW_COLUMNS "id, read, bookmarked, place, permille, opened, date, charset"
enum { ROW_NEXT = 8 };
void state_row(sqlite3_stmt *stmt, struct state_article *out);

/* ---- state_rescue.c */

struct rescue {
	size_t articles;          /* rows taken over or brought up to date */
	size_t known;             /* rows that were in the destination already */
	struct state_aliases ids; /* articles that have another id there; the caller's to release */
};
/*
 * Takes what is readable of the articles, marks and values of a database that may be damaged or
 * newer, each value checked; the newer revision wins. The journal of undo is not taken.
 */
int rescue_merge(struct db *to, struct db *from, struct rescue *count);

/* ---- state_backup.c */

/*
 * Puts a damaged file aside under a name of its own and a good one (the newest good backup and
 * what the damaged one still gives) in its place. Says what was done in news.
 */
int rescue_file(const char *path, struct buf *news, struct err *err);

/*
 * Is the damaged file ours to replace? What does not even begin like a database, and has no
 * backup beside it, may be anything that the user named by mistake.
 */
bool rescue_wanted(const char *path);
/* Copies the file to path + suffix, checked and synced, if the disk has room. */
int backup_make(struct db *db, const char *suffix, struct err *err);
/* Makes the backup of the day when it is older than max_age seconds, and that of the week. */
void backup_if_due(struct db *db, int64_t max_age);
/* db_migrate; first, if the file has rows of an older version, a backup ".v" and that version. */
int backup_and_migrate(struct db *db, const char *const *steps, int n, struct err *err);

#endif
