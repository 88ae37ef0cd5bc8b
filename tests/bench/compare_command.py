#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whole commands: seconds from start to end, and peak memory.

    compare_command.py BENCH_RUN CLI DATA.npz [--pairs N] [--info N]

`cutpoint-cli train` and pytorch_command.py in turns, ratios pair by pair; then
`cutpoint-cli info`, N times.
"""
import os
import tempfile

import common


def main():
    parser = common.Parser(prog='compare_command.py')
    parser.add_argument('bench_run', type=common.program)
    parser.add_argument('cli', type=common.program)
    parser.add_argument('data', type=common.file)
    parser.add_argument('--pairs', type=common.count, default=5)
    parser.add_argument('--info', type=common.count, default=20)
    options = parser.parse_args()

    def run(command):
        seconds, memory = common.measured([options.bench_run] + command)
        return float(seconds), float(memory)

    with tempfile.TemporaryDirectory() as folder:
        weights = os.path.join(folder, 'weights')
        train = [options.cli, 'train', '--data', options.data, '--output', weights]
        pytorch = common.script('pytorch_command.py') + [options.data, weights]
        pairs = [(run(train), run(pytorch)) for _ in range(options.pairs)]
    info = [run([options.cli, 'info', options.data]) for _ in range(options.info)]

    common.head('whole command', 'smallest', 'median', 'largest', 'peak memory')
    for name, runs in (('`cutpoint-cli train`', [p[0] for p in pairs]),
                       ('the same in PyTorch', [p[1] for p in pairs])):
        common.row(name, *common.spread([r[0] for r in runs], '%.2f s'), '%.1f MiB' % max(r[1] for r in runs))
    common.row('ratio, pair by pair', *common.spread([theirs[0] / ours[0] for ours, theirs in pairs]),
               '%.1f' % (max(p[1][1] for p in pairs) / max(p[0][1] for p in pairs)))
    common.row('`cutpoint-cli info`', *common.spread([1000 * r[0] for r in info], '%.0f ms'),
               '%.1f MiB' % max(r[1] for r in info))


main()
