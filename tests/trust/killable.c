/* SPDX-License-Identifier: ISC
 *
 * karpread with a parser that has every fault a parser can have, for tests/trust/worker.c: it is
 * linked with --wrap, so that texts which begin with "FAULT " do what the word behind it says when
 * they are read for the index. The limit of CPU time is a second.
 */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/confine.h"
#include "base/mem.h"
#include "doc/format.h"
#include "store/guard.h"

struct doc *__real_format_parse(struct str bytes, const char *path,
				const struct format_options *options);
struct doc *__wrap_format_parse(struct str bytes, const char *path,
				const struct format_options *options);
void __real_guard_enter(struct guard *g, size_t reader, const char *folder, const char *name);
void __wrap_guard_enter(struct guard *g, size_t reader, const char *folder, const char *name);
void __real_confine_cpu(unsigned seconds);
void __wrap_confine_cpu(unsigned seconds);

void __wrap_confine_cpu(unsigned seconds)
{
	__real_confine_cpu(seconds ? 1 : 0);
}

static struct guard *guard;

void __wrap_guard_enter(struct guard *g, size_t reader, const char *folder, const char *name)
{
	guard = g;
	__real_guard_enter(g, reader, folder, name);
}

static void crash(void)
{
	raise(SIGSEGV);
}

static void spin(void)
{
	for (volatile int i = 0;; i = !i)
		;
}

static void block(void)
{
	for (;;)
		pause();
}

static void eat(void)
{
#ifdef KARPREAD_INSTRUMENTED
	mem_exhausted(); /* the machine's would be eaten */
#endif
	for (;;)
		*(volatile char *)xmalloc(1 << 24) = 1;
}

/* Dies if it is free to do anything that a taken over parser would do. */
static void escape(void)
{
	char *argv[] = {(char *)(size_t) "true", NULL};

	if (open("/etc/passwd", O_RDONLY) >= 0 || open("/tmp", O_RDONLY | O_DIRECTORY) >= 0 ||
	    open(getenv("HOME"), O_RDONLY | O_DIRECTORY) >= 0 ||
	    open(getenv("HOME"), O_RDWR | O_TMPFILE, 0600) >= 0 ||
	    socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ||
	    kill(getppid(), 0) == 0 || chmod(getenv("HOME"), 0700) == 0 ||
	    !execv("/bin/true", argv))
		abort();
}

/* Has the files read by who is not confined, and dies when it is there. */
static void leave(void)
{
	if (open("/etc/passwd", O_RDONLY) >= 0)
		abort();
	guard_finish(guard);
	_exit(2);
}

/* What a terminal would do something on. */
static void speak(void)
{
	static const char text[] = "\033]2;TAKEN\a";

	for (int fd = 0; fd < 3; fd++)
		if (write(fd, text, sizeof text - 1) < 0)
			continue;
}

struct doc *__wrap_format_parse(struct str bytes, const char *path,
				const struct format_options *options)
{
	static const struct {
		struct str word;
		void (*run)(void);
	} faults[] = {
		{STR_INIT("crash"), crash}, {STR_INIT("abort"), abort},
		{STR_INIT("spin"), spin},   {STR_INIT("block"), block},
		{STR_INIT("eat"), eat},     {STR_INIT("escape"), escape},
		{STR_INIT("leave"), leave}, {STR_INIT("speak"), speak},
	};
	struct str begin = STR("FAULT ");

	if (str_starts(bytes, begin)) {
		struct str word = str_sub(bytes, begin.n, bytes.n);

		for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
			if (str_starts(word, faults[i].word))
				faults[i].run();
	}
	return __real_format_parse(bytes, path, options);
}
