/* SPDX-License-Identifier: ISC
 *
 * The manual's tables are those of the program: each stands between two comment lines of
 * man/karpread.1 exactly as it is made here. UPDATE=1 in the environment writes them anew.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/fs.h"
#include "views/config.h"
#include "views/desk.h"

static struct desk desk;
static struct buf page;

/* A backslash begins an escape in roff, and a line that begins with . or ' is a request. */
static void add_text(struct buf *out, struct str text)
{
	if (text.n && (text.p[0] == '.' || text.p[0] == '\''))
		buf_adds(out, "\\&");
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\\')
			buf_adds(out, "\\e");
		else if (text.p[i] == '`')
			buf_adds(out, "\\(ga");
		else if (text.p[i] == '\'')
			buf_adds(out, "\\(aq");
		else
			buf_addc(out, text.p[i]);
	}
}

/* An argument of a macro: quoted, so that nothing in it is taken for a macro. */
static void add_argument(struct buf *out, struct str text)
{
	/* The empty escape keeps a lone ":" or "?" from being taken for punctuation. */
	buf_adds(out, " \"\\&");
	add_text(out, text);
	buf_addc(out, '"');
}

static void add_keys(struct buf *out, enum command_id id)
{
	for (unsigned map = 0; map < MAP_COUNT; map++) {
		for (size_t i = 0; i < desk.keymap.bindings.n; i++) {
			const struct keymap_binding *b = &desk.keymap.bindings.p[i];
			struct buf name = {0};

			if (b->map != map || desk.bound.p[b->value].id != id)
				continue;
			keymap_binding_name(b, &name);
			buf_adds(out, ".Ic");
			add_argument(out, buf_str(&name));
			buf_addc(out, '\n');
			if (map != MAP_GLOBAL)
				buf_addf(out, "(%s)\n", command_map_names[map]);
			buf_release(&name);
		}
	}
}

static void commands_table(struct buf *out)
{
	for (unsigned id = 0; id < COMMAND_COUNT; id++) {
		buf_addf(out, ".It Cm %s", commands[id].name);
		if (*commands[id].arguments) {
			buf_adds(out, " Ar");
			add_argument(out, str_of(commands[id].arguments));
		}
		buf_addc(out, '\n');
		add_text(out, str_of(commands[id].help));
		buf_adds(out, ".\n");
		add_keys(out, (enum command_id)id);
	}
}

static void options_table(struct buf *out)
{
	for (size_t i = 0; i < setting_count; i++) {
		struct buf shown = {0};

		settings_show(&desk.settings, &setting_table[i], &shown);
		buf_adds(out, ".It Cm");
		add_argument(out, buf_str(&shown));
		buf_addc(out, '\n');
		add_text(out, str_of(setting_table[i].help));
		buf_adds(out, ".\n");
		for (size_t c = 0; setting_table[i].choices && setting_table[i].choices[c]; c++)
			buf_addf(out, "%s%s%s", c ? ", " : "One of ", setting_table[i].choices[c],
				 setting_table[i].choices[c + 1] ? "" : ".\n");
		buf_release(&shown);
	}
}

static void looks_table(struct buf *out)
{
#define X(id, name, help) {name, help},
	static const char *const parts[][2] = {THEME_PARTS(X)};
#undef X

	for (size_t i = 0; i < THEME_COUNT; i++) {
		buf_addf(out, ".It Cm %s\n", parts[i][0]);
		add_text(out, str_of(parts[i][1]));
		buf_adds(out, ".\n");
	}
}

static void check_table(const char *name, void (*make)(struct buf *out))
{
	struct buf want = {0}, mark = {0};

	buf_addf(&mark, ".\\\" begin %s\n", name);
	size_t begin = str_find(buf_str(&page), buf_str(&mark), 0);

	assert_true(begin != (size_t)-1);
	begin += mark.n;
	buf_clear(&mark);
	buf_addf(&mark, ".\\\" end %s\n", name);
	size_t end = str_find(buf_str(&page), buf_str(&mark), begin);

	assert_true(end != (size_t)-1);
	make(&want);
	if (getenv("UPDATE")) {
		struct buf anew = {0};

		buf_addstr(&anew, str_sub(buf_str(&page), 0, begin));
		buf_addstr(&anew, buf_str(&want));
		buf_addstr(&anew, str_sub(buf_str(&page), end, page.n));
		buf_release(&page);
		page = anew;
	} else {
		struct buf got = {0};

		buf_addstr(&got, str_sub(buf_str(&page), begin, end));
		assert_string_equal(buf_cstr(&got), buf_cstr(&want));
		buf_release(&got);
	}
	buf_release(&want);
	buf_release(&mark);
}

static void the_commands_stand_in_the_manual(void **state)
{
	(void)state;
	check_table("commands", commands_table);
}

static void the_options_stand_in_the_manual(void **state)
{
	(void)state;
	check_table("options", options_table);
}

static void the_looks_stand_in_the_manual(void **state)
{
	(void)state;
	check_table("looks", looks_table);
}

static void every_bound_line_is_a_command_of_its_view(void **state)
{
	(void)state;
	for (size_t i = 0; i < desk.keymap.bindings.n; i++) {
		const struct keymap_binding *b = &desk.keymap.bindings.p[i];
		unsigned where = commands[desk.bound.p[b->value].id].where;

		assert_true(where & (b->map == MAP_GLOBAL ? (unsigned)EVERYWHERE : 1u << b->map));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_commands_stand_in_the_manual),
		cmocka_unit_test(the_options_stand_in_the_manual),
		cmocka_unit_test(the_looks_stand_in_the_manual),
		cmocka_unit_test(every_bound_line_is_a_command_of_its_view),
	};
	struct buf path = {0};

	desk_init(&desk);
	config_defaults(&desk);
	fs_join(&path, getenv("KARPREAD_SRCDIR"), "man/karpread.1");
	if (fs_read(buf_cstr(&path), 1 << 20, &page, NULL, NULL) < 0)
		return 99;
	int failed = cmocka_run_group_tests_name("manual", tests, NULL, NULL);

	if (getenv("UPDATE"))
		fs_write(buf_cstr(&path), buf_str(&page), FS_REPLACE, NULL);
	buf_release(&page);
	buf_release(&path);
	desk_release(&desk);
	return failed;
}
