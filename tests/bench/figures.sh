# SPDX-License-Identifier: ISC
# shellcheck shell=sh disable=SC2154
#
# What the scripts that compare share; they are run by peers.sh, in its environment:
#	karpread	the program
#	tools		the folder of the programs that measure
#	work		a folder with the corpora, and a home of its own
#	seeds		the articles they were made of
#	articles	how many the large corpus has
# Figures are kept as the tools print them: lines of fields separated by tabs.

have()
{
	command -v "$1" >/dev/null && return
	echo "  $1 is not installed: not compared"
	return 1
}

# value FILE COLUMN LABEL [STEP]: a figure; the columns count from the label on.
value()
{
	awk -F '\t' -v column="$2" -v label="$3" -v step="${4-}" '
	$1 == label && (step == "" || $2 == step) { print $column; exit }' "$1"
}

# goal NAME VALUE OF MOST [BY]: says whether VALUE/OF is at most MOST/BY.
goal()
{
	awk -v name="$1" -v value="$2" -v of="$3" -v most="$4" -v by="${5:-1}" '
	BEGIN {
		if (value == "" || of == "" || of == 0) {
			printf "  %-56s not measured\n", name
			exit
		}
		ratio = value / of
		shown = by == 1 ? sprintf("%.2f", ratio) \
				: ratio ? sprintf("1/%.0f", of / value) : "0"
		wanted = by == 1 ? sprintf("%g", most) : sprintf("1/%g", by)
		printf "  %-56s %8s  at most %-6s %s\n", name, shown, wanted,
			ratio <= most / by ? "met" : "MISSED"
	}'
}

# The same where the goal is one at 100,000 articles; with fewer, starts weigh more.
goal_of_many()
{
	if [ "$articles" -ge 100000 ]; then
		goal "$@"
	else
		goal "$@" | sed 's/MISSED$/not met with so few articles/'
	fi
}

# show FILE UNIT...: the figures under the names of their columns.
show()
{
	awk -F '\t' -v names="$2" '
	NR == 1 {
		n = split(names, name, " ")
		printf "  %-24s", ""
		for (i = 1; i <= n; i++)
			printf " %10s", name[i]
		print ""
	}
	{
		first = NF > n ? NF - n + 1 : 2
		label = $1
		for (i = 2; i < first; i++)
			label = label " " $i
		printf "  %-24s", label
		for (i = first; i <= NF; i++)
			printf " %10s", $i
		print ""
	}' "$1"
}
show_screens()
{
	show "$1" "text_ms settled_ms bytes cpu_ms KiB"
}
show_turns()
{
	show "$1" "wall_ms cpu_ms peak_KiB failed"
}
