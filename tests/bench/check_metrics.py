#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares `evaluate --json` with scikit-learn on the exported predictions.

    check_metrics.py CLI MODEL.safetensors DATA.npz [THRESHOLD …]

Prints each figure's largest difference over both held-out splits and all
thresholds, then the largest of all. Needs Debian's python3-sklearn.
"""
import csv
import json
import subprocess
import tempfile
import warnings

import numpy as np
from sklearn import metrics

import common


def ratio(a, b):
    return a / b if b else None


def expected_calibration_error(y, p, bins=15):
    """As DESIGN defines it: equal-width bins of the positive probability."""
    edges = np.minimum((p * bins).astype(int), bins - 1)
    return sum(abs(y[edges == b].sum() - p[edges == b].sum()) for b in range(bins)) / len(y)


def figures(y, p, threshold):
    called = (p >= threshold).astype(int)
    tn, fp, fn, tp = (int(v) for v in metrics.confusion_matrix(y, called, labels=[0, 1]).ravel())
    sensitivity, specificity = ratio(tp, tp + fn), ratio(tn, tn + fp)
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')  # undefined ratios: NaN there, null here
        positive, negative = (None if np.isnan(r) else r for r in metrics.class_likelihood_ratios(y, called))
    return (tp, fp, fn, tn), {
        'accuracy': metrics.accuracy_score(y, called),
        'precision': metrics.precision_score(y, called) if tp + fp else None,
        'recall': metrics.recall_score(y, called),
        'specificity': metrics.recall_score(y, called, pos_label=0),
        'npv': metrics.precision_score(y, called, pos_label=0) if tn + fn else None,
        'f1': metrics.f1_score(y, called),
        'balanced_accuracy': metrics.balanced_accuracy_score(y, called),
        'mcc': metrics.matthews_corrcoef(y, called) if (tp + fp) and (tn + fn) else None,
        'lr_positive': positive,
        'lr_negative': negative,
        'auroc': metrics.roc_auc_score(y, p),
        'average_precision': metrics.average_precision_score(y, p),
        'brier': metrics.brier_score_loss(y, p),
        'log_loss': metrics.log_loss(y, p),
        'ece': expected_calibration_error(y, p),
        'net_benefit': tp / len(y) - fp / len(y) * threshold / (1 - threshold),
    }


def main():
    parser = common.Parser(prog='check_metrics.py')
    parser.add_argument('cli', type=common.program)
    parser.add_argument('model', type=common.file)
    parser.add_argument('data', type=common.file)
    parser.add_argument('thresholds', nargs='*', default=['0.05', '0.1', '0.3', '0.5', '0.9'])
    options = parser.parse_args()
    cli, model, data, thresholds = options.cli, options.model, options.data, options.thresholds
    largest = {}
    for split in ('val', 'test'):
        with tempfile.NamedTemporaryFile('r', suffix='.csv') as file:
            subprocess.run([cli, 'predict', '--model', model, '--data', data, '--split', split, '--output', file.name],
                           check=True, stdout=subprocess.DEVNULL)
            rows = list(csv.DictReader(open(file.name)))
        y = np.array([int(row['label']) for row in rows])
        p = np.array([float(row['probability']) for row in rows])
        for threshold in thresholds:
            ours = json.loads(subprocess.run([cli, 'evaluate', '--model', model, '--data', data, '--split', split,
                                              '--threshold', threshold, '--json'],
                                             check=True, stdout=subprocess.PIPE).stdout)
            matrix, theirs = figures(y, p, float(threshold))
            assert tuple(ours['confusion'][k] for k in ('tp', 'fp', 'fn', 'tn')) == matrix, (split, threshold)
            for key, value in theirs.items():
                found = ours[key]['value']
                assert (found is None) == (value is None), (split, threshold, key, found, value)
                if value is not None:
                    largest[key] = max(largest.get(key, 0), abs(found - value))
    for key, difference in largest.items():
        print('%-18s %.2e' % (key, difference))
    print('largest difference %.2e' % max(largest.values()))


main()
