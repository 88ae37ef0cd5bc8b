#!/usr/bin/env python3
"""The baseline recipe in PyTorch, in memory, without a data loader.

    python3 pytorch_baseline.py DATA.npz THREADS [--channels-last]

Prints one line: seconds of five epochs, validation after each included. Needs
Debian's python3-torch.
"""
import sys
import time

import numpy as np
import torch
from torch import nn


def normalise(images, memory_format):
    x = torch.from_numpy(((images.astype(np.float32) / 255) - 0.5) / 0.5).unsqueeze(1)
    return x.contiguous(memory_format=memory_format)


def main():
    torch.set_num_threads(int(sys.argv[2]))
    memory_format = torch.channels_last if '--channels-last' in sys.argv else torch.contiguous_format
    data = np.load(sys.argv[1])
    x = normalise(data['train_images'], memory_format)
    y = torch.from_numpy(data['train_labels'].astype(np.float32).ravel())
    vx = normalise(data['val_images'], memory_format)
    n, positives = len(y), float(y.sum())
    weights = torch.where(y > 0, n / (2 * positives), n / (2 * (n - positives)))

    torch.manual_seed(1)
    size = x.shape[-1]
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(32 * (size // 4) ** 2, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 1))
    model = model.to(memory_format=memory_format)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.001)
    bce = nn.BCEWithLogitsLoss(reduction='none')

    start = time.perf_counter()
    for _ in range(5):
        model.train()
        order = torch.randperm(n)
        for first in range(0, n, 128):
            batch = order[first:first + 128]
            optimiser.zero_grad(set_to_none=True)
            loss = (bce(model(x[batch]).squeeze(1), y[batch]) * weights[batch]).mean()
            loss.backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            model(vx)
    print('%.3f' % (time.perf_counter() - start))


main()
