/* SPDX-License-Identifier: ISC
 *
 * R10: two at once lose nothing and do not wait for long. R11: whatever became of the file, the
 * program starts, keeps the file, and has the rows back from it and the backup. R12: a file of a
 * later version is read and left alone.
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "store/state_private.h"
#include "text/utf8.h"
#include "trust.h"

enum { STALL_MS = 250, SLACK_MS = 1000 }; /* slack: what other work on the machine adds */

static struct trust_run r;
static char library[128];

/* ---- two at once */

struct shared {
	int64_t longest; /* ms that one call took */
	int failures;    /* that were not told as busy */
	size_t done;
};

static void name_article(unsigned n, char path[32], struct state_hash *hash)
{
	snprintf(path, 32, "/library/%u", n);
	*hash = state_hash(str_of(path));
}

static void longest(struct shared *shared, int64_t since)
{
	int64_t took = clock_monotonic_ms() - since;

	if (took > shared->longest)
		shared->longest = took;
}

/* As the reader does: what cannot be written waits, and is tried again after a while. */
static void mark_many(const char *path, unsigned first, unsigned n, struct shared *shared)
{
	struct state *s = state_open(path);

	for (unsigned i = first; i < first + n; i++) {
		struct state_article a;
		struct state_hash hash;
		struct err err = {0};
		char name[32];
		int64_t since = clock_monotonic_ms();

		name_article(i, name, &hash);
		if (state_identify(s, name, hash, NULL, true, &a, &err) < 0) {
			shared->failures += err.code != ERR_BUSY;
			longest(shared, since);
			i--;
			err_release(&err);
			continue;
		}
		longest(shared, since);
		since = clock_monotonic_ms();
		if (state_set_read(s, &a.id, 1, true, &err) < 0)
			shared->failures += err.code != ERR_BUSY;
		longest(shared, since);
		err_release(&err);
		if (state_pending(s) && i % 16 == 0)
			state_flush(s, NULL);
		shared->done++;
	}
	while (state_pending(s) && state_flush(s, NULL) < 0)
		;
	state_close(s);
}

static size_t count_lost(const char *path, unsigned first, unsigned n)
{
	struct state *s = state_open(path);
	size_t lost = 0;

	for (unsigned i = first; i < first + n; i++) {
		struct state_article a;
		struct state_hash hash;
		char name[32];

		name_article(i, name, &hash);
		lost += state_identify(s, name, hash, NULL, false, &a, NULL) < 0 || !a.read;
	}
	state_close(s);
	return lost;
}

static void two_at_once(struct shared *shared)
{
	unsigned n = (unsigned)trust_count(100, 2000);
	char path[128];
	pid_t pids[2];

	snprintf(path, sizeof path, "%s/two.db", trust_folder());
	memset(shared, 0, 2 * sizeof *shared);
	for (unsigned i = 0; i < 2; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			mark_many(path, i * n, n, &shared[i]);
			_exit(0);
		}
	}
	for (int i = 0; i < 2; i++)
		waitpid(pids[i], NULL, 0);
	int64_t stall =
		shared[0].longest > shared[1].longest ? shared[0].longest : shared[1].longest;
	size_t lost = count_lost(path, 0, 2 * n);

	trust_ok(lost == 0 && shared[0].failures + shared[1].failures == 0,
		 "2 x %u marks at once: %zu are lost", n, lost);
	trust_ok(stall <= STALL_MS + SLACK_MS, "no call waits more than %d ms: %ld did", STALL_MS,
		 (long)stall);
	trust_figure("R10", "2 x %u marks at once: %zu lost, longest wait %ld ms", n, lost,
		     (long)stall);
}

/* One of them is stopped, at some time amid a commit. */
static void one_stopped(struct shared *shared)
{
	size_t rounds = trust_count(2, 40), lost = 0;
	int64_t stall = 0;
	uint64_t seed = 3;
	int failures = 0;
	char path[128];

	for (size_t i = 0; i < rounds; i++) {
		snprintf(path, sizeof path, "%s/stopped%zu.db", trust_folder(), i);
		memset(shared, 0, 2 * sizeof *shared);
		pid_t pid = fork();

		if (pid == 0) {
			mark_many(path, 0, 100000, &shared[0]);
			_exit(0);
		}
		while (shared[0].done < 5)
			nanosleep(&(struct timespec){0, 1000000}, NULL);
		nanosleep(&(struct timespec){0, (long)trust_random(&seed, 3000000)}, NULL);
		kill(pid, SIGSTOP);
		pid_t other = fork();

		if (other == 0) {
			struct state *s = state_open(NULL);

			state_close(s);
			mark_many(path, 200000, 3, &shared[1]);
			_exit(0);
		}
		nanosleep(&(struct timespec){1, 0}, NULL);
		kill(pid, SIGCONT);
		waitpid(other, NULL, 0);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		lost += count_lost(path, 200000, 3);
		failures += shared[1].failures;
		stall = shared[1].longest > stall ? shared[1].longest : stall;
	}
	trust_ok(lost == 0 && failures == 0,
		 "one stopped amid its work, %zu times: %zu of the other's "
		 "marks are lost",
		 rounds, lost);
	trust_ok(stall <= STALL_MS + SLACK_MS, "the other waits at most %d ms at a time: %ld did",
		 STALL_MS, (long)stall);
	trust_figure("R10", "one of two stopped, %zu times: %zu lost, longest wait %ld ms", rounds,
		     lost, (long)stall);
}

/* ---- damage */

enum { ROWS = 200 };

static void make_good(const char *path)
{
	const char *words[ROWS + 8] = {trust_karpread(), "--state", path, "mark", "read"};

	for (size_t i = 0; i < ROWS; i++)
		words[5 + i] = strdup(trust_path("library/%04zu.txt", i));
	trust_run_program(&r, words);
	for (size_t i = 0; i < ROWS; i++)
		free((char *)(size_t)words[5 + i]);
}

static const char *const damages[] = {"page of zeros",   "bent bytes", "cut off",
				      "no header",       "other text", "empty",
				      "cut to one page", "bent bits",  "tail"};

static void damage(struct buf *b, size_t kind, uint64_t *seed)
{
	size_t at = trust_random(seed, b->n);

	switch (kind) {
	case 0:
		at -= at % 4096;
		memset(b->p + at, 0, b->n - at < 4096 ? b->n - at : 4096);
		break;
	case 1:
		for (int i = 0; i < 200; i++)
			b->p[trust_random(seed, b->n)] = (char)trust_random(seed, 256);
		break;
	case 2:
		buf_truncate(b, at);
		break;
	case 3:
		memset(b->p, 0, 100);
		break;
	case 4:
		memset(b->p, 'x', b->n);
		break;
	case 5:
		buf_clear(b);
		break;
	case 6:
		buf_truncate(b, 4096);
		break;
	case 7:
		for (int i = 0; i < 20; i++)
			b->p[trust_random(seed, b->n)] ^= (char)(1 << trust_random(seed, 8));
		break;
	default:
		memset(b->p + at, 0xFF, b->n - at);
	}
}

/* Puts a database with its backups in place, damages it, starts twice, and looks what is back. */
static void damaged(void)
{
	size_t n = trust_count(16, 200), kinds = sizeof damages / sizeof *damages;
	size_t started = 0, back = 0;
	struct buf good = {0}, backup = {0};
	char path[128], name[160];
	uint64_t seed = 11;

	snprintf(path, sizeof path, "%s/good/state.db", trust_folder());
	make_good(path);
	fs_read(path, 1 << 26, &good, NULL, NULL);
	snprintf(name, sizeof name, "%s.today", path);
	fs_read(name, 1 << 26, &backup, NULL, NULL);
	trust_ok(good.n > 0 && backup.n > 0, "there is a backup");
	for (size_t i = 0; i < n; i++) {
		struct buf bad = {0};

		buf_addstr(&bad, buf_str(&good));
		damage(&bad, i % kinds, &seed);
		snprintf(path, sizeof path, "%s/damaged%zu/state.db", trust_folder(), i);
		trust_write(path, buf_str(&bad));
		snprintf(name, sizeof name, "%s.today", path);
		trust_write(name, buf_str(&backup));
		size_t first = trust_matches(&r, path, library, "is:read");
		bool fine = r.status <= 1;

		/* What reading alone does not find, a change does, or the check. */
		trust_run(&r, (const char *[]){"--state", path, "check", NULL});
		trust_run(&r, (const char *[]){"--state", path, "mark", "bookmark",
					       trust_path("library/0003.txt"), NULL});
		fine = fine && r.status <= 1;
		size_t rows = trust_matches(&r, path, library, "is:read");

		started += fine && r.status == 0;
		back += rows >= ROWS * 99 / 100;
		if (rows < ROWS * 99 / 100 || !fine)
			trust_comment("%s (%zu): %zu rows, then %zu; status %d", damages[i % kinds],
				      i, first, rows, r.status);
		buf_release(&bad);
	}
	trust_ok(started == n, "%zu damaged databases: %zu start", n, started);
	trust_ok(back == n,
		 "%zu damaged databases with a backup: %zu have 99 %% of their rows back", n, back);
	trust_figure("R11", "%zu damaged databases: %zu start, %zu with 99 %% of the rows back", n,
		     started, back);
	buf_release(&good);
	buf_release(&backup);
}

/* An index that is damaged is made anew, or says something else, but neither crashes nor hangs. */
static void damaged_indexes(void)
{
	enum { HAN_ARTICLES = 100 };
	static const char *const commands[] = {"list", "timeline", "search"};
	size_t n = trust_count(18, 600), kinds = sizeof damages / sizeof *damages, wrong = 0;
	const char *path = trust_path("damaged.index"), *state = trust_path("index.state");
	const char *han = trust_path("han");
	const char *words[12] = {"timeout", "20", trust_karpread(), "--state", state,
				 "--index", path, "--library",      han};
	struct buf good = {0}, text = {0};
	uint64_t seed = 13;

	for (unsigned i = 0; i < HAN_ARTICLES; i++) {
		buf_clear(&text);
		buf_addf(&text, "自動駕駛之%u\n\n二〇二二年七月，自動駕駛系統在雨天識別困難。", i);
		for (unsigned k = 0; k < 500; k++) {
			char utf8[4];

			buf_add(&text, utf8, utf8_put(utf8, 0x4E00 + (i * 37 + k * 101) % 5000));
		}
		trust_write(trust_path("han/%u.txt", i), buf_str(&text));
	}
	buf_release(&text);
	trust_run(&r, (const char *[]){"--state", state, "--index", path, "--library", han, "index",
				       NULL});
	fs_read(path, 1 << 26, &good, NULL, NULL);
	trust_ok(good.n > 0, "there is an index");
	for (size_t i = 0; i < n; i++) {
		struct buf bad = {0};

		buf_addstr(&bad, buf_str(&good));
		damage(&bad, i % kinds, &seed);
		trust_run_program(&r, (const char *[]){"rm", "-f", trust_path("damaged.index-wal"),
						       trust_path("damaged.index-shm"), NULL});
		trust_write(path, buf_str(&bad));
		for (size_t c = 0; c < 3; c++) {
			words[9] = commands[c];
			words[10] = c == 2 ? "自動" : NULL;
			trust_run_program(&r, words);
			if (r.status > 1)
				trust_comment("%s (%zu), %s: status %d: %s", damages[i % kinds], i,
					      commands[c], r.status, buf_cstr(&r.err));
			wrong += r.status > 1;
		}
		buf_release(&bad);
	}
	trust_ok(wrong == 0, "%zu damaged indexes: %zu runs crash or hang", n, wrong);
	trust_figure("R11", "%zu damaged indexes, each read three times: %zu crash or hang", n,
		     wrong);
	buf_release(&good);
}

/* What is no database, or another's, stays as it is, and the program starts. */
static void strangers(void)
{
	static const char *const sql[] = {"PRAGMA application_id = 7; CREATE TABLE mine (x)",
					  "CREATE TABLE mine (x)", "PRAGMA user_version = 99"};
	size_t wrong = 0;
	char path[128];

	for (size_t i = 0; i < 7; i++) {
		struct buf before = {0}, after = {0};
		struct db db;

		snprintf(path, sizeof path, "%s/stranger%zu/state.db", trust_folder(), i);
		if (i < 3) {
			if (i == 2)
				make_good(path);
			fs_mkdir(trust_path("stranger%zu", i), 0700, NULL);
			db_create(path, NULL);
			db_open(&db, path, 0, 0, NULL);
			db_exec(&db, sql[i]);
			db_close(&db);
		} else {
			trust_write(path, STR("Dear diary, this is no database.\n"));
			if (i > 3)
				unlink(path);
			if (i == 4)
				wrong += mkfifo(path, 0600) < 0;
			if (i == 5)
				wrong += mkdir(path, 0700) < 0;
			if (i == 6)
				wrong += symlink("/dev/zero", path) < 0;
		}
		fs_read(path, 1 << 26, &before, NULL, NULL);
		size_t rows = trust_matches(&r, path, library, "is:read");
		bool fine = r.status <= 1 && (i != 2 || rows == ROWS);

		trust_run(&r, (const char *[]){"--state", path, "mark", "read",
					       trust_path("library/0003.txt"), NULL});
		fine = fine && r.status == 1 && r.err.n > 0;
		fs_read(path, 1 << 26, &after, NULL, NULL);
		fine = fine && str_eq(buf_str(&before), buf_str(&after));
		if (!fine)
			trust_comment("stranger %zu: status %d, %zu rows: %s", i, r.status, rows,
				      buf_cstr(&r.err));
		wrong += !fine;
		buf_release(&before);
		buf_release(&after);
	}
	trust_ok(wrong == 0, "what is not ours, or of a later version, is left alone: %zu are not",
		 wrong);
	trust_figure("R11", "foreign files, FIFO, folder, device: %zu of 7 wrong", wrong);
	trust_figure("R12", "a file of a later version: read, not written, told: %s",
		     wrong ? "see R11" : "yes");
}

int main(void)
{
	struct shared *shared =
		mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	trust_begin();
	trust_articles("library", ROWS);
	snprintf(library, sizeof library, "%s/library", trust_folder());
	two_at_once(shared);
	one_stopped(shared);
	damaged();
	damaged_indexes();
	strangers();
	trust_run_release(&r);
	return trust_end();
}
