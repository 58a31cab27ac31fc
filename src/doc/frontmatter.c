/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "doc/frontmatter.h"

#include <assert.h>
#include <yaml.h>

#include "base/intl.h"
#include "base/mem.h"
#include "doc/build.h"
#include "doc/meta.h"

/* ---- what the keys mean */

enum meaning {
	MEANS_OTHER,
	MEANS_TITLE,
	MEANS_AUTHOR,
	MEANS_EDITOR,
	MEANS_DATE,
	MEANS_TAGS,
	MEANS_LANGUAGE,
	MEANS_DESCRIPTION,
	MEANS_SOURCE,
	MEANS_LINK, /* a source if it is an address, else the site's own business */
};

/* Small letters without '-' and '_'. The rank orders dates: the lowest one given counts. */
static const struct {
	const char *key;
	enum meaning meaning;
	int rank;
} keys[] = {
	{"title", MEANS_TITLE, 0},
	{"标题", MEANS_TITLE, 0},
	{"標題", MEANS_TITLE, 0},
	{"date", MEANS_DATE, 1},
	{"published", MEANS_DATE, 2},
	{"publishedat", MEANS_DATE, 2},
	{"publishedtime", MEANS_DATE, 2},
	{"publishdate", MEANS_DATE, 2},
	{"publishtime", MEANS_DATE, 2},
	{"pubdate", MEANS_DATE, 2},
	{"pubtime", MEANS_DATE, 2},
	{"日期", MEANS_DATE, 2},
	{"datetime", MEANS_DATE, 3},
	{"time", MEANS_DATE, 3},
	{"created", MEANS_DATE, 4},
	{"createdat", MEANS_DATE, 4},
	{"createtime", MEANS_DATE, 4},
	{"updated", MEANS_DATE, 5},
	{"updatedat", MEANS_DATE, 5},
	{"lastmod", MEANS_DATE, 5},
	{"modified", MEANS_DATE, 5},
	{"author", MEANS_AUTHOR, 0},
	{"authors", MEANS_AUTHOR, 0},
	{"creator", MEANS_AUTHOR, 0},
	{"作者", MEANS_AUTHOR, 0},
	{"editor", MEANS_EDITOR, 0},
	{"tag", MEANS_TAGS, 0},
	{"tags", MEANS_TAGS, 0},
	{"category", MEANS_TAGS, 0},
	{"categories", MEANS_TAGS, 0},
	{"keywords", MEANS_TAGS, 0},
	{"topics", MEANS_TAGS, 0},
	{"标签", MEANS_TAGS, 0},
	{"lang", MEANS_LANGUAGE, 0},
	{"language", MEANS_LANGUAGE, 0},
	{"locale", MEANS_LANGUAGE, 0},
	{"description", MEANS_DESCRIPTION, 0},
	{"summary", MEANS_DESCRIPTION, 0},
	{"excerpt", MEANS_DESCRIPTION, 0},
	{"source", MEANS_SOURCE, 0},
	{"sourceurl", MEANS_SOURCE, 0},
	{"来源", MEANS_SOURCE, 0},
	{"original", MEANS_LINK, 0},
	{"originalurl", MEANS_LINK, 0},
	{"canonical", MEANS_LINK, 0},
	{"canonicalurl", MEANS_LINK, 0},
	{"url", MEANS_LINK, 0},
	{"link", MEANS_LINK, 0},
	{"permalink", MEANS_LINK, 0},
};

/* A scalar and the key it stands under inside the value, if any: ranges of matter.bytes. */
struct item {
	size_t sub, sub_n, value, value_n;
};

/* One key of the outermost level and all scalars below it. */
struct matter {
	struct doc *doc;
	int date_rank;
	struct buf key, bytes;
	VEC(struct item) items;
};

static char small(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool key_is(struct str key, const char *name)
{
	for (size_t i = 0; i < key.n; i++) {
		if (key.p[i] == '-' || key.p[i] == '_')
			continue;
		if (small(key.p[i]) != *name)
			return false;
		name++;
	}
	return *name == '\0';
}

static size_t find_key(struct str key)
{
	size_t i = 0;

	while (i < sizeof keys / sizeof *keys && !key_is(key, keys[i].key))
		i++;
	return i;
}

static bool is_known_key(struct str key)
{
	return find_key(key) < sizeof keys / sizeof *keys;
}

static struct str item_value(const struct matter *m, size_t i)
{
	return str_sub(buf_str(&m->bytes), m->items.p[i].value,
		       m->items.p[i].value + m->items.p[i].value_n);
}

static struct str item_sub(const struct matter *m, size_t i)
{
	return str_sub(buf_str(&m->bytes), m->items.p[i].sub,
		       m->items.p[i].sub + m->items.p[i].sub_n);
}

static void add_item(struct matter *m, struct str sub, struct str value)
{
	if (value.n == 0 || str_eq(value, STR("~")) || str_eq(value, STR("null")))
		return;
	struct item item = {.sub = m->bytes.n, .sub_n = sub.n};

	buf_addstr(&m->bytes, sub);
	item.value = m->bytes.n;
	item.value_n = value.n;
	buf_addstr(&m->bytes, value);
	vec_push(&m->items, item);
}

/* All of it in one line: "a, b", "name: x, url: y". */
static bool add_joined(struct matter *m, struct str *field)
{
	struct buf all = {0};
	bool taken;

	for (size_t i = 0; i < m->items.n; i++) {
		struct str sub = item_sub(m, i);

		/* Of a person, the name alone. */
		if (field && sub.n && !key_is(sub, "name"))
			continue;
		if (all.n)
			buf_adds(&all, ", ");
		if (!field && sub.n)
			buf_addf(&all, "%.*s: ", STR_ARG(sub));
		buf_addstr(&all, item_value(m, i));
	}
	taken = field ? meta_set(m->doc, field, buf_str(&all))
		      : meta_add_other(m->doc, buf_str(&m->key), buf_str(&all));
	buf_release(&all);
	return taken;
}

static bool take_date(struct matter *m, struct str value, int rank)
{
	struct doc_meta *meta = &m->doc->meta;
	struct civil before = meta->date;

	if (before.precision && rank >= m->date_rank)
		return false;
	meta->date = (struct civil){0};
	if (!meta_set_date(m->doc, value, DOC_DATE_FRONT_MATTER)) {
		meta->date = before;
		return false;
	}
	m->date_rank = rank;
	return true;
}

static bool take(struct matter *m)
{
	struct doc_meta *meta = &m->doc->meta;
	size_t at = find_key(buf_str(&m->key));
	struct str first = item_value(m, 0);

	if (at == sizeof keys / sizeof *keys)
		return false;
	switch (keys[at].meaning) {
	case MEANS_TITLE:
		return meta_set(m->doc, &meta->title, first);
	case MEANS_AUTHOR:
		return add_joined(m, &meta->author);
	case MEANS_EDITOR:
		return add_joined(m, &meta->editor);
	case MEANS_DATE:
		return take_date(m, first, keys[at].rank);
	case MEANS_TAGS:
		for (size_t i = 0; i < m->items.n; i++)
			meta_add_tags(m->doc, item_value(m, i));
		return true;
	case MEANS_LANGUAGE:
		return meta_set(m->doc, &meta->language, first);
	case MEANS_DESCRIPTION:
		return meta_set(m->doc, &meta->description, first);
	case MEANS_LINK:
		if (str_find(first, STR("://"), 0) == (size_t)-1)
			return false;
		return meta_set(m->doc, &meta->source, first);
	case MEANS_SOURCE:
		return meta_set(m->doc, &meta->source, first);
	default:
		return false;
	}
}

/* The end of one key and its value. What is not taken is kept as it is. */
static void finish_value(struct matter *m)
{
	if (m->items.n && !take(m))
		add_joined(m, NULL);
	vec_clear(&m->items);
	buf_clear(&m->bytes);
}

static void set_key(struct matter *m, struct str key)
{
	buf_clear(&m->key);
	buf_addstr(&m->key, key);
}

/* ---- YAML */

struct walk {
	struct matter *matter;
	struct frame {
		bool mapping, value; /* value: of a mapping, its next scalar is one */
		struct buf key;
	} frames[FRONTMATTER_DEPTH];
	size_t depth;
	size_t line; /* of an error */
	const char *problem;
};

static bool fail(struct walk *w, size_t line, const char *problem)
{
	w->line = line + 1;
	w->problem = problem;
	return false;
}

/* A value of the outermost mapping has ended. */
static void end_value(struct walk *w)
{
	struct frame *frame = w->depth ? &w->frames[w->depth - 1] : NULL;

	if (!frame)
		return;
	frame->value = false;
	if (w->depth == 1)
		finish_value(w->matter);
}

static bool take_scalar(struct walk *w, struct str value)
{
	struct frame *frame = w->depth ? &w->frames[w->depth - 1] : NULL;

	if (!frame)
		return false;
	if (frame->mapping && !frame->value) {
		if (w->depth == 1)
			set_key(w->matter, value);
		buf_clear(&frame->key);
		buf_addstr(&frame->key, value);
		frame->value = true;
		return true;
	}
	struct str sub = w->depth > 1 && frame->mapping ? buf_str(&frame->key) : (struct str){0};

	add_item(w->matter, sub, value);
	if (frame->mapping)
		end_value(w);
	return true;
}

static bool take_event(struct walk *w, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		if (!take_scalar(w, (struct str){(const char *)event->data.scalar.value,
						 event->data.scalar.length}))
			return fail(w, event->start_mark.line, "not a mapping");
		return true;
	case YAML_ALIAS_EVENT:
		/* Never expanded: the next of the pair all the same. */
		return w->depth == 0 || take_scalar(w, STR("*"));
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		if (w->depth == FRONTMATTER_DEPTH)
			return fail(w, event->start_mark.line, "nested too deep");
		if (w->depth == 0 && event->type == YAML_SEQUENCE_START_EVENT)
			return fail(w, event->start_mark.line, "not a mapping");
		w->frames[w->depth].mapping = event->type == YAML_MAPPING_START_EVENT;
		w->frames[w->depth].value = false;
		w->depth++;
		return true;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		w->depth--;
		end_value(w);
		return true;
	default:
		return true;
	}
}

/* False: not (all of it) YAML; the metadata is then as it was. */
static bool read_yaml(struct walk *w, struct str block)
{
	yaml_parser_t parser;
	yaml_event_t event;
	bool ok = true, end = false;

	if (!yaml_parser_initialize(&parser))
		mem_exhausted();
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)block.p, block.n);
	for (int n = 0; ok && !end; n++) {
		if (!yaml_parser_parse(&parser, &event)) {
			if (parser.error == YAML_MEMORY_ERROR)
				mem_exhausted();
			ok = fail(w, parser.problem_mark.line,
				  parser.problem ? parser.problem : "not YAML");
			break;
		}
		end = event.type == YAML_STREAM_END_EVENT || event.type == YAML_DOCUMENT_END_EVENT;
		ok = n < FRONTMATTER_EVENTS ? take_event(w, &event)
					    : fail(w, event.start_mark.line, "too many values");
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	for (size_t i = 0; i < FRONTMATTER_DEPTH; i++)
		buf_release(&w->frames[i].key);
	return ok;
}

/* ---- line by line */

static struct str strip_quotes(struct str value)
{
	value = str_trim(value);
	if (value.n >= 2 && (value.p[0] == '"' || value.p[0] == '\'') &&
	    value.p[value.n - 1] == value.p[0])
		return str_sub(value, 1, value.n - 1);
	return value;
}

/* Does the bracket it begins with close at its end, or nowhere? `[a] b` is a title. */
static bool closes(struct str value)
{
	size_t end = str_find(value, STR("]"), 0);

	return end == (size_t)-1 || end == value.n - 1;
}

/* A scalar, or the items of "[a, b]". */
static void take_inline(struct matter *m, struct str sub, struct str value)
{
	struct str item;

	value = str_trim(value);
	if (value.n == 0 || value.p[0] != '[' || !closes(value)) {
		add_item(m, sub, strip_quotes(value));
		return;
	}
	value = str_sub(value, 1, value.n - (value.p[value.n - 1] == ']'));
	while (str_split(&value, ',', &item))
		add_item(m, sub, strip_quotes(item));
}

/*
 * Divides "key: value" (or "key = value"). A colon needs a blank behind it, except after a key
 * that we know; the colon of a Chinese keyboard is one too.
 */
static bool split_line(struct str line, char sep, struct str *key, struct str *value)
{
	static const struct str wide = STR_INIT("：");

	for (size_t i = 0; i < line.n; i++) {
		bool is_wide = sep == ':' && str_starts(str_sub(line, i, line.n), wide);
		size_t size = is_wide ? wide.n : 1;

		if (line.p[i] != sep && !is_wide)
			continue;
		*key = strip_quotes(str_sub(line, 0, i));
		*value = str_trim(str_sub(line, i + size, line.n));
		bool apart = sep == '=' || i + size == line.n || line.p[i + size] == ' ' ||
			     line.p[i + size] == '\t';

		return key->n && key->n <= 64 && (apart || is_known_key(*key));
	}
	return false;
}

/* One more line of a literal value. */
static void add_to_text(struct matter *m, struct str line)
{
	if (m->items.n == 0) {
		add_item(m, (struct str){0}, line);
		return;
	}
	buf_addc(&m->bytes, '\n');
	buf_addstr(&m->bytes, line);
	m->items.p[m->items.n - 1].value_n += 1 + line.n;
}

static void take_line(struct matter *m, struct str line, char sep, bool *literal)
{
	struct str key, value, text = str_trim(line);
	bool inner = line.n && (line.p[0] == ' ' || line.p[0] == '\t' || line.p[0] == '-');

	if (text.n == 0 || (text.p[0] == '#' && !*literal))
		return;
	if (sep == '=' && text.p[0] == '[')
		return; /* the head of a TOML table */
	if (inner && *literal) {
		add_to_text(m, text);
		return;
	}
	if (inner) {
		bool dash = text.p[0] == '-' && (text.n == 1 || text.p[1] == ' ');

		text = dash ? str_trim(str_sub(text, 1, text.n)) : text;
		if (split_line(text, sep, &key, &value))
			take_inline(m, key, value);
		else
			take_inline(m, (struct str){0}, text);
		return;
	}
	if (!split_line(line, sep, &key, &value))
		return;
	finish_value(m);
	set_key(m, key);
	/* "key: |" and "key: >": text follows, indented. */
	*literal = value.n && value.n <= 3 && (value.p[0] == '|' || value.p[0] == '>');
	if (value.n && !*literal)
		take_inline(m, (struct str){0}, value);
}

static void read_lines(struct matter *m, struct str block, char sep)
{
	struct str line;
	bool literal = false;

	while (str_split(&block, '\n', &line)) {
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		take_line(m, line, sep, &literal);
	}
	finish_value(m);
}

/* ---- finding the block */

struct block {
	struct str text;
	size_t body; /* where the body begins */
	char sep;    /* ':' for YAML, '=' for TOML */
};

static bool is_fence(struct str line, const char *fence)
{
	return str_eq(str_trim(line), str_of(fence)) && line.p[0] == fence[0];
}

static bool looks_like_field(struct str line, char sep)
{
	struct str key, value;

	return line.n && line.p[0] != ' ' && line.p[0] != '-' &&
	       split_line(line, sep, &key, &value);
}

/* Whether such a line can stand in a block; *fields counts those with a key. */
static bool belongs(struct str line, char sep, size_t *fields)
{
	struct str text = str_trim(line);

	if (text.n == 0 || text.p[0] == '#' || line.p[0] == ' ' || line.p[0] == '\t' ||
	    line.p[0] == '-')
		return true;
	if (!looks_like_field(line, sep))
		return false;
	++*fields;
	return true;
}

/* Hexo's form: fields from the first line on, closed by `---`, with nothing else between. */
static bool is_open(struct str line)
{
	struct str key, value;

	return split_line(line, ':', &key, &value) && is_known_key(key);
}

static bool find_block(struct str text, struct block *block)
{
	struct str rest = str_sub(text, 0, FRONTMATTER_SIZE), line = {0};
	size_t begin, fields = 0;
	bool fenced, strict;

	do
		if (!str_split(&rest, '\n', &line))
			return false;
	while (str_trim(line).n == 0);
	block->sep = is_fence(line, "+++") ? '=' : ':';
	fenced = block->sep == '=' || is_fence(line, "---");
	strict = !fenced;
	if (!fenced && !is_open(line))
		return false;
	begin = (size_t)(line.p - text.p) + (fenced ? line.n + 1 : 0);
	if (!fenced)
		fields = 1;
	while (str_split(&rest, '\n', &line)) {
		size_t at = (size_t)(line.p - text.p);

		if (line.n && (is_fence(line, block->sep == '=' ? "+++" : "---") ||
			       (fenced && block->sep == ':' && is_fence(line, "...")))) {
			block->text = str_sub(text, begin, at);
			block->body = at + line.n < text.n ? at + line.n + 1 : text.n;
			return fields > 0;
		}
		/* The first line between fences must be a field: else they are rules. */
		if (!belongs(line, block->sep, &fields) && (strict || fields == 0))
			return false;
	}
	return false;
}

size_t frontmatter_parse(struct doc *doc, struct str text)
{
	struct block block = {0};
	struct matter m = {.doc = doc};
	struct walk walk = {.matter = &m};
	struct doc_meta before = doc->meta;

	assert(doc->meta.tags.n == 0 && doc->meta.other.n == 0);
	if (!find_block(text, &block))
		return 0;
	if (block.sep == '=') {
		read_lines(&m, block.text, '=');
	} else if (!read_yaml(&walk, block.text)) {
		doc_note(doc,
			 _("The front matter is not valid YAML (line %zu: %s); it was read line by "
			   "line."),
			 walk.line, walk.problem);
		/* From the beginning: what YAML gave up at may have cost the fields behind it. */
		vec_release(&doc->meta.tags);
		vec_release(&doc->meta.other);
		doc->meta = before;
		vec_clear(&m.items);
		buf_clear(&m.bytes);
		read_lines(&m, block.text, ':');
	}
	buf_release(&m.key);
	buf_release(&m.bytes);
	vec_release(&m.items);
	return block.body;
}
