/* SPDX-License-Identifier: ISC
 *
 * Input: what a terminal sends, behind a byte that says in pieces of what size. The keys are the
 * same in whatever pieces they come, have names that are read back, and leave a line editor and
 * a keymap in order.
 */
#include "config.h"

#include <assert.h>
#include <stdint.h>

#include "text/seg.h"
#include "ui/edit.h"
#include "ui/input.h"
#include "ui/keymap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef VEC(struct key) key_vec;

static void take(struct input *in, bool idle, key_vec *keys)
{
	struct input_event e;

	while ((e = input_next(in, idle)).kind != INPUT_NONE) {
		if (e.kind == INPUT_KEY)
			vec_push(keys, e.key);
	}
}

static void decode(struct str bytes, size_t piece, key_vec *keys)
{
	struct input in = {0};

	for (size_t at = 0; at < bytes.n; at += piece) {
		struct str part = str_sub(bytes, at, at + piece);

		input_add(&in, part.p, part.n);
		take(&in, false, keys);
	}
	take(&in, true, keys);
	input_release(&in);
}

static void check_name(struct key key)
{
	struct buf name = {0};
	struct key again;

	key_name(key, &name);
	struct str rest = buf_str(&name);

	assert(key_parse(&rest, &again) && rest.n == 0 && key_eq(key, again));
	buf_release(&name);
}

static void type(const key_vec *keys)
{
	static const unsigned maps[] = {0};
	struct keymap map = {0};
	struct keymap_pending pending = {0};
	struct keymap_hit hit;
	struct edit e = {0};

	keymap_bind(&map, 0, STR("gg"), 1, NULL);
	keymap_bind(&map, 0, STR("m<Char>"), 2, NULL);
	for (size_t i = 0; i < keys->n; i++) {
		keymap_feed(&map, &pending, maps, 1, keys->p[i], &hit);
		assert(pending.n <= 2);
		edit_key(&e, keys->p[i]);
		assert(e.text.n <= EDIT_LIMIT && seg_is_edge(e.text.p, e.text.n, e.cursor));
	}
	keymap_release(&map);
	edit_release(&e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	key_vec whole = {0}, pieces = {0};
	struct str bytes = {(const char *)data + 1, size - 1};

	if (size < 2)
		return 0;
	decode(bytes, bytes.n, &whole);
	decode(bytes, data[0] % 8 + 1U, &pieces);
	assert(whole.n == pieces.n);
	for (size_t i = 0; i < whole.n; i++) {
		assert(key_eq(whole.p[i], pieces.p[i]) && whole.p[i].pasted == pieces.p[i].pasted);
		check_name(whole.p[i]);
	}
	type(&whole);
	vec_release(&whole);
	vec_release(&pieces);
	return 0;
}
