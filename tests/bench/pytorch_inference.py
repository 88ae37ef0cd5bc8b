#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Images a second of the baseline in PyTorch, and how long a single one takes.

    pytorch_inference.py DATA.npz THREADS

A row of the table that bench-inference prints: the training images in memory and
already normalised, the fastest of several batch sizes and both memory formats.
Needs Debian's python3-torch and libopenblas0-openmp.
"""
import time

import common
import pytorch_model
from pytorch_model import torch


def seconds(model, batches, runs):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        for batch in batches:
            model(batch)
        times.append(time.perf_counter() - start)
    return common.median(times)


def main():
    parser = common.Parser(prog='pytorch_inference.py')
    parser.add_argument('data', type=common.file)
    parser.add_argument('threads', type=common.count)
    options = parser.parse_args()

    pytorch_model.set_threads(options.threads)
    images = pytorch_model.load(options.data)['train_images']
    all_times, single_times = [], []
    with torch.inference_mode():
        for channels_last in (False, True):
            form = pytorch_model.memory_format(channels_last)
            x = pytorch_model.normalise(images, form)
            model = pytorch_model.Baseline(x.shape[-1]).to(memory_format=form).eval()
            for size in (32, 128, 512, len(x)):
                all_times.append(seconds(model, x.split(size), 9))
            single_times.append(seconds(model, [x[:1]], 900))
    common.row('PyTorch ' + torch.__version__, options.threads, '%.0f' % (len(images) / min(all_times)),
               '%.0f µs' % (min(single_times) * 1e6))


main()
