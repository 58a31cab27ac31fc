/* SPDX-License-Identifier: ISC
 *
 * What is the same in every language: dates in digits alone, and what the digits rule out.
 */
#include "config.h"

#include "dates/rule.h"

#define UNITS                                                                                                             \
	"元| 元|人| 人|名|米|公里|万|亿|億|円|원|명|块|家|篇|个|個|字|件|台|辆|次|美元| 美元" \
	"|港元|日元|px| px|ml"

/* clang-format off */
static const struct rule rules[] = {
	RULE("#Y-#M-#D", OP_YMD),
	RULE("#Y-#M-#DT#H:#m(:#n)?Z?", OP_YMD),
	RULE("#Y/#M/#D", OP_YMD),
	RULE("#Y.#M.#D", OP_YMD),
	RULE("#D.#M.#R", OP_YMD),
	RULE("#M.#D.#R", OP_YMD),
	RULE("#R/#M", OP_YMD),
	RULE("#R-#M", OP_YMD),
	RULE("#R<j>#R", OP_YEAR, .not_after = UNITS),
	RULE("[（(]^#Y<j>#L$_[）)，,]", OP_YEAR), /* lives, dynasties */
	RULE("#R.#M<j>#R.#M", OP_YMD),
	RULE("#R/#M<j>#R/#M", OP_YMD),
	RULE("#Y/#M/#D<j>#Y/#M/#D", OP_YMD),
	RULE("#Y/#M/#D<j>#M/#D", OP_YMD),
	RULE("#Y.#M.#D<j>#Y.#M.#D", OP_YMD),
	RULE("#Y.#M.#D<j>#M.#D", OP_YMD),
	RULE("#R[-/–]#y$_(season|school|academic|fiscal|campaign|NBA)", OP_YEAR),
	RULE("#S", OP_YMD),
	RULE("FY#R", OP_YEAR),
	RULE("FY#y", OP_YEAR2),
	/* Alone they would be a number and a fraction, but not at the head of a line or in brackets. */
	RULE("\n^#R.#M", OP_YMD, .not_after = UNITS),
	RULE("[(（]^#R.#M$[)）]", OP_YMD),
	RULE("\n^#M/#D(_[(（]<w>[)）])?", OP_YMD, .not_after = UNITS),
	RULE("\n^#R$_[:：\n]", OP_YEAR),
	RULE("#R$_<j>_(present|Present|now|今|至今|现在|現在|현재)", OP_YEAR),
	RULE("#M/#D_[(（]<w>[)）]", OP_YMD),
	RULE("#M/#D", OP_YMD, .flags = FLAG_WEAK),
	RULE("Q#Q", OP_QUARTER),
	RULE("Q#Q<j>Q#Q", OP_QUARTER),
	RULE("[(（]^#R/#y$[)）]", OP_YEAR),
	RULE("H1", OP_HALF, .value = 1, .flags = FLAG_WEAK),
	RULE("H2", OP_HALF, .value = 2, .flags = FLAG_WEAK),
	RULE("#H:#m(:#m)?", OP_TIME, .flags = FLAG_WEAK),
	RULE("#R", OP_YEAR, .flags = FLAG_WEAK),

	RULE("\n^#i / #i", OP_NOT), /* 5 / 20: a page of so many */

	/* What no calendar has. */
	RULE("#Y[年년]_#V[月월](_#i[日号號일])?", OP_NOT),
	RULE("#V[月월]_#i[日号號일]", OP_NOT),
	RULE("#M[月월]_#U[日号號일]", OP_NOT),
};

static const struct rule_list lists[] = {
	{'j', "-|–|—|~|∼|～|〜|－"},
	{'w', "Mon/Monday|Tue/Tues/Tuesday|Wed/Wednesday|Thu/Thur/Thurs/Thursday|Fri/Friday"
		"|Sat/Saturday|Sun/Sunday"},
};
/* clang-format on */

const struct rules rules_any = {
	.language = "",
	.rules = rules,
	.count = sizeof rules / sizeof *rules,
	.lists = lists,
	.list_count = sizeof lists / sizeof *lists,
};
