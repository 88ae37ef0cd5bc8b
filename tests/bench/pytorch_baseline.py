#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A preset's recipe in PyTorch, in memory, without a data loader.

    pytorch_baseline.py DATA.npz THREADS [--preset NAME] [--epochs N] [--channels-last] [--relu-first]

Prints one line: seconds of all epochs, validation after each included. Needs
Debian's python3-torch and libopenblas0-openmp.
"""
import time

import common
import pytorch_model


def main():
    parser = common.Parser(prog='pytorch_baseline.py')
    parser.add_argument('data', type=common.file)
    parser.add_argument('threads', type=common.count)
    parser.add_argument('--preset', choices=sorted(pytorch_model.EPOCHS), default='baseline')
    parser.add_argument('--epochs', type=common.count, help="the preset's, if not said")
    parser.add_argument('--channels-last', action='store_true')
    parser.add_argument('--relu-first', action='store_true', help='as the baseline is usually written')
    options = parser.parse_args()

    pytorch_model.set_threads(options.threads)
    form = pytorch_model.memory_format(options.channels_last)
    data = pytorch_model.load(options.data)
    train = pytorch_model.Split(data, 'train', form)
    validation = pytorch_model.Split(data, 'val', form, train.class_weights)
    recipe = pytorch_model.Recipe(train, validation, form, options.relu_first, options.preset,
                                  options.epochs)

    start = time.perf_counter()
    for _ in recipe.run():
        pass
    print('%.3f' % (time.perf_counter() - start))


main()
