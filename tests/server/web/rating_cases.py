"""How ratings are refused."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from server.actions.rating import forms
from tests.server.web.cases import case
from tests.server.web.house import URL, House
from tests.support.rating import published

AT_COUNTER = f"{URL}/counters/3/rate"
AT_RECEPTION = f"{URL}/ratings"
FINE = {"form": "hai-long", "version": 1, "overall": 5}


def finished(house: House) -> dict[str, Any]:
    """A visit that counter 3 has just served, as its kiosk was told of it."""
    house.step("open")
    pressed: dict[str, Any] = house.press().get_json()
    called = house.step("call", {"ticket": pressed["id"], "reason": "thử"}).get_json()["ticket"]
    assert house.step("finish", {"version": called["version"]}).status_code == 200
    return pressed


def link(visit: dict[str, Any]) -> str:
    return f"/api/v1/tickets/{visit['token']}/rating"


def rate(house: House, how: str, visit: dict[str, Any], **said: Any) -> TestResponse:
    """Rate a visit by link, at the counter or at reception."""
    body = {**FINE, **said}
    if how == "rate_visit":
        return house.ask("POST", link(visit), body)
    if how == "rate_at_counter":
        body |= {"visit": visit["visit"]}
        return house.ask("POST", AT_COUNTER, body, token=house.token("counter", counter=3))
    body |= {"number": visit["number"]}
    return house.ask("POST", AT_RECEPTION, body, token=house.token("receptionist"))


for _how in ("rate_visit", "rate_at_counter", "rate_at_reception"):

    @case(_how, "already_rated")
    def _(house: House, how: str = _how) -> TestResponse:
        published(house.hall)
        visit = finished(house)
        assert rate(house, how, visit).status_code == 200
        return rate(house, how, visit)

    @case(_how, "no_rating_form")
    def _(house: House, how: str = _how) -> TestResponse:
        return rate(house, how, finished(house))

    @case(_how, "unknown_rating_form", 404)
    def _(house: House, how: str = _how) -> TestResponse:
        published(house.hall)
        return rate(house, how, finished(house), version=2)

    @case(_how, "rating_invalid", 422)
    def _(house: House, how: str = _how) -> TestResponse:
        published(house.hall)
        answer = rate(house, how, finished(house), answers={"wait": 5})
        assert (answer.get_json()["why"], answer.get_json()["question"]) == ("unknown_step", "wait")
        return answer


@case("rate_visit", "not_served_yet")
def _(house: House) -> TestResponse:
    published(house.hall)
    return rate(house, "rate_visit", house.press().get_json())


@case("rate_at_reception", "not_served_yet")
def _(house: House) -> TestResponse:
    published(house.hall)
    return rate(house, "rate_at_reception", house.press().get_json())


@case("rate_at_reception", "unknown_ticket", 404)
def _(house: House) -> TestResponse:
    return rate(house, "rate_at_reception", {"number": "A999"})


@case("rate_at_counter", "not_asked_here")
def _(house: House) -> TestResponse:
    published(house.hall)
    visit = finished(house)
    finished(house)
    return rate(house, "rate_at_counter", visit)


@case("rate_visit", "unknown_ticket", 404)
def _(house: House) -> TestResponse:
    published(house.hall)
    visit = finished(house)
    house.clock.tick(days=7, seconds=1)
    return rate(house, "rate_visit", visit)


@case("show_ticket_rating", "unknown_ticket", 404)
def _(house: House) -> TestResponse:
    return house.ask("GET", link({"token": "a" * 24}))


def retired(house: House) -> None:
    """Nobody is asked any more."""
    house.hall.database.write(lambda tx: forms.retire(tx, "hai-long", 1))
