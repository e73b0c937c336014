"""The table of guards (`server.web.guards`) and the routes of the server are the same, so that nothing is
open by oversight. What a row says is tried by `tests/server/web/test_guard_table.py`."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from server.app import create_app, door_groups
from server.ports import SystemClock
from server.settings import Settings
from server.setup_file.checking import WORDS_OF_PAGES
from server.storage import migrating
from server.storage.database import make_engine
from server.web import guarding, guards, socket_guarding
from server.web.doors import Door
from server.web.guarding import By, Unguarded

# Questions that change nothing, and whose words may be somebody's name: those belong in no address.
ASKED_BY_BODY = ("POST /api/v1/offices/<office>/appointments/search",)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    url = f"sqlite:///{tmp_path_factory.mktemp('doors') / 'office.db'}"
    engine = make_engine(url)
    migrating.migrate(engine)
    engine.dispose()
    return Settings(database=url, secret_key="only for tests")


@pytest.fixture(scope="module")
def flask(settings: Settings) -> Flask:
    return create_app(settings, SystemClock()).flask


@pytest.fixture(scope="module")
def doors(settings: Settings) -> dict[str, Door]:
    database = create_app(settings, SystemClock()).database
    groups = door_groups(settings, database)
    return {f"{door.method} /api/v1{door.rule}": door for group in groups for door in group.doors}


@pytest.fixture(scope="module")
def table(doors: dict[str, Door]) -> guarding.Table:
    return guards.whole(doors.values())


def test_every_route_has_its_row_and_every_row_its_route(
    flask: Flask, table: guarding.Table, doors: dict[str, Door]
) -> None:
    assert guarding.routes(flask) == set(table)
    assert set(guards.OPEN_DOORS) == {name for name, door in doors.items() if door.permission is None}


def test_no_office_hides_behind_a_page_of_the_administration(flask: Flask) -> None:
    """`/admin/tree` is a page, so no office is called `tree`."""
    parts = [rule.rule.split("/") for rule in flask.url_map.iter_rules() if rule.rule.startswith("/admin/")]
    assert {part[2] for part in parts if not part[2].startswith("<")} == WORDS_OF_PAGES


def test_a_route_without_a_row_does_not_let_the_server_start(settings: Settings) -> None:
    app = create_app(settings, SystemClock())
    bare = Flask("bare")
    bare.add_url_rule("/open/<office>", "open", lambda office: office)
    with pytest.raises(Unguarded, match=r"GET /open/<office>"):
        guarding.attach(bare, {"GET /": guarding.anyone("else")}, app.identity)


def test_a_door_that_forgets_to_say_who_may_pass_does_not_let_the_server_start(
    doors: dict[str, Door],
) -> None:
    guarded = next(door for door in doors.values() if door.permission is not None)
    with pytest.raises(Unguarded, match="Say in"):
        guards.whole([replace(guarded, permission=None)])


def test_whatever_asks_for_no_permission_tells_why(table: guarding.Table) -> None:
    assert not {name for name, guard in table.items() if guard.permission is None and not guard.why}


def test_every_door_stands_in_the_table_with_its_own_permission(
    table: guarding.Table, doors: dict[str, Door]
) -> None:
    told = {name: (table[name].permission, table[name].scope, table[name].writes) for name in doors}
    assert told == {name: (door.permission, door.scope, door.writes) for name, door in doors.items()}


def test_whatever_changes_something_says_so_and_is_not_asked_for_with_get(
    table: guarding.Table, doors: dict[str, Door]
) -> None:
    """What says that it changes something asks cookies for their CSRF token."""
    reading = {name for name, guard in table.items() if not guard.writes}
    assert reading == {name for name in table if name.startswith("GET ")} | set(ASKED_BY_BODY)
    assert {name for name in reading if name in doors and doors[name].writes} == set()


def test_nothing_is_changed_for_anyone_without_a_reason_that_stands_here(table: guarding.Table) -> None:
    """Whoever opens a route for changes by strangers adds it here, too: two people have thought of it."""
    strangers = {name for name, guard in table.items() if guard.writes and guard.by is By.NOTHING}
    assert strangers == {"POST /book/<office>/<service>", "POST /api/v1/pairings"}
    known = {name for name, guard in table.items() if guard.writes and guard.by is By.WELCOME}
    assert known == {"POST /api/v1/offices/<office>/holds", "POST /api/v1/appointments"}


def test_what_creates_something_asks_for_a_key(doors: dict[str, Door]) -> None:
    assert {name for name, door in doors.items() if door.status == 201} == {
        name for name, door in doors.items() if door.key == "required"
    }


def test_every_event_of_a_socket_has_its_row_and_every_row_its_event(settings: Settings) -> None:
    assert socket_guarding.events(create_app(settings, SystemClock()).socketio) == set(guards.SOCKET)


def test_a_socket_may_ask_for_the_board_and_for_nothing_else() -> None:
    """Whoever tells more there adds it here, too, and thinks of who may hear it."""
    assert {name for name in guards.SOCKET if not name.endswith("connect")} == {"/live watch"}
