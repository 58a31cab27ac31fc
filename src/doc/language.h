/* SPDX-License-Identifier: ISC
 *
 * A guess at the language of a text by its scripts and commonest characters.
 */
#ifndef KARPREAD_DOC_LANGUAGE_H
#define KARPREAD_DOC_LANGUAGE_H

#include "base/str.h"

/* "zh-Hans", "zh-Hant", "ja", "ko", "en", or "" when unsure. The cost is bounded. */
struct str language_guess(struct str text);

#endif
