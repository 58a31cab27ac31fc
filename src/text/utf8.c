/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/utf8.h"

#include <unistr.h>

size_t utf8_valid(struct str s)
{
	const uint8_t *bad = s.n ? u8_check((const uint8_t *)s.p, s.n) : NULL;

	return bad ? (size_t)((const char *)bad - s.p) : s.n;
}
