/* SPDX-License-Identifier: ISC
 *
 * The subcommands: what each gets, and what they share. Each returns the program's exit status:
 * 0 done, 1 nothing matched or something could not be read or written, 2 wrong usage.
 */
#ifndef KARPREAD_APP_CLI_H
#define KARPREAD_APP_CLI_H

#include "app/options.h"
#include "base/buf.h"
#include "doc/doc.h"
#include "export/lines.h"
#include "store/library.h"
#include "store/state.h"
#include "views/config.h"
#include "views/desk.h"

struct cli {
	const struct options *options;
	struct desk desk; /* settings, and library and state once opened */
	struct buf index; /* where it is by default, once asked for */
	struct cli_progress {
		int64_t begun, shown; /* monotonic ms */
		bool drawn;
	} progress;
	bool failed;    /* the exit status is 1 */
	bool stateless; /* there is no place for the state, as was told; reading needs none */
};

struct cli_command {
	const char *name;
	const char *usage; /* behind the name */
	const char *help;
	bool takes_query; /* operands may begin with '-' */
	int (*run)(struct cli *cli);
};

extern const struct cli_command cli_commands[];
extern const size_t cli_command_count;
/* NULL when there is no such subcommand. */
const struct cli_command *cli_find(const char *name);

/* "karpread: PATH: reason" on standard error, of what does not make the command fail. */
void cli_note(const struct err *err);
/* The same of what does: the exit status will be 1. */
void cli_tell(struct cli *cli, const struct err *err);
/* The same and releases it; returns 1. */
int cli_fail(struct cli *cli, struct err *err);
/*
 * Writes valid UTF-8 to standard output: as it is to files and pipes, in its draw form line by
 * line to a terminal. A closed pipe ends the program quietly.
 */
void cli_put(struct str text);
/* The same for what is in its draw form already, with colours perhaps. */
void cli_put_drawn(struct str text);

/* What standard output gets: colours, the draw form, or the text itself. */
enum lines_form cli_form(const struct cli *cli);

/* Where the index is kept; NULL when there is no place for it. */
const char *cli_index_path(struct cli *cli);
void cli_open_state(struct cli *cli);
/* Carries out what the configuration says of the folders and files that are going to be opened. */
void cli_configure_library(struct cli *cli, struct config_trouble trouble);
/* Calls with() with the options of the library that the paths, or the configuration, name. */
void cli_with_library(struct cli *cli, const char *const *paths, size_t n,
		      void (*with)(struct cli *cli, struct library_options *options));
/*
 * While files are read: a bar on standard error if that is a terminal, gone at the end. The ctx of
 * the options is the cli.
 */
void cli_show_progress(struct library_options *options);
void cli_end_progress(struct cli *cli);
/* For library_options. */
bool cli_index_elsewhere(const struct library_options *options, struct state *state, bool wait,
			 struct err *err);
/* Opens the state and the library: the operands' paths, else the configured one, else the seeds. */
void cli_open_library(struct cli *cli, const char *const *paths, size_t n);
/*
 * The articles the operands name, by path or by the number that `list` prints, opened as the
 * library; keys has one for each operand that was found. What is not found is told.
 */
struct cli_keys {
	VEC(uint32_t) v;
};
void cli_open_articles(struct cli *cli, struct cli_keys *keys);
void cli_close(struct cli *cli);

/* All operands as one query; NULL after a message, with *status set, when it is wrong. */
struct query *cli_query(struct cli *cli, int *status);

/* Lists what the operands name as paths: what the program does without a terminal. */
int cli_list_paths(struct cli *cli);
int cli_run_list(struct cli *cli);
int cli_run_search(struct cli *cli);
int cli_run_show(struct cli *cli);
int cli_run_timeline(struct cli *cli);
int cli_run_export(struct cli *cli);
int cli_run_mark(struct cli *cli);
int cli_run_index(struct cli *cli);
int cli_run_repair(struct cli *cli);
int cli_run_check(struct cli *cli);

#endif
