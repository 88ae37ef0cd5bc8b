#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every file with a string to translate is in po/POTFILES.in, and nothing else is."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
marked = {
    '.c': re.compile(r'(?<![A-Za-z0-9_])(?:N?C?_ ?\(|(?:ngettext|g_dn?gettext|g_dpgettext2) \()'),
    '.ui': re.compile(r'translatable="yes"'),
    '.in': re.compile(r'^(?:Name|Comment|Keywords)=|<summary>', re.M),
}
found = {
    path.relative_to(root).as_posix()
    for folder in ('src', 'ui', 'data')
    for path in (root / folder).rglob('*')
    if path.suffix in marked and marked[path.suffix].search(path.read_text(encoding='utf-8'))
}
lines = (root / 'po/POTFILES.in').read_text(encoding='utf-8').splitlines()
listed = [line for line in lines if line and not line.startswith('#')]
problems = [f'{name} has strings but is not in po/POTFILES.in' for name in sorted(found - set(listed))]
problems += [f'{name} is in po/POTFILES.in but has no strings' for name in sorted(set(listed) - found)]
if listed != sorted(listed):
    problems.append('po/POTFILES.in is not sorted')
print('1..1')
for problem in problems:
    print('#', problem)
print('not ok' if problems else 'ok', '1 POTFILES.in')
