#!/usr/bin/env python3
"""Builds what a folder would hold after a power cut, from a trace made by record.c.

  replay.py TRACE                      prints how many changes it holds, and the index of each sync
  replay.py TRACE OUT --cut INDEX      builds the folder as after a cut right after change INDEX; prints the time (ns, CLOCK_MONOTONIC)

What was synced is there. What was written and not synced is dropped, kept, or torn, as --later says:
  drop      none of it
  half      each 4 KiB page with probability 1/2 (order lost, files grow or not)
  inplace   only what lies inside the synced size, each page with probability 1/2
  keep      all of it, names too: no power cut, but the death of the process alone
Names (create, rename, unlink, make a folder) follow --names:
  journaled like ext4: every name change before the last sync of anything is there, in order
  strict    only those whose folder was synced after them, as POSIX has it
Whatever a client was told before the printed time must be found in the rebuilt folder.
"""
import argparse
import os
import random
import shutil
from collections import namedtuple

PAGE = 4096
LATER = ('drop', 'half', 'inplace')
NAMES = ('journaled', 'strict')

# time: nanoseconds of CLOCK_MONOTONIC, taken after the change; op: see record.c; other: the new name of a rename.
Change = namedtuple('Change', 'time op path other offset data')


def read(trace):
    """The changes of a trace, in order. A last one that was cut short is left out."""
    changes, at = [], 0
    with open(trace, 'rb') as file:
        blob = file.read()
    while (end := blob.find(b'\n', at)) >= 0:
        time, op, path, other, offset, length = blob[at:end].decode().split('\t')
        data = blob[end + 1:end + 1 + int(length)] if op == 'W' else b''
        if op == 'W' and len(data) < int(length):
            break
        at = end + 1 + len(data)
        changes.append(Change(int(time), op, path, other, int(offset), data))
    return changes


class File:
    """One file through all its names: what was written to it and up to where it was synced."""

    def __init__(self):
        self.writes, self.synced = [], -1  # (index, change); index of the last sync

    def content(self, later, rng):
        out = bytearray()
        for index, change in self.writes:
            if index <= self.synced or later == 'keep':
                apply(out, change)
        size_synced = len(out)
        for index, change in self.writes:
            if index <= self.synced or later in ('drop', 'keep'):
                continue
            if change.op == 'T':
                if later == 'half' and rng.random() < .5:
                    apply(out, change)
                continue
            for page in pages(change):
                inside = page.offset + len(page.data) <= size_synced
                if rng.random() < .5 and (later == 'half' or inside):
                    apply(out, page)
        return bytes(out)


def apply(out, change):
    """Carries out one write or truncation on the bytes of a file."""
    end = change.offset if change.op == 'T' else change.offset + len(change.data)
    if len(out) < end:
        out.extend(bytes(end - len(out)))
    if change.op == 'T':
        del out[end:]
    else:
        out[change.offset:end] = change.data


def pages(change):
    """The parts of a write that a disk may take or leave one by one."""
    at = 0
    while at < len(change.data):
        length = min(PAGE - (change.offset + at) % PAGE, len(change.data) - at)
        yield change._replace(offset=change.offset + at, data=change.data[at:at + length])
        at += length


class Names:
    """Which names were given, in order, and which of them survive."""

    def __init__(self):
        self.live, self.given = {}, []  # path -> File as the process saw it; (index, folders touched, what, path, other)
        self.last_sync, self.folder_synced = -1, {}

    def follow(self, index, change):
        folder, path, other = os.path.dirname(change.path), change.path, change.other
        if change.op == 'C':
            self.live[path] = File()
            self.given.append((index, [folder], 'file', path, self.live[path]))
        elif change.op == 'M':
            self.given.append((index, [folder], 'folder', path, None))
        elif change.op in 'WT' and path in self.live:
            self.live[path].writes.append((index, change))
        elif change.op == 'S':
            self.last_sync = index
            if path in self.live:
                self.live[path].synced = index
        elif change.op == 'D':
            self.last_sync = index
            self.folder_synced[path or '/'] = index
        elif change.op == 'R':
            move(self.live, path, other)
            self.given.append((index, [folder, os.path.dirname(other)], 'move', path, other))
        elif change.op == 'U':
            self.live.pop(path, None)
            self.given.append((index, [folder], 'unlink', path, None))

    def surviving(self, later, names, rng):
        """Files and folders (None) by path, as found after the cut."""
        disk = {}
        for index, folders, what, path, other in self.given:
            if names == 'journaled':
                durable = index <= self.last_sync or (later == 'half' and rng.random() < .5)
            else:
                durable = all(self.folder_synced.get(folder, -1) > index for folder in folders)
            if not durable and later != 'keep':
                if names == 'journaled':
                    break  # a journal is replayed in order: nothing after the first lost change
                continue
            if what in ('file', 'folder'):
                disk[path] = other
            elif what == 'move':
                move(disk, path, other)
            else:
                disk.pop(path, None)
        # What lies in a folder that is gone is gone.
        return {path: file for path, file in disk.items() if all(above in disk for above in ancestors(path))}


def move(files, path, other):
    """Gives a file, or a folder with all below it, another name."""
    for old in [old for old in files if old == path or old.startswith(path + '/')]:
        files[other + old[len(path):]] = files.pop(old)


def ancestors(path):
    while (path := os.path.dirname(path)) not in ('', '/'):
        yield path


def rebuild(changes, cut, out, later='drop', names='journaled', seed=0):
    """Builds the folder `out` as after a power cut right after change number `cut`."""
    rng, state = random.Random(seed), Names()
    for index, change in enumerate(changes[:cut + 1]):
        state.follow(index, change)
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    for path, file in sorted(state.surviving(later, names, rng).items()):
        if file is None:
            os.makedirs(out + path, mode=0o700, exist_ok=True)
            continue
        with open(os.open(out + path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 'wb') as image:
            content = file.content(later, rng)
            if content.strip(b'\0'):
                image.write(content)
            else:
                image.truncate(len(content))  # room kept free; there may be much of it


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('trace')
    parser.add_argument('out', nargs='?')
    parser.add_argument('--cut', type=int)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--later', choices=LATER + ('keep',), default='drop')
    parser.add_argument('--names', choices=NAMES, default='journaled')
    given = parser.parse_args()
    trace = read(given.trace)
    if given.out is None:
        print(len(trace), 'changes; syncs at', [index for index, change in enumerate(trace) if change.op in 'SD'])
    else:
        last = len(trace) - 1 if given.cut is None else given.cut
        rebuild(trace, last, given.out, given.later, given.names, given.seed)
        print(trace[last].time)
