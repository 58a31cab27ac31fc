/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/fs.h"
#include "base/intl.h"
#include "base/mem.h"
#include "store/guard.h"

/*
 * Address space, of which threads reserve a part that they never use. The costliest article known
 * takes 40 bytes for each of its own (Markdown of nothing but links), usual ones 5; so this is
 * enough for every usual one up to the limit of files, and the machine lives on.
 */
static const uint64_t memory = UINT64_C(4) << 30;

/* The child, and the signal that asked to stop; for the handler. 0 when there is none. */
static volatile sig_atomic_t child, stopped;

/* Asked to stop it puts away what it has; a file that it hangs in is not waited for. */
static void pass_on(int number)
{
	int error = errno;

	if (!stopped)
		stopped = number;
	if (child)
		kill(child, number == SIGALRM ? SIGKILL : SIGTERM);
	alarm(1);
	errno = error;
}

static const int passed[] = {SIGTERM, SIGINT, SIGHUP, SIGALRM};
enum { PASSED = sizeof passed / sizeof *passed };

static void catch_signals(struct sigaction before[PASSED])
{
	struct sigaction action = {.sa_handler = pass_on};

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < PASSED; i++) {
		sigaction(passed[i], NULL, &before[i]);
		/* nohup(1) stays in force. */
		if (before[i].sa_handler != SIG_IGN)
			sigaction(passed[i], &action, NULL);
	}
}

static void release_signals(const struct sigaction before[PASSED])
{
	alarm(0);
	for (size_t i = 0; i < PASSED; i++)
		sigaction(passed[i], &before[i], NULL);
}

/* Of a path, with "." for the present one. */
static char *folder_of(const char *path)
{
	size_t n = (size_t)(fs_base(path) - path);

	return n ? xmemdup0(path, n) : xstrdup(".");
}

/* The index may be a symbolic link: its lock is beside that, its log beside what it leads to. */
static void confine_to_index(const struct library_options *options)
{
	char *real = realpath(options->index, NULL);
	char *folders[] = {folder_of(options->index), real ? folder_of(real) : NULL, NULL};
	const char **paths = xcalloc(options->n_paths + 1, sizeof *paths);
	const struct confine confine = {
		.read = paths,
		.write = (const char *const *)folders,
		.memory = memory,
	};

	for (size_t i = 0; i < options->n_paths; i++)
		paths[i] = options->paths[i];
	confine_self(&confine);
	free(folders[0]);
	free(folders[1]);
	free(real);
	free(paths);
}

static _Noreturn void be_child(const struct worker *worker, struct library_options *options)
{
	confine_to_index(options);
	int status = worker->index(options, worker->ctx);

	guard_finish(options->guard);
	exit(status);
}

/* Waits for the end of one. */
static int run_child(const struct worker *worker, struct library_options *options)
{
	pid_t parent = getpid();
	int status = 0;

	fflush(NULL);
	child = (sig_atomic_t)fork();
	if (child == 0) {
		confine_to_parent(parent);
		be_child(worker, options);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	int result = child < 0 ? -1 : status;

	child = 0;
	return result;
}

/* The end of a child, told of the file that it is due to. */
static void add_why(struct buf *why, int status)
{
	if (!WIFSIGNALED(status))
		buf_adds(why, _("Not read: it took too much memory."));
	else if (WTERMSIG(status) == SIGXCPU)
		buf_adds(why, _("Not read: it took too much time."));
	else
		buf_addf(why, _("Not read: it ended the parser by signal %d (%s)."),
			 WTERMSIG(status), strsignal(WTERMSIG(status)));
}

static void tell(const struct library_options *options, const struct guard_file *file)
{
	struct err err = {0};

	err_set(&err, ERR_LIMIT, "%s: %s", file->path, file->why);
	if (options->trouble)
		options->trouble(options->ctx, &err);
	err_release(&err);
}

/* False when another child would fare no better. */
static bool learn(const struct library_options *options, int status, struct err *err)
{
	struct buf why = {0};
	const struct guard_file *guilty;

	add_why(&why, status);
	bool news = guard_learn(options->guard, buf_cstr(&why), &guilty);

	if (guilty)
		tell(options, guilty);
	if (!news)
		err_set(err, ERR_IO, _("The index could not be brought up to date: %s"),
			buf_cstr(&why));
	buf_release(&why);
	return news;
}

static int run(const struct worker *worker, struct library_options *options, struct err *err)
{
	for (;;) {
		int status = run_child(worker, options);

		if (status < 0)
			return err_errno(err, "fork", errno);
		if (guard_is_finished(options->guard) && WIFEXITED(status))
			return WEXITSTATUS(status);
		if (stopped)
			return 0;
		if (!learn(options, status, err))
			return -1;
	}
}

int worker_run(const struct worker *worker, struct err *err)
{
	struct library_options options = *worker->options;
	struct library_charsets charsets;
	struct guard guard;
	struct sigaction before[PASSED];
	char *folder = folder_of(options.index);

	if (!guard_init(&guard)) {
		free(folder);
		return err_errno(err, "mmap", errno);
	}
	/* The child may write in it, but not make it. Why it cannot be made it finds out again. */
	fs_mkdir(folder, 0700, NULL);
	free(folder);
	library_charsets(&charsets, worker->state);
	options.charsets = &charsets;
	options.guard = &guard;
	stopped = 0;
	if (worker->stops)
		catch_signals(before);
	int result = run(worker, &options, err);

	if (worker->stops)
		release_signals(before);
	library_charsets_release(&charsets);
	guard_release(&guard);
	/* A shell shall not take what was stopped for done. */
	if (stopped)
		raise(stopped);
	return result;
}
