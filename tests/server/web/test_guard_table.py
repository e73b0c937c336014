"""Every row of the table of guards is tried: by strangers, by every role, by the office next door, without
CSRF token, and from another site. A new route is tried too, or fails here for want of a part of its path."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from server.domain.people import PERMISSIONS, STAFF_ROLES, Role
from server.web.guarding import By
from tests.server.web.guard_world import CANARY, HOST, WARD, Asker, Route, World
from tests.support.offices import OFFICE

NAMED = (By.SESSION, By.CREDENTIAL)
OF_ALL = (Role.PROVINCE, Role.ADMIN)


def guarded(world: World) -> list[Route]:
    return [route for route in world.routes if route.guard.by in NAMED]


def may(role: Role, route: Route) -> bool:
    """Whether the row lets this role in: devices have no session, and some sessions need no permission."""
    if route.guard.by is By.SESSION and role not in STAFF_ROLES:
        return False
    return route.guard.permission is None or route.guard.permission in PERMISSIONS[role]


AWAY = re.compile(r"/|/sign-in(\?.*)?|/set-up/office|/figures/\w+")
"""Where some pages lead those who may not enter: to sign in, or to where they belong."""


def is_turned_away(answer: TestResponse) -> bool:
    if answer.status_code == 303:
        return AWAY.fullmatch(answer.headers["Location"]) is not None
    return answer.status_code in (401, 403)


def test_a_stranger_gets_in_nowhere_where_a_name_is_asked(world: World) -> None:
    before, stranger = world.state(), world.stranger()
    for route in guarded(world):
        answer = stranger.ask(route, route.path(OFFICE))
        assert is_turned_away(answer), (route.name, answer.status_code)
        assert answer.status_code != 403, route.name
    assert world.state() == before


@pytest.mark.parametrize("role", Role)
def test_a_role_gets_in_where_its_permissions_say_and_nowhere_else(world: World, role: Role) -> None:
    asker = world.member(role, None) if role in OF_ALL else somebody(world, role, OFFICE)
    before = world.state()
    for route in guarded(world):
        if not may(role, route):
            answer = asker.ask(route, route.path(OFFICE))
            assert is_turned_away(answer), (route.name, answer.status_code)
    assert world.state() == before
    for route in guarded(world):
        if may(role, route) and not route.guard.writes and not elsewhere(role, route):
            answer = asker.ask(route, route.path(OFFICE))
            assert answer.status_code not in (401, 403), (route.name, answer.status_code)
            assert answer.status_code < 500, (route.name, answer.status_code)


def elsewhere(role: Role, route: Route) -> bool:
    """What a role may do at another place: a counter where somebody else sits, accounts of every office."""
    at_a_counter = role is Role.CLERK and "counter" in route.parts
    return at_a_counter or (role is Role.SUPERVISOR and route.rule.startswith("/admin/staff"))


def somebody(world: World, role: Role, office: str) -> Asker:
    return world.member(role, office) if role in STAFF_ROLES else world.device(role, office)


@pytest.mark.parametrize("role", Role)
def test_nobody_next_door_gets_into_an_office_by_its_name_or_reads_of_it(world: World, role: Role) -> None:
    """The name of the office stands in the path or in the query, as figures are asked for."""
    neighbour = somebody(world, role, WARD)
    before = world.state()
    for route in guarded(world):
        names_office = "office" in route.parts
        path = route.path(OFFICE) if names_office else f"{route.path(OFFICE)}?{_figures_of(OFFICE)}"
        if route.guard.writes and not names_office:
            continue  # changes one's own, or asks for it in the body: below
        answer = neighbour.ask(route, path)
        assert_tells_nothing(answer, route)
        if names_office:
            assert is_turned_away(answer), (route.name, answer.status_code)
    assert world.state() == before


@pytest.mark.parametrize("role", Role)
def test_what_belongs_to_the_neighbour_is_not_found_in_ones_own_office(world: World, role: Role) -> None:
    """Numbers of tickets, appointments, devices, webhooks and so on of one office, asked for in another."""
    neighbour = somebody(world, role, WARD)
    before = world.state()
    for route in guarded(world):
        if "office" in route.parts and set(route.parts) & OWNED:
            answer = neighbour.ask(route, route.path(WARD), body=body_of(route))
            assert_tells_nothing(answer, route)
            assert answer.status_code in (303, 401, 403, 404, 409, 422), (route.name, answer.status_code)
            if route.guard.writes is False:
                assert answer.status_code in (401, 403, 404), (route.name, answer.status_code)
    assert world.state() == before


OWNED = {"webhook", "delivery", "appointment", "device", "number", "username"}
"""Parts of paths that name something of one office alone."""


def body_of(route: Route) -> dict[str, object]:
    return {"ticket": 1, "version": 1} if route.is_api else {}


def assert_tells_nothing(answer: TestResponse, route: Route) -> None:
    text = answer.get_data(as_text=True) if not answer.mimetype.endswith("sheet") else ""
    assert CANARY not in text, route.name
    assert HOST not in text, route.name
    assert answer.status_code < 500, route.name


def _figures_of(office: str) -> str:
    return f"office={office}&from=2026-11-23&to=2026-11-23&day=2026-11-23"


@pytest.mark.parametrize("role", [role for role in Role if role in STAFF_ROLES])
def test_a_cookie_alone_changes_nothing(world: World, role: Role) -> None:
    asker = world.member(role, None if role in OF_ALL else OFFICE)
    before = world.state()
    for route in guarded(world):
        if route.guard.writes:
            answer = asker.ask(route, route.path(OFFICE), csrf=False)
            assert is_turned_away(answer), (route.name, answer.status_code)
    assert world.state() == before


def test_a_token_beside_the_cookie_does_not_stand_for_the_csrf_token(world: World) -> None:
    member = world.member(Role.SUPERVISOR, OFFICE)
    token = world.house.token("kiosk")
    before = world.state()
    for route in guarded(world):
        if route.guard.writes and route.guard.by is By.SESSION:
            headers = {"Authorization": f"Bearer {token}"}
            answer = member.http.open(route.path(OFFICE), method=route.method, headers=headers)
            assert is_turned_away(answer), (route.name, answer.status_code)
    assert world.state() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
    ids=str,
)
def test_nobody_is_signed_in_by_a_page_of_another_site(world: World, headers: dict[str, str]) -> None:
    routes = [route for route in world.routes if route.guard.by is By.PASSWORD]
    assert {"POST /api/v1/session", "POST /admin/sign-in"} <= {route.name for route in routes}
    for route in routes:
        http = world.house.app.flask.test_client()
        said = {"username": "hoa", "password": "dunghen-demo"}
        how = {"json": said} if route.is_api else {"data": said}
        answer = http.open(route.path(OFFICE), method=route.method, headers=headers, **how)
        assert answer.status_code == 403, (route.name, answer.status_code)
        assert http.get_cookie("dunghen") is None


def test_a_page_of_ours_signs_in(world: World) -> None:
    http = world.house.app.flask.test_client()
    for headers in ({"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {}):
        said = {"username": "hoa", "password": "dunghen-demo"}
        assert http.post("/api/v1/session", json=said, headers=headers).status_code == 200


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "PUT", "PROPFIND", "BREW"])
def test_another_method_opens_nothing(world: World, method: str) -> None:
    before, stranger = world.state(), world.stranger()
    for route in guarded(world):
        answer = stranger.http.open(route.path(OFFICE), method=method)
        names = {name for name in ("X-HTTP-Method-Override", "X-Method-Override")}
        tricked = stranger.http.open(
            route.path(OFFICE), method=method, headers=dict.fromkeys(names, route.method)
        )
        for told in (answer, tricked):
            expected = {200} if method == "OPTIONS" else {303, 401, 404, 405}
            assert told.status_code in expected, (route.name, method, told.status_code)
            assert told.status_code != 200 or not told.get_data(), route.name
            told.close()
    assert world.state() == before


def test_whoever_has_to_change_the_password_first_may_do_nothing_else(world: World) -> None:
    """Signing out and the own account are open; signing others out, or deleting, is not."""
    member = world.member(Role.ADMIN, None)
    world.house.hall.sql(
        "UPDATE staff SET must_change_password = :yes WHERE username = 'admin.all'", yes=True
    )
    try:
        before = world.state()
        for route in guarded(world):
            if route.guard.permission is not None and route.guard.writes:
                answer = member.ask(route, route.path(OFFICE))
                assert answer.status_code in (303, 403), (route.name, answer.status_code)
        assert world.state() == before
    finally:
        world.house.hall.sql(
            "UPDATE staff SET must_change_password = :no WHERE username = 'admin.all'", no=False
        )


def test_whoever_is_turned_away_is_logged_by_account_and_route(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = world.member(Role.CLERK, OFFICE)
    clerk.ask(world.route("GET /admin"), "/admin")
    told = capsys.readouterr()
    assert "turned_away" in told.out + told.err
    assert "GET /admin" in told.out + told.err
