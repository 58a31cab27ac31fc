#!/bin/sh
# SPDX-License-Identifier: ISC
#
# How long a key of a search waits for its hits: in an article of 18 kB and in one of 10 MB, and in
# the list of the large corpus, as fast as the program is: each key is typed when the screen has
# rested for so long as a paint may pause. Where there are very many, the list shows the hits in
# sight and goes on with the others in slices, further apart, that make its count exact or are ended
# by the next key.
set -eu
# shellcheck source=figures.sh
. "$(dirname "$0")/figures.sh"
article=$seeds/000_e79c266de4257532.txt
large=$work/big.10
[ -e "$large" ] || "$tools/make_big" "$seeds" text 10 >"$large"
export KARPREAD_LIBRARY="$work/$articles/articles"
"$karpread" index 2>/dev/null

# keys NAME TEXT KEYS [FILE]: / and then each of KEYS by itself, once TEXT is on the screen.
keys()
{
	name="$1 /$3" text=$2 typed=$3
	shift 3
	set -- "$karpread" "$@"
	# Each character becomes a -k of its own, before the command, in their order.
	set -- $(printf %s "$typed" | sed 's/./ -k &/g') "$@"
	"$tools/pty_time" 5 -l keys -q 15 -u "$text" -k / "$@" >"$work/keys.figures"
	tail -n +3 "$work/keys.figures" | sort -t "$(printf '\t')" -k 4n | awk -F '\t' -v name="$name" '
	{ ms[NR] = $4 }
	END {
		middle = ms[int((NR + 1) / 2)]
		printf "  %-32s %6.2f ms median, %6.2f ms worst; at most 30, 100: %s\n", name, middle,
			ms[NR], middle <= 30 && ms[NR] <= 100 ? "met" : "MISSED"
	}'
}

echo "From a key of / to its hits, 5 rounds"
for typed in 自動駕駛的 tesla; do
	keys "18 kB" 对于特斯拉 $typed "$article"
	keys "10 MB" headofthetext $typed "$large"
done
for typed in 量子纠缠 特斯拉的 zdjs photosyn date:2022-07 tag:标签7; do
	keys "list of $articles" articles $typed
done
