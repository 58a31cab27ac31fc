#!/bin/sh
# SPDX-License-Identifier: ISC
#
# karpread search as a process beside rg -lF over the files, and whether it finds all that rg
# finds: it may find more, as it holds equal what rg does not.
set -eu
# shellcheck source=figures.sh
. "$(dirname "$0")/figures.sh"
out=$work/search.figures
library=$work/$articles
needle=$(printf '鲸落%06d' $((articles / 2 / 97 * 97)))
frequent=系统
# Letters might also be how a title is read.
letters=qzxvk

search()
{
	echo "'$karpread' search --index '$library/index.db' --library '$library/articles' $*"
}

# What karpread does not find of what rg does, and how much rg finds: "MISSED OF".
compare()
{
	eval "$(search --format tsv "$1")" | awk -F '\t' 'NR > 1 { print $2 }' | sed 's|.*/||' |
		sort >"$work/found"
	rg -lF "$1" "$library/articles" | sed 's|.*/||' | sort >"$work/wanted"
	echo "$(comm -13 "$work/found" "$work/wanted" | wc -l) $(wc -l <"$work/wanted")"
}

"$karpread" index --index "$library/index.db" "$library/articles"
echo "Search in $articles articles as a process, warm, 7 rounds in turn"
have rg || exit 0
set --
for word in 鲸落 量子纠缠 "$needle" $letters; do
	set -- "$@" "$word" "exec $(search "$word")" \
		"rg $word" "exec rg -j2 -lF $word '$library/articles'"
done
set -- "$@" "$frequent" "$(search $frequent) | head -n 40" \
	"rg $frequent" "exec rg -j2 -lF $frequent '$library/articles'"
"$tools/turns" 7 "$@" >"$out"
show_turns "$out"
for word in 鲸落 量子纠缠 "$needle" $letters; do
	goal_of_many "$word / rg" "$(value "$out" 2 "$word")" "$(value "$out" 2 "rg $word")" 1 30
done
goal_of_many "$frequent, first screen / rg" "$(value "$out" 2 $frequent)" \
	"$(value "$out" 2 "rg $frequent")" 1 20

if [ -n "${BENCH_COLD-}" ] && [ -w /proc/sys/vm/drop_caches ]; then
	drop='sync; echo 3 >/proc/sys/vm/drop_caches
--
'
	"$tools/turns" 1 cold "${drop}exec $(search 量子纠缠)" \
		rg "${drop}exec rg -j2 -lF 量子纠缠 '$library/articles'" >"$out.cold"
	show_turns "$out.cold"
	goal_of_many "cold / rg" "$(value "$out.cold" 2 cold)" "$(value "$out.cold" 2 rg)" 1 20
else
	echo "  cold caches: not measured (BENCH_COLD=1, as root)"
fi

for word in 鲸 鲸落 量子纠缠 "$needle" $frequent Karpathy 的; do
	# shellcheck disable=SC2046
	set -- $(compare "$word")
	goal "not found of the $2 that rg finds: $word" "$1" 1 0
done
