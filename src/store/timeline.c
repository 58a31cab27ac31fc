/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/timeline.h"

#include <stdlib.h>

#include "store/dating.h"
#include "store/timeline_item.h"

/* ---- adding */

struct timeline_item timeline_published(const struct article *article)
{
	return (struct timeline_item){
		.when = dating_when(article),
		.article = article->key,
		.published = true,
		.kind = "published",
		.label = article->title,
	};
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
	    dating_infer(doc, article->language, NULL, &date, &evidence))
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

	dating_tag(&tags, doc, article, NULL);
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
