/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <assert.h>
#include <string.h>
#include <xxhash.h>

#include "base/fs.h"
#include "base/mem.h"
#include "store/state_private.h"
#include "text/decode.h"
#include "text/utf8.h"

/*
 * Six code points: of Chinese, several words; of English, about one. Measured on Chinese and
 * Japanese articles, two different ones share at most 0.08 of the bins, English licences 0.11
 * (with pieces of five, 0.23), and versions of one article of which a third was replaced, in one
 * block or sentence by sentence, at least 0.25, 0.5 on average.
 */
enum { PIECE = 6 };

enum { STILL_THERE_LIMIT = 64 * 1024 * 1024 }; /* bytes; what has grown beyond is another file */

struct state_hash state_hash(struct str bytes)
{
	XXH128_hash_t h = XXH3_128bits(bytes.n ? bytes.p : "", bytes.n);

	return (struct state_hash){h.low64, h.high64};
}

void state_hash_bytes(const struct state_hash *hash, char out[STATE_HASH_BYTES])
{
	XXH128_canonical_t bytes;

	XXH128_canonicalFromHash(&bytes, (XXH128_hash_t){hash->low, hash->high});
	memcpy(out, bytes.digest, STATE_HASH_BYTES);
}

struct state_hash state_hash_of(struct str bytes)
{
	XXH128_canonical_t canonical = {{0}};

	if (bytes.n == STATE_HASH_BYTES)
		memcpy(canonical.digest, bytes.p, STATE_HASH_BYTES);
	XXH128_hash_t h = XXH128_hashFromCanonical(&canonical);

	return (struct state_hash){h.low64, h.high64};
}

/* Every bit of x decides about every bit of the result (the finaliser of splitmix64). */
static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
	return x ^ x >> 31;
}

static bool is_blank(uint32_t cp)
{
	return cp <= ' ' || cp == 0xA0 || cp == 0x3000;
}

struct state_sketch state_sketch(struct str text)
{
	const uint64_t base = UINT64_C(0x9E3779B97F4A7C15);
	uint64_t least[STATE_SKETCH], rolling = 0, leaving = 1;
	uint32_t ring[PIECE] = {0};
	struct state_sketch sketch;
	size_t seen = 0, size;

	memset(least, 0xFF, sizeof least);
	for (int i = 0; i < PIECE; i++)
		leaving *= base;
	for (size_t at = 0; at < text.n; at += size) {
		uint32_t cp = utf8_at(text.p, at, &size);

		/* A text that is only wrapped or indented anew stays the same. */
		if (is_blank(cp))
			continue;
		rolling = rolling * base + cp - ring[seen % PIECE] * leaving;
		ring[seen % PIECE] = cp;
		if (++seen < PIECE)
			continue;
		uint64_t h = mix(rolling);

		if (h >> 6 < least[h % STATE_SKETCH])
			least[h % STATE_SKETCH] = h >> 6;
	}
	for (size_t i = 0; i < STATE_SKETCH; i++)
		sketch.minimum[i] =
			least[i] == UINT64_MAX ? 0 : (uint8_t)(1 + mix(least[i]) % UINT8_MAX);
	return sketch;
}

bool state_sketch_alike(const struct state_sketch *a, const struct state_sketch *b)
{
	int filled = 0, equal = 0;

	for (size_t i = 0; i < STATE_SKETCH; i++) {
		filled += a->minimum[i] || b->minimum[i];
		equal += a->minimum[i] && a->minimum[i] == b->minimum[i];
	}
	/* Texts too short to tell are another article. */
	return filled >= 8 && equal * 5 >= filled;
}

/*
 * Is the file at the path still the article, be it edited? Its markup counts as text here, which
 * the threshold bears: it must only be told from another article.
 */
static bool still_there(const char *path, const struct state_hash *hash,
			const struct state_sketch *sketch)
{
	struct buf bytes = {0}, text = {0};
	bool there = fs_read(path, STILL_THERE_LIMIT, &bytes, NULL, NULL) == 0;

	if (there) {
		struct state_hash now = state_hash(buf_str(&bytes));

		there = now.low == hash->low && now.high == hash->high;
		if (!there) {
			decode(buf_str(&bytes), NULL, &text, NULL);
			struct state_sketch edited = state_sketch(buf_str(&text));

			there = state_sketch_alike(&edited, sketch);
		}
	}
	buf_release(&bytes);
	buf_release(&text);
	return there;
}

/* An article with these very bytes whose own path has lost them. */
static int find_moved(struct db *db, const struct state_hash *hash, int64_t *id)
{
	char bytes[STATE_HASH_BYTES];
	sqlite3_stmt *q = db_prepare(db, "SELECT id, path, present, sketch FROM article"
					 " WHERE hash = ?1 ORDER BY present, rev DESC LIMIT 100");
	int rc;

	state_hash_bytes(hash, bytes);
	db_bind_blob(q, 1, (struct str){bytes, sizeof bytes});
	while ((rc = db_step(db, q)) == SQLITE_ROW) {
		struct str path = db_column(q, 1), column = db_column(q, 3);
		char *copy = xmemdup0(path.n ? path.p : "", path.n);
		struct state_sketch sketch = {{0}};

		if (column.n == sizeof sketch.minimum)
			memcpy(sketch.minimum, column.p, column.n);
		bool gone = !sqlite3_column_int(q, 2) || !still_there(copy, hash, &sketch);

		free(copy);
		if (gone) {
			*id = sqlite3_column_int64(q, 0);
			break;
		}
	}
	return db_done(q, rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc);
}

/* What the database has under this path: its id or 0, whether its hash and sketch are these. */
static int find_at_path(struct db *db, const char *path, const struct state_hash *hash,
			const struct state_sketch *sketch, int64_t *same, int64_t *alike)
{
	char bytes[STATE_HASH_BYTES];
	struct state_sketch known;
	sqlite3_stmt *q = db_prepare(db, "SELECT id, hash, sketch FROM article"
					 " WHERE path = ?1 AND present = 1");

	state_hash_bytes(hash, bytes);
	db_bind_blob(q, 1, str_of(path));
	int rc = db_step(db, q);

	if (rc == SQLITE_ROW) {
		struct str column = db_column(q, 2);

		if (str_eq(db_column(q, 1), (struct str){bytes, sizeof bytes}))
			*same = sqlite3_column_int64(q, 0);
		if (sketch && column.n == sizeof known.minimum) {
			memcpy(known.minimum, column.p, column.n);
			if (state_sketch_alike(&known, sketch))
				*alike = sqlite3_column_int64(q, 0);
		}
	}
	return db_done(q, rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc);
}

int identity_find(struct db *db, const char *path, const struct state_hash *hash,
		  const struct state_sketch *sketch, struct change *c, int64_t *known)
{
	int64_t moved = 0, edited = 0;
	int rc = find_at_path(db, path, hash, sketch, known, &edited);

	assert(path[0] == '/');
	if (rc != SQLITE_OK || *known)
		return rc;
	rc = find_moved(db, hash, &moved);
	if (rc != SQLITE_OK)
		return rc;
	*c = (struct change){
		.kind = moved || edited ? CHANGE_ADOPT : CHANGE_ADD,
		.path = xstrdup(path),
		.hash = *hash,
		.sketched = sketch != NULL,
	};
	if (sketch)
		c->sketch = *sketch;
	vec_push(&c->ids.v, moved ? moved : edited);
	return SQLITE_OK;
}
