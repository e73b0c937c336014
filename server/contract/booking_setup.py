"""The part of a set-up file that decides what can be booked: limits, slot plans and scarce resources."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from server.contract.messages import Code, Request
from server.contract.setup_words import Minutes, Texts, Weekday, distinct

STEP_MIN = 5
"""Slots begin and last a multiple of this, in minutes: resources are counted in such steps."""


def _on_a_step(wall: time) -> time:
    if wall.minute % STEP_MIN or wall.second or wall.microsecond:
        raise PydanticCustomError("not_on_a_step", "is not on a multiple of 5 minutes")
    return wall


def _in_order(minutes: list[float]) -> list[float]:
    if minutes[0] > minutes[1]:
        raise PydanticCustomError("not_in_order", "says the longer time first")
    return minutes


StepTime = Annotated[time, AfterValidator(_on_a_step)]
Places = Annotated[int, Field(ge=0, le=500)]


class BookingSetUp(Request):
    """The limits of bookings; without this section nobody books."""

    days_ahead: Annotated[int, Field(ge=0, le=90)] = 7
    notice_min: Minutes = 60
    hold_min: Annotated[float, Field(ge=1, le=60)] = 10
    early_min: Annotated[float, Field(ge=0, le=240)] = 30
    late_min: Annotated[float, Field(ge=0, le=240)] = 30
    bookings_per_person: Annotated[int, Field(ge=1, le=20)] = 1
    numbers_per_day: Annotated[int, Field(ge=1, le=20)] = 2
    public_after_min: Annotated[
        list[Annotated[float, Field(ge=0, le=240)]],
        Field(min_length=2, max_length=2),
        AfterValidator(_in_order),
    ] = Field(default=[1, 15])


class ResourceSetUp(Request):
    """Something scarce that some services need besides a counter: a room, a camera."""

    code: Code
    names: Texts
    quantity: Annotated[int, Field(ge=1, le=500)] = 1


class SlotPlanSetUp(Request):
    """Slots that recur on some weekdays; a later version of a pool has other dates of validity."""

    pool: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9._-]+$")]
    days: Annotated[list[Weekday], Field(min_length=1), AfterValidator(distinct)]
    begins: StepTime
    ends: StepTime
    slot_min: Annotated[int, Field(ge=STEP_MIN, le=480, multiple_of=STEP_MIN)] = 30
    public: Places
    internal: Places = 0
    services: Annotated[list[Code], AfterValidator(distinct)] = Field(default_factory=list)
    valid_from: date | None = None
    valid_until: date | None = None
