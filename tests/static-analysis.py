#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs gcc -fanalyzer over what reads files and computes figures.

Usage: static-analysis.py BUILD

BUILD is a build directory of gcc. A finding that is not in
static-analysis.txt beside this script fails; so does one there that is no
longer found. A line there is the file, a colon, and gcc's words.
"""
import concurrent.futures
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ACCEPTED = os.path.join(ROOT, 'tests', 'static-analysis.txt')
FOLDERS = ('src/dataset/', 'src/evaluation/', 'src/plots/', 'src/session/')


def name_of(entry):
    return os.path.relpath(os.path.join(entry['directory'], entry['file']), ROOT)


def analyse(entry):
    command = re.sub(r' -(o|MF|MQ) \S+| -MD| -Werror\S*| -fdiagnostics-color=\S+', '', entry['command'])
    result = subprocess.run(command + ' -fanalyzer -fdiagnostics-color=never -o /dev/null', shell=True, text=True,
                            cwd=entry['directory'], env={**os.environ, 'LC_ALL': 'C'}, capture_output=True)
    if result.returncode != 0:
        sys.exit(result.stderr)
    return {f'{name_of(entry)}: {words}' for words in re.findall(r'warning: (.*-Wanalyzer.*)', result.stderr)}


entries = json.load(open(os.path.join(sys.argv[1], 'compile_commands.json')))
entries = [entry for entry in entries if name_of(entry).startswith(FOLDERS)]
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    found = set().union(*pool.map(analyse, entries))
accepted = {line.strip() for line in open(ACCEPTED) if line.strip() and not line.startswith('#')}
for line in sorted(found - accepted):
    print('new:', line)
for line in sorted(accepted - found):
    print('gone, take it out of the list:', line)
print(f'{len(entries)} files analysed, {len(found)} findings, {len(accepted)} accepted')
sys.exit(1 if not entries or found != accepted else 0)
