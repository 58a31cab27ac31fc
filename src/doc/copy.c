/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/copy.h"

void copy_to(struct copy *c, size_t to, struct str insertion)
{
	for (; c->span < c->n && c->spans[c->span].at < to; c->span++)
		c->spans[c->span].at += c->out->n - c->done;
	buf_addstr(c->out, str_sub(c->text, c->done, to));
	buf_addstr(c->out, insertion);
	c->done = to;
}

void copy_skip(struct copy *c, size_t to)
{
	for (; c->span < c->n && c->spans[c->span].at < to; c->span++) {
		c->spans[c->span].at = c->out->n;
		c->spans[c->span].size = 0;
	}
	c->done = to;
}

void copy_rest(struct copy *c)
{
	for (; c->span < c->n; c->span++)
		c->spans[c->span].at += c->out->n - c->done;
	buf_addstr(c->out, str_sub(c->text, c->done, c->text.n));
}
