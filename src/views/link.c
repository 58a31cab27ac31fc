/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "views/link.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/intl.h"
#include "base/mem.h"
#include "text/utf8.h"
#include "ui/tty.h"

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
		return str_sub(target, STR("mailto:").n, str_find(target, STR("?"), 0));
	for (size_t i = 0; i < host.n; i++) {
		if (host.p[i] == '@')
			at = i + 1;
	}
	return str_sub(host, at, host.n);
}

/*
 * Does a mail have more than what is written in it? Some programs attach the file that an address
 * names.
 */
static bool has_other_headers(struct str target)
{
	static const char *const headers[] = {"to", "cc", "bcc", "subject", "body", "in-reply-to"};
	size_t begin = str_find(target, STR("?"), 0);
	struct str rest = begin == (size_t)-1 ? (struct str){0}
					      : str_sub(target, begin + 1, target.n),
		   header;

	while (str_split(&rest, '&', &header)) {
		size_t end = str_find(header, STR("="), 0);
		struct str name = str_sub(header, 0, end);
		bool known = !header.n;

		for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
			known = known || str_eq_nocase(name, str_of(headers[i]));
		if (!known)
			return true;
	}
	return false;
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
	if (has_scheme(target, STR("mailto:")) && has_other_headers(target))
		return err_set(err, ERR_USAGE,
			       _("The link %.*s asks for more than a mail to be written."),
			       STR_ARG(target));
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

/* ---- a text that reads like another address */

/* Full-width letters and dots read like the ASCII ones. */
static void add_narrow(struct buf *out, struct str text)
{
	for (size_t at = 0, size; at < text.n; at += size) {
		uint32_t cp = utf8_at(text.p, at, &size);

		if (cp >= 0xFF01 && cp <= 0xFF5E)
			buf_addc(out, (char)(cp - 0xFEE0));
		else if (cp == 0x3002 || cp == 0xFF61)
			buf_addc(out, '.');
		else
			buf_add(out, text.p + at, size);
	}
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Letters, digits, '-' and dots at the beginning, without dots at their end. */
static struct str host_at(struct str text)
{
	size_t n = 0;

	while (n < text.n && (is_letter(text.p[n]) || strchr("0123456789-.", text.p[n])))
		n++;
	while (n && text.p[n - 1] == '.')
		n--;
	return str_sub(text, 0, n);
}

/* Does it read like a host without being called one? Its last label is a word, but no suffix. */
static bool is_host(struct str name)
{
	static const char *const suffixes[] = {
		"css", "gif",  "htm", "html", "jpeg", "jpg",
		"js",  "json", "pdf", "php",  "png",  "txt",
	};
	size_t last = name.n;

	while (last && is_letter(name.p[last - 1]))
		last--;
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (str_eq_nocase(str_sub(name, last, name.n), str_of(suffixes[i])))
			return false;
	return last > 1 && name.p[last - 1] == '.' && name.n - last >= 2;
}

/*
 * The host that a text names: behind "://" or from "www." on, wherever that stands, else when it
 * is an address and nothing else. A name that stands in the target's path is a file's.
 */
static struct str named_host(struct str text, struct str target)
{
	struct str leads = link_host(target);
	struct str path = str_sub(target, (size_t)(leads.p + leads.n - target.p), target.n);
	size_t scheme = str_find(text, STR("://"), 0), www = str_find(text, STR("www."), 0);
	bool explicit = scheme != (size_t)-1;
	size_t begin = explicit ? scheme + 3 : www != (size_t)-1 ? www : 0, end = begin;

	/* A user's name before it: of a mail, or put there to mislead. */
	for (; end < text.n && !strchr("/?#\\ \t\n", text.p[end]); end++) {
		if (text.p[end] == '@')
			begin = end + 1;
	}
	struct str host = host_at(str_sub(text, begin, end));

	if (explicit)
		return host;
	if (www == (size_t)-1 &&
	    (begin + host.n < end || (end < text.n && strchr(" \t\n", text.p[end])) ||
	     str_find(path, host, 0) != (size_t)-1))
		return (struct str){0};
	return is_host(host) ? host : (struct str){0};
}

/* Is one the other, or a part of it? */
static bool is_within(struct str host, struct str domain)
{
	return host.n >= domain.n &&
	       str_eq_nocase(str_sub(host, host.n - domain.n, host.n), domain) &&
	       (host.n == domain.n || host.p[host.n - domain.n - 1] == '.');
}

static void warn_of_text(struct str target, struct str host, struct str text, struct buf *out)
{
	struct buf narrow = {0};
	size_t end = 0;

	add_narrow(&narrow, str_trim(text));
	for (size_t i = 0; i < host.n; i++) {
		if (host.p[i] == '@')
			host = str_sub(host, i + 1, host.n);
	}
	while (end < host.n && host.p[end] != ':')
		end++;
	host = str_sub(host, 0, end);
	struct str named = named_host(buf_str(&narrow), target), plain = named;

	if (plain.n > 4 && has_scheme(plain, STR("www.")))
		plain = str_sub(plain, 4, plain.n);
	if (named.n && !is_within(host, plain) && !is_within(plain, host))
		buf_addf(out, _(" Its text says %.*s."), STR_ARG(named));
	buf_release(&narrow);
}

void link_warn(struct str target, struct str text, struct buf *out)
{
	struct str authority = authority_of(target), host = link_host(target);
	bool foreign = false;

	if (link_check(target, NULL) < 0)
		return;
	warn_of_text(target, host, text, out);
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
	int status = 0, error = tty_run(argv, &status);

	free(address);
	if (error)
		return err_errno(err, program, error);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_set(err, ERR_IO, _("%s: The program could not open the link."), program);
	return 0;
}
