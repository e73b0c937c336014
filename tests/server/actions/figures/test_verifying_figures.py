"""Verifying figures: every planted corruption is found, and said in one sentence."""

from __future__ import annotations

import pytest

from server.actions.figures import projecting, verifying_figures
from tests.builders import Hall
from tests.support.clocks import StoppedClock


@pytest.fixture
def told(hall: Hall, clock: StoppedClock) -> Hall:
    """A hall in which people were served, sent on and missed, and whose figures know it; A001 to A003."""
    hall.open(3, 6)
    for minutes in (5, 9, 1):
        hall.press(category="elderly" if minutes == 9 else None)
        clock.tick(minutes=minutes)
    hall.step("transfer", hall.step("start", hall.called()), counter=6)
    hall.step("finish", hall.called(6), 6)
    hall.step("no-show", hall.called())
    hall.step("finish", hall.called())
    projecting.follow_all(hall.database)
    assert hall.violations() == []
    return hall


CORRUPTIONS = {
    "the figures ran ahead of the events": (
        "UPDATE figures_cursor SET seq = 900",
        "figures have followed event 900 but the last event is",
    ),
    "a ticket is in no figure": (
        "DELETE FROM ticket_fact WHERE ticket_id = 1",
        "ticket 1 is no_show but is in no figure",
    ),
    "a ticket ended otherwise": (
        "UPDATE ticket_fact SET outcome = 'transferred' WHERE ticket_id = 3",
        "ticket 3 is served but is transferred in the figures",
    ),
    "a wait was shortened": (
        "UPDATE ticket_fact SET wait_us = wait_us - 60000000 WHERE ticket_id = 3",
        "figures of 2026-11-23 do not add up: wait_us",
    ),
    "who was missed was forgotten": (
        "UPDATE day_figures SET no_show = 0 WHERE dimension = 'all'",
        "figures of 2026-11-23 do not add up: no_show",
    ),
    "a day has no sums": (
        "DELETE FROM day_figures WHERE dimension = 'all'",
        "figures of 2026-11-23 have no sums",
    ),
    "sums are of a day without tickets": (
        "UPDATE day_figures SET day = '2026-10-01'",
        "figures of 2026-10-01 have no facts",
    ),
    "a counter was forgotten": (
        "DELETE FROM day_figures WHERE dimension = 'counter' AND key = '6'",
        "figures of 2026-11-23 by counter do not add up to the whole",
    ),
    "two categories were mistaken for each other": (
        "UPDATE day_figures SET key = 'disabled' WHERE key = 'elderly'",
        "figures of 2026-11-23 by category elderly are not those of its facts",
    ),
    "a histogram was emptied": (
        "UPDATE day_figures SET waits = '' WHERE dimension = 'all'",
        "figures of 2026-11-23 by all (none) are not those of its facts",
    ),
    "the longest wait was shortened": (
        "UPDATE day_figures SET longest_us = 1 WHERE dimension = 'hour'",
        "are not those of its facts",
    ),
}


@pytest.mark.parametrize("corruption", list(CORRUPTIONS))
def test_a_corruption_of_figures_is_found_and_said(told: Hall, corruption: str) -> None:
    statement, sentence = CORRUPTIONS[corruption]
    told.sql(statement)
    found = told.violations()
    assert any(sentence in finding for finding in found), found
    assert all(finding.startswith("ttpvhcc: ") for finding in found)


def test_sums_of_long_ago_are_added_up_too(told: Hall, clock: StoppedClock) -> None:
    clock.tick(days=400)
    told.sql("UPDATE day_figures SET wait_us = 5 WHERE dimension = 'all'")
    assert told.violations()[0].startswith("ttpvhcc: figures of 2026-11-23 do not add up: wait_us")


def test_what_is_still_to_be_followed_is_nothing_wrong(told: Hall, clock: StoppedClock) -> None:
    told.press()
    clock.tick(minutes=2)
    told.step("finish", told.called())
    gone = next(row for row in told.rows() if row.state == "no_show")
    told.do("restore", 3, ticket=gone.id, version=gone.version)
    assert told.violations() == []
    projecting.follow_all(told.database)
    assert told.violations() == []


def test_of_very_many_lost_tickets_some_are_named(hall: Hall) -> None:
    hall.open(3)
    for _ in range(verifying_figures.MOST_TOLD + 5):
        hall.press()
        hall.step("finish", hall.called())
    projecting.follow_all(hall.database)
    hall.sql("DELETE FROM ticket_fact")
    named = [finding for finding in hall.violations() if "is in no figure" in finding]
    assert len(named) == verifying_figures.MOST_TOLD
