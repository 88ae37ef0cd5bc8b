#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The recipe in process, Cutpoint and PyTorch in turns.

    compare.py BENCH_TRAINING DATA.npz [--preset NAME] [--epochs N] [--pairs N] [--threads N]

PyTorch runs as fast as it was found to (see pytorch_model.py), and as the network
is usually written; neither side augments its images. Prints seconds of each run, and of each way the ratio to
Cutpoint's run beside it.
"""
import common


def main():
    parser = common.Parser(prog='compare.py')
    parser.add_argument('bench_training', type=common.program)
    parser.add_argument('data', type=common.file)
    parser.add_argument('--preset', choices=('baseline', 'residual'), default='baseline')
    parser.add_argument('--epochs', type=common.count, help="the preset's, if not said")
    parser.add_argument('--pairs', type=common.count, default=5)
    parser.add_argument('--threads', type=common.count, default=2)
    options = parser.parse_args()

    recipe = ['--preset', options.preset] + (['--epochs', options.epochs] if options.epochs else [])
    pytorch = common.script('pytorch_baseline.py') + [options.data, options.threads] + recipe
    commands = {
        'Cutpoint': [options.bench_training, '--threads', options.threads, options.data] + recipe,
        'PyTorch': pytorch + ['--channels-last'],
    }
    if options.preset == 'baseline':
        commands['PyTorch, ReLU first'] = pytorch + ['--channels-last', '--relu-first']
        commands['PyTorch, ReLU first, contiguous'] = pytorch + ['--relu-first']
    else:
        commands['PyTorch, contiguous'] = pytorch
    times = {name: [] for name in commands}
    common.head('pair', *commands)
    for pair in range(1, options.pairs + 1):
        for name, command in commands.items():
            times[name].append(common.number(command))
        common.row(pair, *('%.2f s' % times[name][-1] for name in commands))

    print()
    common.head('seconds, %d threads' % options.threads, 'smallest', 'median', 'largest', 'ratio, pair by pair')
    for name, values in times.items():
        low, middle, high = common.spread([b / a for a, b in zip(times['Cutpoint'], values)])
        common.row(name, *common.spread(values), '%s (%s – %s)' % (middle, low, high))


main()
