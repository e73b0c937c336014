"""What every answer tells browsers, and that every page keeps to it: no inline script or style, nothing from
elsewhere, the CSRF token in every form that needs it, and nobody led to another site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from server.domain.people import Role
from server.web.guarding import SMALL, By
from server.web.pages import FOLDERS
from server.web.security_headers import HEADERS
from tests.server.web.booking_steps import booked
from tests.server.web.guard_world import Asker, Route, World
from tests.server.web.house import House
from tests.server.web.page_rules import read
from tests.support.clocks import StoppedClock
from tests.support.offices import OFFICE, STAFF_PASSWORD

ELSEWHERE = (
    *("//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example"),
    *("javascript:alert(1)", "http:evil.example", "/\t/evil.example", "/.//evil.example"),
    "/\r\nLocation: //evil.example",
)


def pages(world: World) -> list[Route]:
    return [route for route in world.routes if route.method == "GET" and not route.is_api]


def askers(world: World) -> list[Asker]:
    return [world.stranger(), world.member(Role.SUPERVISOR, OFFICE), world.member(Role.ADMIN, None)]


def shown(world: World) -> Iterator[tuple[Route, str, TestResponse]]:
    """Every page, for a stranger, a supervisor and an administrator, in both languages; links that live."""
    ticket = world.house.press().get_json()["token"]
    appointment = booked(world.house)["token"]
    for asker in askers(world):
        for route in pages(world):
            paths = [route.path(OFFICE)]
            if "token" in route.parts:
                paths = [paths[0].replace("a" * 24, token) for token in (ticket, appointment)]
            for path in paths:
                for query in ("", "?lang=en"):
                    yield route, path, asker.ask(route, path + query)


def test_every_page_keeps_to_the_content_security_policy_and_every_form_to_its_guard(world: World) -> None:
    seen = 0
    flask = world.house.app.flask
    table = {route.name: route.guard for route in world.routes}
    for route, path, answer in shown(world):
        assert answer.status_code < 500, (route.name, answer.status_code)
        if answer.mimetype != "text/html":
            continue
        seen += 1
        rules = read(answer.get_data(as_text=True))
        assert rules.broken == [], (route.name, rules.broken)
        for method, action, fields in rules.forms:
            assert not urlsplit(action).netloc, (route.name, action)
            target = urlsplit(action).path or path
            try:
                rule, _ = flask.url_map.bind("localhost").match(target, method=method, return_rule=True)
            except HTTPException:
                pytest.fail(f"{route.name} has a form that leads nowhere: {method} {action}")
            guard = table[f"{method} {rule.rule}"]
            if guard.by is By.SESSION and guard.writes:
                assert "csrf_token" in fields, (route.name, action)
    assert seen > 100


def test_every_file_of_a_page_keeps_to_the_policy_too() -> None:
    files = [
        file for folder in FOLDERS.values() for file in folder.rglob("*.html") if "vendor" not in file.parts
    ]
    assert len(files) >= 6
    for file in files:
        assert read(file.read_text()).broken == [], file


def test_every_answer_has_the_headers_and_what_is_private_is_kept_by_nobody(world: World) -> None:
    for asker in askers(world):
        for route in world.routes:
            if route.method != "GET":
                continue
            answer = asker.ask(route, route.path(OFFICE))
            assert {name: answer.headers.get(name) for name in HEADERS if name != "Referrer-Policy"} == {
                name: value for name, value in HEADERS.items() if name != "Referrer-Policy"
            }, route.name
            assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), route.name
            if route.guard.by not in (By.NOTHING, By.WELCOME):
                assert "no-store" in answer.headers["Cache-Control"], (route.name, answer.headers)
            assert "Access-Control-Allow-Origin" not in answer.headers
            assert "Strict-Transport-Security" not in answer.headers


def test_behind_https_browsers_are_told_to_come_by_https_only(tmp_path: Path, clock: StoppedClock) -> None:
    house = House(f"sqlite:///{tmp_path / 'office.db'}", clock, secure_cookies=True)
    told = house.get("/").headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains"
    (cookie,) = house.sign_in().headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-dunghen=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))
    assert "Domain=" not in cookie
    house.hall.database.close()


def test_nobody_who_signs_in_is_led_to_another_site(world: World) -> None:
    routes = [route for route in world.routes if route.guard.by is By.PASSWORD and not route.is_api]
    assert len(routes) >= 4
    for route in routes:
        for wanted in ELSEWHERE:
            http = world.house.app.flask.test_client()
            fields = dict.fromkeys(("next", "wanted", "to", "return", "back"), wanted)
            said = {"username": "giang", "password": STAFF_PASSWORD, **fields}
            stays_here(http.post(route.path(OFFICE), data=said, query_string=fields), route)


def test_nobody_who_is_signed_in_is_led_to_another_site(world: World) -> None:
    member = world.member(Role.ADMIN, None)
    for route in pages(world):
        for wanted in ELSEWHERE:
            fields = dict.fromkeys(("next", "wanted", "to", "return", "back", "lang"), wanted)
            answer = member.http.get(route.path(OFFICE), query_string=fields)
            stays_here(answer, route)
            answer.close()


def stays_here(answer: TestResponse, route: Route) -> None:
    assert answer.status_code < 500, route.name
    location = answer.headers.get("Location", "/")
    assert location.startswith("/"), (route.name, location)
    assert not location.startswith(("//", "/\\")), (route.name, location)
    assert not set(location) & set("\r\n\t"), (route.name, location)


def test_a_body_larger_than_its_route_needs_is_refused_everywhere(world: World) -> None:
    member = world.member(Role.ADMIN, None)
    for route in world.routes:
        if route.method == "GET":
            continue
        most = route.guard.most_bytes
        assert most == SMALL or route.rule.startswith(("/admin/", "/set-up")), route.name
        answer = member.http.open(route.path(OFFICE), method=route.method, data=b"a=" + b"x" * most)
        assert answer.status_code == 413, (route.name, answer.status_code)


def test_a_form_of_far_too_many_fields_is_refused_or_answered(world: World) -> None:
    member = world.member(Role.ADMIN, None)
    for route in world.routes:
        if route.method == "POST" and not route.is_api:
            body = "&".join(f"f{number}=" for number in range(8_000))
            answer = member.http.post(
                route.path(OFFICE),
                data=body,
                content_type="application/x-www-form-urlencoded",
                headers={"X-CSRFToken": member.csrf},
            )
            assert answer.status_code < 500, (route.name, answer.status_code)
            answer.close()
