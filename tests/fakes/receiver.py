"""A partner's system that is told of events: a real HTTP server that can be made to misbehave."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Manner = Callable[["Call", BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Call:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)

    @property
    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


def answer(status: int, **headers: str) -> Manner:
    """Answer with this status."""

    def act(call: Call, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return act


def hang(call: Call, handler: BaseHTTPRequestHandler) -> None:
    """Say nothing until the sender goes away."""
    handler.connection.settimeout(30)
    handler.connection.recv(1)


def drip(call: Call, handler: BaseHTTPRequestHandler) -> None:
    """Begin an answer that never ends, a letter at a time: no single wait is long."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(300):
            handler.wfile.write(b"a")
            time.sleep(0.1)
    except OSError:
        return


def reset(call: Call, handler: BaseHTTPRequestHandler) -> None:
    """Break the connection off hard."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def nonsense(call: Call, handler: BaseHTTPRequestHandler) -> None:
    """Answer something that is no HTTP."""
    handler.wfile.write(b"\x00\xffSSH-2.0-hello\r\n\r\n")


class Receiver:
    """`with Receiver() as partner:` listens at `partner.url`; `partner.calls` is what came.

    `manners` are how it treats the calls, in order; after the last one all are answered 200.
    """

    def __init__(self, *manners: Manner, context: ssl.SSLContext | None = None) -> None:
        self.calls: list[Call] = []
        self.manners = list(manners)
        self._came = threading.Condition()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        scheme = "http" if context is None else "https"
        self.port: int = self._server.server_address[1]
        self.url = f"{scheme}://127.0.0.1:{self.port}/told"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def wait_for(self, count: int, *, within_s: float = 10) -> list[Call]:
        """The calls, once there are so many."""
        with self._came:
            enough = self._came.wait_for(lambda: len(self.calls) >= count, timeout=within_s)
        assert enough, f"only {len(self.calls)} of {count} calls came"
        return list(self.calls)

    def ids(self) -> list[str]:
        """The ids of the events, in the order in which they came."""
        return [call.event["id"] for call in self.calls]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                receiver.take(self)

            def log_message(self, *_: object) -> None:
                """Tests are quiet."""

        return Handler

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        """Remember a call, and answer it as its turn says."""
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        call = Call(handler.path, dict(handler.headers), body)
        with self._came:
            self.calls.append(call)
            manner = self.manners.pop(0) if self.manners else answer(200)
            self._came.notify_all()
        handler.close_connection = True
        manner(call, handler)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that goes away, or does not trust us, is what some tests are about."""
