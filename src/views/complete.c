/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/complete.h"

#include <string.h>

#include "store/query.h"

void completions_release(struct completions *c)
{
	arena_release(&c->arena);
	vec_release(&c->v);
}

static void start(struct completions *out, size_t begin)
{
	completions_release(out);
	out->begin = begin;
}

static void add(struct completions *out, struct str text)
{
	vec_push(&out->v, arena_str(&out->arena, text));
}

/* ---- commands */

static const char *command_name(size_t i)
{
	return i < COMMAND_COUNT ? commands[i].name : NULL;
}

static const char *setting_name(size_t i)
{
	return i < setting_count ? setting_table[i].name : NULL;
}

static const char *theme_name(size_t i)
{
	return i < THEME_COUNT ? theme_names[i] : NULL;
}

static const char *map_name(size_t i)
{
	return i < MAP_COUNT ? command_map_names[i] : NULL;
}

static const char *order_name(size_t i)
{
	return i < LIBRARY_ORDERS ? library_order_name((enum library_order)i) : NULL;
}

/* The names that the word behind a command, the first being 1, may be one of. */
static const struct {
	const char *command; /* NULL for the commands themselves */
	size_t word;
	const char *(*name)(size_t i);
} words[] = {
	{NULL, 0, command_name},  {"set", 1, setting_name},  {"color", 1, theme_name},
	{"bind", 1, map_name},    {"bind", 3, command_name}, {"unbind", 1, map_name},
	{"order", 1, order_name}, {"in", 2, command_name},
};

/* The switches under their negative names, and the values of an option with choices. */
static void add_settings(struct completions *out, struct str stem)
{
	struct buf text = {0};
	size_t sign = str_find(stem, STR("="), 0);
	const struct setting *setting =
		sign == (size_t)-1 ? NULL : settings_find(str_sub(stem, 0, sign));

	for (size_t i = 0; setting && setting->choices && setting->choices[i]; i++) {
		buf_clear(&text);
		buf_addf(&text, "%s=%s", setting->name, setting->choices[i]);
		if (str_starts(buf_str(&text), stem))
			add(out, buf_str(&text));
	}
	for (size_t i = 0; i < setting_count && str_starts(stem, STR("no")); i++) {
		buf_clear(&text);
		buf_addf(&text, "no%s", setting_table[i].name);
		if (setting_table[i].type == SETTING_BOOL && str_starts(buf_str(&text), stem))
			add(out, buf_str(&text));
	}
	buf_release(&text);
}

void complete_command(struct desk *desk, struct str typed, struct completions *out)
{
	struct str rest = typed, command = {0};
	size_t at = typed.n, word = 0;

	(void)desk;
	while (at && typed.p[at - 1] != ' ')
		at--;
	for (size_t i = 0; i < at; i++)
		word += typed.p[i] == ' ' && i && typed.p[i - 1] != ' ';
	struct str stem = str_sub(typed, at, typed.n);

	start(out, at);
	command_word(&rest, &command);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *name;

		if (word != words[i].word ||
		    (words[i].command && !str_eq(command, str_of(words[i].command))))
			continue;
		for (size_t n = 0; (name = words[i].name(n)); n++)
			if (str_starts(str_of(name), stem))
				add(out, str_of(name));
	}
	if (word == 1 && str_eq(command, STR("set")))
		add_settings(out, stem);
}

/* ---- queries */

static void add_fields(struct completions *out, struct str stem)
{
	struct buf text = {0};

	for (size_t i = 0; i < QUERY_FIELDS; i++) {
		const char *name = query_field_name((enum query_field)i);

		if (!name || !str_starts(str_of(name), stem))
			continue;
		buf_clear(&text);
		buf_addf(&text, "%s:", name);
		add(out, buf_str(&text));
	}
	buf_release(&text);
}

static void add_value(struct completions *out, struct str value)
{
	bool quoted = value.n && memchr(value.p, ' ', value.n);
	struct buf text = {0};

	/* A tag with a quotation mark in it has no spelling. */
	if (memchr(value.n ? value.p : "", '"', value.n))
		return;
	buf_addf(&text, quoted ? "\"%.*s\"" : "%.*s", STR_ARG(value));
	add(out, buf_str(&text));
	buf_release(&text);
}

void complete_query(struct desk *desk, struct str typed, struct completions *out)
{
	struct query_place place;
	struct library_values values = {0};
	const char *name;

	query_place_at_end(typed, &place);
	start(out, place.field == QUERY_ANY ? place.begin : place.value - place.quoted);
	struct str stem = str_sub(typed, place.value, typed.n);

	switch (place.field) {
	case QUERY_ANY:
		if (!place.quoted)
			add_fields(out, stem);
		break;
	case QUERY_IS:
		for (size_t i = 0; (name = query_is_name(i)); i++)
			if (str_starts(str_of(name), stem))
				add(out, str_of(name));
		break;
	case QUERY_AUTHOR:
	case QUERY_TAG:
	case QUERY_LANG:
	case QUERY_DATE:
		library_values(desk->library, place.field, stem, &values);
		for (size_t i = 0; i < values.v.n; i++)
			add_value(out, values.v.p[i].value);
		library_values_release(&values);
		break;
	case QUERY_TITLE:
	case QUERY_TEXT:
	case QUERY_FIELDS:
		break;
	}
}
