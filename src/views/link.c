/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/link.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/intl.h"
#include "base/mem.h"

extern char **environ;

static const struct str schemes[] = {
	STR_INIT("http://"),
	STR_INIT("https://"),
	STR_INIT("mailto:"),
};

static bool has_scheme(struct str target, struct str scheme)
{
	return str_eq_nocase(str_sub(target, 0, scheme.n), scheme);
}

/* What stands between the scheme and the path. */
static struct str authority_of(struct str target)
{
	size_t begin = str_find(target, STR("://"), 0);

	if (begin == (size_t)-1 || has_scheme(target, STR("mailto:")))
		return (struct str){0};
	begin += 3;
	size_t end = begin;

	while (end < target.n && !strchr("/?#\\", target.p[end]))
		end++;
	return str_sub(target, begin, end);
}

struct str link_host(struct str target)
{
	struct str host = authority_of(target);
	size_t at = 0;

	if (!host.n && has_scheme(target, STR("mailto:")))
		return str_sub(target, STR("mailto:").n, target.n);
	for (size_t i = 0; i < host.n; i++) {
		if (host.p[i] == '@')
			at = i + 1;
	}
	return str_sub(host, at, host.n);
}

int link_check(struct str target, struct err *err)
{
	bool known = false;

	for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
		if (has_scheme(target, schemes[i]))
			known = true;
	}
	if (!known)
		return err_set(err, ERR_USAGE,
			       _("Only http, https and mailto links are opened, not %.*s."),
			       STR_ARG(target));
	for (size_t i = 0; i < target.n; i++) {
		unsigned char c = (unsigned char)target.p[i];

		if (c <= 0x20 || c == 0x7F || str_starts(str_sub(target, i, target.n), STR("%00")))
			return err_set(err, ERR_USAGE,
				       _("The link %.*s holds a control character."),
				       STR_ARG(target));
	}
	if (link_host(target).n == 0)
		return err_set(err, ERR_USAGE, _("The link %.*s leads to no host."),
			       STR_ARG(target));
	return 0;
}

/* Does a label of the host begin with xn--? */
static bool is_punycode(struct str host)
{
	struct str label;

	while (str_split(&host, '.', &label)) {
		if (has_scheme(label, STR("xn--")))
			return true;
	}
	return false;
}

void link_warn(struct str target, struct buf *out)
{
	struct str authority = authority_of(target), host = link_host(target);
	bool foreign = false;

	if (host.n < authority.n)
		buf_addf(out, _(" It leads to the host %.*s, not to what stands before the @."),
			 STR_ARG(host));
	for (size_t i = 0; i < authority.n; i++)
		foreign = foreign || (unsigned char)authority.p[i] >= 0x80;
	if (foreign)
		buf_adds(out, _(" Its host has letters that may look like others."));
	if (authority.n && is_punycode(host))
		buf_adds(out, _(" Its host is written in punycode."));
}

int link_open(const char *program, struct str target, struct err *err)
{
	if (link_check(target, err) < 0)
		return -1;
	char *address = xmemdup0(target.p, target.n);
	char *argv[] = {(char *)(size_t)program, address, NULL};
	pid_t pid;
	int status = 0;
	int error = posix_spawnp(&pid, program, NULL, NULL, argv, environ);

	if (error == 0) {
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	free(address);
	if (error)
		return err_errno(err, program, error);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_set(err, ERR_IO, _("%s: The program could not open the link."), program);
	return 0;
}
