# SPDX-License-Identifier: MIT
"""The presets and their recipes in PyTorch, as fast as PyTorch trains them here.

Images are never augmented, which in PyTorch would cost more than the training.

What was tried, each against the rest of the recipe in alternation (two threads,
1.13): channels last saves a fifth; pooling before the ReLU, which gives the same
numbers with a quarter of the ReLU's work, another fifth; foreach in Adam and
inference mode a few hundredths; OpenBLAS instead of the reference BLAS more than
half.
Neither faster nor slower: a batch by index_select or from images shuffled once
an epoch, flushing denormals, ReLU in place, weights inside the loss, larger
malloc thresholds, actively waiting threads. torch.jit.script is slower; a fused
Adam is for GPUs alone.
"""
import os
import sys
import zipfile

import numpy as np

try:
    import torch
    from torch import nn
except ImportError:
    sys.exit('%s: PyTorch is missing (Debian: python3-torch, libopenblas0-openmp)' % sys.argv[0])

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'fixtures', 'engine'))
from residual import Residual  # noqa: E402

BATCH = {'baseline': 128, 'residual': 64}
EPOCHS = {'baseline': 5, 'residual': 20}


class Baseline(nn.Module):
    def __init__(self, size, relu_first=False):
        super().__init__()
        between = (nn.ReLU(), nn.MaxPool2d(2)) if relu_first else (nn.MaxPool2d(2), nn.ReLU())
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), *between, nn.Conv2d(16, 32, 3, padding=1), *between)
        self.classifier = nn.Sequential(
            nn.Linear(32 * (size // 4) ** 2, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 1))

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1)).squeeze(1)


def set_threads(n):
    torch.set_num_threads(n)
    with open('/proc/self/maps') as maps:
        text = maps.read()
    if not any(name in text for name in ('openblas', 'mkl', 'blis')):
        print('warning: PyTorch runs on the reference BLAS; install libopenblas0-openmp', file=sys.stderr)


def memory_format(channels_last):
    return torch.channels_last if channels_last else torch.contiguous_format


def load(path):
    """Returns the images and labels of training and validation."""
    names = ['%s_%s' % (split, kind) for split in ('train', 'val') for kind in ('images', 'labels')]
    try:
        data = np.load(path)
        return {name: data[name] for name in names}
    except (OSError, ValueError, LookupError, zipfile.BadZipFile):
        sys.exit('%s: %s: expected an npz file with %s' % (sys.argv[0], path, ', '.join(names)))


def normalise(images, form):
    x = torch.from_numpy(images.astype(np.float32)).div_(255).sub_(0.5).div_(0.5).unsqueeze(1)
    return x.contiguous(memory_format=form)


class Split:
    """Images and labels of one split, with the class weights of the training images."""

    def __init__(self, data, name, form, class_weights=None):
        self.x = normalise(data[name + '_images'], form)
        self.y = torch.from_numpy(data[name + '_labels'].astype(np.float32).ravel())
        n, positives = len(self.y), float(self.y.sum())
        self.class_weights = class_weights or (n / (2 * (n - positives)), n / (2 * positives))
        self.weights = torch.where(self.y > 0, self.class_weights[1], self.class_weights[0])

    def __len__(self):
        return len(self.y)


class Recipe:
    """Trains in memory: no loader, no copies but a batch's gathering."""

    def __init__(self, train, validation, form, relu_first=False, preset='baseline', epochs=None):
        torch.manual_seed(1)
        self.train, self.validation = train, validation
        self.epochs, self.batch = epochs or EPOCHS[preset], BATCH[preset]
        model = Residual() if preset == 'residual' else Baseline(train.x.shape[-1], relu_first)
        self.model = model.to(memory_format=form)
        if preset == 'residual':
            self.optimiser = torch.optim.AdamW(self.model.parameters(), weight_decay=0.01, foreach=True)
            self.schedule = torch.optim.lr_scheduler.OneCycleLR(
                self.optimiser, 0.004, epochs=self.epochs, steps_per_epoch=-(-len(train) // self.batch))
        else:
            self.optimiser = torch.optim.Adam(self.model.parameters(), lr=0.001, foreach=True)
            self.schedule = None

    def loss(self, logits, y, weights):
        return nn.functional.binary_cross_entropy_with_logits(logits, y, weight=weights)

    def train_epoch(self):
        """Returns the mean loss over the samples."""
        self.model.train()
        order, total = torch.randperm(len(self.train)), 0
        for first in range(0, len(order), self.batch):
            batch = order[first:first + self.batch]
            self.optimiser.zero_grad(set_to_none=True)
            loss = self.loss(self.model(self.train.x[batch]), self.train.y[batch], self.train.weights[batch])
            loss.backward()
            self.optimiser.step()
            if self.schedule:
                self.schedule.step()
            total += loss.item() * len(batch)
        return total / len(order)

    def validate(self):
        """Returns the loss and (tp, fp, fn, tn) at 0.5."""
        self.model.eval()
        with torch.inference_mode():
            logits = self.model(self.validation.x)
            loss = self.loss(logits, self.validation.y, self.validation.weights).item()
            called, positive = logits >= 0, self.validation.y > 0
            counts = [int((called == c).logical_and(positive == p).sum())
                      for c, p in ((True, True), (True, False), (False, True), (False, False))]
        return loss, counts

    def run(self):
        """Yields the training loss, the validation loss and the counts of each epoch."""
        for _ in range(self.epochs):
            train_loss = self.train_epoch()
            yield (train_loss,) + self.validate()
