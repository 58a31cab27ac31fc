/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/tag.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "dates/anchor.h"
#include "dates/clause.h"
#include "dates/expr.h"
#include "dates/match.h"
#include "dates/rule.h"
#include "dates/scan.h"
#include "text/seg.h"
#include "text/utf8.h"

/* Bytes before an expression that still leads its block: "- ", "・", "从". */
enum { LEAD = 3 };

static const struct rules *const languages[] = {&rules_zh, &rules_ja, &rules_ko, &rules_en};
enum { LANGUAGES = sizeof languages / sizeof *languages };

struct tag_rules {
	struct matcher *matchers[LANGUAGES]; /* NULL until one is met */
};

/* Where the tagger stands in the text. */
struct tagger {
	const struct tag_input *in;
	const struct rules *language;
	struct matcher *matcher;
	struct anchor anchor;
	struct tags *out;
	size_t skip;  /* index of the first range to leave out that does not end before here */
	size_t floor; /* the end of the last mention */
	size_t block; /* where the block begins */
};

/* By script: kana make it Japanese, Hangul Korean, other Han characters Chinese. */
static const struct rules *guess_language(struct str text)
{
	enum { ENOUGH = 1 << 16 };
	size_t size, han = 0, kana = 0, hangul = 0, latin = 0;

	for (size_t at = 0; at < text.n && at < ENOUGH; at += size) {
		uint32_t cp = utf8_at(text.p, at, &size);

		han += scan_is_han(cp);
		kana += scan_is_kana(cp);
		hangul += scan_is_hangul(cp);
		latin += scan_is_alnum(cp) && !scan_is_digit(cp);
	}
	if (hangul > han + kana && hangul * 4 > latin)
		return &rules_ko;
	if (kana * 10 > han && (kana + han) * 4 > latin)
		return &rules_ja;
	return han * 4 > latin ? &rules_zh : &rules_en;
}

static const struct rules *find_language(const struct tag_input *in)
{
	for (size_t i = 0; in->language && i < LANGUAGES; i++)
		if (strncmp(in->language, languages[i]->language, 2) == 0)
			return languages[i];
	return guess_language(in->text);
}

/* A block that is hardly more than a date stands over those behind it. */
static void note_heading(struct tagger *t, const struct tag_mention *m)
{
	enum { REST = 6 };
	struct str text = t->in->text;
	size_t end = t->anchor.sentence.end;
	bool alone = end >= text.n || text.p[end] == '\n';
	bool first = t->anchor.sentence.begin == t->block;

	bool one = !m->value.interval || m->value.begin.year == m->value.end.year;

	if (alone && first && one && end - t->block - m->length <= REST && m->placed &&
	    m->value.begin.precision >= EDTF_YEAR)
		t->anchor.section = m->value.begin;
}

/* Of a sentence without end, what is around the mention, between clusters. */
static struct clause excerpt(struct str text, const struct clause *sentence, const struct expr *e)
{
	struct clause part = *sentence;

	/* The quote of '80 may have been taken for one behind a full stop. */
	if (part.end < e->end)
		part.end = e->end;
	if (e->begin - part.begin > TAG_AROUND)
		part.begin = seg_floor(text.p, text.n, e->begin - TAG_AROUND);
	if (part.end - e->end > TAG_AROUND)
		part.end = seg_floor(text.p, text.n, e->end + TAG_AROUND);
	return part;
}

static void add_mention(struct tagger *t, const struct expr *e)
{
	struct anchor *a = &t->anchor;
	struct tag_mention m = {.offset = e->begin, .length = e->end - e->begin};

	clause_sentence(t->in->text, e->begin, &a->sentence);
	a->clause = clause_around(t->in->text, &a->sentence, e->begin, e->end, t->language->commas);
	a->leads = a->sentence.begin == t->block && e->begin - t->block <= LEAD;
	if (!anchor_resolve(a, e, &m, &t->out->arena))
		return;
	struct clause label =
		clause_label(t->in->text, &a->sentence, e->begin, e->end, t->language->commas);
	struct clause part = excerpt(t->in->text, &a->sentence, e);

	m.sentence = part.begin;
	m.sentence_end = part.end;
	m.label = label.begin > part.begin ? label.begin : part.begin;
	m.label_end = label.end < part.end ? label.end : part.end;
	anchor_remember(a, e, &m);
	note_heading(t, &m);
	vec_push(&t->out->mentions, m);
	t->floor = e->end;
}

/* Behind what stands at `at` and is no expression of time. */
static size_t pass_over(struct str text, size_t at, uint32_t cp, size_t size)
{
	if (scan_is_alnum(cp) && cp < 0x80)
		return scan_blob(text, at);
	if (num_starts(cp)) {
		struct num n = num_scan(text, at, 0);
		bool some = n.end > at;

		/* The rest of an endless one must not be taken for a number of its own. */
		while (n.end > at) {
			at = n.end;
			if (n.digits == NUM_MAX_DIGITS)
				n = num_scan(text, at, 0);
		}
		if (some)
			return at;
	}
	for (at += size; scan_is_digit(cp) && scan_is_digit(scan_next(text, at)); at += size)
		;
	return at;
}

/* Is [begin, end) free of ranges to leave out? */
static bool is_wanted(const struct tagger *t, size_t end)
{
	return t->skip == t->in->skip_count || end <= t->in->skips[t->skip].begin;
}

static size_t leave_out(struct tagger *t, size_t at)
{
	const struct tag_input *in = t->in;

	for (; t->skip < in->skip_count && in->skips[t->skip].begin <= at; t->skip++)
		if (in->skips[t->skip].end > at)
			at = in->skips[t->skip].end;
	return at < in->text.n ? at : in->text.n;
}

static void run(struct tagger *t)
{
	struct str text = t->in->text;
	size_t at = 0, size;

	while ((at = leave_out(t, at)) < text.n) {
		uint32_t cp = utf8_at(text.p, at, &size);
		struct expr e;
		size_t next = at;

		if (cp == '\n') {
			t->anchor.block++;
			t->block = at + 1;
		}
		if (!matcher_starts(t->matcher, cp)) {
			at = scan_is_alnum(cp) ? scan_blob(text, at) : at + size;
			continue;
		}
		if (expr_parse(t->matcher, t->language, at, t->floor, &e, &next) &&
		    is_wanted(t, e.end))
			add_mention(t, &e);
		at = next > at ? next : pass_over(text, at, cp, size);
	}
}

/* ---- rules */

struct tag_rules *tag_rules_new(void)
{
	return xcalloc(1, sizeof(struct tag_rules));
}

void tag_rules_free(struct tag_rules *rules)
{
	for (size_t i = 0; rules && i < LANGUAGES; i++) {
		if (rules->matchers[i])
			matcher_release(rules->matchers[i]);
		free(rules->matchers[i]);
	}
	free(rules);
}

static struct matcher *matcher_of(struct tag_rules *rules, const struct rules *language)
{
	size_t i = 0;

	while (languages[i] != language)
		i++;
	if (!rules->matchers[i]) {
		rules->matchers[i] = xmalloc(sizeof *rules->matchers[i]);
		matcher_init(rules->matchers[i], language);
	}
	return rules->matchers[i];
}

void tag_text(struct tags *out, const struct tag_input *in)
{
	struct tag_rules *rules = in->rules ? in->rules : tag_rules_new();
	struct tagger t = {.in = in, .language = find_language(in), .out = out};

	vec_clear(&out->mentions);
	arena_release(&out->arena);
	t.anchor.text = in->text;
	t.anchor.language = t.language;
	t.anchor.traditional = in->language && str_starts(str_of(in->language), STR("zh-Hant"));
	if (in->date)
		t.anchor.document = edtf_of_civil(in->date).begin;
	t.matcher = matcher_of(rules, t.language);
	t.matcher->text = in->text;
	run(&t);
	if (rules != in->rules)
		tag_rules_free(rules);
}

void tags_release(struct tags *t)
{
	vec_release(&t->mentions);
	arena_release(&t->arena);
}

void tag_add_value(struct buf *out, const struct tag_mention *m)
{
	if (m->placed)
		edtf_add(out, &m->value);
	else
		buf_addstr(out, m->code);
}

const char *tag_kind_name(enum tag_kind kind)
{
	static const char *const names[TAG_KINDS] = {
		[TAG_DATE] = "date", [TAG_DURATION] = "duration", [TAG_SET] = "set",
		[TAG_AGE] = "age",   [TAG_VAGUE] = "vague",       [TAG_GENERIC] = "generic",
	};

	return names[kind];
}
