/* SPDX-License-Identifier: ISC
 *
 * What an article says of dates: its own, and those of its text.
 */
#ifndef KARPREAD_STORE_DATING_H
#define KARPREAD_STORE_DATING_H

#include "dates/edtf.h"
#include "dates/tag.h"
#include "store/library.h"
#include "store/mentions.h"
#include "store/timeline_key.h"

/* The date of the article, approximate when it was inferred; no date when it has none. */
struct edtf dating_when(const struct article *article);
/*
 * The mentions of an article's text, as the timeline takes them: nothing in code, in pictures
 * and in what stands around the article. What they say depends on the article's date; one that
 * was inferred counts from a month on, since a year is often no more than the last one named.
 */
void dating_tag(struct tags *out, const struct doc *doc, const struct article *article,
		struct tag_rules *rules);
/* The probable date of an article that carries none; see tag_infer_date. No text beyond 16 MB. */
bool dating_infer(const struct doc *doc, struct str language, struct tag_rules *rules,
		  struct civil *out, struct tag_mention *evidence);

/*
 * What the index keeps of an article: appends all that its text says of dates, and the keys of the
 * article and of what has a place in time. evidence is what an inferred date was inferred from.
 */
void dating_pack(struct mentions *out, struct timeline_keys *keys, const struct article *article,
		 const struct doc *doc, const struct tag_mention *evidence,
		 struct tag_rules *rules);

#endif
