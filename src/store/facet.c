/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/facet.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/fold.h"

/* Since 1970-01-01, as seconds are that an order has. */
static int64_t day_of(int64_t seconds)
{
	enum { DAY = 24 * 60 * 60 };

	return seconds / DAY - (seconds % DAY < 0);
}

/* ---- going through the values of a field */

static int each_of_root(struct index *ix, enum query_field field, int64_t root, facet_each_fn *each,
			void *ctx)
{
#define FROM(column) "SELECT " column ", doc FROM article WHERE root = ?1 ORDER BY " column
	static const char *const statements[QUERY_FIELDS] = {
		[QUERY_TITLE] = FROM("title"),
		[QUERY_AUTHOR] = FROM("author"),
		[QUERY_TAG] = FROM("tags"),
		[QUERY_LANG] = FROM("language"),
	};
	sqlite3_stmt *q = db_prepare(&ix->db, statements[field]);
	int rc;

	db_bind_int(q, 1, root);
	while ((rc = db_step(&ix->db, q)) == SQLITE_ROW) {
		uint32_t doc = (uint32_t)sqlite3_column_int64(q, 1);

		if (doc)
			each(ctx, db_column(q, 0), doc);
	}
	return db_done(q, rc == SQLITE_DONE ? SQLITE_OK : rc);
}

int facet_each(struct library *lib, enum query_field field, facet_each_fn *each, void *ctx)
{
	int rc = SQLITE_OK;

	for (size_t i = 0; i < lib->options.n_paths && rc == SQLITE_OK; i++)
		if (lib->roots[i].id)
			rc = each_of_root(&lib->ix, field, lib->roots[i].id, each, ctx);
	return rc;
}

struct tags {
	VEC(struct str) v;
};

/* Each tag has a NUL behind it. */
static void split_tags(struct str value, struct tags *tags)
{
	struct str tag;

	vec_clear(&tags->v);
	while (value.n && str_split(&value, '\0', &tag))
		vec_push(&tags->v, tag);
}

/* ---- what a term asks for */

struct finding {
	const struct query *query;
	const struct query_term *term;
	struct query_scratch *scratch;
	struct buf value; /* the last one */
	bool any, matches;
	struct tags tags;
	struct docset *out;
};

static bool value_matches(struct finding *f, struct str value)
{
	struct query_subject subject = {0};

	if (f->term->field == QUERY_AUTHOR)
		subject.author = value;
	else if (f->term->field == QUERY_LANG)
		subject.language = value;
	split_tags(f->term->field == QUERY_TAG ? value : (struct str){0}, &f->tags);
	subject.tags = f->tags.v.p;
	subject.n_tags = f->tags.v.n;
	return query_term_matches(f->query, f->term, &subject, f->scratch);
}

static void find_value(void *ctx, struct str value, uint32_t doc)
{
	struct finding *f = ctx;

	if (!f->any || !str_eq(value, buf_str(&f->value))) {
		buf_clear(&f->value);
		buf_addstr(&f->value, value);
		f->matches = value_matches(f, value);
		f->any = true;
	}
	if (f->matches)
		docset_add(f->out, doc);
}

int facet_find(struct library *lib, const struct query *q, const struct query_term *term,
	       struct query_scratch *scratch, struct docset *out)
{
	struct finding f = {.query = q, .term = term, .scratch = scratch, .out = out};
	int rc = facet_each(lib, term->field, find_value, &f);

	buf_release(&f.value);
	vec_release(&f.tags.v);
	return rc;
}

/*
 * The order knows when a date begins but not how much it may mean, nor its zone: the first of
 * January may be a year, the first of a month a month. What is in the range, or out of it, with a
 * day to spare is so in any case; few articles are left to be looked at.
 */
bool facet_dated(struct library *lib, const struct query *q, const struct query_term *term,
		 const struct index_entry *entry, struct query_scratch *scratch)
{
	struct query_subject subject;
	int32_t year;
	int month, day;

	if (entry->seconds == INT64_MIN)
		return false;
	int64_t days = day_of(entry->seconds);

	if (days + 1 < term->first || days - 1 > term->last)
		return false;
	civil_from_days(days, &year, &month, &day);
	int extent = day > 1 ? 1 : month > 1 ? 31 : 366;

	if (days - 1 >= term->first && days + extent <= term->last)
		return true;
	const struct row *row = library_row(lib, entry->key);

	if (!row)
		return false;
	library_subject(row, &subject);
	return query_term_matches(q, term, &subject, scratch);
}

/* ---- values to choose from */

struct values {
	struct library_values *out;
	struct buf key;
	struct str prefix; /* folded */
	struct tags tags;
};

/* Counts it; neighbours only, so that a value may come more than once. */
static void count(struct values *v, struct str value)
{
	struct library_values *out = v->out;
	struct library_value *last = out->v.n ? &out->v.p[out->v.n - 1] : NULL;

	if (last && str_eq(last->value, value)) {
		last->count++;
		return;
	}
	buf_clear(&v->key);
	fold_key(&v->key, value, FOLD_ALL);
	if (v->key.n && str_starts(buf_str(&v->key), v->prefix))
		vec_push(&out->v, (struct library_value){arena_str(&out->arena, value), 1});
}

static void count_value(void *ctx, struct str value, uint32_t doc)
{
	(void)doc;
	count(ctx, value);
}

static void count_tags(void *ctx, struct str value, uint32_t doc)
{
	struct values *v = ctx;

	(void)doc;
	split_tags(value, &v->tags);
	for (size_t i = 0; i < v->tags.v.n; i++)
		count(v, v->tags.v.p[i]);
}

/* The years, or behind "2022-" its months, newest first as the list is. */
static void count_dates(struct values *v, struct library *lib)
{
	bool months = memchr(v->prefix.n ? v->prefix.p : "", '-', v->prefix.n);
	struct buf text = {0};
	int64_t last = INT64_MIN;

	for (size_t i = 0; i < lib->order->v.n; i++) {
		int64_t seconds = lib->order->v.p[i].seconds;
		int32_t year;
		int month, day;

		if (seconds == INT64_MIN)
			continue;
		if (day_of(seconds) != last) {
			last = day_of(seconds);
			civil_from_days(last, &year, &month, &day);
			buf_clear(&text);
			buf_addf(&text, months ? "%04d-%02d" : "%04d", (int)year, month);
		}
		count(v, buf_str(&text));
	}
	buf_release(&text);
}

static int by_value(const void *a, const void *b)
{
	const struct library_value *x = a, *y = b;

	return str_cmp(x->value, y->value);
}

static int by_count(const void *a, const void *b)
{
	const struct library_value *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return by_value(a, b);
}

static void join_equal(struct library_values *out)
{
	struct library_value *p = out->v.p;
	size_t kept = 0;

	for (size_t i = 0; i < out->v.n; i++)
		if (kept && str_eq(p[kept - 1].value, p[i].value))
			p[kept - 1].count += p[i].count;
		else
			p[kept++] = p[i];
	out->v.n = kept;
}

void library_values(struct library *lib, enum query_field field, struct str prefix,
		    struct library_values *out)
{
	struct buf key = {0};
	struct values v = {.out = out};

	library_values_release(out);
	fold_key(&key, prefix, FOLD_ALL);
	v.prefix = buf_str(&key);
	if (field == QUERY_DATE) {
		count_dates(&v, lib);
	} else if (lib->ix.db.handle) {
		facet_each(lib, field, field == QUERY_TAG ? count_tags : count_value, &v);
		if (out->v.n)
			qsort(out->v.p, out->v.n, sizeof *out->v.p, by_value);
		join_equal(out);
		if (out->v.n)
			qsort(out->v.p, out->v.n, sizeof *out->v.p, by_count);
		index_rest(&lib->ix);
	}
	buf_release(&key);
	buf_release(&v.key);
	vec_release(&v.tags.v);
}

void library_values_release(struct library_values *values)
{
	arena_release(&values->arena);
	vec_release(&values->v);
}
