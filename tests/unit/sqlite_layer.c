/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sqlite_layer.h"

#include <stddef.h>

/* A file of the layer: the real one stands behind it. */
struct file {
	sqlite3_file base;
	const char *path;
	sqlite3_file *real;
};

static sqlite3_vfs *below, layer;
static layer_fn *tell;

static sqlite3_file *real_of(sqlite3_file *f)
{
	return ((struct file *)f)->real;
}

static int ask(sqlite3_file *f, struct layer_event e)
{
	e.path = ((struct file *)f)->path;
	return tell(&e);
}

static int on_close(sqlite3_file *f)
{
	return real_of(f)->pMethods->xClose(real_of(f));
}

static int on_read(sqlite3_file *f, void *out, int n, sqlite3_int64 offset)
{
	int rc = ask(f, (struct layer_event){.action = LAYER_READ, .offset = offset, .n = n});

	return rc ? rc : real_of(f)->pMethods->xRead(real_of(f), out, n, offset);
}

static int on_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 offset)
{
	int rc = ask(f, (struct layer_event){
				.action = LAYER_WRITE, .offset = offset, .bytes = p, .n = n});

	return rc ? rc : real_of(f)->pMethods->xWrite(real_of(f), p, n, offset);
}

static int on_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	int rc = ask(f, (struct layer_event){.action = LAYER_TRUNCATE, .offset = size});

	return rc ? rc : real_of(f)->pMethods->xTruncate(real_of(f), size);
}

static int on_sync(sqlite3_file *f, int flags)
{
	int rc = ask(f, (struct layer_event){.action = LAYER_SYNC});

	return rc ? rc : real_of(f)->pMethods->xSync(real_of(f), flags);
}

static int on_size(sqlite3_file *f, sqlite3_int64 *size)
{
	int rc = ask(f, (struct layer_event){.action = LAYER_SIZE});

	return rc ? rc : real_of(f)->pMethods->xFileSize(real_of(f), size);
}

static int on_lock(sqlite3_file *f, int lock)
{
	int rc = ask(f, (struct layer_event){.action = LAYER_LOCK});

	return rc ? rc : real_of(f)->pMethods->xLock(real_of(f), lock);
}

static int on_unlock(sqlite3_file *f, int lock)
{
	return real_of(f)->pMethods->xUnlock(real_of(f), lock);
}

static int on_reserved(sqlite3_file *f, int *reserved)
{
	return real_of(f)->pMethods->xCheckReservedLock(real_of(f), reserved);
}

static int on_control(sqlite3_file *f, int operation, void *arg)
{
	return real_of(f)->pMethods->xFileControl(real_of(f), operation, arg);
}

static int on_sector_size(sqlite3_file *f)
{
	return real_of(f)->pMethods->xSectorSize(real_of(f));
}

/* Nothing is promised: no sector is safe from a write beside it, no append from tearing. */
static int on_characteristics(sqlite3_file *f)
{
	(void)f;
	return 0;
}

static int on_shm_map(sqlite3_file *f, int region, int size, int extend, void volatile **out)
{
	return real_of(f)->pMethods->xShmMap(real_of(f), region, size, extend, out);
}

static int on_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	return real_of(f)->pMethods->xShmLock(real_of(f), offset, n, flags);
}

static void on_shm_barrier(sqlite3_file *f)
{
	real_of(f)->pMethods->xShmBarrier(real_of(f));
}

static int on_shm_unmap(sqlite3_file *f, int delete)
{
	return real_of(f)->pMethods->xShmUnmap(real_of(f), delete);
}

static int on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
	static const sqlite3_io_methods methods = {
		.iVersion = 2,
		.xClose = on_close,
		.xRead = on_read,
		.xWrite = on_write,
		.xTruncate = on_truncate,
		.xSync = on_sync,
		.xFileSize = on_size,
		.xLock = on_lock,
		.xUnlock = on_unlock,
		.xCheckReservedLock = on_reserved,
		.xFileControl = on_control,
		.xSectorSize = on_sector_size,
		.xDeviceCharacteristics = on_characteristics,
		.xShmMap = on_shm_map,
		.xShmLock = on_shm_lock,
		.xShmBarrier = on_shm_barrier,
		.xShmUnmap = on_shm_unmap,
	};
	struct file *file = (struct file *)f;

	(void)vfs;
	file->path = name ? name : "";
	file->real = (sqlite3_file *)(file + 1);
	f->pMethods = NULL;
	int rc = ask(f, (struct layer_event){.action = LAYER_OPEN});

	if (rc)
		return rc;
	rc = below->xOpen(below, name, file->real, flags, out);
	f->pMethods = file->real->pMethods ? &methods : NULL;
	return rc;
}

static int on_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	int rc = tell(&(struct layer_event){.action = LAYER_DELETE, .path = name});

	(void)vfs;
	return rc ? rc : below->xDelete(below, name, sync);
}

void layer_install(layer_fn *fn)
{
	tell = fn;
	below = sqlite3_vfs_find(NULL);
	layer = *below;
	layer.zName = "layer";
	layer.szOsFile = (int)sizeof(struct file) + below->szOsFile;
	layer.xOpen = on_open;
	layer.xDelete = on_delete;
	layer.pNext = NULL;
	sqlite3_vfs_register(&layer, 1);
}

void layer_remove(void)
{
	sqlite3_vfs_register(below, 1);
	sqlite3_vfs_unregister(&layer);
}
