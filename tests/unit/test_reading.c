/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/reading.h"
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pinyin_matches_whole_by_initials_and_mixed),
		cmocka_unit_test(the_last_character_may_be_half_typed),
		cmocka_unit_test(letters_digits_and_punctuation_of_the_text_take_part),
		cmocka_unit_test(kana_match_by_romaji),
		cmocka_unit_test(other_queries_are_no_readings),
		cmocka_unit_test(a_match_covers_whole_characters_of_any_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
