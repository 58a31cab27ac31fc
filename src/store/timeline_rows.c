/* SPDX-License-Identifier: ISC
 *
 * The rows of a timeline, made a chunk of items at a time when they are walked over.
 */
#include "config.h"

#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "store/timeline_private.h"

enum {
	NEAR = 48,     /* items before and behind, among which disagreements are looked for */
	SAMPLES = 512, /* statements by which common features are told */
	/* Percent in common of statements of the same thing: at the same time, at a time within the
	 * other's, and at another time. */
	SAME_TIME = 25,
	WITHIN_TIME = 40,
	OTHER_TIME = 40,
	CLOSE_DAYS = 3,
};

/* ---- what statements have in common */

static void make_features(struct same_features *out, struct str text, struct str literal)
{
	size_t begin = 0, end = 0;

	/* The date's own words would make all statements of a day alike. */
	if (literal.n && text.p <= literal.p && literal.p + literal.n <= text.p + text.n) {
		begin = (size_t)(literal.p - text.p);
		end = begin + literal.n;
	}
	same_features(out, text, begin, end);
}

static const struct features_slot *features(struct axis *a, size_t at)
{
	struct features_slot *slot = &a->features[at % FEATURES];

	if (slot->at != at + 1) {
		const struct timeline_item *item = axis_item(a, at);

		make_features(&slot->clause, item->label, timeline_literal(item));
		make_features(&slot->sentence, item->context, timeline_literal(item));
		slot->at = at + 1;
		slot->weighed = false;
	}
	if (a->counts && !slot->weighed) {
		same_weigh(a->counts, &slot->clause);
		same_weigh(a->counts, &slot->sentence);
		slot->weighed = true;
	}
	return slot;
}

static bool is_statement(const struct axis *a, size_t at)
{
	return at < a->dated && !axis_key(a, at)->published;
}

static const struct same_counts *common(struct axis *a)
{
	size_t step = a->dated / SAMPLES + 1;

	if (a->counts)
		return a->counts;
	struct same_counts *counts = xcalloc(1, sizeof *counts);
	struct same_features sentence = {0};

	for (size_t at = 0; at < a->dated; at += step) {
		if (!is_statement(a, at))
			continue;
		const struct timeline_item *item = axis_item(a, at);

		make_features(&sentence, item->context, timeline_literal(item));
		same_count(counts, &sentence);
	}
	same_release(&sentence);
	return a->counts = counts;
}

/* The clauses are what the dates are about; a whole sentence may tell of other dates too. */
static int likeness(struct axis *a, size_t x, size_t y, bool sentences)
{
	const struct same_counts *counts = common(a);
	const struct features_slot *one = features(a, x), *other = features(a, y);

	/* Too far apart for both to be kept: too far apart to be compared. */
	if (x % FEATURES == y % FEATURES)
		return 0;
	int clause = same_percent(counts, &one->clause, &other->clause);
	int sentence = sentences ? same_percent(counts, &one->sentence, &other->sentence) : 0;

	return clause > sentence ? clause : sentence;
}

/* Up to a twentieth, since "the past five years" of two articles begin on different days. */
static bool contains(const struct timeline_key *outer, const struct timeline_key *inner)
{
	int64_t slack =
		inner->last == TIMELINE_OPEN ? 0 : ((int64_t)inner->last - inner->first) / 20;

	return outer->first - slack <= inner->first &&
	       (inner->last <= outer->last || inner->last - slack <= outer->last);
}

/* Statements of two articles: of the same thing at the same, or less exactly told, time? */
static bool is_same(struct axis *a, size_t x, size_t y)
{
	const struct timeline_key *p = axis_key(a, x), *q = axis_key(a, y);
	bool within = contains(p, q) || contains(q, p);
	bool equal = contains(p, q) && contains(q, p);

	return within && is_statement(a, x) && is_statement(a, y) && p->article != q->article &&
	       likeness(a, x, y, true) >= (equal ? SAME_TIME : WITHIN_TIME);
}

/* Is the time between the two no longer than the dates themselves? */
static bool is_close(const struct timeline_key *p, const struct timeline_key *q)
{
	int64_t p_days = (int64_t)p->last - p->first, q_days = (int64_t)q->last - q->first;
	int64_t most = p_days > q_days ? p_days : q_days;
	int64_t between =
		q->first > p->last ? (int64_t)q->first - p->last : (int64_t)p->first - q->last;

	return between > 0 && between <= (most > CLOSE_DAYS ? most : CLOSE_DAYS);
}

static bool is_dispute(struct axis *a, size_t x, size_t y)
{
	const struct timeline_key *p = axis_key(a, x), *q = axis_key(a, y);

	return p->span == q->span && is_close(p, q) && is_statement(a, y) &&
	       p->article != q->article && likeness(a, x, y, false) >= OTHER_TIME;
}

static bool is_disputed(struct axis *a, size_t at)
{
	size_t from = at > NEAR ? at - NEAR : 0;
	size_t to = at + NEAR < a->dated ? at + NEAR : a->dated;

	if (!is_statement(a, at))
		return false;
	for (size_t i = from; i < to; i++) {
		if (i != at && is_dispute(a, at, i))
			return true;
	}
	return false;
}

/* ---- joining the statements of a chunk */

/* Union-find over the items of a chunk. */
static uint16_t root(uint16_t *parent, uint16_t i)
{
	while (parent[i] != i)
		i = parent[i] = parent[parent[i]];
	return i;
}

static void join(struct axis *a, const struct part *part, uint16_t *parent)
{
	size_t n = part->end - part->begin;

	for (size_t i = 0; i < n; i++) {
		const struct timeline_key *key = axis_key(a, part->begin + i);

		/* Later ones begin later: none behind the end of this can be within it. */
		for (size_t k = i + 1; k < n && axis_key(a, part->begin + k)->first <= key->last;
		     k++) {
			if (is_same(a, part->begin + i, part->begin + k))
				parent[root(parent, (uint16_t)k)] = root(parent, (uint16_t)i);
		}
	}
}

/* Lists the items of each group behind each other, in the order of time. */
static void list_members(struct part *part, uint16_t *parent)
{
	size_t n = part->end - part->begin;

	vec_clear(&part->members);
	for (size_t i = 0; i < n; i++) {
		if (root(parent, (uint16_t)i) != i)
			continue;
		uint16_t begin = (uint16_t)part->members.n;

		for (size_t k = 0; k < n; k++) {
			if (root(parent, (uint16_t)k) != i)
				continue;
			part->group[k] = begin;
			vec_push(&part->members, part->begin + k);
		}
	}
}

static size_t group_size(const struct part *part, size_t begin)
{
	size_t group = part->group[part->members.p[begin] - part->begin], n = 0;

	while (begin + n < part->members.n &&
	       part->group[part->members.p[begin + n] - part->begin] == group)
		n++;
	return n;
}

/* The statement that tells the time most exactly stands for all. */
static size_t spokesman(const struct axis *a, const size_t *members, size_t n)
{
	size_t best = members[0];

	for (size_t i = 1; i < n; i++) {
		const struct timeline_key *p = axis_key(a, best), *q = axis_key(a, members[i]);

		if (contains(p, q) && !contains(q, p))
			best = members[i];
	}
	return best;
}

/* ---- rows */

/* What has no date has no newest. */
static bool is_backwards(const struct axis *a, const struct bucket *b)
{
	return a->options.newest_first && b->dated;
}

static bool is_unfolded(const struct axis *a, size_t at)
{
	for (size_t i = 0; i < a->unfolded.n; i++) {
		if (a->unfolded.p[i] == a->order.p[at])
			return true;
	}
	return false;
}

static void add_item_row(struct axis *a, struct part *part, enum axis_row_kind kind, size_t at,
			 size_t n)
{
	const struct timeline_key *key = axis_key(a, at);

	vec_push(&part->rows, (struct axis_row){
				      .kind = kind,
				      .at = at,
				      .n = n,
				      .first = key->first,
				      .last = key->last,
				      .level = key->level,
			      });
}

/* The row of the group that `at` speaks for, and its statements when they are unfolded. */
static void add_group(struct axis *a, struct part *part, size_t at, const size_t *members, size_t n)
{
	size_t row = part->rows.n;
	bool disputed = false, open = n > 1 && is_unfolded(a, at);

	add_item_row(a, part, AXIS_ITEM, at, n);
	for (size_t i = 0; i < n; i++) {
		bool own = is_disputed(a, members[i]);

		part->row_of[members[i] - part->begin] = (uint16_t)(open ? part->rows.n : row);
		disputed |= own;
		if (!open)
			continue;
		add_item_row(a, part, AXIS_MEMBER, members[i], 1);
		part->rows.p[part->rows.n - 1].disputed = own;
	}
	part->rows.p[row].disputed = disputed;
	part->rows.p[row].open = open;
}

static void add_today(struct axis *a, struct part *part)
{
	vec_push(&part->rows, (struct axis_row){
				      .kind = AXIS_TODAY,
				      .at = a->today_at,
				      .first = a->options.today,
				      .last = a->options.today,
			      });
}

/* What comes after time of day `first` and before the bucket, or behind it when newest first. */
static int64_t empty_from(const struct axis *a, const struct bucket *b)
{
	/* A year's heading among those of its months: they may be empty all the same. */
	return b->level < a->zoom ? b->first : b->last + 1;
}

static void add_gap(struct axis *a, struct part *part, const struct bucket *b)
{
	bool newest_first = a->options.newest_first;

	if (part->bucket == 0 || !b->dated)
		return;
	const struct bucket *before = newest_first ? b : b - 1, *after = newest_first ? b - 1 : b;
	int64_t from = empty_from(a, before);

	if (after->first > from)
		vec_push(&part->rows, (struct axis_row){
					      .kind = AXIS_GAP,
					      .at = after->begin,
					      .first = from,
					      .last = after->first - 1,
				      });
}

static void add_heading(struct axis *a, struct part *part, const struct bucket *b)
{
	size_t edge = a->options.newest_first ? b->end : b->begin;
	bool amid = b->begin < a->today_at && a->today_at < b->end;

	add_gap(a, part, b);
	if (b->dated && edge == a->today_at)
		add_today(a, part);
	vec_push(&part->rows, (struct axis_row){
				      .kind = b->dated ? AXIS_BUCKET : AXIS_UNDATED,
				      .at = b->begin,
				      .n = b->end - b->begin,
				      .first = b->first,
				      .last = b->last,
				      .level = b->level,
				      .open = b->open,
				      .today = !b->open && amid,
			      });
}

static void add_items(struct axis *a, struct part *part, const struct bucket *b)
{
	uint16_t parent[CHUNK];
	size_t n = part->end - part->begin;
	bool backwards = is_backwards(a, b);

	for (size_t i = 0; i < n; i++)
		parent[i] = (uint16_t)i;
	join(a, part, parent);
	list_members(part, parent);
	for (size_t i = 0; i < n; i++) {
		size_t at = backwards ? part->end - 1 - i : part->begin + i;
		size_t begin = part->group[at - part->begin];
		const size_t *members = &part->members.p[begin];
		size_t size = group_size(part, begin);

		if (a->today_at == at + backwards && a->today_at > b->begin && a->today_at < b->end)
			add_today(a, part);
		if (spokesman(a, members, size) == at)
			add_group(a, part, at, members, size);
	}
}

/* Behind the last item that has a date. */
static bool ends_with_today(const struct axis *a, const struct part *part)
{
	const struct bucket *b = &a->buckets.p[part->bucket];
	bool last = part->bucket + 1 == a->buckets.n || !a->buckets.p[part->bucket + 1].dated;

	return b->dated && last && part->chunk + 1 == axis_chunks(b) &&
	       a->today_at == (a->options.newest_first ? 0 : a->dated);
}

size_t axis_chunks(const struct bucket *b)
{
	return b->open ? (b->end - b->begin + CHUNK - 1) / CHUNK : 1;
}

static const struct part *part_of(struct axis *a, size_t bucket, size_t chunk)
{
	struct part *part = &a->parts[(bucket * 31 + chunk) % PARTS];
	const struct bucket *b = &a->buckets.p[bucket];
	size_t from = chunk * CHUNK, n = b->end - b->begin;
	size_t size = n - from < CHUNK ? n - from : CHUNK;

	if (part->made && part->bucket == bucket && part->chunk == chunk)
		return part;
	part->made = true;
	part->bucket = bucket;
	part->chunk = chunk;
	part->begin = is_backwards(a, b) ? b->end - from - size : b->begin + from;
	part->end = b->open ? part->begin + size : part->begin;
	vec_clear(&part->rows);
	vec_clear(&part->members);
	if (chunk == 0)
		add_heading(a, part, b);
	add_items(a, part, b);
	if (ends_with_today(a, part))
		add_today(a, part);
	return part;
}

void axis_forget_rows(struct axis *a)
{
	for (size_t i = 0; i < PARTS; i++)
		a->parts[i].made = false;
}

void axis_forget_items(struct axis *a)
{
	axis_forget_rows(a);
	for (size_t i = 0; i < FEATURES; i++)
		a->features[i].at = 0;
	free(a->counts);
	a->counts = NULL;
}

/* ---- walking */

bool axis_first(struct axis *a, struct axis_pos *pos)
{
	*pos = (struct axis_pos){0};
	return a->buckets.n > 0;
}

bool axis_last(struct axis *a, struct axis_pos *pos)
{
	if (a->buckets.n == 0)
		return false;
	pos->bucket = a->buckets.n - 1;
	pos->chunk = axis_chunks(&a->buckets.p[pos->bucket]) - 1;
	pos->row = part_of(a, pos->bucket, pos->chunk)->rows.n - 1;
	return true;
}

bool axis_next(struct axis *a, struct axis_pos *pos)
{
	if (pos->row + 1 < part_of(a, pos->bucket, pos->chunk)->rows.n) {
		pos->row++;
		return true;
	}
	struct axis_pos next = {pos->bucket, pos->chunk + 1, 0};

	if (next.chunk == axis_chunks(&a->buckets.p[pos->bucket]))
		next = (struct axis_pos){.bucket = pos->bucket + 1};
	if (next.bucket == a->buckets.n)
		return false;
	*pos = next;
	return true;
}

bool axis_prev(struct axis *a, struct axis_pos *pos)
{
	if (pos->row > 0) {
		pos->row--;
		return true;
	}
	if (pos->chunk > 0)
		pos->chunk--;
	else if (pos->bucket > 0)
		pos->chunk = axis_chunks(&a->buckets.p[--pos->bucket]) - 1;
	else
		return false;
	pos->row = part_of(a, pos->bucket, pos->chunk)->rows.n - 1;
	return true;
}

struct axis_row axis_row(struct axis *a, struct axis_pos pos)
{
	const struct part *part = part_of(a, pos.bucket, pos.chunk);

	assert(pos.row < part->rows.n);
	return part->rows.p[pos.row];
}

struct axis_pos axis_heading(struct axis *a, size_t at)
{
	struct axis_pos pos = {.bucket = axis_bucket_of(a, at)};
	const struct part *part = part_of(a, pos.bucket, 0);

	while (part->rows.p[pos.row].kind != AXIS_BUCKET &&
	       part->rows.p[pos.row].kind != AXIS_UNDATED)
		pos.row++;
	return pos;
}

struct axis_pos axis_find(struct axis *a, size_t at)
{
	struct axis_pos pos = {.bucket = axis_bucket_of(a, at)};
	const struct bucket *b = &a->buckets.p[pos.bucket];

	if (!b->open)
		return axis_heading(a, at);
	pos.chunk = (is_backwards(a, b) ? b->end - 1 - at : at - b->begin) / CHUNK;
	const struct part *part = part_of(a, pos.bucket, pos.chunk);

	pos.row = part->row_of[at - part->begin];
	return pos;
}

int axis_pos_cmp(struct axis_pos x, struct axis_pos y)
{
	if (x.bucket != y.bucket)
		return x.bucket < y.bucket ? -1 : 1;
	if (x.chunk != y.chunk)
		return x.chunk < y.chunk ? -1 : 1;
	return (x.row > y.row) - (x.row < y.row);
}

const size_t *axis_members(struct axis *a, struct axis_pos pos, size_t *n)
{
	const struct part *part = part_of(a, pos.bucket, pos.chunk);
	size_t begin = part->group[part->rows.p[pos.row].at - part->begin];

	*n = group_size(part, begin);
	return &part->members.p[begin];
}

/* ---- folding */

bool axis_is_foldable(const struct axis_row *row)
{
	return row->kind == AXIS_BUCKET || row->kind == AXIS_UNDATED ||
	       (row->kind == AXIS_ITEM && row->n > 1);
}

static void toggle_bucket(struct axis *a, struct bucket *b)
{
	b->open = !b->open;
	for (size_t i = 0; i < a->toggled.n; i++) {
		if (a->toggled.p[i].first == b->first && a->toggled.p[i].level == b->level) {
			a->toggled.p[i] = a->toggled.p[--a->toggled.n];
			return;
		}
	}
	vec_push(&a->toggled, (struct toggled){b->first, b->level});
}

static void toggle_group(struct axis *a, size_t key_index)
{
	for (size_t i = 0; i < a->unfolded.n; i++) {
		if (a->unfolded.p[i] == key_index) {
			a->unfolded.p[i] = a->unfolded.p[--a->unfolded.n];
			return;
		}
	}
	vec_push(&a->unfolded, key_index);
}

bool axis_toggle(struct axis *a, struct axis_pos pos)
{
	struct axis_row row = axis_row(a, pos);

	if (!axis_is_foldable(&row))
		return false;
	if (row.kind == AXIS_ITEM)
		toggle_group(a, a->order.p[row.at]);
	else
		toggle_bucket(a, &a->buckets.p[pos.bucket]);
	axis_forget_rows(a);
	return true;
}
