/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"
#include "views/complete.h"
#include "views/prompt.h"

static char folder[64];

static void put(const char *name, const char *text)
{
	struct buf path = {0};

	fs_join(&path, folder, name);
	assert_int_equal(fs_write(buf_cstr(&path), str_of(text), FS_REPLACE, NULL), 0);
	buf_release(&path);
}

static int set_up(void **state)
{
	static struct desk desk;
	static const char *paths[] = {folder};
	const struct library_options options = {.paths = paths, .n_paths = 1};

	strcpy(folder, "/tmp/karpread-complete-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	put("a.md", "---\ndate: 2022-07-01\nauthor: 张三\nlang: zh-Hans\ntags: [机器, two words]\n"
		    "---\n\n文字。\n");
	put("b.md", "---\ndate: 2021-03\nauthor: Zoe\nlang: ja\ntags: [机器]\n---\n\nことば。\n");
	desk_init(&desk);
	desk.state = state_open(NULL);
	desk.library = library_open(&options, desk.state);
	*state = &desk;
	return 0;
}

static int tear_down(void **state)
{
	struct desk *desk = *state;
	struct buf path = {0};

	library_close(desk->library);
	state_close(desk->state);
	desk_release(desk);
	for (const char *name = "ab"; *name; name++) {
		buf_clear(&path);
		buf_addf(&path, "%s/%c.md", folder, *name);
		unlink(buf_cstr(&path));
	}
	buf_release(&path);
	return rmdir(folder);
}

/* The lines that Tab would make, one behind the other. */
static void assert_completed(completer *complete, struct desk *desk, const char *typed,
			     const char *wanted)
{
	struct completions c = {0};
	struct buf text = {0};

	complete(desk, str_of(typed), &c);
	for (size_t i = 0; i < c.v.n; i++)
		buf_addf(&text, "%.*s%.*s|", (int)c.begin, typed, STR_ARG(c.v.p[i]));
	assert_string_equal(buf_cstr(&text), wanted);
	completions_release(&c);
	buf_release(&text);
}

static void a_query_is_offered_fields_and_what_articles_have_in_them(void **state)
{
	static const char *const lines[][2] = {
		{"", "title:|author:|text:|tag:|lang:|date:|is:|"},
		{"word t", "word title:|word text:|word tag:|"},
		{"-l", "-lang:|"},
		{"is:", "is:unread|is:read|is:bookmarked|"},
		{"a -is:b", "a -is:bookmarked|"},
		{"tag:", "tag:机器|tag:\"two words\"|"},
		{"tag:機", "tag:机器|"},
		{"tag:\"tw", "tag:\"two words\"|"},
		{"is：r", "is：read|"},
		{"author:z", "author:Zoe|"},
		{"lang:", "lang:ja|lang:zh-Hans|"},
		{"date:", "date:2022|date:2021|"},
		{"date:2022-", "date:2022-07|"},
		{"tag:\"two words\" a", "tag:\"two words\" author:|"},
		{"\"a phrase t", ""},
		{"https://t", ""},
		{"title:", ""},
	};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		assert_completed(complete_query, *state, lines[i][0], lines[i][1]);
}

static void a_command_is_offered_its_words(void **state)
{
	static const char *const lines[][2] = {
		{"rea", "read-all|"},
		{"set kin", "set kinsoku|"},
		{"set kinsoku=", "set kinsoku=none|set kinsoku=basic|set kinsoku=strict|"},
		{"set nohi", "set nohidden|"},
		{"order t", "order title|"},
		{"bind li", "bind list|"},
		{"bind list x toggle-r", "bind list x toggle-read|"},
		{"color search-", "color search-current|"},
		{"undo x", ""},
	};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		assert_completed(complete_command, *state, lines[i][0], lines[i][1]);
}

static void press(struct prompt *p, struct desk *desk, uint32_t code, const char *wanted)
{
	prompt_key(p, desk, (struct key){.code = code});
	assert_string_equal(buf_cstr(&p->edit.text), wanted);
}

static void tab_goes_round_and_takes_the_only_one_at_once(void **state)
{
	struct prompt p = {0};

	prompt_open(&p, PROMPT_SEARCH, STR("x t"), NULL, complete_query);
	press(&p, *state, KEY_CODE_TAB, "x title:");
	press(&p, *state, KEY_CODE_TAB, "x text:");
	press(&p, *state, KEY_CODE_TAB, "x tag:");
	press(&p, *state, KEY_CODE_TAB, "x t");
	press(&p, *state, KEY_CODE_BACKTAB, "x tag:");
	press(&p, *state, KEY_CODE_BACKTAB, "x text:");
	press(&p, *state, KEY_CODE_BACKSPACE, "x text");
	press(&p, *state, KEY_CODE_TAB, "x text:");
	press(&p, *state, KEY_CODE_TAB, "x text:");
	prompt_open(&p, PROMPT_SEARCH, STR("au"), NULL, complete_query);
	press(&p, *state, KEY_CODE_TAB, "author:");
	press(&p, *state, KEY_CODE_TAB, "author:Zoe");
	press(&p, *state, KEY_CODE_TAB, "author:张三");
	prompt_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_query_is_offered_fields_and_what_articles_have_in_them),
		cmocka_unit_test(a_command_is_offered_its_words),
		cmocka_unit_test(tab_goes_round_and_takes_the_only_one_at_once),
	};

	return cmocka_run_group_tests_name("complete", tests, set_up, tear_down);
}
