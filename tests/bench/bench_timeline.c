/* SPDX-License-Identifier: ISC
 *
 * How long the timeline takes to open, to zoom and to be narrowed, each with a screen of rows.
 *
 *	bench_timeline [ARTICLES]	made-up keys out of a file, in two sizes to show that the
 *					cost grows no faster than they do; 100000 unless told,
 *					with 20 mentions each
 *	bench_timeline FOLDER INDEX	the library in the folder as `karpread index` left it: what
 *					a process does that was just started, and the rows with what
 *					they say
 */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/timeline_axis.h"
#include "store/timeline_runs.h"

enum { MENTIONS = 20, STATEMENTS = 4, ROWS = 60, ROUNDS = 3 };

static uint32_t seed = 7;

static uint32_t roll(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (uint32_t)(((uint64_t)(seed >> 4) * n) >> 28);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return ((double)t.tv_sec * 1e9 + (double)t.tv_nsec) / 1e6;
}

static struct edtf_date roll_date(int32_t from, uint32_t years)
{
	struct edtf_date d = {.year = from + (int32_t)roll(years), .precision = EDTF_YEAR};

	if (roll(4) == 0)
		return d;
	d.month = (int8_t)(1 + roll(12));
	d.precision = EDTF_MONTH;
	if (roll(3) == 0)
		return d;
	d.day = (int8_t)(1 + roll(28));
	d.precision = EDTF_DAY;
	return d;
}

/* As the indexer would: batch by batch. */
static void write_runs(struct db *db, uint32_t articles)
{
	enum { BATCH = 3000 };
	struct timeline_keys batch = {0};

	db_exec(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
	db_exec(db, timeline_runs_schema);
	db_exec(db, "CREATE TABLE article(doc INTEGER)");
	for (uint32_t doc = 1; doc <= articles; doc++) {
		for (int i = 0; i <= MENTIONS; i++) {
			struct edtf when = {.begin = roll_date(i ? 1950 : 2015, i ? 75 : 10)};

			if (i && roll(20) == 0) {
				when.interval = true;
				when.end = when.begin;
				when.end.year += 1 + (int32_t)roll(5);
			}
			struct timeline_key key = timeline_key_of(&when);

			key.article = doc;
			key.published = i == 0;
			key.item = roll(STATEMENTS);
			vec_push(&batch.v, key);
		}
		sqlite3_stmt *q = db_prepare(db, "INSERT INTO article VALUES (?1)");

		db_bind_int(q, 1, doc);
		db_run(db, q);
		if (doc % BATCH && doc < articles)
			continue;
		timeline_runs_write(&batch, db);
		timeline_runs_join(db, doc < articles);
	}
	db_exec(db, "COMMIT");
	vec_release(&batch.v);
}

static void read_runs(struct timeline *t, struct db *db, uint32_t articles)
{
	uint32_t *keys = xcalloc((size_t)articles + 1, sizeof *keys);

	for (uint32_t i = 0; i <= articles; i++)
		keys[i] = i;
	timeline_runs_read(db, keys, (size_t)articles + 1, &t->keys);
	free(keys);
	/* What they say is here, and not in an index. */
	for (size_t i = 0; i < t->keys.v.n; i++)
		t->keys.v.p[i].stored = false;
}

static void make_statements(struct timeline *t)
{
	static const char *const labels[STATEMENTS] = {
		"他于这一天从公司离职并宣布将休假四个月",
		"公司發布了新一代的晶片和自動駕駛系統",
		"同社は新しいシステムを発表した",
		"the company announced a new system that day",
	};

	for (int i = 0; i < STATEMENTS; i++) {
		struct timeline_item item = {.kind = "mentioned", .label = str_of(labels[i])};

		item.context = item.label;
		vec_push(&t->items, item);
	}
}

struct looking {
	struct axis *axis;
	struct timeline *timeline;
	struct library *library; /* NULL for made-up keys */
};

/* A screen of rows, with what is painted of them. */
static void look_at(struct looking *l, size_t at)
{
	struct axis *a = l->axis;
	struct axis_pos pos = axis_find(a, at);
	int row;

	for (row = 0; row < ROWS / 2 && axis_prev(a, &pos); row++)
		;
	for (row = 0; row < ROWS; row++) {
		struct axis_row r = axis_row(a, pos);

		for (int lane = 0; lane < axis_lanes(a); lane++)
			axis_bar(a, &r, lane);
		if (l->library && (r.kind == AXIS_ITEM || r.kind == AXIS_MEMBER))
			library_article(l->library, axis_item(a, r.at)->article);
		if (!axis_next(a, &pos))
			break;
	}
}

static void say(const char *what, double ms)
{
	printf("timeline: %-36s %8.1f ms\n", what, ms);
}

static void open_axis(struct looking *l)
{
	struct axis_options options = {.today = civil_days(2024, 1, 1), .open_limit = 100};

	axis_free(l->axis);
	l->axis = axis_new(l->timeline, &options);
	axis_set_filter(l->axis, &axis_all);
	if (axis_count(l->axis))
		look_at(l, axis_count(l->axis) / 2);
}

static void unfold(struct looking *l)
{
	struct axis_pos heading = axis_heading(l->axis, axis_count(l->axis) / 2);
	double begun = now();

	if (axis_row(l->axis, heading).open)
		return;
	axis_toggle(l->axis, heading);
	look_at(l, axis_count(l->axis) / 2);
	say("  and unfolded", now() - begun);
	axis_toggle(l->axis, heading);
}

static void zoom(struct looking *l)
{
	static const char *const names[] = {"centuries", "decades", "years", "quarters",
					    "months",    "weeks",   "days"};

	for (int zoom = 0; zoom < TIMELINE_ZOOMS && axis_count(l->axis); zoom++) {
		double begun = now();

		axis_set_zoom(l->axis, (enum timeline_zoom)zoom);
		look_at(l, axis_count(l->axis) / 2);
		say(names[zoom], now() - begun);
		unfold(l);
	}
	double begun = now();

	axis_set_filter(l->axis, &(struct axis_filter){.events = true});
	look_at(l, axis_count(l->axis) / 2);
	say("events only", now() - begun);
}

static void measure_keys(uint32_t articles)
{
	char path[] = "/tmp/karpread-bench-XXXXXX";
	int fd = mkstemp(path);
	struct timeline t = {0};
	struct looking l = {.timeline = &t};
	struct db db;
	double begun, best = 1e9;

	if (fd < 0 || db_open(&db, path, DB_SCRATCH, 0, NULL) < 0) {
		perror(path);
		exit(1);
	}
	make_statements(&t);
	begun = now();
	write_runs(&db, articles);
	printf("timeline: %u made-up articles of %d mentions\n", articles, MENTIONS);
	say("written, sorted", now() - begun);
	for (int i = 0; i < ROUNDS; i++) {
		begun = now();
		read_runs(&t, &db, articles);
		double read = now() - begun;

		open_axis(&l);
		if (now() - begun < best)
			best = now() - begun;
		if (i == ROUNDS - 1)
			say("read", read);
	}
	say("opened", best);
	zoom(&l);
	axis_free(l.axis);
	timeline_release(&t);
	db_close(&db);
	close(fd);
	unlink(path);
}

static void measure_library(const char *folder, const char *index)
{
	struct library_options options = {
		.paths = &folder, .n_paths = 1, .index = index, .defer = true};
	struct timeline t = {0};
	struct timeline_missing missing = {0};
	struct state *state = state_open(NULL);
	double begun = now();
	struct library *lib = library_open(&options, state);
	struct looking l = {.timeline = &t, .library = lib};

	library_update(lib);
	printf("timeline: %zu articles of %s\n", library_count(lib), folder);
	say("library opened", now() - begun);
	begun = now();
	timeline_load(&t, lib, &missing);
	timeline_sort(&t);
	say("read", now() - begun);
	open_axis(&l);
	say("opened", now() - begun);
	printf("timeline: %zu items\n", t.keys.v.n);
	zoom(&l);
	axis_free(l.axis);
	vec_release(&missing.v);
	timeline_release(&t);
	library_close(lib);
	state_close(state);
}

int main(int argc, char **argv)
{
	uint32_t articles = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 100000;

	if (argc == 3) {
		measure_library(argv[1], argv[2]);
		return 0;
	}
	measure_keys(articles / 2);
	measure_keys(articles);
	return 0;
}
