/* SPDX-License-Identifier: ISC
 *
 * What kind of writing a code point belongs to, as coarse as reading speed, language guesses
 * and the joining of lines need it. Blocks of Unicode, not properties of single code points;
 * independent of the terminal, unlike text/width.h.
 */
#ifndef KARPREAD_TEXT_SCRIPT_H
#define KARPREAD_TEXT_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

enum script {
	SCRIPT_OTHER, /* white space, controls, symbols, punctuation that is not CJK */
	SCRIPT_WORD,  /* letters and digits of the scripts that put blanks between words */
	SCRIPT_HAN,
	SCRIPT_HIRAGANA,
	SCRIPT_KATAKANA, /* half-width too */
	SCRIPT_BOPOMOFO,
	SCRIPT_HANGUL,
	SCRIPT_CJK_MARK, /* CJK punctuation, full-width forms, enclosed CJK letters */
	SCRIPTS,
};

enum script script_of(uint32_t cp);
/* Is it set solid, without blanks between words: Han, kana, bopomofo and their punctuation? */
bool script_is_solid(uint32_t cp);
/*
 * Does a line end between these two stand for nothing? Between solid characters it does, and
 * between one and a quotation mark, dash or ellipsis that both kinds of writing share. Not
 * between Hangul, where it is a blank.
 */
bool script_joins(uint32_t before, uint32_t after);

#endif
