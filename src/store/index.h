/* SPDX-License-Identifier: ISC
 *
 * index.db: what is known of the files of folders, so that no start has to read them: articles'
 * metadata and texts, the order of the list, the full-text index (store/postings.h), and what the
 * texts say of dates, by article (store/mentions.h) and by time (store/timeline_runs.h). A cache:
 * whatever is wrong with it, it is made anew. Any number of processes read it; one at a time
 * writes, and holds the lock file beside it.
 *
 * Everything stands below roots: a folder, walked with certain flags, or a file. An article's key
 * is its for as long as its file is there; each version of its text is a document with a number
 * of its own.
 */
#ifndef KARPREAD_STORE_INDEX_H
#define KARPREAD_STORE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/fs.h"
#include "base/str.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "store/db.h"
#include "store/guard.h"
#include "store/library.h"
#include "store/postings.h"
#include "store/state.h"

/* A zeroed index is closed. */
struct index {
	struct db db;
	int lock;        /* the lock file's descriptor, while this process writes */
	int64_t version; /* as index_changed saw it last */
	int held;        /* how often index_hold was called and not yet answered */
	bool writes;
	bool damaged; /* a text that was asked for is no UTF-8; it was left out */
};

/*
 * Opens what is there for reading: ERR_NOT_FOUND when there is no index of this version, ERR_ACCESS
 * when there can be none.
 */
int index_open(struct index *ix, const char *path, struct err *err);
/* How long another process that writes is waited for. */
struct index_wait {
	int milliseconds;           /* at most */
	bool (*waiting)(void *ctx); /* called now and then; true gives up */
	void *ctx;
};
/*
 * Opens it for writing, made anew when it is missing, of another version, damaged, or when anew is
 * asked for. ERR_BUSY when another process writes, after waiting for it (NULL: not at all).
 */
int index_open_writer(struct index *ix, const char *path, bool anew, const struct index_wait *wait,
		      struct err *err);
/*
 * One in memory, without full-text index and mentions: texts are looked through one by one, and
 * tagged when somebody asks.
 */
int index_open_memory(struct index *ix, struct err *err);
void index_close(struct index *ix);
/*
 * Ends what rows and texts were borrowed from, so that this process does not keep the writer from
 * using their room again. To be called when no more are asked for in a while.
 */
void index_rest(struct index *ix);
/*
 * Until it is let go as often as it was held, all that is read is of one state, so that not every
 * row asks for its own; index_rest waits for that. Not for longer than it takes to gather some
 * rows: meanwhile the writer's log only grows.
 */
void index_hold(struct index *ix);
void index_let_go(struct index *ix);
/* Has another process changed it since the last call? */
bool index_changed(struct index *ix);

/* ---- roots */

struct index_root {
	int64_t id;
	const char *path; /* usable with open(), as it was given */
	char *absolute;   /* NULL while there is no such file; owned */
	bool is_file;
	int flags;     /* enum fs_walk_flags */
	bool complete; /* every file has been looked at once */
	bool settled;  /* and every one that was found last, too */
	size_t listed; /* articles */
};

/* Finds id, complete and listed; with create, adds the root. */
int index_find_root(struct index *ix, struct index_root *root, bool create);
/* Is no folder of the root changed since it was walked? Edits of files do not show. */
bool index_root_fresh(struct index *ix, const struct index_root *root);

/* Of columns inode, size and mtime, from this one on; the device is left out. */
struct fs_stamp index_stamp(sqlite3_stmt *q, int column);
/* Is no file of the root, as it was walked last, changed or gone? Takes a stat() for each. */
bool index_files_fresh(struct index *ix, const struct index_root *root);

/* Calls each() with every folder of the root as it was walked last; non-zero stops. */
int index_each_folder(struct index *ix, const struct index_root *root,
		      int (*each)(void *ctx, const char *path, int64_t mtime_ns), void *ctx);

/* An article in the order of the list: newest first, undated last, then by name. */
struct index_entry {
	uint32_t key, doc;
	int64_t seconds; /* INT64_MIN for no date */
};
struct index_entries {
	size_t refs; /* of those who share it; the caller's affair */
	VEC(struct index_entry) v;
};
/* Appends those of the root. */
int index_order(struct index *ix, const struct index_root *root, struct index_entries *out);

/* ---- articles */

/* A row. Borrowed until the next call on the index, zeroed for none. */
struct index_article {
	uint32_t key, doc; /* doc 0: what is no article, known so that it is not read again */
	int64_t root;
	struct str name; /* below the root; "" for a root that is a file */
	struct fs_stamp stamp;
	struct state_hash hash;
	struct str charset; /* chosen by the user, when it was read */
	struct str title, author, language;
	struct str note; /* why it was not parsed; empty for nearly all */
	struct str tags; /* a NUL behind each */
	struct civil date;
	enum doc_date_source date_source;
	unsigned reading_seconds;
	size_t text_size;
};
bool index_article(struct index *ix, uint32_t key, struct index_article *out);
bool index_article_named(struct index *ix, int64_t root, struct str name,
			 struct index_article *out);
/* The article of these bytes, if there is one below the root. */
bool index_article_hashed(struct index *ix, int64_t root, struct state_hash hash,
			  struct index_article *out);
/* A document's text, false when it is too large to be kept. Borrowed until the next call. */
bool index_text(struct index *ix, uint32_t doc, struct str *text);
/* Part of a document's mentions, false when there are no more. Borrowed until the next call. */
bool index_mentions(struct index *ix, uint32_t doc, size_t part, struct str *out);
/* Is it a file? One in memory has neither mentions nor a full-text index. */
bool index_is_kept(const struct index *ix);

/* The keys of all articles in another order than that of dates, of all roots. */
enum index_sort {
	INDEX_BY_TITLE,
	INDEX_BY_NAME,
	INDEX_BY_AUTHOR,
	INDEX_SORTS,
};
struct index_keys {
	VEC(uint32_t) v;
};
int index_sorted(struct index *ix, enum index_sort sort, bool reversed, struct index_keys *out);

/* ---- bringing it up to date */

struct index_refresh {
	struct index_root *roots;
	size_t n_roots;
	bool raw;
	const struct library_charsets *charsets; /* that the user chose; may be NULL */
	struct guard *guard; /* told which files are read, and asked; NULL: nobody watches */
	void (*trouble)(void *ctx, const struct err *err); /* may be NULL */
	/* Called now and then and at the end; true stops. What was done so far is kept. */
	bool (*progress)(void *ctx, const struct library_progress *progress); /* may be NULL */
	void *ctx;
	/*
	 * Not NULL: when files have to be read they are only counted here, and it is as if nothing
	 * had been looked at.
	 */
	size_t *unread;
	/* Gets the doc when a single file was read, the caller's to free; may be NULL. */
	struct doc **only;
};

/*
 * Walks the roots, reads what is new or changed, and forgets what is gone. Commits in batches:
 * killed or stopped, it goes on where it was. *changed (may be NULL) tells whether any article
 * is another than before. -1 with err when the index cannot be written.
 */
int index_refresh(struct index *ix, const struct index_refresh *options, bool *changed,
		  struct err *err);

#endif
