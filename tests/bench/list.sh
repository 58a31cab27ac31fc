#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The list of a library, with warm caches: the start to it beside neomutt (maildir, header cache)
# and newsboat (cache filled), a line and a page down, memory, and what ten seconds cost in which
# nobody touches a key.
set -eu
# shellcheck source=figures.sh
. "$(dirname "$0")/figures.sh"
out=$work/list.figures
mail=$work/$articles/mail feeds=$work/$articles/feeds
rounds=9

first_title()
{
	"$karpread" list --index "$1/index.db" --library "$1/articles" --format tsv |
		awk -F '\t' 'NR == 2 { print $3 }'
}

for n in 1000 "$tenth" "$articles"; do
	"$karpread" index --index "$work/$n/index.db" "$work/$n/articles" 2>&1
done
title=$(first_title "$work/$articles")
set -- "$karpread" --index "$work/$articles/index.db" "$work/$articles/articles"
"$tools/pty_time" 1 -l karpread -u "$title" -i 10 "$@" >"$out.idle"
# By itself: what else runs between, and the memory it goes through, is no part of a ratio of
# starts of milliseconds.
sizes()
{
	for n in "$tenth" 1000; do
		set -- "$@" -- -l "karpread, $n" -u "$(first_title "$work/$n")" \
			"$karpread" --index "$work/$n/index.db" "$work/$n/articles"
	done
	"$tools/pty_time" 21 "$@"
}
sizes -l karpread -u "$title" "$@" >"$out.sizes"
set -- -l karpread -u "$title" -k j -k j -k j -k ' ' -k ' ' "$@"
if have neomutt; then
	cat >"$work/neomuttrc" <<-EOT
		set folder=$mail spoolfile=$mail header_cache=$work/$articles/neomutt/
		set sort=reverse-date quit=yes charset=utf-8
	EOT
	mkdir -p "$work/$articles/neomutt"
	set -- "$@" -- -l neomutt -u Msgs: -k j -k j -k j -k z -k z -k q \
		neomutt -n -F "$work/neomuttrc" -f "$mail"
fi
if have newsboat; then
	cache=$work/$articles/newsboat.db
	printf 'auto-reload no\n' >"$work/newsboatrc"
	[ -e "$cache" ] || newsboat -q -u "$feeds/urls" -c "$cache" -C "$work/newsboatrc" -x reload
	set -- "$@" -- -l newsboat -u feed0000 -k q \
		newsboat -q -u "$feeds/urls" -c "$cache" -C "$work/newsboatrc"
fi
"$tools/pty_time" $rounds "$@" >"$out"

echo "The list of $articles articles, warm: medians of $rounds rounds in turn"
show_screens "$out"
echo "Starts, medians of 21 rounds in turn"
show_screens "$out.sizes"
start=$(value "$out" 3 karpread start)
goal_of_many "start / neomutt" "$start" "$(value "$out" 3 neomutt start)" 1 150
goal_of_many "start / newsboat" "$start" "$(value "$out" 3 newsboat start)" 1 500
start=$(value "$out.sizes" 3 karpread start) cpu=$(value "$out.sizes" 6 karpread start)
goal "start / at 1000" "$start" "$(value "$out.sizes" 3 "karpread, 1000" start)" 1.7
goal "start / at $tenth" "$start" "$(value "$out.sizes" 3 "karpread, $tenth" start)" 1.5
goal "CPU of the start / at 1000" "$cpu" "$(value "$out.sizes" 6 "karpread, 1000" start)" 1.7
goal "CPU of the start / at $tenth" "$cpu" \
	"$(value "$out.sizes" 6 "karpread, $tenth" start)" 1.5
goal "resident / 20 MB" "$(value "$out" 7 karpread start)" 20480 1
goal "a line down / neomutt" "$(value "$out" 3 karpread key2)" "$(value "$out" 3 neomutt key2)" 1
goal "a page down / neomutt" "$(value "$out" 3 karpread key4)" "$(value "$out" 3 neomutt key4)" 1
goal "idle for 10 s: ms of CPU" "$(value "$out.idle" 6 karpread idle)" 1 0
goal "idle for 10 s: bytes" "$(value "$out.idle" 5 karpread idle)" 1 0
