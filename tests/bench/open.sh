#!/bin/sh
# SPDX-License-Identifier: ISC
#
# One article, with warm caches: the start to the first screen of a seed of 18 kB, large files on
# the screen (the first screen, the end, a search through all of it) and in a pipe, beside less
# and w3m.
set -eu
# shellcheck source=figures.sh
. "$(dirname "$0")/figures.sh"
out=$work/open.figures
article=$seeds/000_e79c266de4257532.txt
enter=$(printf '\r')

echo "An article of 18 kB, 21 rounds in turn"
# The text begins the first paragraph, so that no width cuts it.
set -- -l karpread -u 对于特斯拉 "$karpread" "$article"
! have less || set -- "$@" -- -l less -u 对于特斯拉 less "$article"
! have w3m || set -- "$@" -- -l w3m -u 对于特斯拉 w3m -T text/html "$article"
"$tools/pty_time" 21 "$@" >"$out"
show_screens "$out"
goal "start / less" "$(value "$out" 4 karpread)" "$(value "$out" 4 less)" 2
goal "start / w3m" "$(value "$out" 4 karpread)" "$(value "$out" 4 w3m)" 0.6
goal "resident / 12 MB" "$(value "$out" 7 karpread)" 12288 1

# large KIND MB: the same three steps in each program; key1 is the end, key3 the search.
large()
{
	file=$work/big.$1

	[ -e "$file" ] || "$tools/make_big" "$seeds" "$1" "$2" >"$file"
	set -- "$1" -l karpread -u headofthetext -k G -w theveryend -k gg -w headofthetext \
		-k "/endofthetext$enter" -w theveryend "$karpread" "$file"
	# less shows the line that has what was searched for from its beginning.
	shown=theveryend
	[ "$1" != line ] || shown=headofthetext
	! have less || set -- "$@" -- -l less -u headofthetext -k G -w theveryend -k g \
		-w headofthetext -k "/endofthetext$enter" -w $shown less "$file"
	! have w3m || set -- "$@" -- -l w3m -u headofthetext w3m -T text/plain "$file"
	kind=$1
	shift
	"$tools/pty_time" 3 "$@" >"$out.$kind"
	show_screens "$out.$kind"
	w3m=$(value "$out.$kind" 3 w3m start)
	goal "first screen / w3m's" "$(value "$out.$kind" 3 karpread start)" "$w3m" 1 15
	goal "end / w3m's first screen" "$(value "$out.$kind" 3 karpread key1)" "$w3m" 1 15
	goal "search / w3m's first screen" "$(value "$out.$kind" 3 karpread key3)" "$w3m" 1 15
	goal "search / less" "$(value "$out.$kind" 3 karpread key3)" \
		"$(value "$out.$kind" 3 less key3)" 1 5
}
echo "100 MB of plain text, 3 rounds in turn"
large text 100
echo "10 MB in a single line, 3 rounds in turn"
large line 10

echo "10 MB of HTML in a pipe, 5 rounds in turn"
file=$work/big.html
[ -e "$file" ] || "$tools/make_big" "$seeds" html 10 >"$file"
set -- karpread "exec '$karpread' show --width 80 '$file'"
! have w3m || set -- "$@" w3m "exec w3m -dump -cols 80 '$file'"
"$tools/turns" 5 "$@" >"$out.html"
show_turns "$out.html"
goal "show / w3m -dump" "$(value "$out.html" 2 karpread)" "$(value "$out.html" 2 w3m)" 0.5
goal "CPU / w3m -dump" "$(value "$out.html" 3 karpread)" "$(value "$out.html" 3 w3m)" 0.5
goal "the widest line / 80 columns" "$("$karpread" show --width 80 "$file" | wc -L)" 80 1
