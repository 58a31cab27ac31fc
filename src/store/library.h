/* SPDX-License-Identifier: ISC
 *
 * The articles there are: files of one or more folders, or named one by one, each with its
 * metadata and its state. Lists are windows: a row is fetched when it is looked at, and is
 * valid until the next call on the library.
 */
#ifndef KARPREAD_STORE_LIBRARY_H
#define KARPREAD_STORE_LIBRARY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/civil.h"
#include "base/err.h"
#include "base/fs.h"
#include "base/str.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "store/guard.h"
#include "store/query.h"
#include "store/state.h"

struct library;

struct article {
	uint32_t key;     /* names the article in this library while the program runs */
	const char *path; /* usable with open() */
	size_t root;      /* how much of the path names its folder: see base/fs.h */
	const char *name; /* below its folder, or as it was given */
	struct fs_stamp stamp;
	struct str title, author, language; /* the title is the file's name when there is none */
	/*
	 * Why the file was not parsed, as a sentence: it ended the process that did. It has no
	 * text then, until it changes. Empty for nearly all.
	 */
	struct str note;
	const struct str *tags;
	size_t n_tags;
	struct civil date; /* its own, the user's, or inferred from the text: see date_source */
	enum doc_date_source date_source;
	unsigned reading_seconds; /* of the whole text */
	size_t text_size;         /* bytes of the logical text */
	struct state_article state;
};

/* How far the reading of files has come. */
struct library_progress {
	size_t done, total; /* files, of those that have to be read; total 0: not known yet */
	uint64_t bytes, total_bytes;
	bool waiting; /* nothing is read: another process that does so is waited for */
};

/* The charsets that the user chose for files, as the state (or NULL) has them. */
struct library_charsets {
	VEC(struct library_charset {
		char *path; /* absolute */
		char charset[32];
	})
	v;
};
void library_charsets(struct library_charsets *out, struct state *state);
void library_charsets_release(struct library_charsets *charsets);

struct library_options {
	const char *const *paths; /* folders and files */
	size_t n_paths;
	bool raw;
	int fs_flags; /* enum fs_walk_flags */
	/*
	 * The file of the index, for folders that are read as they are by default; NULL for none.
	 * Files named one by one never touch it.
	 */
	const char *index;
	/*
	 * Takes what the index has and reads no file; library_deferred() tells whether
	 * `karpread index` shall be run beside. Else the index is brought up to date first: in
	 * libraries of up to 10,000 articles when anything was changed, in larger ones when a
	 * folder was, since files that are edited in place are seen by a look at each alone.
	 */
	bool defer;
	/*
	 * Where another process reads the library for the first time, it is waited for so long;
	 * then what there is by now is taken, with a notice.
	 */
	int wait_ms;
	void (*trouble)(void *ctx, const struct err *err); /* may be NULL */
	/* While files are read; true stops. May be NULL. */
	bool (*progress)(void *ctx, const struct library_progress *progress);
	void *ctx; /* of trouble and progress */
	/*
	 * When there are files to be read: does what library_index does, in another process;
	 * false with err when that fails, and no file is read here. NULL: it is done here.
	 */
	bool (*index_elsewhere)(const struct library_options *options, struct state *state,
				bool wait, struct err *err);
	/* For a process that reads files and shall not have the state: asked instead, or NULL. */
	const struct library_charsets *charsets;
	struct guard *guard; /* of the process that watches this one, or NULL */
};

/*
 * Reads the library. What cannot be read is told to trouble() one by one and left out; the
 * rest counts. state is borrowed and must outlive the library, what ctx points to as well.
 */
struct library *library_open(const struct library_options *options, struct state *state);
void library_close(struct library *lib); /* NULL is fine */
/*
 * Looks at the files again; true when anything changed (lists must be made again then). One that
 * is deferred only tells which of its folders are not there.
 */
bool library_rescan(struct library *lib);
/*
 * Brings the index of these folders up to date, made anew if asked for (options->defer is not
 * heeded). ERR_BUSY when another process does so and wait is false. state may be NULL.
 */
int library_index(const struct library_options *options, struct state *state, bool anew, bool wait,
		  struct err *err);
/* How the index stands to the folders; nothing is read or written. What is missing is told. */
enum library_freshness {
	LIBRARY_NOT_INDEXED, /* there is none that has them all */
	LIBRARY_STALE,       /* files came, went or changed since */
	LIBRARY_FRESH,
};
enum library_freshness library_freshness(const struct library_options *options, size_t *listed);
/* Troubles are told to another from now on. */
void library_listen(struct library *lib, void (*trouble)(void *ctx, const struct err *err),
		    void *ctx);
/* Is any of the folders it was opened with there? */
bool library_has_folder(const struct library *lib);
/* Is it another process's task to read the files? */
bool library_deferred(const struct library *lib);
/* Calls each() with the known folders of a deferred library; non-zero stops. */
void library_each_folder(struct library *lib, int (*each)(void *ctx, const char *path), void *ctx);
/* Takes over what another process has written since; true when lists must be made again. */
bool library_update(struct library *lib);
/* Was the index found damaged? It shall be made anew (`karpread index --rebuild`). */
bool library_damaged(const struct library *lib);
/*
 * The index cannot be written: a library that it never had whole is kept in memory from now on,
 * for which the files are read here. True when lists must be made again.
 */
bool library_do_without(struct library *lib, const char *why);
/* What the user should know, or NULL: why the index cannot be kept, or that it is not whole. */
const char *library_notice(const struct library *lib);
size_t library_count(const struct library *lib);
size_t library_unread(const struct library *lib);
size_t library_bookmarked(const struct library *lib);

/*
 * Around what looks at many articles one after the other: the same, for less. Nothing is held while
 * anyone is waited for.
 */
void library_hold(struct library *lib);
void library_let_go(struct library *lib);

/* The article of that key, NULL when there is none. */
const struct article *library_article(struct library *lib, uint32_t key);
/* Appends the article's date, with a "~" when it was inferred from the text. */
void library_add_date(struct buf *out, const struct article *article);
/*
 * Appends the folder it stands in, below the library's, with the name of that where there are
 * several, or where it stands in none.
 */
void library_add_folder(struct library *lib, const struct article *article, struct buf *out);
/* The same as the article's state says, without fetching it. */
bool library_is_read(const struct library *lib, uint32_t key);
/* By path (absolute, from the current folder, or below a folder of the library). */
bool library_find(struct library *lib, const char *path, uint32_t *key);
/* Reads the state of these articles again after a change (n = 0: of all). */
void library_refresh(struct library *lib, const uint32_t *keys, size_t n);
/* The article's id in the state, made when it has none yet. 0 with err on failure. */
int64_t library_identify(struct library *lib, uint32_t key, struct err *err);
/*
 * Reads the file and parses it. NULL with err when that fails, and for what is known to end the
 * process that does so.
 */
struct doc *library_load(struct library *lib, uint32_t key, struct err *err);
/* ERR_NOT_FOUND for NULL; ERR_LIMIT, and why, for an article that has a note; else 0. */
int library_check(const struct article *article, struct err *err);
/*
 * The doc of the only article, as it was parsed when the library was opened: the first screen of
 * a single file need not wait for a second look at it. NULL when there is none (any more). The
 * caller's to free; stamp may be NULL.
 */
struct doc *library_take(struct library *lib, uint32_t key, struct fs_stamp *stamp);

/* Replaces out by the logical text, out of the index where it is there. */
int library_text(struct library *lib, uint32_t key, struct buf *out, struct err *err);

/* What articles have in a field, and how many of them do. */
struct library_value {
	struct str value;
	size_t count;
};
/* Owns everything in it; a zeroed one is empty. */
struct library_values {
	struct arena arena;
	VEC(struct library_value) v;
};
/*
 * Replaces out by the values of a field (author, tag, lang) that begin with prefix under the fold,
 * the commonest first. Of date: the years, or once a "-" was typed the months, newest first.
 */
void library_values(struct library *lib, enum query_field field, struct str prefix,
		    struct library_values *out);
void library_values_release(struct library_values *values);

enum library_order {
	LIBRARY_BY_DATE, /* newest first, undated last */
	LIBRARY_BY_TITLE,
	LIBRARY_BY_PATH,
	LIBRARY_BY_AUTHOR,
	LIBRARY_BY_PROGRESS, /* begun ones first */
	/* Hits in the title, then many hits (counted when there are not too many articles), date.
	 */
	LIBRARY_BY_RELEVANCE,
	LIBRARY_ORDERS,
};
const char *library_order_name(enum library_order order); /* "date", "title", ... */

struct listing_options {
	const struct query *query; /* NULL: all; borrowed as long as the listing is pending */
	enum library_order order;
	bool reversed;
	bool readings_last;      /* what is found by pinyin or romaji alone is behind the rest */
	bool by_folder;          /* folders in the order of their names, and in each this order */
	bool unread, bookmarked; /* only these */
	const uint32_t *keys;    /* only these, sorted; NULL for all; borrowed likewise */
	size_t n_keys;
};

/* One ordered selection of the library. */
struct listing;
struct listing *listing_new(struct library *lib, const struct listing_options *options);
void listing_free(struct listing *l); /* NULL is fine */
/*
 * A listing of very many hits is pending while some of its rows are not known to be hits; that is
 * found out when they are looked at, or by listing_more. A row that is none goes, those behind
 * it move up, and the count gets less: until then it is what there is at most.
 */
bool listing_pending(const struct listing *l);
/* Goes on for so many milliseconds; true when it is still pending. */
bool listing_more(struct listing *l, int milliseconds);
/* Goes on to the end. */
void listing_settle(struct listing *l);
/*
 * From now on no more than so many milliseconds are spent on reaching rows; a negative number, and
 * the beginning: as many as it takes.
 */
void listing_hurry(struct listing *l, int milliseconds);
/*
 * Makes the row a hit for sure, out of those behind it if need be. False when there is none, or,
 * while row is below the count, when there was no time to find out.
 */
bool listing_reach(struct listing *l, size_t row);
size_t listing_count(const struct listing *l);
/* Of a row that is not reached: an article without a name. */
const struct article *listing_at(struct listing *l, size_t row);
uint32_t listing_key(struct listing *l, size_t row);
/* The number of its article in the list of all by date, from 1. */
size_t listing_number(struct listing *l, size_t row);
/* The row of an article; (size_t)-1 when it is not in the listing. */
size_t listing_row(struct listing *l, uint32_t key);
/* With a query: how often it hits in that row's text; 0 where hits had not to be counted. */
size_t listing_hits(struct listing *l, size_t row);

#endif
