/* SPDX-License-Identifier: ISC
 *
 * Watches the bytes a program sends to its terminal: printable UTF-8, and the few sequences a
 * curses program for xterm and our own probe need. Anything else is remembered as forbidden:
 * other controls and sequences, C1, bidi controls and what is invisible or no character.
 */
#ifndef KARPREAD_TESTS_SCANNER_H
#define KARPREAD_TESTS_SCANNER_H

#include <stddef.h>

/* Zeroed: nothing seen. */
struct scanner {
	char sequence[1024]; /* from ESC, or the bytes of one character */
	size_t n;
	char forbidden[160]; /* the first thing of that kind; "" for none */
	char title[1024];    /* the last one set; libvterm 0.1.4 loses it when it comes in pieces */
};

void scanner_feed(struct scanner *s, unsigned char byte);

#endif
