/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "harness.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vterm.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/vec.h"
#include "scanner.h"
#include "text/utf8.h"
#include "ui/tty.h"

enum { DEADLINE_MS = 30000 };

/* What the small shell tells, each with the number that follows. */
struct note {
	char kind; /* P: process id, S: stopped, X: ended with this status */
	int value;
};

struct harness {
	VTerm *vt;
	VTermScreen *screen;
	pid_t shell, program;
	int terminal;           /* the master's side; -1: hung up */
	int asleep;             /* a struct tty_rest each time the program goes to sleep */
	int notes;              /* from the shell */
	int orders;             /* to the shell: a byte lets the program go on */
	struct tty_rest wanted; /* when the program has come to know all that was done to it */
	bool cursor_visible;
	enum harness_answers answers;
	struct buf output; /* of the program, not shown yet */
	struct buf late;   /* answers held back */
	struct scanner scanner;
	enum harness_state state;
	int status;
};

/* The small shell is a leader that hands the terminal to its one job and takes it back. */
static void tell(int fd, char kind, int value)
{
	struct note note = {kind, value};

	if (write(fd, &note, sizeof(note)) < 0)
		_exit(125);
}

static void run_job(const char *const *argv, char *const *environment)
{
	setpgid(0, 0);
	tcsetpgrp(0, getpgrp());
	signal(SIGTTOU, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	execve(argv[0], (char *const *)argv, environment);
	perror(argv[0]);
	_exit(127);
}

static void be_shell(const char *const *argv, char *const *environment, int notes, int orders)
{
	int status;
	char order;
	pid_t job;

	signal(SIGTTOU, SIG_IGN); /* to take the terminal back from the background */
	signal(SIGHUP, SIG_IGN);
	fcntl(notes, F_SETFD, FD_CLOEXEC);
	fcntl(orders, F_SETFD, FD_CLOEXEC);
	job = fork();
	if (job == 0)
		run_job(argv, environment);
	setpgid(job, job);
	tcsetpgrp(0, job);
	tell(notes, 'P', job);
	while (waitpid(job, &status, WUNTRACED) == job && WIFSTOPPED(status)) {
		tcsetpgrp(0, getpgrp());
		tell(notes, 'S', WSTOPSIG(status));
		if (read(orders, &order, 1) != 1)
			_exit(125);
		tcsetpgrp(0, job);
		kill(-job, SIGCONT);
	}
	tell(notes, 'X', WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	_exit(0);
}

static void send(struct harness *h, const char *p, size_t n)
{
	while (n && h->terminal >= 0) {
		ssize_t done = write(h->terminal, p, n);

		if (done < 0)
			return;
		h->wanted.taken = (uint8_t)(h->wanted.taken + done);
		p += done;
		n -= (size_t)done;
	}
}

/* Answers of libvterm's; they come in pieces. */
static void on_output(const char *p, size_t n, void *user)
{
	static const char garbage[] = "\033[;;\xff\033[999;999R\033[?R\033]x\033\\";
	struct harness *h = user;

	switch (h->answers) {
	case HARNESS_SILENT:
		break;
	case HARNESS_ANSWERS_LATE:
		buf_add(&h->late, p, n);
		break;
	case HARNESS_ANSWERS_GARBAGE:
		send(h, garbage, sizeof(garbage) - 1);
		break;
	case HARNESS_ANSWERS_POSITIONS:
		if (p[n - 1] != 'c')
			send(h, p, n);
		break;
	case HARNESS_ANSWERS_TWICE:
		send(h, p, n);
		/* fall through */
	case HARNESS_ANSWERS_BYTES:
	case HARNESS_ANSWERS:
		send(h, p, n);
	}
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
	struct harness *h = user;

	if (property == VTERM_PROP_CURSORVISIBLE)
		h->cursor_visible = value->boolean;
	return 1;
}

static void open_vterm(struct harness *h, int rows, int columns)
{
	static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

	h->vt = vterm_new(rows, columns);
	vterm_set_utf8(h->vt, h->answers != HARNESS_ANSWERS_BYTES);
	vterm_output_set_callback(h->vt, on_output, h);
	h->screen = vterm_obtain_screen(h->vt);
	vterm_screen_set_callbacks(h->screen, &callbacks, h);
	vterm_screen_enable_altscreen(h->screen, 1);
	vterm_screen_reset(h->screen, 1);
	h->cursor_visible = true;
}

/*
 * How much of p[0..n) libvterm gets at once: a run of text, a control or a whole sequence; 0 when
 * the end is not there yet. Version 0.1.4 puts a mark that comes behind a base at the last column
 * on another cell, and loses titles, when they come in pieces.
 */
static size_t piece(const char *p, size_t n)
{
	bool csi = n > 1 && p[1] == '[', osc = n > 1 && p[1] == ']';
	size_t i = 0;

	if (p[0] == '\033') {
		for (i = 2; i < n; i++) {
			if (osc ? p[i] == '\a' : !csi || (p[i] >= '@' && p[i] <= '~'))
				return !csi && !osc && p[1] != '(' ? 2 : i + 1;
		}
		return n == 2 && !csi && !osc && p[1] != '(' ? 2 : 0;
	}
	while (i < n && (unsigned char)p[i] >= 0x20)
		i++;
	return i == 0 ? 1 : i < n ? i : 0;
}

/* Shows what has come, also an unfinished end of it if that was all. False: terminal closed. */
static bool take_output(struct harness *h, bool all)
{
	struct pollfd polled = {.fd = h->terminal, .events = POLLIN};
	char bytes[4096];
	bool open = true;
	size_t at = 0, size;

	while (open && h->terminal >= 0 && poll(&polled, 1, 0) > 0) {
		ssize_t n = read(h->terminal, bytes, sizeof(bytes));

		open = n > 0;
		for (ssize_t i = 0; i < n; i++)
			scanner_feed(&h->scanner, (unsigned char)bytes[i]);
		buf_add(&h->output, bytes, n > 0 ? (size_t)n : 0);
	}
	for (; at < h->output.n; at += size) {
		size = piece(h->output.p + at, h->output.n - at);
		if (size == 0 && !all)
			break;
		if (size == 0)
			size = h->output.n - at;
		vterm_input_write(h->vt, h->output.p + at, size);
	}
	if (at)
		memmove(h->output.p, h->output.p + at, h->output.n - at);
	buf_truncate(&h->output, h->output.n - at);
	return open;
}

static void take_note(struct harness *h)
{
	struct note note = {0};

	if (read(h->notes, &note, sizeof(note)) != sizeof(note))
		note = (struct note){'X', 125};
	switch (note.kind) {
	case 'P':
		h->program = note.value;
		break;
	case 'S':
		h->state = HARNESS_STOPPED;
		break;
	default:
		h->state = HARNESS_ENDED;
		h->status = note.value;
	}
}

/* Has the program gone to sleep after reading all that was sent, at the size there is now? */
static bool has_caught_up(struct harness *h)
{
	struct tty_rest rests[64], *last;
	ssize_t n = read(h->asleep, rests, sizeof(rests));

	if (n <= 0)
		return false;
	take_output(h, true); /* which may ask something, and be answered */
	last = &rests[(size_t)n / sizeof(*rests) - 1];
	return memcmp(last, &h->wanted, sizeof(*last)) == 0;
}

enum harness_state harness_wait(struct harness *h)
{
	int64_t end = clock_monotonic_ms() + DEADLINE_MS;
	bool open = h->terminal >= 0;

	if (h->state == HARNESS_ENDED)
		return h->state;
	for (h->state = HARNESS_LATE; h->state == HARNESS_LATE;) {
		struct pollfd polled[3] = {{.fd = h->asleep, .events = POLLIN},
					   {.fd = h->notes, .events = POLLIN},
					   {.fd = open ? h->terminal : -1, .events = POLLIN}};
		int64_t left = end - clock_monotonic_ms();

		if (left <= 0 || poll(polled, 3, (int)left) == 0)
			return h->state;
		if (polled[2].revents)
			open = take_output(h, false);
		if (polled[0].revents & POLLIN && has_caught_up(h))
			h->state = HARNESS_WAITS;
		if (polled[1].revents)
			take_note(h);
	}
	take_output(h, true);
	return h->state;
}

/* Forgets what the program told before it is asked for something new. */
static void begin(struct harness *h)
{
	char old[256];

	while (read(h->asleep, old, sizeof(old)) > 0)
		;
}

enum harness_state harness_type(struct harness *h, struct str bytes)
{
	begin(h);
	buf_addstr(&h->late, bytes);
	send(h, h->late.p, h->late.n);
	buf_clear(&h->late);
	return harness_wait(h);
}

void harness_set_size(struct harness *h, int rows, int columns)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	vterm_set_size(h->vt, rows, columns);
	h->wanted.rows = (uint8_t)rows;
	h->wanted.columns = (uint8_t)columns;
	ioctl(h->terminal, TIOCSWINSZ, &size);
}

enum harness_state harness_resize(struct harness *h, int rows, int columns)
{
	begin(h);
	harness_set_size(h, rows, columns);
	return h->state == HARNESS_STOPPED ? h->state : harness_wait(h);
}

enum harness_state harness_signal(struct harness *h, int signo)
{
	begin(h);
	kill(h->program, signo);
	return harness_wait(h);
}

enum harness_state harness_continue(struct harness *h)
{
	begin(h);
	if (write(h->orders, "", 1) < 0)
		return HARNESS_LATE;
	return harness_wait(h);
}

enum harness_state harness_hang_up(struct harness *h)
{
	close(h->terminal);
	h->terminal = -1;
	return harness_wait(h);
}

enum harness_state harness_state(const struct harness *h)
{
	return h->state;
}

int harness_status(const struct harness *h)
{
	return h->status;
}

typedef VEC(char *) environment_vec;

/* Nothing of the environment of whoever runs the tests, but for where programs are. */
static void make_environment(environment_vec *e, const struct harness_options *o, int asleep)
{
	static const char *const fixed[] = {"TERM=xterm-256color", "LANG=C.UTF-8", "TZ=UTC",
					    "KARPREAD_NOW=1700000000"};
	static const char *const kept[] = {"PATH",         "KARPREAD_BUILDDIR", "ASAN_OPTIONS",
					   "LSAN_OPTIONS", "UBSAN_OPTIONS",     "LD_LIBRARY_PATH"};
	struct buf b = {0};

	for (size_t i = 0; o->extra && o->extra[i]; i++)
		vec_push(e, xstrdup(o->extra[i])); /* first, so that they count */
	for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++)
		vec_push(e, xstrdup(fixed[i]));
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++) {
		if (getenv(kept[i])) {
			buf_addf(&b, "%s=%s", kept[i], getenv(kept[i]));
			vec_push(e, buf_detach(&b));
		}
	}
	buf_addf(&b, "HOME=%s", o->folder);
	vec_push(e, buf_detach(&b));
	buf_addf(&b, "KARPREAD_TEST_FD=%d", asleep);
	vec_push(e, buf_detach(&b));
	vec_push(e, NULL);
}

static void set_up_shell(const char *const *argv, const struct harness_options *o, int asleep,
			 int notes, int orders)
{
	environment_vec environment = {0};

	make_environment(&environment, o, asleep);
	if (chdir(o->folder) == 0)
		be_shell(argv, environment.p, notes, orders);
	_exit(125);
}

struct harness *harness_start(const char *const *argv, const struct harness_options *options)
{
	struct winsize size = {.ws_row = (unsigned short)options->rows,
			       .ws_col = (unsigned short)options->columns};
	struct harness *h = xcalloc(1, sizeof(*h));
	int asleep[2], notes[2], orders[2];

	h->answers = options->answers;
	h->wanted.rows = (uint8_t)options->rows;
	h->wanted.columns = (uint8_t)options->columns;
	if (pipe(asleep) < 0 || pipe(notes) < 0 || pipe(orders) < 0) {
		free(h);
		return NULL;
	}
	fcntl(asleep[0], F_SETFL, O_NONBLOCK);
	h->shell = forkpty(&h->terminal, NULL, NULL, &size);
	if (h->shell == 0) {
		close(asleep[0]);
		close(notes[0]);
		close(orders[1]);
		set_up_shell(argv, options, asleep[1], notes[1], orders[0]);
	}
	close(asleep[1]);
	close(notes[1]);
	close(orders[0]);
	h->asleep = asleep[0];
	h->notes = notes[0];
	h->orders = orders[1];
	open_vterm(h, options->rows, options->columns);
	if (h->shell < 0) {
		harness_free(h);
		return NULL;
	}
	fcntl(h->terminal, F_SETFD, FD_CLOEXEC);
	send(h, options->early.p, options->early.n);
	harness_wait(h);
	return h;
}

void harness_free(struct harness *h)
{
	if (h->shell > 0) {
		if (h->state != HARNESS_ENDED && h->program)
			kill(-h->program, SIGKILL);
		kill(h->shell, SIGKILL);
		waitpid(h->shell, NULL, 0);
	}
	if (h->terminal >= 0)
		close(h->terminal);
	close(h->asleep);
	close(h->notes);
	close(h->orders);
	vterm_free(h->vt);
	buf_release(&h->output);
	buf_release(&h->late);
	free(h);
}

int harness_rows(const struct harness *h)
{
	int rows, columns;

	vterm_get_size(h->vt, &rows, &columns);
	return rows;
}

static void add_row(const struct harness *h, int row, const char *half, struct buf *out)
{
	int rows, columns;
	size_t end = out->n;

	vterm_get_size(h->vt, &rows, &columns);
	for (int i = 0; i < columns; i++) {
		VTermScreenCell cell = {0}; /* of chars only those in use are set */

		vterm_screen_get_cell(h->screen, (VTermPos){row, i}, &cell);
		if (cell.chars[0] == UINT32_MAX) { /* second half */
			buf_adds(out, half);
			end = out->n;
			continue;
		}
		if (cell.chars[0] == 0)
			cell.chars[0] = ' ';
		for (int k = 0; k < VTERM_MAX_CHARS_PER_CELL && cell.chars[k]; k++) {
			char text[4];

			buf_add(out, text, utf8_put(text, cell.chars[k]));
		}
		if (cell.chars[0] != ' ' || cell.chars[1])
			end = out->n;
	}
	if (out->n)
		buf_truncate(out, end);
}

void harness_row(const struct harness *h, int row, struct buf *out)
{
	add_row(h, row, "", out);
}

void harness_cells(const struct harness *h, int row, struct buf *out)
{
	add_row(h, row, "\\", out);
}

static void add_color(struct buf *out, const char *name, const VTermColor *color)
{
	if (VTERM_COLOR_IS_INDEXED(color))
		buf_addf(out, " %s=%d", name, color->indexed.idx);
	else
		buf_addf(out, " %s=#%02x%02x%02x", name, color->rgb.red, color->rgb.green,
			 color->rgb.blue);
}

void harness_look(const struct harness *h, int row, int column, struct buf *out)
{
	struct buf look = {0};
	VTermScreenCell cell = {0};

	vterm_screen_get_cell(h->screen, (VTermPos){row, column}, &cell);
	if (cell.chars[0] == UINT32_MAX &&
	    column > 0) /* of a wide character only this half has it */
		vterm_screen_get_cell(h->screen, (VTermPos){row, column - 1}, &cell);
	if (cell.attrs.bold)
		buf_adds(&look, " bold");
	if (cell.attrs.italic)
		buf_adds(&look, " italic");
	if (cell.attrs.underline)
		buf_adds(&look, " underline");
	if (cell.attrs.reverse)
		buf_adds(&look, " reverse");
	if (!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg))
		add_color(&look, "fg", &cell.fg);
	if (!VTERM_COLOR_IS_DEFAULT_BG(&cell.bg))
		add_color(&look, "bg", &cell.bg);
	buf_addstr(out, str_trim(buf_str(&look)));
	buf_release(&look);
}

static void dump_looks(const struct harness *h, int row, struct buf *out)
{
	struct buf look = {0}, next = {0};
	int rows, columns, begin = 0;
	size_t start = out->n;

	vterm_get_size(h->vt, &rows, &columns);
	for (int i = 0; i <= columns; i++) {
		buf_clear(&next);
		if (i < columns)
			harness_look(h, row, i, &next);
		if (i < columns && str_eq(buf_str(&look), buf_str(&next)))
			continue;
		if (look.n)
			buf_addf(out, "|%d-%d %s", begin, i - 1, buf_cstr(&look));
		begin = i;
		buf_clear(&look);
		buf_addstr(&look, buf_str(&next));
	}
	if (out->n > start)
		buf_addc(out, '\n');
	buf_release(&look);
	buf_release(&next);
}

void harness_dump(const struct harness *h, struct buf *out)
{
	int row, column;

	for (row = 0; row < harness_rows(h); row++) {
		buf_addf(out, "%02d ", row);
		harness_row(h, row, out);
		while (out->p[out->n - 1] == ' ')
			buf_truncate(out, out->n - 1);
		buf_addc(out, '\n');
		dump_looks(h, row, out);
	}
	if (harness_cursor(h, &row, &column))
		buf_addf(out, "cursor %d %d\n", row, column);
	else
		buf_adds(out, "cursor hidden\n");
}

bool harness_cursor(const struct harness *h, int *row, int *column)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(h->vt), &pos);
	*row = pos.row;
	*column = pos.col;
	return h->cursor_visible;
}

const char *harness_title(const struct harness *h)
{
	return h->scanner.title;
}

const char *harness_forbidden(const struct harness *h)
{
	return h->scanner.forbidden[0] ? h->scanner.forbidden : NULL;
}
