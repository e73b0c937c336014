"""Every row of an office by its real id, asked for by everybody next door: through every part of every path
of the table of guards, through the bodies of every door, and through what the addresses of pages carry."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import insert
from werkzeug.test import TestResponse

from server.actions.house import setting_up
from server.contract.setup_texts import TextsSetUp
from server.demo import rating_forms
from server.demo.office import demo_office
from server.domain.people import STAFF_ROLES, Role
from server.storage import tables as t
from server.storage.happenings import Transaction
from server.web.guarding import By
from tests.builders import MORNING
from tests.server.web.booking_steps import BOOKINGS, CHECK_INS, done, start
from tests.server.web.guard_world import CANARY, HOST, WARD, Asker, Route, World
from tests.server.web.house import URL, House
from tests.server.web.test_guards import BODIES
from tests.support.clocks import StoppedClock
from tests.support.offices import OFFICE

REAL = {
    "device": "SELECT id AS it FROM device WHERE office_id = :office",
    "number": "SELECT id AS it FROM notice WHERE office_id = :office",
    "webhook": "SELECT id AS it FROM webhook WHERE office_id = :office",
    "delivery": "SELECT d.id AS it FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id"
    " WHERE w.office_id = :office",
    "appointment": "SELECT id AS it FROM appointment WHERE office_id = :office",
    "username": "SELECT username AS it FROM staff WHERE office_id = :office",
    "handle": "SELECT substr(s.id, 1, 16) AS it FROM staff_session s JOIN staff ON staff.id = s.staff_id"
    " WHERE staff.office_id = :office AND s.ended_at IS NULL",
    "ticket": "SELECT id AS it FROM ticket WHERE office_id = :office",
    "visit": "SELECT id AS it FROM visit WHERE office_id = :office",
    "code": "SELECT code AS it FROM appointment WHERE office_id = :office",
    "hold": "SELECT token AS it FROM appointment WHERE office_id = :office",
    "revision": "SELECT number AS it FROM setup_revision WHERE office_id = :office",
    "entry": "SELECT seq AS it FROM audit_entry WHERE office_id = :office",
}
"""How what stands in paths and bodies is called in the tables, in this office."""
OF_ALL = {"office", "counter", "service", "section", "step", "name", "version", "language"}
"""Parts of paths that both offices have, or that name nothing of an office."""
MOST = 3
"""Rows of a kind that are tried: the first ones, which differ in what has become of them."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("neighbours")
    house = House(f"sqlite:///{folder / 'office.db'}", StoppedClock(MORNING), integration_rate=10_000)
    made = World(house)
    made.furnish()
    _crowd(house)
    made.member(Role.SUPERVISOR, OFFICE)  # whose session is one of the rows
    seen = made.route("GET /api/v1/offices/<office>/counters")
    for role in Role:  # everybody has come once before anything is compared
        _somebody(made, role).ask(seen, seen.path(WARD))
    yield made
    house.hall.database.close()


def _crowd(house: House) -> None:
    """The rest of what an office can have, each with words that nobody next door may read."""
    house.app.database.write(rating_forms.bring_forms)
    done(house.step("open"))
    theirs = house.token("counter", counter=3, office=WARD)
    done(house.ask("POST", f"/api/v1/offices/{WARD}/counters/3/open", {}, token=theirs))
    called = done(house.step("call-next"))["ticket"]
    done(house.step("finish", {"version": called["version"], "note": CANARY}))
    done(house.press())
    held = done(house.press())
    done(house.step("call", {"ticket": held["id"], "reason": CANARY}))
    on_hold = done(house.step("start", {"version": held["version"] + 1}))["ticket"]
    done(house.step("hold", {"version": on_hold["version"], "note": CANARY}))
    arrived = done(_booked(house, 30))
    done(house.ask("POST", CHECK_INS, {"code": arrived["code"]}, token=house.token("kiosk")))
    rated = {"form": "hai-long", "version": 1, "overall": 5, "remark": CANARY, "visit": called["visit"]}
    done(house.ask("POST", f"{URL}/counters/3/rate", rated, token=house.token("counter", counter=3)))
    house.app.database.write(_write_rows)


def _booked(house: House, minute: float) -> TestResponse:
    person = {"name": CANARY, "phone": "0912345678", "consent": True}
    wish = {"service": "land", "start": start(minute), **person}
    return house.ask("POST", BOOKINGS, wish, token=house.token("supervisor"))


def _write_rows(tx: Transaction) -> None:
    office_id, now = tx.office(OFFICE).id, tx.now
    hook = tx.connection.execute(t.webhook.select()).first()
    assert hook is not None
    told = {"webhook_id": hook.id, "event_id": "e", "seq": 1, "kind": "ticket_issued", "body": CANARY}
    told |= {"state": "failed", "made_at": now, "tries": 9, "next_at": now, "error": CANARY}
    tx.connection.execute(insert(t.webhook_delivery).values(told))
    notice = {"office_id": office_id, "texts": {"vi": CANARY}, "since": now}
    tx.connection.execute(insert(t.notice).values(notice))
    last = t.service.update().where(t.service.c.office_id == office_id, t.service.c.code == "health")
    tx.connection.execute(last.values(paused_reason=CANARY))
    own_words = TextsSetUp(closing={"vi": CANARY})
    setting_up.apply(
        tx, demo_office().model_copy(update={"texts": own_words, "staff": None}), keep_booked=True
    )


def real(world: World, kind: str) -> list[Any]:
    """What this is in the demo office, and not in the ward."""
    ids = {row.code: row.id for row in world.house.hall.sql("SELECT id, code FROM office")}
    here, there = (
        [row.it for row in world.house.hall.sql(REAL[kind], office=ids[office])] for office in (OFFICE, WARD)
    )
    found = [one for one in here if one not in there] if kind != "revision" else here
    assert found, f"the neighbour has no {kind}"
    return found[:MOST]


def _somebody(world: World, role: Role) -> Asker:
    return world.member(role, WARD) if role in STAFF_ROLES else _machine(world, role)


def _machine(world: World, role: Role) -> Asker:
    counter = 3 if role in (Role.COUNTER, Role.TABLET) else None
    token = world.house.token(role.value, counter=counter, office=WARD)
    return Asker(world.house.app.flask.test_client(), token, "")


def owning(world: World) -> list[Route]:
    """The routes whose paths name a row of one office."""
    unknown = {part for route in world.routes for part in route.parts} - OF_ALL - set(REAL)
    assert unknown == {"token", "pairing"}, f"say in REAL or OF_ALL what this is: {unknown}"
    named = [route for route in world.routes if set(route.parts) & set(REAL)]
    asked = [route for route in named if route.guard.by in (By.SESSION, By.CREDENTIAL)]
    return [route for route in asked if not route.rule.startswith("/rating-forms")]  # of the province


def paths(world: World, route: Route) -> Iterator[str]:
    """The addresses of the rows, in the asker's own office and in the one that they belong to."""
    kinds = [part for part in route.parts if part in REAL]
    for values in product(*(real(world, kind) for kind in kinds)):
        said = dict(zip(kinds, values, strict=True))
        for office in (WARD, OFFICE) if "office" in route.parts else (WARD,):
            for step in route.steps or [""]:
                yield route.path(office, **said, step=step)


@pytest.mark.parametrize("role", Role)
def test_no_row_of_the_neighbour_is_found_by_its_address(world: World, role: Role) -> None:
    asker = _somebody(world, role)
    before = world.state()
    for route in owning(world):
        for path in paths(world, route):
            for body in _bodies(world, route):
                answer = asker.ask(route, path, body=body)
                assert _is_refused(answer, route), (path, answer.status_code, body)
                _tells_nothing(answer, path)
    assert changed(before, world.state()) == []


def _bodies(world: World, route: Route) -> list[dict[str, Any]]:
    if not route.is_api:
        return [{"password": "một mật khẩu đủ dài", "sure": "1", "name": "x", "role": "clerk"}]
    door = next((one for one in world.house.doors() if f"{one.method} /api/v1{one.rule}" == route.name), None)
    return [BODIES[door.body.__name__] if door is not None and door.body is not None else {}]


ENDS_ONLY_ONES_OWN = {
    "POST /account/sessions/<handle>/end": "/account?saved=1",
    "POST /integrations/<office>/<int(max=4611686018427387904):webhook>/"
    "<int(max=4611686018427387904):delivery>/retry": f"/integrations/{WARD}",
}
"""Forms that say of a row which is not there any more that all is well, and lead back to their page."""


def _is_refused(answer: TestResponse, route: Route) -> bool:
    if answer.status_code == 303:
        where = answer.headers["Location"]
        return where.startswith(("/sign-in", "/?", *ENDS_ONLY_ONES_OWN.values())) or where == "/"
    return answer.status_code in (401, 403, 404)


def _tells_nothing(answer: TestResponse, where: str) -> None:
    text = answer.get_data(as_text=True)
    assert CANARY not in text, where
    assert HOST not in text, where


def changed(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Rows that were added, taken away or are others now; that somebody looked is noted."""
    noted = {"audit_entry": set(after["audit_entry"]) - set(before["audit_entry"])}
    noted["audit_head"] = {*after["audit_head"], *before["audit_head"]} if noted["audit_entry"] else set()
    return [
        (name, row)
        for name in after
        for row in set(before[name]) ^ set(after[name])
        if row not in noted.get(name, ())
    ]


IN_BODIES = {"ticket", "visit", "code", "hold"}
"""The fields of messages that name rows."""
CURRENT = {"call_next": {"finish_current": True, "version": 1}}
"""What a message needs besides, to be about a row."""
TOLD = {"not_asked_here", "stale", "other_office"}
"""What else is said of what is not here; whoever shows a code at the wrong office is sent on."""


def _is_unknown(answer: TestResponse) -> bool:
    return answer.status_code in (403, 404) or answer.get_json().get("code") in TOLD


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PROVINCE, Role.ADMIN)])
def test_no_row_of_the_neighbour_is_reached_through_a_body(world: World, role: Role) -> None:
    asker = _somebody(world, role)
    before = world.state()
    tried = set()
    for door in world.house.doors():
        if door.body is None or role not in (door.who or ()):
            continue
        route = world.route(f"{door.method} /api/v1{door.rule}")
        for field in set(door.body.model_fields) & IN_BODIES:
            for one in real(world, field):
                body = {**BODIES[door.body.__name__], **CURRENT.get(door.operation, {}), field: one}
                answer = asker.ask(route, route.path(WARD), body=body)
                assert _is_unknown(answer), (route.name, field, answer.get_data(as_text=True))
                _tells_nothing(answer, route.name)
                tried.add(field)
    assert changed(before, world.state()) == []
    assert tried or role in (Role.DISPLAY, Role.INTEGRATION)


CARRIED = ("paired", "revoked", "before", "below", "undoes", "number", "seen", "created", "deactivated")
"""What addresses carry besides their path: rows that were paired, revoked, looked at or come before."""


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_no_page_tells_of_a_row_of_the_neighbour_that_its_address_names(world: World, role: Role) -> None:
    asker = world.member(role, WARD)
    before = world.state()
    ids = {kind: real(world, kind)[-1] for kind in REAL}
    for route in world.routes:
        if route.method != "GET" or route.guard.by is not By.SESSION or set(route.parts) & set(REAL):
            continue
        for one in {*map(str, ids.values())}:
            said = {**dict.fromkeys(CARRIED, one), "actor": ids["username"], "what": str(ids["device"])}
            answer = asker.ask(route, f"{route.path(WARD)}?{urlencode(said)}")
            assert answer.status_code < 500, route.name
            _tells_nothing(answer, route.name)
    assert changed(before, world.state()) == []
