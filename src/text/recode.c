/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/recode.h"

#include <errno.h>
#include <iconv.h>
#include <strings.h>

#include "base/mem.h"
#include "text/utf8.h"

static size_t unit_at(const char *p, size_t left, bool utf8)
{
	size_t n = 1;

	while (utf8 && n < left && utf8_trails(p[n]))
		n++;
	return n;
}

bool recode(const char *to, const char *from, struct str in, struct str lost, struct buf *out)
{
	iconv_t cd = iconv_open(to, from);
	bool utf8 = strcasecmp(from, "UTF-8") == 0;
	char *p = (char *)in.p; /* iconv's type; it only reads */
	size_t left = in.n;

	if (cd == (iconv_t)-1 && errno == ENOMEM)
		mem_exhausted();
	if (cd == (iconv_t)-1)
		return false;
	while (left) {
		buf_reserve(out, left + 32);
		char *q = out->p + out->n;
		size_t room = out->cap - out->n - 1;
		size_t made = iconv(cd, &p, &left, &q, &room);

		out->n = (size_t)(q - out->p);
		if (made == (size_t)-1 && errno != E2BIG) {
			size_t skip = unit_at(p, left, utf8);

			p += skip;
			left -= skip;
			buf_addstr(out, lost);
			iconv(cd, NULL, NULL, NULL, NULL);
		}
	}
	/* What a stateful charset still holds back. */
	buf_reserve(out, 32);
	char *q = out->p + out->n;
	size_t room = 32;

	iconv(cd, NULL, NULL, &q, &room);
	out->n = (size_t)(q - out->p);
	out->p[out->n] = '\0';
	iconv_close(cd);
	return true;
}
