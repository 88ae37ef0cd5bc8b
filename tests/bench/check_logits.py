#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Loads a saved model into PyTorch and compares logits with the CLI's.

    check_logits.py CLI MODEL.safetensors DATA.npz [SPLIT]

Prints the largest absolute difference, and the largest relative one (to the
larger of the two logits, and to the largest logit of all). Of an ensemble the
logit of the mean probability. Needs Debian's python3-torch.
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


def logit_of_mean(members, x):
    """Of one network its logit; of several that of their mean probability."""
    with torch.no_grad():
        logits = torch.stack([member(x) for member in members]).double()
    if len(members) == 1:
        return logits[0].numpy()
    return (torch.sigmoid(logits).mean(0).log() - torch.sigmoid(-logits).mean(0).log()).numpy()


def main():
    parser = common.Parser(prog='check_logits.py')
    parser.add_argument('cli', type=common.program)
    parser.add_argument('model', type=common.file)
    parser.add_argument('data', type=common.file)
    parser.add_argument('split', nargs='?', default='test', choices=['train', 'val', 'test'])
    options = parser.parse_args()
    cli, path, data, split = options.cli, options.model, options.data, options.split
    images = np.load(data)['%s_images' % split]
    theirs = logit_of_mean(load(path), residual.normalise(images))

    output = subprocess.run([cli, 'predict', '--model', path, '--data', data, '--split', split],
                            check=True, stdout=subprocess.PIPE, text=True).stdout
    ours = np.array([float(row['logit']) for row in csv.DictReader(output.splitlines())])
    assert ours.shape == theirs.shape
    difference = np.abs(ours - theirs)
    print('%d logits from %.3f to %.3f' % (len(ours), ours.min(), ours.max()))
    print('largest absolute difference %.3e' % difference.max())
    print('largest relative difference %.3e' % (difference / np.maximum(np.abs(ours), np.abs(theirs))).max())
    print('largest difference over the largest logit %.3e' % (difference.max() / np.abs(theirs).max()))


main()
