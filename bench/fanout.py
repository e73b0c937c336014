"""A call until the last of 20 and of 200 displays has it."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import socketio
from rich.table import Table

from server.contract.messages import IssueTicket
from tests.support.servers import OFFICE, Server

DISPLAYS = (20, 200)
CALLS = 60


def bench(folder: Path, seconds: float) -> Table:
    """Displays are real Socket.IO clients over WebSocket, in this process."""
    table = Table("displays", "p50 ms", "p99 ms", "worst ms", "missed", title="Call → last display")
    with (
        Server(folder) as server,
        server.client("kiosk") as kiosk,
        server.client("counter", counter=3) as clerk,
    ):
        clerk.step(OFFICE, 3, "open", {})
        for displays in DISPLAYS:
            hall = Hall(server.url, displays)
            latencies = []
            for _ in range(CALLS):
                kiosk.issue_ticket(OFFICE, IssueTicket(service="land"))
                began = time.perf_counter()
                called = clerk.step(OFFICE, 3, "call-next", {})
                assert called is not None
                latencies.append(hall.seconds_until_all_saw(called.number, began) * 1000)
                clerk.step(OFFICE, 3, "no-show", {"version": called.version})
            hall.leave()
            ordered = sorted(latencies)
            middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
            table.add_row(
                str(displays), f"{middle:.0f}", f"{high:.0f}", f"{ordered[-1]:.0f}", str(hall.missed)
            )
    return table


class Hall:
    """Many displays that note when they saw each call."""

    def __init__(self, url: str, displays: int) -> None:
        self._seen: dict[str, list[float]] = {}
        self._changed = threading.Condition()
        self._clients = [self._display(url) for _ in range(displays)]
        self.missed = 0

    def _display(self, url: str) -> Any:
        client = socketio.Client(reconnection=False)
        client.on("event", self._heard, namespace="/live")
        client.connect(url, namespaces=["/live"], transports=["websocket"])
        client.call("watch", {"office": OFFICE}, namespace="/live")
        return client

    def _heard(self, event: dict[str, Any]) -> None:
        if event["kind"] == "ticket_called":
            with self._changed:
                self._seen.setdefault(event["number"], []).append(time.perf_counter())
                self._changed.notify_all()

    def seconds_until_all_saw(self, number: str, began: float) -> float:
        """Until the last display had the call; those that do not within 5 s are counted as missed."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._all_saw(number), timeout=5):
                self.missed += len(self._clients) - len(self._seen.get(number, []))
            return max(self._seen.get(number, [time.perf_counter()])) - began

    def _all_saw(self, number: str) -> bool:
        return len(self._seen.get(number, [])) >= len(self._clients)

    def leave(self) -> None:
        for client in self._clients:
            client.disconnect()
