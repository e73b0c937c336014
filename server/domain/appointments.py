"""The life of an appointment, and what a check-in at a given moment makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.domain.errors import ImpossibleBookingStep
from server.domain.hours import Hours, day_of, waiting_starts
from server.domain.ordering import ArrivalClass
from server.domain.slots import BookingRules


class AppointmentState(StrEnum):
    """Where an appointment stands."""

    HELD = "held"
    BOOKED = "booked"
    ARRIVED = "arrived"
    MISSED = "missed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class BookingStep(StrEnum):
    """What can be done with an appointment."""

    CONFIRM = "confirm"
    EXPIRE = "expire"
    MOVE = "move"
    CANCEL = "cancel"
    CHECK_IN = "check_in"
    UNDO_CHECK_IN = "undo_check_in"
    MISS = "miss"


_S = AppointmentState

LIFE: dict[tuple[AppointmentState, BookingStep], AppointmentState] = {
    (_S.HELD, BookingStep.CONFIRM): _S.BOOKED,
    (_S.HELD, BookingStep.EXPIRE): _S.EXPIRED,
    (_S.BOOKED, BookingStep.MOVE): _S.BOOKED,
    (_S.BOOKED, BookingStep.CANCEL): _S.CANCELLED,
    (_S.BOOKED, BookingStep.CHECK_IN): _S.ARRIVED,
    (_S.BOOKED, BookingStep.MISS): _S.MISSED,
    (_S.MISSED, BookingStep.CHECK_IN): _S.ARRIVED,  # too late for the slot, but not for a number
    (_S.ARRIVED, BookingStep.UNDO_CHECK_IN): _S.BOOKED,
}

TAKES_PLACES = frozenset({_S.HELD, _S.BOOKED, _S.ARRIVED, _S.MISSED})
"""States in which an appointment's places in its slots are taken."""


def after(state: AppointmentState, step: BookingStep) -> AppointmentState:
    """The state that `step` leads to; raises `ImpossibleBookingStep` when the table has no such row."""
    try:
        return LIFE[state, step]
    except KeyError:
        detail = f"An appointment that is {state} has no step {step}."
        raise ImpossibleBookingStep(detail, state=state, step=step) from None


class Arrival(StrEnum):
    """How a check-in stands to its slot."""

    EARLY = "early"
    IN_TIME = "in_time"
    LATE = "late"


def check_in_window(slot: datetime, *, hours: Hours, rules: BookingRules) -> tuple[datetime, datetime]:
    """When a check-in counts for the slot, both included; never on another day, for numbers are of a day."""
    day = day_of(hours, slot)
    return max(slot - rules.early, day.start), min(slot + rules.late, day.end)


def standing(state: AppointmentState, slot: datetime, now: datetime, rules: BookingRules) -> AppointmentState:
    """Where an appointment stands now: a no-show is one as soon as its time is over, whoever writes it
    down when."""
    over = state is AppointmentState.BOOKED and now > missed_at(slot, rules)
    return AppointmentState.MISSED if over else state


def arrival(slot: datetime, now: datetime, rules: BookingRules) -> Arrival:
    """In time from `early` before the slot until `late` after it, both included."""
    if now < slot - rules.early:
        return Arrival.EARLY
    return Arrival.IN_TIME if now <= slot + rules.late else Arrival.LATE


@dataclass(frozen=True, slots=True)
class Entry:
    """How a booked visit enters the line: the start of its wait, and the class of its allowance."""

    waits_from: datetime
    kind: ArrivalClass
    late: bool


def entry(slot: datetime, now: datetime, *, hours: Hours, rules: BookingRules, category: str | None) -> Entry:
    """The wait of a booking that checks in at `now` begins at max(check-in, slot, opening).

    Checking in early gains nothing and being late costs the minutes late; who comes after the window
    is a walk-in. A priority category keeps its own allowance in either case.
    """
    here = waiting_starts(hours, now)
    if arrival(slot, now, rules) is Arrival.LATE:
        kind = ArrivalClass.PRIORITY if category else ArrivalClass.WALK_IN
        return Entry(here, kind, late=True)
    kind = ArrivalClass.PRIORITY if category else ArrivalClass.APPOINTMENT
    return Entry(max(here, slot), kind, late=False)


def missed_at(slot: datetime, rules: BookingRules) -> datetime:
    """After this moment a booking that has not checked in is a no-show."""
    return slot + rules.late


def expires_at(now: datetime, rules: BookingRules) -> datetime:
    """Until when a hold made now stands, without this moment itself."""
    return now + rules.hold


def freed_until(now: datetime, rules: BookingRules, chance: float) -> datetime:
    """Until when a freed place is for staff alone; `chance` 0 to 1 picks the moment, so that nobody can
    trade a slot by giving it back and taking it at once (against slot trading)."""
    soonest, latest = rules.public_after
    return now + soonest + chance * (latest - soonest)
