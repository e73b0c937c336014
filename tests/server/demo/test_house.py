"""Processes of a demo start together, and none is left when it ends."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from server.demo import house
from server.demo.house import House, NotStarted, Room, lan_address, port_is_free
from tests.support.ports import free_port

ANSWERS = """
import http.server, signal, sys
class Yes(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
{before}
http.server.HTTPServer(("127.0.0.1", {port}), Yes).serve_forever()
"""
STUBBORN = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"


def room(folder: Path, *, before: str = "") -> Room:
    port = free_port()
    program = ANSWERS.format(port=port, before=before)
    return Room("room", [sys.executable, "-c", program], f"http://127.0.0.1:{port}/", folder / f"{port}.log")


def started(home: House) -> list[int]:
    for _ in home.start():
        pass
    return [process.pid for _, process in home._running]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_rooms_answer_after_the_start_and_are_gone_after_the_end(tmp_path: Path) -> None:
    with House([room(tmp_path), room(tmp_path)]) as home:
        pids = started(home)
        home.look()
        assert all(map(alive, pids))
    assert not any(map(alive, pids))


def test_a_room_does_not_hear_the_terminal_of_who_started_it(tmp_path: Path) -> None:
    with House([room(tmp_path)]) as home:
        (pid,) = started(home)
        assert os.getsid(pid) != os.getsid(0)


def test_a_room_that_will_not_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "END_WITHIN_S", 0.3)
    with House([room(tmp_path, before=STUBBORN)]) as home:
        (pid,) = started(home)
    assert not alive(pid)


def test_a_room_that_ends_at_once_says_why(tmp_path: Path) -> None:
    broken = room(tmp_path, before="sys.exit('no paper, no work')")
    with House([broken]) as home, pytest.raises(NotStarted, match="no paper, no work"):
        started(home)


def test_a_room_that_ends_later_is_noticed(tmp_path: Path) -> None:
    with House([room(tmp_path)]) as home:
        (pid,) = started(home)
        os.kill(pid, 9)
        home._running[0][1].wait(5)
        with pytest.raises(NotStarted, match="status -9"):
            home.look()


def test_a_room_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "READY_WITHIN_S", 0.3)
    silent = Room(
        "room",
        [sys.executable, "-c", "import time; time.sleep(60)"],
        f"http://127.0.0.1:{free_port()}/",
        tmp_path / "log",
    )
    with House([silent]) as home, pytest.raises(NotStarted, match="no answer"):
        started(home)


def test_a_port_is_busy_while_somebody_listens_there() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert not port_is_free("127.0.0.1", port)
        assert not port_is_free("", port), "nor for the whole network"
    assert port_is_free("127.0.0.1", port)


def test_the_address_in_the_network_is_an_address_of_this_machine() -> None:
    address = lan_address()
    if address is not None:
        assert port_is_free(address, 0)
