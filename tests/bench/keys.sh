#!/bin/sh
# SPDX-License-Identifier: ISC
#
# usage: keys.sh KARPREAD PTY_TIME MAKE_CORPUS SEEDS [ARTICLES]
#
# How long a key of a search waits for its hits, on a terminal of 80x24: in an article of 18 kB and
# in one of 10 MB, and in the list of a library (of 100,000 articles, or as many as are named). Each
# key is typed when the screen rests, as fast as the program is.
set -eu
karpread=$1 pty_time=$2 make_corpus=$3 seeds=$4 articles=${5:-100000}

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
trap 'exit 1' HUP INT TERM
export HOME="$home" XDG_STATE_HOME="$home" XDG_CACHE_HOME="$home" XDG_CONFIG_HOME="$home"
export KARPREAD_LIBRARY="$home/library"

article=$seeds/000_e79c266de4257532.txt
large=$home/large.txt
i=0
"$karpread" show --text "$article" >"$home/text"
size=$(wc -c <"$home/text")
while [ $((i * size)) -lt 10000000 ]; do
	cat "$home/text"
	i=$((i + 1))
done >"$large"
"$make_corpus" "$seeds" "$KARPREAD_LIBRARY" "$articles"
"$karpread" index 2>/dev/null

figure() {
	name=$1 keys=$2 until=$3
	shift 3
	"$pty_time" -n 5 -q 50 -k "$keys" -u "$until" "$@" | awk -F '\t' -v name="$name" '
	{
		printf "%-10s %6.2f ms median, %6.2f ms worst of %d keys; goals: 30, 100%s\n", name,
			$1, $2, $3, $1 <= 30 && $2 <= 100 ? "" : "  MISSED"
	}'
}

echo "From a key of / to its hits: articles of 18 kB and 10 MB, a list of $articles"
for keys in /自動駕駛的 /tesla; do
	figure "18 kB" "$keys" 对于特斯拉 "$karpread" "$article"
	figure "10 MB" "$keys" 对于特斯拉 "$karpread" "$large"
done
for keys in /量子纠缠 /特斯拉的 /zdjs /photosyn /date:2022-07 /tag:标签7; do
	figure "list" "$keys" "articles" "$karpread"
done
