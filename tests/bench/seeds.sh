#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Trains the baseline recipe with seeds 1 to 8 and prints a Markdown table:
#
#     seeds.sh CLI DATA.npz
#
# Columns at 0.10 are on the test split. Needs python3's standard library.
set -euo pipefail

[ $# -eq 2 ] || { echo "usage: seeds.sh CLI DATA" >&2; exit 2; }
cli=$1 data=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for seed in 1 2 3 4 5 6 7 8; do
  model=$folder/$seed.safetensors
  echo "seed $seed" >&2
  "$cli" train --data "$data" --seed "$seed" --output "$model" --json >"$folder/$seed.train" 2>/dev/null
  "$cli" evaluate --model "$model" --data "$data" --split test --threshold 0.1 --json >"$folder/$seed.test"
  "$cli" evaluate --model "$model" --data "$data" --split val --threshold 0.1 --json >"$folder/$seed.val"
done

python3 - "$folder" <<'PYTHON'
import json
import sys

rows = []
for seed in range(1, 9):
    train, test, val = (json.load(open('%s/%d.%s' % (sys.argv[1], seed, part))) for part in ('train', 'test', 'val'))
    assert test['threshold'] == 0.1 and train['seed'] == seed
    rows.append((test['auroc']['value'], val['auroc']['value'], test['recall']['value'], test['precision']['value'],
                 test['confusion']['fp'], test['confusion']['fn'], train['seconds']))

print('| seed | test AUROC | validation AUROC | recall at 0.10 | precision at 0.10 | FP | FN | seconds |')
print('|---:|---:|---:|---:|---:|---:|---:|---:|')
for seed, row in enumerate(rows, 1):
    print('| %d | %.4f | %.4f | %.4f | %.4f | %d | %d | %.2f |' % ((seed,) + row))
print('| **mean** | %.4f | %.4f | %.4f | %.4f | %.1f | %.1f | %.2f |' % tuple(sum(c) / len(rows) for c in zip(*rows)))
PYTHON
