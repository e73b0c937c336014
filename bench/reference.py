"""The raw reference: Flask that does nothing but the statements of a ticket, on plain SQLite."""

from __future__ import annotations

import itertools
import json
import secrets
import threading
import time

from flask import Flask, Response, request
from pysqlite3 import dbapi2 as sqlite

STATEMENTS = {
    "stamp": "SELECT setup_stamp, hall_stamp, closed_through FROM office WHERE code = ?",
    "earlier": "SELECT request_hash, status, answer FROM idempotent_answer WHERE scope = ? AND key = ?",
    "serial": (
        "INSERT INTO number_series (office_id, day, letter, last) VALUES (1, ?, 'A', 1)"
        " ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last"
    ),
    "visit": (
        "INSERT INTO visit (office_id, day, letter, serial, number, token, persons, language, issued_at)"
        " VALUES (1, ?, 'A', ?, ?, ?, 1, 'vi', ?) RETURNING id"
    ),
    "ticket": (
        "INSERT INTO ticket (visit_id, office_id, service_id, leg, day, number, channel, state, version, issued_at,"
        " arrived_at, waits_from, due, calls, start_inferred, held_s, dossiers, services_done, note)"
        " VALUES (?, 1, 1, 1, ?, ?, 'kiosk', 'waiting', 1, ?, ?, ?, ?, 0, 0, 0, '[]', '[]', '') RETURNING id"
    ),
    "ahead": (
        "SELECT service_id, count(*) FROM ticket WHERE office_id = 1 AND day = ? AND state = 'waiting'"
        " AND (for_counter IS NULL OR for_counter IN (3, 4, 5)) AND (due, visit_id) < (?, ?) GROUP BY service_id"
    ),
    "store": "INSERT INTO idempotent_answer (scope, key, request_hash, status, answer, at) VALUES (?, ?, 'x', 201, ?, ?)",
    "seq": "UPDATE office SET seq = seq + 1 WHERE id = 1 RETURNING seq",
    "behind": (
        "SELECT number FROM ticket WHERE office_id = 1 AND day = ? AND state = 'waiting'"
        " AND (due, visit_id) > (?, ?) ORDER BY due, visit_id LIMIT 1"
    ),
    "event": (
        "INSERT INTO event (office_id, seq, kind, at, ticket_id, public, detail) VALUES (1, ?, 'ticket_issued', ?, ?, ?, '{}')"
    ),
}


def reference_app(database: str) -> Flask:
    """An application whose only route runs the statements of a ticket in one transaction."""
    app = Flask(__name__)
    lock = threading.Lock()
    connection = sqlite.connect(database, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    counted = itertools.count()

    @app.post("/ticket")
    def issue() -> Response:
        request.get_data()
        with lock:
            connection.execute("BEGIN IMMEDIATE")
            answer = _issue(connection, next(counted))
            connection.execute("COMMIT")
        return Response(answer, 201, mimetype="application/json")

    @app.get("/health/ready")
    def ready() -> str:
        return "ready"

    return app


def _issue(connection: sqlite.Connection, n: int) -> str:
    run = connection.execute
    now = time.time_ns() // 1000
    day, due, key = "2026-11-23", now + 900_000_000, f"key-{n}"
    run(STATEMENTS["stamp"], ("ttpvhcc",)).fetchone()
    run(STATEMENTS["earlier"], ("scope", key)).fetchone()
    serial = run(STATEMENTS["serial"], (day,)).fetchone()[0]
    number = f"A{serial:03d}"
    visit = run(STATEMENTS["visit"], (day, serial, number, secrets.token_urlsafe(18), now)).fetchone()[0]
    ticket = run(STATEMENTS["ticket"], (visit, day, number, now, now, now, due)).fetchone()[0]
    ahead = run(STATEMENTS["ahead"], (day, due, visit)).fetchall()
    answer = json.dumps({"id": ticket, "number": number, "ahead": sum(row[1] for row in ahead)})
    run(STATEMENTS["store"], ("scope", key, answer, now))
    seq = run(STATEMENTS["seq"]).fetchone()[0]
    run(STATEMENTS["behind"], (day, due, visit)).fetchone()
    run(STATEMENTS["event"], (seq, now, ticket, answer))
    return answer
