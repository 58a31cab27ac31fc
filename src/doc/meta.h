/* SPDX-License-Identifier: ISC
 *
 * Filling struct doc_meta. The first value of a field stays; later ones are no error. Values
 * are copied, white space in them becomes single blanks. Each returns whether it was taken.
 */
#ifndef KARPREAD_DOC_META_H
#define KARPREAD_DOC_META_H

#include "doc/doc.h"

/* field is one of the strings of doc->meta. */
bool meta_set(struct doc *doc, struct str *field, struct str value);
/* Parses the value; does not touch what is no date. */
bool meta_set_date(struct doc *doc, struct str value, enum doc_date_source source);
/* A tag already there is left out; at most 100 are kept. */
bool meta_add_tag(struct doc *doc, struct str value);
/* "a, b" as two tags; also the commas of CJK. */
void meta_add_tags(struct doc *doc, struct str values);
bool meta_add_other(struct doc *doc, struct str key, struct str value);
/* A copy in the doc's arena without line ends, controls and white space at the ends. */
struct str meta_clean(struct doc *doc, struct str value);

#endif
