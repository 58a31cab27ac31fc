#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The index: the first one beside notmuch new, at no more than 10,000 articles; what it takes up;
# how its cost grows; a rescan of what has not changed beside find; and a kill -9 amid the work.
set -eu
# shellcheck source=figures.sh
. "$(dirname "$0")/figures.sh"
out=$work/index.figures
large=$work/$articles
new=$large
[ "$articles" -le 10000 ] || new=$work/$tenth

# The arguments that index FOLDER anew, for turns.
anew()
{
	printf 'rm -f "%s"/new.db*\n--\nexec "%s" index --index "%s/new.db" "%s/articles"' \
		"$1" "$karpread" "$1" "$1"
}

rounds=${BENCH_ROUNDS:-2}
echo "The first index, $rounds rounds in turn"
set -- karpread "$(anew "$new")"
if have notmuch; then
	printf '[database]\npath=%s\n[new]\ntags=new\n' "$new/mail" >"$work/notmuch.conf"
	export NOTMUCH_CONFIG="$work/notmuch.conf"
	set -- "$@" notmuch "rm -rf '$new/mail/.notmuch'
--
exec notmuch new --quiet"
fi
"$tools/turns" "$rounds" "$@" >"$out"
show_turns "$out"
goal "first index / notmuch new" "$(value "$out" 2 karpread)" "$(value "$out" 2 notmuch)" 1 8
goal "CPU / notmuch new" "$(value "$out" 3 karpread)" "$(value "$out" 3 notmuch)" 1 8
goal "peak memory / notmuch new" "$(value "$out" 4 karpread)" "$(value "$out" 4 notmuch)" 1 4

echo "A tenth and the whole"
"$tools/turns" 1 tenth "$(anew "$work/$tenth")" whole "$(anew "$large")" >"$out.linear"
show_turns "$out.linear"
goal "index of $articles / of $tenth" "$(value "$out.linear" 2 whole)" \
	"$(value "$out.linear" 2 tenth)" 11
goal "CPU of $articles / of $tenth" "$(value "$out.linear" 3 whole)" \
	"$(value "$out.linear" 3 tenth)" 11
# shellcheck disable=SC2046
set -- $("$tools/index_size" "$large/new.db")
echo "  MB: text $1, kept text $2, full-text index $3, all $4"
goal "full-text index / text" "$3" "$1" 0.35
goal "kept text / text" "$2" "$1" 1.2

echo "A rescan of $articles unchanged articles, 7 rounds in turn"
"$tools/turns" 7 find "exec find '$large/articles' -size +0 -printf ''" \
	karpread "exec '$karpread' index --index '$large/new.db' '$large/articles'" >"$out.rescan"
show_turns "$out.rescan"
goal_of_many "rescan / find -size +0 -printf ''" "$(value "$out.rescan" 2 karpread)" \
	"$(value "$out.rescan" 2 find)" 2
goal_of_many "CPU / find" "$(value "$out.rescan" 3 karpread)" "$(value "$out.rescan" 3 find)" 2

echo "kill -9 of the indexer, ten times"
index=$work/killed.db state=$work/state.db
rm -f "$index"* "$state"*
"$karpread" mark read --index "$index" --state "$state" --library "$seeds" 1 2>&1
cp "$state" "$work/state.kept"
for tenths in 1 2 3 4 5 6 7 8 9 10; do
	"$karpread" index --index "$index" --state "$state" "$new/articles" &
	sleep "$(awk "BEGIN { print $tenths / 20 }")"
	kill -9 $! 2>/dev/null || :
	wait $! 2>/dev/null || :
done
"$karpread" index --index "$index" --state "$state" "$new/articles"
listed=$("$karpread" list --index "$index" --state "$state" --library "$new/articles" \
	--format tsv | tail -n +2 | wc -l)
files=$(find "$new/articles" -type f | wc -l)
goal "articles that are missing" $((files - listed)) 1 0
if cmp -s "$state" "$work/state.kept"; then touched=0; else touched=1; fi
goal "state.db is touched" $touched 1 0
