/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "repair/mojibake.h"
#include "repair/readable.h"
#include "repair/repair.h"
#include "text/decode.h"
#include "text/recode.h"
#include "text/utf8.h"

#define LOST      "\xEF\xBF\xBD"
#define LOST_BYTE "\xFF" /* begins a character in none of the charsets */

/* So much of a text decides which mix-up it was. */
#define SAMPLE 65536
/* An offer has most of its characters common, and reads better by so much. */
#define SCORE_MIN  110
#define SCORE_GAIN 30

/* clang-format off */
static const struct mixup {
	const char *is, *read_as; /* read_as NULL: windows-1252 */
	const char *name;
} mixups[] = {
	{"UTF-8", NULL, N_("UTF-8 read as windows-1252")},
	{"UTF-8", "GB18030", N_("UTF-8 read as GBK")}, /* or as GB18030, which holds it */
	{"UTF-8", "CP932", N_("UTF-8 read as Shift_JIS")},
	{"UTF-8", "CP950", N_("UTF-8 read as Big5")},
	{"UTF-8", "CP949", N_("UTF-8 read as EUC-KR")},
	{"GBK", "CP950", N_("GBK read as Big5")},
	{"GBK", "CP949", N_("GBK read as EUC-KR")},
	{"CP950", "GBK", N_("Big5 read as GBK")},
	{"CP932", "GBK", N_("Shift_JIS read as GBK")},
	{"EUC-JP", "CP932", N_("EUC-JP read as Shift_JIS")},
	{"CP949", "GBK", N_("EUC-KR read as GBK")},
};
/* clang-format on */

static void bytes_of(struct str text, struct buf *out)
{
	size_t size;

	for (size_t at = 0; at < text.n; at += size) {
		int byte = mojibake_byte(utf8_at(text.p, at, &size));

		buf_addc(out, byte < 0 ? *LOST_BYTE : (char)byte);
	}
}

/*
 * One mark for what may be several bytes of a character. Where a decoder showed them as `?`, that
 * is part of it.
 */
static size_t merge_lost(struct str text, struct buf *out)
{
	size_t lost = 0, from = 0, at;

	while ((at = str_find(text, STR(LOST), from)) != (size_t)-1) {
		buf_addstr(out, str_sub(text, from, at + sizeof LOST - 1));
		from = at + sizeof LOST - 1;
		while (str_starts(str_sub(text, from, text.n), STR(LOST)))
			from += sizeof LOST - 1;
		if (from < text.n && text.p[from] == '?')
			from++;
		lost++;
	}
	buf_addstr(out, str_sub(text, from, text.n));
	return lost;
}

/* GB18030 has a code even for U+FFFD, where the bytes it stands for are lost. */
static void mark_lost_bytes(struct buf *bytes)
{
	static const struct str code = STR_INIT("\x84\x31\xA4\x37");

	for (size_t at = 0; (at = str_find(buf_str(bytes), code, at)) != (size_t)-1; at += code.n)
		memset(bytes->p + at, *LOST_BYTE, code.n);
}

/* Appends the text as it was before the mix-up; *lost counts what could not be had. */
static bool undo(const struct mixup *m, struct str text, struct buf *out, size_t *lost)
{
	struct buf bytes = {0}, raw = {0};
	bool known = true;

	if (m->read_as)
		known = recode(m->read_as, "UTF-8", text, STR(LOST_BYTE), &bytes);
	else
		bytes_of(text, &bytes);
	mark_lost_bytes(&bytes);
	if (known) {
		decode(buf_str(&bytes), m->is, &raw, NULL);
		*lost = merge_lost(buf_str(&raw), out);
	}
	buf_release(&bytes);
	buf_release(&raw);
	return known;
}

static int score(struct str text, const struct readable_classes *classes)
{
	struct readable count = {0};

	readable_count(&count, text, classes);
	return readable_score(&count);
}

static struct str sample_of(struct str text)
{
	return str_sub(text, 0, utf8_ceil(text, SAMPLE));
}

/* The mix-up that explains the sample best, if any does so well. */
static const struct mixup *explain(struct str sample)
{
	struct readable_classes *classes = readable_classes_new();
	int best = score(sample, classes) + SCORE_GAIN - 1;
	const struct mixup *found = NULL;

	if (best < SCORE_MIN - 1)
		best = SCORE_MIN - 1;
	for (size_t i = 0; i < sizeof mixups / sizeof mixups[0]; i++) {
		struct buf text = {0};
		size_t lost;

		if (undo(&mixups[i], sample, &text, &lost)) {
			int now = score(buf_str(&text), classes);

			if (now > best) {
				best = now;
				found = &mixups[i];
			}
		}
		buf_release(&text);
	}
	free(classes);
	return found;
}

bool repair_offer(struct repair_offer *o, struct str text)
{
	const struct mixup *found = explain(sample_of(text));

	buf_clear(&o->text);
	o->name = NULL;
	o->lost = 0;
	if (!found || !undo(found, text, &o->text, &o->lost))
		return false;
	o->name = found->name;
	return true;
}

void repair_offer_release(struct repair_offer *o)
{
	buf_release(&o->text);
	*o = (struct repair_offer){0};
}
