"""A file of real arrivals becomes an office and the people who come to it."""

from __future__ import annotations

import gzip
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from server.demo.crowd import Arrival
from server.demo.real_day import BadDay, enough_counters, real_day
from server.demo.scenario import Scenario

HEAD = "office,date,letter,service,arrived_at\n"
DAY = date(2020, 1, 9)
ROWS = """North_Side,2020-01-09,B,B: Permits,09:40:00
North_Side,2020-01-09,A,"A: Cards, passports",08:01:10
North_Side,2020-01-09,B,B: Appeals,09:12:00
North_Side,2020-01-10,A,"A: Cards, passports",08:01:10
South_Side,2020-01-09,A,A: Everything,10:00:00
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "arrivals.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    return path


@pytest.fixture
def day(file: Path) -> Scenario:
    return real_day(file, "North_Side", DAY)


def test_everybody_of_that_office_and_day_comes_at_their_own_moment(day: Scenario) -> None:
    zone = ZoneInfo(day.setup.office.time_zone)
    moments = [(day.begins + timedelta(seconds=a.after_s)).astimezone(zone) for a in day.arrivals]
    assert [m.time() for m in moments] == [time(8, 1, 10), time(9, 12), time(9, 40)]
    assert {m.date() for m in moments} == {DAY}


def test_the_day_begins_with_the_half_hour_of_the_first_arrival(day: Scenario) -> None:
    zone = ZoneInfo(day.setup.office.time_zone)
    assert day.begins.astimezone(zone).time() == time(8, 0)


def test_services_keep_their_letters_and_lose_them_in_their_names(day: Scenario) -> None:
    assert [(s.letter, s.names["vi"]) for s in day.setup.services] == [
        ("A", "Cards, passports"),
        ("B", "Appeals"),
        ("B", "Permits"),
    ]
    assert len({s.code for s in day.setup.services}) == 3


def test_everybody_finds_a_counter_for_their_service(day: Scenario) -> None:
    served = {code for shift in day.shifts for code in shift.services}
    assert {arrival.service for arrival in day.arrivals} <= served


def test_a_packed_file_is_read_too(tmp_path: Path) -> None:
    packed = tmp_path / "arrivals.csv.gz"
    packed.write_bytes(gzip.compress((HEAD + ROWS).encode()))
    assert len(real_day(packed, "North_Side", DAY).arrivals) == 3


def test_a_part_of_the_name_is_enough_when_only_one_office_has_it(file: Path) -> None:
    assert len(real_day(file, "south", DAY).arrivals) == 1
    with pytest.raises(BadDay, match="several offices"):
        real_day(file, "side", DAY)


def test_an_unknown_office_or_day_is_told_with_what_there_is(file: Path) -> None:
    with pytest.raises(BadDay, match="North_Side, South_Side"):
        real_day(file, "West", DAY)
    with pytest.raises(BadDay, match="no office"):
        real_day(file, "North_Side", date(2021, 1, 9))


def test_a_wrong_line_is_named(file: Path) -> None:
    file.write_text(HEAD + ROWS + "North_Side,2020-01-09,A,A: Cards,half past nine\n", encoding="utf-8")
    with pytest.raises(BadDay, match="line 7, arrived_at"):
        real_day(file, "North_Side", DAY)


def test_a_letter_that_no_ticket_can_have_is_refused(file: Path) -> None:
    file.write_text(HEAD + "North_Side,2020-01-09,?,Cards,09:00:00\n", encoding="utf-8")
    with pytest.raises(BadDay, match="line 2, letter"):
        real_day(file, "North_Side", DAY)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "arrivals.csv.gz"
    broken.write_bytes(b"\x1f\x8bnot really packed")
    with pytest.raises(BadDay, match="cannot be read"):
        real_day(broken, "North_Side", DAY)


def test_more_people_in_the_busiest_hour_make_more_counters_and_small_services_share_one() -> None:
    busy = [Arrival(60.0 * n, "busy") for n in range(60)]
    small = [Arrival(600.0 * n, name) for n in range(2) for name in ("one", "two")]
    counters = enough_counters(busy + small)
    assert sum("busy" in c.services for c in counters) in (7, 8)
    shared = [c for c in counters if "one" in c.services]
    assert len(shared) == 1
    assert "two" in shared[0].services
    assert [c.number for c in counters] == list(range(1, len(counters) + 1))
