/* SPDX-License-Identifier: ISC
 *
 * What stands around an article in a saved page: keyword lines, share and copyright lines, lists
 * of further headlines behind the end, the title once more. They become children of DOC_ASIDE
 * blocks; nothing is taken out. Structure and position decide, see the rules in clean.c.
 */
#ifndef KARPREAD_DOC_CLEAN_H
#define KARPREAD_DOC_CLEAN_H

#include "doc/doc.h"

void clean_asides(struct doc *doc);

#endif
