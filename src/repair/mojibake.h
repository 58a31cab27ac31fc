/* SPDX-License-Identifier: ISC
 *
 * Text that was read in the wrong charset. As latin-1 or windows-1252, every byte became a
 * character of its own and none is lost: this can be undone, and is where the result proves
 * itself. Other mix-ups lose bytes; what can be saved of those is only offered (repair_offer).
 */
#ifndef KARPREAD_REPAIR_MOJIBAKE_H
#define KARPREAD_REPAIR_MOJIBAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "repair/repair.h"

/* The byte that windows-1252 or latin-1 shows as this character; -1 if there is none. */
int mojibake_byte(uint32_t cp);
/*
 * Replaces r; true when there was something to mend. One mix-up at a time: where there may have
 * been two in a row, call again with what came out.
 */
bool mojibake_mend(struct repair *r, struct str text);

#endif
