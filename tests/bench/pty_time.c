/* SPDX-License-Identifier: ISC
 *
 * usage: pty_time ROUNDS RUN [-- RUN]...
 * RUN: -l LABEL [-q QUIET] -u TEXT [-k KEYS [-w TEXT]]... [-i SECONDS] PROGRAM [ARGUMENT]...
 *
 * Times full-screen programs from outside, in turn: A B C A B C. A program runs on a
 * pseudo-terminal of 80x24 until TEXT has appeared in what it writes and then nothing more has
 * come for QUIET milliseconds (20). Then each -k sends its keys, and waits for output, or for its
 * TEXT, in the same way. At last -i lets it rest for a while and then watches it for so many
 * seconds. TEXT is a sequence of bytes: it must be short enough that no program moves the cursor
 * inside it.
 *
 * One line a step, fields separated by tabs, medians: the label; "start", "key1", "key2"...
 * or "idle"; milliseconds from exec or from the keys to the bytes that brought TEXT; the same to
 * the last byte before the quiet; bytes written; milliseconds of CPU of the program itself;
 * resident KiB at the end. A step whose text never comes ends a run.
 *
 * The first round fills the caches and is not counted. The terminal answers no query.
 */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/vec.h"
#include "measure.h"

enum { PATIENCE_MS = 120000, REST_MS = 3000 };

enum figure { SEEN, SETTLED, BYTES, CPU, RESIDENT, FIGURES };

struct step {
	const char *keys;         /* NULL for the start and for idleness */
	const char *text;         /* NULL for any output */
	int idle;                 /* ms to watch */
	double *figures[FIGURES]; /* one a round */
};

struct program {
	const char *label;
	int quiet; /* ms */
	char **argv;
	VEC(struct step) steps;
};

struct programs {
	VEC(struct program) v;
	int rounds;
};

/* One that runs. */
struct child {
	int fd;
	pid_t pid;
	int quiet;    /* ms */
	double since; /* ms: when the step began */
};

static void die(const char *what)
{
	fprintf(stderr, "pty_time: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void pin_environment(void)
{
	static const char *const unwanted[] = {"LINES",     "COLUMNS", "NO_COLOR",
					       "COLORTERM", "LESS",    "LESSOPEN"};

	for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
		unsetenv(unwanted[i]);
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
}

/* The number behind a word in a file of /proc; with no word the first one. 0 without /proc. */
static double proc_number(pid_t pid, const char *file, const char *word)
{
	char path[64], line[256];
	double number = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	f = fopen(path, "r");
	if (!f)
		return 0;
	while (fgets(line, sizeof line, f))
		if (strncmp(line, word, strlen(word)) == 0)
			number = strtod(line + strlen(word), NULL);
	fclose(f);
	return number;
}

static double cpu_ms(pid_t pid)
{
	return proc_number(pid, "schedstat", "") / 1e6;
}

/* Reads what comes for so many milliseconds. */
static void watch_idle(struct child *c, int ms, double figures[FIGURES])
{
	char output[4096];
	double end = measure_now() + ms, left;

	while ((left = end - measure_now()) > 0) {
		struct pollfd p = {.fd = c->fd, .events = POLLIN};

		if (poll(&p, 1, (int)left + 1) <= 0)
			continue;
		ssize_t n = read(c->fd, output, sizeof output);

		if (n <= 0)
			return;
		figures[BYTES] += (double)n;
	}
}

/*
 * Reads what the program writes until it has settled or ended. Returns false when it ended, or
 * patience did, before the text came.
 */
static bool watch(struct child *c, const struct step *s, double figures[FIGURES])
{
	struct buf all = {0};
	bool seen = false;

	for (;;) {
		char output[65536];
		struct pollfd p = {.fd = c->fd, .events = POLLIN};
		int ready = poll(&p, 1, seen ? c->quiet : PATIENCE_MS);
		double t = measure_now();

		if (ready < 0 && errno == EINTR)
			continue;
		ssize_t n = ready > 0 ? read(c->fd, output, sizeof output) : 0;

		if (n <= 0)
			break;
		buf_add(&all, output, (size_t)n);
		figures[SETTLED] = t - c->since;
		if (!seen && (!s->text || memmem(all.p, all.n, s->text, strlen(s->text)))) {
			seen = true;
			figures[SEEN] = t - c->since;
		}
	}
	figures[BYTES] = (double)all.n;
	if (!seen)
		fprintf(stderr, "%s\n", buf_cstr(&all));
	buf_release(&all);
	return seen;
}

static bool take_step(struct child *c, const struct step *s, double figures[FIGURES])
{
	double before = s->keys || s->idle ? cpu_ms(c->pid) : 0;
	bool done = true;

	if (s->idle) {
		double ignored[FIGURES] = {0};

		watch_idle(c, REST_MS, ignored);
		before = cpu_ms(c->pid);
		watch_idle(c, s->idle, figures);
	} else {
		if (s->keys) {
			c->since = measure_now();
			if (write(c->fd, s->keys, strlen(s->keys)) < 0)
				return false;
		}
		done = watch(c, s, figures);
	}
	figures[CPU] = cpu_ms(c->pid) - before;
	figures[RESIDENT] = proc_number(c->pid, "status", "VmRSS:");
	return done;
}

/* Returns the step that could not be made, or NULL. round below 0: nothing is kept. */
static const struct step *run(struct program *p, int round)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	struct child c = {.quiet = p->quiet, .since = measure_now()};
	const struct step *failed = NULL;

	c.pid = forkpty(&c.fd, NULL, NULL, &size);
	if (c.pid < 0)
		die("forkpty");
	if (c.pid == 0) {
		execvp(p->argv[0], p->argv);
		die(p->argv[0]);
	}
	for (size_t i = 0; i < p->steps.n && !failed; i++) {
		double figures[FIGURES] = {0};

		if (!take_step(&c, &p->steps.p[i], figures))
			failed = &p->steps.p[i];
		for (int f = 0; f < FIGURES && round >= 0; f++)
			p->steps.p[i].figures[f][round] = figures[f];
	}
	kill(-c.pid, SIGKILL);
	waitpid(c.pid, NULL, 0);
	close(c.fd);
	return failed;
}

static void print(const struct program *p, int rounds)
{
	for (size_t i = 0; i < p->steps.n; i++) {
		const struct step *s = &p->steps.p[i];

		printf("%s\t", p->label);
		if (s->idle)
			printf("idle");
		else if (s->keys)
			printf("key%zu", i);
		else
			printf("start");
		for (int f = 0; f < FIGURES; f++)
			printf(f < BYTES || f == CPU ? "\t%.2f" : "\t%.0f",
			       measure_median(s->figures[f], rounds));
		printf("\n");
	}
}

static void add_step(struct program *p, struct step step, int rounds)
{
	for (int f = 0; f < FIGURES; f++)
		step.figures[f] = xcalloc((size_t)rounds, sizeof *step.figures[f]);
	vec_push(&p->steps, step);
}

/*
 * One program's arguments, behind argv[0], which is none of them, to the next "--" or the end.
 * Returns where that is.
 */
static int read_program(struct programs *all, int argc, char **argv)
{
	struct program p = {.label = "?", .quiet = 20};
	int n = 1, opt;

	while (n < argc && strcmp(argv[n], "--") != 0)
		n++;
	argv[n] = NULL;
	optind = 0;
	opterr = 0;
	while ((opt = getopt(n, argv, "+l:q:u:k:w:i:")) != -1) {
		if (opt == 'l')
			p.label = optarg;
		else if (opt == 'q')
			p.quiet = atoi(optarg);
		else if (opt == 'u')
			add_step(&p, (struct step){.text = optarg}, all->rounds);
		else if (opt == 'k')
			add_step(&p, (struct step){.keys = optarg}, all->rounds);
		else if (opt == 'w' && p.steps.n)
			p.steps.p[p.steps.n - 1].text = optarg;
		else if (opt == 'i')
			add_step(&p, (struct step){.idle = 1000 * atoi(optarg)}, all->rounds);
		else
			return argc;
	}
	p.argv = argv + optind;
	if (p.steps.n && *p.argv)
		vec_push(&all->v, p);
	return n;
}

int main(int argc, char **argv)
{
	struct programs all = {.rounds = argc > 1 ? atoi(argv[1]) : 0};

	for (int at = 1; at < argc && all.rounds > 0;)
		at += read_program(&all, argc - at, argv + at);
	if (all.v.n == 0) {
		fputs("usage: pty_time ROUNDS RUN [-- RUN]...\n"
		      "RUN: -l LABEL [-q QUIET] -u TEXT [-k KEYS [-w TEXT]]... [-i SECONDS] "
		      "PROGRAM [ARGUMENT]...\n",
		      stderr);
		return 2;
	}
	pin_environment();
	for (int round = -1; round < all.rounds; round++)
		for (size_t i = 0; i < all.v.n; i++) {
			const struct step *failed = run(&all.v.p[i], round);

			if (failed)
				fprintf(stderr, "pty_time: %s never showed %s\n", all.v.p[i].label,
					failed->text ? failed->text : "anything");
			if (failed)
				return 1;
		}
	for (size_t i = 0; i < all.v.n; i++)
		print(&all.v.p[i], all.rounds);
	return 0;
}
