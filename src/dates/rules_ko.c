/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "dates/rule.h"

const struct rules rules_ko = {.language = "ko"};
