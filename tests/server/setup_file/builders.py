"""Set-up files for tests: a small right one to spoil, and any right set-up there may be."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from server.contract.setup_file import SetUp
from server.setup_file.problems import Finding
from server.setup_file.reading import read

SMALL = """\
[office]
code = "phuong-1"
level = "commune"
names = { vi = "Phường 1" }
short_name = "P1"

[[hours]]
days = ["mon", "sat"]
opens = 07:30:00
closes = 11:30:00

[[services]]
code = "land"
letter = "A"
names = { vi = "Đất đai" }

[[counters]]
number = 1
services = ["land"]
"""
"""One field, one counter, 21 lines."""


def small(replaced: str = "", by: str = "", *, more: str = "") -> str:
    """The small file, with something in it replaced and more at its end."""
    assert replaced in SMALL
    return SMALL.replace(replaced, by, 1) + more


def faults(document: str) -> list[Finding]:
    """What is wrong with a document."""
    reading = read(document.encode())
    assert (reading.setup is None) == bool(reading.problems)
    return list(reading.problems)


def only_fault(document: str) -> tuple[int, str, str]:
    """Line, key and reason of the one thing that is wrong."""
    found = faults(document)
    assert len(found) == 1, found
    return found[0].line, found[0].key, found[0].reason


def line_of(document: str, text: str) -> int:
    """The first line, from 1, that has this text."""
    return next(number for number, line in enumerate(document.split("\n"), 1) if text in line)


# --- any right set-up -----------------------------------------------------------------------------

CODES = st.from_regex(r"[a-z][a-z0-9._-]{0,8}", fullmatch=True)
TEXTS = st.text("aăâđêôơưạệ Ộ\u0301\"'\\#[]=,.{}…“”🙂", min_size=1, max_size=12).filter(
    lambda text: text.strip()
)
NAMES = st.fixed_dictionaries({"vi": TEXTS}, optional={"en": TEXTS, "fr": TEXTS})
MINUTES = st.integers(0, 240) | st.sampled_from([0.5, 2.25, 7.1])
DATES = st.dates(date(2026, 1, 1), date(2028, 1, 1))
LIMITS = st.fixed_dictionaries(
    {
        "days_ahead": st.integers(0, 90),
        "notice_min": MINUTES,
        "late_min": st.integers(0, 240),
        "public_after_min": st.sampled_from([[1, 15], [0, 0.5]]),
    }
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@st.composite
def stretches(draw: st.DrawFn, most: int = 4) -> list[dict[str, time]]:
    """Up to four stretches of one day that do not overlap, some with ticket hours."""
    points = draw(st.lists(st.integers(0, 95), unique=True, max_size=2 * most).map(sorted))
    pairs = zip(points[::2], points[1::2], strict=False)
    return [_stretch(opens, closes, tickets=draw(st.booleans())) for opens, closes in pairs]


def _stretch(opens: int, closes: int, *, tickets: bool) -> dict[str, time]:
    wall = {"opens": _wall(opens), "closes": _wall(closes)}
    return {**wall, "tickets_until": _wall(closes - 1, minute=5)} if tickets else wall


def _wall(quarter: int, *, minute: int = 0) -> time:
    return time(quarter // 4, quarter % 4 * 15 + minute)


@st.composite
def weekly(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Hours of the week: every weekday in at most one group."""
    groups = draw(st.lists(st.integers(0, 2), min_size=7, max_size=7))
    entries = []
    for group in set(groups):
        days = [day for day, its in zip(WEEKDAYS, groups, strict=True) if its == group]
        entries += [{"days": days, **stretch} for stretch in draw(stretches())]
    return entries


PAUSES = st.fixed_dictionaries(
    {
        "paused_reason": TEXTS,
        "paused_until": st.none() | DATES.map(lambda day: datetime.combine(day, time(13, 30))),
    }
) | st.just({"paused_reason": None})


@st.composite
def services(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A tree of services whose leaves have letters."""
    codes = draw(st.lists(CODES, min_size=1, max_size=6, unique=True))
    parents = [
        draw(st.none() | st.sampled_from(codes[:place])) if place else None for place in range(len(codes))
    ]
    return [
        {
            "code": code,
            "names": draw(NAMES),
            "letter": None if code in parents else draw(st.sampled_from("ABCĐ")),
            "parent": parent,
            "usual_min": draw(st.sampled_from([0.1, 1 / 3, 7.5, 10, 480])),
            **draw(PAUSES),
            "slots_needed": draw(st.integers(1, 16)),
            "papers": draw(st.just({}) | st.fixed_dictionaries({"vi": st.lists(TEXTS, max_size=2)})),
        }
        for code, parent in zip(codes, parents, strict=True)
    ]


@st.composite
def setups(draw: st.DrawFn, code: str = "phuong-1") -> SetUp:
    """Any set-up that is right."""
    tree = draw(services())
    leaves = sorted({s["code"] for s in tree} - {s["parent"] for s in tree})
    days = draw(st.lists(DATES, unique=True, max_size=6))
    office = {
        "code": code,
        "level": draw(st.sampled_from(["province", "commune", "district"])),
        "names": draw(NAMES),
        "short_name": draw(TEXTS),
        "address": draw(st.just("") | TEXTS),
        "languages": draw(st.sampled_from([["vi"], ["vi", "en"], ["en", "vi"]])),
        "goal_min": draw(st.sampled_from([15, 7.5])),
        "always_open": draw(st.booleans()),
        "valid_to": draw(st.none() | DATES),
    }
    return SetUp.model_validate(
        {
            "office": office,
            "allowances": {"walk_in_min": draw(MINUTES)},
            "voice": {"zero_word": draw(st.sampled_from(["lẻ", "linh"]))},
            "hours": draw(weekly()),
            "holidays": [{"date": day, "names": draw(NAMES)} for day in days],
            "working_days": [
                {"date": day, "like": draw(st.sampled_from(WEEKDAYS)), "names": draw(NAMES)}
                for day in days[::2]
            ],
            "exceptions": [
                {"date": day + timedelta(days=800), "names": draw(NAMES), "hours": draw(stretches())}
                for day in days[1::2]
            ],
            "categories": draw(_entries("code", {"names": NAMES, "min_age": st.none() | st.integers(0, 99)})),
            "services": tree,
            "booking": draw(st.none() | LIMITS),
            "resources": draw(_entries("code", {"names": NAMES, "quantity": st.integers(1, 500)})),
            "slots": draw(_plans(leaves)) if office["always_open"] else [],
            "counters": draw(_counters(leaves)),
            "staff": draw(_staff(leaves)),
        }
    )


def _entries(key: str, fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    one = st.fixed_dictionaries({key: CODES, **fields})
    return st.lists(one, max_size=3, unique_by=lambda entry: entry[key])


def _counters(leaves: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    served = st.lists(st.sampled_from(leaves), min_size=1, unique=True)
    one = st.fixed_dictionaries(
        {
            "number": st.integers(1, 9999),
            "names": st.just({}) | NAMES,
            "services": served,
            "timed": _timed(served),
        }
    )
    return st.lists(one, min_size=1, max_size=4, unique_by=lambda entry: entry["number"])


def _timed(served: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """At most one entry on each weekday, so that none overlap."""
    one = st.fixed_dictionaries(
        {
            "services": served,
            "days": st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=1),
            "begins": st.just(time(7, 30)),
            "ends": st.sampled_from([time(11), time(17), time()]),
        }
    )
    return st.lists(one, max_size=3, unique_by=lambda entry: entry["days"][0])


def _plans(leaves: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Plans of an office that is always open: a pool each, so that none overlap."""
    times = st.tuples(st.integers(0, 40), st.integers(41, 95))
    one = st.fixed_dictionaries(
        {
            "pool": CODES,
            "days": st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True),
            "public": st.integers(1, 500),
            "internal": st.integers(0, 500),
            "slot_min": st.sampled_from([5, 10, 15]),
            "services": st.lists(st.sampled_from(leaves), unique=True),
            "valid_from": st.none() | DATES,
        }
    )
    plans = st.lists(st.tuples(one, times), max_size=3, unique_by=lambda plan: plan[0]["pool"])
    return plans.map(
        lambda found: [{**plan, "begins": _wall(first), "ends": _wall(last)} for plan, (first, last) in found]
    )


def _staff(leaves: list[str]) -> st.SearchStrategy[list[dict[str, Any]] | None]:
    skilled = st.fixed_dictionaries(
        {"role": st.just("clerk"), "services": st.lists(st.sampled_from(leaves), unique=True)}
    )
    others = st.fixed_dictionaries({"role": st.sampled_from(["clerk", "receptionist", "supervisor"])})
    ways = st.lists(skilled | others, min_size=3, max_size=3)
    people = _entries("username", {"name": TEXTS})
    return st.none() | st.builds(
        lambda found, how: [a | b for a, b in zip(found, how, strict=False)], people, ways
    )
