/* SPDX-License-Identifier: ISC
 *
 * Mends what scrapers broke in a text, as far as it can be proved. Pure: text in, text and list
 * of spans out.
 */
#ifndef KARPREAD_REPAIR_REPAIR_H
#define KARPREAD_REPAIR_REPAIR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/vec.h"

enum repair_kind {
	REPAIR_GLOSS, /* pinyin put behind a character, by a tool blind to their boundaries */
	REPAIR_SHATTERED_GLOSS, /* characters out of step around such a gloss */
	REPAIR_SHATTERED_PUNCT, /* characters out of step behind what was read as full-width ASCII
				 */
	REPAIR_MOJIBAKE,        /* read in the wrong charset */
	REPAIR_ENTITY,          /* &amp;nbsp; */
	REPAIR_CONTROL,         /* C0, C1, a BOM inside the text */
	REPAIR_KINDS,
};

enum repair_certainty {
	REPAIR_EXACT,   /* by the bytes alone */
	REPAIR_RANKED,  /* the best of several readings */
	REPAIR_LEAD,    /* a lead byte was chosen by the word it makes */
	REPAIR_CONTEXT, /* from an open quotation mark and the like */
	REPAIR_DOUBT,   /* likely, but may be wrong */
	REPAIR_PARTIAL, /* a character stays unknown (U+FFFD) */
	REPAIR_CERTAINTIES,
};

struct repair_span {
	size_t offset, length; /* bytes of the text that went in */
	size_t at, size;       /* bytes of the text that came out */
	enum repair_kind kind;
	enum repair_certainty certainty;
};

/* Owns its memory; a zeroed repair is valid and empty. */
struct repair {
	struct buf text;               /* the mended text; empty when there are no spans */
	VEC(struct repair_span) spans; /* sorted, not overlapping */
};

/* Replaces r; true when there was something to mend. The text is valid UTF-8. Linear. */
bool repair_text(struct repair *r, struct str text);
void repair_release(struct repair *r);

/*
 * What the text may have been before it was read in a wrong charset that loses bytes. Never
 * applied by itself. Owns its memory; a zeroed offer is valid and empty.
 */
struct repair_offer {
	struct buf text;  /* valid UTF-8; U+FFFD where bytes are gone */
	const char *name; /* which charset was taken for which: marked with N_() for the user */
	size_t lost;      /* U+FFFD that are not in the text itself */
};

/* Replaces o; true when there is one that reads far better than the text. Linear. */
bool repair_offer(struct repair_offer *o, struct str text);
void repair_offer_release(struct repair_offer *o);

const char *repair_kind_name(enum repair_kind kind);
const char *repair_certainty_name(enum repair_certainty certainty);

#endif
