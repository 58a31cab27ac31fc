/* SPDX-License-Identifier: ISC
 *
 * make_corpus SEEDS FOLDER N: N articles for measuring, recombined of the clauses of the articles
 * in the folder SEEDS. The same input gives the same files; a smaller N gives the first of a
 * larger one. A few articles have few different words, and an index of mere copies would be too
 * kind to measure: one clause in three gets a made-up word, drawn from a large dictionary in which
 * the n-th word is n times as rare as the first. Known answers: "鯨落" with the number's digits
 * stands in every 97th article as a needle, 量子纠缠 in one of a hundred. Article i has author
 * i modulo 700, and tags i modulo 30 and modulo 900.
 */
#include "config.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "doc/format.h"
#include "text/script.h"
#include "text/utf8.h"

enum { WORDS = 60000, ARTICLE = 6900, RARE = 100, NEEDLE = 97, AUTHORS = 700, TAGS = 30 };

struct corpus {
	struct buf text; /* of all seeds */
	VEC(struct str) clauses;
	VEC(struct str) letters; /* their Han characters, as often as they stand there */
	uint64_t random;
};

static uint32_t below(struct corpus *c, size_t n)
{
	c->random = c->random * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)((c->random >> 33) % n);
}

static void die(const struct err *err)
{
	fprintf(stderr, "make_corpus: %s\n", err_text(err));
	exit(1);
}

static void read_seeds(struct corpus *c, const char *folder)
{
	struct dirent **names;
	int n = scandir(folder, &names, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		struct buf path = {0};

		fs_join(&path, folder, names[i]->d_name);
		struct doc *doc = names[i]->d_name[0] == '.'
					  ? NULL
					  : format_open(buf_cstr(&path), NULL, NULL, NULL);

		if (doc)
			buf_addstr(&c->text, doc_text(doc));
		doc_free(doc);
		buf_release(&path);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

static void cut_clauses(struct corpus *c)
{
	struct str text = buf_str(&c->text);
	size_t begin = 0, size;

	for (size_t at = 0; at < text.n; at += size) {
		uint32_t cp = utf8_at(text.p, at, &size);
		bool stop = cp == '\n' || cp == 0x3002 || cp == 0xFF0C || cp == '.' || cp == 0x3001;

		if (script_of(cp) == SCRIPT_HAN)
			vec_push(&c->letters, str_sub(text, at, at + size));
		if (!stop)
			continue;
		if (at - begin >= 12)
			vec_push(&c->clauses, str_sub(text, begin, cp == '\n' ? at : at + size));
		begin = at + size;
	}
}

/* The word of this rank: two or three characters, always the same ones. */
static void add_word(struct corpus *c, struct buf *out, uint32_t rank)
{
	uint64_t kept = c->random;

	c->random = rank;
	for (uint32_t n = 2 + below(c, 2); n > 0; n--)
		buf_addstr(out, c->letters.p[below(c, c->letters.n)]);
	c->random = kept;
}

static void add_clauses(struct corpus *c, struct buf *out, size_t bytes)
{
	while (out->n < bytes) {
		buf_addstr(out, c->clauses.p[below(c, c->clauses.n)]);
		if (below(c, 3) == 0)
			/* 1/rank: the inverse of a uniform number. */
			add_word(c, out, WORDS / (1 + below(c, WORDS)));
		if (below(c, 3) == 0)
			add_word(c, out, below(c, WORDS));
		if (below(c, 8) == 0)
			buf_adds(out, "\n\n");
	}
}

static void make_article(struct corpus *c, const char *folder, uint32_t i)
{
	static const char *const suffixes[] = {"html", "txt", "md"};
	struct buf path = {0}, title = {0}, text = {0}, out = {0};
	struct err err = {0};
	uint32_t kind = below(c, 3), year = 2005 + below(c, 20);

	add_word(c, &title, below(c, WORDS));
	add_word(c, &title, below(c, WORDS));
	add_clauses(c, &text, ARTICLE / 2 + below(c, ARTICLE));
	if (i % NEEDLE == 0)
		buf_addf(&text, "鲸落%06" PRIu32, i);
	if (below(c, RARE) == 0)
		buf_adds(&text, "所谓量子纠缠");
	buf_addf(&out, "---\ntitle: %s %" PRIu32 "\ndate: %" PRIu32 "-%02u-%02u\n", buf_cstr(&title),
		 i, year, 1 + below(c, 12), 1 + below(c, 28));
	/* Numbers, not below(): what follows in the sequence stays what it was. */
	buf_addf(&out, "author: 作者%" PRIu32 "\ntags: [标签%" PRIu32 ", 专题%" PRIu32 "]\n---\n\n",
		 i % AUTHORS, i % TAGS, i % (TAGS * TAGS));
	if (kind == 0)
		buf_addf(&out, "<html><body><article><h1>%s</h1>\n<p>", buf_cstr(&title));
	buf_addstr(&out, buf_str(&text));
	buf_adds(&out, kind == 0 ? "</p></article></body></html>\n" : "\n");
	buf_addf(&path, "%s/%" PRIu32, folder, year);
	if (fs_mkdir(buf_cstr(&path), 0777, &err) < 0)
		die(&err);
	buf_addf(&path, "/%06" PRIu32 ".%s", i, suffixes[kind]);
	FILE *file = fopen(buf_cstr(&path), "w");

	if (!file || fwrite(out.p, 1, out.n, file) < out.n || fclose(file) != 0) {
		perror(buf_cstr(&path));
		exit(1);
	}
	buf_release(&path);
	buf_release(&title);
	buf_release(&text);
	buf_release(&out);
}

int main(int argc, char **argv)
{
	struct corpus c = {0};

	if (argc != 4) {
		fputs("Usage: make_corpus SEEDS FOLDER N\n", stderr);
		return 2;
	}
	read_seeds(&c, argv[1]);
	cut_clauses(&c);
	if (!c.clauses.n || !c.letters.n) {
		fprintf(stderr, "make_corpus: %s has no articles.\n", argv[1]);
		return 1;
	}
	for (uint32_t i = 0; i < (uint32_t)strtoul(argv[3], NULL, 10); i++) {
		c.random = i;
		make_article(&c, argv[2], i);
	}
	vec_release(&c.clauses);
	vec_release(&c.letters);
	buf_release(&c.text);
	return 0;
}
