/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/width.h"
#include "ui/probe.h"

enum { TAG = PROBE_COLUMNS - PROBE_TAGS + 1 }; /* the column that begins question 0 */

static int forget(void **state)
{
	(void)state;
	width_forget();
	return 0;
}

static void only_what_is_unclear_is_asked_and_once(void **state)
{
	(void)state;
	struct probe p = {0};

	probe_add_text(
		&p, STR("abc 中文かな。「」한국 “引号”…… \u0301\033\302\233\u202e\u200d\uffff😀“"));
	static const uint32_t want[] = {0x201C, 0x201D, 0x2026, 0x301, 0x1F600};

	assert_int_equal(p.n, 5);
	for (size_t i = 0; i < p.n; i++)
		assert_int_equal(p.items[i].cp, want[i]);
	probe_add_text(&p, STR("…”é"));
	assert_int_equal(p.n, 6);
	width_learn(0x3B1, 1);
	probe_add_text(&p, STR("α"));
	assert_int_equal(p.n, 6);
}

static void the_class_the_user_decided_about_is_left_out(void **state)
{
	(void)state;
	struct probe p = {.skip_ambiguous = true};

	probe_add_text(&p, STR("“😀”"));
	assert_int_equal(p.n, 1);
	assert_int_equal(p.items[0].cp, 0x1F600);
}

static void a_question_has_a_limit(void **state)
{
	(void)state;
	struct probe p = {0};
	struct buf text = {0}, question = {0};

	for (int i = 0; i < 1000; i++)
		buf_addf(&text, "%c%c", 0xD0 + i / 64 % 4, 0x80 + i % 64);
	probe_add_text(&p, buf_str(&text));
	probe_add_text(&p, STR("😀"));
	assert_true(p.n > 100 && p.n <= PROBE_LIMIT);
	p.place.row = 24;
	probe_question(&p, &question);
	assert_true(question.n < 4096);
	buf_release(&question);
	buf_release(&text);
}

static void no_text_puts_a_control_into_the_question(void **state)
{
	(void)state;
	struct probe p = {0};
	struct buf question = {0};

	probe_add_text(&p, STR("\001\033\177\302\200\302\233\342\200\256\342\201\246\n\t\r"));
	assert_int_equal(p.n, 0);
	probe_add(&p, 0x201C);
	probe_add(&p, 0x301);
	probe_question(&p, &question);
	assert_string_equal(
		buf_cstr(&question),
		"\033[8m\r\033[8C\033[6n\r“\033[6n\rx\u0301\033[6n\033[m\r\033[K\033[c");
	buf_release(&question);
}

static void answers_that_make_sense_are_learnt(void **state)
{
	(void)state;
	struct probe p = {0};

	probe_add(&p, 0x201C);
	probe_add(&p, 0x301);
	probe_add(&p, 0x1F600);
	probe_answer(&p, TAG);
	probe_answer(&p, 3);  /* wide */
	probe_answer(&p, 2);  /* behind the x: nothing */
	probe_answer(&p, 80); /* nonsense */
	assert_true(probe_learn(&p));
	assert_int_equal(width_of(0x201C), 2);
	assert_int_equal(width_of(0x301), 0);
	assert_true(width_known(0x301));
	assert_true(width_known(0x1F600)); /* and not asked again */
	assert_int_equal(width_of(0x1F600), 2);
	assert_false(probe_learn(&p));
}

static void another_number_of_answers_teaches_nothing(void **state)
{
	(void)state;
	struct probe p = {0};

	probe_add(&p, 0x201C);
	probe_add(&p, 0x1F600);
	probe_answer(&p, TAG);
	probe_answer(&p, 3);
	assert_false(probe_learn(&p)); /* one is missing */
	probe_answer(&p, 3);
	assert_true(probe_is_answered(&p));
	probe_answer(&p, 3);
	assert_false(probe_learn(&p)); /* one too many */
	assert_int_equal(width_of(0x201C), 1);
	assert_false(width_known(0x1F600));
}

static void answers_to_another_question_are_passed_over(void **state)
{
	(void)state;
	struct probe p = {.tag = 1};

	probe_add(&p, 0x201C);
	probe_answer(&p, 3); /* the rest of answers whose tag was lost */
	probe_answer(&p, TAG);
	probe_answer(&p, 3);
	assert_false(probe_is_answered(&p));
	probe_answer(&p, TAG + 1);
	probe_answer(&p, 2);
	assert_true(probe_is_answered(&p));
	probe_learn(&p);
	assert_int_equal(width_of(0x201C), 1);
	assert_true(width_known(0x201C));
}

static void answers_may_come_twice(void **state)
{
	(void)state;
	static const int each[] = {TAG, TAG, 3, 3, 2, 3}, whole[] = {TAG, 3, 2, TAG, 3, 2};
	struct probe p = {0};

	probe_add(&p, 0x201C);
	probe_add(&p, 0x2026);
	for (size_t i = 0; i < 6; i++)
		probe_answer(&p, each[i]);
	assert_true(probe_learn(&p));
	assert_int_equal(width_of(0x201C), 2);
	assert_int_equal(width_of(0x2026), 1); /* two terminals that differ: as was thought */
	p.answers = p.times = 0;
	width_forget();
	for (size_t i = 0; i < 6; i++)
		probe_answer(&p, whole[i]);
	assert_true(probe_learn(&p));
	assert_int_equal(width_of(0x201C), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(only_what_is_unclear_is_asked_and_once, forget),
		cmocka_unit_test_setup(the_class_the_user_decided_about_is_left_out, forget),
		cmocka_unit_test_setup(a_question_has_a_limit, forget),
		cmocka_unit_test_setup(no_text_puts_a_control_into_the_question, forget),
		cmocka_unit_test_setup(another_number_of_answers_teaches_nothing, forget),
		cmocka_unit_test_setup(answers_to_another_question_are_passed_over, forget),
		cmocka_unit_test_setup(answers_may_come_twice, forget),
		cmocka_unit_test_setup(answers_that_make_sense_are_learnt, forget),
	};

	return cmocka_run_group_tests_name("probe", tests, NULL, NULL);
}
