/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/tty.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/mem.h"

extern char **environ;

static const struct {
	int signo;
	int flag; /* enum tty_signal, or 0 for what kills */
} watched[] = {
	{SIGWINCH, TTY_WINCH}, {SIGCONT, TTY_CONT}, {SIGTSTP, TTY_STOP}, {SIGTERM, TTY_END},
	{SIGHUP, TTY_END},     {SIGINT, TTY_END},   {SIGABRT, 0},        {SIGSEGV, 0},
	{SIGBUS, 0},           {SIGFPE, 0},         {SIGILL, 0},
};

enum { WATCHED = sizeof(watched) / sizeof(*watched) };

/* A signal handler has no argument of ours: what it needs is static. */
static struct {
	volatile sig_atomic_t caught[WATCHED];
	int pipe[2];
	int out;
	struct termios cooked;
	bool raw, catching;
	struct sigaction before[WATCHED];
	char last_words[256];
} life = {.pipe = {-1, -1}, .out = -1};

static void note_signal(int signo)
{
	int error = errno;

	for (int i = 0; i < WATCHED; i++) {
		if (watched[i].signo == signo)
			life.caught[i] = 1;
	}
	/* A full pipe has woken up whoever reads it already. */
	if (write(life.pipe[1], "", 1) < 0)
		errno = error;
	errno = error;
}

/* In a signal handler, without any memory, or at the very end. */
static void restore(void)
{
	if (write(life.out, life.last_words, strlen(life.last_words)) >= 0)
		tcsetattr(life.out, TCSANOW, &life.cooked);
}

/*
 * When the program is ended from within, by a library or for want of memory. Once: what is told
 * behind it stays where it is.
 */
static void leave(void)
{
	if (life.raw)
		restore();
	life.raw = false;
}

static void die(int signo)
{
	restore();
	raise(signo); /* the default action, since SA_RESETHAND */
}

/* Leaves alone what somebody else handles or, as nohup does, ignores. */
void tty_catch(void)
{
	for (int i = 0; i < WATCHED; i++) {
		struct sigaction action = {.sa_handler = watched[i].flag ? note_signal : die};

		if (!watched[i].flag)
			action.sa_flags = (int)SA_RESETHAND;
		sigemptyset(&action.sa_mask);
		if (!life.catching)
			sigaction(watched[i].signo, NULL, &life.before[i]);
		if (life.before[i].sa_handler == SIG_DFL)
			sigaction(watched[i].signo, &action, NULL);
	}
	life.catching = true;
}

static void release_signals(void)
{
	for (int i = 0; i < WATCHED && life.catching; i++)
		sigaction(watched[i].signo, &life.before[i], NULL);
	life.catching = false;
}

void tty_hold_signals(bool hold)
{
	sigset_t set;

	sigemptyset(&set);
	for (int i = 0; i < WATCHED; i++) {
		if (watched[i].flag)
			sigaddset(&set, watched[i].signo);
	}
	sigprocmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

static int open_pipe(void)
{
	if (pipe(life.pipe) < 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		fcntl(life.pipe[i], F_SETFD, FD_CLOEXEC);
		fcntl(life.pipe[i], F_SETFL, O_NONBLOCK);
	}
	return 0;
}

static int test_fd(void)
{
	const char *text = getenv("KARPREAD_TEST_FD");
	char *end;
	long fd = text ? strtol(text, &end, 10) : -1;

	return text && *text && !*end && fd >= 0 && fd < 65536 ? (int)fd : -1;
}

int tty_open(struct tty *t, struct err *err)
{
	*t = (struct tty){.in = STDIN_FILENO, .out = STDOUT_FILENO, .test_fd = test_fd()};
	if (!isatty(t->out))
		return err_set(err, ERR_USAGE,
			       _("Standard output is no terminal. \"karpread show FILE\" prints an "
				 "article without one."));
	if (!isatty(t->in)) {
		t->in = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
		t->own_in = true;
		if (t->in < 0)
			return err_set(err, ERR_USAGE,
				       _("There is no terminal to read keys from: %s."),
				       strerror(errno));
	}
	if (tcgetattr(t->out, &t->cooked) < 0 || open_pipe() < 0) {
		err_errno(err, "/dev/tty", errno);
		if (t->own_in)
			close(t->in);
		return -1;
	}
	life.cooked = t->cooked;
	life.out = t->out;
	atexit(leave);
	return 0;
}

void tty_close(struct tty *t)
{
	tty_cooked(t);
	for (int i = 0; i < 2; i++) {
		close(life.pipe[i]);
		life.pipe[i] = -1;
	}
	if (t->own_in)
		close(t->in);
}

void tty_raw(struct tty *t)
{
	struct termios raw = t->cooked;

	raw.c_iflag &=
		(tcflag_t) ~(BRKINT | ICRNL | IGNCR | INLCR | INPCK | ISTRIP | IXON | PARMRK);
	raw.c_lflag &= (tcflag_t) ~(ECHO | ECHONL | ICANON | IEXTEN | ISIG);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(t->out, TCSADRAIN, &raw);
	life.raw = true;
	mem_before_end(leave);
	/* Another program may have left it so, and curses drops what cannot be written at once. */
	fcntl(t->out, F_SETFL, fcntl(t->out, F_GETFL) & ~O_NONBLOCK);
	tty_catch();
}

void tty_cooked(struct tty *t)
{
	tcsetattr(t->out, TCSADRAIN, &t->cooked);
	mem_before_end(NULL);
	life.raw = false;
	release_signals();
}

void tty_last_words(const char *bytes)
{
	size_t n = strlen(bytes);

	if (n < sizeof(life.last_words))
		memcpy(life.last_words, bytes, n + 1);
}

void tty_write(struct tty *t, const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(t->out, p, n);

		if (done >= 0) {
			p += done;
			n -= (size_t)done;
		} else if (errno == EAGAIN) {
			struct pollfd out = {.fd = t->out, .events = POLLOUT};

			poll(&out, 1, -1);
		} else if (errno != EINTR) {
			return; /* gone: the next read says so */
		}
	}
}

long tty_read(struct tty *t, char *p, size_t size)
{
	ssize_t n = read(t->in, p, size);

	if (n > 0) {
		t->rest.taken = (uint8_t)(t->rest.taken + n);
		return n;
	}
	return n < 0 && (errno == EINTR || errno == EAGAIN) ? 0 : -1;
}

bool tty_size(struct tty *t, int *rows, int *columns)
{
	struct winsize size;

	if (ioctl(t->out, TIOCGWINSZ, &size) < 0 || size.ws_row == 0 || size.ws_col == 0)
		return false;
	*rows = size.ws_row;
	*columns = size.ws_col;
	t->rest.rows = (uint8_t)size.ws_row;
	t->rest.columns = (uint8_t)size.ws_col;
	return true;
}

int tty_columns(int fd)
{
	struct winsize size;

	return ioctl(fd, TIOCGWINSZ, &size) < 0 ? 0 : size.ws_col;
}

int tty_signals(void)
{
	char drained[64];
	int flags = 0;

	while (read(life.pipe[0], drained, sizeof(drained)) > 0)
		;
	/* One that comes meanwhile is taken now or the next time, but not taken back unseen. */
	for (int i = 0; i < WATCHED; i++) {
		if (!life.caught[i])
			continue;
		life.caught[i] = 0;
		flags |= watched[i].flag;
	}
	return flags;
}

void tty_stop(void)
{
	assert(!life.catching);
	kill(0, SIGTSTP);
}

int tty_run(char *const argv[], int *status)
{
	static const int keys[] = {SIGINT, SIGQUIT};
	const struct sigaction ignore = {.sa_handler = SIG_IGN};
	struct sigaction before[2];
	posix_spawnattr_t attributes;
	sigset_t defaults;
	pid_t pid;

	/* What this program ignores from its start on, others live and die by. */
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGXFSZ);
	for (int i = 0; i < 2; i++) {
		sigaction(keys[i], &ignore, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			sigaddset(&defaults, keys[i]);
	}
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	int error = posix_spawnp(&pid, argv[0], NULL, &attributes, argv, environ);

	while (error == 0 && waitpid(pid, status, 0) < 0)
		error = errno == EINTR ? 0 : errno;
	posix_spawnattr_destroy(&attributes);
	for (int i = 0; i < 2; i++)
		sigaction(keys[i], &before[i], NULL);
	return error;
}

/* Tells a listening test that all is read and done. */
static void tell_test(const struct tty *t)
{
	if (write(t->test_fd, &t->rest, sizeof(t->rest)) < 0)
		return; /* nobody listens any more */
}

int tty_wait(struct tty *t, int timeout_ms, const int *fds, size_t n, bool quiet)
{
	struct pollfd polled[2 + TTY_WATCHED] = {{.fd = life.pipe[0], .events = POLLIN},
						 {.fd = t->in, .events = POLLIN}};
	int ready = 0;

	assert(n <= TTY_WATCHED);
	for (size_t i = 0; i < n; i++)
		polled[2 + i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
	if (t->test_fd >= 0 && timeout_ms != 0 && !quiet) {
		ready = poll(polled, 2 + (nfds_t)n, 0);
		if (ready == 0)
			tell_test(t);
	}
	if (ready == 0)
		ready = poll(polled, 2 + (nfds_t)n, timeout_ms);
	if (ready < 0) /* interrupted, then */
		return TTY_SIGNAL;
	if (ready == 0)
		return TTY_TIMEOUT;
	if (polled[0].revents)
		return TTY_SIGNAL;
	if (polled[1].revents & (POLLHUP | POLLERR | POLLNVAL))
		return TTY_GONE;
	if (polled[1].revents)
		return TTY_INPUT;
	for (size_t i = 0; i < n; i++) {
		if (polled[2 + i].revents)
			return (int)i;
	}
	return TTY_TIMEOUT;
}
