/* SPDX-License-Identifier: ISC
 *
 * R5: what was acknowledged is kept, whenever the program is killed: by mark, which acknowledges
 * by its exit status, and by the reader, which does by its message.
 */
#include "config.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "trust.h"

enum { ARTICLES = 200 };

static struct trust_run r;
static size_t kills, acks, lost, corrupt;
static char library[128];

static void pause_us(size_t us)
{
	nanosleep(&(struct timespec){0, (long)us * 1000}, NULL);
}

/* Which articles of the library are read, by the numbers that their names are. */
static void read_flags(const char *state, bool flags[ARTICLES])
{
	struct str rest, line, path = {0}, field = {0};

	trust_run(&r, (const char *[]){"--state", state, "--library", library, "list", "--format",
				       "tsv", NULL});
	memset(flags, 0, ARTICLES * sizeof *flags);
	rest = buf_str(&r.out);
	str_split(&rest, '\n', &line);
	while (str_split(&rest, '\n', &line) && line.n) {
		str_split(&line, '\t', &field);
		str_split(&line, '\t', &path);
		for (int i = 0; i < 5; i++)
			str_split(&line, '\t', &field);
		/* .../0123.txt */
		size_t number = path.n > 8 ? strtoul(path.p + path.n - 8, NULL, 10) : ARTICLES;

		if (number < ARTICLES)
			flags[number] = field.n == 1 && field.p[0] == '1';
	}
}

/* Counts, and tells, what was acknowledged and is not there. */
static void compare(const char *what, const bool acked[ARTICLES], const bool flags[ARTICLES])
{
	for (size_t i = 0; i < ARTICLES; i++) {
		if (!acked[i] || flags[i])
			continue;
		lost++;
		trust_comment("%s: article %zu is lost after %zu kills", what, i, kills);
	}
}

static void check(const char *state)
{
	trust_run(&r, (const char *[]){"--state", state, "check", NULL});
	if (r.status == 0)
		return;
	corrupt++;
	trust_comment("check ends with %d: %s%s", r.status, buf_cstr(&r.out), buf_cstr(&r.err));
}

/* ---- karpread mark */

static void kill_marks(size_t times, uint64_t *seed)
{
	char state[128];
	bool acked[ARTICLES] = {0}, flags[ARTICLES];

	snprintf(state, sizeof state, "%s/mark.db", trust_folder());
	for (size_t i = 0; kills < times; i++) {
		size_t article = trust_random(seed, ARTICLES);
		const char *file = trust_path("library/%04zu.txt", article);
		int status;
		pid_t pid = fork();

		if (pid == 0) {
			freopen("/dev/null", "w", stderr);
			execl(trust_karpread(), "karpread", "--state", state, "mark", "read", file,
			      (char *)NULL);
			_exit(127);
		}
		pause_us(trust_random(seed, 8000));
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		kills += WIFSIGNALED(status);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && !acked[article]) {
			acked[article] = true;
			acks++;
		}
		if (i % 50 && kills < times)
			continue;
		check(state);
		read_flags(state, flags);
		compare("mark", acked, flags);
	}
}

/* ---- the reader */

/* Reads until the text appears or there is nothing more. */
static bool appears(int terminal, const char *text, struct buf *seen)
{
	struct pollfd polled = {.fd = terminal, .events = POLLIN};
	char bytes[4096];

	buf_clear(seen);
	while (str_find(buf_str(seen), str_of(text), 0) == (size_t)-1) {
		ssize_t n = poll(&polled, 1, 5000) > 0 ? read(terminal, bytes, sizeof bytes) : 0;

		if (n <= 0)
			return false;
		buf_add(seen, bytes, (size_t)n);
	}
	return true;
}

static void write_key(int terminal, char key)
{
	if (write(terminal, &key, 1) != 1)
		return;
}

/* Marks one article after the other and is killed amid it. Returns how many were acknowledged. */
static size_t kill_reader(const char *state, size_t us)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	struct buf seen = {0};
	size_t marked = 0;
	int terminal;
	pid_t pid = forkpty(&terminal, NULL, NULL, &size), killer;

	if (pid == 0) {
		setenv("TERM", "vt100", 1);
		execl(trust_karpread(), "karpread", "--state", state, library, (char *)NULL);
		_exit(127);
	}
	/* The list is there. */
	if (appears(terminal, "quit", &seen)) {
		for (killer = 0;;) {
			write_key(terminal, 'r');
			if (!appears(terminal, "Marked as read", &seen))
				break;
			if (marked++ == 0 && (killer = fork()) == 0) {
				pause_us(us);
				kill(pid, SIGKILL);
				_exit(0);
			}
			if (marked + 1 == ARTICLES)
				break; /* there is no further one, and r again would unmark it */
			write_key(terminal, 'j');
			if (!appears(terminal, "\033", &seen))
				break;
		}
		if (killer)
			waitpid(killer, NULL, 0);
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(terminal);
	buf_release(&seen);
	return marked;
}

static void kill_readers(size_t times, uint64_t *seed)
{
	size_t in_vain = 0;

	for (size_t i = 0; i < times; i++) {
		bool flags[ARTICLES], acked[ARTICLES] = {0};
		char state[128];

		snprintf(state, sizeof state, "%s/reader%zu.db", trust_folder(), i);
		size_t n = kill_reader(state, trust_random(seed, 60000));

		kills++;
		acks += n;
		in_vain += n == 0;
		check(state);
		read_flags(state, flags);
		for (size_t k = 0; k < n && k < ARTICLES; k++)
			acked[k] = true; /* the list is in the order of the names */
		compare("the reader", acked, flags);
	}
	trust_ok(in_vain == 0, "every reader marked before it was killed: %zu of %zu did not",
		 in_vain, times);
}

/* ---- karpread index: what it makes can be made again, and is never half there */

static size_t count_found(const char *index)
{
	struct str rest, line;
	size_t n = 0;

	trust_run(&r,
		  (const char *[]){"--state", trust_path("found.db"), "--index", index, "--library",
				   library, "search", "--format", "tsv", "its own", NULL});
	rest = buf_str(&r.out);
	while (str_split(&rest, '\n', &line))
		n += line.n > 0;
	return n ? n - 1 : 0;
}

static void kill_index(size_t times, uint64_t *seed)
{
	size_t killed = 0, wrong = 0;

	for (size_t i = 0; i < times; i++) {
		const char *index = trust_path("index/%zu.db", i / 4);
		int status;
		pid_t pid = fork();

		if (pid == 0) {
			freopen("/dev/null", "w", stderr);
			freopen("/dev/null", "w", stdout);
			execl(trust_karpread(), "karpread", "--index", index, "--library", library,
			      "index", (char *)NULL);
			_exit(127);
		}
		pause_us(trust_random(seed, 12000)); /* about what it takes */
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		killed += WIFSIGNALED(status);
		if (i % 4 < 3 && i + 1 < times)
			continue;
		size_t n = count_found(index);

		if (n != ARTICLES || r.status != 0) {
			wrong++;
			trust_comment("after kills of index: %zu found, status %d: %s", n, r.status,
				      buf_cstr(&r.err));
		}
	}
	trust_ok(wrong == 0, "a search finds all after %zu kills of index: %zu times it does not",
		 killed, wrong);
	trust_figure("R5", "%zu kills while indexing: %zu wrong", killed, wrong);
}

int main(void)
{
	uint64_t seed = 5;

	trust_begin();
	trust_articles("library", ARTICLES);
	snprintf(library, sizeof library, "%s/library", trust_folder());
	kill_marks(trust_count(60, 600), &seed);
	kill_readers(trust_count(6, 400), &seed);
	trust_ok(lost == 0, "none of %zu acknowledged marks is lost by %zu kills: %zu are", acks,
		 kills, lost);
	trust_ok(corrupt == 0, "no file is corrupt: %zu are", corrupt);
	trust_figure("R5", "%zu kills, %zu acknowledged marks, %zu lost, %zu corrupt", kills, acks,
		     lost, corrupt);
	kill_index(trust_count(8, 300), &seed);
	trust_run_release(&r);
	return trust_end();
}
