#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Counts subtests in meson's testlog.json files and tells what failed.

Usage: count.py TESTLOG...

A program that failed although all its subtests passed (a leak at its end, a
time-out) counts as one failure. Ends with `N passed, N failed, N skipped`.
"""
import json
import os
import re
import sys

GOOD = ('OK', 'EXPECTEDFAIL')
counts = {'passed': 0, 'failed': 0, 'skipped': 0}


def subtests(words):
    for line in words.splitlines():
        found = re.match(r'\s*(not )?ok\b', line)
        if found:
            skipped = re.search(r'# (skip|todo)\b', line, re.IGNORECASE)
            yield 'skipped' if skipped else 'failed' if found[1] else 'passed'


def count(test):
    results = list(subtests(test.get('stdout', '')))
    if test['result'] == 'SKIP':
        results = results or ['skipped']
    elif test['result'] not in GOOD:
        print('== failed:', test['name'], test['result'], 'exit code', test['returncode'])
        print(test.get('stderr', '')[-4000:])
        results += [] if 'failed' in results else ['failed']
    for result in results or ['passed']:
        counts[result] += 1


for path in sys.argv[1:]:
    if not os.path.exists(path):
        print('== missing:', path)
        counts['failed'] += 1
        continue
    with open(path, encoding='utf-8') as log:
        for line in log:
            count(json.loads(line))
print('{passed} passed, {failed} failed, {skipped} skipped'.format(**counts))
sys.exit(1 if counts['failed'] or not counts['passed'] else 0)
