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
#include <unigbrk.h>

#include "text/seg.h"
#include "text/utf8.h"

/* Reads "÷ 0020 × 0308 ÷": the text, and whether there is an edge before each of its bytes. */
static size_t read_line(const char *line, char *text, char *edge)
{
	size_t n = 0;
	bool is_edge = false;

	for (const char *p = line; *p && *p != '#' && *p != '\n';) {
		if (strncmp(p, "÷", 2) == 0) {
			is_edge = true;
			p += 2;
		} else if (strncmp(p, "×", 2) == 0) {
			is_edge = false;
			p += 2;
		} else if (*p == ' ' || *p == '\t') {
			p++;
		} else {
			char *end;
			uint32_t cp = (uint32_t)strtoul(p, &end, 16);
			size_t size = utf8_put(text + n, cp);

			memset(edge + n, 0, size);
			edge[n] = is_edge;
			n += size;
			p = end;
		}
	}
	return n;
}

static void check_all_ways(const char *text, const char *edge, size_t n)
{
	size_t floor = 0;

	for (size_t at = 0, next; at < n; at = next) {
		next = seg_next(text, n, at);
		assert_true(next > at && next <= n);
		assert_true(edge[at]);
		for (size_t i = at + 1; i < next; i++)
			assert_false(edge[i]);
		assert_int_equal(seg_prev(text, n, next), at);
	}
	for (size_t i = 0; i < n; i++) {
		if (edge[i])
			floor = i;
		assert_int_equal(seg_is_edge(text, n, i), edge[i]);
		assert_int_equal(seg_floor(text, n, i), floor);
	}
	assert_true(seg_is_edge(text, n, n));
}

static void every_line_of_the_grapheme_break_test_passes(void **state)
{
	(void)state;
	FILE *f = fopen("/usr/share/unicode/auxiliary/GraphemeBreakTest.txt", "r");
	char line[4096], text[256], edge[256];
	int lines = 0;

	if (!f) {
		print_message("# unicode-data is not installed\n");
		skip();
	}
	while (fgets(line, sizeof line, f)) {
		size_t n = line[0] == '#' ? 0 : read_line(line, text, edge);

		if (n == 0)
			continue;
		check_all_ways(text, edge, n);
		lines++;
	}
	fclose(f);
	assert_int_equal(lines, 602);
}

static void any_mixture_has_the_edges_that_libunistring_finds(void **state)
{
	(void)state;
	static const uint32_t pieces[] = {'a',     ' ',     '\n',    '\r',   0x4E2D, 0x3042,
					  0x3099,  0xAC00,  0x1100,  0x1161, 0x11A8, 0xAC01,
					  0x1F1E8, 0x1F1F3, 0x1F468, 0x200D, 0xFE0F, 0x1F3FB,
					  0x2764,  0x0308,  0x0928,  0x093F, 0x094D, 0x0600,
					  0x3030,  0x302A,  0xFF9E,  0x3297, 0x200E, 0x110BD};
	uint32_t seed = 1;

	for (int round = 0; round < 5000; round++) {
		char text[64], edge[64];
		size_t n = 0;

		for (int i = 0; i < 12; i++) {
			seed = seed * 1664525 + 1013904223;
			n += utf8_put(text + n,
				      pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
		}
		u8_grapheme_breaks((const uint8_t *)text, n, edge);
		check_all_ways(text, edge, n);
	}
}

/* By walking from the beginning, code point by code point. */
static void any_byte_is_moved_to_the_code_points_around_it(void **state)
{
	static const struct str text = STR_INIT("a\u00e9\u6f22\U00020000\u3000z");
	size_t size;

	(void)state;
	for (size_t begin = 0; begin < text.n; begin += size) {
		utf8_at(text.p, begin, &size);
		assert_int_equal(utf8_floor(text, begin), begin);
		assert_int_equal(utf8_ceil(text, begin), begin);
		for (size_t at = begin + 1; at < begin + size; at++) {
			assert_int_equal(utf8_floor(text, at), begin);
			assert_int_equal(utf8_ceil(text, at), begin + size);
		}
	}
	assert_int_equal(utf8_floor(text, text.n), text.n);
	assert_int_equal(utf8_ceil(text, text.n), text.n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_line_of_the_grapheme_break_test_passes),
		cmocka_unit_test(any_mixture_has_the_edges_that_libunistring_finds),
		cmocka_unit_test(any_byte_is_moved_to_the_code_points_around_it),
	};

	return cmocka_run_group_tests_name("seg", tests, NULL, NULL);
}
