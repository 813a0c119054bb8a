"""What every recorded life has: a root, a trace, and images of what is found after a cut."""
import os
import shutil
import subprocess

PATIENCE_SECONDS = 120


class Life:
    def __init__(self, recorder, work):
        self.work, self.root, self.trace = work, work + '/root', work + '/trace'
        self.environment = dict(clean_environment(), LD_PRELOAD=recorder, POWERCUT_ROOT=self.root, POWERCUT_TRACE=self.trace)
        self.phases = []

    def image(self, number):
        return f'{self.work}/image-{number}'

    def discard(self, number):
        shutil.rmtree(self.image(number), ignore_errors=True)
        for ending in ('.facts', '.log'):
            if os.path.exists(self.image(number) + ending):
                os.remove(self.image(number) + ending)


class Failed(Exception):
    """A program that had to succeed did not; with what it said."""


def clean_environment():
    return {name: value for name, value in os.environ.items() if not name.startswith(('LD_PRELOAD', 'POWERCUT_', 'GRIFFIE_'))}


def call(command, environment=None):
    """Runs a program; a result with a code and what it said, also when it took too long."""
    try:
        return subprocess.run(command, env=environment or clean_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=PATIENCE_SECONDS, text=True, errors='replace')
    except subprocess.TimeoutExpired as late:
        return subprocess.CompletedProcess(command, -1, f'{late}')


def run(command, environment=None):
    done = call(command, environment)
    if done.returncode != 0:
        raise Failed(f'{" ".join(command)} ended with {done.returncode}:\n{done.stdout}')
