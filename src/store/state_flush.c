/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <unistd.h>

#include "store/state_private.h"

/*
 * Writing to the file, and what ids mean. The ids given out are those of the file, plus
 * GENERATION for each time that another file was found in its place: so an id from before is
 * told from one from after, and the aliases say what it became. Negative ids are those of
 * articles that were added while detached.
 */
#define GENERATION (INT64_C(1) << 40)

int64_t state_given_id(const struct state *s, int64_t real)
{
	return real > 0 ? real + s->generation * GENERATION : real;
}

int64_t state_real_id(const struct state *s, int64_t given)
{
	for (size_t i = 0; i < s->aliases.n; i++) {
		if (s->aliases.p[i].id == given)
			return s->aliases.p[i].real;
	}
	return given > 0 ? given % GENERATION : given;
}

/* With the first change of this process, its row in session. */
static int begin(struct state *s, int64_t *session)
{
	int rc = db_begin(&s->file);

	*session = s->session;
	if (rc != SQLITE_OK || s->session)
		return rc;
	sqlite3_stmt *q = db_prepare(&s->file, "INSERT INTO session (pid) VALUES (?1)");

	db_bind_int(q, 1, getpid());
	rc = db_run(&s->file, q);
	*session = sqlite3_last_insert_rowid(s->file.handle);
	return rc == SQLITE_OK ? rc : db_end(&s->file, rc);
}

static int end(struct state *s, int rc, int64_t session)
{
	rc = db_end(&s->file, rc);
	if (rc == SQLITE_OK)
		s->session = session;
	return rc;
}

int state_apply_to_file(struct state *s, struct change *c)
{
	int64_t session;
	int rc = begin(s, &session);

	return rc == SQLITE_OK ? end(s, change_apply(&s->file, c), session) : rc;
}

/* ---- the queue */

static int64_t mapped(const struct state_aliases *map, int64_t id)
{
	for (size_t i = 0; i < map->v.n; i++) {
		if (map->v.p[i].id == id)
			return map->v.p[i].real;
	}
	return id;
}

/* Applies a queued change with the ids that the file knows. The queue stays as it is. */
static int replay(struct state *s, const struct change *queued, struct state_aliases *map)
{
	struct change c = *queued;
	int rc;

	/* The steps of another file are not these. */
	if (c.kind == CHANGE_UNDO && s->other_file)
		return SQLITE_OK;
	c.ids = (struct state_ids){0};
	for (size_t i = 0; i < queued->ids.v.n; i++)
		vec_push(&c.ids.v, mapped(map, queued->ids.v.p[i]));
	if (c.kind == CHANGE_ADD)
		c.ids.v.p[0] = 0;
	rc = change_apply(&s->file, &c);
	if (rc == SQLITE_OK && c.kind == CHANGE_ADD)
		vec_push(&map->v, (struct state_alias){queued->ids.v.p[0], c.ids.v.p[0]});
	vec_release(&c.ids.v);
	return rc;
}

static bool has_alias(const struct state *s, int64_t given)
{
	for (size_t i = 0; i < s->aliases.n; i++) {
		if (s->aliases.p[i].id == given)
			return true;
	}
	return false;
}

/* The ids given out so far go on meaning the same articles. */
static void learn(struct state *s, const struct state_aliases *map)
{
	for (size_t i = 0; i < s->aliases.n; i++)
		s->aliases.p[i].real = mapped(map, s->aliases.p[i].real);
	for (size_t i = 0; i < map->v.n; i++) {
		struct state_alias alias = map->v.p[i];

		for (int64_t g = 0; g <= (alias.id > 0 ? s->generation : 0); g++) {
			int64_t given = alias.id + g * GENERATION;

			if (!has_alias(s, given))
				vec_push(&s->aliases, (struct state_alias){given, alias.real});
		}
	}
	s->generation += s->other_file;
}

int state_write_queue(struct state *s)
{
	struct rescue merged = {0};
	int64_t session;
	int rc = begin(s, &session);

	if (rc != SQLITE_OK)
		return rc;
	if (s->other_file && s->memory.handle)
		rc = rescue_merge(&s->file, &s->memory, &merged);
	for (size_t i = 0; i < s->queue.n && rc == SQLITE_OK; i++)
		rc = replay(s, &s->queue.p[i], &merged.ids);
	rc = end(s, rc, session);
	if (rc == SQLITE_OK)
		learn(s, &merged.ids);
	vec_release(&merged.ids.v);
	return rc;
}
