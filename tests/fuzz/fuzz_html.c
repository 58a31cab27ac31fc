/* SPDX-License-Identifier: ISC
 *
 * Any text as HTML, mended and not, and as the file it would be taken for: the doc keeps its
 * invariants.
 */
#include "config.h"

#include <stddef.h>
#include <stdint.h>

#include "doc.h"
#include "doc/format.h"
#include "doc/formats.h"
#include "text/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct format_options raw = {.raw = true};
	struct str bytes = {(const char *)data, size};
	struct buf text = {0};
	struct doc_build build;
	struct doc *doc = doc_new();

	decode(bytes, "utf-8", &text, NULL);
	doc_build_init(&build, doc);
	format_html.parse(&build, buf_str(&text));
	doc_build_finish(&build);
	check_doc(doc);
	check_doc(format_parse(bytes, "x.html", NULL));
	check_doc(format_parse(bytes, NULL, &raw));
	buf_release(&text);
	return 0;
}
