/* SPDX-License-Identifier: ISC
 *
 * Throughput of the fold, as a key alone and with its map, against NFKC and case folding by
 * libunistring over the same text (which does less: no kana, no Han, no map), and how time grows
 * with the text.
 *
 *	bench_fold [FILE]...	each file, repeated; else built-in texts
 */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <unicase.h>
#include <uninorm.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/fs.h"
#include "text/fold.h"
#include "text/reading.h"

enum { ROUNDS = 5, SIZE = 4 * 1024 * 1024, LIMIT = 64 * 1024 * 1024, TITLES = 100000 };

static const struct sample {
	const char *name, *text;
} samples[] = {
	{"Chinese",
	 "前特斯拉人工智能总监宣布重返OpenAI，他说：“我一直被这里的人与工作所鼓舞。”这个消息在"
	 "2023年2月引起了不小的关注——毕竟，用户数在两个月内就达到了1亿。\n"},
	{"Japanese",
	 "テスラの元ＡＩディレクターは、2023年2月にＯｐｅｎＡＩへ戻ると発表した。「ここの人々と"
	 "仕事に刺激を受けている」と述べた。\n"},
	{"Korean", "테슬라의 전 인공지능 책임자가 2023년 2월에 오픈AI로 돌아간다고 발표했다.\n"},
	{"English", "The former director of AI at Tesla announced in February 2023 that he would "
		    "return; he had been inspired by the people here.\n"},
	{"French", "L'ancien directeur de l'équipe a annoncé en février son départ à l'été.\n"},
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void by_key(struct str text)
{
	struct buf key = {0};

	fold_key(&key, text, FOLD_ALL);
	buf_release(&key);
}

static void by_map(struct str text)
{
	struct fold f = {0};

	fold_text(&f, text, FOLD_ALL);
	fold_release(&f);
}

static void by_library(struct str text)
{
	size_t n;

	free(u8_casefold((const uint8_t *)text.p, text.n, NULL, UNINORM_NFKC, NULL, &n));
}

/* The best of some rounds, in seconds. */
static double time_of(void (*what)(struct str), struct str text)
{
	double best = 1e9;

	for (int round = 0; round < ROUNDS; round++) {
		double start = now(), took;

		what(text);
		took = now() - start;
		if (took < best)
			best = took;
	}
	return best;
}

static void compare(const char *name, struct str text)
{
	struct buf once = {0}, twice = {0};

	while (once.n < SIZE)
		buf_addstr(&once, text);
	buf_addstr(&twice, buf_str(&once));
	buf_addstr(&twice, buf_str(&once));
	double key = time_of(by_key, buf_str(&once)), map = time_of(by_map, buf_str(&once));
	double library = time_of(by_library, buf_str(&once));
	double doubled = time_of(by_map, buf_str(&twice));
	double megabytes = (double)once.n / 1e6;

	printf("%-9s key %.0f MB/s, map %.0f MB/s, library %.0f MB/s, ratio %.1f; twice the text "
	       "%.2f times the time\n",
	       name, megabytes / key, megabytes / map, megabytes / library, library / map,
	       doubled / map);
	buf_release(&once);
	buf_release(&twice);
}

static void match_titles(const char *query)
{
	static const struct str title = STR_INIT("马斯克痛失AI大主管，自动驾驶和人形机器人都靠他");
	struct reading reading;
	size_t begin, end, hits = 0;
	double start = now();

	if (!reading_init(&reading, str_of(query)))
		return;
	for (int i = 0; i < TITLES; i++)
		hits += reading_match(&reading, title, &begin, &end);
	printf("%s by pinyin in %d titles: %.1f ms, %zu hits\n", query, TITLES,
	       (now() - start) * 1e3, hits);
}

int main(int argc, char **argv)
{
	struct err err = {0};

	for (size_t i = 0; argc < 2 && i < sizeof samples / sizeof *samples; i++)
		compare(samples[i].name, str_of(samples[i].text));
	for (int i = 1; i < argc; i++) {
		struct buf file = {0};

		if (fs_read(argv[i], LIMIT, &file, NULL, &err)) {
			fprintf(stderr, "%s\n", err_text(&err));
			return 1;
		}
		compare(fs_base(argv[i]), buf_str(&file));
		buf_release(&file);
	}
	match_titles("zdjs");
	match_titles("tesila");
	return 0;
}
