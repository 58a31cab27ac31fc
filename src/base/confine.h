/* SPDX-License-Identifier: ISC
 *
 * What a process gives up for good before it reads what nobody vouches for, so that a parser
 * which is taken over has nothing to take: other files, the network, programs, other processes.
 * All of it is the kernel's to enforce; what a kernel does not have is left out silently, and
 * told by the result. To be called while the process has one thread; later ones inherit it.
 */
#ifndef KARPREAD_BASE_CONFINE_H
#define KARPREAD_BASE_CONFINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What holds. */
enum confine_fence {
	CONFINE_PRIVILEGES = 1 << 0, /* none are gained by running a program (no_new_privs) */
	CONFINE_FILES = 1 << 1,      /* no other files than named (Landlock) */
	CONFINE_CALLS = 1 << 2,      /* no network, no programs, no other processes (seccomp) */
	CONFINE_MEMORY = 1 << 3,     /* RLIMIT_AS */
};

struct confine {
	const char *const *read;  /* files, and folders with all below; NULL at the end, or NULL */
	const char *const *write; /* folders whose files may be made and written; likewise */
	uint64_t memory;          /* bytes of address space; 0: not limited */
};

/*
 * Gives up all else, open files but the standard ones too: a set of enum confine_fence. What every
 * process needs of the system stays readable: charsets, catalogues, time zones. Builds for the
 * sanitizers and for coverage, whose runtimes write reports of their own, are not confined: 0.
 */
unsigned confine_self(const struct confine *confine);
/* What would hold here, tried out in a child. */
unsigned confine_probe(void);

/*
 * The process has so many seconds of CPU time from now on, and ends by SIGXCPU when it has used
 * them up; 0 lifts the limit. To be called again and again.
 */
void confine_cpu(unsigned seconds);
/* The process ends when its parent, of this id, does (where the kernel knows how). */
void confine_to_parent(pid_t parent);

#endif
