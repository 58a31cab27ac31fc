/* SPDX-License-Identifier: ISC
 *
 * The child that indexes: a file that ends it costs one article, and a parser that was taken over
 * reaches nothing. tests/trust/killable is karpread with a parser that does whatever a text says.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/fs.h"
#include "trust.h"

enum { ARTICLES = 60, WAIT_S = 10 };

#ifdef KARPREAD_INSTRUMENTED
static const bool instrumented = true;
#else
static const bool instrumented = false;
#endif

static char killable[4096];
static struct trust_run r;

static bool has(const struct buf *text, const char *what)
{
	return str_find(buf_str(text), str_of(what), 0) != (size_t)-1;
}

/* ---- the fences, from within */

/* One bit a thing that could be done and should not, or could not and should. */
static unsigned try_out(pid_t parent)
{
	static char *const argv[] = {(char *)(size_t) "true", NULL};
	const char *mine = trust_path("may/write/new"), *library = trust_path("may/read/file");
	const char *there = trust_path("other");
	unsigned wrong = 0, bit = 1;
	const bool tried[] = {
		open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES,
		open(there, O_RDONLY) < 0,
		open(there, O_WRONLY) < 0,
		open(trust_path("new"), O_WRONLY | O_CREAT, 0600) < 0,
		open(trust_path("may/read/new"), O_WRONLY | O_CREAT, 0600) < 0,
		open(library, O_WRONLY) < 0,
		unlink(there) < 0 && rename(there, mine) < 0 && link(there, mine) < 0,
		truncate(there, 0) < 0 && chmod(there, 0777) < 0,
		symlink("/etc/passwd", mine) < 0,
		socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM,
		socket(AF_UNIX, SOCK_STREAM, 0) < 0,
		execv("/bin/true", argv) < 0,
		kill(parent, 0) < 0,
		ptrace(PTRACE_ATTACH, parent, NULL, NULL) < 0 && errno == EPERM,
		fcntl(9, F_GETFD) < 0, /* was open before */
		/* What has to work. */
		open(library, O_RDONLY) >= 0,
		open(mine, O_RDWR | O_CREAT | O_EXCL, 0600) >= 0,
		unlink(mine) == 0,
	};

	for (size_t i = 0; i < sizeof tried / sizeof *tried; i++, bit <<= 1)
		wrong |= tried[i] ? 0 : bit;
	return wrong;
}

/* Runs it in a child that confines itself if it shall. */
static unsigned tried_in_child(bool confined)
{
	const char *read_only[] = {trust_path("may/read"), NULL};
	const char *writable[] = {trust_path("may/write"), NULL};
	const struct confine confine = {.read = read_only, .write = writable};
	int ends[2];
	unsigned wrong = ~0U;
	pid_t parent = getpid(), pid;

	if (pipe(ends) < 0)
		return wrong;
	pid = fork();
	if (pid == 0) {
		dup2(STDERR_FILENO, 9);
		dup2(ends[1], STDOUT_FILENO);
		if (confined)
			confine_self(&confine);
		wrong = try_out(parent);
		_exit(write(STDOUT_FILENO, &wrong, sizeof wrong) != sizeof wrong);
	}
	close(ends[1]);
	if (read(ends[0], &wrong, sizeof wrong) != sizeof wrong)
		wrong = ~0U;
	close(ends[0]);
	waitpid(pid, NULL, 0);
	return wrong;
}

static void test_fences(void)
{
	unsigned holds = confine_probe(), files_and_calls = CONFINE_FILES | CONFINE_CALLS;

	trust_write(trust_path("may/read/file"), STR("x"));
	trust_write(trust_path("may/write/file"), STR("x"));
	trust_write(trust_path("other"), STR("x"));
	if ((holds & files_and_calls) != files_and_calls) {
		trust_skip("%s", instrumented ? "a build for sanitizers is not confined"
					      : "this kernel lacks Landlock or seccomp");
		return;
	}
	unsigned wrong = tried_in_child(true);

	trust_ok(wrong == 0, "18 things are refused or allowed as they should be: bits %x are not",
		 wrong);
	trust_figure("sandbox", "of 15 things forbidden and 3 allowed, %d are wrong",
		     __builtin_popcount(wrong));
}

/* A gigabyte, when a quarter of one is all there is. */
static void test_memory(void)
{
	int status = 0;
	pid_t pid;

	if (!(confine_probe() & CONFINE_MEMORY)) {
		trust_skip("memory cannot be limited in this build");
		return;
	}
	pid = fork();
	if (pid == 0) {
		confine_self(&(struct confine){.memory = 1 << 28});
		void *volatile got = malloc(1 << 30); /* which a compiler may not leave out */

		_exit(got != NULL);
	}
	waitpid(pid, &status, 0);
	trust_ok(status == 0, "memory is limited");
}

/* ---- files that end the parser */

static const struct fault {
	const char *word, *note;
} faults[] = {
	{"crash", "signal 11"},     {"abort", "signal 6"},        {"spin", "too much time"},
	{"eat", "too much memory"}, {"crash again", "signal 11"},
};
enum { FAULTS = sizeof faults / sizeof *faults };

static void index_folder(const char *name)
{
	trust_run_program(&r, (const char *[]){killable, "--index", trust_path("cache/%s.db", name),
					       "--library", trust_path("%s", name), "index", NULL});
}

static void list_folder(const char *name, const char *command, const char *query)
{
	trust_run_program(&r, (const char *[]){killable, "--index", trust_path("cache/%s.db", name),
					       "--library", trust_path("%s", name), command, query,
					       NULL});
}

static size_t lines(const struct buf *text)
{
	size_t n = 0;

	for (size_t i = 0; i < text->n; i++)
		n += text->p[i] == '\n';
	return n;
}

static void write_fault(const char *name, const char *word)
{
	char text[64];

	snprintf(text, sizeof text, "FAULT %s\n", word);
	trust_write(trust_path("%s", name), str_of(text));
}

/* Each among the others, in the order of names: several threads are at work when one comes. */
static void test_faults(void)
{
	size_t told = 0;

	trust_articles("faults", ARTICLES);
	for (size_t i = 0; i < FAULTS; i++) {
		char name[64];

		snprintf(name, sizeof name, "faults/%04zu-%s.txt", i * 11, faults[i].word);
		write_fault(name, faults[i].word);
	}
	index_folder("faults");
	trust_ok(r.status == 1, "index tells that something was not read: status %d", r.status);
	for (size_t i = 0; i < FAULTS; i++)
		told += has(&r.err, faults[i].word);
	trust_ok(told == FAULTS, "index names each such file: %zu of %d", told, FAULTS);
	list_folder("faults", "list", NULL);
	trust_ok(lines(&r.out) == ARTICLES + FAULTS, "all files are listed: %zu of %d",
		 lines(&r.out), ARTICLES + FAULTS);
	if (instrumented)
		trust_skip("sanitizers have their own way to end");
	for (size_t i = 0; i < FAULTS && !instrumented; i++)
		trust_ok(has(&r.out, faults[i].note), "with the reason: %s", faults[i].note);
	list_folder("faults", "search", "text of its own");
	trust_ok(lines(&r.out) >= ARTICLES, "the others are found: %zu lines", lines(&r.out));
	trust_figure("killers", "%d files that end the parser among %d: %zu listed", FAULTS,
		     ARTICLES, (size_t)FAULTS);
	index_folder("faults");
	trust_ok(r.status == 0 && r.err.n == 0, "none is parsed again: status %d, %s", r.status,
		 buf_cstr(&r.err));
	list_folder("faults", "show", "1");
	trust_ok(r.status == 1 && has(&r.err, "Not read"), "show tells it, too: status %d, %s",
		 r.status, buf_cstr(&r.err));
	trust_write(trust_path("faults/0000-crash.txt"), STR("Crash\n\nIt is mended now.\n"));
	index_folder("faults");
	list_folder("faults", "search", "mended");
	trust_ok(r.status == 0, "one that was changed is parsed again: %s", buf_cstr(&r.out));
}

/* Whoever needs the index first has it made the same way. */
static void test_first_list(void)
{
	trust_articles("first", ARTICLES);
	write_fault("first/0007-crash.txt", "crash");
	write_fault("first/0044-escape.txt", "escape");
	list_folder("first", "list", NULL);
	trust_ok(r.status == 1 && has(&r.err, "0007-crash.txt: Not read") &&
			 (instrumented || !has(&r.err, "escape")),
		 "list tells what it could not read: status %d, %s", r.status, buf_cstr(&r.err));
	trust_ok(lines(&r.out) == ARTICLES + 2, "and lists all: %zu of %d", lines(&r.out),
		 ARTICLES + 2);
	list_folder("first", "list", NULL);
	trust_ok(r.status == 0 && r.err.n == 0, "but tells it once: status %d, %s", r.status,
		 buf_cstr(&r.err));
}

static void test_escape(void)
{
	trust_articles("escape", ARTICLES);
	write_fault("escape/a.txt", "escape");
	write_fault("escape/0030-a.txt", "escape");
	if (!(confine_probe() & CONFINE_FILES)) {
		trust_skip("nothing is confined here");
		return;
	}
	trust_run_program(&r, (const char *[]){killable, trust_path("escape/a.txt"), NULL});
	trust_ok(r.status == 128 + SIGABRT, "a program that is not confined can do it: status %d",
		 r.status);
	index_folder("escape");
	trust_ok(r.status == 0, "the child that indexes can do nothing else: %s", buf_cstr(&r.err));
}

/* What stands beside an index is where its name is, and where it leads to. */
static void test_link(void)
{
	trust_articles("link", 3);
	trust_write(trust_path("elsewhere/link.db"), STR(""));
	if (symlink("../elsewhere/link.db", trust_path("cache/link.db")) == 0)
		index_folder("link");
	trust_ok(r.status == 0, "an index that is a symbolic link is written: %s",
		 buf_cstr(&r.err));
	list_folder("link", "list", NULL);
	trust_ok(lines(&r.out) == 3 && r.status == 0, "and read: %zu of 3", lines(&r.out));
}

/* The same texts, in charsets that the C library loads modules for. */
static void test_charsets(void)
{
	static const struct {
		const char *charset, *text;
	} texts[] = {
		{"GB18030", "自动驾驶系统在雨天的视觉识别仍然困难，量子纠缠让两个粒子联系在一起。"},
		{"BIG5", "自動駕駛系統在雨天的視覺識別仍然困難，量子糾纏讓兩個粒子聯繫在一起。"},
		{"EUC-JP",
		 "カルパシーさんは休養中です。ニューラルネットワークの学習には時間がかかる。"},
		{"SHIFT_JIS",
		 "カルパシーさんは休養中です。自動運転のソフトウェアを開発しています。"},
		{"ISO-2022-JP", "カルパシーさんは休養中です。蜃気楼が見えるガイドです。"},
		{"EUC-KR",
		 "자율주행 시스템은 비 오는 날에 시각 인식이 여전히 어렵다. 많은 데이터."},
	};
	struct buf confined = {0};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		char text[1024], bytes[1024], *in = text, *out = bytes;
		size_t left, room = sizeof bytes;
		iconv_t cd = iconv_open(texts[i].charset, "UTF-8");

		snprintf(text, sizeof text, "---\ntitle: %s\n---\n%s%s%s\n", texts[i].text,
			 texts[i].text, texts[i].text, texts[i].text);
		left = strlen(text);
		if (cd == (iconv_t)-1 || iconv(cd, &in, &left, &out, &room) == (size_t)-1)
			continue;
		iconv(cd, NULL, NULL, &out, &room);
		iconv_close(cd);
		trust_write(trust_path("charsets/%s.txt", texts[i].charset),
			    (struct str){bytes, sizeof bytes - room});
	}
	index_folder("charsets");
	list_folder("charsets", "list", NULL);
	buf_addstr(&confined, buf_str(&r.out));
	/* Files named one by one are read by the program itself. */
	trust_run_program(&r, (const char *[]){"sh", "-c", "exec \"$0\" \"$1\"/*", killable,
					       trust_path("charsets"), NULL});
	trust_ok(confined.n && str_eq(buf_str(&confined), buf_str(&r.out)),
		 "charsets are known to the child that indexes: %s", buf_cstr(&confined));
	buf_release(&confined);
}

/* ---- stopping */

/* Starts index on a folder whose only file blocks the parser, and waits until it does. */
static pid_t start_blocked(const char *name, int *out)
{
	const char *index = trust_path("cache/%s.db", name), *library = trust_path("%s", name);
	char line[128];
	int ends[2];
	pid_t pid;

	write_fault(trust_path("%s/a.txt", name) + strlen(trust_folder()) + 1, "block");
	if (pipe(ends) < 0 || (pid = fork()) < 0)
		return -1;
	if (pid == 0) {
		close(ends[0]);
		dup2(ends[1], STDOUT_FILENO);
		execl(killable, killable, "--index", index, "--library", library, "index",
		      "--progress", (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	*out = ends[0];
	/* The line that tells how much there is to be read. */
	while (read(ends[0], line, sizeof line) > 0 && !strstr(line, "0 1 "))
		;
	return pid;
}

static void test_stop(void)
{
	int out = -1, status = -1;
	pid_t pid = start_blocked("stop", &out);

	/* A child that hangs does not keep its parent from ending. */
	alarm(WAIT_S);
	kill(pid, SIGTERM);
	waitpid(pid, &status, 0);
	alarm(0);
	close(out);
	trust_ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM,
		 "SIGTERM ends index while a parser hangs: %x", (unsigned)status);
}

static void test_orphan(void)
{
	int out = -1;
	pid_t pid = start_blocked("orphan", &out);
	char rest[64];

	/* Nobody has the pipe any more when the child has gone too. */
	alarm(WAIT_S);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	while (read(out, rest, sizeof rest) > 0)
		;
	alarm(0);
	close(out);
	trust_ok(true, "a child ends with its parent");
}

int main(void)
{
	trust_begin();
	snprintf(killable, sizeof killable, "%s/tests/trust/killable", getenv("KARPREAD_BUILDDIR"));
	test_fences();
	test_memory();
	test_faults();
	test_first_list();
	test_escape();
	test_link();
	test_charsets();
	test_stop();
	test_orphan();
	trust_run_release(&r);
	return trust_end();
}
