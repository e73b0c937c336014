"""A revoked device is out within five seconds: its requests, and its live connections, measured."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import socketio

from server.app import create_app
from server.ports import SystemClock
from server.settings import Settings
from server.web import live
from tests.support.pairing import approve, revoke
from tests.support.servers import OFFICE, Server

WITHIN_S = 5.0
NAMESPACES = [live.NAMESPACE]
# What each kind of machine asks for all day.
ASKED = {
    "kiosk": f"/api/v1/offices/{OFFICE}/booking-keys",
    "display": f"/api/v1/offices/{OFFICE}/board",
    "counter": f"/api/v1/offices/{OFFICE}/counters/3",
    "tablet": f"/api/v1/offices/{OFFICE}/counters/3/rating",
}


class Line:
    """A live connection of a device, and when it was ended."""

    def __init__(self, server: Server, token: str, namespace: str) -> None:
        self.ended = threading.Event()
        self.ended_at = 0.0
        self.client = socketio.Client(reconnection=False)
        self.client.on("disconnect", self._end, namespace=namespace)
        self.client.connect(
            server.url,
            namespaces=[namespace],
            auth={"token": token},
            transports=["websocket"],
            wait_timeout=10,
        )

    def _end(self, *_reason: object) -> None:
        self.ended_at = time.monotonic()
        self.ended.set()


@pytest.fixture
def paired(shared_server: Server) -> Iterator[dict[str, tuple[str, str]]]:
    """A machine of each kind, paired as machines are: its name and token."""
    with httpx.Client(base_url=shared_server.url, timeout=10) as http:
        yield {role: _paired(shared_server, http, role) for role in ASKED}


def _paired(server: Server, http: httpx.Client, role: str) -> tuple[str, str]:
    shown = http.post("/api/v1/pairings", json={"role": role}).json()
    approve(server, shown["code"], name=role, counter=3)
    secret = {"Authorization": f"Pairing {shown['secret']}"}
    token: str = http.get(f"/api/v1/pairings/{shown['id']}", headers=secret).json()["token"]
    return role, token


def answers(server: Server, role: str, token: str) -> int:
    header = {"Authorization": f"Bearer {token}"}
    return httpx.get(f"{server.url}{ASKED[role]}", headers=header, timeout=10).status_code


def test_a_revoked_device_is_out_everywhere_within_five_seconds(
    shared_server: Server, paired: dict[str, tuple[str, str]]
) -> None:
    lines = {
        (role, namespace): Line(shared_server, token, namespace)
        for role, (_, token) in paired.items()
        for namespace in NAMESPACES
    }
    assert {
        role: answers(shared_server, role, token) for role, (_, token) in paired.items()
    } == dict.fromkeys(ASKED, 200)
    began = time.monotonic()
    for name, _ in paired.values():
        revoke(shared_server, name)
    for line in lines.values():
        assert line.ended.wait(WITHIN_S + 2)
        assert line.ended_at - began < WITHIN_S
    for role, (_, token) in paired.items():
        assert answers(shared_server, role, token) == 401
    assert time.monotonic() - began < WITHIN_S + 2
    with pytest.raises(socketio.exceptions.ConnectionError):
        Line(shared_server, paired["display"][1], live.NAMESPACE)


def test_requests_of_a_revoked_device_end_within_five_seconds_too(shared_server: Server) -> None:
    """A token that is used again and again is not kept alive by that."""
    with httpx.Client(base_url=shared_server.url, timeout=10) as http:
        name, token = _paired(shared_server, http, "kiosk")
    assert answers(shared_server, "kiosk", token) == 200
    began = time.monotonic()
    revoke(shared_server, name)
    while answers(shared_server, "kiosk", token) == 200:
        assert time.monotonic() - began < WITHIN_S
        time.sleep(0.1)


def test_no_namespace_is_forgotten(shared_server: Server) -> None:
    """A further namespace has to end what is revoked, too: add it here, and see it do so."""
    app = create_app(Settings(database=shared_server.database, secret_key="only for tests"), SystemClock())
    assert sorted(app.socketio.server.namespace_handlers) == NAMESPACES
    app.database.close()
