/* SPDX-License-Identifier: ISC
 *
 * karpread mark, karpread check: what concerns the state and the index.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/cli.h"
#include "base/confine.h"
#include "base/mem.h"
#include "text/utf8.h"
#include "text/width.h"
#include "ui/term.h"

static const struct {
	const char *name;
	int (*set)(struct state *s, const int64_t *ids, size_t n, bool on, struct err *err);
	bool on;
} marks[] = {
	{"read", state_set_read, true},
	{"unread", state_set_read, false},
	{"bookmark", state_set_bookmarked, true},
	{"unbookmark", state_set_bookmarked, false},
};

static int set_marks(struct cli *cli, size_t mark, const struct cli_keys *keys)
{
	struct err err = {0};
	struct state *state = cli->desk.state;
	int64_t *ids = xcalloc(keys->v.n, sizeof *ids);
	size_t n = 0;

	for (size_t i = 0; i < keys->v.n; i++) {
		ids[n] = library_identify(cli->desk.library, keys->v.p[i], &err);
		if (ids[n])
			n++;
		else if (!state_trouble(state))
			cli_fail(cli, &err);
	}
	if (n && marks[mark].set(state, ids, n, marks[mark].on, &err) < 0 && !state_trouble(state))
		cli_fail(cli, &err);
	free(ids);
	/* Once, not once for each article. */
	if (state_trouble(state)) {
		err_set(&err, ERR_IO, "%s", state_trouble(state));
		cli_fail(cli, &err);
	}
	return cli->failed || cli->stateless || n == 0;
}

int cli_run_mark(struct cli *cli)
{
	const struct options *o = cli->options;
	struct cli_keys keys = {0};
	struct err err = {0};
	size_t mark = 0, count = sizeof marks / sizeof marks[0];

	while (o->n_operands && mark < count && strcmp(o->operands[0], marks[mark].name) != 0)
		mark++;
	if (o->n_operands < 2 || mark == count) {
		err_set(&err, ERR_USAGE,
			_("mark needs read, unread, bookmark or unbookmark, and articles."));
		cli_fail(cli, &err);
		return 2;
	}
	/* The word before the articles is none of them. */
	struct options articles = *o;

	articles.operands++;
	articles.n_operands--;
	cli->options = &articles;
	cli_open_articles(cli, &keys);
	cli->options = o;
	int status = set_marks(cli, mark, &keys);

	vec_release(&keys.v);
	return status;
}

/* One of each kind on which terminals are known to differ. */
static const char samples[] = "\u2014\u2026\u00B7\u00D7\u00E9\u2460\u2605\u2764\u263A\u3299\u20E3"
			      "\U0001F605\U0001F97A\U0001F1EF\U0001FAE8\u0301\u093F\u3099"
			      "\u4DC0\u3248";
enum { SAMPLES = 64 };

/* The columns of each sample by the tables, and what else the terminal says. */
static void add_differences(struct term *term, struct buf *out)
{
	struct str text = str_of(samples);
	int before[SAMPLES] = {0};
	size_t n = 0, different = 0, size;

	for (size_t at = 0; at < text.n && n < SAMPLES; at += size)
		before[n++] = width_of(utf8_at(text.p, at, &size));
	term_probe(term, text);
	n = 0;
	for (size_t at = 0; at < text.n && n < SAMPLES; at += size, n++) {
		uint32_t cp = utf8_at(text.p, at, &size);

		if (width_of(cp) == before[n])
			continue;
		buf_addf(out, "%s U+%04X (%d, not %d)",
			 different++ ? "," : _("it draws otherwise:"), (unsigned)cp, width_of(cp),
			 before[n]);
	}
	if (different)
		buf_addc(out, '\n');
	else
		buf_addf(out, _("it draws all of %zu samples as the tables have them\n"), n);
}

static void add_terminal(struct cli *cli, struct buf *out)
{
	struct term_options options = {.color = true};
	struct buf differences = {0};
	struct term *term;
	struct err err = {0};

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		buf_addf(out, "%s\n", _("terminal: none, so its widths were not probed"));
		return;
	}
	if (term_open(&options, &term, &err) < 0) {
		cli_fail(cli, &err);
		return;
	}
	struct term_report report = term_report(term);

	if (report.probed)
		add_differences(term, &differences);
	term_close(term);
	buf_addf(out,
		 ngettext("terminal: %s; ambiguous characters take %d column (%s)\n",
			  "terminal: %s; ambiguous characters take %d columns (%s)\n",
			  (unsigned long)report.ambiguous),
		 getenv("TERM"), report.ambiguous,
		 report.probed ? _("it answered the probe") : _("it did not answer"));
	buf_addstr(out, buf_str(&differences));
	buf_addf(out, _("ncurses: %s; %d colours\n"),
		 report.curses_agrees ? _("agrees on widths") : _("does not agree on widths"),
		 report.colors);
	buf_release(&differences);
}

/* How what reads articles is confined; see app/worker.h. */
static void add_fences(struct buf *out)
{
	static const struct {
		unsigned fence;
		const char *there, *missing;
	} fences[] = {
		{CONFINE_FILES,
		 N_("indexing: reaches the articles and the index only (Landlock)\n"),
		 N_("indexing: may reach other files; there is no Landlock here\n")},
		{CONFINE_CALLS, N_("indexing: no network, no other programs (seccomp)\n"),
		 N_("indexing: may reach the network and programs; there is no seccomp here\n")},
		{CONFINE_MEMORY, N_("indexing: memory and time for each article are limited\n"),
		 N_("indexing: memory is not limited here\n")},
	};
	unsigned holds = confine_probe();

	for (size_t i = 0; i < sizeof fences / sizeof *fences; i++)
		buf_adds(out, holds & fences[i].fence ? _(fences[i].there) : _(fences[i].missing));
}

/* Of the library of the configuration: its articles in the index, and whether that is fresh. */
static void put_index(struct cli *cli, struct library_options *options)
{
	struct buf out = {0};
	size_t listed;

	(void)cli;
	if (!options->index) {
		cli_put(str_of(_("index: none, there is no place for it\n")));
		return;
	}
	switch (library_freshness(options, &listed)) {
	case LIBRARY_NOT_INDEXED:
		buf_adds(&out, _("index: the articles have not all been read yet\n"));
		break;
	case LIBRARY_STALE:
		buf_addf(&out, _("index: articles changed since it was written; it has %zu\n"),
			 listed);
		break;
	case LIBRARY_FRESH:
		buf_addf(&out, _("index: up to date; articles in it: %zu\n"), listed);
		break;
	}
	cli_put(buf_str(&out));
	buf_release(&out);
}

int cli_run_check(struct cli *cli)
{
	struct buf out = {0};
	struct err err = {0};

	if (cli->options->n_operands) {
		err_set(&err, ERR_USAGE, "%s", _("check takes no operands."));
		cli_fail(cli, &err);
		return 2;
	}
	cli_open_state(cli);
	if (state_check(cli->desk.state, &out, &err) < 0)
		cli_fail(cli, &err);
	cli_put(buf_str(&out));
	buf_clear(&out);
	cli_with_library(cli, NULL, 0, put_index);
	add_fences(&out);
	add_terminal(cli, &out);
	buf_addf(&out, _("Unicode: %s in libunistring, %s in the table of ambiguous widths\n"),
		 width_library_unicode(), WIDTH_TABLE_UNICODE);
	cli_put(buf_str(&out));
	buf_release(&out);
	return cli->failed;
}
