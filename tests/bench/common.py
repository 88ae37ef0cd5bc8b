# SPDX-License-Identifier: MIT
"""What the scripts beside this share."""
import argparse
import os
import resource
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


def others():
    """Seconds of processor time that were not this program's or its children's."""
    with open('/proc/stat') as stat:
        times = [int(word) for word in stat.readline().split()[1:9]]
    used = (sum(times) - times[3] - times[4]) / os.sysconf('SC_CLK_TCK')
    return used - sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def disturbance(function):
    """What it returns, and others' share of a processor meanwhile."""
    before, start = others(), time.monotonic()
    result = function()
    return result, (others() - before) / (time.monotonic() - start)


def measured(command, **variables):
    """As output(), while the machine is quiet: waits for that, up to 20 seconds, and tries three
    times. Two threads that wait for each other suffer far more than their share from a third."""
    tries = []
    for _ in range(3):
        for _ in range(40):
            if disturbance(lambda: time.sleep(0.5))[1] < 0.1:
                break
        tries.append(disturbance(lambda: output(command, **variables)))
        if tries[-1][1] < 0.1:
            break
    return min(tries, key=lambda attempt: attempt[1])[0]


def number(command, **variables):
    return float(measured(command, **variables)[0])


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
