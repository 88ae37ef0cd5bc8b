#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares recipes by five-fold cross-validation on training and validation together.

    cross_validate.py CLI DATA.npz RESULTS.csv [--only NAME …] [--table]

The test split is never read. Folds are stratified by class, and images that are
byte for byte the same stay in one fold. Each fold is trained on the four others
with its number as seed. Results are appended to RESULTS.csv, and what stands
there already is not done again; --table prints it as Markdown, and does nothing
else. Needs Debian's python3-numpy.
"""
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile

import numpy as np

import common

FOLDS = 5
RECALL = 0.99

# What the residual preset began with. Each recipe departs from it in one thing or, in the second
# round, in several.
FIRST = ['--preset', 'residual', '--epochs', '20', '--batch-size', '128', '--learning-rate', '0.002',
         '--schedule', 'one-cycle', '--weight-decay', '0.0001', '--augmentation', 'on']
RECIPES = {
    'first': [],
    'baseline': ['--preset', 'baseline'],
    'no augmentation': ['--augmentation', 'off'],
    'constant rate 0.001': ['--schedule', 'constant', '--learning-rate', '0.001'],
    'rate 0.001': ['--learning-rate', '0.001'],
    'rate 0.004': ['--learning-rate', '0.004'],
    '10 epochs': ['--epochs', '10'],
    '30 epochs': ['--epochs', '30'],
    'batch 64': ['--batch-size', '64'],
    'weight decay 0.01': ['--weight-decay', '0.01'],
    'averaging 0.99': ['--averaging', '0.99'],
    'no class weights': ['--no-class-weights'],
    'rate 0.004, weight decay 0.01': ['--learning-rate', '0.004', '--weight-decay', '0.01'],
    'rate 0.004, weight decay 0.01, batch 64': ['--learning-rate', '0.004', '--weight-decay', '0.01', '--batch-size', '64'],
    'rate 0.004, weight decay 0.05': ['--learning-rate', '0.004', '--weight-decay', '0.05'],
}
COLUMNS = ['auroc', 'log_loss', 'brier', 'accuracy', 'specificity_at_recall']


def load(path):
    """Images and labels of training and validation."""
    with np.load(path) as data:
        images = np.concatenate([data['train_images'], data['val_images']])
        labels = np.concatenate([data['train_labels'], data['val_labels']]).ravel().astype(np.uint8)
    return images, labels


def folds_of(images, labels):
    """Which fold each image is in: identical ones in the same, classes spread evenly."""
    groups = {}
    for i, image in enumerate(images):
        groups.setdefault(image.tobytes(), []).append(i)
    fold = np.zeros(len(labels), int)
    order = np.random.default_rng(0).permutation(len(groups))
    members = list(groups.values())
    counts = [0, 0]
    for g in order:
        label = labels[members[g][0]]
        fold[members[g]] = counts[label] % FOLDS
        counts[label] += 1
    return fold


def write_fold(path, images, labels, held_out):
    """The held-out images are the validation split, and stand in for a test split, which a file must have."""
    arrays = {}
    for split, chosen in (('train', ~held_out), ('val', held_out), ('test', held_out)):
        arrays[split + '_images'] = images[chosen]
        arrays[split + '_labels'] = labels[chosen][:, None]
    np.savez(path, **arrays)


def run(*command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if result.returncode != 0:
        sys.exit(result.stderr.splitlines()[-1])
    return result.stdout


def specificity_at_recall(rows):
    """At the highest threshold with recall of at least RECALL."""
    positive = sorted((float(r['probability']) for r in rows if r['label'] == '1'), reverse=True)
    threshold = positive[int(np.ceil(RECALL * len(positive))) - 1]
    negative = [float(r['probability']) for r in rows if r['label'] == '0']
    return sum(p < threshold for p in negative) / len(negative)


def overridden(options, changes):
    """Options may be given once only."""
    pairs = dict(zip(options[::2], options[1::2]))
    flags = [word for word in changes if word == '--no-class-weights']
    words = [word for word in changes if word not in flags]
    pairs.update(zip(words[::2], words[1::2]))
    return [word for pair in pairs.items() for word in pair] + flags


def measure(cli, recipe, data, seed, folder):
    model, table = os.path.join(folder, 'm.safetensors'), os.path.join(folder, 'p.csv')
    options = recipe if '--preset' in recipe else overridden(FIRST, recipe)
    trained = json.loads(run(cli, 'train', '--data', data, '--seed', str(seed), '--output', model, '--json', *options))
    run(cli, 'predict', '--model', model, '--data', data, '--split', 'val', '--output', table)
    with open(table) as file:
        rows = list(csv.DictReader(file))
    figures = trained['validation']
    return [figures[name]['value'] for name in COLUMNS[:4]] + [specificity_at_recall(rows)]


def read(path):
    if not os.path.exists(path):
        return []
    with open(path) as file:
        return list(csv.DictReader(file))


def append(path, name, fold, figures):
    new = not os.path.exists(path)
    with open(path, 'a') as file:
        writer = csv.writer(file, lineterminator='\n')
        if new:
            writer.writerow(['recipe', 'fold'] + COLUMNS)
        writer.writerow([name, fold] + ['%.6g' % value for value in figures])


def mean_and_error(values):
    error = statistics.stdev(values) / len(values) ** 0.5 if len(values) > 1 else float('nan')
    return '%.4f ± %.4f' % (statistics.mean(values), error)


def print_table(rows):
    common.head('recipe', 'folds', 'AUROC', 'log loss', 'accuracy at 0.5', 'specificity at recall 0.99', 'less AUROC in')
    base = {r['fold']: float(r['auroc']) for r in rows if r['recipe'] == 'first'}
    for name in RECIPES:
        own = [r for r in rows if r['recipe'] == name]
        if not own:
            continue
        worse = sum(float(r['auroc']) < base[r['fold']] for r in own if r['fold'] in base)
        cells = [mean_and_error([float(r[c]) for r in own])
                 for c in ('auroc', 'log_loss', 'accuracy', 'specificity_at_recall')]
        common.row(name, len(own), *cells, '–' if name == 'first' else '%d of %d' % (worse, len(own)))


def main():
    parser = common.Parser(prog='cross_validate.py')
    parser.add_argument('cli', type=common.program)
    parser.add_argument('data', type=common.file)
    parser.add_argument('results')
    parser.add_argument('--only', nargs='*', choices=list(RECIPES), default=list(RECIPES))
    parser.add_argument('--folds', type=common.count, default=FOLDS, help='only the first of them')
    parser.add_argument('--table', action='store_true')
    options = parser.parse_args()
    if options.table:
        print_table(read(options.results))
        return

    images, labels = load(options.data)
    fold_of = folds_of(images, labels)
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(min(options.folds, FOLDS)):
            data = os.path.join(folder, '%d.npz' % fold)
            write_fold(data, images, labels, fold_of == fold)
            for name in options.only:
                if any(r['recipe'] == name and r['fold'] == str(fold) for r in read(options.results)):
                    continue
                print('fold %d, %s' % (fold, name), file=sys.stderr)
                append(options.results, name, fold, measure(options.cli, RECIPES[name], data, fold + 1, folder))


main()
