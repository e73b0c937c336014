"""Whose address the server believes, with and without a proxy in front."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import request

from tests.server.web.house import House
from tests.support.clocks import StoppedClock


@contextmanager
def behind(proxies: int, folder: Path) -> Iterator[House]:
    house = House(f"sqlite:///{folder / 'office.db'}", StoppedClock(), proxies=proxies)
    yield house
    house.hall.database.close()


def whose(house: House, claimed: str) -> str:
    """For whom the puzzle is that the server makes for a request with this X-Forwarded-For."""
    answer = house.get("/api/v1/challenges", headers={"X-Forwarded-For": claimed})
    key: str = answer.get_json()["parameters"]["data"]["for"]
    return key


def test_without_a_proxy_nobody_talks_himself_into_another_address(tmp_path: Path) -> None:
    with behind(0, tmp_path) as house:
        assert whose(house, "203.0.113.7") == whose(house, "203.0.113.8")


def test_behind_a_proxy_every_citizen_has_an_own_address(tmp_path: Path) -> None:
    with behind(1, tmp_path) as house:
        assert whose(house, "203.0.113.7") != whose(house, "203.0.113.8")


@pytest.mark.parametrize("before", ["10.9.8.7, ", "garbage, ", "1.1.1.1, 2.2.2.2, "])
def test_what_a_client_wrote_before_the_proxy_is_hearsay(before: str, tmp_path: Path) -> None:
    with behind(1, tmp_path) as house:
        assert whose(house, f"{before}203.0.113.7") == whose(house, "203.0.113.7")


def test_behind_a_proxy_a_socket_has_the_address_of_its_citizen_too(tmp_path: Path) -> None:
    """Or one who sends too much would use up what all may send."""
    heard: list[str | None] = []
    with behind(1, tmp_path) as house:
        house.app.socketio.on_event("connect", lambda: heard.append(request.remote_addr), namespace="/where")
        opening = "/socket.io/?EIO=4&transport=polling"
        opened = house.get(opening, headers={"X-Forwarded-For": "203.0.113.7"}).get_data(as_text=True)
        line = json.loads(opened.removeprefix("0"))["sid"]
        assert house.http.post(f"{opening}&sid={line}", data="40/where,").status_code == 200
    assert heard == ["203.0.113.7"]
