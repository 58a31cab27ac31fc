/* SPDX-License-Identifier: ISC
 *
 * R4: twice the text, at most 2.3 times the time, for texts made to be slow; 100,000 nested
 * elements, and a line of 100 MB.
 */
#include "config.h"

#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "trust.h"

/* What is repeated, up to a size: "%" in unit becomes the number of the repetition. */
struct generator {
	const char *name, *suffix, *before, *unit, *behind;
};

/* clang-format off */
static const struct generator generators[] = {
	{"nested divs", ".html", "<html><body>", "<div>", "x"},
	{"nested quotes of HTML", ".html", "<html><body>", "<blockquote>a", "x"},
	{"nested lists of HTML", ".html", "<html><body>", "<ul><li>a", "x"},
	{"nested tables", ".html", "<html><body>", "<table><tr><td>", "x"},
	{"elements left open", ".html", "<html><body>", "<p><b><i>a", ""},
	{"nested links", ".html", "<html><body>", "<a href=x%>a", ""},
	{"ends without a beginning", ".html", "<html><body>", "</div></p></b>", ""},
	{"entities", ".html", "<html><body>", "&amp;&#20013;&bogus;", ""},
	{"broken entities", ".html", "<html><body>", "&#&#x&", ""},
	{"angle brackets", ".html", "<html><body>", "<", ""},
	{"comments left open", ".html", "<html><body>", "<!-- ", ""},
	{"attributes", ".html", "<html><body><p ", "a%=\"b\" ", ">x"},
	{"rows of a table", ".html", "<html><body><table>", "<tr><td>a<td>b", "</table>"},
	{"cells of a row", ".html", "<html><body><table><tr>", "<td>a", "</table>"},
	{"wide cells", ".html", "<html><body><table>", "<tr><td colspan=99999>a<td rowspan=99999>b", "</table>"},
	{"ruby", ".html", "<html><body>", "<ruby>\346\274\242<rt>kan</ruby>", ""},
	{"asides of the page", ".html", "<html><body><article>a</article>", "<aside>a</aside><p>bcd", ""},
	{"asides", ".html", "<html><body>", "<div class=share><a href=/%>a</a></div>", ""},
	{"emphasis", ".md", "", "*a_ ", ""},
	{"runs of stars", ".md", "", "***", "a"},
	{"open brackets", ".md", "", "[", ""},
	{"brackets and parens", ".md", "", "![[](", ""},
	{"backticks", ".md", "", "`a``b```", ""},
	{"quotes in quotes", ".md", "", ">", "a"},
	{"quotes in lines", ".md", "", "> > a\n", ""},
	{"lists in a line", ".md", "", "- ", "a"},
	{"rows", ".md", "| a | b |\n|---|---|\n", "| c | d |\n", ""},
	{"a wide row", ".md", "", "| a ", "|\n"},
	{"links", ".md", "", "[a](http://e.com/%) ", ""},
	{"definitions", ".md", "", "[a%]: http://e.com/%\n", "\n[a1]\n"},
	{"one definition used", ".md", "[a]: http://e.com/\n\n", "[a] ", ""},
	{"headings", ".md", "", "# a\n", ""},
	{"fences", ".md", "", "```\na\n", ""},
	{"comments in a comment", ".md", "", "<!-- a\n", "-->\n"},
	{"scripts in a script", ".md", "", "a\n\n<script>\n", "</script>\n"},
	{"tags that are words", ".md", "", "a <template> b <esc> c\n", ""},
	{"ranges", ".md", "", "<a~b ", ""},
	{"containers", ".md", "", ":::a\n", ":::\n"},
	{"formulas", ".md", "", "$$\na\n", ""},
	{"code tags", ".md", "", "{% highlight c %}\n", "{% endhighlight %}\n"},
	{"attribute lists", ".md", "", "`a`{: .b ", ""},
	{"completed addresses", ".md", "", "[a]({{ ", ""},
	{"slides", ".md", "", "---\nlayout: a\nclass: b\n", ""},
	{"landmarks", ".html", "<html><body>", "<aside>a<main>b", ""},
	{"articles", ".html", "<html><body>", "<article>a</article><aside>b</aside>", ""},
	{"attributes before a word", ".md", "a", " {.a}", " b\n"},
	{"emoji names", ".md", "", ":car::", ""},
	{"images", ".md", "", "![a](b%.png)\n\n", ""},
	{"one line of Han", ".txt", "", "\346\226\207\345\255\227", ""},
	{"one line of letters", ".txt", "", "abc", ""},
	{"empty lines", ".txt", "", "\n", "a"},
	{"short lines", ".txt", "", "\346\226\207\n", ""},
	{"returns", ".txt", "a", "\r", "a"},
	{"tabs", ".txt", "", "\ta", ""},
	{"marks on one base", ".txt", "e", "\314\201", ""},
	{"joiners", ".txt", "", "\360\237\221\251\342\200\215", ""},
	{"overrides", ".txt", "a", "\342\200\256", "a"},
	{"flags", ".txt", "", "\360\237\207\257\360\237\207\265", ""},
	{"Jamo", ".txt", "", "\341\204\200", ""},
	{"brackets of Han", ".txt", "", "\343\200\214", "a"},
	{"dashes", ".txt", "", "\342\200\224\342\200\246", ""},
	{"dates", ".txt", "", "2022\345\271\2647\346\234\21013\346\227\245\357\274\214", ""},
	{"halves of dates", ".txt", "", "2022\345\271\264\357\274\214\344\270\212\344\270\252", ""},
	{"digits", ".txt", "", "1", ""},
	{"digits of Han", ".txt", "", "\344\270\200\344\271\235", ""},
	{"mix-ups of charsets", ".txt", "", "\303\244\302\270\302\255\303\246", ""},
	{"readings", ".txt", "", "\344\270\255\345\233\275zhong guo\357\274\214", ""},
	{"addresses", ".txt", "", "http://", ""},
	{"broken bytes", ".txt", "", "\344\270\377", ""},
	{"lists of YAML", ".md", "---\na: ", "[", "\n---\nx\n"},
	{"anchors of YAML", ".md", "---\n", "a%: &a [*a]\n", "---\nx\n"},
	{"front matter left open", ".md", "---\n", "title: x\n", ""},
	{"keys of TOML", ".md", "+++\n", "a% = 1\n", "+++\nx\n"},
	{"braces of JSON", ".md", "", "{\"a\":", ""},
};
/* clang-format on */

static void generate(const struct generator *g, size_t size, struct buf *out)
{
	buf_clear(out);
	buf_adds(out, g->before);
	for (size_t i = 0; out->n < size; i++) {
		for (const char *p = g->unit; *p; p++) {
			if (*p == '%')
				buf_addf(out, "%zu", i);
			else
				buf_addc(out, *p);
		}
	}
	buf_adds(out, g->behind);
}

static struct trust_run r;

/* CPU seconds of a subcommand on a file. */
static double seconds(const char *command, const char *path)
{
	const struct timeval *u, *s;

	trust_run(&r, (const char *[]){command, "--width", "80", path, NULL});
	u = &r.usage.ru_utime;
	s = &r.usage.ru_stime;
	return (double)(u->tv_sec + s->tv_sec) + (double)(u->tv_usec + s->tv_usec) / 1e6;
}

static double least(const char *command, const char *path, double before)
{
	double now = seconds(command, path);

	return now < before ? now : before;
}

/*
 * How many times the time is at twice the size. What else the machine does only ever adds to a
 * time, so the least of some counts, and a ratio that looks bad is looked at again.
 */
static double ratio(const char *command, const struct generator *g, size_t size, double most,
		    double *time)
{
	struct buf text = {0};
	double idle = 1e9, small = 1e9, large = 1e9, best = 1e9;
	const char *one = trust_path("one%s", g->suffix), *two = trust_path("two%s", g->suffix);
	const char *none = trust_path("none%s", g->suffix);

	generate(g, 1, &text);
	trust_write(none, buf_str(&text));
	generate(g, size, &text);
	trust_write(one, buf_str(&text));
	generate(g, 2 * size, &text);
	trust_write(two, buf_str(&text));
	buf_release(&text);
	for (int i = 0; i < 12 && best > most; i++) {
		idle = least(command, none, idle);
		small = least(command, one, small);
		large = least(command, two, large);
		best = large - idle < 0.02 ? 0 : (large - idle) / (small - idle);
	}
	*time = large;
	return best;
}

/*
 * The short run's times are a few hundredths of a second on a machine that has other work, so it
 * only tells what is quadratic (4 times) from what is not.
 */
static void doubling(const char *command)
{
	size_t size = trust_count(96 << 10, 4 << 20), n = sizeof generators / sizeof *generators;
	double most = trust_count(0, 1) ? 2.3 : 3.2, worst = 0, slowest = 0;
	size_t bad = 0;

	for (size_t i = 0; i < n; i++) {
		double time, x = ratio(command, &generators[i], size, most, &time);

		if (x > most || r.status > 1) {
			bad++;
			trust_comment("%s, %s: %.1f times at twice the size, %.2f s, status %d",
				      command, generators[i].name, x, time, r.status);
		} else if (x > worst) {
			worst = x;
		}
		slowest = time > slowest ? time : slowest;
	}
	trust_ok(bad == 0, "%s takes twice the time for twice the text: %zu of %zu do not", command,
		 bad, n);
	trust_figure("R4",
		     "%s: %zu generators up to %zu kB, %zu over %.1f, the others at most %.2f, "
		     "%.2f s at most",
		     command, n, size >> 9, bad, most, worst, slowest);
}

static void nested(void)
{
	static const struct generator g = {"", ".html", "<html><body>", "<div>", "deep"};
	struct buf text = {0};
	double time;

	generate(&g, 12 + 5 * 100000, &text);
	trust_write(trust_path("deep.html"), buf_str(&text));
	time = seconds("show", trust_path("deep.html"));
	trust_ok(time < 0.5 && str_find(buf_str(&r.out), STR("deep"), 0) != (size_t)-1,
		 "100,000 nested elements in half a second: %.2f s", time);
	trust_figure("R4", "100,000 nested elements: %.3f s", time);
	buf_release(&text);
}

/* Opens a file in the reader: until the text is on the terminal, or the program ends. */
static bool open_reader(const char *path, const char *text, int64_t *ms, long *peak)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	int64_t begun = clock_monotonic_ms();
	struct rusage usage = {0};
	struct buf seen = {0};
	char bytes[4096];
	int terminal;
	pid_t pid = forkpty(&terminal, NULL, NULL, &size);

	if (pid == 0) {
		setenv("TERM", "vt100", 1);
		execl(trust_karpread(), "karpread", path, (char *)NULL);
		_exit(127);
	}
	bool shown = false;

	for (ssize_t n; !shown && (n = read(terminal, bytes, sizeof bytes)) > 0;) {
		buf_add(&seen, bytes, (size_t)n);
		shown = str_find(buf_str(&seen), str_of(text), 0) != (size_t)-1;
	}
	*ms = clock_monotonic_ms() - begun;
	kill(pid, SIGKILL);
	wait4(pid, NULL, 0, &usage);
	*peak = usage.ru_maxrss / 1000;
	close(terminal);
	buf_release(&seen);
	return shown;
}

static void one_line(const char *name, const char *unit, size_t size)
{
	struct generator g = {"", ".txt", "", unit, ""};
	struct buf text = {0};
	int64_t ms;
	long peak;

	generate(&g, size, &text);
	trust_write(trust_path("line.txt"), buf_str(&text));
	buf_release(&text);
	bool shown = open_reader(trust_path("line.txt"), unit, &ms, &peak);

	trust_ok(shown && ms <= 3000 && peak <= 600,
		 "a line of %zu MB of %s is opened in 3 s and 600 MB: %.2f s, %ld MB",
		 size / 1000000, name, (double)ms / 1000, peak);
	trust_figure("R4", "one line of %zu MB of %s in the reader: %.2f s, %ld MB", size / 1000000,
		     name, (double)ms / 1000, peak);
}

/* A sanitizer's own cost is no line. */
#if defined(__SANITIZE_ADDRESS__)
enum { MEASURED = 0 };
#else
enum { MEASURED = 1 };
#endif

int main(void)
{
	trust_begin();
	if (!MEASURED) {
		trust_ok(true, "times # SKIP they are the sanitizer's here");
		return trust_end();
	}
	doubling("show");
	nested();
	if (trust_count(0, 1)) {
		one_line("letters", "abcdefg ", 100000000);
		one_line("Han", "\346\226\207\345\255\227", 100000000);
		doubling("export");
		doubling("timeline");
	}
	trust_run_release(&r);
	return trust_end();
}
