#!/bin/sh
# SPDX-License-Identifier: ISC
#
# Counts the rows in which what the program believes and what a terminal shows differ, in tmux, in
# xterm, in VTE and xterm with wide ambiguous characters, and in kitty. Run by make
# check-terminals; TAP lines on standard output. Needs the packages tmux, xterm, xvfb and xauth,
# for VTE python3-gi and gir1.2-vte-2.91, and kitty; what is missing is skipped.
#
#	terminals.sh AGREE PAINT
set -u

agree=$(realpath "$1")
paint=$(realpath "$2")
vte=$(realpath "$(dirname "$0")")/vte.py
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
	rm -f result result.dump kitty
}

# in_x NAME PROGRAM [ARGUMENT]...: under an X server. Now and then one comes up without answering,
# which says nothing of us.
in_x() {
	name=$1
	shift
	for _ in 1 2 3; do
		rm -f result result.dump kitty
		mkfifo result.dump
		xvfb-run -a -s '-screen 0 1600x1200x24' "$@" 2>log
		grep -q '^1\.\.' result 2>/dev/null && ! grep -q '^Bail out' result && break
	done
	report "$name"
}

in_xterm() {
	name=$1
	shift
	if have xvfb-run xterm; then
		in_x "$name" xterm "$@" -u8 -geometry 100x30 -xrm 'XTerm*allowWindowOps: true' \
			-xrm "XTerm*printerCommand: cat >$folder/result.dump" \
			-xrm 'XTerm*printAttributes: 0' -xrm 'XTerm*combiningChars: 4' \
			-e "$agree" xterm "$folder/result" "$paint"
	else
		echo "ok 1 - $name # SKIP install xterm, xvfb and xauth"
	fi
}

# The Python that sees VTE need not be the first one.
in_vte() {
	for python in python3 /usr/bin/python3; do
		if have xvfb-run "$python" &&
			"$python" -c 'import gi; gi.require_version("Vte", "2.91")' 2>log; then
			in_x "VTE wide" "$python" "$vte" "$folder/result.dump" "$agree" vte \
				"$folder/result" "$paint"
			return
		fi
	done
	echo "ok 1 - VTE wide # SKIP install python3-gi, gir1.2-vte-2.91, xvfb and xauth"
}

in_kitty() {
	if have xvfb-run kitty; then
		LIBGL_ALWAYS_SOFTWARE=1 in_x kitty kitty --config NONE \
			-o allow_remote_control=socket-only -o update_check_interval=0 \
			-o remember_window_size=no -o initial_window_width=100c \
			-o initial_window_height=30c --listen-on "unix:$folder/kitty" \
			"$agree" kitty "$folder/result" "$paint"
	else
		echo "ok 1 - kitty # SKIP install kitty, xvfb and xauth"
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
in_vte
in_kitty
exit $failed
