/* SPDX-License-Identifier: ISC
 *
 * R10: what another process marks is on the screen of a reader within two seconds of a key, or of
 * its window getting the focus. And while another process writes the index, a reader waits for it;
 * where there is no room for one it does without.
 */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../screen/harness.h"
#include "base/clock.h"
#include "trust.h"

enum { ARTICLES = 200, COMES_MS = 30000 };

static void look(struct harness *h, struct buf *out)
{
	buf_clear(out);
	harness_dump(h, out);
}

/* Is it on the screen, or does it come there by itself? Who waits for the index never rests. */
static bool comes(struct harness *h, const char *text)
{
	int64_t end = clock_monotonic_ms() + COMES_MS;
	struct buf screen = {0};
	bool found;

	do {
		look(h, &screen);
		found = str_find(buf_str(&screen), str_of(text), 0) != (size_t)-1;
	} while (!found && clock_monotonic_ms() < end && harness_wait(h) == HARNESS_WAITS);
	if (!found)
		trust_comment("%s does not come: %s", text, buf_cstr(&screen));
	buf_release(&screen);
	return found;
}

static const char waits[] = "another process is indexing";

static void test_index_held(const struct harness_options *options)
{
	const char *index = trust_path("held.db"), *state = trust_path("held-state.db");
	const char *argv[] = {trust_karpread(),   "--state", state, "--index", index,
			      trust_path("held"), NULL};
	int lock = open(trust_path("held.db-lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	trust_articles("held", ARTICLES);
	flock(lock, LOCK_EX);
	struct harness *h = harness_start(argv, options);

	trust_ok(comes(h, waits), "who waits for another process to write the index tells it");
	flock(lock, LOCK_UN);
	trust_ok(comes(h, "200 articles"), "and then reads what is not in it");
#ifdef HAVE_SYS_INOTIFY_H
	flock(lock, LOCK_EX);
	trust_write(trust_path("held/new.txt"), STR("A new article\n\nIts text.\n"));
	trust_ok(comes(h, waits), "what changes on the disk waits likewise");
	flock(lock, LOCK_UN);
	trust_ok(comes(h, "201 articles"), "and is not forgotten");
#endif
	close(lock);
	harness_type(h, STR("Q"));
	harness_free(h);
}

/* As on a full disk: a limit that the state keeps and the index does not. */
static void test_no_room(const struct harness_options *options)
{
	const char *index = trust_path("room.db"), *state = trust_path("state.db");
	const char *argv[] = {"/bin/sh",
			      "-c",
			      "ulimit -f 200; exec \"$0\" \"$@\"",
			      trust_karpread(),
			      "--state",
			      state,
			      "--index",
			      index,
			      trust_path("library"),
			      NULL};
	struct harness *h = harness_start(argv, options);

	trust_ok(comes(h, "The index is kept in memory."), "an index without room is told");
	trust_ok(comes(h, "200 articles"), "and the articles are there");
	harness_type(h, STR("Q"));
	harness_free(h);
}

#ifdef HAVE_SYS_INOTIFY_H
static void test_empty(const struct harness_options *options)
{
	const char *index = trust_path("empty.db"), *state = trust_path("empty-state.db");
	const char *argv[] = {trust_karpread(),    "--state", state, "--index", index,
			      trust_path("empty"), NULL};
	int lock = open(trust_path("empty.db-lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	mkdir(trust_path("empty"), 0700);
	flock(lock, LOCK_EX);
	struct harness *h = harness_start(argv, options);

	trust_ok(comes(h, waits), "an empty library waits too, and a narrow screen tells it");
	flock(lock, LOCK_UN);
	trust_ok(comes(h, "There are no articles here"), "and is found empty");
	trust_write(trust_path("empty/new.txt"), STR("A new article\n\nIts text.\n"));
	trust_ok(comes(h, "1 article "), "and what is put there is seen");
	close(lock);
	harness_type(h, STR("Q"));
	harness_free(h);
}
#endif

int main(void)
{
	static const char *const changes[] = {"bookmark", "unbookmark", "read", "unread"};
	size_t rounds = trust_count(4, 100), unseen = 0, restless = 0;
	int64_t longest = 0;
	struct trust_run r = {0};
	struct buf before = {0}, after = {0};

	trust_begin();
	trust_articles("library", ARTICLES);
	const char *state = trust_path("state.db"), *library = trust_path("library");
	const char *argv[] = {trust_karpread(), "--state", state, "--library", library, NULL};
	struct harness_options options = {.rows = 24, .columns = 80, .folder = trust_folder()};
	struct harness *h = harness_start(argv, &options);

	if (!h) {
		printf("Bail out! no pseudo-terminal\n");
		return 99;
	}
	for (size_t i = 0; i < rounds; i++) {
		const char *event = i % 2 ? "\033[I" : "\033";

		harness_type(h, str_of(event));
		look(h, &before);
		harness_type(h, str_of(event));
		look(h, &after);
		restless += !str_eq(buf_str(&before), buf_str(&after));
		trust_run(&r, (const char *[]){"--state", state, "mark", changes[i % 4],
					       trust_path("library/0003.txt"), NULL});
		int64_t since = clock_monotonic_ms();

		harness_type(h, str_of(event));
		look(h, &after);
		int64_t took = clock_monotonic_ms() - since;

		if (str_eq(buf_str(&before), buf_str(&after)) || r.status) {
			unseen++;
			trust_comment("%s, round %zu: not seen, status %d", changes[i % 4], i,
				      r.status);
		}
		longest = took > longest ? took : longest;
	}
	trust_ok(restless == 0, "nothing is seen where nothing was marked: %zu times it is",
		 restless);
	trust_ok(unseen == 0 && longest <= 2000,
		 "what another process marks is seen within 2 s of a key: %zu of %zu are not",
		 unseen, rounds);
	trust_figure("R10", "%zu marks of another process: %zu not seen, longest %ld ms", rounds,
		     unseen, (long)longest);
	harness_free(h);
	test_index_held(&options);
	test_no_room(&options);
#ifdef HAVE_SYS_INOTIFY_H
	options.columns = 40;
	test_empty(&options);
#endif
	buf_release(&before);
	buf_release(&after);
	trust_run_release(&r);
	return trust_end();
}
