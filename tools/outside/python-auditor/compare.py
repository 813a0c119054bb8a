"""Lets both auditors judge the same bundles: those of the tests, and copies of the sound ones damaged at random places.

    python3 compare.py GRIFFIE_AUDIT BUNDLES [SEED]

They agree when what format.md section 9 names is the same. A case may also say what exit code it must end with."""
import json, pathlib, random, shutil, subprocess, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
import auditor

DAMAGED_COPIES = 4  # of every sound bundle


def rust(binary, bundle, key, also):
    arguments = [binary, "bundle", bundle, "--json"] + (["--key", key] if key else []) + (["--also", *also] if also else [])
    done = subprocess.run(arguments, capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert report["exit"] == done.returncode and not done.stderr, done
    return report


def essence(report):
    """What two auditors must agree on."""
    names = ["verdict", "exit", "ledger", "size", "root", "reservations"]
    names += [] if report["verdict"] == "broken" else ["states", "not_examined", "clocks"]
    return {name: report[name] for name in names}


def damage(folder, chance):
    """One file of a bundle, harmed in one way."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    path = chance.choice(files)
    data = bytearray(path.read_bytes())
    harm = chance.choice(["flip", "cut", "grow", "zero", "remove", "swap"])
    if harm == "flip":
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif harm == "cut":
        del data[chance.randrange(len(data)):]
    elif harm == "grow":
        data += chance.randbytes(chance.randrange(1, 100))
    elif harm == "zero":
        data[:] = bytes(len(data))
    elif harm == "swap":
        data = bytearray(chance.choice(files).read_bytes())
    changed = harm == "remove" or bytes(data) != path.read_bytes()
    path.unlink()
    if harm != "remove":
        path.write_bytes(data)
    return f"{harm} {path.relative_to(folder)}", changed


def judge(binary, name, bundle, key, also, expected):
    first = rust(binary, str(bundle), key, also)
    second = auditor.audit(str(bundle), key and auditor.read_key(key), also)
    if essence(first) == essence(second) and expected in (None, first["exit"]):
        return 0
    print(f"{name}: expected {expected}\n  Rust   {json.dumps(first)[:1000]}\n  Python {json.dumps(second)[:1000]}")
    return 1


def main(binary, bundles, seed="1"):
    chance, judged, wrong = random.Random(int(seed)), 0, 0
    for case in sorted(pathlib.Path(bundles).iterdir()):
        key = (case / "key").read_text() if (case / "key").exists() else None
        also = sorted(str(path) for path in (case / "also").iterdir())
        expected = int((case / "expected").read_text())
        wrong += judge(binary, case.name, case / "bundle", key, also, expected)
        judged += 1
        for _ in range(DAMAGED_COPIES if expected in (0, 4) else 0):
            copy = case / "damaged"
            shutil.copytree(case / "bundle", copy)
            harm, changed = damage(copy, chance)
            wrong += judge(binary, f"{case.name}, {harm}", copy, key, also, 3 if changed else expected)
            shutil.rmtree(copy)
            judged += 1
    print(f"{judged} bundles judged by both auditors, {wrong} in disagreement (seed {seed})")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
