/* SPDX-License-Identifier: ISC
 *
 * The terminal as a device: its modes, its bytes, its size, and the signals that concern it.
 * Handlers only leave a note and write a byte to a pipe that tty_wait watches. One tty can be
 * open at a time.
 *
 * For tests: when the environment variable KARPREAD_TEST_FD holds the number of a file
 * descriptor, tty_wait writes a struct tty_rest to it each time it is about to sleep with no input
 * left to read: whoever typed or resized knows when all that follows from it has been shown.
 */
#ifndef KARPREAD_UI_TTY_H
#define KARPREAD_UI_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <termios.h>

#include "base/err.h"

enum { TTY_WATCHED = 8 }; /* file descriptors a caller may wait for besides */

enum tty_signal {
	TTY_WINCH = 1 << 0,
	TTY_CONT = 1 << 1,
	TTY_STOP = 1 << 2, /* SIGTSTP */
	TTY_END = 1 << 3,  /* SIGTERM, SIGHUP, SIGINT (in raw mode C-c is a key) */
};

/* What tty_wait returns besides the index of one of the caller's descriptors. */
enum tty_ready {
	TTY_INPUT = -1,
	TTY_SIGNAL = -2,
	TTY_TIMEOUT = -3,
	TTY_GONE = -4, /* hung up */
};

/* Each modulo 256. */
struct tty_rest {
	uint8_t taken;         /* bytes read from the terminal so far */
	uint8_t rows, columns; /* that tty_size told last */
};

struct tty {
	int in, out;
	bool own_in;           /* /dev/tty was opened, standard input being something else */
	struct termios cooked; /* as it was found */
	int test_fd;           /* -1: no test listens */
	struct tty_rest rest;
};

/* ERR_USAGE when standard output is no terminal or none can be read from. */
int tty_open(struct tty *t, struct err *err);
void tty_close(struct tty *t);  /* in cooked mode, signals as they were */
void tty_raw(struct tty *t);    /* and catches signals */
void tty_cooked(struct tty *t); /* and does no more */
/* Catches them again, after a library has put handlers of its own in the place of ours. */
void tty_catch(void);
/*
 * Holds caught signals back, or lets them through again. While curses writes: it drops the rest
 * of what a signal has kept it from writing.
 */
void tty_hold_signals(bool hold);
/*
 * If the program dies by SIGSEGV, an assertion or the like: cooked mode, and these bytes sent
 * (at most 255).
 */
void tty_last_words(const char *bytes);

void tty_write(struct tty *t, const char *p, size_t n);
/* How many bytes were read (0: none are there after all), or -1 when the terminal is gone. */
long tty_read(struct tty *t, char *p, size_t size);
/* The columns of the terminal that fd is; 0 when it is none or does not tell. */
int tty_columns(int fd);
bool tty_size(struct tty *t, int *rows, int *columns); /* false: unknown */

/* The signals caught since the last call, as enum tty_signal. */
int tty_signals(void);
/* Stops the program as Ctrl-Z does, with all of its process group; returns when it goes on. */
void tty_stop(void);

/*
 * Runs a program on the terminal, in cooked mode, and waits for its end: 0 with the status of
 * waitpid(), or why it could not be run, as an errno. Ctrl-C is for the program alone.
 */
int tty_run(char *const argv[], int *status);

/* Waits for timeout_ms (-1: for ever); `quiet` when the caller itself has input left. */
int tty_wait(struct tty *t, int timeout_ms, const int *fds, size_t n, bool quiet);

#endif
