#!/usr/bin/env python3
"""Records a small program and shows that each rule of replay.py, and each kind of change record.c sees, counts."""
import os
import subprocess
import sys
import tempfile
import unittest

import replay

RECORDER = os.path.abspath(sys.argv.pop(1))


class Replay(unittest.TestCase):
    def record(self, program):
        """Runs a Python program in an empty recorded folder; returns its changes and the folder it left."""
        home = os.path.realpath(tempfile.mkdtemp())
        self.addCleanup(subprocess.run, ['rm', '-rf', home], check=True)
        self.root, trace, self.image = home + '/root', home + '/trace', home + '/image'
        os.mkdir(self.root)
        environment = dict(os.environ, LD_PRELOAD=RECORDER, POWERCUT_ROOT=self.root, POWERCUT_TRACE=trace)
        subprocess.run([sys.executable, '-c', 'import os\n' + program], cwd=self.root, env=environment, check=True)
        return replay.read(trace)

    def after(self, changes, **how):
        """The files after a power cut, by name."""
        cut = how.pop('cut', len(changes) - 1)
        replay.rebuild(changes, cut, self.image, **how)
        found = {}
        for folder, _, names in os.walk(self.image):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, 'rb') as file:
                    found[os.path.relpath(path, self.image)] = file.read()
        return found

    SYNCED = '''
f = os.open("log", os.O_WRONLY | os.O_CREAT)
os.write(f, b"kept")
os.fdatasync(f)
d = os.open(".", os.O_RDONLY)
os.fsync(d)
os.write(f, b"lost")
'''

    def test_what_was_synced_is_there_and_what_came_later_is_not(self):
        changes = self.record(self.SYNCED)
        for names in replay.NAMES:
            self.assertEqual(self.after(changes, names=names), {'log': b'kept'})

    def test_without_the_sync_nothing_is_there(self):
        changes = [change for change in self.record(self.SYNCED) if change.op not in 'SD']
        for names in replay.NAMES:
            self.assertEqual(self.after(changes, names=names), {})

    def test_before_the_sync_nothing_is_there(self):
        changes = self.record(self.SYNCED)
        at = next(index for index, change in enumerate(changes) if change.op == 'S')
        self.assertEqual(self.after(changes, cut=at - 1), {})
        self.assertEqual(self.after(changes, cut=at), {'log': b'kept'})

    def test_a_name_is_there_in_the_strict_sense_only_when_its_folder_was_synced(self):
        changes = [change for change in self.record(self.SYNCED) if change.op != 'D']
        self.assertEqual(self.after(changes, names='journaled'), {'log': b'kept'})
        self.assertEqual(self.after(changes, names='strict'), {})

    def test_a_folder_whose_parent_was_not_synced_is_gone_with_all_in_it(self):
        program = '''
os.mkdir("data")
f = os.open("data/log", os.O_WRONLY | os.O_CREAT)
os.write(f, b"kept")
os.fsync(f)
os.fsync(os.open("data", os.O_RDONLY))
'''
        self.assertEqual(self.after(self.record(program), names='strict'), {})
        parent = 'os.fsync(os.open(".", os.O_RDONLY))'
        self.assertEqual(self.after(self.record(program + parent), names='strict'), {'data/log': b'kept'})

    def test_a_rename_comes_with_the_next_sync(self):
        program = '''
for name, text in [("a", b"old"), ("a.new", b"new")]:
    f = os.open(name, os.O_WRONLY | os.O_CREAT)
    os.write(f, text)
    os.fsync(f)
os.rename("a.new", "a")
'''
        self.assertEqual(self.after(self.record(program)), {'a': b'old', 'a.new': b'new'})
        folder = 'os.fsync(os.open(".", os.O_RDONLY))'
        self.assertEqual(self.after(self.record(program + folder)), {'a': b'new'})

    def test_unsynced_pages_are_torn_and_the_size_stays_when_only_what_lies_inside_may_change(self):
        program = '''
f = os.open("log", os.O_RDWR | os.O_CREAT)
os.pwrite(f, b"a" * 4096 * 64, 0)
os.fsync(f)
os.pwrite(f, b"b" * 4096 * 128, 0)
'''
        changes = self.record(program)
        inplace = self.after(changes, later='inplace', seed=1)['log']
        self.assertEqual(len(inplace), 4096 * 64)
        self.assertEqual({inplace[at] for at in range(0, len(inplace), 4096)}, set(b'ab'))
        half = self.after(changes, later='half', seed=1)['log']
        self.assertGreater(len(half), 4096 * 64)

    def test_keeping_everything_gives_the_folder_as_it_is(self):
        program = '''
import shutil
os.makedirs("a/b")
with open("a/b/c", "wb") as f:
    f.write(b"x" * 10000)
    f.truncate(5000)
shutil.copyfile("a/b/c", "a/copy")
os.posix_fallocate(os.open("reserve", os.O_WRONLY | os.O_CREAT), 0, 8192)
os.rename("a/b", "a/d")
with open("a/copy", "ab") as f:
    f.write(b"appended")
os.remove("a/d/c")
'''
        changes = self.record(program)
        self.assertEqual(
            self.after(changes, later='keep'), {'a/copy': b'x' * 5000 + b'appended', 'reserve': bytes(8192)})


if __name__ == '__main__':
    unittest.main()
