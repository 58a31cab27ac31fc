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
			size_t bar = str_find(line, STR("|"), i), close = str_find(line, STR("}"), i);
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
	       STR_ARG(mark ? mark->values : STR("nothing")), text.p + (begin > 30 ? begin - 30 : 0));
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

static void score_text(struct set *set, struct str text, struct mark *marks, size_t count)
{
	struct tag_input in = {
		.text = text,
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

static void score_file(const char *path, struct set *set)
{
	struct buf bytes = {0};
	struct err err = {0};

	if (fs_read(path, 1 << 20, &bytes, NULL, &err) != 0) {
		fprintf(stderr, "%s\n", err_text(&err));
		exit(99);
	}
	struct str rest = buf_str(&bytes), line;

	while (str_split(&rest, '\n', &line)) {
		struct mark marks[64];
		struct buf text = {0};
		size_t count = 0;

		if (line.n == 0 || line.p[0] == '#' || is_setting(set, line))
			continue;
		unmark(line, &text, marks, &count, 64);
		score_text(set, buf_str(&text), marks, count);
		buf_release(&text);
	}
	buf_release(&bytes);
}

static bool report(int number, const char *name, const struct score *s, double extent, double value)
{
	bool ok = f1(&s->extent) >= extent && f1(&s->value) >= value && s->generic_placed == 0;

	printf("%s %d - %s: extent F1 %.3f, value F1 %.3f, placed value F1 %.3f of %zu\n",
	       ok ? "ok" : "not ok", number, name, f1(&s->extent), f1(&s->value), f1(&s->placed),
	       s->extent.marked);
	return ok;
}

int main(void)
{
	static const char *const names[] = {"zh-Hans", "zh-Hant", "ja", "ko", "en"};
	enum { COUNT = sizeof names / sizeof *names };
	const char *folder = getenv("KARPREAD_SRCDIR");
	bool ok = true;

	printf("1..%d\n", COUNT);
	for (int i = 0; i < COUNT; i++) {
		struct set set = {0};
		struct buf path = {0};

		buf_addf(&path, "%s/tests/dates/%s.gold", folder ? folder : ".", names[i]);
		score_file(buf_cstr(&path), &set);
		ok &= report(i + 1, names[i], &set.score, 0.95, 0.93);
		buf_release(&path);
	}
	return ok ? 0 : 1;
}
