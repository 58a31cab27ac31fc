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

int theme_set(struct theme *t, struct str args, struct err *err)
{
	struct str name = args, bad;
	size_t end = 0;

	while (end < args.n && args.p[end] != ' ' && args.p[end] != '\t')
		end++;
	name = str_sub(args, 0, end);
	for (unsigned part = 0; part < THEME_COUNT; part++) {
		if (!str_eq(name, str_of(theme_names[part])))
			continue;
		if (look_parse(str_trim(str_sub(args, end, args.n)), &t->looks[part], &bad))
			return 0;
		return err_set(err, ERR_USAGE, _("\"%.*s\" is no colour and no attribute."),
			       STR_ARG(bad));
	}
	return err_set(err, ERR_USAGE, _("No part of the screen is called \"%.*s\"."),
		       STR_ARG(name));
}
