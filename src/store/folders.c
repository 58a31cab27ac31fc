/* SPDX-License-Identifier: ISC
 *
 * The folders that articles stand in, for lists that are grouped by them.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "store/library_private.h"

/* Articles one behind the other, by name, that stand in the same folder. */
struct run {
	uint32_t root;
	struct str folder;
	uint32_t rank;
	size_t at; /* index among the runs as they were found */
};

struct ranking {
	struct arena arena;
	VEC(struct run) runs;
	VEC(struct placed {
		uint32_t key;
		size_t run;
	})
	articles;
	uint32_t most; /* key */
};

/* Of a name below the root; "" in the root itself. */
static struct str folder_of(struct str name)
{
	while (name.n && name.p[name.n - 1] != '/')
		name.n--;
	return str_sub(name, 0, name.n ? name.n - 1 : 0);
}

static void find_runs(struct ranking *r, struct library *lib, uint32_t root)
{
	sqlite3_stmt *q = db_prepare(&lib->ix.db, "SELECT key, name FROM article WHERE root = ?1"
						  " ORDER BY name");

	db_bind_int(q, 1, lib->roots[root].id);
	while (db_step(&lib->ix.db, q) == SQLITE_ROW) {
		uint32_t key = (uint32_t)sqlite3_column_int64(q, 0);
		struct str folder = folder_of(db_column(q, 1));
		const struct run *last = r->runs.n ? &r->runs.p[r->runs.n - 1] : NULL;

		if (!last || last->root != root || !str_eq(last->folder, folder)) {
			struct run run = {root, arena_str(&r->arena, folder), 0, r->runs.n};

			vec_push(&r->runs, run);
		}
		vec_push(&r->articles, (struct placed){key, r->runs.n - 1});
		r->most = key > r->most ? key : r->most;
	}
	db_done(q, SQLITE_OK);
}

static int by_folder(const void *a, const void *b)
{
	const struct run *x = a, *y = b;

	return x->root != y->root ? (x->root < y->root ? -1 : 1) : str_cmp(x->folder, y->folder);
}

static int by_place(const void *a, const void *b)
{
	const struct run *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* Returns how many folders there are. A folder's run is interrupted by those of folders in it. */
static uint32_t rank(struct ranking *r)
{
	struct run *p = r->runs.p;
	uint32_t rank = 0;

	if (!r->runs.n)
		return 0;
	qsort(p, r->runs.n, sizeof *p, by_folder);
	for (size_t i = 0; i < r->runs.n; i++) {
		rank += i && by_folder(&p[i - 1], &p[i]) != 0;
		p[i].rank = rank;
	}
	qsort(p, r->runs.n, sizeof *p, by_place);
	return rank + 1;
}

const uint32_t *library_folders(struct library *lib, uint32_t *most, uint32_t *n)
{
	if (!lib->folders) {
		struct ranking r = {0};

		for (uint32_t i = 0; i < lib->options.n_paths && lib->ix.db.handle; i++)
			if (lib->roots[i].id)
				find_runs(&r, lib, i);
		index_rest(&lib->ix);
		lib->n_folders = rank(&r);
		lib->most_key = r.most;
		lib->folders = xcalloc((size_t)r.most + 1, sizeof *lib->folders);
		for (size_t i = 0; i < r.articles.n; i++)
			lib->folders[r.articles.p[i].key] = r.runs.p[r.articles.p[i].run].rank;
		arena_release(&r.arena);
		vec_release(&r.runs);
		vec_release(&r.articles);
	}
	*most = lib->most_key;
	*n = lib->n_folders;
	return lib->folders;
}

void library_forget_folders(struct library *lib)
{
	free(lib->folders);
	lib->folders = NULL;
}

void library_add_folder(struct library *lib, const struct article *article, struct buf *out)
{
	const struct row *row = library_row(lib, article->key);
	struct str folder = folder_of(str_of(article->name));

	for (size_t i = 0; row && i < lib->options.n_paths; i++) {
		const struct index_root *root = &lib->roots[i];

		if (root->id != row->root || root->is_file)
			continue;
		/* One library alone needs no name but for what stands in no folder of it. */
		if (lib->options.n_paths > 1 || !folder.n)
			buf_adds(out, fs_base(root->absolute));
		if (lib->options.n_paths > 1 && folder.n)
			buf_addc(out, '/');
	}
	buf_addstr(out, folder);
}
