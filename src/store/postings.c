/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/postings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

const char postings_schema[] =
	"CREATE TABLE segment(id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT "
	"NULL,"
	" block INTEGER NOT NULL, directory BLOB NOT NULL) STRICT;"
	"CREATE TABLE block(id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;";

enum {
	BLOCK = 4000,   /* bytes: a row that fills a page of the file, but for its header */
	GRAM_BYTES = 8, /* of a directory's entry */
	FAN_IN = 4,     /* segments of one size class that are joined */
};

/* ---- numbers of 1 to 10 bytes, 7 bits each, the lowest first */

static void add_number(struct buf *out, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		buf_addc(out, (char)(n | 0x80));
	buf_addc(out, (char)n);
}

/* A damaged block ends where it ends: what is missing is 0. */
static uint64_t take_number(struct str *s)
{
	uint64_t n = 0;
	size_t i = 0;

	for (unsigned shift = 0; i < s->n && shift < 64; shift += 7) {
		unsigned char byte = (unsigned char)s->p[i++];

		n |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			break;
	}
	s->p += i;
	s->n -= i;
	return n;
}

/*
 * The way from one gram to the next. Those of two code points end in 21 zero bits, which need
 * not be written.
 */
static void add_step(struct buf *out, uint64_t step)
{
	bool low = step & 0x1FFFFF;

	add_number(out, low ? step << 1 | 1 : step >> 21 << 1);
}

static uint64_t take_step(struct str *s)
{
	uint64_t n = take_number(s);

	return n & 1 ? n >> 1 : n >> 1 << 21;
}

static uint64_t gram_at(const char *p)
{
	uint64_t gram;

	memcpy(&gram, p, sizeof gram);
	return gram;
}

/* ---- a segment being written */

struct writer {
	struct db *db;
	uint32_t first, last;
	int64_t block; /* the id of its first one */
	int64_t next;
	uint64_t gram; /* the last one added */
	struct buf data, directory;
	int rc;
};

static void begin_segment(struct writer *w, struct db *db, uint32_t first, uint32_t last)
{
	*w = (struct writer){.db = db, .first = first, .last = last};
	w->rc = db_int(db, "SELECT coalesce(max(id), 0) + 1 FROM block", &w->block);
	w->next = w->block;
}

static void end_block(struct writer *w)
{
	sqlite3_stmt *q = db_prepare(w->db, "INSERT INTO block VALUES (?1, ?2)");

	db_bind_int(q, 1, w->next++);
	db_bind_blob(q, 2, buf_str(&w->data));
	if (w->rc == SQLITE_OK)
		w->rc = db_run(w->db, q);
	buf_clear(&w->data);
}

/* docs: the differences, the first from w->first. */
static void add_gram(struct writer *w, uint64_t gram, struct str docs)
{
	bool other = (gram ^ w->gram) & GRAM_TITLE; /* so that a step has a bit to spare */

	if (w->data.n && (other || w->data.n + docs.n > BLOCK))
		end_block(w);
	if (!w->data.n) {
		buf_add(&w->directory, &gram, sizeof gram);
		w->gram = gram;
	}
	add_step(&w->data, gram - w->gram);
	add_number(&w->data, docs.n);
	buf_addstr(&w->data, docs);
	w->gram = gram;
}

static int end_segment(struct writer *w)
{
	sqlite3_stmt *q = db_prepare(w->db, "INSERT INTO segment(first, last, block, directory)"
					    " VALUES (?1, ?2, ?3, ?4)");

	if (w->data.n)
		end_block(w);
	db_bind_int(q, 1, w->first);
	db_bind_int(q, 2, w->last);
	db_bind_int(q, 3, w->block);
	db_bind_blob(q, 4, buf_str(&w->directory));
	if (w->rc == SQLITE_OK)
		w->rc = db_run(w->db, q);
	buf_release(&w->data);
	buf_release(&w->directory);
	return w->rc;
}

/* ---- a batch */

/* Every bit of x decides about the upper ones of the result. */
static uint64_t mix(uint64_t x)
{
	x *= UINT64_C(0x9E3779B97F4A7C15);
	return x ^ x >> 32;
}

static size_t slot_of(const struct postings *p, uint64_t gram)
{
	size_t at = mix(gram) & (p->n_slots - 1);

	while (p->slots[at] && p->grams.p[p->slots[at] - 1].gram != gram)
		at = (at + 1) & (p->n_slots - 1);
	return at;
}

static void grow(struct postings *p)
{
	p->n_slots = p->n_slots ? 2 * p->n_slots : 1 << 12;
	free(p->slots);
	p->slots = xcalloc(p->n_slots, sizeof *p->slots);
	for (size_t i = 0; i < p->grams.n; i++)
		p->slots[slot_of(p, p->grams.p[i].gram)] = (uint32_t)i + 1;
}

void postings_add(struct postings *p, uint32_t doc, struct str key, uint64_t flag)
{
	struct gram_walk walk = {.key = key};
	uint64_t gram;

	assert(doc && doc >= p->last);
	if (!p->first)
		p->first = doc;
	p->last = doc;
	while (gram_next(&walk, &gram)) {
		if (2 * p->grams.n >= p->n_slots)
			grow(p);
		uint32_t *slot = &p->slots[slot_of(p, gram | flag)];

		if (!*slot) {
			vec_push(&p->grams, (struct postings_gram){.gram = gram | flag});
			*slot = (uint32_t)p->grams.n;
		}
		struct postings_gram *g = &p->grams.p[*slot - 1];

		if (g->last == doc)
			continue;
		g->last = doc;
		g->count++;
		vec_push(&p->pairs, (struct postings_pair){*slot - 1, doc});
	}
}

size_t postings_size(const struct postings *p)
{
	/* While it is written, the documents by gram and the order of the grams come in addition.
	 */
	return p->pairs.n * (sizeof *p->pairs.p + sizeof(uint32_t)) +
	       p->grams.n * (sizeof *p->grams.p + 3 * sizeof(uint64_t));
}

/* The grams' indices in the order of the grams: radix sort, a byte a pass. */
static uint32_t *sorted(const struct postings *p)
{
	size_t n = p->grams.n;
	uint32_t *order = xcalloc(n, sizeof *order), *other = xcalloc(n, sizeof *other);

	for (size_t i = 0; i < n; i++)
		order[i] = (uint32_t)i;
	for (unsigned shift = 0; shift < 64; shift += 8) {
		size_t starts[257] = {0};

		for (size_t i = 0; i < n; i++)
			starts[(p->grams.p[i].gram >> shift & 0xFF) + 1]++;
		for (size_t i = 1; i < 257; i++)
			starts[i] += starts[i - 1];
		for (size_t i = 0; i < n; i++)
			other[starts[p->grams.p[order[i]].gram >> shift & 0xFF]++] = order[i];
		uint32_t *swap = order;

		order = other;
		other = swap;
	}
	free(other);
	return order;
}

/* The documents of all pairs, gram by gram in this order; starts[i] is where those of i begin. */
static uint32_t *by_gram(const struct postings *p, const uint32_t *order, size_t *starts)
{
	uint32_t *docs = xcalloc(p->pairs.n, sizeof *docs);
	size_t at = 0;

	for (size_t i = 0; i < p->grams.n; i++) {
		starts[order[i]] = at;
		at += p->grams.p[order[i]].count;
	}
	for (size_t i = 0; i < p->pairs.n; i++)
		docs[starts[p->pairs.p[i].gram]++] = p->pairs.p[i].doc;
	return docs;
}

int postings_write(struct postings *p, struct db *db)
{
	if (!p->grams.n)
		return SQLITE_OK;
	uint32_t *order = sorted(p);
	size_t *starts = xcalloc(p->grams.n, sizeof *starts), at = 0;
	uint32_t *docs = by_gram(p, order, starts);
	struct buf bytes = {0};
	struct writer w;

	begin_segment(&w, db, p->first, p->last);
	for (size_t i = 0; i < p->grams.n; i++) {
		const struct postings_gram *g = &p->grams.p[order[i]];
		uint32_t before = p->first;

		buf_clear(&bytes);
		for (size_t end = at + g->count; at < end; at++) {
			add_number(&bytes, docs[at] - before);
			before = docs[at];
		}
		add_gram(&w, g->gram, buf_str(&bytes));
	}
	buf_release(&bytes);
	free(docs);
	free(starts);
	free(order);
	vec_clear(&p->grams);
	vec_clear(&p->pairs);
	memset(p->slots, 0, p->n_slots * sizeof *p->slots);
	p->first = 0;
	return end_segment(&w);
}

void postings_release(struct postings *p)
{
	vec_release(&p->grams);
	vec_release(&p->pairs);
	free(p->slots);
	*p = (struct postings){0};
}

int postings_last(struct db *db, int64_t *doc)
{
	return db_int(db, "SELECT coalesce(max(last), 0) FROM segment", doc);
}

/* ---- walking over a segment */

struct cursor {
	struct db *db;
	sqlite3_stmt *q;    /* its own: several are open at once */
	int64_t block, end; /* the present one, and behind the last */
	struct buf data;
	struct str rest;
	uint64_t gram;
	struct str docs;
	uint32_t first, last; /* documents of the segment */
	int rc;               /* SQLITE_ROW while there is a gram, SQLITE_DONE behind the last */
};

static bool read_block(struct cursor *c, uint64_t first)
{
	sqlite3_reset(c->q);
	sqlite3_bind_int64(c->q, 1, c->block);
	int rc = db_step(c->db, c->q);

	if (rc != SQLITE_ROW) {
		c->rc = rc == SQLITE_DONE ? SQLITE_CORRUPT : rc;
		return false;
	}
	buf_clear(&c->data);
	buf_addstr(&c->data, db_column(c->q, 0));
	c->rest = buf_str(&c->data);
	c->gram = first;
	return true;
}

static bool take_gram(struct cursor *c)
{
	if (!c->rest.n)
		return false;
	c->gram += take_step(&c->rest);
	uint64_t n = take_number(&c->rest);

	c->docs = str_sub(c->rest, 0, n);
	c->rest = str_sub(c->rest, n, c->rest.n);
	return true;
}

/* ---- joining */

/* Segments to be joined: neighbours, so that documents stay in order. */
struct joined {
	struct cursor cursors[FAN_IN];
	struct buf directories[FAN_IN];
	int64_t blocks[FAN_IN]; /* ids of the first ones */
};

static void next_gram(struct joined *j, size_t i)
{
	struct cursor *c = &j->cursors[i];

	if (c->rc != SQLITE_ROW || take_gram(c))
		return;
	if (++c->block >= c->end)
		c->rc = SQLITE_DONE;
	else if (read_block(c, gram_at(j->directories[i].p +
				       (c->block - j->blocks[i]) * GRAM_BYTES)) &&
		 !take_gram(c))
		c->rc = SQLITE_CORRUPT;
}

/* Appends the documents of one list to another; *last is the last one there. */
static void append(struct buf *out, struct str docs, uint32_t first, uint32_t *last)
{
	struct str rest = docs;
	uint32_t doc = first + (uint32_t)take_number(&rest);

	add_number(out, doc - *last);
	buf_addstr(out, rest);
	while (rest.n)
		doc += (uint32_t)take_number(&rest);
	*last = doc;
}

static int merge(struct joined *j, struct db *db)
{
	struct buf docs = {0};
	struct writer w;

	begin_segment(&w, db, j->cursors[0].first, j->cursors[FAN_IN - 1].last);
	for (;;) {
		uint64_t least = UINT64_MAX;
		uint32_t last = w.first;
		bool any = false;

		for (size_t i = 0; i < FAN_IN; i++) {
			if (j->cursors[i].rc == SQLITE_ROW && j->cursors[i].gram <= least) {
				least = j->cursors[i].gram;
				any = true;
			} else if (j->cursors[i].rc != SQLITE_ROW &&
				   j->cursors[i].rc != SQLITE_DONE) {
				w.rc = j->cursors[i].rc;
			}
		}
		if (!any || w.rc != SQLITE_OK)
			break;
		buf_clear(&docs);
		for (size_t i = 0; i < FAN_IN; i++) {
			struct cursor *c = &j->cursors[i];

			if (c->rc != SQLITE_ROW || c->gram != least)
				continue;
			append(&docs, c->docs, c->first, &last);
			next_gram(j, i);
		}
		add_gram(&w, least, buf_str(&docs));
	}
	buf_release(&docs);
	return end_segment(&w);
}

static int drop(struct db *db, int64_t first_block, int64_t end_block_id, int64_t id)
{
	sqlite3_stmt *blocks = db_prepare(db, "DELETE FROM block WHERE id >= ?1 AND id < ?2");
	sqlite3_stmt *segment = db_prepare(db, "DELETE FROM segment WHERE id = ?1");

	db_bind_int(blocks, 1, first_block);
	db_bind_int(blocks, 2, end_block_id);
	db_bind_int(segment, 1, id);
	int rc = db_run(db, blocks);

	return rc == SQLITE_OK ? db_run(db, segment) : rc;
}

/* Puts a cursor on the first gram of a segment. */
static int open_cursor(struct joined *j, size_t i, struct db *db, int64_t id)
{
	struct cursor *c = &j->cursors[i];
	sqlite3_stmt *q =
		db_prepare(db, "SELECT first, last, block, directory FROM segment WHERE id = ?1");

	db_bind_int(q, 1, id);
	int rc = db_step(db, q);

	if (rc != SQLITE_ROW)
		return db_done(q, rc);
	c->first = (uint32_t)sqlite3_column_int64(q, 0);
	c->last = (uint32_t)sqlite3_column_int64(q, 1);
	j->blocks[i] = sqlite3_column_int64(q, 2);
	buf_addstr(&j->directories[i], db_column(q, 3));
	db_done(q, SQLITE_OK);
	c->db = db;
	c->block = j->blocks[i] - 1;
	c->end = j->blocks[i] + (int64_t)(j->directories[i].n / GRAM_BYTES);
	c->rc = SQLITE_ROW;
	rc = sqlite3_prepare_v2(db->handle, "SELECT data FROM block WHERE id = ?1", -1, &c->q,
				NULL);
	if (rc == SQLITE_OK)
		next_gram(j, i);
	return rc;
}

/* FAN_IN segments into one. */
static int join(struct db *db, const int64_t ids[FAN_IN])
{
	struct joined j = {0};
	int rc = SQLITE_OK;

	for (size_t i = 0; i < FAN_IN && rc == SQLITE_OK; i++)
		rc = open_cursor(&j, i, db, ids[i]);
	if (rc == SQLITE_OK)
		rc = merge(&j, db);
	for (size_t i = 0; i < FAN_IN; i++) {
		sqlite3_finalize(j.cursors[i].q);
		buf_release(&j.cursors[i].data);
		buf_release(&j.directories[i]);
		if (rc == SQLITE_OK)
			rc = drop(db, j.blocks[i], j.cursors[i].end, ids[i]);
	}
	return rc;
}

/* How often FAN_IN divides the number of its blocks. */
static int size_class(int64_t directory_bytes)
{
	int n = 0;

	for (int64_t blocks = directory_bytes / GRAM_BYTES; blocks >= FAN_IN; blocks /= FAN_IN)
		n++;
	return n;
}

/*
 * The newest FAN_IN segments; *n is less when there are no such, or when an older one is of a
 * greater class, so that there is nothing to join.
 */
static int list_joinable(struct db *db, int64_t ids[FAN_IN], size_t *n)
{
	sqlite3_stmt *q = db_prepare(db, "SELECT id, length(directory) FROM segment"
					 " ORDER BY first DESC LIMIT 4");
	int rc, class = -1;

	for (*n = 0; (rc = db_step(db, q)) == SQLITE_ROW && *n < FAN_IN; ++*n) {
		int own = size_class(sqlite3_column_int64(q, 1));

		if (class >= 0 && own > class)
			break;
		class = own > class ? own : class;
		ids[FAN_IN - 1 - *n] = sqlite3_column_int64(q, 0);
	}
	return db_done(q, rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc);
}

int postings_join(struct db *db)
{
	int64_t ids[FAN_IN];
	size_t n;
	int rc;

	while ((rc = list_joinable(db, ids, &n)) == SQLITE_OK && n == FAN_IN &&
	       (rc = join(db, ids)) == SQLITE_OK)
		;
	return rc;
}

/* ---- sets of documents */

void docset_add(struct docset *s, uint32_t doc)
{
	size_t word = doc / 64;

	while (s->words.n <= word)
		vec_push(&s->words, 0);
	s->words.p[word] |= UINT64_C(1) << doc % 64;
}

void docset_and(struct docset *s, const struct docset *other)
{
	if (s->words.n > other->words.n)
		s->words.n = other->words.n;
	for (size_t i = 0; i < s->words.n; i++)
		s->words.p[i] &= other->words.p[i];
}

void docset_or(struct docset *s, const struct docset *other)
{
	while (s->words.n < other->words.n)
		vec_push(&s->words, 0);
	for (size_t i = 0; i < other->words.n; i++)
		s->words.p[i] |= other->words.p[i];
}

void docset_less(struct docset *s, const struct docset *other)
{
	for (size_t i = 0; i < s->words.n && i < other->words.n; i++)
		s->words.p[i] &= ~other->words.p[i];
}

void docset_release(struct docset *s)
{
	vec_release(&s->words);
}

/* ---- finding */

/* The block of a directory in which a gram stands, if it is there; the first for a lesser one. */
static size_t block_of(struct str directory, uint64_t gram)
{
	size_t low = 0, high = directory.n / GRAM_BYTES;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (gram_at(directory.p + middle * GRAM_BYTES) <= gram)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static void add_docs(struct docset *out, struct str docs, uint32_t doc, uint32_t last)
{
	while (docs.n) {
		doc += (uint32_t)take_number(&docs);
		/* A damaged list shall not ask for all memory. */
		if (doc > last)
			return;
		docset_add(out, doc);
	}
}

/* block: the id of the segment's first one. */
static int find_in(struct cursor *c, int64_t block, struct str directory, struct gram_range range,
		   struct docset *out)
{
	size_t at = block_of(directory, range.first), n = directory.n / GRAM_BYTES;

	for (c->block = block + (int64_t)at; at < n; at++, c->block++) {
		uint64_t first = gram_at(directory.p + at * GRAM_BYTES);

		if (first > range.last || !read_block(c, first))
			break;
		while (take_gram(c) && c->gram <= range.last) {
			if (c->gram >= range.first)
				add_docs(out, c->docs, c->first, c->last);
		}
		if (c->gram > range.last)
			break;
	}
	return c->rc;
}

int postings_find(struct db *db, const struct gram_range *ranges, size_t n, struct docset *out)
{
	sqlite3_stmt *q = db_prepare(db, "SELECT first, last, block, directory FROM segment");
	struct cursor c = {.db = db,
			   .rc = SQLITE_OK,
			   .q = db_prepare(db, "SELECT data FROM block WHERE id = ?1")};
	int rc;

	while ((rc = db_step(db, q)) == SQLITE_ROW && c.rc == SQLITE_OK) {
		c.first = (uint32_t)sqlite3_column_int64(q, 0);
		c.last = (uint32_t)sqlite3_column_int64(q, 1);
		for (size_t i = 0; i < n && c.rc == SQLITE_OK; i++)
			find_in(&c, sqlite3_column_int64(q, 2), db_column(q, 3), ranges[i],
				&out[i]);
	}
	buf_release(&c.data);
	db_done(c.q, SQLITE_OK);
	db_done(q, SQLITE_OK);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? c.rc : rc;
}
