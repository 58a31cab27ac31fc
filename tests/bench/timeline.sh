#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The timeline of a library, with warm caches: t in a process that was just started, then each zoom
# step, a folded period opened, and the rows one moves over; and karpread timeline over all of it.
set -eu
# shellcheck source=figures.sh
. "$(dirname "$0")/figures.sh"
out=$work/timeline.figures
index=$work/$articles/index.db library=$work/$articles/articles
rounds=9

"$karpread" index --index "$index" "$library" 2>&1
title=$("$karpread" list --index "$index" --library "$library" --format tsv |
	awk -F '\t' 'NR == 2 { print $3 }')
# From years to centuries, then down to days.
"$tools/pty_time" $rounds -l karpread -u "$title" -k t -k - -k - -k + -k + -k + -k + -k + -k + \
	-k l -k j -k ' ' "$karpread" --index "$index" "$library" >"$out"

echo "The timeline of $articles articles, warm: medians of $rounds rounds"
show_screens "$out"
"$tools/bench_timeline" "$library" "$index"
goal_of_many "open / 100 ms" "$(value "$out" 4 karpread key1)" 100 1
for step in 2 3 4 5 6 7 8 9; do
	goal_of_many "zoom step $((step - 1)) / 50 ms" "$(value "$out" 4 karpread key$step)" 50 1
done
