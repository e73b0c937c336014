"""The history of set-ups is chained by the audit: whoever rewrites a change in the database is found."""

from __future__ import annotations

import json

import pytest

from server.actions.house import setting_up
from server.domain import audit
from server.domain.revisions import digest
from tests.builders import OFFICE, Hall
from tests.server.actions.setups import demo

SHORTER = demo(rules={"put_back_after_s": 120, "restore_within_min": 30})
FINDING = f"{OFFICE}: change 2 of the set-up is "


@pytest.fixture
def changed(hall: Hall) -> Hall:
    """An office whose set-up was changed once since it was made."""
    hall.database.write(lambda tx: setting_up.apply(tx, SHORTER))
    assert hall.violations() == []
    return hall


def rewritten(hall: Hall, column: str) -> list[str]:
    """What `verify` finds when somebody wrote 600 s where 120 or 300 s were kept."""
    kept = hall.sql(f"SELECT CAST({column} AS TEXT) AS it FROM setup_revision WHERE number = 2")[0].it
    text = kept.replace("120", "600") if "120" in kept else kept.replace("300", "600")
    assert text != kept
    cast = "CAST(:text AS JSON)" if hall.database.engine.dialect.name == "postgresql" else ":text"
    hall.sql(f"UPDATE setup_revision SET {column} = {cast} WHERE number = 2", text=text)
    return hall.violations()


@pytest.mark.parametrize(
    ("column", "part"), [("document", "after"), ("before", "before"), ("changes", "changes")]
)
def test_a_change_that_was_rewritten_is_found(changed: Hall, column: str, part: str) -> None:
    assert rewritten(changed, column) == [f"{FINDING}not what the audit says ({part})"]


def test_a_change_that_was_taken_out_is_found(changed: Hall) -> None:
    changed.sql("DELETE FROM setup_revision WHERE number = 2")
    assert changed.violations() == [f"{FINDING}in the audit but not in the history"]


def test_a_change_that_was_put_in_is_found(changed: Hall) -> None:
    columns = "office_id, at, how, undoes, changes, before, document"
    changed.sql(
        f"INSERT INTO setup_revision (number, {columns})"
        f" SELECT 3, {columns} FROM setup_revision WHERE number = 2"
    )
    assert changed.violations() == [
        f"{OFFICE}: change 3 of the set-up is in the history but not in the audit"
    ]


def test_a_change_from_before_there_were_hashes_is_not_complained_about(changed: Hall) -> None:
    if changed.database.engine.dialect.name == "sqlite":
        changed.sql("DROP TRIGGER audit_entry_no_update")
    else:
        changed.sql("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
    old = {"old": json.dumps({"change": 1, "how": "command", "entries": ["office added"]})}
    first = "(SELECT min(seq) FROM audit_entry WHERE action = 'setup.changed')"
    changed.sql(f"UPDATE audit_entry SET new = :old WHERE seq = {first}", **old)
    changed.sql("UPDATE setup_revision SET how = 'page' WHERE number = 1")
    assert [finding for finding in changed.violations() if "set-up" in finding] == []


def test_no_row_of_digits_of_a_hash_is_masked_as_somebodys_number() -> None:
    for number in range(400):
        found = digest({"number": number})
        assert json.loads(audit.spelled({"after_sha256": found}) or "")["after_sha256"] == found
