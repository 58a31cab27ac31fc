#!/bin/sh
# SPDX-License-Identifier: ISC
#
# usage: peers.sh KARPREAD TOOLS SEEDS WORK
#
# karpread beside other programs on the same articles in the same run: makes corpora of the seeds
# in the folder WORK, which is kept for the next run, and measures in turn. From the environment:
#	BENCH_ARTICLES	the articles of the large corpus (10000)
#	BENCH_ONLY	some of "open keys list index search timeline"
#	BENCH_ROUNDS	of the first index (2), which takes notmuch the longest
#	BENCH_COLD	not empty: also with cold caches, which it drops on the whole machine
# A ratio is of medians in turn; wall time is what counts, and time of the processor, shown beside
# it, is the steadier one on a busy machine.
set -eu
scripts=$(dirname "$0")
# shellcheck source=figures.sh
. "$scripts/figures.sh"
mkdir -p "$4"
karpread=$(realpath "$1") tools=$(realpath "$2") seeds=$(realpath "$3") work=$(realpath "$4")
articles=${BENCH_ARTICLES:-10000}
tenth=$((articles / 10))
HOME=$work/home
XDG_STATE_HOME=$HOME XDG_CACHE_HOME=$HOME XDG_CONFIG_HOME=$HOME LC_ALL=C.UTF-8
export karpread tools seeds work articles tenth HOME XDG_STATE_HOME XDG_CACHE_HOME \
	XDG_CONFIG_HOME LC_ALL
unset RIPGREP_CONFIG_PATH NOTMUCH_PROFILE XAPIAN_CJK_NGRAM
# The peers have their own indexes in the corpora, so only what is complete is kept.
for n in 1000 "$tenth" "$articles"; do
	corpus=$work/$n

	[ ! -e "$corpus/complete" ] || continue
	rm -rf "$corpus" && mkdir -p "$corpus"
	"$tools/make_corpus" -m "$corpus/mail" -f "$corpus/feeds" "$seeds" "$corpus/articles" "$n"
	touch "$corpus/complete"
done
rm -rf "$HOME"
mkdir -p "$HOME/karpread"

echo "karpread beside its peers, $(date +%F): $articles articles, $(nproc) processors"
for part in ${BENCH_ONLY:-open keys list index search timeline}; do
	echo
	sh "$scripts/$part.sh"
done
