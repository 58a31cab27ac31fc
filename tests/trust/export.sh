#!/bin/sh
# SPDX-License-Identifier: ISC
#
# R21: an export never overwrites, never follows a link, never leaves half a file, and its name is
# safe whatever the title is. (At each failing call: tests/trust/faults.)
. "${KARPREAD_SRCDIR:-.}/tests/trust/trust.sh"
library=$tmp/library
mkdir "$library" "$tmp/outside"

# Titles: what means something to a shell, a file system, a terminal; and runs of random bytes.
n=0
title()
{
	n=$((n + 1))
	printf '<html><head><title>%s</title></head><body><p>text</p></body></html>\n' "$1" \
		>"$library/$n.html"
}
for t in '../../etc/passwd' '/etc/passwd' '..' '.' '' ' ' '-rf' '--help' '.hidden' 'CON' 'aux.txt' \
	'a/b' 'a\b' 'a:b' 'a*b?' '$(touch owned)' '`touch owned`' ';touch owned' 'a|b' '~' '#' '%s%n' \
	'&#10;' '&#0;a' '&#27;[31m' 'a&#8238;b' '漢字' '한국어 제목' '　' '👨‍👩‍👧' 'a&#x301;' 'same' 'same' \
	"$(printf '%0500d' 0)" "$(printf '漢%.0s' $(seq 300))" "$(printf '\377\376')"; do
	title "$t"
done
awk -v n=$((${TORTURE:+464} + 0)) 'BEGIN { srand(1)
	for (i = 0; i < n; i++) {
		t = ""
		for (k = 0; k < 1 + rand() * 40; k++)
			t = t sprintf("&#%d;", rand() < .5 ? rand() * 256 : rand() * 70000)
		print t
	} }' >"$tmp/titles"
while read -r t; do
	title "$t"
done <"$tmp/titles"

mkdir "$tmp/exports"
run export -o "$tmp/exports" "$library"/*.html
[ $status -eq 0 ]
is 'all are exported' $?
made=$(find "$tmp/exports" -type f | wc -l)
[ "$made" -eq "$n" ]
is "each title has a file of its own: $made of $n" $?
bad=$(cd "$tmp/exports" && find . -mindepth 1 | LC_ALL=C grep -c -e '^\./[-.]' -e '/.*/' \
	-e '[[:cntrl:]]' -e '[*?:|<>"\\;`$]')
[ "$bad" -eq 0 ]
is "no name is hidden, an option, a path or a pattern: $bad are" $?
longest=$(cd "$tmp/exports" && find . -mindepth 1 | LC_ALL=C awk '{ if (length($0) > m) m = length($0) }
	END { print m - 2 }')
[ "$longest" -le 255 ]
is "no name is too long: $longest bytes" $?
[ ! -e owned ] && [ ! -e "$tmp/exports/owned" ] && [ ! -e "$tmp/passwd" ]
is 'no title is run or climbs' $?

# What is there stays, links are not followed, nothing is left behind.
echo precious >"$tmp/outside/file"
ln -s ../outside/file "$tmp/exports/link.txt"
ln -s ../outside/none "$tmp/exports/dangling.txt"
run export -o "$tmp/exports/link.txt" "$library/1.html"
[ $status -eq 1 ] && [ "$(cat "$tmp/outside/file")" = precious ]
is 'a link is no place to export to' $?
run export -o "$tmp/exports/dangling.txt" "$library/1.html"
[ $status -eq 1 ] && [ ! -e "$tmp/outside/none" ]
is 'nor is one that leads nowhere' $?
run export --force -o "$tmp/exports/link.txt" "$library/1.html"
[ $status -eq 0 ] && [ "$(cat "$tmp/outside/file")" = precious ]
is 'force replaces the link, not what it leads to' $?
run export -o "$tmp/exports/link.txt" "$library/1.html"
[ $status -eq 1 ]
is 'nothing is overwritten' $?
(ulimit -f 0; "$karpread" export -o "$tmp/exports/none.txt" "$library/1.html" >"$tmp/out" 2>"$tmp/err")
[ $? -eq 1 ] && [ ! -e "$tmp/exports/none.txt" ]
is 'no half a file, where none may be written' $?
left=$(find "$tmp/exports" "$tmp/outside" | grep -c -e '\.tmp' -e '~$' -e '/\.[^/]')
[ "$left" -eq 0 ]
is "nothing is left behind: $left" $?
figure R21 "$n titles: $made files, $bad unsafe names, $left left behind"
finish
