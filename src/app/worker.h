/* SPDX-License-Identifier: ISC
 *
 * A child that reads files, in this program's place: confined (base/confine.h), and begun again
 * where it was when a file ends it, which is then left unread (store/guard.h). So a file that
 * brings a parser down costs one article, and one that takes it over gets nothing else.
 */
#ifndef KARPREAD_APP_WORKER_H
#define KARPREAD_APP_WORKER_H

#include <stdbool.h>

#include "base/err.h"
#include "store/library.h"

struct worker {
	/*
	 * Paths and index are all that the child gets. What it has to tell reaches progress and
	 * trouble here, in the parent: it has no terminal.
	 */
	const struct library_options *options;
	struct state *state; /* of the user's charsets; the child does not get it */
	/* What the child does: library_index with these options. */
	int (*index)(const struct library_options *options, void *ctx, struct err *err);
	void *ctx;
	bool stops; /* SIGTERM, SIGINT and SIGHUP end the child alone, when it has saved its work */
};

/*
 * Runs it to its end; also 0 when it was stopped. What is left unread is told to
 * options->trouble(). -1 with err when it failed, or ended for no known file.
 */
int worker_run(const struct worker *worker, struct err *err);
/* Raises the signal that stopped it, if one did: a shell shall not take that for done. */
void worker_raise(void);

#endif
