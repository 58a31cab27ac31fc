/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/language.h"

#include <stdint.h>
#include <stdlib.h>
#include <uchar.h>

#include "text/script.h"
#include "text/utf8.h"

enum {
	SAMPLE = 3000,     /* characters that count */
	BYTES = 16 * 1024, /* and what is looked at for them */
	CLEAR = 8,         /* more of one way of writing than of the other: that decides it */
};

/* Common characters that are written in one of the two ways alone, Japanese forms left out. */
static const char32_t simplified[] =
	U"这个们来对说为时过会现东车发从关问间实还进动两开无业于产让给认没应头"
	U"电经种样机体学国长门书见话语谁请该员总统级线结组织网报难题传华计设论"
	U"质进选远达运边连轻转较办务战换据担师帮广庆应归当录复备够层岁师异张强";
static const char32_t traditional[] =
	U"這個們來對說為時過會現東車發從關問間實還進動兩開無業於產讓給認沒應頭"
	U"電經種樣機體學國長門書見話語誰請該員總統級線結組織網報難題傳華計設論"
	U"質選遠達運邊連輕轉較辦務戰換據擔師幫廣慶歸當錄復備夠層歲異張強麼嗎裡";

static bool holds(const char32_t *set, uint32_t cp)
{
	while (*set && *set != cp)
		set++;
	return *set;
}

struct counts {
	unsigned by[SCRIPTS];
	int simplified; /* less the traditional ones */
};

static void count(struct str text, struct counts *counts)
{
	unsigned seen = 0;

	for (size_t i = 0, size; i < text.n && seen < SAMPLE; i += size) {
		uint32_t cp = utf8_at(text.p, i, &size);
		enum script script = script_of(cp);

		counts->by[script]++;
		seen += script != SCRIPT_OTHER;
		/* What both ways share is in both sets and cancels out. */
		if (script == SCRIPT_HAN && abs(counts->simplified) < CLEAR)
			counts->simplified += holds(simplified, cp) - holds(traditional, cp);
	}
}

/* Half of the words of an English text are among a few; they give it away. */
static bool is_english(struct str text)
{
	static const char frequent[] = " the of and to in is was that for it with as on be at by "
				       "this are or from have an not you ";
	struct str word;
	unsigned words = 0, hits = 0;

	text = str_sub(text, 0, 4 * SAMPLE);
	while (words < SAMPLE && str_split(&text, ' ', &word)) {
		char key[16] = " ";

		if (word.n == 0)
			continue;
		words++;
		if (word.n > 5)
			continue;
		for (size_t i = 0; i < word.n; i++)
			key[i + 1] = (char)(word.p[i] | 0x20);
		key[word.n + 1] = ' ';
		hits += str_find(str_of(frequent), (struct str){key, word.n + 2}, 0) != (size_t)-1;
	}
	return hits >= 3 && hits > words / 6;
}

struct str language_guess(struct str text)
{
	struct counts c = {0};

	text = str_sub(text, 0, BYTES);
	count(text, &c);
	unsigned kana = c.by[SCRIPT_HIRAGANA] + c.by[SCRIPT_KATAKANA], han = c.by[SCRIPT_HAN];

	if (c.by[SCRIPT_HANGUL] > han + kana && c.by[SCRIPT_HANGUL] > c.by[SCRIPT_WORD] / 4)
		return STR("ko");
	if (kana > (han + kana) / 10 && han + kana > c.by[SCRIPT_WORD] / 8)
		return STR("ja");
	if (han > c.by[SCRIPT_WORD] / 8 && c.simplified)
		return c.simplified > 0 ? STR("zh-Hans") : STR("zh-Hant");
	if (han == 0 && kana == 0 && c.by[SCRIPT_HANGUL] == 0 && is_english(text))
		return STR("en");
	return STR("");
}
