/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/fs.h"
#include "base/mem.h"
#include "repair/gloss.h"
#include "repair/mojibake.h"
#include "repair/repair.h"
#include "text/recode.h"
#include "text/utf8.h"

static struct buf seed(const char *name)
{
	struct buf path = {0}, text = {0};

	buf_addf(&path, "%s/seeds/%s", getenv("KARPREAD_SRCDIR"), name);
	assert_int_equal(fs_read(buf_cstr(&path), 1 << 20, &text, NULL, NULL), 0);
	buf_release(&path);
	return text;
}

/* Spans are sorted, apart, and inside; what stands between them is the same in both texts. */
static void check_spans(struct str in, const struct repair *r)
{
	struct str out = buf_str(&r->text);
	size_t from = 0, made = 0;

	for (size_t i = 0; i <= r->spans.n; i++) {
		struct repair_span end = {.offset = in.n, .at = out.n};
		const struct repair_span *s = i < r->spans.n ? &r->spans.p[i] : &end;

		assert_true(s->offset >= from && s->offset + s->length <= in.n);
		assert_true(s->at >= made && s->at + s->size <= out.n);
		assert_true(i == r->spans.n || s->length);
		assert_true(str_eq(str_sub(in, from, s->offset), str_sub(out, made, s->at)));
		from = s->offset + s->length;
		made = s->at + s->size;
	}
}

static void check_mended(const char *damaged, const char *want)
{
	struct repair r = {0};

	assert_true(repair_text(&r, str_of(damaged)));
	assert_string_equal(buf_cstr(&r.text), want);
	check_spans(str_of(damaged), &r);
	repair_release(&r);
}

static void check_unchanged(const char *text)
{
	struct repair r = {0};

	if (repair_text(&r, str_of(text)))
		fail_msg("changed: %s\n     to: %s", text, buf_cstr(&r.text));
	assert_int_equal(r.text.n, 0);
	repair_release(&r);
}

static void the_damaged_seed_has_its_138_spans(void **state)
{
	(void)state;
	struct buf text = seed("002_b77ed5951c9db8e1.txt");
	struct repair r = {0};
	size_t kinds[REPAIR_KINDS] = {0}, certain[REPAIR_CERTAINTIES] = {0};

	assert_true(repair_text(&r, buf_str(&text)));
	check_spans(buf_str(&text), &r);
	for (size_t i = 0; i < r.spans.n; i++) {
		kinds[r.spans.p[i].kind]++;
		certain[r.spans.p[i].certainty]++;
	}
	assert_int_equal(r.spans.n, 138);
	assert_int_equal(kinds[REPAIR_GLOSS], 133);
	assert_int_equal(kinds[REPAIR_SHATTERED_GLOSS], 1);
	assert_int_equal(kinds[REPAIR_SHATTERED_PUNCT], 4);
	assert_int_equal(certain[REPAIR_EXACT], 134);
	assert_int_equal(certain[REPAIR_LEAD], 1);
	assert_int_equal(certain[REPAIR_CONTEXT], 3);
	assert_non_null(strstr(r.text.p, "當地時間2月8日"));
	assert_non_null(strstr(r.text.p, "離職。“很高興"));
	assert_non_null(strstr(r.text.p, "。”</p>"));
	repair_release(&r);
	buf_release(&text);
}

static void the_clean_seeds_stay_as_they_are(void **state)
{
	(void)state;
	static const char *const names[] = {
		"000_e79c266de4257532.txt",
		"001_9c28b73ea4379fda.txt",
		"003_5208701d2be8f06e.txt",
		"004_b03b0ee26b275f5d.txt",
	};

	for (size_t i = 0; i < 4; i++) {
		struct buf text = seed(names[i]);

		check_unchanged(buf_cstr(&text));
		buf_release(&text);
	}
}

static void check_gloss(const struct gloss_tables *t, const char *damaged, const char *want)
{
	struct repair r = {0};

	gloss_mend(&r, str_of(damaged), t);
	assert_string_equal(buf_cstr(&r.text), want);
	check_spans(str_of(damaged), &r);
	repair_release(&r);
}

static void shattered_characters_are_put_together(void **state)
{
	(void)state;
	struct gloss_tables *t = gloss_tables_new();
	static const char *const cases[][2] = {
		{"當(dāng)?shù)貢r間", "當地時間"},
		{"離職?!昂芨吲d", "離職。“很高興"},
		{"局?jǐn)?shù)據(jù)", "局數據"},  /* two glosses inside a character */
		{"處于A(yíng)I圈", "處于AI圈"},    /* a gloss across Chinese and Latin */
		{"箭頭?,F(xiàn)象", "箭頭。現象"}, /* a comma that never was one */
		{"據(jù)報道,F(xiàn)acebook", "據報道,Facebook"},
		{"基礎(chǔ)??v看", "基礎。縱看"},
		{"每?jī)蓚€(gè)", "每兩個"}, /* Windows shows the byte 80 as the euro sign */
		{"一斑?zhé)?", "一斑。"},
		{"引擎?！\uE11A\uE135涌彀l(fā)展", "引擎。……加快發展"},
		{"集群?！蔽覈\uE24Eヂ?lián)網", "集群。”我國互聯網"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check_gloss(t, cases[i][0], cases[i][1]);
	gloss_tables_free(t);
}

/* What comes out where a copy lost the characters of private use has one that nobody writes. */
static void a_run_with_an_odd_character_is_in_doubt(void **state)
{
	(void)state;
	struct gloss_tables *t = gloss_tables_new();
	static const char *const cases[] = {
		"引擎?！涌彀l(fā)展",    /* 。∮快發展 */
		"集群?！蔽覈ヂ?lián)網", /* 。”我嚗聯網 */
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct repair r = {0};

		assert_true(gloss_mend(&r, str_of(cases[i]), t));
		assert_int_equal(r.spans.p[0].certainty, REPAIR_DOUBT);
		repair_release(&r);
	}
	gloss_tables_free(t);
}

/*
 * The damage as the tool did it, written forwards from the description in repair/gloss.h and in
 * nothing like the inverse.
 */
struct damager {
	const struct gloss_tables *t;
	uint16_t users[0x800];           /* code of U+E000.. */
	const char *reading_of[0x10000]; /* of the characters it glosses, by code */
};

static struct damager *damager_new(const struct gloss_tables *t)
{
	struct damager *d = xcalloc(1, sizeof *d);
	size_t size;

	d->t = t;
	for (size_t i = 0; i < gloss_reading_count; i++) {
		struct str rest = str_of(gloss_readings[i].known), common;

		str_split(&rest, '|', &common);
		for (size_t at = 0; at < common.n; at += size) {
			unsigned code = gbk_code(&t->gbk, utf8_at(common.p, at, &size));

			if (!d->reading_of[code])
				d->reading_of[code] = gloss_readings[i].reading;
		}
	}
	return d;
}

/* Every so many of the characters the table has are glossed. */
static bool is_glossed(const struct damager *d, unsigned code, unsigned every, unsigned seed)
{
	return d->reading_of[code] && (code * 2654435761u >> 16) % every == seed % every;
}

static bool to_gbk(const struct damager *d, struct str text, struct buf *out)
{
	size_t size;

	for (size_t at = 0; at < text.n; at += size) {
		unsigned code = gbk_code(&d->t->gbk, utf8_at(text.p, at, &size));

		if (!code)
			return false;
		if (code > 0xFF)
			buf_addc(out, (char)(code >> 8));
		buf_addc(out, (char)code);
	}
	return true;
}

static unsigned byte_of(const struct buf *b, size_t at)
{
	return at < b->n ? (unsigned char)b->p[at] : 0;
}

static void insert_glosses(const struct damager *d, const struct buf *in, unsigned every,
			   unsigned seed, struct buf *out)
{
	for (size_t i = 0; i < in->n; i++) {
		unsigned code = i ? byte_of(in, i - 1) << 8 | byte_of(in, i) : 0;

		buf_addc(out, in->p[i]);
		if (!is_glossed(d, code, every, seed))
			continue;
		buf_addc(out, '(');
		to_gbk(d, str_of(d->reading_of[code]), out);
		buf_addc(out, ')');
	}
}

static bool is_form(const struct buf *b, size_t at)
{
	unsigned trail = byte_of(b, at + 1);

	return byte_of(b, at) == 0xA3 && trail &&
	       memchr("\xA1\xAC\xBA\xBB\xBF\xA8\xA9", (int)trail, 7);
}

static uint32_t user_point(const struct damager *d, unsigned code)
{
	for (uint32_t cp = 0xE000; cp <= 0xE765; cp++)
		if (gbk_code(&d->t->gbk, cp) == code)
			return cp;
	return '?';
}

/* Decodes [i, end) as one piece. */
static void decode_piece(const struct damager *d, const struct buf *b, size_t i, size_t end,
			 struct buf *out)
{
	char utf8[4];

	while (i < end) {
		unsigned lead = byte_of(b, i), trail = i + 1 < end ? byte_of(b, i + 1) : 0;
		uint32_t cp = lead;

		if (lead >= 0x80) {
			cp = gbk_point(&d->t->gbk, lead, trail);
			if (!cp)
				cp = user_point(d, lead << 8 | trail);
		}
		buf_add(out, utf8, utf8_put(utf8, cp));
		i += lead < 0x80 ? 1 : 2;
	}
}

static bool damage(const struct damager *d, struct str text, unsigned every, unsigned seed,
		   struct buf *out)
{
	struct buf bytes = {0}, glossed = {0};
	size_t cut = 0, i = 0;
	bool known = to_gbk(d, text, &bytes);

	insert_glosses(d, &bytes, every, seed, &glossed);
	while (i < glossed.n) {
		if (!is_form(&glossed, i)) {
			i++;
			continue;
		}
		decode_piece(d, &glossed, cut, i, out);
		buf_addc(out, (char)(byte_of(&glossed, i + 1) - 0x80));
		cut = i += 2;
	}
	decode_piece(d, &glossed, cut, glossed.n, out);
	buf_release(&bytes);
	buf_release(&glossed);
	return known;
}

/* As the last step of the damage leaves the forms, which is not undone. */
static void ascii_forms(struct str text, struct buf *out)
{
	size_t size;

	for (size_t at = 0; at < text.n; at += size) {
		uint32_t cp = utf8_at(text.p, at, &size);

		if (cp > 0xFF00 && cp < 0xFF5F && strchr("!,:;?()", (int)(cp - 0xFEE0)))
			buf_addc(out, (char)(cp - 0xFEE0));
		else
			buf_add(out, text.p + at, size);
	}
}

struct tally {
	size_t whole, marked, left;
};

/* What is not as it was must be marked as lost, or still show the damage. */
static void check_round_trip(const struct damager *d, struct str line, unsigned every,
			     unsigned seed_of_keys, struct tally *tally)
{
	struct buf damaged = {0}, want = {0};
	struct repair r = {0};

	if (damage(d, line, every, seed_of_keys, &damaged)) {
		ascii_forms(line, &want);
		gloss_mend(&r, buf_str(&damaged), d->t);
		check_spans(buf_str(&damaged), &r);
		if (strcmp(buf_cstr(&r.text), buf_cstr(&want)) == 0)
			tally->whole++;
		else if (strstr(buf_cstr(&r.text), "\uFFFD"))
			tally->marked++;
		else if (strchr(buf_cstr(&r.text), '?'))
			tally->left++;
		else
			fail_msg("%s\n  became %s\n  and was mended to %s", buf_cstr(&want),
				 buf_cstr(&damaged), buf_cstr(&r.text));
	}
	repair_release(&r);
	buf_release(&damaged);
	buf_release(&want);
}

/* The seed's own text, mended, with the full-width forms it once had. */
static struct buf traditional_text(void)
{
	struct buf text = seed("002_b77ed5951c9db8e1.txt"), wide = {0};
	struct repair r = {0};

	assert_true(repair_text(&r, buf_str(&text)));
	for (size_t i = 0; i < r.text.n; i++) {
		char c = r.text.p[i];
		bool form =
			c && strchr("!,:;?()", c) && i && (unsigned char)r.text.p[i - 1] >= 0x80;

		if (form)
			buf_addf(&wide, "\xEF\xBC%c", c + 0x60);
		else
			buf_addc(&wide, c);
	}
	repair_release(&r);
	buf_release(&text);
	return wide;
}

static void damage_is_undone_or_left_but_never_mended_wrongly(void **state)
{
	(void)state;
	struct gloss_tables *t = gloss_tables_new();
	struct damager *d = damager_new(t);
	struct buf text = traditional_text();
	struct tally tally = {0};

	for (unsigned run = 0; run < 12; run++) {
		struct str rest = buf_str(&text), line;

		while (str_split(&rest, '\n', &line))
			check_round_trip(d, line, 1 + run / 3, run, &tally);
	}
	size_t all = tally.whole + tally.marked + tally.left;

	assert_true(all > 400);
	assert_true(tally.whole * 100 >= all * 95);
	buf_release(&text);
	free(d);
	gloss_tables_free(t);
}

static void a_whole_damaged_article_passes_the_gate(void **state)
{
	(void)state;
	struct gloss_tables *t = gloss_tables_new();
	struct damager *d = damager_new(t);
	struct buf text = traditional_text(), want = {0};

	ascii_forms(buf_str(&text), &want);
	for (unsigned run = 0; run < 4; run++) {
		struct buf damaged = {0};
		struct repair r = {0};

		assert_true(damage(d, buf_str(&text), 3, run, &damaged));
		assert_true(repair_text(&r, buf_str(&damaged)));
		check_spans(buf_str(&damaged), &r);
		repair_release(&r);
		buf_release(&damaged);
	}
	buf_release(&text);
	buf_release(&want);
	free(d);
	gloss_tables_free(t);
}

static void texts_that_teach_or_quote_are_not_touched(void **state)
{
	(void)state;
	static const char *const clean[] = {
		/* every character has its reading */
		"學(xué)而(ér)時(shí)習(xí)之(zhī)，不(bù)亦(yì)說(yuè)乎(hū)？有(yǒu)朋(péng)自("
		"zì)"
		"遠(yuǎn)方(fāng)來(lái)，不(bù)亦(yì)樂(lè)乎(hū)？",
		/* a word list */
		"當(dāng) when\n時(shí) time\n間(jiān) between\n負(fù) bear\n責(zé) duty\n發(fā) "
		"send\n"
		"當(dāng) as\n時(shí) hour\n間(jiān) room\n",
		/* a character with two readings */
		"行(xíng)人走在銀行(háng)前，長(zhǎng)大的長(cháng)處，當(dāng)時上當(dàng)，當("
		"dāng)"
		"然，"
		"發(fā)現頭發(fà)，發(fā)生，當(dāng)地。",
		/* rare characters, wherever they stand */
		("餛(hún)飩(tún)與餃(jiǎo)子。餛(hún)飩(tún)皮薄，餃(jiǎo)子皮厚。"
		 "煮餛(hún)飩(tún)要用湯，餃(jiǎo)子可以煎。"),
		/* readings beside words */
		"他說得(de)對，長(zhǎng)得高，重(chóng)新來過，還(hái)沒好。",
		/* code, chemistry, plain astonishment */
		"if (x) f(a), g(b) ? h(c) : i(d); 數(n)據(m)",
		"二氧化碳(CO2)、氫氧化鈉(NaOH)和硫酸(sulfuric)反應(A)后(B)",
		"什麼?!真的嗎?!他竟然說：“不可能?!”為什麼?:(",
		"",
		"?",
		"(",
		"當(dāng",
		"?dāng)",
	};

	for (size_t i = 0; i < sizeof clean / sizeof clean[0]; i++)
		check_unchanged(clean[i]);
}

/* The text as somebody sees it who reads its bytes as windows-1252. */
static struct buf misread(struct str text, const char *charset)
{
	struct buf bytes = {0}, shown = {0};
	char utf8[4];

	assert_true(recode(charset, "UTF-8", text, STR("?"), &bytes));
	for (size_t i = 0; i < bytes.n; i++) {
		uint32_t cp = (unsigned char)bytes.p[i];

		for (uint32_t other = 0x152; cp < 0xA0 && other <= 0x2122; other++)
			if (mojibake_byte(other) == (int)cp)
				cp = other;
		buf_add(&shown, utf8, utf8_put(utf8, cp));
	}
	buf_release(&bytes);
	return shown;
}

/* clang-format off */
static const char chinese[] =
	"特斯拉前自动驾驶团队的成员说，他将再次加入OpenAI。\n这是一件非常愉快的事情！\n";
static const char japanese[] =
	"これは日本語の文章で、テストに使います。\nカタカナのテキストもある。\n";
static const char korean[] =
	"이것은 한국어 문장입니다. 시험하기 위한 것입니다.\n오늘의 날씨는 맑습니다.\n";

static const struct {
	const char *text, *charset;
} misread_cases[] = {
	{chinese, "UTF-8"},
	{chinese, "GBK"},
	{japanese, "UTF-8"},
	{japanese, "CP932"},
	{japanese, "EUC-JP"},
	{korean, "UTF-8"},
	{korean, "CP949"},
};
/* clang-format on */

static void bytes_shown_as_western_letters_are_read_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof misread_cases / sizeof misread_cases[0]; i++) {
		struct str text = str_of(misread_cases[i].text);
		struct buf once = misread(text, misread_cases[i].charset);
		struct buf twice = misread(buf_str(&once), "UTF-8");

		check_mended(buf_cstr(&once), text.p);
		check_mended(buf_cstr(&twice), text.p);
		buf_release(&once);
		buf_release(&twice);
	}
}

static void half_a_text_in_the_wrong_charset_is_mended(void **state)
{
	(void)state;
	struct buf text = misread(str_of(chinese), "UTF-8"), want = {0};

	buf_adds(&text, japanese);
	buf_addf(&want, "%s%s", chinese, japanese);
	check_mended(buf_cstr(&text), buf_cstr(&want));
	buf_release(&text);
	buf_release(&want);
}

static void western_text_and_samples_of_mojibake_are_not_touched(void **state)
{
	(void)state;
	static const char *const clean[] = {
		"Ça a été créé à l’été, “café”… déjà vu — naïve façade, ÉCOLE",
		"„Spaß“ heißt’s – größer, Übermut, ÄÖÜß, 5 µm ± 2 °C",
		"AÇÃO, INFORMAÇÃO, NAÇÕES, pão, ações, ¿Qué? ¡Sí! Ñandú",
		"The word \"é\" in UTF-8 becomes \"Ã©\" when it is read as latin-1.",
		"My text is shown as \"ä¸\u00adæ–‡\" or `æ–‡`. What is wrong?",
		"网页编码错误时，“中文”会变成“ä¸\u00adæ–‡”，这就是乱码。锟斤拷和烫烫烫也是乱码。",
		"錕斤拷 \uFFFD\uFFFD 锟斤拷 👨‍👩‍👧 ❤️ क्‍ष",
		"\uE000\uE765",
		"× ÷ § © ® ™ € £ ¥ • † ‡ … ‰ ‹ › « »",
		"one\n××××××××××××××××××××\ntwo",
		"ÖÖÖÖÖÖÖÖ ×÷×÷×÷×÷×÷×÷",
	};

	for (size_t i = 0; i < sizeof clean / sizeof clean[0]; i++)
		check_unchanged(clean[i]);
}

static void a_lossy_mixup_is_offered_and_never_applied(void **state)
{
	(void)state;
	static const struct {
		const char *is, *read_as, *text, *name;
	} cases[] = {
		{"UTF-8", "GB18030", chinese, "UTF-8 read as GBK"},
		{"UTF-8", "CP932", chinese, "UTF-8 read as Shift_JIS"},
		{"GBK", "CP949", chinese, "GBK read as EUC-KR"},
		{"CP932", "GBK", japanese, "Shift_JIS read as GBK"},
		{"CP949", "GBK", korean, "EUC-KR read as GBK"},
	};
	struct repair_offer offer = {0};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf bytes = {0}, shown = {0};

		assert_true(recode(cases[i].is, "UTF-8", str_of(cases[i].text), STR("?"), &bytes));
		assert_true(
			recode("UTF-8", cases[i].read_as, buf_str(&bytes), STR("\uFFFD"), &shown));
		check_unchanged(buf_cstr(&shown));
		assert_true(repair_offer(&offer, buf_str(&shown)));
		assert_string_equal(offer.name, cases[i].name);
		assert_int_equal(offer.lost == 0,
				 strcmp(buf_cstr(&offer.text), cases[i].text) == 0);
		buf_release(&bytes);
		buf_release(&shown);
	}
	assert_false(repair_offer(&offer, str_of(chinese)));
	assert_false(repair_offer(&offer, str_of(japanese)));
	assert_false(repair_offer(&offer, str_of(korean)));
	assert_false(repair_offer(&offer, STR("")));
	repair_offer_release(&offer);
}

static void controls_and_marks_inside_are_taken_out(void **state)
{
	(void)state;
	check_mended("a\001b\033[c\xC2\x85"
		     "d\uFEFFe\vf",
		     "ab[c de f");
	check_mended("\uFEFF開始\b", "開始");
	check_mended("two\vlines\n\v\v", "two lines\n  ");
	check_unchanged("tab\there\r\nform\ffeed\n");
	struct repair r = {0};

	assert_true(repair_text(&r, (struct str){"a\0b", 3}));
	assert_string_equal(buf_cstr(&r.text), "ab");
	repair_release(&r);
}

static void blanks_that_were_escaped_twice_are_blanks(void **state)
{
	(void)state;
	check_mended("&amp;nbsp;&amp;nbsp;第一段。\n&amp;nbsp; 第二段。",
		     "\u00A0\u00A0第一段。\n\u00A0 第二段。");
	check_mended("<p>&amp;nbsp;</p>", "<p>\u00A0</p>");
	check_unchanged("在 HTML 裡用 &amp;nbsp; 表示空格");
	check_unchanged("<code>&amp;nbsp;&amp;nbsp;</code>");
	check_unchanged("寫成“&amp;nbsp;”就行");
	check_unchanged("&nbsp;&nbsp;這裡 &amp; 那裡");
}

/* Long texts are looked at a block at a time before anything is mended. */
static void damage_is_found_wherever_it_stands(void **state)
{
	(void)state;
	static const struct {
		const char *damage, *filler;
	} cases[] = {
		{"\001", "x"},
		{"\037", "文"},
		{"\v", "文"},
		{"\xC2\x80", "x"},
		{"\xC2\x9F", "文"},
		{"\uFEFF", "文"},
		{"&amp;nbsp;&amp;nbsp;", "文"},
		{"å›½å®¶çš„äººæ°‘", "x"},
	};
	enum { BEFORE = 140, BEHIND = 70 }; /* characters */
	struct buf text = {0}, want = {0};
	struct repair r = {0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct repair alone = {0};

		assert_true(repair_text(&alone, str_of(cases[i].damage)));
		for (size_t n = 0; n < BEFORE; n++) {
			buf_clear(&text);
			buf_clear(&want);
			for (size_t k = 0; k < n; k++)
				buf_adds(&text, cases[i].filler);
			buf_addstr(&want, buf_str(&text));
			buf_adds(&text, cases[i].damage);
			buf_addstr(&want, buf_str(&alone.text));
			for (size_t k = 0; k < BEHIND; k++) {
				buf_adds(&text, cases[i].filler);
				buf_adds(&want, cases[i].filler);
			}
			if (!repair_text(&r, buf_str(&text)))
				fail_msg("not found: %s", buf_cstr(&text));
			assert_string_equal(buf_cstr(&r.text), buf_cstr(&want));
		}
		repair_release(&alone);
	}
	repair_release(&r);
	buf_release(&text);
	buf_release(&want);
}

static void spans_lead_through_all_that_was_done(void **state)
{
	(void)state;
	struct buf article = seed("002_b77ed5951c9db8e1.txt"), dirty = {0};
	struct repair plain = {0}, all = {0};

	assert_true(repair_text(&plain, buf_str(&article)));
	/* Controls into the glosses and out of them, then all of it in the wrong charset. */
	for (size_t i = 0; i < article.n; i++) {
		if (i % 97 == 0 && ((unsigned char)article.p[i] & 0xC0) != 0x80)
			buf_addc(&dirty, '\002');
		buf_addc(&dirty, article.p[i]);
	}
	struct buf shown = misread(buf_str(&dirty), "UTF-8");

	assert_true(repair_text(&all, buf_str(&shown)));
	assert_true(str_eq(buf_str(&all.text), buf_str(&plain.text)));
	check_spans(buf_str(&shown), &all);
	repair_release(&plain);
	repair_release(&all);
	buf_release(&article);
	buf_release(&dirty);
	buf_release(&shown);
}

static void every_prefix_and_suffix_of_a_damaged_text_is_safe(void **state)
{
	(void)state;
	struct buf text = seed("002_b77ed5951c9db8e1.txt");
	struct gloss_tables *t = gloss_tables_new();
	struct repair r = {0};

	for (size_t cut = 0; cut <= text.n; cut += 61) {
		size_t at = cut;

		while (at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80)
			at++;
		struct str parts[] = {str_sub(buf_str(&text), 0, at),
				      str_sub(buf_str(&text), at, text.n)};

		for (int i = 0; i < 2; i++) {
			gloss_mend(&r, parts[i], t);
			check_spans(parts[i], &r);
		}
	}
	repair_release(&r);
	gloss_tables_free(t);
	buf_release(&text);
}

static void endless_damage_ends(void **state)
{
	(void)state;
	static const char *const units[] = {"?",         "?!",     "?:", "(a)", "?a)",
					    "當(dāng)?", "?dāng)", "(",  "ä",   "“?!?/p>"};
	struct gloss_tables *t = gloss_tables_new();
	struct repair r = {0};

	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		struct buf text = {0};

		buf_adds(&text, "據(jù)");
		while (text.n < 300000)
			buf_adds(&text, units[i]);
		gloss_mend(&r, buf_str(&text), t);
		check_spans(buf_str(&text), &r);
		repair_text(&r, buf_str(&text));
		buf_release(&text);
	}
	repair_release(&r);
	gloss_tables_free(t);
}

static void every_kind_and_certainty_has_a_name(void **state)
{
	(void)state;
	for (int i = 0; i < REPAIR_KINDS; i++)
		assert_true(strlen(repair_kind_name((enum repair_kind)i)) > 0);
	for (int i = 0; i < REPAIR_CERTAINTIES; i++)
		assert_true(strlen(repair_certainty_name((enum repair_certainty)i)) > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_damaged_seed_has_its_138_spans),
		cmocka_unit_test(the_clean_seeds_stay_as_they_are),
		cmocka_unit_test(shattered_characters_are_put_together),
		cmocka_unit_test(a_run_with_an_odd_character_is_in_doubt),
		cmocka_unit_test(damage_is_undone_or_left_but_never_mended_wrongly),
		cmocka_unit_test(a_whole_damaged_article_passes_the_gate),
		cmocka_unit_test(texts_that_teach_or_quote_are_not_touched),
		cmocka_unit_test(bytes_shown_as_western_letters_are_read_again),
		cmocka_unit_test(half_a_text_in_the_wrong_charset_is_mended),
		cmocka_unit_test(western_text_and_samples_of_mojibake_are_not_touched),
		cmocka_unit_test(a_lossy_mixup_is_offered_and_never_applied),
		cmocka_unit_test(controls_and_marks_inside_are_taken_out),
		cmocka_unit_test(blanks_that_were_escaped_twice_are_blanks),
		cmocka_unit_test(damage_is_found_wherever_it_stands),
		cmocka_unit_test(spans_lead_through_all_that_was_done),
		cmocka_unit_test(every_prefix_and_suffix_of_a_damaged_text_is_safe),
		cmocka_unit_test(endless_damage_ends),
		cmocka_unit_test(every_kind_and_certainty_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
