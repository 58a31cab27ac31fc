/* SPDX-License-Identifier: ISC
 *
 * The block of metadata that blogs and scrapers put before an article: YAML between lines of
 * `---` (Hexo leaves out the first), or TOML between lines of `+++`. YAML is read by libyaml's
 * events under caps; a block that it refuses is read line by line, so that a slip in the
 * metadata never costs the body, nor the other fields.
 */
#ifndef KARPREAD_DOC_FRONTMATTER_H
#define KARPREAD_DOC_FRONTMATTER_H

#include "doc/doc.h"

enum {
	FRONTMATTER_SIZE = 64 * 1024, /* bytes; a longer block is none */
	FRONTMATTER_DEPTH = 32,
	FRONTMATTER_EVENTS = 1000,
};

/* Fills doc->meta, which is empty. Returns where the body begins: 0 without front matter. */
size_t frontmatter_parse(struct doc *doc, struct str text);

#endif
