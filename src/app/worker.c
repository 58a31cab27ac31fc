/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
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
static volatile sig_atomic_t child, stopped, killed;

/* Asked to stop it puts away what it has; a file that it hangs in is not waited for. */
static void pass_on(int number)
{
	int error = errno;

	if (number == SIGALRM)
		killed = 1;
	else if (!stopped)
		stopped = number;
	if (child)
		kill(child, killed ? SIGKILL : SIGTERM);
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

/* ---- what the child tells: all that it has of the world is a pipe to its parent */

enum { TEXT = 2 * GUARD_PATH, EVERY_MS = 50 };

enum message_kind { PROGRESS, TROUBLE, FAILED };

struct message {
	enum message_kind kind;
	enum err_code code;
	size_t length; /* of the text that follows, at most TEXT */
	struct library_progress progress;
};

static void send_message(const struct message *message, const char *text)
{
	struct buf out = {0};

	buf_add(&out, (const char *)message, sizeof *message);
	buf_add(&out, text, message->length);
	(void)fs_write_all(STDOUT_FILENO, buf_str(&out)); /* nobody listens any more */
	buf_release(&out);
}

static void send_err(enum message_kind kind, const struct err *err)
{
	struct message message = {.kind = kind, .code = err->code};

	message.length = strlen(err_text(err));
	if (message.length > TEXT)
		message.length = TEXT;
	send_message(&message, err_text(err));
}

static void send_trouble(void *ctx, const struct err *err)
{
	(void)ctx;
	send_err(TROUBLE, err);
}

static bool send_progress(void *ctx, const struct library_progress *now)
{
	int64_t *sent = ctx, ms = clock_monotonic_ms();

	if (ms - *sent >= EVERY_MS || now->done == 0 || now->done == now->total) {
		send_message(&(struct message){.kind = PROGRESS, .progress = *now}, "");
		*sent = ms;
	}
	return stopped;
}

/* False at the end. */
static bool receive(int fd, void *to, size_t n)
{
	for (size_t at = 0; at < n;) {
		ssize_t got = read(fd, (char *)to + at, n - at);

		if (got == 0 || (got < 0 && (errno != EINTR || killed)))
			return false;
		at += got < 0 ? 0 : (size_t)got;
	}
	return true;
}

/* Whoever has taken the child over counts what he likes. */
static bool is_sound(const struct library_progress *now)
{
	const uint64_t most = UINT64_C(1) << 48;

	return now->done <= now->total && now->total < most && now->bytes < most &&
	       now->total_bytes < most;
}

static bool receive_message(const struct library_options *options, int fd, struct err *failure)
{
	struct message message;
	char text[TEXT + 1];
	struct err err = {0};

	if (!receive(fd, &message, sizeof message) || message.length > TEXT ||
	    !receive(fd, text, message.length))
		return false;
	text[message.length] = '\0';
	if (message.kind == PROGRESS) {
		if (options->progress && is_sound(&message.progress) &&
		    options->progress(options->ctx, &message.progress)) {
			stopped = SIGPIPE;
			kill(child, SIGTERM);
		}
		return true;
	}
	err_set(&err, message.code, "%s", text);
	if (message.kind == FAILED)
		err_set(failure, err.code, "%s", text);
	else if (options->trouble)
		options->trouble(options->ctx, &err);
	err_release(&err);
	return true;
}

/* ---- the child */

static void stop(int number)
{
	stopped = number;
}

/* Whatever the parent is asked to stop by it passes on as SIGTERM. */
static void heed_parent(void)
{
	signal(SIGTERM, stop);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGALRM, SIG_DFL);
}

/* No terminal to write to, nor keys to read. */
static void give_up_terminal(int out)
{
	int nowhere = open("/dev/null", O_RDWR);

	dup2(out, STDOUT_FILENO);
	dup2(nowhere >= 0 ? nowhere : out, STDIN_FILENO);
#ifndef KARPREAD_INSTRUMENTED /* their runtimes have something to report */
	dup2(nowhere >= 0 ? nowhere : out, STDERR_FILENO);
#endif
}

static _Noreturn void be_child(const struct worker *worker, struct library_options *options,
			       int out)
{
	struct err err = {0};
	int64_t sent = 0;

	if (worker->stops)
		heed_parent();
	give_up_terminal(out);
	confine_to_index(options);
	options->progress = send_progress;
	options->trouble = send_trouble;
	options->ctx = &sent;
	int result = worker->index(options, worker->ctx, &err);

	if (result < 0)
		send_err(FAILED, &err);
	err_release(&err);
	guard_finish(options->guard);
	exit(result < 0);
}

/* Waits for the end of one, and passes on what it tells; failure is what it failed of. */
static int run_child(const struct worker *worker, struct library_options *options,
		     struct err *failure)
{
	pid_t parent = getpid();
	int status = 0, ends[2];

	if (pipe(ends) < 0)
		return -1;
	fflush(NULL);
	child = (sig_atomic_t)fork();
	if (child == 0) {
		confine_to_parent(parent);
		be_child(worker, options, ends[1]);
	}
	close(ends[1]);
	while (child > 0 && receive_message(options, ends[0], failure))
		;
	close(ends[0]);
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

/* Of a child that has come to its end; failure is what it told. */
static int judge(int status, const struct err *failure, struct err *err)
{
	if (failure->code)
		return err_set(err, failure->code, "%s", err_text(failure));
	if (status)
		return err_set(err, ERR_IO, _("The index could not be brought up to date."));
	return 0;
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
		struct err failure = {0};
		int status = run_child(worker, options, &failure);
		bool ended = status >= 0 && WIFEXITED(status) && guard_is_finished(options->guard);
		int result = ended ? judge(WEXITSTATUS(status), &failure, err) : 0;

		err_release(&failure);
		if (status < 0)
			return err_errno(err, "fork", errno);
		if (ended || stopped)
			return result;
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
	stopped = killed = 0;
	if (worker->stops)
		catch_signals(before);
	int result = run(worker, &options, err);

	if (worker->stops)
		release_signals(before);
	library_charsets_release(&charsets);
	guard_release(&guard);
	return result;
}

void worker_raise(void)
{
	if (stopped)
		raise(stopped);
}
