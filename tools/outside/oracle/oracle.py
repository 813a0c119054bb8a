"""Compares `griffie clock` with an independent computation of every end (see README.md)."""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from bisect import bisect_left
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST, LAST = date(1950, 1, 1), date(2100, 12, 31)
ONE_DAY = timedelta(days=1)

# ---------------------------------------------------------------------------------- calendars

DECREE_DAYS = {
    date.fromisoformat(day)
    for day in """
    2017-04-28 2017-05-26 2018-05-11 2018-12-24 2018-12-31 2019-05-31 2019-12-27
    2023-04-28 2023-05-19 2024-05-10 2024-12-27 2025-05-30
    2026-01-02 2026-05-15 2027-05-07 2028-04-28 2028-05-26
    """.split()
}
DECREE_YEARS = {*range(2017, 2020), *range(2023, 2029)}
PACKAGE_BEGINS = 1966


def without_the_package(year):
    """The holidays of a year the package does not know."""
    sunday = easter(year)
    queen = date(year, 4, 30)
    if queen.weekday() == 6:
        queen += ONE_DAY
    days = {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26), queen}
    days |= {sunday + timedelta(days=n) for n in (1, 39, 50)}
    return days | ({date(year, 5, 5)} if year % 5 == 0 else set())


def calendars():
    """The free days of each calendar, weekends included."""
    years = range(FIRST.year, LAST.year + 1)
    listed = set(holidays.NL(years=range(PACKAGE_BEGINS, LAST.year + 1), categories=("public",)))
    for year in range(FIRST.year, PACKAGE_BEGINS):
        listed |= without_the_package(year)
    good_fridays = {easter(year) - timedelta(days=2) for year in years}
    liberation_days = {date(year, 5, 5) for year in years}
    weekend = set()
    day = FIRST
    while day <= LAST:
        if day.weekday() >= 5:
            weekend.add(day)
        day += ONE_DAY
    eu = (listed - good_fridays) | weekend
    work = eu | liberation_days
    atw = work | good_fridays | DECREE_DAYS
    return {"ATW": atw, "EU": eu, "WORK": work}


FREE = calendars()
# The open days in order, so that "the next" and "the n-th" are a look-up and not a walk.
OPEN = {
    name: [day for day in (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)) if day not in free]
    for name, free in FREE.items()
}


class Outside(Exception):
    """A day beyond the calendars."""


def on_or_after(calendar, day):
    if not FIRST <= day <= LAST:
        raise Outside
    days = OPEN[calendar]
    place = bisect_left(days, day)
    if place == len(days):
        raise Outside
    return days[place]


def nth_after(calendar, day, n):
    days = OPEN[calendar]
    place = bisect_left(days, day + ONE_DAY) + n - 1
    if place >= len(days):
        raise Outside
    return days[place]


# -------------------------------------------------------------------------------------- rules

MONTHS, YEARS, WEEKS, DAYS = (
    lambda n: relativedelta(months=n),
    lambda n: relativedelta(years=n),
    lambda n: relativedelta(weeks=n),
    lambda n: relativedelta(days=n),
)
AVG, WKKGZ, WMO = date(2018, 5, 25), date(2016, 1, 1), date(2015, 1, 1)
THREE_MONTHS_PROMISED = ("practice_promise", MONTHS(3))


def after(step, calendar=None, covered=True, since=None, **more):
    return {"kind": "after", "step": step, "calendar": calendar if covered else None, "since": since, **more}


def working(n, since=None, **more):
    return {"kind": "working", "n": n, "since": since, **more}


def hours(n, since=None, **more):
    return {"kind": "hours", "n": n, "since": since, **more}


def kept(step, **more):
    return {"kind": "after", "step": step, "calendar": None, "retention": True, **more}


def month(**more):
    return after(MONTHS(1), "EU", since=AVG, extended=after(MONTHS(3), "EU", since=AVG), notice=True, **more)


def back(step, since=None):
    return {"kind": "back", "step": step, "since": since}


def each(months):
    return {"kind": "each", "months": months}


def at_once(target, since=None):
    return {"kind": "at once", "target": target, "since": since}


SAME_DAY = {"kind": "same day"}
HEADS = {"kind": "heads"}

RULES = {
    "WKKGZ-JUDGEMENT": after(WEEKS(6), "ATW", since=WKKGZ, extended=after(WEEKS(10), "ATW", since=WKKGZ), notice=True),
    "WKKGZ-DISPUTE": after(MONTHS(6), since=WKKGZ),
    "SCHEME-JUDGEMENT": after(WEEKS(6), extended=after(WEEKS(10)), notice=True),
    "HANDBOOK-COMPLAINT-5WD": working(5),
    "HANDBOOK-COMPLAINT-6W": after(WEEKS(6), "ATW"),
    "AVG-REQUEST": month(),
    "UAVG-DECISION": month(),
    "UAVG-COURT": after(WEEKS(6), "ATW", since=AVG, extended=after(WEEKS(6), "ATW", since=AVG)),
    "WGBO-DESTROY": month(promise=THREE_MONTHS_PROMISED),
    "WGBO-ACCESS": month(),
    "WGBO-STATEMENT": after(MONTHS(1), "EU", since=AVG),
    "WMO-DESTROY": after(MONTHS(3), "ATW", since=WMO),
    "WMO-ACCESS": month(),
    "JW-DESTROY": month(promise=THREE_MONTHS_PROMISED),
    "JW-ACCESS": month(),
    "HANDBOOK-RETAIN-3M": after(MONTHS(3)),
    "WGBO-RETAIN": kept(YEARS(20)),
    "JW-RETAIN": kept(YEARS(20)),
    "WMO-RETAIN": kept(YEARS(15)),
    "LOG-RETAIN": kept(YEARS(5)),
    "TAX-RETAIN": kept(YEARS(7), book_year=True, extended=kept(YEARS(10), book_year=True)),
    "COMPLAINT-RETAIN": kept(YEARS(2)),
    "HANDBOOK-RETAIN-20Y": kept(YEARS(20)),
    "HANDBOOK-RETAIN-7Y": kept(YEARS(7), book_year=True),
    "AVG-BREACH-AP": hours(72, since=AVG, softer=True),
    "AVG-BREACH-SUBJECT": at_once(72, since=AVG),
    "HANDBOOK-BREACH-24H": hours(24),
    "HANDBOOK-BREACH-72H": hours(72),
    "HANDBOOK-BREACH-SUBJECT": at_once(72),
    "WKKGZ-CALAMITY": working(3, since=WKKGZ, promise=("practice_promise_3_calendar_days", DAYS(3))),
    "WKKGZ-VIOLENCE": working(3, since=WKKGZ),
    "WKKGZ-DISMISSAL": working(3, since=WKKGZ),
    "WKKGZ-CALAMITY-FACTS": after(WEEKS(6), since=WKKGZ, then=3),
    "WKKGZ-CALAMITY-REPORT": after(WEEKS(8), since=WKKGZ),
    "WKKGZ-INCIDENT-CLIENT": at_once(24, since=WKKGZ),
    "WMO-CALAMITY": working(3, since=WMO),
    "JW-CALAMITY": working(3, since=WMO),
    "HANDBOOK-MIC-3D": after(DAYS(3)),
    "HANDBOOK-CALAMITY-3D": after(DAYS(3)),
    "HANDBOOK-CALAMITY-6W": after(WEEKS(6)),
    "HANDBOOK-CALAMITY-8W": after(WEEKS(8)),
    "HANDBOOK-CLIENT-TOLD": at_once(24),
    "WMO-VOG": back(MONTHS(3), since=WMO),
    "WMO-VOG-SOLO": back(YEARS(3), since=WMO),
    "WMO-VOG-SUSPICION": after(WEEKS(10), "ATW", since=WMO),
    "WMOQ-CONTRACT": SAME_DAY,
    "WMOQ-PLAN": after(MONTHS(3)),
    "WMOQ-EVAL": after(YEARS(1)),
    "WMOQ-NOSHOW": {"kind": "no-shows"},
    "WMOQ-CHANGE": working(5),
    "WMOQ-VOG": back(MONTHS(3)),
    "WMOQ-TRAINING": each(12),
    "WMOQ-AUDIT": after(YEARS(1)),
    "WMOQ-RISKORG": each(12),
    "WMOQ-SATISFACTION": after(YEARS(2)),
    "WMOQ-COUNCIL": HEADS,
    "WMOQ-CERT": SAME_DAY,
    "WMOQ-DOCS": HEADS,
    "HANDBOOK-PLAN-GOALS": each(12),
    "HANDBOOK-PLAN-Q": each(3),
    "HANDBOOK-SELFEVAL": each(12),
    "HANDBOOK-INFO": after(YEARS(1)),
    "HANDBOOK-CALIBRATE": SAME_DAY,
    "HANDBOOK-BACKUP": hours(24),
    "HANDBOOK-RESTORE": after(YEARS(1)),
    "HANDBOOK-STAKEHOLDER": each(12),
    "HANDBOOK-PROTOCOL": after(YEARS(1)),
    "HANDBOOK-REPORTS-2Y": each(6),
    "HANDBOOK-EFFECT": after(MONTHS(6)),
    "HANDBOOK-INTERVISION": each(12),
    "HANDBOOK-INFO-BEFORE": SAME_DAY,
}

# --------------------------------------------------------------------------------------- ends


def text(value):
    return value.isoformat()


def day_end(day):
    midnight = datetime.combine(day + ONE_DAY, time(), AMSTERDAM)
    return text(midnight.astimezone(timezone.utc))


def local(instant):
    return text(instant.astimezone(AMSTERDAM))


def shifted(rule, start, nominal):
    calendar = rule["calendar"]
    if calendar is None:
        return nominal
    end = on_or_after(calendar, nominal)
    # Every shifted rule is of at least three days, so two open days must lie in it.
    return max(end, nth_after(calendar, start, 2))


def plain_end(rule, start):
    """Nominal end and end of a rule that ends with a day."""
    if rule["kind"] == "working":
        end = nth_after("WORK", start, rule["n"])
        return end, end
    origin = date(start.year, 12, 31) if rule.get("book_year") else start
    nominal = origin + rule["step"]
    return nominal, shifted(rule, start, nominal)


def warnings(rule, start, nominal=None, end=None):
    found = []
    if rule.get("since") and start < rule["since"]:
        found.append("BEFORE_FIRST_DAY")
    if rule.get("calendar") == "ATW" and not {nominal.year, end.year} <= DECREE_YEARS:
        found.append("DECREE_DAYS_UNKNOWN")
    return found


def last_of_period(day, months):
    begin = date(day.year, (day.month - 1) // months * months + 1, 1)
    return begin + relativedelta(months=months) - ONE_DAY


def expected(name, rule, extended, start, instant):
    """All fields of the answer but the words; `None` where the question must be refused."""
    form = rule["extended"] if extended else rule
    kind = form["kind"]
    fields = {"rule": name + ("-EXT" if extended else ""), "start": text(start)}
    if kind == "heads":
        return None
    if kind == "hours":
        due = instant.astimezone(timezone.utc) + timedelta(hours=form["n"])
        fields |= {"start": local(instant), "due": local(due), "due_utc": text(due)}
        if form.get("softer"):
            hour = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
            fields["latest_reading_1182_71"] = local(hour)
        found = warnings(form, start)
    elif kind == "at once":
        target = instant.astimezone(timezone.utc) + timedelta(hours=form["target"])
        fields |= {"start": local(instant), "target": local(target)}
        found = warnings(form, start)
    elif kind == "back":
        fields["due"] = text(start - form["step"])
        found = warnings(form, start)
    else:
        if kind == "each":
            nominal = end = last_of_period(start, form["months"])
            fields["overdue_from"] = text(end + ONE_DAY)
            fields["next_due"] = text(last_of_period(end + ONE_DAY, form["months"]))
        elif kind == "same day":
            nominal = end = start
        else:
            try:
                nominal, end = plain_end(form, start)
            except Outside:
                return None
        fields |= {"nominal": text(nominal), "due": text(end), "due_end_utc_exclusive": day_end(end)}
        found = warnings(form, start, nominal, end)
        if form.get("retention"):
            fields["destroy_from"] = text(end + ONE_DAY)
        if extended and rule.get("notice"):
            fields["notice_latest"] = text(plain_end(rule, start)[1])
        if rule.get("promise"):
            field, step = rule["promise"]
            fields[field] = text(start + step)
            fields["working_due"] = text(min(end, start + step))
        if rule.get("then"):
            try:
                fields["report_if_doubt"] = text(nth_after("WORK", end, rule["then"]))
            except Outside:
                pass
    if found:
        fields["warnings"] = found
    return fields


def no_shows(days):
    ordered = sorted(days)
    for day in ordered:
        opens = day - relativedelta(months=3)
        if sum(opens < other <= day for other in ordered) > 3:
            return {"triggered": True, "triggered_on": text(day)}
    return {"triggered": False}


# ---------------------------------------------------------------------------------- questions

SPAN = int((datetime(2101, 1, 1) - datetime(1950, 1, 1)).total_seconds())
EPOCH = datetime(1950, 1, 1, tzinfo=AMSTERDAM).astimezone(timezone.utc)
OFFSETS = [timezone.utc, AMSTERDAM, timezone(timedelta(hours=-5)), timezone(timedelta(hours=9, minutes=30))]


def random_instant(dice):
    if dice.random() < 0.75:
        return EPOCH + timedelta(seconds=dice.randrange(SPAN))
    # Close to what makes ends move, at any distance a term may have.
    year = dice.randrange(1951, 2100)
    near = dice.choice([
        easter(year), date(year, 1, 1), date(year, 3, 1), date(year, 4, 28), date(year, 5, 5), date(year, 12, 25),
        max(date(year, 3, day) for day in range(25, 32) if date(year, 3, day).weekday() == 6),
        max(date(year, 10, day) for day in range(25, 32) if date(year, 10, day).weekday() == 6),
    ])
    before = dice.choice([0, 1, 3, 28, 30, 31, 42, 70, 89, 90, 91, 92])
    near -= timedelta(days=before + dice.randrange(-3, 4))
    instant = datetime.combine(near, time(), AMSTERDAM).astimezone(timezone.utc)
    return instant + timedelta(seconds=dice.randrange(-7200, 86400))


def questions(dice, name, rule, extended, cases):
    """Pairs of a question as griffie reads it and the fields it must answer."""
    for _ in range(cases):
        if rule["kind"] == "no-shows":
            first = random_instant(dice).astimezone(AMSTERDAM).date()
            days = [first + timedelta(days=dice.randrange(120)) for _ in range(dice.randrange(1, 8))]
            days = [min(day, LAST) for day in days]
            answer = {"rule": name, "dates": [text(day) for day in days], **no_shows(days)}
            yield {"rule": name, "dates": [text(day) for day in days]}, answer
            continue
        instant = random_instant(dice).astimezone(dice.choice(OFFSETS))
        start = instant.astimezone(AMSTERDAM).date()
        by_hours = rule["kind"] in ("hours", "at once")
        given = text(instant) if by_hours or dice.random() < 0.5 else text(start)
        question = {"rule": name, "start": given}
        if extended:
            # Both spellings of the extended form mean the same.
            question |= {"extended": True} if dice.random() < 0.5 else {"rule": name + "-EXT"}
        yield question, expected(name, rule, extended, start, instant)


WORDS = {"article", "basis"}


def differs(question, wanted, line):
    """What is wrong with an answer, or `None`."""
    got = json.loads(line)
    if wanted is None:
        return None if "error" in got else f"{question}: answered {got}, must be refused"
    if "error" in got:
        return f"{question}: refused ({got['error']}), must be {wanted}"
    wrong = {
        field: (got.get(field), wanted.get(field))
        for field in (got.keys() | wanted.keys()) - WORDS
        if got.get(field) != wanted.get(field)
    }
    return f"{question}: (griffie, oracle) differ in {wrong}" if wrong else None


def check(griffie, dice, name, rule, extended, cases):
    """The number of differences of one rule in one form, and the first."""
    asked = list(questions(dice, name, rule, extended, cases))
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson") as batch:
        batch.writelines(json.dumps(question) + "\n" for question, _ in asked)
        batch.flush()
        ran = subprocess.run([griffie, "clock", "--batch", batch.name], capture_output=True, text=True, check=False)
    lines = ran.stdout.splitlines()
    if len(lines) != len(asked):
        sys.exit(f"{name}: {len(asked)} questions, {len(lines)} answers: {ran.stderr.strip()}")
    found = [found for (question, wanted), line in zip(asked, lines) if (found := differs(question, wanted, line))]
    return len(found), found[0] if found else None


def uncovered(document):
    """Ids that only the document or only the oracle knows."""
    stated = document.split("<!-- rules -->")[1].split("<!-- /rules -->")[0]
    ids = set(re.findall(r"^\| ([A-Z0-9-]+) \|", stated, re.MULTILINE))
    return sorted(ids ^ RULES.keys())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--griffie", default="target/release/griffie")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--rules", type=Path, default=Path("docs/rules.md"))
    options = parser.parse_args()
    print(f"{options.cases} starts for each rule and form, --seed {options.seed}")

    passed = failed = 0
    for name in uncovered(options.rules.read_text(encoding="utf-8")):
        print(f"{name}: stated in one place only")
        failed += 1
    for name, rule in RULES.items():
        for extended in [False, True] if "extended" in rule else [False]:
            dice = random.Random(f"{options.seed} {name} {extended}")
            number, first = check(options.griffie, dice, name, rule, extended, options.cases)
            if number:
                print(f"{name}{'-EXT' if extended else ''}: {number} differences, the first: {first}")
                failed += 1
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
