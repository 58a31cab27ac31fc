/* SPDX-License-Identifier: ISC
 *
 * Hostile articles: every class of text that made some reader send its terminal what it must not,
 * in every place of an article that is shown somewhere.
 */
#ifndef KARPREAD_TESTS_HOSTILE_MAKE_H
#define KARPREAD_TESTS_HOSTILE_MAKE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct hostile_payload {
	const char *name;
	struct str bytes;
	const char *repeated; /* or NULL: bytes is a beginning, and this comes 150 times behind */
};
extern const struct hostile_payload hostile_payloads[];
extern const size_t hostile_payload_count;

/* Formats of articles, by their suffixes. */
extern const char *const hostile_formats[];
extern const size_t hostile_format_count;

/*
 * Appends an article with the payload in all its places, each between "alpha" and "omega": what
 * stands around the payload has to stay readable.
 */
void hostile_article(struct buf *out, size_t format, struct str payload);
/* The bytes of a payload, the repeated ones too. */
void hostile_bytes(struct buf *out, const struct hostile_payload *payload);
/* Changes an article here and there: bytes, pieces moved, payloads put in. */
void hostile_mutate(struct buf *article, uint64_t *seed);
/* The payload as a name of a file: without slash and NUL, at most 200 bytes. */
void hostile_name(struct buf *out, struct str payload);

#endif
