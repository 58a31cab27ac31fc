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

#include "base/buf.h"
#include "text/find.h"
#include "text/han.h"
#include "text/utf8.h"

/*
 * What texts are made of: characters that fold to each other, that are left out, that join, that
 * become several, white space, and some that do none of this.
 */
static const char *const pieces[] = {
	"特",     "斯",     "拉",     "的",     "发",     "發", "髮", "后",         "後",
	"平",     "成",     "㍻",     "㍿",     "会",     "社", "a",  "A",          "ａ",
	"s",      "ss",     "ß",      "ǆ",      "z",      "é",  "e",  "\u0301",     "か",
	"カ",     "ｶ",      "が",     "ｶﾞ",     "\u3099", " ",  "　", "\n",         "\t",
	"\u00AD", "\u200B", "\uFE0F", "…",      ".",      "，", ",",  "。",         "“",
	"가",     "\u1100", "\u1161", "\u11A8", "ㄱ",     "⻓", "长", "\uF9E4",     "理",
	"😀",      "𠀀",     "\u2028", "Ω",      "\u2126", "ﬁ",  "f",  "i",          "\U0002F800",
	"丽",     "①",      "1",      "Ж",      "ж",      "ー", "ｰ",  "\U000E0100", "〈",
};

static uint32_t draw(uint32_t *seed, size_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)(*seed >> 8) * below >> 24);
}

/* Of a few pieces, drawn anew each time, so that they meet again and again. */
static void random_text(struct buf *out, uint32_t *seed, size_t length)
{
	const char *few[6];

	for (size_t i = 0; i < 6; i++)
		few[i] = pieces[draw(seed, sizeof pieces / sizeof *pieces)];
	buf_clear(out);
	for (size_t i = 0; i < length; i++)
		buf_adds(out, draw(seed, 4) ? few[draw(seed, 6)] : few[0]);
}

/* Part of a key, so that it may be found. */
static struct str random_part(struct str key, uint32_t *seed)
{
	size_t begin = draw(seed, key.n), end = begin + 1 + draw(seed, 24);

	while (begin && ((unsigned char)key.p[begin] & 0xC0) == 0x80)
		begin--;
	end = end < key.n ? end : key.n;
	while (end < key.n && ((unsigned char)key.p[end] & 0xC0) == 0x80)
		end++;
	return str_sub(key, begin, end);
}

static void check(struct find *f, struct str text, struct str key, int flags)
{
	struct fold whole = {0};
	size_t begin = 0, end = 0;

	fold_text(&whole, text, flags);
	find_prepare(f, key, flags);
	for (size_t at = 0; at != (size_t)-1;) {
		at = str_find(buf_str(&whole.key), key, fold_key_at(&whole, end));
		bool found = find_next(f, text, end, &begin, &end);

		if (found != (at != (size_t)-1) ||
		    (found && (begin != fold_text_at(&whole, at) ||
			       end != fold_text_end(&whole, at + key.n))))
			fail_msg("flags %d: '%.*s' in '%.*s' at %zu to %zu", flags, STR_ARG(key),
				 STR_ARG(text), begin, end);
	}
	fold_release(&whole);
}

static void what_is_found_is_what_the_fold_of_the_whole_text_has(void **state)
{
	(void)state;
	struct buf text = {0}, other = {0}, key = {0};
	struct find f = {0};
	uint32_t seed = 1;

	for (int i = 0; i < 60000; i++) {
		int flags = i % 2 ? FOLD_ALL : (int)draw(&seed, 32);

		random_text(&text, &seed, 1 + draw(&seed, i % 8 ? 30 : 400));
		random_text(&other, &seed, 6);
		buf_clear(&key);
		fold_key(&key, i % 3 ? buf_str(&text) : buf_str(&other), flags);
		if (key.n)
			check(&f, buf_str(&text), random_part(buf_str(&key), &seed), flags);
	}
	buf_release(&text);
	buf_release(&other);
	buf_release(&key);
	find_release(&f);
}

static bool is_han(uint32_t cp)
{
	return (cp >= 0x3400 && cp < 0xA000) || (cp >= 0x20000 && cp < 0x2F800) ||
	       (cp >= 0x30000 && cp < 0x3FFFE);
}

/* Which is why what is below U+2E80 is passed over where a key begins with Han. */
static void only_what_is_written_with_han_folds_to_han(void **state)
{
	(void)state;
	struct buf key = {0};
	char bytes[4];
	size_t size;

	for (uint32_t cp = 1; cp < 0x2E80; cp++) {
		buf_clear(&key);
		fold_key(&key, (struct str){bytes, utf8_put(bytes, cp)}, FOLD_ALL);
		for (size_t at = 0; at < key.n; at += size) {
			uint32_t folded = utf8_at(buf_cstr(&key), at, &size);

			assert_false(is_han(folded));
		}
	}
	buf_release(&key);
}

static bool is_form(uint32_t cp, uint32_t of)
{
	uint32_t forms[64];
	size_t n = han_forms(of, forms, 64);

	assert_true(n <= 64);
	for (size_t i = 0; i < n; i++)
		if (forms[i] == cp)
			return true;
	return false;
}

static void whatever_folds_to_han_is_among_its_forms(void **state)
{
	(void)state;
	struct buf key = {0};
	char bytes[4];
	size_t size;

	for (uint32_t cp = 1; cp < 0x110000; cp++) {
		if (cp >= 0xD800 && cp < 0xE000)
			continue;
		buf_clear(&key);
		fold_key(&key, (struct str){bytes, utf8_put(bytes, cp)}, FOLD_ALL);
		for (size_t at = 0; at < key.n; at += size) {
			uint32_t folded = utf8_at(buf_cstr(&key), at, &size);

			/* Nearly all are of no class but their own. */
			if (is_han(folded) && (folded != cp || cp % 64 == 0) &&
			    !is_form(cp, folded))
				fail_msg("U+%04X is missing among the forms of U+%04X", cp, folded);
		}
	}
	buf_release(&key);
}

/* However long the run is that nothing may be cut out of. */
static void a_hit_may_be_far_longer_than_its_key(void **state)
{
	(void)state;
	struct buf text = {0};
	struct find f = {0};

	buf_adds(&text, "特斯");
	for (int i = 0; i < 1000; i++)
		buf_adds(&text, "\n　");
	buf_adds(&text, "拉 e");
	for (int i = 0; i < 1000; i++)
		buf_adds(&text, "\u0301");
	check(&f, buf_str(&text), STR("斯拉"), FOLD_ALL);
	check(&f, buf_str(&text), STR("拉 e"), FOLD_ALL);
	check(&f, buf_str(&text), STR("特斯的"), FOLD_ALL);
	check(&f, buf_str(&text), STR("\u0301"), 0);
	buf_release(&text);
	find_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_found_is_what_the_fold_of_the_whole_text_has),
		cmocka_unit_test(whatever_folds_to_han_is_among_its_forms),
		cmocka_unit_test(only_what_is_written_with_han_folds_to_han),
		cmocka_unit_test(a_hit_may_be_far_longer_than_its_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
