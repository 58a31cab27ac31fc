/* SPDX-License-Identifier: ISC
 *
 * usage: make_corpus [-m MAILDIR] [-f FEEDS] SEEDS FOLDER N
 *
 * N articles for measuring in FOLDER, recombined of those in the folder SEEDS. The same input
 * gives the same files; a smaller N gives the first of a larger one. For programs that read
 * something else the same articles are also written as messages, one a file, and as feeds of a
 * thousand articles, with a list of their addresses in FEEDS/urls.
 *
 * Known answers: "鲸落" with the number's digits stands in every 97th article as a needle,
 * 量子纠缠 in one of a hundred. Article i has author i modulo 700, and tags i modulo 30 and
 * modulo 900.
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "recombine.h"

enum { ARTICLE = 6900 /* bytes, about */, RARE = 100, NEEDLE = 97, FEED = 1000 /* articles */ };

enum { AUTHORS = 700, TAGS = 30 };

enum kind { HTML, PLAIN, MARKDOWN, KINDS };

struct article {
	uint32_t number;
	enum kind kind;
	int year, month, day;
	struct buf title, text;
};

static void stop(const char *path)
{
	perror(path);
	exit(1);
}

static void make_folder(const char *path)
{
	struct err err = {0};

	if (fs_mkdir(path, 0777, &err) == 0)
		return;
	fprintf(stderr, "make_corpus: %s\n", err_text(&err));
	exit(1);
}

static void write_file(const char *path, const char *mode, const struct buf *content)
{
	FILE *file = fopen(path, mode);

	if (!file || fwrite(content->p, 1, content->n, file) < content->n || fclose(file) != 0)
		stop(path);
}

static void make_text(struct recombiner *r, struct article *a)
{
	r->random = a->number;
	a->kind = recombine_below(r, KINDS);
	a->year = 2005 + (int)recombine_below(r, 20);
	a->month = 1 + (int)recombine_below(r, 12);
	a->day = 1 + (int)recombine_below(r, 28);
	recombine_word(r, &a->title);
	recombine_word(r, &a->title);
	buf_addf(&a->title, " %" PRIu32, a->number);
	recombine_clauses(r, &a->text, ARTICLE / 2 + recombine_below(r, ARTICLE),
			  a->kind == HTML ? "</p>\n<p>" : "\n\n");
	if (a->number % NEEDLE == 0)
		buf_addf(&a->text, "鲸落%06" PRIu32, a->number);
	if (recombine_below(r, RARE) == 0)
		buf_adds(&a->text, "所谓量子纠缠");
}

static void add_body(const struct article *a, struct buf *out)
{
	if (a->kind == HTML)
		buf_addf(out, "<html><body><article><h1>%s</h1>\n<p>", buf_cstr(&a->title));
	buf_addstr(out, buf_str(&a->text));
	buf_adds(out, a->kind == HTML ? "</p></article></body></html>\n" : "\n");
}

static void write_article(const struct article *a, const char *folder)
{
	static const char *const suffixes[KINDS] = {"html", "txt", "md"};
	struct buf path = {0}, out = {0};

	buf_addf(&path, "%s/%d", folder, a->year);
	make_folder(buf_cstr(&path));
	buf_addf(&path, "/%06" PRIu32 ".%s", a->number, suffixes[a->kind]);
	buf_addf(&out, "---\ntitle: %s\ndate: %d-%02d-%02d\n", buf_cstr(&a->title), a->year,
		 a->month, a->day);
	buf_addf(&out, "author: 作者%" PRIu32 "\ntags: [标签%" PRIu32 ", 专题%" PRIu32 "]\n---\n\n",
		 a->number % AUTHORS, a->number % TAGS, a->number % (TAGS * TAGS));
	add_body(a, &out);
	write_file(buf_cstr(&path), "w", &out);
	buf_release(&path);
	buf_release(&out);
}

static void add_date(const struct article *a, struct buf *out)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	buf_addf(out, "%d %.3s %d 12:00:00 +0000", a->day, names + (a->month - 1) * 3, a->year);
}

static void write_message(const struct article *a, const char *maildir)
{
	struct buf path = {0}, out = {0};

	buf_addf(&path, "%s/cur/%06" PRIu32 ".bench:2,S", maildir, a->number);
	buf_addf(&out, "From: Bench <bench@example.org>\nSubject: %s\nDate: ", buf_cstr(&a->title));
	add_date(a, &out);
	buf_addf(&out,
		 "\nMessage-ID: <%" PRIu32 "@example.org>\nMIME-Version: 1.0\n"
		 "Content-Type: text/%s; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n",
		 a->number, a->kind == HTML ? "html" : "plain");
	add_body(a, &out);
	write_file(buf_cstr(&path), "w", &out);
	buf_release(&path);
	buf_release(&out);
}

static void make_maildir(const char *maildir)
{
	static const char *const parts[] = {"cur", "new", "tmp"};
	struct buf path = {0};

	make_folder(maildir);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		fs_join(&path, maildir, parts[i]);
		make_folder(buf_cstr(&path));
	}
	buf_release(&path);
}

static void write_item(const struct article *a, const char *feeds, bool last)
{
	struct buf path = {0}, out = {0};
	uint32_t feed = a->number / FEED;
	bool begins = a->number % FEED == 0;

	if (begins) {
		buf_addf(&out, "file://%s/feed%04" PRIu32 ".xml\n", feeds, feed);
		fs_join(&path, feeds, "urls");
		write_file(buf_cstr(&path), feed ? "a" : "w", &out);
		buf_clear(&out);
		buf_clear(&path);
		buf_addf(&out,
			 "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\">"
			 "<channel><title>feed%04" PRIu32 "</title>"
			 "<link>http://example.org/</link>\n",
			 feed);
	}
	buf_addf(&out,
		 "<item><title>%s</title><link>http://example.org/%" PRIu32 "</link><guid>%" PRIu32
		 "</guid><pubDate>",
		 buf_cstr(&a->title), a->number, a->number);
	add_date(a, &out);
	buf_adds(&out, "</pubDate><description><![CDATA[");
	add_body(a, &out);
	buf_adds(&out, "]]></description></item>\n");
	if (last || (a->number + 1) % FEED == 0)
		buf_adds(&out, "</channel></rss>\n");
	buf_addf(&path, "%s/feed%04" PRIu32 ".xml", feeds, feed);
	write_file(buf_cstr(&path), begins ? "w" : "a", &out);
	buf_release(&path);
	buf_release(&out);
}

int main(int argc, char **argv)
{
	struct recombiner r;
	const char *maildir = NULL, *feeds = NULL;
	int opt;

	while ((opt = getopt(argc, argv, "m:f:")) != -1) {
		if (opt == 'm')
			maildir = optarg;
		else if (opt == 'f')
			feeds = optarg;
		else
			return 2;
	}
	if (argc - optind != 3) {
		fputs("usage: make_corpus [-m MAILDIR] [-f FEEDS] SEEDS FOLDER N\n", stderr);
		return 2;
	}
	recombiner_open(&r, argv[optind]);
	make_folder(argv[optind + 1]);
	if (maildir)
		make_maildir(maildir);
	if (feeds)
		make_folder(feeds);
	for (uint32_t i = 0, n = (uint32_t)strtoul(argv[optind + 2], NULL, 10); i < n; i++) {
		struct article a = {.number = i};

		make_text(&r, &a);
		write_article(&a, argv[optind + 1]);
		if (maildir)
			write_message(&a, maildir);
		if (feeds)
			write_item(&a, feeds, i + 1 == n);
		buf_release(&a.title);
		buf_release(&a.text);
	}
	recombiner_release(&r);
	return 0;
}
