/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/timeline.h"

#include <stdlib.h>

#include "text/seg.h"

/* ---- tagging */

/* What is longer than a shelf of novels is no article of one day, and shall open all the same. */
enum { LONGEST_INFERRED = 16 << 20 };

struct skips {
	VEC(struct tag_skip) v;
};

/*
 * Code, pictures and what stands around an article speak of no events of its own. The further
 * headlines around it are of its day, though, and tell when that was.
 */
static bool is_skipped(const struct doc *doc, uint32_t block, bool asides)
{
	for (uint32_t i = block; i != DOC_NONE; i = doc->blocks.p[i].parent) {
		uint8_t kind = doc->blocks.p[i].kind;

		if (kind == DOC_CODE || kind == DOC_IMAGE || (kind == DOC_ASIDE && !asides))
			return true;
	}
	return false;
}

/* language is NUL-terminated where it is not empty, as all strings of articles are. */
static struct tag_input make_input(const struct doc *doc, const struct civil *date,
				   struct str language, bool asides, struct skips *skips)
{
	for (uint32_t i = 0; i < doc->blocks.n; i++) {
		const struct doc_block *block = &doc->blocks.p[i];

		if (doc_is_leaf(block) && is_skipped(doc, i, asides))
			vec_push(&skips->v, (struct tag_skip){block->begin, block->end});
	}
	return (struct tag_input){
		.text = doc_text(doc),
		.skips = skips->v.p,
		.skip_count = skips->v.n,
		.date = date,
		.language = language.n ? language.p : NULL,
	};
}

void timeline_tag(struct tags *out, const struct doc *doc, const struct article *article)
{
	struct skips skips = {0};
	struct tag_input input = make_input(doc, &article->date, article->language, false, &skips);

	tag_text(out, &input);
	vec_release(&skips.v);
}

bool timeline_infer_date(const struct doc *doc, struct str language, struct civil *out,
			 struct tag_mention *evidence)
{
	if (doc_text(doc).n > LONGEST_INFERRED)
		return false;
	struct skips skips = {0};
	struct tag_input input = make_input(doc, NULL, language, true, &skips);
	bool found = tag_infer_date(&input, out, evidence);

	vec_release(&skips.v);
	return found;
}

/* ---- adding */

/* Of a sentence without end, what is around the mention, between clusters. */
static struct tag_skip context_of(struct str text, const struct tag_mention *m)
{
	enum { AROUND = 500 }; /* bytes to either side */
	size_t end = m->offset + m->length;
	struct tag_skip context = {m->sentence, m->sentence_end};

	if (m->offset - context.begin > AROUND)
		context.begin = seg_floor(text.p, text.n, m->offset - AROUND);
	if (context.end - end > AROUND)
		context.end = seg_floor(text.p, text.n, end + AROUND);
	return context;
}

/*
 * The sentence is copied once; the label is a slice of that copy. A clause that says little more
 * than the date goes on to the end of the sentence, or is all of it.
 */
static void set_place(struct timeline *t, struct timeline_item *item, struct str text,
		      const struct tag_mention *m)
{
	enum { LITTLE = 12 }; /* bytes: four characters */
	struct tag_skip context = context_of(text, m);
	size_t begin = m->label > context.begin ? m->label : context.begin;
	size_t end = m->label_end < context.end ? m->label_end : context.end;

	item->offset = m->offset;
	item->length = m->length;
	item->sentence = context.begin;
	item->context = arena_str(&t->arena, str_sub(text, context.begin, context.end));
	if (item->published)
		return;
	if (end < begin + m->length + LITTLE)
		end = context.end;
	if (end < begin + m->length + LITTLE)
		begin = context.begin;
	item->label = str_sub(item->context, begin - context.begin, end - context.begin);
}

static void add_published(struct timeline *t, const struct article *article, const struct doc *doc)
{
	bool inferred = article->date_source == DOC_DATE_INFERRED;
	struct tag_mention evidence;
	struct civil date;
	struct timeline_item item = {
		.when = edtf_of_civil(&article->date),
		.article = article->key,
		.published = true,
		.kind = "published",
		.label = arena_str(&t->arena, article->title),
	};

	item.when.begin.approximate = inferred;
	if (inferred && doc && timeline_infer_date(doc, article->language, &date, &evidence))
		set_place(t, &item, doc_text(doc), &evidence);
	vec_push(&t->items, item);
}

static void add_mentions(struct timeline *t, const struct article *article, const struct doc *doc,
			 int flags)
{
	struct tags tags = {0};

	timeline_tag(&tags, doc, article);
	for (size_t i = 0; i < tags.mentions.n; i++) {
		const struct tag_mention *m = &tags.mentions.p[i];
		struct timeline_item item = {
			.article = article->key,
			.kind = m->placed ? "mentioned" : tag_kind_name(m->kind),
		};

		bool dated = m->placed || (m->anchored && (flags & TIMELINE_ANCHORED));

		if (!dated && !(flags & TIMELINE_UNPLACED))
			continue;
		if (dated)
			item.when = m->value;
		if (!m->placed)
			item.code = arena_str(&t->arena, m->code);
		set_place(t, &item, doc_text(doc), m);
		vec_push(&t->items, item);
	}
	tags_release(&tags);
}

void timeline_add(struct timeline *t, const struct article *article, const struct doc *doc,
		  int flags)
{
	add_published(t, article, doc);
	if ((flags & TIMELINE_MENTIONS) && doc)
		add_mentions(t, article, doc, flags);
}

void timeline_remove(struct timeline *t, bool (*is_gone)(void *ctx, uint32_t article), void *ctx)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->items.n; i++) {
		if (!is_gone(ctx, t->items.p[i].article))
			t->items.p[kept++] = t->items.p[i];
	}
	t->items.n = kept;
}

/* ---- order */

static const uint8_t levels[] = {
	[EDTF_NONE] = TIMELINE_DAY,       [EDTF_CENTURY] = TIMELINE_CENTURY,
	[EDTF_DECADE] = TIMELINE_DECADE,  [EDTF_YEAR] = TIMELINE_YEAR,
	[EDTF_HALF] = TIMELINE_QUARTER,   [EDTF_QUARTER] = TIMELINE_QUARTER,
	[EDTF_SEASON] = TIMELINE_QUARTER, [EDTF_MONTH] = TIMELINE_MONTH,
	[EDTF_WEEK] = TIMELINE_WEEK,      [EDTF_DAY] = TIMELINE_DAY,
};

static struct timeline_key make_key(const struct timeline_item *item, size_t index)
{
	const struct edtf *when = &item->when;
	/* What only has an end stands where that end begins. */
	struct edtf start = {.begin = when->begin.precision == EDTF_NONE ? when->end : when->begin};
	enum edtf_precision whole = edtf_precision(when);
	bool is_period = whole == EDTF_HALF || whole == EDTF_QUARTER || whole == EDTF_WEEK;

	return (struct timeline_key){
		.first = edtf_first_day(&start),
		.last = edtf_last_day(when),
		.item = (uint32_t)index,
		.level = levels[is_period ? whole : start.begin.precision],
		.dated = edtf_is_date(when),
		.published = item->published,
		.span = when->interval && !is_period,
	};
}

static int compare(const void *a, const void *b)
{
	const struct timeline_key *x = a, *y = b;

	if (x->dated != y->dated)
		return x->dated ? -1 : 1;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->level != y->level)
		return x->level < y->level ? -1 : 1;
	if (x->last != y->last)
		return x->last > y->last ? -1 : 1;
	if (x->published != y->published)
		return x->published ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

void timeline_sort(struct timeline *t)
{
	vec_clear(&t->keys);
	vec_reserve(&t->keys, t->items.n);
	for (size_t i = 0; i < t->items.n; i++)
		vec_push(&t->keys, make_key(&t->items.p[i], i));
	if (t->keys.n)
		qsort(t->keys.p, t->keys.n, sizeof *t->keys.p, compare);
}

void timeline_release(struct timeline *t)
{
	vec_release(&t->items);
	vec_release(&t->keys);
	arena_release(&t->arena);
}

/* ---- what a table shows */

struct str timeline_literal(const struct timeline_item *item)
{
	size_t at = item->offset - item->sentence;

	return str_sub(item->context, at, at + item->length);
}

void timeline_add_value(struct buf *out, const struct timeline_item *item)
{
	if (item->code.n)
		buf_addstr(out, item->code);
	else
		edtf_add(out, &item->when);
}
