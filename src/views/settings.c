/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"

static const char *const ambiguous_choices[] = {"auto", "narrow", "wide", NULL};
static const char *const kinsoku_choices[] = {"none", "basic", "strict", NULL};
static const char *const korean_choices[] = {"syllable", "word", NULL};
static const char *const fold_choices[] = {"case", "width", "all", NULL};
static const char *const group_choices[] = {"none", "month", "folder", NULL};
static const char *const order_choices[] = {"date",     "title",     "path", "author",
					    "progress", "relevance", NULL};
static const char *const dates_choices[] = {"off", "underline", NULL};
static const char *const mended_choices[] = {"plain", "mark", NULL};

#define AT(member) offsetof(struct settings, member)

/* clang-format off */
const struct setting setting_table[] = {
	{"ambiguous-width", SETTING_CHOICE, AT(ambiguous), 0, 0, ambiguous_choices,
	 N_("Columns of characters of ambiguous width: ask the terminal, one, or two"), false},
	{"autospace", SETTING_BOOL, AT(autospace), 0, 0, NULL,
	 N_("Draw a column between Han and Latin where the text has no space"), false},
	{"browser", SETTING_TEXT, AT(browser), 0, 0, NULL,
	 N_("The program that opens links; it gets the address as its only argument"), false},
	{"dates", SETTING_CHOICE, AT(dates), 0, 0, dates_choices,
	 N_("Show the dates a text speaks of plainly or underlined"), false},
	{"export-folder", SETTING_TEXT, AT(export_folder), 0, 0, NULL,
	 N_("Where articles are saved when no path is given; empty is the current folder"), false},
	{"export-width", SETTING_NUMBER, AT(export_width), 0, 1000, NULL,
	 N_("Columns of exported text; 0 does not wrap"), false},
	{"fold", SETTING_CHOICE, AT(fold), 0, 0, fold_choices,
	 N_("What search holds equal: case, widths too, or also kana and forms of Han"), false},
	{"group", SETTING_CHOICE, AT(group), 0, 0, group_choices,
	 N_("Group the list by month, where it is in the order of dates, or by folder"), false},
	{"hanging", SETTING_BOOL, AT(hanging), 0, 0, NULL,
	 N_("Let full stops and commas stand behind the line"), false},
	{"hidden", SETTING_BOOL, AT(hidden), 0, 0, NULL,
	 N_("List files whose names begin with a dot"), true},
	{"kinsoku", SETTING_CHOICE, AT(kinsoku), 0, 0, kinsoku_choices,
	 N_("Which marks may not begin or end a line"), false},
	{"korean", SETTING_CHOICE, AT(korean), 0, 0, korean_choices,
	 N_("Where lines of Korean are broken: at syllables or at words"), false},
	{"library", SETTING_TEXT, AT(library), 0, 0, NULL,
	 N_("Folders of articles, separated by colons"), true},
	{"margin", SETTING_NUMBER, AT(margin), 0, 100, NULL,
	 N_("Rows kept in sight above and below the selection"), false},
	{"measure", SETTING_NUMBER, AT(measure), 10, 1000, NULL,
	 N_("Columns of the text at most"), false},
	{"mended", SETTING_CHOICE, AT(mended), 0, 0, mended_choices,
	 N_("Show mended passages plainly or marked"), false},
	{"mouse", SETTING_BOOL, AT(mouse), 0, 0, NULL,
	 N_("Let the mouse scroll and select"), false},
	{"newest-first", SETTING_BOOL, AT(newest_first), 0, 0, NULL,
	 N_("Begin the timeline with the newest"), false},
	{"order", SETTING_CHOICE, AT(order), 0, 0, order_choices,
	 N_("Order of the list"), false},
	{"smart-case", SETTING_BOOL, AT(smart_case), 0, 0, NULL,
	 N_("Let a capital letter in a search count"), false},
	{"substitute", SETTING_BOOL, AT(substitute), 0, 0, NULL,
	 N_("Draw common ambiguous characters by others that are as wide everywhere"), false},
	{"title", SETTING_BOOL, AT(title), 0, 0, NULL,
	 N_("Tell the terminal the title of what is read, for its window"), false},
	{"two-panes", SETTING_NUMBER, AT(two_panes), 40, 10000, NULL,
	 N_("Columns of the terminal from which on there are two panes"), false},
};
/* clang-format on */
const size_t setting_count = sizeof setting_table / sizeof setting_table[0];

static void *value_of(const struct settings *s, const struct setting *setting)
{
	return (char *)s + setting->offset;
}

static bool parse_bool(struct str value, bool *out)
{
	static const char *const words[2][4] = {{"off", "no", "false", "0"},
						{"on", "yes", "true", "1"}};

	for (size_t i = 0; i < 8; i++) {
		if (str_eq(value, str_of(words[i / 4][i % 4]))) {
			*out = i >= 4;
			return true;
		}
	}
	return false;
}

static int set_number(int *out, const struct setting *setting, struct str value, struct err *err)
{
	char digits[16] = "";
	char *end = digits;
	long number = 0;

	if (value.n && value.n < sizeof digits) {
		memcpy(digits, value.p, value.n);
		number = strtol(digits, &end, 10);
	}
	if (end == digits || *end || number < setting->min || number > setting->max)
		return err_set(err, ERR_USAGE, _("%s takes a number from %d to %d, not \"%.*s\"."),
			       setting->name, setting->min, setting->max, STR_ARG(value));
	*out = (int)number;
	return 0;
}

static int set_choice(int *out, const struct setting *setting, struct str value, struct err *err)
{
	struct buf list = {0};

	for (int i = 0; setting->choices[i]; i++) {
		if (str_eq(value, str_of(setting->choices[i]))) {
			*out = i;
			buf_release(&list);
			return 0;
		}
		buf_addf(&list, "%s%s", i ? ", " : "", setting->choices[i]);
	}
	err_set(err, ERR_USAGE, _("%s is one of %s, not \"%.*s\"."), setting->name, buf_cstr(&list),
		STR_ARG(value));
	buf_release(&list);
	return -1;
}

static int set_value(struct settings *s, const struct setting *setting, struct str value,
		     struct err *err)
{
	void *at = value_of(s, setting);

	switch (setting->type) {
	case SETTING_BOOL:
		if (parse_bool(value, at))
			return 0;
		return err_set(err, ERR_USAGE, _("%s is on or off, not \"%.*s\"."), setting->name,
			       STR_ARG(value));
	case SETTING_NUMBER:
		return set_number(at, setting, value, err);
	case SETTING_CHOICE:
		return set_choice(at, setting, value, err);
	case SETTING_TEXT:
		free(*(char **)at);
		*(char **)at = xmemdup0(value.p, value.n);
		return 0;
	}
	return -1;
}

void settings_init(struct settings *s)
{
	*s = (struct settings){0};
	for (size_t i = 0; i < setting_count; i++) {
		if (setting_table[i].type == SETTING_TEXT)
			*(char **)value_of(s, &setting_table[i]) = xstrdup("");
	}
}

void settings_release(struct settings *s)
{
	for (size_t i = 0; i < setting_count; i++) {
		if (setting_table[i].type == SETTING_TEXT)
			free(*(char **)value_of(s, &setting_table[i]));
	}
	*s = (struct settings){0};
}

const struct setting *settings_find(struct str name)
{
	for (size_t i = 0; i < setting_count; i++) {
		if (str_eq(name, str_of(setting_table[i].name)))
			return &setting_table[i];
	}
	return NULL;
}

const struct setting *settings_meant(struct str args)
{
	size_t n = 0;

	while (n < args.n && !strchr("= !", args.p[n]))
		n++;
	const struct setting *setting = settings_find(str_sub(args, 0, n));

	return setting || !str_starts(args, STR("no")) ? setting
						       : settings_find(str_sub(args, 2, n));
}

/* "name", "noname" and "name!" are for bools alone. */
static int set_bare(struct settings *s, struct str name, struct err *err)
{
	bool turn = name.n && name.p[name.n - 1] == '!';
	const struct setting *setting = settings_find(turn ? str_sub(name, 0, name.n - 1) : name);
	bool on = true;

	if (!setting && str_starts(name, STR("no"))) {
		setting = settings_find(str_sub(name, 2, name.n));
		on = false;
	}
	if (!setting)
		return err_set(err, ERR_USAGE, _("There is no option \"%.*s\"."), STR_ARG(name));
	if (setting->type != SETTING_BOOL)
		return err_set(err, ERR_USAGE, _("%s needs a value: %s=VALUE."), setting->name,
			       setting->name);
	bool *at = value_of(s, setting);

	*at = turn ? !*at : on;
	return 0;
}

int settings_set(struct settings *s, struct str args, struct err *err)
{
	size_t sep = 0;

	while (sep < args.n && args.p[sep] != '=' && args.p[sep] != ' ')
		sep++;
	if (sep == args.n)
		return set_bare(s, args, err);
	struct str name = str_sub(args, 0, sep);
	struct str value = str_trim(str_sub(args, sep + 1, args.n));
	const struct setting *setting = settings_find(name);

	if (!setting)
		return err_set(err, ERR_USAGE, _("There is no option \"%.*s\"."), STR_ARG(name));
	return set_value(s, setting, value, err);
}

void settings_show(const struct settings *s, const struct setting *setting, struct buf *out)
{
	const void *at = value_of(s, setting);

	switch (setting->type) {
	case SETTING_BOOL:
		buf_addf(out, "%s%s", *(const bool *)at ? "" : "no", setting->name);
		break;
	case SETTING_NUMBER:
		buf_addf(out, "%s=%d", setting->name, *(const int *)at);
		break;
	case SETTING_CHOICE:
		buf_addf(out, "%s=%s", setting->name, setting->choices[*(const int *)at]);
		break;
	case SETTING_TEXT:
		buf_addf(out, "%s=%s", setting->name, *(char *const *)at);
		break;
	}
}
