/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "store/ignore.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/intl.h"
#include "base/mem.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

enum { LIMIT = 1 << 20 }; /* bytes of a file of patterns */

static const char patterns[] = ".karpreadignore";

static void add_rule(struct ignore *ig, const char *folder, struct str line)
{
	struct ignore_rule rule = {0};

	if (line.n && line.p[0] == '!') {
		rule.takes_in = true;
		line = str_sub(line, 1, line.n);
	}
	if (str_ends(line, STR("/"))) {
		rule.folders_only = true;
		line = str_sub(line, 0, line.n - 1);
	}
	rule.whole_path = str_find(line, STR("/"), 0) != (size_t)-1;
	if (str_starts(line, STR("/")))
		line = str_sub(line, 1, line.n);
	if (!line.n)
		return;
	rule.folder = xstrdup(folder);
	rule.pattern = xmemdup0(line.p, line.n);
	vec_push(&ig->rules, rule);
}

static int add_rules(struct ignore *ig, const char *path, const char *folder, struct str rest,
		     struct err *err)
{
	struct str line;

	if (str_starts(rest, STR(BYTE_ORDER_MARK)))
		rest = str_sub(rest, STR(BYTE_ORDER_MARK).n, rest.n);
	while (str_split(&rest, '\n', &line)) {
		line = str_trim(line);
		if (!line.n || line.p[0] == '#')
			continue;
		if (ig->rules.n == IGNORE_LIMIT)
			return err_set(err, ERR_LIMIT,
				       _("%s: Only the first %d patterns of a library count."),
				       path, IGNORE_LIMIT);
		add_rule(ig, folder, line);
	}
	return 0;
}

int ignore_read(struct ignore *ig, const char *path, const char *folder, struct err *err)
{
	struct buf name = {0}, text = {0};
	struct err failed = {0};
	size_t root = strlen(path) - strlen(folder);

	fs_join(&name, path, patterns);
	if (fs_read_below(buf_cstr(&name), root, LIMIT, &text, NULL, &failed) == 0)
		add_rules(ig, buf_cstr(&name), folder, buf_str(&text), &failed);
	int result = failed.code && failed.code != ERR_NOT_FOUND
			     ? err_set(err, failed.code, "%s", err_text(&failed))
			     : 0;

	err_release(&failed);
	buf_release(&name);
	buf_release(&text);
	return result;
}

static bool fits(const struct ignore_rule *rule, const char *name, bool is_folder)
{
	size_t n = strlen(rule->folder);

	if ((rule->folders_only && !is_folder) || strncmp(name, rule->folder, n) != 0)
		return false;
	if (n && name[n] != '/')
		return false;
	const char *below = n ? name + n + 1 : name;

	return rule->whole_path ? fnmatch(rule->pattern, below, FNM_PATHNAME) == 0
				: fnmatch(rule->pattern, fs_base(below), 0) == 0;
}

bool ignore_has(const struct ignore *ig, const char *name, bool is_folder)
{
	if (!is_folder && strcmp(fs_base(name), patterns) == 0)
		return true;
	for (size_t i = ig->rules.n; i-- > 0;) {
		if (fits(&ig->rules.p[i], name, is_folder))
			return !ig->rules.p[i].takes_in;
	}
	return false;
}

void ignore_release(struct ignore *ig)
{
	for (size_t i = 0; i < ig->rules.n; i++) {
		free(ig->rules.p[i].folder);
		free(ig->rules.p[i].pattern);
	}
	vec_release(&ig->rules);
}
