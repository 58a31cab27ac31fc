/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "layout/flow.h"
#include "text/draw.h"
#include "text/seg.h"
#include "text/utf8.h"
#include "text/width.h"

#include "flow_support.h"

/* ---- the counters of a typesetter, over the lines of a flow */

struct count {
	size_t overlong, bad_start, bad_end, latin_split, pair_split, cluster_split, lines;
	size_t used, room; /* columns of the lines that have a successor */
};

static bool is_token(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z') ||
	       (cp >= 0xC0 && cp <= 0x24F && cp != 0xD7 && cp != 0xF7) ||
	       (cp >= 0x370 && cp <= 0x3FF) || (cp >= 0x400 && cp <= 0x4FF);
}

static uint32_t before(const struct doc *doc, size_t at)
{
	size_t size;

	return at ? utf8_at(doc->text.p, utf8_before(doc->text.p, at), &size) : 0;
}

/* Columns of the printable run without blanks around an offset, as far as a line can be long. */
static int token_columns(const struct doc *doc, size_t at)
{
	size_t begin = at, end = at;

	while (begin > 0 && at - begin < 500) {
		uint32_t cp = before(doc, begin);

		if (!(cp > 0x20 && cp < 0x7F) && !(cp >= 0xC0 && cp <= 0x24F))
			break;
		begin = utf8_before(doc->text.p, begin);
	}
	while (end < doc->text.n && end - at < 500) {
		size_t size;
		uint32_t cp = utf8_at(doc->text.p, end, &size);

		if (!(cp > 0x20 && cp < 0x7F) && !(cp >= 0xC0 && cp <= 0x24F))
			break;
		end += size;
	}
	return draw_columns(str_sub(doc_text(doc), begin, end));
}

static bool splits_token(const struct doc *doc, size_t end, uint32_t last, uint32_t first)
{
	uint32_t earlier = before(doc, utf8_before(doc->text.p, end));

	if (!is_token(first))
		return false;
	if (is_token(last))
		return true;
	return is_token(earlier) && (last == '.' || last == '\'' || last == 0x2019 ||
				     (last == ',' && first >= '0' && first <= '9'));
}

/* One line after another in a paragraph: what ends at `end` and goes on at `begin`. */
static void count_break(const struct doc *doc, size_t end, size_t begin, int width, struct count *n)
{
	static const char never_first[] = "）〕］｝〉》」』】｠〙〗〟»｣、。，．､｡：；！？‼⁇⁈⁉・･·‧"
					  "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶー"
					  "ｧｨｩｪｫｬｭｮｯｰ々〻ゝゞヽヾ〜～゠‐–％‰℃℉°′″";
	static const char never_last[] = "（〔［｛〈《「『【｟〘〖〝«｢";
	size_t size;
	uint32_t last = before(doc, end), first = utf8_at(doc->text.p, begin, &size);
	bool joined = begin == end;

	if (is_one_of(first, never_first) || (joined && is_one_of(first, ",.!?:;)]}%’”")))
		n->bad_start++;
	if (is_one_of(last, never_last) || (joined && is_one_of(last, "([{‘“")))
		n->bad_end++;
	if (joined && splits_token(doc, end, last, first) && token_columns(doc, end) <= width)
		n->latin_split++;
	if (joined && first == last && is_one_of(first, "—…‥⋯―."))
		n->pair_split++;
	if (joined && !seg_is_edge(doc->text.p, doc->text.n, begin))
		n->cluster_split++;
}

static struct count count_all(const struct doc *doc, struct flow *flow)
{
	struct count n = {0};
	struct flow_pos pos = {0};
	const struct flow_line *line;
	int width = flow_options(flow)->width;
	uint32_t block = DOC_NONE;
	size_t end = 0;

	while ((line = flow_line(flow, pos))) {
		const struct flow_run *first = text_run(line, false), *last = text_run(line, true);

		n.lines++;
		if (line->columns > width)
			n.overlong++;
		if (first && line->block == block && before(doc, first->begin) != '\n')
			count_break(doc, end, first->begin, width, &n);
		if (last) {
			block = line->block;
			end = last->end;
		}
		if (!flow_next(flow, &pos))
			break;
	}
	return n;
}

static void hard_paragraphs_have_no_error_from_thirty_columns_on(void **state)
{
	(void)state;
	struct buf text = {0};
	uint32_t seed = 20221122;
	size_t lines = 0;

	for (int round = 0; round < 1200; round++) {
		struct doc *doc;

		generate(&text, &seed);
		doc = build_paragraph(buf_cstr(&text));
		width_forget();
		width_set_ambiguous(1 + round % 2);
		for (int width = 30; width <= 200; width += 1 + (round + width) % 13) {
			struct flow_options options = options_for(width);
			struct flow *flow = flow_new(doc, &options);
			struct count n = count_all(doc, flow);

			if (n.overlong + n.bad_start + n.bad_end + n.latin_split + n.pair_split +
			    n.cluster_split)
				fail_msg("width %d: %zu %zu %zu %zu %zu %zu\n%s", width, n.overlong,
					 n.bad_start, n.bad_end, n.latin_split, n.pair_split,
					 n.cluster_split, text.p);
			lines += n.lines;
			flow_free(flow);
		}
		doc_free(doc);
	}
	print_message("# %zu lines\n", lines);
	width_forget();
	buf_release(&text);
}

/* Is there an opportunity on the line, so that a better break was possible? */
static bool had_a_choice(const struct doc *doc, const struct flow_options *options,
			 const struct flow_line *line, int width)
{
	uint8_t *edges = malloc(doc->text.n);
	int columns = 0;
	bool choice = false;

	assert_non_null(edges);
	brk_find(doc->text.p, doc->text.n, &options->brk, edges);
	for (size_t at = line->begin, next; at < doc->text.n && columns <= width; at = next) {
		next = seg_next(doc->text.p, doc->text.n, at);
		if (at > line->begin && edges[at] == BRK_MAY)
			choice = true;
		columns += draw_cluster_columns(doc->text.p + at, next - at);
	}
	free(edges);
	return choice;
}

static void a_narrow_line_breaks_no_rule_that_its_width_does_not_forbid(void **state)
{
	(void)state;
	struct buf text = {0};
	uint32_t seed = 12;
	size_t forced = 0;

	for (int round = 0; round < 300; round++) {
		struct doc *doc;

		generate(&text, &seed);
		doc = build_paragraph(buf_cstr(&text));
		for (int width = 8; width < 30; width += 3) {
			struct flow_options options = options_for(width);
			struct flow *flow = flow_new(doc, &options);
			struct flow_pos pos = {0}, next = {0};

			while (flow_next(flow, &next)) {
				const struct flow_line *line = flow_line(flow, pos);
				const struct flow_run *last = text_run(line, true);
				struct count n = {0};

				if (last && doc->text.p[line->end - 1] != '\n')
					count_break(doc, last->end, line->end, width, &n);
				if (n.bad_start + n.bad_end + n.latin_split + n.pair_split) {
					forced++;
					assert_false(had_a_choice(doc, &options, line, width));
				}
				pos = next;
			}
			flow_free(flow);
		}
		doc_free(doc);
	}
	print_message("# %zu breaks of need\n", forced);
	buf_release(&text);
}

static void kinsoku_none_and_the_oracle_disagree(void **state)
{
	(void)state;
	struct flow_options options = options_for(30);
	struct doc *doc =
		build_paragraph("一二三四五六七八九十一二三四五，六七八九十一二三四五六七八（十）");
	struct flow *flow = flow_new(doc, &options);
	struct count n = count_all(doc, flow);

	assert_int_equal(n.bad_start + n.bad_end, 0);
	flow_free(flow);
	options.brk.kinsoku = BRK_KINSOKU_NONE;
	flow = flow_new(doc, &options);
	n = count_all(doc, flow);
	assert_int_equal(n.bad_start, 1);
	assert_int_equal(n.bad_end, 1);
	flow_free(flow);
	doc_free(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hard_paragraphs_have_no_error_from_thirty_columns_on),
		cmocka_unit_test(a_narrow_line_breaks_no_rule_that_its_width_does_not_forbid),
		cmocka_unit_test(kinsoku_none_and_the_oracle_disagree),
	};

	return cmocka_run_group_tests_name("typeset", tests, NULL, NULL);
}
