/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "text/charset.h"
#include "text/utf8.h"

static void replace(struct buf *out, size_t *replaced)
{
	buf_adds(out, "\xEF\xBF\xBD");
	++*replaced;
}

static bool has_zeros(struct str bytes)
{
	return bytes.n && memchr(bytes.p, 0, bytes.n);
}

/* ---- UTF-8 */

static const unsigned char *run_end(const unsigned char *p, const unsigned char *end)
{
	return p + utf8_run((struct str){(const char *)p, (size_t)(end - p)});
}

/* The length of what one U+FFFD stands for: the longest beginning of a well-formed sequence. */
static size_t bad_size(const unsigned char *p, const unsigned char *end)
{
	unsigned low = *p == 0xE0 ? 0xA0 : *p == 0xF0 ? 0x90 : 0x80;
	unsigned high = *p == 0xED ? 0x9F : *p == 0xF4 ? 0x8F : 0xBF;
	size_t size = *p < 0xC2 ? 1 : *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : *p < 0xF5 ? 4 : 1;
	size_t n = 1;

	while (n < size && p + n < end && p[n] >= low && p[n] <= high) {
		low = 0x80;
		high = 0xBF;
		n++;
	}
	return n;
}

/* The first bytes, as many as are known to be good, are not looked at again. */
static void decode_utf8(struct str bytes, size_t known, struct buf *out, size_t *replaced)
{
	const unsigned char *p = (const unsigned char *)bytes.p, *end = p + bytes.n;

	buf_reserve(out, bytes.n);
	buf_add(out, p, known);
	p += known;
	while (p < end) {
		const unsigned char *run = run_end(p, end);

		buf_add(out, p, (size_t)(run - p));
		p = run;
		if (p < end) {
			p += bad_size(p, end);
			replace(out, replaced);
		}
	}
}

/*
 * UTF-8 that was cut or damaged here and there: far more good sequences than bad ones. Those of
 * three bytes and more count by themselves, for next to none of them turns up by chance in
 * another charset; of two bytes it takes many.
 */
static bool is_mostly_utf8(struct str bytes)
{
	const unsigned char *p = (const unsigned char *)bytes.p, *end = p + bytes.n;
	size_t two = 0, more = 0, bad = 0;

	while (p < end) {
		const unsigned char *run = run_end(p, end);

		for (; p < run; p++) {
			two += *p >= 0xC0 && *p < 0xE0;
			more += *p >= 0xE0;
		}
		if (p == end)
			break;
		size_t size = bad_size(p, end);

		/* A NUL says nothing, and what the end cuts off is good. */
		bad += *p >= 0x80 && (p + size < end || *p < 0xC2);
		p += size;
	}
	return bad == 0 || more >= 2 * bad || two > 8 * bad;
}

/* ---- UTF-16 and UTF-32 */

static void decode_units(struct str bytes, const struct charset *charset, struct buf *out,
			 size_t *replaced)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	bool big = charset->form == CHARSET_UTF16BE || charset->form == CHARSET_UTF32BE;
	bool wide = charset->form == CHARSET_UTF32LE || charset->form == CHARSET_UTF32BE;
	size_t width = wide ? 4 : 2;
	uint32_t high = 0; /* a surrogate that waits for its low half */

	buf_reserve(out, bytes.n + bytes.n / 2);
	for (size_t i = 0; i + width <= bytes.n; i += width) {
		uint32_t cp = 0;
		char utf8[4];

		for (size_t k = 0; k < width; k++)
			cp |= (uint32_t)p[i + k] << 8 * (big ? width - 1 - k : k);
		bool low = cp >= 0xDC00 && cp < 0xE000;

		if (high && low && !wide) {
			cp = 0x10000 + ((high - 0xD800) << 10) + (cp - 0xDC00);
			high = 0;
		} else if (high) {
			replace(out, replaced);
			high = 0;
		}
		if (cp >= 0xD800 && cp < 0xDC00 && !wide)
			high = cp;
		else if (cp == 0 || (cp >= 0xD800 && cp < 0xE000) || cp > 0x10FFFF)
			replace(out, replaced);
		else
			buf_add(out, utf8, utf8_put(utf8, cp));
	}
	if (high || bytes.n % width)
		replace(out, replaced);
}

/* ---- everything else, by iconv */

/*
 * How many bytes one U+FFFD stands for where iconv stopped. As the Encoding Standard has it, an
 * ASCII byte behind a lead byte is never swallowed.
 */
static size_t illegal_size(const struct charset *charset, const unsigned char *p, size_t left)
{
	bool lead = false;

	for (size_t i = 0; i < 2; i++)
		lead |= charset->leads[i].first && p[0] >= charset->leads[i].first &&
			p[0] <= charset->leads[i].last;
	if (!lead || left < 2)
		return 1;
	bool four = left >= 4 && p[1] >= '0' && p[1] <= '9' && p[2] > 0x80 && p[2] < 0xFF &&
		    p[3] >= '0' && p[3] <= '9';

	if (four && strcmp(charset->name, "GB18030") == 0)
		return 4;
	if (p[1] < 0x80)
		return 1;
	if (p[0] == 0x8F && left >= 3 && p[2] >= 0x80 && strcmp(charset->name, "EUC-JP") == 0)
		return 3;
	return 2;
}

static bool decode_iconv(struct str bytes, const struct charset *charset, struct buf *out,
			 size_t *replaced)
{
	iconv_t cd = iconv_open("UTF-8", charset->iconv);
	char *in = (char *)(uintptr_t)bytes.p; /* iconv does not write to it */
	size_t left = bytes.n;

	if (cd == (iconv_t)-1 && errno == ENOMEM)
		mem_exhausted();
	if (cd == (iconv_t)-1)
		return false;
	for (;;) {
		buf_reserve(out, left + left / 2 + 16);
		char *to = out->p + out->n;
		size_t room = out->cap - out->n - 1;
		/* The last call, without input, lets out what a charset with two code points for
		 * one code has held back. */
		bool last = left == 0;
		size_t result = iconv(cd, last ? NULL : &in, last ? NULL : &left, &to, &room);
		int error = errno;

		out->n = (size_t)(to - out->p);
		out->p[out->n] = '\0';
		if (last)
			break;
		if (result != (size_t)-1 || error == E2BIG)
			continue;
		size_t skip = left;

		/* glibc has consumed 0xA2E8 of CP949 when it calls it illegal. */
		if (error != EINVAL && left)
			skip = illegal_size(charset, (const unsigned char *)in, left);
		replace(out, replaced);
		in += skip;
		left -= skip;
	}
	iconv_close(cd);
	return true;
}

/*
 * iconv passes NULs on, and what some charsets hold beyond Unicode it writes as UTF-8 once was;
 * whoever reads the text is promised neither.
 */
static void replace_strangers(struct buf *out, size_t *replaced)
{
	size_t known = utf8_run(buf_str(out));
	struct buf clean = {0};

	if (known == out->n)
		return;
	decode_utf8(buf_str(out), known, &clean, replaced);
	buf_release(out);
	*out = clean;
}

/* ---- the choice */

/* *known: bytes behind the byte order mark that turned out to be UTF-8. */
static enum decode_source choose(struct str bytes, const char *forced, struct charset *charset,
				 size_t *bom, size_t *known)
{
	struct charset declared;

	*bom = *known = 0;
	if (forced && charset_find(str_of(forced), charset)) {
		struct charset mark;

		if (charset_of_bom(bytes, &mark, bom) && mark.form != charset->form)
			*bom = 0;
		return DECODE_FORCED;
	}
	if (charset_of_bom(bytes, charset, bom))
		return DECODE_BOM;
	*known = utf8_run(bytes);
	if (*known < bytes.n && has_zeros(bytes) &&
	    charset_of_zeros(bytes, is_mostly_utf8(bytes), charset))
		return DECODE_DETECTED;
	charset_find(STR("UTF-8"), charset);
	if (*known == bytes.n)
		return charset_of_escapes(bytes, charset) ? DECODE_DETECTED : DECODE_UTF8;
	if (is_mostly_utf8(bytes))
		return DECODE_UTF8;
	bool says = charset_declared(bytes, &declared);

	charset_detect(bytes, says ? &declared : NULL, charset);
	return says && strcmp(charset->name, declared.name) == 0 ? DECODE_DECLARED
								 : DECODE_DETECTED;
}

struct str decode_view(struct str bytes, const char *forced, struct buf *room,
		       struct decode_info *info)
{
	struct charset charset;
	size_t bom, known, replaced = 0;
	enum decode_source source = choose(bytes, forced, &charset, &bom, &known);
	struct str text = str_sub(bytes, bom, bytes.n);
	bool as_it_is = charset.form == CHARSET_UTF8 && known == text.n;

	if (charset.form == CHARSET_UTF8) {
		if (!as_it_is)
			decode_utf8(text, known, room, &replaced);
	} else if (charset.form != CHARSET_ICONV) {
		decode_units(text, &charset, room, &replaced);
	} else {
		if (!decode_iconv(text, &charset, room, &replaced))
			decode_utf8(text, known, room, &replaced);
		replace_strangers(room, &replaced);
	}
	if (info) {
		*info = (struct decode_info){.source = source, .replaced = replaced};
		snprintf(info->charset, sizeof info->charset, "%s", charset.name);
	}
	return as_it_is ? text : buf_str(room);
}

void decode(struct str bytes, const char *forced, struct buf *out, struct decode_info *info)
{
	struct buf room = {0};

	buf_addstr(out, decode_view(bytes, forced, &room, info));
	buf_release(&room);
}

/* ---- binary files */

bool decode_is_binary(struct str bytes)
{
	static const struct str magic[] = {
		STR_INIT("%PDF-"),
		STR_INIT("PK\x03\x04"),
		STR_INIT("PK\x05\x06"),
		STR_INIT("\x1F\x8B"),
		STR_INIT("\x89PNG\r\n"),
		STR_INIT("\xFF\xD8\xFF"),
		STR_INIT("GIF87a"),
		STR_INIT("GIF89a"),
		STR_INIT("\x7F"
			 "ELF"),
		STR_INIT("SQLite format 3"),
		STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
		STR_INIT("7z\xBC\xAF\x27\x1C"),
		STR_INIT("\xFD"
			 "7zXZ"),
		STR_INIT("BZh9"),
		STR_INIT("ID3\x03"),
		STR_INIT("ID3\x04"),
		STR_INIT("OggS"),
		STR_INIT("Rar!\x1A\x07"),
	};
	enum { BINARY_SAMPLE = 32 * 1024 };
	struct str sample = str_sub(bytes, 0, BINARY_SAMPLE);
	struct charset charset;
	size_t bom, controls = 0;

	for (size_t i = 0; i < sizeof magic / sizeof *magic; i++)
		if (str_starts(bytes, magic[i]))
			return true;
	if (charset_of_bom(bytes, &charset, &bom) ||
	    (has_zeros(sample) && charset_of_zeros(sample, is_mostly_utf8(sample), &charset)))
		return false;
	for (size_t i = 0; i < sample.n; i++) {
		unsigned char c = (unsigned char)sample.p[i];

		/* ESC and the form feed stand in text files too. */
		controls += c == 0 || (c < 0x20 && !strchr("\t\n\v\f\r\x1B\b", c));
	}
	return controls > 2 + sample.n / 50;
}
