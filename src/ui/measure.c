/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "ui/measure.h"

#include "text/width.h"

enum { SILENCE_MS = 500 }; /* after which a terminal counts as one that does not answer */

static long elapsed_us(const struct timespec *since)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)(now.tv_sec - since->tv_sec) * 1000000 + (now.tv_nsec - since->tv_nsec) / 1000;
}

int measure_silence_left(const struct measure *m)
{
	long passed = elapsed_us(&m->first_asked) / 1000;

	return passed < SILENCE_MS ? (int)(SILENCE_MS - passed) : 0;
}

bool measure_can_ask(const struct measure *m, const struct probe_place *place)
{
	return place && m->probed && !m->talk->mute && m->agrees;
}

static void place_question(struct measure *m, const struct probe_place *place, struct probe *probe)
{
	probe->place = *place;
	m->wiped |= place->row > 0;
}

static bool ask(struct measure *m, const struct probe_place *place, struct probe *probe)
{
	place_question(m, place, probe);
	return talk_ask(m->talk, probe);
}

/*
 * What “ takes decides for its whole class, unless the user has. 中 takes two columns wherever
 * UTF-8 is understood.
 */
void measure_begin(struct measure *m, const struct probe_place *place)
{
	width_set_ambiguous(m->decided == 2 && m->agrees ? 2 : 1);
	m->probed = false;
	m->asking = place && m->agrees;
	if (!m->asking)
		return;
	m->first = (struct probe){0};
	probe_add(&m->first, 0x201C);
	probe_add(&m->first, 0x4E2D);
	clock_gettime(CLOCK_MONOTONIC, &m->first_asked);
	place_question(m, place, &m->first);
	talk_ask_ahead(m->talk, &m->first);
}

/* Asks anew for all that was asked before; the terminal has shown that it answers. */
static void ask_rest(struct measure *m, const struct probe_place *place)
{
	for (size_t i = 0; i < m->asked.n && measure_can_ask(m, place);) {
		struct probe probe = {0};

		for (; i < m->asked.n && probe.n < PROBE_LIMIT; i++) {
			if (!m->decided || !width_is_ambiguous(m->asked.p[i]))
				probe_add(&probe, m->asked.p[i]);
		}
		if (probe.n && ask(m, place, &probe))
			probe_learn(&probe);
	}
}

bool measure_heed(struct measure *m, const struct probe_place *place)
{
	int columns = probe_columns(&m->first, 0);

	if (!m->asking || m->talk->open)
		return false;
	m->asking = false;
	if (!probe_is_answered(&m->first))
		return false;
	m->probe_us = elapsed_us(&m->first_asked);
	m->probed = true;
	m->utf8 = probe_columns(&m->first, 1) == 2;
	if (columns > 0 && !m->decided && m->agrees)
		width_set_ambiguous(columns);
	ask_rest(m, place);
	return true;
}

void measure_again(struct measure *m, const struct probe_place *place)
{
	bool answers = m->probed;

	width_forget();
	m->talk->mute = false;
	measure_begin(m, place);
	if (answers)
		talk_settle(m->talk);
}

bool measure_text(struct measure *m, const struct probe_place *place, struct str text)
{
	struct probe probe = {.skip_ambiguous = m->decided};

	if (!measure_can_ask(m, place))
		return false;
	probe_add_text(&probe, text);
	if (probe.n == 0 || !ask(m, place, &probe))
		return false;
	for (size_t i = 0; i < probe.n; i++)
		vec_push(&m->asked, probe.items[i].cp);
	return probe_learn(&probe);
}

void measure_release(struct measure *m)
{
	vec_release(&m->asked);
}
