/* SPDX-License-Identifier: ISC
 *
 * How long the timeline takes to open, to zoom and to be narrowed, each with a screen of rows:
 * on made-up items, already in memory and sorted, in two sizes to show that the cost grows no
 * faster than they do.
 *
 *	bench_timeline [ARTICLES]	100000 unless told, with 20 mentions each
 */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "store/timeline_axis.h"

enum { MENTIONS = 20, ROWS = 60, ROUNDS = 3 };

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

static void make(struct timeline *t, uint32_t articles)
{
	static const char *const labels[] = {
		"他于这一天从公司离职并宣布将休假四个月",
		"公司發布了新一代的晶片和自動駕駛系統",
		"同社は新しいシステムを発表した",
		"the company announced a new system that day",
	};

	for (uint32_t article = 0; article < articles; article++) {
		for (int i = 0; i <= MENTIONS; i++) {
			struct timeline_item item = {
				.article = article,
				.published = i == 0,
				.kind = i ? "mentioned" : "published",
				.label = str_of(labels[roll(4)]),
			};

			item.context = item.label;
			item.when.begin = roll_date(i ? 1950 : 2015, i ? 75 : 10);
			if (i && roll(20) == 0) {
				item.when.interval = true;
				item.when.end = item.when.begin;
				item.when.end.year += 1 + (int32_t)roll(5);
			}
			vec_push(&t->items, item);
		}
	}
}

static void look_at(struct axis *a, size_t at)
{
	struct axis_pos pos = axis_find(a, at);
	int row;

	for (row = 0; row < ROWS / 2 && axis_prev(a, &pos); row++)
		;
	for (row = 0; row < ROWS; row++) {
		struct axis_row r = axis_row(a, pos);

		for (int lane = 0; lane < axis_lanes(a); lane++)
			axis_bar(a, &r, lane);
		if (!axis_next(a, &pos))
			break;
	}
}

static void say(const char *what, double ms)
{
	printf("timeline: %-36s %8.1f ms\n", what, ms);
}

static void measure(uint32_t articles)
{
	static const char *const names[] = {"centuries", "decades", "years", "quarters",
					    "months",    "weeks",   "days"};
	struct axis_options options = {.today = civil_days(2024, 1, 1), .open_limit = 100};
	struct timeline t = {0};
	struct axis *a = NULL;
	double begun, best = 1e9;

	make(&t, articles);
	begun = now();
	timeline_sort(&t);
	printf("timeline: %zu items\n", t.items.n);
	say("sort", now() - begun);
	for (int i = 0; i < ROUNDS; i++) {
		axis_free(a);
		begun = now();
		a = axis_new(&t, &options);
		look_at(a, axis_count(a) / 2);
		best = now() - begun < best ? now() - begun : best;
	}
	say("open", best);
	for (int zoom = 0; zoom < TIMELINE_ZOOMS; zoom++) {
		struct axis_pos heading;

		begun = now();
		axis_set_zoom(a, (enum timeline_zoom)zoom);
		look_at(a, axis_count(a) / 2);
		say(names[zoom], now() - begun);
		heading = axis_heading(a, axis_count(a) / 2);
		if (axis_row(a, heading).open)
			continue;
		begun = now();
		axis_toggle(a, heading);
		look_at(a, axis_count(a) / 2);
		say("  and unfolded", now() - begun);
		axis_toggle(a, heading);
	}
	begun = now();
	axis_set_filter(a, &(struct axis_filter){.events = true});
	look_at(a, axis_count(a) / 2);
	say("events only", now() - begun);
	axis_free(a);
	timeline_release(&t);
}

int main(int argc, char **argv)
{
	uint32_t articles = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 100000;

	measure(articles / 2);
	measure(articles);
	return 0;
}
