/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/postings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/parts.h"

const char postings_schema[] =
	"CREATE TABLE segment(id INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT "
	"NULL,"
	" block INTEGER NOT NULL, directory BLOB NOT NULL) STRICT;"
	"CREATE TABLE block(id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;";

enum {
	BLOCK = 4000,   /* bytes: a row that fills a page of the file, but for its header */
	GRAM_BYTES = 8, /* of a directory's entry */
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

/* Every bit of a gram decides about the upper ones of its product. */
static size_t slot_of(const struct postings *p, uint64_t gram)
{
	size_t at = (gram * UINT64_C(0x9E3779B97F4A7C15) >> 32) * p->n_slots >> 32;

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

/* The index of a gram. */
static uint32_t number_of(struct postings *p, uint64_t gram)
{
	if (2 * p->grams.n >= p->n_slots)
		grow(p);
	uint32_t *slot = &p->slots[slot_of(p, gram)];

	if (!*slot) {
		vec_push(&p->grams, (struct postings_gram){.gram = gram});
		*slot = (uint32_t)p->grams.n;
	}
	return *slot - 1;
}

void postings_add(struct postings *p, uint32_t doc, const uint64_t *grams, size_t n)
{
	if (!p->docs.n || p->docs.p[p->docs.n - 1].doc != doc) {
		assert(doc && (!p->docs.n || p->docs.p[p->docs.n - 1].doc < doc));
		vec_push(&p->docs, (struct postings_doc){.doc = doc});
	}
	vec_reserve(&p->added, n);
	for (size_t i = 0; i < n; i++) {
		uint32_t number = number_of(p, grams[i]);
		struct postings_gram *g = &p->grams.p[number];

		if (g->last == doc)
			continue;
		g->last = doc;
		g->count++;
		p->added.p[p->added.n++] = number;
	}
	p->docs.p[p->docs.n - 1].end = p->added.n;
}

size_t postings_size(const struct postings *p)
{
	/* While it is written, the documents by gram and the order of the grams come in addition.
	 */
	return p->added.n * (sizeof *p->added.p + sizeof(uint32_t)) +
	       p->grams.n * (sizeof *p->grams.p + 3 * sizeof(uint64_t)) +
	       p->n_slots * sizeof *p->slots;
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

/* The documents gram by gram in this order; starts[i] is where those of i begin. */
static uint32_t *by_gram(const struct postings *p, const uint32_t *order, size_t *starts)
{
	uint32_t *docs = xcalloc(p->added.n, sizeof *docs);
	size_t at = 0;

	for (size_t i = 0; i < p->grams.n; i++) {
		starts[order[i]] = at;
		at += p->grams.p[order[i]].count;
	}
	at = 0;
	for (size_t i = 0; i < p->docs.n; i++)
		for (; at < p->docs.p[i].end; at++)
			docs[starts[p->added.p[at]]++] = p->docs.p[i].doc;
	return docs;
}

static void clear(struct postings *p)
{
	vec_clear(&p->grams);
	vec_clear(&p->added);
	vec_clear(&p->docs);
	memset(p->slots, 0, p->n_slots * sizeof *p->slots);
}

int postings_write(struct postings *p, struct db *db)
{
	if (!p->grams.n)
		return SQLITE_OK;
	uint32_t *order = sorted(p), first = p->docs.p[0].doc;
	size_t *starts = xcalloc(p->grams.n, sizeof *starts), at = 0;
	uint32_t *docs = by_gram(p, order, starts);
	struct buf bytes = {0};
	struct writer w;

	begin_segment(&w, db, first, p->docs.p[p->docs.n - 1].doc);
	for (size_t i = 0; i < p->grams.n; i++) {
		const struct postings_gram *g = &p->grams.p[order[i]];
		uint32_t before = first;

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
	clear(p);
	return end_segment(&w);
}

void postings_release(struct postings *p)
{
	vec_release(&p->grams);
	vec_release(&p->added);
	vec_release(&p->docs);
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
	sqlite3_stmt *q = db_prepare(c->db, "SELECT data FROM block WHERE id = ?1");

	db_bind_int(q, 1, c->block);
	int rc = db_step(c->db, q);

	buf_clear(&c->data);
	if (rc == SQLITE_ROW)
		buf_addstr(&c->data, db_column(q, 0));
	else
		c->rc = rc == SQLITE_DONE ? SQLITE_CORRUPT : rc;
	db_done(q, SQLITE_OK);
	c->rest = buf_str(&c->data);
	c->gram = first;
	return rc == SQLITE_ROW;
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

/* One of the segments that are joined: neighbours, so that documents stay in order. */
struct joined {
	struct cursor cursor;
	struct buf directory;
	int64_t first; /* block */
};

/* What has been read goes at once, so that there is room for what is written. */
static int drop_block(struct db *db, int64_t block)
{
	sqlite3_stmt *q = db_prepare(db, "DELETE FROM block WHERE id = ?1");

	db_bind_int(q, 1, block);
	return db_run(db, q);
}

static void next_gram(struct joined *j)
{
	struct cursor *c = &j->cursor;

	if (c->rc != SQLITE_ROW || take_gram(c))
		return;
	int rc = c->block < j->first ? SQLITE_OK : drop_block(c->db, c->block);

	if (rc != SQLITE_OK)
		c->rc = rc;
	else if (++c->block >= c->end)
		c->rc = SQLITE_DONE;
	else if (read_block(c, gram_at(j->directory.p + (c->block - j->first) * GRAM_BYTES)) &&
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

/* The least gram that any of them is at; false when all are at their end. */
static bool least_gram(const struct joined *j, size_t n, uint64_t *least, int *rc)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		const struct cursor *c = &j[i].cursor;

		if (c->rc == SQLITE_ROW && (!any || c->gram < *least)) {
			*least = c->gram;
			any = true;
		}
		if (c->rc != SQLITE_ROW && c->rc != SQLITE_DONE)
			*rc = c->rc;
	}
	return any;
}

static int merge(struct joined *j, size_t n, struct db *db)
{
	struct buf docs = {0};
	struct writer w;
	uint64_t gram = 0;

	begin_segment(&w, db, j[0].cursor.first, j[n - 1].cursor.last);
	while (least_gram(j, n, &gram, &w.rc) && w.rc == SQLITE_OK) {
		uint32_t last = w.first;

		buf_clear(&docs);
		for (size_t i = 0; i < n; i++) {
			struct cursor *c = &j[i].cursor;

			if (c->rc != SQLITE_ROW || c->gram != gram)
				continue;
			append(&docs, c->docs, c->first, &last);
			next_gram(&j[i]);
		}
		add_gram(&w, gram, buf_str(&docs));
	}
	buf_release(&docs);
	return end_segment(&w);
}

/* Puts the cursor on the first gram of a segment. */
static void open_joined(struct joined *j, struct db *db, int64_t id)
{
	sqlite3_stmt *q = db_prepare(db, "SELECT first, last, block, directory FROM segment"
					 " WHERE id = ?1");
	struct cursor *c = &j->cursor;

	*j = (struct joined){.cursor = {.db = db}};
	db_bind_int(q, 1, id);
	c->rc = db_step(db, q);
	if (c->rc == SQLITE_ROW) {
		c->first = (uint32_t)sqlite3_column_int64(q, 0);
		c->last = (uint32_t)sqlite3_column_int64(q, 1);
		j->first = sqlite3_column_int64(q, 2);
		buf_addstr(&j->directory, db_column(q, 3));
	}
	if (c->rc == SQLITE_DONE)
		c->rc = SQLITE_CORRUPT;
	db_done(q, SQLITE_OK);
	c->block = j->first - 1;
	c->end = j->first + (int64_t)(j->directory.n / GRAM_BYTES);
	next_gram(j);
}

static int drop_segment(struct db *db, int64_t id)
{
	sqlite3_stmt *q = db_prepare(db, "DELETE FROM segment WHERE id = ?1");

	db_bind_int(q, 1, id);
	return db_run(db, q);
}

static int join(struct db *db, const int64_t *ids, size_t n)
{
	struct joined j[PARTS_MOST];

	for (size_t i = 0; i < n; i++)
		open_joined(&j[i], db, ids[i]);
	int rc = merge(j, n, db);

	for (size_t i = 0; i < n; i++) {
		buf_release(&j[i].cursor.data);
		buf_release(&j[i].directory);
		if (rc == SQLITE_OK)
			rc = drop_segment(db, ids[i]);
	}
	return rc;
}

int postings_join(struct db *db, bool more)
{
	int64_t ids[PARTS_MOST];
	size_t sizes[PARTS_MOST], n = 0;
	sqlite3_stmt *q =
		db_prepare(db, "SELECT id, length(directory) FROM segment ORDER BY first");
	int rc;

	while ((rc = db_step(db, q)) == SQLITE_ROW && n < PARTS_MOST) {
		ids[n] = sqlite3_column_int64(q, 0);
		sizes[n++] = (size_t)sqlite3_column_int64(q, 1);
	}
	rc = db_done(q, rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc);
	size_t due = parts_due(sizes, n, more);

	return rc == SQLITE_OK && due ? join(db, ids + n - due, due) : rc;
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
	struct cursor c = {.db = db, .rc = SQLITE_OK};
	int rc;

	while ((rc = db_step(db, q)) == SQLITE_ROW && c.rc == SQLITE_OK) {
		c.first = (uint32_t)sqlite3_column_int64(q, 0);
		c.last = (uint32_t)sqlite3_column_int64(q, 1);
		for (size_t i = 0; i < n && c.rc == SQLITE_OK; i++)
			find_in(&c, sqlite3_column_int64(q, 2), db_column(q, 3), ranges[i],
				&out[i]);
	}
	buf_release(&c.data);
	db_done(q, SQLITE_OK);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? c.rc : rc;
}
