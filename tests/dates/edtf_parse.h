/* SPDX-License-Identifier: ISC
 *
 * Reads what edtf_add writes, so that tests can say dates as they are written.
 */
#ifndef KARPREAD_TESTS_DATES_EDTF_PARSE_H
#define KARPREAD_TESTS_DATES_EDTF_PARSE_H

#include <stdbool.h>

#include "base/str.h"
#include "dates/edtf.h"

/* False, with out untouched, for what is no date of levels 0 and 1 (2022-13, 2022-02-30). */
bool edtf_parse(struct edtf *out, struct str s);
bool edtf_eq(const struct edtf *a, const struct edtf *b);

#endif
