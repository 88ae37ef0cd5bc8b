#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Loads a saved model into PyTorch and compares logits with the CLI's.

    check_logits.py CLI MODEL.safetensors DATA.npz [SPLIT]

Prints the largest absolute difference, and the largest relative one (to the
larger of the two logits, and to the largest logit of all). Of an ensemble the
logit of the mean probability, and how far its spread differs. Ends with 1 where
anything is off by more than 1e-3. Needs Debian's python3-torch.
"""
import csv
import os
import subprocess
import sys

import numpy as np

import common
from pytorch_model import Baseline, torch

sys.path.append(os.path.join(common.FOLDER, os.pardir, 'fixtures', 'engine'))
import residual  # noqa: E402

TOLERANCE = 1e-3


def load(path):
    """The networks of a model file: one, or an ensemble's."""
    metadata, tensors = residual.read_safetensors(path)
    members = []
    for state in residual.member_states(metadata, tensors):
        baseline = metadata['preset'] == 'baseline'
        model = Baseline(int(metadata['input_size'])) if baseline else residual.Residual()
        model.load_state_dict(state)  # strict: every name and shape must fit
        members.append(model.eval())
    return members


def score(members, x):
    """The logits of one network; of several that of their mean probability, and the probabilities' spread."""
    with torch.no_grad():
        logits = torch.stack([member(x) for member in members]).double()
    if len(members) == 1:
        return logits[0].numpy(), None
    p = torch.sigmoid(logits)
    return (p.mean(0).log() - torch.sigmoid(-logits).mean(0).log()).numpy(), p.std(0, unbiased=False).numpy()


def predict(cli, path, data, split):
    """The columns of what the program prints."""
    output = subprocess.run([cli, 'predict', '--model', path, '--data', data, '--split', split],
                            check=True, stdout=subprocess.PIPE, text=True).stdout
    rows = list(csv.DictReader(output.splitlines()))
    return {name: np.array([float(row[name]) for row in rows]) for name in ('logit', 'std') if name in rows[0]}


def main():
    parser = common.Parser(prog='check_logits.py')
    parser.add_argument('cli', type=common.program)
    parser.add_argument('model', type=common.file)
    parser.add_argument('data', type=common.file)
    parser.add_argument('split', nargs='?', default='test', choices=['train', 'val', 'test'])
    options = parser.parse_args()
    images = np.load(options.data)['%s_images' % options.split]
    theirs, spread = score(load(options.model), residual.normalise(images))
    found = predict(options.cli, options.model, options.data, options.split)
    ours = found['logit']
    assert ours.shape == theirs.shape
    difference = np.abs(ours - theirs)
    worst = difference.max()
    print('%d logits from %.3f to %.3f' % (len(ours), ours.min(), ours.max()))
    print('largest absolute difference %.3e' % worst)
    print('largest relative difference %.3e' % (difference / np.maximum(np.abs(ours), np.abs(theirs))).max())
    print('largest difference over the largest logit %.3e' % (worst / np.abs(theirs).max()))
    if spread is not None:
        off = np.abs(found['std'] - spread).max()
        print('spread up to %.3f, largest difference %.3e' % (spread.max(), off))
        worst = max(worst, off)
    if not worst <= TOLERANCE:  # nor not a number
        sys.exit('expected differences of at most %g, found %.3e' % (TOLERANCE, worst))


main()
