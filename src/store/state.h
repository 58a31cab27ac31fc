/* SPDX-License-Identifier: ISC
 *
 * state.db: what was read, bookmarked, marked, and where one stopped. Small and precious: each
 * change is one synced transaction, every change of marks can be undone, and what cannot be kept
 * is said, never lost silently. sqlite3 is seen in src/store alone.
 *
 * An article is known by where it is and what it is: its absolute path (bytes), a hash of the
 * file's bytes and a sketch of its text. A moved file keeps its state, an edited one too;
 * another article put at an old path does not inherit it (see state_identify).
 */
#ifndef KARPREAD_STORE_STATE_H
#define KARPREAD_STORE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"

struct state;

/*
 * Opens or creates the file at path, with its folder. Always gives a state that can be used:
 * when the file cannot be written (or belongs to a newer karpread) it is read as far as it can
 * be and changes are kept in memory, and state_trouble() says why in a sentence. A corrupt file
 * is set aside, salvaged, and reported the same way. NULL for path: memory alone.
 */
struct state *state_open(const char *path);
/* Writes what is pending; NULL is fine. */
void state_close(struct state *s);
/* A standing notice for the user, or NULL while all is well. Borrowed until the next call. */
const char *state_trouble(struct state *s);
/*
 * A thing to be told once (salvaged, restored from a backup), or NULL, also when it was told
 * before. Valid as long as s.
 */
const char *state_news(struct state *s);

enum { STATE_SKETCH = 64 };

struct state_hash {
	uint64_t low, high; /* xxh128 of the file's bytes */
};
/*
 * One-permutation minhash of the text's overlapping pieces, a byte a bin: the least hash of the
 * pieces that fell into the bin, reduced to 1 to 255, or 0 when none did. The part of bins that
 * are equal estimates the part of pieces that two texts share.
 */
struct state_sketch {
	uint8_t minimum[STATE_SKETCH];
};
struct state_hash state_hash(struct str bytes);
struct state_sketch state_sketch(struct str text); /* valid UTF-8 */
/* Are these versions of one text, though up to a third of it was changed? */
bool state_sketch_alike(const struct state_sketch *a, const struct state_sketch *b);

/*
 * What is kept for one article. id 0: nothing yet. An id (which may be negative) goes on meaning
 * its article as long as the state is open, whatever becomes of the file.
 */
struct state_article {
	int64_t id;
	bool read, bookmarked;
	size_t place;      /* byte offset in the logical text */
	int permille;      /* how far into the text the place is */
	int64_t opened;    /* when it was last read, seconds since the epoch, or 0 */
	struct civil date; /* set by the user, or none */
	char charset[32];  /* chosen by the user, or "" */
};

/*
 * Finds the article, by hash and path: same path and hash; else the same hash at a path that is
 * gone now (moved: the path is brought up to date); else the same path with a sketch alike
 * (edited: the hash is brought up to date; not tried for a NULL sketch). With create an unknown one
 * is added, without it *out is zeroed. ERR_BUSY when another process holds the file too long.
 * path is absolute.
 */
int state_identify(struct state *s, const char *path, struct state_hash hash,
		   const struct state_sketch *sketch, bool create, struct state_article *out,
		   struct err *err);
/* By path alone, for listing without reading files; id 0 when it is not known. */
int state_at_path(struct state *s, const char *path, struct state_article *out, struct err *err);
int state_get(struct state *s, int64_t id, struct state_article *out, struct err *err);
/*
 * Calls each() for every article that has state; non-zero stops and is returned. The path is NULL
 * when another article has taken it since.
 */
int state_each(struct state *s,
	       int (*each)(void *ctx, const char *path, struct state_hash hash,
			   const struct state_article *article),
	       void *ctx, struct err *err);

/*
 * Changes. Each call is one transaction and one step of undo, however many articles it names.
 * 0 when it is on the disk. When the file is busy or cannot be written the change is kept in
 * memory, tried again by state_flush, and -1 is returned with err telling so.
 */
int state_set_read(struct state *s, const int64_t *ids, size_t n, bool read, struct err *err);
int state_set_bookmarked(struct state *s, const int64_t *ids, size_t n, bool bookmarked,
			 struct err *err);
int state_set_date(struct state *s, int64_t id, const struct civil *date, struct err *err);
int state_set_charset(struct state *s, int64_t id, const char *charset, struct err *err);
/* Places are no steps of undo. */
int state_set_place(struct state *s, int64_t id, size_t place, int permille, struct err *err);
/* Marks a to z of one article; STATE_NO_MARK takes one away. */
#define STATE_NO_MARK SIZE_MAX
int state_set_mark(struct state *s, int64_t id, char name, size_t offset, struct err *err);
int state_marks(struct state *s, int64_t id, size_t marks[26], struct err *err);

/*
 * Takes back the last step not yet taken back, of this or an earlier run. 1 when there was one:
 * what says which ("3 articles marked as read") and is the caller's to free, ids (may be NULL)
 * are the articles concerned. 0 when there is nothing to undo. -1 with err only when the steps
 * cannot be read: what cannot be written waits like any change, and state_trouble() tells.
 */
struct state_ids {
	VEC(int64_t) v;
};
int state_undo(struct state *s, char **what, struct state_ids *ids, struct err *err);

/*
 * Has another process changed the file since the last call, or can be read again what could not
 * be before?
 */
bool state_changed(struct state *s);
/*
 * Changes that wait in memory, and a try to write them, at most 250 ms long; to be called now
 * and then while state_trouble() says something. state_close tries once more, for 5 s.
 */
size_t state_pending(const struct state *s);
int state_flush(struct state *s, struct err *err);

/* Small named texts that last: the histories of prompts. value NULL removes. */
int state_set_value(struct state *s, const char *name, struct str value, struct err *err);
/* Appends the value to out; false when there is none. */
bool state_value(struct state *s, const char *name, struct buf *out);

/* For `karpread check`: 0 when the file is whole. Lines about it are appended to out. */
int state_check(struct state *s, struct buf *out, struct err *err);

#endif
