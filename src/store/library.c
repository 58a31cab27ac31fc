/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/library.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

#include "base/intl.h"
#include "base/mem.h"
#include "doc/format.h"
#include "store/library_private.h"
#include "store/timeline.h"
#include "text/decode.h"
#include "text/draw.h"

enum { HEAD = 4096 }; /* bytes of a file that tell whether it is text */

/* ---- rows */

/* What was made of an earlier version of the file. */
static void row_forget(struct row *row)
{
	fold_release(&row->title);
	fold_release(&row->author);
	buf_release(&row->text);
	row->has_text = false;
}

static void row_free(struct row *row)
{
	row_forget(row);
	free(row->strings);
	free(row->absolute);
	free(row->path);
	free(row->name);
	free(row);
}

static struct str copy_to(char **at, struct str s)
{
	struct str copy = {*at, s.n};

	memcpy(*at, s.n ? s.p : "", s.n);
	(*at)[s.n] = '\0';
	*at += s.n + 1;
	return copy;
}

/* The strings of the metadata, the tags first, in one piece of memory. */
static void keep_strings(struct row *row, const struct doc_meta *meta)
{
	struct buf name = {0};

	/* Names are any bytes, but a title is text like others: searched, laid out, painted. */
	draw_add_text(&name, str_of(fs_base(row->name)));
	struct str title = meta->title.n ? meta->title : buf_str(&name);
	size_t size = title.n + meta->author.n + meta->language.n + 3;
	size_t n = meta->tags.n;

	for (size_t i = 0; i < n; i++)
		size += sizeof *meta->tags.p + meta->tags.p[i].n + 1;
	void *old = row->strings;
	struct str *tags = row->strings = xmalloc(size);
	char *at = (char *)(tags + n);

	for (size_t i = 0; i < n; i++)
		tags[i] = copy_to(&at, meta->tags.p[i]);
	row->article.tags = tags;
	row->article.n_tags = n;
	row->article.title = copy_to(&at, title);
	row->article.author = copy_to(&at, meta->author);
	row->article.language = copy_to(&at, meta->language);
	buf_release(&name);
	free(old);
}

static void set_state(struct row *row, const struct state_article *state)
{
	bool users = state->date.precision != CIVIL_NONE;

	row->article.state = *state;
	row->article.date = users ? state->date : row->date;
	row->article.date_source = users ? DOC_DATE_USER : row->date_source;
}

static void keep_doc(struct row *row, const struct doc *doc)
{
	keep_strings(row, &doc->meta);
	row->date = doc->meta.date;
	row->date_source = doc->meta.date_source;
	if (row->date.precision == CIVIL_NONE &&
	    timeline_infer_date(doc, row->article.language, &row->date, NULL))
		row->date_source = DOC_DATE_INFERRED;
	row->article.text_size = doc_text(doc).n;
	row->article.reading_seconds = doc_reading_seconds(doc, 0);
	row_forget(row);
}

bool library_row_listed(const struct row *row)
{
	return row->usable && !row->gone;
}

/* ---- reading files */

struct scan {
	struct library *lib;
	void (*trouble)(void *ctx, const struct err *err);
	void *ctx;
	const struct library_root *root;
	bool named; /* the file was given by its name: whatever it is, it is wanted */
	bool changed;
};

static void tell(const struct scan *s, const struct err *err)
{
	if (s->trouble)
		s->trouble(s->ctx, err);
}

/*
 * What is kept about the article: by its bytes; or, when other bytes were known at its path, by
 * what its text is like.
 */
static void find_state(struct library *lib, struct row *row, const struct doc *doc, bool edited,
		       struct state_article *out)
{
	if (edited) {
		struct state_sketch sketch = state_sketch(doc_text(doc));

		state_identify(lib->state, row->absolute, row->hash, &sketch, false, out, NULL);
	}
	set_state(row, out);
}

static void read_row(struct library *lib, struct row *row, struct str bytes)
{
	struct state_article state = {0}, at_path = {0};

	row->hash = state_hash(bytes);
	state_identify(lib->state, row->absolute, row->hash, NULL, false, &state, NULL);
	if (!state.id)
		state_at_path(lib->state, row->absolute, &at_path, NULL);
	const char *charset = state.id ? state.charset : at_path.charset;
	struct format_options options = {
	    .charset = *charset ? charset : NULL,
	    .raw = lib->raw,
	};
	struct doc *doc = format_parse(bytes, row->path, &options);

	keep_doc(row, doc);
	find_state(lib, row, doc, !state.id && at_path.id, &state);
	doc_free(doc);
}

/*
 * Text that lies beside articles but is none: the parts of saved pages, data, settings. Any other
 * suffix, or none, says nothing, and the content decides.
 */
static bool is_companion(const char *name)
{
	static const char *const suffixes[] = {
	    ".css",  ".js",  ".mjs",  ".map", ".json", ".svg",  ".xsl", ".csv", ".tsv",
	    ".yaml", ".yml", ".toml", ".ini", ".log",  ".lock", ".bib", ".srt", ".vtt",
	};
	struct str s = str_of(name);

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		struct str suffix = str_of(suffixes[i]);

		if (s.n > suffix.n && str_eq_nocase(str_sub(s, s.n - suffix.n, s.n), suffix))
			return true;
	}
	return false;
}

/*
 * In a folder there may be anything, and what is no text is passed over; what the user named is
 * an article or a mistake to be told.
 */
static int check_bytes(const struct scan *s, const char *path, struct str bytes, struct err *err)
{
	if (bytes.n && !decode_is_binary(bytes))
		return 0;
	if (!s->named)
		return -1;
	if (!bytes.n)
		return err_set(err, ERR_KIND, _("%s: The file is empty."), path);
	return err_set(err, ERR_KIND, _("%s: This is no text but a binary file."), path);
}

/* A look at the beginning first: what lies in a folder may be a film. */
static int load(struct scan *s, struct row *row)
{
	struct buf bytes = {0};
	struct err err = {0};
	int result = fs_read_head(row->path, HEAD, &bytes, &err);

	if (result == 0)
		result = check_bytes(s, row->path, buf_str(&bytes), &err);
	buf_clear(&bytes);
	if (result == 0)
		result = fs_read(row->path, FORMAT_INPUT_LIMIT, &bytes, &row->article.stamp, &err);
	if (result == 0)
		result = check_bytes(s, row->path, buf_str(&bytes), &err);
	if (result == 0)
		read_row(s->lib, row, buf_str(&bytes));
	else if (err.code)
		tell(s, &err);
	err_release(&err);
	buf_release(&bytes);
	return result;
}

/* ---- finding rows by path */

/* Open addressing; a slot holds a key + 1. At most half of the slots are taken. */
static size_t slot_of(const struct library *lib, const char *absolute)
{
	size_t at = XXH3_64bits(absolute, strlen(absolute)) & (lib->n_slots - 1);

	while (lib->slots[at] && strcmp(lib->rows.p[lib->slots[at] - 1]->absolute, absolute) != 0)
		at = (at + 1) & (lib->n_slots - 1);
	return at;
}

static struct row *find_row(const struct library *lib, const char *absolute)
{
	uint32_t found = lib->n_slots ? lib->slots[slot_of(lib, absolute)] : 0;

	return found ? lib->rows.p[found - 1] : NULL;
}

static void add_row(struct library *lib, struct row *row)
{
	row->article.key = (uint32_t)lib->rows.n;
	vec_push(&lib->rows, row);
	if (2 * lib->rows.n > lib->n_slots) {
		lib->n_slots = lib->n_slots ? 2 * lib->n_slots : 64;
		free(lib->slots);
		lib->slots = xcalloc(lib->n_slots, sizeof *lib->slots);
		for (size_t i = 0; i + 1 < lib->rows.n; i++)
			lib->slots[slot_of(lib, lib->rows.p[i]->absolute)] = (uint32_t)i + 1;
	}
	lib->slots[slot_of(lib, row->absolute)] = (uint32_t)lib->rows.n;
}

/* ---- scanning */

/* Reads the file unless it is as it was when it was read last. */
static void visit(struct scan *s, const char *path, const char *name, const char *absolute,
		  const struct fs_stamp *stamp)
{
	struct row *row = find_row(s->lib, absolute);
	bool listed = row && library_row_listed(row);

	if (row && row->seen)
		return;
	if (!row) {
		row = xcalloc(1, sizeof *row);
		row->absolute = xstrdup(absolute);
		row->path = xstrdup(path);
		row->name = xstrdup(name);
		row->article.path = row->path;
		row->article.name = row->name;
		add_row(s->lib, row);
	}
	row->seen = true;
	row->gone = false;
	if (!fs_stamp_eq(&row->article.stamp, stamp)) {
		row->article.stamp = *stamp;
		row->usable = load(s, row) == 0;
		s->changed |= row->usable;
	}
	s->changed |= listed != library_row_listed(row);
}

static int visit_entry(void *ctx, const struct fs_entry *entry)
{
	struct scan *s = ctx;
	struct buf absolute = {0};

	if (is_companion(entry->relative))
		return 0;
	fs_join(&absolute, s->root->absolute, entry->relative);
	visit(s, entry->path, entry->relative, buf_cstr(&absolute), &entry->stamp);
	buf_release(&absolute);
	return 0;
}

static int trouble_below(void *ctx, const struct err *err)
{
	tell(ctx, err);
	return 0;
}

static void scan_root(struct scan *s, struct library_root *root)
{
	struct err err = {0};
	struct fs_stamp stamp;
	struct stat st;

	free(root->absolute);
	root->absolute = realpath(root->path, NULL);
	s->root = root;
	if (!root->absolute || stat(root->path, &st) < 0) {
		err_errno(&err, root->path, errno);
	} else if (S_ISDIR(st.st_mode)) {
		const struct fs_walker walker = {
		    .flags = s->lib->fs_flags,
		    .file = visit_entry,
		    .trouble = trouble_below,
		    .ctx = s,
		};

		s->named = false;
		fs_walk(root->path, &walker, &err);
	} else if (fs_stamp(root->path, &stamp, &err) == 0) {
		s->named = true;
		visit(s, root->path, root->path, root->absolute, &stamp);
	}
	if (err.code)
		tell(s, &err);
	err_release(&err);
}

bool library_rescan(struct library *lib, void (*trouble)(void *ctx, const struct err *err),
		    void *ctx)
{
	struct scan s = {.lib = lib, .trouble = trouble, .ctx = ctx};

	for (size_t i = 0; i < lib->rows.n; i++)
		lib->rows.p[i]->seen = false;
	for (size_t i = 0; i < lib->n_roots; i++)
		scan_root(&s, &lib->roots[i]);
	for (size_t i = 0; i < lib->rows.n; i++) {
		struct row *row = lib->rows.p[i];
		bool listed = library_row_listed(row);

		row->gone = !row->seen;
		s.changed |= listed != library_row_listed(row);
	}
	return s.changed;
}

struct library *library_open(const struct library_options *options, struct state *state,
			     void (*trouble)(void *ctx, const struct err *err), void *ctx)
{
	struct library *lib = xcalloc(1, sizeof *lib);

	lib->state = state;
	lib->raw = options->raw;
	lib->fs_flags = options->fs_flags;
	lib->n_roots = options->n_paths;
	lib->roots = xcalloc(lib->n_roots, sizeof *lib->roots);
	for (size_t i = 0; i < lib->n_roots; i++)
		lib->roots[i].path = xstrdup(options->paths[i]);
	library_rescan(lib, trouble, ctx);
	return lib;
}

void library_close(struct library *lib)
{
	if (!lib)
		return;
	for (size_t i = 0; i < lib->rows.n; i++)
		row_free(lib->rows.p[i]);
	vec_release(&lib->rows);
	for (size_t i = 0; i < lib->n_roots; i++) {
		free(lib->roots[i].path);
		free(lib->roots[i].absolute);
	}
	free(lib->roots);
	free(lib->slots);
	free(lib);
}

/* ---- looking at the rows */

size_t library_count(const struct library *lib)
{
	size_t n = 0;

	for (size_t i = 0; i < lib->rows.n; i++)
		n += library_row_listed(lib->rows.p[i]);
	return n;
}

size_t library_unread(const struct library *lib)
{
	size_t n = 0;

	for (size_t i = 0; i < lib->rows.n; i++)
		n += library_row_listed(lib->rows.p[i]) && !lib->rows.p[i]->article.state.read;
	return n;
}

size_t library_bookmarked(const struct library *lib)
{
	size_t n = 0;

	for (size_t i = 0; i < lib->rows.n; i++)
		n += library_row_listed(lib->rows.p[i]) && lib->rows.p[i]->article.state.bookmarked;
	return n;
}

struct row *library_row(const struct library *lib, uint32_t key)
{
	return key < lib->rows.n && library_row_listed(lib->rows.p[key]) ? lib->rows.p[key] : NULL;
}

const struct article *library_article(struct library *lib, uint32_t key)
{
	const struct row *row = library_row(lib, key);

	return row ? &row->article : NULL;
}

void library_add_date(struct buf *out, const struct article *article)
{
	civil_add_date(out, &article->date);
	if (article->date_source == DOC_DATE_INFERRED)
		buf_addc(out, '~');
}

static bool find_absolute(const struct library *lib, const char *absolute, uint32_t *key)
{
	const struct row *row = find_row(lib, absolute);

	if (!row || !library_row_listed(row))
		return false;
	*key = row->article.key;
	return true;
}

bool library_find(struct library *lib, const char *path, uint32_t *key)
{
	char *absolute = realpath(path, NULL);
	bool found = absolute && find_absolute(lib, absolute, key);
	struct buf below = {0};

	free(absolute);
	for (size_t i = 0; i < lib->n_roots && !found; i++) {
		if (!lib->roots[i].absolute)
			continue;
		fs_join(&below, lib->roots[i].absolute, path);
		found = find_absolute(lib, buf_cstr(&below), key);
	}
	buf_release(&below);
	return found;
}

/* ---- the state of the rows */

static void refresh_row(struct library *lib, struct row *row)
{
	struct state_article state;
	int result;
	bool other_charset;

	if (row->article.state.id)
		result = state_get(lib->state, row->article.state.id, &state, NULL);
	else
		result =
		    state_identify(lib->state, row->absolute, row->hash, NULL, false, &state, NULL);
	/* What cannot be read at the moment stays as it was known. */
	if (result < 0)
		return;
	other_charset = strcmp(state.charset, row->article.state.charset) != 0;
	set_state(row, &state);
	if (other_charset) {
		struct scan s = {.lib = lib};

		load(&s, row);
	}
}

/* For each article that has state: its row, if it is listed and does not know its id yet. */
static int refresh_known(void *ctx, const char *path, const struct state_article *state)
{
	struct library *lib = ctx;
	struct row *row = find_row(lib, path);

	if (!row || !library_row_listed(row))
		return 0;
	if (row->article.state.id == state->id &&
	    strcmp(row->article.state.charset, state->charset) == 0)
		set_state(row, state);
	else
		refresh_row(lib, row);
	row->seen = true;
	return 0;
}

void library_refresh(struct library *lib, const uint32_t *keys, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct row *row = library_row(lib, keys[i]);

		if (row)
			refresh_row(lib, row);
	}
	if (n)
		return;
	for (size_t i = 0; i < lib->rows.n; i++)
		lib->rows.p[i]->seen = false;
	state_each(lib->state, refresh_known, lib, NULL);
	for (size_t i = 0; i < lib->rows.n; i++) {
		struct row *row = lib->rows.p[i];

		if (!row->seen && library_row_listed(row) && row->article.state.id)
			refresh_row(lib, row);
	}
}

int64_t library_identify(struct library *lib, uint32_t key, struct err *err)
{
	struct row *row = library_row(lib, key);
	struct state_article state;

	if (!row) {
		err_set(err, ERR_NOT_FOUND, _("There is no such article any more."));
		return 0;
	}
	if (row->article.state.id)
		return row->article.state.id;
	struct doc *doc = library_load(lib, key, err);

	if (!doc)
		return 0;
	struct state_sketch sketch = state_sketch(doc_text(doc));

	doc_free(doc);
	if (state_identify(lib->state, row->absolute, row->hash, &sketch, true, &state, err) < 0)
		return 0;
	set_state(row, &state);
	return state.id;
}

struct doc *library_load(struct library *lib, uint32_t key, struct err *err)
{
	const struct row *row = library_row(lib, key);

	if (!row) {
		err_set(err, ERR_NOT_FOUND, _("There is no such article any more."));
		return NULL;
	}
	const char *charset = row->article.state.charset;
	struct format_options options = {
	    .charset = *charset ? charset : NULL,
	    .raw = lib->raw,
	};

	return format_open(row->path, &options, NULL, err);
}

struct str library_text(struct library *lib, struct row *row)
{
	if (!row->has_text) {
		struct doc *doc = library_load(lib, row->article.key, NULL);

		if (doc)
			buf_addstr(&row->text, doc_text(doc));
		row->has_text = true;
		doc_free(doc);
	}
	return buf_str(&row->text);
}
