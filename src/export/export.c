/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "export/export.h"

#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/intl.h"
#include "base/mem.h"
#include "text/script.h"
#include "text/seg.h"
#include "text/utf8.h"

enum { NAME_BYTES = 120, NAME_ATTEMPTS = 1000 };

static bool is_name_code_point(uint32_t cp)
{
	bool full_width = cp >= 0xFF01 && cp <= 0xFF5E;
	enum script script = script_of(full_width ? cp - 0xFEE0 : cp);

	if (cp < 0x80 && strchr("-_.,()[]", (int)cp))
		return cp != 0;
	return script != SCRIPT_OTHER && script != SCRIPT_CJK_MARK;
}

/* Everything else becomes one '-' where it stands between what is kept. */
static void add_title(struct buf *out, struct str title)
{
	size_t start = out->n;
	bool gap = false;

	for (size_t at = 0, next; at < title.n; at = next) {
		size_t size;
		uint32_t cp = utf8_at(title.p, at, &size);

		next = seg_next(title.p, title.n, at);
		if (!is_name_code_point(cp)) {
			gap = true;
			continue;
		}
		if (out->n + gap + (next - at) > start + NAME_BYTES)
			break;
		if (gap && out->n > start)
			buf_addc(out, '-');
		gap = false;
		buf_add(out, title.p + at, next - at);
	}
}

/* The devices of Windows have their names with any ending, in any case, and some with a number. */
static bool may_be_device(struct str name)
{
	static const struct str devices[] = {STR_INIT("con"), STR_INIT("prn"), STR_INIT("aux"),
					     STR_INIT("nul"), STR_INIT("com"), STR_INIT("lpt")};
	struct str stem;

	str_split(&name, '.', &stem);
	if (stem.n == 4 && stem.p[3] >= '0' && stem.p[3] <= '9')
		stem.n--;
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
		if (str_eq_nocase(stem, devices[i]))
			return true;
	}
	return false;
}

void export_name(const struct export_article *article, const struct exporter *exporter,
		 unsigned attempt, struct buf *out)
{
	size_t start = out->n;

	civil_add_date(out, &article->date);
	if (out->n > start && article->title.n)
		buf_addc(out, '-');
	add_title(out, article->title);
	/* Windows drops dots at the end of a name, and the file may end up on such a disk. */
	while (out->n > start && strchr(".-", out->p[out->n - 1]))
		buf_truncate(out, out->n - 1);
	if (out->n == start)
		buf_adds(out, "article");
	struct str plain = {out->p + start, out->n - start};

	if (plain.p[0] == '.' || plain.p[0] == '-' || may_be_device(plain)) {
		struct buf name = {0};

		buf_addf(&name, "karpread-%.*s", STR_ARG(plain));
		buf_truncate(out, start);
		buf_addstr(out, buf_str(&name));
		buf_release(&name);
	}
	if (attempt)
		buf_addf(out, "-%u", attempt + 1);
	buf_adds(out, exporter->suffix);
}

void export_over_release(struct export_over *over)
{
	for (size_t i = 0; i < over->written.n; i++)
		free(over->written.p[i]);
	vec_release(&over->written);
}

static int write_one(const char *path, struct str bytes, struct export_over *over, struct err *err)
{
	bool replaces = over != NULL;

	for (size_t i = 0; replaces && i < over->written.n; i++)
		replaces = strcmp(over->written.p[i], path) != 0;
	if (fs_write(path, bytes, replaces ? FS_REPLACE : 0, err) < 0)
		return -1;
	if (over)
		vec_push(&over->written, xstrdup(path));
	return 0;
}

static int write_into_folder(const struct export_article *article, const struct exporter *exporter,
			     const char *folder, struct str bytes, struct export_over *over,
			     struct buf *written, struct err *err)
{
	struct err last = {0};
	struct buf name = {0};
	int result = fs_mkdir(folder, 0777, err);

	for (unsigned attempt = 0; result == 0 && attempt < NAME_ATTEMPTS; attempt++) {
		buf_clear(&name);
		export_name(article, exporter, attempt, &name);
		fs_join(written, folder, buf_cstr(&name));
		result = write_one(buf_cstr(written), bytes, over, &last);
		if (result == 0 || last.code != ERR_EXISTS)
			break;
		result = attempt + 1 < NAME_ATTEMPTS ? 0 : -1;
	}
	if (result < 0 && last.code)
		err_set(err, last.code, "%s", err_text(&last));
	err_release(&last);
	buf_release(&name);
	return result;
}

int export_file(const struct export_article *article, const struct exporter *exporter,
		const struct export_options *options, const char *path, struct export_over *over,
		struct buf *written, struct err *err)
{
	struct buf bytes = {0};
	size_t n = strlen(path);
	int result;

	exporter->write(article, options, &bytes);
	buf_clear(written);
	if (fs_is_folder(path) || (n && path[n - 1] == '/')) {
		result = write_into_folder(article, exporter, path, buf_str(&bytes), over, written,
					   err);
	} else {
		buf_adds(written, path);
		result = write_one(path, buf_str(&bytes), over, err);
	}
	buf_release(&bytes);
	return result;
}
