/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"
#include "state_fixture.h"

/* ---- a state is kept */

static void what_was_set_is_there_after_closing(void **unused)
{
	(void)unused;
	struct state *s = open_state();
	struct civil date = {
		.year = 2022, .month = 3, .precision = CIVIL_MONTH, .zone = CIVIL_NO_ZONE};
	size_t marks[26];

	assert_null(state_trouble(s));
	int64_t id = article(s, 1);

	assert_int_equal(state_set_read(s, &id, 1, true, NULL), 0);
	assert_int_equal(state_set_bookmarked(s, &id, 1, true, NULL), 0);
	assert_int_equal(state_set_date(s, id, &date, NULL), 0);
	assert_int_equal(state_set_charset(s, id, "big5", NULL), 0);
	assert_int_equal(state_set_place(s, id, 1234, 567, NULL), 0);
	assert_int_equal(state_set_mark(s, id, 'q', 99, NULL), 0);
	assert_int_equal(state_set_value(s, "history", STR("a\0b"), NULL), 0);
	state_close(s);

	s = open_state();
	struct state_article a = get(s, id);
	struct buf value = {0};

	assert_true(a.read && a.bookmarked);
	assert_int_equal(a.place, 1234);
	assert_int_equal(a.permille, 567);
	assert_string_equal(a.charset, "big5");
	assert_int_equal(a.date.year, 2022);
	assert_int_equal(a.date.precision, CIVIL_MONTH);
	assert_int_equal(state_marks(s, id, marks, NULL), 0);
	assert_int_equal(marks['q' - 'a'], 99);
	assert_true(marks[0] == STATE_NO_MARK);
	assert_true(state_value(s, "history", &value));
	assert_int_equal(value.n, 3);
	assert_null(state_news(s));
	buf_release(&value);
	state_close(s);
}

static void the_file_is_private_and_says_whose_it_is(void **unused)
{
	(void)unused;
	struct stat st;
	struct db db;
	int64_t value = 0;

	state_close(state_open(in_folder("a/b/state.db")));
	assert_int_equal(stat(in_folder("a/b/state.db"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(db_open(&db, in_folder("a/b/state.db"), 0, 0, NULL), 0);
	db_int(&db, "PRAGMA application_id", &value);
	assert_int_equal(value, STATE_APPLICATION);
	db_int(&db, "PRAGMA user_version", &value);
	assert_int_equal(value, state_version);
	db_close(&db);
}

static void dates_survive_as_text_at_every_precision(void **unused)
{
	(void)unused;
	static const struct civil dates[] = {
		{.year = -44, .precision = CIVIL_YEAR, .zone = CIVIL_NO_ZONE},
		{.year = 12022, .month = 12, .precision = CIVIL_MONTH, .zone = CIVIL_NO_ZONE},
		{.year = 2022,
		 .month = 2,
		 .day = 28,
		 .precision = CIVIL_DAY,
		 .zone = CIVIL_NO_ZONE},
		{.year = 2022, .month = 2, .day = 28, .precision = CIVIL_DAY, .zone = -210},
		{2022, 2, 28, 23, 59, 0, 480, CIVIL_MINUTE},
		{2022, 2, 28, 23, 59, 7, CIVIL_NO_ZONE, CIVIL_SECOND},
	};
	static const char *const wrong[] = {"",
					    "-",
					    "x",
					    "2022-",
					    "2022-13",
					    "2022-02-30",
					    "2022-02-28T",
					    "2022-02-28T24:00",
					    "2022-02-28T10:00+9",
					    "2022-02-28T10:00+0900x",
					    "99999999999"};
	struct civil back;

	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		struct buf text = {0};

		state_date_text(&text, &dates[i]);
		assert_true(state_date_parse(buf_str(&text), &back));
		assert_memory_equal(&back, &dates[i], offsetof(struct civil, precision));
		assert_int_equal(back.precision, dates[i].precision);
		buf_release(&text);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(state_date_parse(str_of(wrong[i]), &back));
}

/* ---- undo */

enum { MODEL = 6 };

struct model {
	bool read[MODEL], bookmarked[MODEL];
	int year[MODEL];
	size_t mark[MODEL];
};

/* One random change to both; false when it changed nothing. */
static bool change_both(struct state *s, const int64_t *ids, struct model *m, unsigned *seed)
{
	struct model before = *m;
	unsigned i = next_random(seed) % MODEL, n = 1 + next_random(seed) % (MODEL - i);
	bool on = next_random(seed) % 2;
	size_t place = next_random(seed) % 3 ? next_random(seed) % 4 : STATE_NO_MARK;
	struct civil date = {.zone = CIVIL_NO_ZONE, .precision = on ? CIVIL_YEAR : CIVIL_NONE};

	switch (next_random(seed) % 4) {
	case 0:
		state_set_read(s, ids + i, n, on, NULL);
		for (unsigned j = i; j < i + n; j++)
			m->read[j] = on;
		break;
	case 1:
		state_set_bookmarked(s, ids + i, n, on, NULL);
		for (unsigned j = i; j < i + n; j++)
			m->bookmarked[j] = on;
		break;
	case 2:
		date.year = on ? 2000 + (int)n : 0;
		state_set_date(s, ids[i], &date, NULL);
		m->year[i] = date.year;
		break;
	default:
		state_set_mark(s, ids[i], 'm', place, NULL);
		m->mark[i] = place;
	}
	return memcmp(&before, m, sizeof before) != 0;
}

static void assert_model(struct state *s, const int64_t *ids, const struct model *m)
{
	for (int i = 0; i < MODEL; i++) {
		struct state_article a = get(s, ids[i]);
		size_t marks[26];

		assert_int_equal(a.read, m->read[i]);
		assert_int_equal(a.bookmarked, m->bookmarked[i]);
		assert_int_equal(a.date.year, m->year[i]);
		assert_int_equal(state_marks(s, ids[i], marks, NULL), 0);
		assert_true(marks['m' - 'a'] == m->mark[i]);
	}
}

static void init_model(struct state *s, int64_t *ids, struct model *m)
{
	memset(m, 0, sizeof *m);
	for (unsigned i = 0; i < MODEL; i++) {
		ids[i] = article(s, i);
		m->mark[i] = STATE_NO_MARK;
	}
}

static void undo_restores_exactly_what_was_before(void **unused)
{
	(void)unused;
	for (unsigned round = 0; round < 20; round++) {
		struct state *s = state_open(NULL);
		struct model history[32];
		int64_t ids[MODEL];
		size_t depth = 0;
		unsigned seed = round;

		init_model(s, ids, &history[0]);
		for (int i = 0; i < 60; i++) {
			struct model m = history[depth];

			if (next_random(&seed) % 3 == 0) {
				int undone = state_undo(s, NULL, NULL, NULL);

				assert_int_equal(undone, depth > 0);
				depth -= depth > 0;
			} else if (depth < 31 && change_both(s, ids, &m, &seed)) {
				history[++depth] = m;
			}
			assert_model(s, ids, &history[depth]);
		}
		state_close(s);
	}
}

static void undo_works_across_restarts_and_says_what_it_took_back(void **unused)
{
	(void)unused;
	struct state *s = open_state();
	int64_t ids[3] = {article(s, 1), article(s, 2), article(s, 3)};
	struct state_ids concerned = {0};
	char *what = NULL;

	state_set_read(s, ids, 3, true, NULL);
	state_set_bookmarked(s, ids, 1, true, NULL);
	state_close(s);
	s = open_state();
	assert_int_equal(state_undo(s, &what, &concerned, NULL), 1);
	assert_string_equal(what, "1 bookmark set");
	free(what);
	assert_int_equal(concerned.v.n, 1);
	assert_int_equal(state_undo(s, &what, &concerned, NULL), 1);
	assert_string_equal(what, "3 articles marked as read");
	free(what);
	assert_int_equal(concerned.v.n, 3);
	assert_int_equal(state_undo(s, &what, NULL, NULL), 0);
	assert_null(what);
	assert_false(get(s, ids[1]).read);
	vec_release(&concerned.v);
	state_close(s);
}

/* ---- identity */

static int64_t identify(struct state *s, const char *path, const char *text, bool create)
{
	struct state_sketch sketch = state_sketch(str_of(text));
	struct state_article a;

	assert_int_equal(
		state_identify(s, path, state_hash(str_of(text)), &sketch, create, &a, NULL), 0);
	return a.id;
}

static const char one[] =
	"The quick brown fox jumps over the lazy dog; pack my box with five dozen "
	"liquor jugs. How vexingly quick daft zebras jump! Sphinx of black quartz, "
	"judge my vow. A further sentence makes the text long enough to be known.";
static const char one_edited[] =
	"The quick brown fox jumps over the lazy dog; pack my box with five "
	"dozen bottles. How vexingly quick daft zebras jump! Sphinx of black "
	"quartz, judge my vow. Another end, then, and that is all there is.";
static const char other[] =
	"In the beginning there was nothing, which exploded. The universe was then "
	"made of hydrogen and time, and both were in no hurry at all to become us, "
	"nor did anybody ask them to; so it goes, said the narrator, and slept.";

static void a_moved_article_keeps_its_state(void **unused)
{
	(void)unused;
	struct state *s = open_state();

	put_file(in_folder("a"), one);
	int64_t id = identify(s, in_folder("a"), one, true);

	/* A copy is another article as long as the first is there. */
	assert_int_equal(identify(s, in_folder("b"), one, false), 0);
	/* Also when the first is edited, and the copy looked at before that is known. */
	put_file(in_folder("a"), one_edited);
	assert_int_equal(identify(s, in_folder("b"), one, false), 0);
	put_file(in_folder("a"), one);
	assert_int_equal(rename(in_folder("a"), in_folder("b")), 0);
	assert_int_equal(identify(s, in_folder("b"), one, false), id);
	/* And it is known there from now on. */
	struct state_article a;

	assert_int_equal(state_at_path(s, in_folder("b"), &a, NULL), 0);
	assert_int_equal(a.id, id);
	assert_int_equal(state_at_path(s, in_folder("a"), &a, NULL), 0);
	assert_int_equal(a.id, 0);
	state_close(s);
}

static void an_edited_article_keeps_its_state_and_a_new_one_does_not_inherit(void **unused)
{
	(void)unused;
	struct state *s = open_state();

	put_file(in_folder("a"), one);
	int64_t id = identify(s, in_folder("a"), one, true);

	assert_int_equal(identify(s, in_folder("a"), one_edited, false), id);
	assert_int_equal(identify(s, in_folder("a"), other, false), 0);
	put_file(in_folder("a"), other);
	int64_t second = identify(s, in_folder("a"), other, true);

	assert_int_not_equal(second, id);
	/* The first one turns up elsewhere, though its old path exists. */
	assert_int_equal(identify(s, in_folder("c"), one_edited, false), id);
	assert_int_equal(identify(s, in_folder("a"), other, false), second);
	state_close(s);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		STATE_TEST(what_was_set_is_there_after_closing),
		STATE_TEST(the_file_is_private_and_says_whose_it_is),
		STATE_TEST(dates_survive_as_text_at_every_precision),
		STATE_TEST(undo_restores_exactly_what_was_before),
		STATE_TEST(undo_works_across_restarts_and_says_what_it_took_back),
		STATE_TEST(a_moved_article_keeps_its_state),
		STATE_TEST(an_edited_article_keeps_its_state_and_a_new_one_does_not_inherit),
	};

	return cmocka_run_group_tests_name("state", tests, NULL, NULL);
}
