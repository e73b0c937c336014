"""Refusals for the sake of skills: what a clerk may not serve, brought about at each door."""

from __future__ import annotations

import json

from werkzeug.test import TestResponse

from tests.server.web.cases import case
from tests.server.web.house import House


def with_skills(house: House, *codes: str) -> None:
    """From now on every member of staff may serve these services alone."""
    house.hall.sql("UPDATE staff SET services = :codes", codes=json.dumps(codes))
    house.hall.sql("UPDATE office SET hall_stamp = hall_stamp + 1")


def opened_and_forbidden(house: House) -> None:
    """A clerk sits at the counter, and from now on may serve nothing of it."""
    house.sign_in("hoa")
    assert house.by_cookie("open").status_code == 200
    with_skills(house, "health")


@case("open_counter", "not_skilled")
def _(house: House) -> TestResponse:
    with_skills(house, "health")
    house.sign_in("hoa")
    answer = house.by_cookie("open")
    assert answer.get_json()["skills"] == ["health"]
    return answer


@case("call_next", "not_skilled")
def _(house: House) -> TestResponse:
    opened_and_forbidden(house)
    return house.by_cookie("call-next")


@case("call_ticket", "not_skilled")
def _(house: House) -> TestResponse:
    ticket = house.press().get_json()["id"]
    opened_and_forbidden(house)
    return house.by_cookie("call", {"ticket": ticket, "reason": "Khẩn"})


@case("transfer", "not_skilled")
def _(house: House) -> TestResponse:
    house.step("open", counter=3)
    house.press()
    ticket = house.step("call-next", counter=3).get_json()["ticket"]
    house.sign_in("hoa")
    assert house.by_cookie("open", counter=5).status_code == 200
    with_skills(house, "health")
    return house.step("transfer", {"ticket": ticket["id"], "version": ticket["version"], "counter": 5})
