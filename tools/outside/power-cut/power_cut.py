#!/usr/bin/env python3
"""Cuts the power under a real griffie, on paper, again and again: nothing acknowledged may be lost.

  power_cut.py --griffie PROGRAM --load PROGRAM --vault-life PROGRAM --recorder record.so --work FOLDER [--cuts N] [--seed N]

Two lives are recorded and cut: that of a whole ledger (ledger_life.py), and that of a vault whose keys are destroyed
(vault_life.py). Each is then cut as if some of its syncs had not been made. Those cuts must be refused, or the check proves nothing.
Without --griffie or without --vault-life that life is left out.
"""
import argparse
import os
import random
import shutil
import sys

import cuts
import replay
from ledger_life import LedgerLife
from vault_life import VaultLife


def cut(life, total, seed):
    """Records a life and cuts it; returns how many cuts passed and how many failed."""
    os.makedirs(life.root)
    life.live()
    changes, rng = replay.read(life.trace), random.Random(seed)
    life.recorded(changes)
    syncs = sum(change.op in 'SD' for change in changes)
    print(f'\n{life.name}: {len(changes)} changes, {syncs} of them syncs; {life.told()}; seed {seed}', flush=True)
    if missed := cuts.escaped(changes, life.root, life.work + '/image'):
        sys.exit('changed without the recorder seeing it: ' + ', '.join(missed))

    chosen = cuts.choose(changes, life.phases, total, rng)
    if len(chosen) < total:
        sys.exit(f'only {len(chosen)} moments to cut at: nothing is shown')
    print(cuts.describe(chosen), flush=True)
    wrong = cuts.judge_all(life.judge, chosen, changes)
    for number, (made, said) in enumerate(zip(chosen, wrong)):
        if said is None:
            life.discard(number)
        else:
            print(f'FAILED {made}; kept in {life.image(number)}\n{said}\n')
    failed = sum(said is not None for said in wrong)
    refused, unnoticed = without_sync(life, changes)
    return len(chosen) - failed + refused, failed + unnoticed


def without_sync(life, changes):
    """How many cuts are refused, and how many pass, although a sync was not made: each of these is a failure of this check."""
    missing = life.without_sync(changes)
    chosen = [cuts.Cut(f'without a sync of {what}', index, 'drop', names, 0) for what, _, index in missing for names in replay.NAMES]
    poorer = [cuts.forget(changes, set(syncs)) for _, syncs, _ in missing for _ in replay.NAMES]
    wrong = cuts.judge_all(life.judge, chosen, poorer)
    for number, (made, said) in enumerate(zip(chosen, wrong)):
        life.discard(number)
        if said is None:
            print(f'FAILED {made}: nobody noticed')
    unnoticed = sum(said is None for said in wrong)
    names = ', '.join(sorted({what for what, _, _ in missing}))
    print(f'{len(chosen)} cuts without a sync of {names}: {len(chosen) - unnoticed} refused, as they must be')
    return len(chosen) - unnoticed, unnoticed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, required in (('griffie', False), ('load', False), ('vault-life', False), ('recorder', True), ('work', True)):
        parser.add_argument('--' + name, required=required, type=os.path.realpath)
    parser.add_argument('--cuts', type=int, default=60, help='of each life')
    parser.add_argument('--seed', type=int, default=random.SystemRandom().randrange(1 << 30))
    given = parser.parse_args()

    shutil.rmtree(given.work, ignore_errors=True)
    lives = []
    if given.vault_life:
        lives.append(VaultLife(given.vault_life, given.recorder, given.work + '/vault'))
    if given.griffie:
        lives.append(LedgerLife(given.griffie, given.load, given.recorder, given.work + '/ledger'))
    counts = [cut(life, given.cuts, given.seed) for life in lives]
    passed, failed = (sum(count) for count in zip(*counts))
    print(f'power-cut: {passed} passed, {failed} failed')
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
