/* SPDX-License-Identifier: ISC
 *
 * The part of a timeline that index.db has: the keys of all of it, and the items that are looked
 * at one by one.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/library_private.h"
#include "store/mentions.h"
#include "store/timeline_item.h"
#include "store/timeline_runs.h"
#include "text/utf8.h"

enum { SLOTS = 64 }; /* a screen of items */

struct timeline_slot {
	size_t key; /* plus 1; 0 for none */
	struct timeline_item item;
	char *context, *string; /* what it points into */
};

/* ---- which articles */

static bool has_users_date(const struct library *lib, uint32_t article)
{
	const struct state_article *state = library_state(lib, article);

	return state && state->date.precision != CIVIL_NONE;
}

/* What the text says of dates depends on the article's: the index knows of no other but its own. */
static bool is_stored(const struct library *lib, uint32_t article)
{
	return index_is_kept(&lib->ix) && !has_users_date(lib, article);
}

struct documents {
	VEC(uint32_t) docs;     /* by article, 0 for what is not stored */
	VEC(uint32_t) articles; /* by document */
};

static void note_document(struct documents *d, uint32_t article, uint32_t doc)
{
	while (d->docs.n <= article)
		vec_push(&d->docs, 0);
	while (d->articles.n <= doc)
		vec_push(&d->articles, TIMELINE_GONE);
	d->docs.p[article] = doc;
	d->articles.p[doc] = article;
}

static void find_documents(const struct library *lib, struct documents *out,
			   struct timeline_missing *missing)
{
	const struct index_entries *order = lib->order;

	vec_clear(&missing->v);
	for (size_t i = 0; i < order->v.n; i++) {
		uint32_t article = order->v.p[i].key, doc = order->v.p[i].doc;

		if (is_stored(lib, article))
			note_document(out, article, doc);
		else
			vec_push(&missing->v, (struct timeline_missed){article, doc});
	}
}

/* ---- all keys */

bool timeline_load(struct timeline *t, struct library *lib, struct timeline_missing *missing)
{
	struct documents now = {0};
	int rc = SQLITE_OK;

	find_documents(lib, &now, missing);
	bool same =
		t->library == lib && t->index == lib->inode && now.docs.n == t->docs.n &&
		(!t->docs.n || memcmp(now.docs.p, t->docs.p, t->docs.n * sizeof *t->docs.p) == 0);

	t->library = lib;
	t->index = lib->inode;
	if (!same) {
		timeline_forget(t);
		vec_release(&t->docs);
		t->docs.p = now.docs.p;
		t->docs.n = now.docs.n;
		t->docs.cap = now.docs.cap;
		now.docs.p = NULL;
		vec_clear(&t->keys.v);
		t->sorted = 0;
		if (now.articles.n)
			rc = timeline_runs_read(&lib->ix.db, now.articles.p, now.articles.n,
						&t->keys);
		index_rest(&lib->ix);
		library_judge(lib, rc);
		/* What could not be read is read again the next time. */
		if (rc != SQLITE_OK) {
			vec_clear(&t->keys.v);
			vec_clear(&t->docs);
		}
	}
	free(now.docs.p);
	vec_release(&now.articles);
	return !same;
}

/* ---- one item */

void timeline_forget(struct timeline *t)
{
	for (size_t i = 0; t->slots && i < SLOTS; i++) {
		free(t->slots[i].context);
		free(t->slots[i].string);
		t->slots[i] = (struct timeline_slot){0};
	}
}

/* Nothing where a damaged index has it begin or end amid a character. */
static struct str slice(struct str text, const struct tag_mention *tag)
{
	struct str sentence = str_sub(text, tag->sentence, tag->sentence_end);

	return utf8_valid(sentence) == sentence.n ? sentence : (struct str){0};
}

/* The sentence of a mention: beside it, or in the text, which is kept where it is not. */
static struct str sentence_of(struct index *ix, uint32_t doc, const struct mention *m)
{
	struct str text;

	if (m->sentence.p)
		return m->sentence;
	if (!index_text(ix, doc, &text))
		return (struct str){0};
	return slice(text, &m->tag);
}

static struct str keep(char **kept, struct str s)
{
	*kept = xmemdup0(s.n ? s.p : "", s.n);
	return (struct str){*kept, s.n};
}

/* What is not there any more is nothing, until the keys are loaded again. */
static void fetch_mention(struct timeline *t, const struct timeline_key *key,
			  struct timeline_slot *slot)
{
	uint32_t doc = t->docs.p[key->article];
	size_t at = key->item % MENTIONS_PLACES;
	struct buf part = {0};
	struct mention m = {0};
	struct str data;

	if (index_mentions(&t->library->ix, doc, key->item / MENTIONS_PLACES, &data))
		buf_addstr(&part, data);
	if (!mentions_next(buf_str(&part), &at, &m))
		m = (struct mention){0};
	if (!key->published) {
		timeline_mentioned(&slot->item, key->article, &m.tag, TIMELINE_ANCHORED);
		slot->item.code = keep(&slot->string, slot->item.code);
	}
	timeline_set_place(&slot->item, &m.tag,
			   keep(&slot->context, sentence_of(&t->library->ix, doc, &m)));
	buf_release(&part);
}

static void fetch(struct timeline *t, const struct timeline_key *key, struct timeline_slot *slot)
{
	const struct article *article =
		key->published ? library_article(t->library, key->article) : NULL;

	free(slot->context);
	free(slot->string);
	*slot = (struct timeline_slot){.item.article = key->article};
	if (article) {
		slot->item = timeline_published(article);
		slot->item.label = keep(&slot->string, slot->item.label);
	}
	if (!key->published || key->item)
		fetch_mention(t, key, slot);
	index_rest(&t->library->ix);
}

const struct timeline_item *timeline_at(struct timeline *t, size_t at)
{
	const struct timeline_key *key = &t->keys.v.p[at];

	if (!key->stored)
		return &t->items.p[key->item];
	if (!t->slots)
		t->slots = xcalloc(SLOTS, sizeof *t->slots);
	struct timeline_slot *slot = &t->slots[at % SLOTS];

	if (slot->key != at + 1) {
		fetch(t, key, slot);
		slot->key = at + 1;
	}
	return &slot->item;
}

/* ---- all of an article */

/* A mention's sentence is a slice of the part or the text: both are held here. */
struct walk {
	struct library *lib;
	uint32_t article, doc;
	struct buf part, text;
	bool has_text;
};

static struct str walk_sentence(struct walk *w, const struct mention *m)
{
	if (m->sentence.p)
		return m->sentence;
	if (!w->has_text)
		library_text(w->lib, w->article, &w->text, NULL);
	w->has_text = true;
	return slice(buf_str(&w->text), &m->tag);
}

static bool next_part(struct walk *w, size_t part)
{
	struct str data;
	bool more = index_mentions(&w->lib->ix, w->doc, part, &data);

	buf_clear(&w->part);
	if (more)
		buf_addstr(&w->part, data);
	index_rest(&w->lib->ix);
	return more;
}

bool timeline_each_stored(struct library *lib, uint32_t key, int flags, timeline_each_fn *each,
			  void *ctx)
{
	const struct row *row = is_stored(lib, key) ? library_row(lib, key) : NULL;
	struct walk w = {.lib = lib, .article = key, .doc = row ? row->doc : 0};
	struct timeline_item item;
	struct mention m;
	bool stop = !row;

	for (size_t part = 0; !stop && next_part(&w, part); part++) {
		for (size_t at = 0; !stop && mentions_next(buf_str(&w.part), &at, &m);) {
			if (m.evidence)
				item = (struct timeline_item){.published = true};
			else if (!timeline_mentioned(&item, key, &m.tag, flags))
				continue;
			timeline_set_place(&item, &m.tag, walk_sentence(&w, &m));
			stop = each(ctx, &item, (uint32_t)(part * MENTIONS_PLACES) + m.place);
		}
	}
	buf_release(&w.part);
	buf_release(&w.text);
	return row;
}

struct adding {
	struct timeline *timeline;
	struct library *library;
	uint32_t article;
	bool begun, mentions;
};

/* The article comes first, with what its date was inferred from. */
static void add_article(struct adding *a, const struct timeline_item *evidence)
{
	struct timeline_item item = timeline_published(library_article(a->library, a->article));

	if (evidence) {
		item.offset = evidence->offset;
		item.length = evidence->length;
		item.sentence = evidence->sentence;
		item.context = evidence->context;
	}
	timeline_keep(a->timeline, &item);
	a->begun = true;
}

static bool add_stored(void *ctx, const struct timeline_item *item, uint32_t place)
{
	struct adding *a = ctx;

	(void)place;
	if (!a->begun)
		add_article(a, item->published ? item : NULL);
	if (!item->published && a->mentions)
		timeline_keep(a->timeline, item);
	return !a->mentions;
}

bool timeline_add_stored(struct timeline *t, struct library *lib, uint32_t article, int flags)
{
	struct adding a = {t, lib, article, false, flags & TIMELINE_MENTIONS};
	bool stored = timeline_each_stored(lib, article, flags, add_stored, &a);

	if (stored && !a.begun)
		add_article(&a, NULL);
	return stored;
}
