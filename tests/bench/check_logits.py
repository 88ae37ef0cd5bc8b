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

import numpy as np

import common
from pytorch_model import Baseline, torch


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
    parser = common.Parser(prog='check_logits.py')
    parser.add_argument('cli', type=common.program)
    parser.add_argument('model', type=common.file)
    parser.add_argument('data', type=common.file)
    parser.add_argument('split', nargs='?', default='test', choices=['train', 'val', 'test'])
    options = parser.parse_args()
    cli, path, data, split = options.cli, options.model, options.data, options.split
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
