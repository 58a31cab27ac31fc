/* SPDX-License-Identifier: ISC
 *
 * For the tests of the state: a folder for each test, and articles that need no files.
 */
#ifndef KARPREAD_TESTS_STATE_FIXTURE_H
#define KARPREAD_TESTS_STATE_FIXTURE_H

#include "store/state_private.h"

int state_set_up(void **unused);
int state_tear_down(void **unused);
/* The path of a name in the folder of the test: one of four static buffers in turn. */
const char *in_folder(const char *name);
/* "state.db" there. */
struct state *open_state(void);
/* Article n is "/library/n"; it is made when it is not known yet. */
struct state_hash hash_of(unsigned n);
int64_t article(struct state *s, unsigned n);
struct state_article get(struct state *s, int64_t id);
void put_file(const char *path, const char *text);
unsigned next_random(unsigned *seed);

#define STATE_TEST(name) cmocka_unit_test_setup_teardown(name, state_set_up, state_tear_down)

#endif
