#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The programs are built so that a mistake in C is harder to make use of.

Usage: check-hardening.py FORTIFIED PROGRAM…
"""
import os
import re
import subprocess
import sys


def readelf(*arguments):
    return subprocess.run(['readelf', '-W', *arguments], check=True, capture_output=True, text=True,
                          env={**os.environ, 'LC_ALL': 'C'}).stdout


def check(program, fortified):
    header, segments, dynamic, symbols = (readelf(option, program) for option in ('-h', '-l', '-d', '--dyn-syms'))
    yield 'position-independent', 'DYN' in header
    yield 'read-only after relocation', 'GNU_RELRO' in segments
    yield 'bound at start', re.search(r'\bNOW\b', dynamic)
    yield 'no executable stack', re.search(r'GNU_STACK.* RW ', segments)
    yield 'stack protector', '__stack_chk_fail' in symbols
    if fortified:
        yield 'checked copies', re.search(r'__\w+_chk@', symbols.replace('__stack_chk_fail', ''))


results = [(program, what, result) for program in sys.argv[2:] for what, result in check(program, sys.argv[1] == 'true')]
print(f'1..{len(results)}')
for number, (program, what, result) in enumerate(results, 1):
    print('ok' if result else 'not ok', number, f'{os.path.basename(program)}: {what}')
