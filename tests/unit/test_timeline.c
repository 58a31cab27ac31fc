/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../dates/edtf_parse.h"
#include "base/mem.h"
#include "store/timeline_private.h"

/* ---- timelines made up */

static uint32_t seed;

static uint32_t roll(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

static void add(struct timeline *t, uint32_t article, const char *date, const char *label)
{
	struct timeline_item item = {.article = article, .kind = "mentioned"};

	if (*date)
		assert_true(edtf_parse(&item.when, str_of(date)));
	item.label = item.context = arena_str(&t->arena, str_of(label));
	vec_push(&t->items, item);
}

static void add_published(struct timeline *t, uint32_t article, const char *date, const char *title)
{
	add(t, article, date, title);
	t->items.p[t->items.n - 1].published = true;
}

static struct axis *new_axis(struct timeline *t, const struct axis_options *options)
{
	struct axis *a = axis_new(t, options);

	axis_set_filter(a, &axis_all);
	return a;
}

static void roll_date(char *out, size_t size, int year)
{
	int month = 1 + (int)roll(12), day = 1 + (int)roll(28);

	switch (roll(8)) {
	case 0:
		snprintf(out, size, "%04d", year);
		break;
	case 1:
		snprintf(out, size, "%04d-%02d", year, month);
		break;
	case 2:
		snprintf(out, size, "%04d/%04d", year, year + 1 + (int)roll(9));
		break;
	case 3:
		snprintf(out, size, "%03dX", year / 10);
		break;
	case 4:
		snprintf(out, size, "%04d-%02d/%04d-%02d", year, month, year + 1,
			 1 + (int)roll(12));
		break;
	case 5:
		snprintf(out, size, "%04d-%d", year, 21 + (int)roll(4));
		break;
	default:
		snprintf(out, size, "%04d-%02d-%02d", year, month, day);
		break;
	}
}

static void make(struct timeline *t, size_t n, int years)
{
	static const char *const labels[] = {
		"他在多伦多大学读本科",
		"在多倫多大學讀本科",
		"宣布休假四个月",
		"宣布休假4個月去旅行",
		"he joined OpenAI in Canada",
		"joined OpenAI in Canada",
		"公司发布了新的芯片和系统",
		"",
	};
	static const char *const odd[] = {"",     "../2016", "2016/..",
					  "18XX", "-0220",   "2022-01/2022-06"};
	char date[64];

	for (size_t i = 0; i < n; i++) {
		roll_date(date, sizeof date, 1980 + (int)roll((uint32_t)years));
		if (roll(16) == 0)
			snprintf(date, sizeof date, "%s", odd[roll(6)]);
		if (roll(8) == 0)
			add_published(t, roll(5), date, "题目");
		else
			add(t, roll(5), date, labels[roll(8)]);
	}
	timeline_sort(t);
}

/* Runs a check on timelines of many shapes, at each zoom, in both directions. */
static void for_all(void (*check)(struct axis *a, bool newest_first))
{
	static const size_t sizes[] = {0, 1, 2, 7, 40, 400};

	seed = 11;
	for (size_t i = 0; i < 2 * sizeof sizes / sizeof *sizes; i++) {
		struct timeline t = {0};
		struct axis_options options = {
			.newest_first = i % 2,
			.today = civil_days(2000, 6, 1),
			.open_limit = i % 3 ? 12 : SIZE_MAX,
		};

		make(&t, sizes[i / 2], i % 4 < 2 ? 40 : 2);
		struct axis *a = new_axis(&t, &options);

		for (int zoom = 0; zoom < TIMELINE_ZOOMS; zoom++) {
			axis_set_zoom(a, (enum timeline_zoom)zoom);
			check(a, options.newest_first);
		}
		axis_free(a);
		timeline_release(&t);
	}
}

static bool is_item(const struct axis_row *row)
{
	return row->kind == AXIS_ITEM || row->kind == AXIS_MEMBER;
}

static bool is_heading(const struct axis_row *row)
{
	return row->kind == AXIS_BUCKET || row->kind == AXIS_UNDATED;
}

/* ---- properties */

static void unfold_all(struct axis *a)
{
	struct axis_pos pos;

	if (!axis_first(a, &pos))
		return;
	do {
		struct axis_row row = axis_row(a, pos);

		if (axis_is_foldable(&row) && !row.open)
			assert_true(axis_toggle(a, pos));
	} while (axis_next(a, &pos));
}

static void check_reach(struct axis *a, bool newest_first)
{
	size_t n = axis_count(a);
	unsigned *seen = xcalloc(n + 1, sizeof *seen);
	struct axis_pos pos;

	(void)newest_first;
	unfold_all(a);
	if (axis_first(a, &pos)) {
		do {
			struct axis_row row = axis_row(a, pos);

			if (row.kind == AXIS_MEMBER || (row.kind == AXIS_ITEM && row.n == 1))
				seen[row.at]++;
		} while (axis_next(a, &pos));
	}
	for (size_t i = 0; i < n; i++)
		assert_int_equal(seen[i], 1);
	free(seen);
}

static void every_item_is_reached_by_unfolding(void **state)
{
	(void)state;
	for_all(check_reach);
}

static void check_order(struct axis *a, bool newest_first)
{
	struct axis_pos pos;
	size_t at = 0;
	bool begun = false;

	if (!axis_first(a, &pos))
		return;
	do {
		struct axis_row row = axis_row(a, pos);

		if (row.kind == AXIS_UNDATED)
			break;
		if (row.kind != AXIS_ITEM && row.kind != AXIS_BUCKET)
			continue;
		if (begun)
			assert_true(newest_first ? row.at <= at || row.kind == AXIS_ITEM
						 : row.at >= at);
		at = row.at;
		begun = row.kind == AXIS_ITEM;
	} while (axis_next(a, &pos));
}

static void rows_stand_in_the_order_of_time(void **state)
{
	(void)state;
	for_all(check_order);
}

static void check_sum(struct axis *a, bool newest_first)
{
	size_t sum = 0, most = 0;
	struct axis_pos pos;

	(void)newest_first;
	if (axis_first(a, &pos)) {
		do {
			struct axis_row row = axis_row(a, pos);

			if (is_heading(&row))
				sum += row.n;
			if (row.kind == AXIS_BUCKET && row.n > most)
				most = row.n;
		} while (axis_next(a, &pos));
	}
	assert_int_equal(sum, axis_count(a));
	assert_int_equal(most, axis_most(a));
}

static void the_histogram_sums_up(void **state)
{
	(void)state;
	for_all(check_sum);
}

/* How many of the bars cover the day a bar begins with. */
static int depth(const struct axis *a, int64_t day)
{
	int n = 0;

	for (int lane = 0; lane < AXIS_LANES; lane++) {
		for (size_t i = 0; i < a->lanes[lane].v.n; i++) {
			const struct span *span = &a->lanes[lane].v.p[i];

			n += span->first <= day && day <= span->last;
		}
	}
	return n;
}

static void check_lanes(struct axis *a, bool newest_first)
{
	int most = 0;

	(void)newest_first;
	for (int lane = 0; lane < AXIS_LANES; lane++) {
		const struct lane *l = &a->lanes[lane];

		for (size_t i = 0; i < l->v.n; i++) {
			int here = depth(a, l->v.p[i].first);

			most = here > most ? here : most;
			assert_true(i == 0 || l->v.p[i - 1].last < l->v.p[i].first);
		}
	}
	assert_int_equal(axis_lanes(a), most);
}

static void bars_never_overlap_and_take_the_fewest_lanes(void **state)
{
	(void)state;
	for_all(check_lanes);
}

static void check_find(struct axis *a, bool newest_first)
{
	(void)newest_first;
	for (size_t at = 0; at < axis_count(a); at++) {
		struct axis_pos pos = axis_find(a, at), heading = axis_heading(a, at);
		struct axis_row row = axis_row(a, pos), above = axis_row(a, heading);
		bool shown = is_heading(&row) ? at >= row.at && at < row.at + row.n : row.at == at;
		size_t n = 0;

		if (row.kind == AXIS_ITEM) {
			const size_t *members = axis_members(a, pos, &n);

			for (size_t i = 0; i < n; i++)
				shown |= members[i] == at;
		}
		assert_true(shown);
		assert_true(is_heading(&above) && at >= above.at && at < above.at + above.n);
		assert_true(axis_pos_cmp(heading, pos) <= 0);
		assert_int_equal(axis_at(a, axis_key_index(a, at)), at);
	}
}

static void each_item_is_found_again_at_every_zoom(void **state)
{
	(void)state;
	for_all(check_find);
}

static void check_walk(struct axis *a, bool newest_first)
{
	struct axis_pos pos, back, end;
	size_t today = 0;

	(void)newest_first;
	if (!axis_first(a, &pos))
		return;
	do {
		struct axis_pos next = pos;
		struct axis_row row = axis_row(a, pos);

		today += row.kind == AXIS_TODAY || row.today;
		if (!axis_next(a, &next))
			break;
		back = next;
		assert_true(axis_prev(a, &back));
		assert_int_equal(axis_pos_cmp(back, pos), 0);
		assert_true(axis_pos_cmp(pos, next) < 0);
		pos = next;
	} while (true);
	assert_true(axis_last(a, &end));
	assert_int_equal(axis_pos_cmp(end, pos), 0);
	/* What has no date has no today beside it. */
	assert_int_equal(today, axis_key(a, 0)->dated);
}

static void walking_back_undoes_walking_and_today_is_passed_once(void **state)
{
	(void)state;
	for_all(check_walk);
}

static void check_gaps(struct axis *a, bool newest_first)
{
	struct axis_pos pos;

	(void)newest_first;
	if (!axis_first(a, &pos))
		return;
	do {
		struct axis_row row = axis_row(a, pos);

		if (row.kind != AXIS_GAP)
			continue;
		assert_true(row.first <= row.last);
		for (size_t at = 0; at < axis_count(a); at++) {
			const struct timeline_key *key = axis_key(a, at);

			assert_true(!key->dated || key->level < axis_zoom(a) ||
				    key->first < row.first || key->first > row.last);
		}
	} while (axis_next(a, &pos));
}

static void nothing_happens_in_a_gap(void **state)
{
	(void)state;
	for_all(check_gaps);
}

static void periods_hold_their_days_and_follow_each_other(void **state)
{
	(void)state;
	for (int zoom = 0; zoom < TIMELINE_ZOOMS; zoom++) {
		for (int64_t day = -1000000; day < 1000000; day += 997) {
			int64_t first, next, again, behind;

			axis_period((enum timeline_zoom)zoom, day, &first, &next);
			assert_true(first <= day && day < next);
			axis_period((enum timeline_zoom)zoom, next - 1, &again, &behind);
			assert_true(again == first && behind == next);
			axis_period((enum timeline_zoom)zoom, next, &again, &behind);
			assert_int_equal(again, next);
		}
	}
}

static void centuries_and_decades_are_those_of_edtf(void **state)
{
	(void)state;
	static const struct {
		enum timeline_zoom zoom;
		int32_t year, first, next;
	} periods[] = {
		{TIMELINE_CENTURY, 1999, 1900, 2000},
		{TIMELINE_CENTURY, 0, 0, 100},
		{TIMELINE_CENTURY, -1, -99, 0},
		{TIMELINE_CENTURY, -220, -299, -199},
		{TIMELINE_CENTURY, -200, -299, -199},
		{TIMELINE_CENTURY, -199, -199, -99},
		{TIMELINE_DECADE, -15, -19, -9},
		{TIMELINE_DECADE, -9, -9, 0},
		{TIMELINE_CENTURY, -9999, -9999, -9899},
		{TIMELINE_YEAR, -220, -220, -219},
		{TIMELINE_YEAR, -1, -1, 0},
	};

	for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
		int64_t first, next;

		axis_period(periods[i].zoom, civil_days(periods[i].year, 6, 1), &first, &next);
		assert_int_equal(first, civil_days(periods[i].first, 1, 1));
		assert_int_equal(next, civil_days(periods[i].next, 1, 1));
	}
}

/* ---- examples */

/* The rows in short: "2005 x2" a heading, "- label" an item, "& label" joined ones, "!". */
static void show(struct axis *a, struct buf *out)
{
	struct axis_pos pos;

	buf_clear(out);
	if (!axis_first(a, &pos))
		return;
	do {
		struct axis_row row = axis_row(a, pos);
		int32_t year;
		int month, day;

		civil_from_days(row.first, &year, &month, &day);
		if (row.kind == AXIS_BUCKET)
			buf_addf(out, "%d-%d-%d x%zu%s", (int)year, month, day, row.n,
				 row.open ? "" : " folded");
		else if (is_item(&row))
			buf_addf(out, "%s%s%.*s", row.disputed ? "!" : "",
				 row.kind == AXIS_MEMBER ? "  "
				 : row.n > 1             ? "& "
							 : "- ",
				 STR_ARG(axis_item(a, row.at)->label));
		else
			buf_adds(out, row.kind == AXIS_GAP     ? "gap"
				      : row.kind == AXIS_TODAY ? "today"
							       : "undated");
		for (int lane = 0; lane < axis_lanes(a); lane++)
			buf_adds(out, axis_bar(a, &row, lane) == AXIS_BAR_BEGINS ? " ["
				      : axis_bar(a, &row, lane)                  ? " |"
										 : "");
		buf_addc(out, '\n');
	} while (axis_next(a, &pos));
}

static void a_timeline_is_cut_into_periods_with_gaps_and_bars(void **state)
{
	struct axis_options options = {.today = civil_days(2012, 1, 1), .open_limit = 2};
	struct timeline t = {0};
	struct buf got = {0};

	(void)state;
	add(&t, 0, "2009", "c");
	add(&t, 0, "2005/2009", "a");
	add_published(&t, 1, "2015-03-01", "d");
	add_published(&t, 2, "", "e");
	add(&t, 0, "2015-03-02", "f");
	add(&t, 0, "2015-04", "g");
	timeline_sort(&t);
	struct axis *a = new_axis(&t, &options);

	show(a, &got);
	assert_string_equal(buf_cstr(&got),
			    "2005-1-1 x1\n- a [\ngap |\n2009-1-1 x1 |\n- c |\ngap\ntoday\n"
			    "2015-1-1 x3 folded\nundated\n- e\n");
	axis_set_zoom(a, TIMELINE_MONTH);
	show(a, &got);
	assert_string_equal(buf_cstr(&got),
			    "2005-1-1 x1\n- a [\ngap |\n2009-1-1 x1 |\n- c |\ngap |\ntoday\n"
			    "2015-3-1 x2\n- d\n- f\n2015-4-1 x1\n- g\nundated\n- e\n");
	axis_set_zoom(a, TIMELINE_CENTURY);
	show(a, &got);
	assert_string_equal(buf_cstr(&got), "2000-1-1 x5 folded\nundated\n- e\n");
	axis_set_filter(a, &(struct axis_filter){.articles = true});
	show(a, &got);
	assert_string_equal(buf_cstr(&got), "today\n2000-1-1 x1\n- d\nundated\n- e\n");
	axis_free(a);
	timeline_release(&t);
	buf_release(&got);
}

static int percent(const char *a, const char *b)
{
	struct same_counts counts = {0};
	struct same_features x = {0}, y = {0};

	same_features(&x, str_of(a), 0, 0);
	same_features(&y, str_of(b), 0, 0);
	same_weigh(&counts, &x);
	same_weigh(&counts, &y);
	int result = same_percent(&counts, &x, &y);

	assert_int_equal(result, same_percent(&counts, &y, &x));
	same_release(&x);
	same_release(&y);
	return result;
}

static void statements_are_compared_across_scripts(void **state)
{
	(void)state;
	assert_true(percent("就读于多伦多大学", "在多倫多大學讀書") >= 40);
	assert_true(percent("宣布休假四个月", "宣布休4個月假") >= 50);
	assert_true(percent("He joined OpenAI in 2023", "joined ＯＰＥＮＡＩ, 2023") >= 80);
	assert_int_equal(percent("就读于多伦多大学", "就读于多伦多大学"), 100);
	assert_int_equal(percent("特斯拉股价下跌", "重新启用了小号"), 0);
	assert_int_equal(percent("", "重新启用了小号"), 0);
	assert_int_equal(percent("他", "他"), 0);
}

static void statements_are_joined_where_the_dates_agree_and_marked_where_not(void **state)
{
	struct axis_options options = {.today = civil_days(2030, 1, 1), .open_limit = 100};
	struct timeline t = {0};
	struct buf got = {0};
	struct axis_pos pos;

	(void)state;
	add(&t, 0, "2005/2009", "本科就读于加拿大多伦多大学");
	add(&t, 1, "2005/2009", "在多倫多大學讀本科");
	add(&t, 0, "2005/2009", "另外的一件事情在别处发生");
	add(&t, 0, "2022-03", "他宣布自己将休假四个月");
	add(&t, 1, "2022-04", "宣布休4个月长假");
	add(&t, 2, "2022-07-13", "他宣布从公司正式离职了");
	add(&t, 1, "2022-07", "他宣布從公司離職");
	timeline_sort(&t);
	struct axis *a = new_axis(&t, &options);

	show(a, &got);
	assert_string_equal(
		buf_cstr(&got),
		"2005-1-1 x3\n& 本科就读于加拿大多伦多大学 [\n- 另外的一件事情在别处发生 [\ngap |\n"
		"2022-1-1 x4\n!- 他宣布自己将休假四个月\n!- 宣布休4个月长假\n"
		"& 他宣布从公司正式离职了\ntoday\n");
	pos = axis_find(a, 0);
	assert_true(axis_toggle(a, pos));
	show(a, &got);
	assert_non_null(strstr(buf_cstr(&got),
			       "& 本科就读于加拿大多伦多大学 [\n"
			       "  本科就读于加拿大多伦多大学 [\n  在多倫多大學讀本科 [\n"));
	axis_free(a);
	timeline_release(&t);
	buf_release(&got);
}

/* ---- the seeds */

struct seeds {
	struct state *state;
	struct library *library;
	struct timeline timeline;
	struct axis *axis;
};

/* 001 has no date of its own: the day its user would set. */
static void open_seeds(struct seeds *s)
{
	struct buf path = {0};
	struct axis_options options = {.today = civil_days(2026, 1, 1), .open_limit = SIZE_MAX};

	buf_addf(&path, "%s/seeds", getenv("KARPREAD_SRCDIR"));
	const char *paths[] = {buf_cstr(&path)};
	struct library_options library = {.paths = paths, .n_paths = 1};

	*s = (struct seeds){.state = state_open(NULL)};
	s->library = library_open(&library, s->state);
	assert_int_equal(library_count(s->library), 5);
	struct listing *list = listing_new(s->library, &(struct listing_options){.query = NULL});

	for (size_t row = 0; row < 5; row++) {
		uint32_t key = listing_key(list, row);
		struct article article = *library_article(s->library, key);
		struct doc *doc = library_load(s->library, key, NULL);

		if (str_starts(str_of(article.name), STR("001"))) {
			article.date = (struct civil){.year = 2022,
						      .month = 7,
						      .day = 14,
						      .zone = CIVIL_NO_ZONE,
						      .precision = CIVIL_DAY};
			article.date_source = DOC_DATE_USER;
		}
		timeline_add(&s->timeline, &article, doc, TIMELINE_MENTIONS | TIMELINE_ANCHORED);
		doc_free(doc);
	}
	listing_free(list);
	timeline_sort(&s->timeline);
	s->axis = new_axis(&s->timeline, &options);
	buf_release(&path);
}

static void close_seeds(struct seeds *s)
{
	axis_free(s->axis);
	timeline_release(&s->timeline);
	library_close(s->library);
	state_close(s->state);
}

static bool from(struct seeds *s, size_t at, const char *name)
{
	const struct article *article =
		library_article(s->library, axis_item(s->axis, at)->article);

	return str_starts(str_of(article->name), str_of(name));
}

/* Is there a row of that date that the articles share? */
static bool is_joined(struct seeds *s, const char *date, const char *one, const char *other)
{
	struct axis_pos pos;
	bool found = false;

	axis_first(s->axis, &pos);
	do {
		struct axis_row row = axis_row(s->axis, pos);
		struct buf value = {0};
		bool has_one = false, has_other = false;
		size_t n;

		if (row.kind != AXIS_ITEM)
			continue;
		timeline_add_value(&value, axis_item(s->axis, row.at));
		const size_t *members = axis_members(s->axis, pos, &n);

		for (size_t i = 0; i < n; i++) {
			has_one |= from(s, members[i], one);
			has_other |= from(s, members[i], other);
		}
		found |= has_one && has_other && str_eq(buf_str(&value), str_of(date));
		buf_release(&value);
	} while (axis_next(s->axis, &pos));
	return found;
}

static bool is_disputed(struct seeds *s, const char *date, const char *name)
{
	for (size_t at = 0; at < axis_count(s->axis); at++) {
		struct axis_row row = axis_row(s->axis, axis_find(s->axis, at));
		struct buf value = {0};

		timeline_add_value(&value, axis_item(s->axis, at));
		bool here = str_eq(buf_str(&value), str_of(date)) && from(s, at, name);

		buf_release(&value);
		if (here && row.disputed)
			return true;
	}
	return false;
}

static void the_seeds_tell_one_career(void **state)
{
	struct seeds s;

	(void)state;
	open_seeds(&s);
	assert_true(is_joined(&s, "2005/2009", "000", "002"));
	assert_true(is_joined(&s, "2011/2016", "000", "002"));
	assert_true(is_joined(&s, "2022-07-13", "000", "002"));
	assert_true(is_disputed(&s, "2022-03", "000"));
	assert_true(is_disputed(&s, "2022-04", "001"));
	assert_false(is_disputed(&s, "2005/2009", "000"));
	close_seeds(&s);
}

static void what_carries_no_date_shows_the_one_it_speaks_for(void **state)
{
	struct seeds s;
	uint32_t key;

	(void)state;
	open_seeds(&s);
	assert_true(library_find(s.library, "002_b77ed5951c9db8e1.txt", &key));
	const struct article *article = library_article(s.library, key);
	struct buf date = {0};

	library_add_date(&date, article);
	assert_string_equal(buf_cstr(&date), "2023-02~");
	for (size_t at = 0; at < axis_count(s.axis); at++) {
		const struct timeline_item *item = axis_item(s.axis, at);

		if (!item->published || item->article != key)
			continue;
		buf_clear(&date);
		timeline_add_value(&date, item);
		assert_string_equal(buf_cstr(&date), "2023-02~");
		assert_true(str_eq(timeline_literal(item), STR("2月8日")));
	}
	buf_release(&date);
	close_seeds(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_item_is_reached_by_unfolding),
		cmocka_unit_test(rows_stand_in_the_order_of_time),
		cmocka_unit_test(the_histogram_sums_up),
		cmocka_unit_test(bars_never_overlap_and_take_the_fewest_lanes),
		cmocka_unit_test(each_item_is_found_again_at_every_zoom),
		cmocka_unit_test(walking_back_undoes_walking_and_today_is_passed_once),
		cmocka_unit_test(nothing_happens_in_a_gap),
		cmocka_unit_test(periods_hold_their_days_and_follow_each_other),
		cmocka_unit_test(centuries_and_decades_are_those_of_edtf),
		cmocka_unit_test(a_timeline_is_cut_into_periods_with_gaps_and_bars),
		cmocka_unit_test(statements_are_compared_across_scripts),
		cmocka_unit_test(statements_are_joined_where_the_dates_agree_and_marked_where_not),
		cmocka_unit_test(the_seeds_tell_one_career),
		cmocka_unit_test(what_carries_no_date_shows_the_one_it_speaks_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
