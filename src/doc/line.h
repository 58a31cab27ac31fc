/* SPDX-License-Identifier: ISC
 *
 * Small questions about a line of text: the words it begins with, ends with or holds, its length
 * in characters. Lists of words end in NULL; they are matched as they stand, in their order.
 */
#ifndef KARPREAD_DOC_LINE_H
#define KARPREAD_DOC_LINE_H

#include <stdbool.h>

#include "base/str.h"

/* The length in bytes of the first word of the list that it begins (ends) with, else 0. */
size_t line_starts(struct str line, const char *const words[]);
size_t line_ends(struct str line, const char *const words[]);
bool line_holds(struct str line, const char *const words[]);
/* Has it more characters than that? Takes no longer than they do. */
bool line_is_longer(struct str line, size_t characters);
/* Without white space and ideographic blanks at both ends. */
struct str line_trim(struct str line);

#endif
