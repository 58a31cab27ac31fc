/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/scan.h"

#include <string.h>

#include "text/utf8.h"

/*
 * What a Han character is worth in a number, where its code point leads to: this is asked of each
 * character of a text, and no two of them come to one place.
 */
#define PLACE(cp)        (((cp) ^ (cp) >> 1 ^ (cp) >> 7) % 64)
#define WORTH(cp, value) [PLACE(cp)] = {cp, value}
/* clang-format off */
static const struct han_digit {
	uint32_t cp;
	int16_t value; /* below 10: a digit; else a power of ten */
} han_digits[64] = {
	WORTH(0x3007, 0),   WORTH(0x96F6, 0),    WORTH(0x25CB, 0),                    /* 〇 零 ○ */
	WORTH(0x4E00, 1),   WORTH(0x58F9, 1),    WORTH(0x4E8C, 2),  WORTH(0x4E24, 2), /* 一 壹 二 两 */
	WORTH(0x5169, 2),   WORTH(0x4E09, 3),    WORTH(0x56DB, 4),  WORTH(0x4E94, 5), /* 兩 三 四 五 */
	WORTH(0x516D, 6),   WORTH(0x4E03, 7),    WORTH(0x516B, 8),  WORTH(0x4E5D, 9), /* 六 七 八 九 */
	WORTH(0x5341, 10),  WORTH(0x5EFF, 20),   WORTH(0x5345, 30),                   /* 十 廿 卅 */
	WORTH(0x767E, 100), WORTH(0x5343, 1000),                                      /* 百 千 */
};
/* clang-format on */

static int han_digit(uint32_t cp)
{
	const struct han_digit *d = &han_digits[PLACE(cp)];

	return cp && d->cp == cp ? d->value : -1;
}

/* 几 幾 数 數 */
static bool is_some(uint32_t cp)
{
	return cp == 0x51E0 || cp == 0x5E7E || cp == 0x6570 || cp == 0x6578;
}

/* 多 余 餘 여 来 來 几 幾 数 數 behind a power of ten */
static bool is_odd(uint32_t cp)
{
	return cp == 0x591A || cp == 0xC5EC || cp == 0x4F59 || cp == 0x9918 || cp == 0x6765 ||
	       cp == 0x4F86 || is_some(cp);
}

static bool is_half(uint32_t cp)
{
	return cp == 0x534A;
}

bool scan_is_digit(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
}

static int digit_value(uint32_t cp)
{
	return (int)(cp >= 0xFF10 ? cp - 0xFF10 : cp - '0');
}

bool scan_is_alnum(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z');
}

bool scan_is_han(uint32_t cp)
{
	return (cp >= 0x3400 && cp < 0xA000) || (cp >= 0xF900 && cp < 0xFB00) ||
	       (cp >= 0x20000 && cp < 0x33480) || cp == 0x3005;
}

bool scan_is_kana(uint32_t cp)
{
	return (cp >= 0x3041 && cp < 0x3100 && cp != 0x30FB) || (cp >= 0xFF66 && cp < 0xFFA0);
}

bool scan_is_hangul(uint32_t cp)
{
	return (cp >= 0xAC00 && cp < 0xD7A4) || (cp >= 0x1100 && cp < 0x1200);
}

bool scan_is_letter(uint32_t cp)
{
	return scan_is_alnum(cp) || (cp >= 0xC0 && cp < 0x2000) || scan_is_han(cp) ||
	       scan_is_kana(cp) || scan_is_hangul(cp);
}

/* clang-format off */
const uint32_t num_starters[] = {
	'0',	'1',	'2',	'3',	'4',	'5',	'6',	'7',	'8',	'9',
	0xFF10, 0xFF11, 0xFF12, 0xFF13, 0xFF14, 0xFF15, 0xFF16, 0xFF17, 0xFF18, 0xFF19,
	/* 〇 零 ○ 一 壹 二 两 兩 三 四 五 六 七 八 九 十 廿 卅 百 千 */
	0x3007, 0x96F6, 0x25CB, 0x4E00, 0x58F9, 0x4E8C, 0x4E24, 0x5169, 0x4E09, 0x56DB,
	0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341, 0x5EFF, 0x5345, 0x767E, 0x5343,
	/* 几 幾 数 數 半 */
	0x51E0, 0x5E7E, 0x6570, 0x6578, 0x534A, 0,
};
/* clang-format on */

bool num_starts(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= '0' && cp <= '9';
	return han_digit(cp) >= 0 || is_some(cp) || is_half(cp) || scan_is_digit(cp);
}

uint32_t scan_next(struct str text, size_t at)
{
	size_t size;

	return at < text.n ? utf8_at(text.p, at, &size) : 0;
}

uint32_t scan_prev(struct str text, size_t at)
{
	size_t size;

	return at ? utf8_at(text.p, utf8_before(text.p, at), &size) : 0;
}

static uint32_t step(struct str text, size_t *at)
{
	size_t size = 0;
	uint32_t cp = *at < text.n ? utf8_at(text.p, *at, &size) : 0;

	*at += size;
	return cp;
}

static void scan_arabic(struct str text, size_t at, int flags, struct num *n)
{
	size_t next = at;
	uint32_t cp = step(text, &next);

	for (; scan_is_digit(cp) && n->digits <= NUM_MAX_DIGITS; cp = step(text, &next)) {
		n->value = n->value * 10 + digit_value(cp);
		n->digits++;
		n->end = next;
		size_t group = next;

		if ((flags & NUM_COUNT) && scan_next(text, group) == ',' &&
		    scan_is_digit(scan_next(text, group + 1)) && (n->grouped || n->digits <= 3)) {
			n->grouped = true;
			next = group + 1;
		}
	}
	if (n->digits > NUM_MAX_DIGITS) {
		n->end = at;
		return;
	}
	next = n->end;
	if (!(flags & NUM_COUNT) || step(text, &next) != '.')
		return;
	if (scan_is_digit(scan_next(text, next))) {
		n->decimal = true;
		n->tenths = (uint8_t)digit_value(step(text, &next));
		for (int i = 0; i < NUM_MAX_DIGITS && scan_is_digit(scan_next(text, next)); i++)
			step(text, &next);
		n->end = next;
	}
}

/*
 * Han numerals. Digits in a row are read by position, but two that follow one another (两三) are
 * a guess in counts. 十, 百 and 千 multiply the digit before them and add up.
 */
static void scan_han(struct str text, size_t at, int flags, struct num *n)
{
	int64_t total = 0, run = 0;
	int in_run = 0, last = -1, power = 0;
	size_t next = at;

	for (int i = 0; i < NUM_MAX_DIGITS; i++) {
		size_t before = next;
		uint32_t cp = step(text, &next);
		int d = han_digit(cp);

		if (d < 0 || (d >= 10 && power && d >= power && total)) {
			next = before;
			break;
		}
		if (d >= 10) {
			total += (in_run ? run : 1) * d;
			power = d >= 100 ? d : 10;
			run = 0;
			in_run = 0;
		} else if (d > 0 || !power || in_run) {
			/* The zero of 一百零八 stands for nothing. */
			n->pair |= cp == 0x4E24 || cp == 0x5169;
			if ((flags & NUM_COUNT) && in_run == 1 && last > 0 && d == last + 1) {
				n->about = true;
			} else {
				run = run * 10 + d;
				in_run++;
			}
			last = d;
		}
		n->digits++;
		n->end = next;
	}
	n->value = total + run;
	n->style = power ? NUM_HAN : NUM_DIGITS;
	if (power && in_run > 1 && total)
		n->end = at; /* 十一二三: no number */
}

/* 几, 数十, 好几 begin with no digit at all; 十多, 几十, 百余 end with none. */
static void scan_vague(struct str text, size_t at, struct num *n)
{
	size_t next = at;
	uint32_t cp = step(text, &next);

	if (is_some(cp)) {
		n->vague = true;
		n->end = next;
		n->style = NUM_HAN;
		while (han_digit(scan_next(text, next)) >= 10 && next - at < 16) {
			step(text, &next);
			n->end = next;
		}
		return;
	}
	next = n->end;
	bool round = n->value >= 10 && n->value % 10 == 0 && !n->decimal;
	uint32_t odd = step(text, &next);

	if (round && is_odd(odd)) {
		n->vague = is_some(odd);
		n->about = true;
		n->end = next;
	}
}

struct num num_scan(struct str text, size_t at, int flags)
{
	struct num n = {.end = at};
	size_t next = at;
	uint32_t cp = step(text, &next);

	if (scan_is_digit(cp)) {
		scan_arabic(text, at, flags, &n);
	} else if (han_digit(cp) >= 0) {
		scan_han(text, at, flags, &n);
	} else if ((flags & NUM_COUNT) && is_half(cp)) {
		n.end = next;
		n.tenths = 5;
		return n;
	}
	if ((flags & NUM_COUNT) && (n.end > at || is_some(cp)))
		scan_vague(text, at, &n);
	return n;
}

size_t scan_blanks(struct str text, size_t at)
{
	for (int i = 0; i < 2; i++) {
		size_t next = at;
		uint32_t cp = step(text, &next);

		if (cp != ' ' && cp != '\t' && cp != 0xA0 && cp != 0x3000)
			break;
		at = next;
	}
	return at;
}

/* Are there three digits and no more, as behind the comma of 12,500? */
static bool is_group(struct str text, size_t at)
{
	size_t n = 0;

	while (n <= 3 && at + n < text.n && text.p[at + n] >= '0' && text.p[at + n] <= '9')
		n++;
	return n == 3;
}

bool scan_number_may_begin(struct str text, size_t at)
{
	uint32_t before = scan_prev(text, at);

	if (before == 0)
		return true;
	if (scan_is_alnum(before) || scan_is_digit(before))
		return false;
	if (before >= 0x80)
		return before != 0xFFE5 && before != 0x20AC && before != 0xA5 && before != 0xA3 &&
		       before != 0xFF04; /* ￥ € ¥ £ ＄ */
	if (strchr("$#@_+=&%\\", (int)before))
		return false;
	if (before == '-')
		return !scan_is_digit(scan_prev(text, at - 1));
	if (strchr("./", (int)before))
		return !scan_is_alnum(scan_prev(text, at - 1));
	/* "OpenAI,2015年": many write CJK with these marks of ASCII and no blank. */
	if (strchr(",:", (int)before))
		return !scan_is_digit(scan_prev(text, at - 1)) ||
		       (before == ',' && !is_group(text, at));
	return true;
}

bool scan_number_may_end(struct str text, size_t at)
{
	uint32_t next = scan_next(text, at);

	if (scan_is_alnum(next) || scan_is_digit(next) || next == '%' || next == '_' ||
	    next == 0xFF05)
		return false;
	if (next && next < 0x80 && strchr(".-/", (int)next))
		return !scan_is_alnum(scan_next(text, at + 1));
	if (next == ':')
		return !scan_is_digit(scan_next(text, at + 1));
	if (next == ',')
		return !is_group(text, at + 1);
	return true;
}

size_t scan_blob(struct str text, size_t at)
{
	static const char joiners[] = "._-/@=&?#%+~:";
	bool address = false;

	while (at < text.n) {
		char c = text.p[at];

		if (scan_is_alnum((unsigned char)c)) {
			at++;
			continue;
		}
		if (c == ':' && str_starts(str_sub(text, at, at + 3), STR("://"))) {
			address = true;
			at += 3;
			continue;
		}
		bool joins = c && strchr(joiners, c) && (address || c != ':') && at + 1 < text.n &&
			     scan_is_alnum((unsigned char)text.p[at + 1]);

		if (!joins && !(address && c && strchr(joiners, c)))
			break;
		at++;
	}
	return at;
}

static bool ends_here(char c)
{
	return c == '\0' || c == '|';
}

/* Words are short. */
static size_t word_length(const char *w)
{
	size_t n = 0;

	while (!ends_here(w[n]))
		n++;
	return n;
}

/* Most lists have no word that begins so: the last byte of the character tells it soonest. */
size_t scan_words_at(struct str text, size_t at, const char *words)
{
	size_t longest = 0, size;

	if (!words || at >= text.n || !text.p[at])
		return 0;
	utf8_at(text.p, at, &size);
	for (const char *hit = words; (hit = strchr(hit, text.p[at + size - 1])); hit++) {
		size_t end = (size_t)(hit - words) + 1;

		if (end < size || (end > size && words[end - size - 1] != '|'))
			continue;
		const char *w = words + end - size;
		size_t n = word_length(w);

		if (n > longest && n <= text.n - at && memcmp(text.p + at, w, n) == 0)
			longest = n;
	}
	return longest;
}

/* Likewise by the byte it would end with. */
size_t scan_words_before(struct str text, size_t at, const char *words)
{
	size_t longest = 0;

	if (!words || !at || !text.p[at - 1])
		return 0;
	for (const char *hit = words; (hit = strchr(hit, text.p[at - 1])); hit++) {
		size_t n = 1;

		if (!ends_here(hit[1]))
			continue;
		while (hit + 1 - n > words && *(hit - n) != '|')
			n++;
		if (n > longest && n <= at && memcmp(text.p + at - n, hit + 1 - n, n) == 0)
			longest = n;
	}
	return longest;
}

struct scan_stretch scan_stretch(struct str text, size_t begin, size_t end)
{
	struct scan_stretch s = {.text = str_sub(text, begin, end)};

	for (size_t i = 0; i < s.text.n; i++) {
		unsigned char c = (unsigned char)s.text.p[i];

		s.bytes[c / 64] |= UINT64_C(1) << c % 64;
	}
	return s;
}

/* Has the stretch all bytes of the word? Its length goes to *n in any case. */
static bool has_bytes(const struct scan_stretch *s, const char *w, size_t *n)
{
	uint64_t all = 1;

	for (*n = 0; !ends_here(w[*n]); ++*n) {
		unsigned char c = (unsigned char)w[*n];

		all &= s->bytes[c / 64] >> c % 64;
	}
	return all;
}

bool scan_words_in(const struct scan_stretch *s, const char *words)
{
	size_t n;

	for (const char *w = words; w && *w; w += *w == '|') {
		if (has_bytes(s, w, &n) && str_find(s->text, (struct str){w, n}, 0) != (size_t)-1)
			return true;
		w += n;
	}
	return false;
}
