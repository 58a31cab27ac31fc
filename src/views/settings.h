/* SPDX-License-Identifier: ISC
 *
 * The options of `:set`: one table with name, type, range or choices and help. The values stand
 * in struct settings; nothing else knows their names. The defaults are the `set` lines of
 * data/karpreadrc.
 */
#ifndef KARPREAD_VIEWS_SETTINGS_H
#define KARPREAD_VIEWS_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

enum settings_group { GROUP_NONE, GROUP_MONTH, GROUP_FOLDER };

struct settings {
	int ambiguous; /* enum term_ambiguous */
	int kinsoku;   /* enum brk_kinsoku */
	int korean;    /* enum brk_korean */
	bool hanging;
	bool autospace;
	bool substitute; /* characters of certain width in the place of ambiguous ones */
	int measure;     /* columns of the text at most */
	int two_panes;   /* columns from which on there are two panes */
	int fold;        /* 0: exact but for case, 1: widths too, 2: all */
	bool smart_case;
	bool newest_first; /* on the timeline */
	int order;         /* enum library_order */
	int group;         /* of the list: enum settings_group */
	bool hidden;       /* files whose names begin with a dot */
	int dates;         /* 0: shown plainly, 1: underlined */
	int mended;        /* 0: shown plainly, 1: marked */
	bool mouse;
	bool title;    /* the terminal is told what is read */
	int margin;    /* rows kept around the selection */
	char *browser; /* program that opens links */
	char *library; /* folders, separated by colons */
	char *export_folder;
	int export_width; /* columns, 0 does not wrap */
};

enum setting_type {
	SETTING_BOOL,
	SETTING_NUMBER,
	SETTING_CHOICE,
	SETTING_TEXT,
};

struct setting {
	const char *name;
	enum setting_type type;
	size_t offset;              /* of the value in struct settings */
	int min, max;               /* of a number */
	const char *const *choices; /* NULL at the end; the value is the index */
	const char *help;           /* to be translated */
	bool at_start;              /* read at the start of the program alone */
};

extern const struct setting setting_table[];
extern const size_t setting_count;

void settings_init(struct settings *s); /* all off, zero or empty */
void settings_release(struct settings *s);
/*
 * Carries out the arguments of `set`: "name=value", "name value", "name" (a bool on), "noname",
 * "name!" (turns it round). Nothing changes on failure.
 */
int settings_set(struct settings *s, struct str args, struct err *err);
/* The setting of that name, or NULL. */
const struct setting *settings_find(struct str name);
/* The setting that arguments of `set` are about, or NULL. */
const struct setting *settings_meant(struct str args);
/* "name=value", "name" or "noname". Appends. */
void settings_show(const struct settings *s, const struct setting *setting, struct buf *out);

#endif
