"""When the power goes, everything acknowledged is on the disk; with a laxer setting it would not be."""

from __future__ import annotations

import click
import pytest

from tests.faults.power_cuts import Outcome, cut_both


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Outcome]:
    """The same morning cut 40 times with the product's own settings, and with synchronous=NORMAL."""
    full, normal = cut_both(tmp_path_factory.mktemp("power"), 40, requests=300, seed=1)
    click.echo(full.line())
    click.echo(normal.line())
    return full, normal


def test_a_power_cut_loses_nothing_acknowledged_and_corrupts_nothing(outcomes: tuple[Outcome, ...]) -> None:
    full, _ = outcomes
    assert (full.cuts, full.lost, full.corrupt) == (40, 0, [])
    assert full.acknowledged > 500


def test_the_same_cuts_are_seen_to_lose_answers_when_commits_are_not_synced(
    outcomes: tuple[Outcome, ...],
) -> None:
    _, normal = outcomes
    assert normal.cuts_with_loss > 10
