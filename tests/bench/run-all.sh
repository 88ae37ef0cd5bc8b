#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds and runs every benchmark and prints the tables of README.md:
#
#     run-all.sh BUILDDIR DATA.npz
#
# BUILDDIR is a release build. PYTHON names the interpreter that has PyTorch.
set -euo pipefail

[ $# -eq 2 ] || { echo "usage: run-all.sh BUILDDIR DATA" >&2; exit 2; }
[ -f "$1/build.ninja" ] || { echo "run-all.sh: $1: not a build directory" >&2; exit 2; }
[ -f "$2" ] || { echo "run-all.sh: $2: no such file" >&2; exit 2; }
here=$(dirname "$(realpath "$0")")
bench=$1/tests/bench cli=$1/src/cli/cutpoint-cli data=$2 python=${PYTHON:-/usr/bin/python3}
programs=(peak kernels training inference run)

ninja -C "$1" "${programs[@]/#/tests/bench/bench-}" src/cli/cutpoint-cli >&2

section () { printf '\n### %s\n\n' "$1"; }

section "Recipe in process"
"$python" "$here/compare.py" "$bench/bench-training" "$data"
section "Share of the peak over the training steps, two threads, then one"
"$bench/bench-training" --share --runs 5 "$data"
"$bench/bench-training" --share --runs 3 --threads 1 "$data"
section "Levels"
for round in 1 2 3; do
  for level in avx512 avx2 portable; do
    CUTPOINT_CPU=$level "$bench/bench-training" "$data" | sed "s/^/$level, round $round: /" || true
  done
done
section "Whole command"
"$python" "$here/compare_command.py" "$bench/bench-run" "$cli" "$data"
section "Threads"
"$python" "$here/scaling.py" "$bench/bench-training" "$bench/bench-peak" "$data"
section "Inference"
printf '| | threads | images a second | a single image |\n|---|---:|---:|---:|\n'
for threads in 1 2; do
  for level in avx512 avx2 portable; do
    CUTPOINT_CPU=$level "$bench/bench-inference" --threads $threads "$data" || true
  done
  "$python" "$here/pytorch_inference.py" "$data" $threads
done
section "Cost against work"
"$python" "$here/cost.py" "$cli" "$bench/bench-training"
section "Kernels"
"$bench/bench-kernels"
section "Frames while the threshold moves, software renderer"
if ninja -C "$1" -t query tests/bench/bench-frames > /dev/null 2>&1; then
  ninja -C "$1" tests/bench/bench-frames tests/bench/bench-scroll >&2
  GSK_RENDERER=cairo xvfb-run -a -s '-screen 0 1920x1080x24' "$bench/bench-frames"
  section "Frames while images are scrolled, software renderer"
  GSK_RENDERER=cairo xvfb-run -a -s '-screen 0 1920x1080x24' "$bench/bench-scroll"
fi
