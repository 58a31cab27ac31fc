/* SPDX-License-Identifier: ISC
 *
 * The reader beside a child whose parser a file ends: the list has all of them, opening that file
 * tells the reason, and all goes on. And a file that changes while it is open.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../screen/harness.h"
#include "trust.h"

static bool screen_has(struct harness *h, const char *text)
{
	struct buf all = {0};

	for (int i = 0; i < harness_rows(h); i++) {
		harness_row(h, i, &all);
		buf_addc(&all, '\n');
	}
	bool found = str_find(buf_str(&all), str_of(text), 0) != (size_t)-1;

	if (!found)
		trust_comment("%s is not in: %s", text, buf_cstr(&all));
	buf_release(&all);
	return found;
}

/* A file that is replaced while it is open. */
static void test_changed(const struct harness_options *options)
{
	const char *path = trust_path("single.txt"), *new = trust_path("new.txt");
	const char *argv[] = {trust_karpread(), path, NULL};

	trust_write(path, STR("A title\n\nThe old text.\n"));
	struct harness *h = harness_start(argv, options);
	bool old = screen_has(h, "The old text.");

	trust_write(new, STR("A title\n\nThe new text, and more of it.\n"));
	rename(new, path);
	harness_type(h, STR("k"));
	trust_ok(old && screen_has(h, "The old text."), "a version of a file is shown whole");
	harness_type(h, STR(":rescan\r"));
	trust_ok(screen_has(h, "The new text, and more") && screen_has(h, "The file was changed"),
		 "another version is noticed");
	harness_type(h, STR("Q"));
	harness_free(h);
}

int main(void)
{
	char killable[4096];
	struct harness_options options = {.rows = 24, .columns = 100};

	trust_begin();
	options.folder = trust_folder();
	snprintf(killable, sizeof killable, "%s/tests/trust/killable", getenv("KARPREAD_BUILDDIR"));
	trust_articles("library", 10);
	trust_write(trust_path("library/0000-abort.txt"), STR("FAULT eat\n"));
	const char *argv[] = {killable, trust_path("library"), NULL};
	struct harness *h = harness_start(argv, &options);

	if (!h) {
		trust_skip("there is no terminal to be had");
		return trust_end();
	}
	bool listed = screen_has(h, "Article 9");

	trust_ok(listed && screen_has(h, "0000-abort.txt  Not r"), "the list has the reason");
	harness_type(h, STR("gg"));
	trust_ok(screen_has(h, "| Not read: it "), "beside it the reason stands in full");
	harness_type(h, STR("\r"));
	trust_ok(screen_has(h, "library/0000-abort.txt: Not read: "), "opening tells it");
	harness_type(h, STR("J"));
	trust_ok(screen_has(h, "It has a text of its own"), "the next one is opened");
	harness_type(h, STR("Q"));
	trust_ok(harness_state(h) == HARNESS_ENDED && harness_status(h) == 0,
		 "the reader ends as always");
	harness_free(h);
	test_changed(&options);
	return trust_end();
}
