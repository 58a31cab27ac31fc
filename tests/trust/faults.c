/* SPDX-License-Identifier: ISC
 *
 * R6, R8, R21: killed at each call that reaches the disk, or told that it failed, a mark is whole
 * or not there, an export too; what was there before stays, and the next run works. What cannot be
 * read is told, and not forgotten. By strace.
 */
#include "config.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "trust.h"

enum { ARTICLES = 8 };

static struct trust_run r;
static char library[128], state[128], exported[128];

static const char *const calls[] = {"fdatasync", "pwrite64", "ftruncate", "unlink",
				    "fsync",     "rename",   "link",      "renameat2"};

/* Runs with a fault at the nth call. False when there was no nth call: the run was whole. */
static bool run_with(const char *call, const char *action, size_t nth, const char *const *words)
{
	char inject[128], trace[64];
	const char *argv[32] = {"strace", "-f",  "-qq", "-o",   trust_path("trace"),
				"-e",     trace, "-e",  inject, trust_karpread()};
	struct buf text = {0};
	bool hit;

	snprintf(trace, sizeof trace, "trace=%s", call);
	snprintf(inject, sizeof inject, "inject=%s:%s:when=%zu", call, action, nth);
	for (size_t i = 0; words[i]; i++)
		argv[10 + i] = words[i];
	trust_run_program(&r, argv);
	if (fs_read(trust_path("trace"), 1 << 24, &text, NULL, NULL) < 0)
		return false;
	hit = str_find(buf_str(&text), STR("(INJECTED)"), 0) != (size_t)-1 ||
	      str_find(buf_str(&text), STR("killed by SIGKILL"), 0) != (size_t)-1;
	buf_release(&text);
	return hit;
}

static bool is_sound(void)
{
	trust_run(&r, (const char *[]){"--state", state, "check", NULL});
	if (r.status)
		trust_comment("check ends with %d: %s%s", r.status, buf_cstr(&r.out),
			      buf_cstr(&r.err));
	return r.status == 0;
}

static void forget_state(void)
{
	trust_run_program(&r, (const char *[]){"sh", "-c", "rm -f \"$0\"*", state, NULL});
}

static const char *const mark_all[] = {"--state", state, "mark", "bookmark",
				       NULL,      NULL,  NULL,   NULL};

/*
 * Marks three articles as one step with one fault after the other, from nothing (old 0) or where
 * two others were marked before. Returns in how many runs something was wrong.
 */
static size_t fault_marks(const char *call, const char *action, size_t old, size_t most,
			  size_t *runs)
{
	const char *words[9];
	size_t wrong = 0;

	memcpy(words, mark_all, sizeof mark_all);
	for (size_t i = 0; i < 3; i++)
		words[4 + i] = strdup(trust_path("library/%04zu.txt", i));
	words[7] = NULL;
	for (size_t nth = 1; nth <= most; nth++) {
		forget_state();
		for (size_t i = 0; i < old; i++)
			trust_run(&r,
				  (const char *[]){"--state", state, "mark", "bookmark",
						   trust_path("library/%04zu.txt", 5 + i), NULL});
		bool hit = run_with(call, action, nth, words);
		int status = r.status;
		struct buf told = {0};

		buf_addstr(&told, buf_str(&r.err));
		if (!hit)
			most = nth;
		size_t n = trust_matches(&r, state, library, "is:bookmarked");
		/* Killed: whole or not at all. Told of an error: also said which of the two. */
		bool fine = (n == old || n == old + 3) && is_sound();

		if (status == 0)
			fine = fine && n == old + 3;
		else if (status != 1 && status != 137)
			fine = false;
		else if (status == 1)
			fine = fine && told.n > 0;
		trust_run(&r, words);
		fine = fine && r.status == 0 &&
		       trust_matches(&r, state, library, "is:bookmarked") == old + 3;
		++*runs;
		if (!fine) {
			wrong++;
			trust_comment("%s:%s, call %zu, from %zu: status %d, %zu marks: %s", call,
				      action, nth, old, status, n, buf_cstr(&told));
		}
		buf_release(&told);
	}
	for (size_t i = 0; i < 3; i++)
		free((char *)(size_t)words[4 + i]);
	return wrong;
}

/* Names in the folder of exports. */
static size_t count_files(void)
{
	DIR *dir = opendir(exported);
	size_t n = 0;

	for (struct dirent *e; dir && (e = readdir(dir));)
		n += e->d_name[0] != '.' || strlen(e->d_name) > 2;
	if (dir)
		closedir(dir);
	return n;
}

/* Exports over nothing, and by force over a file; what is at the name is old or whole. */
static size_t fault_exports(const char *call, const char *action, bool force, size_t most,
			    size_t *runs)
{
	const char *target = trust_path("exports/a.txt"), *article = trust_path("library/0001.txt");
	const char *words[] = {
		"export", "-o", target, force ? "--force" : article, force ? article : NULL, NULL};
	size_t wrong = 0;

	for (size_t nth = 1; nth <= most; nth++) {
		struct buf now = {0};

		trust_run_program(&r, (const char *[]){"rm", "-rf", exported, NULL});
		trust_write(target, STR("old\n"));
		if (!force)
			unlink(target);
		bool hit = run_with(call, action, nth, words);
		int status = r.status;

		if (!hit)
			most = nth;
		bool there = fs_read(target, 1 << 20, &now, NULL, NULL) == 0;
		bool whole = there && str_find(buf_str(&now), STR("its own: 1."), 0) != (size_t)-1;
		bool old = force ? there && str_eq(buf_str(&now), STR("old\n")) : !there;
		bool fine = whole || old;

		if (status == 0)
			fine = fine && whole;
		else if (status == 1) /* nothing half written is left beside it */
			fine = fine && r.err.n > 0 && count_files() == (size_t)there;
		else
			fine = fine && status == 137;
		++*runs;
		if (!fine) {
			wrong++;
			trust_comment("export, %s:%s, call %zu: status %d, %zu files: %s", call,
				      action, nth, status, count_files(), buf_cstr(&now));
		}
		buf_release(&now);
	}
	return wrong;
}

/*
 * Lists a library with one read after the other failing, where there is an index and where there is
 * none: all articles are in the list, or it is told why not, and the next list has them.
 */
static size_t fault_lists(const char *call, bool indexed, size_t most, size_t *runs)
{
	const char *words[] = {"--state", state, "--library", library, "list", NULL};
	size_t wrong = 0;

	for (size_t nth = 1; nth <= most; nth++) {
		trust_run_program(&r, (const char *[]){"rm", "-rf", trust_path(".cache"), NULL});
		if (indexed)
			trust_matches(&r, state, library, "");
		if (!run_with(call, "error=EIO", nth, words))
			most = nth;
		size_t lines = 0;
		int status = r.status;
		struct buf told = {0};

		buf_addstr(&told, buf_str(&r.err));
		for (size_t i = 0; i < r.out.n; i++)
			lines += r.out.p[i] == '\n';
		/* The loader of the program ends with 127. */
		bool fine = status == 0 ? lines == ARTICLES : status < 128 && told.n > 0;
		size_t after = trust_matches(&r, state, library, "");

		++*runs;
		if (!fine || after != ARTICLES) {
			wrong++;
			trust_comment("list, %s, call %zu: status %d, %zu articles, then %zu: %s",
				      call, nth, status, lines, after, buf_cstr(&told));
		}
		buf_release(&told);
	}
	return wrong;
}

static void each_read(void)
{
	static const char *const reads[] = {"getdents64", "read", "openat", "newfstatat",
					    "pread64"};
	size_t wrong = 0, runs = 0;

	for (size_t i = 0; i < trust_count(1, sizeof reads / sizeof *reads); i++) {
		wrong += fault_lists(reads[i], false, 1000, &runs);
		wrong += fault_lists(reads[i], true, 1000, &runs);
	}
	trust_ok(wrong == 0, "what cannot be read is told and not forgotten: %zu of %zu are wrong",
		 wrong, runs);
	trust_figure("R8", "EIO: %zu runs of list, %zu wrong", runs, wrong);
}

static void each_call(const char *goal, const char *action, size_t most)
{
	size_t wrong = 0, runs = 0, exports = 0, export_runs = 0;
	size_t n = trust_count(1, sizeof calls / sizeof *calls);

	for (size_t i = 0; i < n; i++) {
		wrong += fault_marks(calls[i], action, 0, most, &runs);
		if (trust_count(0, 1))
			wrong += fault_marks(calls[i], action, 2, most, &runs);
	}
	for (size_t i = trust_count(4, 0); i < sizeof calls / sizeof *calls; i++) {
		exports += fault_exports(calls[i], action, false, most, &export_runs);
		if (trust_count(0, 1))
			exports += fault_exports(calls[i], action, true, most, &export_runs);
	}
	if (trust_count(0, 1)) {
		exports += fault_exports("write", action, false, most, &export_runs);
		exports += fault_exports("write", action, true, most, &export_runs);
	}
	trust_ok(wrong == 0, "marks are whole or not there, %s at each call: %zu of %zu are not",
		 action, wrong, runs);
	trust_ok(exports == 0,
		 "exports are whole or not there, %s at each call: %zu of %zu are not", action,
		 exports, export_runs);
	trust_figure(goal, "%s: %zu runs of mark, %zu wrong", action, runs, wrong);
	trust_figure("R21", "%s: %zu runs of export, %zu wrong", action, export_runs, exports);
}

int main(void)
{
	trust_begin();
	/* The leak check of the sanitizer traces too, which only one may. */
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
	trust_run_program(&r, (const char *[]){"strace", "-o", "/dev/null", "true", NULL});
	if (r.status) {
		trust_skip("strace is not there, or may not trace");
		trust_run_release(&r);
		return trust_end();
	}
	trust_articles("library", ARTICLES);
	snprintf(library, sizeof library, "%s/library", trust_folder());
	snprintf(state, sizeof state, "%s/state.db", trust_folder());
	snprintf(exported, sizeof exported, "%s/exports", trust_folder());
	each_call("R6", "signal=SIGKILL", trust_count(6, 1000));
	each_call("R8", "error=ENOSPC", trust_count(3, 1000));
	each_read();
	if (trust_count(0, 1)) {
		each_call("R8", "error=EIO", 1000);
		each_call("R8", "error=EROFS", 1000);
		each_call("R8", "error=EDQUOT", 1000);
	}
	trust_run_release(&r);
	return trust_end();
}
