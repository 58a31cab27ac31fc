/* SPDX-License-Identifier: ISC
 *
 * Between UTF-8 and another charset, by iconv. For bytes whose charset is known and certain; the
 * charset of a file, and checking UTF-8, is decode's business.
 */
#ifndef KARPREAD_TEXT_RECODE_H
#define KARPREAD_TEXT_RECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * Appends in, turned from one charset into the other, to out. Where that is impossible `lost` (in
 * the charset that is made) stands for one byte, or one character if in is UTF-8. False, and
 * nothing is added, when iconv does not know the charsets.
 */
bool recode(const char *to, const char *from, struct str in, struct str lost, struct buf *out);

#endif
