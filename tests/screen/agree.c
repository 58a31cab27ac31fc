/* SPDX-License-Identifier: ISC
 *
 * Runs inside a terminal: starts tests/screen/paint on a pseudo-terminal, passes on what it sends
 * to the terminal and what that answers, types keys, and compares what paint believes with the
 * terminal's own dump of its screen.
 *
 *	agree tmux|kitty|xterm|vte RESULT PAINT
 *
 * RESULT gets TAP lines. Dumps come from a command, or through the FIFO RESULT.dump: from
 * xterm's printer command, or from tests/screen/vte.py. The latter two tell where the second
 * halves of wide characters are.
 */
#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/fs.h"
#include "keys.h"
#include "text/utf8.h"
#include "text/width.h"
#include "ui/tty.h"

/* Keys, or a size "=ROWSxCOLUMNS". */
static const char *const steps[] = {
	"",
	"j",
	"jjj",
	"s",
	"kk",
	"o",
	"j",
	"kkkk",
	"s",
	"kkk",
	"o",
	"=23x79",
	"j",
	"=24x33",
	"j",
	"s",
	"kkko",
	"o",
	"=12x34",
	"sjo",
	"jj",
	"=30x100",
	"k",
	"<C-l>",
	"j",
	"e<C-a><Right>x中<End>…",
	"<BS><BS><Left><Left>か",
	"<Home>“<Right>é<Right>",
	"<End>、。",
	"<Escape>",
	"j",
	"p",
	"jsj",
};

enum { STEPS = sizeof(steps) / sizeof(*steps), PATIENCE_MS = 20000 };

/* How a terminal is made to show its screen, and to take another size. */
static const struct method {
	const char *name;
	const char *dump;   /* a command, or a sequence on which the FIFO is written to */
	const char *dumped; /* sent when the FIFO has been read */
	const char *resize; /* a command of columns and rows; NULL: by CSI 8 t */
	int marks; /* how many a cell can hold, the last one in the place of more; 0: all */
} methods[] = {
	{
		.name = "tmux",
		.dump = "tmux capture-pane -p -t \"$TMUX_PANE\"",
		.resize = "tmux resize-window -t \"$TMUX_PANE\" -x %d -y %d",
	},
	{
		.name = "kitty",
		.dump = "kitty @ get-text --extent screen",
		.resize = "kitty @ resize-os-window --unit cells --width %d --height %d",
		.marks = 3,
	},
	{
		.name = "xterm",
		.dump = "\033[i",
		.dumped = "",
	},
	{
		/* The cursor shows the first row, and only another title is an event. */
		.name = "vte",
		.dump = "\0337\033[H\033]2;dump %d\a",
		.dumped = "\0338",
	},
};

struct relay {
	const struct method *method;
	int program;            /* the pseudo-terminal */
	int asleep;             /* a struct tty_rest each time paint goes to sleep */
	struct tty_rest wanted; /* when it has come to know all that was done to it */
	FILE *result;
	char *dump; /* path of the terminal's dump */
	struct termios cooked;
};

static void put(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);

		if (n <= 0)
			exit(1);
		s = str_sub(s, (size_t)n, s.n);
	}
}

static _Noreturn void give_up(struct relay *r, const char *why)
{
	fprintf(r->result, "Bail out! %s: %s\n", r->method->name, why);
	tcsetattr(0, TCSANOW, &r->cooked);
	exit(1);
}

/* Copies what is there from one side to the other; how many bytes. */
static size_t copy(struct relay *r, int from, int to)
{
	char bytes[4096];
	ssize_t n = read(from, bytes, sizeof(bytes));

	if (n <= 0)
		give_up(r, "the program or the terminal is gone");
	put(to, (struct str){bytes, (size_t)n});
	return (size_t)n;
}

static void take_sent(struct relay *r, size_t n)
{
	r->wanted.taken = (uint8_t)(r->wanted.taken + n);
}

static void take_size(struct relay *r, const struct winsize *size)
{
	r->wanted.rows = (uint8_t)size->ws_row;
	r->wanted.columns = (uint8_t)size->ws_col;
}

static bool is_readable(int fd)
{
	struct pollfd polled = {.fd = fd, .events = POLLIN};

	return poll(&polled, 1, 0) > 0;
}

/*
 * Passes bytes both ways until the program has read all and sleeps. What it sent before it went to
 * sleep may have come after poll looked for it.
 */
static void pass_on(struct relay *r)
{
	for (bool asleep = false; !asleep;) {
		struct pollfd polled[3] = {{.fd = r->program, .events = POLLIN},
					   {.fd = 0, .events = POLLIN},
					   {.fd = r->asleep, .events = POLLIN}};
		struct tty_rest rest;

		if (poll(polled, 3, PATIENCE_MS) <= 0)
			give_up(r, "the program does not come to rest");
		if (polled[1].revents)
			take_sent(r, copy(r, 0, r->program));
		else if (polled[0].revents)
			copy(r, r->program, 1);
		else if (read(r->asleep, &rest, sizeof(rest)) == sizeof(rest))
			asleep = memcmp(&rest, &r->wanted, sizeof(rest)) == 0;
	}
	while (is_readable(r->program))
		copy(r, r->program, 1);
}

/*
 * Asks the terminal how it is: once it answers, all that was sent before has been shown. What
 * comes before that is for the program; true when there was any.
 */
static bool sync_terminal(struct relay *r)
{
	static const char answer[] = "\033[0n";
	struct pollfd in = {.fd = 0, .events = POLLIN};
	struct buf got = {0};
	bool more;

	put(1, STR("\033[5n"));
	while (!str_ends(buf_str(&got), str_of(answer))) {
		char c;

		if (poll(&in, 1, PATIENCE_MS) <= 0 || read(0, &c, 1) != 1)
			give_up(r, "the terminal does not answer");
		buf_addc(&got, c);
	}
	buf_truncate(&got, got.n - (sizeof(answer) - 1));
	more = got.n > 0;
	take_sent(r, got.n);
	put(r->program, buf_str(&got));
	buf_release(&got);
	return more;
}

/* Until the program sleeps and the terminal has nothing to say to it. */
static void come_to_rest(struct relay *r)
{
	do
		pass_on(r);
	while (sync_terminal(r));
}

static void read_all(struct relay *r, FILE *f, struct buf *out)
{
	char bytes[4096];
	size_t n;

	if (!f)
		give_up(r, "there is no dump");
	while ((n = fread(bytes, 1, sizeof(bytes), f)))
		buf_add(out, bytes, n);
}

static bool has_fifo(const struct relay *r)
{
	return r->method->dump[0] == '\033';
}

/*
 * In a dump U+FFFF stands for the second half of a wide character, to which xterm gives the marks
 * that come behind it.
 */
static void mark_halves(struct str raw, struct buf *out)
{
	bool half = false;
	size_t size;

	for (size_t at = 0; at < raw.n; at += size) {
		uint32_t cp = utf8_at(raw.p, at, &size);

		if (half && (cp < 0x300 || width_of(cp) > 0 || cp == 0xFFFF)) {
			buf_addc(out, '\\');
			half = false;
		}
		if (cp == 0xFFFF)
			half = true;
		else
			buf_add(out, raw.p + at, size);
	}
	if (half)
		buf_addc(out, '\\');
}

static void take_dump(struct relay *r, int step, struct buf *out)
{
	struct buf raw = {0}, sequence = {0};
	FILE *f;

	if (has_fifo(r)) {
		buf_addf(&sequence, r->method->dump, step);
		put(1, buf_str(&sequence));
		buf_release(&sequence);
		f = fopen(r->dump, "r");
		read_all(r, f, &raw);
		fclose(f);
		put(1, str_of(r->method->dumped));
	} else {
		f = popen(r->method->dump, "r");
		read_all(r, f, &raw);
		pclose(f);
	}
	mark_halves(buf_str(&raw), out);
	buf_release(&raw);
}

/* Behind a half that ends a row VTE does not tell that it is one. */
static struct str trim_end(struct str line)
{
	while (line.n && strchr(" \r\f\\", line.p[line.n - 1]))
		line.n--;
	return line;
}

/* What the method's dump cannot have is left out: the marks for second halves, marks of a cell. */
static void read_believed(struct relay *r, struct buf *out)
{
	struct buf text = {0};
	size_t size, last = 0; /* where the last code point of out begins */
	int marks = 0;

	if (fs_read("believed", 1 << 20, &text, NULL, NULL) < 0)
		give_up(r, "paint wrote nothing");
	for (size_t at = 0; at < text.n; at += size) {
		uint32_t cp = utf8_at(text.p, at, &size);

		if (cp == '\\' && !has_fifo(r))
			continue;
		marks = cp >= ' ' && width_of(cp) == 0 ? marks + 1 : 0;
		if (r->method->marks && marks > r->method->marks)
			buf_truncate(out, last);
		last = out->n;
		buf_add(out, text.p + at, size);
	}
	buf_release(&text);
}

static void compare(struct relay *r, int step)
{
	struct buf believed = {0}, shown = {0};
	struct str want, got, wants, gots;
	int differ = 0;

	read_believed(r, &believed);
	take_dump(r, step, &shown);
	wants = buf_str(&believed);
	gots = buf_str(&shown);
	for (int row = 0; str_split(&wants, '\n', &want); row++) {
		if (!str_split(&gots, '\n', &got))
			got = (struct str){0};
		if (str_eq(trim_end(want), trim_end(got)) || (wants.p == NULL && want.n == 0))
			continue;
		differ++;
		fprintf(r->result, "# row %d: %.*s\n#  shown: %.*s\n", row, STR_ARG(want),
			STR_ARG(trim_end(got)));
	}
	fprintf(r->result, "%sok %d - %s: %d rows differ after \"%s\"\n", differ ? "not " : "",
		step + 1, r->method->name, differ, steps[step]);
	buf_release(&believed);
	buf_release(&shown);
}

/* The terminal is resized, and its own signal for that is not waited for: its size is. */
static void resize(struct relay *r, const char *size)
{
	struct winsize now = {0};
	char command[256];
	int rows, columns;

	if (sscanf(size, "=%dx%d", &rows, &columns) != 2)
		give_up(r, "no size");
	if (r->method->resize) {
		snprintf(command, sizeof(command), r->method->resize, columns, rows);
		if (system(command) != 0)
			give_up(r, "cannot be resized");
	} else {
		snprintf(command, sizeof(command), "\033[8;%d;%dt", rows, columns);
		put(1, str_of(command));
	}
	while (now.ws_row != rows || now.ws_col != columns) {
		sync_terminal(r);
		ioctl(0, TIOCGWINSZ, &now);
	}
	take_size(r, &now);
	ioctl(r->program, TIOCSWINSZ, &now);
}

static void start(struct relay *r, const char *paint)
{
	struct winsize size;
	struct termios raw;
	int asleep[2];
	char number[16];
	pid_t pid;

	if (tcgetattr(0, &r->cooked) < 0 || ioctl(0, TIOCGWINSZ, &size) < 0 || pipe(asleep) < 0)
		give_up(r, "no terminal");
	take_size(r, &size);
	raw = r->cooked;
	cfmakeraw(&raw);
	tcsetattr(0, TCSANOW, &raw);
	pid = forkpty(&r->program, NULL, NULL, &size);
	if (pid < 0)
		give_up(r, "no pseudo-terminal");
	if (pid == 0) {
		snprintf(number, sizeof(number), "%d", asleep[1]);
		setenv("KARPREAD_TEST_FD", number, 1);
		execl(paint, paint, "believed", "all", (char *)NULL);
		_exit(127);
	}
	close(asleep[1]);
	r->asleep = asleep[0];
}

static void run_step(struct relay *r, const char *step)
{
	struct buf bytes = {0};

	if (step[0] == '=')
		resize(r, step);
	else if (!keys_to_bytes(str_of(step), &bytes))
		give_up(r, "no such key");
	take_sent(r, bytes.n);
	put(r->program, buf_str(&bytes));
	buf_release(&bytes);
	come_to_rest(r);
}

int main(int argc, char **argv)
{
	struct relay r = {0};
	struct buf dump = {0};

	if (argc != 4)
		return 2;
	for (size_t i = 0; i < sizeof(methods) / sizeof(*methods); i++) {
		if (strcmp(argv[1], methods[i].name) == 0)
			r.method = &methods[i];
	}
	if (!r.method)
		return 2;
	r.result = fopen(argv[2], "w");
	if (!r.result)
		return 1;
	setvbuf(r.result, NULL, _IOLBF, 0);
	buf_addf(&dump, "%s.dump", argv[2]);
	r.dump = buf_detach(&dump);
	start(&r, argv[3]);
	fprintf(r.result, "1..%d\n", STEPS);
	for (int i = 0; i < STEPS; i++) {
		run_step(&r, steps[i]);
		compare(&r, i);
	}
	put(r.program, STR("q"));
	tcsetattr(0, TCSANOW, &r.cooked);
	free(r.dump);
	return 0;
}
