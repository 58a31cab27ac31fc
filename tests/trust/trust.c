/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "trust.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/fs.h"

static char folder[64], program[4096], seeds[4096];
static struct arena paths;
static int tests, failures;

void trust_begin(void)
{
	const char *build = getenv("KARPREAD_BUILDDIR"), *source = getenv("KARPREAD_SRCDIR");

	setvbuf(stdout, NULL, _IOLBF, 0);
	/* In memory where that can be: thousands of syncs would be the time of a slow disk. */
	strcpy(folder, access("/dev/shm", W_OK) == 0 ? "/dev/shm/karpread-trust-XXXXXX"
						     : "/tmp/karpread-trust-XXXXXX");
	if (!mkdtemp(folder)) {
		printf("Bail out! no temporary folder\n");
		exit(99);
	}
	snprintf(program, sizeof program, "%s/karpread", build ? build : ".");
	snprintf(seeds, sizeof seeds, "%s/seeds", source ? source : ".");
	/* The tests of the reader start it in another folder. */
	assert(program[0] == '/' && seeds[0] == '/');
	setenv("HOME", folder, 1);
	setenv("KARPREAD_NOW", "1700000000", 1);
	setenv("KARPREAD_LIBRARY", seeds, 1);
}

int trust_end(void)
{
	pid_t pid = fork();

	if (pid == 0)
		execlp("rm", "rm", "-rf", "--", folder, (char *)NULL);
	waitpid(pid, NULL, 0);
	arena_release(&paths);
	printf("1..%d\n", tests);
	return failures > 0;
}

size_t trust_count(size_t quick, size_t whole)
{
	return getenv("TORTURE") ? whole : quick;
}

static void print_lines(const char *before, const char *fmt, va_list ap)
{
	struct buf text = {0};
	char line[2048];

	vsnprintf(line, sizeof line, fmt, ap);
	/* TAP is lines: what a hostile name brings along must not make any. */
	for (const char *p = line; *p; p++) {
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			buf_addf(&text, "\\x%02x", (unsigned char)*p);
		else
			buf_addc(&text, *p);
	}
	printf("%s%s\n", before, buf_cstr(&text));
	buf_release(&text);
}

bool trust_ok(bool ok, const char *fmt, ...)
{
	char before[32];
	va_list ap;

	tests++;
	failures += !ok;
	snprintf(before, sizeof before, "%sok %d - ", ok ? "" : "not ", tests);
	va_start(ap, fmt);
	print_lines(before, fmt, ap);
	va_end(ap);
	return ok;
}

void trust_skip(const char *fmt, ...)
{
	char before[32];
	va_list ap;

	snprintf(before, sizeof before, "ok %d # SKIP ", ++tests);
	va_start(ap, fmt);
	print_lines(before, fmt, ap);
	va_end(ap);
}

void trust_figure(const char *goal, const char *fmt, ...)
{
	char before[32];
	va_list ap;

	snprintf(before, sizeof before, "# FIGURE %s: ", goal);
	va_start(ap, fmt);
	print_lines(before, fmt, ap);
	va_end(ap);
}

void trust_comment(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_lines("# ", fmt, ap);
	va_end(ap);
}

const char *trust_folder(void)
{
	return folder;
}

const char *trust_path(const char *fmt, ...)
{
	struct buf path = {0};
	va_list ap;

	buf_addf(&path, "%s/", folder);
	va_start(ap, fmt);
	buf_vaddf(&path, fmt, ap);
	va_end(ap);
	const char *kept = arena_str(&paths, buf_str(&path)).p;

	buf_release(&path);
	return kept;
}

const char *trust_karpread(void)
{
	return program;
}

const char *trust_seeds(void)
{
	return seeds;
}

void trust_write(const char *path, struct str bytes)
{
	struct err err = {0};
	struct buf above = {0};

	buf_adds(&above, path);
	*strrchr(above.p, '/') = '\0';
	if (fs_mkdir(above.p, 0700, &err) < 0 || fs_write(path, bytes, FS_REPLACE, &err) < 0) {
		printf("Bail out! %s\n", err_text(&err));
		exit(99);
	}
	buf_release(&above);
}

void trust_articles(const char *name, size_t n)
{
	struct buf text = {0};

	for (size_t i = 0; i < n; i++) {
		buf_clear(&text);
		buf_addf(&text, "Article %zu\n\nIt has a text of its own: %zu.\n", i, i * i);
		trust_write(trust_path("%s/%04zu.txt", name, i), buf_str(&text));
	}
	buf_release(&text);
}

size_t trust_random(uint64_t *seed, size_t below)
{
	/* The generator xorshift64*. */
	*seed += *seed == 0;
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return (size_t)(*seed * UINT64_C(2685821657736338717) >> 32) % below;
}

static void take_both(int fds[2], struct buf *into[2])
{
	struct pollfd polled[2] = {{.fd = fds[0], .events = POLLIN},
				   {.fd = fds[1], .events = POLLIN}};

	while (polled[0].fd >= 0 || polled[1].fd >= 0) {
		poll(polled, 2, -1);
		for (int i = 0; i < 2; i++) {
			char bytes[65536];
			ssize_t n;

			if (!polled[i].revents)
				continue;
			n = read(polled[i].fd, bytes, sizeof bytes);
			if (n > 0)
				buf_add(into[i], bytes, (size_t)n);
			else
				polled[i].fd = -1;
		}
	}
}

void trust_run_program(struct trust_run *r, const char *const *argv)
{
	int out[2], err[2], status;

	trust_run_release(r);
	if (pipe(out) < 0 || pipe(err) < 0)
		abort();
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDONLY);

		dup2(null, 0);
		dup2(out[1], 1);
		dup2(err[1], 2);
		for (int i = 0; i < 2; i++) {
			close(out[i]);
			close(err[i]);
		}
		execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	close(out[1]);
	close(err[1]);
	take_both((int[]){out[0], err[0]}, (struct buf *[]){&r->out, &r->err});
	close(out[0]);
	close(err[0]);
	wait4(pid, &status, 0, &r->usage);
	r->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void trust_run(struct trust_run *r, const char *const *words)
{
	const char *argv[64] = {program};

	for (size_t i = 0; i < 62 && words[i]; i++)
		argv[i + 1] = words[i];
	trust_run_program(r, argv);
}

void trust_run_release(struct trust_run *r)
{
	buf_release(&r->out);
	buf_release(&r->err);
	*r = (struct trust_run){0};
}

size_t trust_matches(struct trust_run *r, const char *state, const char *library, const char *query)
{
	size_t lines = 0;

	trust_run(r, (const char *[]){"--state", state, "--library", library, "list", "--format",
				      "tsv", query, NULL});
	for (size_t i = 0; i < r->out.n; i++)
		lines += r->out.p[i] == '\n';
	return lines ? lines - 1 : 0; /* without the head */
}

void trust_drain(int terminal, int silent_ms, struct buf *seen)
{
	struct pollfd polled = {.fd = terminal, .events = POLLIN};
	char bytes[4096];
	ssize_t n;

	while (poll(&polled, 1, silent_ms) > 0 && (n = read(terminal, bytes, sizeof bytes)) > 0)
		buf_add(seen, bytes, (size_t)n);
}
