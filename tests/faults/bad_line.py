"""A line between kiosks and server that drops, delays, cuts and repeats what it carries."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from collections import Counter as Count
from collections.abc import Callable
from random import Random
from typing import Self

HELD_BACK_S = 1.3
"""How long a late request is held back: longer than the clients of these tests wait."""
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class BadLine:
    """`with BadLine(port, seed=1) as line:` carries `line.url`, one request per connection.

    A share of the connections meets one of the fates below; `fates` counts them.
    """

    def __init__(self, port: int, *, seed: int, share: float = 0.4) -> None:
        self._port = port
        self._share = share
        self._chance = Random(seed)
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.fates: Count[str] = Count()
        self._bad: dict[str, Callable[[socket.socket], None]] = {
            "dropped": lambda near: None,
            "delayed": self._delay,
            "late": self._hold_back,
            "cut in the request": self._cut_in_the_request,
            "cut before the answer": self._cut_before_the_answer,
            "cut in the answer": self._cut_in_the_answer,
            "repeated": self._repeat,
            "repeated at once": self._repeat_at_once,
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return  # closed: the test is over
            threading.Thread(target=self._carry, args=(near, self._fate()), daemon=True).start()

    def _fate(self) -> str:
        with self._lock:
            bad = self._chance.random() < self._share
            fate = self._chance.choice(sorted(self._bad)) if bad else "carried"
            self.fates[fate] += 1
            return fate

    def _carry(self, near: socket.socket, fate: str) -> None:
        near.settimeout(10)
        # Either end may have gone away: that is what this line is for.
        with contextlib.suppress(OSError), near:
            self._bad.get(fate, self._pass)(near)

    def _pass(self, near: socket.socket) -> None:
        near.sendall(self._ask(_message(near)))

    def _delay(self, near: socket.socket) -> None:
        with self._lock:
            wait_s = self._chance.uniform(0.02, 0.3)
        time.sleep(wait_s)
        self._pass(near)

    def _hold_back(self, near: socket.socket) -> None:
        """The request arrives when its sender has long given up, and has repeated it."""
        request = _message(near)
        time.sleep(HELD_BACK_S)
        near.sendall(self._ask(request))

    def _cut_in_the_request(self, near: socket.socket) -> None:
        request = _message(near)
        with socket.create_connection(("127.0.0.1", self._port), timeout=10) as far:
            far.sendall(request[: len(request) - 5])

    def _cut_before_the_answer(self, near: socket.socket) -> None:
        self._ask(_message(near))

    def _cut_in_the_answer(self, near: socket.socket) -> None:
        answer = self._ask(_message(near))
        near.sendall(answer[: len(answer) // 2])

    def _repeat(self, near: socket.socket) -> None:
        request = _message(near)
        self._ask(request)
        near.sendall(self._ask(request))

    def _repeat_at_once(self, near: socket.socket) -> None:
        request = _message(near)
        other = threading.Thread(target=self._ask, args=(request,))
        other.start()
        answer = self._ask(request)
        other.join()
        near.sendall(answer)

    def _ask(self, request: bytes) -> bytes:
        """The server's answer; it tells the client that this connection carries no second request."""
        with socket.create_connection(("127.0.0.1", self._port), timeout=10) as far:
            far.sendall(request)
            return _message(far).replace(b"\r\n", b"\r\nConnection: close\r\n", 1)


def _message(end: socket.socket) -> bytes:
    """One HTTP message with a Content-Length, as the product's are; whatever came when the end closed."""
    read = b""
    while b"\r\n\r\n" not in read and (piece := end.recv(65_536)):
        read += piece
    head, _, body = read.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    missing = (int(length[1]) if length else 0) - len(body)
    while missing > 0 and (piece := end.recv(65_536)):
        read, missing = read + piece, missing - len(piece)
    return read
