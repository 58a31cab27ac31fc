/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/meta.h"

#include "doc/metadate.h"
#include "text/script.h"
#include "text/utf8.h"

enum { TAGS = 100, OTHERS = 1000 };

struct str meta_clean(struct doc *doc, struct str value)
{
	struct buf clean = {0};
	bool blank = false, newline = false;

	for (size_t i = 0, size, ignored; i < value.n; i += size) {
		uint32_t cp = utf8_at(value.p, i, &size);

		if (cp <= ' ' || cp == 0x7F || (clean.n == 0 && cp == 0x3000)) {
			blank = true;
			newline |= cp == '\n';
			continue;
		}
		if (blank && clean.n) {
			uint32_t before = utf8_at(clean.p, utf8_before(clean.p, clean.n), &ignored);

			if (!newline || !script_joins(before, cp))
				buf_addc(&clean, ' ');
		}
		blank = newline = false;
		buf_add(&clean, value.p + i, size);
	}
	struct str kept = clean.n ? arena_str(&doc->arena, buf_str(&clean)) : (struct str){0};

	buf_release(&clean);
	return kept;
}

bool meta_set(struct doc *doc, struct str *field, struct str value)
{
	if (field->n == 0)
		*field = meta_clean(doc, value);
	else
		return false;
	return field->n > 0;
}

bool meta_set_date(struct doc *doc, struct str value, enum doc_date_source source)
{
	if (doc->meta.date.precision || !metadate_parse(value, &doc->meta.date))
		return false;
	doc->meta.date_source = source;
	return true;
}

bool meta_add_tag(struct doc *doc, struct str value)
{
	struct str tag = meta_clean(doc, value);

	if (tag.n == 0 || doc->meta.tags.n == TAGS)
		return false;
	for (size_t i = 0; i < doc->meta.tags.n; i++)
		if (str_eq(doc->meta.tags.p[i], tag))
			return false;
	vec_push(&doc->meta.tags, tag);
	return true;
}

void meta_add_tags(struct doc *doc, struct str values)
{
	size_t begin = 0;

	for (size_t i = 0, size; i < values.n; i += size) {
		uint32_t cp = utf8_at(values.p, i, &size);

		if (cp != ',' && cp != 0xFF0C && cp != 0x3001)
			continue;
		meta_add_tag(doc, str_sub(values, begin, i));
		begin = i + size;
	}
	meta_add_tag(doc, str_sub(values, begin, values.n));
}

bool meta_add_other(struct doc *doc, struct str key, struct str value)
{
	struct doc_pair pair = {meta_clean(doc, key), meta_clean(doc, value)};

	if (pair.key.n == 0 || pair.value.n == 0 || doc->meta.other.n == OTHERS)
		return false;
	vec_push(&doc->meta.other, pair);
	return true;
}
