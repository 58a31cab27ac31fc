/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

int err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	if (!e)
		return -1;
	struct buf text = {0};
	va_list ap;

	/* The old message may be among the arguments, so it goes last. */
	va_start(ap, fmt);
	buf_vaddf(&text, fmt, ap);
	va_end(ap);
	err_release(e);
	e->code = code;
	e->message = buf_detach(&text);
	return -1;
}

static enum err_code code_of(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return ERR_NOT_FOUND;
	case EEXIST:
		return ERR_EXISTS;
	case EACCES:
	case EPERM:
	case EROFS:
		return ERR_ACCESS;
	case EISDIR:
	case ELOOP:
	case ENXIO:
		return ERR_KIND;
	case EFBIG:
	case ENAMETOOLONG:
		return ERR_LIMIT;
	case EBUSY:
	case EAGAIN:
		return ERR_BUSY;
	default:
		return ERR_IO;
	}
}

int err_errno(struct err *e, const char *path, int error)
{
	return err_set(e, code_of(error), "%s: %s", path, strerror(error));
}

const char *err_text(const struct err *e)
{
	return e && e->message ? e->message : "";
}

void err_release(struct err *e)
{
	free(e->message);
	*e = (struct err){0};
}
