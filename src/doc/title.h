/* SPDX-License-Identifier: ISC
 *
 * Title, author, editor and date as the first lines of an article give them, for what the front
 * matter and the markup do not say. The rules:
 *
 * 1. Only the first TITLE_LINES leaves are looked at, images and rules not counted.
 * 2. A byline is a label (作者, 編輯, 文, 来源, By ...), a separator and a name, perhaps several of
 *    them: its names are author and editor (and date and title, in the head of a mail), and it
 *    is no title. Nor is a line that names a public account (公众号), a line that is a date and
 *    little else (it dates the article when nothing else does), an address, or one without
 *    letters.
 * 3. A heading of level 1 among these lines is the title, or a lower one that no text precedes;
 *    the highest of them, the first of these.
 * 4. Else the first line that is left is the title when it is short (TITLE_LONGEST characters) and
 *    no sentence in a text: it does not end in a full stop, and something follows it.
 * 5. The line that repeats a title known already is its heading, nothing else is.
 */
#ifndef KARPREAD_DOC_TITLE_H
#define KARPREAD_DOC_TITLE_H

#include "doc/doc.h"

enum {
	TITLE_LINES = 8,
	TITLE_LONGEST = 90, /* characters */
};

/* Fills what is missing in doc->meta, makes the title's block a heading, sets title_block. */
void title_find(struct doc *doc);
/* The part of a page's <title> before the name of the site. */
struct str title_without_site(struct str title);

#endif
