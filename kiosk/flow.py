"""Which screen follows from what the kiosk knows; pure, so that every case can be read and tried."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from server.contract.messages import Office, PrinterState

PRINTER_HELP = frozenset(
    {PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.ERROR, PrinterState.OFFLINE}
)
"""Printer states in which numbers are given on the screen alone."""


class Reach(StrEnum):
    """What the last try to reach the server brought."""

    NOT_YET = "not_yet"
    HEARD = "heard"
    AWAY = "away"
    UNKNOWN_OFFICE = "unknown_office"
    NOT_ALLOWED = "not_allowed"


class Screen(StrEnum):
    """The screens that do not depend on what somebody pressed."""

    LOADING = "loading"
    SERVICES = "services"
    CLOSED = "closed"
    SERVER_AWAY = "server_away"
    UNKNOWN_OFFICE = "unknown_office"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True)
class Sight:
    """What the kiosk knows of its office: the last answer, and whether it still holds."""

    reach: Reach = Reach.NOT_YET
    office: Office | None = None


TROUBLE = {
    Reach.AWAY: Screen.SERVER_AWAY,
    Reach.UNKNOWN_OFFICE: Screen.UNKNOWN_OFFICE,
    Reach.NOT_ALLOWED: Screen.NOT_ALLOWED,
}


def screen(sight: Sight) -> Screen:
    """The screen for this sight. Without the server no numbers can be given, whatever was known before."""
    if sight.reach in TROUBLE:
        return TROUBLE[sight.reach]
    if sight.office is None:
        return Screen.LOADING
    return Screen.SERVICES if sight.office.open_now else Screen.CLOSED


def paper_notice(printer: PrinterState) -> PrinterState | None:
    """The printer state that citizens should be told before they press, or None while paper comes out."""
    return printer if printer in PRINTER_HELP else None
