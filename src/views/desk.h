/* SPDX-License-Identifier: ISC
 *
 * The desk: what all views share. The models (library, state), the options and looks, the keys,
 * and the message to the user. A view changes it and says by `dirty` what that asks for; the end
 * of the turn does it (src/app/app.c). Owned by the app.
 */
#ifndef KARPREAD_VIEWS_DESK_H
#define KARPREAD_VIEWS_DESK_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "layout/flow.h"
#include "store/library.h"
#include "store/state.h"
#include "ui/edit.h"
#include "ui/keymap.h"
#include "ui/term.h"
#include "views/command.h"
#include "views/settings.h"
#include "views/theme.h"

enum desk_dirty {
	DESK_SETTINGS = 1 << 0, /* an option or look changed: everything is laid out again */
	DESK_LISTS = 1 << 1,    /* articles or their marks changed: lists are made again */
	DESK_PANES = 1 << 2,    /* panes are divided again */
};

#define DESK_NO_ARTICLE UINT32_MAX

/* A question that waits for y or n. */
struct desk_question {
	struct buf text;
	void (*yes)(void *ctx, struct str arg);
	void *ctx;
	struct buf arg;
};

/* What a key is bound to. */
struct desk_bound {
	char *line; /* the command line, owned */
	enum command_id id;
};

/* A line of the configuration that holds in a folder alone. */
struct desk_local {
	char *folder; /* as it was written */
	char *line;
	char *file; /* where it stands */
	size_t number;
};

/* A stretch of time chosen on the timeline: the list shows what is dated or speaks of it. */
struct desk_range {
	bool on;
	struct buf text;    /* how it is called: "2022-03..2022-07" */
	VEC(uint32_t) keys; /* the articles, sorted */
};

struct desk {
	struct term *term;
	struct library *library;
	struct state *state;
	struct settings settings;
	struct theme theme;
	struct keymap keymap;
	VEC(struct desk_bound) bound; /* a binding's value is an index */
	bool located;                 /* opened is known */
	VEC(char *) opened; /* where the folders and files are that are opened: no links */
	VEC(struct desk_local) locals; /* lines that wait until then */
	struct edit_history searches, lines;
	bool recalled;       /* the histories have what the state kept of earlier sessions */
	unsigned dirty;      /* enum desk_dirty */
	struct buf progress; /* what goes on behind the screen, shown in the status bar */
	struct buf message;
	bool message_is_error;
	struct desk_question question; /* asked while yes is not NULL */
	struct desk_range range;
	unsigned generation; /* counts changes of articles, other than of their marks */
	bool asks_number;    /* the app shall ask for the number of a link (`links NUMBER`) */
};

void desk_init(struct desk *desk);
void desk_release(struct desk *desk);

/*
 * The histories of the prompts last: they are read out of the state before the first prompt, and
 * put there when the program ends. What cannot be kept is lost without a word.
 */
void desk_recall(struct desk *desk);
void desk_remember(struct desk *desk);
void desk_say(struct desk *desk, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void desk_drop_range(struct desk *desk);
/* Articles came, went, or have other dates or texts. */
void desk_articles_changed(struct desk *desk);
/* Shows the error and releases it. */
void desk_fail(struct desk *desk, struct err *err);
/* Asks text; y calls yes(ctx, arg), any other key drops it. */
void desk_ask(struct desk *desk, struct str text, void (*yes)(void *ctx, struct str arg), void *ctx,
	      struct str arg);

/*
 * The keys bound to a command in a map or the global one, at most `most` of them: "j <Down>".
 * Appends.
 */
void desk_keys(const struct desk *desk, enum command_map map, enum command_id id, size_t most,
	       struct buf *out);
struct look desk_look(const struct desk *desk, enum theme_part part);
/* A run's look over the plain text's. */
struct look desk_look_on(const struct desk *desk, struct look below, enum theme_part part);
/* What search holds equal now: enum fold_flags for this query. */
int desk_fold_flags(const struct desk *desk, struct str query);
/* A query of the list, read with these folds. NULL with err when it is wrong. */
struct query *desk_query(const struct desk *desk, struct str text, struct err *err);
struct term_options desk_term_options(const struct desk *desk); /* colours on */
struct flow_options desk_flow_options(const struct desk *desk, int width);

/*
 * What any view of articles can do with one. Each says what it did or why not, and marks the
 * lists as dirty.
 */
void desk_toggle_read(struct desk *desk, uint32_t key);
void desk_set_read(struct desk *desk, const uint32_t *keys, size_t n, bool read);
void desk_toggle_bookmark(struct desk *desk, uint32_t key);
void desk_undo(struct desk *desk);
/* path empty: the export folder. Asks before it overwrites. */
void desk_export(struct desk *desk, uint32_t key, struct str path);
void desk_export_bookmarked(struct desk *desk, struct str folder);
void desk_set_date(struct desk *desk, uint32_t key, struct str date);
void desk_set_charset(struct desk *desk, uint32_t key, struct str charset);
void desk_info(struct desk *desk, uint32_t key);
enum desk_form {
	DESK_MENDED,  /* what can be proved is mended */
	DESK_RAW,     /* as it was decoded */
	DESK_OFFERED, /* as it may have been before a mix-up of charsets that lost bytes */
};

/* The article parsed as the user wants it. NULL after a message when that fails. */
struct doc *desk_load(struct desk *desk, uint32_t key, enum desk_form form, struct fs_stamp *stamp);

#endif
