# SPDX-License-Identifier: ISC
#
# Writes src/text/ambiguous.h: the code points of East Asian Width class A that take a column
# (no marks, no format characters) and are not for private use.
#
#	awk -f data/make_ambiguous.awk /usr/share/unicode/EastAsianWidth.txt >src/text/ambiguous.h

function hex(digits, i, value) {
	value = 0
	for (i = 1; i <= length(digits); i++)
		value = value * 16 + index("0123456789ABCDEF", substr(digits, i, 1)) - 1
	return value
}

function flush() {
	if (count)
		printf "\t{0x%04X, 0x%04X},\n", first, last
}

NR == 1 {
	version = $2
	sub(/^EastAsianWidth-/, "", version)
	sub(/\.txt$/, "", version)
	print "/* SPDX-License-Identifier: ISC AND Unicode-DFS-2016"
	print " *"
	print " * Made by data/make_ambiguous.awk from EastAsianWidth.txt of Unicode " version "."
	print " * Copyright 1991-2022 Unicode, Inc.; data/LICENSE.unicode is its permission notice."
	print " */"
	print "/* clang-format off */"
	print "static const struct width_range ambiguous[] = {"
}

/^[0-9A-F]/ {
	split($1, field, ";")
	category = $3
	if (field[2] != "A" || category ~ /^(Mn|Me|Cf|Co)$/)
		next
	ends = split(field[1], range, /\.\./)
	from = hex(range[1])
	if (!count || from != last + 1) {
		flush()
		first = from
		count++
	}
	last = hex(range[ends])
}

END {
	flush()
	print "};"
	print "/* clang-format on */"
}
