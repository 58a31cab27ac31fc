/* SPDX-License-Identifier: ISC
 *
 * R13: when the terminal is gone, or a signal says to end, at whatever moment, the reader is gone
 * within a second, without turning round and round, has kept the place, and has left the terminal
 * as it was. Also when it aborts.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "trust.h"

enum ending { CLOSED, HANGUP, TERMINATED, QUIT, ABORTED, ENDINGS };

static const char *const names[] = {"a closed terminal", "SIGHUP", "SIGTERM", "q", "SIGABRT"};
static const int signals[ENDINGS] = {
	[HANGUP] = SIGHUP, [TERMINATED] = SIGTERM, [ABORTED] = SIGABRT};

struct figures {
	size_t runs, unsaved, untidy, still_there;
	int64_t slowest; /* ms to its end */
	long most_cpu;   /* us of CPU time from then on */
};

/* Microseconds of CPU time so far, by the scheduler's count in nanoseconds. */
static long cpu_of(pid_t pid)
{
	char path[64];
	long long ns = 0;

	snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pid);
	FILE *f = fopen(path, "r");

	if (f && fscanf(f, "%lld", &ns) != 1)
		ns = 0;
	if (f)
		fclose(f);
	return (long)(ns / 1000);
}

/* Waits for the end, reading what is written so that nobody waits for us. */
static bool wait_for_end(pid_t pid, int terminal, struct buf *seen, int *status,
			 struct rusage *usage)
{
	int64_t end = clock_monotonic_ms() + 5000;

	while (clock_monotonic_ms() < end) {
		if (wait4(pid, status, WNOHANG, usage) == pid)
			return true;
		if (terminal >= 0)
			trust_drain(terminal, 1, seen);
		nanosleep(&(struct timespec){0, 500000}, NULL);
	}
	return false;
}

static long us_of(const struct rusage *u)
{
	return (u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1000000 + u->ru_utime.tv_usec +
	       u->ru_stime.tv_usec;
}

static bool has(const struct buf *b, const char *text)
{
	return str_find(buf_str(b), str_of(text), 0) != (size_t)-1;
}

/* The modes are back, and what was switched on is off again. */
static bool is_tidy(int terminal, const struct termios *before, const struct buf *seen)
{
	struct termios now;

	tcgetattr(terminal, &now);
	return now.c_lflag == before->c_lflag && now.c_iflag == before->c_iflag &&
	       now.c_oflag == before->c_oflag && has(seen, "\033[?1049l") &&
	       (!has(seen, "\033[?25l") || has(seen, "\033[?25h") ||
		has(seen, "\033[?12l\033[?25h") || has(seen, "\033[34h\033[?25h"));
}

static int64_t percent_of(const char *state)
{
	static struct trust_run r;
	struct str rest, line, field = {0};

	trust_run(&r, (const char *[]){"--state", state, "--library", trust_path("library"), "list",
				       "--format", "tsv", NULL});
	rest = buf_str(&r.out);
	str_split(&rest, '\n', &line);
	str_split(&rest, '\n', &line);
	for (int i = 0; i < 9; i++)
		str_split(&line, '\t', &field);
	int64_t percent = strtol(field.n ? field.p : "0", NULL, 10);

	trust_run_release(&r);
	return percent;
}

static void end_it(enum ending how, pid_t pid, int *terminal)
{
	if (how == CLOSED) {
		close(*terminal);
		*terminal = -1;
	} else if (how == QUIT) {
		if (write(*terminal, "Q", 1) != 1)
			return;
	} else {
		kill(pid, signals[how]);
	}
}

static void live(enum ending how, size_t nth, uint64_t *seed, struct figures *f)
{
	static const char keys[] = "  jG?R+-zt/n "; /* none that leads back to the start */
	const char *state = trust_path("%d-%zu.db", (int)how, nth);
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	struct termios before;
	struct buf seen = {0}, said = {0};
	struct rusage usage = {0};
	int terminal, status = 0;
	pid_t pid = forkpty(&terminal, NULL, NULL, &size);

	if (pid == 0) {
		tcgetattr(0, &before);
		setenv("TERM", "xterm-256color", 1);
		setenv("ASAN_OPTIONS", "handle_abort=0", 1);
		nanosleep(&(struct timespec){0, 2000000}, NULL);
		execl(trust_karpread(), "karpread", "--state", state,
		      trust_path("library/long.txt"), (char *)NULL);
		_exit(127);
	}
	tcgetattr(terminal, &before);
	/* It is open when the text is there; half a page on, something is to be kept. */
	for (int64_t end = clock_monotonic_ms() + 5000;
	     !has(&seen, "Line 5") && clock_monotonic_ms() < end;)
		trust_drain(terminal, 5, &seen);
	size_t typed = trust_random(seed, 6);

	if (write(terminal, "  ", 2) != 2)
		typed = 0;
	trust_drain(terminal, 30, &seen);
	for (size_t i = 0; i < typed; i++) {
		char key = how == QUIT ? ' ' : keys[trust_random(seed, sizeof keys - 1)];

		if (write(terminal, &key, 1) != 1)
			break;
		buf_addc(&said, key);
		trust_drain(terminal, (int)trust_random(seed, 8), &seen);
	}
	long cpu = cpu_of(pid);
	int64_t since = clock_monotonic_ms();

	end_it(how, pid, &terminal);
	bool ended = wait_for_end(pid, terminal, &seen, &status, &usage);
	int64_t took = clock_monotonic_ms() - since;

	if (!ended) {
		kill(pid, SIGKILL);
		wait4(pid, &status, 0, &usage);
	}
	long used = cpu ? us_of(&usage) - cpu : 0;

	if (terminal >= 0)
		trust_drain(terminal, 0, &seen);
	f->runs++;
	f->still_there += !ended || took > 1000;
	f->slowest = took > f->slowest ? took : f->slowest;
	f->most_cpu = used > f->most_cpu ? used : f->most_cpu;
	if (terminal >= 0 && !is_tidy(terminal, &before, &seen)) {
		f->untidy++;
		trust_comment("%s, run %zu: the terminal is not as it was", names[how], nth);
	}
	/* An abort may not look after anything but the terminal. */
	if (how != ABORTED && percent_of(state) == 0) {
		f->unsaved++;
		trust_comment("%s, run %zu, typed \"%s\": no place was kept, status %d", names[how],
			      nth, buf_cstr(&said), status);
	}
	if (terminal >= 0)
		close(terminal);
	buf_release(&seen);
	buf_release(&said);
}

int main(void)
{
	size_t runs = trust_count(2, 40);
	struct buf text = {0};
	uint64_t seed = 9;

	trust_begin();
	for (int i = 0; i < 2000; i++)
		buf_addf(&text, "Line %d of a long text.\n\n", i);
	trust_write(trust_path("library/long.txt"), buf_str(&text));
	buf_release(&text);
	for (int how = 0; how < ENDINGS; how++) {
		struct figures f = {0};

		for (size_t i = 0; i < runs; i++)
			live((enum ending)how, i, &seed, &f);
		trust_ok(f.still_there == 0, "%s ends the reader in a second: %zu of %zu do not",
			 names[how], f.still_there, f.runs);
		trust_ok(f.most_cpu <= 100000, "%s: at most 0.1 s of CPU time: %ld ms", names[how],
			 f.most_cpu / 1000);
		trust_ok(f.unsaved == 0, "%s: the place is kept: %zu are not", names[how],
			 f.unsaved);
		trust_ok(f.untidy == 0, "%s: the terminal is as it was: %zu are not", names[how],
			 f.untidy);
		trust_figure("R13",
			     "%s, %zu times: at most %ld ms, %ld ms of CPU, %zu places lost, "
			     "%zu terminals left changed",
			     names[how], f.runs, (long)f.slowest, f.most_cpu / 1000, f.unsaved,
			     f.untidy);
	}
	return trust_end();
}
