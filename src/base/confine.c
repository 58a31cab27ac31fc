/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#if defined __linux__ && !defined KARPREAD_INSTRUMENTED
#if __has_include(<linux/landlock.h>)
#define HAVE_LANDLOCK 1
#include <linux/landlock.h>
#endif
#if __has_include(<linux/seccomp.h>)
#include <asm/ioctls.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#endif
#endif

/* ---- Landlock: files */

#ifdef HAVE_LANDLOCK
/*
 * As the kernel has it since its version 6 of Landlock, whatever the headers know: an older one
 * takes the longer structure when what it does not know is 0.
 */
struct ruleset {
	uint64_t files, network, scoped;
};

enum {
	FILE_EXECUTE = 1 << 0,
	FILE_WRITE = 1 << 1,
	FILE_READ = 1 << 2,
	FOLDER_READ = 1 << 3,
	FILE_REMOVE = 1 << 5,
	FILE_MAKE = 1 << 8,
	FILE_TRUNCATE = 1 << 14,
	NETWORK_ALL = 3,
	SCOPED_ALL = 3, /* signals and abstract sockets stay among the confined */
};

/* All there is to forbid, by version: 0 and 1 forbid what is in every one. */
static uint64_t all_files(long version)
{
	static const int bits[] = {13, 13, 14, 15, 15, 16};
	size_t last = sizeof bits / sizeof *bits - 1;

	return (UINT64_C(1) << bits[(size_t)version > last ? last : (size_t)version]) - 1;
}

static void allow(int ruleset, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr rule = {.parent_fd = open(path, O_PATH | O_CLOEXEC)};
	struct stat st;

	if (rule.parent_fd < 0)
		return;
	/* A file has no rights of folders. */
	if (fstat(rule.parent_fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rights &= FILE_EXECUTE | FILE_WRITE | FILE_READ | FILE_TRUNCATE;
	rule.allowed_access = rights;
	syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(rule.parent_fd);
}

/*
 * What the C library opens when it first needs it: the modules of iconv and what they are linked
 * to, catalogues, time zones, the number of processors; and sqlite, for its random numbers.
 */
static const char *const of_system[] = {
	"/usr/lib",
	"/usr/lib32",
	"/usr/lib64",
	"/lib",
	"/lib64",
	"/usr/local/lib",
	"/nix/store",
	"/gnu/store",
	"/usr/share/locale",
	"/usr/share/zoneinfo",
	KARPREAD_LOCALE,
	"/etc/ld.so.cache",
	"/etc/localtime",
	"/sys/devices/system/cpu",
	"/dev/urandom",
};

static bool confine_files(const struct confine *confine)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1 /* the version */);

	if (version < 1)
		return false;
	const struct ruleset all = {
		.files = all_files(version),
		.network = version >= 4 ? NETWORK_ALL : 0,
		.scoped = version >= 6 ? SCOPED_ALL : 0,
	};
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);

	if (ruleset < 0)
		return false;
	for (size_t i = 0; i < sizeof of_system / sizeof *of_system; i++)
		allow(ruleset, of_system[i], FILE_READ | FOLDER_READ);
	for (size_t i = 0; confine->read && confine->read[i]; i++)
		allow(ruleset, confine->read[i], FILE_READ | FOLDER_READ);
	for (size_t i = 0; confine->write && confine->write[i]; i++)
		allow(ruleset, confine->write[i],
		      all.files & (FILE_READ | FOLDER_READ | FILE_WRITE | FILE_MAKE | FILE_REMOVE |
				   FILE_TRUNCATE));
	long result = syscall(SYS_landlock_restrict_self, ruleset, 0);

	close(ruleset);
	return result == 0;
}
#else
static bool confine_files(const struct confine *confine)
{
	(void)confine;
	return false;
}
#endif

/* ---- seccomp: system calls */

/* clang-format off */
#if !defined SECCOMP_RET_ERRNO
#elif defined __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined __i386__
#define ARCHITECTURE AUDIT_ARCH_I386
#elif defined __arm__ && defined __ARMEL__
#define ARCHITECTURE AUDIT_ARCH_ARM
#elif defined __riscv && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#elif defined __powerpc64__ && defined __LITTLE_ENDIAN__
#define ARCHITECTURE AUDIT_ARCH_PPC64LE
#elif defined __s390x__
#define ARCHITECTURE AUDIT_ARCH_S390X
#endif
/* clang-format on */

#ifdef ARCHITECTURE
/*
 * What is forbidden, not what is allowed: a C library that does a thing by another call than
 * yesterday's goes on working, and all that matters of files is Landlock's affair. A call fails
 * with EPERM, which libraries expect, and does not kill. Calls that this list cannot know do not
 * exist, as on an older kernel: what they do may be what is forbidden here.
 */
enum {
	LAST_KNOWN = 450, /* of Linux 5.17; from 424 on the numbers are every architecture's */
	CALL_CLONE3 = 435,
};

static const int forbidden[] = {
	/* the network */
	SYS_socket,
	SYS_socketpair,
	SYS_connect,
	SYS_bind,
	SYS_listen,
	SYS_accept4,
#ifdef SYS_accept
	SYS_accept,
#endif
#ifdef SYS_socketcall
	SYS_socketcall,
#endif
	/* programs */
	SYS_execve,
	SYS_execveat,
/* other processes, new ones too: they would outlive their limits */
#ifdef SYS_fork
	SYS_fork,
	SYS_vfork,
#endif
	SYS_ptrace,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_kill,
	SYS_tkill,
	SYS_rt_sigqueueinfo,
	SYS_rt_tgsigqueueinfo,
	SYS_setpriority,
	SYS_sched_setaffinity,
	SYS_sched_setattr,
	SYS_sched_setparam,
	SYS_sched_setscheduler,
	SYS_ioprio_set,
#ifdef SYS_ipc
	SYS_ipc,
#endif
#ifdef SYS_shmget
	SYS_shmget,
	SYS_shmat,
	SYS_msgget,
	SYS_semget,
#endif
	SYS_mq_open,
#ifdef SYS_pidfd_send_signal
	SYS_pidfd_send_signal,
#endif
#ifdef SYS_pidfd_open
	SYS_pidfd_open,
#endif
#ifdef SYS_pidfd_getfd
	SYS_pidfd_getfd,
#endif
/* ways round the other rules, and what kernels had most holes in */
#ifdef SYS_io_uring_setup
	SYS_io_uring_setup,
#endif
	SYS_open_by_handle_at,
#ifdef SYS_move_mount
	SYS_move_mount,
#endif
#ifdef SYS_mount_setattr
	SYS_mount_setattr,
#endif
	SYS_init_module,
	SYS_finit_module,
	SYS_kexec_load,
	SYS_reboot,
	SYS_mount,
	SYS_umount2,
	SYS_pivot_root,
	SYS_chroot,
	SYS_setns,
	SYS_unshare,
	SYS_bpf,
	SYS_perf_event_open,
	SYS_userfaultfd,
	SYS_add_key,
	SYS_request_key,
	SYS_keyctl,
	/* changes of files that Landlock does not see, or not in its first versions */
	SYS_truncate,
#ifdef SYS_truncate64
	SYS_truncate64,
#endif
	SYS_fchmod,
	SYS_fchmodat,
#ifdef SYS_chmod
	SYS_chmod,
#endif
	SYS_fchown,
	SYS_fchownat,
#ifdef SYS_chown
	SYS_chown,
	SYS_lchown,
#endif
#ifdef SYS_chown32
	SYS_chown32,
	SYS_fchown32,
	SYS_lchown32,
#endif
	SYS_setxattr,
	SYS_fsetxattr,
	SYS_lsetxattr,
	SYS_removexattr,
	SYS_fremovexattr,
	SYS_lremovexattr,
	SYS_utimensat,
#ifdef SYS_utimensat_time64
	SYS_utimensat_time64,
#endif
#ifdef SYS_utime
	SYS_utime,
#endif
#ifdef SYS_utimes
	SYS_utimes,
#endif
#ifdef SYS_futimesat
	SYS_futimesat,
#endif
};

/* The low half of an argument. */
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define ARGUMENT(i) (offsetof(struct seccomp_data, args[i]) + 4)
#else
#define ARGUMENT(i) offsetof(struct seccomp_data, args[i])
#endif
#ifdef __s390x__
#define CLONE_FLAGS 1
#else
#define CLONE_FLAGS 0
#endif

#define LOAD(offset)            BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)(offset))
#define RETURN(what)            BPF_STMT(BPF_RET | BPF_K, what)
#define IF(relation, value, no) BPF_JUMP(BPF_JMP | relation | BPF_K, (uint32_t)(value), 0, no)
#define ALLOW                   RETURN(SECCOMP_RET_ALLOW)
#define REFUSE                  RETURN(SECCOMP_RET_ERRNO | EPERM)
#define NO_SUCH_CALL            RETURN(SECCOMP_RET_ERRNO | ENOSYS)
#define LOAD_CALL               LOAD(offsetof(struct seccomp_data, nr))

/* Calls of which it depends on an argument: allowed with this value only, or never with it. */
struct by_argument {
	int call, argument;
	uint16_t relation;
	uint32_t value;
	bool only;
};

struct program {
	struct sock_filter code[512];
	size_t n;
};

static void add(struct program *program, const struct sock_filter *code, size_t n)
{
	memcpy(program->code + program->n, code, n * sizeof *code);
	program->n += n;
}
#define ADD(program, ...)                                                                          \
	add(program, (const struct sock_filter[]){__VA_ARGS__},                                    \
	    sizeof(const struct sock_filter[]){__VA_ARGS__} / sizeof(struct sock_filter))

static void add_by_arguments(struct program *program)
{
	const struct by_argument rows[] = {
		/* Signals to oneself, as raise() sends them; one's own limits; threads. */
		{SYS_tgkill, 0, BPF_JEQ, (uint32_t)getpid(), true},
		{SYS_prlimit64, 0, BPF_JEQ, 0, true},
		{SYS_clone, CLONE_FLAGS, BPF_JSET, CLONE_THREAD, true},
		/* Signals to others when a file can be read. */
		{SYS_fcntl, 1, BPF_JEQ, F_SETOWN, false},
		{SYS_fcntl, 1, BPF_JEQ, F_SETOWN_EX, false},
#ifdef SYS_fcntl64
		{SYS_fcntl64, 1, BPF_JEQ, F_SETOWN, false},
		{SYS_fcntl64, 1, BPF_JEQ, F_SETOWN_EX, false},
#endif
		/* Nothing is typed into the terminal that the process may have. */
		{SYS_ioctl, 1, BPF_JEQ, TIOCSTI, false},
		{SYS_ioctl, 1, BPF_JEQ, TIOCLINUX, false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct by_argument *r = &rows[i];

		ADD(program, IF(BPF_JEQ, r->call, 4), LOAD(ARGUMENT(r->argument)));
		if (r->only)
			ADD(program, IF(r->relation, r->value, 1), ALLOW, REFUSE);
		else
			ADD(program, IF(r->relation, r->value, 1), REFUSE, LOAD_CALL);
	}
}

static bool confine_calls(void)
{
	struct program program = {.n = 0};

	/* Another architecture's calls have other numbers. */
	ADD(&program, LOAD(offsetof(struct seccomp_data, arch)), IF(BPF_JEQ, ARCHITECTURE, 1),
	    BPF_STMT(BPF_JMP | BPF_JA, 1), REFUSE);
	/* So have those of x32, which are beyond all others. */
	ADD(&program, LOAD_CALL, IF(BPF_JGT, LAST_KNOWN, 1), NO_SUCH_CALL);
	/* What it shall do stands in memory, where no filter sees it. */
	ADD(&program, IF(BPF_JEQ, CALL_CLONE3, 1), NO_SUCH_CALL);
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
		ADD(&program, IF(BPF_JEQ, forbidden[i], 1), REFUSE);
	add_by_arguments(&program);
	ADD(&program, ALLOW);
	const struct sock_fprog all = {.len = (unsigned short)program.n, .filter = program.code};

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all) == 0;
}
#else
static bool confine_calls(void)
{
	return false;
}
#endif

/* ---- the whole */

#ifndef KARPREAD_INSTRUMENTED
static bool limit_memory(uint64_t value)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_AS, &r) < 0)
		return false;
	/* The user's own limit may be the lower one. */
	if (r.rlim_cur == RLIM_INFINITY || r.rlim_cur > value)
		r.rlim_cur = value;
	r.rlim_max = r.rlim_cur;
	return setrlimit(RLIMIT_AS, &r) == 0;
}

/* What the program had open when it began this process. */
static void close_files(void)
{
	enum { FIRST = STDERR_FILENO + 1, MANY = 1024 };

#ifdef SYS_close_range
	if (syscall(SYS_close_range, FIRST, ~0U, 0) == 0)
		return;
#endif
	for (int fd = FIRST; fd < MANY; fd++)
		close(fd);
}

unsigned confine_self(const struct confine *confine)
{
	unsigned holds = 0;

	close_files();
	/* A dump of what a hostile file did to a process may fill the disk. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	if (confine->memory && limit_memory(confine->memory))
		holds |= CONFINE_MEMORY;
#ifdef PR_SET_NO_NEW_PRIVS
	/* The others ask for it. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		holds |= CONFINE_PRIVILEGES;
#endif
	if (confine_files(confine))
		holds |= CONFINE_FILES;
	if (confine_calls())
		holds |= CONFINE_CALLS;
	return holds;
}
#else
unsigned confine_self(const struct confine *confine)
{
	(void)confine;
	(void)confine_files;
	(void)confine_calls;
	return 0;
}
#endif

unsigned confine_probe(void)
{
	const struct confine all = {.memory = UINT64_C(1) << 30};
	int status = 0;
	pid_t pid = fork();

	if (pid == 0)
		_exit((int)confine_self(&all));
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return pid > 0 && WIFEXITED(status) ? (unsigned)WEXITSTATUS(status) : 0;
}

void confine_cpu(unsigned seconds)
{
	struct timespec used;
	struct rlimit r;

	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) < 0 || getrlimit(RLIMIT_CPU, &r) < 0)
		return;
	rlim_t until = (rlim_t)used.tv_sec + 1 + seconds;

	/* The soft limit alone, which can be raised again; never above the user's. */
	r.rlim_cur =
		seconds && (r.rlim_max == RLIM_INFINITY || until < r.rlim_max) ? until : r.rlim_max;
	setrlimit(RLIMIT_CPU, &r);
}

void confine_to_parent(pid_t parent)
{
#ifdef PR_SET_PDEATHSIG
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
	/* It may have ended before. */
	if (getppid() != parent)
		_exit(1);
}
