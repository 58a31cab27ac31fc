#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Counts the rows in which what the program believes and what a terminal shows differ, in tmux, in
# xterm and in xterm with wide ambiguous characters. Run by make check-terminals; TAP lines on
# standard output. Needs the packages tmux, xterm, xvfb and xauth; what is missing is skipped.
#
#	terminals.sh AGREE PAINT
set -u

agree=$(realpath "$1")
paint=$(realpath "$2")
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT INT TERM
cd "$folder" || exit 1
LC_ALL=C.UTF-8 HOME=$folder
export LC_ALL HOME
unset TMUX TMUX_PANE KARPREAD_TEST_FD
failed=0

have() {
	for program; do
		command -v "$program" >/dev/null || return 1
	done
}

# The lines of one terminal, with its name.
report() {
	sed "s/^\(not \)\{0,1\}ok \([0-9]*\) - [a-z]*:/\1ok \2 - $1:/" result
	[ "$(grep -c '^ok' result)" = "$(sed -n 's/^1\.\.//p' result)" ] || failed=1
	rm -f result result.dump
}

in_xterm() {
	name=$1
	shift
	if have xvfb-run xterm; then
		# An X server now and then comes up without answering: that says nothing of us.
		for _ in 1 2 3; do
			rm -f result result.dump
			mkfifo result.dump
			xvfb-run -a xterm "$@" -u8 -geometry 100x30 -xrm 'XTerm*allowWindowOps: true' \
				-xrm "XTerm*printerCommand: cat >$folder/result.dump" \
				-xrm 'XTerm*printAttributes: 0' -xrm 'XTerm*combiningChars: 4' \
				-e "$agree" xterm "$folder/result" "$paint" 2>xterm.log
			grep -q '^Bail out' result || break
		done
		report "$name"
	else
		echo "ok 1 - $name # SKIP install xterm, xvfb and xauth"
	fi
}

in_tmux() {
	if have tmux; then
		tmux -f /dev/null -S "$folder/socket" new-session -d -x 100 -y 30 \
			"'$agree' tmux '$folder/result' '$paint'; tmux wait-for -S done" &&
			tmux -S "$folder/socket" wait-for done
		report tmux
	else
		echo "ok 1 - tmux # SKIP install tmux"
	fi
}

in_tmux
in_xterm xterm
in_xterm "xterm -cjk_width" -cjk_width
exit $failed
