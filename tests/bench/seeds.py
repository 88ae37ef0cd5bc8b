#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Trains a preset with several seeds, then the ensemble of them, and prints Markdown tables.

    seeds.py CLI DATA.npz [--preset NAME] [--seeds N] [--ensemble]

The threshold of each row is the highest with a recall of at least 0.99 on
validation; recall, precision, false alarms and missed are on the test split at
that threshold. Needs python3's standard library.
"""
import csv
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile

import common

RECALL = 0.99


def run(*command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(result.stderr.splitlines()[-1])
    return result.stdout


def choose_threshold(path):
    with open(path) as file:
        positive = sorted((float(r['probability']) for r in csv.DictReader(file) if r['label'] == '1'), reverse=True)
    return positive[math.ceil(RECALL * len(positive)) - 1]


def measure(options, folder, seed, members):
    model, table = os.path.join(folder, 'm.safetensors'), os.path.join(folder, 'v.csv')
    trained = json.loads(run(options.cli, 'train', '--data', options.data, '--preset', options.preset, '--seed', str(seed),
                             '--ensemble', str(members), '--output', model, '--json'))
    run(options.cli, 'predict', '--model', model, '--data', options.data, '--split', 'val', '--output', table)
    threshold = choose_threshold(table)

    def evaluate(at):
        return json.loads(run(options.cli, 'evaluate', '--model', model, '--data', options.data, '--split', 'test',
                              '--threshold', repr(at), '--json'))

    half, chosen = evaluate(0.5), evaluate(threshold)
    return [half['auroc']['value'], half['accuracy']['value'], trained['validation']['auroc']['value'], threshold,
            chosen['recall']['value'], chosen['precision']['value'], chosen['confusion']['fp'], chosen['confusion']['fn'],
            trained['seconds']]


FORMS = ['%.4f'] * 6 + ['%d', '%d', '%.1f']
MEAN_FORMS = ['%.4f'] * 6 + ['%.1f', '%.1f', '%.1f']


def main():
    parser = common.Parser(prog='seeds.py')
    parser.add_argument('cli', type=common.program)
    parser.add_argument('data', type=common.file)
    parser.add_argument('--preset', default='baseline')
    parser.add_argument('--seeds', type=common.count, default=5)
    parser.add_argument('--ensemble', action='store_true', help='also train the ensemble of these seeds')
    options = parser.parse_args()

    common.head('seed', 'test AUROC', 'test accuracy at 0.5', 'validation AUROC', 'threshold', 'recall', 'precision',
                'false alarms', 'missed', 'seconds')
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(1, options.seeds + 1):
            rows.append(measure(options, folder, seed, 1))
            common.row(seed, *(form % value for form, value in zip(FORMS, rows[-1])))
        common.row('**mean**', *('**' + form % statistics.mean(column) + '**' for form, column in zip(MEAN_FORMS, zip(*rows))))
        if options.ensemble:
            whole = measure(options, folder, 1, options.seeds)
            common.row('ensemble', *(form % value for form, value in zip(FORMS, whole)))


main()
