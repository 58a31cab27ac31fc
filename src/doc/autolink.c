/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/autolink.h"

#include <string.h>

static bool is_address_char(char c)
{
	return (unsigned char)c > ' ' && (unsigned char)c < 0x7F && !strchr("<>\"`{}|\\^", c);
}

/* The end of the address at `begin`, or `begin` if there is no host. */
static size_t address_end(struct str text, size_t begin, size_t host)
{
	size_t end = host;
	int open = 0;

	while (end < text.n && is_address_char(text.p[end])) {
		open += text.p[end] == '(';
		/* A bracket closes one of the address, or the text around it. */
		if (text.p[end] == ')' && --open < 0)
			break;
		end++;
	}
	while (end > host && strchr(".,;:!?'*_~", text.p[end - 1]))
		end--;
	return end > host ? end : begin;
}

void autolink_add_text(struct doc_build *b, struct str text)
{
	size_t done = 0, at = 0;

	while (b->link == DOC_NONE && (at = str_find(text, STR("http"), at)) != (size_t)-1) {
		struct str rest = str_sub(text, at, text.n);
		size_t scheme = str_starts(rest, STR("http://"))    ? 7
				: str_starts(rest, STR("https://")) ? 8
								    : 0;
		size_t end = scheme ? address_end(text, at, at + scheme) : at;

		if (end == at) {
			at += 4;
			continue;
		}
		doc_add_text(b, str_sub(text, done, at));
		doc_link_begin(b, str_sub(text, at, end), (struct str){0});
		doc_add_text(b, str_sub(text, at, end));
		doc_link_end(b);
		done = at = end;
	}
	doc_add_text(b, str_sub(text, done, text.n));
}
