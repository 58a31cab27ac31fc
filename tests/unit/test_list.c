/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/list.h"

static void assert_sound(const struct list *l)
{
	size_t last_top = l->count > l->height ? l->count - l->height : 0;
	size_t margin = l->height ? (l->height - 1) / 2 : 0;

	if (l->margin < margin)
		margin = l->margin;
	assert_true(l->top <= last_top);
	if (l->count == 0) {
		assert_int_equal(l->selected, 0);
		return;
	}
	assert_true(l->selected < l->count);
	if (l->height == 0)
		return;
	assert_true(l->selected >= l->top);
	assert_true(l->selected < l->top + l->height);
	if (l->top > 0)
		assert_true(l->selected >= l->top + margin);
	if (l->top < last_top)
		assert_true(l->selected + margin < l->top + l->height);
}

static void the_selection_is_always_in_sight(void **state)
{
	(void)state;
	struct list l = {0};

	srand(1);
	for (int i = 0; i < 200000; i++) {
		long by = rand() % 61 - 30;

		if (rand() % 100 == 0)
			by = rand() % 2 ? LONG_MAX : LONG_MIN;
		switch (rand() % 6) {
		case 0:
			l.margin = (size_t)rand() % 8;
			list_resize(&l, (size_t)rand() % 60, (size_t)rand() % 30);
			break;
		case 1:
			list_select(&l, (size_t)by);
			break;
		case 2:
			list_scroll(&l, by);
			break;
		case 3:
			list_jump(&l, (size_t)by);
			break;
		default:
			list_move(&l, by);
		}
		assert_sound(&l);
	}
}

static void scrolling_moves_the_view_and_drags_the_selection_along(void **state)
{
	(void)state;
	struct list l = {.margin = 1};

	list_resize(&l, 100, 10);
	list_scroll(&l, 5);
	assert_int_equal(l.top, 5);
	assert_int_equal(l.selected, 6);
	list_scroll(&l, -100);
	assert_int_equal(l.top, 0);
	assert_int_equal(l.selected, 6);
	list_select(&l, 0);
	assert_int_equal(l.selected, 0);
}

static void a_jump_out_of_sight_leads_to_the_middle(void **state)
{
	(void)state;
	struct list l = {0};

	list_resize(&l, 100, 9);
	list_jump(&l, 50);
	assert_int_equal(l.top, 46);
	list_jump(&l, 54);
	assert_int_equal(l.top, 46);
	list_jump(&l, 99);
	assert_int_equal(l.top, 91);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_selection_is_always_in_sight),
		cmocka_unit_test(scrolling_moves_the_view_and_drags_the_selection_along),
		cmocka_unit_test(a_jump_out_of_sight_leads_to_the_middle),
	};

	return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
