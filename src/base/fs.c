/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#if __has_include(<linux/openat2.h>)
#include <linux/openat2.h>
#endif
#endif

#include "base/intl.h"
#include "base/mem.h"
#include "base/vec.h"

/* Bytes of a path, at which the system draws the line, too. */
enum { LONGEST = 4096 };

static struct fs_stamp stamp_of(const struct stat *st)
{
	return (struct fs_stamp){
		.device = (uint64_t)st->st_dev,
		.inode = (uint64_t)st->st_ino,
		.size = (uint64_t)st->st_size,
		.mtime_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
	};
}

static int refuse_kind(const char *path, mode_t mode, struct err *err)
{
	if (S_ISDIR(mode))
		return err_errno(err, path, EISDIR);
	return err_set(err, ERR_KIND, _("%s: This is not a regular file."), path);
}

int fs_stamp(const char *path, struct fs_stamp *stamp, struct err *err)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return err_errno(err, path, errno);
	if (!S_ISREG(st.st_mode))
		return refuse_kind(path, st.st_mode, err);
	*stamp = stamp_of(&st);
	return 0;
}

bool fs_same_version(const struct fs_stamp *a, const struct fs_stamp *b)
{
	return a->size == b->size && a->mtime_ns == b->mtime_ns && a->inode == b->inode;
}

static int read_fd(int fd, const char *path, size_t limit, struct buf *out, struct fs_stamp *stamp,
		   struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_errno(err, path, errno);
	if (!S_ISREG(st.st_mode))
		return refuse_kind(path, st.st_mode, err);
	if (st.st_size > 0 && (uint64_t)st.st_size <= limit)
		buf_reserve(out, (size_t)st.st_size + 1);
	size_t total = 0;

	/* The size may be wrong (a growing file, /proc), so only read() tells where the end is. */
	for (;;) {
		buf_reserve(out, 4096);
		ssize_t got = read(fd, out->p + out->n, out->cap - out->n - 1);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(err, path, errno);
		if (got == 0)
			break;
		total += (size_t)got;
		out->n += (size_t)got;
		if (total > limit)
			return err_set(err, ERR_LIMIT,
				       _("%s: The file is larger than the limit of %zu MB."), path,
				       limit / 1000000);
	}
	out->p[out->n] = '\0';
	if (stamp)
		*stamp = stamp_of(&st);
	return 0;
}

/*
 * A path below a folder in one step, where the kernel can. Step by step a walk takes the square of
 * a tree's depth, and the cube when Landlock looks at each step. False when that is to be done.
 */
static bool open_at_once(int folder, const char *below, int flags, int *fd)
{
#if defined SYS_openat2 && defined RESOLVE_NO_SYMLINKS
	const struct open_how how = {
		.flags = (unsigned)flags,
		.resolve = (unsigned)RESOLVE_NO_SYMLINKS | (unsigned)RESOLVE_BENEATH,
	};

	*fd = (int)syscall(SYS_openat2, folder, below, &how, sizeof how);
	return *fd >= 0 || errno == ENOENT;
#else
	(void)folder;
	(void)below;
	(void)flags;
	(void)fd;
	return false;
#endif
}

/* See fs.h for root. A link where none is followed: ELOOP, or ENOTDIR on the way. */
static int open_to_read(const char *path, size_t root, int flags)
{
	const int how = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

	if (!root)
		return open(path, how | flags);
	if (strlen(path) >= LONGEST) {
		errno = ENAMETOOLONG;
		return -1;
	}
	char *name = xmemdup0(path, root);
	int fd = open(name, how | O_DIRECTORY), whole;
	const char *below = path + root + strspn(path + root, "/");

	if (fd >= 0 && *below && open_at_once(fd, below, how | flags, &whole)) {
		int error = errno;

		free(name);
		close(fd);
		errno = error;
		return whole;
	}
	for (const char *p = below; fd >= 0 && *p;) {
		size_t n = strcspn(p, "/");
		bool last = p[n] == '\0';

		free(name);
		name = xmemdup0(p, n);
		p += n + !last;
		if (!n)
			continue;
		int next = openat(fd, name, how | O_NOFOLLOW | (last ? flags : O_DIRECTORY));
		int error = errno;

		close(fd);
		errno = error;
		fd = next;
	}
	free(name);
	return fd;
}

static int fail_to_open(const char *path, struct err *err)
{
	/* A link that is not followed. */
	return errno == ELOOP ? refuse_kind(path, S_IFLNK, err) : err_errno(err, path, errno);
}

static int read_head(int fd, const char *path, size_t n, struct buf *out, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_errno(err, path, errno);
	if (!S_ISREG(st.st_mode))
		return refuse_kind(path, st.st_mode, err);
	buf_reserve(out, n);
	while (n) {
		ssize_t got = read(fd, out->p + out->n, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(err, path, errno);
		if (got == 0)
			break;
		out->n += (size_t)got;
		n -= (size_t)got;
	}
	out->p[out->n] = '\0';
	return 0;
}

int fs_read_head(const char *path, size_t root, size_t n, struct buf *out, struct err *err)
{
	size_t before = out->n;
	int fd = open_to_read(path, root, 0);

	if (fd < 0)
		return fail_to_open(path, err);
	int result = read_head(fd, path, n, out, err);

	close(fd);
	if (result < 0 && out->p)
		buf_truncate(out, before);
	return result;
}

int fs_read(const char *path, size_t limit, struct buf *out, struct fs_stamp *stamp,
	    struct err *err)
{
	return fs_read_below(path, 0, limit, out, stamp, err);
}

int fs_read_below(const char *path, size_t root, size_t limit, struct buf *out,
		  struct fs_stamp *stamp, struct err *err)
{
	size_t before = out->n;
	int fd = open_to_read(path, root, 0);

	if (fd < 0)
		return fail_to_open(path, err);
	int result = read_fd(fd, path, limit, out, stamp, err);

	close(fd);
	if (result < 0 && out->p)
		buf_truncate(out, before);
	return result;
}

int fs_write_all(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t put = write(fd, bytes.p, bytes.n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		bytes = str_sub(bytes, (size_t)put, bytes.n);
	}
	return 0;
}

/* A folder that cannot be synced (some network file systems) is no failure of the write. */
static void sync_folder_of(const char *path)
{
	const char *name = fs_base(path);
	char *folder = name == path ? xstrdup(".") : xmemdup0(path, (size_t)(name - path));
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
	free(folder);
}

/* link() is the rename that never replaces on every POSIX system; not all file systems have it. */
static int place(const char *temp, const char *path, int flags)
{
	if (flags & FS_REPLACE)
		return rename(temp, path);
#ifdef RENAME_NOREPLACE
	if (renameat2(AT_FDCWD, temp, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
#endif
	if (link(temp, path) < 0)
		return -1;
	return unlink(temp);
}

int fs_write(const char *path, struct str bytes, int flags, struct err *err)
{
	struct buf temp = {0};
	mode_t mode = flags & FS_PRIVATE ? 0600 : 0666;
	int fd = -1;

	for (unsigned attempt = 0; fd < 0 && attempt < 100; attempt++) {
		buf_clear(&temp);
		buf_add(&temp, path, (size_t)(fs_base(path) - path));
		buf_addf(&temp, ".karpread-%ld-%u", (long)getpid(), attempt);
		fd = open(buf_cstr(&temp), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			  mode);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	if (fd < 0) {
		int error = errno;

		buf_release(&temp);
		return err_errno(err, path, error);
	}
	int failed = fs_write_all(fd, bytes) < 0 || fsync(fd) < 0 ? errno : 0;

	if (close(fd) < 0 && !failed)
		failed = errno;
	if (!failed && place(buf_cstr(&temp), path, flags) < 0)
		failed = errno;
	if (failed)
		unlink(buf_cstr(&temp));
	else
		sync_folder_of(path);
	buf_release(&temp);
	return failed ? err_errno(err, path, failed) : 0;
}

bool fs_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int mkdir_one(const char *path, mode_t mode, struct err *err)
{
	if (mkdir(path, mode) == 0)
		return 0;
	int error = errno;

	return fs_is_folder(path) ? 0 : err_errno(err, path, error);
}

int fs_mkdir(const char *path, mode_t mode, struct err *err)
{
	char *copy = xstrdup(path);
	int result = 0;

	for (char *slash = strchr(copy + (*copy == '/'), '/'); slash && result == 0;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		result = mkdir_one(copy, mode, err);
		*slash = '/';
	}
	if (result == 0)
		result = mkdir_one(copy, mode, err);
	free(copy);
	return result;
}

/* The folders still to be read, as a stack, so that deep trees need no deep recursion. */
struct walk {
	const struct fs_walker *walker;
	VEC(char *) pending; /* relative to root, "" for root itself */
	const char *root;
};

static int report(const struct walk *w, const char *path, int error)
{
	struct err err = {0};

	if (!w->walker->trouble)
		return 0;
	err_errno(&err, path, error);
	int stop = w->walker->trouble(w->walker->ctx, &err);

	err_release(&err);
	return stop;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static int enter(const struct walk *w, const char *path, const char *relative,
		 const struct stat *st)
{
	struct fs_entry entry = {.path = path, .relative = relative, .stamp = stamp_of(st)};

	return w->walker->folder ? w->walker->folder(w->walker->ctx, &entry) : 0;
}

static int visit(struct walk *w, int folder, const char *name, const char *relative,
		 struct buf *path)
{
	struct stat st;

	fs_join(path, w->root, relative);
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return report(w, buf_cstr(path), errno);
	if (w->walker->skip && w->walker->skip(w->walker->ctx, relative, S_ISDIR(st.st_mode)))
		return 0;
	if (S_ISDIR(st.st_mode)) {
		vec_push(&w->pending, xstrdup(relative));
		return enter(w, buf_cstr(path), relative, &st);
	}
	if (!S_ISREG(st.st_mode))
		return 0;
	struct fs_entry entry = {
		.path = buf_cstr(path),
		.relative = relative,
		.stamp = stamp_of(&st),
	};
	return w->walker->file(w->walker->ctx, &entry);
}

static bool is_wanted(const struct walk *w, const char *name)
{
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return false;
	return name[0] != '.' || (w->walker->flags & FS_WALK_HIDDEN);
}

/* path: the folder's, and its files' then. */
static int walk_folder(struct walk *w, DIR *dir, const char *relative, struct buf *path)
{
	VEC(char *) names = {0};
	struct dirent *entry;
	struct buf below = {0};
	int stop = 0;

	while (errno = 0, (entry = readdir(dir))) {
		if (is_wanted(w, entry->d_name))
			vec_push(&names, xstrdup(entry->d_name));
	}
	/* What was read before a failure is there all the same. */
	if (errno)
		stop = report(w, *relative ? buf_cstr(path) : w->root, errno);
	if (names.n)
		qsort(names.p, names.n, sizeof *names.p, compare_names);
	size_t first = w->pending.n;

	for (size_t i = 0; i < names.n; i++) {
		if (!stop) {
			fs_join(&below, relative, names.p[i]);
			stop = visit(w, dirfd(dir), names.p[i], buf_cstr(&below), path);
		}
		free(names.p[i]);
	}
	/* A stack gives back in reverse: turn the new ones round to keep the order of names. */
	for (size_t i = first, j = w->pending.n; j > i + 1; i++, j--) {
		char *swap = w->pending.p[i];

		w->pending.p[i] = w->pending.p[j - 1];
		w->pending.p[j - 1] = swap;
	}
	vec_release(&names);
	buf_release(&below);
	return stop;
}

static DIR *open_folder(const char *path, size_t root)
{
	int fd = open_to_read(path, root, O_DIRECTORY);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (fd >= 0 && !dir)
		close(fd);
	return dir;
}

int fs_walk(const char *root, const struct fs_walker *walker, struct err *err)
{
	struct walk w = {.walker = walker, .root = root};
	struct buf path = {0};
	struct stat st;
	int stop = stat(root, &st) == 0 ? enter(&w, root, "", &st) : 0;

	vec_push(&w.pending, xstrdup(""));
	while (w.pending.n && !stop) {
		char *relative = w.pending.p[--w.pending.n];

		fs_join(&path, root, *relative ? relative : ".");
		DIR *dir = *relative ? open_folder(buf_cstr(&path), strlen(root)) : opendir(root);

		if (dir) {
			stop = walk_folder(&w, dir, relative, &path);
			closedir(dir);
		} else if (*relative) {
			stop = report(&w, buf_cstr(&path), errno);
		} else {
			stop = err_errno(err, root, errno);
		}
		free(relative);
	}
	while (w.pending.n)
		free(w.pending.p[--w.pending.n]);
	vec_release(&w.pending);
	buf_release(&path);
	return stop;
}

int fs_xdg(enum fs_xdg kind, const char *name, struct buf *out, struct err *err)
{
	static const struct {
		const char *variable, *below_home;
	} places[] = {
		[FS_XDG_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
		[FS_XDG_STATE] = {"XDG_STATE_HOME", ".local/state"},
		[FS_XDG_CACHE] = {"XDG_CACHE_HOME", ".cache"},
		[FS_XDG_DATA] = {"XDG_DATA_HOME", ".local/share"},
	};
	const char *base = getenv(places[kind].variable);
	const char *home = getenv("HOME");

	buf_clear(out);
	/* The specification: a relative path in these variables is to be ignored. */
	if (base && *base == '/')
		buf_addf(out, "%s/karpread/%s", base, name);
	else if (home && *home)
		buf_addf(out, "%s/%s/karpread/%s", home, places[kind].below_home, name);
	else
		return err_set(err, ERR_NOT_FOUND,
			       _("Neither %s nor HOME is set, so there is no place for %s."),
			       places[kind].variable, name);
	return 0;
}

void fs_expand_home(struct str path, struct buf *out)
{
	const char *home = getenv("HOME");

	if (home && (str_eq(path, STR("~")) || str_starts(path, STR("~/")))) {
		buf_adds(out, home);
		path = str_sub(path, 1, path.n);
	}
	buf_addstr(out, path);
}

void fs_join(struct buf *out, const char *folder, const char *name)
{
	buf_clear(out);
	if (*name != '/' && *folder) {
		buf_adds(out, folder);
		if (out->p[out->n - 1] != '/')
			buf_addc(out, '/');
	}
	buf_adds(out, name);
}

const char *fs_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}
