"""Holds and destructions (docs/format.md section 7): what each record says, on what authority, and what is gone by it.

Written from the document alone; auditor.py beside this file reads the bundle. `read` judges the form of one payload, `judge`
holds all of them against what every position is.
"""
import re
from collections import defaultdict, namedtuple
from datetime import datetime, timedelta, timezone

GROUNDS = {"client_request", "retention_ended", "transferred", "recorded_unlawfully", "log_year_ended"}
NEVER = ("destruction.", "ledger.", "grant.", "hold.", "damage.")
MEMBERS = {
    "hold.placed/1": {"dossier", "hold"},
    "hold.lifted/1": {"hold"},
    "ledger.solo_declared/1": {"solo"},
    "destruction.decided/1": {"ground", "streams", "positions", "replacements", "keys", "decider", "approver", "request"},
    "destruction.executed/1": {"decided", "epoch", "technique", "mirrors", "key_backups_until"},
}
SEALED = {"destruction.proposed/1", "destruction.refused/1"}
Decision = namedtuple("Decision", "touched whole")


def need(holds):
    if not holds:
        raise ValueError("not in the documented form")


def is_id(value):
    need(type(value) is str and re.fullmatch("[0-9a-f]{32}", value))


def read_day(value):
    """A day from 1950 through 2100, as text; else ValueError."""
    need(type(value) is str and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value))
    day = datetime.strptime(value, "%Y-%m-%d")
    need(1950 <= day.year <= 2100)
    return day


def is_count(value):
    need(type(value) is int and value >= 0)


def are_pairs(value):
    need(type(value) is list)
    for pair in value:
        need(type(pair) is list and len(pair) == 2)
        is_count(pair[0]), is_count(pair[1])


def read(kind, value):
    """The members, if they are exactly those of the kind and of its form; else ValueError."""
    need(value.keys() == MEMBERS[kind])
    for name in ("dossier", "hold", "decider", "approver"):
        if name in value:
            is_id(value[name])
    if kind == "ledger.solo_declared/1":
        need(type(value["solo"]) is bool)
    elif kind == "destruction.decided/1":
        need(type(value["ground"]) is str and type(value["streams"]) is list and type(value["keys"]) is list)
        for whole in value["streams"]:
            need(type(whole) is dict and whole.keys() == {"stream", "through"})
            is_id(whole["stream"]), is_count(whole["through"])
        for key in value["keys"]:
            is_id(key)
        need(all(one < other for one, other in zip(value["keys"], value["keys"][1:])))
        are_pairs(value["positions"]), are_pairs(value["replacements"])
        if value["request"] is not None:
            is_id(value["request"])
    elif kind == "destruction.executed/1":
        is_count(value["decided"]), is_count(value["epoch"])
        need(value["technique"] == "key_destruction" and type(value["mirrors"]) is list)
        for mirror in value["mirrors"]:
            need(type(mirror) is dict and mirror.keys() == {"mirror", "state"} and mirror["state"] in ("current", "lagging"))
            is_id(mirror["mirror"])
        if value["key_backups_until"] is not None:
            need(read_day(value["key_backups_until"]))
    return value


def five_years_later(micros):
    """Five calendar years after an instant, UTC; the last day of February where there is no 29th."""
    at = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=micros)
    try:
        later = at.replace(year=at.year + 5)
    except ValueError:
        later = at.replace(year=at.year + 5, day=28)
    return (later - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1)


class Course:
    """All statements in the order of their records. `records` are the headers, `damage` what was lost by which record."""

    def __init__(self, records, damage, found):
        self.records, self.damage, self.found = records, damage, found
        self.by_stream = defaultdict(list)
        for position, record in enumerate(records):
            self.by_stream[record.stream.hex()].append(position)
        self.gone, self.decisions, self.executed = {}, {}, {}
        self.holds, self.lifted, self.solo = {}, set(), False

    def follow(self, position, kind, fact):
        if kind == "ledger.solo_declared/1":
            self.solo = fact["solo"]
        elif kind == "hold.placed/1":
            if fact["hold"] in self.lifted or fact["hold"] in self.holds:
                self.found("hold_malformed", position)
            self.holds[fact["hold"]] = fact["dossier"]
        elif kind == "hold.lifted/1":
            if self.holds.pop(fact["hold"], None) is None:
                self.found("hold_malformed", position)
            self.lifted.add(fact["hold"])
        elif kind == "destruction.executed/1":
            if fact["decided"] not in self.decisions or fact["decided"] in self.executed:
                self.found("destruction_malformed", position)
            else:
                self.executed[fact["decided"]] = position
        else:
            self.decide(position, fact)

    def is_gone_or_lost(self, position, before):
        return position in self.gone or any(first <= position <= last for at, ranges in self.damage.items() if at < before
                                            for first, last in ranges)

    def decide(self, position, fact):
        named = set()
        for whole in fact["streams"]:
            until = [at for at in self.by_stream[whole["stream"]][:whole["through"] + 1] if at < position]
            named |= {at for at in until if not self.is_gone_or_lost(at, position)}
        for first, last in fact["positions"]:
            if first <= last < len(self.records):
                named |= set(range(first, last + 1))
        if not self.is_well_formed(position, fact, named):
            self.found("destruction_malformed", position)
        touched = {self.records[at].stream.hex() for at in named}
        if not self.is_authorised(position, fact, named, touched):
            self.found("destruction_unauthorised", position)
        for at in named:
            self.gone.setdefault(at, position)
        self.decisions[position] = Decision(touched, bool(fact["streams"]))

    def is_well_formed(self, position, fact, named):
        streams, ranges, pairs = fact["streams"], fact["positions"], fact["replacements"]
        names = [whole["stream"] for whole in streams]
        new = position - len(pairs)
        same = lambda one, other: self.records[one].stream == self.records[other].stream and (
            self.records[one].kind == self.records[other].kind)
        return (all(one < other for one, other in zip(names, names[1:]))
                and all(first <= last for first, last in ranges)
                and all(after > last + 1 for (_, last), (after, _) in zip(ranges, ranges[1:]))
                and bool(named) and new >= 0 and max(named) < new
                and bool(streams) != bool(ranges) and not (pairs and streams)
                and all(whole["through"] < sum(at < position for at in self.by_stream[whole["stream"]]) for whole in streams)
                and (bool(streams) or not any(self.is_gone_or_lost(at, position) for at in named))
                and all(one < other for (one, _), (other, _) in zip(pairs, pairs[1:]))
                and all(old in named and given == at and same(old, given) for at, (old, given) in enumerate(pairs, new)))

    def is_authorised(self, position, fact, named, touched):
        by_year = fact["ground"] == "log_year_ended"
        kinds = [self.records[at].kind for at in named]
        access = [self.records[at].time for at in named if self.records[at].kind.startswith("access.")]
        return (fact["ground"] in GROUNDS
                and not (fact["ground"] == "client_request" and fact["request"] is None)
                and not (fact["ground"] == "retention_ended" and fact["request"] is not None)
                and (fact["approver"] != fact["decider"] or self.solo)
                and not touched & set(self.holds.values())
                and not any(kind.startswith(NEVER) for kind in kinds)
                and all(kind.startswith("access.") == by_year for kind in kinds)
                and (not by_year or bool(access) and self.records[position].time >= five_years_later(max(access))))

    def judge_fences(self):
        for position, decision in self.decisions.items():
            ended = None if decision.whole else self.executed.get(position)
            for at in range(position + 1, len(self.records) if ended is None else ended):
                if self.records[at].stream.hex() in decision.touched:
                    self.found("fence_broken", at)

    def states(self):
        """Destroyed or destroying, by position."""
        return {at: "destroyed" if decided in self.executed else "destroying" for at, decided in self.gone.items()}


def judge(records, facts, damage, found):
    """Judges all statements (position to kind and members) and says which positions are gone."""
    course = Course(records, damage, found)
    for position, (kind, fact) in sorted(facts.items()):
        course.follow(position, kind, fact)
    course.judge_fences()
    return course.states()
