/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/library.h"

#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "doc/format.h"
#include "store/library_private.h"

void library_hold(struct library *lib)
{
	index_hold(&lib->ix);
}

void library_let_go(struct library *lib)
{
	index_let_go(&lib->ix);
}

/* An index that cannot be read is told once, not once for each article. */
void library_judge(struct library *lib, int rc)
{
	struct err err = {0};

	if (rc == SQLITE_OK)
		rc = lib->ix.db.failure;
	lib->damaged |= lib->ix.damaged || db_is_damage(rc);
	lib->ix.db.failure = SQLITE_OK;
	if (!rc || db_is_damage(rc) || lib->failed)
		return;
	lib->failed = true;
	db_error(&lib->ix.db, rc, &err);
	if (lib->options.trouble)
		lib->options.trouble(lib->options.ctx, &err);
	err_release(&err);
}

/* ---- rows */

static void row_release(struct row *row)
{
	free(row->strings);
	free(row->absolute);
	*row = (struct row){0};
}

void library_drop_rows(struct library *lib)
{
	for (size_t i = 0; lib->fetched && i < LIBRARY_ROWS; i++)
		row_release(&lib->rows[i]);
	lib->fetched = false;
	buf_release(&lib->text);
	lib->text_doc = 0;
}

static struct str copy_to(char **at, struct str s)
{
	struct str copy = {*at, s.n};

	memcpy(*at, s.n ? s.p : "", s.n);
	(*at)[s.n] = '\0';
	*at += s.n + 1;
	return copy;
}

static size_t count_tags(struct str tags)
{
	size_t n = 0;

	for (size_t i = 0; i < tags.n; i++)
		n += tags.p[i] == '\0';
	return n;
}

/* The strings, the tags first, in one piece of memory. */
static void keep_strings(struct row *row, const struct index_article *a, struct str path,
			 struct str name)
{
	size_t n = count_tags(a->tags);
	struct str *tags = row->strings =
		xmalloc(n * sizeof *tags + a->tags.n + path.n + name.n + a->title.n + a->author.n +
			a->language.n + a->note.n + 6);
	char *at = (char *)(tags + n);
	struct str rest = a->tags, tag;

	for (size_t i = 0; i < n && str_split(&rest, '\0', &tag); i++)
		tags[i] = copy_to(&at, tag);
	row->article.tags = tags;
	row->article.n_tags = n;
	row->article.path = copy_to(&at, path).p;
	row->article.name = copy_to(&at, name).p;
	row->article.title = copy_to(&at, a->title);
	row->article.author = copy_to(&at, a->author);
	row->article.language = copy_to(&at, a->language);
	row->article.note = copy_to(&at, a->note);
}

static const struct index_root *root_by_id(const struct library *lib, int64_t id)
{
	for (size_t i = 0; i < lib->options.n_paths; i++)
		if (lib->roots[i].id == id)
			return &lib->roots[i];
	return NULL;
}

static void fill_row(struct row *row, const struct index_root *root, const struct index_article *a)
{
	struct buf path = {0}, absolute = {0};
	char *name = xmemdup0(a->name.n ? a->name.p : "", a->name.n);

	fs_join(&path, root->path, name);
	fs_join(&absolute, root->absolute, name);
	if (root->is_file) {
		buf_truncate(&path, strlen(root->path));
		buf_truncate(&absolute, strlen(root->absolute));
	}
	keep_strings(row, a, buf_str(&path), root->is_file ? str_of(root->path) : str_of(name));
	row->doc = a->doc;
	row->root = a->root;
	row->hash = a->hash;
	row->date = a->date;
	row->date_source = a->date_source;
	row->absolute = buf_detach(&absolute);
	row->article.key = a->key;
	row->article.root = root->is_file ? 0 : strlen(root->path);
	row->article.stamp = a->stamp;
	row->article.reading_seconds = a->reading_seconds;
	row->article.text_size = a->text_size;
	buf_release(&path);
	free(name);
}

void library_show_state(struct row *row, const struct state_article *state)
{
	bool users = state && state->date.precision != CIVIL_NONE;

	row->article.state = state ? *state : (struct state_article){0};
	row->article.date = users ? state->date : row->date;
	row->article.date_source = users ? DOC_DATE_USER : row->date_source;
}

struct row *library_row(struct library *lib, uint32_t key)
{
	struct row *row = &lib->rows[key % LIBRARY_ROWS];
	struct index_article a;

	if (row->doc && row->article.key == key)
		return row;
	if (!lib->ix.db.handle)
		return NULL;
	row_release(row);
	lib->fetched = true;
	bool found = index_article(&lib->ix, key, &a);

	library_judge(lib, SQLITE_OK);
	const struct index_root *root = found && a.doc ? root_by_id(lib, a.root) : NULL;

	if (root) {
		fill_row(row, root, &a);
		library_show_state(row, library_state(lib, key));
	}
	index_rest(&lib->ix);
	return root ? row : NULL;
}

void library_subject(const struct row *row, struct query_subject *out)
{
	const struct article *a = &row->article;

	*out = (struct query_subject){
		.title = a->title,
		.author = a->author,
		.language = a->language,
		.tags = a->tags,
		.n_tags = a->n_tags,
		.date = a->date,
		.read = a->state.read,
		.bookmarked = a->state.bookmarked,
	};
}

const struct article *library_article(struct library *lib, uint32_t key)
{
	const struct row *row = library_row(lib, key);

	return row ? &row->article : NULL;
}

/* ---- roots */

const struct index_root *library_root_of(const struct library *lib, const char *absolute,
					 const char **name)
{
	for (size_t i = 0; i < lib->options.n_paths; i++) {
		const struct index_root *root = &lib->roots[i];
		size_t n = root->absolute ? strlen(root->absolute) : 0;

		if (!n || strncmp(absolute, root->absolute, n) != 0)
			continue;
		/* The root folder of the file system ends in the slash itself. */
		if (n == 1 && !root->is_file)
			*name = absolute + 1;
		else if (absolute[n] == '\0' && root->is_file)
			*name = absolute + n;
		else if (absolute[n] == '/' && !root->is_file)
			*name = absolute + n + 1;
		else
			continue;
		return root;
	}
	return NULL;
}

void library_add_date(struct buf *out, const struct article *article)
{
	civil_add_date(out, &article->date);
	if (article->date_source == DOC_DATE_INFERRED)
		buf_addc(out, '~');
}

static bool find_absolute(struct library *lib, const char *absolute, uint32_t *key)
{
	const char *name;
	const struct index_root *root = library_root_of(lib, absolute, &name);
	struct index_article a = {0};

	if (!root || !root->id || !lib->ix.db.handle)
		return false;
	bool found = index_article_named(&lib->ix, root->id, str_of(name), &a) && a.doc;

	*key = found ? a.key : *key;
	index_rest(&lib->ix);
	return found;
}

bool library_find(struct library *lib, const char *path, uint32_t *key)
{
	char *absolute = realpath(path, NULL);
	bool found = absolute && find_absolute(lib, absolute, key);
	struct buf below = {0};

	free(absolute);
	for (size_t i = 0; i < lib->options.n_paths && !found; i++) {
		if (!lib->roots[i].absolute)
			continue;
		fs_join(&below, lib->roots[i].absolute, path);
		found = find_absolute(lib, buf_cstr(&below), key);
	}
	buf_release(&below);
	return found;
}

/* ---- the order of the list */

static bool is_newer(const struct index_entry *a, const struct index_entry *b)
{
	return a->seconds > b->seconds;
}

/* Merges the sorted runs [0, middle) and [middle, n). */
static void merge(struct index_entries *e, size_t middle)
{
	struct index_entries out = {0};
	size_t a = 0, b = middle;

	if (middle == 0 || middle == e->v.n || !is_newer(&e->v.p[middle], &e->v.p[middle - 1]))
		return;
	vec_reserve(&out.v, e->v.n);
	while (a < middle || b < e->v.n) {
		bool second = a == middle || (b < e->v.n && is_newer(&e->v.p[b], &e->v.p[a]));

		vec_push(&out.v, e->v.p[second ? b++ : a++]);
	}
	free(e->v.p);
	e->v.p = out.v.p;
	e->v.cap = out.v.cap;
}

void library_release_order(struct index_entries *order)
{
	if (--order->refs)
		return;
	vec_release(&order->v);
	free(order);
}

struct index_entries *library_own_order(struct library *lib)
{
	struct index_entries *shared = lib->order, *own;

	if (shared->refs == 1)
		return shared;
	own = xcalloc(1, sizeof *own);
	own->refs = 1;
	vec_reserve(&own->v, shared->v.n);
	if (shared->v.n)
		memcpy(own->v.p, shared->v.p, shared->v.n * sizeof *own->v.p);
	own->v.n = shared->v.n;
	library_release_order(shared);
	return lib->order = own;
}

void library_reload(struct library *lib)
{
	int rc = SQLITE_OK;

	if (!lib->ix.db.handle)
		return;
	library_release_order(lib->order);
	lib->order = xcalloc(1, sizeof *lib->order);
	lib->order->refs = 1;
	library_drop_rows(lib);
	library_forget_folders(lib);
	for (size_t i = 0; i < lib->options.n_paths && rc == SQLITE_OK; i++) {
		struct index_root *root = &lib->roots[i];
		size_t middle = lib->order->v.n;

		if (!root->absolute)
			continue;
		rc = index_find_root(&lib->ix, root, false);
		if (rc == SQLITE_OK && root->id)
			rc = index_order(&lib->ix, root, lib->order);
		merge(lib->order, middle);
	}
	library_judge(lib, rc);
	library_load_states(lib);
	index_rest(&lib->ix);
}

size_t library_count(const struct library *lib)
{
	return lib->order->v.n;
}

/* ---- articles */

static int no_article(struct err *err)
{
	return err_set(err, ERR_NOT_FOUND, _("There is no such article any more."));
}

int library_check(const struct article *article, struct err *err)
{
	if (!article)
		return no_article(err);
	if (!article->note.n)
		return 0;
	return err_set(err, ERR_LIMIT, "%s: %.*s", article->path, STR_ARG(article->note));
}

struct doc *library_load(struct library *lib, uint32_t key, struct err *err)
{
	const struct row *row = library_row(lib, key);

	if (library_check(row ? &row->article : NULL, err) < 0)
		return NULL;
	const char *charset = row->article.state.charset;
	struct format_options options = {
		.charset = *charset ? charset : NULL,
		.raw = lib->options.raw,
		.root = row->article.root,
	};

	return format_open(row->article.path, &options, NULL, err);
}

struct doc *library_take(struct library *lib, uint32_t key, struct fs_stamp *stamp)
{
	struct row *row = lib->only ? library_row(lib, key) : NULL;
	struct doc *doc = row && library_count(lib) == 1 ? lib->only : NULL;

	if (doc && stamp)
		*stamp = row->article.stamp;
	if (doc)
		lib->only = NULL;
	return doc;
}

int library_text(struct library *lib, uint32_t key, struct buf *out, struct err *err)
{
	const struct row *row = library_row(lib, key);
	struct str text;

	buf_clear(out);
	if (!row)
		return no_article(err);
	bool kept = row->doc == lib->text_doc;

	if (!kept && index_text(&lib->ix, row->doc, &text)) {
		kept = true;
		buf_clear(&lib->text);
		buf_addstr(&lib->text, text);
		lib->text_doc = row->doc;
	}
	index_rest(&lib->ix);
	library_judge(lib, SQLITE_OK);
	if (kept) {
		buf_addstr(out, buf_str(&lib->text));
		return 0;
	}
	struct doc *doc = library_load(lib, key, err);

	if (!doc)
		return -1;
	buf_addstr(out, doc_text(doc));
	doc_free(doc);
	return 0;
}

int64_t library_identify(struct library *lib, uint32_t key, struct err *err)
{
	const struct row *row = library_row(lib, key);
	struct state_article state;
	struct buf text = {0};

	if (!row) {
		no_article(err);
		return 0;
	}
	if (row->article.state.id)
		return row->article.state.id;
	if (library_text(lib, key, &text, err) < 0) {
		buf_release(&text);
		return 0;
	}
	struct state_sketch sketch = state_sketch(buf_str(&text));

	buf_release(&text);
	row = library_row(lib, key);
	if (!row ||
	    state_identify(lib->state, row->absolute, row->hash, &sketch, true, &state, err) < 0)
		return 0;
	library_set_state(lib, key, &state);
	return state.id;
}
