/* SPDX-License-Identifier: ISC
 *
 * Links as numbered references: a copy of a doc with "[1]" behind the text of each link, and the
 * list of what the numbers stand for. The same address has one number.
 */
#ifndef KARPREAD_EXPORT_REFERENCES_H
#define KARPREAD_EXPORT_REFERENCES_H

#include "doc/doc.h"

/*
 * A new doc, the caller's to free. Links whose text is their address get no number. The targets
 * go to *targets in the order of their numbers, borrowed from the new doc.
 */
struct references {
	VEC(struct str) targets;
};
struct doc *references_number(const struct doc *doc, struct references *references);
void references_release(struct references *references);

#endif
