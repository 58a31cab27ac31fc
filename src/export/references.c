/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "export/references.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A piece of text put in behind the byte `at` of the old text. */
struct insertion {
	size_t at;
	struct str text;
	size_t before; /* bytes put in by the earlier ones */
};

struct insertions {
	VEC(struct insertion) v;
};

static int compare(const void *a, const void *b)
{
	const struct insertion *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

/* A link that gets a number, and the first one that has the same target. */
struct numbered {
	struct str target;
	size_t end; /* of its text */
	size_t at, first;
	size_t number;
};

static int compare_targets(const void *a, const void *b)
{
	const struct numbered *x = *(struct numbered *const *)a, *y = *(struct numbered *const *)b;
	int order = str_cmp(x->target, y->target);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* Sorted rather than compared each with each: an article may have a hundred thousand links. */
static void find_first(struct numbered *links, size_t n)
{
	struct numbered **sorted = xcalloc(n, sizeof *sorted);

	for (size_t i = 0; i < n; i++)
		sorted[i] = &links[i];
	qsort(sorted, n, sizeof *sorted, compare_targets);
	for (size_t i = 0; i < n; i++) {
		bool same = i && str_eq(sorted[i]->target, sorted[i - 1]->target);

		sorted[i]->first = same ? sorted[i - 1]->first : sorted[i]->at;
	}
	free(sorted);
}

static void collect(struct doc *copy, const struct doc *doc, struct references *r,
		    struct insertions *ins)
{
	VEC(struct numbered) links = {0};
	struct buf label = {0};

	for (size_t i = 0; i < doc->links.n; i++) {
		const struct doc_link *link = &doc->links.p[i];
		struct str text = str_sub(doc_text(doc), link->begin, link->end);
		struct numbered next = {.target = link->target, .end = link->end, .at = links.n};

		if (link->target.n && text.n && !str_eq(text, link->target))
			vec_push(&links, next);
	}
	if (links.n)
		find_first(links.p, links.n);
	for (size_t i = 0; i < links.n; i++) {
		struct numbered *link = &links.p[i];

		if (link->first == i) {
			vec_push(&r->targets, arena_str(&copy->arena, link->target));
			link->number = r->targets.n;
		} else {
			link->number = links.p[link->first].number;
		}
		buf_clear(&label);
		buf_addf(&label, "[%zu]", link->number);
		vec_push(&ins->v, (struct insertion){
					  .at = link->end,
					  .text = arena_str(&copy->arena, buf_str(&label)),
				  });
	}
	vec_release(&links);
	buf_release(&label);
	if (ins->v.n)
		qsort(ins->v.p, ins->v.n, sizeof *ins->v.p, compare);
	for (size_t i = 1; i < ins->v.n; i++)
		ins->v.p[i].before = ins->v.p[i - 1].before + ins->v.p[i - 1].text.n;
}

/*
 * The offset in the new text of an offset in the old. What is put in at the very offset counts
 * as before it when `behind`: so for ends of blocks and for all beginnings, not for ends of spans.
 */
static size_t moved(const struct insertions *ins, size_t offset, bool behind)
{
	size_t low = 0, high = ins->v.n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (ins->v.p[mid].at < offset || (behind && ins->v.p[mid].at == offset))
			low = mid + 1;
		else
			high = mid;
	}
	if (low == 0)
		return offset;
	return offset + ins->v.p[low - 1].before + ins->v.p[low - 1].text.n;
}

static void copy_text(struct doc *copy, const struct doc *doc, const struct insertions *ins)
{
	struct str text = doc_text(doc);
	size_t done = 0;

	for (size_t i = 0; i < ins->v.n; i++) {
		buf_addstr(&copy->text, str_sub(text, done, ins->v.p[i].at));
		buf_addstr(&copy->text, ins->v.p[i].text);
		done = ins->v.p[i].at;
	}
	buf_addstr(&copy->text, str_sub(text, done, text.n));
}

struct doc *references_number(const struct doc *doc, struct references *references)
{
	struct doc *copy = doc_new();
	struct insertions ins = {0};

	collect(copy, doc, references, &ins);
	copy_text(copy, doc, &ins);
	for (size_t i = 0; i < doc->blocks.n; i++) {
		struct doc_block block = doc->blocks.p[i];

		block.begin = moved(&ins, block.begin, true);
		block.end = moved(&ins, block.end, true);
		vec_push(&copy->blocks, block);
	}
	for (size_t i = 0; i < doc->spans.n; i++) {
		struct doc_span span = doc->spans.p[i];

		span.begin = moved(&ins, span.begin, true);
		span.end = moved(&ins, span.end, false);
		vec_push(&copy->spans, span);
	}
	for (size_t i = 0; i < doc->links.n; i++) {
		struct doc_link link = doc->links.p[i];

		link.begin = moved(&ins, link.begin, true);
		link.end = moved(&ins, link.end, false);
		link.target = arena_str(&copy->arena, link.target);
		link.title = arena_str(&copy->arena, link.title);
		vec_push(&copy->links, link);
	}
	for (size_t i = 0; i < doc->images.n; i++) {
		struct doc_image image = doc->images.p[i];

		image.source = arena_str(&copy->arena, image.source);
		image.alt = arena_str(&copy->arena, image.alt);
		vec_push(&copy->images, image);
	}
	copy->title_block = doc->title_block;
	copy->format = doc->format;
	vec_release(&ins.v);
	return copy;
}

void references_release(struct references *references)
{
	vec_release(&references->targets);
}
