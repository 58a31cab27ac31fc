/* SPDX-License-Identifier: ISC
 *
 * Marks, the jump list, links.
 */
#include "config.h"

#include "views/reader.h"

#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "views/link.h"

enum {
	JUMPS = 100,
	HOST_BYTES = 40, /* of a host, shown when one is asked whether to open it */
};

void reader_jump_from(struct reader *r)
{
	size_t place = reader_place(r);

	/* A new jump forgets those one had gone back from. */
	r->jumps.n = r->jump;
	if (r->jumps.n && r->jumps.p[r->jumps.n - 1] == place)
		return;
	if (r->jumps.n == JUMPS) {
		memmove(r->jumps.p, r->jumps.p + 1, (JUMPS - 1) * sizeof *r->jumps.p);
		r->jumps.n--;
	}
	vec_push(&r->jumps, place);
	r->jump = r->jumps.n;
}

void reader_jump_forget(struct reader *r)
{
	vec_clear(&r->jumps);
	r->jump = 0;
}

static void jump(struct reader *r, int by)
{
	size_t at = r->jump;

	/* Going back for the first time: forward shall lead here again. */
	if (by < 0 && at && at == r->jumps.n)
		vec_push(&r->jumps, reader_place(r));
	if (by < 0 ? at == 0 : at + 1 >= r->jumps.n) {
		desk_say(r->view.desk, "%s", _("There is no further jump."));
		return;
	}
	r->jump = by < 0 ? at - 1 : at + 1;
	reader_show_at(r, r->jumps.p[r->jump], 0);
}

/* The letter of a mark, from the key or the argument; 0 after a message when it is none. */
static char mark_of(struct reader *r, const struct command_call *call)
{
	uint32_t ch = call->ch ? call->ch : call->args.n == 1 ? (uint32_t)call->args.p[0] : 0;

	if (ch >= 'a' && ch <= 'z')
		return (char)ch;
	desk_say(r->view.desk, "%s", _("Marks are the letters a to z."));
	return 0;
}

static void set_mark(struct reader *r, char name, size_t offset)
{
	struct desk *desk = r->view.desk;
	struct err err = {0};
	int64_t id = library_identify(desk->library, r->key, &err);

	if (id == 0) {
		desk_fail(desk, &err);
		return;
	}
	/* What cannot be saved now is kept all the same. */
	if (state_set_mark(desk->state, id, name, offset, &err) < 0)
		desk_fail(desk, &err);
	else if (offset == STATE_NO_MARK)
		desk_say(desk, _("Mark %c is taken away."), name);
	else
		desk_say(desk, _("Mark %c is set."), name);
	r->marks[name - 'a'] = offset;
}

static void go_mark(struct reader *r, const struct command_call *call)
{
	/* '' goes back to where the last jump began, as in vim. */
	if (call->ch == '\'' || call->ch == '`') {
		jump(r, -1);
		return;
	}
	char name = mark_of(r, call);

	if (!name)
		return;
	if (r->marks[name - 'a'] == STATE_NO_MARK) {
		desk_say(r->view.desk, _("Mark %c is not set."), name);
		return;
	}
	reader_jump_from(r);
	reader_show_at(r, r->marks[name - 'a'], 0);
}

struct collect {
	struct reader *r;
	struct reader_links *links;
};

static struct reader_link link_of(const struct doc *doc, const struct flow_run *run)
{
	const struct doc_link *link = &doc->links.p[run->link];

	return (struct reader_link){run->begin, link->target,
				    str_sub(doc_text(doc), link->begin, link->end)};
}

static bool in_sight(void *ctx, int row, struct flow_pos pos, const struct flow_line *line)
{
	struct collect *c = ctx;
	const struct doc *doc = c->r->doc;
	size_t n = c->links->v.n;

	(void)row;
	(void)pos;
	for (size_t i = 0; i < line->n; i++) {
		const struct flow_run *run = &line->runs[i];

		/* A link that wraps is one link: only where it begins, or at the top of the pane.
		 */
		if (run->link == DOC_NONE ||
		    (n && str_eq(c->links->v.p[n - 1].target, doc->links.p[run->link].target) &&
		     run->begin > doc->links.p[run->link].begin))
			continue;
		vec_push(&c->links->v, link_of(doc, run));
		n = c->links->v.n;
	}
	if (line->block != DOC_NONE && doc->blocks.p[line->block].kind == DOC_IMAGE &&
	    line->begin == doc->blocks.p[line->block].begin) {
		const struct doc_image *image = &doc->images.p[doc->blocks.p[line->block].image];

		vec_push(&c->links->v, (struct reader_link){line->begin, image->source, {0}});
	}
	return true;
}

void reader_links(struct reader *r, struct reader_links *links)
{
	struct collect c = {r, links};

	reader_each_line(r, in_sight, &c);
}

static void open_link(void *ctx, struct str target)
{
	struct desk *desk = ctx;
	struct err err = {0};

	term_leave(desk->term);
	int result = link_open(desk->settings.browser, target, &err);

	term_resume(desk->term);
	if (result < 0)
		desk_fail(desk, &err);
	else
		desk_say(desk, _("%s was asked to open %.*s."), desk->settings.browser,
			 STR_ARG(target));
}

/* The user sees where a link leads before anything is opened. */
static void ask_open(struct reader *r, const struct reader_link *link)
{
	struct desk *desk = r->view.desk;
	struct str target = link->target;
	struct err err = {0};
	struct buf text = {0};

	if (link_check(target, &err) < 0) {
		desk_fail(desk, &err);
		return;
	}
	/* The line is cut at its end, so what matters comes first: of a host that is its end. */
	struct str host = link_host(target);
	bool cut = host.n > HOST_BYTES;
	size_t from = cut ? utf8_ceil(host, host.n - HOST_BYTES) : 0;

	buf_addf(&text, _("Open %s%.*s in %s? (y/n)"), cut ? "..." : "",
		 STR_ARG(str_sub(host, from, host.n)), desk->settings.browser);
	link_warn(target, link->text, &text);
	buf_addf(&text, " %.*s", STR_ARG(target));
	desk_ask(desk, buf_str(&text), open_link, desk, target);
	buf_release(&text);
}

static long number_of(const struct command_call *call)
{
	long number = call->count;

	for (size_t i = 0; i < call->args.n; i++) {
		if (call->args.p[i] < '0' || call->args.p[i] > '9' || number > 99999)
			return -1;
		number = number * 10 + (call->args.p[i] - '0');
	}
	return number;
}

static void follow(struct reader *r, const struct command_call *call)
{
	struct desk *desk = r->view.desk;
	struct reader_links links = {0};
	long number = number_of(call);

	reader_links(r, &links);
	r->labels = false;
	if (links.v.n == 0) {
		desk_say(desk, "%s", _("No link is in sight."));
	} else if (number == 0 && links.v.n == 1 && call->id == COMMAND_BROWSE) {
		ask_open(r, &links.v.p[0]);
	} else if (number == 0 && call->args.n == 0) {
		r->labels = true;
		desk->asks_number = true;
	} else if (number > 0 && (size_t)number <= links.v.n) {
		ask_open(r, &links.v.p[number - 1]);
	} else if (number != 0) {
		desk_say(desk,
			 ngettext("There is no link of that number; %zu is in sight.",
				  "There is no link of that number; %zu are in sight.", links.v.n),
			 links.v.n);
	}
	vec_release(&links.v);
}

struct click {
	struct reader *r;
	int row, column; /* of the text */
	bool on_link;
	struct reader_link link;
};

static bool find_link(void *ctx, int row, struct flow_pos pos, const struct flow_line *line)
{
	struct click *c = ctx;

	if (row != c->row)
		return row < c->row;
	size_t offset = flow_offset(c->r->flow, pos, c->column);

	line = flow_line(c->r->flow, pos); /* flow_offset may have laid out anew */
	for (size_t i = 0; i < line->n; i++) {
		const struct flow_run *run = &line->runs[i];

		if (run->link != DOC_NONE && offset >= run->begin && offset < run->end &&
		    c->column >= run->column && c->column < run->column + run->columns) {
			c->on_link = true;
			c->link = link_of(c->r->doc, run);
		}
	}
	return false;
}

bool reader_click(struct view *view, int row, int column)
{
	struct reader *r = (struct reader *)view;
	struct click c = {.r = r, .row = row, .column = column - r->column + r->shift};

	reader_each_line(r, find_link, &c);
	if (c.on_link)
		ask_open(r, &c.link);
	return false;
}

bool reader_jump_command(struct reader *r, const struct command_call *call)
{
	char name;

	switch (call->id) {
	case COMMAND_SET_MARK:
		if ((name = mark_of(r, call)))
			set_mark(r, name, reader_place(r));
		return true;
	case COMMAND_DELETE_MARK:
		if ((name = mark_of(r, call)))
			set_mark(r, name, STATE_NO_MARK);
		return true;
	case COMMAND_GO_MARK:
		go_mark(r, call);
		return true;
	case COMMAND_JUMP_BACK:
		jump(r, -1);
		return true;
	case COMMAND_JUMP_FORWARD:
		jump(r, 1);
		return true;
	case COMMAND_LINKS:
	case COMMAND_BROWSE:
		follow(r, call);
		return true;
	default:
		return false;
	}
}
