"""Where to cut a recorded life, and whether the recording can be trusted. Knows no program."""
import os
from collections import Counter, namedtuple
from concurrent.futures import ThreadPoolExecutor

import replay

Phase = namedtuple('Phase', 'name first')  # number of its first change
Cut = namedtuple('Cut', 'phase index later names seed')


def choose(changes, phases, total, rng):
    """Cuts in every phase: around syncs (just before, at, just after), and anywhere; in every manner equally often."""
    bounds = [phase.first for phase in phases] + [len(changes)]
    spans = sorted(zip(bounds, bounds[1:], phases), key=lambda span: span[1] - span[0])
    chosen = {}
    for turn, (first, end, phase) in enumerate(spans):
        share = min(end - first, -(-(total - len(chosen)) // (len(spans) - turn)))  # what short phases leave, long ones take
        syncs = [index for index in range(first, end) if changes[index].op in 'SD']
        moments = {first, end - 1} if end > first else set()
        for sync in rng.sample(syncs, min(len(syncs), share // 4)):
            moments |= {max(first, sync - 1), sync, min(end - 1, sync + 1)}
        while len(moments) < share:
            moments.add(rng.randrange(first, end))
        chosen.update((index, phase.name) for index in moments)
    cuts, manners = [], []
    for index, phase in sorted(chosen.items()):
        if not manners:
            manners = [(later, names) for later in replay.LATER for names in replay.NAMES]
            rng.shuffle(manners)
        cuts.append(Cut(phase, index, *manners.pop(), rng.randrange(1 << 30)))
    return cuts


def judge_all(judge, cuts, changes):
    """What `judge(number, cut, changes)` says of each cut; `changes` are one life, or one for each cut."""
    lives = changes if isinstance(changes[0], list) else [changes] * len(cuts)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(judge, range(len(cuts)), cuts, lives))


def describe(cuts):
    phases, manners = Counter(cut.phase for cut in cuts), Counter(f'{cut.later} {cut.names}' for cut in cuts)
    said = [', '.join(f'{name} {count}' for name, count in counts.items()) for counts in (phases, manners)]
    return f'{len(cuts)} cuts ({said[0]}; {said[1]})'


def syncs_of(changes, path_end, first, last):
    """The syncs of a file, or of a folder, from one change up to before another."""
    return [index for index in range(first, last) if changes[index].op in 'SD' and changes[index].path.endswith(path_end)]


def forget(changes, syncs):
    """The same life in a program that did not make these syncs."""
    return [change._replace(op='-') if index in syncs else change for index, change in enumerate(changes)]


def escaped(changes, root, image):
    """Files that changed in a way the recorder did not see: then no image can be trusted."""
    replay.rebuild(changes, len(changes) - 1, image, later='keep')
    return sorted(path for path in set(files(root)) | set(files(image)) if contents(root + path) != contents(image + path))


def files(root):
    for folder, _, names in os.walk(root):
        yield from (os.path.join(folder, name)[len(root):] for name in names)


def contents(path):
    if not os.path.isfile(path):
        return None
    with open(path, 'rb') as file:
        return file.read()
