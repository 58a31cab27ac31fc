/* SPDX-License-Identifier: ISC */
#include "config.h"

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
#include "base/mem.h"
#include "folder.h"
#include "store/db.h"
#include "store/library.h"
#include "text/utf8.h"

static const char *index_file; /* NULL: in memory */

static int set_up(void **unused)
{
	index_file = NULL;
	return folder_set_up(unused);
}

static int set_up_indexed(void **unused)
{
	int status = set_up(unused);

	index_file = "cache/index.db";
	return status;
}

static void put(const char *path, const char *text)
{
	assert_int_equal(fs_write(path, str_of(text), FS_REPLACE, NULL), 0);
}

static void make_library(void)
{
	assert_int_equal(mkdir("lib", 0700), 0);
	assert_int_equal(mkdir("lib/sub", 0700), 0);
	put("lib/b.md", "---\ntitle: 乙\ndate: 2022-03-01\nauthor: Zoe\ntags: [one, two]\n---\n\n"
			"Apples and pears, and then apples again.\n");
	put("lib/c.md", "---\ntitle: alpha\ndate: 2023-03-01\n---\n\nOnly pears are here.\n");
	put("lib/sub/d.txt", "---\ntitle: Beta\n---\n\nApples grow on trees in autumn.\n");
	put("lib/a.css", "body { color: red }");
	put("lib/empty.txt", "");
	put("lib/page.js", "apples");
}

/* What was told, one line each. */
static void note(void *ctx, const struct err *err)
{
	buf_addf(ctx, "%s\n", err_text(err));
}

static struct library *open_paths(const char *const *paths, size_t n, struct state *state,
				  struct buf *told)
{
	struct library_options options = {
		.paths = paths, .n_paths = n, .index = index_file, .trouble = note, .ctx = told};

	return library_open(&options, state);
}

static struct library *open_lib(struct state *state, struct buf *told)
{
	static const char *const paths[] = {"lib"};

	return open_paths(paths, 1, state, told);
}

static struct listing *list(struct library *lib, enum library_order order, const char *query)
{
	struct query_options how = {.fold = FOLD_ALL};
	struct query *q = query ? query_parse(str_of(query), &how, NULL, NULL) : NULL;
	struct listing_options options = {.order = order, .query = q};

	assert_true(q || !query);
	struct listing *l = listing_new(lib, &options);

	query_free(q);
	return l;
}

static void assert_names(struct listing *l, const char *wanted)
{
	struct buf names = {0};

	for (size_t i = 0; i < listing_count(l); i++)
		buf_addf(&names, "%s ", listing_at(l, i)->name);
	assert_string_equal(buf_cstr(&names), wanted);
	buf_release(&names);
	listing_free(l);
}

static uint32_t find(struct library *lib, const char *path)
{
	uint32_t key = UINT32_MAX;

	assert_true(library_find(lib, path, &key));
	return key;
}

static void a_folder_gives_its_articles_with_their_metadata(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct buf told = {0};

	make_library();
	struct library *lib = open_lib(state, &told);

	assert_string_equal(buf_cstr(&told), "");
	assert_int_equal(library_count(lib), 3);
	const struct article *a = library_article(lib, find(lib, "b.md"));

	assert_true(str_eq(a->title, STR("乙")));
	assert_true(str_eq(a->author, STR("Zoe")));
	assert_int_equal(a->n_tags, 2);
	assert_true(str_eq(a->tags[1], STR("two")));
	assert_int_equal(a->date.year, 2022);
	assert_string_equal(a->name, "b.md");
	assert_string_equal(a->path, "lib/b.md");
	assert_true(a->text_size > 20);
	assert_true(a->reading_seconds > 0);
	/* By its path from here and by its absolute one it is the same. */
	struct buf absolute = {0};

	fs_join(&absolute, folder, "lib/b.md");
	assert_int_equal(find(lib, "lib/b.md"), a->key);
	assert_int_equal(find(lib, buf_cstr(&absolute)), a->key);
	assert_int_equal(find(lib, "sub/d.txt"), find(lib, "lib/sub/../sub/d.txt"));
	buf_release(&absolute);
	library_close(lib);
	state_close(state);
}

static void what_was_named_and_is_no_article_is_told(void **unused)
{
	(void)unused;
	static const char *const paths[] = {"missing", "empty", "binary", "fifo",
					    "good",    "good",  "./good"};
	struct state *state = state_open(NULL);
	struct buf told = {0};

	put("empty", "");
	put("good", "A good article that has a text.\n");
	assert_int_equal(fs_write("binary",
				  STR("\x7f"
				      "ELF\1\1\0\0\0\0\0\0\0\0\0\0\2\0\x3e\0"),
				  0, NULL),
			 0);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	struct library *lib = open_paths(paths, 7, state, &told);
	struct str rest = buf_str(&told), line;

	for (size_t i = 0; i < 4; i++) {
		assert_true(str_split(&rest, '\n', &line));
		assert_true(str_starts(line, str_of(paths[i])));
	}
	assert_int_equal(rest.n, 0);
	assert_int_equal(library_count(lib), 1);
	buf_release(&told);
	library_close(lib);
	state_close(state);
}

static void lists_are_ordered_and_the_undated_stand_last(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct buf told = {0};

	make_library();
	struct library *lib = open_lib(state, &told);

	assert_names(list(lib, LIBRARY_BY_DATE, NULL), "c.md b.md sub/d.txt ");
	assert_names(list(lib, LIBRARY_BY_TITLE, NULL), "c.md sub/d.txt b.md ");
	assert_names(list(lib, LIBRARY_BY_PATH, NULL), "b.md c.md sub/d.txt ");
	assert_names(list(lib, LIBRARY_BY_AUTHOR, NULL), "b.md c.md sub/d.txt ");
	struct listing_options options = {.order = LIBRARY_BY_DATE, .reversed = true};

	assert_names(listing_new(lib, &options), "b.md c.md sub/d.txt ");
	int64_t id = library_identify(lib, find(lib, "sub/d.txt"), NULL);

	state_set_place(state, id, 5, 100, NULL);
	library_refresh(lib, NULL, 0);
	assert_names(list(lib, LIBRARY_BY_PROGRESS, NULL), "sub/d.txt c.md b.md ");
	for (int i = 0; i < LIBRARY_ORDERS; i++)
		assert_non_null(library_order_name((enum library_order)i));
	library_close(lib);
	state_close(state);
}

static void a_list_is_grouped_by_folder_and_ordered_within(void **unused)
{
	(void)unused;
	static const char *const paths[] = {"two", "one"};
	static const char *const names[] = {"one/a.txt", "one/a/z.txt", "one/a/b/x.txt",
					    "one/c.txt", "one/a/y.txt", "one/a.b/x.txt",
					    "two/k.txt", "two/a/x.txt"};
	struct listing_options options = {.order = LIBRARY_BY_PATH, .by_folder = true};
	struct state *state = state_open(NULL);
	struct buf told = {0}, folders = {0};

	for (size_t i = 0; i < 2; i++)
		assert_int_equal(mkdir(paths[i], 0700), 0);
	assert_int_equal(mkdir("one/a", 0700) | mkdir("one/a/b", 0700) | mkdir("one/a.b", 0700) |
				 mkdir("two/a", 0700),
			 0);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		put(names[i], "Words.\n");
	struct library *lib = open_paths(paths, 2, state, &told);
	struct listing *l = listing_new(lib, &options);

	for (size_t i = 0; i < listing_count(l); i++) {
		library_add_folder(lib, listing_at(l, i), &folders);
		buf_addc(&folders, ' ');
	}
	assert_string_equal(buf_cstr(&folders), "two two/a one one one/a one/a one/a.b one/a/b ");
	assert_names(l, "k.txt a/x.txt a.txt c.txt a/y.txt a/z.txt a.b/x.txt a/b/x.txt ");
	buf_release(&folders);
	library_close(lib);
	state_close(state);
}

static void a_query_selects_and_counts_its_hits(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct buf told = {0};

	make_library();
	struct library *lib = open_lib(state, &told);
	struct listing *l = list(lib, LIBRARY_BY_RELEVANCE, "apples");

	assert_int_equal(listing_count(l), 2);
	assert_string_equal(listing_at(l, 0)->name, "b.md");
	assert_int_equal(listing_hits(l, 0), 2);
	assert_int_equal(listing_row(l, find(lib, "b.md")), 0);
	struct listing *all = list(lib, LIBRARY_BY_DATE, NULL);

	assert_int_equal(listing_number(l, 0), listing_row(all, find(lib, "b.md")) + 1);
	assert_int_equal(listing_number(all, 2), 3);
	listing_free(all);
	assert_true(listing_row(l, find(lib, "c.md")) == (size_t)-1);
	listing_free(l);
	assert_names(list(lib, LIBRARY_BY_PATH, "tag:two"), "b.md ");
	assert_names(list(lib, LIBRARY_BY_PATH, "is:unread pears"), "b.md c.md ");
	library_close(lib);
	state_close(state);
}

/* Dates of every precision about the ends of ranges, tags in every order, fields left out. */
static void make_fields(void)
{
	static const char *const dates[] = {
		"2021",
		"2022",
		"2022-01",
		"2022-07",
		"2022-06-30",
		"2022-07-01",
		"2022-07-13",
		"2022-07-31",
		"2022-08-01",
		"2022-12-31",
		"1899-12-31",
		"2022-07-01T00:30:00+08:00",
		"2022-07-31T23:30:00-08:00",
	};
	static const char *const tags[] = {"[a, \"two words\"]", "[ABC, a]", "[技术, a]", "[]"};
	static const char *const authors[] = {"author: Zoe\n", "author: 张三, Zoe\n", ""};
	static const char *const languages[] = {"lang: ja\n", "lang: zh-Hant\n", "lang: en\n"};
	struct buf name = {0}, text = {0};

	assert_int_equal(mkdir("lib", 0700), 0);
	for (unsigned i = 0; i < 13 * 12; i++) {
		buf_clear(&name);
		buf_clear(&text);
		buf_addf(&name, "lib/%u.md", i);
		buf_addf(&text, "---\ntitle: T%u\ndate: %s\ntags: %s\n%s%s---\n\nSome words.\n", i,
			 dates[i % 13], tags[i % 4], authors[i % 3], languages[i / 13 % 3]);
		put(buf_cstr(&name), buf_cstr(&text));
	}
	put("lib/bare.txt", "Nothing but words.\n");
	buf_release(&name);
	buf_release(&text);
}

/* As one looks at an article alone. */
static bool article_matches(const struct query *q, const struct article *a,
			    struct query_scratch *scratch)
{
	struct query_subject subject = {
		.title = a->title,
		.author = a->author,
		.language = a->language,
		.tags = a->tags,
		.n_tags = a->n_tags,
		.date = a->date,
	};

	return query_match(q, &subject, scratch, NULL);
}

static void fields_select_what_matches_alone(void **unused)
{
	(void)unused;
	static const char *const queries[] = {
		"date:2022",
		"date:2022-07",
		"date:2022-07-01",
		"date:2022-07-31",
		"date:2022-01",
		"date:2021..2022",
		"date:2022-07-02..",
		"date:..2022-07",
		"-date:2022-07",
		"date:1899",
		"tag:a",
		"tag:abc",
		"tag:\"two words\"",
		"tag:技術",
		"-tag:a",
		"author:zoe",
		"author:張三",
		"-author:zoe",
		"lang:ja",
		"lang:zh",
		"lang:zh-hans",
		"-lang:en",
		"lang:en tag:a -date:2022-07",
		"title:T1",
		"-title:T1",
	};
	struct state *state = state_open(NULL);
	struct buf told = {0};
	struct query_scratch scratch = {0};

	make_fields();
	struct library *lib = open_lib(state, &told);
	struct listing *all = list(lib, LIBRARY_BY_DATE, NULL);

	assert_int_equal(listing_count(all), 157);
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		struct query_options how = {.fold = FOLD_ALL};
		struct query *q = query_parse(str_of(queries[i]), &how, NULL, NULL);
		struct listing_options options = {.query = q};
		struct listing *l = listing_new(lib, &options);
		size_t wanted = 0;

		for (size_t row = 0; row < listing_count(all); row++) {
			bool has = article_matches(q, listing_at(all, row), &scratch);
			uint32_t key = listing_key(all, row);

			wanted += has;
			if (has != (listing_row(l, key) != (size_t)-1))
				fail_msg("%s: %s", queries[i], listing_at(all, row)->name);
		}
		assert_int_equal(listing_count(l), wanted);
		listing_free(l);
		query_free(q);
	}
	listing_free(all);
	query_scratch_release(&scratch);
	library_close(lib);
	state_close(state);
}

/* More than are looked at at once; the grams of "斯拉" and "特斯" stand apart in some. */
enum { MANY = 400 };

static bool is_hit(unsigned i)
{
	return i % 3 != 1 && i < MANY - 20;
}

static void make_many(void)
{
	struct buf name = {0};

	assert_int_equal(mkdir("lib", 0700), 0);
	for (unsigned i = 0; i < MANY; i++) {
		buf_clear(&name);
		buf_addf(&name, "lib/%03u.txt", i);
		put(buf_cstr(&name), is_hit(i) ? "这是特斯拉的车。\n" : "特斯与斯拉不同。\n");
	}
	buf_release(&name);
}

static void rows_are_hits_in_whatever_order_they_are_looked_at(void **unused)
{
	(void)unused;
	struct query_options how = {.fold = FOLD_ALL};
	struct query *q = query_parse(STR("特斯拉"), &how, NULL, NULL);
	struct listing_options options = {.query = q, .order = LIBRARY_BY_PATH};
	struct state *state = state_open(NULL);
	struct buf told = {0};
	size_t hits = 0;

	make_many();
	for (unsigned i = 0; i < MANY; i++)
		hits += is_hit(i);
	struct library *lib = open_lib(state, &told);

	for (unsigned seed = 1; seed < 20; seed++) {
		struct listing *l = listing_new(lib, &options);

		assert_true(listing_pending(l));
		srand(seed);
		/* Without time nothing is found out, and nothing lost. */
		listing_hurry(l, 0);
		assert_false(listing_reach(l, 0) || listing_reach(l, MANY / 2));
		assert_int_equal(listing_count(l), MANY);
		assert_int_equal(listing_key(l, 0), UINT32_MAX);
		assert_true(listing_row(l, find(lib, "001.txt")) == (size_t)-1);
		assert_int_equal(listing_row(l, find(lib, "002.txt")), 2);
		assert_int_equal(listing_count(l), MANY);
		listing_hurry(l, -1);
		/* The end first, as G does. */
		for (size_t row = listing_count(l) - 1; !listing_reach(l, row); row--)
			;
		for (unsigned n = 0; n < 5 * seed; n++) {
			size_t row = (size_t)rand() % MANY;
			bool there = listing_reach(l, row);

			assert_true(listing_count(l) >= hits && there == (row < listing_count(l)));
			if (!there)
				continue;
			const struct article *a = listing_at(l, row);

			assert_true(is_hit((unsigned)atoi(a->name)));
			assert_true(listing_row(l, a->key) == row);
		}
		if (seed % 2)
			listing_settle(l);
		for (unsigned i = 0, row = 0; i < MANY; i++)
			if (is_hit(i))
				assert_int_equal(atoi(listing_at(l, row++)->name), i);
		assert_false(listing_reach(l, hits));
		assert_int_equal(listing_count(l), hits);
		listing_free(l);
	}
	query_free(q);
	library_close(lib);
	state_close(state);
}

static void assert_values(struct library *lib, enum query_field field, const char *prefix,
			  const char *wanted)
{
	struct library_values values = {0};
	struct buf text = {0};

	library_values(lib, field, str_of(prefix), &values);
	for (size_t i = 0; i < values.v.n; i++)
		buf_addf(&text, "%.*s=%zu ", STR_ARG(values.v.p[i].value), values.v.p[i].count);
	assert_string_equal(buf_cstr(&text), wanted);
	library_values_release(&values);
	buf_release(&text);
}

static void values_of_fields_are_counted_and_the_commonest_stand_first(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct buf told = {0};

	make_fields();
	struct library *lib = open_lib(state, &told);

	assert_values(lib, QUERY_TAG, "", "a=117 ABC=39 two words=39 技术=39 ");
	assert_values(lib, QUERY_TAG, "A", "a=117 ABC=39 ");
	assert_values(lib, QUERY_TAG, "技術", "技术=39 ");
	assert_values(lib, QUERY_AUTHOR, "z", "Zoe=52 ");
	assert_values(lib, QUERY_LANG, "zh", "zh-Hant=52 ");
	assert_values(lib, QUERY_DATE, "20", "2022=132 2021=12 ");
	assert_values(lib, QUERY_DATE, "2022-0", "2022-08=24 2022-07=48 2022-06=24 2022-01=24 ");
	assert_values(lib, QUERY_TAG, "none", "");
	library_close(lib);
	state_close(state);
}

static void the_state_of_articles_is_shown_and_counted(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct buf told = {0};
	struct civil date = {.year = 1999, .precision = CIVIL_YEAR, .zone = CIVIL_NO_ZONE};

	make_library();
	struct library *lib = open_lib(state, &told);
	uint32_t key = find(lib, "c.md");
	int64_t id = library_identify(lib, key, NULL);

	assert_true(id != 0);
	state_set_read(state, &id, 1, true, NULL);
	state_set_bookmarked(state, &id, 1, true, NULL);
	state_set_date(state, id, &date, NULL);
	library_refresh(lib, &key, 1);
	assert_int_equal(library_unread(lib), 2);
	assert_int_equal(library_bookmarked(lib), 1);
	assert_int_equal(library_article(lib, key)->date.year, 1999);
	assert_int_equal(library_article(lib, key)->date_source, DOC_DATE_USER);
	/* And without the user's date it is the document's again. */
	assert_int_equal(state_undo(state, NULL, NULL, NULL), 1);
	library_refresh(lib, NULL, 0);
	assert_int_equal(library_article(lib, key)->date.year, 2023);
	library_close(lib);
	lib = open_lib(state, &told);
	assert_int_equal(library_bookmarked(lib), 1);
	library_close(lib);
	state_close(state);
}

static void a_rescan_sees_what_changed_and_the_state_follows(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct buf told = {0};

	make_library();
	struct library *lib = open_lib(state, &told);
	uint32_t key = find(lib, "b.md"), gone;
	int64_t id = library_identify(lib, key, NULL);

	state_set_bookmarked(state, &id, 1, true, NULL);
	assert_false(library_rescan(lib));
	assert_int_equal(rename("lib/b.md", "lib/sub/moved.md"), 0);
	assert_int_equal(unlink("lib/c.md"), 0);
	put("lib/new.md", "# New\n\nA new article.\n");
	assert_true(library_rescan(lib));
	assert_int_equal(library_count(lib), 3);
	assert_null(library_article(lib, key));
	assert_false(library_find(lib, "lib/c.md", &gone));
	assert_true(library_article(lib, find(lib, "sub/moved.md"))->state.bookmarked);
	/* Another article in the place of the bookmarked one does not inherit. */
	put("lib/sub/moved.md", "# Quite another\n\nThis one speaks of the sea and of its ships, "
				"which come home in the evening with nets full of silver.\n");
	assert_true(library_rescan(lib));
	assert_int_equal(library_bookmarked(lib), 0);
	assert_string_equal(buf_cstr(&told), "");
	library_close(lib);
	state_close(state);
}

/* What of it is not as it was made cannot be trusted: it might never end, or never be mended. */
static void an_index_that_was_tampered_with_is_made_anew(void **unused)
{
	(void)unused;
	static const char *const tampered[] = {
		"DROP TABLE article",
		"DROP INDEX article_hash",
		"CREATE TABLE other(x)",
		"CREATE TRIGGER t AFTER UPDATE ON root BEGIN DELETE FROM article; END",
		"ALTER TABLE root RENAME TO other; CREATE VIEW root AS WITH RECURSIVE r(x) AS"
		" (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT other.* FROM other, r"
		" WHERE x < 0",
		"INSERT INTO text VALUES (9223372036854775807, x'41')",
		"INSERT INTO text VALUES (4294967295, x'41')",
	};
	struct state *state = state_open(NULL);
	struct buf told = {0};

	make_library();
	for (size_t i = 0; i < sizeof tampered / sizeof *tampered; i++) {
		struct db db;
		char name[32];

		library_close(open_lib(state, &told));
		assert_int_equal(db_open(&db, index_file, 0, 0, NULL), 0);
		assert_int_equal(db_exec(&db, tampered[i]), SQLITE_OK);
		db_close(&db);
		snprintf(name, sizeof name, "lib/new-%zu.txt", i);
		put(name, "A new one.\n");
		alarm(20);
		struct library *lib = open_lib(state, &told);

		alarm(0);
		assert_int_equal(library_count(lib), 4 + i);
		library_close(lib);
	}
	assert_string_equal(buf_cstr(&told), "");
	state_close(state);
	buf_release(&told);
}

/* Whatever the index says: the file is there. */
static void a_text_that_was_damaged_in_the_index_is_read_from_its_file(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct buf told = {0}, text = {0};
	struct db db;

	make_library();
	library_close(open_lib(state, &told));
	assert_int_equal(db_open(&db, index_file, 0, 0, NULL), 0);
	assert_int_equal(db_exec(&db, "UPDATE text SET text = CAST(text || x'20E4' AS BLOB)"),
			 SQLITE_OK);
	assert_int_equal(db_exec(&db, "UPDATE article SET author = CAST(x'5AE4' AS TEXT)"
				      " WHERE author = 'Zoe'"),
			 SQLITE_OK);
	db_close(&db);
	struct library *lib = open_lib(state, &told);
	uint32_t key = find(lib, "b.md");

	assert_int_equal(library_article(lib, key)->author.n, 0);
	assert_true(library_damaged(lib));
	assert_int_equal(library_text(lib, key, &text, NULL), 0);
	assert_int_equal(utf8_valid(buf_str(&text)), text.n);
	assert_true(str_starts(buf_str(&text), STR("Apples and pears")));
	library_close(lib);
	state_close(state);
	buf_release(&told);
	buf_release(&text);
}

static void assert_not_loaded(struct library *lib, uint32_t key)
{
	struct err err = {0};

	assert_null(library_load(lib, key, &err));
	assert_true(err.code);
	err_release(&err);
}

static void a_link_in_the_place_of_an_article_leads_nowhere(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct buf told = {0};

	make_library();
	assert_int_equal(mkdir("outside", 0700), 0);
	put("outside/secret.txt", "The secret that lies outside.\n");
	put("outside/d.txt", "The secret that lies outside.\n");
	assert_int_equal(symlink("lib", "by-link"), 0);
	struct library *lib = open_paths((const char *const[]){"by-link"}, 1, state, &told);
	uint32_t file = find(lib, "b.md"), below = find(lib, "sub/d.txt"),
		 other = find(lib, "c.md");

	/* After they were seen. */
	unlink("lib/b.md");
	assert_int_equal(symlink("../outside/secret.txt", "lib/b.md"), 0);
	assert_int_equal(rename("lib/sub", "lib/was"), 0);
	assert_int_equal(symlink("../outside", "lib/sub"), 0);
	assert_not_loaded(lib, file);
	assert_not_loaded(lib, below);
	/* What the user named may be one. */
	struct doc *doc = library_load(lib, other, NULL);

	assert_non_null(doc);
	doc_free(doc);
	library_rescan(lib);
	assert_int_equal(library_count(lib), 2);
	library_close(lib);
	state_close(state);
	buf_release(&told);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
/* The same in memory and with an index. */
#define TEST(name)                                                                                 \
	cmocka_unit_test_setup_teardown(name, set_up, folder_tear_down),                           \
		cmocka_unit_test_setup_teardown(name, set_up_indexed, folder_tear_down)
		TEST(a_folder_gives_its_articles_with_their_metadata),
		TEST(what_was_named_and_is_no_article_is_told),
		TEST(lists_are_ordered_and_the_undated_stand_last),
		TEST(a_list_is_grouped_by_folder_and_ordered_within),
		TEST(a_query_selects_and_counts_its_hits),
		TEST(fields_select_what_matches_alone),
		TEST(rows_are_hits_in_whatever_order_they_are_looked_at),
		TEST(values_of_fields_are_counted_and_the_commonest_stand_first),
		TEST(the_state_of_articles_is_shown_and_counted),
		TEST(a_rescan_sees_what_changed_and_the_state_follows),
		TEST(a_link_in_the_place_of_an_article_leads_nowhere),
		cmocka_unit_test_setup_teardown(an_index_that_was_tampered_with_is_made_anew,
						set_up_indexed, folder_tear_down),
		cmocka_unit_test_setup_teardown(
			a_text_that_was_damaged_in_the_index_is_read_from_its_file, set_up_indexed,
			folder_tear_down),
	};

	return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}
