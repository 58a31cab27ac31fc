/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/indexer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/vec.h"
#include "store/pace.h"

extern char **environ;

/*
 * A library that is read for the first time is waited for until it is known to be large, or is
 * there: the first screen of a small one is not an empty one.
 */
enum { FEW = 500, FEW_MS = 10000, UNKNOWN_MS = 1000 };

/*
 * In a session of its own it is no part of the reader's share of the processors (sched(7),
 * autogroup), so that keys do not wait for it.
 */
#ifdef POSIX_SPAWN_SETSID
enum { APART = POSIX_SPAWN_SETSID };
#else
enum { APART = 0 };
#endif

/* The same program, even when it was found through PATH. */
static const char self[] = "/proc/self/exe";

static pid_t spawn(struct indexer *x, bool rebuild, int out)
{
	VEC(char *) argv = {0};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	pid_t pid;

	for (size_t i = 0; x->arguments[i]; i++) {
		vec_push(&argv, (char *)(size_t)x->arguments[i]);
		if (i == 0 && rebuild)
			vec_push(&argv, (char *)(size_t) "--rebuild");
	}
	vec_push(&argv, NULL);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, APART);
	const char *program = access(self, X_OK) == 0 ? self : x->arguments[0];
	int error = posix_spawnp(&pid, program, &actions, &attributes, argv.p, environ);

	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	vec_release(&argv);
	return error ? -1 : pid;
}

void indexer_start(struct indexer *x, bool rebuild)
{
	int ends[2];

	if (x->fd >= 0 || !x->arguments || pipe(ends) < 0)
		return;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	x->pid = spawn(x, rebuild, ends[1]);
	close(ends[1]);
	if (x->pid < 0) {
		close(ends[0]);
		return;
	}
	x->fd = ends[0];
	x->begun = clock_monotonic_ms();
	x->progress = (struct library_progress){0};
	buf_clear(&x->trouble);
}

static void end(struct indexer *x)
{
	int status = 0;

	close(x->fd);
	x->fd = -1;
	while (waitpid(x->pid, &status, 0) < 0 && errno == EINTR)
		;
	x->killed = WIFSIGNALED(status);
	if (x->killed)
		buf_addf(&x->trouble, _("The process that reads the articles was ended (%s)."),
			 strsignal(WTERMSIG(status)));
	buf_release(&x->line);
}

/* A line of `karpread index --progress`: numbers, or what it failed of. */
static void take_line(struct indexer *x)
{
	char *rest = x->line.p;

	if (*rest == INDEXER_FAILED) {
		buf_clear(&x->trouble);
		buf_adds(&x->trouble, rest + 1);
		return;
	}
	x->progress.done = strtoull(rest, &rest, 10);
	x->progress.total = strtoull(rest, &rest, 10);
	x->progress.bytes = strtoull(rest, &rest, 10);
	x->progress.total_bytes = strtoull(rest, &rest, 10);
	x->progress.waiting = strtoull(rest, &rest, 10);
	if (x->progress.waiting)
		x->begun = clock_monotonic_ms();
}

static void describe(const struct indexer *x, struct buf *text)
{
	const struct library_progress *now = &x->progress;
	struct pace pace = pace_of(now, clock_monotonic_ms() - x->begun);

	buf_clear(text);
	if (now->waiting)
		buf_adds(text, _("another process is indexing"));
	else if (now->done < now->total)
		buf_addf(text, _("indexing %zu of %zu, %.1f MB/s, %ld:%02ld left"), now->done,
			 now->total, pace.megabytes, pace.minutes, pace.seconds);
}

bool indexer_read(struct indexer *x, struct buf *text)
{
	char bytes[512];
	ssize_t n = read(x->fd, bytes, sizeof bytes);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (n <= 0) {
		buf_clear(text);
		end(x);
		return false;
	}
	for (ssize_t i = 0; i < n; i++) {
		if (bytes[i] != '\n') {
			buf_addc(&x->line, bytes[i]);
			continue;
		}
		take_line(x);
		describe(x, text);
		buf_clear(&x->line);
	}
	return true;
}

void indexer_wait(struct indexer *x, struct buf *text)
{
	for (;;) {
		size_t all = x->progress.total;
		int64_t until = x->begun + (all ? FEW_MS : UNKNOWN_MS);
		int left = (int)(until - clock_monotonic_ms());
		struct pollfd p = {.fd = x->fd, .events = POLLIN};

		if (x->fd < 0 || left <= 0 || all > FEW || x->progress.waiting ||
		    poll(&p, 1, left) <= 0)
			break;
		indexer_read(x, text);
	}
}

void indexer_stop(struct indexer *x)
{
	if (x->fd < 0)
		return;
	kill(x->pid, SIGTERM);
	end(x);
}

void indexer_release(struct indexer *x)
{
	buf_release(&x->trouble);
}
