/* SPDX-License-Identifier: ISC
 *
 * To be preloaded: the allocation NOMEM_AT, counted from the start of main, or with NOMEM_RAW from
 * where the terminal is first made raw, fails, and with NOMEM_LASTING all after it. The file
 * NOMEM_HIT is made then. Needs glibc.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *p, size_t size);

static atomic_long left; /* allocations to go; 0: not counted */
static long from_raw;    /* what that is to be from there */
static int lasting;

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("NOMEM_AT");

	lasting = getenv("NOMEM_LASTING") != NULL;
	atomic_store(&left, at && !getenv("NOMEM_RAW") ? atol(at) + 1 : 0);
	from_raw = at && getenv("NOMEM_RAW") ? atol(at) + 1 : 0;
	unsetenv("LD_PRELOAD"); /* what it starts has its memory */
}

static int refuse(void)
{
	long now = atomic_load(&left);

	if (now == 0)
		return 0;
	if (now > 1)
		now = atomic_fetch_sub(&left, 1) - 1;
	if (now != 1)
		return 0;
	const char *hit = getenv("NOMEM_HIT");

	if (!lasting)
		atomic_store(&left, 0);
	if (hit)
		close(open(hit, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	errno = ENOMEM;
	return 1;
}

int tcsetattr(int fd, int actions, const struct termios *termios)
{
	int (*real)(int, int, const struct termios *) =
		(int (*)(int, int, const struct termios *))dlsym(RTLD_NEXT, "tcsetattr");

	if (from_raw)
		atomic_store(&left, from_raw);
	from_raw = 0;
	return real(fd, actions, termios);
}

void *malloc(size_t size)
{
	return refuse() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return refuse() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *p, size_t size)
{
	return refuse() ? NULL : __libc_realloc(p, size);
}
