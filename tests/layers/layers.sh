#!/bin/sh
# SPDX-License-Identifier: ISC
#
# shellcheck disable=SC2086
#
# The rules that no compiler checks: who includes whom (the tables of src/README), that the
# tour there names every module, licences, lengths.
cd "${KARPREAD_SRCDIR:-.}" || exit 99

sources=$(find src -name '*.[ch]' | sort)
all=$(find src tests data 2>/dev/null -name '*.[ch]' -o -name '*.sh' -o -name '*.awk' | sort)

# result DESCRIPTION COMPLAINTS: one TAP line; each complaint becomes a line of explanation.
count=0
result()
{
	count=$((count + 1))
	if [ -z "$2" ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		echo "$2" | sed 's/^/# /'
	fi
}

# Prints FILE:LINE for each include that the tables do not allow.
misplaced_includes()
{
	awk '
	# Does the name match one of the patterns? * stands for anything.
	function matches(name, patterns, list, i, n) {
		gsub(/[.+]/, "\\\\&", patterns)
		gsub(/\*/, ".*", patterns)
		n = split(patterns, list, " ")
		for (i = 1; i <= n; i++)
			if (name ~ ("^" list[i] "$"))
				return 1
		return 0
	}

	function complain(what) {
		printf "%s:%d: %s\n", FILENAME, FNR, what
	}

	function check_own(name, parts) {
		if (name == "config.h")
			return
		if (split(name, parts, "/") != 2)
			complain("\"" name "\" is not \"folder/file.h\"")
		else if (parts[1] != folder && !matches(parts[1], may[folder]))
			complain("src/" folder " may not include \"" name "\"")
	}

	function check_library(name, library) {
		for (library in headers)
			if (matches(name, headers[library]) &&
			    !matches(folder, seen_by[library]) && !matches(file, seen_by[library]))
				complain("<" name "> is only for " seen_by[library])
	}

	FILENAME == "src/README" {
		n = split($0, cell, /[ \t]*\|[ \t]*/)
		if (n == 4)
			may[cell[2]] = cell[3]
		if (n == 5) {
			headers[cell[2]] = cell[3]
			seen_by[cell[2]] = cell[4]
		}
		next
	}

	FNR == 1 {
		file = substr(FILENAME, 5)
		folder = file
		sub(/\/.*/, "", folder)
		if (!(folder in may))
			complain("src/" folder " is not in the table of src/README")
	}

	/^[ \t]*#[ \t]*include[ \t]*["<]/ {
		name = $0
		sub(/^[^"<]*["<]/, "", name)
		sub(/[">].*/, "", name)
		if ($0 ~ /include[ \t]*"/)
			check_own(name)
		else
			check_library(name)
	}
	' src/README $sources
}

# Prints the modules that the list of src/README does not name, and what it names in vain. A name
# with a star is that of a family.
tour_differs()
{
	{
		sed -n '/^4\. /,$s|^\([a-z]*/[a-z0-9_]*\)\(\**\)  .*|named \1 \2|p' src/README
		echo "$sources" | sed 's|^src/||; s|\.[ch]$||' | sort -u | sed 's/^/there /'
	} | awk '
	$1 == "named" {
		named[$2] = 0
		family[$2] = $3 != ""
		next
	}

	{
		found = 0
		for (name in named)
			if (name == $2 || family[name] && index($2, name) == 1) {
				named[name]++
				found = 1
			}
		if (!found)
			print "src/README has no line for " $2
	}

	END {
		for (name in named)
			if (!named[name])
				print "src/README has a line for " name ", which is not there"
	}'
}

without_licence()
{
	for file in $all bootstrap .ci/run; do
		head -n 3 "$file" | grep -q 'SPDX-License-Identifier: [A-Z]' || echo "$file"
	done
}

# Prints the files over LIMIT lines. Generated tables say in their first lines which script of
# data/ they are made by.
longer_than()
{
	for file in $all; do
		[ "$(wc -l <"$file")" -gt "$1" ] || continue
		head -n 5 "$file" | grep -q 'by data/' || echo "$file: over $1 lines"
	done
}

echo 1..4
result "every include is one that the tables of src/README allow" "$(misplaced_includes)"
result "the tour of src/README names every module" "$(tour_differs)"
result "every file has its licence line" "$(without_licence)"
result "no file is over 1200 lines" "$(longer_than 1200)"
longer_than 800 | sed 's/^/# warning: /'
