#!/bin/sh
# SPDX-License-Identifier: ISC
#
# mandoc has nothing to say against the manual page.
echo 1..1
page=${KARPREAD_SRCDIR:-.}/man/karpread.1
if ! command -v mandoc >/dev/null; then
	echo "ok 1 - manual page # SKIP mandoc is not installed"
	exit 0
fi
said=$(mandoc -T lint -W warning "$page")
if [ -z "$said" ]; then
	echo 'ok 1 - manual page'
else
	echo 'not ok 1 - manual page'
	printf '%s\n' "$said" | sed 's/^/# /'
fi
