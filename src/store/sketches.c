/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/sketches.h"

#include "text/reading_sketch.h"

/* Each sketch of data ends with READING_SKETCH_END; the first is that of doc. */
const char sketches_schema[] =
	"CREATE TABLE sketch(doc INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;";

void sketches_add(struct sketches *s, uint32_t doc, struct str title)
{
	if (s->data.n == 0)
		s->first = s->next = doc;
	for (; s->next < doc; s->next++)
		buf_addc(&s->data, READING_SKETCH_END);
	reading_sketch(&s->data, title);
	buf_addc(&s->data, READING_SKETCH_END);
	s->next++;
}

int sketches_write(struct sketches *s, struct db *db)
{
	if (s->data.n == 0)
		return SQLITE_OK;
	sqlite3_stmt *q =
		db_prepare(db, "INSERT OR REPLACE INTO sketch(doc, data) VALUES (?1, ?2)");

	db_bind_int(q, 1, s->first);
	db_bind_blob(q, 2, buf_str(&s->data));
	int rc = db_run(db, q);

	buf_clear(&s->data);
	return rc;
}

int sketches_find(struct db *db, const struct reading *r, uint32_t last, struct docset *out,
		  size_t *n)
{
	sqlite3_stmt *q = db_prepare(db, "SELECT doc, data FROM sketch WHERE doc BETWEEN 1 AND ?1");
	struct reading_sieve sieve;
	int rc;

	*n = 0;
	db_bind_int(q, 1, last);
	reading_sieve_init(&sieve, r);
	while ((rc = db_step(db, q)) == SQLITE_ROW) {
		uint32_t doc = (uint32_t)sqlite3_column_int64(q, 0);
		struct str rest = db_column(q, 1), sketch;

		for (; doc <= last && str_split(&rest, READING_SKETCH_END, &sketch); doc++)
			if (sketch.n && reading_sieve_passes(&sieve, sketch)) {
				docset_add(out, doc);
				++*n;
			}
	}
	return db_done(q, rc == SQLITE_DONE ? SQLITE_OK : rc);
}
