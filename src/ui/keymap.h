/* SPDX-License-Identifier: ISC
 *
 * Which keys mean which command. A binding is a sequence of keys in one of several maps (one a
 * view, and a global one that is asked last); its value is an index the caller gives meaning to
 * (a list of command lines). Counts (10j) and prefixes (g, gg) wait for what follows.
 */
#ifndef KARPREAD_UI_KEYMAP_H
#define KARPREAD_UI_KEYMAP_H

#include "base/err.h"
#include "base/vec.h"
#include "ui/key.h"

enum { KEYMAP_SEQUENCE = 8 }; /* keys in the longest sequence */

struct keymap_binding {
	unsigned map;
	struct key keys[KEYMAP_SEQUENCE];
	size_t n;
	uint32_t value;
};

/* Owns its memory; a zeroed keymap is valid and empty. */
struct keymap {
	VEC(struct keymap_binding) bindings; /* in the order they were made */
};

/* Keys that wait for more. Zeroed: none. */
struct keymap_pending {
	struct key keys[KEYMAP_SEQUENCE];
	size_t n;
	long count; /* typed so far, 0 for none; at most 999,999,999 */
};

struct keymap_hit {
	uint32_t value;
	long count;  /* 0 when none was typed */
	uint32_t ch; /* what <Char> matched, or 0 */
};

enum keymap_result {
	KEYMAP_NONE,    /* these keys mean nothing; pending is empty again */
	KEYMAP_PENDING, /* more keys may come */
	KEYMAP_HIT,
};

/*
 * Replaces a binding of the same keys in the same map. keys: "gg", "<C-d>", "m<Char>". ERR_USAGE
 * for unknown names, for "g" beside "gg" or "m<Char>" beside "mab" in one map, since one would
 * hide the other, and for what begins with one of 1 to 9.
 */
int keymap_bind(struct keymap *m, unsigned map, struct str keys, uint32_t value, struct err *err);
/* 0 also when there was none. */
int keymap_unbind(struct keymap *m, unsigned map, struct str keys, struct err *err);
/*
 * Feeds one key: maps[0..n_maps) are asked in order. A digit is part of a count unless it is a
 * 0 with no count before it; "50%" reaches a binding of "%" with count 50. Escape drops what is
 * pending (and is KEYMAP_NONE then, unless it is bound and nothing is pending). The first map
 * in which the keys are complete or begin a binding decides. What was pasted is never a command.
 */
enum keymap_result keymap_feed(const struct keymap *m, struct keymap_pending *pending,
			       const unsigned *maps, size_t n_maps, struct key key,
			       struct keymap_hit *hit);
/* What is typed so far, for the status bar: "10g". Appends. */
void keymap_pending_name(const struct keymap_pending *pending, struct buf *out);
void keymap_binding_name(const struct keymap_binding *binding, struct buf *out);
void keymap_release(struct keymap *m);

#endif
