/* SPDX-License-Identifier: ISC
 *
 * Marks strings that users read. _() translates where the string is used; N_() only marks one
 * that stands in a const table and is translated when it is shown.
 */
#ifndef KARPREAD_BASE_INTL_H
#define KARPREAD_BASE_INTL_H

#include <libintl.h>

#define _(text)  gettext(text)
#define N_(text) text

#endif
