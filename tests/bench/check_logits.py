#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Loads a saved model into PyTorch and compares logits with the CLI's.

    check_logits.py CLI MODEL.safetensors DATA.npz [SPLIT]

Prints the largest absolute difference, and the largest relative one (to the
larger of the two logits, and to the largest logit of all). The file is read by
hand: 8 bytes of length, a JSON header, raw tensors. Needs Debian's python3-torch.
"""
import csv
import json
import struct
import subprocess
import sys

import numpy as np
import torch
from torch import nn


class Baseline(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        self.classifier = nn.Sequential(
            nn.Linear(32 * (size // 4) ** 2, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 1))

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1)).squeeze(1)


def load_safetensors(path):
    content = open(path, 'rb').read()
    length, = struct.unpack('<Q', content[:8])
    header = json.loads(content[8:8 + length])
    metadata = header.pop('__metadata__')
    state = {}
    for name, entry in header.items():
        assert entry['dtype'] == 'F32'
        begin, end = (8 + length + offset for offset in entry['data_offsets'])
        values = np.frombuffer(content[begin:end], '<f4').reshape(entry['shape'])
        state[name] = torch.from_numpy(values.copy())
    return metadata, state


def main():
    cli, path, data = sys.argv[1:4]
    split = sys.argv[4] if len(sys.argv) > 4 else 'test'
    images = np.load(data)['%s_images' % split]
    metadata, state = load_safetensors(path)
    model = Baseline(int(metadata['input_size']))
    model.load_state_dict(state)  # strict: every name and shape must fit
    model.eval()
    with torch.no_grad():
        x = torch.from_numpy((images.astype(np.float32) / 255 - 0.5) / 0.5).unsqueeze(1)
        theirs = model(x).numpy().astype(np.float64)

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
