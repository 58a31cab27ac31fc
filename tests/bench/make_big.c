/* SPDX-License-Identifier: ISC
 *
 * usage: make_big SEEDS text|line|html MB
 *
 * One large document for measuring on standard output, recombined of the articles in the folder
 * SEEDS: plain text, the same in a single line, or HTML. It begins with "headofthetext" and ends
 * with "endofthetext theveryend", the last word three times: one of them is whole in each
 * program's lines, and in plain letters when the first word was searched for.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recombine.h"

enum { PIECE = 1 << 16 };

struct form {
	const char *name, *begin, *part, *end;
};

static const struct form forms[] = {
	{"text", "headofthetext\n\n", "\n\n",
	 "\n\nendofthetext theveryend theveryend theveryend\n"},
	{"line", "headofthetext ", " ", " endofthetext theveryend theveryend theveryend\n"},
	{"html", "<html><body><article><h1>Bench</h1>\n<p>headofthetext ", "</p>\n<p>",
	 "</p><p>endofthetext theveryend theveryend theveryend</p></article></body></html>\n"},
};

int main(int argc, char **argv)
{
	const struct form *form = NULL;
	struct recombiner r;
	struct buf piece = {0};

	for (size_t i = 0; argc == 4 && i < sizeof forms / sizeof *forms; i++)
		if (strcmp(argv[2], forms[i].name) == 0)
			form = &forms[i];
	if (!form) {
		fputs("usage: make_big SEEDS text|line|html MB\n", stderr);
		return 2;
	}
	recombiner_open(&r, argv[1]);
	fputs(form->begin, stdout);
	for (size_t done = 0; done < strtoul(argv[3], NULL, 10) * 1000000; done += piece.n) {
		buf_clear(&piece);
		recombine_clauses(&r, &piece, PIECE, form->part);
		fwrite(piece.p, 1, piece.n, stdout);
	}
	fputs(form->end, stdout);
	buf_release(&piece);
	recombiner_release(&r);
	return fflush(stdout) == 0 ? 0 : 1;
}
