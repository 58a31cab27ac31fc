/* SPDX-License-Identifier: ISC
 *
 * Whatever the bytes and whatever charset they are taken for, what comes out is valid UTF-8
 * without NUL, and the same again when it is decoded once more. The first byte chooses the
 * charset.
 */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "doc.h"
#include "text/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const charsets[] = {
		NULL,       "utf-8",    "gb18030",     "big5-hkscs",   "cp932",
		"euc-jp",   "cp949",    "iso-2022-jp", "windows-1252", "utf-16le",
		"utf-16be", "utf-32le", "utf-32be",    "koi8-r",
	};
	struct buf text = {0}, again = {0};
	struct decode_info info;

	if (!size)
		return 0;
	struct str bytes = {(const char *)data + 1, size - 1};

	decode(bytes, charsets[data[0] % (sizeof charsets / sizeof *charsets)], &text, &info);
	check_text(buf_str(&text));
	assert(!text.n || !memchr(text.p, 0, text.n));
	decode(buf_str(&text), "utf-8", &again, &info);
	/* But for a mark at its beginning. */
	assert(info.replaced == 0 && text.n - again.n <= 3);
	decode_is_binary(bytes);
	buf_release(&text);
	buf_release(&again);
	return 0;
}
