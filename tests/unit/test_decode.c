/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <iconv.h>

#include "base/fs.h"
#include "text/charset.h"
#include "text/decode.h"

/* The bytes of the literal, NULs too. */
#define BYTES(literal) ((struct str){literal, sizeof(literal) - 1})

static void expect(struct str bytes, const char *forced, const char *want, const char *charset,
		   size_t replaced)
{
	struct buf out = {0};
	struct decode_info info;

	decode(bytes, forced, &out, &info);
	assert_string_equal(buf_cstr(&out), want);
	assert_string_equal(info.charset, charset);
	assert_int_equal(info.replaced, replaced);
	buf_release(&out);
}

static uint32_t draw(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)(*seed >> 8) * below >> 24);
}

static void valid_utf8_stays_as_it_is(void **state)
{
	(void)state;
	const char *text = "a é 漢 한 \U0001F600 \uFFFD \U0010FFFF \xC2\x80 \u07FF \u0800 \uFFFF";

	expect(str_of(text), NULL, text, "UTF-8", 0);
	expect((struct str){0}, NULL, "", "UTF-8", 0);
}

/* Counts as the Encoding Standard has them. */
static void each_bad_piece_of_utf8_becomes_one_replacement(void **state)
{
	(void)state;
#define R "\uFFFD"
	static const struct {
		struct str in;
		const char *want;
		size_t count;
	} cases[] = {
		{STR_INIT("a\x80z"), "a" R "z", 1},
		{STR_INIT("\xC0\xAF."), R R ".", 2},
		{STR_INIT("\xE0\x80\x80."), R R R ".", 3},
		{STR_INIT("\xED\xA0\x80."), R R R ".", 3},
		{STR_INIT("\xF4\x90\x80\x80."), R R R R ".", 4},
		{STR_INIT("\xF0\x9F\x98."), R ".", 1},
		{STR_INIT("\xE6\xBC"), R, 1},
		{STR_INIT("\xE6\xBC\xE6\xBC\xA2"), R "漢", 1},
		{STR_INIT("\xFF\xFE."), R R ".", 2},
		{STR_INIT("a\0b"), "a" R "b", 1},
		{STR_INIT("\xF8\x88\x80\x80\x80."), R R R R R ".", 5},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect(cases[i].in, "utf-8", cases[i].want, "UTF-8", cases[i].count);
#undef R
}

/*
 * A long text is looked at a block at a time, and a short one a byte at a time: the parts of one,
 * each behind a full stop, must come out as they do alone.
 */
static void a_long_text_is_decoded_as_its_parts_are(void **state)
{
	(void)state;
	/* clang-format off */
	static const char *const edges[] = {
		"a", "\x7F", "\xC2\x80", "\u07FF", "\u0800", "\u0FFF", "\u1000", "\uCFFF",
		"\uD000", "\uD7FF", "\uE000", "\uFFFF", "漢", "字", "か", "\U00010000", "\U0003FFFF",
		"\U00040000", "\U000FFFFF", "\U00100000", "\U0010FFFF", "漢字かな交じり文",
		"plain letters",
	};
	/* clang-format on */
	enum { PART = 60 }; /* bytes, less than a block */
	struct buf text = {0}, part = {0}, whole = {0}, parts = {0};
	uint32_t seed = 1;

	for (int i = 0; i < 20000; i++) {
		uint32_t damage = draw(&seed, 4) * draw(&seed, 40);
		size_t replaced = 0;
		struct decode_info info;

		buf_clear(&text);
		buf_clear(&parts);
		buf_clear(&whole);
		for (uint32_t n = 1 + draw(&seed, 12); n; n--) {
			buf_clear(&part);
			buf_addc(&part, '.');
			for (size_t most = draw(&seed, PART - 24); part.n < most;)
				if (draw(&seed, 400) < damage)
					buf_addc(&part, (char)draw(&seed, 256));
				else
					buf_adds(&part,
						 edges[draw(&seed, sizeof edges / sizeof *edges)]);
			decode(buf_str(&part), "utf-8", &parts, &info);
			replaced += info.replaced;
			buf_addstr(&text, buf_str(&part));
		}
		decode(buf_str(&text), "utf-8", &whole, &info);
		assert_true(str_eq(buf_str(&whole), buf_str(&parts)));
		assert_int_equal(info.replaced, replaced);
	}
	buf_release(&text);
	buf_release(&part);
	buf_release(&whole);
	buf_release(&parts);
}

/* Each way to be no UTF-8, at each place of a text of several blocks. */
static void a_bad_byte_is_found_wherever_it_stands(void **state)
{
	(void)state;
	/* clang-format off */
	static const struct str bad[] = {
		STR_INIT("\0"), STR_INIT("\x80"), STR_INIT("\xBF"), STR_INIT("\xC0\x80"),
		STR_INIT("\xC1\xBF"), STR_INIT("\xC2"), STR_INIT("\xE0\x9F\xBF"),
		STR_INIT("\xE4\xB8"), STR_INIT("\xED\xA0\x80"), STR_INIT("\xEF\xBB"),
		STR_INIT("\xF0\x8F\xBF\xBF"), STR_INIT("\xF0\x9F\x98"),
		STR_INIT("\xF4\x90\x80\x80"), STR_INIT("\xF5\x80\x80\x80"), STR_INIT("\xFF"),
	};
	/* clang-format on */
	static const char *const around[] = {"x", "é", "漢", "😀"};
	enum { CHARACTERS = 200 };
	struct buf text = {0}, out = {0};
	struct decode_info info;

	for (size_t n = 0; n < sizeof bad / sizeof *bad * CHARACTERS * 4; n++) {
		size_t at = n / 4 % CHARACTERS, whole = at * strlen(around[n % 4]);

		buf_clear(&text);
		buf_clear(&out);
		for (size_t k = 0; k < CHARACTERS; k++)
			if (k == at)
				buf_addstr(&text, bad[n / 4 / CHARACTERS]);
			else
				buf_adds(&text, around[n % 4]);
		decode(buf_str(&text), "utf-8", &out, &info);
		assert_true(info.replaced > 0);
		assert_memory_equal(out.p, text.p, whole);
		assert_true(str_starts(str_sub(buf_str(&out), whole, out.n), STR("\uFFFD")));
	}
	buf_release(&text);
	buf_release(&out);
}

static void marks_and_zeros_tell_wide_encodings(void **state)
{
	(void)state;
	expect(BYTES("\xEF\xBB\xBF漢"), NULL, "漢", "UTF-8", 0);
	expect(BYTES("\xFF\xFE\x22\x6F\x0A\x00"), NULL, "漢\n", "UTF-16LE", 0);
	expect(BYTES("\xFE\xFF\x6F\x22\xD8\x3D\xDE\x00"), NULL, "漢\U0001F600", "UTF-16BE", 0);
	expect(BYTES("\xFF\xFE\x3D\xD8\x41\x00\x00\xDC\x42"), NULL,
	       "\uFFFD"
	       "A\uFFFD\uFFFD",
	       "UTF-16LE", 3);
	expect(BYTES("\xFF\xFE\0\0\x22\x6F\0\0"), NULL, "漢", "UTF-32LE", 0);
	expect(BYTES("\0\0\xFE\xFF\0\0\x6F\x22"), NULL, "漢", "UTF-32BE", 0);
	expect(BYTES("a\0b\0\n\0"), NULL, "ab\n", "UTF-16LE", 0);
	expect(BYTES("\x6F\x22\x6F\x22\0\n\x6F\x22"), NULL, "漢漢\n漢", "UTF-16BE", 0);
	expect(BYTES("a long line of text with one \0 in it\n"), NULL,
	       "a long line of text with one \uFFFD in it\n", "UTF-8", 1);
}

static void labels_mean_what_pages_mean_by_them(void **state)
{
	(void)state;
	static const struct {
		const char *label, *name;
	} cases[] = {
		{"gb2312", "GB18030"},          {" GBK ", "GB18030"}, {"Big5", "Big5-HKSCS"},
		{"Shift_JIS", "CP932"},         {"x-sjis", "CP932"},  {"euc-kr", "CP949"},
		{"iso-8859-1", "windows-1252"}, {"UTF8", "UTF-8"},    {"utf-16", "UTF-16LE"},
		{"koi8-r", "koi8-r"},           {"EUC-JP", "EUC-JP"},
	};
	static const char *const none[] = {"", "nonsense", "utf-8//TRANSLIT", "a b",
					   "a-name-of-more-than-thirty-one-bytes"};
	struct charset charset;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(charset_find(str_of(cases[i].label), &charset));
		assert_string_equal(charset.name, cases[i].name);
		/* The name is a label for the same. */
		assert_true(charset_find(str_of(charset.name), &charset));
		assert_string_equal(charset.name, cases[i].name);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_false(charset_find(str_of(none[i]), &charset));
}

static void an_ascii_byte_behind_a_lead_byte_is_kept(void **state)
{
	(void)state;
	expect(BYTES("\xB5\x28x"), "gbk", "\uFFFD(x", "GB18030", 1);
	expect(BYTES("\xC9\xFFx"), "euc-kr", "\uFFFDx", "CP949", 1);
	expect(BYTES("\xA4<p>"), "big5", "\uFFFD<p>", "Big5-HKSCS", 1);
	expect(BYTES("\x82\"a"), "sjis", "\uFFFD\"a", "CP932", 1);
	expect(BYTES("\xA0\x82\xA0"), "sjis", "\uFFFDあ", "CP932", 1);
	expect(BYTES("\x8F\xA1\xA1x"), "euc-jp", "\uFFFDx", "EUC-JP", 1);
	expect(BYTES("\x84\x39\x84\x39x"), "gb18030", "\uFFFDx", "GB18030", 1);
	expect(BYTES("\xD6\xD0\xD6"), "gb18030", "中\uFFFD", "GB18030", 1);
	expect(BYTES("\x88\x62"), "big5-hkscs", "\u00CA\u0304", "Big5-HKSCS", 0);
}

static void declarations_count_where_declarations_stand(void **state)
{
	(void)state;
	static const struct {
		const char *head, *want;
	} cases[] = {
		{"<html><META charset=\"KOI8-R\">", "koi8-r"},
		{"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\">",
		 "GB18030"},
		{"<?xml version=\"1.0\" encoding='euc-jp'?>", "EUC-JP"},
		{"---\ntitle: x\nencoding: big5\n---\n", "Big5-HKSCS"},
		{"an article about charset=koi8-r", NULL},
		{"<meta charset=nonsense>", NULL},
		{"charset", NULL},
	};
	struct charset charset;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(charset_declared(str_of(cases[i].head), &charset),
				 cases[i].want != NULL);
		if (cases[i].want)
			assert_string_equal(charset.name, cases[i].want);
	}
}

/* Text in another charset; what that lacks is left out. Two-byte units are free of a mark. */
static struct buf encode(struct str text, const char *iconv_name)
{
	struct buf out = {0};
	iconv_t cd = iconv_open(iconv_name, "UTF-8");
	char *in = (char *)(uintptr_t)text.p;
	size_t left = text.n;
	bool last;

	assert_true(cd != (iconv_t)-1);
	do {
		/* The last call lets out what Big5-HKSCS has held back. */
		last = left == 0;
		buf_reserve(&out, 4 * left + 16);
		char *to = out.p + out.n;
		size_t room = out.cap - out.n - 1;

		if (iconv(cd, last ? NULL : &in, &left, &to, &room) == (size_t)-1) {
			do {
				in++;
				left--;
			} while (left && ((unsigned char)*in & 0xC0) == 0x80);
		}
		out.n = (size_t)(to - out.p);
	} while (!last);
	iconv_close(cd);
	return out;
}

static const char korean[] =
	"한국어 위키백과는 누구나 편집할 수 있는 백과사전이다. 어제 서울에는 비가 많이 내렸고, "
	"오늘 "
	"아침에는 "
	"안개가 짙게 끼어 있었다. 그는 커피를 한 잔 마신 뒤에 도서관으로 걸어갔다. \"이 책은 정말 "
	"재미있어요.\" "
	"라고 친구가 말했다. 우리는 다음 주 토요일에 다시 만나기로 약속하였다.\n";
static const char traditional[] = "昨天晚上台北下了一場大雨，許多街道都積了水。今天早上天氣轉晴，學"
				  "生們照常上學，商店也陸續開門營業。"
				  "老闆說，這裡的生意比去年好得多，希望客人以後常來。「我們會繼續努"
				  "力，」他笑著說。圖書館的新書在週末"
				  "才會開放借閱，請各位讀者留意公告。\n";

static void expect_detected(struct str text, const char *iconv_name, const char *name)
{
	struct buf bytes = encode(text, iconv_name), out = {0};
	struct decode_info info;

	decode(buf_str(&bytes), NULL, &out, &info);
	assert_string_equal(info.charset, name);
	assert_int_equal(info.replaced, 0);
	assert_false(decode_is_binary(buf_str(&bytes)));
	buf_release(&bytes);
	buf_release(&out);
}

static void charsets_of_articles_are_recognised(void **state)
{
	(void)state;
	static const struct {
		const char *seed, *text, *iconv_name, *name;
	} cases[] = {
		{"000_e79c266de4257532.txt", NULL, "GBK", "GB18030"},
		{"000_e79c266de4257532.txt", NULL, "UTF-16LE", "UTF-16LE"},
		{"001_9c28b73ea4379fda.txt", NULL, "GB18030", "GB18030"},
		{"001_9c28b73ea4379fda.txt", NULL, "UTF-16BE", "UTF-16BE"},
		{"003_5208701d2be8f06e.txt", NULL, "GB18030", "GB18030"},
		{"004_b03b0ee26b275f5d.txt", NULL, "CP932", "CP932"},
		{"004_b03b0ee26b275f5d.txt", NULL, "EUC-JP-MS", "EUC-JP"},
		{"004_b03b0ee26b275f5d.txt", NULL, "ISO-2022-JP-3", "ISO-2022-JP"},
		{"004_b03b0ee26b275f5d.txt", NULL, "GB18030", "GB18030"},
		{NULL, korean, "CP949", "CP949"},
		{NULL, korean, "UTF-16LE", "UTF-16LE"},
		{NULL, traditional, "BIG5-HKSCS", "Big5-HKSCS"},
		{NULL, traditional, "GB18030", "GB18030"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf path = {0}, bytes = {0};
		struct str text = str_of(cases[i].text);

		if (cases[i].seed) {
			buf_addf(&path, "%s/seeds/%s", getenv("KARPREAD_SRCDIR"), cases[i].seed);
			assert_int_equal(fs_read(buf_cstr(&path), 1 << 20, &bytes, NULL, NULL), 0);
			text = buf_str(&bytes);
		}
		expect_detected(text, cases[i].iconv_name, cases[i].name);
		buf_release(&path);
		buf_release(&bytes);
	}
}

static void a_short_line_is_recognised_too(void **state)
{
	(void)state;
	expect_detected(STR("今天天气很好，我们去公园。"), "GBK", "GB18030");
	expect_detected(STR("今日は天気がいいですね。"), "CP932", "CP932");
	expect_detected(STR("今日は天気がいいですね。"), "EUC-JP-MS", "EUC-JP");
	expect_detected(STR("오늘은 날씨가 좋습니다."), "CP949", "CP949");
	expect_detected(STR("今天天氣很好，我們去公園。"), "BIG5-HKSCS", "Big5-HKSCS");
}

static void a_plausible_declaration_is_believed_and_a_false_one_not(void **state)
{
	(void)state;
	struct buf page = {0}, out = {0};
	struct buf body = encode(STR("<p>昨天晚上下了一场大雨，许多街道都积了水。</p>"), "GBK");
	struct decode_info info;

	buf_adds(&page, "<meta charset=utf-8>");
	buf_addstr(&page, buf_str(&body));
	decode(buf_str(&page), NULL, &out, &info);
	assert_string_equal(info.charset, "GB18030");
	assert_int_equal(info.source, DECODE_DETECTED);
	buf_clear(&page);
	buf_adds(&page, "<meta charset=gb2312>");
	buf_addstr(&page, buf_str(&body));
	decode(buf_str(&page), NULL, &out, &info);
	assert_string_equal(info.charset, "GB18030");
	assert_int_equal(info.source, DECODE_DECLARED);
	/* Scrapers convert to UTF-8 and leave the declaration. */
	buf_clear(&page);
	buf_adds(&page, "<meta charset=gb2312>昨天晚上");
	decode(buf_str(&page), NULL, &out, &info);
	assert_string_equal(info.charset, "UTF-8");
	buf_release(&body);
	buf_release(&page);
	buf_release(&out);
}

static void utf8_with_a_few_bad_bytes_is_still_utf8(void **state)
{
	(void)state;
	struct buf bytes = {0}, out = {0};
	struct decode_info info;

	for (int i = 0; i < 100; i++)
		buf_adds(&bytes, "漢字かな");
	buf_adds(&bytes, "\xFF");
	buf_adds(&bytes, "漢\xE6\xBC");
	decode(buf_str(&bytes), NULL, &out, &info);
	assert_string_equal(info.charset, "UTF-8");
	assert_int_equal(info.replaced, 2);
	buf_release(&bytes);
	buf_release(&out);
}

/*
 * The codes that come back as others: each stands for a character that the same charset has
 * twice, and iconv writes the other one, as Windows does.
 */
static const struct exception {
	const char *name;
	unsigned first, last;
} exceptions[] = {
	{"Big5-HKSCS", 0xA27E, 0xA27E}, /* box drawing, again in ETEN's 0xF9F9 to 0xF9FE */
	{"Big5-HKSCS", 0xA2A1, 0xA2A7},
	{"CP932", 0x8790, 0x879C},  /* NEC's row 13, again in JIS X 0208 */
	{"CP932", 0xED40, 0xEEFC},  /* NEC's selection, again in IBM's extension */
	{"CP932", 0xFA4A, 0xFA5B},  /* IBM's extension, again in NEC's row 13 */
	{"EUC-JP", 0xADF0, 0xADFC}, /* row 13 as above */
};

static bool is_exception(const char *name, unsigned code)
{
	for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
		if (strcmp(exceptions[i].name, name) == 0 && code >= exceptions[i].first &&
		    code <= exceptions[i].last)
			return true;
	return false;
}

static void two_byte_codes_round_trip(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		unsigned least; /* codes that stand for something */
	} charsets[] = {
		{"GB18030", 23940}, {"Big5-HKSCS", 18000}, {"CP932", 9000},
		{"EUC-JP", 8000},   {"CP949", 17048},
	};

	for (size_t k = 0; k < sizeof charsets / sizeof *charsets; k++) {
		const char *name = charsets[k].name;
		unsigned known = 0;
		struct charset charset;

		assert_true(charset_find(str_of(name), &charset));
		for (unsigned code = 0x8140; code < 0xFF00; code++) {
			char bytes[2] = {(char)(code >> 8), (char)code};
			struct buf out = {0}, back = {0};
			struct decode_info info;

			if ((code & 0xFF) < 0x40)
				continue;
			decode((struct str){bytes, 2}, name, &out, &info);
			if (info.replaced == 0) {
				known++;
				back = encode(buf_str(&out), charset.iconv);
				if (!is_exception(name, code)) {
					assert_int_equal(back.n, 2);
					assert_memory_equal(back.p, bytes, 2);
				}
			}
			buf_release(&out);
			buf_release(&back);
		}
		assert_true(known >= charsets[k].least);
	}
}

static bool is_utf8(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t size = p[i] < 0x80 ? 1 : p[i] < 0xE0 ? 2 : p[i] < 0xF0 ? 3 : 4;

		if (p[i] == 0 || (p[i] >= 0x80 && p[i] < 0xC2) || p[i] > 0xF4 || i + size > n)
			return false;
		for (size_t k = 1; k < size; k++)
			if ((p[i + k] & 0xC0) != 0x80)
				return false;
		if ((p[i] == 0xE0 && p[i + 1] < 0xA0) || (p[i] == 0xED && p[i + 1] > 0x9F) ||
		    (p[i] == 0xF0 && p[i + 1] < 0x90) || (p[i] == 0xF4 && p[i + 1] > 0x8F))
			return false;
		i += size;
	}
	return true;
}

static void whatever_goes_in_utf8_comes_out(void **state)
{
	(void)state;
	/* The last ones hold more than Unicode does, where iconv knows them. */
	static const char *const forced[] = {
		NULL,          "utf-8",  "gbk",    "big5",         "sjis",  "euc-jp", "euc-kr",
		"iso-2022-jp", "utf-16", "utf-32", "windows-1252", "utf-7", "csucs4", "wchar_t"};
	uint32_t random = 7;

	for (int run = 0; run < 3000; run++) {
		char bytes[64];
		struct buf out = {0};
		size_t n = (size_t)run % sizeof bytes;

		for (size_t i = 0; i < n; i++) {
			random = random * 1664525 + 1013904223;
			bytes[i] = (char)(random >> 16);
			if (random >> 28 < 4)
				bytes[i] = "\x1B$B(J \0<"[random >> 25 & 7];
		}
		decode((struct str){bytes, n},
		       forced[(size_t)run % (sizeof forced / sizeof *forced)], &out, NULL);
		assert_true(is_utf8((const unsigned char *)buf_cstr(&out), out.n));
		buf_release(&out);
	}
}

static void binary_files_are_told_from_text(void **state)
{
	(void)state;
	static const struct str binary[] = {
		STR_INIT("%PDF-1.4\n"),
		STR_INIT("PK\x03\x04\x14"),
		STR_INIT("\x89PNG\r\n\x1A\n"),
		STR_INIT("\0\1\2\3\4\5\6\7\0\1\2\3\4\5\6\7\x10\x11"),
	};
	static const struct str text[] = {
		STR_INIT(""),
		STR_INIT("plain\n"),
		STR_INIT("one \0 zero"),
		STR_INIT("\x1B[31mred\x1B[0m"),
		STR_INIT("a\0b\0c\0\n\0"),
	};

	for (size_t i = 0; i < sizeof binary / sizeof *binary; i++)
		assert_true(decode_is_binary(binary[i]));
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		assert_false(decode_is_binary(text[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid_utf8_stays_as_it_is),
		cmocka_unit_test(each_bad_piece_of_utf8_becomes_one_replacement),
		cmocka_unit_test(a_long_text_is_decoded_as_its_parts_are),
		cmocka_unit_test(a_bad_byte_is_found_wherever_it_stands),
		cmocka_unit_test(marks_and_zeros_tell_wide_encodings),
		cmocka_unit_test(labels_mean_what_pages_mean_by_them),
		cmocka_unit_test(an_ascii_byte_behind_a_lead_byte_is_kept),
		cmocka_unit_test(declarations_count_where_declarations_stand),
		cmocka_unit_test(charsets_of_articles_are_recognised),
		cmocka_unit_test(a_short_line_is_recognised_too),
		cmocka_unit_test(a_plausible_declaration_is_believed_and_a_false_one_not),
		cmocka_unit_test(utf8_with_a_few_bad_bytes_is_still_utf8),
		cmocka_unit_test(two_byte_codes_round_trip),
		cmocka_unit_test(whatever_goes_in_utf8_comes_out),
		cmocka_unit_test(binary_files_are_told_from_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
