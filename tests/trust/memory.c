/* SPDX-License-Identifier: ISC
 *
 * R9: the nth allocation fails, in the program or in a library. Either all is as without that, or
 * the program says so and ends with status 1 or its own abort; marks are whole or not there, and
 * the terminal is as it was. By a preloaded malloc (nomem.c).
 */
#include "config.h"

#include <errno.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h> /* login_tty */

#include "base/clock.h"
#include "base/fs.h"
#include "trust.h"

/* A shared curses reads from a null pointer. */
#ifndef CURSES_WRAPPED
#define CURSES_WRAPPED 0
#endif

enum { ABORTED = 128 + SIGABRT, MARKS = 3 };

/* From where allocations are counted: the start of main, or where the terminal is made raw. */
enum from { FROM_MAIN, FROM_RAW };

static struct trust_run r;
static char state[128], library[128], hit[128], shim[4096 + 64];

struct figures {
	size_t runs, hits, told, aborted, wrong;
};

/* For what is started from now on; 0: no more. */
static void starve(enum from from, size_t at, bool lasting)
{
	char number[32];

	snprintf(number, sizeof number, "%zu", at);
	if (!at) {
		unsetenv("LD_PRELOAD");
		return;
	}
	unlink(hit);
	setenv("LD_PRELOAD", shim, 1);
	setenv("NOMEM_AT", number, 1);
	setenv("NOMEM_HIT", hit, 1);
	if (lasting)
		setenv("NOMEM_LASTING", "1", 1);
	else
		unsetenv("NOMEM_LASTING");
	if (from == FROM_RAW)
		setenv("NOMEM_RAW", "1", 1);
	else
		unsetenv("NOMEM_RAW");
}

/* Every one at the beginning, where most of what can fail is; then ever fewer. */
static size_t next_of(size_t at, uint64_t *seed)
{
	size_t dense = trust_count(4, 600), step = at / trust_count(3, 120);

	return at < dense ? at + 1 : at + 1 + step + trust_random(seed, step + 1);
}

/* ---- commands */

static bool marks_are_whole(bool acknowledged)
{
	size_t n = trust_matches(&r, state, library, "is:bookmarked");
	bool fine = n == MARKS || (n == 0 && !acknowledged);

	trust_run(&r, (const char *[]){"--state", state, "check", NULL});
	return fine && r.status == 0;
}

static bool run_one(const char *const *words, bool writes, struct str want, size_t at, bool lasting,
		    struct figures *f)
{
	if (writes)
		trust_run_program(&r, (const char *[]){"sh", "-c", "rm -f \"$0\"*", state, NULL});
	starve(FROM_MAIN, at, lasting);
	trust_run(&r, words);
	starve(FROM_MAIN, 0, false);

	int status = r.status;
	bool fine, was_hit = access(hit, F_OK) == 0;
	struct buf told = {0};

	buf_addstr(&told, buf_str(&r.err));
	if (status == 0)
		fine = str_eq(want, buf_str(&r.out));
	else
		fine = (status == 1 || status == ABORTED) && told.n;
	if (writes)
		fine = marks_are_whole(status == 0) && fine;
	f->runs++;
	f->hits += was_hit;
	f->told += status == 1;
	f->aborted += status == ABORTED;
	f->wrong += !fine;
	if (!fine)
		trust_comment("%s, allocation %zu%s: status %d: %s", words[4], at,
			      lasting ? " and on" : "", status, buf_cstr(&told));
	buf_release(&told);
	return was_hit;
}

static void command(const char *name, const char *const *words, bool writes)
{
	struct figures f = {0};
	struct buf want = {0};
	uint64_t seed = 5;

	trust_run(&r, words);
	buf_addstr(&want, buf_str(&r.out));
	trust_ok(r.status == 0, "%s works", name);
	for (int lasting = 0; lasting < 2; lasting++) {
		for (size_t at = 1; run_one(words, writes, buf_str(&want), at, lasting, &f);
		     at = next_of(at, &seed))
			;
	}
	trust_ok(f.wrong == 0, "%s without memory ends well: %zu of %zu runs do not", name, f.wrong,
		 f.runs);
	trust_figure("R9", "%s: %zu runs, %zu told and ended, %zu of them by abort, %zu wrong",
		     name, f.hits, f.told + f.aborted, f.aborted, f.wrong);
	buf_release(&want);
}

static void commands(void)
{
	static char articles[MARKS][256];

	for (size_t i = 0; i < MARKS; i++)
		snprintf(articles[i], sizeof articles[i], "%s/%04zu.txt", library, i);
	trust_write(trust_path("library/page.html"),
		    STR("<html><body><h1>A page</h1><p>With <b>text</b> and <a href=/x>a link</a>."
			"</p><table><tr><td>a<td>b</table></body></html>"));
	trust_write(trust_path("library/post.md"),
		    STR("---\ntitle: A post\ntags: [one, two]\ndate: 2022-03-01\n---\n\n"
			"# Head\n\nWith *text* and [a link](http://example.com/), 2022年7月.\n"));
	trust_write(trust_path("library/gbk.txt"), STR("\xd6\xd0\xb9\xfa\xce\xc4\xd7\xd6\xa1\xa3"));
	command("show of HTML",
		(const char *[]){"--state", state, "--library", library, "show",
				 trust_path("library/page.html"), NULL},
		false);
	command("show of Markdown",
		(const char *[]){"--state", state, "--library", library, "show",
				 trust_path("library/post.md"), NULL},
		false);
	command("show of GBK",
		(const char *[]){"--state", state, "--library", library, "show",
				 trust_path("library/gbk.txt"), NULL},
		false);
	command("list", (const char *[]){"--state", state, "--library", library, "list", NULL},
		false);
	command("search",
		(const char *[]){"--state", state, "--library", library, "search", "text", NULL},
		false);
	command("mark",
		(const char *[]){"--state", state, "--library", library, "mark", "bookmark",
				 articles[0], articles[1], articles[2], NULL},
		true);
}

/* ---- the reader */

/* Where the text stands last, or -1. */
static size_t last_of(const struct buf *b, const char *text)
{
	size_t at = (size_t)-1, next;

	while ((next = str_find(buf_str(b), str_of(text), at + 1)) != (size_t)-1)
		at = next;
	return at;
}

/* As it was found, and a message not on a screen that is left behind it. */
static bool is_tidy(int terminal, const struct termios *before, const struct buf *seen)
{
	const size_t none = (size_t)-1;
	size_t left = last_of(seen, "\033[?1049l"), told = last_of(seen, "karpread: ");
	struct termios now;

	tcgetattr(terminal, &now);
	return now.c_lflag == before->c_lflag && now.c_iflag == before->c_iflag &&
	       now.c_oflag == before->c_oflag &&
	       (last_of(seen, "\033[?1049h") == none || left != none) &&
	       (told == none || left == none || left < told);
}

/* Reads a while, marks, looks for something, and quits. */
static bool read_one(enum from from, size_t at, bool lasting, struct figures *f)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	struct termios before;
	struct buf seen = {0};
	int64_t end = clock_monotonic_ms() + 20000;
	int terminal, inner, status = -1;

	if (openpty(&terminal, &inner, NULL, NULL, &size) < 0)
		abort();
	tcgetattr(terminal, &before);
	starve(from, at, lasting);
	pid_t pid = fork();

	if (pid == 0) {
		close(terminal);
		login_tty(inner);
		setenv("TERM", "xterm-256color", 1);
		execl(trust_karpread(), "karpread", "--state", state, "--library", library,
		      (char *)NULL);
		_exit(127);
	}
	close(inner);
	starve(FROM_MAIN, 0, false);
	/* The answer to what is asked of the terminal, so that it is not waited for. */
	if (write(terminal, "\033[?62c\033[1;1R", 12) < 0 ||
	    write(terminal, "j\n mab/text\nnRqQ", 16) < 0)
		status = -1;
	while (waitpid(pid, &status, WNOHANG) != pid && clock_monotonic_ms() < end) {
		trust_drain(terminal, 2, &seen);
		if (write(terminal, "Q", 1) < 0)
			break;
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	trust_drain(terminal, 0, &seen);

	bool ended = WIFEXITED(status) && WEXITSTATUS(status) <= 1;
	bool tidy = is_tidy(terminal, &before, &seen);
	bool aborted = WIFSIGNALED(status) && (WTERMSIG(status) == SIGABRT ||
					       (!CURSES_WRAPPED && WTERMSIG(status) == SIGSEGV));
	bool was_hit = access(hit, F_OK) == 0;

	f->runs++;
	f->hits += was_hit;
	f->told += ended && WEXITSTATUS(status) == 1;
	f->aborted += aborted;
	f->wrong += !tidy || (!ended && !aborted);
	if (!tidy || (!ended && !aborted))
		trust_comment("the reader, allocation %zu%s%s: status %x, %s: %s", at,
			      from == FROM_RAW ? " from the raw terminal on" : "",
			      lasting ? " and all after it" : "", (unsigned)status,
			      tidy ? "tidy" : "not tidy",
			      buf_cstr(&seen) + (seen.n > 200 ? seen.n - 200 : 0));
	close(terminal);
	buf_release(&seen);
	return was_hit;
}

static void reader(void)
{
	struct figures f = {0};
	uint64_t seed = 7;

	for (int way = 0; way < 4; way++) {
		enum from from = way / 2 ? FROM_RAW : FROM_MAIN;

		for (size_t at = 1; read_one(from, at, way % 2, &f); at = next_of(at, &seed))
			;
	}
	trust_ok(f.wrong == 0, "the reader without memory ends well: %zu of %zu runs do not",
		 f.wrong, f.runs);
	trust_figure("R9",
		     "the reader: %zu runs, %zu told and ended, %zu of them by abort, %zu wrong",
		     f.hits, f.told + f.aborted, f.aborted, f.wrong);
}

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(COVERAGE)
enum { CAN_STARVE = 1 };
#else
enum { CAN_STARVE = 0 };
#endif

int main(void)
{
	const char *build = getenv("KARPREAD_BUILDDIR");

	trust_begin();
	snprintf(shim, sizeof shim, "%s/tests/trust/nomem.so", build ? build : ".");
	if (!CAN_STARVE || access(shim, R_OK) < 0) {
		trust_skip("no allocator can be put under the program here");
		return trust_end();
	}
	trust_articles("library", 8);
	snprintf(state, sizeof state, "%s/state.db", trust_folder());
	snprintf(library, sizeof library, "%s/library", trust_folder());
	snprintf(hit, sizeof hit, "%s/hit", trust_folder());
	commands();
	reader();
	trust_run_release(&r);
	return trust_end();
}
