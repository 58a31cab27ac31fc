/* SPDX-License-Identifier: ISC
 *
 * Names of charsets, and which of them some bytes are written in. Helper of text/decode.h.
 */
#ifndef KARPREAD_TEXT_CHARSET_H
#define KARPREAD_TEXT_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum charset_form {
	CHARSET_UTF8,
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
	CHARSET_UTF32LE,
	CHARSET_UTF32BE,
	CHARSET_ICONV,
};

enum { CHARSET_NAME = 32 };

struct charset {
	char name[CHARSET_NAME];  /* for the user, and a label itself */
	char iconv[CHARSET_NAME]; /* for iconv_open */
	enum charset_form form;
	struct {
		uint8_t first, last;
	} leads[2]; /* bytes that take at least one more with them; none if zeroed */
};

/*
 * By any label of the Encoding Standard that CJK pages use, else by a name that iconv knows.
 * The labels name what is meant rather than what is said: gb2312 is GB18030, shift_jis is
 * CP932, euc-kr is CP949, big5 is Big5-HKSCS, latin1 is windows-1252.
 */
bool charset_find(struct str label, struct charset *charset);
/* By a byte order mark; *size is its length. */
bool charset_of_bom(struct str bytes, struct charset *charset, size_t *size);
/* By what the text says of itself near its beginning: HTML meta, XML declaration, front matter. */
bool charset_declared(struct str bytes, struct charset *charset);
/*
 * UTF-16 or UTF-32 without a mark, told by its zero bytes; utf8: would the bytes be UTF-8 but
 * for the zeros? ISO-2022-JP, told by its escapes.
 */
bool charset_of_zeros(struct str bytes, bool utf8, struct charset *charset);
bool charset_of_escapes(struct str bytes, struct charset *charset);
/*
 * The likeliest charset of bytes that are not UTF-8; declared may be NULL and is believed when
 * it is plausible. Linear.
 */
void charset_detect(struct str bytes, const struct charset *declared, struct charset *charset);

#endif
