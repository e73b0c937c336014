"""A load of N clients over kept connections, small enough not to be what is measured."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection


@dataclass(frozen=True)
class Result:
    """What a load measured: answers per second, latencies in milliseconds, answers that were not 2xx."""

    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    refused: int


Request = Callable[[int, int], bytes]
"""Makes the bytes of the n-th request of a client: `request(client, n)`."""
Talk = Callable[[int, int, bytes], bytes]
"""The same for a client who has to know the body of the answer before: `talk(client, n, said)`."""


def get(host: str, path: str) -> bytes:
    """The bytes of a GET of somebody unknown."""
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()


def post(host: str, path: str, token: str, key: str, body: bytes) -> bytes:
    """The bytes of a POST."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nIdempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def run(port: int, clients: int, seconds: float, request: Request) -> Result:
    """Send requests from `clients` connections for some seconds, from a process of its own."""
    return converse(port, clients, seconds, lambda client, n, _: request(client, n))


def converse(port: int, clients: int, seconds: float, talk: Talk) -> Result:
    """The same with requests that depend on the answer before."""
    context = get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_load, args=(theirs, port, clients, seconds, talk))
    process.start()
    result: Result = ours.recv()
    process.join()
    return result


def _load(report: Connection, port: int, clients: int, seconds: float, talk: Talk) -> None:
    latencies: list[float] = []
    refused: list[int] = []
    until = time.perf_counter() + seconds

    def client(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            n, said = 0, b""
            while (began := time.perf_counter()) < until:
                line.sendall(talk(number, n, said))
                status, said = _answer(line)
                latencies.append(time.perf_counter() - began)
                if not 200 <= status < 300:
                    refused.append(status)
                n += 1

    began = time.perf_counter()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    ordered = sorted(latencies)
    report.send(
        Result(
            per_second=len(ordered) / took,
            p50_ms=ordered[len(ordered) // 2] * 1000,
            p95_ms=ordered[int(len(ordered) * 0.95)] * 1000,
            p99_ms=ordered[int(len(ordered) * 0.99)] * 1000,
            refused=len(refused),
        )
    )


def _answer(line: socket.socket) -> tuple[int, bytes]:
    """Read one whole answer; its status and body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _some(line)
    head, _, rest = data.partition(b"\r\n\r\n")
    lower = head.lower()
    at = lower.index(b"content-length:") + 15
    length = int(lower[at:].split(b"\r\n", 1)[0])
    while len(rest) < length:
        rest += _some(line)
    return int(head.split(b" ", 2)[1]), rest


def _some(line: socket.socket) -> bytes:
    data = line.recv(65536)
    if not data:
        raise ConnectionError("the server closed the connection")
    return data
