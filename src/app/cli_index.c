/* SPDX-License-Identifier: ISC
 *
 * karpread index, and how far the reading of files is.
 */
#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "app/cli.h"
#include "app/indexer.h"
#include "app/worker.h"
#include "base/clock.h"
#include "layout/fit.h"
#include "store/pace.h"
#include "text/draw.h"
#include "ui/tty.h"

enum {
	EVERY_MS = 100,
	WORTH_MS = 500, /* what takes less is not shown */
	BAR = 30,
};

/* Not more often than is seen; the first and the last one always. */
static bool is_due(struct cli_progress *p, const struct library_progress *now)
{
	int64_t ms = clock_monotonic_ms();

	if (!p->begun)
		p->begun = ms;
	bool news = now->total && (now->done == 0 || now->done == now->total);

	if (ms - p->shown < EVERY_MS && !news)
		return false;
	p->shown = ms;
	return true;
}

/* A line that is too long would go on in the next one, and stay there. */
static void draw_line(struct cli_progress *p, const char *text, const struct library_progress *now)
{
	int columns = tty_columns(STDERR_FILENO), room = columns > 0 ? columns - 1 : 79;
	int bar = room - 3 - draw_columns(str_of(text));
	struct buf line = {0};

	if (bar > BAR)
		bar = BAR;
	buf_addc(&line, '\r');
	if (now->total && bar > 0) {
		size_t full = (size_t)bar * now->done / now->total;

		buf_addc(&line, '[');
		buf_addn(&line, '#', full);
		buf_addn(&line, ' ', (size_t)bar - full);
		buf_adds(&line, "] ");
		room -= bar + 3;
	}
	fit_cut(&line, str_of(text), room);
	buf_adds(&line, "\033[K");
	fputs(buf_cstr(&line), stderr);
	p->drawn = true;
	buf_release(&line);
}

static bool draw_bar(void *ctx, const struct library_progress *now)
{
	struct cli *cli = ctx;
	struct cli_progress *p = &cli->progress;

	if (now->waiting && !p->drawn)
		draw_line(p, _("Another process is reading the articles; it is waited for."), now);
	if (now->waiting)
		p->begun = 0;
	if (!is_due(p, now) || now->total == 0)
		return false;
	int64_t ms = p->shown - p->begun;
	struct pace pace = pace_of(now, ms);
	struct buf text = {0};

	if (ms > WORTH_MS || p->drawn) {
		buf_addf(&text, _("%zu of %zu articles, %.1f MB/s, %ld:%02ld left"), now->done,
			 now->total, pace.megabytes, pace.minutes, pace.seconds);
		draw_line(p, buf_cstr(&text), now);
	}
	buf_release(&text);
	return false;
}

/* For the reader, which goes on when there is nobody any more who listens. */
static bool tell_progress(void *ctx, const struct library_progress *now)
{
	struct cli *cli = ctx;

	if (is_due(&cli->progress, now)) {
		printf("%zu %zu %llu %llu %d\n", now->done, now->total,
		       (unsigned long long)now->bytes, (unsigned long long)now->total_bytes,
		       now->waiting);
		return fflush(stdout) != 0;
	}
	return false;
}

void cli_show_progress(struct library_options *options)
{
	options->progress = isatty(STDERR_FILENO) ? draw_bar : NULL;
}

void cli_end_progress(struct cli *cli)
{
	if (cli->progress.drawn)
		fputs("\r\033[K", stderr);
	cli->progress = (struct cli_progress){0};
}

static void tell_trouble(void *ctx, const struct err *err)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
	cli_tell(ctx, err);
}

/* What a child does. */
struct task {
	bool anew, wait;
};

/* Why there is no index, or not all of it. */
static void tell_failure(struct cli *cli, const struct err *err)
{
	struct buf line = {0};

	if (!cli->options->progress) {
		cli_tell(cli, err);
		return;
	}
	draw_add_text(&line, str_of(err_text(err)));
	printf("%c%s\n", INDEXER_FAILED, buf_cstr(&line));
	fflush(stdout);
	buf_release(&line);
	cli->failed = true;
}

static int index_folders(const struct library_options *options, void *ctx, struct err *err)
{
	const struct task *task = ctx;
	int result = library_index(options, NULL, task->anew, task->wait, err);

	/* Whoever writes it at the moment does what has to be done. */
	if (result < 0 && err->code == ERR_BUSY && !task->wait) {
		err_release(err);
		return 0;
	}
	return result;
}

bool cli_index_elsewhere(const struct library_options *options, struct state *state, bool wait,
			 struct err *err)
{
	struct task task = {.wait = wait};
	const struct worker worker = {options, state, index_folders, &task, false};

	return worker_run(&worker, err) == 0;
}

static void bring_up_to_date(struct cli *cli, struct library_options *options)
{
	struct task task = {cli->options->rebuild, true};
	const struct worker worker = {options, cli->desk.state, index_folders, &task, true};
	struct err err = {0};

	cli_show_progress(options);
	if (cli->options->progress)
		options->progress = tell_progress;
	options->trouble = tell_trouble;
	int result = worker_run(&worker, &err);

	cli_end_progress(cli);
	if (result < 0)
		tell_failure(cli, &err);
	err_release(&err);
}

int cli_run_index(struct cli *cli)
{
	const struct options *o = cli->options;

	if (!cli_index_path(cli)) {
		struct err err = {0};

		err_set(&err, ERR_NOT_FOUND,
			_("Neither XDG_CACHE_HOME nor HOME is set, so there is "
			  "no place for the index."));
		return cli_fail(cli, &err);
	}
	cli_with_library(cli, o->operands, o->n_operands, bring_up_to_date);
	worker_raise();
	return cli->failed;
}
