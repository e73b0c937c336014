"""The raw reference of booking: Flask that does nothing but the statements of a hold and of its confirmation."""

from __future__ import annotations

import itertools
import json
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from pysqlite3 import dbapi2 as sqlite

from server.storage.bookings import _NEW
from tests.support.servers import OFFICE

_ROW = {
    **_NEW,
    "office_id": 1,
    "service_id": 1,
    "state": "held",
    "pool": "land",
    "day": "2026-11-23",
    "channel": "api",
    "language": "vi",
}
_OWN = ("code", "token", "start", "ends", "made_at", "expires_at")
_COLUMNS = [name for name in _ROW if name not in _OWN] + list(_OWN)
STATEMENTS = {
    "stamp": "SELECT setup_stamp, hall_stamp, closed_through FROM office WHERE code = ?",
    "earlier": "SELECT request_hash, status, answer FROM idempotent_answer WHERE scope = ? AND key = ?",
    "taken": "SELECT * FROM slot WHERE office_id = 1 AND pool = 'land' AND start BETWEEN ? AND ?",
    "appointment": (
        f"INSERT INTO appointment ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"
        " RETURNING id"
    ),
    "slot": (
        "INSERT INTO slot (office_id, pool, start, public, internal, public_taken, internal_taken)"
        " VALUES (1, 'land', ?, 500, 0, 0, 0) ON CONFLICT DO NOTHING"
    ),
    "count": (
        "UPDATE slot SET public_taken = public_taken + 1"
        " WHERE office_id = 1 AND pool = 'land' AND start = ? AND public_taken < public"
    ),
    "place": (
        "INSERT INTO slot_place (office_id, pool, start, kind, appointment_id) VALUES (1, 'land', ?, 'public', ?)"
    ),
    "held": "SELECT * FROM appointment WHERE token = ?",
    "confirm": "UPDATE appointment SET state = 'booked', version = version + 1, booked_at = ?, expires_at = NULL WHERE id = ?",
    "store": "INSERT INTO idempotent_answer (scope, key, request_hash, status, answer, at) VALUES (?, ?, 'x', 201, ?, ?)",
    "seq": "UPDATE office SET seq = seq + 1 WHERE id = 1 RETURNING seq",
    "event": "INSERT INTO event (office_id, seq, kind, at, public, detail) VALUES (1, ?, 'appointment_booked', ?, ?, '{}')",
}


def reference_app(database: str) -> Flask:
    """An application whose two routes run the statements of a booking, one transaction each."""
    app = Flask(__name__)
    lock = threading.Lock()
    connection = sqlite.connect(database, check_same_thread=False, isolation_level=None)
    connection.row_factory = sqlite.Row
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    counted = itertools.count()

    def answered(act: Callable[[sqlite.Connection, dict[str, Any], int], str]) -> Response:
        said = json.loads(request.get_data())
        with lock:
            connection.execute("BEGIN IMMEDIATE")
            answer = act(connection, said, next(counted))
            connection.execute("COMMIT")
        return Response(answer, 201, mimetype="application/json")

    app.add_url_rule(f"/api/v1/offices/{OFFICE}/holds", "hold", lambda: answered(_hold), methods=["POST"])
    app.add_url_rule("/api/v1/appointments", "book", lambda: answered(_book), methods=["POST"])
    app.add_url_rule("/health/ready", "ready", lambda: "ready")
    return app


def _hold(connection: sqlite.Connection, said: dict[str, Any], n: int) -> str:
    run, now, start = connection.execute, time.time_ns() // 1000, hash(said["start"]) % 1_440
    run(STATEMENTS["stamp"], (OFFICE,)).fetchone()
    run(STATEMENTS["earlier"], ("scope", f"key-{n}")).fetchone()
    run(STATEMENTS["taken"], (start - 2, start + 1)).fetchall()
    times = {"start": start, "ends": start + 1, "made_at": now, "expires_at": now + 600_000_000}
    row = {**_ROW, **times, "code": f"{n:08d}", "token": secrets.token_urlsafe(24)}
    made = run(STATEMENTS["appointment"], row).fetchone()[0]
    run(STATEMENTS["slot"], (start,))
    run(STATEMENTS["count"], (start,))
    run(STATEMENTS["place"], (start, made))
    answer = json.dumps({"hold": row["token"]})
    run(STATEMENTS["store"], ("scope", f"key-{n}", answer, now))
    return answer


def _book(connection: sqlite.Connection, said: dict[str, Any], n: int) -> str:
    run, now = connection.execute, time.time_ns() // 1000
    run(STATEMENTS["stamp"], (OFFICE,)).fetchone()
    run(STATEMENTS["earlier"], ("scope", f"key-{n}")).fetchone()
    row = run(STATEMENTS["held"], (said["hold"],)).fetchone()
    run(STATEMENTS["confirm"], (now, row["id"]))
    seq = run(STATEMENTS["seq"]).fetchone()[0]
    answer = json.dumps({"token": row["token"], "code": row["code"], "start": row["start"]})
    run(STATEMENTS["event"], (seq, now, answer))
    run(STATEMENTS["store"], ("scope", f"key-{n}", answer, now))
    return answer
