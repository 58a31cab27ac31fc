/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "repair/repair.h"

#include <assert.h>
#include <string.h>

#include "base/lanes.h"
#include "repair/gloss.h"
#include "repair/mojibake.h"
#include "repair/strays.h"

/* clang-format off */
static const char *const kind_names[REPAIR_KINDS] = {
	[REPAIR_GLOSS] = "gloss",
	[REPAIR_SHATTERED_GLOSS] = "shattered-gloss",
	[REPAIR_SHATTERED_PUNCT] = "shattered-punct",
	[REPAIR_MOJIBAKE] = "mojibake",
	[REPAIR_ENTITY] = "entity",
	[REPAIR_CONTROL] = "control",
};

static const char *const certainty_names[REPAIR_CERTAINTIES] = {
	[REPAIR_EXACT] = "exact",
	[REPAIR_RANKED] = "ranked",
	[REPAIR_LEAD] = "lead-byte",
	[REPAIR_CONTEXT] = "context",
	[REPAIR_DOUBT] = "doubt",
	[REPAIR_PARTIAL] = "partial",
};
/* clang-format on */

/* What a look at the bytes says may have to be mended. */
enum trace {
	TRACE_STRAY = 1 << 0,    /* a control, a byte order mark, &amp;nbsp; */
	TRACE_MOJIBAKE = 1 << 1, /* two characters of windows-1252 above ASCII side by side */
	TRACE_GLOSS = 1 << 2,    /* (pinyin) or ?pinyin) behind what is not ASCII */
};

/* Bytes that may begin a trace, so that all others are passed over quickly. */
/* clang-format off */
static const unsigned char may_begin[256] = {
	1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1,
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	['&'] = 1, ['('] = 1, ['?'] = 1, [0xC2] = 1, [0xC3] = 1, [0xEF] = 1,
};
/* clang-format on */

/* The first bytes, in UTF-8, of what windows-1252 has above ASCII. */
static bool leads_high(unsigned char c)
{
	return c == 0xC2 || c == 0xC3 || c == 0xC5 || c == 0xC6 || c == 0xCB || c == 0xE2;
}

static unsigned trace_at(struct str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p + at;
	size_t left = text.n - at;
	struct gloss_note note;

	switch (*p) {
	case '(':
	case '?':
		return at && p[-1] >= 0x80 && gloss_note_at(text, at, &note) ? TRACE_GLOSS : 0;
	case '&':
		return left >= 10 && memcmp(p, "&amp;nbsp;", 10) == 0 ? TRACE_STRAY : 0;
	case 0xC2:
		return p[1] < 0xA0 ? TRACE_STRAY : 0;
	case 0xC3:
		return left > 2 && leads_high(p[2]) ? TRACE_MOJIBAKE : 0;
	case 0xEF:
		return p[1] == 0xBB && p[2] == 0xBF ? TRACE_STRAY : 0;
	default:
		return TRACE_STRAY;
	}
}

/*
 * May a trace begin in this block? Never no where trace_at() finds one; reads a byte before it and
 * two behind it.
 */
static bool is_suspect(const unsigned char *p)
{
	lanes found = {0};

	for (const unsigned char *end = p + LANES_BLOCK; p < end; p += LANES) {
		lanes c = lanes_at(p), next = lanes_at(p + 1);

		found |= LANES(c < 0x20) & LANES(c != '\t') & LANES(c != '\n') &
			 LANES((c & 0xFE) != '\f');
		found |= (LANES(c == '(') | LANES(c == '?')) & LANES(lanes_at(p - 1) >= 0x80);
		found |= LANES(c == '&');
		found |= LANES(c == 0xC2) & LANES(next < 0xA0);
		found |= LANES(c == 0xC3) & LANES(lanes_at(p + 2) >= 0xC2);
		found |= LANES(c == 0xEF) & LANES(next == 0xBB);
	}
	return lanes_any(found);
}

static unsigned traces(struct str text)
{
	const unsigned char *p = (const unsigned char *)text.p;
	unsigned found = 0;

	for (size_t at = 0, until; at < text.n; at = until) {
		bool whole = at && text.n - at >= LANES_BLOCK + 2;

		until = text.n - at > LANES_BLOCK ? at + LANES_BLOCK : text.n;
		if (whole && !is_suspect(p + at))
			continue;
		for (; at < until; at++)
			if (may_begin[p[at]])
				found |= trace_at(text, at);
	}
	return found;
}

/*
 * One of two lists of spans that meet in a text between: the spans into it, or those out of it.
 * Positions are of the text between, unless said otherwise.
 */
struct side {
	const struct repair_span *p, *end;
	bool into;
	size_t ahead; /* of the far text, behind what was taken; modulo 2^n, so it may go below 0 */
};

static bool begins_before(const struct side *s, size_t at)
{
	return s->p < s->end && (s->into ? s->p->at : s->p->offset) < at;
}

/* Takes the next span of a side; *end becomes its end if that is later. */
static void take(struct side *s, size_t *end, enum repair_certainty *certainty)
{
	size_t begin = s->into ? s->p->at : s->p->offset;
	size_t near = s->into ? s->p->size : s->p->length;
	size_t far = s->into ? s->p->length : s->p->size;

	if (begin + near > *end)
		*end = begin + near;
	if (s->p->certainty > *certainty)
		*certainty = s->p->certainty;
	s->ahead += far - near;
	s->p++;
}

/* second, made from what first made, becomes what leads there from first's text. */
static void compose(struct repair *second, const struct repair *first)
{
	struct side in = {first->spans.p, first->spans.p + first->spans.n, true, 0};
	struct side out = {second->spans.p, second->spans.p + second->spans.n, false, 0};
	struct repair composed = {0};

	while (in.p < in.end || out.p < out.end) {
		bool is_in = in.p < in.end && !begins_before(&out, in.p->at);
		size_t begin = is_in ? in.p->at : out.p->offset, end = begin;
		struct repair_span span = {
			.offset = begin + in.ahead,
			.at = begin + out.ahead,
			.kind = is_in ? in.p->kind : out.p->kind,
		};

		/* Spans that share bytes become one. */
		take(is_in ? &in : &out, &end, &span.certainty);
		while (begins_before(&in, end) || begins_before(&out, end))
			take(begins_before(&in, end) ? &in : &out, &end, &span.certainty);
		span.length = end + in.ahead - span.offset;
		span.size = end + out.ahead - span.at;
		vec_push(&composed.spans, span);
	}
	vec_release(&second->spans);
	second->spans = composed.spans;
}

/* Mends what r holds, or text while it is empty. */
static bool stage(struct repair *r, struct str text, bool (*mend)(struct repair *, struct str))
{
	struct repair next = {0};
	bool found = mend(&next, r->spans.n ? buf_str(&r->text) : text);

	if (found) {
		if (r->spans.n)
			compose(&next, r);
		repair_release(r);
		*r = next;
	} else {
		repair_release(&next);
	}
	return found;
}

bool repair_text(struct repair *r, struct str text)
{
	unsigned found = traces(text);

	buf_clear(&r->text);
	vec_clear(&r->spans);
	/* Controls are bytes of mojibake, and what comes out of it may be damaged in turn. */
	if (found & TRACE_MOJIBAKE && stage(r, text, mojibake_mend)) {
		stage(r, text, mojibake_mend);
		found = traces(buf_str(&r->text));
	}
	if (found & TRACE_STRAY)
		stage(r, text, strays_mend);
	if (found & TRACE_GLOSS)
		stage(r, text, gloss_repair);
	return r->spans.n != 0;
}

void repair_release(struct repair *r)
{
	buf_release(&r->text);
	vec_release(&r->spans);
}

const char *repair_kind_name(enum repair_kind kind)
{
	assert(kind < REPAIR_KINDS);
	return kind_names[kind];
}

const char *repair_certainty_name(enum repair_certainty certainty)
{
	assert(certainty < REPAIR_CERTAINTIES);
	return certainty_names[certainty];
}
