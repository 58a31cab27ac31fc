/* SPDX-License-Identifier: ISC
 *
 * The rows of the format table, one a file.
 */
#ifndef KARPREAD_DOC_FORMATS_H
#define KARPREAD_DOC_FORMATS_H

#include "doc/format.h"

extern const struct format format_html;
extern const struct format format_markdown;
extern const struct format format_plain;

#endif
