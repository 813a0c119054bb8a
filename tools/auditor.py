#!/usr/bin/env python3
"""Audits a griffie bundle offline. Written from docs/format.md alone, whose section numbers stand below; the clocks of the
law, by docs/rules.md, are recomputed in auditor_clocks.py beside this file, and destructions are judged in auditor_destruction.py.

    python3 auditor.py bundle DIR [--key VKEY] [--also FILE ...] [--json]

Exit codes: 0 sound, 1 could not read, 2 usage, 3 broken, 4 sound with a reservation, 6 unsupported.
Needs Python 3.11, blake3 and cryptography. It would rather be read than be fast.
"""
import argparse, base64, hashlib, json, os, re, stat, struct, sys
from collections import Counter, namedtuple
from contextlib import contextmanager
from blake3 import blake3
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
import auditor_clocks, auditor_destruction

class Breach(ValueError):
    """The bytes are not as the document says; `code` is that of section 9."""
    def __init__(self, code):
        self.code = code

def need(holds, code=None):
    if not holds:
        raise Breach(code) if code else ValueError("not in the documented form")

# ---- Section 1: one spelling, hashes, strict Ed25519. What is spelled otherwise raises ValueError. ----

def decimal(text):
    need(re.fullmatch("0|[1-9][0-9]{0,18}", text) and int(text) <= 2**63)
    return int(text)

def unhex(text, length):
    need(re.fullmatch(f"[0-9a-f]{{{2 * length}}}", text))
    return bytes.fromhex(text)

def unbase64(text, length=None):
    raw = base64.b64decode(text, validate=True)
    need(base64.b64encode(raw).decode() == text and length in (None, len(raw)))
    return raw

sha256 = lambda data: hashlib.sha256(data).digest()
derive = lambda context, material: blake3(material, derive_key_context=context).digest()
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
Y8 = int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
SMALL_ORDER_Y = {0, 1, P - 1, Y8, P - Y8}  # points of order 4, 1, 2 and 8

def is_sound_point(encoded):
    """Canonical, on the curve, not of small order."""
    y = int.from_bytes(encoded, "little") & 2**255 - 1
    x_squared = (y * y - 1) * pow(1 - 121665 * pow(121666, -1, P) * y * y, -1, P)
    return y < P and y not in SMALL_ORDER_Y and pow(x_squared, (P - 1) // 2, P) == 1

def verifies(public, message, signature):
    if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= L or not is_sound_point(signature[:32]):
        return False
    try:  # without cofactor, and R is compared byte by byte
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        return True
    except InvalidSignature:
        return False

# ---- Section 2: record header ----

Record = namedtuple("Record", "ledger position time stream revision sealed commitment previous kind")
KIND = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*/[1-9][0-9]{0,2}")

def read_header(header):
    need(len(header) < 4 or header[:4] == b"GRF1", "magic_unknown")
    need(163 <= len(header) <= 221)
    _, ledger, position, time, stream, revision, _, _, visibility, commitment, previous, length = struct.unpack(
        ">4s16sQQ16sQ16s16sB32s32sB", header[:158])
    kind = header[158:].decode("ascii")
    need(length == len(kind) and visibility <= 1 and max(position, time, revision) < 2**63 and KIND.fullmatch(kind))
    return Record(ledger, position, time, stream, revision, visibility == 1, commitment, previous, kind)

# ---- Section 3: payload and box ----

LAST_TWO = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xfffe, 0xffff))
UNWANTED = re.compile("[\ud800-\udfff\ufdd0-\ufdef" + LAST_TWO + "]")

def read_json(payload):
    """The object, if it is the strict I-JSON of the norm."""
    def integer(text):
        need(text != "-0" and len(text) <= 17 and abs(int(text)) < 2**53)
        return int(text)
    def unique(pairs):
        need(len(dict(pairs)) == len(pairs))
        return dict(pairs)
    text, depth = payload.decode("utf-8"), 0
    for bracket in re.findall(r"[\[\]{}]", re.sub(r'"(?:[^"\\]|\\.)*"', "", text, flags=re.DOTALL)):
        depth += 1 if bracket in "[{" else -1
        need(depth <= 64)
    refuse = lambda _: need(False)
    value = json.loads(text, parse_int=integer, parse_float=refuse, parse_constant=refuse, object_pairs_hook=unique)
    need(isinstance(value, dict) and not UNWANTED.search(json.dumps(value, ensure_ascii=False)))
    return value

def check_box_form(box):
    need(box[:1] in (b"", b"\1"), "box_version_unknown")
    need(78 <= len(box) <= 65613, "box_malformed")

def open_box(box, key, record):
    """Salt and payload."""
    check_box_form(box)
    aad = b"griffie box v1" + record.ledger + record.stream + record.commitment
    try:
        plain = AESGCM(key).decrypt(box[17:29], box[29:], aad)
    except InvalidTag:
        raise Breach("box_does_not_open") from None
    return plain[:32], plain[32:]

# ---- Section 4: tree ----

leaf_hash = lambda header: sha256(b"\0" + header)

def tree_root(hashes):
    """Level by level; a last node without sibling rises as it is."""
    while len(hashes) > 1:
        pairs = [sha256(b"\1" + hashes[at] + hashes[at + 1]) for at in range(0, len(hashes) - 1, 2)]
        hashes = pairs + hashes[len(hashes) & ~1:]
    return hashes[0] if hashes else sha256(b"")

def root_from_proof(leaf, index, size, proof):
    """RFC 6962 section 2.1.1: the last hash is the root of the half the leaf is not in."""
    need(index < size)
    if size == 1:
        need(not proof)
        return leaf
    *proof, other = proof
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return sha256(b"\1" + root_from_proof(leaf, index, half, proof) + other)
    return sha256(b"\1" + other + root_from_proof(leaf, index - half, size - half, proof))

# ---- Sections 5 and 6: keys, notes, checkpoints, receipts ----

Key = namedtuple("Key", "name id public")
Note = namedtuple("Note", "text signatures")
Checkpoint = namedtuple("Checkpoint", "ledger size root note")
Outside = namedtuple("Outside", "path checkpoint header index proof", defaults=(None, None, None))

def read_key(text):
    name, id, key = text.split("+", 2)
    key = unbase64(key, 33)
    need(re.fullmatch(r"\S+", name) and key[0] == 1 and is_sound_point(key[1:]))
    need(sha256(name.encode() + b"\n" + key)[:4] == unhex(id, 4))
    return Key(name, unhex(id, 4), key[1:])

def read_note(data, limit=16384):
    text = data.decode("utf-8")
    parts = re.fullmatch(r"(.*\n)\n((?:— [^\s+]+ [^\s]+\n){1,64})", text, re.DOTALL)
    need(len(data) <= limit and parts and not re.search("[\0-\x09\x0b-\x1f\x7f-\x9f]", text))
    lines = [(name, unbase64(signature)) for name, signature in re.findall(r"— (\S+) (\S+)\n", parts[2])]
    need(all(len(signature) >= 5 for _, signature in lines))
    return Note(parts[1], [(name, signature[:4], signature[4:]) for name, signature in lines])

def is_signed(note, keys):
    """Every key has a line, and every line of a key holds."""
    def holds(key):
        own = [signature for name, id, signature in note.signatures if (name, id) == (key.name, key.id)]
        return own and all(verifies(key.public, note.text.encode(), signature) for signature in own)
    return bool(keys) and all(holds(key) for key in keys)

def read_checkpoint(data, signed=True):
    note = read_note(data) if signed else None
    parts = re.fullmatch(r"griffie/(.+)\n(.+)\n(.+)\n", note.text if note else data.decode("utf-8"))
    need(parts)
    return Checkpoint(unhex(parts[1], 16), decimal(parts[2]), unbase64(parts[3], 32), note)

def read_receipt(data):
    """Checkpoint, header, index, proof."""
    head, checkpoint = data.split(b"\n\n", 1)
    parts = re.fullmatch(r"c2sp\.org/tlog-proof@v1\nextra (.+)\nindex (.+)((?:\n.+){0,63})", head.decode("utf-8"))
    need(parts)
    proof = [unbase64(line, 32) for line in parts[3].split("\n")[1:]]
    return read_checkpoint(checkpoint), unbase64(parts[1]), decimal(parts[2]), proof

def read_outside(path):
    """A file somebody else kept: a receipt, a signed checkpoint, or its three lines."""
    with open(path, "rb") as file:
        data = file.read(65537)
    try:
        need(len(data) <= 65536)
        if data.startswith(b"c2sp.org/tlog-proof@v1"):
            return Outside(path, *read_receipt(data))
        return Outside(path, read_checkpoint(data, signed=b"\n\n" in data))
    except ValueError:
        return Outside(path, None)

# ---- Sections 7 to 9: the bundle ----

class Stop(Exception):
    """With what was found there is nothing to go on with."""

GROUP, LINE_MAX = 65536, 131072
VERDICTS = {"sound": 0, "unreadable": 1, "broken": 3, "reservation": 4, "unsupported": 6}
UNSUPPORTED = {"magic_unknown", "kind_unknown", "payload_not_given", "clock_table_unknown", "box_version_unknown",
               "bundle_version_unknown"}
STATES = ["destroyed", "destroying", "lost", "opened", "open", "sealed_unexamined", "withheld", "unexplained"]
FAMILIES = ("ledger.", "damage.", "destruction.", "hold.", "grant.", "clock.")
is_id = lambda value: unhex(value, 16)
is_time = lambda value: type(value) is int and value >= 0
is_range = lambda value: type(value) is list and len(value) == 2 and all(map(is_time, value))
among = lambda *values: lambda value: type(value) is str and value in values
ROLES = ("owner", "complaints_officer", "incident_officer", "privacy_officer", "practitioner", "locum", "system",
         "auditor", "client")
SEALED = {"grant.token_issued/1", "grant.token_issued/2", "grant.token_revoked/1", "grant.emergency_taken/1"}
is_named = lambda value: type(value) is list and len(value) <= 200 and all(map(is_id, value)) and ascending(value)
ascending = lambda values: all(first < second for first, second in zip(values, values[1:]))
is_day_or_null = lambda value: value is None or auditor_destruction.read_day(value)
OPEN = {
    "ledger.created/1": {"format": among("GRF1"), "verifier_key": read_key},
    "ledger.key_rotated/1": {"verifier_key": read_key, "reason": among("scheduled", "suspected", "restored")},
    "ledger.restored/1": {"size": is_time, "abandoned_size": is_time,
                          "abandoned_root": lambda value: value is None or unbase64(value, 32)},
    "ledger.mirror_followed/1": {"mirror": is_id, "epoch": is_time},
    "ledger.clock_accepted/1": {"accepted_at": is_time, "last_recorded_at": is_time},
    "damage.recorded/1": {"positions": lambda value: type(value) is list and all(map(is_range, value)),
                          "cause": among("box_missing", "box_unreadable", "key_missing"), "approver": is_id},
    "grant.given/1": {"grant": is_id, "actor": is_id, "scope": among("ledger"),
                      "role": among(*ROLES[:4])},
    "grant.given/2": {"grant": is_id, "actor": is_id, "role": among(*ROLES), "streams": is_named,
                      "from": is_day_or_null, "until": is_day_or_null},
    "grant.ended/1": {"grant": is_id},
} | auditor_clocks.MEMBERS | auditor_destruction.MEMBERS

def spell(index):
    return re.sub("(...)(?=.)", r"x\1/", str(index).zfill(-(-len(str(index)) // 3) * 3))

def tiles(level, size):
    """Path, first hash and width of a level's tiles, lazily: a claimed size costs nothing."""
    hashes = size >> (0 if level == "entries" else 8 * level)
    for first in range(0, hashes, 256):
        width = min(256, hashes - first)
        yield f"tile/{level}/{spell(first // 256)}" + (f".p/{width}" if width < 256 else ""), first, width

class Audit:
    def __init__(self, root, key, also):
        self.root, self.key, self.outside = root, key, [read_outside(path) for path in also]
        self.findings, self.codes, self.reservations, self.checkpoint = [], set(), set(), None
        self.files, self.records, self.stopped, self.unknown = {}, [], False, set()
        self.states, self.given, self.facts, self.abandoned = dict.fromkeys(STATES, 0), {}, {}, set()
        self.clocks, self.clock_facts, self.destruction_facts = auditor_clocks.Clocks().count(), {}, {}

    def found(self, code, position=None, path=None):
        self.codes.add(code)
        if len(self.findings) < 100:
            self.findings.append({"code": code, "position": position, "path": path})

    @contextmanager
    def judging(self, code, position=None, path=None):
        try:
            yield
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            self.found(getattr(error, "code", code), position, path)

    def read(self, path, limit):
        """A regular file of at most `limit` bytes, compared with its line in the manifest; else nothing, and a finding."""
        whole, data = os.path.join(self.root, path), b""
        try:
            need(stat.S_ISREG(os.lstat(whole).st_mode))
            with open(whole, "rb") as file:
                data = file.read(limit + 1)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            self.found("file_absent", path=path)
        if path != "manifest" and self.files.get(path) != (sha256(data), len(data)):
            self.found("file_differs", path=path)
        return data if len(data) <= limit else b""

    def run(self):
        os.listdir(self.root)  # or it cannot be read at all
        manifest, size = None, 0
        with self.judging("manifest_malformed", path="manifest"):
            manifest = self.read_manifest()
        with self.judging("checkpoint_malformed", path="checkpoint"):
            self.checkpoint = read_checkpoint(self.read("checkpoint", 16384))
            size = self.checkpoint.size
            need(size > 0)
        if manifest is None or size == 0:
            raise Stop
        self.check_files(size)
        leaves = self.walk_chain(size)
        self.walk_tree(leaves)
        self.read_contents()
        self.check_signatures(manifest, leaves)
        self.count_states()
        self.follow_clocks()

    # -- section 8: files --

    def read_manifest(self):
        data, last = self.read("manifest", 256 << 20), ""
        version = re.match(rb"griffie bundle v([1-9][0-9]{0,2})\n", data)
        if version and version[1] != b"1":
            self.found("bundle_version_unknown", path="manifest")
            raise Stop
        note, files = read_note(data, 256 << 20), {}
        need(version and len(note.signatures) == 1)
        for line in note.text.split("\n")[1:-1]:
            digest, size, path = line.split(" ", 2)
            need(path > last)
            files[path], last = (unhex(digest, 32), decimal(size)), path
        self.files = files
        return note

    def check_files(self, size):
        other = dict(self.files)
        for level in ["entries", *range(8)]:
            for path, _, _ in tiles(level, size):
                if not other.pop(path, None):  # so this goes on no longer than the manifest does
                    self.found("tile_set", path=path)
                    raise Stop
        for path in ["checkpoint", "held"] + [f"{kind}/{spell(group)}" for kind in ("open", "boxes", "keys")
                                              for group in range(-(-size // GROUP))]:
            other.pop(path, None)
        for path in other:
            with self.judging("manifest_malformed", path=path):
                need(path.startswith("rotation/"))
                decimal(path[9:])
        folders = [""]
        while folders and len(self.findings) < 100:
            folder = folders.pop()
            for entry in os.scandir(os.path.join(self.root, folder)):
                path = os.path.join(folder, entry.name)
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                elif not entry.is_file(follow_symlinks=False) or path != "manifest" and path not in self.files:
                    self.found("file_unlisted", path=path.encode("utf-8", "replace").decode())
        if self.codes - UNSUPPORTED:
            raise Stop
        self.held = self.read("held", -(-size // 8))
        if len(self.held) != -(-size // 8) or self.held[-1] & 0xff >> (size % 8 or 8):
            self.found("held_malformed", path="held")
            raise Stop

    def holds(self, position):
        return bool(self.held[position // 8] & 0x80 >> position % 8)

    # -- sections 2 and 4: chain and tree --

    def walk_chain(self, size):
        """All leaves. The chain is followed as far as its headers can be read."""
        leaves, previous, revisions = [], bytes(32), Counter()
        for path, first, width in tiles("entries", size):
            data, headers = self.read(path, 256 * 65537), []
            while len(headers) < width and len(data) >= 2 and len(data) >= (end := 2 + int.from_bytes(data[:2], "big")):
                headers.append(data[2:end])
                data = data[end:]
            if data or len(headers) != width:
                self.found("entries_malformed", path=path)
                raise Stop
            leaves += map(leaf_hash, headers)
            for position, header in enumerate(headers, first):
                if not self.stopped:
                    self.stopped = True
                    with self.judging("header_malformed", position):
                        self.check_record(position, read_header(header), previous, revisions)
                        previous, self.stopped = derive("griffie 2026-11 record v1", header), False
        return leaves

    def check_record(self, position, record, previous, revisions):
        before = self.records[-1] if self.records else record
        known = record.kind in OPEN or record.kind in auditor_destruction.SEALED | SEALED
        unknown = record.kind.startswith(FAMILIES) and not known
        for code, breached in [
            ("position_gap", record.position != position),
            ("ledger_differs", record.ledger != before.ledger),
            ("time_decreases", record.time < before.time),
            ("previous_differs", record.previous != previous),
            ("revision_gap", record.revision != revisions[record.stream]),
            ("first_record", (record.kind == "ledger.created/1") != (position == 0) or position == 0 and record.sealed),
            ("open_payload_malformed", known and record.sealed == (record.kind in OPEN)),
            ("kind_unknown", unknown),
        ]:
            if breached:
                self.found(code, position)
        self.unknown |= {record.kind.split(".")[0]} if unknown else set()
        revisions[record.stream] += 1
        self.records.append(record)

    def walk_tree(self, leaves):
        hashes = leaves
        for level in range(8):
            above = []
            for path, first, width in tiles(level, len(leaves)):
                own = hashes[first:first + width]
                if self.read(path, 32 * width) != b"".join(own):
                    self.found("tile_differs", path=path)
                above += [tree_root(own)] if width == 256 else []
            hashes = above

    # -- sections 3 and 7: contents --

    def lines(self, kind):
        """Position and fields of every line that stands where it may."""
        for group in range(-(-self.checkpoint.size // GROUP)):
            path, last = f"{kind}/{spell(group)}", -1
            data = self.read(path, GROUP * LINE_MAX) if path in self.files else b"\n"
            for line in data.split(b"\n")[:-1] if data != b"\n" else []:
                with self.judging("line_malformed", path=path):
                    position, *fields = line.decode("utf-8").split(" ")
                    position, fields = decimal(position), [unbase64(field) for field in fields]
                    need(len(line) < LINE_MAX and len(fields) == (2 if kind == "open" else 1))
                    need(kind == "boxes" or len(fields[0]) == 32)
                    need(position > last, "line_order")
                    last = position
                    need(position < self.checkpoint.size and position // GROUP == group, "line_misplaced")
                    need(self.holds(position), "line_misplaced")
                    yield position, self.records[position] if position < len(self.records) else None, *fields
            if data[-1:] != b"\n":
                self.found("line_malformed", path=path)

    def read_contents(self):
        """A state for every position of which something is given."""
        keys = {position: key for position, _, key in self.lines("keys")}
        for position, record, box in self.lines("boxes"):
            key = keys.pop(position, None)
            with self.judging("box_malformed", position):
                self.given[position] = "sealed_unexamined"
                if key and record:
                    self.check_payload(position, record, *open_box(box, key, record))
                    self.given[position] = "opened"
                elif box[:1] in (b"", b"\1"):
                    check_box_form(box)
        for position in keys:
            self.found("line_misplaced", position)
        for position, record, salt, payload in self.lines("open"):
            with self.judging("line_misplaced", position):
                if record:
                    need(not record.sealed)
                    self.check_payload(position, record, salt, payload)
                    self.given[position] = "open"

    def check_payload(self, position, record, salt, payload):
        need(derive("griffie 2026-11 payload v1", salt + payload) == record.commitment, "commitment_differs")
        with self.judging("payload_malformed", position):
            need(len(payload) <= 65536)
            if record.kind.endswith(".attachment_part_stored/1"):
                return need(payload)
            value = read_json(payload)
            if record.sealed:
                need("body" in value and value.keys() <= {"body", "context", "request_digest", "part_destroyed"})
                need(isinstance(value["body"], dict) and isinstance(value.get("context", {}), dict))
                unhex(value.get("request_digest", "00" * 32), 32)
                mark = value.get("part_destroyed", {"replaces": 0, "recorded_at": 0})
                need(mark.keys() == {"replaces", "recorded_at"} and all(map(is_time, mark.values())))
            elif record.kind in auditor_clocks.MEMBERS:
                with self.judging("clock_malformed", position):
                    self.clock_facts[position] = auditor_clocks.read(record.kind, value)
            elif record.kind in auditor_destruction.MEMBERS:
                with self.judging("open_payload_malformed", position):
                    self.destruction_facts[position] = record.kind, auditor_destruction.read(record.kind, value)
                    self.facts[position] = {"positions": []}
            elif record.kind in OPEN:
                with self.judging("open_payload_malformed", position):
                    members = OPEN[record.kind]
                    need(value.keys() == members.keys() and all(members[name](value[name]) for name in members))
                    need(not value.get("from") or not value.get("until") or value["from"] <= value["until"])
                    self.check_fact(position, record, **value)

    def check_fact(self, position, record, verifier_key=None, positions=None, last_recorded_at=None, **fact):
        need("size" not in fact or fact["size"] == position <= fact["abandoned_size"])
        if verifier_key is not None:
            fact["key"] = read_key(verifier_key)
            need(fact["key"].name == "griffie/" + record.ledger.hex())
        if positions is not None:
            ends = [-2] + [end for pair in positions for end in pair] + [position]
            need(positions and all(last + 1 < first for last, first in zip(ends[0:-1:2], ends[1:-1:2])), "damage_malformed")
            need(all(first <= last < position for first, last in positions), "damage_malformed")
        need(last_recorded_at is None or last_recorded_at == self.records[position - 1].time)
        self.facts[position] = fact | {"positions": positions or []}

    # -- sections 5 and 9: who signed, what others kept, states --

    def check_signatures(self, manifest, leaves):
        ledger = self.records[0].ledger if self.records else self.checkpoint.ledger
        kinds = {position: record.kind for position, record in enumerate(self.records) if record.kind in OPEN}
        needed = lambda kind: kind.startswith("ledger.") or kind in auditor_destruction.MEMBERS
        missing = [position for position in kinds if needed(kinds[position]) and position not in self.facts]
        for position in missing:
            self.found("payload_not_given", position)
        rotated = {position + 1 for position, kind in kinds.items() if kind == "ledger.key_rotated/1"}
        crossings = {decimal(path[9:]): path for path in self.files if path.startswith("rotation/")}
        known = not self.stopped and "ledger" not in self.unknown
        for crossing in rotated ^ crossings.keys() if known else ():
            self.found("rotation_set", path=f"rotation/{crossing}")
        known = known and not {"ledger.created/1", "ledger.key_rotated/1"} & {kinds[position] for position in missing}
        keys = [(position, fact["key"]) for position, fact in sorted(self.facts.items()) if "key" in fact]
        if len({key.id for _, key in keys}) < len(keys):
            self.found("open_payload_malformed")

        def keys_at(size):
            """One, or two where a rotation is the last record."""
            named = [key for position, key in keys if position < max(size, 1)]
            return named[-2:] if size in rotated else named[-1:]

        def compare(checkpoint, signature="checkpoint_signature", other_ledger="checkpoint_ledger", root="root_differs"):
            need(checkpoint.ledger == ledger, other_ledger)
            if checkpoint.size <= len(leaves):
                need(checkpoint.root == tree_root(leaves[:checkpoint.size]), root)
                need(not known or not checkpoint.note or is_signed(checkpoint.note, keys_at(checkpoint.size)), signature)

        def left_behind(checkpoint):
            """The restore that left its branch behind, if it is of one (section 9)."""
            size, restores = checkpoint.size, [fact for fact in self.facts.values() if "abandoned_size" in fact]
            fits = size <= len(leaves) and checkpoint.root == tree_root(leaves[:size])
            signed = known and checkpoint.note
            for fact in restores if checkpoint.ledger == ledger and not fits and (size <= len(leaves) or signed) else ():
                root = size == fact["abandoned_size"] and fact["abandoned_root"]
                if fact["size"] < size <= fact["abandoned_size"] and (not root or unbase64(root, 32) == checkpoint.root) \
                        and (not signed or is_signed(checkpoint.note, keys_at(fact["size"])[-1:])):
                    return fact

        with self.judging("checkpoint_malformed", path="checkpoint"):
            compare(self.checkpoint)
        for crossing, path in crossings.items():
            with self.judging("checkpoint_malformed", path=path):
                checkpoint = read_checkpoint(self.read(path, 16384))
                need(checkpoint.size == crossing)
                compare(checkpoint)
        for path, checkpoint, header, index, proof in self.outside:
            with self.judging("outside_malformed", path=path):
                need(checkpoint)
                if header is not None:
                    root = root_from_proof(leaf_hash(header), index, checkpoint.size, proof)
                    need(root == checkpoint.root)
                    record = read_header(header)
                    need(record.position == index and record.ledger == ledger)
                left = left_behind(checkpoint)
                if header is not None and not (left and index >= left["size"]):
                    need(index >= len(leaves) or leaf_hash(header) == leaves[index], "outside_header_differs")
                if left:
                    self.abandoned.add(path)
                else:
                    compare(checkpoint, "outside_signature", "outside_ledger", "outside_inconsistent")
        if known and not is_signed(manifest, keys_at(len(leaves))[-1:]):
            self.found("manifest_signature", path="manifest")
        if known and self.key and self.key not in [key for _, key in keys]:
            self.found("key_mismatch")

    def count_states(self):
        lost = {position for fact in self.facts.values() for first, last in fact["positions"]
                for position in range(first, last + 1)}
        damage = {at: fact["positions"] for at, fact in self.facts.items() if fact["positions"]}
        gone = {} if self.stopped else auditor_destruction.judge(self.records, self.destruction_facts, damage, self.found)
        for position in range(0 if self.stopped else self.checkpoint.size):
            if position in gone:
                self.states[gone[position]] += 1
                if position in self.given:
                    self.found("destroyed_given", position)
                continue
            state = self.given.get(position, "withheld" if self.holds(position) else "unexplained")
            state = "lost" if position in lost else state
            self.states[state] += 1
            if state == "unexplained" and not self.unknown:
                self.found("unexplained", position)
        newest = max((outside.checkpoint.size for outside in self.outside
                      if outside.checkpoint and outside.path not in self.abandoned), default=None)
        size, reasons = self.checkpoint.size, {fact.get("reason") for fact in self.facts.values()}
        self.reservations = {name for name, holds in {
            "abandoned": self.abandoned, "key_unproven": self.key is None, "lost": lost, "restored": "restored" in reasons,
            "nothing_outside_attests": newest is None, "outside_older_than_bundle": newest is not None and newest < size,
            "outside_beyond_bundle": newest is not None and newest > size}.items() if holds}

    # -- section 7: clocks --

    def follow_clocks(self):
        clocks = auditor_clocks.Clocks()
        for position, record in enumerate(self.records):
            if record.kind.startswith("clock."):
                with self.judging("clock_malformed", position):
                    clocks.follow(record.stream, record.kind, self.clock_facts.get(position))
        self.clocks = self.clocks if self.stopped else clocks.count()

def audit(root, key=None, also=()):
    audit, verdict = None, None
    try:
        audit = Audit(root, key, also)
        audit.run()
    except Stop:
        pass
    except OSError as error:
        audit, verdict = Audit(root, key, ()), "unreadable"
        audit.found("unreadable", path=str(error.filename))
    if verdict is None:
        unsound = "broken" if audit.codes - UNSUPPORTED else "unsupported" if audit.codes else None
        verdict = unsound or ("reservation" if audit.reservations else "sound")
    known, states = audit.checkpoint, audit.states
    return {"report": "griffie audit v1", "verdict": verdict, "exit": VERDICTS[verdict],
            "ledger": known and known.ledger.hex(), "size": known and known.size,
            "root": known and base64.b64encode(known.root).decode(), "states": states,
            "not_examined": states["sealed_unexamined"] + states["withheld"], "clocks": audit.clocks,
            "reservations": sorted(audit.reservations) if verdict == "reservation" else [], "findings": audit.findings}

def tell(report):
    """The report in words."""
    lines = [report["verdict"].upper(), f"ledger {report['ledger']}, {report['size']} records, root {report['root']}"]
    lines += ["found {code}, position {position}, file {path}".format(**finding) for finding in report["findings"]]
    lines += [f"reservation {name}" for name in report["reservations"]]
    lines += [f"{count} positions {state}" for state, count in report["states"].items() if count]
    lines += [f"{count} clocks {what.replace('_', ' ')}" for what, count in report["clocks"].items() if count]
    return "\n".join(lines + [f"{report['not_examined']} positions not examined"])

def main():
    parser = argparse.ArgumentParser(description="Audits a griffie bundle offline, by docs/format.md.")
    bundle = parser.add_subparsers(dest="command", required=True).add_parser("bundle", help="check an exported bundle")
    bundle.add_argument("folder", metavar="DIR")
    bundle.add_argument("--key", type=read_key, metavar="VKEY", help="one of the ledger's verifier keys")
    bundle.add_argument("--also", nargs="+", action="extend", default=[], metavar="FILE", help="what others kept")
    bundle.add_argument("--json", action="store_true", help="print the report as JSON")
    arguments = parser.parse_args()
    report = audit(arguments.folder, arguments.key, arguments.also)
    print(json.dumps(report) if arguments.json else tell(report))
    return report["exit"]

if __name__ == "__main__":
    sys.exit(main())
