/* SPDX-License-Identifier: ISC
 *
 * The bars: the title bar at the top, the status bar below the panes, the line for messages.
 */
#ifndef KARPREAD_VIEWS_STATUSBAR_H
#define KARPREAD_VIEWS_STATUSBAR_H

#include "ui/canvas.h"
#include "views/view.h"

/* Paints row 0 of the pane: the program and what is open. */
void titlebar_paint(const struct desk *desk, struct pane pane, struct view *focus,
		    uint32_t article);
/*
 * Row 0: what the view says, and as many keys of its hints as there is room for. pending is NULL
 * while a line is typed: then keys are letters.
 */
void statusbar_paint(const struct desk *desk, struct pane pane, struct view *focus,
		     const struct keymap_pending *pending);
/* Row 0: the question, the message, or what stands in the way of keeping marks. */
void message_paint(const struct desk *desk, struct pane pane);

#endif
