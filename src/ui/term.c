/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/term.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#define NCURSES_WIDECHAR 1
#define key_name         curses_key_name /* ours is another */
#include <curses.h>
#undef key_name

#include "base/clock.h"
#include "base/intl.h"
#include "base/mem.h"
#include "base/vec.h"
#include "text/draw.h"
#include "text/seg.h"
#include "text/utf8.h"
#include "text/width.h"
#include "ui/measure.h"
#include "ui/talk.h"
#include "ui/tty.h"

enum {
	ROWS_LIMIT = 1000,
	COLUMNS_LIMIT = 2000,
	TITLE_LIMIT = 256,
};

/* What the terminal is asked for, and asked to stop: pastes in brackets, focus, mouse. */
static const char modes_on[] = "\033[?2004h\033[?1004h";
static const char mouse_on[] = "\033[?1000h\033[?1006h";
#define MOUSE_OFF "\033[?1006l\033[?1000l"
static const char modes_off[] = MOUSE_OFF "\033[?1004l\033[?2004l";

struct color_pair {
	int16_t fg, bg;
};

struct term {
	struct talk talk;
	struct measure measure;
	struct term_options options;
	SCREEN *screen;
	FILE *in, *out;
	struct canvas canvas;
	struct canvas shown;          /* what was sent last */
	cchar_t *row;                 /* room for one row */
	VEC(struct color_pair) pairs; /* number i + 1 */
	int colors;                   /* 0: attributes alone */
	bool default_colors;
	int cursor;       /* as for curs_set(), -1: not known */
	bool told;        /* term_trouble() has had its say */
	bool gone;        /* hung up, or asked to end */
	bool away;        /* the terminal is not ours now */
	bool on_screen;   /* curses has drawn something */
	bool redraw;      /* send every row */
	bool resized;     /* KEY_CODE_RESIZE is due */
	struct buf title; /* sent; while there is one, the old one is on the terminal's stack */
};

/* In place of the one of libc: ncurses shall measure as we do. */
__attribute__((visibility("default"))) int wcwidth(wchar_t c);

int wcwidth(wchar_t c)
{
	return width_of((uint32_t)c);
}

/* Is the terminal there, and ours to write to? */
static bool is_ours(const struct term *t)
{
	return !t->gone && !t->away && !t->talk.hung_up;
}

/* On the row of the cursor, or on the last one of our screen; NULL when nothing can be asked. */
static const struct probe_place *place_to_ask(const struct term *t, struct probe_place *place)
{
	*place = (struct probe_place){0};
	if (t->on_screen) {
		place->row = t->canvas.rows;
		getyx(curscr, place->back_row, place->back_column);
		place->back_row++;
		place->back_column++;
	}
	return is_ours(t) && t->canvas.columns >= PROBE_COLUMNS ? place : NULL;
}

static void take_options(struct term *t, const struct term_options *options)
{
	t->options = *options;
	t->measure.decided = options->ambiguous == TERM_AMBIGUOUS_AUTO   ? 0
			     : options->ambiguous == TERM_AMBIGUOUS_WIDE ? 2
									 : 1;
}

/* Lays out and sends anew what may be on the screen with widths that were only believed. */
static void heed_answers(struct term *t)
{
	struct probe_place place;
	int before = width_ambiguous();

	if (!measure_heed(&t->measure, place_to_ask(t, &place)))
		return;
	t->resized |= t->on_screen || before != width_ambiguous();
	t->redraw |= t->measure.asked.n || before != width_ambiguous();
}

static void ask_again(struct term *t)
{
	struct probe_place place;

	measure_again(&t->measure, place_to_ask(t, &place));
	heed_answers(t);
}

bool term_probe(struct term *t, struct str text)
{
	struct probe_place place;

	if (!measure_text(&t->measure, place_to_ask(t, &place), text))
		return false;
	t->redraw = true; /* what was drawn with other widths is not where curses believes it */
	return true;
}

static int need_utf8(struct err *err)
{
	static const char *const locales[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8"};

	for (size_t i = 0; i < sizeof(locales) / sizeof(*locales); i++) {
		if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
			return 0;
		setlocale(LC_CTYPE, locales[i]);
	}
	if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		return 0;
	return err_set(err, ERR_USAGE,
		       _("The locale's character set is %s and the system has no UTF-8 locale: "
			 "install one, or set LC_ALL to it."),
		       nl_langinfo(CODESET));
}

static int need_terminal(struct err *err)
{
	const char *name = getenv("TERM");

	if (!name || !*name)
		return err_set(
			err, ERR_USAGE,
			_("TERM is not set, so nothing is known of this terminal. \"karpread "
			  "show FILE\" prints an article on any."));
	if (strcmp(name, "dumb") == 0)
		return err_set(err, ERR_USAGE,
			       _("This terminal (TERM=dumb) cannot place the cursor. \"karpread "
				 "show FILE\" prints an article on any."));
	return 0;
}

static FILE *open_stream(int fd, const char *mode)
{
	int own = dup(fd);
	FILE *f = own < 0 ? NULL : fdopen(own, mode);

	if (!f && own >= 0)
		close(own);
	return f;
}

static int open_curses(struct term *t, struct err *err)
{
	t->in = open_stream(t->talk.tty.in, "r");
	t->out = open_stream(t->talk.tty.out, "w");
	if (!t->in || !t->out)
		return err_errno(err, "/dev/tty", errno);
	t->screen = newterm(NULL, t->out, t->in);
	if (!t->screen)
		return err_set(
			err, ERR_USAGE,
			_("Nothing is known of a terminal \"%s\" (there is no terminfo entry "
			  "for it, or it cannot place the cursor): set TERM."),
			getenv("TERM"));
	raw();
	noecho();
	nonl();
	typeahead(-1); /* we read the input, not curses */
	leaveok(stdscr, FALSE);
	tty_catch();
	return 0;
}

/* xterm-direct and the like take larger numbers for mixtures of red, green and blue. */
static int usable_colors(void)
{
	if (COLORS > 256)
		return 8;
	return COLORS == 256 ? 256 : COLORS >= 16 ? 16 : COLORS >= 8 ? 8 : 0;
}

static void open_colors(struct term *t)
{
	if (!t->options.color || !has_colors() || start_color() == ERR)
		return;
	t->colors = usable_colors();
	t->default_colors = use_default_colors() == OK;
}

/* Does the program's wcwidth() stand in for libc's, whatever it answers? */
static bool curses_agrees(void)
{
	WINDOW *pad = newpad(1, 8);
	bool agrees = pad;

	for (int columns = 2; columns >= 1 && agrees; columns--) {
		cchar_t c;

		width_set_ambiguous(columns);
		wmove(pad, 0, 0);
		agrees = setcchar(&c, L"\x201C", A_NORMAL, 0, NULL) == OK &&
			 wadd_wch(pad, &c) == OK && getcurx(pad) == columns;
	}
	if (pad)
		delwin(pad);
	return agrees;
}

static void set_substitutes(const struct term *t)
{
	width_set_substitutes(t->options.substitute || !t->measure.agrees);
}

/* Wide characters that curses takes for narrow would shift rows; without them none can. */
static void check_widths(struct term *t)
{
	int ambiguous = width_ambiguous();

	t->measure.agrees = curses_agrees();
	if (t->measure.agrees) {
		width_set_ambiguous(ambiguous);
	} else {
		width_forget();
	}
	set_substitutes(t);
}

static void send(struct term *t, const char *sequence)
{
	tty_write(&t->talk.tty, sequence, strlen(sequence));
}

static void send_modes(struct term *t)
{
	send(t, modes_on);
	if (t->options.mouse)
		send(t, mouse_on);
}

/* Sent by a handler if the program dies, so without padding and without curses. */
static void prepare_last_words(void)
{
	const char *leave = tigetstr("rmcup"), *show = tigetstr("cnorm");
	struct buf words = {0};

	buf_adds(&words, modes_off);
	buf_adds(&words, "\033[m");
	if (show && show != (char *)-1 && !strstr(show, "$<"))
		buf_adds(&words, show);
	if (leave && leave != (char *)-1 && !strstr(leave, "$<"))
		buf_adds(&words, leave);
	tty_last_words(buf_cstr(&words));
	buf_release(&words);
}

/* Makes the canvas as large as the terminal is. */
static void take_size(struct term *t)
{
	int rows, columns;

	if (!tty_size(&t->talk.tty, &rows, &columns))
		getmaxyx(stdscr, rows, columns);
	rows = rows < 1 ? 1 : rows > ROWS_LIMIT ? ROWS_LIMIT : rows;
	columns = columns < 1 ? 1 : columns > COLUMNS_LIMIT ? COLUMNS_LIMIT : columns;
	if (rows == t->canvas.rows && columns == t->canvas.columns)
		return;
	resize_term(rows, columns);
	canvas_resize(&t->canvas, rows, columns);
	canvas_resize(&t->shown, rows, columns);
	t->row = xrealloc(t->row, (size_t)columns * sizeof(*t->row));
	t->redraw = t->resized = true;
}

static void release(struct term *t)
{
	if (t->screen)
		delscreen(t->screen);
	if (t->in)
		fclose(t->in);
	if (t->out)
		fclose(t->out);
	talk_release(&t->talk);
	canvas_release(&t->canvas);
	canvas_release(&t->shown);
	vec_release(&t->pairs);
	measure_release(&t->measure);
	buf_release(&t->title);
	free(t->row);
	free(t);
}

int term_open(const struct term_options *options, struct term **out, struct err *err)
{
	struct term *t = xcalloc(1, sizeof(*t));

	int rows, columns = PROBE_COLUMNS;

	t->cursor = -1;
	t->measure = (struct measure){.talk = &t->talk, .utf8 = true, .agrees = true};
	take_options(t, options);
	if (need_terminal(err) < 0 || need_utf8(err) < 0 || tty_open(&t->talk.tty, err) < 0) {
		free(t);
		return -1;
	}
	tty_raw(&t->talk.tty);
	tty_size(&t->talk.tty, &rows, &columns);
	measure_begin(&t->measure, columns >= PROBE_COLUMNS ? &(struct probe_place){0} : NULL);
	if (open_curses(t, err) < 0) {
		talk_settle(&t->talk);
		release(t);
		return -1;
	}
	check_widths(t);
	open_colors(t);
	take_size(t);
	t->resized = false;
	prepare_last_words();
	send_modes(t);
	*out = t;
	return 0;
}

void term_leave(struct term *t)
{
	if (t->away)
		return;
	t->away = true;
	if (!t->talk.hung_up) {
		talk_settle(&t->talk); /* or the shell would take the answers for input */
		term_title(t, (struct str){0});
		send(t, modes_off);
		tty_hold_signals(true);
		if (t->on_screen)
			endwin();
		tty_hold_signals(false);
	}
	t->on_screen = false;
	buf_clear(&t->title);
	t->cursor = -1;
	tty_cooked(&t->talk.tty);
}

void term_resume(struct term *t)
{
	if (!t->away || t->gone)
		return;
	t->away = false;
	tty_raw(&t->talk.tty);
	take_size(t);
	ask_again(t);
	send_modes(t);
	t->redraw = t->resized = true;
}

void term_suspend(struct term *t)
{
	term_leave(t);
	tty_stop();
	term_resume(t);
}

void term_close(struct term *t)
{
	if (!t)
		return;
	term_leave(t);
	release(t);
}

const char *term_trouble(struct term *t)
{
	const struct measure *m = &t->measure;
	bool unread = m->asking && talk_pending(&t->talk); /* maybe the answer, if we were busy */
	bool silent = (m->asking && measure_silence_left(m) == 0 && !unread) || t->talk.mute;
	const char *trouble = NULL;

	if (t->told || !is_ours(t))
		return NULL;
	if (!m->agrees)
		trouble = _("ncurses has widths of its own, so rows may be shifted; see "
			    "\"karpread check\".");
	else if (m->probed && !m->utf8)
		trouble = _("This terminal does not read UTF-8, so text will be garbled.");
	else if (!m->probed && silent && !m->decided)
		trouble = _("The terminal does not tell widths; if rows shift, "
			    ":set ambiguous-width=wide.");
	t->told = trouble;
	return trouble;
}

struct term_report term_report(struct term *t)
{
	talk_settle(&t->talk);
	heed_answers(t);
	return (struct term_report){
		.probed = t->measure.probed,
		.utf8 = t->measure.utf8,
		.ambiguous = width_ambiguous(),
		.curses_agrees = t->measure.agrees,
		.colors = t->colors,
		.probe_us = t->measure.probe_us,
	};
}

struct canvas *term_canvas(struct term *t)
{
	return &t->canvas;
}

/* The colour in the terminal's numbers; on eight colours a bright one is made by bold. */
static int16_t color_of(const struct term *t, int16_t color, attr_t *attrs)
{
	if (color == LOOK_DEFAULT)
		return LOOK_DEFAULT;
	color = (int16_t)look_nearest(color, t->colors == 256 ? 256 : 16);
	if (color < 8 || t->colors > 8)
		return color;
	if (attrs)
		*attrs |= A_BOLD;
	return (int16_t)(color - 8);
}

static short pair_of(struct term *t, int16_t fg, int16_t bg)
{
	if (fg == LOOK_DEFAULT && bg == LOOK_DEFAULT)
		return 0;
	if (!t->default_colors) { /* curses takes white on black for granted, then */
		fg = fg == LOOK_DEFAULT ? COLOR_WHITE : fg;
		bg = bg == LOOK_DEFAULT ? COLOR_BLACK : bg;
	}
	for (size_t i = 0; i < t->pairs.n; i++) {
		if (t->pairs.p[i].fg == fg && t->pairs.p[i].bg == bg)
			return (short)(i + 1);
	}
	if (t->pairs.n + 1 >= (size_t)COLOR_PAIRS || t->pairs.n + 1 >= INT16_MAX)
		return 0;
	vec_push(&t->pairs, (struct color_pair){fg, bg});
	init_pair((short)t->pairs.n, fg, bg);
	return (short)t->pairs.n;
}

static attr_t attrs_of(uint16_t attrs)
{
	static const struct {
		uint16_t ours;
		attr_t curses;
	} map[] = {
		{LOOK_BOLD, A_BOLD},           {LOOK_DIM, A_DIM},         {LOOK_ITALIC, A_ITALIC},
		{LOOK_UNDERLINE, A_UNDERLINE}, {LOOK_REVERSE, A_REVERSE},
	};
	attr_t result = A_NORMAL;

	for (size_t i = 0; i < sizeof(map) / sizeof(*map); i++) {
		if (attrs & map[i].ours)
			result |= map[i].curses;
	}
	return result;
}

/* One cell as curses has it; how many array elements that took. */
static int set_cell(struct term *t, const struct canvas_cell *cell, cchar_t *out)
{
	const struct draw_glyph *g = &cell->glyph;
	wchar_t text[DRAW_CODE_POINTS + 1] = {0};
	attr_t attrs = attrs_of(cell->look.attrs);
	short pair = 0;

	if (t->colors) {
		int16_t fg = color_of(t, cell->look.fg, &attrs);

		pair = pair_of(t, fg, color_of(t, cell->look.bg, NULL));
	} else if (cell->look.bg != LOOK_DEFAULT) {
		/* What stands on a ground of its own does so where there are no colours. */
		attrs ^= A_REVERSE;
	}
	for (int i = 0; i < g->n; i++)
		text[i] = (wchar_t)g->cp[i];
	/* A width that was learnt after the cell was painted would shift the rest of the row. */
	if (width_of(g->cp[0]) == g->columns && setcchar(out, text, attrs, pair, NULL) == OK)
		return 1;
	for (int i = 0; i < g->columns; i++)
		setcchar(&out[i], L" ", attrs, pair, NULL);
	return g->columns;
}

static void send_row(struct term *t, int row)
{
	const struct canvas_cell *cells = t->canvas.cells + (size_t)row * (size_t)t->canvas.columns;
	int n = 0;

	for (int i = 0; i < t->canvas.columns; i++) {
		if (cells[i].glyph.columns)
			n += set_cell(t, &cells[i], &t->row[n]);
	}
	mvadd_wchnstr(row, 0, t->row, n);
}

static bool cell_eq(const struct canvas_cell *a, const struct canvas_cell *b)
{
	return a->glyph.n == b->glyph.n && a->glyph.columns == b->glyph.columns &&
	       look_eq(a->look, b->look) &&
	       memcmp(a->glyph.cp, b->glyph.cp, a->glyph.n * sizeof(*a->glyph.cp)) == 0;
}

/* Sends a row when it is another than the one sent last. */
static void update_row(struct term *t, int row)
{
	size_t begin = (size_t)row * (size_t)t->canvas.columns;
	struct canvas_cell *have = t->canvas.cells + begin, *sent = t->shown.cells + begin;
	int same = 0;

	while (same < t->canvas.columns && cell_eq(&have[same], &sent[same]))
		same++;
	if (same == t->canvas.columns && !t->redraw)
		return;
	send_row(t, row);
	memcpy(sent, have, (size_t)t->canvas.columns * sizeof(*have));
}

/*
 * Asks for the widths of what will be shown for the first time. True: some is not as wide as it
 * was laid out, so showing it would be wrong.
 */
static bool probe_canvas(struct term *t)
{
	size_t n = (size_t)t->canvas.rows * (size_t)t->canvas.columns;
	struct probe_place place;
	bool can_ask = measure_can_ask(&t->measure, place_to_ask(t, &place));
	struct buf unknown = {0};
	bool changed;

	for (size_t i = 0; i < n && can_ask; i++) {
		const struct draw_glyph *g = &t->canvas.cells[i].glyph;

		for (int k = 0; k < g->n; k++) {
			char text[4];

			if (!width_is_safe(g->cp[k]) && !width_known(g->cp[k]))
				buf_add(&unknown, text, utf8_put(text, g->cp[k]));
		}
	}
	changed = unknown.n && term_probe(t, buf_str(&unknown));
	buf_release(&unknown);
	return changed;
}

static void show_cursor(struct term *t, bool visible)
{
	if (t->cursor != visible)
		curs_set(visible);
	t->cursor = visible;
}

static int at_most(int n, int last)
{
	return n < 0 ? 0 : n < last ? n : last;
}

static void draw(struct term *t, int row, int column)
{
	if (t->redraw)
		clearok(curscr, TRUE);
	else if (t->measure.wiped)
		wredrawln(stdscr, t->canvas.rows - 1, 1);
	for (int i = 0; i < t->canvas.rows; i++)
		update_row(t, i);
	if (row < 0)
		show_cursor(t, false);
	else
		wmove(stdscr, at_most(row, t->canvas.rows - 1),
		      at_most(column, t->canvas.columns - 1));
	wnoutrefresh(stdscr);
	doupdate();
	if (row >= 0)
		show_cursor(t, true);
	if (!t->on_screen)
		tty_catch(); /* curses has come back and may have put its own handlers */
	t->on_screen = true;
	t->redraw = t->measure.wiped = false;
}

void term_show(struct term *t, int row, int column)
{
	if (!is_ours(t))
		return;
	if (t->measure.asking)
		talk_poll(&t->talk);
	heed_answers(t);
	if (!t->resized && probe_canvas(t))
		t->resized = true;
	if (t->resized || !is_ours(t)) /* to be laid out again; hung up instead of answering */
		return;
	tty_hold_signals(true);
	draw(t, row, column);
	tty_hold_signals(false);
}

void term_redraw(struct term *t)
{
	ask_again(t);
	t->redraw = t->resized = true;
}

void term_title(struct term *t, struct str title)
{
	struct buf text = {0};

	title = str_sub(title, 0, seg_floor(title.p, title.n, TITLE_LIMIT));
	if (str_eq(title, buf_str(&t->title)) || t->talk.hung_up || tigetflag("XT") != 1)
		return;
	if (title.n) {
		buf_adds(&text, t->title.n ? "\033]2;" : "\033[22;2t\033]2;");
		draw_add(&text, title);
		buf_addc(&text, '\a');
	} else {
		buf_adds(&text, "\033[23;2t");
	}
	tty_write(&t->talk.tty, text.p, text.n);
	buf_clear(&t->title);
	buf_addstr(&t->title, title);
	buf_release(&text);
}

void term_configure(struct term *t, const struct term_options *options)
{
	struct term_options before = t->options;

	take_options(t, options);
	t->options.color = before.color;
	set_substitutes(t);
	if (is_ours(t) && options->mouse != before.mouse)
		send(t, options->mouse ? mouse_on : MOUSE_OFF);
	if (options->ambiguous != before.ambiguous || options->substitute != before.substitute)
		term_redraw(t);
}

static void come_back(struct term *t)
{
	term_leave(t);
	term_resume(t);
}

static void heed_signals(struct term *t)
{
	int signals = talk_signals(&t->talk);

	if (signals & TTY_END) {
		t->gone = true;
		t->talk.hung_up = tty_wait(&t->talk.tty, 0, NULL, 0, true) == TTY_GONE;
	} else if (signals & TTY_STOP) {
		term_suspend(t);
	} else if (signals & TTY_CONT) {
		come_back(t);
	} else if (signals & TTY_WINCH) {
		bool was_narrow = t->canvas.columns < PROBE_COLUMNS;
		struct probe_place place;

		take_size(t);
		if (was_narrow && !t->measure.probed && !t->talk.open)
			measure_begin(&t->measure, place_to_ask(t, &place));
	}
}

static bool take_key(struct term *t, struct key *key)
{
	bool typed = !t->resized && talk_key(&t->talk, key);

	heed_answers(t);
	if (!typed && t->resized) {
		t->resized = false;
		*key = (struct key){.code = KEY_CODE_RESIZE};
		return true;
	}
	return typed;
}

/* Milliseconds left until `end`, or -1 for ever. */
static int time_left(int64_t end)
{
	int64_t left = end < 0 ? -1 : end - clock_monotonic_ms();

	return end >= 0 && left < 0 ? 0 : (int)left;
}

enum term_event term_wait(struct term *t, int timeout_ms, const int *fds, size_t n, struct key *key,
			  size_t *ready)
{
	/* The turn after a silence is the one that tells of it. */
	int silence = t->measure.asking && !t->told ? measure_silence_left(&t->measure) : 0;

	if (silence > 0 && (timeout_ms < 0 || silence < timeout_ms))
		timeout_ms = silence;
	int64_t end = timeout_ms < 0 ? -1 : clock_monotonic_ms() + timeout_ms;

	for (int which = TTY_INPUT; which < 0;) {
		heed_signals(t);
		if (t->gone || t->talk.hung_up) {
			t->gone = true;
			return TERM_GONE;
		}
		if (take_key(t, key))
			return TERM_KEY;
		if (which == TTY_TIMEOUT)
			return TERM_TIMEOUT;
		which = talk_wait(&t->talk, time_left(end), fds, n);
		if (which >= 0)
			*ready = (size_t)which;
	}
	return TERM_READY;
}

bool term_pending(struct term *t)
{
	return t->resized || talk_pending(&t->talk);
}
