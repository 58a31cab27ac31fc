/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "app/pace.h"

struct pace pace_of(uint64_t bytes, uint64_t all, int64_t milliseconds)
{
	/* Neither is 0: at the beginning nothing has been read in no time. */
	double rate = (double)bytes / ((double)milliseconds / 1000 + 0.001);
	long left = (long)((double)(all - bytes) / (rate + 1));

	return (struct pace){
		.megabytes = rate / 1e6,
		.minutes = left / 60,
		.seconds = left % 60,
	};
}
