/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

/* Of what is pinned: differences of times must not overflow. */
#define LARGEST (INT64_C(1) << 55)

int64_t clock_now(void)
{
	const char *pinned = getenv("KARPREAD_NOW");

	if (pinned && *pinned) {
		char *end;
		errno = 0;
		long long seconds = strtoll(pinned, &end, 10);

		if (errno == 0 && *end == '\0' && seconds > -LARGEST && seconds < LARGEST)
			return seconds;
	}
	return (int64_t)time(NULL);
}

struct civil clock_today(void)
{
	time_t now = (time_t)clock_now();
	struct tm local;

	if (!localtime_r(&now, &local))
		return (struct civil){0};
	return (struct civil){
		.year = local.tm_year + 1900,
		.month = (int8_t)(local.tm_mon + 1),
		.day = (int8_t)local.tm_mday,
		.zone = CIVIL_NO_ZONE,
		.precision = CIVIL_DAY,
	};
}

int64_t clock_monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
