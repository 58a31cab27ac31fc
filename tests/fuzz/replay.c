/* SPDX-License-Identifier: ISC
 *
 * main() for a fuzz target in make check: runs it on every file of tests/fuzz/corpus/NAME, where
 * the program is called replay_NAME. A finding that was mended is a file there.
 */
#include "config.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run(void *ctx, const struct fs_entry *entry)
{
	int *count = ctx;
	struct buf bytes = {0};
	struct err err = {0};

	if (fs_read(entry->path, 1 << 26, &bytes, NULL, &err)) {
		printf("Bail out! %s\n", err_text(&err));
		return 1;
	}
	/* Without the NUL that a buf has behind it, so that a sanitizer sees every step beyond. */
	uint8_t *exact = malloc(bytes.n ? bytes.n : 1);

	if (bytes.n)
		memcpy(exact, bytes.p, bytes.n);
	LLVMFuzzerTestOneInput(exact, bytes.n);
	printf("ok %d - %s\n", ++*count, entry->relative);
	fflush(stdout);
	free(exact);
	buf_release(&bytes);
	return 0;
}

int main(int argc, char **argv)
{
	struct buf folder = {0};
	struct fs_walker walker = {.file = run};
	int count = 0;
	const char *name = argc ? strstr(argv[0], "replay_") : NULL,
		   *source = getenv("KARPREAD_SRCDIR");

	if (!name)
		return 1;
	buf_addf(&folder, "%s/tests/fuzz/corpus/%s", source ? source : ".",
		 name + strlen("replay_"));
	walker.ctx = &count;
	int failed = fs_walk(buf_cstr(&folder), &walker, NULL);

	printf("1..%d\n", count);
	buf_release(&folder);
	return failed || count == 0;
}
