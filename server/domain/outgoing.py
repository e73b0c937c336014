"""Messages to citizens: which there are, when they fall due, and how long sending them is tried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from server.domain.hours import Hours, office_day, wall_moment


class MessageKind(StrEnum):
    """Why somebody is written to."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REMINDER = "reminder"
    NEAR = "near"


class Outlet(StrEnum):
    """The ways out of the house."""

    EMAIL = "email"
    SMS = "sms"


@dataclass(frozen=True, slots=True)
class Sample:
    """What an example citizen would be written: by e-mail, and as a text message of so many letters, sent
    as so many messages."""

    subject: str
    mail: str
    sms: str
    letters: int
    parts: int


REMINDED_AT = time(17)
"""On the wall of the office, the day before the slot."""
NEAR_AHEAD = 3
"""A turn is near when so many people or fewer are ahead."""
CLAIM = timedelta(minutes=2)
"""A message that somebody began to send and did not finish is tried again after this time."""
GIVEN_UP_AFTER = timedelta(hours=24)
NEAR_HOLDS = timedelta(minutes=10)
"""What was near then is called, or no news, later."""
_MINUTES_BETWEEN_TRIES = (1, 5, 15, 60, 240)


def reminder_due(hours: Hours, now: datetime, slot: datetime) -> datetime | None:
    """When to remind of a slot booked now; None when that moment has passed: who has just booked knows."""
    eve = office_day(hours, slot) - timedelta(days=1)
    due = wall_moment(hours.time_zone, datetime.combine(eve, REMINDED_AT))
    return due if due > now else None


def pointless_from(kind: MessageKind, due: datetime, slot: datetime) -> datetime:
    """From when on a message is no longer worth sending."""
    if kind is MessageKind.NEAR:
        return due + NEAR_HOLDS
    return min(slot, due + GIVEN_UP_AFTER)


def next_try(now: datetime, tries: int) -> datetime:
    """When to try again after so many tries, at least one, have failed."""
    step = min(tries, len(_MINUTES_BETWEEN_TRIES)) - 1
    return now + timedelta(minutes=_MINUTES_BETWEEN_TRIES[step])
