/* SPDX-License-Identifier: ISC
 *
 * Input: rows of a file whose schema holds back nothing, a column after the other as a type, a
 * length and bytes. Whatever they are, what is rescued from them keeps the rules of our schema,
 * and rows are read as articles that make sense. The input as a text is also a date.
 */
#include "config.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "store/state_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const uint8_t *p;
	size_t n;
};

static uint8_t take_byte(struct input *in)
{
	if (in->n == 0)
		return 0;
	in->n--;
	return *in->p++;
}

static struct str take_bytes(struct input *in, size_t n)
{
	struct str s;

	if (n > in->n)
		n = in->n;
	s = (struct str){(const char *)in->p, n};
	in->p += n;
	in->n -= n;
	return s;
}

static void bind(sqlite3_stmt *q, int column, struct input *in)
{
	uint8_t type = take_byte(in);
	size_t length = take_byte(in);
	struct str s;
	int64_t number = 0;

	switch (type % 6) {
	case 0:
		sqlite3_bind_null(q, column);
		break;
	case 1:
		db_bind_int(q, column, (int64_t)length);
		break;
	case 2:
		s = take_bytes(in, sizeof number);
		memcpy(&number, s.p, s.n);
		db_bind_int(q, column, number);
		break;
	case 3:
		sqlite3_bind_double(q, column, (double)length / 7);
		break;
	case 4:
		s = take_bytes(in, length);
		sqlite3_bind_text(q, column, s.p, (int)s.n, SQLITE_TRANSIENT);
		break;
	default:
		s = take_bytes(in, length);
		sqlite3_bind_blob(q, column, s.n ? s.p : "", (int)s.n, SQLITE_TRANSIENT);
	}
}

static void make_loose(struct db *db, struct input *in)
{
	static const struct {
		const char *insert;
		int columns;
	} tables[] = {
		{"INSERT INTO article VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
		 "?13)",
		 13},
		{"INSERT INTO mark VALUES (?1, ?2, ?3, ?4, ?5)", 5},
		{"INSERT INTO value VALUES (?1, ?2, ?3, ?4)", 4},
	};

	db_exec(db,
		"CREATE TABLE article (id INTEGER PRIMARY KEY, path, hash, sketch, present, read,"
		" bookmarked, place, permille, opened, date, charset, rev);"
		"CREATE TABLE mark (id INTEGER PRIMARY KEY, article, name, place, rev);"
		"CREATE TABLE value (id INTEGER PRIMARY KEY, name, value, rev)");
	while (in->n) {
		size_t t = take_byte(in) % 3;
		sqlite3_stmt *q = db_prepare(db, tables[t].insert);

		for (int i = 1; i <= tables[t].columns; i++)
			bind(q, i, in);
		db_run(db, q);
	}
}

static void check_rescued(struct db *db)
{
	sqlite3_stmt *q = db_prepare(db, "SELECT " ROW_COLUMNS ", path FROM article");
	int64_t strays = 0;

	while (db_step(db, q) == SQLITE_ROW) {
		struct state_article a;
		struct str path = db_column(q, ROW_NEXT);

		state_row(q, &a);
		assert(path.n && path.p[0] == '/');
		assert(a.permille >= 0 && a.permille <= 1000);
		assert(memchr(a.charset, '\0', sizeof a.charset));
		assert(a.date.precision == CIVIL_NONE ||
		       civil_valid(a.date.year, a.date.month ? a.date.month : 1,
				   a.date.day ? a.date.day : 1));
	}
	db_done(q, SQLITE_OK);
	db_int(db,
	       "SELECT count(*) FROM mark WHERE name NOT BETWEEN 'a' AND 'z'"
	       " OR article NOT IN (SELECT id FROM article)",
	       &strays);
	assert(strays == 0);
	assert(db_quick_check(db) == SQLITE_OK);
}

static void check_date(struct str text)
{
	struct civil date = {.zone = CIVIL_NO_ZONE}, again = {.zone = CIVIL_NO_ZONE};
	struct buf out = {0};

	if (!state_date_parse(text, &date))
		return;
	state_date_text(&out, &date);
	assert(state_date_parse(buf_str(&out), &again));
	assert(memcmp(&date.year, &again.year, sizeof date.year) == 0 &&
	       date.month == again.month && date.day == again.day &&
	       date.precision == again.precision);
	buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = {data, size};
	struct rescue count = {0};
	struct db from = {0}, to = {0};

	check_date((struct str){(const char *)data, size});
	if (db_open(&from, NULL, 0, 0, NULL) < 0 || db_open(&to, NULL, 0, 0, NULL) < 0)
		return 0;
	make_loose(&from, &in);
	db_migrate(&to, state_migrations, state_version);
	rescue_merge(&to, &from, &count);
	check_rescued(&to);
	vec_release(&count.ids.v);
	db_close(&from);
	db_close(&to);
	return 0;
}
