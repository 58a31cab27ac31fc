/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/charset.h"

#include <assert.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <uchardet/uchardet.h>

#include "base/mem.h"

/* ---- names */

/* clang-format off */
static const struct {
	const char *name, *iconv[2]; /* the second for systems that lack the first */
	enum charset_form form;
	uint8_t leads[2][2];
	const char *labels; /* lower case, a blank on both sides of each */
} names[] = {
	{"UTF-8", {NULL}, CHARSET_UTF8, {{0}}, " utf-8 utf8 unicode-1-1-utf-8 "},
	{"UTF-16LE", {NULL}, CHARSET_UTF16LE, {{0}}, " utf-16le utf-16 unicode ucs-2 iso-10646-ucs-2 "},
	{"UTF-16BE", {NULL}, CHARSET_UTF16BE, {{0}}, " utf-16be unicodefffe "},
	{"UTF-32LE", {NULL}, CHARSET_UTF32LE, {{0}}, " utf-32le utf-32 ucs-4le "},
	{"UTF-32BE", {NULL}, CHARSET_UTF32BE, {{0}}, " utf-32be ucs-4 ucs-4be "},
	{"GB18030", {"GB18030", "GBK"}, CHARSET_ICONV, {{0x81, 0xFE}},
	 " gb18030 gbk gb2312 gb_2312 gb_2312-80 gb2312-80 x-gbk cp936 ms936 windows-936 936"
	 " chinese csgb2312 csiso58gb231280 iso-ir-58 euc-cn cn-gb hz-gb-2312 "},
	{"Big5-HKSCS", {"BIG5-HKSCS", "BIG5"}, CHARSET_ICONV, {{0x81, 0xFE}},
	 " big5-hkscs big5 big-5 big5hkscs cn-big5 csbig5 x-x-big5 cp950 ms950 windows-950 950 "},
	{"CP932", {"CP932", "SHIFT_JIS"}, CHARSET_ICONV, {{0x81, 0x9F}, {0xE0, 0xFC}},
	 " cp932 shift_jis shift-jis sjis x-sjis ms_kanji csshiftjis windows-31j ms932"
	 " windows-932 932 "},
	{"EUC-JP", {"EUC-JP-MS", "EUC-JP"}, CHARSET_ICONV, {{0x8E, 0x8F}, {0xA1, 0xFE}},
	 " euc-jp eucjp x-euc-jp euc-jp-ms eucjp-ms ujis cseucpkdfmtjapanese "},
	{"CP949", {"CP949", "EUC-KR"}, CHARSET_ICONV, {{0x81, 0xFE}},
	 " cp949 euc-kr euckr uhc ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean ms949"
	 " windows-949 949 cseuckr csksc56011987 iso-ir-149 "},
	{"ISO-2022-JP", {"ISO-2022-JP-3", "ISO-2022-JP"}, CHARSET_ICONV, {{0}},
	 " iso-2022-jp csiso2022jp jis "},
	{"windows-1252", {"CP1252", "ISO-8859-1"}, CHARSET_ICONV, {{0}},
	 " windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso_8859-1 latin1 l1 ascii us-ascii"
	 " ansi_x3.4-1968 "},
};
/* clang-format on */

static bool opens(const char *iconv_name)
{
	iconv_t cd = iconv_open("UTF-8", iconv_name);

	if (cd == (iconv_t)-1 && errno == ENOMEM)
		mem_exhausted();
	if (cd == (iconv_t)-1)
		return false;
	iconv_close(cd);
	return true;
}

static bool is_name_char(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       c == '-' || c == '_' || c == '.' || c == ':';
}

static void set_name(char name[CHARSET_NAME], struct str value)
{
	assert(value.n < CHARSET_NAME);
	memcpy(name, value.p, value.n);
	name[value.n] = '\0';
}

bool charset_find(struct str label, struct charset *charset)
{
	char key[CHARSET_NAME + 2] = " ";

	label = str_trim(label);
	if (label.n == 0 || label.n >= CHARSET_NAME)
		return false;
	for (size_t i = 0; i < label.n; i++) {
		char c = label.p[i];

		/* iconv would take "//TRANSLIT" and the like for orders. */
		if (!is_name_char(c))
			return false;
		key[i + 1] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
	key[label.n + 1] = ' ';
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (str_find(str_of(names[i].labels), (struct str){key, label.n + 2}, 0) ==
		    (size_t)-1)
			continue;
		*charset = (struct charset){.form = names[i].form};
		memcpy(charset->leads, names[i].leads, sizeof names[i].leads);
		set_name(charset->name, str_of(names[i].name));
		if (names[i].iconv[0])
			set_name(charset->iconv,
				 str_of(names[i].iconv[opens(names[i].iconv[0]) ? 0 : 1]));
		return true;
	}
	*charset = (struct charset){.form = CHARSET_ICONV};
	set_name(charset->name, (struct str){key + 1, label.n});
	set_name(charset->iconv, (struct str){key + 1, label.n});
	return opens(charset->iconv);
}

static void set(struct charset *charset, const char *name)
{
	bool known = charset_find(str_of(name), charset);

	assert(known);
	(void)known;
}

/* ---- what the bytes say openly */

bool charset_of_bom(struct str bytes, struct charset *charset, size_t *size)
{
	static const struct {
		struct str mark;
		const char *name;
	} marks[] = {
		{STR_INIT("\xEF\xBB\xBF"), "UTF-8"},
		{STR_INIT("\xFF\xFE\0\0"), "UTF-32LE"}, /* before UTF-16LE: it begins the same */
		{STR_INIT("\0\0\xFE\xFF"), "UTF-32BE"},
		{STR_INIT("\xFF\xFE"), "UTF-16LE"},
		{STR_INIT("\xFE\xFF"), "UTF-16BE"},
		{STR_INIT("\x84\x31\x95\x33"), "GB18030"},
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (!str_starts(bytes, marks[i].mark))
			continue;
		set(charset, marks[i].name);
		*size = marks[i].mark.n;
		return true;
	}
	return false;
}

enum { DECLARATION = 4096 }; /* bytes of the beginning that may declare */

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* The name behind `key`, an equals sign or colon and maybe a quotation mark. */
static bool name_after(struct str head, size_t at, struct charset *charset)
{
	while (at < head.n && (head.p[at] == ' ' || head.p[at] == '\t'))
		at++;
	if (at == head.n || (head.p[at] != '=' && head.p[at] != ':'))
		return false;
	at++;
	while (at < head.n && strchr(" \t\"'", head.p[at]))
		at++;
	size_t end = at;

	while (end < head.n && is_name_char(head.p[end]))
		end++;
	return charset_find(str_sub(head, at, end), charset);
}

/* Is the byte at `at` inside a tag of that name? */
static bool in_tag(struct str head, size_t at, struct str tag)
{
	while (at && head.p[at] != '<' && head.p[at] != '>')
		at--;
	return str_starts(str_sub(head, at, head.n), tag);
}

static bool at_line_start(struct str head, size_t at)
{
	return at > 0 && head.p[at - 1] == '\n';
}

bool charset_declared(struct str bytes, struct charset *charset)
{
	char copy[DECLARATION];
	struct str head = {copy, bytes.n < DECLARATION ? bytes.n : DECLARATION};

	for (size_t i = 0; i < head.n; i++)
		copy[i] = lower(bytes.p[i]);
	bool matter = str_starts(str_trim(head), STR("---"));
	static const struct str keys[] = {STR_INIT("charset"), STR_INIT("encoding")};

	for (size_t k = 0; k < 2; k++) {
		size_t at = 0;

		while ((at = str_find(head, keys[k], at)) != (size_t)-1) {
			bool meant = in_tag(head, at, STR("<meta")) ||
				     in_tag(head, at, STR("<?xml")) ||
				     (matter && at_line_start(head, at));

			at += keys[k].n;
			if (meant && name_after(head, at, charset))
				return true;
		}
	}
	return false;
}

/* ---- wide code units without a mark */

enum { SAMPLE_UNITS = 32 * 1024 };

static bool is_text_unit(uint32_t cp)
{
	return (cp >= ' ' && cp < 0x7F) || cp == '\n' || cp == '\r' || cp == '\t' ||
	       (cp >= 0xA0 && cp < 0x530) || (cp >= 0x2010 && cp < 0x2030) ||
	       (cp >= 0x3000 && cp < 0x3100) || (cp >= 0x3400 && cp < 0xA000) ||
	       (cp >= 0xAC00 && cp < 0xD7A4) || (cp >= 0xD800 && cp < 0xE000) ||
	       (cp >= 0xFF01 && cp < 0xFFE7) || (cp >= 0x1F000 && cp < 0x32000);
}

static bool looks_like(const unsigned char *p, size_t n, size_t width, bool big)
{
	size_t units = n / width < SAMPLE_UNITS ? n / width : SAMPLE_UNITS, good = 0;

	for (size_t i = 0; i < units; i++) {
		uint32_t cp = 0;

		for (size_t k = 0; k < width; k++)
			cp |= (uint32_t)p[i * width + k] << 8 * (big ? width - 1 - k : k);
		good += is_text_unit(cp);
	}
	return units && good >= units - units / 20;
}

bool charset_of_zeros(struct str bytes, bool utf8, struct charset *charset)
{
	static const struct {
		const char *name;
		size_t width;
		bool big;
	} forms[] = {
		{"UTF-32LE", 4, false},
		{"UTF-32BE", 4, true},
		{"UTF-16LE", 2, false},
		{"UTF-16BE", 2, true},
	};

	size_t zeros = 0;

	for (size_t i = 0; i < bytes.n; i++)
		zeros += bytes.p[i] == 0;
	/*
	 * Blanks, digits and line ends bring zeros; without any, GBK would pass for UTF-16. Few
	 * zeros in what is UTF-8 otherwise are dirt.
	 */
	if (zeros == 0 || (utf8 && zeros < bytes.n / 16))
		return false;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (!looks_like((const unsigned char *)bytes.p, bytes.n, forms[i].width,
				forms[i].big))
			continue;
		set(charset, forms[i].name);
		return true;
	}
	return false;
}

bool charset_of_escapes(struct str bytes, struct charset *charset)
{
	size_t at = 0;

	/* The one byte, as a single one is found far sooner than two. */
	while ((at = str_find(bytes, STR("\x1B"), at)) != (size_t)-1) {
		char set_to = at + 2 < bytes.n && bytes.p[at + 1] == '$' ? bytes.p[at + 2] : '\0';

		if (set_to == 'B' || set_to == '@' || set_to == '(') {
			set(charset, "ISO-2022-JP");
			return true;
		}
		at++;
	}
	return false;
}

/* ---- the double-byte charsets told apart */

/*
 * What a pair of bytes is worth as text of the charset: the standards put the characters in
 * daily use together, so that a text stays in few zones of its own charset and strays over the
 * rare and the unassigned ones of any other. GB 2312 level 1 is ordered by pronunciation and
 * fills its rows evenly, while Hangul ends at 0xC8: hence the two halves of it. The first zone
 * that fits counts; a pair in none is BAD.
 */
struct zone {
	uint8_t lead, lead_end, trail, trail_end;
	int16_t worth;
};

enum { COMMON = 100, MARK = 80, RARE = 10, NEVER = -100, BAD = -600, HALF_KANA = -30 };

/* clang-format off */
static const struct zone gb_zones[] = {
	{0xA1, 0xA1, 0xA1, 0xFE, MARK},
	{0xA3, 0xA3, 0xA1, 0xFE, MARK},
	{0xA4, 0xA5, 0xA1, 0xFE, 60},        /* kana */
	{0xA2, 0xA9, 0xA1, 0xFE, 0},
	{0xB0, 0xC8, 0xA1, 0xFE, 85},
	{0xC9, 0xD7, 0xA1, 0xFE, 110},
	{0xD8, 0xF7, 0xA1, 0xFE, 2 * RARE},
	{0x81, 0xA0, 0x40, 0xFE, RARE},      /* GBK/3 and 4: traditional forms and the rest */
	{0xA8, 0xFE, 0x40, 0xA0, RARE},
	{0xA1, 0xFE, 0x40, 0xFE, NEVER},     /* user-defined */
	{0},
};
static const struct zone big5_zones[] = {
	{0xA1, 0xA1, 0x40, 0xFE, MARK},
	{0xA2, 0xA3, 0x40, 0xFE, RARE},
	{0xA4, 0xC5, 0x40, 0x7E, 110},       /* nobody else has trail bytes in both ranges */
	{0xC6, 0xC6, 0x40, 0x7E, 110},
	{0xA4, 0xA5, 0xA1, 0xFE, 40},        /* kana elsewhere */
	{0xA6, 0xC5, 0xA1, 0xFE, 90},
	{0xC9, 0xF9, 0x40, 0xFE, 2 * RARE},
	{0x87, 0xFE, 0x40, 0xFE, 0},         /* Hong Kong's, ETEN's */
	{0},
};
static const struct zone sjis_zones[] = {
	{0x81, 0x81, 0x40, 0xFC, MARK},
	{0x82, 0x82, 0x4F, 0x9A, MARK},
	{0x82, 0x82, 0x9F, 0xF1, COMMON},
	{0x83, 0x83, 0x40, 0x96, COMMON},
	{0x83, 0x87, 0x40, 0xFC, 0},
	{0x88, 0x98, 0x40, 0xFC, 90},
	{0x99, 0xEA, 0x40, 0xFC, 0},
	{0xED, 0xEE, 0x40, 0xFC, 0},
	{0xFA, 0xFC, 0x40, 0xFC, 0},
	{0xF0, 0xF9, 0x40, 0xFC, NEVER},
	{0},
};
static const struct zone eucjp_zones[] = {
	{0xA1, 0xA1, 0xA1, 0xFE, MARK},
	{0xA3, 0xA3, 0xA1, 0xFE, MARK},
	{0xA4, 0xA5, 0xA1, 0xFE, COMMON},
	{0xB0, 0xCF, 0xA1, 0xFE, 90},
	{0xA2, 0xA8, 0xA1, 0xFE, 0},
	{0xAD, 0xAD, 0xA1, 0xFE, RARE},
	{0xD0, 0xF4, 0xA1, 0xFE, 0},
	{0xF9, 0xFC, 0xA1, 0xFE, 0},
	{0x8E, 0x8E, 0xA1, 0xDF, HALF_KANA},
	{0xF5, 0xFE, 0xA1, 0xFE, NEVER},
	{0},
};
static const struct zone korean_zones[] = {
	{0xA1, 0xA1, 0xA1, 0xFE, MARK},
	{0xA3, 0xA3, 0xA1, 0xFE, MARK},
	{0xA4, 0xA4, 0xA1, 0xFE, 40},        /* Jamo */
	{0xA2, 0xAC, 0xA1, 0xFE, 0},
	{0xB0, 0xC8, 0xA1, 0xFE, COMMON},
	{0xCA, 0xFD, 0xA1, 0xFE, 0},         /* hanja */
	{0x81, 0xC6, 0x41, 0xA0, RARE},      /* the other syllables */
	{0x81, 0xA0, 0xA1, 0xFE, RARE},
	{0xC9, 0xFE, 0xA1, 0xFE, NEVER},
	{0},
};
/* clang-format on */

static const struct candidate {
	const char *name;
	const struct zone *zones;
	uint8_t single, single_end; /* half-width katakana in one byte */
} candidates[] = {
	{"GB18030", gb_zones, 1, 0},       {"Big5-HKSCS", big5_zones, 1, 0},
	{"CP932", sjis_zones, 0xA1, 0xDF}, {"EUC-JP", eucjp_zones, 1, 0},
	{"CP949", korean_zones, 1, 0},
};

static int worth_of_pair(const struct candidate *c, unsigned lead, unsigned trail)
{
	if (trail == 0x7F || trail == 0xFF)
		return BAD;
	/* Big5 has a gap between its two ranges of trail bytes. */
	if (c->zones == big5_zones && trail > 0x7E && trail < 0xA1)
		return BAD;
	for (const struct zone *z = c->zones; z->lead; z++)
		if (lead >= z->lead && lead <= z->lead_end && trail >= z->trail &&
		    trail <= z->trail_end)
			return z->worth;
	return BAD;
}

/* The worth of the character that begins at p[0] (0x80 or more), and its length. */
static int worth_at(const struct candidate *c, const unsigned char *p, size_t left, size_t *size)
{
	*size = 1;
	if (p[0] >= c->single && p[0] <= c->single_end)
		return HALF_KANA;
	if (left < 2)
		return 0;
	if (c->zones == gb_zones && left >= 4 && p[1] >= '0' && p[1] <= '9' && p[2] > 0x80 &&
	    p[3] >= '0' && p[3] <= '9') {
		*size = 4;
		return RARE;
	}
	if (c->zones == eucjp_zones && left >= 3 && p[0] == 0x8F && p[1] > 0xA0 && p[2] > 0xA0) {
		*size = 3;
		return RARE;
	}
	int worth = worth_of_pair(c, p[0], p[1]);

	if (worth != BAD)
		*size = 2;
	return worth;
}

enum { SAMPLE_CHARACTERS = 32 * 1024, PLAUSIBLE = 45 };

/* The mean worth of the characters that are not ASCII. */
static int plausibility(const struct candidate *c, struct str bytes)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	long sum = 0, count = 0;
	size_t size = 1;

	for (size_t i = 0; i < bytes.n && count < SAMPLE_CHARACTERS; i += size) {
		size = 1;
		if (p[i] < 0x80)
			continue;
		sum += worth_at(c, p + i, bytes.n - i, &size);
		count++;
	}
	return count ? (int)(sum / count) : 0;
}

/* For writing that is not CJK. False when it has no idea either. */
static bool ask_uchardet(struct str bytes, struct charset *charset)
{
	enum { UCHARDET_SAMPLE = 64 * 1024 };
	uchardet_t ud = uchardet_new();
	size_t n = bytes.n < UCHARDET_SAMPLE ? bytes.n : UCHARDET_SAMPLE;

	uchardet_handle_data(ud, bytes.p, n);
	uchardet_data_end(ud);
	bool found = charset_find(str_of(uchardet_get_charset(ud)), charset);

	uchardet_delete(ud);
	return found && charset->form != CHARSET_UTF8;
}

void charset_detect(struct str bytes, const struct charset *declared, struct charset *charset)
{
	enum { TRUST = 30 }; /* what a declaration adds to its charset */
	int best = PLAUSIBLE;
	bool judged = false;
	const struct candidate *winner = NULL;

	for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
		int worth = plausibility(&candidates[i], bytes);

		if (declared && strcmp(declared->name, candidates[i].name) == 0) {
			judged = true;
			worth += TRUST;
		}
		if (worth > best) {
			best = worth;
			winner = &candidates[i];
		}
	}
	/* A declared charset that is none of these is believed unless the bytes say better. */
	if (declared && !judged && declared->form == CHARSET_ICONV && best < MARK)
		*charset = *declared;
	else if (winner)
		set(charset, winner->name);
	else if (!ask_uchardet(bytes, charset))
		set(charset, "windows-1252");
}
