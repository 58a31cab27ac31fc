/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/desk.h"

#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "doc/format.h"
#include "doc/metadate.h"
#include "export/export.h"
#include "store/dating.h"
#include "text/charset.h"
#include "text/fold.h"

void desk_init(struct desk *desk)
{
	*desk = (struct desk){.generation = 1};
	settings_init(&desk->settings);
	theme_init(&desk->theme);
}

void desk_release(struct desk *desk)
{
	settings_release(&desk->settings);
	keymap_release(&desk->keymap);
	for (size_t i = 0; i < desk->bound.n; i++)
		free(desk->bound.p[i].line);
	vec_release(&desk->bound);
	for (size_t i = 0; i < desk->opened.n; i++)
		free(desk->opened.p[i]);
	vec_release(&desk->opened);
	for (size_t i = 0; i < desk->locals.n; i++) {
		free(desk->locals.p[i].folder);
		free(desk->locals.p[i].line);
		free(desk->locals.p[i].file);
	}
	vec_release(&desk->locals);
	edit_history_release(&desk->searches);
	edit_history_release(&desk->lines);
	buf_release(&desk->progress);
	buf_release(&desk->message);
	buf_release(&desk->question.text);
	buf_release(&desk->question.arg);
	buf_release(&desk->range.text);
	vec_release(&desk->range.keys);
}

static void recall(struct state *state, const char *name, struct edit_history *history)
{
	struct buf kept = {0};
	struct str rest, line;

	state_value(state, name, &kept);
	rest = buf_str(&kept);
	while (str_split(&rest, '\n', &line))
		edit_history_add(history, line);
	buf_release(&kept);
}

static void remember(struct state *state, const char *name, const struct edit_history *history)
{
	struct buf kept = {0}, lines = {0};
	struct err err = {0};

	for (size_t i = 0; i < history->lines.n; i++)
		buf_addf(&lines, "%s%s", i ? "\n" : "", history->lines.p[i]);
	state_value(state, name, &kept);
	if (!str_eq(buf_str(&lines), buf_str(&kept)) &&
	    state_set_value(state, name, buf_str(&lines), &err) < 0)
		err_release(&err);
	buf_release(&kept);
	buf_release(&lines);
}

void desk_recall(struct desk *desk)
{
	if (desk->recalled)
		return;
	desk->recalled = true;
	recall(desk->state, "searches", &desk->searches);
	recall(desk->state, "lines", &desk->lines);
}

void desk_remember(struct desk *desk)
{
	if (!desk->recalled)
		return;
	remember(desk->state, "searches", &desk->searches);
	remember(desk->state, "lines", &desk->lines);
}

void desk_say(struct desk *desk, const char *fmt, ...)
{
	va_list ap;

	buf_clear(&desk->message);
	va_start(ap, fmt);
	buf_vaddf(&desk->message, fmt, ap);
	va_end(ap);
	desk->message_is_error = false;
}

void desk_fail(struct desk *desk, struct err *err)
{
	desk_say(desk, "%s", err_text(err));
	desk->message_is_error = true;
	err_release(err);
}

void desk_articles_changed(struct desk *desk)
{
	desk->generation++;
	desk->dirty |= DESK_LISTS;
}

void desk_drop_range(struct desk *desk)
{
	desk->range.on = false;
	buf_clear(&desk->range.text);
	vec_clear(&desk->range.keys);
	desk->dirty |= DESK_LISTS;
}

void desk_ask(struct desk *desk, struct str text, void (*yes)(void *ctx, struct str arg), void *ctx,
	      struct str arg)
{
	struct desk_question *q = &desk->question;

	buf_clear(&q->text);
	buf_addstr(&q->text, text);
	buf_clear(&q->arg);
	buf_addstr(&q->arg, arg);
	q->yes = yes;
	q->ctx = ctx;
}

static bool same_keys(const struct keymap_binding *a, const struct keymap_binding *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		if (!key_eq(a->keys[i], b->keys[i]))
			return false;
	}
	return true;
}

/* Has the view's own map another meaning for these keys? */
static bool is_hidden_by(const struct keymap *keymap, const struct keymap_binding *global,
			 enum command_map map)
{
	for (size_t i = 0; i < keymap->bindings.n; i++) {
		const struct keymap_binding *b = &keymap->bindings.p[i];

		if (b->map == map && same_keys(b, global))
			return true;
	}
	return false;
}

void desk_keys(const struct desk *desk, enum command_map map, enum command_id id, size_t most,
	       struct buf *out)
{
	const unsigned maps[] = {map, MAP_GLOBAL};

	for (size_t m = 0; m < 2; m++) {
		for (size_t i = 0; i < desk->keymap.bindings.n && most; i++) {
			const struct keymap_binding *b = &desk->keymap.bindings.p[i];

			if (b->map != maps[m] || desk->bound.p[b->value].id != id ||
			    (m == 1 && is_hidden_by(&desk->keymap, b, map)))
				continue;
			if (out->n)
				buf_addc(out, ' ');
			keymap_binding_name(b, out);
			most--;
		}
	}
}

struct look desk_look(const struct desk *desk, enum theme_part part)
{
	return look_over(desk->theme.looks[THEME_TEXT], desk->theme.looks[part]);
}

struct look desk_look_on(const struct desk *desk, struct look below, enum theme_part part)
{
	return look_over(below, desk->theme.looks[part]);
}

static int fold_choice(const struct desk *desk)
{
	static const int flags[] = {FOLD_CASE, FOLD_CASE | FOLD_WIDTH, FOLD_ALL};

	return flags[desk->settings.fold];
}

int desk_fold_flags(const struct desk *desk, struct str query)
{
	int flags = fold_choice(desk);

	return desk->settings.smart_case ? fold_smart(query, flags) : flags;
}

struct query *desk_query(const struct desk *desk, struct str text, struct err *err)
{
	struct query_options options = {
		.fold = fold_choice(desk),
		.readings = desk->settings.fold > 0,
		.any_case = !desk->settings.smart_case,
	};

	return query_parse(text, &options, NULL, err);
}

struct term_options desk_term_options(const struct desk *desk)
{
	const struct settings *s = &desk->settings;

	return (struct term_options){
		.ambiguous = (enum term_ambiguous)s->ambiguous,
		.color = true,
		.mouse = s->mouse,
		.substitute = s->substitute,
	};
}

struct flow_options desk_flow_options(const struct desk *desk, int width)
{
	const struct settings *s = &desk->settings;

	return (struct flow_options){
		.width = width,
		.brk = {(enum brk_kinsoku)s->kinsoku, (enum brk_korean)s->korean},
		.hanging = s->hanging,
		.autospace = s->autospace,
		.code = FLOW_CODE_CUT,
		.header = true,
	};
}

struct doc *desk_load(struct desk *desk, uint32_t key, enum desk_form form, struct fs_stamp *stamp)
{
	const struct article *article = library_article(desk->library, key);
	struct err err = {0};

	if (library_check(article, &err) < 0) {
		desk_fail(desk, &err);
		return NULL;
	}
	struct format_options options = {
		.charset = *article->state.charset ? article->state.charset : NULL,
		.raw = form == DESK_RAW,
		.offered = form == DESK_OFFERED,
		.root = article->root,
	};
	struct doc *doc = form != DESK_MENDED || options.charset
				  ? NULL
				  : library_take(desk->library, key, stamp);

	if (!doc)
		doc = format_open(article->path, &options, stamp, &err);

	if (!doc) {
		desk_fail(desk, &err);
		return NULL;
	}
	if (article->state.date.precision != CIVIL_NONE) {
		doc->meta.date = article->state.date;
		doc->meta.date_source = DOC_DATE_USER;
	}
	return doc;
}

/* The ids of the articles, made where there are none; false after a message. */
static bool identify(struct desk *desk, const uint32_t *keys, size_t n, int64_t *ids)
{
	struct err err = {0};

	for (size_t i = 0; i < n; i++) {
		ids[i] = library_identify(desk->library, keys[i], &err);
		if (ids[i] == 0) {
			desk_fail(desk, &err);
			return false;
		}
	}
	return true;
}

typedef int change_marks(struct state *s, const int64_t *ids, size_t n, bool on, struct err *err);

static bool change(struct desk *desk, const uint32_t *keys, size_t n, change_marks *set, bool on)
{
	struct err err = {0};
	int64_t *ids = xcalloc(n, sizeof *ids);
	bool done = identify(desk, keys, n, ids);

	if (done && set(desk->state, ids, n, on, &err) < 0) {
		desk_fail(desk, &err);
		done = false;
	}
	free(ids);
	library_refresh(desk->library, keys, n);
	desk->dirty |= DESK_LISTS;
	return done;
}

void desk_set_read(struct desk *desk, const uint32_t *keys, size_t n, bool read)
{
	if (!change(desk, keys, n, state_set_read, read))
		return;
	if (n == 1)
		desk_say(desk, "%s", read ? _("Marked as read.") : _("Marked as unread."));
	else
		desk_say(desk,
			 read ? _("%zu articles are marked as read; u takes it back.")
			      : _("%zu articles are marked as unread; u takes it back."),
			 n);
}

void desk_toggle_read(struct desk *desk, uint32_t key)
{
	desk_set_read(desk, &key, 1, !library_is_read(desk->library, key));
}

void desk_toggle_bookmark(struct desk *desk, uint32_t key)
{
	const struct article *article = library_article(desk->library, key);
	bool on = !article || !article->state.bookmarked;

	if (change(desk, &key, 1, state_set_bookmarked, on))
		desk_say(desk, "%s", on ? _("Bookmarked.") : _("The bookmark is taken away."));
}

void desk_undo(struct desk *desk)
{
	struct err err = {0};
	char *what = NULL;
	int result = state_undo(desk->state, &what, NULL, &err);

	if (result < 0)
		desk_fail(desk, &err);
	else if (result == 0)
		desk_say(desk, "%s", _("There is nothing to undo."));
	else
		desk_say(desk, _("Undone: %s."), what);
	free(what);
	library_refresh(desk->library, NULL, 0);
	desk_articles_changed(desk);
}

static bool export_one(struct desk *desk, uint32_t key, const char *path, struct export_over *over,
		       struct buf *written, struct err *err)
{
	const struct article *article = library_article(desk->library, key);
	struct doc *doc = desk_load(desk, key, DESK_MENDED, NULL);

	if (!doc)
		return false;
	struct export_article source = {
		.doc = doc,
		.title = article->title,
		.author = article->author,
		.source = doc->meta.source,
		.date = article->date,
	};
	struct export_options options = {
		.width = desk->settings.export_width,
		.brk = desk_flow_options(desk, 1).brk,
	};
	int result = export_file(&source, &export_plain, &options, path, over, written, err);

	doc_free(doc);
	if (result < 0 && err->code != ERR_EXISTS)
		desk_fail(desk, err);
	return result == 0;
}

/* What a question about overwriting carries: the key and the path. */
static void overwrite(void *ctx, struct str arg)
{
	struct desk *desk = ctx;
	struct export_over over = {0};
	struct buf written = {0};
	struct err err = {0};
	uint32_t key;

	memcpy(&key, arg.p, sizeof key);
	if (export_one(desk, key, arg.p + sizeof key, &over, &written, &err))
		desk_say(desk, _("Saved as %s."), buf_cstr(&written));
	export_over_release(&over);
	err_release(&err);
	buf_release(&written);
}

void desk_export(struct desk *desk, uint32_t key, struct str path)
{
	struct buf target = {0}, written = {0}, text = {0};
	struct err err = {0};

	fs_expand_home(path.n ? path : str_of(desk->settings.export_folder), &target);
	if (target.n == 0)
		buf_adds(&target, "./");
	if (export_one(desk, key, buf_cstr(&target), NULL, &written, &err)) {
		desk_say(desk, _("Saved as %s."), buf_cstr(&written));
	} else if (err.code == ERR_EXISTS) {
		struct buf arg = {0};

		buf_addf(&text, _("%s is there already. Overwrite it? (y/n)"), buf_cstr(&written));
		buf_add(&arg, &key, sizeof key);
		buf_addstr(&arg, buf_str(&written));
		desk_ask(desk, buf_str(&text), overwrite, desk, buf_str(&arg));
		buf_release(&arg);
	}
	err_release(&err);
	buf_release(&text);
	buf_release(&target);
	buf_release(&written);
}

void desk_export_bookmarked(struct desk *desk, struct str folder)
{
	struct listing_options options = {.bookmarked = true};
	struct listing *listing = listing_new(desk->library, &options);
	size_t count = listing_count(listing), done = 0;
	struct buf target = {0}, written = {0};
	struct err err = {0};

	fs_expand_home(folder.n ? folder : STR("."), &target);
	buf_addc(&target, '/');
	while (done < count) {
		uint32_t key = listing_at(listing, done)->key;

		if (!export_one(desk, key, buf_cstr(&target), NULL, &written, &err))
			break;
		done++;
	}
	if (err.code == ERR_EXISTS)
		desk_fail(desk, &err);
	else if (count == 0)
		desk_say(desk, "%s", _("No article is bookmarked."));
	else if (done == count)
		desk_say(desk,
			 ngettext("%zu bookmarked article is saved in %s.",
				  "%zu bookmarked articles are saved in %s.", done),
			 done, buf_cstr(&target));
	err_release(&err);
	buf_release(&target);
	buf_release(&written);
	listing_free(listing);
}

void desk_set_date(struct desk *desk, uint32_t key, struct str text)
{
	struct civil date = {0};
	struct err err = {0};
	int64_t id;

	if (text.n && !metadate_parse(text, &date)) {
		err_set(&err, ERR_USAGE, _("\"%.*s\" is no date; write it like 2022-07-14."),
			STR_ARG(text));
		desk_fail(desk, &err);
		return;
	}
	if (!identify(desk, &key, 1, &id))
		return;
	if (state_set_date(desk->state, id, &date, &err) < 0)
		desk_fail(desk, &err);
	else
		desk_say(desk, "%s",
			 text.n ? _("The date is set.") : _("The date is the text's own again."));
	library_refresh(desk->library, &key, 1);
	desk_articles_changed(desk);
	desk->dirty |= DESK_SETTINGS;
}

void desk_set_charset(struct desk *desk, uint32_t key, struct str charset)
{
	struct err err = {0};
	struct charset known;
	char *name = xmemdup0(charset.p, charset.n);
	int64_t id;

	if (charset.n && !charset_find(charset, &known)) {
		desk_say(desk, _("There is no charset \"%s\"."), name);
		free(name);
		return;
	}
	if (identify(desk, &key, 1, &id)) {
		if (state_set_charset(desk->state, id, name, &err) < 0)
			desk_fail(desk, &err);
		library_refresh(desk->library, &key, 1);
		desk_articles_changed(desk);
		desk->dirty |= DESK_SETTINGS;
	}
	free(name);
}

/* An article that carries no date has the one that a place in its text speaks for. */
static void add_evidence(struct buf *out, const struct article *article, const struct doc *doc)
{
	struct tag_mention evidence;
	struct civil date;
	struct buf text = {0};

	if (article->date_source != DOC_DATE_INFERRED ||
	    !dating_infer(doc, article->language, NULL, &date, &evidence))
		return;
	library_add_date(&text, article);
	buf_addf(out, _("dated %s by \"%.*s\", "), buf_cstr(&text),
		 STR_ARG(str_sub(doc_text(doc), evidence.offset,
				 evidence.offset + evidence.length)));
	buf_release(&text);
}

void desk_info(struct desk *desk, uint32_t key)
{
	const struct article *article = library_article(desk->library, key);
	struct doc *doc = desk_load(desk, key, DESK_MENDED, NULL);

	if (!doc)
		return;
	struct buf notes = {0}, evidence = {0};

	add_evidence(&evidence, article, doc);
	for (size_t i = 0; i < doc->notes.n; i++)
		buf_addf(&notes, " %.*s", STR_ARG(doc->notes.p[i]));
	desk_say(desk,
		 ngettext("%s: %s%s, %s, %zu passage mended.%s",
			  "%s: %s%s, %s, %zu passages mended.%s", doc->repairs.n),
		 article->name, buf_cstr(&evidence), doc->format, doc->charset, doc->repairs.n,
		 buf_cstr(&notes));
	buf_release(&notes);
	buf_release(&evidence);
	doc_free(doc);
}
