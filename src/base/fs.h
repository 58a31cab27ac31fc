/* SPDX-License-Identifier: ISC
 *
 * Files: read whole, written whole or not at all, folders walked, the XDG places. Names are
 * bytes and need not be UTF-8; whoever shows one sends it through the draw form (text/draw.h).
 */
#ifndef KARPREAD_BASE_FS_H
#define KARPREAD_BASE_FS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/err.h"

/* What tells one version of a file from another without reading it. */
struct fs_stamp {
	uint64_t device, inode;
	uint64_t size;    /* bytes */
	int64_t mtime_ns; /* since the epoch */
};

/* The stamp of a regular file; anything else is an error. Follows symbolic links. */
int fs_stamp(const char *path, struct fs_stamp *stamp, struct err *err);
/*
 * Was the file left as it was between two stamps? Whatever the device: its number may be another
 * after the next start of the machine.
 */
bool fs_same_version(const struct fs_stamp *a, const struct fs_stamp *b);

/*
 * Where files are read, `root` is how many bytes of the path name a folder that the user chose:
 * behind it no symbolic link is followed, so that what lies below leads nowhere else, whatever
 * became of it since it was looked at. 0: links are followed.
 */

/* Appends the first n bytes of a regular file to out, or all when there are fewer. */
int fs_read_head(const char *path, size_t root, size_t n, struct buf *out, struct err *err);

/*
 * Appends the bytes of a regular file to out; stamp may be NULL. Never blocks on a FIFO or a
 * device: what is no regular file is ERR_KIND, more than limit bytes are ERR_LIMIT. On failure
 * out is as it was.
 */
int fs_read(const char *path, size_t limit, struct buf *out, struct fs_stamp *stamp,
	    struct err *err);
int fs_read_below(const char *path, size_t root, size_t limit, struct buf *out,
		  struct fs_stamp *stamp, struct err *err);

enum fs_write_flags {
	FS_REPLACE = 1 << 0, /* an existing file is replaced; else it is ERR_EXISTS */
	FS_PRIVATE = 1 << 1, /* mode 0600, else 0666 less the umask */
};

/*
 * The file appears under its name complete and synced, by rename, or not at all; no temporary
 * file is left behind on failure.
 */
int fs_write(const char *path, struct str bytes, int flags, struct err *err);

/* All of the bytes, however often that takes. -1 with errno when they cannot be written. */
int fs_write_all(int fd, struct str bytes);

/* Is there a folder of that name? Follows symbolic links. */
bool fs_is_folder(const char *path);
/* Creates path and its missing parents with this mode; an existing folder is success. */
int fs_mkdir(const char *path, mode_t mode, struct err *err);

enum fs_walk_flags {
	FS_WALK_HIDDEN = 1 << 0, /* names that begin with a dot too */
};

struct fs_entry {
	const char *path;     /* from the current folder: usable with open() */
	const char *relative; /* below the root of the walk */
	struct fs_stamp stamp;
};

/*
 * Calls file() for every regular file below root, folders in the order of their names' bytes.
 * Symbolic links below root are not followed, so that a walk neither loops nor leaves root.
 * folder(), which may be NULL, hears of each folder, root too, before its files are visited.
 * trouble() hears of each folder or file that could not be looked at. Either may return
 * non-zero to stop; that value is returned. -1 with err when root itself cannot be read.
 */
struct fs_walker {
	int flags;
	int (*file)(void *ctx, const struct fs_entry *entry);
	int (*folder)(void *ctx, const struct fs_entry *entry); /* root's relative is "" */
	/* May be NULL. Files and folders below root for which it is true are passed over. */
	bool (*skip)(void *ctx, const char *relative, bool folder);
	int (*trouble)(void *ctx, const struct err *err);
	void *ctx;
};
int fs_walk(const char *root, const struct fs_walker *walker, struct err *err);

enum fs_xdg {
	FS_XDG_CONFIG,
	FS_XDG_STATE,
	FS_XDG_CACHE,
	FS_XDG_DATA,
};
/* The user's folder of that kind plus "/karpread/" plus name, by the XDG variables or HOME. */
int fs_xdg(enum fs_xdg kind, const char *name, struct buf *out, struct err *err);

/* Appends path with the user's home for "~" or a "~/" at its start, as in a shell. */
void fs_expand_home(struct str path, struct buf *out);
/* folder + "/" + name, with name alone when it is absolute; out is replaced. */
void fs_join(struct buf *out, const char *folder, const char *name);
/* The part behind the last slash. */
const char *fs_base(const char *path);

#endif
