"""Lets the second auditor read the vectors that are part of the norm.

    python3 vectors.py VECTORS"""
import datetime, json, pathlib, re, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
import auditor, auditor_clocks
from auditor import Record

checked = 0


def same(row, found, expected):
    global checked
    checked += 1
    assert found == expected, (row.get("reason") or row.get("name"), found, expected)


def outcome(judge, *arguments):
    """What a function returns, or the code it refuses with."""
    try:
        return judge(*arguments)
    except ValueError as error:
        return getattr(error, "code", "malformed")


def told_header(row):
    told = {name: bytes.fromhex(row["header"][name]) for name in ("ledger", "stream", "commitment", "previous")}
    return Record(told["ledger"], row["header"]["position"], row["header"]["recorded_at"], told["stream"],
                  row["header"]["revision"], row["header"]["visibility"] == "sealed", told["commitment"],
                  told["previous"], row["header"]["kind"])


def payload_of(row):
    return bytes.fromhex(row["payload_hex"]) if "payload_hex" in row else row["payload"].encode()


class Payloads(auditor.Audit):
    """An audit of one payload only, whose commitment holds."""
    def __init__(self):
        super().__init__(".", None, [])

    def codes_of(self, kind, payload):
        record = Record(bytes(16), 0, 0, bytes(16), 0, False, b"", b"", kind)
        commitment = auditor.derive("griffie 2026-11 payload v1", bytes(32) + payload)
        self.check_payload(0, record._replace(commitment=commitment), bytes(32), payload)
        return self.codes


class Chain(auditor.Audit):
    """An audit of headers only."""
    def __init__(self):
        super().__init__(".", None, [])

    def codes_of(self, headers):
        previous, revisions = bytes(32), auditor.Counter()
        for position, header in enumerate(headers):
            self.check_record(position, auditor.read_header(header), previous, revisions)
            previous = auditor.derive("griffie 2026-11 record v1", header)
        return self.codes


def records(vectors):
    leaves, chain = [], [bytes.fromhex(row["header_bytes"]) for row in vectors["records"]]
    for row in vectors["contexts"]:
        same(row, auditor.derive(row["context"], bytes.fromhex(row["material"])).hex(), row["derived"])
    for row in vectors["records"] + vectors["well_formed_headers"]:
        header = bytes.fromhex(row["header_bytes"])
        same(row, auditor.read_header(header), told_header(row))
        same(row, auditor.derive("griffie 2026-11 record v1", header).hex(), row["record_hash"])
    for row, header in zip(vectors["records"], chain):
        record, salt, payload = auditor.read_header(header), bytes.fromhex(row["salt"]), payload_of(row)
        same(row, auditor.derive("griffie 2026-11 payload v1", salt + payload), record.commitment)
        binding = record.ledger + record.stream + record.commitment
        key = auditor.derive("griffie 2026-11 box key v1", bytes.fromhex(row["data_key"]) + binding)
        same(row, key.hex(), row["box_key"])
        same(row, auditor.derive("griffie 2026-11 box key id v1", binding)[:16].hex(), row["box_key_id"])
        same(row, auditor.open_box(bytes.fromhex(row["box"]), key, record), (salt, payload))
        leaves.append(auditor.leaf_hash(header))
        same(row, (leaves[-1].hex(), auditor.tree_root(leaves).hex()), (row["leaf_hash"], row["root"]))
    for row in vectors["malformed_headers"]:
        expected = "magic_unknown" if row["verdict"] == "unsupported" else "malformed"
        same(row, outcome(auditor.read_header, bytes.fromhex(row["header_bytes"])), expected)
    same({}, Chain().codes_of(chain), set())
    for row in vectors["broken_chains"]:
        found = Chain().codes_of(chain[:row["after"]] + [bytes.fromhex(row["header_bytes"])])
        same(row, row["code"] in found, True)
    for name, expected in [("well_formed_payloads", set()), ("malformed_payloads", {"payload_malformed"})]:
        for row in vectors[name]:
            payload = b"".join(bytes.fromhex(part) * times for part, times in row["parts"])
            same(row, Payloads().codes_of(row["kind"], payload), expected)
    codes = {"box_malformed": "malformed", "box_does_not_open": "does_not_open", "box_version_unknown": "unsupported"}
    for row in vectors["boxes"]:
        told = vectors["records"][row["record"]]
        record = auditor.read_header(chain[row["record"]])
        opened = outcome(auditor.open_box, bytes.fromhex(row["box"]), bytes.fromhex(told["box_key"]), record)
        if isinstance(opened, tuple):
            holds = auditor.derive("griffie 2026-11 payload v1", b"".join(opened)) == record.commitment
            same(row, "opens" if holds else "commitment_differs", row["verdict"])
        else:
            same(row, codes[opened], row["verdict"])


def checkpoints(vectors):
    named = [auditor.read_key(key["verifier_key"]) for key in vectors["keys"]]

    def holds(row):
        checkpoint = auditor.read_checkpoint(row["note"].encode())
        rotated = vectors["rotation"] + 1
        keys = named[0 if checkpoint.size <= rotated else 1:1 if checkpoint.size < rotated else 2]
        if "verifier_key" in row:
            keys = [auditor.read_key(row["verifier_key"])]
        auditor.need(checkpoint.ledger.hex() == vectors["ledger"], "checkpoint_ledger")
        auditor.need(auditor.is_signed(checkpoint.note, keys), "checkpoint_signature")
        return checkpoint.size, checkpoint.root.hex()

    for row in vectors["good"]:
        same(row, holds(row), (row["size"], row["root"]))
    for row in vectors["bad"]:
        found = outcome(holds, row)
        # A key that is refused before it can verify anything has no code of its own.
        same(row, found if found != "malformed" or "verifier_key" not in row else row["code"],
             row["code"].replace("checkpoint_malformed", "malformed"))
    for row in vectors["bad_verifier_keys"]:
        same(row, outcome(auditor.read_key, row["verifier_key"]), "malformed")


def receipts(vectors):
    rotation = vectors["rotation"]
    named = [auditor.read_key(text) for text in (vectors["verifier_key"], rotation["verifier_key"])]

    def holds(row):
        checkpoint, header, index, proof = auditor.read_receipt(row["receipt"].encode())
        record, rotated = auditor.read_header(header), rotation["position"] + 1
        auditor.need(record.position == index and record.ledger == checkpoint.ledger)
        auditor.need(checkpoint.ledger.hex() == vectors["ledger"])
        root = auditor.root_from_proof(auditor.leaf_hash(header), index, checkpoint.size, proof)
        keys = named[0 if checkpoint.size <= rotated else 1:1 if checkpoint.size < rotated else 2]
        auditor.need(root == checkpoint.root and auditor.is_signed(checkpoint.note, keys))
        return index, checkpoint.size

    for row in vectors["good"]:
        same(row, holds(row), (row["position"], row["size"]))
    for row in vectors["bad"]:
        same(row, outcome(holds, row), "magic_unknown" if row["rejected"] == "unsupported" else "malformed")


def trees(vectors):
    same({}, [auditor.tree_root([auditor.leaf_hash(bytes.fromhex(leaf)) for leaf in vectors["reference"]["leaves"][:size]])
              .hex() for size in range(1, 9)], vectors["reference"]["roots"])
    largest = max(row["size"] for row in vectors["roots"])
    leaves = [auditor.leaf_hash(number.to_bytes(8, "big")) for number in range(largest)]
    for row in vectors["roots"]:
        same(row, auditor.tree_root(leaves[:row["size"]]).hex(), row["root"])
    for name, expected in [("inclusion", True), ("bad_inclusion", False)]:
        for row in vectors[name]:
            proof = [bytes.fromhex(hash) for hash in row["proof"]]
            root = outcome(auditor.root_from_proof, bytes.fromhex(row["leaf"]), row["index"], row["size"], proof)
            same(row, root == bytes.fromhex(row["root"]), expected)
    for row in vectors["tiles"]:
        paths = [path for level in range(8) for path, _, _ in auditor.tiles(level, row["size"])]
        same(row, paths, row["paths"])
    for index, spelled in vectors["tile_indexes"]:
        same({}, auditor.spell(index), spelled)


def when(text):
    """A day, or an instant in microseconds."""
    if len(text) == 10:
        return datetime.date.fromisoformat(text)
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()) * 10**6


def clocks(examples):
    for row in examples:
        if "dates" in row:
            continue
        told = {name: when(row[name]) for name in ("start", "start_given", "nominal", "due", "target", "notice_latest")
                if name in row}
        id, start, count = row["rule"].removesuffix("-EXT"), told.get("start_given", told["start"]), row.get("count")
        end = auditor_clocks.end_of(id, id != row["rule"], start, count)
        same(row, (end.due, end.target), (told.get("due"), told.get("target")))
        same(row, end.nominal, told.get("nominal", end.nominal))
        if "notice_latest" in told:
            same(row, auditor_clocks.end_of(id, False, start, count).due, told["notice_latest"])


def tables(page):
    """The second auditor's tables are those of docs/rules.md."""
    def cells(name):
        lines = page.split(f"<!-- {name} -->\n")[1].split(f"<!-- /{name} -->")[0].strip().split("\n")
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not line.startswith("|---")]

    head, *rows = cells("rules")
    documented = [dict(zip(head, row)) for row in rows]
    same({"name": "rules"}, len(documented), len(auditor_clocks.ROWS))
    for row, own in zip(documented, auditor_clocks.ROWS):
        term = re.sub(r"^(more|from) .*", r"\1", row["term"])
        extended = re.sub(r" in all \(.*?\)+(?=,|$)(, notice)?.*", r"\1", row["extended"])
        pausable = "pausable" if "pausable" in row["more"].split(", ") else ""
        same({"name": own.id}, own, (row["id"], term, row["calendar"], extended, row["setting"], pausable, row["first day"]))
    same({"name": "feasts"}, auditor_clocks.FEAST_ROWS, [tuple(row) for row in cells("feasts")[1:]])
    same({"name": "decrees"}, ", ".join(map(str, sorted(auditor_clocks.DECREES))), cells("decrees")[0][0])


def main(folder):
    tables((pathlib.Path(folder) / "../../docs/rules.md").read_text())
    for name, check in {"records": records, "checkpoint": checkpoints, "receipt": receipts, "tree": trees,
                        "clocks": clocks}.items():
        check(json.loads((pathlib.Path(folder) / f"{name}.json").read_text()))
    print(f"{checked} statements of the vectors hold for the second auditor")


if __name__ == "__main__":
    main(*sys.argv[1:])
