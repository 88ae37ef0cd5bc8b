#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What training costs as images become more and larger, on phantoms.

    cost.py CLI BENCH_TRAINING [--images N] [--threads N] [--rounds N]

Prints microseconds for an image in an epoch, and nanoseconds for each of its
pixels: both stay the same where the cost grows with the work alone.
"""
import os
import tempfile

import common

EPOCHS = 2
CASES = [(1, 28), (4, 28), (16, 28), (1, 64), (1, 128)]


def main():
    parser = common.Parser(prog='cost.py')
    parser.add_argument('cli', type=common.program)
    parser.add_argument('bench_training', type=common.program)
    parser.add_argument('--images', type=common.count, default=1024)
    parser.add_argument('--threads', type=common.count, default=2)
    parser.add_argument('--rounds', type=common.count, default=3)
    options = parser.parse_args()

    seconds = {case: [] for case in CASES}
    with tempfile.TemporaryDirectory() as folder:
        paths = {case: os.path.join(folder, '%dx%d.npz' % case) for case in CASES}
        for times, size in CASES:
            common.output([options.cli, 'phantom', '--output', paths[times, size], '--size', size,
                           '--train', times * options.images, '--val', 16, '--test', 16])
        for _ in range(options.rounds):
            for case in CASES:
                seconds[case].append(common.number([options.bench_training, '--threads', options.threads,
                                                    '--epochs', EPOCHS, paths[case]]))

    common.head('images', 'size', 'seconds an epoch', 'µs an image', 'ns a pixel')
    for (times, size), values in seconds.items():
        epoch = common.median(values) / EPOCHS
        image = epoch / (times * options.images)
        common.row(times * options.images, '%d×%d' % (size, size), '%.3f' % epoch, '%.1f' % (image * 1e6),
                   '%.1f' % (image * 1e9 / size ** 2))


main()
