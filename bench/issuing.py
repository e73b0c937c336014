"""Issuing numbers over HTTP at 1, 8 and 32 clients, beside the raw reference."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from rich.table import Table

from bench import load
from tests.support.ports import free_port
from tests.support.servers import OFFICE, Server

CLIENTS = (1, 8, 32)
PRESS = b'{"service":"land"}'


def bench(folder: Path, seconds: float) -> Table:
    """The product and the reference take turns, so that noise meets both."""
    table = Table(
        "clients",
        "product /s",
        "reference /s",
        "ratio",
        "p50 ms",
        "p99 ms",
        "refused",
        title="Issue a number",
    )
    ours_folder, raw_folder = folder / "ours", folder / "raw"
    ours_folder.mkdir()
    raw_folder.mkdir()
    with Server(ours_folder) as server, running_reference(raw_folder) as port:
        token = server.token("kiosk")
        for clients in CLIENTS:
            ours = load.run(server.port, clients, seconds, presses(token, f"c{clients}"))
            raw = load.run(
                port, clients, seconds, lambda client, n: load.post("x", "/ticket", "t", "k", PRESS)
            )
            table.add_row(
                str(clients),
                f"{ours.per_second:.0f}",
                f"{raw.per_second:.0f}",
                f"{ours.per_second / raw.per_second:.0%}",
                f"{ours.p50_ms:.1f}",
                f"{ours.p99_ms:.0f}",
                str(ours.refused),
            )
    return table


def presses(token: str, run: str) -> load.Request:
    """A press per request, each with a key of its own."""
    path = f"/api/v1/offices/{OFFICE}/tickets"
    return lambda client, n: load.post("x", path, token, f"{run}-{client}-{n}", PRESS)


@contextmanager
def running_reference(folder: Path, module: str = "bench.reference") -> Iterator[int]:
    """The reference of a module under the same gunicorn as the product; its port."""
    with Server(folder):
        pass  # makes the same database
    port = free_port()
    options = ["--worker-class", "gthread", "--threads", "64", "--workers", "1", "--keep-alive", "75"]
    target = f"{module}:reference_app('{folder / 'office.db'}')"
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *options, target]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[1], stderr=subprocess.DEVNULL)
    try:
        _wait_until_ready(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=15)


def _wait_until_ready(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{port}/health/ready")
            return
        time.sleep(0.05)
    raise AssertionError("the reference did not start")
