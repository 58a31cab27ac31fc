/* SPDX-License-Identifier: ISC
 *
 * What programs that measure share.
 */
#ifndef KARPREAD_BENCH_MEASURE_H
#define KARPREAD_BENCH_MEASURE_H

/* Milliseconds of a clock that nobody sets. */
double measure_now(void);
/* Of n > 0 values, which it sorts. */
double measure_median(double *values, int n);

#endif
