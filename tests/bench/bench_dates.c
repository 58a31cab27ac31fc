/* SPDX-License-Identifier: ISC
 *
 * Throughput of the tagger on one core, and how time grows with the text.
 *
 *	bench_dates FILE...	articles; each is read, and its text repeated
 */
#include "config.h"

#include <stdio.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/fs.h"
#include "dates/tag.h"
#include "doc/doc.h"
#include "doc/format.h"

enum { ROUNDS = 5, SIZE = 4 * 1024 * 1024 };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The best of some rounds, in seconds. */
static double time_of(struct str text, const struct civil *date, size_t *mentions)
{
	struct tag_input in = {.text = text, .date = date};
	double best = 1e9;

	for (int round = 0; round < ROUNDS; round++) {
		struct tags tags = {0};
		double start = now(), took;

		tag_text(&tags, &in);
		took = now() - start;
		*mentions = tags.mentions.n;
		tags_release(&tags);
		if (took < best)
			best = took;
	}
	return best;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct err err = {0};
		struct doc *doc = format_open(argv[i], NULL, NULL, &err);
		struct buf once = {0}, twice = {0};
		size_t mentions;

		if (!doc) {
			fprintf(stderr, "%s\n", err_text(&err));
			return 1;
		}
		while (once.n < SIZE && doc->text.n)
			buf_addstr(&once, doc_text(doc));
		buf_addstr(&twice, buf_str(&once));
		buf_addstr(&twice, buf_str(&once));
		double doubled = time_of(buf_str(&twice), &doc->meta.date, &mentions);
		double single = time_of(buf_str(&once), &doc->meta.date, &mentions);

		printf("dates in %s: %.1f MB/s, %zu mentions a MB; twice the text %.2f times the "
		       "time\n",
		       fs_base(argv[i]), (double)once.n / 1e6 / single,
		       mentions * 1000000 / (once.n ? once.n : 1), doubled / single);
		buf_release(&once);
		buf_release(&twice);
		doc_free(doc);
	}
	return 0;
}
