/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/mem.h"

struct guard_shared {
	char reading[GUARD_READERS][GUARD_PATH]; /* "" for none */
	bool finished;
};

bool guard_init(struct guard *g)
{
	void *shared = mmap(NULL, sizeof *g->shared, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	*g = (struct guard){.shared = shared == MAP_FAILED ? NULL : shared};
	return g->shared;
}

void guard_release(struct guard *g)
{
	if (g->shared)
		munmap(g->shared, sizeof *g->shared);
	for (size_t i = 0; i < g->files.n; i++) {
		free(g->files.p[i].path);
		free(g->files.p[i].why);
	}
	vec_release(&g->files);
	*g = (struct guard){0};
}

static void join(char path[GUARD_PATH], const char *folder, const char *name)
{
	snprintf(path, GUARD_PATH, "%s%s%s", folder, *name ? "/" : "", name);
}

void guard_enter(struct guard *g, size_t reader, const char *folder, const char *name)
{
	if (g)
		join(g->shared->reading[reader], folder, name);
}

void guard_leave(struct guard *g, size_t reader)
{
	if (g)
		g->shared->reading[reader][0] = '\0';
}

void guard_finish(struct guard *g)
{
	if (g)
		g->shared->finished = true;
}

static struct guard_file *find(const struct guard *g, const char *path)
{
	for (size_t i = 0; i < g->files.n; i++)
		if (strcmp(g->files.p[i].path, path) == 0)
			return &g->files.p[i];
	return NULL;
}

const struct guard_file *guard_find(const struct guard *g, const char *folder, const char *name)
{
	char path[GUARD_PATH];

	if (!g || !g->files.n)
		return NULL;
	join(path, folder, name);
	return find(g, path);
}

bool guard_is_finished(const struct guard *g)
{
	return g->shared->finished;
}

bool guard_learn(struct guard *g, const char *why, const struct guard_file **guilty)
{
	struct guard_shared *shared = g->shared;
	size_t known = g->files.n, n = 0;
	/* A thread may have died of what another did that reads nothing; who writes reads all. */
	bool sure = shared->reading[0][0];
	struct guard_file *file = NULL;

	for (size_t i = 0; i < GUARD_READERS; i++) {
		char *path = shared->reading[i];
		bool again = false;

		/* Its own process may have written anything there. */
		path[GUARD_PATH - 1] = '\0';
		/* Who writes waits for a file that another reads. */
		for (size_t k = 0; k < i && !again; k++)
			again = strcmp(shared->reading[k], path) == 0;
		if (!*path || again)
			continue;
		n++;
		file = find(g, path);
		if (file)
			continue;
		vec_push(&g->files, (struct guard_file){.path = xstrdup(path)});
		file = &g->files.p[g->files.n - 1];
	}
	memset(shared, 0, sizeof *shared);
	*guilty = NULL;
	if (n != 1 || !sure || file->why)
		return g->files.n > known;
	file->why = xstrdup(why);
	*guilty = file;
	return true;
}
