"""What becomes of bookings: people come early, sharp, late, twice or never; they move, cancel, go astray."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from werkzeug.test import TestResponse

from tests.server.web.house import URL
from tests.server.web.month import almanac
from tests.server.web.month.line import Person, due_of_booking, takes_tickets
from tests.server.web.month.world import OTHER_URL, Booking, Month

Fate = Callable[[Month, Booking], None]


def choose(month: Month, booking: Booking) -> None:
    """Draw what will become of a booking that was just made."""
    (fate,) = month.random.choices(list(FATES), weights=list(FATES.values()))
    fate(month, booking)


# --- fates -----------------------------------------------------------------------------------------


def sharp(month: Month, booking: Booking) -> None:
    month.at(booking.start - timedelta(minutes=month.minutes(0, 25)), lambda: come(month, booking))


def rather_late(month: Month, booking: Booking) -> None:
    """Up to the last minute of the window."""
    month.at(booking.start + timedelta(minutes=month.minutes(1, 30)), lambda: come(month, booking))


def too_late(month: Month, booking: Booking) -> None:
    month.at(booking.start + timedelta(minutes=month.minutes(31, 100)), lambda: come(month, booking))


def too_early(month: Month, booking: Booking) -> None:
    month.at(booking.start - timedelta(minutes=month.minutes(31, 90)), lambda: come(month, booking))
    sharp(month, booking)


def never(month: Month, booking: Booking) -> None:
    """Nobody hears of them again."""


def twice(month: Month, booking: Booking) -> None:
    """Holds the phone to the kiosk again, because the paper was slow."""
    sharp(month, booking)
    month.at(booking.start + timedelta(minutes=3), lambda: come(month, booking))


def astray(month: Month, booking: Booking) -> None:
    """Goes to another office first."""
    month.at(booking.start - timedelta(minutes=29), lambda: come_to_another_office(month, booking))
    month.at(booking.start - timedelta(minutes=2), lambda: come(month, booking))


def a_day_early(month: Month, booking: Booking) -> None:
    month.at(booking.start - timedelta(days=1), lambda: come(month, booking))
    sharp(month, booking)


def cancels(month: Month, booking: Booking) -> None:
    """And some come all the same, or cancel once more."""
    month.at(sometime_before(month, booking), lambda: cancel(month, booking))
    month.at(booking.start - timedelta(minutes=1), lambda: come(month, booking, way="code"))
    if month.random.random() < 0.5:
        month.at(booking.start, lambda: cancel(month, booking))


def moves(month: Month, booking: Booking) -> None:
    month.at(sometime_before(month, booking), lambda: move(month, booking))


def comes_and_goes(month: Month, booking: Booking) -> None:
    """Reception takes the check-in back, and half of them come again."""
    came = booking.start - timedelta(minutes=month.minutes(5, 20))
    month.at(came, lambda: come(month, booking))
    month.at(came + timedelta(minutes=month.minutes(1, 4)), lambda: undo(month, booking))
    if month.random.random() < 0.5:
        month.at(booking.start + timedelta(minutes=8), lambda: come(month, booking))


def cannot_wait(month: Month, booking: Booking) -> None:
    """Has to leave soon: reception gives a walk-in's number long before the slot."""
    early = booking.start - timedelta(minutes=month.minutes(60, 120))
    month.at(early, lambda: come(month, booking, walk_in=True))


FATES: dict[Fate, int] = {
    sharp: 26,
    rather_late: 12,
    too_late: 10,
    too_early: 7,
    never: 8,
    twice: 7,
    astray: 4,
    a_day_early: 3,
    cancels: 12,
    moves: 9,
    comes_and_goes: 7,
    cannot_wait: 4,
}


def sometime_before(month: Month, booking: Booking) -> datetime:
    left = (booking.start - timedelta(minutes=5) - month.now) / timedelta(minutes=1)
    return month.now + timedelta(minutes=month.random.randint(1, max(1, int(left))))


# --- checking in -------------------------------------------------------------------------------------


def come(month: Month, booking: Booking, *, way: str | None = None, walk_in: bool = False) -> None:
    """Check in, and see that the answer is the one that our own account says."""
    here = almanac.day_of(month.now) == booking.day and booking.state != "cancelled"
    answer = report(month, booking, way or (any_way(month, booking) if here else "code"), walk_in=walk_in)
    if booking.state == "cancelled":
        month.refused(answer, "cancelled")
    elif booking.day != almanac.day_of(month.now):
        told = month.refused(answer, "other_day")
        assert datetime.fromisoformat(told["start"]) == booking.start
    elif booking.state == "arrived":
        assert month.told(answer)["number"] == person_of(month, booking).number
        month.count("checked in again")
    else:
        come_first(month, booking, answer, walk_in=walk_in)


def come_first(month: Month, booking: Booking, answer: TestResponse, *, walk_in: bool) -> None:
    late = walk_in or month.now > booking.start + almanac.WINDOW
    if not walk_in and month.now < booking.start - almanac.WINDOW:
        told = month.refused(answer, "too_early")
        assert datetime.fromisoformat(told["from"]) == booking.start - almanac.WINDOW
    elif late and not takes_tickets(month.now, changed=month.changed):
        month.refused(answer, "closed")
    else:
        arrive(month, booking, month.told(answer, 201), late=late)


def arrive(month: Month, booking: Booking, ticket: dict[str, Any], *, late: bool) -> None:
    """The ticket is the booking's, and nobody had the number before."""
    assert bool(ticket.get("late")) == late
    assert (ticket["service"], datetime.fromisoformat(ticket["slot"])) == (booking.service, booking.start)
    booking.state, booking.late = "arrived", late
    booking.visit, booking.arrived = ticket["visit"], month.now
    slot = month.now - 2 * almanac.WINDOW if late else booking.start
    due = due_of_booking(month.now, slot, booking.category, changed=month.changed)
    enter(month, ticket, due=due, category=booking.category, booked=True)
    month.count("checked in late" if late else "checked in")


def enter(
    month: Month, ticket: dict[str, Any], *, due: datetime, category: str | None, booked: bool
) -> Person:
    """Somebody stands in the line, with a number that is new that day."""
    day = almanac.day_of(month.now)
    assert ticket["number"] not in {person.number for person in month.line.of_day(day)}
    person = Person(
        visit=ticket["visit"],
        number=ticket["number"],
        day=day,
        service=ticket["service"],
        due=due,
        category=category,
        ticket=ticket["id"],
        version=ticket["version"],
        token=ticket["token"],
        came=month.now,
        booked=booked,
    )
    month.line.people[person.visit] = person
    return person


def any_way(month: Month, booking: Booking) -> str:
    """The QR, the typed code, the phone at reception, or the ID card."""
    ways = {"code": True, "qr": booking.qr, "phone": booking.phone, "citizen_id": booking.citizen_id}
    return month.random.choice([way for way, has in ways.items() if has])


def report(
    month: Month, booking: Booking, way: str, *, walk_in: bool = False, url: str = URL
) -> TestResponse:
    ways: dict[str, dict[str, Any]] = {
        "code": {"code": booking.code.lower().replace("-", " ")},
        "qr": {"code": booking.qr},
        "phone": {"phone": booking.phone, "start": booking.start.isoformat()},
        "citizen_id": {"citizen_id": booking.citizen_id},
    }
    said = ways[way] | ({"walk_in": True} if walk_in else {})
    month.count(f"by {way}")
    role = "receptionist" if walk_in or way == "phone" else "kiosk"
    return month.ask(role, "POST", f"{url}/check-ins", said)


def come_to_another_office(month: Month, booking: Booking) -> None:
    token = month.house.token("kiosk", office="phuong")
    answer = month.house.ask("POST", f"{OTHER_URL}/check-ins", {"code": booking.code}, token=token)
    told = month.refused(answer, "other_office")
    assert told["office"] == "ttpvhcc"


def person_of(month: Month, booking: Booking) -> Person:
    assert booking.visit is not None
    return month.line.people[booking.visit]


# --- steps of reception, and of the link -------------------------------------------------------------


def undo(month: Month, booking: Booking) -> None:
    answer = staff_step(month, booking, "undo-check-in")
    if booking.state != "arrived":
        month.refused(answer, "impossible_step")
        return
    person = person_of(month, booking)
    if person.state != "waiting" or person.leg != 1:
        month.refused(answer, "already_called")
        return
    assert month.told(answer)["state"] == "booked"
    person.state = "removed"
    booking.state, booking.visit, booking.arrived, booking.late = "booked", None, None, False
    month.count("undone")


def cancel(month: Month, booking: Booking) -> None:
    by_link = booking.token is not None and month.random.random() < 0.6
    if by_link:
        answer = month.ask("", "DELETE", f"/api/v1/appointments/{booking.token}")
    else:
        answer = staff_step(month, booking, "cancel")
    if booking.state == "booked" or (booking.state == "cancelled" and by_link):
        assert month.told(answer)["state"] == "cancelled"
    else:
        month.refused(answer, "impossible_step")
        return
    if booking.state == "booked":
        month.places.give_back(booking.key, month.now)
        month.count("cancelled by link" if by_link else "cancelled by staff")
    booking.state = "cancelled"


def move(month: Month, booking: Booking) -> None:
    """To another time that is told as free; then they come."""
    staff = booking.token is None or month.random.random() < 0.3
    told = month.slots(booking.service, "receptionist" if staff else "", days=near(month))
    assert told == month.free(booking.service, staff=staff, days=near(month)), month.now
    told.pop(booking.start, None)
    if not told:
        return
    start = month.random.choice(sorted(told))
    wish = {"start": start.isoformat()}
    if staff:
        answer = staff_step(month, booking, "move", wish)
    else:
        answer = month.ask("", "PATCH", f"/api/v1/appointments/{booking.token}", wish)
    if booking.state != "booked":
        month.refused(answer, "impossible_step")
        return
    moved(month, booking, month.told(answer), start, staff=staff)
    sharp(month, booking)


def moved(month: Month, booking: Booking, told: dict[str, Any], start: datetime, *, staff: bool) -> None:
    assert (told["code"], datetime.fromisoformat(told["start"])) == (booking.code, start)
    has, wanted = month.places.of(booking.key), month.places.wanted(booking.service, start)
    assert wanted is not None
    month.places.take(booking.key, [key for key in wanted if key not in has], month.now, staff=staff)
    month.places.give_back(booking.key, month.now, but=wanted)
    booking.start = start
    booking.qr = told.get("qr") or booking.qr
    month.count("moved by staff" if staff else "moved by link")


def near(month: Month) -> tuple[Any, Any]:
    """The days that a move chooses from: the booking window of everybody."""
    today = almanac.day_of(month.now)
    return today, min(today + timedelta(days=almanac.DAYS_AHEAD), almanac.LAST)


def staff_step(month: Month, booking: Booking, step: str, body: dict[str, Any] | None = None) -> TestResponse:
    if booking.id is None:
        found = month.day(booking.day, booking.code)["appointments"]
        assert [one["code"] for one in found] == [booking.code]
        booking.id = found[0]["id"]
    return month.ask("receptionist", "POST", f"{URL}/appointments/{booking.id}/{step}", body or {})
