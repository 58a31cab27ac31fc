/* SPDX-License-Identifier: ISC
 *
 * Whatever the text: mentions are sorted, apart, in range and on the edges of code points, what
 * is placed has a value that can be read back, and labels lie in their sentences. The first byte
 * chooses the language and whether the document has a date.
 */
#include "config.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "../dates/edtf_parse.h"
#include "dates/edtf.h"
#include "dates/tag.h"
#include "text/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_range(struct str text, size_t begin, size_t end)
{
	assert(begin <= end && end <= text.n);
	assert(begin == text.n || ((unsigned char)text.p[begin] & 0xC0) != 0x80);
	assert(end == text.n || ((unsigned char)text.p[end] & 0xC0) != 0x80);
}

static void check_mention(struct str text, const struct tag_mention *m)
{
	struct buf value = {0};
	struct edtf back;

	assert(m->length);
	check_range(text, m->offset, m->offset + m->length);
	check_range(text, m->sentence, m->sentence_end);
	check_range(text, m->label, m->label_end);
	assert(m->sentence <= m->label && m->label_end <= m->sentence_end);
	assert(m->placed == edtf_is_date(&m->value) || m->anchored);
	assert(m->placed || m->code.n);
	assert(!m->placed || m->kind != TAG_GENERIC);
	edtf_add(&value, &m->value);
	if (value.n)
		assert(edtf_parse(&back, buf_str(&value)) && edtf_eq(&back, &m->value));
	buf_release(&value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const languages[] = {"zh", "ja", "ko", "en", NULL};
	static const struct civil date = {
		.year = 2022, .month = 7, .day = 13, .precision = CIVIL_DAY, .zone = CIVIL_NO_ZONE};
	struct buf text = {0};
	struct tags tags = {0};
	struct tag_mention evidence;
	struct civil inferred;

	if (size == 0)
		return 0;
	decode((struct str){(const char *)data + 1, size - 1}, "UTF-8", &text, NULL);
	struct tag_skip skip = {text.n / 2, text.n / 2};
	struct tag_input in = {
		.text = buf_str(&text),
		.skips = &skip,
		.skip_count = 1,
		.date = data[0] & 0x80 ? &date : NULL,
		.language = languages[(data[0] & 0x7F) % 5],
	};

	tag_text(&tags, &in);
	for (size_t i = 0; i < tags.mentions.n; i++) {
		const struct tag_mention *m = &tags.mentions.p[i];

		assert(i == 0 || m->offset >= m[-1].offset + m[-1].length);
		check_mention(in.text, m);
	}
	if (tag_infer_date(&in, &inferred, &evidence))
		assert(inferred.precision && edtf_is_date(&evidence.value));
	tags_release(&tags);
	buf_release(&text);
	return 0;
}
