/* SPDX-License-Identifier: ISC
 *
 * The child that indexes: a file that ends it costs one article, and a parser that was taken over
 * reaches nothing. tests/trust/killable is karpread with a parser that does whatever a text says.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
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

/* What shall be refused and is, or (in capitals) shall be possible and is. */
struct trial {
	const char *what;
	bool held;
};

enum { TRIALS = 40 };

static size_t try_files(struct trial trials[TRIALS])
{
	const char *mine = trust_path("may/write/new"), *library = trust_path("may/read/file");
	const char *there = trust_path("other");
	const struct trial tried[] = {
		{"read /etc", open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES},
		{"read", open(there, O_RDONLY) < 0},
		{"write", open(there, O_WRONLY) < 0},
		{"make", open(trust_path("new"), O_WRONLY | O_CREAT, 0600) < 0},
		{"make an article", open(trust_path("may/read/new"), O_WRONLY | O_CREAT, 0600) < 0},
		{"write an article", open(library, O_WRONLY) < 0},
		{"remove", unlink(there) < 0},
		{"rename", rename(there, mine) < 0},
		{"link", link(there, mine) < 0},
		{"make a symbolic link", symlink("/etc/passwd", mine) < 0},
		/* What has to work. */
		{"READ", open(library, O_RDONLY) >= 0},
		{"MAKE", open(mine, O_RDWR | O_CREAT | O_EXCL, 0600) >= 0},
		{"REMOVE", unlink(mine) == 0},
	};

	memcpy(trials, tried, sizeof tried);
	return sizeof tried / sizeof *tried;
}

static void *no_work(void *unused)
{
	return unused;
}

static bool begin_thread(void)
{
	pthread_t thread;

	return pthread_create(&thread, NULL, no_work, NULL) == 0 && pthread_join(thread, NULL) == 0;
}

static bool is_forked(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid > 0;
}

/* Calls that C libraries do not know yet have the same number everywhere. */
enum { NEW_CHMOD = 452, NEW_SETXATTR = 463 };

static size_t try_calls(pid_t parent, struct trial trials[TRIALS])
{
	static char *const argv[] = {(char *)(size_t) "true", NULL};
	const char *there = trust_path("other");
	int article = open(trust_path("may/read/file"), O_RDONLY), process;
	struct rlimit limit;
	char status[64];

	snprintf(status, sizeof status, "/proc/%ld", (long)parent);
	process = open(status, O_RDONLY | O_DIRECTORY);

	const struct trial tried[] = {
		{"the network", socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM},
		{"local sockets", socket(AF_UNIX, SOCK_STREAM, 0) < 0},
		{"programs", execv("/bin/true", argv) < 0},
		{"fork", !is_forked()},
		{"kill", kill(parent, 0) < 0},
		{"tgkill", syscall(SYS_tgkill, parent, parent, 0) < 0},
		{"pidfd_send_signal", syscall(SYS_pidfd_send_signal, process, 0, NULL, 0) < 0},
		{"signals of files", fcntl(article, F_SETOWN, parent) < 0},
		{"ptrace", ptrace(PTRACE_ATTACH, parent, NULL, NULL) < 0 && errno == EPERM},
		{"limits of others", prlimit(parent, RLIMIT_CORE, NULL, &limit) < 0},
		{"priorities of others", setpriority(PRIO_PROCESS, (id_t)parent, 0) < 0},
		{"shared memory", shmget(IPC_PRIVATE, 1, 0600) < 0},
		{"open files", fcntl(9, F_GETFD) < 0}, /* was open before */
		{"truncate", truncate(there, 0) < 0},
		{"chmod", chmod(there, 0777) < 0},
		{"fchmod", fchmod(article, 0777) < 0},
		{"fchmodat2", syscall(NEW_CHMOD, AT_FDCWD, there, 0777, 0) < 0},
		{"fsetxattr", fsetxattr(article, "user.mark", "1", 1, 0) < 0},
		{"setxattrat", syscall(NEW_SETXATTR, AT_FDCWD, there, 0, "user.x", NULL, 0) < 0 &&
				       errno == ENOSYS},
		{"utimes", utimensat(AT_FDCWD, there, NULL, 0) < 0},
		/* What has to work. */
		{"THREADS", begin_thread()},
		{"RAISE", raise(0) == 0},
		{"LIMITS", getrlimit(RLIMIT_CPU, &limit) == 0},
	};

	memcpy(trials, tried, sizeof tried);
	return sizeof tried / sizeof *tried;
}

/* Kernels before 5.13 have none. */
static void hide_landlock(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_landlock_create_ruleset, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER,
	      &(struct sock_fprog){sizeof filter / sizeof *filter, filter});
}

/* What did not hold in a child that confines itself, as words; the number of trials in *n. */
static void try_in_child(bool landlock, struct buf *wrong, size_t *n)
{
	const char *read_only[] = {trust_path("may/read"), NULL};
	const char *writable[] = {trust_path("may/write"), NULL};
	const struct confine confine = {.read = read_only, .write = writable};
	struct trial trials[TRIALS];
	pid_t parent = getpid(), pid;
	char words[1024];
	int ends[2];
	ssize_t got;

	if (pipe(ends) < 0)
		return;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		dup2(STDERR_FILENO, 9);
		dup2(ends[1], STDOUT_FILENO);
		if (!landlock)
			hide_landlock();
		confine_self(&confine);
		*n = landlock ? try_files(trials) : 0;
		*n += try_calls(parent, trials + *n);
		printf("%zu", *n);
		for (size_t i = 0; i < *n; i++)
			if (!trials[i].held)
				printf(", %s", trials[i].what);
		fflush(stdout);
		_exit(0);
	}
	close(ends[1]);
	while ((got = read(ends[0], words, sizeof words)) > 0)
		buf_add(wrong, words, (size_t)got);
	close(ends[0]);
	waitpid(pid, NULL, 0);
	*n = strtoul(buf_cstr(wrong), NULL, 10);
}

static void test_fences(void)
{
	unsigned holds = confine_probe();

	trust_write(trust_path("may/read/file"), STR("x"));
	trust_write(trust_path("may/write/file"), STR("x"));
	trust_write(trust_path("other"), STR("x"));
	for (int landlock = 0; landlock < 2; landlock++) {
		unsigned wanted = landlock ? CONFINE_FILES | CONFINE_CALLS : CONFINE_CALLS;
		struct buf wrong = {0};
		size_t n = 0;

		if ((holds & wanted) != wanted) {
			trust_skip("%s", instrumented ? "a build for sanitizers is not confined"
						      : "this kernel lacks Landlock or seccomp");
			continue;
		}
		try_in_child(landlock, &wrong, &n);
		bool held = n && !strchr(buf_cstr(&wrong), ',');

		trust_ok(held, "what is tried %s Landlock, and is wrong: %s",
			 landlock ? "with" : "without", buf_cstr(&wrong));
		if (landlock)
			trust_figure("sandbox", "of %zu things tried, wrong are: %s", n,
				     held ? "none" : buf_cstr(&wrong));
		buf_release(&wrong);
	}
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

/* Nor does the program do in its stead what the child does not do. */
static void test_leave(void)
{
	trust_articles("leave", 3);
	write_fault("leave/z.txt", "leave");
	if (!(confine_probe() & CONFINE_FILES)) {
		trust_skip("nothing is confined here");
		return;
	}
	list_folder("leave", "list", NULL);
	trust_ok(r.status == 1 && r.err.n, "a child that gives up is told: status %d, %s", r.status,
		 buf_cstr(&r.err));
}

/* What it is given for its own words it cannot send to a terminal. */
static void test_speak(void)
{
	if (instrumented) {
		trust_skip("sanitizers have their own words");
		return;
	}
	trust_articles("speak", 3);
	write_fault("speak/z.txt", "speak");
	list_folder("speak", "list", NULL);
	trust_ok(!has(&r.out, "TAKEN") && !has(&r.err, "TAKEN"),
		 "what the child writes reaches no terminal: %s%s", buf_cstr(&r.out),
		 buf_cstr(&r.err));
	index_folder("speak");
	trust_ok(!has(&r.out, "TAKEN") && !has(&r.err, "TAKEN"), "nor by index: %s%s",
		 buf_cstr(&r.out), buf_cstr(&r.err));
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
	int lock = open(trust_path("cache/orphan.db-lock"), O_RDWR);
	bool held = flock(lock, LOCK_EX | LOCK_NB) < 0;

	/* Nobody writes the index any more when the child has gone too. */
	alarm(WAIT_S);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	bool taken = flock(lock, LOCK_EX) == 0;

	alarm(0);
	close(lock);
	close(out);
	trust_ok(held && taken, "a child ends with its parent");
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
	test_leave();
	test_speak();
	test_link();
	test_charsets();
	test_stop();
	test_orphan();
	trust_run_release(&r);
	return trust_end();
}
