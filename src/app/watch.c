/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/watch.h"

#include <unistd.h>
#ifdef HAVE_SYS_INOTIFY_H
#include <sys/inotify.h>
#endif

#include "base/clock.h"

enum { QUIET_MS = 300 };

#ifdef HAVE_SYS_INOTIFY_H
/* More than the system allows to be watched is left to the next start, and to :rescan. */
static int watch_one(void *ctx, const char *path)
{
	struct watch *w = ctx;
	const uint32_t what = IN_CREATE | IN_CLOSE_WRITE | IN_DELETE | IN_MOVE | IN_ONLYDIR;
	int number = inotify_add_watch(w->fd, path, what);

	/* The numbers of new ones grow. */
	if (number > w->last)
		w->last = number;
	return number < 0;
}
#endif

void watch_folders(struct watch *w, struct library *lib, bool look)
{
#ifdef HAVE_SYS_INOTIFY_H
	int before = w->last;

	if (w->fd < 0)
		w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (w->fd >= 0)
		library_each_folder(lib, watch_one, w);
	if (look && w->last > before)
		w->due = clock_monotonic_ms();
#else
	(void)w;
	(void)lib;
	(void)look;
#endif
}

void watch_read(struct watch *w)
{
	char events[4096];
	bool any = false;

	while (read(w->fd, events, sizeof events) > 0)
		any = true;
	if (any)
		w->due = clock_monotonic_ms() + QUIET_MS;
}

int watch_wait(const struct watch *w)
{
	int64_t left = w->due - clock_monotonic_ms();

	return !w->due ? -1 : left > 0 ? (int)left : 0;
}

bool watch_is_due(struct watch *w)
{
	if (!w->due || clock_monotonic_ms() < w->due)
		return false;
	w->due = 0;
	return true;
}

void watch_close(struct watch *w)
{
	if (w->fd >= 0)
		close(w->fd);
	*w = (struct watch){.fd = -1};
}
