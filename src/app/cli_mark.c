/* SPDX-License-Identifier: ISC
 *
 * karpread mark, karpread check: what concerns the state.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/cli.h"
#include "base/mem.h"
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
	int64_t *ids = xcalloc(keys->v.n, sizeof *ids);
	size_t n = 0;

	for (size_t i = 0; i < keys->v.n; i++) {
		ids[n] = library_identify(cli->desk.library, keys->v.p[i], &err);
		if (ids[n])
			n++;
		else
			cli_fail(cli, &err);
	}
	if (n && marks[mark].set(cli->desk.state, ids, n, marks[mark].on, &err) < 0)
		cli_fail(cli, &err);
	free(ids);
	const char *trouble = state_trouble(cli->desk.state);

	if (trouble) {
		err_set(&err, ERR_IO, "%s", trouble);
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

static void add_terminal(struct cli *cli, struct buf *out)
{
	struct term_options options = {.color = false};
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

	term_close(term);
	buf_addf(out, _("terminal: %s; ambiguous characters take %d columns (%s)\n"),
		 getenv("TERM"), report.ambiguous,
		 report.probed ? _("it answered the probe") : _("it did not answer"));
	buf_addf(out, _("ncurses: %s; %d colours\n"),
		 report.curses_agrees ? _("agrees on widths") : _("does not agree on widths"),
		 report.colors);
}

int cli_run_check(struct cli *cli)
{
	struct buf out = {0};
	struct err err = {0};

	cli_open_state(cli);
	if (state_check(cli->desk.state, &out, &err) < 0)
		cli_fail(cli, &err);
	add_terminal(cli, &out);
	cli_put(buf_str(&out));
	buf_release(&out);
	return cli->failed;
}
