/* SPDX-License-Identifier: ISC
 *
 * Bytes of a file to valid UTF-8. Never fails: what cannot be decoded becomes U+FFFD, one per
 * maximal subpart as the WHATWG Encoding Standard asks, and NUL becomes U+FFFD too. A BOM is
 * taken off.
 */
#ifndef KARPREAD_TEXT_DECODE_H
#define KARPREAD_TEXT_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

enum decode_source {
	DECODE_UTF8, /* valid as it was */
	DECODE_BOM,
	DECODE_DECLARED, /* HTML meta, XML declaration, front matter */
	DECODE_FORCED,   /* the user said so */
	DECODE_DETECTED, /* uchardet, corrected by what is plausible */
};

struct decode_info {
	char charset[32]; /* the name used, for iconv and for the user */
	enum decode_source source;
	size_t replaced; /* U+FFFD put in for bad input */
};

/*
 * Appends the text to out. forced is a charset name or NULL; an unknown name counts as NULL.
 * info may be NULL.
 */
void decode(struct str bytes, const char *forced, struct buf *out, struct decode_info *info);
/*
 * The same text, which stands in room only if it is another than the bytes: what is UTF-8 already
 * is not copied. room is empty before.
 */
struct str decode_view(struct str bytes, const char *forced, struct buf *room,
		       struct decode_info *info);
/* Is there no sense in reading these bytes as text (many NULs or controls, known magic)? */
bool decode_is_binary(struct str bytes);

#endif
