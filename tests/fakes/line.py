"""A TCP line to a server that a test can cut, freeze or make lose what it carries."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self

CHUNK = 65536
# Compressed frames could not be told apart, so neither end learns that the other could compress.
_COMPRESSION, _IGNORED = b"Sec-WebSocket-Extensions", b"X-Not-Offered"


class Line:
    """`with Line(port) as line:` carries `line.url` to a server on loopback.

    `cut()` ends all connections and refuses new ones until `mend()`; `freeze()` keeps them open and
    carries nothing; `lose(mark)` drops whatever the server says in one piece with `mark` in it.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._whole = True
        self._flowing = threading.Event()
        self._flowing.set()
        self._lost: bytes | None = None
        self.losses = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        self._flowing.set()
        self.cut()

    def cut(self) -> None:
        with self._lock:
            self._whole = False
            ends, self._open = self._open, set()
        for end in ends:
            _close(end)

    def freeze(self) -> None:
        self._flowing.clear()

    def lose(self, mark: bytes | None) -> None:
        self._lost = mark

    def mend(self) -> None:
        self._lost = None
        self._flowing.set()
        with self._lock:
            self._whole = True

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return  # closed: the test is over
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self._port), timeout=5)
        except OSError:
            _close(near)
            return
        far.settimeout(None)
        with self._lock:
            if self._whole:
                self._open |= {near, far}
        if near not in self._open:
            _close(near)
            _close(far)
            return
        threading.Thread(target=self._pump, args=(near, far), daemon=True).start()
        self._pump(far, near, losing=True)

    def _pump(self, source: socket.socket, sink: socket.socket, *, losing: bool = False) -> None:
        with contextlib.suppress(OSError):  # either end was closed, by its owner or by `cut`
            while chunk := source.recv(CHUNK):
                self._flowing.wait()
                chunk = chunk.replace(_COMPRESSION, _IGNORED)
                if losing and self._lost is not None and self._lost in chunk:
                    self.losses += 1
                    continue
                sink.sendall(chunk)
        with self._lock:
            self._open -= {source, sink}
        _close(source)
        _close(sink)


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
