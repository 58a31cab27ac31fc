/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "repair/mojibake.h"

#include <stdlib.h>
#include <string.h>

#include "repair/readable.h"
#include "text/recode.h"
#include "text/utf8.h"

#define FAILED "\xEF\xBF\xBD"

/* With intact text beside it, so many characters must come out before the damage is believed. */
#define WIDE_MIN 16

/* What windows-1252 has at 80..9F; 0 where it has nothing and latin-1's control is used. */
/* clang-format off */
static const uint16_t windows_1252[32] = {
	0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
	0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};
/* clang-format on */

int mojibake_byte(uint32_t cp)
{
	if (cp < 0x100)
		return (int)cp;
	if (cp < 0x152 || cp > 0x2122)
		return -1;
	for (int i = 0; i < 32; i++)
		if (windows_1252[i] == cp)
			return 0x80 + i;
	return -1;
}

/* The byte that the character at `at` stands for, and the character's size; -1 at the end. */
static int byte_at(struct str text, size_t at, size_t *size)
{
	*size = 0;
	return at < text.n ? mojibake_byte(utf8_at(text.p, at, size)) : -1;
}

/*
 * The character whose UTF-8 bytes stand at `at` as characters, and where they end. Strict: no
 * overlong form, no surrogate, nothing above U+10FFFF.
 */
static bool sequence_at(struct str text, size_t at, uint32_t *cp, size_t *end)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	size_t size;
	int lead = byte_at(text, at, &size), more, byte;

	if (lead < 0xC2 || lead > 0xF4)
		return false;
	more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
	*cp = (uint32_t)lead & (0x3FU >> more);
	*end = at + size;
	for (int i = 0; i < more; i++) {
		byte = byte_at(text, *end, &size);
		if (byte < 0x80 || byte > 0xBF)
			return false;
		*cp = *cp << 6 | (uint32_t)(byte & 0x3F);
		*end += size;
	}
	return *cp >= least[more] && *cp <= 0x10FFFF && (*cp < 0xD800 || *cp > 0xDFFF);
}

static void add_span(struct repair *r, size_t offset, size_t length, size_t at)
{
	struct repair_span span = {
		.offset = offset,
		.length = length,
		.at = at,
		.size = r->text.n - at,
		.kind = REPAIR_MOJIBAKE,
		.certainty = REPAIR_EXACT,
	};

	vec_push(&r->spans, span);
}

static void clear(struct repair *r)
{
	buf_clear(&r->text);
	vec_clear(&r->spans);
}

/* ---- UTF-8 read as windows-1252 */

/* Does [begin, end) stand in quotation marks of ASCII? Those of an attribute are none. */
static bool is_quoted(struct str text, size_t begin, size_t end)
{
	return begin && end < text.n && strchr("\"'`", text.p[end]) &&
	       text.p[begin - 1] == text.p[end] && (begin == 1 || text.p[begin - 2] != '=');
}

/*
 * Few intact characters beside what comes out, or none: texts on wrong charsets quote samples,
 * with the right form beside them.
 */
static bool is_utf8_damaged(struct str text)
{
	size_t wide = 0, restored = 0, quoted = 0, intact = 0, size, next;
	uint32_t cp;

	for (size_t at = 0; at < text.n; at += size) {
		size_t end = at, n = 0;

		for (; sequence_at(text, end, &cp, &next); end = next, n++)
			wide += cp >= 0x2E80;
		if (n == 0) {
			utf8_at(text.p, at, &size);
			intact += size > 1;
			continue;
		}
		size = end - at;
		restored += n;
		if (is_quoted(text, at, end))
			quoted += n;
	}
	if (quoted * 2 > restored)
		return false;
	if (intact)
		return wide >= WIDE_MIN && restored * 2 >= intact;
	return wide >= 2 || restored >= 3;
}

static void mend_utf8(struct repair *r, struct str text)
{
	size_t size, end, done = 0;
	uint32_t cp;
	char utf8[4];

	for (size_t at = 0; at < text.n; at += size) {
		utf8_at(text.p, at, &size);
		if (!sequence_at(text, at, &cp, &end))
			continue;
		buf_addstr(&r->text, str_sub(text, done, at));
		size_t begin = at, made = r->text.n;

		do {
			buf_add(&r->text, utf8, utf8_put(utf8, cp));
			at = end;
		} while (sequence_at(text, at, &cp, &end));
		add_span(r, begin, at - begin, made);
		done = at;
		size = 0;
	}
	buf_addstr(&r->text, str_sub(text, done, text.n));
}

/* ---- bytes of another charset read as windows-1252 */

struct encoding {
	const char *name;
	int single, last_single; /* bytes above 7F that are characters by themselves */
	int triple;              /* the byte that leads three */
};

/* clang-format off */
static const struct encoding encodings[] = {
	{"GBK", 0, 0, 0},
	{"CP932", 0xA1, 0xDF, 0},
	{"EUC-JP", 0, 0, 0x8F},
	{"CP949", 0, 0, 0},
	{"CP950", 0, 0, 0},
};
/* clang-format on */

/* A reading must be about as good as running text is, and better than the next best. */
#define SCORE_MIN    135
#define SCORE_MARGIN 5

/* A text as the bytes it was; a line with a character that is no byte becomes an empty one. */
struct source {
	struct buf bytes;
	size_t lines;  /* with a byte above 7F */
	size_t high;   /* bytes above 7F */
	size_t intact; /* characters that are no bytes */
};

static void source_read(struct source *s, struct str text)
{
	struct str rest = text, line;
	size_t size;

	while (str_split(&rest, '\n', &line)) {
		size_t begin = s->bytes.n, high = 0, intact = 0;

		for (size_t at = 0; at < line.n; at += size) {
			int byte = byte_at(line, at, &size);

			intact += byte < 0;
			high += byte >= 0x80;
			buf_addc(&s->bytes, (char)byte);
		}
		if (intact || !high)
			buf_truncate(&s->bytes, begin);
		if (!intact) {
			s->high += high;
			s->lines += high != 0;
		}
		s->intact += intact;
		buf_addc(&s->bytes, '\n');
	}
}

/* How well a charset explains the bytes. */
struct reading {
	struct buf text; /* as many lines */
	size_t failed;   /* lines that cannot be read */
	size_t doubled;  /* characters that are the same as the one before */
	struct readable readable;
};

static size_t count_doubled(struct str line)
{
	size_t n = 0, size;
	uint32_t last = 0;

	for (size_t at = 0; at < line.n; at += size) {
		uint32_t cp = utf8_at(line.p, at, &size);

		n += cp >= 0x80 && cp == last;
		last = cp;
	}
	return n;
}

static void reading_make(struct reading *reading, const struct encoding *encoding,
			 const struct source *source, const struct readable_classes *classes)
{
	struct str rest, line;

	reading->failed = (size_t)-1;
	if (!recode("UTF-8", encoding->name, buf_str(&source->bytes), STR(FAILED), &reading->text))
		return;
	reading->failed = 0;
	rest = buf_str(&reading->text);
	while (str_split(&rest, '\n', &line)) {
		if (str_find(line, STR(FAILED), 0) != (size_t)-1) {
			reading->failed++;
			continue;
		}
		readable_count(&reading->readable, line, classes);
		reading->doubled += count_doubled(line);
	}
}

static bool is_enough(const struct source *source, const struct reading *reading)
{
	size_t n = reading->readable.n;

	if (reading->doubled * 4 >= n) /* a line of ×××× or ÄÄÄÄ */
		return false;
	return source->intact ? n >= WIDE_MIN && n * 2 >= source->intact : n >= 4;
}

/* The charset that explains the bytes, with *best its reading; NULL if none does so plainly. */
static const struct encoding *explain(const struct source *source, struct reading *best)
{
	struct readable_classes *classes = readable_classes_new();
	const struct encoding *found = NULL;
	int best_score = 0, next_score = 0;

	for (size_t i = 0; i < sizeof encodings / sizeof encodings[0]; i++) {
		struct reading reading = {0};

		reading_make(&reading, &encodings[i], source, classes);
		int score = reading.failed <= source->lines / 20 ? readable_score(&reading.readable)
								 : 0;

		if (score > best_score) {
			buf_release(&best->text);
			*best = reading;
			next_score = best_score;
			best_score = score;
			found = &encodings[i];
		} else {
			buf_release(&reading.text);
			if (score > next_score)
				next_score = score;
		}
	}
	free(classes);
	if (!is_enough(source, best) || best_score < SCORE_MIN ||
	    best_score < next_score + SCORE_MARGIN)
		return NULL;
	return found;
}

/* How many bytes make the character that begins with this one. */
static size_t unit_of(const struct encoding *encoding, int byte)
{
	if (byte < 0x80 || (byte >= encoding->single && byte <= encoding->last_single))
		return 1;
	return byte == encoding->triple ? 3 : 2;
}

static bool is_aligned(struct str bytes, struct str text, const struct encoding *encoding)
{
	size_t units = 0, points = 0, end = 0, size;

	for (; end < bytes.n; end += unit_of(encoding, (unsigned char)bytes.p[end]))
		units++;
	for (size_t at = 0; at < text.n; at += size, points++)
		utf8_at(text.p, at, &size);
	return end == bytes.n && units == points && str_find(text, STR(FAILED), 0) == (size_t)-1;
}

/* Appends the line that begins at `at` of text, as it was. */
static void mend_line(struct repair *r, struct str text, size_t at, struct str bytes, struct str as,
		      const struct encoding *encoding)
{
	size_t read = 0, size;

	for (size_t byte = 0; byte < bytes.n;) {
		size_t begin, from = read;

		for (; byte < bytes.n && (unsigned char)bytes.p[byte] < 0x80; byte++, at++)
			read++;
		buf_addstr(&r->text, str_sub(as, from, read));
		begin = at;
		from = read;
		while (byte < bytes.n && (unsigned char)bytes.p[byte] >= 0x80) {
			size_t unit = unit_of(encoding, (unsigned char)bytes.p[byte]);

			for (byte += unit; unit; unit--, at += size)
				utf8_at(text.p, at, &size);
			utf8_at(as.p, read, &size);
			read += size;
		}
		size_t made = r->text.n;

		buf_addstr(&r->text, str_sub(as, from, read));
		if (at > begin)
			add_span(r, begin, at - begin, made);
	}
}

static void mend_charset(struct repair *r, struct str text, const struct source *source,
			 const struct reading *reading, const struct encoding *encoding)
{
	struct str rest = text, line, bytes_rest = buf_str(&source->bytes), bytes;
	struct str read_rest = buf_str(&reading->text), as;

	while (str_split(&rest, '\n', &line) && str_split(&bytes_rest, '\n', &bytes) &&
	       str_split(&read_rest, '\n', &as)) {
		if (bytes.n && is_aligned(bytes, as, encoding))
			mend_line(r, text, (size_t)(line.p - text.p), bytes, as, encoding);
		else
			buf_addstr(&r->text, line);
		if (rest.p)
			buf_addc(&r->text, '\n');
	}
}

bool mojibake_mend(struct repair *r, struct str text)
{
	struct source source = {0};
	struct reading reading = {0};

	clear(r);
	if (is_utf8_damaged(text)) {
		mend_utf8(r, text);
		return true;
	}
	source_read(&source, text);
	/* Western text has few letters above ASCII. */
	if (source.high >= 8 && source.high * 5 >= source.bytes.n) {
		const struct encoding *encoding = explain(&source, &reading);

		if (encoding)
			mend_charset(r, text, &source, &reading, encoding);
	}
	buf_release(&source.bytes);
	buf_release(&reading.text);
	return r->spans.n != 0;
}
