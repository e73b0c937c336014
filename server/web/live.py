"""Live updates: whoever watches an office gets its board, and then every event in order of seq."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog
from flask import Flask
from flask_socketio import ConnectionRefusedError as Refused
from flask_socketio import SocketIO, join_room
from sqlalchemy import select

from server.actions.hall import watching
from server.contract.messages import as_rfc3339
from server.storage import queries
from server.storage.database import Database, Unavailable
from server.storage.tables import office as offices
from server.web.guarding import Table
from server.web.identity import Identity
from server.web.socket_guarding import Guarded, line

log = structlog.get_logger()

NAMESPACE = "/live"
TICK_S = 5.0
LOOK_S = 0.25
"""How often events of other processes are looked for; our own wake the announcer at once."""
CHECK_S = 2.0
"""How often the tokens of open connections are looked at: a revoked one ends within 5 s."""
GATHER_S = 0.005
"""Events that come together are read together."""
MOST_REPLAYED = 500


@dataclass
class Announcer:
    """Reads committed events in order of seq and emits them to the watchers of this process.

    One thread per process; it alone emits, so the order never depends on threads. It reads from
    the database and not from the transaction: what the command line or another process wrote is
    seen too, and nothing is announced before it is committed.
    """

    database: Database
    socketio: SocketIO
    check: Callable[[], None] = lambda: None
    _emitted: dict[int, int] = field(default_factory=dict)
    _wake: threading.Event = field(default_factory=threading.Event)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def committed(self) -> None:
        """A transaction of this process committed events."""
        self._wake.set()

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="announcer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        next_tick = next_check = time.monotonic()
        while not self._stopped.is_set():
            self._wake.wait(LOOK_S)
            self._wake.clear()
            self._stopped.wait(GATHER_S)
            try:
                self._announce_new()
                if time.monotonic() >= next_tick:
                    next_tick = time.monotonic() + TICK_S
                    self._tick()
                if time.monotonic() >= next_check:
                    next_check = time.monotonic() + CHECK_S
                    self.check()
            except Unavailable as error:
                log.warning("announcer_waits_for_database", reason=str(error))
                self._stopped.wait(1.0)

    def follow(self, office_id: int, seq: int) -> None:
        """Somebody watches an office and has seen its events up to `seq`."""
        self._emitted.setdefault(office_id, seq)

    def _announce_new(self) -> None:
        if not self._emitted:
            return
        with self.database.read() as tx:
            for row in tx.connection.execute(_SEQS):
                told = self._emitted.get(row.id, row.seq)
                if row.seq > told:
                    self._emitted[row.id] = self._announce_office(tx, row, told)

    def _announce_office(self, tx: Any, row: Any, told: int) -> int:
        happened = queries.events_after(tx, row.id, told, limit=MOST_REPLAYED)
        for event in watching.public_events(tx, happened):
            self._emit("event", event, row.code)
            told = event["seq"]
        if told < row.seq:
            self._wake.set()
        return told

    def _tick(self) -> None:
        with self.database.read() as tx:
            for row in tx.connection.execute(_SEQS):
                if self._watched(row.code):
                    self._emit(
                        "tick", {"seq": self._emitted.get(row.id, row.seq), **_time(self.database)}, row.code
                    )

    def _watched(self, code: str) -> bool:
        rooms = self.socketio.server.manager.rooms.get(NAMESPACE, {})
        return bool(rooms.get(_room(code)))

    def _emit(self, name: str, payload: dict[str, Any], code: str) -> None:
        self.socketio.emit(name, payload, namespace=NAMESPACE, to=_room(code))


_SEQS = select(offices.c.id, offices.c.code, offices.c.seq)


def _room(code: str) -> str:
    return f"office:{code}"


def _time(database: Database) -> dict[str, Any]:
    return {"at": as_rfc3339(database.clock.now()), "rate": database.clock.rate}


class Live(Guarded):
    """The `/live` namespace: the board of a hall, and what happens there, for whoever the table lets in."""

    def __init__(self, announcer: Announcer, table: Table, identity: Identity, *, most: int) -> None:
        super().__init__(NAMESPACE, table, identity)
        self._announcer = announcer
        self._database = announcer.database
        self._most = most
        self._lines: set[str] = set()
        self._counting = threading.Lock()
        announcer.check = self.end_revoked

    def on_connect(self, _auth: Any = None) -> None:
        with self._counting:
            if len(self._lines) >= self._most:
                raise Refused("too_many_connections")
            self._lines.add(line())

    def on_disconnect(self, _reason: Any = None) -> None:
        with self._counting:
            self._lines.discard(line())

    def on_watch(self, wish: Any = None) -> dict[str, Any]:
        """Join first, then read: an event between the two comes twice, and none is missed."""
        if not isinstance(wish, dict) or not isinstance(wish.get("office"), str):
            return {"error": "invalid"}
        code, since = wish["office"], wish.get("since")
        with self._database.read() as tx:
            office = tx.office(code)
            self._announcer.follow(office.id, queries.seq_of(tx, office))
        join_room(_room(code), namespace=NAMESPACE)
        return self._board_or_events(code, since)

    def _board_or_events(self, code: str, since: Any) -> dict[str, Any]:
        with self._database.read() as tx:
            if isinstance(since, int) and not isinstance(since, bool):
                events = watching.events_since(tx, code, since, limit=MOST_REPLAYED)
                if events is not None:
                    seq = events[-1]["seq"] if events else since
                    return {"seq": seq, "events": events, **_time(self._database)}
            board = watching.board(tx, code, rate=self._database.clock.rate)
            return {"seq": board.seq, "board": board.model_dump(mode="json")}


def attach(app: Flask) -> SocketIO:
    """Socket.IO on threads, same origin only."""
    return SocketIO(app, async_mode="threading", cors_allowed_origins=None, ping_interval=10, ping_timeout=10)
