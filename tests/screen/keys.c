/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "keys.h"

#include "text/utf8.h"
#include "ui/key.h"

static const struct {
	uint32_t code;
	const char *bytes;
} special[] = {
	{KEY_CODE_UP, "\033[A"},
	{KEY_CODE_DOWN, "\033[B"},
	{KEY_CODE_RIGHT, "\033[C"},
	{KEY_CODE_LEFT, "\033[D"},
	{KEY_CODE_HOME, "\033[H"},
	{KEY_CODE_END, "\033[F"},
	{KEY_CODE_PAGE_UP, "\033[5~"},
	{KEY_CODE_PAGE_DOWN, "\033[6~"},
	{KEY_CODE_INSERT, "\033[2~"},
	{KEY_CODE_DELETE, "\033[3~"},
	{KEY_CODE_BACKSPACE, "\177"},
	{KEY_CODE_ENTER, "\r"},
	{KEY_CODE_TAB, "\t"},
	{KEY_CODE_BACKTAB, "\033[Z"},
	{KEY_CODE_ESCAPE, "\033"},
	{KEY_CODE_F1, "\033OP"},
	{KEY_CODE_F1 + 1, "\033OQ"},
	{KEY_CODE_F1 + 2, "\033OR"},
	{KEY_CODE_F1 + 3, "\033OS"},
	{KEY_CODE_F1 + 4, "\033[15~"},
	{KEY_CODE_WHEEL_UP, "\033[<64;1;1M"},
	{KEY_CODE_WHEEL_DOWN, "\033[<65;1;1M"},
	{KEY_CODE_FOCUS, "\033[I"},
};

bool keys_to_bytes(struct str keys, struct buf *out)
{
	struct key k;

	while (keys.n) {
		const char *bytes = NULL;

		if (!key_parse(&keys, &k))
			return false;
		for (size_t i = 0; i < sizeof(special) / sizeof(*special); i++) {
			if (special[i].code == k.code)
				bytes = special[i].bytes;
		}
		if (k.mods & KEY_ALT)
			buf_addc(out, '\033');
		if (bytes) {
			buf_adds(out, bytes);
		} else if (k.mods & KEY_CTRL && k.code < 0x80) {
			buf_addc(out, (char)(k.code & 0x1F));
		} else if (k.code < KEY_CODE_FIRST) {
			char c[4];

			buf_add(out, c, utf8_put(c, k.code));
		} else {
			return false;
		}
	}
	return true;
}
