#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What more threads gain, beside what they gain without any memory.

    scaling.py BENCH_TRAINING BENCH_PEAK DATA.npz [--rounds N]

The recipe and the multiply-adds of bench-peak with 1 to 4 threads in turns.
"""
import common

THREADS = (1, 2, 3, 4)


def main():
    parser = common.Parser(prog='scaling.py')
    parser.add_argument('bench_training', type=common.program)
    parser.add_argument('bench_peak', type=common.program)
    parser.add_argument('data', type=common.file)
    parser.add_argument('--rounds', type=common.count, default=5)
    options = parser.parse_args()

    seconds = {n: [] for n in THREADS}
    peaks = {n: [] for n in THREADS}
    for _ in range(options.rounds):
        for n in THREADS:
            peaks[n].append(common.number([options.bench_peak, '--threads', n]))
            seconds[n].append(common.number([options.bench_training, '--threads', n, options.data]))

    common.head('threads', 'five epochs', 'gain over one thread', 'multiply-adds alone', 'gain over one thread')
    for n in THREADS:
        common.row(n, '%.2f s' % common.median(seconds[n]),
                   '%.2f' % common.median([a / b for a, b in zip(seconds[1], seconds[n])]),
                   '%.0f GFLOP/s' % common.median(peaks[n]),
                   '%.2f' % common.median([b / a for a, b in zip(peaks[1], peaks[n])]))


main()
