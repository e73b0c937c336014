"""Behind a bad line every press gets its number, and nobody gets two."""

from __future__ import annotations

from pathlib import Path

import click

from tests.faults.presses import press_through_a_bad_line


def test_500_presses_behind_a_bad_line_lose_nothing_and_give_nothing_twice(tmp_path: Path) -> None:
    outcome = press_through_a_bad_line(tmp_path, 500, seed=1)
    click.echo(outcome.line())
    assert outcome.violations == []
    assert outcome.faults > 150
    assert len(outcome.fates) == 9  # every fate was met
