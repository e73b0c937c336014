"""`dunghen audit` and `dunghen person` as somebody types them."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from server.actions.house import auditing, setting_up
from server.storage import audit
from server.storage.database import Database
from server.storage.happenings import Transaction
from tests.server.commands.terminal import dunghen
from tests.support.booking import DESK, BookingHall, office_with
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office

PHONE = "0912345678"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DUNGHEN_SECRET_KEY", DESK.secret)
    return f"sqlite:///{tmp_path / 'office.db'}"


@pytest.fixture
def office(url: str, clock: StoppedClock) -> Database:
    database = database_with_office(url, clock)

    def act(tx: Transaction) -> None:
        for number in range(3):
            auditing.record(tx, None, "test.done", f"thing {number}", by="command")

    database.write(act)
    database.close()
    return database


def rewritten(database: Database, seq: int) -> None:
    """Somebody who owns the file changes an entry and makes the chain fit again from there on."""
    with database.engine.connect() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_no_update"))
        connection.execute(text("UPDATE audit_entry SET actor = 'x' WHERE seq = :seq"), {"seq": seq})
        tx = database._transaction(connection)
        previous = None
        for row in list(audit.entries(tx)):
            if row.seq < seq:
                continue
            link = audit.link_of(row)
            values = {"seq": row.seq, "previous": previous or row.previous}
            connection.execute(text("UPDATE audit_entry SET previous = :previous WHERE seq = :seq"), values)
            again = audit.entry(tx, row.seq)
            assert again is not None
            previous = audit.link_of(again).hash()
            assert link.seq == row.seq
            connection.execute(
                text("UPDATE audit_entry SET hash = :hash WHERE seq = :seq"),
                {"seq": row.seq, "hash": previous},
            )
        connection.execute(text("UPDATE audit_head SET hash = :hash"), {"hash": previous})
        connection.commit()
    database.close()


def test_entries_are_listed_newest_first_and_found(url: str, office: Database) -> None:
    lines = dunghen(url, "audit", "list", "--action", "test").out.splitlines()
    assert [line.split("\t")[4] for line in lines] == ["thing 2", "thing 1", "thing 0"]
    found = json.loads(dunghen(url, "audit", "list", "--object", "THING 1", "--json").out)
    assert [(one["actor"], one["object"]) for one in found] == [("command", "thing 1")]
    assert dunghen(url, "audit", "list", "--action", "test", "--to", "2026-01-01").out == ""
    assert dunghen(url, "audit", "list", "--office", "nowhere").status == 1


def test_the_chain_is_exported_whole(url: str, office: Database) -> None:
    rows = [json.loads(line) for line in dunghen(url, "audit", "export").out.splitlines()]
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    assert all(row["previous"] == before["hash"] for before, row in pairwise(rows))


def test_a_chain_that_was_made_anew_verifies_and_does_not_contain_the_head(
    url: str, office: Database, tmp_path: Path
) -> None:
    kept = tmp_path / "head.json"
    kept.write_text(dunghen(url, "audit", "head").out)
    office.write(lambda tx: auditing.record(tx, None, "test.done", "later", by="command"))
    office.close()
    assert dunghen(url, "audit", "check", "--head", kept).status == 0
    rewritten(office, json.loads(kept.read_text())["seq"] - 1)
    assert dunghen(url, "verify").status == 0
    answer = dunghen(url, "audit", "check", "--head", kept)
    assert (answer.status, "made anew" in answer.out) == (1, True)


@pytest.mark.parametrize(
    "change", [{"seq": 1}, {"hash": "0" * 64}, {"signature": "zz"}, {"at": "2020-01-01"}]
)
def test_a_head_that_was_changed_is_none_of_ours(
    url: str, office: Database, tmp_path: Path, change: dict[str, object]
) -> None:
    kept = tmp_path / "head.json"
    kept.write_text(json.dumps(json.loads(dunghen(url, "audit", "head").out) | change))
    answer = dunghen(url, "audit", "check", "--head", kept)
    assert (answer.status, "not signed" in answer.out) == (1, True)


@pytest.mark.parametrize("content", ["", "[]", "not json"])
def test_what_is_no_head_is_refused(url: str, office: Database, tmp_path: Path, content: str) -> None:
    kept = tmp_path / "head.json"
    kept.write_text(content)
    assert "no head" in dunghen(url, "audit", "check", "--head", kept).err


def test_a_person_is_found_exported_and_erased_by_what_stands_on_standard_input(
    url: str, office: Database, clock: StoppedClock, tmp_path: Path
) -> None:
    hall = BookingHall(office, clock)
    office.write(lambda tx: setting_up.apply(tx, office_with()))
    hall.booked(30, name="Nguyễn Văn An", phone=PHONE)
    office.close()
    assert dunghen(url, "person", "find", typed=f"{PHONE}\n").out.endswith("1 bookings\n")
    told = json.loads(dunghen(url, "person", "export", typed=PHONE).out)
    assert told["bookings"][0]["name"] == "Nguyễn Văn An"
    assert dunghen(url, "person", "erase", typed=f"{PHONE}\n").out.startswith("1 bookings")
    assert dunghen(url, "person", "find", typed=f"{PHONE}\n").out == "0 bookings\n"
    assert dunghen(url, "person", "erase", "--again").out.startswith("0 bookings")
    assert PHONE.encode() not in b"".join(
        file.read_bytes() for file in tmp_path.glob("office.db*") if file.is_file()
    )
    refused = dunghen(url, "person", "find", typed="nobody\n")
    assert (refused.status, "no phone" in refused.err) == (1, True)
