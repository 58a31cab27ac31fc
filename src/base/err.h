/* SPDX-License-Identifier: ISC
 *
 * struct err: what the world did wrong, as a code for the program and a whole sentence for the
 * user, which names the file or input concerned. A function that can fail returns 0 or -1 and
 * takes a struct err * last; on success the err is untouched. NULL is allowed for an err that
 * nobody reads. Owns its message; a zeroed err is valid and means no error.
 */
#ifndef KARPREAD_BASE_ERR_H
#define KARPREAD_BASE_ERR_H

enum err_code {
	ERR_NONE = 0,
	ERR_USAGE,     /* the command line, a command or a query is wrong */
	ERR_NOT_FOUND, /* what was named is not there */
	ERR_EXISTS,    /* what would be written is there already */
	ERR_KIND,      /* not a regular file, or binary */
	ERR_ACCESS,    /* no permission, or read-only */
	ERR_LIMIT,     /* larger or deeper than is allowed */
	ERR_BUSY,      /* another process holds it; trying again may help */
	ERR_CORRUPT,   /* a database of ours is damaged */
	ERR_NEWER,     /* written by a newer karpread */
	ERR_IO,        /* any other failure of the system */
};

struct err {
	enum err_code code;
	char *message;
};

/* Replaces what e held. Always returns -1, for `return err_set(e, ...)`. */
int err_set(struct err *e, enum err_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* "PATH: reason" for an errno value, with the code that fits it. Returns -1. */
int err_errno(struct err *e, const char *path, int error);
/* The message, or "" when there is none. */
const char *err_text(const struct err *e);
void err_release(struct err *e);

#endif
