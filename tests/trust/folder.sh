#!/bin/sh
# SPDX-License-Identifier: ISC
#
# R18: a folder that was made to stop, to mislead or to be endless is listed soon, and nothing
# outside it is read.
. "${KARPREAD_SRCDIR:-.}/tests/trust/trust.sh"
library=$tmp/library
mkdir "$library" "$tmp/outside"
echo 'The secret outside.' >"$tmp/outside/secret.txt"
echo 'An article.' >"$library/good.txt"

mkfifo "$library/fifo.txt"
ln -s . "$library/loop"
ln -s "$library" "$library/again"
ln -s ../outside "$library/away"
ln -s ../outside/secret.txt "$library/secret.txt"
ln -s /dev/zero "$library/zero.txt"
ln -s nowhere "$library/dangling.txt"
if ! mknod "$library/device.txt" c 1 5 2>/dev/null; then
	skip 'devices need root'
fi
newline='a
b'
escape=$(printf 'a\033[31mb')
invalid=$(printf 'a\377\376b')
long=$(printf '%0251d' 0)
for name in "$newline" "$escape" "$invalid" "$long" '-rf' '--help' ' ' '$(touch owned)' '%s%n' \
	'"' "'" ';' '#' '~' '*'; do
	echo "The article of a hostile name." >"$library/$name.txt"
done
deep=$library
i=0
while [ $i -lt 60 ]; do
	deep=$deep/a_folder_in_a_folder_in_a_folder_in_a_folder_in_a_folder_in_a_folder_$i
	i=$((i + 1))
	(mkdir -p "$deep") 2>/dev/null || break
done
echo 'Deep down.' 2>/dev/null >"$deep/deep.txt" || :

# 600 deep: a walk that opens each folder from the top takes the square of that
deeper=$library/$(awk 'BEGIN { for (i = 0; i < 600; i++) printf "d/" }')
mkdir -p "$deeper" && echo 'At the bottom.' >"${deeper}bottom.txt"

# seconds since the last call, in hundredths
clock()
{
	now=$(date +%s%N)
	took=$(((now - ${then:-now}) / 10000000))
	then=$now
}

# An empty file replaced by a growing one, and by a folder, again and again.
(
	while [ -e "$tmp/go" ]; do
		echo 'More and more and more.' >>"$library/grows.txt"
		rm -f "$library/comes.txt"
		echo 'Comes and goes.' >"$library/comes.txt"
		rm -f "$library/comes.txt"
		mkdir "$library/comes.txt" 2>/dev/null
		rmdir "$library/comes.txt" 2>/dev/null
	done
) &
writer=$!
: >"$tmp/go"
then=
clock
rounds=${TORTURE:+100}
round=0
hung=0
leaked=0
while [ $round -lt ${rounds:-4} ]; do
	for command in list 'search article' timeline 'search secret'; do
		run --library "$library" $command
		if crashed; then
			hung=$((hung + 1))
			echo "# $command: status $status"
		fi
		if grep -q 'secret outside' "$tmp/out" "$tmp/err"; then
			leaked=$((leaked + 1))
		fi
	done
	round=$((round + 1))
done
clock
rm -f "$tmp/go"
wait $writer
[ $hung -eq 0 ]
is "lists of a hostile folder end: $hung do not" $?
[ $leaked -eq 0 ]
is "nothing outside the folder is read: $leaked times it is" $?
average=$((took / round / 4))
[ $average -lt 200 ]
is "each takes less than 2 s: $average hundredths" $?

run --library "$library" search bottom
grep -q 'At the bottom' "$tmp/out"
is 'an article 600 folders deep is found' $?
run --library "$library" search --format tsv hostile
names=$(($(wc -l <"$tmp/out") - 1))
[ "$names" -eq 15 ]
is "every hostile name is listed: $names of 15" $?
# Tabs and newlines in a name would be columns and rows.
awk -F '\t' 'NF != 6 { wrong++ } END { exit wrong > 0 }' "$tmp/out"
is 'every row has its columns' $?
[ ! -e owned ] && [ ! -e "$library/owned" ]
is 'no name is run' $?
cd "$library" || exit 99
for name in "$newline" "$escape" "$invalid" ' ' '%s%n'; do
	run show -- "$name.txt"
	grep -q 'hostile name' "$tmp/out"
	is 'it can be shown by its name' $?
done
run show -- '--help.txt'
grep -q 'hostile name' "$tmp/out"
is 'a name like an option can be shown behind --' $?
cd "$tmp" || exit 99

# Root may read everything unless it gives that up.
ordinary=
if [ "$(id -u)" = 0 ]; then
	ordinary='setpriv --bounding-set=-dac_override,-dac_read_search --'
fi
if $ordinary true 2>/dev/null; then
	echo closed >"$library/closed.txt"
	chmod 000 "$library/closed.txt"
	mkdir -m 000 "$library/shut"
	# shellcheck disable=SC2086
	timeout 10 $ordinary "$karpread" --library "$library" list >"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
	! crashed && grep -q good.txt "$tmp/out" &&
		grep -q 'closed.txt: ' "$tmp/err" && grep -q 'shut: ' "$tmp/err"
	is 'what may not be read is told, the rest listed' $?
else
	skip 'root may read everything, and setpriv is not there to give that up'
fi

many=${TORTURE:+10000}
many=${many:-1000}
mkdir "$tmp/many"
(cd "$tmp/many" && i=0; while [ $i -lt "$many" ]; do echo "Article $i" >$i.txt; i=$((i + 1)); done)
clock
run --library "$tmp/many" list
clock
[ $took -lt 200 ] && [ "$(wc -l <"$tmp/out")" -eq "$many" ]
is "$many files are listed in 2 s: $took hundredths" $?
figure R18 "$round rounds of 4 commands in a hostile folder: $hung hung, $leaked leaks, $average/100 s each; $many files in $took/100 s"
finish
