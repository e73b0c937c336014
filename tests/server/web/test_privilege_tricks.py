"""Tricks to get more rights than one has: others' forms, another role for oneself or a friend,
fields that no form has, and an account that ends while its page is open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.domain.people import Role
from tests.server.web.guard_world import WARD, Asker, World, furnished
from tests.server.web.page_rules import read
from tests.support.offices import OFFICE

READS_ONLY = {"audit"}
"""Tables in which looking is noted."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with furnished(tmp_path) as made:
        yield made


def kept(world: World) -> dict[str, list[str]]:
    return {name: rows for name, rows in world.state().items() if name not in READS_ONLY}


def forms_of(world: World, asker: Asker) -> list[tuple[str, dict[str, str]]]:
    """Where the forms of every administration page lead, with a value for each field."""
    found = {}
    sections = [f"/admin/{OFFICE}/set-up/{name}" for name in ("office", "services", "counters", "staff")]
    places = [route.path(OFFICE) for route in world.routes if route.name.startswith("GET /admin")]
    for path in (*places, *sections):
        answer = asker.http.get(path)
        if answer.mimetype == "text/html":
            for method, action, fields in read(answer.get_data(as_text=True)).forms:
                if method == "POST" and "sign-" not in action:
                    found[action or path] = dict.fromkeys(sorted(fields), "1")
        answer.close()
    return list(found.items())


@pytest.mark.parametrize("role", [Role.PROVINCE, Role.CLERK, Role.RECEPTIONIST])
def test_whoever_may_only_read_changes_nothing_with_the_forms_of_an_administrator(
    world: World, role: Role
) -> None:
    forms = forms_of(world, world.member(Role.ADMIN, None))
    assert len(forms) >= 10
    reader = world.member(role, None if role is Role.PROVINCE else OFFICE)
    before = kept(world)
    for action, fields in forms:
        said = {**fields, "csrf_token": reader.csrf, "role": "admin", "confirm": "yes"}
        answer = reader.http.post(action, data=said)
        assert answer.status_code < 500, action
        answer.close()
    assert kept(world) == before


def test_nobody_next_door_changes_anything_with_the_forms_of_an_administrator(world: World) -> None:
    forms = forms_of(world, world.member(Role.ADMIN, None))
    neighbour = world.member(Role.SUPERVISOR, WARD)
    before = kept(world)
    for action, fields in forms:
        if f"/{OFFICE}" in action:
            neighbour.http.post(action, data={**fields, "csrf_token": neighbour.csrf}).close()
    assert kept(world) == before


def roles(world: World) -> dict[str, str]:
    return {row.username: row.role for row in world.house.hall.sql("SELECT username, role FROM staff")}


@pytest.mark.parametrize("wanted", ["admin", "province", "supervisor"])
def test_a_supervisor_raises_nobody_to_an_equal_or_above(world: World, wanted: str) -> None:
    supervisor = world.member(Role.SUPERVISOR, OFFICE)
    own = f"{Role.SUPERVISOR}.{OFFICE}"
    before = roles(world)
    fields = {"csrf_token": supervisor.csrf, "role": wanted, "name": "Lan", "password": "bò vàng gặm cỏ non"}
    for place in (f"/admin/{OFFICE}/staff", "/admin/staff", f"/admin/{WARD}/staff"):
        for target in ("", "/hoa", f"/{own}"):
            said = {
                **fields,
                "username": "friend" if not target else target[1:],
                "office": "",
                "office_id": "",
            }
            answer = supervisor.http.post(place + target, data=said)
            assert answer.status_code < 500, (place, target)
            answer.close()
    after = roles(world)
    assert {name: role for name, role in after.items() if before.get(name) != role} == {}
    said = {**fields, "username": "friend", "role": "clerk"}
    supervisor.http.post(f"/admin/{OFFICE}/staff", data=said).close()
    assert roles(world)["friend"] == "clerk", "what is allowed is done"


def test_a_page_that_was_open_when_its_account_ended_does_nothing(world: World) -> None:
    supervisor = world.member(Role.SUPERVISOR, OFFICE)
    forms = forms_of(world, supervisor)
    world.house.hall.sql(
        "UPDATE staff SET active = :no WHERE username = :name", no=False, name=f"{Role.SUPERVISOR}.{OFFICE}"
    )
    before = kept(world)
    for action, fields in forms:
        answer = supervisor.http.post(action, data={**fields, "csrf_token": supervisor.csrf})
        assert answer.status_code == 401, action
        answer.close()
    assert kept(world) == before


def test_whoever_loses_a_right_loses_it_with_the_next_request(world: World) -> None:
    supervisor = world.member(Role.SUPERVISOR, OFFICE)
    page = world.route("GET /admin/<office>/devices")
    assert supervisor.ask(page, page.path(OFFICE)).status_code == 200
    world.house.hall.sql(
        "UPDATE staff SET role = 'clerk' WHERE username = :name", name=f"supervisor.{OFFICE}"
    )
    assert supervisor.ask(page, page.path(OFFICE)).status_code in (401, 403)
