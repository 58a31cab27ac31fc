/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/look.h"

#include <limits.h>
#include <stddef.h>

enum { COLORS = 256, CUBE = 16, GREYS = 232 };

static const char *const color_names[] = {
	"black",        "red",           "green",       "yellow",         "blue",
	"magenta",      "cyan",          "white",       "bright-black",   "bright-red",
	"bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
	"bright-white",
};

enum { NAMED = sizeof(color_names) / sizeof(*color_names) };

static const struct {
	uint16_t attr;
	const char *name;
} attr_names[] = {
	{LOOK_BOLD, "bold"},           {LOOK_DIM, "dim"},         {LOOK_ITALIC, "italic"},
	{LOOK_UNDERLINE, "underline"}, {LOOK_REVERSE, "reverse"},
};

enum { ATTRS = sizeof(attr_names) / sizeof(*attr_names) };

bool look_eq(struct look a, struct look b)
{
	return a.fg == b.fg && a.bg == b.bg && a.attrs == b.attrs;
}

static bool next_word(struct str *rest, struct str *word)
{
	while (str_split(rest, ' ', word)) {
		*word = str_trim(*word);
		if (word->n)
			return true;
	}
	return false;
}

static bool parse_color(struct str word, int16_t *color)
{
	if (str_eq_nocase(word, STR("default"))) {
		*color = LOOK_DEFAULT;
		return true;
	}
	for (int i = 0; i < NAMED; i++) {
		if (str_eq_nocase(word, str_of(color_names[i]))) {
			*color = (int16_t)i;
			return true;
		}
	}
	if (word.n < 6 || word.n > 8 || !str_eq_nocase(str_sub(word, 0, 5), STR("color")))
		return false;
	int number = 0;

	for (size_t i = 5; i < word.n; i++) {
		if (word.p[i] < '0' || word.p[i] > '9')
			return false;
		number = number * 10 + (word.p[i] - '0');
	}
	*color = (int16_t)number;
	return number < COLORS;
}

static uint16_t parse_attr(struct str word)
{
	for (size_t i = 0; i < ATTRS; i++) {
		if (str_eq_nocase(word, str_of(attr_names[i].name)))
			return attr_names[i].attr;
	}
	return 0;
}

bool look_parse(struct str text, struct look *look, struct str *bad)
{
	struct look read = LOOK_PLAIN;
	struct str word;
	bool has_fg = false, has_bg = false;

	while (next_word(&text, &word)) {
		uint16_t attr = parse_attr(word);

		*bad = word;
		if (attr) {
			read.attrs |= attr;
		} else if (str_eq_nocase(word, STR("on"))) {
			if (has_bg || !next_word(&text, &word))
				return false;
			*bad = word;
			if (!parse_color(word, &read.bg))
				return false;
			has_bg = true;
		} else {
			if (has_fg || !parse_color(word, &read.fg))
				return false;
			has_fg = true;
		}
	}
	*look = read;
	return true;
}

static void add_color(int color, struct buf *out)
{
	if (color == LOOK_DEFAULT)
		buf_adds(out, "default");
	else if (color < NAMED)
		buf_adds(out, color_names[color]);
	else
		buf_addf(out, "color%d", color);
}

void look_name(struct look look, struct buf *out)
{
	add_color(look.fg, out);
	if (look.bg != LOOK_DEFAULT) {
		buf_adds(out, " on ");
		add_color(look.bg, out);
	}
	for (size_t i = 0; i < ATTRS; i++) {
		if (look.attrs & attr_names[i].attr)
			buf_addf(out, " %s", attr_names[i].name);
	}
}

/* Red, green and blue, 0 to 255, as xterm shows the 256 colours by default. */
static void color_rgb(int color, int rgb[3])
{
	static const uint8_t first[CUBE][3] = {
		{0, 0, 0},       {205, 0, 0},   {0, 205, 0},   {205, 205, 0},
		{0, 0, 238},     {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
		{127, 127, 127}, {255, 0, 0},   {0, 255, 0},   {255, 255, 0},
		{92, 92, 255},   {255, 0, 255}, {0, 255, 255}, {255, 255, 255},
	};
	static const uint8_t level[6] = {0, 95, 135, 175, 215, 255};
	static const int weight[3] = {36, 6, 1};

	for (int i = 0; i < 3; i++) {
		if (color < CUBE)
			rgb[i] = first[color][i];
		else if (color < GREYS)
			rgb[i] = level[(color - CUBE) / weight[i] % 6];
		else
			rgb[i] = 8 + 10 * (color - GREYS);
	}
}

int look_nearest(int color, int colors)
{
	int want[3], best = 0, least = INT_MAX;

	if (color < colors)
		return color;
	color_rgb(color, want);
	for (int i = 0; i < colors; i++) {
		int have[3], distance = 0;

		color_rgb(i, have);
		for (int j = 0; j < 3; j++)
			distance += (want[j] - have[j]) * (want[j] - have[j]);
		if (distance < least) {
			least = distance;
			best = i;
		}
	}
	return best;
}

struct look look_over(struct look below, struct look over)
{
	if (over.fg != LOOK_DEFAULT)
		below.fg = over.fg;
	if (over.bg != LOOK_DEFAULT)
		below.bg = over.bg;
	below.attrs |= over.attrs;
	return below;
}
