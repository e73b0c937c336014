"""Which times of a service can be booked: those the plans offer, less what is taken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

from server.actions.appointments import placing
from server.contract import messages
from server.domain import slots
from server.domain.errors import NoBookings, NoSuchSlot, ServiceUnavailable, SlotFull
from server.domain.hours import office_day
from server.domain.office import Office, Service
from server.domain.people import ISSUERS, Caller, Role
from server.domain.slots import BookingRules, Offer
from server.storage import slots as places
from server.storage.happenings import Transaction
from server.storage.taken import Taken, taken_between

MOST_DAYS = 62
"""Days that one question may ask about."""
_STAFF_DAYS_AHEAD = 90


def is_staff(caller: Caller | None, office: Office) -> bool:
    """Whether internal places count for whoever asks: staff of this office, for a partner system books
    for citizens."""
    if caller is None or caller.office_id not in (None, office.id):
        return False
    return caller.role in ISSUERS and caller.role not in (Role.KIOSK, Role.INTEGRATION)


def bookable(office: Office, code: str) -> tuple[Service, BookingRules]:
    """A service and the limits under which it is booked; raises `UnknownService`, `NoBookings`."""
    service = office.leaf(code)
    if office.booking is None or not any(plan.offers(code) for plan in office.plans):
        raise NoBookings(service=code)
    return service, office.booking


def free_slots(
    tx: Transaction,
    caller: Caller | None,
    office_code: str,
    service_code: str,
    *,
    first: date | None = None,
    last: date | None = None,
) -> messages.FreeSlots:
    """The times of a service that whoever asks can book now, between two office days, both included.

    Staff see what is left of the internal places too, and how many walk-ins usually come at that time.
    Raises `UnknownOffice`, `UnknownService`, `NoBookings`.
    """
    office = tx.office(office_code)
    service, rules = bookable(office, service_code)
    staff = is_staff(caller, office)
    today, end = _window(office, rules, tx.now, staff=staff)
    days = list(_days(max(first or today, today), min(last or end, end)))
    found = _left(tx, office, service, days, staff=staff)
    usual = placing.learned(tx, office) if staff else None
    free = [
        messages.FreeSlot(
            start=offer.start,
            end=offer.end,
            free=left,
            walk_ins=usual.between(offer.start, offer.end) if usual else None,
        )
        for offer, left in _by_start(found)
        if left > 0 and not service.paused(offer.start)
    ]
    return messages.FreeSlots(service=service.code, slots=free)


def offer_at(
    tx: Transaction,
    office: Office,
    service: Service,
    start: datetime,
    *,
    staff: bool,
    own: Collection[tuple[str, datetime]] = (),
) -> Offer:
    """The offer that begins at `start`, in the pool with most places left; `own` places count as free.

    Raises `NoSuchSlot` where the plans have none or it cannot be booked now, `SlotFull`,
    `ServiceUnavailable` while the service is paused then.
    """
    rules = office.booking
    if rules is None:
        raise NoBookings(service=service.code)
    day = office_day(office.hours, start)
    today, end = _window(office, rules, tx.now, staff=staff)
    found = _left(tx, office, service, [day], staff=staff, own=own) if today <= day <= end else []
    here = [(left, offer) for offer, left in found if offer.start == start]
    if not here:
        raise NoSuchSlot(start=start)
    if service.paused(start):
        raise ServiceUnavailable(reason=service.paused_reason, until=service.paused_until)
    left, offer = max(here, key=lambda found: found[0])
    if left <= 0:
        raise SlotFull(start=start)
    return offer


def _window(office: Office, rules: BookingRules, now: datetime, *, staff: bool) -> tuple[date, date]:
    today, end = slots.bookable_days(office.hours, now, rules)
    return today, max(end, today + timedelta(days=_STAFF_DAYS_AHEAD)) if staff else end


def _days(first: date, last: date) -> Iterator[date]:
    for ahead in range(min((last - first).days + 1, MOST_DAYS)):
        yield first + timedelta(days=ahead)


def _left(
    tx: Transaction,
    office: Office,
    service: Service,
    days: list[date],
    *,
    staff: bool,
    own: Collection[tuple[str, datetime]] = (),
) -> list[tuple[Offer, int]]:
    """Every offer of these days that may begin from now on, with the places left in it."""
    rules = office.booking or BookingRules()
    found = [
        offer
        for day in days
        if office.in_force(day)
        for offer in slots.offers(
            slots.slots_on(office.plans, office.hours, day, service=service.code), service.slots_needed
        )
        if slots.may_begin(offer, tx.now, rules, staff=staff)
    ]
    if not found:
        return []
    wanted = {offer: places.places_of(office, service, offer) for offer in found}
    pools = {place.pool for each in wanted.values() for place in each}
    last = max(offer.end for offer in found)
    taken = taken_between(tx, office, pools, first=found[0].start - timedelta(hours=1), last=last)
    return [
        (offer, min(_free_in(p, taken.get(p.key), staff=staff) + (p.key in own) for p in each))
        for offer, each in wanted.items()
    ]


def _free_in(place: places.Place, taken: Taken | None, *, staff: bool) -> int:
    """The plan says how many there are; where it has fewer than are taken, none is left."""
    there = place.public + place.internal if staff else place.public
    if taken is None:
        return there
    return max(0, there - (taken.all if staff else taken.public))


def _by_start(found: Iterable[tuple[Offer, int]]) -> list[tuple[Offer, int]]:
    """One line for each time: of two pools that begin together, the one with more places left."""
    best: dict[datetime, tuple[Offer, int]] = {}
    for offer, left in found:
        known = best.get(offer.start)
        if known is None or left > known[1]:
            best[offer.start] = (offer, left)
    return [best[start] for start in sorted(best)]
