/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/mentions.h"

#include "text/utf8.h"

/* The first number of each. */
enum {
	KIND = 7, /* enum tag_kind */
	MOD_SHIFT = 3,
	MOD = 7 << MOD_SHIFT, /* enum tag_mod */
	VALUE = 1 << 6,       /* it has a date, */
	CODE = 1 << 7,        /* or a code */
	PLACED = 1 << 8,
	ANCHORED = 1 << 9,
	FUTURE = 1 << 10,
	RELATIVE = 1 << 11,
	EVIDENCE = 1 << 12,
	SENTENCE = 1 << 13, /* its sentence is in the part */
};

/* The first byte of each end of a date. */
enum {
	PRECISION = 15, /* enum edtf_precision */
	APPROXIMATE = 1 << 4,
	MASKED = 1 << 5,
	INTERVAL = 1 << 6, /* of the first one: another follows */
};

enum { YEARS = 1 << 30 }; /* no text speaks of what is further away */

/* ---- numbers of 1 to 10 bytes, 7 bits each, the lowest first */

static void add_number(struct buf *out, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		buf_addc(out, (char)(n | 0x80));
	buf_addc(out, (char)n);
}

/* Small ones of either sign. */
static void add_signed(struct buf *out, int64_t n)
{
	add_number(out, n < 0 ? ~((uint64_t)n << 1) : (uint64_t)n << 1);
}

/* What is missing is 0. */
static uint64_t take_number(struct str part, size_t *at)
{
	uint64_t n = 0;

	for (unsigned shift = 0; *at < part.n && shift < 64; shift += 7) {
		unsigned char byte = (unsigned char)part.p[(*at)++];

		n |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			break;
	}
	return n;
}

static int64_t take_signed(struct str part, size_t *at)
{
	uint64_t n = take_number(part, at);

	return (int64_t)(n & 1 ? ~(n >> 1) : n >> 1);
}

/* ---- dates */

static void add_end(struct buf *out, const struct edtf_date *d, bool interval)
{
	buf_addc(out, (char)(d->precision | (d->approximate ? APPROXIMATE : 0) |
			     (d->masked ? MASKED : 0) | (interval ? INTERVAL : 0)));
	if (d->precision == EDTF_NONE)
		return;
	add_signed(out, d->year);
	buf_addc(out, (char)d->month);
	buf_addc(out, (char)d->day);
}

static uint8_t take_byte(struct str part, size_t *at)
{
	return *at < part.n ? (uint8_t)part.p[(*at)++] : 0;
}

static bool take_end(struct str part, size_t *at, struct edtf_date *out, bool *interval)
{
	uint8_t bits = take_byte(part, at);

	*out = (struct edtf_date){
		.precision = bits & PRECISION,
		.approximate = bits & APPROXIMATE,
		.masked = bits & MASKED,
	};
	*interval = bits & INTERVAL;
	if (out->precision == EDTF_NONE)
		return true;
	int64_t year = take_signed(part, at);
	uint8_t month = take_byte(part, at), day = take_byte(part, at);

	out->year = (int32_t)year;
	out->month = (int8_t)month;
	out->day = (int8_t)day;
	return year > -YEARS && year < YEARS && out->precision <= EDTF_DAY && month <= 24 &&
	       day <= 31;
}

static void add_value(struct buf *out, const struct edtf *value)
{
	add_end(out, &value->begin, value->interval);
	if (value->interval)
		add_end(out, &value->end, false);
}

static bool take_value(struct str part, size_t *at, struct edtf *out)
{
	bool unused;

	return take_end(part, at, &out->begin, &out->interval) &&
	       (!out->interval || take_end(part, at, &out->end, &unused));
}

/* ---- parts */

size_t mentions_parts(const struct mentions *m)
{
	return m->ends.n;
}

struct str mentions_part(const struct mentions *m, size_t part)
{
	return str_sub(buf_str(&m->data), part ? m->ends.p[part - 1] : 0, m->ends.p[part]);
}

void mentions_release(struct mentions *m)
{
	buf_release(&m->data);
	vec_release(&m->ends);
	*m = (struct mentions){0};
}

/* Where the last part begins; a new one when that is full. A part never begins with a mention. */
static size_t open_part(struct mentions *m)
{
	size_t n = m->ends.n, begin = n > 1 ? m->ends.p[n - 2] : 0;

	if ((n && m->ends.p[n - 1] - begin < MENTIONS_PART) || n == MENTIONS_PARTS)
		return begin;
	begin = m->data.n;
	buf_addc(&m->data, 0);
	vec_push(&m->ends, m->data.n);
	m->sentence_at = 0;
	return begin;
}

/* ---- mentions */

/* How far before its mention, or here when no mention before it in the part has it too: 0. */
static void add_sentence(struct mentions *m, const struct tag_mention *mention, struct str text,
			 size_t begin, size_t record)
{
	if (m->sentence_at && m->sentence == mention->sentence &&
	    m->sentence_end == mention->sentence_end) {
		add_number(&m->data, record - m->sentence_at);
		return;
	}
	add_number(&m->data, 0);
	m->sentence = mention->sentence;
	m->sentence_end = mention->sentence_end;
	m->sentence_at = m->data.n - begin;
	buf_addstr(&m->data, str_sub(text, mention->sentence, mention->sentence_end));
}

uint32_t mentions_add(struct mentions *m, const struct tag_mention *mention, struct str text,
		      bool evidence)
{
	size_t begin = open_part(m), at = m->data.n - begin;
	struct buf *out = &m->data;

	if (at >= MENTIONS_PLACES)
		return 0;
	bool value = edtf_is_date(&mention->value);
	bool sentence = text.n > MENTIONS_LONG;

	add_number(out,
		   (uint64_t)(mention->kind | mention->mod << MOD_SHIFT) | (value ? VALUE : 0) |
			   (mention->code.n ? CODE : 0) | (mention->placed ? PLACED : 0) |
			   (mention->anchored ? ANCHORED : 0) | (mention->future ? FUTURE : 0) |
			   (mention->relative ? RELATIVE : 0) | (evidence ? EVIDENCE : 0) |
			   (sentence ? SENTENCE : 0));
	add_number(out, mention->offset);
	add_number(out, mention->length);
	add_signed(out, (int64_t)(mention->offset - mention->sentence));
	add_signed(out, (int64_t)(mention->sentence_end - mention->offset));
	add_signed(out, (int64_t)(mention->offset - mention->label));
	add_signed(out, (int64_t)(mention->label_end - mention->offset));
	if (value)
		add_value(out, &mention->value);
	if (mention->code.n) {
		add_number(out, mention->code.n);
		buf_addstr(out, mention->code);
	}
	if (sentence)
		add_sentence(m, mention, text, begin, at);
	m->ends.p[m->ends.n - 1] = m->data.n;
	return (uint32_t)((m->ends.n - 1) * MENTIONS_PLACES + at);
}

static bool take_sentence(struct str part, size_t *at, size_t record, struct mention *out)
{
	size_t n = out->tag.sentence_end - out->tag.sentence;
	uint64_t back = take_number(part, at);

	if (back > record)
		return false;
	size_t from = back ? record - (size_t)back : *at;

	out->sentence = str_sub(part, from, from + n);
	*at += back ? 0 : out->sentence.n;
	return out->sentence.n == n && utf8_valid(out->sentence) == n;
}

bool mentions_next(struct str part, size_t *at, struct mention *out)
{
	size_t record = *at = *at ? *at : 1;

	*out = (struct mention){0};
	if (record >= part.n)
		return false;
	struct tag_mention *tag = &out->tag;

	out->place = (uint32_t)record;
	uint64_t bits = take_number(part, at);

	tag->kind = (enum tag_kind)(bits & KIND);
	tag->mod = (enum tag_mod)((bits & MOD) >> MOD_SHIFT);
	tag->placed = bits & PLACED;
	tag->anchored = bits & ANCHORED;
	tag->future = bits & FUTURE;
	tag->relative = bits & RELATIVE;
	out->evidence = bits & EVIDENCE;
	tag->offset = take_number(part, at);
	tag->length = take_number(part, at);
	tag->sentence = tag->offset - (size_t)take_signed(part, at);
	tag->sentence_end = tag->offset + (size_t)take_signed(part, at);
	tag->label = tag->offset - (size_t)take_signed(part, at);
	tag->label_end = tag->offset + (size_t)take_signed(part, at);
	if ((bits & VALUE) && !take_value(part, at, &tag->value))
		return false;
	if (bits & CODE) {
		size_t n = take_number(part, at);

		n = n < part.n - *at ? n : part.n - *at;
		tag->code = str_sub(part, *at, *at + n);
		*at += n;
	}
	if (bits & SENTENCE && !take_sentence(part, at, record, out))
		return false;
	return tag->kind < TAG_KINDS && tag->mod <= TAG_LESS_THAN &&
	       tag->sentence_end >= tag->sentence;
}
