/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "recombine.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/fs.h"
#include "doc/format.h"
#include "text/script.h"
#include "text/utf8.h"

enum { WORDS = 60000, PARAGRAPH = 8 /* clauses, about */ };

uint32_t recombine_below(struct recombiner *r, size_t n)
{
	r->random = r->random * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)((r->random >> 33) % n);
}

static void read_articles(struct recombiner *r, const char *folder)
{
	struct dirent **names;
	int n = scandir(folder, &names, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		struct buf path = {0};

		fs_join(&path, folder, names[i]->d_name);
		struct doc *doc = names[i]->d_name[0] == '.'
					  ? NULL
					  : format_open(buf_cstr(&path), NULL, NULL, NULL);

		if (doc)
			buf_addstr(&r->text, doc_text(doc));
		doc_free(doc);
		buf_release(&path);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

static void cut_clauses(struct recombiner *r)
{
	struct str text = buf_str(&r->text);
	size_t begin = 0, size;

	for (size_t at = 0; at < text.n; at += size) {
		uint32_t cp = utf8_at(text.p, at, &size);
		bool stop = cp == '\n' || cp == 0x3002 || cp == 0xFF0C || cp == '.' || cp == 0x3001;

		if (script_of(cp) == SCRIPT_HAN)
			vec_push(&r->letters, str_sub(text, at, at + size));
		if (!stop)
			continue;
		if (at - begin >= 12)
			vec_push(&r->clauses, str_sub(text, begin, cp == '\n' ? at : at + size));
		begin = at + size;
	}
}

void recombiner_open(struct recombiner *r, const char *folder)
{
	*r = (struct recombiner){0};
	read_articles(r, folder);
	cut_clauses(r);
	if (r->clauses.n && r->letters.n)
		return;
	fprintf(stderr, "%s has no articles.\n", folder);
	exit(1);
}

void recombiner_release(struct recombiner *r)
{
	vec_release(&r->clauses);
	vec_release(&r->letters);
	buf_release(&r->text);
}

/* The word of this rank: two or three characters, always the same ones. */
static void add_word(struct recombiner *r, struct buf *out, uint32_t rank)
{
	uint64_t kept = r->random;

	r->random = rank;
	for (uint32_t n = 2 + recombine_below(r, 2); n > 0; n--)
		buf_addstr(out, r->letters.p[recombine_below(r, r->letters.n)]);
	r->random = kept;
}

void recombine_word(struct recombiner *r, struct buf *out)
{
	add_word(r, out, recombine_below(r, WORDS));
}

void recombine_clauses(struct recombiner *r, struct buf *out, size_t bytes, const char *part)
{
	while (out->n < bytes) {
		buf_addstr(out, r->clauses.p[recombine_below(r, r->clauses.n)]);
		if (recombine_below(r, 3) == 0)
			/* 1/rank: the inverse of a uniform number. */
			add_word(r, out, WORDS / (1 + recombine_below(r, WORDS)));
		if (recombine_below(r, 3) == 0)
			recombine_word(r, out);
		if (recombine_below(r, PARAGRAPH) == 0)
			buf_adds(out, part);
	}
}
