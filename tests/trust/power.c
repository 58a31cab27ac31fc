/* SPDX-License-Identifier: ISC
 *
 * R7: the power fails. What the state writes and syncs is recorded by a layer under SQLite; then,
 * for moments of that record, the files are made anew as a disk may have them: all that was synced,
 * and of what was not, any sectors, in any order. Each must open, hold together, and have every
 * mark that had been acknowledged by then.
 */
#include "config.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/sqlite_layer.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/vec.h"
#include "store/state_private.h"
#include "trust.h"

enum { DATABASE, JOURNAL, FILES, SECTOR = 512 };

struct record {
	enum layer_action action;
	int file;
	sqlite3_int64 offset; /* LAYER_TRUNCATE: the size */
	struct str bytes;
	size_t acknowledged; /* marks, before this */
};

static struct {
	VEC(struct record) v;
} records;
static size_t acknowledged;

static int number_of(const char *name)
{
	struct str s = str_of(name);

	return str_ends(s, STR("/state.db"))           ? DATABASE
	       : str_ends(s, STR("/state.db-journal")) ? JOURNAL
						       : FILES;
}

static int record(const struct layer_event *e)
{
	int file = number_of(e->path);

	if (file == FILES || e->action == LAYER_OPEN || e->action == LAYER_READ ||
	    e->action == LAYER_SIZE || e->action == LAYER_LOCK)
		return SQLITE_OK;
	struct record r = {.action = e->action,
			   .file = file,
			   .offset = e->offset,
			   .acknowledged = acknowledged};

	if (e->action == LAYER_WRITE)
		r.bytes = (struct str){xmemdup0(e->bytes, (size_t)e->n), (size_t)e->n};
	vec_push(&records.v, r);
	return SQLITE_OK;
}

/* ---- what is recorded */

static void name_article(size_t n, char path[32])
{
	snprintf(path, 32, "/library/%zu", n);
}

static void mark(struct state *s, size_t n)
{
	struct state_article a;
	char path[32];

	name_article(n, path);
	if (state_identify(s, path, state_hash(str_of(path)), NULL, true, &a, NULL) < 0 ||
	    state_set_read(s, &a.id, 1, true, NULL) < 0) {
		printf("Bail out! a mark is not kept\n");
		exit(99);
	}
	/* What else goes on between two marks: places, other marks, and undoing those. */
	acknowledged = n + 1;
	state_set_place(s, a.id, n * 100, 500, NULL);
	if (n % 3 == 0) {
		state_set_bookmarked(s, &a.id, 1, true, NULL);
		state_undo(s, NULL, NULL, NULL);
	}
	state_set_mark(s, a.id, 'a', n, NULL);
}

static void work(size_t marks)
{
	const char *path = trust_path("work/state.db");
	struct state *s = state_open(path);

	for (size_t i = 0; i < marks; i++) {
		mark(s, i);
		if (i % 40 == 39) { /* another run */
			state_close(s);
			s = state_open(path);
		}
	}
	state_close(s);
}

/* ---- the disk after the power came back */

static void put(struct buf *image, size_t offset, struct str bytes)
{
	if (image->n < offset + bytes.n) {
		size_t old = image->n;

		buf_reserve(image, offset + bytes.n - old);
		memset(image->p + old, 0, offset + bytes.n - old);
		image->n = offset + bytes.n;
	}
	memcpy(image->p + offset, bytes.p, bytes.n);
}

static void cut(struct buf *image, size_t size)
{
	if (image->n > size)
		buf_truncate(image, size);
}

static void apply(const struct record *r, struct buf *image)
{
	if (r->action == LAYER_WRITE)
		put(image, (size_t)r->offset, r->bytes);
	else if (r->action != LAYER_SYNC)
		cut(image, r->action == LAYER_DELETE ? 0 : (size_t)r->offset);
}

/* As much of it as chance lets reach the disk: all, nothing, or some sectors. */
static void apply_partly(const struct record *r, struct buf *image, uint64_t *seed)
{
	size_t chance = trust_random(seed, 3);

	if (chance == 0)
		return;
	if (chance == 1 || r->action != LAYER_WRITE) {
		apply(r, image);
		return;
	}
	for (size_t at = 0, n; at < r->bytes.n; at += n) {
		n = SECTOR - ((size_t)r->offset + at) % SECTOR;
		if (trust_random(seed, 2))
			put(image, (size_t)r->offset + at, str_sub(r->bytes, at, at + n));
	}
}

/* The images when the power fails before record `end`. */
static void crash(size_t end, struct buf images[FILES], uint64_t *seed)
{
	size_t synced[FILES] = {0};

	for (size_t i = 0; i < end; i++) {
		if (records.v.p[i].action == LAYER_SYNC)
			synced[records.v.p[i].file] = i;
	}
	for (int f = 0; f < FILES; f++)
		buf_clear(&images[f]);
	for (size_t i = 0; i < end; i++) {
		const struct record *r = &records.v.p[i];

		if (i < synced[r->file])
			apply(r, &images[r->file]);
		else
			apply_partly(r, &images[r->file], seed);
	}
}

struct figures {
	size_t crashes, lost, corrupt, rescued;
};

static void look(size_t end, struct buf images[FILES], struct figures *f)
{
	const char *names[FILES] = {"after/state.db", "after/state.db-journal"};
	size_t due = end < records.v.n ? records.v.p[end].acknowledged : acknowledged, lost = 0;
	struct buf report = {0};

	for (int i = 0; i < FILES; i++)
		trust_write(trust_path("%s", names[i]), buf_str(&images[i]));
	struct state *s = state_open(trust_path("after/state.db"));

	for (size_t i = 0; i < due; i++) {
		struct state_article a;
		char path[32];

		name_article(i, path);
		if (state_at_path(s, path, &a, NULL) < 0 || !a.read)
			lost++;
	}
	f->crashes++;
	f->lost += lost;
	f->rescued += state_news(s) != NULL;
	if (state_trouble(s) || state_check(s, &report, NULL) < 0) {
		f->corrupt++;
		trust_comment("before record %zu: %s", end,
			      state_trouble(s) ? state_trouble(s) : buf_cstr(&report));
	}
	if (lost)
		trust_comment("before record %zu: %zu of %zu are lost", end, lost, due);
	state_close(s);
	buf_release(&report);
}

int main(void)
{
	size_t points = trust_count(25, 500), subsets = trust_count(4, 8);
	struct buf images[FILES] = {{0}};
	struct figures f = {0};
	uint64_t seed = 17;

	trust_begin();
	layer_install(record);
	work(trust_count(30, 150));
	layer_remove();
	trust_ok(records.v.n > 100, "%zu writes and syncs are recorded", records.v.n);
	for (size_t i = 0; i < points; i++) {
		size_t end = trust_random(&seed, records.v.n + 1);

		for (size_t k = 0; k < subsets; k++) {
			crash(end, images, &seed);
			look(end, images, &f);
		}
	}
	trust_ok(f.lost == 0, "no acknowledged mark is lost in %zu failures of power: %zu are",
		 f.crashes, f.lost);
	trust_ok(f.corrupt == 0 && f.rescued == 0, "no file is corrupt: %zu are, %zu were rescued",
		 f.corrupt, f.rescued);
	trust_figure("R7", "%zu moments x %zu subsets: %zu lost, %zu corrupt", points, subsets,
		     f.lost, f.corrupt + f.rescued);
	for (size_t i = 0; i < records.v.n; i++)
		free((char *)(size_t)records.v.p[i].bytes.p);
	vec_release(&records.v);
	for (int i = 0; i < FILES; i++)
		buf_release(&images[i]);
	return trust_end();
}
