/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "repair/readable.h"

#include <stdlib.h>

#include "base/mem.h"
#include "repair/gloss.h"
#include "text/utf8.h"

/* clang-format off */
const char readable_frequent[] =
	"一万三上下不与且世业东两並个中为主么义之也书了争事二于五些交产人什今从他代以们件任会传但位住"
	"体何作你使來価便係保信個們候做傳像儿先光克入全兩公共关其内円再军决几出分切则別利别到制則前力"
	"加务动動務化北区區十南単即却原去又及反发取受变口只可司各合同名后向听告员命和品員問四回因図国"
	"國在地场基報場声売处変外多大天太头女她好如子学學它安完定实実家實对导対将將對導小少尔就展山工"
	"己已市师带師帶常平年并幾広应度建开式张張強强当形很後得從德心必思性总情想意感應成我或战戰所手"
	"才打把报拉指据接提據放政教数數文斯新方於无日时明是時更書最會月有望期本术机权条来東果样格條検"
	"業樣機權次正此死比民气気氣水求決沒没治法活海清済点為無然爭爾物特王现現理生產用由电界當発發白"
	"的目直相看真眼着知确確社神种科程種空立第等管类系経結給統經続總经结给统美義老者而聽能自至與色"
	"萬著處行術表被裡西要見規覺觀见观规觉解計記設許話該認說読論識變讓计认让记许论设识话该说象資资"
	"走起路身軍転边达过运还这进這通進運過道達還邊那部都里重量金録長长門開間関關门问间队院隊难難電"
	"非面領頭題類领题馬験马體高麼點"
	"가것게고공과구국그기나년는니다대도동되된들라로를리만면모문물미방보부분비사상생서선성세소수스"
	"시신아안어에여연오요용우원위유으은을음의이인일있자장저전정제조주중지하한할해했회";

static const struct range {
	uint32_t first, last;
	enum readable_class class;
} ranges[] = {
	/* Chinese characters and symbols, private use: what a wrong charset makes */
	{0x2500, 0x27BF, READABLE_RARE},
	{0x2E80, 0x9FFF, READABLE_RARE},
	{0xE000, 0xFAFF, READABLE_RARE},
	{0xFE30, 0xFFFD, READABLE_RARE},
	/* quotation marks, dash, ellipsis; 、。 and brackets; full-width ASCII */
	{0x2014, 0x2014, READABLE_FREQUENT},
	{0x2018, 0x201D, READABLE_FREQUENT},
	{0x2026, 0x2026, READABLE_FREQUENT},
	{0x3000, 0x3002, READABLE_FREQUENT},
	{0x3008, 0x3011, READABLE_FREQUENT},
	{0xFF01, 0xFF01, READABLE_FREQUENT},
	{0xFF08, 0xFF09, READABLE_FREQUENT},
	{0xFF0C, 0xFF1F, READABLE_FREQUENT},
	{0x3041, 0x3096, READABLE_FREQUENT}, /* kana */
	{0x30A1, 0x30FC, READABLE_FREQUENT},
	{0xAC00, 0xD7A3, READABLE_COMMON}, /* Hangul */
};
/* clang-format on */

/* Rows 16 to 55 of GB2312 are the characters taught first. */
static bool is_common_han(const struct gloss_tables *t, uint32_t cp)
{
	unsigned code = gbk_code(&t->gbk, cp);

	return (code >= 0xB0A1 && code <= 0xD7F9 && (code & 0xFF) >= 0xA1) ||
	       t->kind[cp] & GLOSS_TRADITIONAL;
}

struct readable_classes *readable_classes_new(void)
{
	struct readable_classes *c = xcalloc(1, sizeof *c);
	struct gloss_tables *t = gloss_tables_new();

	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
		for (uint32_t cp = ranges[i].first; cp <= ranges[i].last; cp++)
			c->of[cp] = (uint8_t)ranges[i].class;
	for (uint32_t cp = 0x3400; cp <= 0x9FFF; cp++)
		if (is_common_han(t, cp))
			c->of[cp] = READABLE_COMMON;
	for (uint32_t cp = 0x3400; cp <= 0xD7A3; cp++)
		if (t->kind[cp] & GLOSS_FREQUENT)
			c->of[cp] = READABLE_FREQUENT;
	gloss_tables_free(t);
	return c;
}

void readable_count(struct readable *count, struct str text, const struct readable_classes *c)
{
	size_t n[READABLE_FREQUENT + 1] = {0}, size;

	for (size_t at = 0; at < text.n; at += size) {
		uint32_t cp = utf8_at(text.p, at, &size);

		if (cp < 0x80)
			continue;
		n[cp < 0x10000 ? c->of[cp] : READABLE_OTHER]++;
		count->lost += cp == 0xFFFD;
		count->n++;
	}
	count->rare += n[READABLE_RARE];
	count->common += n[READABLE_COMMON];
	count->frequent += n[READABLE_FREQUENT];
}

int readable_score(const struct readable *count)
{
	size_t good = count->common + count->frequent;

	return count->n ? (int)(100 * (good + count->frequent) / count->n) : 0;
}
