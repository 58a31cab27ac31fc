/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/timeline.h"

#include <stdlib.h>

static struct str value_of(struct timeline *t, const struct tag_mention *mention)
{
	struct buf text = {0};

	tag_add_value(&text, mention);
	struct str value = arena_str(&t->arena, buf_str(&text));

	buf_release(&text);
	return value;
}

static void add_published(struct timeline *t, const struct article *article)
{
	struct buf date = {0};

	civil_add_date(&date, &article->date);
	vec_push(&t->items, (struct timeline_item){
				    .when = edtf_of_civil(&article->date),
				    .published = true,
				    .article = article->key,
				    .label = arena_str(&t->arena, article->title),
				    .value = arena_str(&t->arena, buf_str(&date)),
				    .kind = "published",
			    });
	buf_release(&date);
}

/* Code, pictures and what stands around an article speak of no events. */
static bool is_skipped(const struct doc *doc, uint32_t block)
{
	for (uint32_t i = block; i != DOC_NONE; i = doc->blocks.p[i].parent) {
		uint8_t kind = doc->blocks.p[i].kind;

		if (kind == DOC_CODE || kind == DOC_IMAGE || kind == DOC_ASIDE)
			return true;
	}
	return false;
}

static void add_mentions(struct timeline *t, const struct article *article, const struct doc *doc,
			 bool unplaced)
{
	VEC(struct tag_skip) skips = {NULL, 0, 0};
	struct str text = doc_text(doc);
	struct tags tags = {0};

	for (uint32_t i = 0; i < doc->blocks.n; i++) {
		const struct doc_block *block = &doc->blocks.p[i];

		if (doc_is_leaf(block) && is_skipped(doc, i))
			vec_push(&skips, (struct tag_skip){block->begin, block->end});
	}
	struct tag_input input = {
		.text = text,
		.skips = skips.p,
		.skip_count = skips.n,
		.date = &article->date,
		.language = article->language.n ? article->language.p : NULL,
	};

	tag_text(&tags, &input);
	for (size_t i = 0; i < tags.mentions.n; i++) {
		const struct tag_mention *m = &tags.mentions.p[i];

		if (!m->placed && !unplaced)
			continue;
		vec_push(&t->items,
			 (struct timeline_item){
				 .when = m->placed ? m->value : (struct edtf){.interval = false},
				 .article = article->key,
				 .offset = m->offset,
				 .length = m->length,
				 .sentence = m->sentence,
				 .sentence_end = m->sentence_end,
				 .label = arena_str(&t->arena, str_sub(text, m->label, m->label_end)),
				 .literal = arena_str(&t->arena, str_sub(text, m->offset,
									 m->offset + m->length)),
				 .context = arena_str(&t->arena, str_sub(text, m->sentence,
									 m->sentence_end)),
				 .value = value_of(t, m),
				 .kind = m->placed ? "mentioned" : tag_kind_name(m->kind),
			 });
	}
	tags_release(&tags);
	vec_release(&skips);
}

void timeline_add(struct timeline *t, const struct article *article, const struct doc *doc,
		  int flags)
{
	add_published(t, article);
	if ((flags & TIMELINE_MENTIONS) && doc)
		add_mentions(t, article, doc, flags & TIMELINE_UNPLACED);
}

static int compare(const void *a, const void *b)
{
	const struct timeline_item *x = a, *y = b;
	bool has_x = edtf_is_date(&x->when), has_y = edtf_is_date(&y->when);
	int order = 0;

	if (has_x != has_y)
		return has_x ? -1 : 1;
	if (has_x)
		order = edtf_cmp(&x->when, &y->when);
	if (order == 0 && x->published != y->published)
		order = x->published ? -1 : 1;
	if (order == 0)
		order = (x->article > y->article) - (x->article < y->article);
	if (order == 0)
		order = (x->offset > y->offset) - (x->offset < y->offset);
	return order;
}

void timeline_sort(struct timeline *t)
{
	if (t->items.n)
		qsort(t->items.p, t->items.n, sizeof *t->items.p, compare);
}

void timeline_release(struct timeline *t)
{
	vec_release(&t->items);
	arena_release(&t->arena);
}
