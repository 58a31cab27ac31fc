/* SPDX-License-Identifier: ISC
 *
 * Throughput of a whole flow (clusters, widths, breaks, kinsoku, lines, runs) against three calls
 * of libunistring one after another over the same Chinese text, and how time grows with the text.
 *
 *	bench_flow [FILE]...	the texts of the files, repeated; else a built-in one
 */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <unigbrk.h>
#include <unilbrk.h>
#include <uniwidth.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/fs.h"
#include "base/mem.h"
#include "doc/build.h"
#include "layout/flow.h"

enum { ROUNDS = 5, SIZE = 4 * 1024 * 1024, LIMIT = 64 * 1024 * 1024 };

static const char sample[] = "前特斯拉人工智能总监宣布重返OpenAI，他说：“我一直被这里的人与工作所鼓"
			     "舞。”这个消息在2023年2月"
			     "引起了不小的关注——毕竟，ChatGPT的用户数在两个月内就达到了1亿。他过去"
			     "在特斯拉领导自动驾驶视觉"
			     "团队（约300人），更早则是斯坦福大学的博士生，研究方向是图像与语言的结"
			     "合。有网友问：“你会做什么"
			     "呢？”他回答说，暂时还不知道……不过可以确定的是，自己会继续写《从零开始"
			     "的神经网络》这个系列。\n";

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static size_t walk_flow(const struct doc *doc)
{
	struct flow_options options = {.width = 80, .brk.kinsoku = BRK_KINSOKU_BASIC};
	struct flow *flow = flow_new(doc, &options);
	struct flow_pos pos = {0};
	size_t lines = 0;

	while (flow_line(flow, pos)) {
		lines++;
		if (!flow_next(flow, &pos))
			break;
	}
	flow_free(flow);
	return lines;
}

static size_t call_library(const struct doc *doc)
{
	const uint8_t *p = (const uint8_t *)doc->text.p;
	size_t n = doc->text.n;
	char *edges = xmalloc(n);
	size_t sum;

	u8_possible_linebreaks(p, n, "UTF-8", edges);
	u8_grapheme_breaks(p, n, edges);
	sum = (size_t)u8_width(p, n, "UTF-8");
	free(edges);
	return sum;
}

/* The best of some rounds, in seconds. */
static double time_of(size_t (*what)(const struct doc *), const struct doc *doc)
{
	double best = 1e9;

	for (int round = 0; round < ROUNDS; round++) {
		double start = now(), took;
		volatile size_t result = what(doc);

		(void)result;
		took = now() - start;
		if (took < best)
			best = took;
	}
	return best;
}

/* Paragraphs until there are `size` bytes; or one paragraph of them all. */
static struct doc *make_doc(struct str text, size_t size, bool one)
{
	struct doc *doc = doc_new();
	struct doc_build b;
	size_t added = 0;

	doc_build_init(&b, doc);
	while (added < size) {
		struct str rest = text, line;

		while (str_split(&rest, '\n', &line)) {
			if (!one)
				doc_block_begin(&b, DOC_PARAGRAPH);
			doc_add_text(&b, line);
		}
		added += text.n;
	}
	doc_build_finish(&b);
	return doc;
}

static void compare(struct str text, bool one)
{
	struct doc *doc = make_doc(text, SIZE, one), *twice = make_doc(text, 2 * SIZE, one);
	double flow = time_of(walk_flow, doc), library = time_of(call_library, doc);
	double doubled = time_of(walk_flow, twice);
	double megabytes = (double)doc->text.n / 1e6;

	printf("%s: flow %.1f MB/s, library %.1f MB/s, ratio %.2f; twice the text %.2f times the "
	       "time\n",
	       one ? "one paragraph" : "paragraphs", megabytes / flow, megabytes / library,
	       library / flow, doubled / flow);
	doc_free(doc);
	doc_free(twice);
}

int main(int argc, char **argv)
{
	struct buf text = {0};
	struct err err = {0};

	for (int i = 1; i < argc; i++) {
		struct buf file = {0};

		if (fs_read(argv[i], LIMIT, &file, NULL, &err)) {
			fprintf(stderr, "%s\n", err_text(&err));
			return 1;
		}
		buf_addstr(&text, buf_str(&file));
		buf_release(&file);
	}
	if (text.n == 0)
		buf_adds(&text, sample);
	compare(buf_str(&text), false);
	compare(buf_str(&text), true);
	buf_clear(&text);
	buf_addn(&text, 'x', 5 * 1000 * 1000);
	compare(buf_str(&text), true);
	buf_release(&text);
	return 0;
}
