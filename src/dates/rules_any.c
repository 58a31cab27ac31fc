/* SPDX-License-Identifier: ISC
 *
 * Dates in digits alone, the same in every language.
 */
#include "config.h"

#include "dates/rule.h"

#define UNITS                                                                                                             \
	"元| 元|人| 人|名|米|公里|万|亿|億|円|원|명|块|家|篇|个|個|字|件|台|辆|次|美元| 美元" \
	"|港元|日元|px| px|ml"

/* clang-format off */
static const struct rule rules[] = {
	RULE("#Y-#M-#D", OP_YMD),
	RULE("#Y-#M-#DT#H:#m(:#m)?Z?", OP_YMD),
	RULE("#Y/#M/#D", OP_YMD),
	RULE("#Y.#M.#D", OP_YMD),
	RULE("#D.#M.#R", OP_YMD),
	RULE("#R/#M", OP_YMD),
	RULE("#R-#M", OP_YMD),
	RULE("#R<j>#R", OP_YEAR, .not_after = UNITS),
	RULE("#R.#M<j>#R.#M", OP_YMD),
	RULE("#R/#M<j>#R/#M", OP_YMD),
	RULE("#S", OP_YMD),
	RULE("FY#R", OP_YEAR),
	RULE("FY#y", OP_YEAR2),
	RULE("#M/#D", OP_YMD, .flags = FLAG_WEAK),
	RULE("#H:#m(:#m)?", OP_TIME, .flags = FLAG_WEAK),
	RULE("#R", OP_YEAR, .flags = FLAG_WEAK),
};

static const struct rule_list lists[] = {
	{'j', "-|–|—|~|～|〜|－"},
};
/* clang-format on */

const struct rules rules_any = {
	.language = "",
	.rules = rules,
	.count = sizeof rules / sizeof *rules,
	.lists = lists,
	.list_count = sizeof lists / sizeof *lists,
};
