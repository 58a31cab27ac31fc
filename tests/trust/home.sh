#!/bin/sh
# SPDX-License-Identifier: ISC
#
# R20: wherever the home is, or is not, and whatever else is strange about the environment: a clear
# message or none, a documented status, and files that nobody else may read.
. "${KARPREAD_SRCDIR:-.}/tests/trust/trust.sh"
library=$tmp/library
mkdir "$library"
echo 'An article' >"$library/1.txt"
: >"$tmp/file"
mkdir "$tmp/readonly" "$tmp/with space"
chmod 500 "$tmp/readonly"
KARPREAD_LIBRARY=$library
export KARPREAD_LIBRARY
wrong=0 runs=0

# try NAME LEAST MOST COMMAND...: a status from LEAST to MOST, and a message when it is not 0.
try()
{
	name=$1 least=$2 most=$3
	shift 3
	timeout 10 "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
	runs=$((runs + 1))
	if [ $status -lt "$least" ] || [ $status -gt "$most" ] ||
		{ [ $status -ne 0 ] && [ ! -s "$tmp/err" ]; }; then
		wrong=$((wrong + 1))
		echo "# $name: status $status, $(head -n 1 "$tmp/err")"
	fi
}

# Homes: each command with each of them.
for home in "HOME=$tmp/readonly" "HOME=$tmp/nowhere/at/all" "HOME=$tmp/file" HOME= HOME=/dev/null \
	HOME=relative "HOME=$tmp/with space" "XDG_STATE_HOME=$tmp/file" XDG_STATE_HOME=relative \
	"XDG_CONFIG_HOME=$tmp/file" "XDG_CACHE_HOME=$tmp/file" unset; do
	for command in 'list' 'show 1' 'search article' 'timeline' 'export 1' '--help'; do
		if [ "$home" = unset ]; then
			try "$home $command" 0 1 env -u HOME "$karpread" $command
		else
			try "$home $command" 0 1 env "$home" "$karpread" $command
		fi
		[ $status -eq 0 ] || [ "$command" = timeline ] || {
			wrong=$((wrong + 1))
			echo "# $home $command: reading does not work: $(head -n 1 "$tmp/err")"
		}
	done
	if [ "$home" = unset ]; then
		try "$home mark" 0 1 env -u HOME "$karpread" mark read 1
	else
		try "$home mark" 0 1 env "$home" "$karpread" mark read 1
	fi
done
rm -rf relative
[ $wrong -eq 0 ]
is "homes of 12 kinds: $wrong of $runs wrong" $?

# Locales, terminals, closed streams.
for setting in LANG=C LC_ALL=C LC_ALL=POSIX LC_ALL=xx_YY.UTF-8 LC_ALL= TERM= TERM=dumb TERM=no-such \
	COLUMNS=0 COLUMNS=-1 TZ=:nowhere TZ= NO_COLOR=1; do
	try "$setting" 0 0 env "$setting" "$karpread" show 1
	grep -q 'An article' "$tmp/out" || {
		wrong=$((wrong + 1))
		echo "# $setting: the article is not shown"
	}
done
try 'no environment' 0 0 env -i "$karpread" show "$library/1.txt"
try 'stdin closed' 0 0 sh -c '"$0" list <&-' "$karpread"
try 'stdout closed' 0 1 sh -c '"$0" list >&-' "$karpread"
try 'stderr closed' 0 1 sh -c '"$0" show nothing 2>&-; exit 0' "$karpread"
try 'all closed' 0 1 sh -c '"$0" list <&- >&- 2>&-; exit 0' "$karpread"
try 'mark with all closed' 0 1 sh -c '"$0" mark read 1 <&- >&- 2>&-; exit 0' "$karpread"
run check
[ $status -eq 0 ]
is 'messages of closed streams do not land in the state' $?
if [ -w /dev/full ]; then
	try 'full stdout' 1 1 sh -c '"$0" list >/dev/full' "$karpread"
fi
[ $wrong -eq 0 ]
is "locales, terminals, streams: $wrong of $runs wrong" $?

# Modes: the state is nobody else's business.
(umask 0 && HOME=$tmp/umask && export HOME && mkdir "$HOME" && "$karpread" mark read 1)
open=$(find "$tmp/umask" -type f -perm /077 | wc -l)
[ "$(find "$tmp/umask" -type f | wc -l)" -gt 0 ] && [ "$open" -eq 0 ]
is "files of the state have mode 0600 under umask 0: $open do not" $?
shared=$(find "$tmp/umask" -mindepth 1 -type d -name karpread -perm /077 | wc -l)
[ "$shared" -eq 0 ]
is 'their folder has mode 0700' $?
figure R20 "$runs runs in strange environments: $wrong wrong; $open files others may read"
finish
