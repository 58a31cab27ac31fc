/* SPDX-License-Identifier: ISC
 *
 * What stands around an article in a saved page: what HTML says is the site's, keyword lines, share
 * and copyright lines, lists of further headlines behind the end, the title once more. They become
 * children of DOC_ASIDE blocks; nothing is taken out. Structure and position decide, see the rules
 * in clean.c.
 */
#ifndef KARPREAD_DOC_CLEAN_H
#define KARPREAD_DOC_CLEAN_H

#include "doc/doc.h"

/* Folds what the markup says is around the article: doc->around. Before the title is sought. */
void clean_around(struct doc *doc);
/* Folds what its place and its words say is none of the article. Once there is a title. */
void clean_asides(struct doc *doc);

#endif
