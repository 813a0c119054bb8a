"""The clocks of the law, recomputed: rules and calendars from docs/rules.md, records from docs/format.md section 7.
Part of auditor.py; needs nothing but Python. A `when` is a date, or an integer of microseconds UTC."""
import re
from collections import namedtuple
from datetime import date, datetime, timedelta
from functools import cache

class Breach(ValueError):
    """A record of a clock is not as the document says; `code` is that of section 9."""
    def __init__(self, code):
        self.code = code

def need(holds, code="clock_malformed"):
    if not holds:
        raise Breach(code)

# ---- rules.md section 5, table and calendar of revision 1: id | term | calendar | extended | setting | pausable | first day ----

TABLE, CALENDAR = 1, 1
RULES = """
WKKGZ-JUDGEMENT | 6 weeks | ATW | 10 weeks, notice | | | 2016-01-01
WKKGZ-DISPUTE | 6 months | none | | | | 2016-01-01
SCHEME-JUDGEMENT | 6 weeks | none | 10 weeks, notice | any | | 1950-01-01
HANDBOOK-COMPLAINT-5WD | 5 working days | WORK | | | | 1950-01-01
HANDBOOK-COMPLAINT-6W | 6 weeks | ATW | | | | 1950-01-01
AVG-REQUEST | 1 months | EU | 3 months, notice | | pausable | 2018-05-25
UAVG-DECISION | 1 months | EU | 3 months, notice | | pausable | 2018-05-25
UAVG-COURT | 6 weeks | ATW | 6 weeks | | | 2018-05-25
WGBO-DESTROY | 1 months | EU | 3 months, notice | | pausable | 2018-05-25
WGBO-ACCESS | 1 months | EU | 3 months, notice | | pausable | 2018-05-25
WGBO-STATEMENT | 1 months | EU | | | | 2018-05-25
WMO-DESTROY | 3 months | ATW | | | | 2015-01-01
WMO-ACCESS | 1 months | EU | 3 months, notice | | pausable | 2018-05-25
JW-DESTROY | 1 months | EU | 3 months, notice | | pausable | 2018-05-25
JW-ACCESS | 1 months | EU | 3 months, notice | | pausable | 2018-05-25
HANDBOOK-RETAIN-3M | 3 months | none | | | | 1950-01-01
WGBO-RETAIN | 20 years | none | | | | 2020-01-01 and before
JW-RETAIN | 20 years | none | | | | 2020-01-01 and before
WMO-RETAIN | 15 years | none | | | | 2015-01-01 and before
LOG-RETAIN | 5 years | none | | 5-20 | | 2019-06-27 and before
TAX-RETAIN | 7 years after 31 December | none | 10 years | | | 1950-01-01 and before
COMPLAINT-RETAIN | 2 years | none | | 2-5 | | 1950-01-01 and before
HANDBOOK-RETAIN-20Y | 20 years | none | | | | 1950-01-01 and before
HANDBOOK-RETAIN-7Y | 7 years after 31 December | none | | | | 1950-01-01 and before
AVG-BREACH-AP | 72 hours | none | | | | 2018-05-25
AVG-BREACH-SUBJECT | without delay (own target 72 hours) | none | | any | | 2018-05-25
HANDBOOK-BREACH-24H | 24 hours | none | | | | 1950-01-01
HANDBOOK-BREACH-72H | 72 hours | none | | | | 1950-01-01
HANDBOOK-BREACH-SUBJECT | without delay (own target 72 hours) | none | | any | | 1950-01-01
WKKGZ-CALAMITY | 3 working days | WORK | | | | 2016-01-01
WKKGZ-VIOLENCE | 3 working days | WORK | | | | 2016-01-01
WKKGZ-DISMISSAL | 3 working days | WORK | | | | 2016-01-01
WKKGZ-CALAMITY-FACTS | 6 weeks | none | | | | 2016-01-01
WKKGZ-CALAMITY-REPORT | 8 weeks | none | | | | 2016-01-01
WKKGZ-INCIDENT-CLIENT | without delay (own target 24 hours) | none | | any | | 2016-01-01
WMO-CALAMITY | 3 working days | WORK | | any | | 2015-01-01
JW-CALAMITY | 3 working days | WORK | | | | 2015-01-01
HANDBOOK-MIC-3D | 3 days | none | | | | 1950-01-01
HANDBOOK-CALAMITY-3D | 3 days | none | | | | 1950-01-01
HANDBOOK-CALAMITY-6W | 6 weeks | none | | | | 1950-01-01
HANDBOOK-CALAMITY-8W | 8 weeks | none | | | | 1950-01-01
HANDBOOK-CLIENT-TOLD | without delay (own target 24 hours) | none | | any | | 1950-01-01
WMO-VOG | 3 months back | none | | | | 2015-01-01
WMO-VOG-SOLO | 3 years back | none | | | | 2015-01-01
WMO-VOG-SUSPICION | 10 weeks | ATW | | | | 2015-01-01
WMOQ-CONTRACT | that day | none | | | | 1950-01-01
WMOQ-PLAN | 3 months | none | | | | 1950-01-01
WMOQ-EVAL | 1 years | none | | | | 1950-01-01
WMOQ-NOSHOW | more | none | | | | 1950-01-01
WMOQ-CHANGE | 5 working days | WORK | | any | | 1950-01-01
WMOQ-VOG | 3 months back | none | | | | 1950-01-01
WMOQ-TRAINING | once each Year | none | | | | 1950-01-01
WMOQ-AUDIT | 1 years | none | | | | 1950-01-01
WMOQ-RISKORG | once each Year | none | | | | 1950-01-01
WMOQ-SATISFACTION | 2 years | none | | | | 1950-01-01
WMOQ-COUNCIL | from | none | | | | 1950-01-01
WMOQ-CERT | that day | none | | | | 1950-01-01
WMOQ-DOCS | from | none | | | | 1950-01-01
HANDBOOK-PLAN-GOALS | once each Year | none | | | | 1950-01-01
HANDBOOK-PLAN-Q | once each Quarter | none | | | | 1950-01-01
HANDBOOK-SELFEVAL | once each Year | none | | | | 1950-01-01
HANDBOOK-INFO | 1 years | none | | | | 1950-01-01
HANDBOOK-CALIBRATE | that day | none | | | | 1950-01-01
HANDBOOK-BACKUP | 24 hours | none | | | | 1950-01-01
HANDBOOK-RESTORE | 1 years | none | | any | | 1950-01-01
HANDBOOK-STAKEHOLDER | once each Year | none | | | | 1950-01-01
HANDBOOK-PROTOCOL | 1 years | none | | | | 1950-01-01
HANDBOOK-REPORTS-2Y | once each HalfYear | none | | | | 1950-01-01
HANDBOOK-EFFECT | 6 months | none | | | | 1950-01-01
HANDBOOK-INTERVISION | once each Year | none | | | | 1950-01-01
HANDBOOK-INFO-BEFORE | that day | none | | | | 1950-01-01
"""
Rule = namedtuple("Rule", "id term calendar extended setting pausable first_day")
ROWS = [Rule(*(cell.strip() for cell in line.split("|"))) for line in RULES.strip().split("\n")]

def row_of(id, day):
    """Of the rows that govern the day the one with the latest first day; if none does, the earliest."""
    rows = sorted((row for row in ROWS if row.id == id), key=lambda row: row.first_day)
    need(rows)
    governing = [row for row in rows if row.first_day.endswith("before") or row.first_day <= day.isoformat()]
    return (governing or rows[:1])[-1]

# ---- rules.md sections 1 and 3: days, instants, calendars ----

FIRST, LAST, EPOCH, DAY = date(1950, 1, 1), date(2100, 12, 31), datetime(1970, 1, 1), timedelta(days=1)
HOUR = 3_600_000_000
DECREES = {date.fromisoformat(day) for day in """2017-04-28 2017-05-26 2018-05-11 2018-12-24 2018-12-31 2019-05-31 2019-12-27
2023-04-28 2023-05-19 2024-05-10 2024-12-27 2025-05-30 2026-01-02 2026-05-15 2027-05-07 2028-04-28 2028-05-26""".split()}
# Name, when, through which years, ATW, EU, WORK, as the page spells them.
FEASTS = """
NewYear | Fixed(1, 1) | 1950-2100 | yes | Every | yes
GoodFriday | AfterEaster(-2) | 1950-2100 | yes | Never | no
EasterMonday | AfterEaster(1) | 1950-2100 | yes | Every | yes
QueensDay | FixedNotSundayAfter(4, 30) | 1950-1979 | yes | Every | yes
QueensDay | FixedNotSundayBefore(4, 30) | 1980-2013 | yes | Every | yes
KingsDay | FixedNotSundayBefore(4, 27) | 2014-2100 | yes | Every | yes
LiberationDay | Fixed(5, 5) | 1950-2100 | yes | Lustrum | yes
Ascension | AfterEaster(39) | 1950-2100 | yes | Every | yes
WhitMonday | AfterEaster(50) | 1950-2100 | yes | Every | yes
ChristmasDay | Fixed(12, 25) | 1950-2100 | yes | Every | yes
BoxingDay | Fixed(12, 26) | 1950-2100 | yes | Every | yes
"""
FEAST_ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in FEASTS.strip().split("\n")]

def sunday_until(day):
    return day - timedelta(days=day.isoweekday() % 7)

def is_summer(utc):
    """Whether summer time holds in Amsterdam; there was none from 1950 through 1976, and it changes at 01:00 UTC."""
    year = utc.year
    begin = sunday_until(date(year, 4, 7) if year <= 1980 else date(year, 3, 31))
    end = date(1978, 10, 1) if year == 1978 else sunday_until(date(year, 9, 30) if year <= 1995 else date(year, 10, 31))
    clock = lambda day: datetime(day.year, day.month, day.day, 1)
    return year >= 1977 and clock(begin) <= utc < clock(end)

def day_of(when):
    """The day itself, or the one on which an instant falls in Amsterdam."""
    if isinstance(when, date):
        return when
    utc = EPOCH + timedelta(microseconds=when)
    return (utc + timedelta(hours=2 if is_summer(utc) else 1)).date()

def is_later(one, other):
    """Of two instants the later one, else by their days."""
    return one > other if type(one) is type(other) is int else day_of(one) > day_of(other)

def easter(year):
    """The Gregorian computus, as the almanacs print it."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    l = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + l - 7 * ((a + 11 * h + 22 * l) // 451) + 114, 31)
    return date(year, month, day + 1)

def falls(how, year):
    name, *numbers = re.findall(r"\w+|-\d+", how)
    numbers = [int(number) for number in numbers]
    if name == "AfterEaster":
        return easter(year) + numbers[0] * DAY
    day = date(year, *numbers)
    moved = {"Fixed": 0, "FixedNotSundayAfter": 1, "FixedNotSundayBefore": -1}[name]
    return day + moved * DAY if day.isoweekday() == 7 else day

@cache
def free_days(calendar, year):
    """Feasts and decree days; on top of them every Saturday and Sunday is free."""
    def counts(atw, eu, work):
        return {"ATW": atw == "yes", "WORK": work == "yes",
                "EU": eu == "Every" or eu == "Lustrum" and year % 5 == 0}[calendar]
    feasts = {falls(how, year) for _, how, years, *columns in FEAST_ROWS
              if int(years[:4]) <= year <= int(years[5:]) and counts(*columns)}
    return feasts | DECREES if calendar == "ATW" else feasts

def next_open(calendar, day):
    """This day, or the first one after it that is not free."""
    while day.isoweekday() > 5 or day in free_days(calendar, day.year):
        day += DAY
    need(day <= LAST)
    return day

def open_after(calendar, day, n):
    for _ in range(n):
        day = next_open(calendar, day + DAY)
    return day

def plus_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, last_of_month(year, month + 1).day))

def last_of_month(year, month):
    return date(year + month // 12, month % 12 + 1, 1) - DAY

# ---- rules.md sections 2, 4 and 6: the end of a term ----

End = namedtuple("End", "nominal due target", defaults=(None, None, None))

def term_of(row, extended, count):
    """The term in the form that is asked, as the page spells it. A number of the practice's choice is one of the plain form."""
    if count is not None:
        least, most = {"": (1, 0), "any": (1, 65535)}.get(row.setting) or map(int, row.setting.split("-"))
        need(least <= count <= most)
    if extended:
        need(row.extended)
        return row.extended.split(",")[0] + (" after 31 December" if "after" in row.term else "")
    return row.term if count is None else re.sub(r"\d+", str(count), row.term, count=1)

def count_on(day, n, unit):
    if unit in ("days", "weeks"):
        return day + n * (7 if unit == "weeks" else 1) * DAY
    return plus_months(day, n * (12 if unit == "years" else 1))

def move_on(start, nominal, pauses):
    earliest = start
    for begin, until in pauses:
        need(earliest <= begin <= until and begin <= nominal)
        nominal, earliest = nominal + (until - begin), until
    return nominal

def shift(calendar, n, unit, start, nominal):
    covered = calendar == "EU" or calendar == "ATW" and n <= {"days": 90, "weeks": 12, "months": 3}.get(unit, 0)
    if not covered:
        return nominal
    short = unit == "days" and n < {"EU": 2, "ATW": 3}[calendar]
    return next_open(calendar, nominal) if short else max(next_open(calendar, nominal), open_after(calendar, start, 2))

def end_of(id, extended, start, count=None, pauses=()):
    """Nominal day, end and target; refused where the rule gives none for what is asked."""
    day = day_of(start)
    need(FIRST <= day <= LAST)
    row = row_of(id, day)
    term = term_of(row, extended, count)
    need((not pauses or row.pausable) and term not in ("more", "from"))
    if hours := re.search(r"(\d+) hours", term):
        moment = start + int(hours[1]) * HOUR if type(start) is int else None
        if term.startswith("without delay"):
            return End(target=moment)
        need(moment is not None)
        return End(due=moment)
    if term == "that day":
        return End(day, day)
    if term.startswith("once each"):
        months = {"Quarter": 3, "HalfYear": 6, "Year": 12}[term.split()[2]]
        due = last_of_month(day.year, -(-day.month // months) * months)
        return End(due, due)
    n, unit, more = re.fullmatch(r"(\d+) (working days|\w+)(.*)", term).groups()
    n = int(n)
    if unit == "working days":
        due = open_after("WORK", day, n)
        return End(due, due)
    if more == " back":
        return End(due=count_on(day, -n, unit))
    if more:
        due = date(day.year + n, 12, 31)
        return End(due, due)
    nominal = move_on(day, count_on(day, n, unit), pauses)
    return End(nominal, shift(row.calendar, n, unit, day, nominal))

# ---- format.md section 7: the records of clocks ----

def read_day(value):
    need(type(value) is str and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value))
    day = date.fromisoformat(value)
    need(FIRST <= day <= LAST)
    return day

def read_number(value):
    need(type(value) is int and 0 <= value <= 65535)
    return value

def read_among(*values):
    def read(value):
        need(type(value) is (bool if True in values else str) and value in values)
        return value
    return read

def read_text(value):
    need(type(value) is str)
    return value

read_when = lambda value: value if type(value) is int else read_day(value)
or_null = lambda read: lambda value: None if value is None else read(value)
TOLD = {"clock": read_number, "table": read_number, "calendar": read_number, "start": read_when,
        "nominal": or_null(read_day), "due": or_null(read_when), "target": or_null(read_when)}
MEMBERS = {
    "clock.started/1": TOLD | {"rule": read_text, "count": or_null(read_number), "beside": or_null(read_number)},
    "clock.corrected/1": TOLD,
    "clock.extended/1": {"clock": read_number, "form": read_among("rule", "consent", "authority"), "notice": or_null(read_day),
                         "nominal": or_null(read_day), "due": read_when},
    "clock.paused/1": {"clock": read_number, "from": read_day},
    "clock.resumed/1": {"clock": read_number, "until": read_day, "nominal": read_day, "due": read_when},
    "clock.met/1": {"clock": read_number, "on": read_when, "assumed": read_among(True, False)},
    "clock.stopped/1": {"clock": read_number, "on": read_day, "reason": read_among(
        "withdrawn", "settled", "not_applicable", "replaced", "recorded_in_error")},
}

class Clock:
    """One clock from its start on; `rule` is None where nothing can be computed."""
    def __init__(self, seen):
        self.seen, self.rule, self.start, self.count, self.stated = seen, None, None, None, None
        self.extended_by_rule, self.pauses, self.standing, self.closed = False, [], None, False

    def end(self, *more):
        return end_of(self.rule, self.extended_by_rule, self.start, self.count, [*self.pauses, *more])

    def check_told(self, table, calendar, nominal, due, target, **_):
        end = self.end()
        need((nominal, due, target) == (end.nominal, end.due, end.target), "clock_differs")

    def started(self, rule, count, start, table, calendar, beside, **told):
        need((table, calendar) == (TABLE, CALENDAR), "clock_table_unknown")
        self.rule, self.start, self.count = rule, start, count
        self.check_told(table, calendar, **told)

    def corrected(self, table, calendar, start, **told):
        if (table, calendar) != (TABLE, CALENDAR):
            self.rule = None
            raise Breach("clock_table_unknown")
        self.start = start
        if self.rule:
            self.check_told(table, calendar, **told)

    def extended(self, form, notice, nominal, due):
        need(not self.closed and self.standing is None and not (form == "rule" and self.extended_by_rule))
        plain = self.end() if self.rule else None
        self.extended_by_rule |= form == "rule"
        if not self.rule:
            return
        if form != "rule":
            need(nominal is None and notice is None and is_later(due, self.start))
            self.stated = due
            return
        need((notice is not None) == ("notice" in row_of(self.rule, day_of(self.start)).extended))
        end, self.stated = self.end(), None
        need(notice is None or notice <= plain.due)
        need((nominal, due) == (end.nominal, end.due), "clock_differs")

    def paused(self, **told):
        need(not self.closed and self.standing is None)
        self.standing = told["from"]
        if self.rule:
            self.end((self.standing, self.standing))

    def resumed(self, until, nominal, due):
        need(not self.closed and self.standing is not None)
        self.pauses, self.standing = [*self.pauses, (self.standing, until)], None
        if self.rule:
            end = self.end()
            need((nominal, due) == (end.nominal, end.due), "clock_differs")

    def met(self, **_):
        need(not self.closed)
        self.closed = True

    def stopped(self, reason, **_):
        need(not self.closed or reason == "recorded_in_error")
        self.closed = True

class Stream:
    """The clocks of one stream. A clock that began before a record that is not given may have changed unseen."""
    def __init__(self):
        self.clocks, self.missed = {}, 0

    def take(self, kind, clock, **told):
        known, fact = self.clocks.get(clock), kind.split(".")[1].split("/")[0]
        if fact == "started":
            fits = clock == len(self.clocks) and (told["beside"] is None or told["beside"] < clock)
            self.clocks[clock] = known = Clock(self.missed)
            need(fits or self.missed)
        elif known is None:
            need(self.missed)
            self.clocks[clock] = known = Clock(None)
        if known.seen == self.missed:
            try:
                getattr(known, fact)(**told)
            except OverflowError:
                raise Breach("clock_malformed") from None

class Clocks:
    def __init__(self):
        self.streams = {}

    def follow(self, stream, kind, value):
        """The next record of a clock in a stream, with what it says, or None if that is not given."""
        stream = self.streams.setdefault(stream, Stream())
        if value is None:
            stream.missed += 1
        else:
            stream.take(kind, **value)

    def count(self):
        counts = dict.fromkeys(["recomputed", "stated", "not_recomputed"], 0)
        for stream in self.streams.values():
            for clock in stream.clocks.values():
                judged = clock.rule is not None and clock.seen == stream.missed
                counts[("stated" if clock.stated is not None else "recomputed") if judged else "not_recomputed"] += 1
        return counts

def read(kind, value):
    """The members of a record, each in its form."""
    members = MEMBERS[kind]
    need(value.keys() == members.keys(), "open_payload_malformed")
    return {name: members[name](value[name]) for name in members}
