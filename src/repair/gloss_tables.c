/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "repair/gloss.h"
#include "repair/readable.h"
#include "text/utf8.h"

static void mark(struct gloss_tables *t, struct str chars, enum gloss_kind kind)
{
	size_t size;

	for (size_t at = 0; at < chars.n; at += size)
		t->kind[utf8_at(chars.p, at, &size) & 0xFFFF] |= (uint8_t)kind;
}

struct gloss_tables *gloss_tables_new(void)
{
	struct gloss_tables *t = xcalloc(1, sizeof *t);

	gbk_read(&t->gbk);
	for (size_t i = 0; i < gloss_reading_count; i++) {
		struct str rest = str_of(gloss_readings[i].known), class;

		for (int n = GLOSS_COMMON; n <= GLOSS_LESS_COMMON; n++)
			if (str_split(&rest, '|', &class))
				mark(t, class, GLOSS_TRADITIONAL);
	}
	for (size_t i = 0; gloss_simplified[i]; i++)
		mark(t, str_of(gloss_simplified[i]), GLOSS_SIMPLIFIED);
	mark(t, str_of(readable_frequent), GLOSS_FREQUENT);
	return t;
}

void gloss_tables_free(struct gloss_tables *t)
{
	free(t);
}

size_t gloss_trails(const struct gloss_tables *t, unsigned lead, const struct gloss_reading *known,
		    uint8_t trails[static GBK_LEADS])
{
	struct str chars = str_of(known ? known->known : NULL);
	size_t n = 0, size;

	for (size_t at = 0; at < chars.n; at += size) {
		unsigned code = gbk_code(&t->gbk, utf8_at(chars.p, at, &size));

		/* A trail byte that is ASCII would have swallowed no parenthesis. */
		if (code >> 8 == lead && (code & 0xFF) >= 0x80 && n < GBK_LEADS)
			trails[n++] = (uint8_t)code;
	}
	return n;
}
