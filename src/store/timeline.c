/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/timeline.h"

#include <stdlib.h>

#include "store/timeline_item.h"

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

void timeline_tag(struct tags *out, const struct doc *doc, const struct article *article,
		  struct tag_rules *rules)
{
	struct skips skips = {0};
	struct tag_input input = make_input(doc, &article->date, article->language, false, &skips);

	input.rules = rules;
	tag_text(out, &input);
	vec_release(&skips.v);
}

bool timeline_infer_date(const struct doc *doc, struct str language, struct tag_rules *rules,
			 struct civil *out, struct tag_mention *evidence)
{
	if (doc_text(doc).n > LONGEST_INFERRED)
		return false;
	struct skips skips = {0};
	struct tag_input input = make_input(doc, NULL, language, true, &skips);

	input.rules = rules;
	bool found = tag_infer_date(&input, out, evidence);

	vec_release(&skips.v);
	return found;
}

/* ---- packing */

void timeline_pack(struct mentions *out, struct timeline_keys *keys, const struct article *article,
		   const struct doc *doc, const struct tag_mention *evidence,
		   struct tag_rules *rules)
{
	struct timeline_item published = timeline_published(article);
	struct timeline_key key = timeline_key_of(&published.when);
	struct str text = doc_text(doc);
	struct tags tags = {0};

	key.published = true;
	if (article->date_source == DOC_DATE_INFERRED)
		key.item = mentions_add(out, evidence, text, true);
	vec_push(&keys->v, key);
	timeline_tag(&tags, doc, article, rules);
	for (size_t i = 0; i < tags.mentions.n; i++) {
		const struct tag_mention *m = &tags.mentions.p[i];
		uint32_t place = mentions_add(out, m, text, false);

		if ((!m->placed && !m->anchored) || !place)
			continue;
		key = timeline_key_of(&m->value);
		key.item = place;
		vec_push(&keys->v, key);
	}
	tags_release(&tags);
}

/* ---- adding */

struct timeline_item timeline_published(const struct article *article)
{
	struct timeline_item item = {
		.when = edtf_of_civil(&article->date),
		.article = article->key,
		.published = true,
		.kind = "published",
		.label = article->title,
	};

	item.when.begin.approximate = article->date_source == DOC_DATE_INFERRED;
	return item;
}

bool timeline_mentioned(struct timeline_item *out, uint32_t article, const struct tag_mention *m,
			int flags)
{
	bool dated = m->placed || (m->anchored && (flags & TIMELINE_ANCHORED));

	*out = (struct timeline_item){
		.article = article,
		.kind = m->placed ? "mentioned" : tag_kind_name(m->kind),
	};
	if (dated)
		out->when = m->value;
	if (!m->placed)
		out->code = m->code;
	return dated || (flags & TIMELINE_UNPLACED);
}

/*
 * The label is a slice of the sentence. A clause that says little more than the date goes on to
 * the end of the sentence, or is all of it.
 */
void timeline_set_place(struct timeline_item *item, const struct tag_mention *m,
			struct str sentence)
{
	enum { LITTLE = 15 }; /* bytes: five characters */
	size_t begin = m->label, end = m->label_end;
	bool holds_date = begin <= m->offset && m->offset < end;
	size_t least = LITTLE + (holds_date ? m->length : 0);

	item->offset = m->offset;
	item->length = m->length;
	item->sentence = m->sentence;
	item->context = sentence;
	if (item->published)
		return;
	if (end < begin + least)
		end = m->sentence_end;
	if (end < begin + least)
		begin = m->sentence;
	item->label = str_sub(sentence, begin - m->sentence, end - m->sentence);
}

/* Its strings are copied, but the sentence of the item before it is not copied twice. */
void timeline_keep(struct timeline *t, const struct timeline_item *item)
{
	const struct timeline_item *last = t->items.n ? &t->items.p[t->items.n - 1] : NULL;
	struct timeline_item kept = *item;
	size_t label = item->published ? 0 : (size_t)(item->label.p - item->context.p);
	bool same = last && last->article == item->article && last->sentence == item->sentence &&
		    last->context.n == item->context.n;

	kept.context = same ? last->context : arena_str(&t->arena, item->context);
	kept.code = arena_str(&t->arena, item->code);
	kept.label = item->published ? arena_str(&t->arena, item->label)
				     : str_sub(kept.context, label, label + item->label.n);
	vec_push(&t->items, kept);
}

static void add_published(struct timeline *t, const struct article *article, const struct doc *doc)
{
	struct timeline_item item = timeline_published(article);
	struct tag_mention evidence;
	struct civil date;

	if (article->date_source == DOC_DATE_INFERRED && doc &&
	    timeline_infer_date(doc, article->language, NULL, &date, &evidence))
		timeline_set_place(
			&item, &evidence,
			str_sub(doc_text(doc), evidence.sentence, evidence.sentence_end));
	timeline_keep(t, &item);
}

static void add_mentions(struct timeline *t, const struct article *article, const struct doc *doc,
			 int flags)
{
	struct tags tags = {0};
	struct timeline_item item;

	timeline_tag(&tags, doc, article, NULL);
	for (size_t i = 0; i < tags.mentions.n; i++) {
		const struct tag_mention *m = &tags.mentions.p[i];

		if (!timeline_mentioned(&item, article->key, m, flags))
			continue;
		timeline_set_place(&item, m, str_sub(doc_text(doc), m->sentence, m->sentence_end));
		timeline_keep(t, &item);
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

void timeline_sort(struct timeline *t)
{
	struct timeline_keys *keys = &t->keys;
	size_t stored = t->sorted ? 0 : keys->v.n;

	for (size_t i = 0; i < keys->v.n && t->sorted; i++) {
		if (keys->v.p[i].stored)
			keys->v.p[stored++] = keys->v.p[i];
	}
	keys->v.n = stored;
	for (size_t i = 0; i < t->items.n; i++) {
		const struct timeline_item *item = &t->items.p[i];
		struct timeline_key key = timeline_key_of(&item->when);

		key.article = item->article;
		key.item = (uint32_t)i;
		key.published = item->published;
		vec_push(&keys->v, key);
	}
	timeline_keys_sort(keys, stored);
	timeline_keys_merge(keys, 0, stored);
	t->sorted = t->items.n;
	timeline_forget(t);
}

void timeline_release(struct timeline *t)
{
	timeline_forget(t);
	free(t->slots);
	vec_release(&t->items);
	vec_release(&t->keys.v);
	vec_release(&t->docs);
	arena_release(&t->arena);
	*t = (struct timeline){0};
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
