/* SPDX-License-Identifier: ISC
 *
 * The reader's program: panes, event loop, and the commands that concern more than one view.
 * A turn is: a key, the command it means, what that made dirty, paint, one flush.
 */
#ifndef KARPREAD_APP_APP_H
#define KARPREAD_APP_APP_H

#include "base/err.h"
#include "views/desk.h"

/*
 * Runs until the user quits, with a desk whose settings, keys, library and state are there; the
 * terminal is opened and closed here. indexer is the command that brings the index up to date, for
 * a library that is deferred. single: begin inside the only article of the library.
 */
int app_run(struct desk *desk, const struct term_options *options, bool single,
	    const char *const *indexer, struct err *err);

#endif
