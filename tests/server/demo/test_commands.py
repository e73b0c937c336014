"""What `dunghen demo` takes and refuses, and the clock it shares with its server."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server.__main__ import dunghen
from server.commands.serving_demo import ClockFace
from server.demo.scenario import shipped
from server.ports import SystemClock
from tests.support.ports import free_port

MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


def demo(folder: Path, *words: str) -> Result:
    ports = ["--port", str(free_port()), "--kiosk-port", str(free_port())]
    return CliRunner().invoke(dunghen, ["demo", "--folder", str(folder / "var"), *ports, *words])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--speed", "61"], "--headless-report"),
        (["--speed", "0.5"], "--speed"),
        (["--office", "Bielany"], "--day"),
        (["--date", "2020-01-09"], "--day"),
        (["--day", __file__], "--office"),
        (["--day", __file__, "--office", "Bielany", "--date", "2020-01-09", "--people", "9"], "--people"),
        (["--day", "no such file", "--office", "Bielany", "--date", "2020-01-09"], "does not exist"),
        (["--people", "0"], "--people"),
    ],
)
def test_options_that_make_no_sense_are_refused_before_anything_starts(
    tmp_path: Path, words: list[str], said: str
) -> None:
    refused = demo(tmp_path, *words)
    assert refused.exit_code == 2
    assert said in refused.output
    assert not (tmp_path / "var").exists()


def test_a_file_without_that_day_is_told_and_nothing_starts(tmp_path: Path) -> None:
    file = tmp_path / "arrivals.csv"
    file.write_text("office,date,letter,service,arrived_at\n")
    refused = demo(tmp_path, "--day", str(file), "--office", "Bielany", "--date", "2020-01-09")
    assert (refused.exit_code, "no office “Bielany”" in refused.output) == (1, True)
    assert not (tmp_path / "var").exists()


def test_one_port_cannot_be_two() -> None:
    refused = CliRunner().invoke(dunghen, ["run", "--port", "8000", "--kiosk-port", "8000"])
    assert (refused.exit_code, "cannot be the same" in refused.output) == (2, True)


def test_two_processes_that_were_told_of_one_clock_read_the_same_time() -> None:
    face = ClockFace(start=MORNING, rate=60, began=time.monotonic() - 10)
    told = ClockFace.model_validate_json(face.model_dump_json())
    here, there = face.clock().now(), told.clock().now()
    assert abs((there - here).total_seconds()) < 60 * 0.5
    assert 600 <= (here - MORNING).total_seconds() < 660


def test_a_demo_that_runs_as_fast_as_the_world_has_the_clock_of_the_machine() -> None:
    assert isinstance(ClockFace(start=MORNING, rate=1, began=0).clock(), SystemClock)


def test_the_shipped_day_begins_at_half_past_seven_of_the_day_it_is_played_on() -> None:
    late_in_hanoi = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)  # 00:30 on the 23rd there
    assert shipped(late_in_hanoi).begins == MORNING


def test_a_day_can_be_played_as_if_it_began_now() -> None:
    day = shipped(MORNING, people=20)
    moved = day.beginning(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    assert moved.arrivals == day.arrivals
    assert moved.begins.hour == 9
