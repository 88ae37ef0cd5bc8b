#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Chooses thresholds on validation by several rules and prints, as Markdown, what each delivers on test.

    thresholds.py CLI DATA.npz [MODEL.safetensors] [--prevalence P]

Without a model it trains the residual preset with seed 1. Needs python3's standard library.
"""
import json
import os
import subprocess
import sys
import tempfile

import common

RULES = [
    ('recall ≥ 0.99', ['--rule', 'recall', '--target', '0.99']),
    ('lower bound of recall ≥ 0.95', ['--rule', 'guarded-recall', '--target', '0.95']),
    ('lower bound of recall ≥ 0.99', ['--rule', 'guarded-recall', '--target', '0.99']),
    ('least cost, missed : false alarm = 10 : 1', ['--rule', 'cost', '--cost', '10:1']),
    ('highest recall + specificity (Youden)', ['--rule', 'youden']),
]


def run(*command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(result.stderr.splitlines()[-1])
    return result.stdout


def interval(figure, form='%.3f'):
    text = form % figure['value']
    return text + (' (%s–%s)' % (form % figure['low'], form % figure['high']) if 'low' in figure else '')


def row(cli, tables, name, rule, prevalence):
    choice = json.loads(run(cli, 'select', '--predictions', tables['val'], *rule, '--json'))
    if not choice['attainable']:
        return '| %s | not attainable |' % name
    figures = {split: json.loads(run(cli, 'analyse', '--predictions', tables[split], '--threshold', repr(choice['threshold']),
                                     '--prevalence', str(prevalence), '--json')) for split in tables}
    test = figures['test']
    cells = [name, '%.4f' % choice['threshold'], interval(figures['val']['recall']), interval(figures['val']['precision']),
             interval(test['recall']), interval(test['precision']), str(test['confusion']['fn']), str(test['confusion']['fp']),
             interval(test['ppv_at_prevalence'])]
    return '| %s |' % ' | '.join(cells)


def main():
    parser = common.Parser(prog='thresholds.py')
    parser.add_argument('cli', type=common.program)
    parser.add_argument('data', type=common.file)
    parser.add_argument('model', type=common.file, nargs='?')
    parser.add_argument('--prevalence', type=float, default=0.05)
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        model = options.model or os.path.join(folder, 'm.safetensors')
        if options.model is None:
            run(options.cli, 'train', '--data', options.data, '--preset', 'residual', '--seed', '1', '--output', model)
        tables = {split: os.path.join(folder, split + '.csv') for split in ('val', 'test')}
        for split, path in tables.items():
            run(options.cli, 'predict', '--model', model, '--data', options.data, '--split', split, '--output', path)

        print('| chosen on validation | threshold | recall promised | precision promised | recall delivered | precision delivered '
              '| missed | false alarms | precision at a prevalence of %g %% |' % (100 * options.prevalence))
        print('|---|---:|---:|---:|---:|---:|---:|---:|---:|')
        for name, rule in RULES:
            print(row(options.cli, tables, name, rule, options.prevalence))


if __name__ == '__main__':
    main()
