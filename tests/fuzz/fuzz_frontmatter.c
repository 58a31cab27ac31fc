/* SPDX-License-Identifier: ISC
 *
 * Any text as front matter and body: the metadata are valid, the body begins within the text
 * and at a line, and nothing of a text without front matter is taken.
 */
#include "config.h"

#include <stddef.h>
#include <stdint.h>

#include "doc.h"
#include "doc/frontmatter.h"
#include "doc/metadate.h"
#include "text/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct buf text = {0};
	struct doc *doc = doc_new();
	struct civil date = {0};

	decode(bytes, "utf-8", &text, NULL);
	size_t body = frontmatter_parse(doc, buf_str(&text));

	assert(body <= text.n && (body == 0 || body == text.n || text.p[body - 1] == '\n'));
	assert(body || (doc->meta.title.n == 0 && doc->meta.other.n == 0));
	check_doc(doc);
	if (metadate_parse(buf_str(&text), &date) && date.precision >= CIVIL_DAY)
		assert(civil_valid(date.year, date.month, date.day));
	buf_release(&text);
	return 0;
}
