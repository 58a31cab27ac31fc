/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "text/han.h"

#include <stdbool.h>
#include <stddef.h>

#include <uninorm.h>

struct forms {
	uint32_t name; /* of the class */
	uint32_t *out;
	size_t n, max;
};

static void add(struct forms *f, uint32_t cp)
{
	if (f->n < f->max)
		f->out[f->n] = cp;
	f->n++;
}

static void add_members(struct forms *f)
{
	if (f->name - HAN_FIRST >= HAN_END - HAN_FIRST || han_class(f->name) == f->name)
		add(f, f->name);
	for (uint32_t page = 0; page < (HAN_END - HAN_FIRST) / HAN_PAGE; page++) {
		uint32_t begin = HAN_FIRST + page * HAN_PAGE;

		/* The first leaf has nothing but characters without variants. */
		for (uint32_t cp = begin; han_pages[page] && cp < begin + HAN_PAGE; cp++)
			if (cp != f->name && han_class(cp) == f->name)
				add(f, cp);
	}
}

/* Radicals, those in circles and squares, compatibility ideographs. */
static void add_compatible(struct forms *f)
{
	static const uint32_t ranges[][2] = {
		{0x2E80, 0x3400}, {0xF900, 0xFB00}, {0x1F200, 0x1F270}, {0x2F800, 0x2FA20}};
	uint32_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	int tag;

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		for (uint32_t cp = ranges[i][0]; cp < ranges[i][1]; cp++) {
			bool has = false;

			for (int k = uc_decomposition(cp, &tag, parts) - 1; k >= 0; k--)
				has |= han_class(parts[k]) == f->name;
			if (has)
				add(f, cp);
		}
}

size_t han_forms(uint32_t cp, uint32_t *out, size_t max)
{
	struct forms f = {.name = han_class(cp), .out = out, .max = max};

	add_members(&f);
	add_compatible(&f);
	return f.n;
}
