/* SPDX-License-Identifier: ISC
 *
 * Each tests/golden/NAME.in, and each seed, must parse into what NAME.doc says. UPDATE=1
 * rewrites those that differ; the diff is then read by a human. NAME without ".in" is the name
 * the parser is told.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/fs.h"
#include "base/mem.h"
#include "doc/dump.h"
#include "doc/format.h"

struct golden {
	char *in, *out, *name;
};

static VEC(struct golden) goldens;

static char *join(const char *folder, const char *name, const char *suffix)
{
	struct buf path = {0};

	buf_addf(&path, "%s/%s%s", folder, name, suffix);
	return buf_detach(&path);
}

static void compare(void **state)
{
	const struct golden *g = *state;
	struct buf bytes = {0}, have = {0}, want = {0};
	struct err err = {0};

	if (fs_read(g->in, 1 << 24, &bytes, NULL, &err))
		fail_msg("%s", err_text(&err));
	struct doc *doc = format_parse(buf_str(&bytes), g->name, NULL);

	if (!doc_verify(doc, &have))
		fail_msg("%s: %s", g->name, buf_cstr(&have));
	doc_dump(&have, doc);
	fs_read(g->out, 1 << 24, &want, NULL, NULL);
	if (getenv("UPDATE") && !str_eq(buf_str(&have), buf_str(&want)))
		assert_int_equal(fs_write(g->out, buf_str(&have), FS_REPLACE, NULL), 0);
	else
		assert_string_equal(buf_cstr(&have), buf_cstr(&want));
	doc_free(doc);
	buf_release(&bytes);
	buf_release(&have);
	buf_release(&want);
}

static int add(void *ctx, const struct fs_entry *entry)
{
	struct str name = str_of(entry->relative);
	bool seed = ctx != NULL;

	if (!str_ends(name, seed ? STR(".txt") : STR(".in")))
		return 0;
	char *stem = xmemdup0(name.p, name.n - (seed ? 4 : 3));
	char *folder = join(getenv("KARPREAD_SRCDIR"), "tests", "/golden");

	vec_push(&goldens, (struct golden){xstrdup(entry->path), join(folder, stem, ".doc"),
					   seed ? xstrdup(entry->relative) : xstrdup(stem)});
	free(stem);
	free(folder);
	return 0;
}

int main(void)
{
	char *folder = join(getenv("KARPREAD_SRCDIR"), "tests", "/golden");
	char *seeds = join(getenv("KARPREAD_SRCDIR"), "seeds", "");
	struct fs_walker walker = {.file = add};
	VEC(struct CMUnitTest) tests = {0};

	if (fs_walk(folder, &walker, NULL))
		return 1;
	walker.ctx = seeds;
	if (fs_walk(seeds, &walker, NULL))
		return 1;
	for (size_t i = 0; i < goldens.n; i++)
		vec_push(&tests, (struct CMUnitTest){.name = goldens.p[i].name,
						     .test_func = compare,
						     .initial_state = &goldens.p[i]});
	int failed = _cmocka_run_group_tests("golden", tests.p, tests.n, NULL, NULL);

	for (size_t i = 0; i < goldens.n; i++) {
		free(goldens.p[i].in);
		free(goldens.p[i].out);
		free(goldens.p[i].name);
	}
	vec_release(&goldens);
	vec_release(&tests);
	free(folder);
	free(seeds);
	return failed;
}
