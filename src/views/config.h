/* SPDX-License-Identifier: ISC
 *
 * Configuration: set, bind, unbind, color, source and in, from the built-in defaults
 * (data/karpreadrc), from files and from the command line of the reader. One parser for all.
 *
 * "in FOLDER COMMAND" configures a library: it holds when all that is opened lies in FOLDER. What
 * is opened depends on the configuration itself, so that such lines wait for config_locate. They
 * stand in the user's own files; no file of a library, which may have come from anywhere, is read
 * as configuration.
 */
#ifndef KARPREAD_VIEWS_CONFIG_H
#define KARPREAD_VIEWS_CONFIG_H

#include "base/err.h"
#include "views/desk.h"

/* Hears of each wrong line: "FILE: line 3: ...". */
struct config_trouble {
	void (*tell)(void *ctx, const struct err *err);
	void *ctx;
};

/* The defaults. They are right: a wrong line in them is a broken invariant. */
void config_defaults(struct desk *desk);
/* Reads a file; every line that is right counts. -1 with err when it cannot be read. */
int config_source(struct desk *desk, const char *path, struct config_trouble trouble,
		  struct err *err);
/* Tells what is opened, and carries out the lines that hold there. To be called once. */
void config_locate(struct desk *desk, const char *const *paths, size_t n,
		   struct config_trouble trouble);
/* Carries out one command of the configuration. ERR_USAGE for any other. */
int config_apply(struct desk *desk, const struct command_call *call, struct config_trouble trouble,
		 struct err *err);

#endif
