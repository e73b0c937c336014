"""How whoever books is refused: holds, forms, links, and reception's bookings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from server.contract.booking_setup import BookingSetUp
from server.demo.office import demo_office
from tests.server.web.booking_steps import (
    BOOKINGS,
    TOMORROW,
    UNKNOWN,
    arrived,
    at_desk,
    book,
    booked,
    booked_at_desk,
    cancel_at_desk,
    cancel_by_link,
    change,
    done,
    hold,
    later,
    link,
    move_at_desk,
    move_by_link,
    pause,
    reception,
    retire,
)
from tests.server.web.cases import case
from tests.server.web.house import URL, House

Take = Callable[..., TestResponse]
Made = Callable[..., dict[str, Any]]
PERSON: dict[str, Any] = {"phone": "0912345678", "consent": True}

# --- a time: wherever one is chosen ------------------------------------------------------------------

for _operation, _take in (("hold_slot", hold), ("book_by_staff", at_desk), ("book_for_later", later)):

    @case(_operation, "no_such_slot")
    def _(house: House, take: Take = _take) -> TestResponse:
        return take(house, 95)

    @case(_operation, "slot_full")
    def _(house: House, take: Take = _take) -> TestResponse:
        for _ in range(4):
            booked_at_desk(house, 120)
        answer = take(house, 120)
        assert answer.get_json()["start"] == "2026-11-23T03:00:00.000Z"
        return answer


for _operation, _take in (("hold_slot", hold), ("book_by_staff", at_desk)):

    @case(_operation, "unknown_service", 404)
    def _(house: House, take: Take = _take) -> TestResponse:
        return take(house, service="nothing")

    @case(_operation, "no_bookings")
    def _(house: House, take: Take = _take) -> TestResponse:
        return take(house, service="results")

    @case(_operation, "service_unavailable")
    def _(house: House, take: Take = _take) -> TestResponse:
        pause(house)
        answer = take(house)
        assert answer.get_json()["reason"] == "Bảo trì"
        return answer


@case("show_slots", "unknown_service", 404)
def _(house: House) -> TestResponse:
    return house.ask("GET", f"{URL}/slots?service=nothing")


@case("show_slots", "no_bookings")
def _(house: House) -> TestResponse:
    return house.ask("GET", f"{URL}/slots?service=results")


# --- strangers ---------------------------------------------------------------------------------------


def hold_many(house: House) -> None:
    """More holds of one address than any work allows: most were made without asking for work."""
    done(hold(house))
    for which in range(12):
        done(hold(house, 120 + 30 * (which // 3), token=house.token("integration")))
    house.hall.sql("UPDATE appointment SET address_key = (SELECT max(address_key) FROM appointment)")


@case("hold_slot", "limit_reached")
def _(house: House) -> TestResponse:
    hold_many(house)
    answer = hold(house)
    about = answer.get_json()
    assert (about["limit"], about["again_at"]) == ("holds_at_once", "2026-11-23T01:10:00.000Z")
    return answer


@case("hold_slot", "challenge_required", 403)
def _(house: House) -> TestResponse:
    given_back = [done(hold(house))["hold"] for _ in range(3)]
    done(house.ask("DELETE", f"/api/v1/holds/{given_back[0]}"))
    answer = hold(house)
    assert answer.get_json()["challenge"]["signature"]
    return answer


@case("show_challenge", "limit_reached")
def _(house: House) -> TestResponse:
    hold_many(house)
    return house.ask("GET", "/api/v1/challenges")


@case("release_hold", "unknown_booking", 404)
def _(house: House) -> TestResponse:
    held = done(hold(house))["hold"]
    done(house.ask("DELETE", f"/api/v1/holds/{held}"))
    return house.ask("DELETE", f"/api/v1/holds/{held}")


# --- the form: a citizen's, and reception's ----------------------------------------------------------


def form(house: House, minute: float = 90, **person: Any) -> TestResponse:
    held = done(hold(house, minute, token=house.token("integration")))["hold"]
    return book(house, held, **person)


for _operation, _fill in (("book_slot", form), ("book_by_staff", at_desk)):

    @case(_operation, "consent_required")
    def _(house: House, fill: Take = _fill) -> TestResponse:
        return fill(house, name="Lan")

    @case(_operation, "unknown_category", 404)
    def _(house: House, fill: Take = _fill) -> TestResponse:
        return fill(house, category="king")

    @case(_operation, "limit_reached")
    def _(house: House, fill: Take = _fill) -> TestResponse:
        booked(house, **PERSON)
        answer = fill(house, TOMORROW + 90, **PERSON)
        assert answer.get_json()["limit"] == "bookings_per_person"
        return answer


@case("book_slot", "unknown_booking", 404)
def _(house: House) -> TestResponse:
    return book(house, "a" * 24)


@case("book_slot", "hold_expired")
def _(house: House) -> TestResponse:
    held = done(hold(house))["hold"]
    house.clock.tick(minutes=10)
    return book(house, held)


# --- another time, or none: by the link, and by reception ---------------------------------------------


@case("show_appointment", "unknown_booking", 404)
def _(house: House) -> TestResponse:
    return house.ask("GET", link(UNKNOWN))


for _operation, _change in (
    ("move_appointment", move_by_link),
    ("move_by_staff", move_at_desk),
    ("cancel_appointment", cancel_by_link),
    ("cancel_by_staff", cancel_at_desk),
):
    _make = booked if _change in (move_by_link, cancel_by_link) else booked_at_desk

    @case(_operation, "unknown_booking", 404)
    def _(house: House, act: Take = _change) -> TestResponse:
        return act(house, UNKNOWN)

    @case(_operation, "impossible_step")
    def _(house: House, act: Take = _change, make: Made = _make) -> TestResponse:
        answer = act(house, arrived(house, make(house, 30)))
        assert answer.get_json()["state"] == "arrived"
        return answer


for _operation, _move, _make in (
    ("move_appointment", move_by_link, booked),
    ("move_by_staff", move_at_desk, booked_at_desk),
):

    @case(_operation, "no_such_slot")
    def _(house: House, move: Take = _move, make: Made = _make) -> TestResponse:
        return move(house, make(house), 95)

    @case(_operation, "slot_full")
    def _(house: House, move: Take = _move, make: Made = _make) -> TestResponse:
        for _ in range(4):
            booked_at_desk(house, 120)
        return move(house, make(house), 120)

    @case(_operation, "service_unavailable")
    def _(house: House, move: Take = _move, make: Made = _make) -> TestResponse:
        one = make(house)
        pause(house)
        return move(house, one)

    @case(_operation, "unknown_service", 404)
    def _(house: House, move: Take = _move, make: Made = _make) -> TestResponse:
        one = make(house)
        retire(house)
        return move(house, one)

    @case(_operation, "no_bookings")
    def _(house: House, move: Take = _move, make: Made = _make) -> TestResponse:
        one = make(house)
        change(house, slots=[plan for plan in demo_office().slots if "land" not in plan.services])
        return move(house, one)

    @case(_operation, "limit_reached")
    def _(house: House, move: Take = _move, make: Made = _make) -> TestResponse:
        change(house, booking=BookingSetUp(notice_min=0, bookings_per_person=2))
        make(house, **PERSON)
        answer = move(house, make(house, TOMORROW, **PERSON))
        assert answer.get_json()["limit"] == "service_once_a_day"
        return answer


# --- lists -------------------------------------------------------------------------------------------


@case("list_appointments", "no_bookings")
def _(house: House) -> TestResponse:
    change(house, booking=None, slots=[])
    return house.ask("GET", BOOKINGS, token=house.token("receptionist"))


@case("search_appointments", "no_bookings")
def _(house: House) -> TestResponse:
    change(house, booking=None, slots=[])
    return reception(house, "/search", {"q": "Lan"})
