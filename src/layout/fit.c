/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "layout/fit.h"

#include "text/draw.h"
#include "text/seg.h"

size_t fit_bytes(struct str text, int columns, int *used)
{
	size_t at = 0;
	int sum = 0;

	while (at < text.n) {
		size_t end = seg_next(text.p, text.n, at);
		int wide = draw_cluster_columns(text.p + at, end - at);

		if (sum + wide > columns)
			break;
		sum += wide;
		at = end;
	}
	if (used)
		*used = sum;
	return at;
}

int fit_cut(struct buf *out, struct str text, int columns)
{
	int used, dots = columns < 6 ? 0 : 3;
	size_t n = fit_bytes(text, columns, &used);

	if (n == text.n) {
		draw_add(out, text);
		return used;
	}
	n = fit_bytes(text, columns - dots, &used);
	draw_add(out, str_sub(text, 0, n));
	buf_addn(out, '.', (size_t)dots);
	return used + dots;
}
