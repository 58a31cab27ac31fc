/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/reading_sketch.h"
#include "text/reading_unit.h"
#include "text/utf8.h"

struct example {
	const char *text, *query, *hit; /* hit NULL: none */
};

static void check(const struct example *e, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct reading r;
		size_t begin, end;
		bool found = reading_init(&r, str_of(e[i].query)) &&
			     reading_match(&r, str_of(e[i].text), &begin, &end);

		if (found != (e[i].hit != NULL))
			fail_msg("%s in %s: %s", e[i].query, e[i].text, found ? "hit" : "no hit");
		if (!found)
			continue;
		struct str hit = str_sub(str_of(e[i].text), begin, end);

		if (!str_eq(hit, str_of(e[i].hit)))
			fail_msg("%s in %s: %.*s", e[i].query, e[i].text, STR_ARG(hit));
	}
}

static void pinyin_matches_whole_by_initials_and_mixed(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{"马斯克离开特斯拉", "tesila", "特斯拉"},
		{"马斯克离开特斯拉", "tsl", "特斯拉"},
		{"马斯克离开特斯拉", "tsila", "特斯拉"},
		{"马斯克离开特斯拉", "tesl", "特斯拉"},
		{"馬斯克離開特斯拉", "lkte", "離開特"},
		{"自动驾驶", "zdjs", "自动驾驶"},
		{"自動駕駛", "zidongjiashi", "自動駕駛"},
		{"中国商业", "zhgshy", "中国商业"},
		{"中国商业", "zgsy", "中国商业"},
		{"中国商业", "zhongguos", "中国商"},
		{"西安事变", "xi'an", "西安"},
		{"女性与战略", "nvxing", "女性"},
		{"女性与战略", "nuxing", "女性"},
		{"女性与战略", "nüxing", "女性"},
		{"女性与战略", "zhanlue", "战略"},
		{"女性与战略", "ZhanLve", "战略"},
		{"银行重庆", "yinhang", "银行"},
		{"银行重庆", "chongqing", "重庆"},
		{"行人", "xing", "行"},
		{"人人平等", "rrpd", "人人平等"},
		{"二〇二二", "erlinger", "二〇二"},
		{"特斯拉", "sila", "斯拉"},
		{"特斯拉", "tsx", NULL},
		{"On Reading", "READ", NULL},
		{"用AI画画", "aihh", "AI画画"},
		{"特斯拉", "tesilax", NULL},
		{"特斯拉", "tls", NULL},
	};

	check(examples, sizeof examples / sizeof *examples);
}

static void the_last_character_may_be_half_typed(void **state)
{
	(void)state;
	static const char *const typed[] = {"zh",     "zho",     "zhon",    "zhong",
					    "zhongg", "zhonggu", "zhongguo"};

	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
		check(&(struct example){"在中国", typed[i], i < 4 ? "中" : "中国"}, 1);
	check(&(struct example){"在中国", "zhoguo", NULL}, 1);
}

static void letters_digits_and_punctuation_of_the_text_take_part(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{"AI大模型", "aidmx", "AI大模型"},
		{"ＡＩ大模型", "aidmx", "ＡＩ大模型"},
		{"特斯拉·马斯克", "tslmsk", "特斯拉·马斯克"},
		{"5G网络", "5gwl", "5G网络"},
		{"Café 咖啡", "cafekf", "Café 咖啡"},
		{"Daily 日报", "yrb", NULL},
		{"한국 특별", "tb", NULL},
		{"", "ab", NULL},
	};

	check(examples, sizeof examples / sizeof *examples);
}

static void kana_match_by_romaji(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{"カタカナの話", "katakana", "カタカナ"},
		{"ひらがな", "hiragana", "ひらがな"},
		{"ｶﾞｲﾄﾞ", "gaido", "ｶﾞｲﾄﾞ"},
		{"しちつふじ", "shichitsufuji", "しちつふじ"},
		{"しちつふじ", "sititufuzi", "しちつふじ"},
		{"とうきょうタワー", "tokyotawa", "とうきょうタワ"},
		{"とうきょうタワー", "toukyoutawaa", "とうきょうタワー"},
		{"おおさか", "osaka", "おおさか"},
		{"がっこう", "gakkou", "がっこう"},
		{"がっこう", "gakko", "がっこ"},
		{"マッチャ", "matcha", "マッチャ"},
		{"マッチャ", "maccha", "マッチャ"},
		{"しゃしゅしょ", "shashusho", "しゃしゅしょ"},
		{"しゃしゅしょ", "syasyusyo", "しゃしゅしょ"},
		{"じゃがいも", "jagaimo", "じゃがいも"},
		{"じゃがいも", "zyagaimo", "じゃがいも"},
		{"ファイル", "fairu", "ファイル"},
		{"ウィキ", "wiki", "ウィキ"},
		{"パーティー", "pati", "パーティ"},
		{"しんぶん", "shimbun", "しんぶん"},
		{"しんぶん", "shinbun", "しんぶん"},
		{"きゃく", "kyaku", "きゃく"},
		{"ヴァイオリン", "vaiorin", "ヴァイオリン"},
		{"カナ", "kn", NULL},
		{"っ", "tt", NULL},
	};

	check(examples, sizeof examples / sizeof *examples);
}

static void other_queries_are_no_readings(void **state)
{
	(void)state;
	struct reading r;
	struct buf many = {0};

	assert_false(reading_init(&r, STR("")));
	assert_false(reading_init(&r, STR("t")));
	assert_false(reading_init(&r, STR("42")));
	assert_false(reading_init(&r, STR("特斯拉")));
	assert_false(reading_init(&r, STR("a*b")));
	assert_false(reading_init(&r, (struct str){"a\0b", 3}));
	buf_addn(&many, 'a', READING_LETTERS);
	assert_true(reading_init(&r, buf_str(&many)));
	buf_addc(&many, 'a');
	assert_false(reading_init(&r, buf_str(&many)));
	buf_release(&many);
}

/* A long text and the query that has the most states: still no more than steps by letters. */
static void a_match_covers_whole_characters_of_any_text(void **state)
{
	(void)state;
	static const uint32_t pool[] = {'a',    'z',    ' ',    0xE9,   0x3042,  0x3063,
					0x3083, 0x30A1, 0x30FC, 0x3005, 0x4E2D,  0x884C,
					0x963F, 0xFF76, 0xFF9E, 0xAC00, 0x1F600, 0x20000};
	struct buf text = {0};
	struct reading r;
	uint32_t seed = 5;

	assert_true(reading_init(&r, STR("aaa")));
	for (int i = 0; i < 20000; i++) {
		size_t begin, end;

		buf_clear(&text);
		for (int k = 0; k < 8; k++) {
			char bytes[4];

			seed = seed * 1664525 + 1013904223;
			buf_add(&text, bytes,
				utf8_put(bytes, pool[(seed >> 16) % (sizeof pool / sizeof *pool)]));
		}
		if (!reading_match(&r, buf_str(&text), &begin, &end))
			continue;
		assert_true(begin < end && end <= text.n);
		assert_true(((unsigned char)text.p[begin] & 0xC0) != 0x80);
		assert_true(((unsigned char)text.p[end] & 0xC0) != 0x80);
	}
	buf_release(&text);
}

static uint32_t roll(uint32_t *seed, uint32_t n)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 16) % n;
}

static void make_title(struct buf *title, uint32_t *seed)
{
	static const struct {
		uint32_t first, n;
	} pools[] = {{0x4E00, 0x51A6}, {0x4E00, 0x400}, {0x3041, 86}, {0x30A1, 90}, {0x3041, 10},
		     {0x30FB, 2},      {0x3083, 6},     {0x61, 26},   {0x41, 26},   {0x30, 10},
		     {0x20, 16},       {0xFF21, 26},    {0xFF66, 56}, {0xC0, 64},   {0xAC00, 99},
		     {0x3005, 3},      {0x300A, 8},     {0xFB00, 7},  {0x3400, 99}, {0x1F600, 9}};

	buf_clear(title);
	for (uint32_t n = 1 + roll(seed, 12); n; n--) {
		size_t i = roll(seed, sizeof pools / sizeof *pools);
		char bytes[4];

		buf_add(title, bytes, utf8_put(bytes, pools[i].first + roll(seed, pools[i].n)));
	}
}

/* What the title may be asked for by, from anywhere in it, its last character half typed. */
static void make_query(struct buf *query, struct str title, uint32_t *seed)
{
	struct reading_context before = {0};
	struct reading_unit u;
	size_t size;

	buf_clear(query);
	for (size_t at = 0; at < title.n; at = u.end) {
		uint32_t cp = utf8_at(title.p, at, &size);

		reading_unit(&u, title, cp, at + size, &before);
		before = reading_context(&u);
		if (u.n == 0 || (query->n == 0 && roll(seed, 3) == 0) ||
		    (u.optional && roll(seed, 2)))
			continue;
		const struct reading_spelling *s = &u.spellings[roll(seed, u.n)];
		size_t n = roll(seed, 2) ? s->n : 1 + roll(seed, s->n);

		for (size_t i = 0; i < n; i++)
			buf_addc(query,
				 s->letters[i] == 'v' && roll(seed, 2) ? 'u' : s->letters[i]);
		if (roll(seed, 6) == 0)
			return;
	}
}

static void what_a_query_reads_passes_its_sieve(void **state)
{
	(void)state;
	struct buf title = {0}, query = {0}, sketch = {0};
	uint32_t seed = 7;
	size_t matches = 0;

	for (int i = 0; i < 300000; i++) {
		struct reading_sieve sieve;
		struct reading r;
		size_t begin, end;

		make_title(&title, &seed);
		make_query(&query, buf_str(&title), &seed);
		if (!reading_init(&r, buf_str(&query)) ||
		    !reading_match(&r, buf_str(&title), &begin, &end))
			continue;
		matches++;
		buf_clear(&sketch);
		reading_sketch(&sketch, buf_str(&title));
		reading_sieve_init(&sieve, &r);
		if (!reading_sieve_passes(&sieve, buf_str(&sketch)))
			fail_msg("%.*s in %.*s: %.*s", STR_ARG(buf_str(&query)),
				 STR_ARG(buf_str(&title)), STR_ARG(buf_str(&sketch)));
	}
	assert_true(matches > 30000);
	buf_release(&title);
	buf_release(&query);
	buf_release(&sketch);
}

static void a_sieve_lets_little_else_through(void **state)
{
	(void)state;
	static const char *const queries[] = {"tesila", "tsl", "zidongjiashi", "qzxvk",
					      "jiqixuexi"};
	struct buf title = {0}, sketch = {0};
	uint32_t seed = 11;
	size_t passed = 0;
	enum { TITLES = 20000, HAN = 12 };

	for (size_t q = 0; q < sizeof queries / sizeof *queries; q++) {
		struct reading_sieve sieve;
		struct reading r;

		assert_true(reading_init(&r, str_of(queries[q])));
		reading_sieve_init(&sieve, &r);
		for (int i = 0; i < TITLES; i++) {
			buf_clear(&title);
			buf_clear(&sketch);
			for (int k = 0; k < HAN; k++) {
				char bytes[4];

				buf_add(&title, bytes,
					utf8_put(bytes, 0x4E00 + roll(&seed, 0x51A6)));
			}
			reading_sketch(&sketch, buf_str(&title));
			passed += reading_sieve_passes(&sieve, buf_str(&sketch));
		}
	}
	assert_true(passed < TITLES * (sizeof queries / sizeof *queries) / 50);
	buf_release(&title);
	buf_release(&sketch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pinyin_matches_whole_by_initials_and_mixed),
		cmocka_unit_test(the_last_character_may_be_half_typed),
		cmocka_unit_test(letters_digits_and_punctuation_of_the_text_take_part),
		cmocka_unit_test(kana_match_by_romaji),
		cmocka_unit_test(other_queries_are_no_readings),
		cmocka_unit_test(a_match_covers_whole_characters_of_any_text),
		cmocka_unit_test(what_a_query_reads_passes_its_sieve),
		cmocka_unit_test(a_sieve_lets_little_else_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
