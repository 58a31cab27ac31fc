/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/theme.h"

const char *const theme_names[THEME_COUNT] = {
#define X(id, name, help) [THEME_##id] = name,
	THEME_PARTS(X)
#undef X
};

void theme_init(struct theme *t)
{
	for (unsigned part = 0; part < THEME_COUNT; part++)
		t->looks[part] = LOOK_PLAIN;
}

/* The part of that name, or THEME_COUNT. */
static unsigned find(struct str name)
{
	unsigned part = 0;

	while (part < THEME_COUNT && !str_eq(name, str_of(theme_names[part])))
		part++;
	return part;
}

int theme_set(struct theme *t, struct str args, struct err *err)
{
	struct str name, bad;
	size_t end = 0;

	while (end < args.n && args.p[end] != ' ' && args.p[end] != '\t')
		end++;
	name = str_sub(args, 0, end);
	unsigned part = find(name);

	if (part == THEME_COUNT)
		return err_set(err, ERR_USAGE, _("No part of the screen is called \"%.*s\"."),
			       STR_ARG(name));
	if (!look_parse(str_trim(str_sub(args, end, args.n)), &t->looks[part], &bad))
		return err_set(err, ERR_USAGE, _("\"%.*s\" is no colour and no attribute."),
			       STR_ARG(bad));
	return 0;
}

void theme_show(const struct theme *t, struct str name, struct buf *out)
{
	unsigned part = find(name);

	if (part == THEME_COUNT)
		return;
	buf_addf(out, "%s ", theme_names[part]);
	look_name(t->looks[part], out);
}
