"""How whoever checks in is refused, and reception's steps between bookings and numbers."""

from __future__ import annotations

from werkzeug.test import TestResponse

from server.demo.office import demo_office
from tests.server.web.booking_steps import (
    TOMORROW,
    UNKNOWN,
    arrived,
    booked,
    booked_at_desk,
    call,
    cancel_by_link,
    change,
    check_in,
    done,
    later,
    pause,
    undo,
    waiting,
)
from tests.server.web.cases import case
from tests.server.web.house import House


def moved_in(house: House) -> None:
    """A second office, the ward's."""
    about = demo_office().office.model_copy(update={"code": "ward"})
    change(house, office=about, staff=[])


@case("check_in", "ambiguous")
def _(house: House) -> TestResponse:
    return check_in(house, code=booked(house, 30)["code"], citizen_id="052090001234")


@case("check_in", "unknown_booking", 404)
def _(house: House) -> TestResponse:
    return check_in(house, code="7K3M-92QX")


@case("check_in", "other_office")
def _(house: House) -> TestResponse:
    moved_in(house)
    answer = check_in(house, office="ward", code=booked(house, 30)["code"])
    about = answer.get_json()
    assert about["office_names"]["en"] == "Public Administration Service Centre"
    assert about["start"] == "2026-11-23T01:30:00.000Z"
    return answer


@case("check_in", "other_day")
def _(house: House) -> TestResponse:
    answer = check_in(house, code=booked(house, TOMORROW)["code"])
    assert answer.get_json()["start"] == "2026-11-24T01:00:00.000Z"
    return answer


@case("check_in", "cancelled")
def _(house: House) -> TestResponse:
    one = booked(house, 30)
    done(cancel_by_link(house, one))
    return check_in(house, code=one["qr"])


@case("check_in", "too_early")
def _(house: House) -> TestResponse:
    answer = check_in(house, code=booked(house, 60)["code"])
    assert answer.get_json()["from"] == "2026-11-23T01:30:00.000Z"
    return answer


@case("check_in", "closed")
def _(house: House) -> TestResponse:
    change(house, office=demo_office().office.model_copy(update={"always_open": False}))
    one = booked(house, 180)
    house.clock.tick(hours=4)  # it is noon, an hour after the slot
    answer = check_in(house, code=one["code"])
    assert answer.get_json()["opens_at"] == "2026-11-23T06:30:00.000Z"
    return answer


@case("check_in", "service_unavailable")
def _(house: House) -> TestResponse:
    one = booked(house, 30)
    pause(house)
    return check_in(house, code=one["code"])


@case("check_in", "impossible_step")
def _(house: House) -> TestResponse:
    one = arrived(house, booked(house, 30))
    house.clock.tick(minutes=30)
    done(house.step("finish", call(house)))
    answer = check_in(house, by="receptionist", code=one["code"], walk_in=True)
    assert answer.get_json()["state"] == "served"
    return answer


# --- reception's steps between a booking and a number --------------------------------------------------


@case("undo_check_in", "unknown_booking", 404)
def _(house: House) -> TestResponse:
    return undo(house, UNKNOWN)


@case("undo_check_in", "impossible_step")
def _(house: House) -> TestResponse:
    return undo(house, booked_at_desk(house))


@case("undo_check_in", "already_called")
def _(house: House) -> TestResponse:
    one = arrived(house, booked_at_desk(house, 30))
    call(house)
    return undo(house, one)


@case("book_for_later", "unknown_ticket", 404)
def _(house: House) -> TestResponse:
    return later(house, ticket=77, version=1)


@case("book_for_later", "stale")
def _(house: House) -> TestResponse:
    return later(house, **(waiting(house) | {"version": 9}))


@case("book_for_later", "impossible_step")
def _(house: House) -> TestResponse:
    waiting(house)
    return later(house, **call(house))


@case("book_for_later", "no_bookings")
def _(house: House) -> TestResponse:
    change(house, booking=None, slots=[])
    return later(house)


@case("book_for_later", "service_unavailable")
def _(house: House) -> TestResponse:
    ticket = waiting(house)
    pause(house)
    return later(house, **ticket)
