/* SPDX-License-Identifier: ISC
 *
 * Paints texts that are hard on terminals and writes what it believes the screen shows to the
 * file named as its argument, before each wait: a line for each row, blanks at its end left out,
 * a backslash for the second half of each wide character.
 * With "sure" as the second argument only texts about which all terminals agree, with "all" also
 * what libvterm cannot draw; with "busy" it does something else for a while before it reads what
 * the terminal sends, and says what trouble there is; with "report" it says what was found out
 * about the terminal and ends.
 * Keys: j k scroll, s restyle, o overwrite, e edit a prompt, p probe, t
 * sets a title, x leaves the terminal and comes back, C-l redraws, C-z, q quits;
 * any other is named on the last row.
 */
#include "config.h"

#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"
#include "ui/edit.h"
#include "ui/term.h"

static const char *const texts[] = {
	"plain ASCII, nothing to see",
	"“引号”……——·×÷±§※①★■→─│αЯ℃№™®½²",
	"　　OpenAI 在上海发布了 GPT-4,共 3.14 万字。",
	"が か\u3099 は\u309A ﾊﾟ ｶﾞ ｱｲｳ ー〜…",
	"é e\u0301 à ǖ u\u0308\u0304 Z\u0351\u036B\u0343\u036A\u0302\u036B\u033D",
	"각 각 한국어 조합: \u1112\u1161\u11AB",
	"escape \033[31m, C1 \302\23331m, bidi \u202Eabc\u202C, soft\u00ADhyphen, ZWSP\u200Bx, "
	"tab\tx",
	"中文字符铺满整行直到最后一列以检验宽字符在行末的处理是否正确不会被切成两半也不会换到下一行"
	"去",
	"x中文字符错开一列铺满整行直到最后一列以检验宽字符在行末的处理是否正确不会被切成两半也不会"
	"换行",
	/* From here on terminals differ and must be asked. */
	"😀 😅 👍🏽 👩‍👩‍👧‍👦 🇯🇵 🇫 1️⃣ ❤️ ❤ ☺ 🥺 "
	"🫨",
	"नमस्ते हिन्दी كتاب שלום ไทย",
	"\u0301mark alone, \uFFFD, \uE000, \U0001FAE8, \u2E3A, \U00020000 \U00031350",
	/* libvterm 0.1 takes it for two columns or four, by how its bytes come. */
	"か\u309Aき\u309A セ\u309A \u309A ト\u309A。",
};

enum { ALL_TEXTS = sizeof(texts) / sizeof(*texts), TEXTS = ALL_TEXTS - 1, SURE_TEXTS = 9 };

enum { BUSY_MS = 700 }; /* longer than a terminal may take to answer */

struct state {
	struct term *term;
	const char *dump;
	size_t top, texts;
	bool restyled, overwritten, editing;
	struct edit edit;
	struct buf note;
};

/* AddressSanitizer asks. What curses allocates before it finds out that it cannot go on is lost. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:new_prescr\n";
}

static void paint(struct state *s)
{
	struct canvas *c = term_canvas(s->term);
	struct pane all = canvas_pane(c);

	pane_fill(all, LOOK_PLAIN);
	for (int row = 0; row < c->rows; row++) {
		size_t i = ((size_t)row + s->top) % s->texts;
		struct look look = {(int16_t)(i % 8 ? (int)i % 8 : LOOK_DEFAULT), LOOK_DEFAULT,
				    (uint16_t)(i % 3 == 0 ? LOOK_BOLD : 0)};

		pane_put(all, row, (int)i % 3 - 1, str_of(texts[i]), look);
		if (s->overwritten) {
			pane_put(all, row, 3 + (int)i % 5, STR("ab"), LOOK_PLAIN);
			pane_put(all, row, 12 + (int)i % 4, STR("全"), look);
			pane_fill(pane_part(all, row, 20 + (int)i % 2, 1, 7),
				  (struct look){LOOK_DEFAULT, 4, 0});
		}
		if (i % 2) /* shows when the row before it is longer or shorter than was thought */
			pane_put(all, row, c->columns - 1, STR("|"), LOOK_PLAIN);
		if (s->restyled)
			pane_restyle(all, row, 2 + (int)i % 7, 9,
				     (struct look){LOOK_DEFAULT, LOOK_DEFAULT, LOOK_REVERSE});
	}
}

static void show(struct state *s)
{
	struct canvas *c = term_canvas(s->term);
	struct pane bar = pane_part(canvas_pane(c), c->rows - 1, 0, 1, c->columns);

	paint(s);
	if (s->editing) {
		size_t begin, end;
		int column;

		edit_window(&s->edit, c->columns < 2 ? 2 : c->columns, &begin, &end, &column);
		pane_fill(bar, LOOK_PLAIN);
		pane_put(bar, 0, 0, str_sub(buf_str(&s->edit.text), begin, end), LOOK_PLAIN);
		term_show(s->term, c->rows - 1, column);
		return;
	}
	if (s->note.n) {
		pane_fill(bar, LOOK_PLAIN);
		pane_put(bar, 0, 0, buf_str(&s->note), LOOK_PLAIN);
	}
	term_show(s->term, s->restyled ? 0 : -1, 3);
}

static void dump(struct state *s)
{
	struct canvas *c = term_canvas(s->term);
	FILE *f = fopen(s->dump, "w");

	if (!f)
		exit(2);
	for (int row = 0; row < c->rows; row++) {
		struct buf line = {0};
		size_t end = 0;

		for (int i = 0; i < c->columns; i++) {
			struct draw_glyph *g = &c->cells[row * c->columns + i].glyph;

			for (int k = 0; k < g->n; k++) {
				char text[4];

				buf_add(&line, text, utf8_put(text, g->cp[k]));
			}
			if (g->columns == 0)
				buf_addc(&line, '\\');
			if (!(g->n == 1 && g->cp[0] == ' '))
				end = line.n;
		}
		if (line.n)
			buf_truncate(&line, end);
		fprintf(f, "%s\n", buf_cstr(&line));
		buf_release(&line);
	}
	fclose(f);
}

static void command(struct state *s, struct key key)
{
	/* A new layout may come at any time, as when a terminal answers, and is no key. */
	if (key.code != KEY_CODE_RESIZE)
		buf_clear(&s->note);
	if (s->editing) {
		enum edit_result result = edit_key(&s->edit, key);

		s->editing = result != EDIT_ACCEPT && result != EDIT_CANCEL;
		return;
	}
	switch (key.pasted ? 0 : key.code | (uint32_t)key.mods << 24) {
	case 'j':
		s->top++;
		break;
	case 'k':
		s->top += s->texts - 1;
		break;
	case 's':
		s->restyled = !s->restyled;
		break;
	case 'o':
		s->overwritten = !s->overwritten;
		break;
	case 'e':
		s->editing = true;
		break;
	case 'p':
		(void)term_report(s->term); /* only a terminal that has answered is asked more */
		for (size_t i = 0; i < s->texts; i++)
			term_probe(s->term, str_of(texts[i]));
		break;
	case 't':
		term_title(s->term, STR("title 本\033"));
		break;
	case 'x':
		term_leave(s->term);
		puts("outside");
		term_resume(s->term);
		break;
	case 'l' | KEY_CTRL << 24:
		term_redraw(s->term);
		break;
	case 'z' | KEY_CTRL << 24:
		term_suspend(s->term);
		break;
	case KEY_CODE_RESIZE:
		break;
	default:
		buf_adds(&s->note, key.pasted ? "pasted " : "");
		key_name(key, &s->note);
		if (key.row || key.column)
			buf_addf(&s->note, " at %d,%d", key.row, key.column);
	}
}

static int report(struct term *t)
{
	struct term_report r = term_report(t);

	term_close(t);
	printf("probed %d utf8 %d ambiguous %d agrees %d colors %d\n", r.probed, r.utf8,
	       r.ambiguous, r.curses_agrees, r.colors);
	return 0;
}

int main(int argc, char **argv)
{
	struct term_options options = {.color = true, .mouse = true};
	struct state s = {.dump = argc > 1 ? argv[1] : "/dev/null", .texts = TEXTS};
	struct err err = {0};
	struct key key = {0};
	enum term_event event;
	size_t ready;

	setlocale(LC_ALL, "");
	if (getenv("PAINT_WIDE"))
		options.ambiguous = TERM_AMBIGUOUS_WIDE;
	if (term_open(&options, &s.term, &err) < 0) {
		fprintf(stderr, "%s\n", err_text(&err));
		err_release(&err);
		return 1;
	}
	if (argc > 2 && strcmp(argv[2], "report") == 0)
		return report(s.term);
	if (argc > 2 && strcmp(argv[2], "sure") == 0)
		s.texts = SURE_TEXTS;
	else if (argc > 2 && strcmp(argv[2], "all") == 0)
		s.texts = ALL_TEXTS;
	if (argc > 2 && strcmp(argv[2], "busy") == 0) {
		const char *trouble;

		poll(NULL, 0, BUSY_MS);
		trouble = term_trouble(s.term);
		buf_adds(&s.note, trouble ? trouble : "no trouble");
	}
	edit_start(&s.edit, STR("编辑 prompt: “中文”"), NULL);
	do {
		show(&s);
		dump(&s);
		event = term_wait(s.term, -1, NULL, 0, &key, &ready);
		if (event == TERM_KEY)
			command(&s, key);
	} while (event == TERM_KEY && (s.editing || key.pasted || key.code != 'q'));
	term_close(s.term);
	edit_release(&s.edit);
	buf_release(&s.note);
	return event == TERM_GONE ? 3 : 0;
}
