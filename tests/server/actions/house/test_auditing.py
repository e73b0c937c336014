"""The audit: one chain, whoever writes to it, that shows every change, and holds no secret."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Row, select, text
from sqlalchemy.exc import DBAPIError

from server.actions.house import auditing, verifying_audit
from server.domain.people import Role
from server.storage.audit import link_of
from server.storage.database import Database, Unavailable
from server.storage.tables import audit_entry
from tests.builders import Hall

ENTRIES = 5
REFUSED = "the audit is only ever added to"


def noted(database: Database, action: str = "notice.written", **about: Any) -> None:
    database.write(lambda tx: auditing.record(tx, None, action, "notice 1", by="command", **about))


def entries(database: Database) -> list[Row[Any]]:
    with database.read() as tx:
        return list(tx.connection.execute(select(audit_entry).order_by(audit_entry.c.seq)).all())


def found(database: Database) -> list[str]:
    with database.read() as tx:
        return list(verifying_audit.problems(tx))


@pytest.fixture
def chain(database: Database) -> Database:
    """A chain of some entries, the same but for their place in it."""
    for number in range(ENTRIES):
        noted(database, new={"number": number})
    return database


def test_an_entry_names_who_did_what_to_what_and_when(hall: Hall) -> None:
    (username,) = hall.sql("SELECT username FROM staff WHERE role = 'supervisor'")[0]
    supervisor = hall.staff(username, Role.SUPERVISOR)
    change: dict[str, Any] = {"old": {"reason": None}, "new": {"reason": "Mất điện"}}
    hall.database.write(
        lambda tx: auditing.record(tx, supervisor, "service.paused", "service land", **change)
    )
    row = entries(hall.database)[-1]
    assert (row.actor, row.role, row.staff_id) == (username, "supervisor", supervisor.staff_id)
    assert (row.action, row.object) == ("service.paused", "service land")
    assert (row.old, row.new) == ('{"reason":null}', '{"reason":"Mất điện"}')
    assert row.at == hall.clock.now()
    assert found(hall.database) == []


def test_what_is_not_done_is_not_told(database: Database) -> None:
    def act(tx: Any) -> None:
        auditing.record(tx, None, "notice.written", "notice 1", by="command")
        raise LookupError("no such notice")

    before = len(entries(database))
    with pytest.raises(LookupError):
        database.write(act)
    assert len(entries(database)) == before


def test_what_a_look_tells_is_written_before_anybody_is_answered(database: Database) -> None:
    before = len(entries(database))
    with database.read() as tx:
        auditing.record(tx, None, "remarks.read", "remarks", by="command")
    assert len(entries(database)) == before + 1
    assert found(database) == []


def test_whoever_cannot_be_noted_is_not_answered(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(act: object) -> None:
        raise Unavailable("the disk is full")

    monkeypatch.setattr(database, "write", broken)
    with pytest.raises(Unavailable), database.read() as tx:
        auditing.record(tx, None, "remarks.read", "remarks", by="command")


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET actor = 'nobody'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_what_was_written(chain: Database, change: str) -> None:
    with pytest.raises(DBAPIError, match=REFUSED), chain.engine.begin() as connection:
        connection.execute(text(change))
    assert found(chain) == []


def test_postgresql_refuses_to_empty_it_too(chain: Database) -> None:
    if chain.engine.dialect.name == "postgresql":
        with pytest.raises(DBAPIError, match=REFUSED), chain.engine.begin() as connection:
            connection.execute(text("TRUNCATE audit_entry"))


def _set(column: str, value: str) -> Callable[[Connection, int], None]:
    def tamper(connection: Connection, seq: int) -> None:
        connection.execute(text(f"UPDATE audit_entry SET {column} = {value} WHERE seq = :seq"), {"seq": seq})

    return tamper


def _taken_out(connection: Connection, seq: int) -> None:
    connection.execute(text("DELETE FROM audit_entry WHERE seq = :seq"), {"seq": seq})


def _closed_up(connection: Connection, seq: int) -> None:
    """Taken out, and the later ones numbered anew."""
    _taken_out(connection, seq)
    for later in range(seq + 1, 10_000):
        moved = text("UPDATE audit_entry SET seq = seq - 1 WHERE seq = :seq")
        if not connection.execute(moved, {"seq": later}).rowcount:
            break


def _swapped(connection: Connection, seq: int) -> None:
    """With the one before, or the one after the first."""
    other = seq - 1 if seq > 1 else seq + 1
    for now, then in ((seq, -1), (other, seq), (-1, other)):
        connection.execute(
            text("UPDATE audit_entry SET seq = :then WHERE seq = :now"), {"then": then, "now": now}
        )


def _rehashed(connection: Connection, seq: int) -> None:
    """Changed, and given a fitting hash of its own."""
    connection.execute(text("UPDATE audit_entry SET actor = 'x' WHERE seq = :seq"), {"seq": seq})
    row = connection.execute(select(audit_entry).where(audit_entry.c.seq == seq)).one()
    fitting = {"seq": seq, "hash": link_of(row).hash()}
    connection.execute(text("UPDATE audit_entry SET hash = :hash WHERE seq = :seq"), fitting)


CHANGES = {
    "at": _set("at", "at + 1"),
    "actor": _set("actor", "actor || ' '"),
    "role": _set("role", "'admin'"),
    "staff": _set("staff_id", "1"),
    "device": _set("device_id", "1"),
    "action": _set("action", "'notice.read'"),
    "object": _set("object", "'notice 2'"),
    "office": _set("office_id", "CASE WHEN office_id IS NULL THEN 1 END"),
    "old": _set("old", "''"),
    "new": _set("new", "NULL"),
    "previous": _set("previous", "hash"),
    "hash": _set("hash", "previous"),
    "taken out": _taken_out,
    "closed up": _closed_up,
    "swapped": _swapped,
    "rehashed": _rehashed,
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_any_entry_is_found(chain: Database, change: str) -> None:
    """Though somebody owned the database and took its guards away; undone, all is well again."""
    for seq in (row.seq for row in entries(chain)):
        with chain.engine.connect() as connection:
            if chain.engine.dialect.name == "sqlite":
                connection.execute(text("DROP TRIGGER audit_entry_no_update"))
                connection.execute(text("DROP TRIGGER audit_entry_no_delete"))
            else:
                connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
            CHANGES[change](connection, seq)
            tx = chain._transaction(connection)  # what is tampered with is thrown away after the look
            assert list(verifying_audit.problems(tx)), f"{change} of entry {seq} was not found"
            connection.rollback()
    assert found(chain) == []


def test_threads_make_one_chain(database: Database) -> None:
    before = len(entries(database))

    def work() -> None:
        for _ in range(5):
            noted(database)

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.seq for row in entries(database)] == list(range(1, before + 81))
    assert found(database) == []


NOTING = """
import sys
from server.actions.house import auditing
from server.ports import SystemClock
from server.storage.database import Database

database = Database(sys.argv[1], SystemClock())
for _ in range(10):
    database.write(lambda tx: auditing.record(tx, None, "notice.written", "notice 1", by="command"))
database.close()
"""


def test_processes_make_one_chain(database: Database) -> None:
    before = len(entries(database))
    url = database.engine.url.render_as_string(hide_password=False)
    noting = [subprocess.Popen([sys.executable, "-c", NOTING, url]) for _ in range(4)]
    assert [process.wait(timeout=60) for process in noting] == [0] * 4
    assert [row.seq for row in entries(database)] == list(range(1, before + 41))
    assert found(database) == []


def test_one_transaction_may_note_several_things(database: Database) -> None:
    def act(tx: Any) -> None:
        for number in range(3):
            auditing.record(tx, None, "device.revoked", f"device {number}", by="command")

    database.write(act)
    assert [row.object for row in entries(database)[-3:]] == ["device 0", "device 1", "device 2"]
    assert found(database) == []


def test_no_secret_and_nobodys_number_is_ever_kept(database: Database) -> None:
    said = {
        "password": "correct horse",
        "nested": [{"webhook_secret": "s3cr3t"}, "cccd 052099001234"],
        "phone": "0912 345 678 hoặc 0912345678",
        "citizen": 52099001234 + 10**11,
        "mail": "an.nguyen@example.vn",
        "hotline": "02563822822",
    }
    noted(database, old=said)
    kept = entries(database)[-1].old
    for gone in ("correct horse", "s3cr3t", "052099001234", "0912345678", "152099001234", "an.nguyen"):
        assert gone not in kept
    assert "02563822822" in kept, "what an office tells everybody is no secret"
