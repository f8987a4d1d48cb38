"""Records what python-dateutil says of random rules, for TestDateutil.

    pip install python-dateutil==2.9.0.post0
    unzip -d /tmp/zoneinfo "$(go env GOROOT)/lib/time/zoneinfo.zip"
    python record.py /tmp/zoneinfo > dateutil.txt.gz

The lines of the file are of two kinds. "zone<TAB>name<TAB>base64": a zone, in the form of RFC 9636, so that the test
has the same zones for ever. "number of the zone<TAB>start<TAB>rule<TAB>after<TAB>next<TAB>later": a case. Start and
after are in seconds since 1970. Next is the first occurrence after it and later the fourth after next, each as seconds
after the one before it, in base 36; or "-", there is none; or "~", there is none for sixty years.

dateutil expands in naive local time, which zoneinfo then turns into instants as RFC 5545, 3.3.5 says (fold=0). Four
things are done here, and not by dateutil: UNTIL and COUNT, since it takes no UNTIL in UTC with a naive start, and since
it cuts the first week of FREQ=WEEKLY;BYSETPOS at the start, where the RFC has the whole week; days of the week with and
without an ordinal in one BYDAY, of which it takes the days that are both, where the RFC has either; the sixty years.
"""

import base64
import gzip
import io
import multiprocessing
import pathlib
import random
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil import rrule

ZONES = """UTC Africa/Cairo Africa/Casablanca Africa/Johannesburg America/Argentina/Buenos_Aires America/Asuncion
America/Havana America/Los_Angeles America/New_York America/Santiago America/Sao_Paulo America/St_Johns Antarctica/Troll
Asia/Amman Asia/Beirut Asia/Gaza Asia/Jerusalem Asia/Kathmandu Asia/Kolkata Asia/Shanghai Asia/Tehran Asia/Tokyo
Australia/Lord_Howe Europe/Berlin Europe/Dublin Europe/London Pacific/Apia Pacific/Chatham Pacific/Kiritimati
Pacific/Kwajalein""".split()
CASES = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
HORIZON = 60
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class Far(Exception):
    """No occurrence for HORIZON years."""


class Bounded(rrule._iterinfo):
    last = 9999

    def rebuild(self, year, month):
        if year > Bounded.last:
            raise Far
        super().rebuild(year, month)


rrule._iterinfo = Bounded


def some(random, values, most):
    return ",".join(map(str, random.sample(values, random.choice([1, 1, 1, 1, 2, 2, 2, 3, most]))))


def signed(*numbers):
    return [n for n in numbers] + [-n for n in numbers]


def random_rule(random, start):
    freq = random.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = {"FREQ": freq}
    if random.random() < 0.5:
        parts["INTERVAL"] = random.choice([2, 2, 2, 3, 3, 4, 5, 6, 7, 12,
                                           random.randint(1, 60), random.randint(1, 1000)])
    if random.random() < 0.2:
        parts["BYMONTH"] = some(random, range(1, 13), 8)
    if freq != "WEEKLY" and random.random() < 0.3:
        days = signed(*range(1, 32)) + [28, 29, 30, 31, -1, -28, -29, -30, -31] * 2
        parts["BYMONTHDAY"] = some(random, days, 12)
    if random.random() < 0.5:
        days = WEEKDAYS * 2
        if freq in ("MONTHLY", "YEARLY"):
            most = 5 if freq == "MONTHLY" or "BYMONTH" in parts or random.random() < 0.5 else 53
            days = WEEKDAYS + [f"{n}{d}" for n in random.sample(signed(*range(1, most + 1)), 5) for d in WEEKDAYS]
        parts["BYDAY"] = some(random, days, 6)
    if random.random() < 0.3 and parts.keys() & {"BYMONTH", "BYMONTHDAY", "BYDAY"}:
        positions = {"DAILY": signed(1, 1, 1, 2), "WEEKLY": signed(1, 2, 3, 7), "MONTHLY": signed(1, 2, 3, 4, 5, 20),
                     "YEARLY": signed(1, 2, 3, 10, 52, 53, 100, 366)}[freq]
        parts["BYSETPOS"] = some(random, positions, 6)
    if random.random() < (0.3 if freq == "WEEKLY" else 0.05):
        parts["WKST"] = random.choice(WEEKDAYS)
    end = random.random()
    if end < 0.2:
        parts["COUNT"] = random.choice([1, 2, 3, 5, 10, 100, random.randint(1, 9999)])
    elif end < 0.4:
        day = start + timedelta(days=min(random.choice([30, 4000, 10000, 40000]) * random.random(),
                                         (datetime(9999, 12, 30) - start).days))
        parts["UNTIL"] = day.strftime("%Y%m%d" if random.random() < 0.4 else "%Y%m%dT%H%M%SZ").zfill(8)
    return ";".join(f"{name}={value}" for name, value in parts.items())


def instants(rule, start, zone):
    """Yields the occurrences of a rule as seconds since 1970, with COUNT and UNTIL."""
    parts = dict(part.split("=") for part in rule.split(";"))
    count, until = int(parts.pop("COUNT", 10**9)), parts.pop("UNTIL", None)
    begin = start
    if parts["FREQ"] == "WEEKLY" and "BYSETPOS" in parts:  # the whole week
        if "BYDAY" not in parts:
            parts["BYDAY"] = WEEKDAYS[start.weekday()]
        begin -= timedelta(days=(start.weekday() - WEEKDAYS.index(parts.get("WKST", "MO"))) % 7)
    days = parts.get("BYDAY", "").split(",")
    if any(len(day) > 2 for day in days):
        most = 53 if parts["FREQ"] == "YEARLY" and "BYMONTH" not in parts else 5
        parts["BYDAY"] = ",".join(day if len(day) > 2 else ",".join(f"{n}{day}" for n in range(1, most + 1))
                                  for day in days)
    for local in rrule.rrulestr(";".join(f"{k}={v}" for k, v in parts.items()), dtstart=begin):
        if local < start:
            continue
        seconds = (local.replace(tzinfo=zone) - EPOCH) // timedelta(seconds=1)
        if until and "T" in until:
            ended = seconds > datetime.strptime(until + "+0000", "%Y%m%dT%H%M%SZ%z").timestamp()
        else:
            ended = until and local.date() > datetime.strptime(until, "%Y%m%d").date()
        if ended or seconds >= 253402300800:
            return
        yield seconds
        count -= 1
        if count == 0:
            return


def base36(n):
    return base36(n // 36).lstrip("0") + "0123456789abcdefghijklmnopqrstuvwxyz"[n % 36] if n else "0"


def expected(rule, start, after, zone):
    """Returns the first occurrence after an instant, and the fourth after that."""
    found = []
    Bounded.last = (EPOCH + timedelta(seconds=after)).year + HORIZON
    last = after
    try:
        for seconds in instants(rule, start, zone):
            if seconds > last:  # the day that Apia skipped falls on the next
                found.append(seconds)
                last = seconds
                Bounded.last = (EPOCH + timedelta(seconds=last)).year + HORIZON
                if len(found) == 5:
                    break
        rest = "-"
    except Far:
        rest = "~"
    except (OverflowError, ValueError) as error:  # dateutil comes to the year 10000 in the last week
        if "10000" not in str(error):
            raise
        rest = "-"
    if not found:
        return rest, rest
    return base36(found[0] - after), base36(found[4] - found[0]) if len(found) == 5 else rest


def case(number):
    r = random.Random(number)
    zone = r.randrange(len(zones))
    year = r.choices([r.randint(2000, 2040), r.randint(1900, 2100), r.randint(9985, 9999), 2024],
                     [12, 2, 1, 1])[0]
    start = datetime(year, 1, 1) + timedelta(days=r.randrange(365), minutes=15 * r.randrange(96))
    if r.random() < 0.2:  # the hours in which clocks change
        start = start.replace(hour=r.choice([0, 1, 2, 3]))
    if r.random() < 0.05:
        start = start.replace(month=2, day=29) if year % 4 == 0 and year % 100 else start.replace(month=1, day=31)
    first = (start.replace(tzinfo=zones[zone]) - EPOCH) // timedelta(seconds=1)
    start = (EPOCH + timedelta(seconds=first)).astimezone(zones[zone]).replace(tzinfo=None)  # not in a gap
    rule = random_rule(r, start)
    days = r.choices([0, 10, 400, 4000, 20000, (2026 - year) * 365 if year < 2026 else 0], [4, 2, 6, 3, 0.2, 0.1])[0]
    after = min(max(first + int(r.random() * days * 86400) // 3600 * 3600, first - 1), 253402300799)
    return "\t".join([str(zone), str(first), rule, str(after), *expected(rule, start, after, zones[zone])])


lines, zones = [], []
for name in ZONES:
    data = (pathlib.Path(sys.argv[1]) / name).read_bytes()
    lines.append("\t".join(["zone", name, base64.b64encode(data).decode()]))
    zones.append(ZoneInfo.from_file(io.BytesIO(data), name))
with multiprocessing.get_context("fork").Pool() as pool:
    lines += pool.map(case, range(CASES), 500)
sys.stdout.buffer.write(gzip.compress(("\n".join(lines) + "\n").encode(), 9, mtime=0))
