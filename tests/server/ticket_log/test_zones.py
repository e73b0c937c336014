"""Wall times become moments, also where clocks are put forward and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.ticket_log.reading import How
from server.ticket_log.zones import Wall
from tests.server.ticket_log.builders import log_of, opened, row

ZONES = ("Asia/Ho_Chi_Minh", "Europe/Warsaw", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu")
"""Without jumps; with them; with odd offsets; with a jump of half an hour; with a quarter."""


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


@given(
    zone=st.sampled_from(ZONES),
    moment=st.datetimes(local("1990-01-02"), local("2035-01-01"), timezones=st.just(UTC)),
)
def test_every_moment_is_found_again_from_its_wall_time(zone: str, moment: datetime) -> None:
    wall = Wall(ZoneInfo(zone))
    shown = moment.astimezone(wall.zone).replace(tzinfo=None, fold=0)
    found = wall.moment(shown)
    assert found.astimezone(wall.zone).replace(tzinfo=None) == shown
    assert found == moment or (found < moment and wall.twice == 1)
    assert wall.moment(shown, after=moment) == moment


def test_an_hour_that_there_was_twice_is_its_first_pass() -> None:
    wall = Wall(ZoneInfo("Europe/Warsaw"))
    assert wall.moment(local("2025-10-26T02:30")) == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert wall.twice == 1


def test_it_is_the_second_pass_where_the_first_lies_before_the_time_before() -> None:
    wall = Wall(ZoneInfo("Europe/Warsaw"))
    before = wall.moment(local("2025-10-26T02:50"))
    assert wall.moment(local("2025-10-26T02:10"), before) == datetime(2025, 10, 26, 1, 10, tzinfo=UTC)


def test_an_hour_that_was_skipped_is_that_of_a_clock_nobody_put_forward() -> None:
    wall = Wall(ZoneInfo("Europe/Warsaw"))
    assert wall.moment(local("2025-03-30T02:30")) == datetime(2025, 3, 30, 1, 30, tzinfo=UTC)
    assert (wall.skipped, wall.twice) == (1, 0)


def test_clocks_that_jump_by_half_an_hour_are_known() -> None:
    wall = Wall(ZoneInfo("Australia/Lord_Howe"))
    jump = wall.moment(local("2025-10-05T01:59:59")) + timedelta(seconds=1)
    assert wall.moment(local("2025-10-05T02:30")) == jump
    assert wall.moment(local("2025-10-05T02:10")) == jump + timedelta(minutes=10)
    assert wall.skipped == 1


@pytest.mark.parametrize(
    ("called", "moment"),
    [("02:10:00", "01:10"), ("02:55:00", "00:55")],
)
def test_the_times_of_a_row_tell_which_pass_it_was(tmp_path: Path, called: str, moment: str) -> None:
    day = "2025-10-26T"
    times = {"issued_at": f"{day}02:50:00", "called_at": day + called, "started_at": ""}
    raw = log_of(row(**times, finished_at=f"{day}03:30:00"))
    log = opened(tmp_path, raw, How(time_zone="Europe/Warsaw"))
    assert [ticket.called_at for ticket in log.tickets()] == [local(f"{day}{moment}Z")]
    assert log.notes == ["2 times lie in an hour that the clocks of Europe/Warsaw gave twice"]


def test_a_time_with_an_offset_needs_no_zone_and_ignores_it(tmp_path: Path) -> None:
    log = opened(tmp_path, log_of(row(issued_at="2026-11-20T08:00:00+07:00")), How(time_zone="Europe/Warsaw"))
    assert [ticket.issued_at for ticket in log.tickets()] == [datetime(2026, 11, 20, 1, tzinfo=UTC)]
