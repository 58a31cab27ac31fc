/* SPDX-License-Identifier: ISC
 *
 * R1: whatever an article, its name or its folder holds, no byte that could act on a terminal
 * leaves the program: not into a pipe, not through the reader, not in a message.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <unistr.h>

#include "../screen/harness.h"
#include "../screen/scanner.h"
#include "hostile_make.h"
#include "trust.h"

/* What reached an output, and how much of it was looked at. */
static size_t scanned, forbidden, lost;
static bool refused; /* the last run: too many controls to be a text, as it said */

/* ---- pipes: all but newlines and tabs that could act, reorder or is no UTF-8 */

static bool acts(uint32_t cp)
{
	return (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7F && cp < 0xA0) ||
	       (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) ||
	       (cp >= 0xE0000 && cp < 0xE0080) || (cp >= 0xFDD0 && cp <= 0xFDEF) ||
	       (cp & 0xFFFE) == 0xFFFE;
}

static void scan(const char *what, struct str text)
{
	static int told;
	int size;

	scanned += text.n;
	for (size_t at = 0; at < text.n; at += (size_t)size) {
		ucs4_t cp;

		size = u8_mbtoucr(&cp, (const uint8_t *)text.p + at, text.n - at);
		bool bad = size <= 0;

		if (bad)
			size = 1, cp = (unsigned char)text.p[at];
		/* A form feed stands between articles that are exported to one stream. */
		if (cp == '\f' && strstr(what, "export"))
			continue;
		if (!bad && !acts(cp))
			continue;
		forbidden++;
		if (told++ < 20)
			trust_comment("%s: %s %04X behind \"%.*s\"", what,
				      bad ? "no UTF-8:" : "code point", (unsigned)cp,
				      STR_ARG(str_sub(text, at > 40 ? at - 40 : 0, at)));
	}
}

static size_t count(struct str text, struct str word)
{
	size_t n = 0;

	for (size_t at = 0; (at = str_find(text, word, at)) != (size_t)-1; at += word.n)
		n++;
	return n;
}

/* Runs and scans. Returns how often the sentinel behind a payload came through. */
static size_t run(const char *what, const char *const *words)
{
	static struct trust_run r;

	trust_run(&r, words);
	scan(what, buf_str(&r.out));
	scan(what, buf_str(&r.err));
	if (r.status > 2) {
		lost++;
		trust_comment("%s ends with %d", what, r.status);
	}
	size_t n = count(buf_str(&r.out), STR("omega")) + count(buf_str(&r.err), STR("omega"));

	refused = r.status == 1 && count(buf_str(&r.err), STR("binary"));
	trust_run_release(&r);
	return n;
}

/* ---- the library */

static struct {
	char **v;
	size_t n;
} files;

static void add_file(const char *folder, size_t format, struct str name, struct str bytes)
{
	struct buf path = {0};

	buf_addf(&path, "%s/", trust_path("%s", folder));
	buf_addstr(&path, name);
	buf_adds(&path, hostile_formats[format]);
	trust_write(path.p, bytes);
	files.v = realloc(files.v, (files.n + 1) * sizeof *files.v);
	files.v[files.n++] = buf_detach(&path);
}

static void forget_files(void)
{
	for (size_t i = 0; i < files.n; i++)
		free(files.v[i]);
	free(files.v);
	files.v = NULL;
	files.n = 0;
}

static void make_library(void)
{
	struct buf payload = {0}, article = {0}, name = {0}, folder = {0};

	for (size_t i = 0; i < hostile_payload_count; i++) {
		buf_clear(&payload);
		buf_clear(&name);
		buf_clear(&folder);
		hostile_bytes(&payload, &hostile_payloads[i]);
		buf_addf(&name, "%s-alpha", hostile_payloads[i].name);
		hostile_name(&name, buf_str(&payload));
		buf_adds(&folder, "library/f");
		hostile_name(&folder, buf_str(&payload));
		for (size_t format = 0; format < hostile_format_count; format++) {
			buf_clear(&article);
			hostile_article(&article, format, buf_str(&payload));
			add_file(format ? "library" : buf_cstr(&folder), format, buf_str(&name),
				 buf_str(&article));
		}
		/* Without a title its name is shown instead. */
		add_file("library/untitled", 0, buf_str(&name), STR("\n"));
	}
	buf_release(&payload);
	buf_release(&article);
	buf_release(&name);
	buf_release(&folder);
}

static void make_mutations(size_t n, uint64_t *seed)
{
	struct buf payload = {0}, article = {0}, name = {0};

	for (size_t i = 0; i < n; i++) {
		size_t format = trust_random(seed, hostile_format_count);

		buf_clear(&payload);
		buf_clear(&article);
		buf_clear(&name);
		hostile_bytes(&payload,
			      &hostile_payloads[trust_random(seed, hostile_payload_count)]);
		hostile_article(&article, format, buf_str(&payload));
		hostile_mutate(&article, seed);
		buf_addf(&name, "%zu", i);
		add_file("mutations", format, buf_str(&name), buf_str(&article));
	}
	buf_release(&payload);
	buf_release(&article);
	buf_release(&name);
}

/* ---- the subcommands */

static void subcommands(const char *library)
{
	static const char *const formats[] = {"text", "tsv", "json"};

	for (size_t i = 0; i < 3; i++) {
		const char *f = formats[i];

		run("list", (const char *[]){"list", "--library", library, "--format", f, NULL});
		run("search",
		    (const char *[]){"search", "--library", library, "--format", f, "omega", NULL});
		run("timeline", (const char *[]){"timeline", "--all", "--library", library,
						 "--format", f, library, NULL});
	}
	run("mark", (const char *[]){"mark", "--library", library, "bookmark", "1", "2", "3", "4",
				     "5", "6", "7", "8", "9", NULL});
	run("export", (const char *[]){"export", "--library", library, "--bookmarks", NULL});
	run("check", (const char *[]){"check", NULL});
}

static void articles(size_t step)
{
	for (size_t i = 0; i < files.n; i += step) {
		size_t n = run("show", (const char *[]){"show", "--width", "60", files.v[i], NULL});

		/* Of a mutation no sentinel need be left. */
		if (n == 0 && !refused && !strstr(files.v[i], "/mutations/") &&
		    !strstr(files.v[i], "/untitled/")) {
			lost++;
			trust_comment("%s shows no sentinel", files.v[i]);
		}
		run("repair", (const char *[]){"repair", "--spans", files.v[i], NULL});
		run("export", (const char *[]){"export", files.v[i], NULL});
	}
}

/* Payloads in words of the command line, the configuration and the environment. */
static void messages(size_t step)
{
	struct buf b = {0}, rc = {0};

	for (size_t i = 0; i < hostile_payload_count; i += step) {
		buf_clear(&b);
		buf_adds(&b, "x");
		hostile_name(&b, hostile_payloads[i].bytes);
		const char *word = buf_cstr(&b);

		run("show, missing", (const char *[]){"show", word, NULL});
		run("format", (const char *[]){"--format", word, "list", NULL});
		run("encoding", (const char *[]){"show", "--encoding", word, "1", NULL});
		run("library, missing", (const char *[]){"list", "--library", word, NULL});
		run("query", (const char *[]){"search", "--", word, NULL});
		run("query, wrong", (const char *[]){"list", "date:", word, NULL});
		run("option", (const char *[]){trust_path("x") + 1, "--nosuch", word, NULL});
		buf_clear(&rc);
		buf_addf(&rc, "set %s=%s\nbind list %s %s\ncolor %s %s\n%s\n", word, word, word,
			 word, word, word, word);
		trust_write(trust_path("rc"), buf_str(&rc));
		run("config", (const char *[]){"--config", trust_path("rc"), "list", NULL});
		run("config, missing", (const char *[]){"--config", word, "list", NULL});
		run("state", (const char *[]){"--state", trust_path("rc/%s", word), "mark", "read",
					      "1", NULL});
		setenv("KARPREAD_LIBRARY", word, 1);
		run("environment", (const char *[]){"list", NULL});
		setenv("KARPREAD_LIBRARY", trust_seeds(), 1);
	}
	buf_release(&b);
	buf_release(&rc);
}

/* ---- a terminal */

static void scan_terminal(struct harness *h, const char *what)
{
	struct scanner title = {0};

	for (const char *p = harness_title(h); *p; p++)
		scanner_feed(&title, (unsigned char)*p);
	if (!harness_forbidden(h) && !title.forbidden[0])
		return;
	forbidden++;
	trust_comment("%s: %s%s", what, harness_forbidden(h) ? harness_forbidden(h) : "title ",
		      title.forbidden);
}

static struct harness *start(const char *const *argv, int rows, int columns)
{
	struct harness_options options = {
		.rows = rows,
		.columns = columns,
		.folder = trust_folder(),
		.extra = (const char *const[]){"KARPREAD_LIBRARY=/none", NULL}};
	struct harness *h = harness_start(argv, &options);

	if (!h) {
		printf("Bail out! no pseudo-terminal\n");
		exit(99);
	}
	return h;
}

static void type(struct harness *h, const char *keys)
{
	harness_type(h, str_of(keys));
}

static bool runs(struct harness *h)
{
	return harness_state(h) == HARNESS_WAITS;
}

/*
 * Opens each article of a folder in turn, turns its pages, shows its links and what is known of
 * it, searches, and goes on to the next.
 */
static void read_all(const char *library, size_t n, int columns)
{
	static const char *const each[] = {" ", "\7", "o", "0\r", "R", "n", "G"};
	const char *argv[] = {trust_karpread(), library, NULL};
	struct harness *h = start(argv, 24, columns);
	char what[64];

	type(h, "gg\r");
	type(h, "/omega\r");
	for (size_t i = 0; i < n && runs(h); i++) {
		for (size_t k = 0; k < sizeof each / sizeof *each && !harness_forbidden(h); k++) {
			type(h, each[k]);
			snprintf(what, sizeof what, "the reader, %d columns, article %zu, key %zu",
				 columns, i + 1, k);
		}
		if (harness_forbidden(h))
			break;
		type(h, "ggJ");
	}
	type(h, "q/omega\r");
	for (size_t i = 0; i < 30 && runs(h); i++)
		type(h, " ");
	type(h, "qt");
	for (size_t i = 0; i < 30 && runs(h); i++)
		type(h, " ");
	type(h, "a");
	for (size_t i = 0; i < 30 && runs(h); i++)
		type(h, " ");
	type(h, "ZZ");
	scan_terminal(h, what);
	if (harness_state(h) != HARNESS_ENDED || harness_status(h) > 1) {
		lost++;
		trust_comment("%s: the reader ends with %d, state %d", what, harness_status(h),
			      harness_state(h));
	}
	harness_free(h);
}

/* One article named on the command line, and the subcommands, whose output is a terminal. */
static void one_by_one(size_t step)
{
	for (size_t i = 0; i < files.n; i += step) {
		const char *shown[] = {trust_karpread(), "show", files.v[i], NULL};
		const char *read[] = {trust_karpread(), files.v[i], NULL};
		struct harness *h = start(shown, 24, 80);

		scan_terminal(h, files.v[i]);
		harness_free(h);
		h = start(read, 10, 40);
		type(h, "G");
		type(h, "ZZ");
		scan_terminal(h, files.v[i]);
		harness_free(h);
	}
}

static void on_a_terminal(const char *command, const char *library)
{
	const char *argv[] = {trust_karpread(), command, "--library", library, "omega", NULL};
	struct harness *h = start(argv, 24, 80);

	scan_terminal(h, command);
	harness_free(h);
}

int main(void)
{
	uint64_t seed = 1;
	size_t mutations = trust_count(40, 10000), batch = 500, done;

	trust_begin();
	make_library();
	char library[128], mutated[128];

	snprintf(library, sizeof library, "%s/library", trust_folder());
	snprintf(mutated, sizeof mutated, "%s/mutations", trust_folder());
	subcommands(library);
	messages(trust_count(12, 1));
	articles(trust_count(23, 1));
	trust_ok(forbidden == 0, "nothing forbidden in pipes and messages: %zu in %zu bytes",
		 forbidden, scanned);
	size_t in_pipes = forbidden;

	read_all(library, trust_count(40, files.n), 80);
	if (trust_count(0, 1))
		read_all(library, files.n, 120);
	one_by_one(trust_count(61, 1));
	on_a_terminal("list", library);
	on_a_terminal("search", library);
	on_a_terminal("timeline", library);
	trust_ok(forbidden == in_pipes, "nothing forbidden on terminals: %zu in %zu articles",
		 forbidden - in_pipes, files.n);
	size_t before = forbidden, hostile = files.n;

	for (done = 0; done < mutations; done += batch) {
		forget_files();
		make_mutations(mutations - done < batch ? mutations - done : batch, &seed);
		subcommands(mutated);
		articles(trust_count(10, 5));
		read_all(mutated, files.n, 80);
	}
	trust_ok(forbidden == before, "nothing forbidden in %zu mutations: %zu", mutations,
		 forbidden - before);
	trust_ok(lost == 0, "every article is shown and no run crashes: %zu were not", lost);
	trust_figure("R1",
		     "%zu forbidden code points: %zu hostile articles, %zu mutations; %zu lost",
		     forbidden, hostile, mutations, lost);
	forget_files();
	return trust_end();
}
