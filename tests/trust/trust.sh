# SPDX-License-Identifier: ISC
#
# For the tests of trust that are scripts: a folder, karpread run in it, TAP lines and figures.
# TORTURE in the environment asks for the whole.
srcdir=${KARPREAD_SRCDIR:-.}
karpread=${KARPREAD_BUILDDIR:-.}/karpread
tmp=$(mktemp -d) || exit 99
trap 'chmod -R u+rwx "$tmp" 2>/dev/null; rm -rf "$tmp"' EXIT
HOME=$tmp/home KARPREAD_NOW=1700000000
export HOME KARPREAD_NOW
mkdir "$HOME"
tests=0 failed=0

# is NAME STATUS: prints the line of one test.
is()
{
	tests=$((tests + 1))
	if [ "$2" = 0 ]; then
		echo "ok $tests - $1"
	else
		failed=$((failed + 1))
		echo "not ok $tests - $1"
		for stream in out err; do
			[ -f "$tmp/$stream" ] && head -n 5 "$tmp/$stream" |
				LC_ALL=C tr -cd '[:print:]\n' | sed "s/^/# $stream: /"
		done
	fi
}

skip()
{
	tests=$((tests + 1))
	echo "ok $tests # SKIP $1"
}

# run ARGUMENT...: for at most 10 s; the exit status to $status, 124 when it hung.
run()
{
	timeout 10 "$karpread" "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
}

# crashed: was that more than a message?
crashed()
{
	[ $status -gt 2 ]
}

figure()
{
	echo "# FIGURE $1: $2"
}

finish()
{
	echo "1..$tests"
	exit $((failed > 0))
}
