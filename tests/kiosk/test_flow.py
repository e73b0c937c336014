"""Which screen follows from what the kiosk knows."""

from __future__ import annotations

import pytest

from kiosk.flow import Reach, Screen, Sight, paper_notice, screen
from server.contract.messages import PrinterState
from tests.kiosk.builders import office


def test_nothing_is_shown_before_the_server_has_been_heard() -> None:
    assert screen(Sight()) is Screen.LOADING


def test_an_open_office_shows_its_services() -> None:
    assert screen(Sight(Reach.HEARD, office())) is Screen.SERVICES


def test_a_closed_office_says_so() -> None:
    assert screen(Sight(Reach.HEARD, office(open_now=False))) is Screen.CLOSED


@pytest.mark.parametrize(
    ("reach", "shown"),
    [
        (Reach.AWAY, Screen.SERVER_AWAY),
        (Reach.UNKNOWN_OFFICE, Screen.UNKNOWN_OFFICE),
        (Reach.NOT_ALLOWED, Screen.NOT_ALLOWED),
    ],
)
@pytest.mark.parametrize("known", [None, office(), office(open_now=False)])
def test_trouble_comes_before_whatever_was_known(reach: Reach, shown: Screen, known: object) -> None:
    assert screen(Sight(reach, known)) is shown  # type: ignore[arg-type]  # object stands for Office | None


@pytest.mark.parametrize("state", list(PrinterState))
def test_people_are_warned_exactly_when_no_paper_would_come_out(state: PrinterState) -> None:
    prints = state in (PrinterState.READY, PrinterState.PAPER_LOW)
    assert paper_notice(state) == (None if prints else state)
