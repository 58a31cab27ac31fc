/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/pace.h"

/* Bytes that take as long to read as a file does beside its own: it may have none. */
enum { FILE_BYTES = 512 };

static double work(size_t files, uint64_t bytes)
{
	return (double)bytes + (double)files * FILE_BYTES;
}

struct pace pace_of(const struct library_progress *now, int64_t milliseconds)
{
	double seconds = (double)milliseconds / 1000 + 0.001; /* never 0 */
	double done = work(now->done, now->bytes), all = work(now->total, now->total_bytes);
	long left = done > 0 ? (long)(seconds * (all - done) / done) : 0;

	return (struct pace){
		.megabytes = (double)now->bytes / seconds / 1e6,
		.minutes = left / 60,
		.seconds = left % 60,
	};
}
