/* SPDX-License-Identifier: ISC
 *
 * R2: a link starts one process at most, the browser that was set, with the address as its only
 * argument, and only after the host was shown; what is no address for a browser starts none. No
 * name and no text runs or touches anything.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../screen/harness.h"
#include "base/fs.h"
#include "trust.h"

struct link {
	const char *target;
	const char *shown; /* what the question has to say, NULL when nothing may be opened */
};

/* clang-format off */
static const struct link links[] = {
	{"https://example.com/a?b=c&d=e#f", "example.com"},
	{"http://example.com/", "example.com"},
	{"HTTPS://EXAMPLE.COM/x", "EXAMPLE.COM"},
	{"mailto:someone@example.com", "someone@example.com"},
	{"mailto:someone@example.com?subject=a&Body=b&cc=c@example.com", "someone@example.com"},
	{"mailto:someone@example.com?subject=a&attach=/etc/passwd", NULL},
	{"mailto:someone@example.com?%61ttach=/etc/passwd", NULL},
	{"mailto:someone@example.com?attachment", NULL},
	{"https://bank.example@evil.example/", "evil.example"},
	{"https://bank.example:pw@evil.example:8080/x", "evil.example"},
	{"https://bank.example%40x@evil.example/", "evil.example"},
	{"https://a@b@evil.example/", "Open evil.example in"},
	{"https://bank.example.long.long.long.long.long.long.long.long.evil.example/", "evil.example in"},
	{"https://bank.example\\@evil.example/", "Open bank.example in"},
	{"https://xn--pple-43d.com/", "punycode"},
	{"https://www.xn--pple-43d.com/", "punycode"},
	{"https://XN--pple-43d.com/", "punycode"},
	{"https://\321\200aypal.com/", "letters"},
	{"https://example\357\274\216com\357\274\217x", "letters"},
	{"https://example.com/$(touch owned)", NULL},
	{"https://example.com/`touch${IFS}owned`", "example.com"},
	{"https://example.com/;touch${IFS}owned", "example.com"},
	{"https://example.com/'\"|&<>*?[]{}!~", "example.com"},
	{"https://example.com/%s%n%d", "example.com"},
	{"https://example.com/%00x", NULL},
	{"https://example.com/a%0d%0ab", "example.com"},
	{"https://example.com/%1b[31m", "example.com"},
	{"javascript:alert(1)", NULL},
	{"data:text/html,x", NULL},
	{"file:///etc/passwd", NULL},
	{"vbscript:x", NULL},
	{"ssh://-oProxyCommand=touch/x", NULL},
	{"--new-window", NULL},
	{"-https://example.com/", NULL},
	{"//example.com/x", NULL},
	{"../../etc/passwd", NULL},
	{"man:-Pid", NULL},
	{"x-apple:run", NULL},
	{"https:example.com", NULL},
	{"https:///x", NULL},
	{"https://", NULL},
};

/* Their texts say something else. */
static const struct {
	struct link link;
	const char *text;
} disguised[] = {
	{{"https://evil.example/", "says bank.example"}, "https://bank.example/login"},
	{{"https://bank.example.evil.example/", "says bank.example"}, "bank.example"},
};
/* clang-format on */

enum {
	DISGUISED = sizeof disguised / sizeof *disguised,
	PLAIN = sizeof links / sizeof *links,
	COUNT = PLAIN + DISGUISED,
};

/* Writes the number of its arguments and each of them to opened, one behind the other. */
static const char browser[] = "#!/bin/sh\n{ echo $#; for a; do printf '%s\\n' \"$a\"; done; } "
			      ">>\"$HOME/opened\"\n";

static void make_article(const struct link *link, const char *linked, const char *path)
{
	struct buf text = {0};

	buf_adds(&text, "<html><head><title>A link</title></head><body><p>See <a href=\"");
	for (const char *p = link->target; *p; p++) {
		if (*p == '"')
			buf_adds(&text, "&quot;");
		else if (*p == '&')
			buf_adds(&text, "&amp;");
		else
			buf_addc(&text, *p);
	}
	buf_addf(&text, "\">%s</a> link.</p></body></html>\n", linked);
	trust_write(path, buf_str(&text));
	buf_release(&text);
}

static bool screen_has(struct harness *h, const char *text)
{
	struct buf row = {0};
	bool found = false;

	for (int i = 0; i < harness_rows(h) && !found; i++) {
		buf_clear(&row);
		harness_row(h, i, &row);
		found = str_find(buf_str(&row), str_of(text), 0) != (size_t)-1;
	}
	buf_release(&row);
	return found;
}

/* Asks for the link and says yes. True when all was as it has to be. */
static bool follow(const struct link *link, const char *path, const char *environment)
{
	const char *argv[] = {trust_karpread(), path, NULL};
	struct harness_options options = {.rows = 24,
					  .columns = 80,
					  .folder = trust_folder(),
					  .extra = (const char *const[]){environment, NULL}};
	struct buf opened = {0}, want = {0};
	struct harness *h = harness_start(argv, &options);

	unlink(trust_path("opened"));
	harness_type(h, STR("gx"));
	bool shown = !link->shown || screen_has(h, link->shown);

	harness_type(h, STR("y"));
	harness_type(h, STR("Q"));
	bool clean = !harness_forbidden(h) && harness_status(h) == 0;

	harness_free(h);
	fs_read(trust_path("opened"), 1 << 16, &opened, NULL, NULL);
	if (link->shown)
		buf_addf(&want, "1\n%s\n", link->target);
	bool right = str_eq(buf_str(&opened), buf_str(&want));

	if (!right || !shown || !clean)
		trust_comment("%s: %s, %s, opened: %s", link->target, shown ? "shown" : "not shown",
			      clean ? "clean" : "not clean", buf_cstr(&opened));
	buf_release(&opened);
	buf_release(&want);
	return right && shown && clean;
}

int main(void)
{
	struct buf path = {0};
	size_t wrong = 0;

	trust_begin();
	trust_write(trust_path("bin/xdg-open"), str_of(browser));
	trust_write(trust_path("bin/touch"), STR("#!/bin/sh\n: >\"$HOME/owned\"\n"));
	if (access("/bin/sh", X_OK) < 0)
		trust_skip("there is no /bin/sh");
	trust_run_program(&(struct trust_run){0},
			  (const char *[]){"chmod", "+x", trust_path("bin/xdg-open"),
					   trust_path("bin/touch"), NULL});
	buf_addf(&path, "PATH=%s:%s", trust_path("bin"), getenv("PATH"));
	for (size_t i = 0; i < COUNT; i++) {
		const struct link *link = i < PLAIN ? &links[i] : &disguised[i - PLAIN].link;
		const char *article = trust_path("%zu.html", i);

		make_article(link, i < PLAIN ? "this" : disguised[i - PLAIN].text, article);
		wrong += !follow(link, article, buf_cstr(&path));
	}
	trust_ok(wrong == 0, "%d links open what they may, as they say, or nothing: %zu do not",
		 COUNT, wrong);
	bool owned = access(trust_path("owned"), F_OK) == 0;

	trust_ok(!owned, "nothing else is run");
	trust_figure("R2", "%d hostile links: %zu wrong, %d other processes", COUNT, wrong, owned);
	buf_release(&path);
	return trust_end();
}
