/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/keymap.h"

#include "base/intl.h"

enum { COUNT_LIMIT = 999999999 };

static bool is_plain(struct key key, uint32_t code)
{
	return key.code == code && key.mods == 0;
}

/* Does what was typed begin with, or equal, these keys of a binding? */
static bool matches(const struct key *bound, const struct key *typed, size_t n, bool *exact)
{
	*exact = true;
	for (size_t i = 0; i < n; i++) {
		if (key_eq(bound[i], typed[i]))
			continue;
		if (!is_plain(bound[i], KEY_CODE_CHAR) || !key_is_text(typed[i]))
			return false;
		*exact = false;
	}
	return true;
}

static int parse_keys(struct str text, struct keymap_binding *binding, struct err *err)
{
	struct str rest = text;

	while (rest.n) {
		if (binding->n == KEYMAP_SEQUENCE)
			return err_set(err, ERR_USAGE,
				       _("\"%.*s\" has more than %d keys, which is the limit."),
				       STR_ARG(text), KEYMAP_SEQUENCE);
		struct key *key = &binding->keys[binding->n++];

		if (!key_parse(&rest, key))
			return err_set(err, ERR_USAGE, _("\"%.*s\" is not the name of a key."),
				       STR_ARG(rest));
		*key = key_narrow(*key);
	}
	if (binding->n == 0)
		return err_set(err, ERR_USAGE, _("A binding needs at least one key."));
	return 0;
}

/* Is whoever types the keys of b through with those of a by then? */
static bool begins(const struct keymap_binding *a, const struct keymap_binding *b)
{
	bool exact;

	return a->map == b->map && a->n <= b->n && matches(a->keys, b->keys, a->n, &exact);
}

/* The binding of exactly these keys, or NULL. */
static struct keymap_binding *find(const struct keymap *m, const struct keymap_binding *like)
{
	for (size_t i = 0; i < m->bindings.n; i++) {
		struct keymap_binding *b = &m->bindings.p[i];

		if (b->n == like->n && begins(b, like) && begins(like, b))
			return b;
	}
	return NULL;
}

/* One that hides the other because it is complete where the other goes on, or NULL. */
static const struct keymap_binding *find_conflict(const struct keymap *m,
						  const struct keymap_binding *like)
{
	for (size_t i = 0; i < m->bindings.n; i++) {
		const struct keymap_binding *b = &m->bindings.p[i];

		if (b->n != like->n && (begins(b, like) || begins(like, b)))
			return b;
	}
	return NULL;
}

/* Is its first key one that can only be part of a count? */
static bool is_count(const struct keymap_binding *binding)
{
	struct key first = binding->keys[0];

	return !first.mods && first.code >= '1' && first.code <= '9';
}

int keymap_bind(struct keymap *m, unsigned map, struct str keys, uint32_t value, struct err *err)
{
	struct keymap_binding binding = {.map = map, .value = value};

	if (parse_keys(keys, &binding, err) < 0)
		return -1;
	if (is_count(&binding))
		return err_set(err, ERR_USAGE,
			       _("\"%.*s\" cannot be bound: it begins with a count."),
			       STR_ARG(keys));
	struct keymap_binding *old = find(m, &binding);

	if (old) {
		old->value = value;
		return 0;
	}
	const struct keymap_binding *other = find_conflict(m, &binding);

	if (other) {
		struct buf name = {0};

		keymap_binding_name(other, &name);
		err_set(err, ERR_USAGE,
			_("\"%.*s\" and \"%s\" cannot both be bound: one begins the other."),
			STR_ARG(keys), buf_cstr(&name));
		buf_release(&name);
		return -1;
	}
	vec_push(&m->bindings, binding);
	return 0;
}

int keymap_unbind(struct keymap *m, unsigned map, struct str keys, struct err *err)
{
	struct keymap_binding binding = {.map = map};

	if (parse_keys(keys, &binding, err) < 0)
		return -1;
	struct keymap_binding *old = find(m, &binding);

	if (old) {
		struct keymap_binding *last = m->bindings.p + --m->bindings.n;

		for (; old < last; old++)
			*old = old[1];
	}
	return 0;
}

static uint32_t char_matched(const struct keymap_binding *b, const struct key *typed)
{
	for (size_t i = 0; i < b->n; i++) {
		if (is_plain(b->keys[i], KEY_CODE_CHAR))
			return typed[i].code;
	}
	return 0;
}

/* What the pending keys mean in one map; a binding that names a key goes before <Char>. */
static enum keymap_result look_up(const struct keymap *m, unsigned map,
				  const struct keymap_pending *pending, struct keymap_hit *hit)
{
	const struct keymap_binding *best = NULL;
	bool longer = false;

	for (size_t i = 0; i < m->bindings.n; i++) {
		const struct keymap_binding *b = &m->bindings.p[i];
		bool exact;

		if (b->map != map || b->n < pending->n ||
		    !matches(b->keys, pending->keys, pending->n, &exact))
			continue;
		if (b->n > pending->n)
			longer = true;
		else if (!best || exact)
			best = b;
	}
	if (best) {
		*hit = (struct keymap_hit){best->value, pending->count,
					   char_matched(best, pending->keys)};
		return KEYMAP_HIT;
	}
	return longer ? KEYMAP_PENDING : KEYMAP_NONE;
}

/* Is the key another digit of a count? */
static bool add_digit(struct keymap_pending *pending, struct key key)
{
	if (pending->n || key.mods || key.code < '0' || key.code > '9' ||
	    (key.code == '0' && pending->count == 0))
		return false;
	pending->count = pending->count * 10 + (long)(key.code - '0');
	if (pending->count > COUNT_LIMIT)
		pending->count = COUNT_LIMIT;
	return true;
}

enum keymap_result keymap_feed(const struct keymap *m, struct keymap_pending *pending,
			       const unsigned *maps, size_t n_maps, struct key key,
			       struct keymap_hit *hit)
{
	enum keymap_result result = KEYMAP_NONE;

	if (key.pasted)
		return KEYMAP_NONE;
	key = key_narrow(key);
	if (add_digit(pending, key))
		return KEYMAP_PENDING;
	if (is_plain(key, KEY_CODE_ESCAPE) && (pending->n || pending->count)) {
		*pending = (struct keymap_pending){0};
		return KEYMAP_NONE;
	}
	/* A binding that waits for more has more keys than are pending, so there is room. */
	pending->keys[pending->n++] = key;
	for (size_t i = 0; i < n_maps && result == KEYMAP_NONE; i++)
		result = look_up(m, maps[i], pending, hit);
	if (result != KEYMAP_PENDING)
		*pending = (struct keymap_pending){0};
	return result;
}

void keymap_pending_name(const struct keymap_pending *pending, struct buf *out)
{
	if (pending->count)
		buf_addf(out, "%ld", pending->count);
	for (size_t i = 0; i < pending->n; i++)
		key_name(pending->keys[i], out);
}

void keymap_binding_name(const struct keymap_binding *binding, struct buf *out)
{
	for (size_t i = 0; i < binding->n; i++)
		key_name(binding->keys[i], out);
}

void keymap_release(struct keymap *m)
{
	vec_release(&m->bindings);
}
