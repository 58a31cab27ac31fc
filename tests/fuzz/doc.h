/* SPDX-License-Identifier: ISC
 *
 * What must be true of a doc whatever it was parsed from.
 */
#ifndef KARPREAD_TESTS_FUZZ_DOC_H
#define KARPREAD_TESTS_FUZZ_DOC_H

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "doc/dump.h"
#include "text/utf8.h"

static inline void check_text(struct str s)
{
	assert(utf8_valid(s) == s.n);
}

/* Frees it too. */
static inline void check_doc(struct doc *doc)
{
	struct buf out = {0};

	if (!doc_verify(doc, &out)) {
		fprintf(stderr, "%s", buf_cstr(&out));
		abort();
	}
	for (size_t i = 0; i < doc->blocks.n; i++)
		check_text(doc_block_text(doc, (uint32_t)i));
	for (size_t i = 0; i < doc->spans.n; i++)
		check_text(str_sub(doc_text(doc), doc->spans.p[i].begin, doc->spans.p[i].end));
	for (size_t i = 0; i < doc->repairs.n; i++)
		check_text(str_sub(doc_text(doc), doc->repairs.p[i].begin, doc->repairs.p[i].end));
	assert(doc->title_block == DOC_NONE || doc->blocks.p[doc->title_block].kind == DOC_HEADING);
	doc_reading_seconds(doc, doc->text.n / 2);
	doc_dump(&out, doc);
	check_text(buf_str(&out));
	buf_release(&out);
	doc_free(doc);
}

#endif
