"""A real day of arrivals, read from a file, with an office set up to serve it."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import floor
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from server.contract.setup_file import CounterSetUp, OfficeSetUp, ServiceSetUp, SetUp
from server.contract.setup_words import Letter
from server.demo.clerks import Shift
from server.demo.crowd import Arrival, seconds_of, shipped_profile, somebody
from server.demo.office import demo_office
from server.demo.people import WALK_S, chance
from server.demo.scenario import LATEST_OPENING_S, SEED, Scenario

USUAL_MIN = 8.0
"""What an unknown service takes; with the walk to the counter it sets how many counters there are."""

BUSY_SHARE = 1.2
"""How busy counters are in the busiest hour: above 1, so that a line forms and goes again."""


class BadDay(Exception):
    """The file has no such day, or cannot be read; says what is wrong and what there is."""


class Row(BaseModel):
    """One person of the file."""

    office: str
    date: date
    letter: Letter
    service: str
    arrived_at: time


@dataclass(frozen=True)
class _Kind:
    """A service of the file under the code that the set-up gives it."""

    code: str
    letter: str
    name: str


def real_day(file: Path, office: str, day: date, *, seed: int = SEED) -> Scenario:
    """The day of an office as a scenario; the day's own date and moments, all of its people.

    `office` may be a part of the name when only one office has it. Raises `BadDay`.
    """
    rows = sorted(_rows_of(file, office, day), key=lambda row: row.arrived_at)
    begins = time(rows[0].arrived_at.hour, rows[0].arrived_at.minute // 30 * 30)
    kinds = _kinds(rows)
    random = chance(seed, "day")
    people = [_person(row, kinds, begins, random=random) for row in rows]
    setup = _setup(rows[0].office, list(kinds.values()), people)
    closes_s = people[-1].after_s + 60
    shifts = [
        Shift(c.number, frozenset(c.services), random.uniform(0, LATEST_OPENING_S), closes_s)
        for c in setup.counters
    ]
    zone = ZoneInfo(setup.office.time_zone)
    return Scenario(setup, datetime.combine(day, begins, zone).astimezone(UTC), people, shifts, seed)


def _person(row: Row, kinds: Mapping[tuple[str, str], _Kind], begins: time, *, random: Random) -> Arrival:
    """The moment and the service are the file's; what people are like is the shipped profile's."""
    after_s = seconds_of(row.arrived_at) - seconds_of(begins)
    return somebody(shipped_profile(), random, after_s, service=kinds[row.letter, row.service].code)


def _rows_of(file: Path, office: str, day: date) -> list[Row]:
    offices: set[str] = set()
    found: dict[str, list[Row]] = {}
    for row in _rows(file):
        offices.add(row.office)
        if office.casefold() in row.office.casefold() and row.date == day:
            found.setdefault(row.office, []).append(row)
    if office in found:
        return found[office]
    if len(found) != 1:
        several = "several offices" if found else "no office"
        raise BadDay(f"{file}: {several} “{office}” on {day}; there are: {', '.join(sorted(offices))}")
    return next(iter(found.values()))


def _rows(file: Path) -> Iterator[Row]:
    try:
        packed = file.read_bytes()
        text = (gzip.decompress(packed) if file.suffix == ".gz" else packed).decode("utf-8")
        for line, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
            try:
                yield Row.model_validate(row)
            except ValidationError as error:
                wrong = error.errors()[0]
                raise BadDay(f"{file}, line {line}, {wrong['loc'][0]}: {wrong['msg']}") from error
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise BadDay(f"{file} cannot be read: {error}") from error


def _kinds(rows: Iterable[Row]) -> dict[tuple[str, str], _Kind]:
    """Every service of the day; services of one letter are told apart by a number."""
    kinds: dict[tuple[str, str], _Kind] = {}
    of_letter: Counter[str] = Counter()
    for letter, service in sorted({(row.letter, row.service) for row in rows}):
        of_letter[letter] += 1
        name = service.removeprefix(f"{letter}:").strip()
        kinds[letter, service] = _Kind(f"{letter.lower()}{of_letter[letter]}", letter, name)
    return kinds


def _setup(office: str, kinds: list[_Kind], people: list[Arrival]) -> SetUp:
    code = "".join(letter for letter in office.lower() if letter.isascii() and letter.isalnum())
    name = _both(office.removeprefix("UD_").replace("_", " "))
    usual = demo_office()
    try:
        about = OfficeSetUp(
            code=code or "office", level="district", names=name, short_name=name["vi"], always_open=True
        )
        services = [
            ServiceSetUp(code=kind.code, letter=kind.letter, names=_both(kind.name), usual_min=USUAL_MIN)
            for kind in kinds
        ]
        counters = enough_counters(people)
        return SetUp(
            office=about, categories=usual.categories, services=services, counters=counters, staff=usual.staff
        )
    except ValidationError as error:
        wrong = error.errors()[0]
        raise BadDay(f"No office can be made of {office}: {wrong['loc']}: {wrong['msg']}") from error


def _both(name: str) -> dict[str, str]:
    """A name that nobody has translated."""
    return {"vi": name, "en": name}


def enough_counters(people: list[Arrival]) -> list[CounterSetUp]:
    """Counters for the busiest hour of every service: whole ones of its own, and a share of a common one."""
    loads = dict(sorted(_busiest_hours(people).items()))
    sets: list[list[str]] = [[service] for service, load in loads.items() for _ in range(floor(load))]
    common: list[tuple[float, list[str]]] = []
    for service, load in sorted(loads.items(), key=lambda entry: -(entry[1] % 1)):
        rest = load % 1
        place = next((i for i, (used, _) in enumerate(common) if used + rest <= 1), None)
        if place is None:
            common.append((rest, [service]))
        else:
            used, services = common[place]
            common[place] = (used + rest, [*services, service])
    sets += [services for _, services in common]
    return [CounterSetUp(number=n, services=services) for n, services in enumerate(sets, start=1)]


def _busiest_hours(people: list[Arrival]) -> dict[str, float]:
    """How many counters each service keeps busy in the hour in which most come for it."""
    by_hour = Counter((person.service, int(person.after_s // 3600)) for person in people)
    busiest: dict[str, int] = {}
    for (service, _), count in by_hour.items():
        busiest[service] = max(count, busiest.get(service, 0))
    per_person_h = timedelta(minutes=USUAL_MIN, seconds=WALK_S).total_seconds() / 3600
    return {service: count * per_person_h / BUSY_SHARE for service, count in busiest.items()}
