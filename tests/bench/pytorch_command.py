#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `cutpoint-cli train --data D --output M` does, in PyTorch.

    pytorch_command.py DATA.npz WEIGHTS [--contiguous]

Reads the file, trains the baseline, prints each epoch's figures and saves the
weights, with PyTorch's default number of threads. Needs Debian's python3-torch
and libopenblas0-openmp.
"""
import common
import pytorch_model
from pytorch_model import torch


def ratio(a, b):
    return '%.3f' % (a / b) if b else '–'


def main():
    parser = common.Parser(prog='pytorch_command.py')
    parser.add_argument('data', type=common.file)
    parser.add_argument('weights')
    parser.add_argument('--contiguous', action='store_true')
    options = parser.parse_args()

    form = pytorch_model.memory_format(not options.contiguous)
    data = pytorch_model.load(options.data)
    train = pytorch_model.Split(data, 'train', form)
    validation = pytorch_model.Split(data, 'val', form, train.class_weights)
    recipe = pytorch_model.Recipe(train, validation, form)

    for epoch, (train_loss, loss, (tp, fp, fn, tn)) in enumerate(recipe.run(), 1):
        print('epoch %d: loss %.4f, validation %.4f, accuracy %s, precision %s, recall %s, F1 %s' % (
            epoch, train_loss, loss, ratio(tp + tn, tp + fp + fn + tn), ratio(tp, tp + fp), ratio(tp, tp + fn),
            ratio(2 * tp, 2 * tp + fp + fn)))
    torch.save(recipe.model.state_dict(), options.weights)


main()
