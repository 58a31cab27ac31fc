/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/metadate.h"

#include <string.h>

#include "doc/line.h"
#include "text/utf8.h"

enum { LONGEST = 96, NUMBERS = 3 }; /* bytes of a value; unlabelled numbers in it */

enum field {
	YEAR,
	MONTH,
	DAY,
	HOUR,
	MINUTE,
	SECOND,
	FIELDS,
};

struct parse {
	char text[LONGEST + 1]; /* full-width digits and marks made ASCII, letters small */
	size_t n, at;
	int64_t field[FIELDS]; /* -1: not seen */
	struct {
		int64_t value;
		size_t digits;
	} number[NUMBERS]; /* without a label, in order */
	size_t numbers;
	char separator; /* before the last of them */
	bool named_month, afternoon, forenoon;
	int zone;
};

/* ---- words */

/* clang-format off */
static const struct {
	struct str word;
	enum field field;
} labels[] = {
	{STR_INIT("年"), YEAR}, {STR_INIT("년"), YEAR}, {STR_INIT("月"), MONTH},
	{STR_INIT("월"), MONTH}, {STR_INIT("日"), DAY}, {STR_INIT("일"), DAY},
	{STR_INIT("号"), DAY}, {STR_INIT("號"), DAY}, {STR_INIT("时"), HOUR},
	{STR_INIT("時"), HOUR}, {STR_INIT("点"), HOUR}, {STR_INIT("點"), HOUR},
	{STR_INIT("시"), HOUR}, {STR_INIT("分"), MINUTE}, {STR_INIT("분"), MINUTE},
	{STR_INIT("秒"), SECOND}, {STR_INIT("초"), SECOND},
};
/* clang-format on */

/* The year before the first of the era. */
static const struct {
	struct str word;
	int before;
} eras[] = {
	{STR_INIT("令和"), 2018}, {STR_INIT("平成"), 1988}, {STR_INIT("昭和"), 1925},
	{STR_INIT("大正"), 1911}, {STR_INIT("明治"), 1867}, {STR_INIT("民國"), 1911},
	{STR_INIT("民国"), 1911},
};

static const char *const forenoons[] = {"上午", "午前", "오전", NULL};
static const char *const afternoons[] = {"下午", "午後", "오후", NULL};

static const char month_names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

/* Minutes east of UTC. CST is China's here: this is a reader of CJK pages, and Java writes so. */
static const struct {
	const char *name;
	int minutes;
} zones[] = {
	{"z", 0},      {"gmt", 0},    {"utc", 0},    {"ut", 0},     {"cst", 480},  {"hkt", 480},
	{"sgt", 480},  {"jst", 540},  {"kst", 540},  {"est", -300}, {"edt", -240}, {"cdt", -300},
	{"mst", -420}, {"mdt", -360}, {"pst", -480}, {"pdt", -420}, {"bst", 60},   {"cet", 60},
	{"cest", 120}, {"msk", 180},  {"ist", 330},
};

/* ---- reading */

static struct str rest(const struct parse *p)
{
	return (struct str){p->text + p->at, p->n - p->at};
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool normalise(struct parse *p, struct str text)
{
	if (text.n > LONGEST)
		return false;
	for (size_t i = 0, size; i < text.n; i += size) {
		uint32_t cp = utf8_at(text.p, i, &size);

		if (cp > 0xFF00 && cp < 0xFF5F)
			cp -= 0xFEE0;
		if (cp == 0x3000 || cp == 0xA0)
			cp = ' ';
		if (cp >= 'A' && cp <= 'Z')
			cp += 'a' - 'A';
		p->n += utf8_put(p->text + p->n, cp);
	}
	return true;
}

static int64_t read_number(struct parse *p, size_t *digits)
{
	int64_t value = 0;
	size_t begin = p->at;

	while (p->at < p->n && is_digit(p->text[p->at]) && p->at - begin < 17)
		value = value * 10 + (p->text[p->at++] - '0');
	*digits = p->at - begin;
	return value;
}

static bool next_is_digit(const struct parse *p, size_t ahead)
{
	return p->at + ahead < p->n && is_digit(p->text[p->at + ahead]);
}

/* "23:33", "23:33:00.5", with the hour read already. */
static void read_time(struct parse *p, int64_t hour)
{
	size_t digits;

	p->field[HOUR] = hour;
	for (enum field f = MINUTE; f <= SECOND && p->text[p->at] == ':' && next_is_digit(p, 1);
	     f++) {
		p->at++;
		p->field[f] = read_number(p, &digits);
	}
	if ((p->text[p->at] == '.' || p->text[p->at] == ',') && next_is_digit(p, 1)) {
		p->at++;
		read_number(p, &digits);
	}
}

/* "+08:00", "+0800", "+8", with the sign at p->at, behind a time. */
static void read_zone(struct parse *p)
{
	int sign = p->text[p->at++] == '-' ? -1 : 1;
	size_t digits;
	int64_t value = read_number(p, &digits), minutes = 0;

	if (digits > 2) {
		minutes = value % 100;
		value /= 100;
	} else if (p->text[p->at] == ':' && next_is_digit(p, 1)) {
		p->at++;
		minutes = read_number(p, &digits);
	}
	if (value <= 14 && minutes < 60)
		p->zone = sign * (int)(value * 60 + minutes);
}

static bool read_label(struct parse *p, int64_t value)
{
	size_t blanks = p->text[p->at] == ' ';
	struct str behind = str_sub(rest(p), blanks, LONGEST);

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		if (!str_starts(behind, labels[i].word))
			continue;
		p->at += blanks + labels[i].word.n;
		if (p->field[labels[i].field] < 0)
			p->field[labels[i].field] = value;
		return true;
	}
	return false;
}

/* A number and what it is. False: one too many. */
static bool take_number(struct parse *p, char before)
{
	size_t digits;
	int64_t value = read_number(p, &digits);

	if (p->text[p->at] == ':' && digits <= 2 && p->field[HOUR] < 0) {
		read_time(p, value);
		return true;
	}
	if (read_label(p, value))
		return true;
	if (p->numbers == NUMBERS)
		return false;
	p->number[p->numbers].value = value;
	p->number[p->numbers++].digits = digits;
	if (p->numbers > 1)
		p->separator = before;
	return true;
}

static void take_word(struct parse *p)
{
	struct str word = rest(p);
	size_t n = 0;

	while (n < word.n && word.p[n] >= 'a' && word.p[n] <= 'z')
		n++;
	word.n = n;
	p->at += n;
	if (n == 2 && word.p[1] == 'm') {
		p->afternoon |= word.p[0] == 'p';
		p->forenoon |= word.p[0] == 'a';
		return;
	}
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
		if (p->field[HOUR] >= 0 && str_eq(word, str_of(zones[i].name)))
			p->zone = zones[i].minutes;
	for (int month = 0; month < 12; month++) {
		if (n >= 3 && memcmp(word.p, month_names + 3 * month, 3) == 0 && !p->named_month) {
			p->field[MONTH] = month + 1;
			p->named_month = true;
		}
	}
}

/* An era with its year, a half of the day; anything else that is not ASCII is passed over. */
static void take_other(struct parse *p)
{
	struct str text = rest(p);
	size_t size, digits;

	p->forenoon |= line_starts(text, forenoons) > 0;
	p->afternoon |= line_starts(text, afternoons) > 0;
	for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
		if (!str_starts(text, eras[i].word))
			continue;
		p->at += eras[i].word.n;
		/* 元年 is the first year. */
		bool first = str_starts(rest(p), STR("元年"));
		int64_t year = first ? 1 : read_number(p, &digits);

		p->at += first ? STR("元年").n : str_starts(rest(p), STR("年")) ? STR("年").n : 0;
		if (year > 0 && year < 200)
			p->field[YEAR] = eras[i].before + year;
		return;
	}
	utf8_at(p->text, p->at, &size);
	p->at += size;
}

static bool read_all(struct parse *p)
{
	char before = ' ';

	while (p->at < p->n) {
		char c = p->text[p->at];

		if (is_digit(c)) {
			if (!take_number(p, before))
				return false;
		} else if ((c == '+' || c == '-') && p->field[HOUR] >= 0 && next_is_digit(p, 1)) {
			read_zone(p);
		} else if (c >= 'a' && c <= 'z') {
			take_word(p);
		} else if ((unsigned char)c >= 0x80) {
			take_other(p);
		} else {
			p->at++;
		}
		before = c;
	}
	return true;
}

/* ---- making sense of the numbers without a label */

static void set_epoch(struct parse *p, int64_t seconds)
{
	int64_t day = seconds / 86400, second = seconds % 86400;
	int32_t year;
	int month, dom;

	civil_from_days(day, &year, &month, &dom);
	const int64_t fields[FIELDS] = {year,       month, dom, second / 3600, second / 60 % 60,
					second % 60};

	memcpy(p->field, fields, sizeof fields);
	p->zone = 0;
}

/* 2022, 202207, 20220713, 20220713233300, 1657755180, 1657755180000 */
static bool take_lone(struct parse *p, int64_t value, size_t digits)
{
	if (digits == 10 || digits == 13) {
		set_epoch(p, digits == 13 ? value / 1000 : value);
		return true;
	}
	if (digits == 14) {
		p->field[SECOND] = value % 100;
		p->field[MINUTE] = value / 100 % 100;
		p->field[HOUR] = value / 10000 % 100;
		value /= 1000000;
		digits = 8;
	}
	if (digits == 8) {
		p->field[DAY] = value % 100;
		value /= 100;
		digits = 6;
	}
	if (digits == 6) {
		p->field[MONTH] = value % 100;
		value /= 100;
		digits = 4;
	}
	p->field[YEAR] = value;
	return digits == 4;
}

static void set_fields(struct parse *p, int64_t year, int64_t month, int64_t day)
{
	p->field[YEAR] = year;
	p->field[MONTH] = month;
	p->field[DAY] = day;
}

static bool take_three(struct parse *p)
{
	int64_t a = p->number[0].value, b = p->number[1].value, c = p->number[2].value;

	if (p->number[0].digits == 4)
		set_fields(p, a, b, c);
	else if (p->number[2].digits != 4)
		return false;
	else if (a > 12 || p->separator == '.')
		set_fields(p, c, b, a);
	else if (b > 12)
		set_fields(p, c, a, b);
	else
		set_fields(p, c, a == b ? a : -1, a == b ? b : -1);
	return true;
}

static bool resolve(struct parse *p)
{
	if (p->named_month) {
		/* Day and year, in either order. */
		for (size_t i = 0; i < p->numbers; i++) {
			enum field f = p->number[i].digits == 4 ? YEAR : DAY;

			if (p->field[f] >= 0)
				return false;
			p->field[f] = p->number[i].value;
		}
		return p->field[YEAR] >= 0;
	}
	if (p->field[YEAR] >= 0)
		return p->numbers == 0;
	if (p->numbers == 1)
		return take_lone(p, p->number[0].value, p->number[0].digits);
	if (p->numbers == 2 && p->number[0].digits == 4) {
		set_fields(p, p->number[0].value, p->number[1].value, -1);
		return true;
	}
	return p->numbers == 3 && take_three(p);
}

/* The fields as far as they are known and possible. */
static bool build(const struct parse *p, struct civil *date)
{
	const int64_t *f = p->field;
	struct civil c = {.zone = CIVIL_NO_ZONE, .precision = CIVIL_YEAR};
	int64_t hour = f[HOUR];

	if (f[YEAR] < 1 || f[YEAR] > 9999)
		return false;
	c.year = (int32_t)f[YEAR];
	if (f[MONTH] >= 0) {
		int64_t day = f[DAY] >= 0 ? f[DAY] : 1;

		if (f[MONTH] > 12 || day > 31 || !civil_valid(c.year, (int)f[MONTH], (int)day))
			return false;
		c.month = (int8_t)f[MONTH];
		c.day = (int8_t)(f[DAY] >= 0 ? day : 0);
		c.precision = f[DAY] >= 0 ? CIVIL_DAY : CIVIL_MONTH;
	}
	if (p->afternoon && hour >= 1 && hour < 12)
		hour += 12;
	if (p->forenoon && hour == 12)
		hour = 0;
	if (c.precision == CIVIL_DAY && hour >= 0 && hour < 24 && f[MINUTE] < 60) {
		c.hour = (int8_t)hour;
		c.minute = (int8_t)(f[MINUTE] > 0 ? f[MINUTE] : 0);
		c.precision = f[SECOND] >= 0 ? CIVIL_SECOND : CIVIL_MINUTE;
		/* A leap second is shown as the one before. */
		c.second = (int8_t)(f[SECOND] < 0 ? 0 : f[SECOND] < 60 ? f[SECOND] : 59);
		c.zone = (int16_t)p->zone;
	}
	*date = c;
	return true;
}

bool metadate_parse(struct str text, struct civil *date)
{
	struct parse p = {.zone = CIVIL_NO_ZONE};

	for (size_t i = 0; i < FIELDS; i++)
		p.field[i] = -1;
	return normalise(&p, str_trim(text)) && read_all(&p) && resolve(&p) && build(&p, date);
}

/* "2022-07-13" with that separator at the beginning of a text. */
static bool read_day(struct str s, char separator, struct civil *date)
{
	enum { LENGTH = 10 };
	int field[3] = {0};

	if (s.n < LENGTH)
		return false;
	for (size_t i = 0, n = 0; i < LENGTH; i++) {
		if (i == 4 || i == 7) {
			n++;
			if (s.p[i] != separator)
				return false;
		} else if (is_digit(s.p[i])) {
			field[n] = field[n] * 10 + s.p[i] - '0';
		} else {
			return false;
		}
	}
	if (field[0] < 1900 || !civil_valid(field[0], field[1], field[2]))
		return false;
	*date = (struct civil){.year = field[0],
			       .month = (int8_t)field[1],
			       .day = (int8_t)field[2],
			       .zone = CIVIL_NO_ZONE,
			       .precision = CIVIL_DAY};
	return true;
}

bool metadate_of_path(struct str path, struct civil *date)
{
	enum { DAY_LENGTH = 10 };
	size_t name = path.n;

	while (name && path.p[name - 1] != '/')
		name--;
	struct str file = str_sub(path, name, path.n);

	if (file.n > DAY_LENGTH && memchr("-_. ", file.p[DAY_LENGTH], 4) &&
	    read_day(file, '-', date))
		return true;
	/* The innermost folders first. */
	for (size_t at = name; at > DAY_LENGTH; at--) {
		size_t begin = at - 1 - DAY_LENGTH;

		if (path.p[at - 1] == '/' && (begin == 0 || path.p[begin - 1] == '/') &&
		    read_day(str_sub(path, begin, at), '/', date))
			return true;
	}
	return false;
}
