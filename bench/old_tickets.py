"""The same with many old tickets in the database: the line must not get slower."""

from __future__ import annotations

from pathlib import Path

from pysqlite3 import dbapi2 as sqlite
from rich.table import Table

from bench import load
from bench.issuing import presses
from tests.support.servers import Server

SIZES = (0, 100_000, 1_000_000)
PER_DAY = 800
CLIENTS = 8


def bench(folder: Path, seconds: float) -> Table:
    """All sizes serve at once and take turns twice; the better turn of each counts."""
    table = Table(
        "old tickets", "issue /s", "slower", "p99 ms", title=f"Issue at {CLIENTS} clients, with history"
    )
    servers = {size: _server(folder, size) for size in SIZES}
    best: dict[int, load.Result] = {}
    try:
        for turn in range(2):
            for size, server in servers.items():
                token = server.token("kiosk", name=f"kiosk {turn}")
                result = load.run(server.port, CLIENTS, seconds, presses(token, f"t{turn}"))
                if size not in best or result.per_second > best[size].per_second:
                    best[size] = result
    finally:
        for server in servers.values():
            server.stop()
    for size, result in best.items():
        slower = best[0].per_second / result.per_second
        table.add_row(f"{size:,}", f"{result.per_second:.0f}", f"{slower:.2f}×", f"{result.p99_ms:.0f}")
    return table


def _server(folder: Path, size: int) -> Server:
    place = folder / str(size)
    place.mkdir()
    server = Server(place)
    server.start()
    if size:
        server.stop()
        fill(place / "office.db", size)
        server.start()
    return server


def fill(database: Path, size: int) -> None:
    """Served tickets of past days, with their visits and events, written by plain SQL."""
    day = "date('2026-01-01', '-' || (n / :per_day) || ' days')"
    at = "(1767225600000000 - (n / :per_day) * 86400000000 + (n % :per_day) * 30000000)"
    counted = "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < :size)"
    parameters = {"size": size, "per_day": PER_DAY}
    with sqlite.connect(str(database)) as connection:
        connection.execute(
            f"INSERT INTO visit (id, office_id, day, letter, serial, number, token, persons, language, issued_at) {counted}"
            f" SELECT n + 1, 1, {day}, 'A', n % :per_day + 1, printf('A%03d', n % :per_day + 1), 'old-' || n, 1, 'vi', {at} FROM c",
            parameters,
        )
        connection.execute(
            "INSERT INTO ticket (id, visit_id, office_id, service_id, leg, day, number, channel, state, version, issued_at,"
            " arrived_at, waits_from, due, counter_number, calls, called_at, started_at, start_inferred, held_s, ended_at,"
            f" dossiers, services_done, note) {counted}"
            f" SELECT n + 1, n + 1, 1, 1, 1, {day}, printf('A%03d', n % :per_day + 1), 'kiosk', 'served', 4, {at}, {at}, {at},"
            f" {at} + 900000000, n % 8 + 1, 1, {at} + 600000000, {at} + 620000000, 0, 0, {at} + 1200000000, '[]', '[]', '' FROM c",
            parameters,
        )
        connection.execute(
            f"INSERT INTO event (office_id, seq, kind, at, ticket_id, public, detail) {counted}"
            f" SELECT 1, n + 2, 'ticket_finished', {at}, n + 1, '{{}}', '{{}}' FROM c",
            parameters,
        )
        connection.execute("UPDATE office SET seq = (SELECT max(seq) FROM event)")
    connection.close()
