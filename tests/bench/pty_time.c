/* SPDX-License-Identifier: ISC
 *
 * usage: pty_time [-n ROUNDS] [-q QUIET] [-k KEYS] -u TEXT COMMAND... [-- COMMAND...]...
 *
 * Times full-screen programs from outside, in turn: A B C A B C. A command runs on a
 * pseudo-terminal of 80x24 until TEXT has appeared in what it writes and then nothing more has
 * come for QUIET milliseconds (20). One line a command, fields separated by tabs: median
 * milliseconds from exec to the bytes that brought TEXT, the same to the last byte before the
 * quiet, resident KiB then, the command. TEXT is a sequence of bytes: it must be short enough
 * that no program moves the cursor inside it.
 *
 * With -k the characters of KEYS (UTF-8) are then typed one by one, each when nothing more has come
 * for the one before, and a line has instead: median and greatest milliseconds from a key to the
 * last byte of the answer to it, keys, the command. The first key, which opens a prompt, is not
 * counted.
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
#include <time.h>
#include <unistd.h>

enum {
	PATIENCE_MS = 60000,
	MAX_COMMANDS = 16,
	MAX_KEYS = 64,
	OUTPUT_LIMIT = 1 << 20, /* bytes of a first screen, with all its controls */
};

enum figure { SEEN, SETTLED, RESIDENT, FIGURES };

struct command {
	char **argv;
	double *figures[FIGURES]; /* one a round: ms, ms, KiB */
	double *keys;             /* ms, of all rounds */
	int n_keys;
};

struct options {
	int rounds;
	int quiet; /* ms */
	const char *text;
	const char *keys; /* or NULL */
};

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void die(const char *what)
{
	fprintf(stderr, "pty_time: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void pin_environment(void)
{
	static const char *const unwanted[] = {"LINES",     "COLUMNS", "NO_COLOR",
					       "COLORTERM", "LESS",    "LESSOPEN"};

	for (size_t i = 0; i < sizeof(unwanted) / sizeof(unwanted[0]); i++)
		unsetenv(unwanted[i]);
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
}

/* KiB, 0 where there is no /proc. */
static double resident(pid_t pid)
{
	char path[64], line[256];
	double kib = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	f = fopen(path, "r");
	if (!f)
		return 0;
	while (fgets(line, sizeof(line), f))
		if (strncmp(line, "VmRSS:", 6) == 0)
			kib = strtod(line + 6, NULL);
	fclose(f);
	return kib;
}

/*
 * Reads what the program writes until it has settled. Returns false when it ended, or patience
 * did, before the text came.
 */
static bool watch(int fd, double start, const struct options *o, double figures[FIGURES])
{
	static char output[OUTPUT_LIMIT];
	size_t size = 0;
	bool seen = false;

	for (;;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		int ready = poll(&p, 1, seen ? o->quiet : PATIENCE_MS);
		double t = now_ms();
		ssize_t n;

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0 || size == OUTPUT_LIMIT)
			return seen;
		n = read(fd, output + size, OUTPUT_LIMIT - size);
		if (n <= 0)
			return seen;
		size += (size_t)n;
		figures[SETTLED] = t - start;
		if (!seen && memmem(output, size, o->text, strlen(o->text))) {
			seen = true;
			figures[SEEN] = t - start;
		}
	}
}

/* The bytes of the character that begins here. */
static size_t character(const char *s)
{
	size_t n = 1;

	while (((unsigned char)s[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* Milliseconds from a key to the last byte before the quiet; less than 0 when nothing came. */
static double press(int fd, const char *key, size_t size, int quiet)
{
	static char output[OUTPUT_LIMIT];
	struct pollfd p = {.fd = fd, .events = POLLIN};
	double start = now_ms(), last = -1;

	if (write(fd, key, size) != (ssize_t)size)
		die("write");
	while (poll(&p, 1, last < 0 ? PATIENCE_MS : quiet) > 0) {
		if (read(fd, output, sizeof output) <= 0)
			return -1;
		last = now_ms() - start;
	}
	return last;
}

static bool type(int fd, const struct options *o, struct command *c)
{
	const char *key = o->keys;

	for (int i = 0; key && *key; i++) {
		size_t size = character(key);
		double ms = press(fd, key, size, o->quiet);

		if (ms < 0)
			return false;
		if (i > 0)
			c->keys[c->n_keys++] = ms;
		key += size;
	}
	return true;
}

static bool run(struct command *c, const struct options *o, double figures[FIGURES])
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	double start = now_ms();
	bool seen;
	int fd;
	pid_t pid = forkpty(&fd, NULL, NULL, &size);

	if (pid < 0)
		die("forkpty");
	if (pid == 0) {
		execvp(c->argv[0], c->argv);
		die(c->argv[0]);
	}
	seen = watch(fd, start, o, figures) && type(fd, o, c);
	figures[RESIDENT] = resident(pid);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(fd);
	return seen;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Sorts the values. */
static double median(double *values, int n)
{
	qsort(values, (size_t)n, sizeof(*values), compare);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* Cuts the arguments into commands at each "--". Returns how many. */
static int split_commands(char **argv, struct command *commands)
{
	int n = 0;

	for (bool begins = true; *argv; argv++) {
		if (strcmp(*argv, "--") == 0) {
			*argv = NULL;
			begins = true;
		} else if (begins && n < MAX_COMMANDS) {
			commands[n++].argv = argv;
			begins = false;
		}
	}
	return n;
}

static void measure(struct command *commands, int n, const struct options *o)
{
	for (int round = -1; round < o->rounds; round++) {
		for (int i = 0; i < n; i++) {
			double figures[FIGURES] = {0};

			if (round == 0)
				commands[i].n_keys = 0;
			if (!run(&commands[i], o, figures)) {
				fprintf(stderr, "pty_time: %s never showed %s\n",
					commands[i].argv[0], o->text);
				exit(1);
			}
			for (int f = 0; f < FIGURES && round >= 0; f++)
				commands[i].figures[f][round] = figures[f];
		}
	}
}

static void print(const struct command *c, int rounds)
{
	if (c->n_keys) {
		double middle = median(c->keys, c->n_keys);

		printf("%.2f\t%.2f\t%d\t", middle, c->keys[c->n_keys - 1], c->n_keys);
	} else {
		printf("%.2f\t%.2f\t%.0f\t", median(c->figures[SEEN], rounds),
		       median(c->figures[SETTLED], rounds), median(c->figures[RESIDENT], rounds));
	}
	for (int i = 0; c->argv[i]; i++)
		printf("%s%s", i ? " " : "", c->argv[i]);
	printf("\n");
}

int main(int argc, char **argv)
{
	struct options o = {.rounds = 21, .quiet = 20};
	struct command commands[MAX_COMMANDS] = {0};
	int n, opt;

	while ((opt = getopt(argc, argv, "+n:q:u:k:")) != -1) {
		if (opt == 'n')
			o.rounds = atoi(optarg);
		else if (opt == 'q')
			o.quiet = atoi(optarg);
		else if (opt == 'u')
			o.text = optarg;
		else if (opt == 'k' && strlen(optarg) < MAX_KEYS)
			o.keys = optarg;
		else
			return 2;
	}
	n = split_commands(argv + optind, commands);
	if (n == 0 || !o.text || !*o.text || o.rounds < 1) {
		fputs("usage: pty_time [-n ROUNDS] [-q QUIET] [-k KEYS] -u TEXT COMMAND... "
		      "[-- COMMAND...]\n",
		      stderr);
		return 2;
	}
	for (int i = 0; i < n * FIGURES; i++) {
		double *values = calloc((size_t)o.rounds, sizeof(*values));

		if (!values)
			die("calloc");
		commands[i / FIGURES].figures[i % FIGURES] = values;
	}
	for (int i = 0; i < n; i++)
		if (!(commands[i].keys = calloc((size_t)o.rounds * MAX_KEYS, sizeof(double))))
			die("calloc");
	pin_environment();
	measure(commands, n, &o);
	for (int i = 0; i < n; i++)
		print(&commands[i], o.rounds);
	return 0;
}
