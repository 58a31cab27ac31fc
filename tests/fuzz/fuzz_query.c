/* SPDX-License-Identifier: ISC
 *
 * Input: a query, a newline, and a text that stands for title and text of an article. Whatever
 * is typed, the parser gives a query or an error with a place; hits and snippets keep to code
 * points; what matches has a hit, or is there by its reading.
 */
#include "config.h"

#include <assert.h>
#include <stdint.h>

#include "base/buf.h"
#include "store/query.h"
#include "store/snippet.h"
#include "text/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_edge(struct str s, size_t at)
{
	return at == s.n || (at < s.n && ((unsigned char)s.p[at] & 0xC0) != 0x80);
}

static void check_hits(struct str text, const struct query_ranges *hits)
{
	for (size_t i = 0; i < hits->v.n; i++) {
		const struct query_range *hit = &hits->v.p[i];

		assert(hit->begin < hit->end && hit->end <= text.n);
		assert(is_edge(text, hit->begin) && is_edge(text, hit->end));
		assert(!i || hits->v.p[i - 1].end <= hit->begin);
	}
}

/* The hits of a part are those of the whole that lie there, if the first one does. */
static void check_near(const struct query_ranges *all, const struct query_ranges *near,
		       size_t begin, size_t end)
{
	size_t k = 0;

	for (size_t i = 0; i < all->v.n; i++)
		if (all->v.p[i].begin < end && all->v.p[i].end > begin)
			assert(k < near->v.n && near->v.p[k++].begin == all->v.p[i].begin);
	assert(k == near->v.n);
}

static void check_article(const struct query *q, struct str text)
{
	struct query_subject subject = {.title = text,
					.author = text,
					.text = text,
					.tags = &text,
					.n_tags = 1,
					.language = text};
	struct query_scratch scratch = {0};
	struct query_ranges hits = {0}, near = {0};
	struct query_match match;
	struct snippet snippet = {0};

	if (query_match(q, &subject, &scratch, &match))
		assert(query_match_metadata(q, &subject, &scratch));
	query_hits(q, QUERY_TITLE, text, &scratch, &hits);
	check_hits(text, &hits);
	query_hits(q, QUERY_TEXT, text, &scratch, &hits);
	check_hits(text, &hits);
	assert(query_first(q, text, &scratch) == (hits.v.n ? hits.v.p[0].begin : (size_t)-1));
	for (int columns = 0; columns < 40; columns += 13) {
		snippet_cut(&snippet, text, hits.v.n ? hits.v.p[0].begin : 0, columns);
		query_hits_in(q, text, snippet.begin, snippet.end, &scratch, &near);
		check_near(&hits, &near, snippet.begin, snippet.end);
		snippet_fill(&snippet, text, hits.v.p, hits.v.n);
		check_hits(buf_str(&snippet.text), &snippet.hits);
	}
	snippet_release(&snippet);
	vec_release(&near.v);
	vec_release(&hits.v);
	query_scratch_release(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct query_options options = {.fold = FOLD_ALL, .readings = true};
	struct str rest = {(const char *)data, size}, typed = {0};
	struct err err = {0};
	struct buf text = {0};
	size_t at = 0;

	if (!size || !str_split(&rest, '\n', &typed))
		return 0;
	struct query *q = query_parse(typed, &options, &at, &err);

	assert(q || (err.code && at <= typed.n));
	if (q && rest.n) {
		decode(rest, "UTF-8", &text, NULL);
		check_article(q, buf_str(&text));
	}
	query_free(q);
	err_release(&err);
	buf_release(&text);
	return 0;
}
