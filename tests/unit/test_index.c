/* SPDX-License-Identifier: ISC */
#include "config.h"

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

#include "base/fs.h"
#include "base/mem.h"
#include "folder.h"
#include "store/gram.h"
#include "store/library.h"
#include "store/pace.h"
#include "store/parts.h"
#include "store/postings.h"
#include "text/fold.h"
#include "text/utf8.h"

/* ---- a library of five languages */

static uint64_t seed = 1;

static unsigned random_below(size_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (unsigned)((seed >> 33) % n);
}

static const char *const clauses[][6] = {
	{"自动驾驶系统在雨天的视觉识别仍然困难，", "量子纠缠让两个粒子联系在一起。",
	 "他发现头发后面的皇后，", "神经网络的训练需要大量数据", "这家公司在2022年发布了GPT模型，",
	 "鲸落是深海里的一场盛宴。"},
	{"自動駕駛系統在雨天的視覺識別仍然困難，", "量子糾纏讓兩個粒子聯繫在一起。",
	 "他發現頭髮後面的皇后，", "神經網絡的訓練需要大量數據",
	 "這家公司在２０２２年發佈了ＧＰＴ模型，", "鯨落是深海裡的一場盛宴。"},
	{"カルパシーさんは休養中です。", "ニューラルネットワークの学習には、",
	 "蜃気楼が見えるｶﾞｲﾄﾞ", "テスラ社のＡＩ責任者が", "自動運転のソフトウェアを開発し、",
	 "がんばってください！"},
	{"자율주행 시스템은 비 오는 날에 ", "양자 얽힘은 두 입자를 연결한다. ",
	 "신경망을 학습시키려면 ", "테슬라의 AI 책임자가 ", "많은 데이터가 필요하다. ",
	 "고래 낙하는 심해의 잔치이다. "},
	{"Neural networks are mostly careful bookkeeping, ", "photosynthesis in Zürich; ",
	 "the naïve café model ", "A STRAẞE of data. ", "in 2022 GPT-3 wrote it ",
	 "nobody noticed the schedule slip "},
};
enum { LANGUAGES = 5, CLAUSES = 6, ARTICLES = 150 };

static void make_article(const char *path, unsigned i)
{
	struct buf text = {0};
	unsigned language = i % LANGUAGES;

	buf_addf(&text, "---\ntitle: %s %u\ndate: 20%02u-01-%02u\n---\n\n",
		 clauses[language][random_below(CLAUSES)], i, i % 23, 1 + i % 28);
	for (unsigned n = 3 + random_below(12); n > 0; n--) {
		unsigned other = random_below(8) ? language : random_below(LANGUAGES);

		buf_adds(&text, clauses[other][random_below(CLAUSES)]);
		if (random_below(6) == 0)
			buf_adds(&text, random_below(2) ? "\n" : "\n\n");
		else if (random_below(9) == 0)
			buf_addf(&text, "x%uy", random_below(1000));
	}
	if (i % 7 == 0)
		buf_addf(&text, "100%% of %s", i % 14 ? "x_y 'OR' (NEAR)" : "a*b\\c; NOT AND");
	buf_adds(&text, "\n");
	assert_int_equal(fs_write(path, buf_str(&text), FS_REPLACE, NULL), 0);
	buf_release(&text);
}

static void make_library(void)
{
	struct buf path = {0};

	seed = 1;
	assert_int_equal(mkdir("lib", 0700), 0);
	for (unsigned i = 0; i < ARTICLES; i++) {
		buf_clear(&path);
		buf_addf(&path, "lib/%u.md", i);
		make_article(buf_cstr(&path), i);
	}
	buf_release(&path);
}

static void fail_on(void *ctx, const struct err *err)
{
	(void)ctx;
	fail_msg("%s", err_text(err));
}

static const char *const paths[] = {"lib"};

static struct library_options library_at(const char *index)
{
	return (struct library_options){
		.paths = paths, .n_paths = 1, .index = index, .trouble = fail_on};
}

static struct library *open_library(struct state *state, const char *index)
{
	struct library_options options = library_at(index);

	return library_open(&options, state);
}

/* ---- grams */

static void every_piece_of_a_text_has_only_grams_of_the_text(void **unused)
{
	(void)unused;
	struct str text = STR("今日はab1の天気, naïve한국어 글 x");

	for (size_t begin = 0; begin < text.n; begin++) {
		for (size_t end = begin + 1; end <= text.n; end++) {
			struct gram_ranges ranges = {0};
			bool exact;

			if (((unsigned char)text.p[begin] & 0xC0) == 0x80 ||
			    (end < text.n && ((unsigned char)text.p[end] & 0xC0) == 0x80))
				continue;
			gram_query(str_sub(text, begin, end), &ranges, &exact);
			for (size_t i = 0; i < ranges.v.n; i++) {
				struct gram_walk walk = {.key = text};
				uint64_t gram;
				bool found = false;

				while (!found && gram_next(&walk, &gram))
					found = gram >= ranges.v.p[i].first &&
						gram <= ranges.v.p[i].last;
				assert_true(found);
			}
			vec_release(&ranges.v);
		}
	}
}

/* joined: after each batch; else after all of them, while more may follow. */
static void assert_found_by_gram(bool joined)
{
	struct postings p = {0};
	struct docset found = {0};
	struct db db;
	int64_t segments = 0;

	assert_int_equal(db_open(&db, NULL, 0, 0, NULL), 0);
	assert_int_equal(db_exec(&db, postings_schema), SQLITE_OK);
	/* Document d has the letters of its divisors' numbers. */
	for (uint32_t doc = 1; doc <= 600; doc++) {
		struct gram_list grams = {0};

		for (uint32_t divisor = 1; divisor <= 40; divisor++) {
			char utf8[8] = {0};

			if (doc % divisor)
				continue;
			size_t n = utf8_put(utf8, 0x4E00 + divisor * 7);
			n += utf8_put(utf8 + n, 0x4E00);
			gram_list_add(&grams, (struct str){utf8, n}, divisor % 2 ? 0 : GRAM_TITLE);
		}
		postings_add(&p, doc, grams.v.p, grams.v.n);
		vec_release(&grams.v);
		if (doc % 7 == 0) {
			assert_int_equal(postings_write(&p, &db), SQLITE_OK);
			assert_int_equal(postings_join(&db, !joined), SQLITE_OK);
		}
	}
	assert_int_equal(postings_write(&p, &db), SQLITE_OK);
	assert_int_equal(db_int(&db, "SELECT count(*) FROM segment", &segments), SQLITE_OK);
	assert_in_range(segments, 1, joined ? 8 : 32);
	for (uint32_t divisor = 1; divisor <= 40; divisor++) {
		uint64_t flag = divisor % 2 ? 0 : GRAM_TITLE;
		uint64_t gram =
			flag | (uint64_t)(0x4E00 + divisor * 7) << 42 | UINT64_C(0x4E00) << 21;

		vec_clear(&found.words);
		assert_int_equal(postings_find(&db, &(struct gram_range){gram, gram}, 1, &found),
				 SQLITE_OK);
		for (uint32_t doc = 1; doc <= 600; doc++)
			assert_int_equal(docset_has(&found, doc), doc % divisor == 0);
	}
	docset_release(&found);
	postings_release(&p);
	db_close(&db);
}

static void documents_are_found_by_gram_in_segments_joined_or_not(void **unused)
{
	(void)unused;
	assert_found_by_gram(true);
	assert_found_by_gram(false);
}

static void parts_of_like_size_are_joined(void **unused)
{
	size_t sizes[PARTS_MOST] = {1000}, n = 1, copied = 0;

	(void)unused;
	/* Batches of like size beside what is there: once each, with the last one. */
	for (; n <= 30; n++) {
		sizes[n] = 20 + n % 7;
		assert_int_equal(parts_due(sizes, n + 1, true), 0);
	}
	sizes[n++] = 1;
	assert_int_equal(parts_due(sizes, n, false), 31);
	/* One batch at a time: few parts, and what is in them is copied seldom. */
	n = 1;
	for (int batch = 0; batch < 4096; batch++) {
		sizes[n++] = 1;
		for (size_t due = parts_due(sizes, n, false); due > 1; due--) {
			sizes[n - 2] += sizes[n - 1];
			copied += sizes[--n];
		}
		assert_in_range(n, 1, 8);
	}
	assert_in_range(copied, 0, 4096 * 12);
	/* Whatever their sizes, there are never too many. */
	for (n = 0; n < PARTS_MOST; n++)
		sizes[n] = (size_t)1 << (62 - n % 62);
	assert_int_equal(parts_due(sizes, n, true), PARTS_MOST);
}

/* ---- progress */

static void the_time_left_is_told_by_files_and_bytes(void **unused)
{
	static const struct {
		struct library_progress now;
		int64_t ms;
		struct pace pace;
	} cases[] = {
		{{.done = 0, .total = 100, .total_bytes = 1 << 20}, 0, {0, 0, 0}},
		{{.done = 10, .total = 100, .bytes = 2000000, .total_bytes = 20000000},
		 1999,
		 {1.0, 0, 18}},
		/* Files without bytes take their time too. */
		{{.done = 20, .total = 100}, 29999, {0, 2, 0}},
		{{.done = 100, .total = 100, .bytes = 500, .total_bytes = 500}, 1, {0.25, 0, 0}},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct pace pace = pace_of(&cases[i].now, cases[i].ms);

		assert_int_equal((int)(pace.megabytes * 100), (int)(cases[i].pace.megabytes * 100));
		assert_int_equal(pace.minutes, cases[i].pace.minutes);
		assert_int_equal(pace.seconds, cases[i].pace.seconds);
	}
}

/* ---- recall */

struct corpus {
	struct buf title[ARTICLES], text[ARTICLES]; /* folded */
	struct buf plain[ARTICLES];
	uint32_t key[ARTICLES];
};

static void load_corpus(struct corpus *c, struct library *lib)
{
	for (uint32_t i = 0; i < ARTICLES; i++) {
		struct buf name = {0};
		uint32_t key;

		buf_addf(&name, "%u.md", i);
		assert_true(library_find(lib, buf_cstr(&name), &key));
		c->key[i] = key;
		struct doc *doc = library_load(lib, key, NULL);

		buf_addstr(&c->plain[i], doc_text(doc));
		fold_key(&c->text[i], doc_text(doc), FOLD_ALL);
		fold_key(&c->title[i], library_article(lib, key)->title, FOLD_ALL);
		doc_free(doc);
		buf_release(&name);
	}
}

static void release_corpus(struct corpus *c)
{
	for (size_t i = 0; i < ARTICLES; i++) {
		buf_release(&c->title[i]);
		buf_release(&c->text[i]);
		buf_release(&c->plain[i]);
	}
	free(c);
}

/* One to twelve code points of an article. */
static struct str random_piece(const struct corpus *c)
{
	struct str text = buf_str(&c->plain[random_below(ARTICLES)]);
	size_t begin = random_below(text.n), end, size;

	while (((unsigned char)text.p[begin] & 0xC0) == 0x80)
		begin--;
	end = begin;
	for (unsigned n = 1 + random_below(12); n > 0 && end < text.n; n--, end += size)
		utf8_at(text.p, end, &size);
	return str_sub(text, begin, end);
}

static const char *const forms[][2] = {
	{"动", "動"}, {"驾", "駕"}, {"驶", "駛"}, {"统", "統"}, {"觉", "覺"}, {"识", "識"},
	{"纠", "糾"}, {"缠", "纏"}, {"让", "讓"}, {"两", "兩"}, {"个", "個"}, {"发", "發"},
	{"现", "現"}, {"后", "後"}, {"经", "經"}, {"网", "網"}, {"训", "訓"}, {"数", "數"},
	{"这", "這"}, {"鲸", "鯨"}, {"场", "場"}, {"视", "視"}, {"难", "難"}, {"时", "時"},
};

/* The other form of each code point that has one: script, kana, width. */
static void convert(struct buf *out, struct str text)
{
	size_t size;

	for (size_t at = 0; at < text.n; at += size) {
		uint32_t cp = utf8_at(text.p, at, &size);
		struct str own = str_sub(text, at, at + size);
		char utf8[4];

		for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
			bool first = str_eq(own, str_of(forms[i][0]));

			if (first || str_eq(own, str_of(forms[i][1]))) {
				own = str_of(forms[i][first]);
				cp = 0;
			}
		}
		if (cp >= 0x3041 && cp <= 0x3096)
			own = (struct str){utf8, utf8_put(utf8, cp + 0x60)};
		else if (cp > ' ' && cp < 0x7F)
			own = (struct str){utf8, utf8_put(utf8, cp + 0xFEE0)};
		buf_addstr(out, own);
	}
}

static void assert_found_where_it_is(struct corpus *c, struct library *lib, struct str piece)
{
	struct query_options how = {.fold = FOLD_ALL, .any_case = true};
	struct buf phrase = {0}, key = {0};

	fold_key(&key, piece, FOLD_ALL);
	buf_addf(&phrase, "\"%.*s\"", STR_ARG(piece));
	struct query *q = query_parse(buf_str(&phrase), &how, NULL, NULL);

	assert_non_null(q);
	/* A phrase of what the fold leaves out asks for nothing. */
	if (q->terms.n && str_eq(q->terms.p[0].key, buf_str(&key))) {
		struct listing_options options = {.query = q};
		struct listing *l = listing_new(lib, &options);
		size_t wanted = 0;

		for (unsigned i = 0; i < ARTICLES; i++) {
			bool has = str_find(buf_str(&c->text[i]), buf_str(&key), 0) != (size_t)-1 ||
				   str_find(buf_str(&c->title[i]), buf_str(&key), 0) != (size_t)-1;

			wanted += has;
			if (has != (listing_row(l, c->key[i]) != (size_t)-1))
				fail_msg("%.*s: %s %u", STR_ARG(piece), has ? "not" : "wrongly", i);
		}
		if (listing_count(l) != wanted)
			fail_msg("%.*s: %zu instead of %zu", STR_ARG(piece), listing_count(l),
				 wanted);
		listing_free(l);
	}
	query_free(q);
	buf_release(&phrase);
	buf_release(&key);
}

static void every_piece_of_a_text_is_found_exactly_where_it_is(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct corpus *corpus = xcalloc(1, sizeof *corpus);
	struct buf other = {0};

	make_library();
	struct library *lib = open_library(state, "index.db");

	load_corpus(corpus, lib);
	seed = 2;
	for (int i = 0; i < 2000; i++) {
		struct str piece = random_piece(corpus);

		assert_found_where_it_is(corpus, lib, piece);
		if (i % 2)
			continue;
		buf_clear(&other);
		convert(&other, piece);
		assert_found_where_it_is(corpus, lib, buf_str(&other));
	}
	buf_release(&other);
	release_corpus(corpus);
	library_close(lib);
	state_close(state);
}

/* What means something to SQL, FTS5 or a shell is what it is here. */
static void signs_stand_for_themselves(void **unused)
{
	(void)unused;
	static const char *const pieces[] = {"%",    "*",  "_",   "'",  "\\",  ";",   "(NEAR)",
					     "100%", "a*", "a*b", "OR", "AND", "NOT", "x_y",
					     "'OR'", "%%", "--",  "?1", "[",   "^",   "~"};
	struct state *state = state_open(NULL);
	struct corpus *corpus = xcalloc(1, sizeof *corpus);

	make_library();
	struct library *lib = open_library(state, "index.db");

	load_corpus(corpus, lib);
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
		assert_found_where_it_is(corpus, lib, str_of(pieces[i]));
	release_corpus(corpus);
	library_close(lib);
	state_close(state);
}

static void the_index_finds_what_a_library_in_memory_finds(void **unused)
{
	(void)unused;
	static const char *const queries[] = {
		"自动驾驶",  "-自动驾驶",   "鲸 -落",   "title:量子",    "date:2005 学習",
		"lang:ja",   "zdjs",        "gpt",      "GPT",           "，",
		"is:unread", "-lang:en ai", "text:che", "tsl",           "te",
		"tesila",    "jiqi xuexi",  "gptm",     "title:zidongj", "-tsl te",
	};
	struct state *state = state_open(NULL);

	make_library();
	struct library *indexed = open_library(state, "index.db");
	struct library *plain = open_library(state, NULL);

	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		struct query_options how = {.fold = FOLD_ALL, .readings = true};
		struct query *q = query_parse(str_of(queries[i]), &how, NULL, NULL);

		for (int order = 0; order < LIBRARY_ORDERS; order++) {
			struct listing_options options = {.query = q,
							  .order = (enum library_order)order};
			struct listing *a = listing_new(indexed, &options);
			struct listing *b = listing_new(plain, &options);

			assert_int_equal(listing_count(a), listing_count(b));
			for (size_t row = 0; row < listing_count(a); row++)
				assert_string_equal(listing_at(a, row)->name,
						    listing_at(b, row)->name);
			listing_free(a);
			listing_free(b);
		}
		query_free(q);
	}
	library_close(indexed);
	library_close(plain);
	state_close(state);
}

/* ---- a cache */

struct watch {
	size_t total, kill_at, calls;
};

static bool note_progress(void *ctx, const struct library_progress *progress)
{
	struct watch *w = ctx;

	w->total = progress->total;
	if (w->kill_at && ++w->calls == w->kill_at)
		raise(SIGKILL);
	return false;
}

/* How many files were read. */
static size_t bring_up_to_date(struct state *state, const char *index)
{
	struct watch watch = {0};
	struct library_options options = library_at(index);

	options.trouble = NULL;
	options.progress = note_progress;
	options.ctx = &watch;
	assert_int_equal(library_index(&options, state, false, true, NULL), 0);
	return watch.total;
}

static size_t count_in(const char *index)
{
	struct state *state = state_open(NULL);
	struct library_options options = library_at(index);

	options.defer = true;
	struct library *lib = library_open(&options, state);
	size_t n = library_count(lib);

	library_close(lib);
	state_close(state);
	return n;
}

static void files_that_did_not_change_are_not_read_again(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);

	make_library();
	assert_int_equal(fs_write("lib/none.txt",
				  STR("\x7f"
				      "ELF\1\1\0\0\0\0\0\0\0\0\0\0\2\0\x3e\0"),
				  0, NULL),
			 0);
	assert_int_equal(bring_up_to_date(state, "index.db"), ARTICLES + 1);
	assert_int_equal(bring_up_to_date(state, "index.db"), 0);
	make_article("lib/3.md", 4);
	make_article("lib/new.md", 4);
	assert_int_equal(unlink("lib/5.md"), 0);
	assert_int_equal(bring_up_to_date(state, "index.db"), 2);
	assert_int_equal(count_in("index.db"), ARTICLES);
	state_close(state);
}

static void what_is_no_index_is_made_anew(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct buf bytes = {0};

	make_library();
	assert_int_equal(fs_write("index.db", STR("this is no database"), 0, NULL), 0);
	struct library *lib = open_library(state, "index.db");

	assert_int_equal(library_count(lib), ARTICLES);
	library_close(lib);
	/* Damage amid it is found when it is come upon. */
	assert_int_equal(fs_read("index.db", SIZE_MAX, &bytes, NULL, NULL), 0);
	memset(bytes.p + 4096, 0x5A, bytes.n - 4096);
	assert_int_equal(fs_write("index.db", buf_str(&bytes), FS_REPLACE, NULL), 0);
	lib = open_library(state, "index.db");
	assert_int_equal(library_count(lib), ARTICLES);
	library_close(lib);
	buf_release(&bytes);
	state_close(state);
}

static void a_killed_writer_leaves_an_index_that_goes_on(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);

	make_library();
	for (size_t at = 1; at < ARTICLES; at += 29) {
		pid_t child = fork();

		if (child == 0) {
			struct watch watch = {.kill_at = at};
			struct library_options options = library_at("index.db");

			options.progress = note_progress;
			options.ctx = &watch;
			options.trouble = NULL;
			library_index(&options, state, false, true, NULL);
			_exit(0);
		}
		int status;

		assert_int_equal(waitpid(child, &status, 0), child);
	}
	bring_up_to_date(state, "index.db");
	assert_int_equal(bring_up_to_date(state, "index.db"), 0);
	assert_int_equal(count_in("index.db"), ARTICLES);
	state_close(state);
}

static bool try_to_write(void *ctx, const struct library_progress *progress)
{
	struct library_options options = library_at("index.db");
	struct err err = {0};

	(void)progress;
	assert_int_equal(library_index(&options, ctx, false, false, &err), -1);
	assert_int_equal(err.code, ERR_BUSY);
	err_release(&err);
	return false;
}

/* Unlike fs_write, which waits for the disk. */
static void append_to(const char *path, const char *text)
{
	FILE *file = fopen(path, "a");

	assert_true(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

/* Of a size at which the folder is not walked each time. */
enum { MIDDLE = 2001 };

static void make_middle_library(struct state *state)
{
	struct buf path = {0};

	assert_int_equal(mkdir("lib", 0700), 0);
	for (unsigned i = 0; i < MIDDLE; i++) {
		buf_clear(&path);
		buf_addf(&path, "lib/%u.txt", i);
		append_to(buf_cstr(&path), "words\n");
	}
	library_close(open_library(state, "index.db"));
	buf_release(&path);
}

static bool stop_before_reading(void *ctx, const struct library_progress *progress)
{
	(void)ctx;
	return progress->total > 0;
}

static void what_a_stopped_writer_has_found_and_not_read_is_read_later(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct library_options options = library_at("index.db");

	make_middle_library(state);
	append_to("lib/new.txt", "words\n");
	options.progress = stop_before_reading;
	assert_int_equal(library_index(&options, state, false, true, NULL), 0);
	struct library *lib = open_library(state, "index.db");

	assert_int_equal(library_count(lib), MIDDLE + 1);
	library_close(lib);
	state_close(state);
}

static void an_edit_in_place_is_seen_in_a_library_of_middle_size(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct query_options how = {.fold = FOLD_ALL};
	struct query *q = query_parse(STR("newly"), &how, NULL, NULL);
	struct listing_options options = {.query = q};

	make_middle_library(state);
	append_to("lib/7.txt", "newly\n");
	struct library *lib = open_library(state, "index.db");
	struct listing *l = listing_new(lib, &options);

	assert_int_equal(library_count(lib), MIDDLE);
	assert_int_equal(listing_count(l), 1);
	listing_free(l);
	library_close(lib);
	query_free(q);
	state_close(state);
}

static bool count_waits(void *ctx, const struct library_progress *progress)
{
	*(unsigned *)ctx += progress->waiting;
	return false;
}

/* Opens it while another process reads it for the first time. */
static bool open_beside(void *ctx, const struct library_progress *progress)
{
	struct library_options options = library_at("index.db");
	unsigned waits = 0;

	if (progress->done != 1)
		return false;
	options.progress = count_waits;
	options.ctx = &waits;
	options.wait_ms = 50;
	struct library *lib = library_open(&options, ctx);

	assert_true(waits > 0);
	assert_non_null(library_notice(lib));
	assert_true(library_count(lib) < ARTICLES);
	library_close(lib);
	return false;
}

static void a_first_index_is_not_waited_for_for_ever(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct library_options options = library_at("index.db");

	make_library();
	options.progress = open_beside;
	options.ctx = state;
	assert_int_equal(library_index(&options, state, false, true, NULL), 0);
	assert_int_equal(count_in("index.db"), ARTICLES);
	state_close(state);
}

static void one_writes_at_a_time(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct library_options options = library_at("index.db");
	struct err err = {0};

	make_library();
	options.trouble = NULL;
	options.progress = try_to_write;
	options.ctx = state;
	assert_int_equal(library_index(&options, state, false, true, &err), 0);
	assert_int_equal(count_in("index.db"), ARTICLES);
	state_close(state);
}

static void where_nothing_can_be_kept_there_is_a_notice_and_the_articles(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);

	make_library();
	struct library *lib = open_library(state, "/proc/no such folder/index.db");

	assert_int_equal(library_count(lib), ARTICLES);
	assert_non_null(library_notice(lib));
	library_close(lib);
	state_close(state);
}

static void another_process_writes_and_the_reader_takes_it_over(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct library_options options = library_at("cache/index.db");

	make_library();
	options.defer = true;
	struct library *lib = library_open(&options, state);

	assert_true(library_deferred(lib));
	assert_int_equal(library_count(lib), 0);
	bring_up_to_date(state, "cache/index.db");
	assert_true(library_update(lib));
	assert_int_equal(library_count(lib), ARTICLES);
	assert_false(library_update(lib));
	assert_int_equal(unlink("lib/7.md"), 0);
	bring_up_to_date(state, "cache/index.db");
	assert_true(library_update(lib));
	assert_int_equal(library_count(lib), ARTICLES - 1);
	/* Made anew, it is another file. */
	options.trouble = NULL;
	assert_int_equal(library_index(&options, state, true, true, NULL), 0);
	assert_true(library_update(lib));
	assert_int_equal(library_count(lib), ARTICLES - 1);
	library_close(lib);
	state_close(state);
}

static void a_look_at_folders_that_did_not_change_loses_no_row(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct library_options options = library_at("cache/index.db");
	struct listing_options all = {0};
	uint32_t key;

	make_library();
	bring_up_to_date(state, "cache/index.db");
	options.defer = true;
	options.trouble = NULL;
	struct library *lib = library_open(&options, state);

	library_update(lib);
	struct listing *l = listing_new(lib, &all);

	assert_false(library_rescan(lib));
	assert_true(listing_at(l, 0)->title.n > 0);
	listing_free(l);
	/* A disk that is taken out and put in again. */
	assert_int_equal(rename("lib", "elsewhere"), 0);
	assert_true(library_rescan(lib));
	assert_int_equal(library_count(lib), 0);
	assert_int_equal(rename("elsewhere", "lib"), 0);
	assert_true(library_rescan(lib));
	assert_int_equal(library_count(lib), ARTICLES);
	assert_true(library_find(lib, "lib/7.md", &key));
	library_close(lib);
	state_close(state);
}

static void note(void *ctx, const struct err *err)
{
	buf_addf(ctx, "%s\n", err_text(err));
}

static void patterns_without_end_are_told_and_do_not_count(void **unused)
{
	(void)unused;
	static const char *const folders[] = {"lib"};
	struct state *state = state_open(NULL);
	struct buf patterns = {0}, told = {0};
	struct library_options options = {
		.paths = folders, .n_paths = 1, .index = "index.db", .trouble = note, .ctx = &told};

	assert_int_equal(mkdir("lib", 0700), 0);
	make_article("lib/a.md", 0);
	make_article("lib/b.md", 1);
	for (int i = 0; i < 999; i++)
		buf_addf(&patterns, "x%d\n", i);
	buf_adds(&patterns, "a.md\nb.md\n");
	assert_int_equal(fs_write("lib/.karpreadignore", buf_str(&patterns), 0, NULL), 0);
	struct library *lib = library_open(&options, state);

	assert_int_equal(library_count(lib), 1);
	assert_non_null(strstr(buf_cstr(&told), "1000"));
	library_close(lib);
	state_close(state);
	buf_release(&patterns);
	buf_release(&told);
}

static void patterns_that_cannot_be_read_are_told(void **unused)
{
	(void)unused;
	static const char *const folders[] = {"lib"};
	struct state *state = state_open(NULL);
	struct buf told = {0};
	struct library_options options = {
		.paths = folders, .n_paths = 1, .index = "index.db", .trouble = note, .ctx = &told};

	assert_int_equal(mkdir("lib", 0700), 0);
	make_article("lib/a.md", 0);
	assert_int_equal(fs_write("patterns", STR("a.md\n"), 0, NULL), 0);
	assert_int_equal(symlink("../patterns", "lib/.karpreadignore"), 0);
	struct library *lib = library_open(&options, state);

	assert_int_equal(library_count(lib), 1);
	assert_non_null(strstr(buf_cstr(&told), "lib/.karpreadignore: "));
	library_close(lib);
	state_close(state);
	buf_release(&told);
}

static bool remove_all(void *ctx, const struct library_progress *progress)
{
	(void)ctx;
	for (int i = 0; i < 4 && progress->done == 1; i++) {
		char name[] = "lib/0.md";

		name[4] = (char)('0' + i);
		assert_int_equal(unlink(name), 0);
	}
	return false;
}

static void a_file_that_vanishes_while_others_are_read_is_not_missed(void **unused)
{
	(void)unused;
	struct state *state = state_open(NULL);
	struct library_options options = library_at("index.db");

	assert_int_equal(mkdir("lib", 0700), 0);
	for (unsigned i = 0; i < 4; i++) {
		char name[] = "lib/0.md";

		name[4] = (char)('0' + i);
		make_article(name, i);
	}
	options.progress = remove_all;
	/* Any trouble that is told fails the test. */
	assert_int_equal(library_index(&options, state, false, true, NULL), 0);
	assert_int_equal(count_in("index.db"), 1);
	options.progress = NULL;
	assert_int_equal(library_index(&options, state, false, true, NULL), 0);
	assert_int_equal(count_in("index.db"), 0);
	state_close(state);
}

static void what_is_to_be_ignored_is_left_out(void **unused)
{
	(void)unused;
	static const char *const files[] = {"a.md",      "b.md",        "keep.bak",
					    "x.bak",     "sub/c.md",    "sub/b.md",
					    "sub/x.bak", "drafts/d.md", "sub/drafts/e.md"};
	struct state *state = state_open(NULL);
	struct buf path = {0}, names = {0};

	assert_int_equal(mkdir("lib", 0700), 0);
	assert_int_equal(mkdir("lib/sub", 0700), 0);
	assert_int_equal(mkdir("lib/drafts", 0700), 0);
	assert_int_equal(mkdir("lib/sub/drafts", 0700), 0);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		fs_join(&path, "lib", files[i]);
		make_article(buf_cstr(&path), (unsigned)i);
	}
	assert_int_equal(fs_write("lib/.karpreadignore",
				  STR("# no drafts\n\n*.bak\n!keep.bak\n/drafts/\nsub/c.md\n"), 0,
				  NULL),
			 0);
	assert_int_equal(fs_write("lib/sub/.karpreadignore",
				  STR("\xEF\xBB\xBF"
				      "b.md\r\n"),
				  0, NULL),
			 0);
	struct library_options options = library_at("index.db");

	/* Hidden files are listed; those of patterns are none the less no articles. */
	options.fs_flags = FS_WALK_HIDDEN;
	struct library *lib = library_open(&options, state);
	struct listing_options by_path = {.order = LIBRARY_BY_PATH};
	struct listing *l = listing_new(lib, &by_path);

	for (size_t i = 0; i < listing_count(l); i++)
		buf_addf(&names, "%s ", listing_at(l, i)->name);
	assert_string_equal(buf_cstr(&names), "a.md b.md keep.bak sub/drafts/e.md ");
	buf_release(&names);
	buf_release(&path);
	listing_free(l);
	library_close(lib);
	state_close(state);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_set_up, folder_tear_down)
		TEST(every_piece_of_a_text_has_only_grams_of_the_text),
		TEST(documents_are_found_by_gram_in_segments_joined_or_not),
		TEST(parts_of_like_size_are_joined),
		TEST(the_time_left_is_told_by_files_and_bytes),
		TEST(every_piece_of_a_text_is_found_exactly_where_it_is),
		TEST(signs_stand_for_themselves),
		TEST(the_index_finds_what_a_library_in_memory_finds),
		TEST(files_that_did_not_change_are_not_read_again),
		TEST(what_is_no_index_is_made_anew),
		TEST(a_killed_writer_leaves_an_index_that_goes_on),
		TEST(what_a_stopped_writer_has_found_and_not_read_is_read_later),
		TEST(an_edit_in_place_is_seen_in_a_library_of_middle_size),
		TEST(a_first_index_is_not_waited_for_for_ever),
		TEST(one_writes_at_a_time),
		TEST(a_look_at_folders_that_did_not_change_loses_no_row),
		TEST(a_file_that_vanishes_while_others_are_read_is_not_missed),
		TEST(what_is_to_be_ignored_is_left_out),
		TEST(patterns_without_end_are_told_and_do_not_count),
		TEST(patterns_that_cannot_be_read_are_told),
		TEST(where_nothing_can_be_kept_there_is_a_notice_and_the_articles),
		TEST(another_process_writes_and_the_reader_takes_it_over),
	};

	return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
