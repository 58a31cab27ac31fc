/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/fold.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/mem.h"
#include "text/han.h"
#include "text/script.h"
#include "text/utf8.h"

/*
 * Nearly all of a text is ASCII, Han, kana, Hangul syllables and their punctuation, for which
 * the fold of one code point is a few comparisons. What is left, the odd, is folded a cluster at
 * a time by libunistring; the memo keeps that from being slow for a text full of é or Cyrillic.
 */
enum {
	MEMO_SLOTS = 256, /* a power of two */
	MEMO_BYTES = 11,
};

struct memo {
	uint32_t cp; /* 0: empty */
	uint8_t n;
	char bytes[MEMO_BYTES];
};

struct points {
	VEC(uint32_t) a;
};

struct folding {
	const char *p;
	size_t n, at; /* of the text: its size, and how far it is folded */
	int flags;
	struct buf *key;
	struct fold *map; /* NULL when only the key is wanted */
	bool parallel;    /* the last step begins bytes that run in parallel */
	uint32_t before;  /* the code point that begins the cluster before `at`; 0 at the start */
	struct points now, next;
	struct buf bytes;
	struct memo memo[MEMO_SLOTS];
};

static bool in(uint32_t cp, uint32_t first, uint32_t last)
{
	return cp - first <= last - first;
}

/* ---- the map */

static void add_step(struct folding *f, size_t key, size_t text)
{
	struct fold *map = f->map;

	if (map->steps.n && map->steps.p[map->steps.n - 1].key == key &&
	    map->steps.p[map->steps.n - 1].text == text)
		return;
	vec_push(&map->steps, (struct fold_step){key, text});
}

/* From here on each code point of the key is as long as the one of the text it came from. */
static void begin_parallel(struct folding *f)
{
	if (f->parallel || !f->map)
		return;
	add_step(f, f->key->n, f->at);
	f->parallel = true;
}

/* The text up to end becomes these bytes as a whole. */
static void add_piece(struct folding *f, size_t end, const char *bytes, size_t n)
{
	if (f->map) {
		add_step(f, f->key->n, f->at);
		/* By its size it would seem to run in parallel: one step more makes it two
		 * parts, neither of which does. */
		if (n == end - f->at && n > 1)
			add_step(f, f->key->n + 1, f->at);
		f->parallel = false;
	}
	buf_add(f->key, bytes, n);
	f->at = end;
}

static bool is_parallel(const struct fold *f, size_t i)
{
	bool last = i + 1 == f->steps.n;
	size_t key = last ? f->key.n : f->steps.p[i + 1].key;
	size_t text = last ? f->text_size : f->steps.p[i + 1].text;

	return key - f->steps.p[i].key == text - f->steps.p[i].text;
}

/* The last step at or before a key offset. */
static size_t step_at(const struct fold *f, size_t key)
{
	size_t low = 0, high = f->steps.n;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (f->steps.p[middle].key <= key)
			low = middle;
		else
			high = middle;
	}
	return low;
}

size_t fold_text_at(const struct fold *f, size_t key)
{
	if (key >= f->key.n)
		return f->text_size;
	size_t i = step_at(f, key);
	const struct fold_step *step = &f->steps.p[i];

	return is_parallel(f, i) ? step->text + (key - step->key) : step->text;
}

size_t fold_text_end(const struct fold *f, size_t key)
{
	if (!key || !f->key.n)
		return 0;
	if (key > f->key.n)
		key = f->key.n;
	size_t i = step_at(f, key - 1);
	const struct fold_step *step = &f->steps.p[i];

	if (is_parallel(f, i))
		return step->text + (key - step->key);
	for (size_t k = i + 1; k < f->steps.n; k++)
		if (f->steps.p[k].text > step->text)
			return f->steps.p[k].text;
	return f->text_size;
}

size_t fold_key_at(const struct fold *f, size_t text)
{
	size_t low = 0, high = f->steps.n; /* the first step at or behind text */

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (f->steps.p[middle].text < text)
			low = middle + 1;
		else
			high = middle;
	}
	if (text >= f->text_size)
		return f->key.n;
	bool exact = low < f->steps.n && f->steps.p[low].text == text;

	if (low && !exact && is_parallel(f, low - 1))
		return f->steps.p[low - 1].key + (text - f->steps.p[low - 1].text);
	return low < f->steps.n ? f->steps.p[low].key : f->key.n;
}

/* ---- properties of code points */

/* What libunistring need not be asked about: no marks and nothing that is left out. */
static bool is_plain(uint32_t cp)
{
	return (cp < 0x300 && cp != 0xAD) || in(cp, 0x370, 0x482) || in(cp, 0x2010, 0x2027) ||
	       in(cp, 0x3000, 0x3029) || in(cp, 0x3030, 0x3098) || in(cp, 0x309B, 0x3130) ||
	       in(cp, 0x3400, 0xA66E) || in(cp, 0xAC00, 0xD7A3) || in(cp, 0xFF01, 0xFF9D);
}

/* Is cp one that the reader does not see and that is left out of the key? */
static bool is_left_out(int flags, uint32_t cp)
{
	return flags & FOLD_WIDTH && !is_plain(cp) &&
	       uc_is_property(cp, UC_PROPERTY_DEFAULT_IGNORABLE_CODE_POINT);
}

/*
 * Does cp belong to what stands before it? All that may compose with the character it follows,
 * or be moved before another mark (UAX #15): marks, and the vowels and finals of jamo.
 */
static bool is_mark(int flags, uint32_t cp)
{
	if (is_plain(cp))
		return false;
	if (flags & FOLD_WIDTH && in(cp, 0xFF9E, 0xFF9F))
		return true;
	return in(cp, 0x1161, 0x1175) || in(cp, 0x11A8, 0x11C2) ||
	       uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_M);
}

bool fold_is_blank(uint32_t cp)
{
	if (cp < 0x80)
		return cp == ' ' || in(cp, '\t', '\r');
	return cp == 0x85 || cp == 0xA0 || cp == 0x1680 || in(cp, 0x2000, 0x200A) ||
	       in(cp, 0x2028, 0x2029) || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

static bool is_newline(uint32_t cp)
{
	return in(cp, '\n', '\r') || cp == 0x85 || in(cp, 0x2028, 0x2029);
}

/* ---- the fold of one code point that needs no others */

static uint32_t fold_kana(uint32_t cp)
{
	return in(cp, 0x30A1, 0x30F6) ? cp - 0x60 : cp;
}

/* Those whose answer does not depend on tables of libunistring. */
static inline bool simple(int flags, uint32_t cp, uint32_t *out)
{
	*out = cp;
	if (in(cp, 0x3400, 0x9FFF) || in(cp, 0x20000, 0x2F7FF) || in(cp, 0x30000, 0x3FFFD)) {
		if (flags & FOLD_HAN)
			*out = han_class(cp);
		return true;
	}
	if (in(cp, 0x3041, 0x3096) || in(cp, 0x30A1, 0x30F6) || in(cp, 0x30FB, 0x30FE)) {
		if (flags & FOLD_KANA)
			*out = fold_kana(cp);
		return true;
	}
	if (in(cp, 0xFF01, 0xFF5E)) {
		if (flags & FOLD_WIDTH)
			*out = cp - 0xFEE0;
		if (flags & FOLD_CASE && in(cp, 0xFF21, 0xFF3A))
			*out += 0x20;
		return true;
	}
	if (in(cp, 0x3001, 0x3020) || in(cp, 0xAC00, 0xD7A3) || in(cp, 0x2012, 0x2016) ||
	    in(cp, 0x2018, 0x2023))
		return true;
	if (cp < 0x80) {
		if (flags & FOLD_CASE && in(cp, 'A', 'Z'))
			*out = cp + 0x20;
		return true;
	}
	return false;
}

bool fold_simple(int flags, uint32_t cp, uint32_t *out)
{
	return simple(flags, cp, out);
}

/* ---- the fold of a cluster, by libunistring */

static uint32_t *no_null(uint32_t *p)
{
	/* Asking for all there is ends the program with the message for that. */
	return p ? p : xmalloc(SIZE_MAX);
}

static void push_all(struct points *points, const uint32_t *p, size_t n)
{
	vec_reserve(&points->a, n);
	if (n)
		memcpy(points->a.p + points->a.n, p, n * sizeof *p);
	points->a.n += n;
}

static void normalize(struct points *points, uninorm_t form)
{
	size_t n;
	uint32_t *p = no_null(u32_normalize(form, points->a.p, points->a.n, NULL, &n));

	vec_clear(&points->a);
	push_all(points, p, n);
	free(p);
}

/*
 * One code point as NFKD has it, but for the compatibility jamo: their decompositions are
 * conjoining, so that ㄱㅏ, written apart on purpose, would become 가.
 */
static void push_compatible(struct points *points, uint32_t cp)
{
	uint32_t one[UC_DECOMPOSITION_MAX_LENGTH];
	int tag;

	if (in(cp, 0xFFA0, 0xFFDC) && uc_decomposition(cp, &tag, one) == 1)
		cp = one[0];
	if (in(cp, 0x3131, 0x318E)) {
		vec_push(&points->a, cp);
		return;
	}
	size_t n;
	uint32_t *p = no_null(u32_normalize(UNINORM_NFKD, &cp, 1, NULL, &n));

	push_all(points, p, n);
	free(p);
}

static void apply_width(struct folding *f)
{
	vec_clear(&f->next.a);
	for (size_t i = 0; i < f->now.a.n; i++)
		if (!is_left_out(f->flags, f->now.a.p[i]))
			push_compatible(&f->next, f->now.a.p[i]);
	struct points swap = f->now;

	f->now = f->next;
	f->next = swap;
}

static void apply_case(struct points *points)
{
	size_t n;
	uint32_t *p = no_null(u32_casefold(points->a.p, points->a.n, NULL, UNINORM_NFD, NULL, &n));

	vec_clear(&points->a);
	push_all(points, p, n);
	free(p);
}

/* Latin letters with a stroke and the like, which Unicode does not decompose. */
static uint32_t without_stroke(uint32_t cp)
{
	static const struct {
		uint16_t cp;
		char base;
	} strokes[] = {
		{0xD8, 'O'},  {0xF8, 'o'},  {0x110, 'D'},  {0x111, 'd'},  {0x126, 'H'},
		{0x127, 'h'}, {0x131, 'i'}, {0x141, 'L'},  {0x142, 'l'},  {0x166, 'T'},
		{0x167, 't'}, {0x180, 'b'}, {0x197, 'I'},  {0x1B5, 'Z'},  {0x1B6, 'z'},
		{0x1E4, 'G'}, {0x1E5, 'g'}, {0x23A, 'A'},  {0x23B, 'C'},  {0x23C, 'c'},
		{0x23D, 'L'}, {0x23E, 'T'}, {0x243, 'B'},  {0x246, 'E'},  {0x247, 'e'},
		{0x248, 'J'}, {0x249, 'j'}, {0x24C, 'R'},  {0x24D, 'r'},  {0x24E, 'Y'},
		{0x24F, 'y'}, {0x268, 'i'}, {0x2C65, 'a'}, {0x2C66, 't'},
	};

	for (size_t i = 0; i < sizeof strokes / sizeof *strokes; i++)
		if (strokes[i].cp == cp)
			return (unsigned char)strokes[i].base;
	return cp;
}

static bool is_latin(uint32_t cp)
{
	return in(cp | 0x20, 'a', 'z') || (in(cp, 0xAA, 0x24F) && cp != 0xD7 && cp != 0xF7) ||
	       in(cp, 0x250, 0x2AF) || in(cp, 0x1D00, 0x1DBF) || in(cp, 0x1E00, 0x1EFF) ||
	       in(cp, 0x2C60, 0x2C7F) || in(cp, 0xA722, 0xA7FF);
}

static void apply_diacritic(struct points *points)
{
	bool latin = false;
	size_t kept = 0;

	for (size_t i = 0; i < points->a.n; i++) {
		uint32_t cp = points->a.p[i];

		if (uc_combining_class(cp)) {
			if (latin)
				continue;
		} else {
			cp = without_stroke(cp);
			latin = is_latin(cp);
		}
		points->a.p[kept++] = cp;
	}
	points->a.n = kept;
}

/* f->now folded. Each step but the last leaves it decomposed and is done by code point. */
static void apply_all(struct folding *f)
{
	if (f->flags & FOLD_WIDTH)
		apply_width(f);
	normalize(&f->now, UNINORM_NFD);
	if (f->flags & FOLD_CASE)
		apply_case(&f->now);
	if (f->flags & FOLD_DIACRITIC)
		apply_diacritic(&f->now);
	if (f->flags & FOLD_KANA)
		for (size_t i = 0; i < f->now.a.n; i++)
			f->now.a.p[i] = fold_kana(f->now.a.p[i]);
	if (f->flags & FOLD_HAN)
		for (size_t i = 0; i < f->now.a.n; i++)
			f->now.a.p[i] = han_class(f->now.a.p[i]);
	normalize(&f->now, UNINORM_NFC);
}

/* f->bytes: the fold of the cluster from f->at to end. */
static void fold_cluster(struct folding *f, size_t end)
{
	size_t size;

	vec_clear(&f->now.a);
	for (size_t at = f->at; at < end; at += size)
		vec_push(&f->now.a, utf8_at(f->p, at, &size));
	apply_all(f);
	buf_clear(&f->bytes);
	buf_reserve(&f->bytes, f->now.a.n * 4);
	for (size_t i = 0; i < f->now.a.n; i++)
		f->bytes.n += utf8_put(f->bytes.p + f->bytes.n, f->now.a.p[i]);
	f->bytes.p[f->bytes.n] = '\0';
}

/* ---- along the text */

bool fold_joins(int flags, uint32_t cp)
{
	return !is_plain(cp) && (is_mark(flags, cp) || is_left_out(flags, cp));
}

/* Of bytes that begin a code point: surely neither white space nor what joins. */
static bool is_letter_byte(unsigned char byte)
{
	return in(byte, '!', '~') || in(byte, 0xE4, 0xE9) || in(byte, 0xEB, 0xEC);
}

static bool next_joins(const struct folding *f, size_t at)
{
	size_t size;

	return at < f->n && (unsigned char)f->p[at] > 0xC1 &&
	       !is_letter_byte((unsigned char)f->p[at]) &&
	       fold_joins(f->flags, utf8_at(f->p, at, &size));
}

static size_t cluster_end(const struct folding *f, size_t at)
{
	size_t size;

	for (utf8_at(f->p, at, &size); next_joins(f, at + size); utf8_at(f->p, at, &size))
		at += size;
	return at + size;
}

/* The bytes of a cluster that is the one code point cp of `size` bytes. */
static void add_folded(struct folding *f, size_t size, const char *bytes, size_t n)
{
	size_t first = 0;

	if (n == size)
		utf8_at(bytes, 0, &first);
	if (first == size) {
		begin_parallel(f);
		buf_add(f->key, bytes, n);
		f->at += size;
	} else {
		add_piece(f, f->at + size, bytes, n);
	}
}

static void fold_odd(struct folding *f)
{
	size_t size, end = cluster_end(f, f->at);
	uint32_t cp = utf8_at(f->p, f->at, &size);
	struct memo *memo = &f->memo[cp & (MEMO_SLOTS - 1)];

	f->before = cp;
	if (end - f->at > size) {
		fold_cluster(f, end);
		add_piece(f, end, buf_cstr(&f->bytes), f->bytes.n);
		return;
	}
	if (memo->cp == cp) {
		add_folded(f, size, memo->bytes, memo->n);
		return;
	}
	fold_cluster(f, end);
	if (f->bytes.n <= MEMO_BYTES) {
		*memo = (struct memo){.cp = cp, .n = (uint8_t)f->bytes.n};
		memcpy(memo->bytes, buf_cstr(&f->bytes), f->bytes.n);
	}
	add_folded(f, size, buf_cstr(&f->bytes), f->bytes.n);
}

static void fold_one(struct folding *f)
{
	size_t size;
	uint32_t cp = utf8_at(f->p, f->at, &size);
	uint32_t out;
	char bytes[4];

	if (!simple(f->flags, cp, &out) || next_joins(f, f->at + size)) {
		fold_odd(f);
		return;
	}
	f->before = cp;
	add_folded(f, size, bytes, utf8_put(bytes, out));
}

/*
 * A run of white space, with what is left out amid it. Its last blank may carry a mark (a mark
 * shown alone) and is then a cluster of its own; a newline carries none.
 */
static void fold_blanks(struct folding *f)
{
	size_t size, end = f->at, last = f->at;
	uint32_t after = 0, last_blank = 0;
	bool newline = false;

	for (; end < f->n; end += size) {
		after = utf8_at(f->p, end, &size);
		if (fold_is_blank(after)) {
			newline |= is_newline(last_blank = after);
			last = end;
		} else if (!is_left_out(f->flags, after)) {
			break;
		}
	}
	if (end == f->n)
		after = 0;
	bool mark = after && is_mark(f->flags, after);

	if (mark && !is_newline(last_blank))
		end = last;
	if (!newline) {
		do
			fold_one(f);
		while (f->at < end);
	} else if (!mark && script_joins(f->before, after)) {
		add_piece(f, end, "", 0);
	} else {
		add_piece(f, end, " ", 1);
	}
}

/*
 * The next three are one loop in three parts, for speed: each writes the fold of what begins at
 * `at` to out as far as it can, a code point for a code point, and returns how far it came. None
 * goes over white space but single blanks, nor over a mark.
 */

/* May a blank at `at` be copied: does no more white space follow, nor a mark? */
static bool is_single_blank(const struct folding *f, size_t at)
{
	return at + 1 < f->n && is_letter_byte((unsigned char)f->p[at + 1]);
}

/* The printable part of ASCII, eight at a time where there are. */
static size_t run_ascii(const struct folding *f, size_t at, char *out)
{
	static const uint64_t ones = 0x0101010101010101;
	const bool lower = f->flags & FOLD_CASE;
	const char *p = f->p;

	for (size_t n = f->n; n - at >= 8; at += 8, out += 8) {
		uint64_t word;

		memcpy(&word, p + at, 8);
		/* Is any byte below a blank or above ASCII? */
		if ((word | (word - ones * ' ')) & ones * 0x80 || p[at + 7] == ' ')
			break;
		if (lower) {
			uint64_t from_a = word + ones * (0x80 - 'A');
			uint64_t behind_z = word + ones * (0x7F - 'Z');

			word += (from_a & ~behind_z & ones * 0x80) >> 2;
		}
		memcpy(out, &word, 8);
	}
	for (size_t n = f->n; at < n && in((unsigned char)p[at], ' ', '~'); at++) {
		if (p[at] == ' ' && !is_single_blank(f, at))
			break;
		*out++ = (char)(p[at] + (lower && p[at] >= 'A' && p[at] <= 'Z' ? 0x20 : 0));
	}
	return at;
}

/* Han, kana and their punctuation, U+3000 to U+9FFF. */
static size_t run_wide(const struct folding *f, size_t at, char *out)
{
	const unsigned char *p = (const unsigned char *)f->p;
	const int flags = f->flags;

	for (size_t n = f->n; at < n && in(p[at], 0xE3, 0xE9); at += 3, out += 3) {
		uint32_t cp = (uint32_t)(p[at] & 0xF) << 12 | (uint32_t)(p[at + 1] & 0x3F) << 6 |
			      (p[at + 2] & 0x3F);
		uint32_t folded;

		if (cp >= 0x3400)
			cp = flags & FOLD_HAN ? han_class(cp) : cp;
		else if (simple(flags, cp, &folded))
			cp = folded;
		else
			break;
		if (cp > 0xFFFF)
			break;
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
	}
	return at;
}

/* One code point that is simple, and that keeps its size where there is a map. */
static size_t run_simple(const struct folding *f, size_t at, char *out, size_t *written)
{
	size_t size;
	uint32_t cp = utf8_at(f->p, at, &size), folded;

	if (cp <= ' ' && !(cp == ' ' && is_single_blank(f, at)))
		return at;
	if (!simple(f->flags, cp, &folded))
		return at;
	*written = utf8_put(out, folded);
	return *written == size || (!f->map && *written < size) ? at + size : at;
}

static void fold_run(struct folding *f)
{
	buf_reserve(f->key, f->n - f->at + 8);
	char *out = f->key->p + f->key->n;
	size_t at = f->at, size;

	while (at < f->n) {
		size_t ascii = run_ascii(f, at, out);
		size_t next = run_wide(f, ascii, out + (ascii - at));
		size_t written = next - at;

		if (next == at)
			next = run_simple(f, at, out, &written);
		if (next == at)
			break;
		out += written;
		at = next;
	}
	/* The base of a mark goes with it. */
	if (at > f->at && next_joins(f, at)) {
		at = utf8_before(f->p, at);
		out = f->key->p + utf8_before(f->key->p, (size_t)(out - f->key->p));
	}
	if (at == f->at)
		return;
	begin_parallel(f);
	f->before = utf8_at(f->p, utf8_before(f->p, at), &size);
	f->at = at;
	f->key->n = (size_t)(out - f->key->p);
	*out = '\0';
}

static void fold_all(struct folding *f)
{
	size_t size;

	while (f->at < f->n) {
		fold_run(f);
		if (f->at == f->n)
			break;
		if (fold_is_blank(utf8_at(f->p, f->at, &size)))
			fold_blanks(f);
		else
			fold_one(f);
	}
	free(f->now.a.p);
	free(f->next.a.p);
	buf_release(&f->bytes);
}

void fold_key(struct buf *out, struct str text, int flags)
{
	struct folding f = {.p = text.p, .n = text.n, .flags = flags, .key = out};

	fold_all(&f);
}

void fold_text(struct fold *out, struct str text, int flags)
{
	struct folding f = {.p = text.p, .n = text.n, .flags = flags, .key = &out->key, .map = out};

	buf_clear(&out->key);
	vec_clear(&out->steps);
	out->text_size = text.n;
	fold_all(&f);
}

static bool is_inner(struct str text, size_t at, int flags)
{
	size_t size;
	uint32_t cp = utf8_at(text.p, at, &size);

	return fold_is_blank(cp) || fold_joins(flags, cp);
}

/* The last place at or before `at` from where the text folds as it does in the whole. */
static size_t seam_before(struct str text, size_t at, int flags)
{
	while (at && at < text.n && is_inner(text, at, flags))
		at = utf8_before(text.p, at);
	return at;
}

/* The first place at or behind `at` up to which it does. */
static size_t seam_after(struct str text, size_t at, int flags)
{
	bool inner = true;
	size_t size;

	for (at = utf8_floor(text, at); at < text.n; at += size) {
		bool before = inner;

		inner = is_inner(text, at, flags);
		if (!before && !inner)
			return at;
		utf8_at(text.p, at, &size);
	}
	return text.n;
}

size_t fold_part(struct fold *out, struct str text, size_t from, size_t to, size_t more, int flags)
{
	size_t begin = seam_before(text, from, flags);

	for (size_t behind = 2 * more;; behind *= 2) {
		size_t end = behind < text.n - to ? seam_after(text, to + behind, flags) : text.n;

		fold_text(out, str_sub(text, begin, end), flags);
		if (end == text.n || out->key.n - fold_key_at(out, to - begin) >= more)
			return begin;
	}
}

void fold_release(struct fold *f)
{
	buf_release(&f->key);
	vec_release(&f->steps);
	f->text_size = 0;
}

int fold_smart(struct str query, int flags)
{
	size_t size;

	for (size_t at = 0; at < query.n; at += size)
		if (uc_is_upper(utf8_at(query.p, at, &size)))
			return flags & ~FOLD_CASE;
	return flags;
}
