"""Clients that send a word now and then, and never finish, keep nobody from a ticket."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from tests.counter.clerk import take
from tests.support.servers import Server

SLOW, PRESSES, SOON_S = 50, 5, 2.0
HALF_HEADER = b"GET / HTTP/1.1\r\nHost: x\r\n"
HALF_BODY = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nuser"


@pytest.fixture
def slow(server: Server) -> Iterator[list[socket.socket]]:
    """Half of them in the middle of a header, half in the middle of a body."""
    lines = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(SLOW)]
    for number, line in enumerate(lines):
        line.sendall(HALF_BODY if number % 2 else HALF_HEADER)
    yield lines
    for line in lines:
        line.close()


def test_presses_are_answered_while_many_are_slow(server: Server, slow: list[socket.socket]) -> None:
    with server.client("kiosk") as kiosk:
        for _ in range(PRESSES):
            for number, line in enumerate(slow):
                line.sendall(b"x" if number % 2 else b"X-Slow: x\r\n")
            began = time.monotonic()
            take(kiosk)
            assert time.monotonic() - began < SOON_S
