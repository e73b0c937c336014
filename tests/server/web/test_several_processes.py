"""Several processes on PostgreSQL are one office: who watches at one sees what happens at another."""

from __future__ import annotations

import queue
from pathlib import Path
from typing import Any

import pytest
import socketio

from server.contract.messages import IssueTicket
from server.settings import Settings
from tests.support.postgres import Cluster
from tests.support.servers import OFFICE, Server

WATCHERS = 6
PRESSES = 12


def test_every_watcher_sees_every_event_whichever_process_it_is_connected_to(
    cluster: Cluster, tmp_path: Path
) -> None:
    with Server(tmp_path, cluster.create_database(), ("--workers", "2")) as server:
        heard: list[queue.Queue[int]] = [queue.Queue() for _ in range(WATCHERS)]
        watchers = [_watcher(server.url, told) for told in heard]
        with server.client("kiosk") as kiosk:
            for _ in range(PRESSES):
                kiosk.issue_ticket(OFFICE, IssueTicket(service="land"))
        for told in heard:
            seqs = [told.get(timeout=10) for _ in range(PRESSES)]
            assert seqs == list(range(seqs[0], seqs[0] + PRESSES))
        for watcher in watchers:
            watcher.disconnect()


def _watcher(url: str, told: queue.Queue[int]) -> Any:
    client = socketio.Client(reconnection=False)
    client.on("event", lambda event: told.put(event["seq"]), namespace="/live")
    client.connect(url, namespaces=["/live"], transports=["websocket"])
    client.call("watch", {"office": OFFICE}, namespace="/live")
    return client


def test_sqlite_has_one_writing_process() -> None:
    with pytest.raises(ValueError, match="PostgreSQL"):
        Settings.read({}, database="sqlite:///office.db", workers=2)
