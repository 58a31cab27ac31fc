#!/bin/sh
# SPDX-License-Identifier: ISC
#
# The command line as scripts use it: columns, exit status, what is said of bad input.
srcdir=${KARPREAD_SRCDIR:-.}
karpread=${KARPREAD_BUILDDIR:-.}/karpread
seeds=$srcdir/seeds
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
HOME=$tmp XDG_STATE_HOME=$tmp/state XDG_CONFIG_HOME=$tmp/config XDG_CACHE_HOME=$tmp/cache
KARPREAD_NOW=1669000000 KARPREAD_LIBRARY=$seeds
export HOME XDG_STATE_HOME XDG_CONFIG_HOME XDG_CACHE_HOME KARPREAD_NOW KARPREAD_LIBRARY
tab=$(printf '\t')
n=0

# is NAME STATUS: prints the line of one test.
is()
{
	n=$((n + 1))
	if [ "$2" = 0 ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		sed 's/^/# out: /' "$tmp/out" | head -n 20
		sed 's/^/# err: /' "$tmp/err" | head -n 20
	fi
}

# run ARGUMENT...: standard output and error to files, the exit status to $status.
run()
{
	"$karpread" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
}

# exits NAME WANTED
exits()
{
	[ "$status" = "$2" ]
	is "$1: exit status $2, was $status" $?
}

says()
{
	grep -q -e "$2" "$tmp/out"
	is "$1" $?
}

tells()
{
	grep -q -e "$2" "$tmp/err"
	is "$1" $?
}

run list --format tsv
exits 'list' 0
[ "$(head -n 1 "$tmp/out")" = "number${tab}path${tab}title${tab}date${tab}author${tab}language${tab}read${tab}bookmarked${tab}percent" ]
is 'list has the columns of the contract' $?
[ "$(wc -l <"$tmp/out")" -eq 6 ]
is 'list has a row for each seed' $?
[ "$(sed -n '2,4s/^[0-9]*	[^	]*	[^	]*	\([0-9-]*\).*/\1/p' "$tmp/out" | tr '\n' ' ')" = '2023-02 2022-08-25 2022-07-13 ' ]
is 'the newest come first' $?
says 'the title of 002 is not its byline' '前特斯拉AI大神重返OpenAI,要投身最近大火的ChatGPT了嗎?'
says 'the author of 002' "${tab}李水青${tab}"
says 'the title of 004' "PickUp\] カルパシーさん休養中"

run
exits 'without a terminal and a command' 0
says 'that is the list' '特斯拉失去AI灵魂人物'

mkdir "$tmp/some" && cp "$seeds"/004*.txt "$tmp/some"
run "$tmp/some"
exits 'a folder without a terminal' 0
[ "$(wc -l <"$tmp/out")" -eq 1 ]
is 'the articles of that folder alone are listed' $?
run "$tmp/some/"004*.txt
exits 'a file without a terminal' 0
run "$tmp/nowhere"
exits 'a path that is not there' 1
[ ! -s "$tmp/out" ]
is 'nothing else is listed for it' $?

run list --format json is:unread date:2022-07
[ "$(wc -l <"$tmp/out")" -eq 1 ]
is 'a query narrows the list' $?
says 'json has an object a line' '^{"number":[0-9]*,"path":".*,"percent":[0-9]*}$'
run list nothingLikeThisIsThere
exits 'no match' 1

for seed in "$seeds"/*.txt; do
	name=$(basename "$seed" .txt)
	run show --text "$seed"
	exits "show --text $name" 0
	tr -d '[:space:]' <"$tmp/out" >"$tmp/text"
	for width in 20 33 40 80 200; do
		run show --width $width "$seed"
		[ "$status" = 0 ] && [ -s "$tmp/out" ]
		is "show --width $width $name" $?
	done
done
run show 3
exits 'show by number' 0
run show 77
exits 'show a number that is none' 1
tells 'it is told which' 'karpread: 77: '

run search --format tsv 自動駕駛
exits 'search' 0
[ "$(head -n 1 "$tmp/out")" = "number${tab}path${tab}title${tab}date${tab}offset${tab}snippet" ]
is 'search has the columns of the contract' $?
says 'traditional characters find simplified ones' '自动驾驶'
run search --color always 自動駕駛
says 'and are marked where colours are asked for' "$(printf '\033')\[1;31m自动驾驶$(printf '\033')\[0m"
mkdir "$tmp/long" && word=$(printf 'abcdefgh%.0s' 1 2 3 4 5 6 7 8 9 10) && echo "See $word" >"$tmp/long/1.txt"
run search --color always --library "$tmp/long" "$word"
says 'one that the snippet has no room for is marked as far as it is seen' "See $(printf '\033')\[1;31mabcdefgh"
run search --color never 自動駕駛
grep -q "$(printf '\033')" "$tmp/out"
[ $? = 1 ]
is 'and not where they are not' $?
run search -- -Karpathy 特斯拉
[ "$status" -le 1 ]
is 'a word to leave out is no option' $?
run search
exits 'search for nothing' 2
run search 'date:2022-99'
exits 'a wrong query' 2

run timeline --format tsv
exits 'timeline' 0
[ "$(head -n 1 "$tmp/out")" = "date${tab}precision${tab}kind${tab}article${tab}offset${tab}length${tab}literal${tab}context" ]
is 'timeline has the columns of the contract' $?
says 'an article on its day' "^2022-07-13${tab}day${tab}published${tab}"

mkdir "$tmp/undated"
printf 'Not a word of time\n\nhere.\n' >"$tmp/undated/a.txt"
run --library "$tmp/undated" timeline --format tsv
[ "$(wc -l <"$tmp/out")" -eq 1 ]
is 'an article without a date is not placed' $?
run --library "$tmp/undated" timeline --format tsv --all
[ "$(wc -l <"$tmp/out")" -eq 2 ]
is 'what is not placed is added' $?

run mark bookmark 000_e79c266de4257532.txt 2
exits 'mark by path in the library and by number' 0
run list --format tsv is:bookmarked
[ "$(wc -l <"$tmp/out")" -eq 3 ]
is 'the bookmarks are listed' $?
lines=$({ (ulimit -f 0; "$karpread" mark read 1 2 3); } 2>&1 | grep -c "state.db: ")
[ "$lines" -eq 1 ]
is 'a state that cannot be written is told once' $?
run mark nothing 3
exits 'mark with a wrong word' 2
run export --bookmarks -o "$tmp/exported"
exits 'export --bookmarks' 0
[ "$(find "$tmp/exported" -name '*.txt' | wc -l)" -eq 2 ]
is 'a file for each bookmark' $?
run mark unbookmark 2
run export --bookmarks -o "$tmp/single"
exits 'export --bookmarks of one' 0
[ -d "$tmp/single" ]
is 'is a folder too' $?
run export -o "$tmp/pair" 3 77
exits 'export of one that is there and one that is not' 1
[ -d "$tmp/pair" ]
is 'is a folder, as of two' $?
run export 000_e79c266de4257532.txt
says 'an export begins with its title' '^特斯拉失去AI灵魂人物'
says 'and has its date' '^Date: 2022-07-13'
echo precious >"$tmp/there"
run export -o "$tmp/there" 3
exits 'export over a file' 1
[ "$(cat "$tmp/there")" = precious ]
is 'nothing is overwritten' $?
run export --force -o "$tmp/there" 3
exits 'export --force' 0
mkdir "$tmp/alike" && for i in 1 2; do printf -- '---\ntitle: Alike\n---\n%d\n' $i >"$tmp/alike/$i.md"; done
run export --force -o "$tmp/pair" "$tmp/alike/1.md" "$tmp/alike/2.md"
run export --force -o "$tmp/pair" "$tmp/alike/1.md" "$tmp/alike/2.md"
[ "$(tail -qn 1 "$tmp/pair/"Alike*.txt | tr '\n' ' ')" = '2 1 ' ]
is 'export --force overwrites what was there, and not what it wrote' $?
printf 'Hei\337e Luft\n\nMehr davon.\n' >"$tmp/latin.txt"
run export --encoding koi8-r "$tmp/latin.txt"
[ "$(head -n 1 "$tmp/out")" = 'Heiъe Luft' ]
is 'a title is in the charset asked for' $?
run export
exits 'export of nothing' 2

# Who takes his time with what is listed keeps nobody from writing the index.
mkdir "$tmp/slow" && mkfifo "$tmp/fifo"
some='0 1 2 3 4 5 6 7 8 9'
for i in $some; do for k in $some; do for m in $some; do echo "$i$k$m" >"$tmp/slow/a-name-of-some-length-$i$k$m.txt"; done; done; done
run index "$tmp/slow"
"$karpread" list --format json --library "$tmp/slow" >"$tmp/fifo" 2>/dev/null &
exec 3<"$tmp/fifo"
read -r first <&3
: "$first"
echo more >"$tmp/slow/more.txt"
timeout 20 "$karpread" index "$tmp/slow" >"$tmp/out" 2>"$tmp/err"
status=$?
exits 'index beside a list that is being read' 0
exec 3<&-
wait

# A shell is told that it was stopped; what it shall ignore does not stop it.
# waiting NAME: an index in the background, $!, that waits for its lock until 3 is closed.
waiting()
{
	mkfifo "$tmp/$1"
	: >"$tmp/out"
	flock "$tmp/$1.db-lock" cat "$tmp/$1" &
	exec 3>"$tmp/$1"
	(trap '' HUP && exec "$karpread" index --progress --index "$tmp/$1.db" "$tmp/held") \
		>"$tmp/out" 2>"$tmp/err" 3>&- &
	i=0 && until grep -q ' 1$' "$tmp/out" || [ $i -gt 50 ]; do i=$((i + 1)) && sleep 0.1; done
}
if command -v flock >/dev/null; then
	mkdir "$tmp/held" && echo text >"$tmp/held/1.txt"
	waiting terminated
	kill -TERM $!
	wait $!
	status=$?
	exits 'index ends by the signal that stops it' 143
	exec 3>&-
	waiting unheard
	kill -HUP $!
	exec 3>&-
	wait $!
	status=$?
	exits 'index goes on where SIGHUP is ignored' 0
	run list --index "$tmp/unheard.db" --library "$tmp/held"
	says 'it has read the articles' '1.txt'
fi

# What another process takes out of the index meanwhile.
rm -r "$tmp/slow" && mkdir "$tmp/slow"
i=0 && while [ $i -lt 9999 ]; do i=$((i + 1)) && echo 'A line of the first.'; done >"$tmp/slow/1.txt"
echo 'The second.' >"$tmp/slow/2.txt"
run mark bookmark "$tmp/slow/1.txt" "$tmp/slow/2.txt"
run index "$tmp/slow"
{ "$karpread" export --bookmarks --library "$tmp/slow" 2>"$tmp/tell"; echo $? >"$tmp/status"; } >"$tmp/fifo" &
exec 3<"$tmp/fifo"
read -r first <&3
rm "$tmp/slow/2.txt"
timeout 20 "$karpread" index "$tmp/slow" >/dev/null 2>&1
cat <&3 >"$tmp/out"
wait
cp "$tmp/tell" "$tmp/err"
status=$(cat "$tmp/status")
exits 'an export of what goes meanwhile' 1
tells 'it is told' 'There is no such article any more'
exec 3<&-

for command in show timeline export "mark read"; do
	# shellcheck disable=SC2086
	run $command "$tmp/pair"
	exits "$command of a folder" 1
	tells "$command of a folder: that it is one" '^karpread: .*/pair: Is a directory$'
done
mkdir "$tmp/old"
cp "$seeds"/004*.txt "$tmp/old"
run check --library "$tmp/old"
exits 'check' 0
says 'check of what was not read' '^index: the articles have not all been read yet$'
run list --library "$tmp/old"
run check --library "$tmp/old"
says 'check of a fresh index' '^index: up to date; articles in it: 1$'
echo 'One more.' >>"$tmp/old/"004*.txt
run check --library "$tmp/old"
says 'check of a stale index' '^index: articles changed since it was written; it has 1$'
run check twice
exits 'check with an operand' 2
run show --encoding klingon 1
exits 'an unknown charset' 2
run show --encoding GBK 1
exits 'a known one' 0

run --no-such-option
exits 'an unknown option' 2
run --format xml list
exits 'an unknown format' 2
run --width
exits 'an option without its value' 2
run --help
exits '--help' 0
run --version
says '--version' '^karpread [0-9]'

run index
exits 'index' 0
[ -s "$XDG_CACHE_HOME/karpread/index.db" ]
is 'the index is a cache' $?
run index --progress
exits 'index --progress' 0
says 'nothing is read twice' '^0 0 0 0 0$'
run index --rebuild --progress
says 'but when it is made anew' '^5 5 '
mkdir "$tmp/many"
cp "$seeds"/*.txt "$tmp/many"
run list --library "$tmp/many" --format tsv
[ "$(wc -l <"$tmp/out")" -eq 6 ]
is 'another library in the same index' $?
rm "$tmp/many"/000* && cp "$seeds"/000* "$tmp/many/new.txt"
run list --library "$tmp/many" --format tsv
says 'a new file is listed at once' 'many/new.txt'
[ "$(wc -l <"$tmp/out")" -eq 6 ]
is 'and a deleted one is not' $?
echo garbage >"$XDG_CACHE_HOME/karpread/index.db"
run list --library "$tmp/many" --format tsv
[ "$(wc -l <"$tmp/out")" -eq 6 ] && [ ! -s "$tmp/err" ]
is 'a broken index is made anew silently' $?
for query in '"' '%' '*' "'" '-' '--' 'OR' '"" ""' 'NEAR(a)' "$(printf '%10000s' | tr ' ' x)"; do
	run search -- "$query"
	[ "$status" -le 1 ] && [ ! -s "$tmp/err" ]
	is "signs have their plain meaning" $?
done

# So many that they are looked into one by one, while they are printed.
mkdir "$tmp/signs"
file=0
while [ "$((file += 1))" -le 301 ]; do
	echo '一 ( 二' >"$tmp/signs/$file.txt"
done
for command in list search; do
	run $command --library "$tmp/signs" '(('
	exits "$command of what looks like hits and is none" 1
	[ ! -s "$tmp/out" ]
	is 'and prints nothing' $?
done

mkdir "$tmp/bad" "$tmp/bad/folder"
: >"$tmp/bad/empty.txt"
printf 'a\000b\001c\002\003\004\005\006\177ELF\000\000\000\000' >"$tmp/bad/binary.txt"
printf '\377\376\200good\300\257\n' >"$tmp/bad/broken.txt"
mkfifo "$tmp/bad/fifo.txt"
ln -s . "$tmp/bad/folder/loop"
ln -s nowhere "$tmp/bad/dangling.txt"
for bad in missing.txt fifo.txt dangling.txt folder binary.txt; do
	run show "$tmp/bad/$bad"
	exits "show $bad" 1
	tells "$bad: path and reason" "^karpread: .*$bad: "
	[ "$(wc -l <"$tmp/err")" -eq 1 ]
	is "$bad: one line" $?
done
run show "$tmp/bad/broken.txt"
exits 'text that is not UTF-8' 0
run list --library "$tmp/bad"
[ "$status" -le 1 ]
is 'a library of bad files is listed' $?
run list --library "$tmp/some:$tmp/nowhere" --index "$tmp/other.db"
exits 'a library that is there in part' 1
[ "$(wc -l <"$tmp/out")" -eq 1 ] && [ "$(wc -l <"$tmp/err")" -eq 1 ]
is 'it is listed, and what is missing told once' $?
run list --library "$tmp/nowhere"
exits 'a library that is not there' 1
tells 'it is named' "nowhere: "

mkdir "$tmp/sealed" && : >"$tmp/sealed/state.db"
echo 'not a database, but long enough to be looked at as one' >"$tmp/sealed/state.db"
run --state "$tmp/sealed" mark read 1
exits 'marks where no state can be kept' 1
run --state "$tmp/sealed" list
exits 'the list all the same' 0
printf 'set nosuch\nset measure=60\n' >"$tmp/rc"
run --config "$tmp/rc" list
exits 'a wrong line of the configuration' 0
tells 'it is told' "rc: line 1: "
run --config "$tmp/norc" list
exits 'a configuration that was named and is not there' 1
"$karpread" list | head -n 1 >/dev/null
is 'a closed pipe is no error' $?
if [ -w /dev/full ]; then
	"$karpread" list >/dev/full 2>"$tmp/err"
	[ $? = 1 ]
	is 'a full disk is one' $?
fi
echo "1..$n"
