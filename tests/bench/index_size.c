/* SPDX-License-Identifier: ISC
 *
 * usage: index_size INDEX
 *
 * What an index.db is made of: one line of MB for the texts of its articles, for keeping them,
 * for finding in them (the full-text index), and for all of the file.
 */
#include "config.h"

#include <stdio.h>

#include "store/db.h"

static double megabytes(struct db *db, const char *sql)
{
	int64_t bytes = 0;

	if (db_int(db, sql, &bytes) != SQLITE_OK)
		return 0;
	return (double)bytes / 1e6;
}

int main(int argc, char **argv)
{
	struct db db = {0};
	struct err err = {0};

	if (argc != 2) {
		fputs("usage: index_size INDEX\n", stderr);
		return 2;
	}
	if (db_open(&db, argv[1], DB_READ_ONLY, 0, &err) < 0) {
		fprintf(stderr, "index_size: %s\n", err_text(&err));
		return 1;
	}
	printf("%.1f %.1f %.1f %.1f\n", megabytes(&db, "SELECT sum(text_size) FROM article"),
	       megabytes(&db, "SELECT sum(pgsize) FROM dbstat WHERE name = 'text'"),
	       megabytes(&db, "SELECT sum(pgsize) FROM dbstat WHERE name IN ('segment', 'block')"),
	       megabytes(&db, "SELECT sum(pgsize) FROM dbstat"));
	db_close(&db);
	return 0;
}
