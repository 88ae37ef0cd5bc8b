#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the seed corpora: small files of each kind, right ones and nearly right ones.

    make_corpus.py FOLDER

The session's tables are read out of a session that the program made, so their seed is a file of `test-store`'s
kind: `make_corpus.py FOLDER SESSION.cutpoint`. The JPEG seeds, 12×9 pixels each, were written with libjpeg: grey, colour turned by
Exif, progressive, for print (CMYK) and RGB. Needs python3's standard library.
"""
import io
import json
import os
import shutil
import struct
import sys
import zipfile
import zlib


def write(folder, target, name, data):
    os.makedirs(os.path.join(folder, target), exist_ok=True)
    with open(os.path.join(folder, target, name), 'wb') as file:
        file.write(data)


def npy(shape, data, descr='|u1', version=1):
    header = repr({'descr': descr, 'fortran_order': False, 'shape': shape}).encode() + b'\n'
    form = '<H' if version == 1 else '<I'
    return b'\x93NUMPY' + bytes([version, 0]) + struct.pack(form, len(header)) + header + data


def npz(compression, members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, 'w', compression) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, compression)
    return file.getvalue()


def dataset(n=3, side=8, descr='|u1'):
    members = {}
    for split in ('train', 'val', 'test'):
        members[split + '_images.npy'] = npy((n, side, side), bytes((i * 7) % 256 for i in range(n * side * side)))
        labels = b''.join(struct.pack('<q' if descr == '<i8' else 'B', i % 2) for i in range(n))
        members[split + '_labels.npy'] = npy((n, 1), labels, descr)
    return members


def png(width, height, depth, color, rows, chunks=(), interlace=0):
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    header = struct.pack('>IIBBBBB', width, height, depth, color, 0, 0, interlace)
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', header) + b''.join(chunk(k, d) for k, d in chunks)
            + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


def safetensors(header, data):
    text = json.dumps(header).encode()
    return struct.pack('<Q', len(text)) + text + data


def tensor(offset, shape, dtype='F32'):
    n = 4 if dtype == 'F32' else 8
    for side in shape:
        n *= side
    return {'dtype': dtype, 'shape': shape, 'data_offsets': [offset, offset + n]}


def models(folder):
    facts = {
        'version': 1, 'program': 'Cutpoint', 'level': 'avx2', 'data_name': 'd', 'data_fingerprint': 'f', 'member': 0,
        'finished_epochs': 1, 'recipe': {
            'preset': 'baseline', 'epochs': 1, 'batch_size': 32, 'learning_rate': 0.001, 'schedule': 0, 'weight_decay': 0.0,
            'averaging': 0.0, 'augmentation': 0, 'class_weights': 1, 'members': 1, 'seed': 1},
        'epochs': [[1, 1, 2, 0.5, 0.4, 1, 2, 3, 4, 0.1]]}
    one = struct.pack('<4f', 1, 2, 3, 4)
    write(folder, 'model', 'empty', safetensors({}, b''))
    write(folder, 'model', 'blank', struct.pack('<Q', 3) + b'   ')
    write(folder, 'model', 'deep', struct.pack('<Q', 4000) + b'[' * 4000)
    write(folder, 'model', 'tensor', safetensors({'a': tensor(0, [2, 2])}, one))
    write(folder, 'model', 'whole', safetensors({'a': tensor(0, [2], 'I64')}, struct.pack('<2q', 5, -1)))
    write(folder, 'model', 'nan', safetensors({'a': tensor(0, [1])}, struct.pack('<f', float('nan'))))
    write(folder, 'model', 'overlap', safetensors({'a': tensor(0, [2]), 'b': tensor(4, [2])}, one[:12]))
    write(folder, 'model', 'huge', safetensors({'a': {'dtype': 'F32', 'shape': [2 ** 40, 2 ** 40], 'data_offsets': [0, 4]}}, one))
    write(folder, 'model', 'model', safetensors({
        '__metadata__': {'preset': 'baseline', 'input_size': '8', 'epochs': '5', 'seed': '1', 'threshold': '0.25'},
        'features.0.bias': tensor(0, [4])}, one))
    write(folder, 'model', 'ensemble', safetensors({'__metadata__': {'ensemble': '64', 'preset': 'residual'},
                                                    'members.0.stem.0.weight': tensor(0, [4])}, one))
    write(folder, 'model', 'checkpoint', safetensors({
        '__metadata__': {'cutpoint_checkpoint': json.dumps(facts)}, 'history.losses': tensor(0, [2]),
        'history.rates': tensor(8, [2])}, one))


def tables(folder):
    write(folder, 'csv', 'ours', b'index,split,label,logit,probability\n0,test,1,2.5,0.92\n1,test,0,-1,0.27\n2,val,1,0,0.5\n')
    write(folder, 'csv', 'plain', b'label,probability\r\n1,1\r\n0,0\r\n1,1e-300\r\n0,.5\r\n')
    write(folder, 'csv', 'quoted', b'"name, of","label","probability"\n"a ""b""\n",1,"0.25"\n')
    write(folder, 'csv', 'wrong', b'label,probability\n2,0.5\n1,nan\n1,1.5\n')
    write(folder, 'csv', 'no-end', b'\xef\xbb\xbflabel,probability\n1,0.25')


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = sys.argv[1]

    right = dataset()
    write(folder, 'npz', 'stored', npz(zipfile.ZIP_STORED, right))
    write(folder, 'npz', 'deflated', npz(zipfile.ZIP_DEFLATED, right))
    write(folder, 'npz', 'wide-labels', npz(zipfile.ZIP_DEFLATED, dataset(descr='<i8')))
    write(folder, 'npz', 'three-classes', npz(zipfile.ZIP_DEFLATED, dict(right, **{'test_labels.npy': npy((3,), b'\x02\x01\x00')})))
    write(folder, 'npz', 'floats', npz(zipfile.ZIP_STORED, dict(right, **{'test_images.npy': npy((1, 1, 1), b'1234', '<f4')})))
    write(folder, 'npz', 'huge-shape', npz(zipfile.ZIP_STORED, dict(right, **{'train_images.npy': npy((2 ** 40, 8, 8), b'')})))
    write(folder, 'npz', 'bomb', npz(zipfile.ZIP_DEFLATED, dict(right, **{'train_images.npy': npy((3, 8, 8), bytes(300000))})))
    write(folder, 'npz', 'rgb', npz(zipfile.ZIP_DEFLATED, dict(right, **{'val_images.npy': npy((1, 8, 8, 3), bytes(192))})))
    for name, text in {'right': "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 8, 8), }",
                       'old': "{'descr': '<i8', 'fortran_order': True, 'shape': ()}", 'list': "{'descr': [('a', '<f4')], }",
                       'negative': "{'descr': '|u1', 'fortran_order': False, 'shape': (-1,)}"}.items():
        write(folder, 'npy', name, text.encode())
    write(folder, 'png', 'grey', png(2, 2, 8, 0, b'\0\1\2\0\3\4'))
    write(folder, 'png', 'grey16', png(1, 2, 16, 0, b'\0\1\2\0\3\4'))
    write(folder, 'png', 'bits', png(9, 1, 1, 0, b'\0\xaa\x80'))
    write(folder, 'png', 'colour', png(1, 1, 8, 2, b'\0\1\2\3'))
    write(folder, 'png', 'palette', png(2, 1, 4, 3, b'\0\x01', [(b'PLTE', b'\1\2\3\4\5\6'), (b'tRNS', b'\x80')]))
    write(folder, 'png', 'alpha', png(1, 1, 8, 6, b'\0\1\2\3\x80'))
    write(folder, 'png', 'interlaced', png(2, 2, 8, 0, b'\0\1\0\2\0\3\4', interlace=1))
    write(folder, 'png', 'huge', png(2 ** 31 - 1, 2 ** 31 - 1, 8, 0, b''))
    models(folder)
    tables(folder)
    if len(sys.argv) == 3:
        os.makedirs(os.path.join(folder, 'store'), exist_ok=True)
        shutil.copy(sys.argv[2], os.path.join(folder, 'store', 'session'))


if __name__ == '__main__':
    main()
