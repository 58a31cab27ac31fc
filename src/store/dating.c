/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/dating.h"

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

struct edtf dating_when(const struct article *article)
{
	struct edtf when = edtf_of_civil(&article->date);

	when.begin.approximate = article->date_source == DOC_DATE_INFERRED;
	return when;
}

void dating_tag(struct tags *out, const struct doc *doc, const struct article *article,
		struct tag_rules *rules)
{
	struct skips skips = {0};
	struct tag_input input = make_input(doc, &article->date, article->language, false, &skips);

	input.rules = rules;
	tag_text(out, &input);
	vec_release(&skips.v);
}

bool dating_infer(const struct doc *doc, struct str language, struct tag_rules *rules,
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

void dating_pack(struct mentions *out, struct timeline_keys *keys, const struct article *article,
		 const struct doc *doc, const struct tag_mention *evidence, struct tag_rules *rules)
{
	struct edtf when = dating_when(article);
	struct timeline_key key = timeline_key_of(&when);
	struct str text = doc_text(doc);
	struct tags tags = {0};

	key.published = true;
	if (article->date_source == DOC_DATE_INFERRED)
		key.item = mentions_add(out, evidence, text, true);
	vec_push(&keys->v, key);
	dating_tag(&tags, doc, article, rules);
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
