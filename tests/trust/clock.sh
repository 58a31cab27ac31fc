#!/bin/sh
# SPDX-License-Identifier: ISC
#
# R19: a clock that is wrong or jumps changes neither the order of marks nor what is kept.
. "${KARPREAD_SRCDIR:-.}/tests/trust/trust.sh"
library=$tmp/library
mkdir "$library"
for i in 1 2 3 4 5; do
	echo "Article $i" >"$library/$i.txt"
done
wrong=0 runs=0

at()
{
	KARPREAD_NOW=$1
	shift
	runs=$((runs + 1))
	run --library "$library" --state "$tmp/state.db" "$@"
	if crashed; then
		wrong=$((wrong + 1))
		echo "# at $KARPREAD_NOW: status $status"
	fi
}

# Ten years on, back, before 1970, the last second of 32 bits and after it, none at all.
for now in 1700000000 2015000000 1385000000 -86400 0 2147483647 2147483648 253402300800 \
	-99999999999999 9223372036854775807 -9223372036854775808 soon ''; do
	at "$now" mark read "$library/1.txt"
	[ $status -eq 0 ] || wrong=$((wrong + 1))
	at "$now" mark unread "$library/1.txt"
	at "$now" mark bookmark "$library/2.txt"
	at "$now" list
	at "$now" timeline
	if grep -q -e 'ago' "$tmp/out" && grep -q -e '-[0-9]* \(day\|hour\|second\)' "$tmp/out"; then
		wrong=$((wrong + 1))
		echo "# at $now: a negative duration"
	fi
done
[ $wrong -eq 0 ]
is "no clock stops anything: $wrong of $runs" $?

# The last change counts, whatever the clock said: marked at a late time, unmarked at an early one.
at 2015000000 mark read "$library/3.txt"
at 1385000000 mark unread "$library/3.txt"
at 1700000000 list --format tsv is:read
! grep -q '/3\.txt' "$tmp/out"
is 'a clock set back does not bring an old mark back' $?
at 1385000000 mark read "$library/4.txt"
at 2015000000 list --format tsv is:read
grep -q '/4\.txt' "$tmp/out"
is 'a mark from an early clock holds later' $?
at 1700000000 check
[ $status -eq 0 ]
is 'the state is whole' $?
figure R19 "$runs runs under clocks of 13 kinds: $wrong wrong"
finish
