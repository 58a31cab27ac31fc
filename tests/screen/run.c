/* SPDX-License-Identifier: ISC
 *
 * Runs screen scripts: run FILE.screen ... A statement a line, "#" begins a comment line.
 *
 *	size ROWS COLUMNS	of the terminal the next program gets; 24 80 at first
 *	answers WORD		how that terminal answers: yes, none, late, twice, garbage,
 *positions (and nothing else) or bytes (of no UTF-8)
 *	early KEYS		typed while the next program starts
 *	env NAME=VALUE		for the next programs
 *	file NAME		the lines up to one that is "end" become a file in the folder
 *	shell LINE		is carried out by sh in the folder
 *	program PATH		instead of karpread; from the build folder
 *	start [ARGUMENT]...	runs it in a new folder that is HOME too and holds seeds/
 *	keys jj<Enter>/x<C-d>	types keys by their names
 *	text WORDS		types them as they are
 *	paste WORDS		pastes them; \n, \t, \e and \xHH stand for controls
 *	send WORDS		sends bytes, with the same escapes
 *	wait contains "TEXT"	waits on until it is there
 *	resize ROWS COLUMNS ...	to several sizes one after another without waiting
 *	signal NAME		TERM, HUP, INT, TSTP, CONT, STOP or KILL
 *	continue		a stopped program
 *	hangup			closes the terminal
 *
 * and what is expected, each a test:
 *
 *	expect row N "TEXT"	the row is TEXT, but for blanks at its end
 *	expect row N contains "TEXT"
 *	expect contains "TEXT"	somewhere; also: expect lacks "TEXT"
 *	expect cursor ROW COLUMN | hidden
 *	expect look ROW COLUMN "bold fg=3"
 *	expect title "TEXT"
 *	expect rows FILE	the rows are the lines of that file in the folder, in which a
 *				backslash stands for the second half of each wide character
 *	expect stopped
 *	expect clean		nothing but text and known sequences was sent
 *	golden NAME		the whole screen is as golden/NAME.txt; UPDATE=1 writes it
 *	exit STATUS		the program ends, by now or by itself, with it (as $? in a shell)
 *
 * Rows and columns count from 0. Arguments are separated by blanks; double quotes keep them.
 */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/vec.h"
#include "harness.h"
#include "keys.h"

enum { WORDS = 32 };

struct script {
	const char *name;       /* of the file, for messages */
	struct str rest;        /* of its text */
	size_t line;            /* from 1 */
	struct str current;     /* the line, trimmed */
	struct str arguments;   /* the line without its first word */
	char *words[WORDS + 1]; /* unquoted, NULL at the end */
	size_t n;
	char folder[64];
	int rows, columns;
	enum harness_answers answers;
	struct buf early;
	VEC(char *) extra; /* environment, NULL at the end */
	char *program;
	struct harness *h;
	int tests, failures;
};

static void remove_folder(const char *path)
{
	pid_t pid = fork();

	if (pid == 0)
		execlp("rm", "rm", "-rf", "--", path, (char *)NULL);
	waitpid(pid, NULL, 0);
}

static __attribute__((noreturn, format(printf, 2, 3))) void bail_out(struct script *s,
								     const char *fmt, ...)
{
	va_list ap;

	printf("Bail out! %s:%zu: ", s->name, s->line);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf(": %.*s\n", STR_ARG(s->current));
	if (s->h)
		harness_free(s->h);
	if (s->folder[0])
		remove_folder(s->folder);
	exit(99);
}

static void comment(const char *title, struct str text)
{
	struct str line;

	printf("# %s\n", title);
	while (str_split(&text, '\n', &line))
		printf("#   %.*s\n", STR_ARG(line));
}

static void show_screen(struct script *s)
{
	struct buf dump = {0};

	harness_dump(s->h, &dump);
	comment("the screen:", buf_str(&dump));
	buf_release(&dump);
}

static void result(struct script *s, bool ok)
{
	s->tests++;
	s->failures += !ok;
	printf("%sok %d - %s:%zu %.*s\n", ok ? "" : "not ", s->tests, fs_base(s->name), s->line,
	       STR_ARG(s->current));
}

/* Like result(), and shows both when they differ. */
static void compare(struct script *s, struct str want, struct str got)
{
	bool ok = str_eq(want, got);

	result(s, ok);
	if (!ok) {
		comment("wanted:", want);
		comment("got:", got);
		show_screen(s);
	}
}

static void show_if(struct script *s, bool ok)
{
	result(s, ok);
	if (!ok)
		show_screen(s);
}

static void name_differences(struct str want, struct str got)
{
	struct str a, b;

	for (int line = 0;; line++) {
		bool more_a = str_split(&want, '\n', &a), more_b = str_split(&got, '\n', &b);

		if (!more_a && !more_b)
			return;
		if (more_a && more_b && str_eq(a, b))
			continue;
		printf("# line %d differs\n", line);
		comment("wanted:", more_a ? a : STR("(nothing)"));
		comment("got:", more_b ? b : STR("(nothing)"));
	}
}

/* Copies bytes with \n, \t, \e, \\, \" and \xHH replaced. */
static void unescape(struct str text, struct buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i], hex[3] = "";

		if (c != '\\' || i + 1 == text.n) {
			buf_addc(out, c);
			continue;
		}
		c = text.p[++i];
		if (c == 'x' && i + 2 < text.n) {
			memcpy(hex, text.p + i + 1, 2);
			i += 2;
			buf_addc(out, (char)strtol(hex, NULL, 16));
		} else {
			buf_addc(out, (char)(c == 'n'   ? '\n'
					     : c == 't' ? '\t'
					     : c == 'e' ? 033
							: c));
		}
	}
}

static void add_word(struct script *s, struct str text)
{
	struct buf word = {0};

	if (s->n == WORDS)
		bail_out(s, "too many words");
	unescape(text, &word);
	buf_reserve(&word, 0);
	s->words[s->n++] = buf_detach(&word);
	s->words[s->n] = NULL;
}

static void split_words(struct script *s)
{
	struct str text = s->current;

	for (size_t i = 0; i < s->n; i++)
		free(s->words[i]);
	s->n = 0;
	for (size_t at = 0; at < text.n;) {
		size_t end = at;

		if (text.p[at] == '"') {
			for (end = at + 1; end < text.n && text.p[end] != '"'; end++)
				end += text.p[end] == '\\';
			add_word(s, str_sub(text, at + 1, end));
			at = end + 1;
		} else {
			while (end < text.n && text.p[end] != ' ' && text.p[end] != '\t')
				end++;
			add_word(s, str_sub(text, at, end));
			at = end;
		}
		while (at < text.n && (text.p[at] == ' ' || text.p[at] == '\t'))
			at++;
		if (s->n == 1)
			s->arguments = str_sub(text, at, text.n);
	}
}

static bool next_line(struct script *s)
{
	s->line++;
	return str_split(&s->rest, '\n', &s->current);
}

static int number(struct script *s, size_t word)
{
	char *end;
	long n = word < s->n ? strtol(s->words[word], &end, 10) : -1;

	if (n < 0 || n > 10000 || *end)
		bail_out(s, "a number is missing");
	return (int)n;
}

static struct str word(struct script *s, size_t i)
{
	if (i >= s->n)
		bail_out(s, "a word is missing");
	return str_of(s->words[i]);
}

static struct harness *running(struct script *s)
{
	if (!s->h)
		bail_out(s, "nothing was started");
	return s->h;
}

static void expect_no_hang(struct script *s, enum harness_state state)
{
	if (state == HARNESS_LATE) {
		show_screen(s);
		bail_out(s, "the program does not come to rest");
	}
}

static void do_size(struct script *s)
{
	s->rows = number(s, 1);
	s->columns = number(s, 2);
}

static void do_answers(struct script *s)
{
	static const char *const names[] = {
		[HARNESS_ANSWERS] = "yes",
		[HARNESS_SILENT] = "none",
		[HARNESS_ANSWERS_LATE] = "late",
		[HARNESS_ANSWERS_TWICE] = "twice",
		[HARNESS_ANSWERS_GARBAGE] = "garbage",
		[HARNESS_ANSWERS_POSITIONS] = "positions",
		[HARNESS_ANSWERS_BYTES] = "bytes",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (str_eq(word(s, 1), str_of(names[i]))) {
			s->answers = (enum harness_answers)i;
			return;
		}
	}
	bail_out(s, "no such way to answer");
}

static void do_early(struct script *s)
{
	if (!keys_to_bytes(s->arguments, &s->early))
		bail_out(s, "no such key");
}

static void do_env(struct script *s)
{
	struct str entry = word(s, 1);
	size_t name = str_find(entry, STR("="), 0), i = 0;

	if (name == (size_t)-1)
		bail_out(s, "a \"=\" is missing");
	while (i + 1 < s->extra.n && strncmp(s->extra.p[i], entry.p, name + 1) != 0)
		i++;
	if (i + 1 < s->extra.n) { /* NULL is the last */
		free(s->extra.p[i]);
		s->extra.p[i] = xstrdup(entry.p);
		return;
	}
	s->extra.n -= s->extra.n > 0;
	vec_push(&s->extra, xstrdup(entry.p));
	vec_push(&s->extra, NULL);
}

static void do_file(struct script *s)
{
	struct buf path = {0}, text = {0};
	struct err err = {0};

	fs_join(&path, s->folder, word(s, 1).p);
	while (next_line(s) && !str_eq(str_trim(s->current), STR("end"))) {
		unescape(s->current, &text);
		buf_addc(&text, '\n');
	}
	char *slash = strrchr(path.p, '/');

	*slash = '\0';
	if (fs_mkdir(path.p, 0700, &err) < 0)
		bail_out(s, "%s", err_text(&err));
	*slash = '/';
	if (fs_write(path.p, buf_str(&text), FS_REPLACE, &err) < 0)
		bail_out(s, "%s", err_text(&err));
	buf_release(&path);
	buf_release(&text);
}

static void do_shell(struct script *s)
{
	char *line = xmemdup0(s->arguments.p, s->arguments.n);
	int status = 0;
	pid_t pid = fork();

	if (pid == 0 && chdir(s->folder) == 0)
		execl("/bin/sh", "sh", "-ec", line, (char *)NULL);
	if (pid == 0)
		_exit(127);
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || status != 0)
		bail_out(s, "it fails");
	free(line);
}

static void do_program(struct script *s)
{
	free(s->program);
	s->program = xstrdup(word(s, 1).p);
}

static void do_start(struct script *s)
{
	const char *build = getenv("KARPREAD_BUILDDIR");
	const char *argv[WORDS + 1] = {0};
	struct harness_options options = {.rows = s->rows,
					  .columns = s->columns,
					  .answers = s->answers,
					  .early = buf_str(&s->early),
					  .folder = s->folder,
					  .extra = (const char *const *)s->extra.p};
	struct buf path = {0};

	fs_join(&path, build ? build : ".", s->program);
	argv[0] = buf_cstr(&path);
	for (size_t i = 1; i < s->n; i++)
		argv[i] = s->words[i];
	if (s->h)
		harness_free(s->h);
	s->h = harness_start(argv, &options);
	buf_release(&path);
	buf_clear(&s->early);
	if (!s->h)
		bail_out(s, "there is no pseudo-terminal");
	expect_no_hang(s, harness_state(s->h));
}

static void do_keys(struct script *s)
{
	struct buf bytes = {0};

	if (!keys_to_bytes(s->arguments, &bytes))
		bail_out(s, "no such key");
	expect_no_hang(s, harness_type(running(s), buf_str(&bytes)));
	buf_release(&bytes);
}

static void do_text(struct script *s)
{
	expect_no_hang(s, harness_type(running(s), s->arguments));
}

static void do_paste(struct script *s)
{
	struct buf bytes = {0};

	buf_adds(&bytes, "\033[200~");
	unescape(s->arguments, &bytes);
	buf_adds(&bytes, "\033[201~");
	expect_no_hang(s, harness_type(running(s), buf_str(&bytes)));
	buf_release(&bytes);
}

static void do_send(struct script *s)
{
	struct buf bytes = {0};

	unescape(s->arguments, &bytes);
	expect_no_hang(s, harness_type(running(s), buf_str(&bytes)));
	buf_release(&bytes);
}

static void do_resize(struct script *s)
{
	if (s->n < 3)
		bail_out(s, "a size is missing");
	size_t last = s->n - 2;

	for (size_t i = 1; i < last; i += 2)
		harness_set_size(running(s), number(s, i), number(s, i + 1));
	expect_no_hang(s, harness_resize(running(s), number(s, last), number(s, last + 1)));
}

static void do_signal(struct script *s)
{
	static const struct {
		const char *name;
		int signo;
	} signals[] = {{"TERM", SIGTERM}, {"HUP", SIGHUP},   {"INT", SIGINT},   {"TSTP", SIGTSTP},
		       {"CONT", SIGCONT}, {"STOP", SIGSTOP}, {"KILL", SIGKILL}, {"ABRT", SIGABRT}};

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		if (str_eq(word(s, 1), str_of(signals[i].name))) {
			expect_no_hang(s, harness_signal(running(s), signals[i].signo));
			return;
		}
	}
	bail_out(s, "no such signal");
}

static void do_continue(struct script *s)
{
	if (harness_state(running(s)) != HARNESS_STOPPED)
		bail_out(s, "the program is not stopped");
	expect_no_hang(s, harness_continue(s->h));
}

static void do_hangup(struct script *s)
{
	harness_hang_up(running(s));
}

static void do_exit(struct script *s)
{
	int want = number(s, 1);
	enum harness_state state = harness_state(running(s));

	while (state == HARNESS_WAITS)
		state = harness_wait(s->h);
	result(s, state == HARNESS_ENDED && harness_status(s->h) == want);
	if (state != HARNESS_ENDED)
		printf("# it runs on\n");
	else if (harness_status(s->h) != want)
		printf("# it ended with %d\n", harness_status(s->h));
	if (state != HARNESS_ENDED || harness_status(s->h) != want)
		show_screen(s);
}

static bool on_screen(struct script *s, struct str text)
{
	bool found = false;

	for (int row = 0; row < harness_rows(running(s)) && !found; row++) {
		struct buf got = {0};

		harness_row(s->h, row, &got);
		found = str_find(buf_str(&got), text, 0) != (size_t)-1;
		buf_release(&got);
	}
	return found;
}

static void do_wait(struct script *s)
{
	struct str text = word(s, 2);

	while (!on_screen(s, text)) {
		if (harness_wait(s->h) != HARNESS_WAITS && !on_screen(s, text)) {
			show_screen(s);
			bail_out(s, "it does not appear");
		}
	}
}

static void expect_row(struct script *s)
{
	struct buf got = {0};
	int row = number(s, 2);

	if (row >= harness_rows(running(s)))
		bail_out(s, "there is no such row");
	harness_row(s->h, row, &got);
	if (!str_eq(word(s, 3), STR("contains")))
		compare(s, word(s, 3), buf_str(&got));
	else
		show_if(s, str_find(buf_str(&got), word(s, 4), 0) != (size_t)-1);
	buf_release(&got);
}

static void expect_contains(struct script *s)
{
	show_if(s, on_screen(s, word(s, 2)));
}

static void expect_lacks(struct script *s)
{
	show_if(s, !on_screen(s, word(s, 2)));
}

static void expect_cursor(struct script *s)
{
	int row, column;
	bool visible = harness_cursor(running(s), &row, &column);

	if (str_eq(word(s, 2), STR("hidden")))
		show_if(s, !visible);
	else
		show_if(s, visible && row == number(s, 2) && column == number(s, 3));
}

static void expect_look(struct script *s)
{
	struct buf got = {0};

	harness_look(running(s), number(s, 2), number(s, 3), &got);
	compare(s, word(s, 4), buf_str(&got));
	buf_release(&got);
}

static void expect_title(struct script *s)
{
	compare(s, word(s, 2), str_of(harness_title(running(s))));
}

static void expect_rows(struct script *s)
{
	struct buf path = {0}, want = {0}, got = {0};
	struct err err = {0};

	fs_join(&path, s->folder, word(s, 2).p);
	if (fs_read(buf_cstr(&path), 1 << 20, &want, NULL, &err) < 0)
		bail_out(s, "%s", err_text(&err));
	for (int row = 0; row < harness_rows(running(s)); row++) {
		harness_cells(s->h, row, &got);
		buf_addc(&got, '\n');
	}
	bool ok = str_eq(buf_str(&want), buf_str(&got));

	result(s, ok);
	if (!ok)
		name_differences(buf_str(&want), buf_str(&got));
	buf_release(&path);
	buf_release(&want);
	buf_release(&got);
}

static void expect_stopped(struct script *s)
{
	show_if(s, harness_state(running(s)) == HARNESS_STOPPED);
}

static void expect_clean(struct script *s)
{
	const char *forbidden = harness_forbidden(running(s));

	result(s, !forbidden);
	if (forbidden)
		printf("# %s\n", forbidden);
}

static void do_golden(struct script *s)
{
	const char *source = getenv("KARPREAD_SRCDIR");
	struct buf path = {0}, want = {0}, got = {0};
	struct err err = {0};
	bool ok;

	buf_addf(&path, "%s/tests/screen/golden/%s.txt", source ? source : ".", word(s, 1).p);
	harness_dump(running(s), &got);
	if (getenv("UPDATE") && fs_write(path.p, buf_str(&got), FS_REPLACE, &err) < 0)
		bail_out(s, "%s", err_text(&err));
	ok = fs_read(path.p, 1 << 20, &want, NULL, &err) == 0 &&
	     str_eq(buf_str(&want), buf_str(&got));
	result(s, ok);
	if (err.code)
		printf("# %s\n", err_text(&err));
	if (!ok)
		name_differences(buf_str(&want), buf_str(&got));
	err_release(&err);
	buf_release(&path);
	buf_release(&want);
	buf_release(&got);
}

struct statement {
	const char *name;
	void (*run)(struct script *s);
};

static const struct statement expectations[] = {
	{"row", expect_row},     {"contains", expect_contains},
	{"lacks", expect_lacks}, {"cursor", expect_cursor},
	{"look", expect_look},   {"title", expect_title},
	{"rows", expect_rows},   {"stopped", expect_stopped},
	{"clean", expect_clean}, {NULL, NULL},
};

static void run_statement(struct script *s, const struct statement *table, size_t at);

static void do_expect(struct script *s)
{
	run_statement(s, expectations, 1);
}

static const struct statement statements[] = {
	{"size", do_size},         {"answers", do_answers}, {"early", do_early},
	{"env", do_env},           {"file", do_file},       {"shell", do_shell},
	{"program", do_program},   {"start", do_start},     {"keys", do_keys},
	{"text", do_text},         {"paste", do_paste},     {"send", do_send},
	{"wait", do_wait},         {"resize", do_resize},   {"signal", do_signal},
	{"continue", do_continue}, {"hangup", do_hangup},   {"expect", do_expect},
	{"golden", do_golden},     {"exit", do_exit},       {NULL, NULL},
};

static void run_statement(struct script *s, const struct statement *table, size_t at)
{
	for (; table->name; table++) {
		if (str_eq(word(s, at), str_of(table->name))) {
			table->run(s);
			return;
		}
	}
	bail_out(s, "no such statement");
}

static void set_up_folder(struct script *s)
{
	const char *source = getenv("KARPREAD_SRCDIR");
	struct buf seeds = {0}, link = {0};

	strcpy(s->folder, "/tmp/karpread-screen-XXXXXX");
	if (!mkdtemp(s->folder))
		bail_out(s, "no temporary folder");
	fs_join(&seeds, source ? source : ".", "seeds");
	fs_join(&link, s->folder, "seeds");
	if (symlink(buf_cstr(&seeds), buf_cstr(&link)) < 0)
		bail_out(s, "no symbolic link");
	buf_release(&seeds);
	buf_release(&link);
}

static void run_script(struct script *s)
{
	struct buf text = {0};
	struct err err = {0};

	if (fs_read(s->name, 1 << 20, &text, NULL, &err) < 0)
		bail_out(s, "%s", err_text(&err));
	set_up_folder(s);
	s->rows = 24;
	s->columns = 80;
	s->program = xstrdup("karpread");
	s->rest = buf_str(&text);
	while (next_line(s)) {
		s->current = str_trim(s->current);
		if (s->current.n == 0 || s->current.p[0] == '#')
			continue;
		split_words(s);
		run_statement(s, statements, 0);
	}
	if (s->h)
		harness_free(s->h);
	remove_folder(s->folder);
	for (size_t i = 0; i < s->n; i++)
		free(s->words[i]);
	for (size_t i = 0; i < s->extra.n; i++)
		free(s->extra.p[i]);
	vec_release(&s->extra);
	buf_release(&s->early);
	free(s->program);
	buf_release(&text);
}

int main(int argc, char **argv)
{
	int tests = 0, failures = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 1; i < argc; i++) {
		struct script s = {.name = argv[i], .tests = tests};

		run_script(&s);
		tests = s.tests;
		failures += s.failures;
	}
	printf("1..%d\n", tests);
	return failures > 0;
}
