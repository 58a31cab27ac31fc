/* SPDX-License-Identifier: ISC
 *
 * Whatever the text: spans are sorted, in range and on the edges of code points, what stands
 * between them is unchanged, and what comes out is valid UTF-8.
 */
#include "config.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include <unistr.h>

#include "repair/gloss.h"
#include "repair/repair.h"
#include "text/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_valid(struct str s)
{
	assert(u8_check((const uint8_t *)s.p, s.n) == NULL);
}

static void check(struct str in, const struct repair *r)
{
	struct str out = buf_str(&r->text);
	size_t from = 0, made = 0;

	for (size_t i = 0; i < r->spans.n; i++) {
		const struct repair_span *s = &r->spans.p[i];

		assert(s->offset >= from && s->length && s->offset + s->length <= in.n);
		assert(s->at >= made && s->at + s->size <= out.n);
		assert(str_eq(str_sub(in, from, s->offset), str_sub(out, made, s->at)));
		check_valid(str_sub(in, s->offset, s->offset + s->length));
		check_valid(str_sub(out, s->at, s->at + s->size));
		from = s->offset + s->length;
		made = s->at + s->size;
	}
	if (r->spans.n || out.n)
		assert(str_eq(str_sub(in, from, in.n), str_sub(out, made, out.n)));
	check_valid(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct gloss_tables *tables; /* once, so that it is not what the time goes into */
	struct str bytes = {(const char *)data, size};
	struct buf text = {0};
	struct repair r = {0};
	struct repair_offer offer = {0};

	if (!tables)
		tables = gloss_tables_new();
	decode(bytes, "UTF-8", &text, NULL);
	repair_text(&r, buf_str(&text));
	check(buf_str(&text), &r);
	gloss_mend(&r, buf_str(&text), tables);
	check(buf_str(&text), &r);
	/* Seldom, since it tries every mix-up there is. */
	if (size % 8 == 0 && repair_offer(&offer, buf_str(&text)))
		check_valid(buf_str(&offer.text));
	repair_offer_release(&offer);
	repair_release(&r);
	buf_release(&text);
	return 0;
}
