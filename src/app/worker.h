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
	const struct library_options *options; /* paths and index are all that the child gets */
	struct state *state; /* of the user's charsets; the child does not get it */
	/* What the child does, library_index with these options; its exit status. */
	int (*index)(const struct library_options *options, void *ctx);
	void *ctx;
	bool stops; /* SIGTERM, SIGINT and SIGHUP end the child alone, when it has saved its work */
};

/*
 * Runs it to its end, whose exit status is the result. What is left unread is told to
 * options->trouble(). -1 with err when it ended for no known file. The signal that stopped it is
 * raised again behind it.
 */
int worker_run(const struct worker *worker, struct err *err);

#endif
