"""Calling the next person at 1 and 8 counters, each finishing and calling again."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from bench import load
from bench.issuing import presses
from tests.support.servers import OFFICE, Server

COUNTERS = (1, 8)


def bench(folder: Path, seconds: float) -> Table:
    """Each client is a counter: call-next, then no-show, so that every call finds somebody new."""
    table = Table(
        "counters", "calls and ends /s", "p50 ms", "p99 ms", "refused", title="Call the next person"
    )
    with Server(folder) as server:
        kiosk = server.token("kiosk")
        load.run(server.port, 4, max(seconds, 5.0), presses(kiosk, "fill"))
        tokens = {number: server.token("counter", counter=number) for number in range(1, 9)}
        _open(server, tokens)
        for counters in COUNTERS:
            result = load.run(server.port, counters, seconds, _work(tokens, counters))
            table.add_row(
                str(counters),
                f"{result.per_second:.0f}",
                f"{result.p50_ms:.1f}",
                f"{result.p99_ms:.0f}",
                str(result.refused),
            )
    return table


def _open(server: Server, tokens: dict[int, str]) -> None:
    """Every counter serves the land line, so that eight counters want the same people."""
    for number in tokens:
        with server.client("counter", counter=number) as client:
            client.step(OFFICE, number, "open", {"services": ["land"]})


def _work(tokens: dict[int, str], counters: int) -> load.Request:
    """A fresh ticket is version 1; a call makes it 2, and the no-show names that version."""

    def request(client: int, n: int) -> bytes:
        number = client + 1
        step, body = ("call-next", b"{}") if n % 2 == 0 else ("no-show", b'{"version":2}')
        path = f"/api/v1/offices/{OFFICE}/counters/{number}/{step}"
        return load.post("x", path, tokens[number], f"{counters}-{client}-{n}", body)

    return request
