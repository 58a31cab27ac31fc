/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "repair/repair.h"

#include <assert.h>

#include "repair/gloss.h"

static const char *const kind_names[REPAIR_KINDS] = {
    [REPAIR_GLOSS] = "gloss",
    [REPAIR_SHATTERED_GLOSS] = "shattered-gloss",
    [REPAIR_SHATTERED_PUNCT] = "shattered-punct",
    [REPAIR_MOJIBAKE] = "mojibake",
    [REPAIR_ENTITY] = "entity",
    [REPAIR_CONTROL] = "control",
};

static const char *const certainty_names[REPAIR_CERTAINTIES] = {
    [REPAIR_EXACT] = "exact",     [REPAIR_RANKED] = "ranked", [REPAIR_LEAD] = "lead-byte",
    [REPAIR_CONTEXT] = "context", [REPAIR_DOUBT] = "doubt",   [REPAIR_PARTIAL] = "partial",
};

bool repair_text(struct repair *r, struct str text)
{
	struct gloss_tables *tables = gloss_gate(text);
	bool found = tables && gloss_mend(r, text, tables);

	gloss_tables_free(tables);
	if (!found) {
		buf_clear(&r->text);
		vec_clear(&r->spans);
	}
	return found;
}

void repair_release(struct repair *r)
{
	buf_release(&r->text);
	vec_release(&r->spans);
}

const char *repair_kind_name(enum repair_kind kind)
{
	assert(kind < REPAIR_KINDS);
	return kind_names[kind];
}

const char *repair_certainty_name(enum repair_certainty certainty)
{
	assert(certainty < REPAIR_CERTAINTIES);
	return certainty_names[certainty];
}
