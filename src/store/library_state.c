/* SPDX-License-Identifier: ISC
 *
 * The state of a library's articles: held whole, since it is small, and brought together with
 * the index by path, by the bytes of the file, and by what the text is like.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/library_private.h"

/* ---- by key */

static size_t slot_of(const struct library *lib, uint32_t key)
{
	size_t at = (key * UINT32_C(2654435769)) & (lib->n_slots - 1);

	while (lib->known[at].key && lib->known[at].key != key + 1)
		at = (at + 1) & (lib->n_slots - 1);
	return at;
}

const struct state_article *library_state(const struct library *lib, uint32_t key)
{
	const struct known *found = lib->n_slots ? &lib->known[slot_of(lib, key)] : NULL;

	return found && found->key ? &found->state : NULL;
}

bool library_is_read(const struct library *lib, uint32_t key)
{
	const struct state_article *state = library_state(lib, key);

	return state && state->read;
}

static void grow(struct library *lib)
{
	struct known *old = lib->known;
	size_t n = lib->n_slots;

	lib->n_slots = n ? 2 * n : 64;
	lib->known = xcalloc(lib->n_slots, sizeof *lib->known);
	for (size_t i = 0; i < n; i++)
		if (old[i].key)
			lib->known[slot_of(lib, old[i].key - 1)] = old[i];
	free(old);
}

static void put(struct library *lib, uint32_t key, const struct state_article *state)
{
	if (2 * lib->n_known >= lib->n_slots)
		grow(lib);
	struct known *slot = &lib->known[slot_of(lib, key)];

	lib->n_known += slot->key == 0;
	*slot = (struct known){key + 1, *state};
}

void library_forget_states(struct library *lib)
{
	free(lib->known);
	lib->known = NULL;
	lib->n_known = lib->n_slots = 0;
}

size_t library_unread(const struct library *lib)
{
	size_t n = library_count(lib);

	for (size_t i = 0; i < lib->n_slots; i++)
		n -= lib->known[i].key && lib->known[i].state.read;
	return n;
}

size_t library_bookmarked(const struct library *lib)
{
	size_t n = 0;

	for (size_t i = 0; i < lib->n_slots; i++)
		n += lib->known[i].key && lib->known[i].state.bookmarked;
	return n;
}

/* ---- the users' dates in the order of the list */

/* Behind all that are as new or newer. */
static size_t place_of(const struct index_entries *order, int64_t seconds)
{
	size_t low = 0, high = order->v.n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (order->v.p[middle].seconds >= seconds)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void move_entry(struct library *lib, uint32_t key, int64_t seconds)
{
	struct index_entries *order = lib->order;
	size_t n = order->v.n, at = 0;

	while (at < n && order->v.p[at].key != key)
		at++;
	if (at == n)
		return;
	order = library_own_order(lib);
	struct index_entry *p = order->v.p, entry = p[at];

	entry.seconds = seconds;
	memmove(p + at, p + at + 1, (n - at - 1) * sizeof *p);
	order->v.n--;
	size_t to = place_of(order, seconds);

	memmove(p + to + 1, p + to, (n - 1 - to) * sizeof *p);
	p[to] = entry;
	order->v.n++;
}

void library_set_state(struct library *lib, uint32_t key, const struct state_article *state)
{
	struct row *row = library_row(lib, key);

	if (!row)
		return;
	if (state->id || library_state(lib, key))
		put(lib, key, state);
	int64_t before = civil_seconds(&row->article.date);

	library_show_state(row, state);
	if (civil_seconds(&row->article.date) != before)
		move_entry(lib, key, civil_seconds(&row->article.date));
}

/* ---- reading all of it */

struct loading {
	struct library *lib;
	VEC(struct state_hash) strays; /* what is at another place than was known, or nowhere */
};

/* Who the article is now: one edited has new bytes, and one moved has a new place. */
static void identify(struct library *lib, uint32_t key, bool sketched)
{
	struct row *row = library_row(lib, key);
	struct state_article state = {0};
	struct state_sketch sketch;
	struct buf text = {0};

	if (!row || (sketched && library_text(lib, key, &text, NULL) < 0)) {
		buf_release(&text);
		return;
	}
	if (sketched)
		sketch = state_sketch(buf_str(&text));
	buf_release(&text);
	row = library_row(lib, key);
	if (state_identify(lib->state, row->absolute, row->hash, sketched ? &sketch : NULL, false,
			   &state, NULL) == 0 &&
	    state.id)
		library_set_state(lib, key, &state);
}

static int take_state(void *ctx, const char *path, struct state_hash hash,
		      const struct state_article *state)
{
	struct loading *l = ctx;
	struct library *lib = l->lib;
	const char *name;
	const struct index_root *root = path ? library_root_of(lib, path, &name) : NULL;
	struct index_article a;

	if (root && root->id && index_article_named(&lib->ix, root->id, str_of(name), &a) &&
	    a.doc) {
		bool same = a.hash.low == hash.low && a.hash.high == hash.high;

		if (!same)
			identify(lib, a.key, true);
		else if (state->date.precision != CIVIL_NONE)
			library_set_state(lib, a.key, state);
		else
			put(lib, a.key, state);
		if (same)
			return 0;
	}
	vec_push(&l->strays, hash);
	return 0;
}

/* Articles whose file is somewhere else now. */
static void take_strays(struct loading *l)
{
	struct library *lib = l->lib;

	for (size_t i = 0; i < l->strays.n; i++) {
		for (size_t r = 0; r < lib->options.n_paths; r++) {
			struct index_article a;

			if (lib->roots[r].id &&
			    index_article_hashed(&lib->ix, lib->roots[r].id, l->strays.p[i], &a) &&
			    !library_state(lib, a.key))
				identify(lib, a.key, false);
		}
	}
	vec_release(&l->strays);
}

void library_load_states(struct library *lib)
{
	struct loading l = {.lib = lib};

	library_forget_states(lib);
	state_each(lib->state, take_state, &l, NULL);
	take_strays(&l);
}

/* ---- after changes */

static void refresh_one(struct library *lib, uint32_t key)
{
	struct row *row = library_row(lib, key);
	struct state_article state;
	int result;

	if (!row)
		return;
	if (row->article.state.id)
		result = state_get(lib->state, row->article.state.id, &state, NULL);
	else
		result = state_identify(lib->state, row->absolute, row->hash, NULL, false, &state,
					NULL);
	/* What cannot be read at the moment stays as it was known. */
	if (result < 0)
		return;
	bool other_charset = strcmp(state.charset, row->article.state.charset) != 0;

	library_set_state(lib, key, &state);
	/* In memory it is read anew at once; else that is for who writes the index. */
	if (other_charset && !lib->index_path)
		library_rescan(lib);
}

void library_refresh(struct library *lib, const uint32_t *keys, size_t n)
{
	for (size_t i = 0; i < n; i++)
		refresh_one(lib, keys[i]);
	if (!n)
		library_reload(lib);
}
