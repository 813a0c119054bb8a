"""The life of a ledger: created, started, written to, stopped, started, killed while written to, started, written to, stopped.

After a cut `griffie verify` must pass and find every record that a client had been told of before it; some folders are served
from again and verified once more. A cut during `griffie init` may leave an unfinished ledger, which a second `init` completes.
"""
import bisect
import json
import os
import subprocess
import time
from collections import namedtuple

import cuts
import replay
from cuts import Phase
from life import PATIENCE_SECONDS, Failed, Life, call, clean_environment, run

CLIENTS, REQUESTS, ENDLESS = 8, 400, 1_000_000
KILLED_AFTER_BYTES = 1 << 20
STARTED_EVERY = 4  # of so many folders one is served from again

Acknowledged = namedtuple('Acknowledged', 'time line')  # when the client knew (ns, CLOCK_MONOTONIC); "position hash"


class LedgerLife(Life):
    name = 'ledger'

    def __init__(self, griffie, load, recorder, work):
        super().__init__(recorder, work)
        self.griffie, self.load, self.data = griffie, load, self.root + '/data'
        self.began, self.acknowledged = [], []  # (name of a phase, time)

    def live(self):
        self.phase('creation')
        run([self.griffie, 'init', '--data', self.data], self.environment)
        self.serve_once(REQUESTS, stop_after_load)
        self.serve_once(ENDLESS, kill_under_load)
        self.serve_once(REQUESTS, stop_after_load)
        self.acknowledged.sort()

    def serve_once(self, requests, end):
        self.phase('start-up')
        server = serve(self.griffie, self.data, self.environment, self.work + '/serve.log')
        self.phase('load')
        told = f'{self.work}/acknowledged-{len(self.began)}'
        writing = subprocess.Popen([self.load, '--data', self.data, '--clients', str(CLIENTS), '--requests', str(requests),
                                    '--acknowledged', told, '--until-gone'], env=clean_environment(), stdin=subprocess.DEVNULL)
        end(self, server, writing)
        self.phase('shutdown')
        server.wait(PATIENCE_SECONDS)
        if writing.wait(PATIENCE_SECONDS) != 0:
            raise Failed(f'the load ended with {writing.returncode}')
        with open(told) as lines:
            for line in lines:
                moment, position, digest = line.split()
                self.acknowledged.append(Acknowledged(int(moment), f'{position} {digest}'))

    def phase(self, name):
        self.began.append((name, time.monotonic_ns()))

    def recorded(self, changes):
        self.times = [change.time for change in changes]
        self.phases = [Phase(name, bisect.bisect_left(self.times, began)) for name, began in self.began]

    def told(self):
        return f'{len(self.acknowledged)} records acknowledged'

    def judge(self, number, cut, changes):
        """None, or what is wrong."""
        image, moment = self.image(number), self.times[cut.index]
        replay.rebuild(changes, cut.index, image, cut.later, cut.names, cut.seed)
        with open(image + '.facts', 'w') as facts:
            facts.writelines(known.line + '\n' for known in self.acknowledged[:bisect.bisect_left(self.acknowledged, (moment,))])
        unfinished = cut.index < self.phases[1].first
        wrong = self.verify(image, unfinished)
        if wrong is None and not unfinished and number % STARTED_EVERY == 0:
            wrong = self.start_again(image)
        return wrong

    def verify(self, image, unfinished):
        data = image + '/data'
        verify = [self.griffie, 'verify', '--data', data, '--acknowledged', image + '.facts']
        verdict = call(verify)
        if verdict.returncode != 0 and unfinished:
            again = call([self.griffie, 'init', '--data', data])
            if again.returncode != 0:
                return f'{verdict.stdout}\ninit does not complete what it left:\n{again.stdout}'
            verdict = call(verify)
        return None if verdict.returncode == 0 else f'verify ended with {verdict.returncode}:\n{verdict.stdout}'

    def start_again(self, image):
        try:
            server = serve(self.griffie, image + '/data', clean_environment(), image + '.log')
            server.terminate()
            server.wait(PATIENCE_SECONDS)
        except (Failed, subprocess.TimeoutExpired) as wrong:
            return f'{wrong}'
        return self.verify(image, unfinished=False)

    def without_sync(self, changes):
        """The store's log is not synced from the first load on, or another file never; cuts when clients had been told of some records."""
        first = next(phase.first for phase in self.phases if phase.name == 'load')
        told = [bisect.bisect_right(self.times, self.acknowledged[at].time) for at in range(20, 120, 20)]
        log = [('the log', cuts.syncs_of(changes, '/db', first, len(changes)), index) for index in told]
        return log + [(path, cuts.syncs_of(changes, path, 0, len(changes)), told[-1])
                      for path in ('/conf', '.vault/root', '.vault/keys', '.vault/witness', '.vault/checkpoint')]


def stop_after_load(_life, server, writing):
    writing.wait(PATIENCE_SECONDS)
    server.terminate()


def kill_under_load(life, server, writing):
    """Kills the server once a good deal was written."""
    enough = os.path.getsize(life.trace) + KILLED_AFTER_BYTES
    deadline = time.monotonic() + PATIENCE_SECONDS
    while os.path.getsize(life.trace) < enough and writing.poll() is None and time.monotonic() < deadline:
        time.sleep(.01)
    server.kill()


def serve(griffie, data, environment, log):
    """A server that serves."""
    with open(log, 'ab') as out:
        server = subprocess.Popen([griffie, 'serve', '--data', data, '--listen', '127.0.0.1:0'],
                                  env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not serves(data, server.pid):
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            with open(log, errors='replace') as said:
                raise Failed(f'griffie serve does not come to serve:\n{said.read()}')
        time.sleep(.02)
    return server


def serves(data, pid):
    """Whether that process says where it serves; a server.json of an earlier one says nothing."""
    try:
        with open(data + '/server.json') as file:
            return json.load(file)['pid'] == pid
    except (OSError, ValueError):
        return False
