/* SPDX-License-Identifier: ISC
 *
 * What the program is linked with instead of malloc() and the like (ld --wrap), so that a library
 * that is linked in gets memory or the program ends with its sentence: curses reads from a null
 * pointer when there is none, and C++ aborts. A shared library keeps libc's.
 */
#include "config.h"

#include <stddef.h>

#include "base/mem.h"

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_realloc(void *p, size_t size);
char *__real_strdup(const char *s);
char *__wrap_strdup(const char *s);

void *__wrap_malloc(size_t size)
{
	void *p = __real_malloc(size);

	if (!p && size)
		mem_exhausted();
	return p;
}

void *__wrap_calloc(size_t count, size_t size)
{
	void *p = __real_calloc(count, size);

	if (!p && count && size)
		mem_exhausted();
	return p;
}

void *__wrap_realloc(void *p, size_t size)
{
	void *moved = __real_realloc(p, size);

	if (!moved && size)
		mem_exhausted();
	return moved;
}

char *__wrap_strdup(const char *s)
{
	char *copy = __real_strdup(s);

	if (!copy)
		mem_exhausted();
	return copy;
}
