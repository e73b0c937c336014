"""People who book: on the page, at the desk, or because the line was too long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.server.web.house import URL
from tests.server.web.month import almanac, booked
from tests.server.web.month.line import Person
from tests.server.web.month.world import Booking, Month

POPULAR = {"land": 5, "civil_status": 3, "construction": 2}


def look_for_a_time(month: Month) -> None:
    """What is told as free is what we count ourselves; then somebody holds a time."""
    service = a_service(month)
    told = month.slots(service)
    assert told == month.free(service, staff=False), month.now
    wanted = a_time(month, service, told)
    if wanted is None:
        return
    wish = {"service": service, "start": wanted.isoformat()}
    answer = month.ask("", "POST", f"{URL}/holds", wish)
    if wanted not in told:
        month.refused(answer, "slot_full")
        return
    held = month.told(answer, 201)
    take(month, held["hold"], service, wanted, lapses=month.now + almanac.HOLD)
    booking = Booking(held["hold"], service, wanted, month.now, month.next_number())
    month.after(minutes_at_the_form(month), lambda: fill_in(month, booking))


def minutes_at_the_form(month: Month) -> int:
    """Some take longer than the hold lasts."""
    return month.minutes(10, 15) if month.random.random() < 0.06 else month.minutes(1, 9)


def a_service(month: Month) -> str:
    (service,) = month.random.choices(list(POPULAR), weights=list(POPULAR.values()))
    return service


def a_time(month: Month, service: str, told: dict[datetime, int]) -> datetime | None:
    """Rather soon than late; now and then one that is full, from a page that was open for long."""
    if month.random.random() < 0.1:
        wide = almanac.starts(almanac.day_of(month.now) + timedelta(days=1), changed=month.changed)
        if full := [one for one in wide if one not in told and month.places.wanted(service, one)]:
            return month.random.choice(full)
    if not told:
        return None
    return min(month.random.choice(sorted(told)) for _ in range(2))


def take(
    month: Month,
    key: str,
    service: str,
    start: datetime,
    *,
    staff: bool = False,
    lapses: datetime | None = None,
) -> None:
    wanted = month.places.wanted(service, start)
    assert wanted is not None
    month.places.take(key, wanted, month.now, staff=staff, lapses=lapses)


def fill_in(month: Month, booking: Booking) -> None:
    """Confirm, let it go, or come too late for it."""
    in_time = month.now < booking.made + almanac.HOLD
    if in_time and month.random.random() < 0.05:
        month.told(month.ask("", "DELETE", f"/api/v1/holds/{booking.key}"))
        month.places.give_back(booking.key, month.now, at_once=True)
        month.count("given back")
        return
    about, known = a_person(month, booking)
    answer = month.ask("", "POST", "/api/v1/appointments", {"hold": booking.key, **about})
    if not in_time:
        month.refused(answer, "hold_expired")
    elif known:
        month.refused(answer, "limit_reached")
    else:
        told = month.told(answer, 201)
        booking.token, booking.code, booking.qr = told["token"], told["code"], told["qr"]
        month.places.keep(booking.key)
        stands(month, booking)


def stands(month: Month, booking: Booking) -> None:
    month.bookings.append(booking)
    month.count("booked")
    booked.choose(month, booking)


def a_person(month: Month, booking: Booking) -> tuple[dict[str, Any], bool]:
    """What somebody says, and whether a person of that phone has a booking already."""
    said: dict[str, Any] = {}
    draw = month.random.random()
    active = [one.phone for one in month.bookings if one.phone and is_active(one, month.now)]
    known = bool(active) and draw < 0.06
    if known:
        said["phone"] = month.random.choice(active)
    elif draw < 0.6:
        said["phone"] = f"09{len(month.bookings):04d}{month.minutes(0, 9999):04d}"
        said["name"] = "Người dân"
    if 0.5 < draw < 0.75:
        said["citizen_id"] = f"052{len(month.bookings):05d}{month.minutes(0, 9999):04d}"
    if draw > 0.9:
        booking.category = said["category"] = "elderly"
    if not known:
        booking.phone, booking.citizen_id = said.get("phone"), said.get("citizen_id")
    return {**said, "consent": bool(said)}, known


def is_active(booking: Booking, now: datetime) -> bool:
    ends = booking.start + almanac.SERVICES[booking.service][1] * almanac.STEP
    return booking.state == "booked" and ends > now


def ring_up(month: Month) -> None:
    """Reception books for somebody on the phone, on a day of the next two weeks."""
    service = a_service(month)
    day = almanac.day_of(month.now) + timedelta(days=month.minutes(0, 12))
    told = month.slots(service, "receptionist", days=(day, day))
    assert told == month.free(service, staff=True, days=(day, day)), month.now
    if told:
        start = month.random.choice(sorted(told))
        wish = {"service": service, "start": start.isoformat()}
        answer = month.ask("receptionist", "POST", f"{URL}/appointments", wish)
        by_reception(month, month.told(answer, 201), service, start)


def put_off(month: Month, person: Person) -> None:
    """A walk-in who waits gets a time on another day instead; the number ends."""
    day = almanac.day_of(month.now) + timedelta(days=month.minutes(1, 5))
    free = month.free(person.service, staff=True, days=(day, day)) if person.service in POPULAR else {}
    if person.state != "waiting" or not free:
        return
    start = month.random.choice(sorted(free))
    wish = {"ticket": person.ticket, "version": person.version, "start": start.isoformat()}
    answer = month.ask("receptionist", "POST", f"{URL}/appointments/from-ticket", wish)
    told = month.told(answer, 201)
    person.state = "removed"
    month.count("put off until later")
    by_reception(month, told, person.service, start, category=person.category)


def by_reception(
    month: Month, told: dict[str, Any], service: str, start: datetime, *, category: str | None = None
) -> None:
    booking = Booking(told["code"], service, start, month.now, month.next_number())
    booking.code, booking.id, booking.category = told["code"], told["id"], category
    take(month, booking.key, service, start, staff=True)
    stands(month, booking)
