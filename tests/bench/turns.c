/* SPDX-License-Identifier: ISC
 *
 * usage: turns ROUNDS LABEL COMMAND [LABEL COMMAND]...
 *
 * Times commands in turn: A B C A B C. Each is run by sh -c, its output kept from every
 * terminal. A command that has to prepare itself does so in a part before a line "--": that is
 * run, too, and not timed. One line a command, fields separated by tabs: the label; medians of
 * wall milliseconds, of milliseconds of CPU, and of peak resident KiB; how often it failed.
 */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "measure.h"

enum figure { WALL, USED, PEAK, FIGURES };

struct command {
	const char *label, *prepare, *script; /* prepare: NULL for nothing */
	double *figures[FIGURES];
	int failed;
};

static double ms(struct timeval t)
{
	return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static void run(const char *script, struct rusage *usage, int *status)
{
	/* A file: some programs find less to do when they write to /dev/null. */
	FILE *output = tmpfile();
	pid_t pid = output ? fork() : -1;

	if (pid < 0) {
		perror("turns");
		exit(2);
	}
	if (pid == 0) {
		dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
		dup2(fileno(output), STDOUT_FILENO);
		dup2(fileno(output), STDERR_FILENO);
		execl("/bin/sh", "sh", "-c", script, (char *)NULL);
		_exit(127);
	}
	wait4(pid, status, 0, usage);
	fclose(output);
}

static void measure(struct command *c, int round)
{
	struct rusage usage;
	int status;

	if (c->prepare)
		run(c->prepare, &usage, &status);
	double begin = measure_now();

	run(c->script, &usage, &status);
	c->figures[WALL][round] = measure_now() - begin;
	c->figures[USED][round] = ms(usage.ru_utime) + ms(usage.ru_stime);
	c->figures[PEAK][round] = (double)usage.ru_maxrss;
	c->failed += status != 0;
}

int main(int argc, char **argv)
{
	int rounds = argc > 3 ? atoi(argv[1]) : 0;
	size_t n = argc > 3 ? (size_t)(argc - 2) / 2 : 0;

	if (rounds < 1) {
		fputs("usage: turns ROUNDS LABEL COMMAND [LABEL COMMAND]...\n", stderr);
		return 2;
	}
	struct command *commands = xcalloc(n, sizeof *commands);

	for (size_t i = 0; i < n; i++) {
		char *script = argv[3 + 2 * i], *parting = strstr(script, "\n--\n");

		commands[i] = (struct command){.label = argv[2 + 2 * i], .script = script};
		if (parting) {
			*parting = '\0';
			commands[i].prepare = script;
			commands[i].script = parting + 4;
		}
		for (int f = 0; f < FIGURES; f++)
			commands[i].figures[f] = xcalloc((size_t)rounds, sizeof(double));
	}
	for (int round = 0; round < rounds; round++)
		for (size_t i = 0; i < n; i++)
			measure(&commands[i], round);
	for (size_t i = 0; i < n; i++) {
		printf("%s\t", commands[i].label);
		for (int f = 0; f < FIGURES; f++)
			printf("%.1f\t", measure_median(commands[i].figures[f], rounds));
		printf("%d\n", commands[i].failed);
	}
	return 0;
}
