/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "export/lines.h"

#include "text/draw.h"

static void add_style(struct buf *out, const struct flow_run *run, bool heading)
{
	static const struct {
		uint16_t style;
		const char *sgr;
	} looks[] = {
		{DOC_STRONG, "1"}, {DOC_EMPHASIS, "3"}, {DOC_UNDERLINE, "4"},
		{DOC_LINK, "4"},   {DOC_STRIKE, "9"},   {DOC_CODE_SPAN, "2"},
	};

	if (heading || run->role == FLOW_TITLE)
		buf_adds(out, "\033[1m");
	if (run->role == FLOW_MARKER || run->role == FLOW_META)
		buf_adds(out, "\033[2m");
	for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
		if (run->style & looks[i].style)
			buf_addf(out, "\033[%sm", looks[i].sgr);
	}
}

static void add_run(struct buf *out, const struct flow_run *run, enum lines_form form, bool heading)
{
	size_t before;

	switch (form) {
	case LINES_PLAIN:
		draw_add_text(out, run->text);
		break;
	case LINES_DRAWN:
		draw_add(out, run->text);
		break;
	case LINES_COLOR:
		before = out->n;
		add_style(out, run, heading);
		bool styled = out->n > before;

		draw_add(out, run->text);
		if (styled)
			buf_adds(out, "\033[0m");
		break;
	}
}

bool lines_add(struct buf *out, struct flow *flow, struct flow_pos pos, enum lines_form form)
{
	const struct flow_line *line = flow_line(flow, pos);

	if (!line)
		return false;
	bool heading = line->block != DOC_NONE &&
		       flow_doc(flow)->blocks.p[line->block].kind == DOC_HEADING;
	int column = 0;

	buf_addn(out, '\n', (size_t)line->above);
	for (size_t i = 0; i < line->n; i++) {
		const struct flow_run *run = &line->runs[i];

		if (run->column > column)
			buf_addn(out, ' ', (size_t)(run->column - column));
		add_run(out, run, form, heading);
		column = run->column + run->columns;
	}
	buf_addc(out, '\n');
	return true;
}
