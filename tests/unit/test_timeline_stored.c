/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../dates/edtf_parse.h"
#include "base/fs.h"
#include "base/mem.h"
#include "folder.h"
#include "store/library.h"
#include "store/parts.h"
#include "store/timeline.h"
#include "store/timeline_runs.h"

static uint32_t seed = 1;

static uint32_t roll(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (uint32_t)(((uint64_t)(seed >> 4) * n) >> 28);
}

/* ---- runs */

static void roll_batch(struct timeline_keys *batch, uint32_t doc)
{
	for (uint32_t n = roll(30); n > 0; n--) {
		struct timeline_key key = {.first = (int32_t)roll(500), .article = doc};

		key.last = key.first;
		key.dated = roll(9) != 0;
		key.item = n;
		vec_push(&batch->v, key);
	}
}

static int compare_all(const void *a, const void *b)
{
	const struct timeline_key *x = a, *y = b;
	int order = timeline_key_cmp(x, y);

	if (order)
		return order;
	if (x->article != y->article)
		return x->article < y->article ? -1 : 1;
	return x->item > y->item ? -1 : x->item < y->item;
}

static void assert_read(struct db *db, struct timeline_keys *wanted, const uint32_t *articles,
			size_t docs)
{
	struct timeline_keys got = {0};

	assert_int_equal(timeline_runs_read(db, articles, docs, &got), SQLITE_OK);
	qsort(wanted->v.p, wanted->v.n, sizeof *wanted->v.p, compare_all);
	assert_int_equal(got.v.n, wanted->v.n);
	for (size_t i = 0; i < got.v.n; i++) {
		assert_int_equal(timeline_key_cmp(&got.v.p[i], &wanted->v.p[i]), 0);
		assert_int_equal(got.v.p[i].article, wanted->v.p[i].article + 1000);
		assert_int_equal(got.v.p[i].item, wanted->v.p[i].item);
		assert_true(got.v.p[i].stored);
	}
	vec_release(&got.v);
}

static void runs_are_few_and_hold_what_was_written_of_what_is_there(void **unused)
{
	enum { DOCS = 2000 };
	static uint32_t articles[DOCS + 1];
	struct timeline_keys batch = {0}, all = {0};
	struct db db;
	int64_t runs = 0, last = 0;

	(void)unused;
	seed = 5;
	assert_int_equal(db_open(&db, NULL, 0, 0, NULL), 0);
	assert_int_equal(db_exec(&db, timeline_runs_schema), SQLITE_OK);
	assert_int_equal(db_exec(&db, "CREATE TABLE article(doc INTEGER)"), SQLITE_OK);
	articles[0] = TIMELINE_GONE;
	for (uint32_t doc = 1; doc <= DOCS; doc++) {
		bool gone = roll(5) == 0;

		articles[doc] = gone ? TIMELINE_GONE : doc + 1000;
		size_t from = batch.v.n;

		roll_batch(&batch, doc);
		for (size_t i = from; i < batch.v.n && !gone; i++)
			vec_push(&all.v, batch.v.p[i]);
		/* The writer knows of what is there by the articles. */
		char *sql = sqlite3_mprintf("INSERT INTO article VALUES (%d)", (int)doc);

		if (!gone)
			assert_int_equal(sqlite3_exec(db.handle, sql, NULL, NULL, NULL), SQLITE_OK);
		sqlite3_free(sql);
		if (roll(3) && doc < DOCS)
			continue;
		/* Batches of very different sizes. */
		assert_int_equal(timeline_runs_write(&batch, &db), SQLITE_OK);
		bool more = roll(100);

		assert_int_equal(timeline_runs_join(&db, more), SQLITE_OK);
		assert_int_equal(db_int(&db, "SELECT count(*) FROM run", &runs), SQLITE_OK);
		assert_true(runs <= (more ? PARTS_MOST : 9));
		if (roll(60) == 0 || doc == DOCS)
			assert_read(&db, &all, articles, (size_t)doc + 1);
	}
	assert_int_equal(timeline_runs_last(&db, &last), SQLITE_OK);
	assert_in_range(last, DOCS - 10, DOCS);
	vec_release(&all.v);
	vec_release(&batch.v);
	db_close(&db);
}

/* ---- a library */

static const char *const sentences[] = {
	"他于2022年7月13日宣布从公司离职。",
	"去年，公司发布了新的芯片，过去五年一直如此。",
	"上周三他在会上说，今年3月份将休假四个月，",
	"彼は昨年12月に入社し、3年間働いた。",
	"2005年到2009年在多倫多大學讀本科，15岁隨家人移民。",
	"지난달 발표했다. 2021년 3분기에 시작했다. ",
	"In March 2019 he left; two years ago he had joined. ",
	"今天的课程讲的是上周才发表的论文。",
	"没有日期的一句话，",
	"2月8日，他回到了这里。\n\n",
	"\n\n",
	"20世纪80年代，每年两次，",
};

static void make_article(unsigned i, unsigned version)
{
	struct buf text = {0}, path = {0};
	size_t size = i % 11 == 0 ? 90000 : 200 + roll(3000); /* some with their sentences kept */

	if (i % 3)
		buf_addf(&text, "---\ntitle: %u\ndate: 20%02u-0%u-11\n---\n\n", i, 10 + i % 14,
			 1 + version % 9);
	while (text.n < size)
		buf_adds(&text, sentences[roll(sizeof sentences / sizeof *sentences)]);
	buf_adds(&text, "\n");
	buf_addf(&path, "lib/%u.md", i);
	assert_int_equal(fs_write(buf_cstr(&path), buf_str(&text), FS_REPLACE, NULL), 0);
	buf_release(&path);
	buf_release(&text);
}

enum { ARTICLES = 45 };

static void copy_seeds(void)
{
	struct buf command = {0};

	buf_addf(&command, "cp '%s'/seeds/* lib/", getenv("KARPREAD_SRCDIR"));
	assert_int_equal(system(buf_cstr(&command)), 0);
	buf_release(&command);
}

static void make_library(void)
{
	seed = 1;
	assert_int_equal(mkdir("lib", 0700), 0);
	copy_seeds();
	for (unsigned i = 0; i < ARTICLES; i++)
		make_article(i, 0);
}

static struct library *open_library(struct state *state)
{
	static const char *const paths[] = {"lib"};
	struct library_options options = {.paths = paths, .n_paths = 1, .index = "index.db"};

	return library_open(&options, state);
}

static void assert_same_item(const struct timeline_item *a, const struct timeline_item *b)
{
	assert_int_equal(a->article, b->article);
	assert_int_equal(a->published, b->published);
	assert_true(edtf_eq(&a->when, &b->when));
	assert_string_equal(a->kind, b->kind);
	assert_int_equal(a->offset, b->offset);
	assert_int_equal(a->length, b->length);
	assert_int_equal(a->sentence, b->sentence);
	assert_true(str_eq(a->context, b->context));
	assert_true(str_eq(a->label, b->label));
	assert_true(str_eq(a->code, b->code));
}

static void tag(struct timeline *out, struct library *lib, uint32_t key, int flags)
{
	struct doc *doc = library_load(lib, key, NULL);

	assert_non_null(doc);
	timeline_add(out, library_article(lib, key), doc, flags);
	doc_free(doc);
}

/* One article out of the index is what its text says. Returns whether the index has it. */
static bool check_article(struct library *lib, uint32_t key, int flags)
{
	struct timeline stored = {0}, tagged = {0};
	bool has = timeline_add_stored(&stored, lib, key, flags);

	tag(&tagged, lib, key, flags);
	if (has)
		assert_int_equal(stored.items.n, tagged.items.n);
	else
		assert_int_equal(stored.items.n, 0);
	for (size_t i = 0; i < stored.items.n; i++)
		assert_same_item(&stored.items.p[i], &tagged.items.p[i]);
	timeline_release(&stored);
	timeline_release(&tagged);
	return has;
}

static size_t check_articles(struct library *lib)
{
	static const int flags[] = {
		0,
		TIMELINE_MENTIONS,
		TIMELINE_MENTIONS | TIMELINE_ANCHORED,
		TIMELINE_MENTIONS | TIMELINE_UNPLACED,
		TIMELINE_MENTIONS | TIMELINE_ANCHORED | TIMELINE_UNPLACED,
	};
	struct listing *list = listing_new(lib, &(struct listing_options){.query = NULL});
	size_t stored = 0;

	for (size_t row = 0; row < listing_count(list); row++) {
		uint32_t key = listing_key(list, row);
		size_t has = 0;

		for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
			has += check_article(lib, key, flags[i]);
		assert_true(has == 0 || has == sizeof flags / sizeof *flags);
		stored += has > 0;
	}
	listing_free(list);
	return stored;
}

static int compare_items(const void *a, const void *b)
{
	const struct timeline_item *x = a, *y = b;

	if (x->article != y->article)
		return x->article < y->article ? -1 : 1;
	if (x->published != y->published)
		return x->published ? -1 : 1;
	return (x->offset > y->offset) - (x->offset < y->offset);
}

/* The timeline of all, loaded, has every item there is once and in the order of time. */
static void check_timeline(struct library *lib)
{
	enum { FLAGS = TIMELINE_MENTIONS | TIMELINE_ANCHORED };
	struct timeline all = {0}, loaded = {0}, fetched = {0};
	struct timeline_missing missing = {0};
	struct listing *list = listing_new(lib, &(struct listing_options){.query = NULL});

	for (size_t row = 0; row < listing_count(list); row++)
		tag(&all, lib, listing_key(list, row), FLAGS);
	listing_free(list);
	assert_true(timeline_load(&loaded, lib, &missing));
	for (size_t i = 0; i < missing.v.n; i++)
		tag(&loaded, lib, missing.v.p[i].article, FLAGS);
	timeline_sort(&loaded);
	assert_false(timeline_load(&loaded, lib, &missing));
	timeline_sort(&loaded);
	assert_int_equal(loaded.keys.v.n, all.items.n);
	for (size_t i = 0; i < loaded.keys.v.n; i++) {
		const struct timeline_item *item = timeline_at(&loaded, i);
		struct timeline_key key = timeline_key_of(&item->when);
		struct timeline_item kept = *item;

		key.published = item->published;
		assert_int_equal(timeline_key_cmp(&key, &loaded.keys.v.p[i]), 0);
		assert_int_equal(item->article, loaded.keys.v.p[i].article);
		if (i > 0)
			assert_true(timeline_key_cmp(&loaded.keys.v.p[i - 1], &key) <= 0);
		kept.context = arena_str(&fetched.arena, item->context);
		kept.label = arena_str(&fetched.arena, item->label);
		kept.code = arena_str(&fetched.arena, item->code);
		vec_push(&fetched.items, kept);
	}
	qsort(fetched.items.p, fetched.items.n, sizeof *fetched.items.p, compare_items);
	qsort(all.items.p, all.items.n, sizeof *all.items.p, compare_items);
	for (size_t i = 0; i < all.items.n; i++)
		assert_same_item(&fetched.items.p[i], &all.items.p[i]);
	vec_release(&missing.v);
	timeline_release(&all);
	timeline_release(&loaded);
	timeline_release(&fetched);
}

static void what_the_index_has_of_an_article_is_what_its_text_says(void **unused)
{
	struct state *state = state_open(NULL);

	(void)unused;
	make_library();
	struct library *lib = open_library(state);

	assert_int_equal(library_count(lib), ARTICLES + 5);
	assert_int_equal(check_articles(lib), ARTICLES + 5);
	check_timeline(lib);
	library_close(lib);
	state_close(state);
}

static void it_follows_edits_deletions_and_new_names(void **unused)
{
	struct state *state = state_open(NULL);
	char from[32], to[32];

	(void)unused;
	make_library();
	library_close(open_library(state));
	for (unsigned round = 1; round < 6; round++) {
		for (int i = 0; i < 6; i++)
			make_article(roll(ARTICLES), round);
		snprintf(from, sizeof from, "lib/%u.md", roll(ARTICLES));
		snprintf(to, sizeof to, "lib/new%u.md", round);
		(void)rename(from, to);
		snprintf(from, sizeof from, "lib/%u.md", roll(ARTICLES));
		(void)unlink(from);
		struct library *lib = open_library(state);

		assert_int_equal(check_articles(lib), library_count(lib));
		check_timeline(lib);
		library_close(lib);
	}
	state_close(state);
}

static void the_users_date_counts_and_is_taken_back(void **unused)
{
	struct state *state = state_open(NULL);
	struct civil date = {.year = 2019, .month = 5, .day = 3, .zone = CIVIL_NO_ZONE};

	(void)unused;
	date.precision = CIVIL_DAY;
	make_library();
	struct library *lib = open_library(state);
	struct timeline timeline = {0};
	struct timeline_missing missing = {0};
	uint32_t key = 0;

	assert_true(library_find(lib, "lib/3.md", &key));
	assert_true(timeline_load(&timeline, lib, &missing));
	int64_t id = library_identify(lib, key, NULL);

	assert_int_equal(state_set_date(state, id, &date, NULL), 0);
	library_refresh(lib, &key, 1);
	assert_int_equal(check_articles(lib), ARTICLES + 4);
	assert_true(timeline_load(&timeline, lib, &missing));
	assert_int_equal(missing.v.n, 1);
	assert_int_equal(missing.v.p[0].article, key);
	check_timeline(lib);
	assert_int_equal(state_set_date(state, id, &(struct civil){0}, NULL), 0);
	library_refresh(lib, &key, 1);
	assert_int_equal(check_articles(lib), ARTICLES + 5);
	assert_true(timeline_load(&timeline, lib, &missing));
	assert_int_equal(missing.v.n, 0);
	check_timeline(lib);
	vec_release(&missing.v);
	timeline_release(&timeline);
	library_close(lib);
	state_close(state);
}

static void without_an_index_file_texts_are_tagged_when_asked_for(void **unused)
{
	static const char *const paths[] = {"lib"};
	struct library_options options = {.paths = paths, .n_paths = 1};
	struct state *state = state_open(NULL);

	(void)unused;
	make_library();
	struct library *lib = library_open(&options, state);

	assert_int_equal(check_articles(lib), 0);
	check_timeline(lib);
	library_close(lib);
	state_close(state);
}

static void an_index_of_another_version_is_made_anew_with_them(void **unused)
{
	struct state *state = state_open(NULL);
	sqlite3 *db;

	(void)unused;
	make_library();
	library_close(open_library(state));
	assert_int_equal(sqlite3_open("index.db", &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
				      "PRAGMA user_version = 1; DELETE FROM mention;"
				      "DELETE FROM run; DELETE FROM run_block",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
	struct library *lib = open_library(state);

	assert_int_equal(check_articles(lib), ARTICLES + 5);
	check_timeline(lib);
	library_close(lib);
	state_close(state);
}

static size_t kill_at;

static bool die_now_and_then(void *ctx, const struct library_progress *progress)
{
	(void)ctx;
	(void)progress;
	if (kill_at && --kill_at == 0)
		raise(SIGKILL);
	return false;
}

static void killed_at_any_moment_it_is_taken_up_again(void **unused)
{
	static const char *const paths[] = {"lib"};
	struct library_options options = {.paths = paths, .n_paths = 1, .index = "index.db"};
	struct state *state = state_open(NULL);

	(void)unused;
	make_library();
	options.progress = die_now_and_then;
	for (size_t at = 1; at < 60; at += 7) {
		pid_t child = fork();

		if (child == 0) {
			kill_at = at;
			library_index(&options, state, false, true, NULL);
			_exit(0);
		}
		assert_int_equal(waitpid(child, NULL, 0), child);
		make_article((unsigned)at % ARTICLES, (unsigned)at);
	}
	struct library *lib = open_library(state);

	assert_int_equal(check_articles(lib), ARTICLES + 5);
	check_timeline(lib);
	library_close(lib);
	state_close(state);
}

/* Bytes of the mentions and runs overwritten: something is shown, nothing breaks. */
static void damaged_mentions_do_no_harm(void **unused)
{
	struct state *state = state_open(NULL);

	(void)unused;
	make_library();
	library_close(open_library(state));
	for (int round = 0; round < 8; round++) {
		struct timeline timeline = {0};
		struct timeline_missing missing = {0};
		sqlite3 *db;

		assert_int_equal(sqlite3_open("index.db", &db), SQLITE_OK);
		assert_int_equal(
			sqlite3_exec(db,
				     "UPDATE mention SET data = CAST(substr(data, 1, 20 +"
				     " abs(random()) % 60) || randomblob(40) AS BLOB)"
				     " WHERE random() % 2;"
				     "UPDATE run_block SET keys = CAST(substr(keys, 1, length(keys)"
				     " - 500) || randomblob(500) AS BLOB)",
				     NULL, NULL, NULL),
			SQLITE_OK);
		sqlite3_close(db);
		struct library *lib = open_library(state);

		timeline_load(&timeline, lib, &missing);
		timeline_sort(&timeline);
		for (size_t i = 0; i < timeline.keys.v.n; i++) {
			const struct timeline_item *item = timeline_at(&timeline, i);

			assert_true(item->context.n <= 200000 && item->label.n <= 200000);
		}
		vec_release(&missing.v);
		timeline_release(&timeline);
		library_close(lib);
	}
	state_close(state);
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_set_up, folder_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_are_few_and_hold_what_was_written_of_what_is_there),
		IN_A_FOLDER(what_the_index_has_of_an_article_is_what_its_text_says),
		IN_A_FOLDER(it_follows_edits_deletions_and_new_names),
		IN_A_FOLDER(the_users_date_counts_and_is_taken_back),
		IN_A_FOLDER(without_an_index_file_texts_are_tagged_when_asked_for),
		IN_A_FOLDER(an_index_of_another_version_is_made_anew_with_them),
		IN_A_FOLDER(killed_at_any_moment_it_is_taken_up_again),
		IN_A_FOLDER(damaged_mentions_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
