/* SPDX-License-Identifier: ISC
 *
 * Opening a library, and bringing it up to date.
 */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/intl.h"
#include "base/mem.h"
#include "store/library_private.h"

/*
 * A library of up to SMALL articles is walked each time, which takes a few milliseconds; in one of
 * up to MEDIUM the files that are known are looked at, 20 ms at most; in a larger one only the
 * folders are, whose times tell of files that came and went but not of edits in place.
 */
enum { SMALL = 2000, MEDIUM = 10000 };

static void tell(const struct library *lib, const struct err *err)
{
	if (lib->options.trouble)
		lib->options.trouble(lib->options.ctx, err);
}

/* ---- roots */

/* Has a root before this one all of its files? */
static bool is_covered(const struct library *lib, size_t at)
{
	const struct index_root *root = &lib->roots[at];

	for (size_t i = 0; i < lib->options.n_paths; i++) {
		const struct index_root *other = &lib->roots[i];

		if (i == at || !other->absolute)
			continue;
		size_t n = strlen(other->absolute);
		bool same = strcmp(root->absolute, other->absolute) == 0;

		if ((same && i < at) ||
		    (!same && !other->is_file && strncmp(root->absolute, other->absolute, n) == 0 &&
		     (root->absolute[n] == '/' || strcmp(other->absolute, "/") == 0)))
			return true;
	}
	return false;
}

/* Where a path is now, and what it is. */
static void resolve_root(struct library *lib, size_t at, struct index_root *root, bool tells)
{
	struct err err = {0};
	struct stat st = {0};

	*root = (struct index_root){.path = lib->paths[at], .flags = lib->options.fs_flags};
	root->absolute = realpath(root->path, NULL);
	if (!root->absolute || stat(root->path, &st) < 0)
		err_errno(&err, root->path, errno);
	root->is_file = root->absolute && !S_ISDIR(st.st_mode);
	if (err.code && tells)
		tell(lib, &err);
	err_release(&err);
}

static bool same_place(const struct index_root *a, const struct index_root *b)
{
	if (!a->absolute || !b->absolute)
		return a->absolute == b->absolute;
	return a->is_file == b->is_file && strcmp(a->absolute, b->absolute) == 0;
}

/*
 * True when any root is elsewhere than before. What the index knows of the others stays. tells:
 * which of them are not there.
 */
static bool resolve_roots(struct library *lib, bool tells)
{
	size_t n = lib->options.n_paths;
	struct index_root *before = lib->roots;
	bool moved = false;

	lib->roots = xcalloc(n, sizeof *lib->roots);
	for (size_t i = 0; i < n; i++)
		resolve_root(lib, i, &lib->roots[i], tells);
	for (size_t i = 0; i < n; i++) {
		if (!lib->roots[i].absolute || !is_covered(lib, i))
			continue;
		/* An empty name covers nothing, and has nothing. */
		free(lib->roots[i].absolute);
		lib->roots[i].absolute = NULL;
	}
	for (size_t i = 0; i < n; i++) {
		struct index_root *root = &lib->roots[i];

		if (same_place(root, &before[i])) {
			free(root->absolute);
			*root = before[i];
		} else {
			free(before[i].absolute);
			moved = true;
		}
	}
	free(before);
	return moved;
}

/* ---- opening, and bringing up to date */

static int note_charset(void *ctx, const char *path, struct state_hash hash,
			const struct state_article *article)
{
	struct library_charsets *charsets = ctx;
	struct library_charset charset;

	(void)hash;
	if (!path || !*article->charset)
		return 0;
	charset.path = xstrdup(path);
	memcpy(charset.charset, article->charset, sizeof charset.charset);
	vec_push(&charsets->v, charset);
	return 0;
}

void library_charsets(struct library_charsets *out, struct state *state)
{
	*out = (struct library_charsets){0};
	if (state)
		state_each(state, note_charset, out, NULL);
}

void library_charsets_release(struct library_charsets *charsets)
{
	for (size_t i = 0; i < charsets->v.n; i++)
		free(charsets->v.p[i].path);
	vec_release(&charsets->v);
}

/* unread as for index_refresh. -1 with err when the index cannot be written. */
static int refresh(struct library *lib, struct index *ix, size_t *unread, struct err *err)
{
	struct library_charsets of_state = {0};
	struct index_refresh options = {
		.roots = lib->roots,
		.n_roots = lib->options.n_paths,
		.raw = lib->options.raw,
		.charsets = lib->options.charsets ? lib->options.charsets : &of_state,
		.guard = lib->options.guard,
		.trouble = lib->options.trouble,
		.progress = lib->options.progress,
		.ctx = lib->options.ctx,
		.unread = unread,
		.only = lib->index_path ? NULL : &lib->only,
	};
	bool changed = false;

	if (!lib->options.charsets)
		library_charsets(&of_state, lib->state);
	doc_free(lib->only);
	lib->only = NULL;
	int result = index_refresh(ix, &options, &changed, err);

	lib->damaged |= result < 0 && err->code == ERR_CORRUPT;
	/* What is damaged is made anew silently. */
	if (lib->damaged && lib->index_path) {
		err_release(err);
		result = 0;
	}
	lib->changed |= changed;
	library_charsets_release(&of_state);
	return result;
}

/* All roots looked at once, and nothing to be seen that is newer. */
static bool is_fresh(struct library *lib, bool *complete)
{
	size_t listed = 0;
	bool fresh = true;

	*complete = true;
	for (size_t i = 0; i < lib->options.n_paths; i++) {
		struct index_root *root = &lib->roots[i];

		if (!root->absolute)
			continue;
		if (index_find_root(&lib->ix, root, false) != SQLITE_OK || !root->complete)
			*complete = false;
		listed += root->listed;
	}
	if (!*complete || listed <= SMALL)
		return false;
	for (size_t i = 0; i < lib->options.n_paths && fresh; i++) {
		const struct index_root *root = &lib->roots[i];

		fresh = !root->absolute || (index_root_fresh(&lib->ix, root) &&
					    (listed > MEDIUM || index_files_fresh(&lib->ix, root)));
	}
	return fresh;
}

static bool tell_waiting(void *ctx)
{
	const struct library *lib = ctx;
	const struct library_progress progress = {.waiting = true};

	return lib->options.progress && lib->options.progress(lib->options.ctx, &progress);
}

static void set_notice(struct library *lib, const char *sentence, const char *why)
{
	struct buf notice = {0};

	buf_adds(&notice, sentence);
	if (why)
		buf_addf(&notice, " %s", why);
	free(lib->notice);
	lib->notice = buf_detach(&notice);
}

/* Of the roots that are there: the others were told already. */
static bool index_elsewhere(struct library *lib, bool wait, struct err *err)
{
	struct library_options options = lib->options;
	const char **there = xcalloc(options.n_paths, sizeof *there);

	options.n_paths = 0;
	for (size_t i = 0; i < lib->options.n_paths; i++) {
		if (lib->roots[i].absolute)
			there[options.n_paths++] = lib->paths[i];
	}
	options.paths = there;
	options.index = lib->index_path;
	index_close(&lib->ix);
	bool done = options.index_elsewhere(&options, lib->state, wait, err) &&
		    index_open(&lib->ix, lib->index_path, err) == 0;

	free(there);
	return done;
}

/* Opens the index up to date. With an error there can be none. */
static int open_fresh(struct library *lib, bool anew, struct err *err)
{
	bool complete = false;
	size_t unread = 0;
	struct err failure = {0};
	int result = anew ? -1 : index_open(&lib->ix, lib->index_path, NULL);

	if (result == 0 && is_fresh(lib, &complete))
		return 0;
	index_close(&lib->ix);
	/* Who writes at the moment does our work; but what was never whole is waited for. */
	const struct index_wait patient = {lib->options.wait_ms, tell_waiting, lib};
	const struct index_wait *wait = complete ? NULL : &patient;

	result = index_open_writer(&lib->ix, lib->index_path, anew, wait, err);
	if (result == 0)
		result = refresh(lib, &lib->ix, lib->options.index_elsewhere ? &unread : NULL, err);
	/* What it failed of may be one of the files, which shall not be read here then. */
	if (unread && !index_elsewhere(lib, !complete, &failure)) {
		result = index_open_writer(&lib->ix, lib->index_path, false, wait, err);
		if (result == 0)
			result = refresh(lib, &lib->ix, &unread, err);
		if (result == 0)
			tell(lib, &failure);
		err_release(&failure);
	}
	/* What was there before is better than to read all files into memory. */
	if (result < 0 && complete && lib->ix.db.handle) {
		tell(lib, err);
		err_release(err);
		result = 0;
	}
	if (result < 0 && err->code == ERR_BUSY) {
		err_release(err);
		result = index_open(&lib->ix, lib->index_path, err);
		is_fresh(lib, &complete);
		if (result == 0 && !complete)
			set_notice(lib,
				   _("Another process is still reading the articles: those that "
				     "it has not come to are missing."),
				   NULL);
	}
	/* From here on it is read alone, and kept from nobody who writes. */
	if (result == 0 && lib->ix.writes && !lib->damaged) {
		index_close(&lib->ix);
		result = index_open(&lib->ix, lib->index_path, err);
	}
	return result;
}

static void fall_back(struct library *lib, struct err *why)
{
	if (why->code)
		set_notice(lib, _("The index is kept in memory."), err_text(why));
	err_release(why);
	lib->deferred = false;
	free(lib->index_path);
	lib->index_path = NULL;
	index_close(&lib->ix);
	if (index_open_memory(&lib->ix, why) < 0 || refresh(lib, &lib->ix, NULL, why) < 0)
		tell(lib, why);
	err_release(why);
}

/* A deferred one only has to find out whether there can be an index at all. */
static int open_deferred(struct library *lib, struct err *err)
{
	if (index_open(&lib->ix, lib->index_path, err) == 0)
		return 0;
	if (err->code == ERR_ACCESS)
		return -1;
	err_release(err);
	return db_create(lib->index_path, err);
}

static void open_index(struct library *lib)
{
	struct err err = {0};
	int result = -1;

	if (lib->deferred)
		result = open_deferred(lib, &err);
	else if (lib->index_path)
		result = open_fresh(lib, false, &err);
	if (result < 0)
		fall_back(lib, &err);
	if (lib->ix.db.handle)
		library_reload(lib);
	if (!lib->damaged || lib->deferred || !lib->index_path)
		return;
	lib->damaged = false;
	index_close(&lib->ix);
	if (open_fresh(lib, true, &err) < 0)
		fall_back(lib, &err);
	library_reload(lib);
}

/* What there is before any index is opened. */
static struct library *new_library(const struct library_options *options, struct state *state)
{
	struct library *lib = xcalloc(1, sizeof *lib);

	lib->state = state;
	lib->options = *options;
	lib->ix.lock = -1;
	lib->order = xcalloc(1, sizeof *lib->order);
	lib->order->refs = 1;
	lib->roots = xcalloc(options->n_paths, sizeof *lib->roots);
	lib->paths = xcalloc(options->n_paths, sizeof *lib->paths);
	for (size_t i = 0; i < options->n_paths; i++)
		lib->paths[i] = xstrdup(options->paths[i]);
	resolve_roots(lib, true);
	return lib;
}

int library_index(const struct library_options *options, struct state *state, bool anew, bool wait,
		  struct err *err)
{
	struct library *lib = new_library(options, state);
	const struct index_wait forever = {INT_MAX, tell_waiting, lib};
	const struct index_wait *how = wait ? &forever : NULL;
	int result = index_open_writer(&lib->ix, options->index, anew, how, err);

	if (result == 0)
		result = refresh(lib, &lib->ix, NULL, err);
	/* Whatever it was that is damaged, it was found now. */
	if (lib->damaged && !anew) {
		err_release(err);
		index_close(&lib->ix);
		result = index_open_writer(&lib->ix, options->index, true, how, err);
		if (result == 0)
			result = refresh(lib, &lib->ix, NULL, err);
	}
	library_close(lib);
	return result;
}

static enum library_freshness root_freshness(struct index *ix, struct index_root *root)
{
	if (index_find_root(ix, root, false) != SQLITE_OK || !root->complete)
		return LIBRARY_NOT_INDEXED;
	return index_root_fresh(ix, root) && index_files_fresh(ix, root) ? LIBRARY_FRESH
									 : LIBRARY_STALE;
}

enum library_freshness library_freshness(const struct library_options *options, size_t *listed)
{
	struct library *lib = new_library(options, NULL);
	enum library_freshness least = LIBRARY_NOT_INDEXED;

	*listed = 0;
	if (index_open(&lib->ix, options->index, NULL) == 0)
		least = LIBRARY_FRESH;
	for (size_t i = 0; i < options->n_paths && least > LIBRARY_NOT_INDEXED; i++) {
		struct index_root *root = &lib->roots[i];

		/* Files named one by one are never in it. */
		if (!root->absolute || root->is_file)
			continue;
		enum library_freshness freshness = root_freshness(&lib->ix, root);

		*listed += root->listed;
		least = freshness < least ? freshness : least;
	}
	library_close(lib);
	return least;
}

struct library *library_open(const struct library_options *options, struct state *state)
{
	struct library *lib = new_library(options, state);
	bool folders = options->n_paths > 0;

	for (size_t i = 0; i < options->n_paths; i++)
		folders = folders && !lib->roots[i].is_file;
	if (options->index && folders && !options->raw) {
		lib->index_path = xstrdup(options->index);
		lib->deferred = options->defer;
	}
	open_index(lib);
	return lib;
}

bool library_rescan(struct library *lib)
{
	struct err err = {0};

	lib->changed = false;
	bool moved = resolve_roots(lib, true);

	if (lib->deferred) {
		if (library_update(lib))
			return true;
		if (moved)
			library_reload(lib);
		return moved;
	}
	if (lib->index_path) {
		index_close(&lib->ix);
		open_index(lib);
	} else {
		if (refresh(lib, &lib->ix, NULL, &err) < 0)
			tell(lib, &err);
		err_release(&err);
		library_reload(lib);
	}
	return lib->changed;
}

void library_listen(struct library *lib, void (*trouble)(void *ctx, const struct err *err),
		    void *ctx)
{
	lib->options.trouble = trouble;
	lib->options.progress = NULL;
	lib->options.ctx = ctx;
}

bool library_has_folder(const struct library *lib)
{
	for (size_t i = 0; i < lib->options.n_paths; i++) {
		if (lib->roots[i].absolute && !lib->roots[i].is_file)
			return true;
	}
	return false;
}

bool library_deferred(const struct library *lib)
{
	return lib->deferred;
}

struct folder_call {
	int (*each)(void *ctx, const char *path);
	void *ctx;
};

static int call_folder(void *ctx, const char *path, int64_t mtime_ns)
{
	const struct folder_call *call = ctx;

	(void)mtime_ns;
	return call->each(call->ctx, path);
}

void library_each_folder(struct library *lib, int (*each)(void *ctx, const char *path), void *ctx)
{
	struct folder_call call = {each, ctx};

	for (size_t i = 0; i < lib->options.n_paths && lib->deferred && lib->ix.db.handle; i++) {
		if (lib->roots[i].id &&
		    index_each_folder(&lib->ix, &lib->roots[i], call_folder, &call))
			break;
	}
}

bool library_damaged(const struct library *lib)
{
	return lib->damaged;
}

bool library_do_without(struct library *lib, const char *why)
{
	struct err err = {0};
	bool complete = false;

	if (!lib->deferred)
		return false;
	if (lib->ix.db.handle)
		is_fresh(lib, &complete);
	if (complete)
		return false;
	err_set(&err, ERR_IO, "%s", why);
	fall_back(lib, &err);
	library_reload(lib);
	return true;
}

const char *library_notice(const struct library *lib)
{
	return lib->notice;
}

bool library_update(struct library *lib)
{
	struct stat st;

	if (!lib->deferred)
		return false;
	/* One that was made anew is another file. */
	if (lib->ix.db.handle &&
	    (lib->damaged || stat(lib->index_path, &st) < 0 || st.st_ino != lib->inode)) {
		index_close(&lib->ix);
		lib->damaged = false;
	}
	if (!lib->ix.db.handle && index_open(&lib->ix, lib->index_path, NULL) < 0)
		return false;
	if (stat(lib->index_path, &st) == 0)
		lib->inode = st.st_ino;
	if (!index_changed(&lib->ix))
		return false;
	resolve_roots(lib, false);
	library_reload(lib);
	return true;
}

void library_close(struct library *lib)
{
	if (!lib)
		return;
	library_drop_rows(lib);
	library_forget_states(lib);
	library_forget_folders(lib);
	index_close(&lib->ix);
	for (size_t i = 0; i < lib->options.n_paths; i++) {
		free(lib->paths[i]);
		free(lib->roots[i].absolute);
	}
	free(lib->paths);
	free(lib->roots);
	library_release_order(lib->order);
	free(lib->index_path);
	free(lib->notice);
	doc_free(lib->only);
	free(lib);
}
