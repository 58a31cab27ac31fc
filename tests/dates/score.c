/* SPDX-License-Identifier: ISC
 *
 * Scores the tagger against texts marked by hand, a file a language, and fails below the
 * thresholds. The form of the files and the rules of annotation are in tests/dates/README.
 *
 * An extent counts as found when the mention and the marked words overlap; a value when it is
 * one of those the mark lists. What is marked as optional counts neither way.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/fs.h"
#include "base/vec.h"
#include "dates/edtf.h"
#include "dates/tag.h"
#include "doc/doc.h"
#include "doc/format.h"
#include "edtf_parse.h"

enum { MAX_MARKS = 128 };

struct mark {
	size_t begin, end; /* bytes in the bare text */
	struct str values; /* separated by '|' */
	bool optional, placed, used;
};

/* Counts of one kind: marked, found by the tagger, and right. */
struct count {
	size_t marked, found, right;
};

struct score {
	struct count extent, value, placed;
	size_t generic_placed;
};

struct set {
	char language[16];
	struct civil date;
	struct score score;
};

static double f1(const struct count *c)
{
	return c->marked + c->found ? 2.0 * (double)c->right / (double)(c->marked + c->found) : 1;
}

static void add_mark(struct str inside, size_t begin, size_t end, struct mark *out)
{
	struct str rest = inside, value;
	struct edtf date;

	str_split(&rest, '|', &value);
	*out = (struct mark){.begin = begin, .end = end, .values = inside};
	out->optional = value.n && value.p[0] == '?';
	out->placed = edtf_parse(&date, value);
}

/* Splits "在{2011年|2011}毕业" into the bare text and its marks; "\n" is a newline. */
static void unmark(struct str line, struct buf *text, struct mark *marks, size_t *count, size_t max)
{
	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == '\\' && i + 1 < line.n && line.p[i + 1] == 'n') {
			buf_addc(text, '\n');
			i++;
		} else if (line.p[i] == '{') {
			size_t bar = str_find(line, STR("|"), i),
			       close = str_find(line, STR("}"), i);
			size_t begin = text->n;

			if (bar > close || close == (size_t)-1 || *count == max) {
				fprintf(stderr, "bad mark: %.*s\n", STR_ARG(line));
				exit(99);
			}
			buf_addstr(text, str_sub(line, i + 1, bar));
			add_mark(str_sub(line, bar + 1, close), begin, text->n, &marks[(*count)++]);
			i = close;
		} else {
			buf_addc(text, line.p[i]);
		}
	}
}

static bool value_fits(const struct mark *mark, const struct tag_mention *m)
{
	struct str rest = mark->values, value;
	struct buf got = {0};
	bool fits = false;

	tag_add_value(&got, m);
	while (!fits && str_split(&rest, '|', &value))
		fits = str_eq(value, buf_str(&got)) ||
		       str_eq(value, str_of(tag_kind_name(m->kind)));
	buf_release(&got);
	return fits;
}

static void complain(struct str text, const char *what, const struct mark *mark,
		     const struct tag_mention *m)
{
	struct buf got = {0};

	if (m)
		tag_add_value(&got, m);
	size_t begin = m ? m->offset : mark->begin, end = m ? begin + m->length : mark->end;

	printf("# %s: \"%.*s\" %s%s, want %.*s, in: %.60s\n", what,
	       STR_ARG(str_sub(text, begin, end)), m ? tag_kind_name(m->kind) : "", buf_cstr(&got),
	       STR_ARG(mark ? mark->values : STR("nothing")),
	       text.p + (begin > 30 ? begin - 30 : 0));
	buf_release(&got);
}

static struct mark *find_mark(struct mark *marks, size_t count, const struct tag_mention *m)
{
	for (size_t i = 0; i < count; i++)
		if (!marks[i].used && marks[i].begin < m->offset + m->length &&
		    m->offset < marks[i].end)
			return &marks[i];
	return NULL;
}

static void score_text(struct set *set, struct str text, const struct tag_skip *skips,
		       size_t skip_count, struct mark *marks, size_t count)
{
	struct tag_input in = {
		.text = text,
		.skips = skips,
		.skip_count = skip_count,
		.date = set->date.precision ? &set->date : NULL,
		.language = set->language,
	};
	struct score *s = &set->score;
	struct tags tags = {0};

	tag_text(&tags, &in);
	for (size_t i = 0; i < tags.mentions.n; i++) {
		const struct tag_mention *m = &tags.mentions.p[i];
		struct mark *mark = find_mark(marks, count, m);

		if (!mark) {
			if (m->kind == TAG_VAGUE)
				continue;
			complain(text, "not marked", NULL, m);
			s->extent.found++;
			s->value.found++;
			s->placed.found += m->placed;
			continue;
		}
		mark->used = true;
		if (mark->optional)
			continue;
		bool fits = value_fits(mark, m);

		s->extent.found++;
		s->extent.right++;
		s->value.found++;
		s->value.right += fits;
		s->placed.found += m->placed;
		s->placed.right += m->placed && mark->placed && fits;
		s->generic_placed += m->placed && str_eq(mark->values, STR("generic"));
		if (!fits)
			complain(text, "value", mark, m);
	}
	for (size_t i = 0; i < count; i++) {
		if (marks[i].optional)
			continue;
		s->extent.marked++;
		s->value.marked++;
		s->placed.marked += marks[i].placed;
		if (!marks[i].used)
			complain(text, "missed", &marks[i], NULL);
	}
	tags_release(&tags);
}

/* "language zh", "date 2022-07-13", "date none": true when the line was one of these. */
static bool is_setting(struct set *set, struct str line)
{
	int year, month, day;

	if (str_starts(line, STR("language "))) {
		snprintf(set->language, sizeof set->language, "%.*s",
			 STR_ARG(str_sub(line, 9, line.n)));
		return true;
	}
	if (!str_starts(line, STR("date ")))
		return false;
	set->date = (struct civil){.zone = CIVIL_NO_ZONE};
	if (sscanf(line.p, "date %d-%d-%d", &year, &month, &day) == 3) {
		set->date.year = year;
		set->date.month = (int8_t)month;
		set->date.day = (int8_t)day;
		set->date.precision = CIVIL_DAY;
	}
	return true;
}

static void read_file(const char *path, struct buf *bytes)
{
	struct err err = {0};

	if (fs_read(path, 1 << 20, bytes, NULL, &err) != 0) {
		fprintf(stderr, "%s\n", err_text(&err));
		exit(99);
	}
}

static void score_file(const char *path, struct set *set)
{
	struct buf bytes = {0};

	read_file(path, &bytes);
	struct str rest = buf_str(&bytes), line;

	while (str_split(&rest, '\n', &line)) {
		struct mark marks[MAX_MARKS];
		struct buf text = {0};
		size_t count = 0;

		if (line.n == 0 || line.p[0] == '#' || is_setting(set, line))
			continue;
		unmark(line, &text, marks, &count, MAX_MARKS);
		score_text(set, buf_str(&text), NULL, 0, marks, count);
		buf_release(&text);
	}
	buf_release(&bytes);
}

static bool is_body(const struct doc *doc, uint32_t block)
{
	for (uint32_t i = block; i != DOC_NONE; i = doc->blocks.p[i].parent)
		if (doc->blocks.p[i].kind == DOC_CODE || doc->blocks.p[i].kind == DOC_IMAGE ||
		    doc->blocks.p[i].kind == DOC_ASIDE)
			return false;
	return true;
}

/* Scores the article at path against the lines of *rest up to the next article. */
static void score_article(const char *path, struct set *set, struct str *rest)
{
	VEC(struct tag_skip) skips = {NULL, 0, 0};
	struct mark marks[MAX_MARKS];
	struct err err = {0};
	struct doc *doc = format_open(path, NULL, NULL, &err);
	size_t count = 0, at = 0;

	if (!doc) {
		fprintf(stderr, "%s\n", err_text(&err));
		exit(99);
	}
	for (uint32_t i = 0; i < doc->blocks.n; i++)
		if (doc_is_leaf(&doc->blocks.p[i]) && !is_body(doc, i))
			vec_push(&skips,
				 (struct tag_skip){doc->blocks.p[i].begin, doc->blocks.p[i].end});
	while (rest->n && !str_starts(*rest, STR("article "))) {
		struct str line, words;

		str_split(rest, '\n', &line);
		if (!str_split(&line, '|', &words) || !line.p)
			continue;
		at = str_find(doc_text(doc), words, at);
		if (at == (size_t)-1 || count == MAX_MARKS) {
			fprintf(stderr, "%s: no \"%.*s\"\n", path, STR_ARG(words));
			exit(99);
		}
		add_mark(line, at, at + words.n, &marks[count++]);
		at += words.n;
	}
	score_text(set, doc_text(doc), skips.p, skips.n, marks, count);
	vec_release(&skips);
	doc_free(doc);
}

/* seeds.gold: "article FILE LANGUAGE DATE", then a mark a line. */
static void score_seeds(const char *folder, struct set *set)
{
	struct buf bytes = {0}, path = {0};
	char file[64], language[16], date[16];
	struct str line;

	buf_addf(&path, "%s/tests/dates/seeds.gold", folder);
	read_file(buf_cstr(&path), &bytes);
	struct str rest = buf_str(&bytes);

	while (str_split(&rest, '\n', &line)) {
		if (sscanf(line.p ? line.p : "", "article %63s %15s %15s", file, language, date) !=
		    3)
			continue;
		struct buf setting = {0};

		buf_addf(&setting, "date %s", date);
		is_setting(set, buf_str(&setting));
		buf_release(&setting);
		snprintf(set->language, sizeof set->language, "%s", language);
		buf_clear(&path);
		buf_addf(&path, "%s/seeds/%s", folder, file);
		score_article(buf_cstr(&path), set, &rest);
	}
	buf_release(&path);
	buf_release(&bytes);
}

static bool report(int number, const char *name, const struct score *s, const double least[3])
{
	const struct count *counts[] = {&s->extent, &s->value, &s->placed};
	bool ok = s->generic_placed == 0;

	for (int i = 0; i < 3; i++)
		ok &= f1(counts[i]) >= least[i];
	printf("%s %d - %s: F1 of extents %.3f, values %.3f, placed values %.3f; %zu marks\n",
	       ok ? "ok" : "not ok", number, name, f1(&s->extent), f1(&s->value), f1(&s->placed),
	       s->extent.marked);
	return ok;
}

int main(void)
{
	static const char *const names[] = {"zh-Hans", "zh-Hant", "ja", "ko", "en"};
	enum { COUNT = sizeof names / sizeof *names };
	static const double least[] = {0.95, 0.93, 0.95}, seeds_least[] = {0.95, 0.90, 0.93};
	const char *folder = getenv("KARPREAD_SRCDIR");
	struct set seeds = {0};
	bool ok = true;

	if (!folder)
		folder = ".";
	printf("1..%d\n", COUNT + 1);
	for (int i = 0; i < COUNT; i++) {
		struct set set = {0};
		struct buf path = {0};

		buf_addf(&path, "%s/tests/dates/%s.gold", folder, names[i]);
		score_file(buf_cstr(&path), &set);
		ok &= report(i + 1, names[i], &set.score, least);
		buf_release(&path);
	}
	score_seeds(folder, &seeds);
	ok &= report(COUNT + 1, "seeds", &seeds.score, seeds_least);
	return ok ? 0 : 1;
}
