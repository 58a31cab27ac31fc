/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ui/tty.h"

/* Opens a pseudo-terminal as the tty, in place of standard input and output for that moment. */
static void open_tty(struct tty *t)
{
	int saved[2] = {dup(0), dup(1)};
	int other = posix_openpt(O_RDWR | O_NOCTTY), end;
	struct err err = {0};

	assert_true(other >= 0 && grantpt(other) == 0 && unlockpt(other) == 0);
	end = open(ptsname(other), O_RDWR | O_NOCTTY);
	assert_true(end >= 0);
	for (int i = 0; i < 2; i++)
		dup2(end, i);
	int result = tty_open(t, &err);

	for (int i = 0; i < 2; i++) {
		dup2(saved[i], i);
		close(saved[i]);
	}
	close(end);
	close(other);
	assert_int_equal(result, 0);
}

/* Sends one signal after the other, each when the one before was seen. */
static void send_signals(int n, const atomic_int *seen)
{
	for (int sent = 1; sent <= n; sent++) {
		kill(getppid(), SIGWINCH);
		for (time_t end = time(NULL) + 3; atomic_load(seen) < sent;) {
			if (time(NULL) > end)
				_exit(1);
		}
	}
	_exit(0);
}

static void no_signal_is_lost_whenever_it_comes(void **state)
{
	(void)state;
	enum { SIGNALS = 5000 };
	struct tty t;
	atomic_int *seen = mmap(NULL, sizeof(*seen), PROT_READ | PROT_WRITE,
				MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int status;

	assert_ptr_not_equal(seen, MAP_FAILED);
	open_tty(&t);
	tty_catch();
	pid_t child = fork();

	if (child == 0)
		send_signals(SIGNALS, seen);
	while (waitpid(child, &status, WNOHANG) == 0) {
		for (int i = 0; i < 100; i++)
			*seen += (tty_signals() & TTY_WINCH) != 0;
	}
	assert_int_equal(status, 0);
	t.out = -1; /* standard output is another than it was opened on */
	tty_close(&t);
	munmap(seen, sizeof(*seen));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_signal_is_lost_whenever_it_comes),
	};

	return cmocka_run_group_tests_name("tty", tests, NULL, NULL);
}
