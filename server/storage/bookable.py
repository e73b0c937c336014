"""What can be booked at an office, as its set-up writes it, becomes what the rules know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from server.contract.booking_setup import SlotPlanSetUp
from server.contract.setup_file import OfficeDocument
from server.domain.office import Resource
from server.domain.slots import BookingRules, SlotPlan
from server.storage.opening import WEEKDAYS


def rules_of(setup: OfficeDocument) -> BookingRules | None:
    """The limits of bookings; None where there are none to be had."""
    said = setup.booking
    if said is None:
        return None
    soonest, latest = said.public_after_min
    return BookingRules(
        days_ahead=said.days_ahead,
        notice=timedelta(minutes=said.notice_min),
        hold=timedelta(minutes=said.hold_min),
        early=timedelta(minutes=said.early_min),
        late=timedelta(minutes=said.late_min),
        bookings_per_person=said.bookings_per_person,
        numbers_per_day=said.numbers_per_day,
        public_after=(timedelta(minutes=soonest), timedelta(minutes=latest)),
    )


def plans_of(setup: OfficeDocument) -> tuple[SlotPlan, ...]:
    """The slot plans, in the order of the file."""
    return tuple(_plan(entry) for entry in setup.slots)


def _plan(entry: SlotPlanSetUp) -> SlotPlan:
    return SlotPlan(
        pool=entry.pool,
        weekdays=frozenset(WEEKDAYS.index(day) for day in entry.days),
        begins=entry.begins,
        ends=entry.ends,
        length=timedelta(minutes=entry.slot_min),
        public=entry.public,
        internal=entry.internal,
        services=frozenset(entry.services) or None,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
    )


def resources_of(setup: OfficeDocument) -> Mapping[str, Resource]:
    """The scarce resources by code."""
    return {entry.code: Resource(entry.code, entry.names, entry.quantity) for entry in setup.resources}
