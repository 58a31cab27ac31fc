/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <uninorm.h>
#include <unistr.h>

#include "base/buf.h"
#include "text/fold.h"
#include "text/han.h"
#include "text/utf8.h"

/* Code points that have made trouble for some fold, drawn from at random. */
static const uint32_t pool[] = {
	'a',     'A',     'z',     'I',     'i',     's',     '1',     '.',    ',',    ' ',
	' ',     '\n',    '\t',    '\r',    0xA0,    0xAD,    0xB4,    0xC5,   0xDF,   0xE9,
	0xF8,    0x130,   0x131,   0x141,   0x149,   0x17F,   0x1C4,   0x1F0,  0x300,  0x301,
	0x307,   0x323,   0x327,   0x345,   0x34F,   0x391,   0x3B1,   0x3C2,  0x3D2,  0x3D3,
	0x410,   0x439,   0x5D0,   0x5B8,   0x9BE,   0x9C7,   0xE33,   0x1100, 0x1161, 0x11A8,
	0x1E9E,  0x1FB3,  0x2003,  0x200B,  0x200D,  0x2026,  0x2028,  0x20DD, 0x2126, 0x212B,
	0x2460,  0x2E80,  0x2F00,  0x3000,  0x3001,  0x3005,  0x3042,  0x304B, 0x3099, 0x309A,
	0x309B,  0x309D,  0x30A1,  0x30AB,  0x30AC,  0x30A6,  0x30EF,  0x30F7, 0x30FC, 0x30FD,
	0x30FE,  0x30FF,  0x3131,  0x314F,  0x3164,  0x3260,  0x326E,  0x327F, 0x32D0, 0x337F,
	0x3400,  0x4E00,  0x5E72,  0x53D1,  0x767C,  0x9AEE,  0x540E,  0x5F8C, 0xAC00, 0xAC01,
	0xD7A3,  0xF900,  0xFA0E,  0xFB01,  0xFB1D,  0xFDFA,  0xFE0F,  0xFEFF, 0xFF0C, 0xFF21,
	0xFF41,  0xFF66,  0xFF76,  0xFF9E,  0xFF9F,  0xFFA0,  0xFFA1,  0xFFC2, 0xFFE3, 0xFFFD,
	0x1D400, 0x1D15E, 0x1F468, 0x1F1E6, 0x20000, 0x2F800, 0xE0100,
};

static uint32_t draw(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)(*seed >> 8) * below >> 24);
}

static void add_point(struct buf *b, uint32_t cp)
{
	char bytes[4];

	buf_add(b, bytes, utf8_put(bytes, cp));
}

static void random_text(struct buf *b, uint32_t *seed, uint32_t points)
{
	buf_clear(b);
	for (uint32_t i = draw(seed, points + 1); i; i--)
		add_point(b, pool[draw(seed, sizeof pool / sizeof *pool)]);
}

static bool is_edge(struct str s, size_t at)
{
	return at == s.n || (at < s.n && ((unsigned char)s.p[at] & 0xC0) != 0x80);
}

static void check_idempotent(struct str text, int flags)
{
	struct buf once = {0}, twice = {0};

	fold_key(&once, text, flags);
	fold_key(&twice, buf_str(&once), flags);
	if (!str_eq(buf_str(&once), buf_str(&twice))) {
		for (size_t i = 0; i < text.n; i++)
			print_error("%02X ", (unsigned char)text.p[i]);
		fail_msg("flags %d: %.*s folds to %s, and that to %s", flags, STR_ARG(text),
			 buf_cstr(&once), buf_cstr(&twice));
	}
	assert_null(u8_check((const uint8_t *)buf_cstr(&once), once.n));
	buf_release(&once);
	buf_release(&twice);
}

static void a_key_folds_to_itself(void **state)
{
	(void)state;
	struct buf text = {0};
	uint32_t seed = 1;

	for (uint32_t cp = 1; cp < 0x31350; cp++) {
		if (cp >= 0xD800 && cp < 0xE000)
			continue;
		buf_clear(&text);
		add_point(&text, cp);
		check_idempotent(buf_str(&text), FOLD_ALL);
		check_idempotent(buf_str(&text), (int)(cp % 32));
	}
	for (int i = 0; i < 30000; i++) {
		random_text(&text, &seed, 8);
		check_idempotent(buf_str(&text), FOLD_ALL);
		check_idempotent(buf_str(&text), (int)draw(&seed, 32));
	}
	buf_release(&text);
}

static void check_map(const struct fold *f, struct str text)
{
	struct str key = buf_str(&f->key);
	size_t before = 0;

	assert_int_equal(fold_text_at(f, key.n), text.n);
	assert_int_equal(fold_text_end(f, 0), 0);
	for (size_t k = 0; k < key.n; k++) {
		if (!is_edge(key, k))
			continue;
		size_t end = k + 1;

		while (!is_edge(key, end))
			end++;
		size_t at = fold_text_at(f, k), to = fold_text_end(f, end);

		assert_true(is_edge(text, at) && is_edge(text, to));
		assert_true(before <= at && at < to && to <= text.n);
		/* The piece found again: at or before k, since a piece may be many bytes. */
		assert_true(fold_key_at(f, at) <= k);
		assert_int_equal(fold_text_at(f, fold_key_at(f, at)), at);
		before = at;
	}
	for (size_t t = 0; t <= text.n; t++)
		assert_true(fold_text_at(f, fold_key_at(f, t)) >= t);
}

static void the_map_is_monotonic_and_keeps_to_code_points(void **state)
{
	(void)state;
	struct buf text = {0}, key = {0};
	struct fold f = {0};
	uint32_t seed = 2;

	for (int i = 0; i < 30000; i++) {
		int flags = i % 2 ? FOLD_ALL : (int)draw(&seed, 32);

		random_text(&text, &seed, 12);
		fold_text(&f, buf_str(&text), flags);
		check_map(&f, buf_str(&text));
		buf_clear(&key);
		fold_key(&key, buf_str(&text), flags);
		assert_true(str_eq(buf_str(&key), buf_str(&f.key)));
	}
	buf_release(&text);
	buf_release(&key);
	fold_release(&f);
}

/* A hit covers what the fold of the covered text says, cut at any place of the text. */
static void the_key_of_a_covered_piece_is_that_part_of_the_key(void **state)
{
	(void)state;
	struct buf text = {0}, part = {0};
	struct fold f = {0};
	uint32_t seed = 3;

	for (int i = 0; i < 20000; i++) {
		random_text(&text, &seed, 10);
		for (size_t k = 0; k < text.n; k++)
			if (text.p[k] == '\n' || text.p[k] == '\r')
				text.p[k] = ' ';
		if (str_find(buf_str(&text), STR("\u2028"), 0) != (size_t)-1)
			continue;
		fold_text(&f, buf_str(&text), FOLD_ALL);
		for (size_t s = 0; s < f.steps.n; s++) {
			size_t k = f.steps.p[s].key, t = f.steps.p[s].text;

			/* The second of two steps may stand inside of a piece. */
			if (fold_key_at(&f, t) != k)
				continue;
			buf_clear(&part);
			fold_key(&part, str_sub(buf_str(&text), 0, t), FOLD_ALL);
			fold_key(&part, str_sub(buf_str(&text), t, text.n), FOLD_ALL);
			assert_true(str_eq(buf_str(&part), buf_str(&f.key)));
		}
	}
	buf_release(&text);
	buf_release(&part);
	fold_release(&f);
}

/*
 * Texts of parts none of which begins with what belongs to the part before: long enough for all
 * that folds many characters at once, which no part is.
 */
static void the_key_of_a_long_text_is_that_of_its_parts(void **state)
{
	(void)state;
	/* clang-format off */
	static const char *const parts[] = {
		"a", "z", "Q", "7", "~", "of", "a b", "x  y", "a \nb", "i\t\n\tj", "漢", "字", "发",
		"髮", "龍", "か", "カ", "ー", "カ\u3099", "ｶﾞ", "。", "，", "Ａ", "ｚ", "漢\n字", "漢\u3000字",
		"漢 \u0301", "漢\uFE00", "e\u0301", "É", "q\u0323\u0307", "ﬁ", "한", "각", "하\u11A8",
		"…", "“", "Ж", "𠀀", "😀", "x\u00ADy", "x \u0301y", "㎞", "\u3005", "\u30FA",
		"丽\u302A", "\U0002F800",
	};
	/* clang-format on */
	enum { PARTS = 60 };
	struct buf text = {0}, key = {0};
	struct fold f = {0};
	uint32_t seed = 5;

	for (int i = 0; i < 20000; i++) {
		int flags = i % 2 ? FOLD_ALL : (int)draw(&seed, 32);
		size_t keys[PARTS + 1] = {0}, texts[PARTS + 1] = {0}, n = 1 + draw(&seed, PARTS);
		/* Of few different ones there are long runs of a kind. */
		uint32_t first = draw(&seed, sizeof parts / sizeof *parts), of = 1 + draw(&seed, 8);

		buf_clear(&text);
		buf_clear(&key);
		for (size_t k = 0; k < n; k++) {
			size_t part = (first + draw(&seed, of)) % (sizeof parts / sizeof *parts);

			buf_adds(&text, parts[part]);
			fold_key(&key, str_of(parts[part]), flags);
			texts[k + 1] = text.n;
			keys[k + 1] = key.n;
		}
		fold_text(&f, buf_str(&text), flags);
		if (!str_eq(buf_str(&key), buf_str(&f.key)))
			fail_msg("flags %d: %s\nis folded to %s\nits parts to %s", flags,
				 buf_cstr(&text), buf_cstr(&f.key), buf_cstr(&key));
		for (size_t k = 0; k <= n; k++) {
			assert_int_equal(fold_text_at(&f, keys[k]), texts[k]);
			assert_int_equal(fold_text_end(&f, keys[k]), texts[k]);
			assert_int_equal(fold_key_at(&f, texts[k]), keys[k]);
		}
	}
	buf_release(&text);
	buf_release(&key);
	fold_release(&f);
}

static void canonical_equivalents_have_one_key(void **state)
{
	(void)state;
	struct buf text = {0}, a = {0}, b = {0};
	uint32_t seed = 4;

	for (int i = 0; i < 20000; i++) {
		int flags = (int)draw(&seed, 32);
		size_t n;

		random_text(&text, &seed, 6);
		uint8_t *d = u8_normalize(UNINORM_NFD, (const uint8_t *)buf_cstr(&text), text.n,
					  NULL, &n);
		assert_non_null(d);
		buf_clear(&a);
		buf_clear(&b);
		fold_key(&a, buf_str(&text), flags);
		fold_key(&b, (struct str){(const char *)d, n}, flags);
		if (strcmp(buf_cstr(&a), buf_cstr(&b)) != 0)
			for (size_t k = 0; k < text.n; k++)
				print_error("%02X ", (unsigned char)text.p[k]);
		assert_string_equal(buf_cstr(&a), buf_cstr(&b));
		free(d);
	}
	buf_release(&text);
	buf_release(&a);
	buf_release(&b);
}

struct example {
	int flags;
	const char *text, *key;
};

static void check_examples(const struct example *e, size_t n)
{
	struct buf key = {0};

	for (size_t i = 0; i < n; i++) {
		buf_clear(&key);
		fold_key(&key, str_of(e[i].text), e[i].flags);
		assert_string_equal(buf_cstr(&key), e[i].key);
	}
	buf_release(&key);
}

static void each_fold_does_its_own_and_no_more(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{0, "ÀéØ ＡＢ ｶﾞ ガ ﬁ ①", "ÀéØ ＡＢ ｶﾞ ガ ﬁ ①"},
		{0, "e\u0301 か\u3099", "é が"},
		{FOLD_CASE, "Straße ΣΑΣ ＡＢ É Ω", "strasse σασ ａｂ é ω"},
		{FOLD_WIDTH, "Ａｂ，１　ｶﾞﾊﾟ ﬁ ① ㍿ É", "Ab,1 ガパ fi 1 株式会社 É"},
		{FOLD_WIDTH, "soft\u00ADhyphen 葛\U000E0100", "softhyphen 葛"},
		{FOLD_WIDTH, "ㅋㅋ ㄱㅏ ﾡ", "ㅋㅋ ㄱㅏ ㄱ"},
		{FOLD_KANA, "カタカナ ヴ ヷ ー ヽヾゝ ｶ", "かたかな ゔ わ\u3099 ー ヽヾゝ ｶ"},
		{FOLD_DIACRITIC, "Déjà Ångström Łódź ガ が й", "Deja Angstrom Lodz ガ が й"},
		{FOLD_ALL, "ｶﾞｯﾄﾞ ＣＡＦÉ ｰ", "がっど cafe ー"},
	};

	check_examples(examples, sizeof examples / sizeof *examples);
}

static void a_line_end_is_a_blank_or_nothing(void **state)
{
	(void)state;
	static const struct example examples[] = {
		{0, "two\nwords", "two words"},
		{0, "two  \r\n\t words", "two words"},
		{0, "汉字\n汉字", "汉字汉字"},
		{0, "一句，\n　　汉字", "一句，汉字"},
		{0, "汉字\nLatin\n汉字", "汉字 Latin 汉字"},
		{0, "한국어\n문장", "한국어 문장"},
		{0, "a  b\tc", "a  b\tc"},
		{0, "a\n\n", "a "},
		{FOLD_WIDTH, "a\n\u200B\nb", "a b"},
		{FOLD_WIDTH, "，\n，", ",,"},
	};

	check_examples(examples, sizeof examples / sizeof *examples);
}

static void forms_of_a_character_have_one_key(void **state)
{
	(void)state;
	static const char *const same[][2] = {
		{"自动驾驶", "自動駕駛"},
		{"头发发展后来皇后", "頭髮發展後來皇后"},
		{"乾坤能干树干", "乾坤能幹樹幹"},
		{"里面裡面", "裏面裏麵"},
		{"台湾台风", "臺灣颱風"},
		{"吃面只有", "喫麵祇有"},
		{"広島発売図書館関係", "广岛发卖图书馆关系"},
		{"対応変化経済", "對應變化經濟"},
		{"読売新聞気象庁", "讀賣新聞氣象廳"},
		{"辺境の沢", "邊境の澤"},
		{"学芸員 弁護士", "學藝員 辯護士"},
		{"鉄道駅", "鐵道驛"},
		{"群峰为众", "羣峯爲衆"},
		{"强温说录产", "強溫說錄產"},
		{"⻓⻛", "长风"},
		{"\uF9E4", "\u7406"},
	};
	static const char *const different[][2] = {
		{"他", "她"}, {"已", "己"}, {"未", "末"}, {"欠", "缺"}, {"一", "壹"}, {"土", "士"},
	};
	struct buf a = {0}, b = {0};

	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		buf_clear(&a);
		buf_clear(&b);
		fold_key(&a, str_of(same[i][0]), FOLD_HAN);
		fold_key(&b, str_of(same[i][1]), FOLD_HAN);
		assert_string_equal(buf_cstr(&a), buf_cstr(&b));
	}
	for (size_t i = 0; i < sizeof different / sizeof *different; i++) {
		buf_clear(&a);
		buf_clear(&b);
		fold_key(&a, str_of(different[i][0]), FOLD_ALL);
		fold_key(&b, str_of(different[i][1]), FOLD_ALL);
		assert_string_not_equal(buf_cstr(&a), buf_cstr(&b));
	}
	buf_release(&a);
	buf_release(&b);
}

static void classes_of_characters_are_small_and_named_by_a_member(void **state)
{
	(void)state;
	static uint8_t members[HAN_END];

	for (uint32_t cp = 0; cp < HAN_END; cp++) {
		uint32_t name = han_class(cp);

		assert_int_equal(han_class(name), name);
		assert_true(++members[name] <= 12);
	}
	assert_int_equal(han_class(0x10FFFF), 0x10FFFF);
}

static void a_hit_in_the_key_is_a_place_in_the_text(void **state)
{
	(void)state;
	static const struct {
		const char *text, *query, *hit;
	} cases[] = {
		{"x ＡＢＣ y", "bc", "ＢＣ"},
		{"半角ｶﾞｲﾄﾞ板", "がいど", "ｶﾞｲﾄﾞ"},
		{"東京㍿です", "式会", "㍿"},
		{"一个e\u0301te\u0301了", "ete", "e\u0301te\u0301"},
		{"长句在\n　　这里断开", "在这里", "在\n　　这里"},
		{"stra\u00ADße", "ass", "a\u00ADß"},
		{"ǆ", "z", "ǆ"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str text = str_of(cases[i].text), query = str_of(cases[i].query);
		struct fold f = {0};
		struct buf key = {0};

		fold_text(&f, text, FOLD_ALL);
		fold_key(&key, query, FOLD_ALL);
		size_t k = str_find(buf_str(&f.key), buf_str(&key), 0);

		assert_true(k != (size_t)-1);
		struct str hit = str_sub(text, fold_text_at(&f, k), fold_text_end(&f, k + key.n));

		assert_true(str_eq(hit, str_of(cases[i].hit)));
		fold_release(&f);
		buf_release(&key);
	}
}

static void an_empty_text_has_an_empty_key(void **state)
{
	(void)state;
	struct fold f = {0};

	fold_text(&f, STR("abc"), FOLD_ALL);
	fold_text(&f, (struct str){0}, FOLD_ALL);
	assert_int_equal(f.key.n, 0);
	assert_int_equal(fold_text_at(&f, 0), 0);
	assert_int_equal(fold_text_end(&f, 0), 0);
	assert_int_equal(fold_key_at(&f, 0), 0);
	fold_release(&f);
}

static void smart_case_heeds_upper_case_letters(void **state)
{
	(void)state;
	assert_int_equal(fold_smart(STR("karp 鱼 é"), FOLD_ALL), FOLD_ALL);
	assert_int_equal(fold_smart(STR("Karp"), FOLD_ALL), FOLD_ALL & ~FOLD_CASE);
	assert_int_equal(fold_smart(STR("Ｋ"), FOLD_ALL), FOLD_ALL & ~FOLD_CASE);
	assert_int_equal(fold_smart(STR("éÉ"), FOLD_CASE), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_folds_to_itself),
		cmocka_unit_test(the_map_is_monotonic_and_keeps_to_code_points),
		cmocka_unit_test(the_key_of_a_covered_piece_is_that_part_of_the_key),
		cmocka_unit_test(the_key_of_a_long_text_is_that_of_its_parts),
		cmocka_unit_test(canonical_equivalents_have_one_key),
		cmocka_unit_test(each_fold_does_its_own_and_no_more),
		cmocka_unit_test(a_line_end_is_a_blank_or_nothing),
		cmocka_unit_test(forms_of_a_character_have_one_key),
		cmocka_unit_test(classes_of_characters_are_small_and_named_by_a_member),
		cmocka_unit_test(a_hit_in_the_key_is_a_place_in_the_text),
		cmocka_unit_test(an_empty_text_has_an_empty_key),
		cmocka_unit_test(smart_case_heeds_upper_case_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
