"""The life of a vault, told by the program in vault_life/: created, mirrored, keys made, keys destroyed, opened anew.

It tells its facts in a file under the recorder, so each fact has its place among the changes; the same program judges what is
found after a cut: no key is lost, a destroyed one is gone with every byte that wrapped it, a rotation cut off can be finished.
"""
import cuts
import replay
from cuts import Phase
from life import Life, call, run


class VaultLife(Life):
    name = 'vault'

    def __init__(self, program, recorder, work):
        super().__init__(recorder, work)
        self.program = program

    def live(self):
        run([self.program, 'live', self.root], self.environment)

    def recorded(self, changes):
        facts = [(index, change.data.decode()) for index, change in enumerate(changes)
                 if change.op == 'W' and change.path == '/facts']
        self.fact_at, self.facts = [index for index, _ in facts], [fact for _, fact in facts]
        self.phases = [Phase(fact.split()[1], index) for index, fact in facts if fact.startswith('phase ')]

    def told(self):
        return f'{len(self.facts)} facts'

    def judge(self, number, cut, changes):
        """None, or what is wrong."""
        image = self.image(number)
        replay.rebuild(changes, cut.index, image, cut.later, cut.names, cut.seed)
        with open(image + '.facts', 'w') as facts:
            facts.writelines(self.facts)
        known = sum(at < cut.index for at in self.fact_at)
        verdict = call([self.program, 'check', image, image + '.facts', str(known)])
        return None if verdict.returncode == 0 else verdict.stdout

    def without_sync(self, changes):
        """One sync is left out, each time another, and the power goes when the promise it stood for has been made."""
        told = lambda fact: next(at for at, known in zip(self.fact_at, self.facts) if known.startswith(fact))
        promises = [('/vault/witness', 'followed 5'), ('/vault/checkpoint', 'followed 5'),
                    ('/vault/keys.new', 'gone 0'), ('/vault/epoch', 'gone 0'), ('/mirror/epoch', 'gone 0')]
        last = [(path, cuts.syncs_of(changes, path, 0, told(fact))[-1:], told(fact) + 1) for path, fact in promises]
        # Several hands make keys at once: another hand's sync may come between a key's own and its fact, or right before the
        # cut. Only without all of them is the first key unsynced.
        began, cut = told('phase keys'), told('key ') + 1
        return [('/vault/keys', cuts.syncs_of(changes, '/vault/keys', began, cut + 1), cut), *last]
