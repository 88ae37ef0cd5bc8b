# SPDX-License-Identifier: MIT
"""What the scripts beside this share."""
import argparse
import os
import statistics
import subprocess
import sys
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))


class Parser(argparse.ArgumentParser):
    """Says in one line what was wrong."""

    def error(self, message):
        print('%s: %s' % (self.prog, message), file=sys.stderr)
        sys.exit(2)


def file(path):
    if not os.path.isfile(path):
        raise argparse.ArgumentTypeError('%s: no such file' % path)
    return path


def program(path):
    if not os.access(file(path), os.X_OK):
        raise argparse.ArgumentTypeError('%s: not a program' % path)
    return os.path.abspath(path)


def count(text):
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError('expected a number of at least 1, found “%s”' % text)
    return int(text)


def script(name):
    """A command that runs a script from this folder."""
    return [sys.executable, os.path.join(FOLDER, name)]


def output(command, **variables):
    """Runs a command and returns the words it prints; ends with its last message where it fails."""
    result = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, env=dict(os.environ, **variables))
    messages = result.stderr.splitlines()
    if result.returncode != 0:
        sys.exit(messages[-1] if messages else '%s failed' % command[0])
    for message in messages:
        if message.startswith('warning:'):
            print(message, file=sys.stderr)
    return result.stdout.split()


def busy():
    """Processor time used by anybody so far, and in all."""
    with open('/proc/stat') as stat:
        times = [int(word) for word in stat.readline().split()[1:9]]
    return sum(times) - times[3] - times[4], sum(times)


def wait_until_quiet(limit=60):
    """Waits, for so many seconds at most, until others leave the processor alone: two threads
    that wait for each other suffer far more than their share from a third."""
    for _ in range(2 * limit):
        before = busy()
        time.sleep(0.5)
        used, elapsed = (b - a for a, b in zip(before, busy()))
        if used < 0.1 * elapsed:
            break


def number(command, **variables):
    """Runs a command when the machine is quiet and returns the first number it prints."""
    wait_until_quiet()
    return float(output(command, **variables)[0])


median = statistics.median


def row(*cells):
    print('| %s |' % ' | '.join(str(cell) for cell in cells), flush=True)


def head(*titles):
    """A table's head; the first column to the left, numbers to the right."""
    row(*titles)
    print('|---|' + '---:|' * (len(titles) - 1))


def spread(values, form='%.2f'):
    """Smallest, median and largest."""
    return [form % value for value in (min(values), median(values), max(values))]
