/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/state_private.h"

/*
 * An article whose path was taken over by another one stays, with present = 0, for the day its
 * file turns up elsewhere. rev orders all changes of all processes; clocks do not. Rowid tables
 * throughout: what is left of a damaged file is read by ranges of them (state_rescue.c).
 */
static const char version_1[] =
	"CREATE TABLE counter ("
	"  one INTEGER PRIMARY KEY CHECK (one = 1),"
	"  rev INTEGER NOT NULL CHECK (rev >= 0),"
	"  file INTEGER NOT NULL,"   /* random: is this the file it was? */
	"  checked INTEGER NOT NULL" /* when the file was last found whole, epoch seconds */
	") STRICT;"
	"INSERT INTO counter VALUES (1, 0, random(), 0);"
	"CREATE TABLE session (" /* one row for each process that writes; see attach() in state.c */
	"  id INTEGER PRIMARY KEY,"
	"  pid INTEGER NOT NULL"
	") STRICT;"
	"CREATE TABLE article ("
	"  id INTEGER PRIMARY KEY,"
	"  path BLOB NOT NULL,"
	"  hash BLOB NOT NULL CHECK (length(hash) = 16),"
	"  sketch BLOB NOT NULL CHECK (length(sketch) = 64),"
	"  present INTEGER NOT NULL DEFAULT 1 CHECK (present IN (0, 1)),"
	"  read INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)),"
	"  bookmarked INTEGER NOT NULL DEFAULT 0 CHECK (bookmarked IN (0, 1)),"
	"  place INTEGER NOT NULL DEFAULT 0 CHECK (place >= 0),"
	"  permille INTEGER NOT NULL DEFAULT 0 CHECK (permille BETWEEN 0 AND 1000),"
	"  opened INTEGER NOT NULL DEFAULT 0,"
	"  date TEXT,"
	"  charset TEXT CHECK (length(charset) < 32),"
	"  rev INTEGER NOT NULL"
	") STRICT;"
	"CREATE UNIQUE INDEX article_path ON article (path) WHERE present = 1;"
	"CREATE INDEX article_hash ON article (hash);"
	"CREATE TABLE mark ("
	"  id INTEGER PRIMARY KEY,"
	"  article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,"
	"  name TEXT NOT NULL CHECK (name BETWEEN 'a' AND 'z' AND length(name) = 1),"
	"  place INTEGER NOT NULL CHECK (place >= 0),"
	"  rev INTEGER NOT NULL,"
	"  UNIQUE (article, name)"
	") STRICT;"
	"CREATE TABLE value ("
	"  id INTEGER PRIMARY KEY,"
	"  name TEXT NOT NULL UNIQUE,"
	"  value BLOB NOT NULL,"
	"  rev INTEGER NOT NULL"
	") STRICT;"
	"CREATE TABLE step (" /* id is a rev: the last step is the greatest */
	"  id INTEGER PRIMARY KEY,"
	"  kind INTEGER NOT NULL,"
	"  made INTEGER NOT NULL" /* epoch seconds, for curiosity alone */
	") STRICT;"
	"CREATE TABLE before ("
	"  id INTEGER PRIMARY KEY,"
	"  step INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE"
	"    DEFERRABLE INITIALLY DEFERRED," /* the step is added behind its changes */
	"  article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,"
	"  field INTEGER NOT NULL,"
	"  mark TEXT,"
	"  value ANY"
	") STRICT;"
	"CREATE INDEX before_step ON before (step);"
	"CREATE INDEX before_article ON before (article);"
	"PRAGMA application_id = 0x6B727064;";

const char *const state_migrations[] = {version_1};
const int state_version = sizeof state_migrations / sizeof *state_migrations;

struct head {
	int64_t application, version, tables, programs;
};

/* In one transaction: another process may be creating the file just now. */
static int read_head(struct db *db, struct head *head)
{
	int rc = db_run(db, db_prepare(db, "BEGIN"));

	if (rc != SQLITE_OK)
		return rc;
	rc = db_int(db, "PRAGMA application_id", &head->application);
	if (rc == SQLITE_OK)
		rc = db_int(db, "PRAGMA user_version", &head->version);
	if (rc == SQLITE_OK)
		rc = db_int(db, "SELECT count(*) FROM sqlite_schema", &head->tables);
	if (rc == SQLITE_OK)
		rc = db_int(db,
			    "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')",
			    &head->programs);
	return db_end(db, rc);
}

int state_judge(struct db *db, enum state_kind *kind)
{
	struct head head = {0};
	int rc = read_head(db, &head);
	bool ours = head.application == STATE_APPLICATION;

	if (db_is_damage(rc))
		*kind = head.application && !ours ? STATE_FOREIGN : STATE_DAMAGED;
	else if (rc != SQLITE_OK)
		return rc;
	else if (!head.application && !head.version && !head.tables)
		*kind = STATE_EMPTY;
	/* No version of ours has what would be run with each change, or need not end. */
	else if (!ours || head.programs)
		*kind = STATE_FOREIGN;
	else if (head.version > state_version)
		*kind = STATE_NEWER;
	else
		*kind = head.version > 0 && head.tables > 0 ? STATE_OURS : STATE_DAMAGED;
	return SQLITE_OK;
}
