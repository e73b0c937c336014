"""A real text message gateway on loopback, with failures to order."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Gateway:
    """What it was asked, and how it answers: statuses in turn, then 200."""

    answers: list[int] = field(default_factory=list)
    delay_s: float = 0.0
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextlib.contextmanager
def gateway_server(gateway: Gateway, port: int = 0) -> Iterator[str]:
    """Serve while the block lasts; the address that takes messages."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.bodies.append(json.loads(content))
            gateway.headers.append(dict(self.headers))
            time.sleep(gateway.delay_s)
            status = gateway.answers.pop(0) if gateway.answers else 200
            with contextlib.suppress(OSError):  # who has given up does not listen
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(b"+84912345678 is unknown")

        def log_message(self, *told: object) -> None:
            """Tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/send"
        server.shutdown()
        thread.join()
