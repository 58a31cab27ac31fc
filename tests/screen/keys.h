/* SPDX-License-Identifier: ISC
 *
 * Keys by their names as the bytes that xterm sends for them.
 */
#ifndef KARPREAD_TESTS_KEYS_H
#define KARPREAD_TESTS_KEYS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* "jj<Enter>/x<C-d>" to bytes, appended; false at a name that is unknown. */
bool keys_to_bytes(struct str keys, struct buf *out);

#endif
