/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/parts.h"

enum {
	MANY = 32, /* parts that batches leave before they are joined */
	ALIKE = 4, /* times the mean of the newer ones: what is longer is of another size */
};

size_t parts_due(const size_t *sizes, size_t n, bool more)
{
	size_t due = 0, sum = 0;

	if (n >= PARTS_MOST)
		return n;
	/* The last batch may be much shorter than the others: it does not keep them apart. */
	for (size_t newer = 0; newer < n; newer++) {
		size_t size = sizes[n - 1 - newer];

		if (newer && size / ALIKE <= sum / newer)
			due = newer + 1;
		sum += size;
	}
	return due < (more ? MANY : 2) ? 0 : due;
}
