/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/list.h"

static size_t last_top(const struct list *l)
{
	return l->count > l->height ? l->count - l->height : 0;
}

/* The margin that still leaves a row between both. */
static size_t usable_margin(const struct list *l)
{
	size_t most = l->height ? (l->height - 1) / 2 : 0;

	return l->margin < most ? l->margin : most;
}

static size_t moved(size_t from, long by, size_t most)
{
	if (by < 0) {
		size_t back = 0 - (size_t)by;

		return from > back ? from - back : 0;
	}
	return from < most && (size_t)by < most - from ? from + (size_t)by : most;
}

static void follow_selection(struct list *l)
{
	size_t margin = usable_margin(l);
	size_t height = l->height ? l->height : 1;

	if (l->selected < l->top + margin)
		l->top = l->selected > margin ? l->selected - margin : 0;
	else if (l->selected + margin >= l->top + height)
		l->top = l->selected + margin + 1 - height;
	if (l->top > last_top(l))
		l->top = last_top(l);
}

void list_resize(struct list *l, size_t count, size_t height)
{
	l->count = count;
	l->height = height;
	list_select(l, l->selected);
}

void list_select(struct list *l, size_t row)
{
	size_t last = l->count ? l->count - 1 : 0;

	l->selected = row < last ? row : last;
	follow_selection(l);
}

void list_jump(struct list *l, size_t row)
{
	size_t half = l->height / 2;
	bool in_sight = row >= l->top && row < l->top + l->height;

	list_select(l, row);
	if (in_sight)
		return;
	l->top = l->selected > half ? l->selected - half : 0;
	follow_selection(l);
}

void list_move(struct list *l, long by)
{
	list_select(l, moved(l->selected, by, l->count ? l->count - 1 : 0));
}

void list_scroll(struct list *l, long by)
{
	size_t margin = usable_margin(l);

	if (l->count == 0 || l->height == 0)
		return;
	l->top = moved(l->top, by, last_top(l));
	/* At the ends there is nothing more to show in the margin. */
	size_t first = l->top ? l->top + margin : 0;
	size_t last = l->top < last_top(l) ? l->top + l->height - 1 - margin : l->count - 1;

	if (l->selected < first)
		l->selected = first;
	if (l->selected > last)
		l->selected = last;
}
