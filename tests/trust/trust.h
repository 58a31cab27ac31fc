/* SPDX-License-Identifier: ISC
 *
 * What the tests of trust share: a folder, karpread run in it, TAP lines, figures. A short run
 * for make check; with TORTURE in the environment (make torture) the whole.
 */
#ifndef KARPREAD_TESTS_TRUST_H
#define KARPREAD_TESTS_TRUST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

#include "base/buf.h"
#include "base/str.h"

/* Makes the folder, which is HOME from now on. */
void trust_begin(void);
/* Prints the plan, removes the folder; the exit status. */
int trust_end(void);
/* quick in make check, whole in make torture. */
size_t trust_count(size_t quick, size_t whole);
/* One TAP line. Returns ok. */
bool trust_ok(bool ok, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void trust_skip(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A line of the table: "# FIGURE R1: ...". */
void trust_figure(const char *goal, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void trust_comment(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

const char *trust_folder(void);
/* A path in the folder, valid until the end. */
const char *trust_path(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
const char *trust_karpread(void);
const char *trust_seeds(void);
/* Writes a file and the folders above it; anything else than success ends the test. */
void trust_write(const char *path, struct str bytes);
/* Makes n small articles in a folder of the folder, 0000.txt and so on. */
void trust_articles(const char *name, size_t n);
/* A small generator of numbers, the same everywhere: from 0 to below. */
size_t trust_random(uint64_t *seed, size_t below);

/* Standard output and error of karpread, as it was run with these words (NULL at the end). */
struct trust_run {
	struct buf out, err;
	int status; /* as $? in a shell */
	struct rusage usage;
};
void trust_run(struct trust_run *r, const char *const *words);
/* The same with any program: argv[0] is looked for in PATH. */
void trust_run_program(struct trust_run *r, const char *const *argv);
void trust_run_release(struct trust_run *r);
/* How many articles match; r is left as karpread list did. */
size_t trust_matches(struct trust_run *r, const char *state, const char *library,
		     const char *query);
/* Adds what a terminal has been sent, until it has been silent for that long. */
void trust_drain(int terminal, int silent_ms, struct buf *seen);

#endif
