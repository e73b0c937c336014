"""Every event of a socket is entered past its row of the table: as every role, of the own office and of the
one next door, through the server's own socket code. What rows can ask for is tried on a namespace of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import g
from flask_socketio import Namespace, SocketIO, SocketIOTestClient

from server.actions.house import devices
from server.domain.people import PERMISSIONS, Permission, Role
from server.web import guards, live, socket_guarding
from server.web.guarding import By, Guard, Table, Unguarded, anyone, session, welcome
from server.web.socket_guarding import OF_THE_LINE, Guarded
from tests.builders import MORNING
from tests.server.web.guard_world import WARD, World
from tests.server.web.house import House
from tests.support.clocks import StoppedClock
from tests.support.offices import OFFICE

NAMED = {permission.value: Guard(By.CREDENTIAL, permission) for permission in Permission}
ROOMS: Table = {
    "/rooms connect": welcome("here, too, a token may be shown"),
    "/rooms disconnect": anyone("the end", counted=False),
    "/rooms scoped": Guard(By.CREDENTIAL, Permission.READ_FIGURES, scope="figures:read"),
    **{f"/rooms {name}": guard for name, guard in NAMED.items()},
}
"""An event for each permission."""


class Rooms(Guarded):
    """Tells who was let in."""

    def on_connect(self, _auth: Any = None) -> None:
        pass

    def on_disconnect(self, _reason: Any = None) -> None:
        pass

    def tell(self, _wish: Any = None) -> dict[str, str]:
        return {"in": g.caller.role}


for name in (*NAMED, "scoped"):
    setattr(Rooms, f"on_{name}", Rooms.tell)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("sockets")
    house = House(f"sqlite:///{folder / 'office.db'}", StoppedClock(MORNING), integration_rate=10_000)
    house.app.socketio.on_namespace(Rooms("/rooms", ROOMS, house.app.identity))
    yield World(house)
    house.hall.database.close()


@pytest.fixture
def house(world: World) -> House:
    return world.house


def line(house: House, token: str | None = None, namespace: str = live.NAMESPACE) -> SocketIOTestClient:
    """A connection, refused or not."""
    auth = {"token": token} if token else None
    return house.app.socketio.test_client(house.app.flask, namespace=namespace, auth=auth)


def sent(to: SocketIOTestClient, event: Any, *said: Any, namespace: str = live.NAMESPACE) -> Any:
    return to.emit(event, *said, namespace=namespace, callback=True)


def everybody(world: World) -> list[tuple[Role, str, str | None]]:
    """Every role, its office and its token; members of staff have no token, and are strangers to a socket."""
    return [
        (role, office, asker.token) for office in (OFFICE, WARD) for role, asker in world.everybody(office)
    ]


def answer_by_the_row(guard: Guard, role: Role, *, known: bool, at_home: bool) -> str:
    """What the row says that is answered: "in", or the code."""
    if guard.by is not By.CREDENTIAL:
        return "in"
    if not known:
        return "credentials_required"
    allowed = guard.permission is None or guard.permission in PERMISSIONS[role]
    return "in" if allowed and at_home else "not_allowed"


def test_every_event_is_answered_to_every_role_of_either_office_as_its_row_says(world: World) -> None:
    told = {name: guard for name, guard in {**guards.SOCKET, **ROOMS}.items() if guard.by is not By.NOTHING}
    assert {"/live connect", "/live watch", "/rooms serve"} <= set(told)
    for role, home, token in everybody(world):
        lines = {name: line(world.house, token, name) for name in (live.NAMESPACE, "/rooms")}
        for name, guard in told.items():
            namespace, event = name.split()
            if event in OF_THE_LINE:
                assert lines[namespace].is_connected(namespace), (name, role)
                continue
            answer = sent(lines[namespace], event, {"office": OFFICE}, namespace=namespace)
            expected = answer_by_the_row(guard, role, known=token is not None, at_home=home == OFFICE)
            assert answer.get("error", "in") == expected, (name, role, home, answer)
            assert answer.get("in", role) == role


def test_a_limited_key_may_send_what_its_scopes_name_and_nothing_else(world: World) -> None:
    create = partial(devices.create_token, role="integration", name="limited", scopes=["figures:read"])
    token = world.house.app.database.write(lambda tx: create(tx, OFFICE))
    limited = line(world.house, token, "/rooms")
    assert sent(limited, "scoped", {"office": OFFICE}, namespace="/rooms") == {"in": "integration"}
    refused = sent(limited, "read_figures", {"office": OFFICE}, namespace="/rooms")
    assert refused == {"error": "scope_missing"}


def test_a_wrong_token_opens_no_line(world: World) -> None:
    for namespace in (live.NAMESPACE, "/rooms"):
        assert not line(world.house, "wrong", namespace).is_connected(namespace)


def test_a_line_whose_token_was_revoked_is_answered_nothing_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher = line(house, house.token("display"))
    assert "board" in sent(watcher, "watch", {"office": OFFICE})
    house.hall.sql("UPDATE device SET revoked_at = 1 WHERE name = :name", name=f"display None {OFFICE}")
    real = __import__("time").monotonic
    monkeypatch.setattr("server.web.identity.time.monotonic", lambda: real() + 5)
    assert sent(watcher, "watch", {"office": OFFICE}) == {"error": "wrong_token"}


@pytest.mark.parametrize(
    "event", ["connect", "disconnect", "board", "trigger_event", "", "*", "connect_error", 7, {"a": 1}, None]
)
def test_what_is_not_in_the_table_or_is_the_word_of_the_line_is_not_heard(house: House, event: Any) -> None:
    watcher = line(house)
    assert sent(watcher, event, {"token": "wrong"}) == {"error": "unknown_event"}
    assert "board" in sent(watcher, "watch", {"office": OFFICE})


def test_nobody_talks_the_server_into_more_lines_than_it_keeps(tmp_path: Path) -> None:
    """By saying that one has left."""
    house = House(f"sqlite:///{tmp_path / 'office.db'}", StoppedClock(MORNING), most_live=2)
    lines = [line(house), line(house)]
    sent(lines[0], "disconnect", "left")
    sent(lines[0], "connect", None)
    assert not line(house).is_connected(live.NAMESPACE)
    lines[1].disconnect(live.NAMESPACE)
    assert line(house).is_connected(live.NAMESPACE)
    house.hall.database.close()


@pytest.mark.parametrize(
    "said", [(), (1,), ("x",), ([],), ({"office": 7},), ({"office": OFFICE}, 2), (1, 2, 3)], ids=str
)
def test_an_event_that_makes_no_sense_is_answered_so(house: House, said: tuple[Any, ...]) -> None:
    assert sent(line(house), "watch", *said) == {"error": "invalid"}


def test_who_sends_too_much_is_told_to_wait(tmp_path: Path) -> None:
    house = House(f"sqlite:///{tmp_path / 'office.db'}", StoppedClock(MORNING), request_rate=1)
    watcher, display = line(house), line(house, house.token("display"))
    answers = [sent(watcher, "watch", {"office": OFFICE}).get("error") for _ in range(12)]
    assert answers[-1] == "too_many_requests"
    assert None in answers
    assert "board" in sent(display, "watch", {"office": OFFICE})
    house.hall.database.close()


class Bare(Guarded):
    """Hears the beginning and the end of a line."""

    def on_connect(self, _auth: Any = None) -> None:
        pass

    def on_disconnect(self, _reason: Any = None) -> None:
        pass


BARE: Table = {"/bare connect": anyone("a"), "/bare disconnect": anyone("b")}


@pytest.mark.parametrize(
    "table",
    [
        {"/bare connect": anyone("a")},
        {**BARE, "/bare more": anyone("a row without a handler")},
        {**BARE, "/bare connect": session(None, "what a socket cannot ask for")},
        {name.replace("bare", "other"): guard for name, guard in BARE.items()},
    ],
)
def test_a_namespace_unlike_its_rows_does_not_let_the_server_start(house: House, table: Table) -> None:
    with pytest.raises(Unguarded):
        Bare("/bare", table, house.app.identity)


def test_what_listens_beside_the_table_does_not_let_the_server_start(house: House) -> None:
    made = Bare("/bare", BARE, house.app.identity)
    socket_guarding.attach(SocketIO(house.app.flask, async_mode="threading"), BARE, made)
    loose = SocketIO(house.app.flask, async_mode="threading")
    loose.on_event("more", print, namespace="/bare")
    with pytest.raises(Unguarded):
        socket_guarding.attach(loose, BARE, made)
    other = SocketIO(house.app.flask, async_mode="threading")
    other.on_namespace(Namespace("/other"))
    with pytest.raises(Unguarded, match="bare more"):
        socket_guarding.attach(other, {**BARE, "/bare more": anyone("nobody's")}, made)
