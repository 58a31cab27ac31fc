#!/bin/sh
# SPDX-License-Identifier: ISC
#
# usage: start.sh KARPREAD PTY_TIME SEEDS [ROUNDS]
#
# Start to first screen of one article, whole process, on a terminal of 80x24 with warm caches,
# beside less and w3m in turn; resident memory then. The goals are those of the project.
set -eu
karpread=$1 pty_time=$2 seeds=$3 rounds=${4:-21}
article=$seeds/000_e79c266de4257532.txt

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
trap 'exit 1' HUP INT TERM
export HOME="$home" XDG_STATE_HOME="$home" XDG_CACHE_HOME="$home" XDG_CONFIG_HOME="$home"

set -- "$karpread" "$article"
for peer in "less" "w3m -T text/html"; do
	if command -v "${peer%% *}" >/dev/null; then
		# shellcheck disable=SC2086
		set -- "$@" -- $peer "$article"
	else
		echo "start.sh: no ${peer%% *} here to compare with" >&2
	fi
done

# The text begins the first paragraph, so that no width cuts it.
"$pty_time" -n "$rounds" -u 对于特斯拉 "$@" >"$home/figures"
echo "Start to first screen of an article of 18 kB, 80x24, warm; medians of $rounds rounds in turn"
awk -F '\t' '
function goal(name, value, most, unit) {
	printf "%-18s %6.2f%s, goal: at most %g%s%s\n", name, value, unit, most, unit,
		value <= most ? "" : "  MISSED"
}

NR == 1 { print "  text ms settled ms    KiB" }

{
	sub(/ .*/, "", $4)
	sub(/.*\//, "", $4)
	printf "%9.2f %10.2f %6d  %s\n", $1, $2, $3, $4
	settled[$4] = $2
	resident[$4] = $3
}

END {
	if ("less" in settled)
		goal("karpread / less", settled["karpread"] / settled["less"], 2.0, "")
	if ("w3m" in settled)
		goal("karpread / w3m", settled["karpread"] / settled["w3m"], 0.6, "")
	goal("resident", resident["karpread"] / 1024, 12, " MB")
}' "$home/figures"
