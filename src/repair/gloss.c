/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "repair/gloss.h"

#include <string.h>

#include "text/utf8.h"

/* Longer runs are not believed; it also bounds what is thrown away when one fails. */
#define RUN_MAX 400
/* A run that loses its last character must have restored so many with it. */
#define PARTIAL_MIN 3

#define LOST       0xFFFD
#define FULL_WIDTH 0xA3 /* the lead byte of full-width ASCII */
#define SYMBOLS    0xA1 /* the lead byte of 。“” */
#define FULL_STOP  0x3002
#define EURO       0x20AC /* what Windows makes of the byte 80 */

/*
 * Words with a character whose trail byte is A3, to choose one by its neighbour when the lead
 * byte is lost. Two characters each, a blank between them.
 */
/* clang-format off */
static const char words[] =
	"塵埃 埃及 埃隆 擔保 環保 保安 保持 保存 保健 保留 保密 保守 保障 保證 保護 保險 保養 "
	"確保 社保 玻璃 時常 異常 常務 常態 常常 常年 常委 常見 常規 常用 常識 非常 經常 平常 "
	"日常 通常 正常 叮囑 福建 福利 福特 福音 福州 福祉 坦福 幸福 造福 大海 海報 海峽 海拔 "
	"海量 海南 海上 海外 海洋 海軍 海邊 海關 航海 上海 沿海 珠海 疏浚 粒子 一粒 顆粒 茫然 "
	"迷茫 大模 模塊 模擬 模樣 模仿 模範 模糊 模組 模具 模式 模型 規模 大牛 牛津 牛奶 牛肉 "
	"牛市 疲勞 疲憊 疲弱 疲軟 滄桑 桑拿 桑葉 僅剩 剩下 剩余 剩餘 過剩 玩耍 糟蹋 暫停 不停 "
	"停滯 停產 停放 停工 停留 停牌 停止 停車 停電 停頓 要停 瀕危 安危 危機 危害 危及 危險 "
	"希臘 希望 學校 高校 母校 全校 校內 校區 校園 校外 校友 校長 院校 駐校 寬裕 充裕 富裕 "
	"眨眼 慶祝 祝福 祝賀 祝願 ";
/* clang-format on */

/* The closing marks that a line still waits for, the last n of them. */
struct quotes {
	uint32_t close[4];
	int n;
};

struct walk {
	const struct gloss_tables *t;
	struct str in;
	struct repair *r;
	bool ascii_forms; /* full-width forms were mapped to ASCII, and are so when they come out */
	size_t quotes_at; /* so far of r->text the quotation marks are known */
	struct quotes quotes; /* there */
};

/* A stretch of pairs that stand across the characters they were. */
struct run {
	uint32_t got[RUN_MAX + 5]; /* what it was */
	size_t n, begin;           /* of them; where those that the walk found begin */
	size_t end;                /* in the damaged text */
	enum repair_certainty certainty;
};

/* Share of characters a reader meets daily. */
struct share {
	size_t n, common;
	size_t frequent; /* of the few hundred that make most of a text */
};

/* The trail byte of the full-width form that cp is or was; 0 for any other character. */
static unsigned full_width_trail(uint32_t cp)
{
	if (cp > 0xFF00 && cp < 0xFF5F)
		cp -= 0xFEE0;
	return cp > 0 && cp < 0x80 && strchr("!,:;?()", (int)cp) ? cp + 0x80 : 0;
}

static unsigned code_of(const struct walk *w, uint32_t cp)
{
	return gbk_code(&w->t->gbk, cp);
}

/* The same, for a character that may have been a full-width form. */
static unsigned wide_code_of(const struct walk *w, uint32_t cp)
{
	unsigned full = full_width_trail(cp);

	return full ? FULL_WIDTH << 8 | full : code_of(w, cp);
}

/* The last character that came out; there is one. */
static uint32_t last_out(const struct walk *w)
{
	const struct buf *out = &w->r->text;
	size_t size;

	return utf8_at(out->p, utf8_before(out->p, out->n), &size);
}

static uint32_t char_at(struct str s, size_t at, size_t *size)
{
	*size = 0;
	return at < s.n ? utf8_at(s.p, at, size) : 0;
}

static void count_common(struct share *share, const struct walk *w, uint32_t cp)
{
	unsigned code = code_of(w, cp);

	if (code < 0x100)
		return;
	share->n++;
	/* Level 1 of GB2312; 、。“” and their like; full-width punctuation, but no letters. */
	share->common += (code >= 0xB0A1 && code <= 0xD7F9) || (code >= 0xA1A2 && code <= 0xA1FE) ||
			 full_width_trail(cp) || w->t->kind[cp] & GLOSS_TRADITIONAL;
	share->frequent += full_width_trail(cp) || w->t->kind[cp] & GLOSS_FREQUENT;
}

static struct share share_of_run(const struct walk *w, const struct run *run)
{
	struct share share = {0};

	for (size_t i = 0; i < run->n; i++)
		count_common(&share, w, run->got[i]);
	return share;
}

static struct share share_of_text(const struct walk *w, size_t begin, size_t end)
{
	struct share share = {0};
	size_t size;

	for (size_t at = begin; at < end; at += size)
		count_common(&share, w, char_at(w->in, at, &size));
	return share;
}

/* Below, at, above 0 as a is less common than b. Nothing to count counts as all common. */
static int compare_shares(struct share a, struct share b)
{
	if (!a.n)
		a = (struct share){.n = 1, .common = 1};
	if (!b.n)
		b = (struct share){.n = 1, .common = 1};
	size_t x = a.common * b.n, y = b.common * a.n;

	return (x > y) - (x < y);
}

/* Has traditional text from a converter no such character, or hardly ever? */
static bool is_odd(const struct walk *w, uint32_t cp)
{
	unsigned code = code_of(w, cp);
	bool gb2312 = code >= 0xA1A1 && code < 0xF8A1 && (code & 0xFF) >= 0xA1;

	if (code < 0x100 || w->t->kind[cp] & GLOSS_TRADITIONAL)
		return false;
	/* Punctuation, full-width ASCII and characters of GB2312 are met; mathematics is not. */
	return w->t->kind[cp] & GLOSS_SIMPLIFIED || !gb2312 ||
	       !(code <= 0xA1BF || code >> 8 == FULL_WIDTH || code >= 0xB0A1);
}

static bool has_odd(const struct walk *w, const struct run *run)
{
	for (size_t i = 0; i < run->n; i++)
		if (is_odd(w, run->got[i]))
			return true;
	return false;
}

/* The last two bytes of the mended text in GBK, the last one low; less if there are less. */
static unsigned tail_of(const struct walk *w)
{
	const struct buf *out = &w->r->text;
	size_t size, last;

	if (out->n == 0)
		return 0;
	last = utf8_before(out->p, out->n);
	unsigned code = wide_code_of(w, utf8_at(out->p, last, &size));

	if (code > 0xFF || code == 0 || last == 0)
		return code;
	unsigned before = wide_code_of(w, utf8_at(out->p, utf8_before(out->p, last), &size));

	return (before & 0xFF) << 8 | code;
}

/* Is the note a gloss on the two bytes of tail, which need not be one character? */
static bool is_gloss_on(const struct walk *w, unsigned tail, const struct gloss_note *note)
{
	uint32_t cp = gbk_point(&w->t->gbk, tail >> 8, tail & 0xFF);

	return cp && gloss_class(note->known, cp) != GLOSS_NONE;
}

static bool note_at(const struct walk *w, size_t at, char open, struct gloss_note *note)
{
	return at < w->in.n && w->in.p[at] == open && gloss_note_at(w->in, at, note);
}

/* clang-format off */
static const uint16_t marks[][2] = {
	{0x201C, 0x201D},
	{0x300C, 0x300D},
	{0x300E, 0x300F},
	{0x300A, 0x300B},
};
/* clang-format on */

static void follow_quote(struct quotes *q, uint32_t cp)
{
	if (cp == '\n')
		q->n = 0;
	if (q->n && q->close[q->n - 1] == cp)
		q->n--;
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (cp == marks[i][0] && q->n < 4)
			q->close[q->n++] = marks[i][1];
}

/* What closes the quotation that is open at the end of the run; 0 if none is. */
static uint32_t open_quote(struct walk *w, const struct run *run)
{
	struct str out = buf_str(&w->r->text);
	size_t size;

	for (; w->quotes_at < out.n; w->quotes_at += size)
		follow_quote(&w->quotes, utf8_at(out.p, w->quotes_at, &size));
	struct quotes quotes = w->quotes;

	for (size_t i = 0; i < run->n; i++)
		follow_quote(&quotes, run->got[i]);
	return quotes.n ? quotes.close[quotes.n - 1] : 0;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Does a tag without its `<` stand here: p>, /p>, br /> ? */
static bool tag_at(struct str s, size_t at)
{
	size_t name;

	if (at < s.n && s.p[at] == '/')
		at++;
	for (name = at; at < s.n && at - name <= 10; at++)
		if (!is_letter(s.p[at]) && (at == name || s.p[at] < '0' || s.p[at] > '9'))
			break;
	if (at == name)
		return false;
	while (at < s.n && (s.p[at] == ' ' || (s.p[at] >= '\t' && s.p[at] <= '\r')))
		at++;
	if (at < s.n && s.p[at] == '/')
		at++;
	return at < s.n && s.p[at] == '>';
}

enum outcome {
	RUN_FAILED,
	RUN_OPEN,    /* goes on */
	RUN_CLOSED,  /* back in step with the characters */
	RUN_PARTIAL, /* closed, but its last character is lost */
};

static void got(struct run *run, uint32_t cp)
{
	run->got[run->n++] = cp;
}

/* A mark behind which a closing quotation mark stands, and no full stop. */
static bool ends_sentence(uint32_t cp)
{
	return cp == FULL_STOP || cp == 0x2026 || full_width_trail(cp);
}

static bool line_ends_at(struct str s, size_t at)
{
	return at >= s.n || s.p[at] == '\n' || s.p[at] == '\r';
}

/*
 * A `?` inside a run swallowed a trail byte and an ASCII byte: a `<`, if the rest of a tag stands
 * behind it, or the end of the line. The symbol that stands there is 。 or, behind the end of a
 * sentence, what closes the quotation.
 */
static enum outcome close_at_mark(struct walk *w, struct run *run, unsigned pend)
{
	bool tag = tag_at(w->in, run->end + 1);
	bool known = pend == SYMBOLS && (tag || line_ends_at(w->in, run->end + 1));
	uint32_t close = known ? open_quote(w, run) : 0;

	run->end++;
	if (known && !close && !ends_sentence(run->n ? run->got[run->n - 1] : last_out(w)))
		close = FULL_STOP;
	if (!close) {
		got(run, LOST);
		run->certainty = REPAIR_PARTIAL;
		return run->n - run->begin >= PARTIAL_MIN ? RUN_PARTIAL : RUN_FAILED;
	}
	got(run, close);
	if (tag)
		got(run, '<');
	run->certainty = REPAIR_CONTEXT;
	return RUN_CLOSED;
}

/* A byte that is no lead byte was the trail byte of a character. */
static enum outcome close_at_byte(const struct walk *w, struct run *run, unsigned pend,
				  unsigned byte, size_t size)
{
	uint32_t cp = gbk_point(&w->t->gbk, pend, byte);
	struct gloss_note note;

	if (!cp)
		return RUN_FAILED;
	got(run, cp);
	run->end += size;
	if (note_at(w, run->end, '(', &note) && gloss_class(note.known, cp) != GLOSS_NONE)
		run->end = note.end;
	return RUN_CLOSED;
}

/* A gloss whose `(` was swallowed together with the byte that completes a glossed character. */
static enum outcome close_at_lost(const struct walk *w, struct run *run, unsigned pend,
				  const struct gloss_note *note)
{
	uint8_t trails[GBK_LEADS];
	size_t n = gloss_trails(w->t, pend, note->known, trails);

	if (n == 0)
		return RUN_FAILED;
	got(run, gbk_point(&w->t->gbk, pend, trails[0]));
	run->end = note->end;
	if (n > 1)
		run->certainty = REPAIR_RANKED;
	return RUN_CLOSED;
}

/* One character, or gloss, of a run; tail holds the last two true bytes, its low one pending. */
static enum outcome step(struct walk *w, struct run *run, unsigned *tail)
{
	unsigned pend = *tail & 0xFF;
	struct gloss_note note;
	size_t size;
	uint32_t c = char_at(w->in, run->end, &size);

	if (note_at(w, run->end, '(', &note) && is_gloss_on(w, *tail, &note)) {
		run->end = note.end;
		return RUN_OPEN;
	}
	if (note_at(w, run->end, '?', &note))
		return close_at_lost(w, run, pend, &note);
	if (c == '?')
		return close_at_mark(w, run, pend);
	unsigned code = wide_code_of(w, c);
	uint32_t cp = gbk_point(&w->t->gbk, pend, code >> 8);

	if (!cp && (c < 0x80 || c == EURO))
		return close_at_byte(w, run, pend, c == EURO ? 0x80 : c, size);
	if (!cp)
		return RUN_FAILED;
	got(run, cp);
	run->end += size;
	*tail = code;
	if ((code & 0xFF) >= 0x80)
		return RUN_OPEN;
	got(run, code & 0xFF); /* ASCII that had become a trail byte */
	return RUN_CLOSED;
}

/* Walks the run that begins at `at`; of tail the low byte waits for its trail byte. */
static enum outcome walk_run(struct walk *w, struct run *run, size_t at, unsigned tail)
{
	enum outcome outcome = RUN_OPEN;

	run->begin = run->n;
	run->end = at;
	run->certainty = REPAIR_EXACT;
	for (int steps = 0; outcome == RUN_OPEN; steps++) {
		if (run->end >= w->in.n || steps > RUN_MAX)
			return RUN_FAILED;
		outcome = step(w, run, &tail);
	}
	return outcome;
}

static void add_span(struct walk *w, struct repair_span span)
{
	span.size = w->r->text.n - span.at;
	vec_push(&w->r->spans, span);
}

static void accept_run(struct walk *w, size_t at, struct run *run, enum repair_kind kind)
{
	struct repair_span span = {
		.offset = at,
		.length = run->end - at,
		.at = w->r->text.n,
		.kind = kind,
		.certainty = run->certainty,
	};
	char utf8[4];

	/* A byte pair may be missing: copies often lose the characters of private use. */
	if (span.certainty != REPAIR_PARTIAL && has_odd(w, run))
		span.certainty = REPAIR_DOUBT;
	for (size_t i = 0; i < run->n; i++) {
		uint32_t cp = run->got[i];

		if (w->ascii_forms && full_width_trail(cp))
			cp = full_width_trail(cp) - 0x80;
		buf_add(&w->r->text, utf8, utf8_put(utf8, cp));
	}
	add_span(w, span);
}

/* `?` took the place of a trail byte and the `(` of the gloss behind it. */
static bool mend_lost_gloss(struct walk *w, size_t at, const struct gloss_note *note, size_t *end)
{
	unsigned lead = tail_of(w) & 0xFF;
	uint8_t trails[GBK_LEADS];
	size_t n = gloss_trails(w->t, lead, note->known, trails);
	struct run best = {0}, run;
	struct share best_share = {0}, share;
	bool found = false, tie = false;

	for (size_t i = 0; i < n; i++) {
		run.n = 0;
		if (walk_run(w, &run, note->end, lead << 8 | trails[i]) == RUN_FAILED)
			continue;
		share = share_of_run(w, &run);
		int order = found ? compare_shares(share, best_share) : 1;

		tie = order == 0 || (tie && order < 0);
		if (order > 0) {
			best = run;
			best_share = share;
		}
		found = true;
	}
	if (!found || compare_shares(best_share, (struct share){.n = 10, .common = 9}) < 0)
		return false;
	if (tie && best.certainty != REPAIR_PARTIAL)
		best.certainty = REPAIR_RANKED;
	accept_run(w, at, &best, REPAIR_SHATTERED_GLOSS);
	*end = best.end;
	return true;
}

/*
 * The lead bytes that the lost half of (L, A3) may have had, the likeliest first, for a form
 * with this trail byte and the character that came out behind. It is 。 unless a character makes
 * a word with a neighbour; before an exclamation mark, the first byte of 。“”, it can only be 。.
 */
static size_t lost_leads(const struct walk *w, unsigned trail, uint32_t next,
			 uint8_t leads[static GBK_LEADS])
{
	uint8_t sides[0x100] = {0};
	uint32_t previous = last_out(w);
	size_t n = 0, size, second;

	for (size_t at = 0; at < sizeof words - 1 && trail != SYMBOLS; at = second + size + 1) {
		uint32_t a = utf8_at(words, at, &size);

		second = at + size;
		uint32_t b = utf8_at(words, second, &size);

		if (a == previous && (code_of(w, b) & 0xFF) == FULL_WIDTH)
			sides[code_of(w, b) >> 8]++;
		if (b == next && (code_of(w, a) & 0xFF) == FULL_WIDTH)
			sides[code_of(w, a) >> 8]++;
	}
	for (int most = 2; most; most--)
		for (unsigned lead = 0x81; lead <= 0xFE && n < GBK_LEADS - 1; lead++)
			if (sides[lead] == most)
				leads[n++] = (uint8_t)lead;
	leads[n++] = SYMBOLS;
	return n;
}

/* Does the restored run read better than what stands there? */
static bool reads_better(const struct walk *w, size_t at, const struct run *run)
{
	struct share share = share_of_run(w, run);
	size_t size;
	bool ascii = true;

	/* Half a tag is better whole. */
	if (run->certainty == REPAIR_CONTEXT)
		return true;
	for (size_t i = at; i < run->end && ascii; i++)
		ascii = (unsigned char)w->in.p[i] < 0x80;
	if (ascii)
		return gloss_is_han(char_at(w->in, run->end, &size)) && share.common == share.n;
	struct share raw = share_of_text(w, at, run->end);
	int order = compare_shares(share, raw);

	return order > 0 || (order == 0 && share.frequent * raw.n > raw.frequent * share.n);
}

/* `?` took the place of the first half of a character whose second was read as full width. */
static bool mend_lost_lead(struct walk *w, size_t at, unsigned trail, size_t behind, size_t *end)
{
	uint8_t leads[GBK_LEADS];
	struct run run = {.n = 1};

	/* The walk does not depend on the byte that is lost. */
	run.got[0] = FULL_STOP;
	if (walk_run(w, &run, behind, FULL_WIDTH << 8 | trail) == RUN_FAILED)
		return false;
	size_t n = lost_leads(w, trail, run.n > 1 ? run.got[1] : 0, leads);

	for (size_t i = 0; i < n; i++) {
		run.got[0] = gbk_point(&w->t->gbk, leads[i], FULL_WIDTH);
		if (!reads_better(w, at, &run))
			continue;
		if (run.certainty == REPAIR_EXACT)
			run.certainty = REPAIR_LEAD;
		accept_run(w, at, &run, REPAIR_SHATTERED_PUNCT);
		*end = run.end;
		return true;
	}
	return false;
}

/* A gloss that stands where it was put: it goes, the character before it is part of the span. */
static void drop_gloss(struct walk *w, size_t at, size_t end)
{
	const struct buf *out = &w->r->text;
	struct repair_span *last = w->r->spans.n ? &w->r->spans.p[w->r->spans.n - 1] : NULL;

	if (last && last->offset + last->length == at) {
		last->length = end - last->offset;
		return;
	}
	struct repair_span span = {
		.offset = utf8_before(w->in.p, at),
		.at = utf8_before(out->p, out->n),
		.kind = REPAIR_GLOSS,
		.certainty = REPAIR_EXACT,
	};

	span.length = end - span.offset;
	add_span(w, span);
}

/* What stands at a `(` or `?` is mended if it can be; *end is behind it then. */
static bool mend_at(struct walk *w, size_t at, size_t *end)
{
	struct gloss_note note;
	size_t size;

	if (w->r->text.n == 0)
		return false;
	if (note_at(w, at, '(', &note)) {
		*end = note.end;
		if (!is_gloss_on(w, tail_of(w), &note))
			return false;
		drop_gloss(w, at, note.end);
		return true;
	}
	if (note_at(w, at, '?', &note))
		return mend_lost_gloss(w, at, &note, end);
	unsigned trail = full_width_trail(char_at(w->in, at + 1, &size));

	return w->in.p[at] == '?' && trail && mend_lost_lead(w, at, trail, at + 1 + size, end);
}

bool gloss_mend(struct repair *r, struct str text, const struct gloss_tables *t)
{
	struct walk w = {.t = t, .in = text, .r = r};
	size_t done = 0, at = 0, end;

	w.ascii_forms = str_find(text, STR("，"), 0) == (size_t)-1 &&
			str_find(text, STR("："), 0) == (size_t)-1;
	buf_clear(&r->text);
	vec_clear(&r->spans);
	buf_reserve(&r->text, text.n);
	while (at < text.n) {
		if (text.p[at] != '(' && text.p[at] != '?') {
			at++;
			continue;
		}
		buf_addstr(&r->text, str_sub(text, done, at));
		done = at;
		at = mend_at(&w, at, &end) ? (done = end) : at + 1;
	}
	buf_addstr(&r->text, str_sub(text, done, at));
	return r->spans.n != 0;
}
