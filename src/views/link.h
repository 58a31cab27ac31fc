/* SPDX-License-Identifier: ISC
 *
 * Addresses in articles: what may be opened, what the user should know before, and opening.
 */
#ifndef KARPREAD_VIEWS_LINK_H
#define KARPREAD_VIEWS_LINK_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Only http, https and mailto, to some host, without controls, blanks, %00 or a leading '-'; of
 * mailto only what one would write into a mail.
 */
int link_check(struct str target, struct err *err);
/* Where it really leads, behind user names and before the path; of a mailto the address. */
struct str link_host(struct str target);
/*
 * Appends what is remarkable about the host, as sentences: that it is not the one which the text
 * of the link (may be empty) names, user names before it, punycode, other than ASCII letters,
 * full-width dots. Nothing for an ordinary one, and for one that is not opened at all.
 */
void link_warn(struct str target, struct str text, struct buf *out);
/*
 * Runs `program target` without a shell and waits for its end. The terminal is the caller's to
 * give away and take back.
 */
int link_open(const char *program, struct str target, struct err *err);

#endif
