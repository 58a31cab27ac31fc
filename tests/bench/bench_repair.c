/* SPDX-License-Identifier: ISC
 *
 * What mending costs, beside memchr's look at every byte.
 *
 * usage: bench_repair CLEAN DAMAGED
 *
 * Each file is repeated to 16 MB, and the fastest of five runs counts.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/fs.h"
#include "repair/repair.h"

#define SIZE (16 << 20)
#define RUNS 5

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static size_t look(struct str text)
{
	size_t n = 0;

	for (const char *p = text.p, *end = text.p + text.n; p < end; p++, n++) {
		p = memchr(p, '(', (size_t)(end - p));
		if (!p)
			break;
	}
	return n;
}

static int bench(const char *what, const char *path)
{
	struct buf file = {0}, text = {0};
	struct err err = {0};
	double memchrs = 1e9, mends = 1e9;
	size_t marks = 0;
	struct repair r = {0};

	if (fs_read(path, SIZE, &file, NULL, &err) < 0 || file.n == 0) {
		fprintf(stderr, "bench_repair: %s\n", err_text(&err));
		err_release(&err);
		return 1;
	}
	while (text.n < SIZE)
		buf_addstr(&text, buf_str(&file));
	for (int i = 0; i < RUNS; i++) {
		double start = seconds();

		marks += look(buf_str(&text));
		double looked = seconds();

		repair_text(&r, buf_str(&text));
		double mended = seconds();

		memchrs = looked - start < memchrs ? looked - start : memchrs;
		mends = mended - looked < mends ? mended - looked : mends;
	}
	double mb = (double)text.n / 1e6;

	printf("%-8s %8.0f MB/s  %zu spans  (memchr of %zu parentheses: %.0f MB/s)\n", what,
	       mb / mends, r.spans.n, marks / RUNS, mb / memchrs);
	repair_release(&r);
	buf_release(&text);
	buf_release(&file);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: bench_repair CLEAN DAMAGED\n");
		return 2;
	}
	return bench("clean", argv[1]) || bench("damaged", argv[2]);
}
