/* SPDX-License-Identifier: ISC
 *
 * R14: whatever sizes a terminal takes while one reads, the reader lives, and shows at the end
 * what one started at that size shows, and is where it was but for a line. R15: at each width no
 * wide character is cut, nothing is sent that a terminal acts on, and the text is there, in its
 * order.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../screen/harness.h"
#include "base/fs.h"
#include "text/draw.h"
#include "trust.h"

static struct harness *start(const char *const *words, int rows, int columns)
{
	const char *argv[16] = {trust_karpread()};
	struct harness_options options = {
		.rows = rows, .columns = columns, .folder = trust_folder()};

	for (size_t i = 0; words[i]; i++)
		argv[i + 1] = words[i];
	struct harness *h = harness_start(argv, &options);

	if (!h) {
		printf("Bail out! no pseudo-terminal\n");
		exit(99);
	}
	return h;
}

static void add_screen(struct harness *h, struct buf *out)
{
	for (int row = 0; row < harness_rows(h); row++) {
		harness_cells(h, row, out);
		buf_addc(out, '\n');
	}
}

static void storm(const char *path, size_t resizes, uint64_t *seed, size_t *wrong)
{
	const char *a = trust_path("a.db"), *b = trust_path("b.db");
	struct harness *h = start((const char *[]){"--state", a, path, NULL}, 24, 80), *fresh;
	struct buf got = {0}, want = {0};
	int rows = 24, columns = 80;
	static const char keys[] = "jk b";

	for (size_t i = 0; i < resizes && harness_state(h) == HARNESS_WAITS; i++) {
		char key = keys[trust_random(seed, sizeof keys - 1)];

		rows = 1 + (int)trust_random(seed, i % 5 ? 60 : 200);
		columns = 1 + (int)trust_random(seed, i % 5 ? 130 : 500);
		harness_resize(h, rows, columns);
		if (i % 3 == 0)
			harness_type(h, (struct str){&key, 1});
	}
	rows = 24;
	columns = 20 + (int)trust_random(seed, 100);
	harness_resize(h, rows, columns);
	harness_type(h, STR("gg\f"));
	add_screen(h, &got);
	fresh = start((const char *[]){"--state", b, path, NULL}, rows, columns);
	harness_type(fresh, STR("gg\f"));
	add_screen(fresh, &want);
	if (harness_state(h) != HARNESS_WAITS || harness_forbidden(h)) {
		++*wrong;
		trust_comment("%s: state %d, status %d, %s", path, harness_state(h),
			      harness_status(h),
			      harness_forbidden(h) ? harness_forbidden(h) : "clean");
	}
	harness_free(h);
	harness_free(fresh);
	if (!str_eq(buf_str(&got), buf_str(&want))) {
		struct str one, two, rest = buf_str(&got), other = buf_str(&want);

		while (str_split(&rest, '\n', &one) && str_split(&other, '\n', &two)) {
			if (!str_eq(one, two))
				trust_comment("%d columns: got %.*s; want %.*s", columns,
					      STR_ARG(one), STR_ARG(two));
		}
		++*wrong;
	}
	buf_release(&got);
	buf_release(&want);
}

/* ---- the place */

/* The numbers of the first and the last word on a row; row 0 is a bar. */
static bool words_on(struct harness *h, int row, long *first, long *last)
{
	struct buf text = {0};
	const char *at;

	harness_row(h, row, &text);
	*first = *last = -1;
	for (at = buf_cstr(&text); (at = strstr(at, "w0")); at++) {
		*last = strtol(at + 1, NULL, 10);
		if (*first < 0)
			*first = *last;
	}
	buf_release(&text);
	return *first >= 0;
}

/* Resizes go to and fro; what was at the top is in the first two lines after each. */
static void places(size_t rounds, uint64_t *seed, size_t *away)
{
	struct buf text = {0};
	long first, last, place, next;

	for (int i = 0; i < 4000; i++)
		buf_addf(&text, i % 7 ? "w0%04d " : "\346\226\207\345\255\227w0%04d ", i);
	trust_write(trust_path("words.txt"), buf_str(&text));
	buf_release(&text);
	struct harness *h = start((const char *[]){trust_path("words.txt"), NULL}, 24, 80);

	harness_type(h, STR("     "));
	harness_type(h, STR("     "));
	*away += !words_on(h, 1, &place, &last);
	for (size_t i = 0; i < rounds; i++) {
		int rows = 8 + (int)trust_random(seed, 60);
		int columns = 16 + (int)trust_random(seed, 200);

		harness_resize(h, rows, columns);
		if (!words_on(h, 1, &first, &next) || !words_on(h, 2, &next, &last) ||
		    place < first || place > last) {
			++*away;
			trust_comment("%dx%d: word %ld was at the top, %ld to %ld are now", rows,
				      columns, place, first, last);
		}
		/* Now and then a new place; else all the resizes may not add up. */
		if (i % 50 == 49) {
			harness_type(h, i % 100 == 99 ? STR("gg     ") : STR("jj"));
			words_on(h, 1, &place, &last);
		}
	}
	harness_free(h);
}

/* ---- widths */

/* Without what is drawn once a line: rules and the bars of quotes. */
static void add_solid(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (!strchr(" \n\t-|", text.p[i]))
			buf_addc(out, text.p[i]);
	}
}

/* Images have a line, which is cut, and tables are laid out anew: for what is left of a seed. */
static const char *without_images(const char *path)
{
	struct buf text = {0}, kept = {0};
	const char *copy = trust_path("widths/%s", fs_base(path));
	struct str rest, line;

	fs_read(path, 1 << 20, &text, NULL, NULL);
	rest = buf_str(&text);
	while (str_split(&rest, '\n', &line)) {
		size_t image = str_find(line, STR("<img"), 0);

		if (str_find(line, STR("!["), 0) != (size_t)-1 || str_starts(line, STR("|")))
			continue;
		for (; image != (size_t)-1; image = str_find(line, STR("<img"), 0)) {
			buf_addstr(&kept, str_sub(line, 0, image));
			image = str_find(line, STR(">"), image);
			line = str_sub(line, image == (size_t)-1 ? line.n : image + 1, line.n);
		}
		buf_addstr(&kept, line);
		buf_addc(&kept, '\n');
	}
	trust_write(copy, buf_str(&kept));
	buf_release(&text);
	buf_release(&kept);
	return copy;
}

static void widths(const char *path, size_t step, size_t *runs, size_t *wide, size_t *lost)
{
	struct trust_run r = {0};
	struct buf want = {0}, got = {0};
	char width[16];

	for (int w = 120; w >= 1; w -= w > 12 ? (int)step : 1) {
		struct str rest, line;

		snprintf(width, sizeof width, "%d", w);
		trust_run(&r, (const char *[]){"show", "--width", width, path, NULL});
		rest = buf_str(&r.out);
		while (str_split(&rest, '\n', &line)) {
			/* What is wider than all there is goes alone on a line. */
			if (draw_columns(line) > (w > 2 ? w : 2)) {
				++*wide;
				trust_comment("%s at %d: %d columns: %.*s", fs_base(path), w,
					      draw_columns(line), STR_ARG(line));
			}
		}
		buf_clear(&got);
		add_solid(&got, buf_str(&r.out));
		if (w == 120)
			buf_addstr(&want, buf_str(&got));
		if (!str_eq(buf_str(&want), buf_str(&got))) {
			++*lost;
			trust_comment("%s at %d: not the text it has at 120", fs_base(path), w);
		}
		++*runs;
	}
	buf_release(&want);
	buf_release(&got);
	trust_run_release(&r);
}

static void screens(const char *path, size_t step, size_t *wrong)
{
	for (int w = 1; w <= 120; w += w < 8 ? 1 : (int)step) {
		struct harness *h = start((const char *[]){path, NULL}, 12, w);

		harness_type(h, STR("  G"));
		if (harness_forbidden(h) || harness_state(h) != HARNESS_WAITS) {
			++*wrong;
			trust_comment("%s at %d: %s, state %d", fs_base(path), w,
				      harness_forbidden(h) ? harness_forbidden(h) : "clean",
				      harness_state(h));
		}
		harness_free(h);
	}
}

int main(void)
{
	static const char *const seeds[] = {"000_e79c266de4257532.txt", "001_9c28b73ea4379fda.txt",
					    "002_b77ed5951c9db8e1.txt", "003_5208701d2be8f06e.txt",
					    "004_b03b0ee26b275f5d.txt"};
	size_t n = sizeof seeds / sizeof *seeds, resizes = trust_count(60, 2000), wrong = 0;
	size_t runs = 0, wide = 0, lost = 0, screens_wrong = 0, away = 0;
	uint64_t seed = 13;

	trust_begin();
	for (size_t i = 0; i < n; i++) {
		char path[4096 + 64];

		snprintf(path, sizeof path, "%s/%s", trust_seeds(), seeds[i]);
		storm(path, resizes, &seed, &wrong);
		widths(without_images(path), trust_count(19, 1), &runs, &wide, &lost);
		screens(path, trust_count(40, 1), &screens_wrong);
	}
	trust_ok(wrong == 0, "%zu resizes leave the screen of a fresh start: %zu of %zu do not",
		 n * resizes, wrong, n);
	places(trust_count(60, 2000), &seed, &away);
	trust_ok(away == 0, "the place stays within a line: %zu times it does not", away);
	trust_figure("R14", "%zu resizes, %zu places further than a line away",
		     trust_count(60, 2000), away);
	trust_ok(wide == 0, "no line is wider than its terminal: %zu are in %zu runs", wide, runs);
	trust_ok(lost == 0, "the text is the same at all widths: %zu of %zu runs differ", lost,
		 runs);
	trust_ok(screens_wrong == 0, "screens of all widths are clean: %zu are not", screens_wrong);
	trust_figure("R14", "%zu resizes, %zu crashes or other screens", n * resizes, wrong);
	trust_figure("R15",
		     "%zu articles at widths 1 to 120: %zu lines too wide, %zu runs with other "
		     "text, %zu screens wrong",
		     n, wide, lost, screens_wrong);
	return trust_end();
}
