/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fs.h"
#include "base/mem.h"
#include "folder.h"
#include "views/config.h"
#include "views/link.h"

static void a_name_may_be_cut_short_where_it_stays_clear(void **state)
{
	(void)state;
	struct command_call call;

	assert_true(command_parse(STR("  export   a b "), &call));
	assert_int_equal(call.id, COMMAND_EXPORT); /* exact, though another begins so */
	assert_true(str_eq(call.args, STR("a b")));
	assert_true(command_parse(STR("exp x"), &call) == false);
	assert_true(command_parse(STR("export-b x"), &call));
	assert_int_equal(call.id, COMMAND_EXPORT_BOOKMARKED);
	assert_false(command_parse(STR("nothing-like-it"), &call));
	for (unsigned id = 0; id < COMMAND_COUNT; id++) {
		assert_true(command_parse(str_of(commands[id].name), &call));
		assert_int_equal(call.id, id);
	}
}

static void numbers_go_to_rows_and_percentages(void **state)
{
	(void)state;
	struct command_call call;

	assert_true(command_parse(STR("12"), &call));
	assert_int_equal(call.id, COMMAND_TOP);
	assert_int_equal(call.count, 12);
	assert_true(command_parse(STR("50%"), &call));
	assert_int_equal(call.id, COMMAND_PERCENT);
	assert_int_equal(call.count, 50);
	assert_false(command_parse(STR("12x"), &call));
	assert_true(command_parse(STR("99999999999999999999"), &call));
	assert_int_equal(call.id, COMMAND_TOP);
	assert_true(call.count >= 100000000);
	assert_true(command_parse(STR("$"), &call));
	assert_int_equal(call.id, COMMAND_BOTTOM);
}

static void steps_go_by_rows_half_pages_and_pages(void **state)
{
	(void)state;
	static const struct {
		enum command_id id;
		long count, rows;
	} cases[] = {
		{COMMAND_DOWN, 0, 1},     {COMMAND_UP, 10, -10},      {COMMAND_HALF_DOWN, 0, 10},
		{COMMAND_HALF_UP, 3, -3}, {COMMAND_PAGE_DOWN, 0, 18}, {COMMAND_PAGE_UP, 2, -36},
	};
	long rows;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct command_call call = {.id = cases[i].id, .count = cases[i].count};

		assert_true(command_step(&call, 20, 2, &rows));
		assert_int_equal(rows, cases[i].rows);
		assert_true(command_step(&call, 1, 2, &rows));
		assert_int_not_equal(rows, 0); /* a pane of one row moves, too */
	}
	assert_false(command_step(&(struct command_call){.id = COMMAND_TOP}, 20, 2, &rows));
}

static void empty_lines_and_comments_are_nothing(void **state)
{
	(void)state;
	struct command_call call;

	assert_true(command_parse(STR(" \t"), &call) && call.id == COMMAND_COUNT);
	assert_true(command_parse(STR("# set x"), &call) && call.id == COMMAND_COUNT);
}

static void words_are_split_at_blanks_and_held_by_quotes(void **state)
{
	(void)state;
	struct str rest = STR("  one \"two three\" four"), word;
	const char *want[] = {"one", "two three", "four"};

	for (size_t i = 0; i < 3; i++) {
		assert_true(command_word(&rest, &word));
		assert_true(str_eq(word, str_of(want[i])));
	}
	assert_false(command_word(&rest, &word));
}

static void what_an_option_shows_sets_it_to_the_same(void **state)
{
	(void)state;
	struct desk desk;
	struct settings other;

	desk_init(&desk);
	settings_init(&other);
	config_defaults(&desk);
	for (size_t i = 0; i < setting_count; i++) {
		struct buf shown = {0}, again = {0};
		struct err err = {0};

		settings_show(&desk.settings, &setting_table[i], &shown);
		assert_int_equal(settings_set(&other, buf_str(&shown), &err), 0);
		settings_show(&other, &setting_table[i], &again);
		assert_string_equal(buf_cstr(&shown), buf_cstr(&again));
		buf_release(&shown);
		buf_release(&again);
	}
	settings_release(&other);
	desk_release(&desk);
}

static void a_wrong_value_changes_nothing_and_says_what_is_meant(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"measure=9",     "measure=ten",   "measure=",
		"kinsoku=loose", "nosuch=1",      "nonosuch",
		"kinsoku",       "hanging=maybe", "measure=99999999999999999999",
		"nomeasure",
	};
	struct desk desk;

	desk_init(&desk);
	config_defaults(&desk);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct err err = {0};

		assert_int_equal(settings_set(&desk.settings, str_of(wrong[i]), &err), -1);
		assert_int_equal(err.code, ERR_USAGE);
		assert_true(strlen(err_text(&err)) > 10);
		err_release(&err);
	}
	assert_int_equal(desk.settings.measure, 80);
	assert_int_equal(settings_set(&desk.settings, STR("hanging!"), NULL), 0);
	assert_true(desk.settings.hanging);
	desk_release(&desk);
}

struct heard {
	size_t n;
	struct buf last;
};

static void hear(void *ctx, const struct err *err)
{
	struct heard *heard = ctx;

	heard->n++;
	buf_clear(&heard->last);
	buf_adds(&heard->last, err_text(err));
}

static void a_wrong_line_is_told_with_its_number_and_the_rest_counts(void **state)
{
	(void)state;
	char path[] = "/tmp/karpread-rc-XXXXXX";
	int fd = mkstemp(path);
	static const char text[] = "set measure=60\nset nosuch=1\n\n# fine\nbind list x nothing\n"
				   "color title no-colour\nset korean=word\nsource /nowhere/rc\n";
	struct heard heard = {0};
	struct desk desk;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
	close(fd);
	desk_init(&desk);
	config_defaults(&desk);
	assert_int_equal(config_source(&desk, path, (struct config_trouble){hear, &heard}, NULL),
			 0);
	assert_int_equal(heard.n, 4);
	assert_non_null(strstr(buf_cstr(&heard.last), "line 8"));
	assert_non_null(strstr(buf_cstr(&heard.last), path));
	assert_int_equal(desk.settings.measure, 60);
	assert_int_equal(desk.settings.korean, BRK_KOREAN_WORD);
	unlink(path);
	buf_release(&heard.last);
	desk_release(&desk);
}

static void a_file_that_sources_itself_ends(void **state)
{
	(void)state;
	char path[] = "/tmp/karpread-rc-XXXXXX";
	int fd = mkstemp(path);
	struct heard heard = {0};
	struct buf line = {0};
	struct desk desk;

	buf_addf(&line, "source %s\n", path);
	assert_int_equal(write(fd, line.p, line.n), (ssize_t)line.n);
	close(fd);
	desk_init(&desk);
	assert_int_equal(config_source(&desk, path, (struct config_trouble){hear, &heard}, NULL),
			 0);
	assert_int_equal(heard.n, 1);
	unlink(path);
	buf_release(&line);
	buf_release(&heard.last);
	desk_release(&desk);
}

/* The measure when these, below the folder of the test, are opened. */
static int measure_in(const char *home, const char *rc, const char *const *opened, size_t n,
		      size_t *wrong)
{
	struct heard heard = {0};
	struct buf path = {0}, paths[2] = {0};
	const char *named[2];
	struct desk desk;

	desk_init(&desk);
	config_defaults(&desk);
	fs_join(&path, home, "rc");
	assert_int_equal(fs_write(buf_cstr(&path), str_of(rc), FS_REPLACE, NULL), 0);
	assert_int_equal(
		config_source(&desk, buf_cstr(&path), (struct config_trouble){hear, &heard}, NULL),
		0);
	for (size_t i = 0; i < n; i++) {
		fs_join(&paths[i], home, opened[i]);
		named[i] = buf_cstr(&paths[i]);
	}
	config_locate(&desk, named, n, (struct config_trouble){hear, &heard});
	int measure = desk.settings.measure;

	*wrong = heard.n;
	for (size_t i = 0; i < n; i++)
		buf_release(&paths[i]);
	buf_release(&path);
	buf_release(&heard.last);
	desk_release(&desk);
	return measure;
}

static void a_line_for_a_folder_holds_when_all_that_is_opened_lies_in_it(void **state)
{
	(void)state;
	static const char *const novels[] = {"novels"}, *const below[] = {"novels/a/x.txt"},
				 *const beside[] = {"novels2"},
				 *const both[] = {"novels", "novels2"},
				 *const gone[] = {"novels/none"};
	char home[] = "/tmp/karpread-in-XXXXXX";
	struct buf rc = {0}, path = {0}, more = {0};
	size_t wrong;

	assert_non_null(mkdtemp(home));
	setenv("HOME", home, 1);
	fs_join(&path, home, "novels/a");
	assert_int_equal(fs_mkdir(buf_cstr(&path), 0700, NULL), 0);
	fs_join(&path, home, "novels2");
	assert_int_equal(fs_mkdir(buf_cstr(&path), 0700, NULL), 0);
	fs_join(&path, home, "novels/a/x.txt");
	assert_int_equal(fs_write(buf_cstr(&path), STR("x"), 0, NULL), 0);
	fs_join(&more, home, "more");
	assert_int_equal(fs_write(buf_cstr(&more), STR("set measure=50\n"), 0, NULL), 0);

	/* Behind the lines that hold everywhere, wherever it stands. */
	buf_addf(&rc, "in %s/novels set measure=60\nset measure=70\n", home);
	assert_int_equal(measure_in(home, buf_cstr(&rc), novels, 1, &wrong), 60);
	assert_int_equal(measure_in(home, buf_cstr(&rc), below, 1, &wrong), 60);
	assert_int_equal(measure_in(home, buf_cstr(&rc), beside, 1, &wrong), 70);
	assert_int_equal(measure_in(home, buf_cstr(&rc), both, 2, &wrong), 70);
	assert_int_equal(measure_in(home, buf_cstr(&rc), gone, 1, &wrong), 70);
	assert_int_equal(wrong, 0);
	assert_int_equal(measure_in(home, "in ~/novels source more\n", novels, 1, &wrong), 50);
	assert_int_equal(measure_in(home,
				    "in ~/novels set measure=x\nin x set hidden\nin ~/\n"
				    "in ~/ quit\nin ~/ set library=/\nin / set measure=90\n",
				    both, 2, &wrong),
			 90);
	assert_int_equal(wrong, 4);
	assert_int_equal(measure_in(home, "in ~/novels set measure=x\n", novels, 1, &wrong), 80);
	assert_int_equal(wrong, 1);

	buf_clear(&rc);
	buf_addf(&rc, "rm -rf '%s'", home);
	assert_int_equal(system(buf_cstr(&rc)), 0);
	buf_release(&rc);
	buf_release(&path);
	buf_release(&more);
}

static void the_defaults_name_every_option_and_every_look(void **state)
{
	(void)state;
	struct buf path = {0}, text = {0};

	fs_join(&path, getenv("KARPREAD_SRCDIR"), "data/karpreadrc");
	assert_int_equal(fs_read(buf_cstr(&path), 1 << 20, &text, NULL, NULL), 0);
	for (size_t i = 0; i < setting_count + THEME_COUNT; i++) {
		struct buf want = {0};
		bool option = i < setting_count;
		const char *name = option ? setting_table[i].name : theme_names[i - setting_count];

		buf_addf(&want, option ? "\nset %s" : "\ncolor %s ", name);
		bool found = str_find(buf_str(&text), buf_str(&want), 0) != (size_t)-1;

		buf_clear(&want);
		buf_addf(&want, "\nset no%s\n", name);
		found = found || str_find(buf_str(&text), buf_str(&want), 0) != (size_t)-1;
		if (!found)
			fail_msg("data/karpreadrc does not set %s", name);
		buf_release(&want);
	}
	buf_release(&path);
	buf_release(&text);
}

static void what_is_shown_of_a_look_sets_it(void **state)
{
	(void)state;
	struct desk desk;
	struct theme again;

	desk_init(&desk);
	config_defaults(&desk);
	theme_init(&again);
	for (size_t i = 0; i < THEME_COUNT; i++) {
		struct buf shown = {0};

		theme_show(&desk.theme, str_of(theme_names[i]), &shown);
		assert_true(str_starts(buf_str(&shown), str_of(theme_names[i])));
		assert_int_equal(theme_set(&again, buf_str(&shown), NULL), 0);
		assert_true(look_eq(again.looks[i], desk.theme.looks[i]));
		buf_release(&shown);
	}
	desk_release(&desk);
}

static void only_links_that_are_safe_to_hand_on_are_opened(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"file:///etc/passwd",
		"javascript:alert(1)",
		"-oProxyCommand=x",
		"http://a/%00b",
		"http://a/ b",
		"http://a/\033[31m",
		"",
		"a.com",
	};
	struct buf warning = {0};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_int_equal(link_check(str_of(wrong[i]), NULL), -1);
	assert_int_equal(link_check(STR("HTTPS://例え.jp/道"), NULL), 0);
	assert_int_equal(link_check(STR("mailto:a@b.example"), NULL), 0);
	link_warn(STR("https://bank.example/a"), STR("here"), &warning);
	assert_int_equal(warning.n, 0);
	link_warn(STR("https://bank.example@evil.example/a"), STR(""), &warning);
	assert_non_null(strstr(buf_cstr(&warning), "evil.example"));
	buf_clear(&warning);
	link_warn(STR("https://xn--fsq.example/"), STR(""), &warning);
	assert_true(warning.n > 0);
	buf_release(&warning);
}

static void a_text_that_names_another_host_is_told(void **state)
{
	(void)state;
	static const struct {
		const char *target, *text, *named; /* NULL: nothing is told */
	} cases[] = {
		{"https://evil.example/", "https://bank.com", "bank.com"},
		{"https://evil.example/", "bank.com", "bank.com"},
		{"https://evil.example/", " Bank.com/login?a=b ", "Bank.com"},
		{"https://evil.example/", "请访问https://www.bank.com/查看", "www.bank.com"},
		{"https://evil.example/", "see www.163.com for more", "www.163.com"},
		{"https://evil.example/", "http://1.2.3.4/", "1.2.3.4"},
		{"https://evil.example/", "ｂａｎｋ．ｃｏｍ", "bank.com"},
		{"https://evil.example/", "https://bank.com@bank.org/", "bank.org"},
		{"https://bank.com.evil.example/", "https://bank.com/", "bank.com"},
		{"https://evil.example/bank.com", "https://bank.com/", "bank.com"},
		{"https://notbank.com/", "bank.com", "bank.com"},
		{"mailto:a@evil.example", "a@bank.com", "bank.com"},
		{"https://bank.com/a", "https://bank.com", NULL},
		{"https://www.bank.com:8080/a", "BANK.COM", NULL},
		{"https://news.bank.com/a", "bank.com", NULL},
		{"https://bank.com/", "www.bank.com", NULL},
		{"https://u@bank.com/", "bank.com", NULL},
		{"mailto:a@bank.com?subject=x", "b@bank.com", NULL},
		{"https://git.example/a/README.md", "README.md", NULL},
		{"https://nodejs.org/", "Node.js", NULL},
		{"https://a.example/", "Read this... It is short.", NULL},
		{"https://a.example/", "e.g. 3.14", NULL},
		{"https://a.example/", "这里", NULL},
		{"https://a.example/", "", NULL},
	};
	struct buf warning = {0};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buf_clear(&warning);
		link_warn(str_of(cases[i].target), str_of(cases[i].text), &warning);
		bool told = strstr(buf_cstr(&warning), "Its text says");

		if (told != (cases[i].named != NULL) ||
		    (told && !strstr(buf_cstr(&warning), cases[i].named)))
			fail_msg("%s for %s: %s", cases[i].text, cases[i].target,
				 buf_cstr(&warning));
	}
	buf_release(&warning);
}

static void what_is_no_command_is_told_from_what_may_be_several(void **state)
{
	(void)state;
	struct err err = {0};

	command_unknown(STR("nonsense here"), &err);
	assert_string_equal(err_text(&err), "There is no command \"nonsense here\".");
	err_release(&err);
	command_unknown(STR("half x"), &err);
	assert_string_equal(err_text(&err), "\"half\" may be half-page-down, half-page-up.");
	err_release(&err);
}

static void put_program(const char *path, const char *text)
{
	assert_int_equal(fs_write(path, str_of(text), FS_REPLACE, NULL), 0);
	assert_int_equal(chmod(path, 0700), 0);
}

static void what_opens_a_link_gets_signals_as_from_a_shell(void **unused)
{
	(void)unused;
	const struct str link = STR("https://example.com/");
	struct err err = {0};

	signal(SIGPIPE, SIG_IGN);
	put_program("./browser", "#!/bin/sh\ntest \"$*\" = https://example.com/\n");
	assert_int_equal(link_open("./browser", link, &err), 0);
	/* As Ctrl-C does: who waits for it lives on. */
	put_program("./browser", "#!/bin/sh\nkill -INT $PPID\n");
	assert_int_equal(link_open("./browser", link, &err), 0);
	put_program("./browser", "#!/bin/sh\nkill -PIPE $$\n");
	assert_int_equal(link_open("./browser", link, &err), -1);
	assert_int_equal(link_open("./none", link, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	err_release(&err);
}

static void assert_gone(struct desk *desk)
{
	assert_string_equal(buf_cstr(&desk->message), "There is no such article any more.");
	assert_true(desk->message_is_error);
	buf_clear(&desk->message);
}

/* What went while nobody looked is in no list any more at the end of the turn, but it was asked. */
static void what_is_done_with_an_article_that_is_gone_is_told(void **unused)
{
	(void)unused;
	static const char *const paths[] = {"lib"};
	struct library_options options = {.paths = paths, .n_paths = 1, .index = "index.db"};
	struct desk desk;
	uint32_t key;

	assert_int_equal(mkdir("lib", 0700), 0);
	assert_int_equal(fs_write("lib/a.txt", STR("A title\n\nA text.\n"), 0, NULL), 0);
	assert_int_equal(library_index(&options, NULL, false, false, NULL), 0);
	desk_init(&desk);
	desk.state = state_open(NULL);
	options.defer = true;
	desk.library = library_open(&options, desk.state);
	assert_true(library_find(desk.library, "lib/a.txt", &key));
	desk_toggle_bookmark(&desk, key);
	assert_string_equal(buf_cstr(&desk.message), "Bookmarked.");
	library_refresh(desk.library, NULL, 0);
	assert_int_equal(unlink("lib/a.txt"), 0);
	assert_int_equal(library_index(&options, NULL, false, false, NULL), 0);
	desk_export_bookmarked(&desk, STR("out"));
	assert_gone(&desk);
	desk_export(&desk, key, STR("out"));
	assert_gone(&desk);
	desk_info(&desk, key);
	assert_gone(&desk);
	desk_toggle_read(&desk, key);
	assert_gone(&desk);
	desk_toggle_bookmark(&desk, key);
	assert_gone(&desk);
	desk_set_date(&desk, key, STR("2022"));
	assert_gone(&desk);
	desk_set_charset(&desk, key, STR("GBK"));
	assert_gone(&desk);
	library_close(desk.library);
	state_close(desk.state);
	desk_release(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_may_be_cut_short_where_it_stays_clear),
		cmocka_unit_test(what_is_no_command_is_told_from_what_may_be_several),
		cmocka_unit_test(numbers_go_to_rows_and_percentages),
		cmocka_unit_test(steps_go_by_rows_half_pages_and_pages),
		cmocka_unit_test(empty_lines_and_comments_are_nothing),
		cmocka_unit_test(words_are_split_at_blanks_and_held_by_quotes),
		cmocka_unit_test(what_an_option_shows_sets_it_to_the_same),
		cmocka_unit_test(a_wrong_value_changes_nothing_and_says_what_is_meant),
		cmocka_unit_test(a_wrong_line_is_told_with_its_number_and_the_rest_counts),
		cmocka_unit_test(a_file_that_sources_itself_ends),
		cmocka_unit_test(a_line_for_a_folder_holds_when_all_that_is_opened_lies_in_it),
		cmocka_unit_test(the_defaults_name_every_option_and_every_look),
		cmocka_unit_test(what_is_shown_of_a_look_sets_it),
		cmocka_unit_test(only_links_that_are_safe_to_hand_on_are_opened),
		cmocka_unit_test(a_text_that_names_another_host_is_told),
		cmocka_unit_test_setup_teardown(what_opens_a_link_gets_signals_as_from_a_shell,
						folder_set_up, folder_tear_down),
		cmocka_unit_test_setup_teardown(what_is_done_with_an_article_that_is_gone_is_told,
						folder_set_up, folder_tear_down),
	};

	return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
