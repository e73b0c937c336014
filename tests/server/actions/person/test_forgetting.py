"""The table of privacy: every column is in it or tells of nobody, and what it promises is done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from server.actions.figures import projecting
from server.actions.hall import notices, watching
from server.actions.person import forgetting
from server.domain import abuse, privacy
from server.domain.notices import NoticeKind
from server.domain.privacy_columns import IMPERSONAL, PERSONAL, unknown_columns
from server.domain.signing import ACCOUNT, ADDRESS
from server.jobs import Jobs
from server.storage import scrubbing
from server.storage.erasures import KEPT
from server.storage.person_keys import NEEDED_AFTER, KeyFolder, quarter_of
from server.storage.tables import metadata
from tests.builders import Hall

COLUMNS = {table.name: tuple(table.c.keys()) for table in metadata.sorted_tables}


def test_every_column_is_told_to_be_personal_or_not() -> None:
    """A new column belongs into `server/domain/privacy_columns.py`: is it something of somebody?"""
    assert unknown_columns(COLUMNS) == []


def test_a_column_that_nobody_spoke_of_is_found() -> None:
    assert unknown_columns({"rating": ("remark", "shoe_size"), "cake": ("taste",)}) == [
        "rating.shoe_size",
        "cake.taste",
    ]


def test_the_table_names_no_column_that_does_not_exist() -> None:
    told = {
        (table, column)
        for tables in (*PERSONAL.values(), IMPERSONAL)
        for table, words in tables.items()
        for column in words.split()
        if column != "*"
    }
    assert told <= {(table, column) for table, columns in COLUMNS.items() for column in columns}
    assert set(PERSONAL) <= {one.key for one in privacy.TABLE}


def test_whatever_has_a_period_has_what_deletes_it() -> None:
    assert set(forgetting.PURGES) == {one.key for one in privacy.TABLE if one.period}


def test_what_is_promised_in_words_is_what_is_done() -> None:
    """The number of days (or hours) that a citizen reads is the one that purges take."""
    for one in privacy.TABLE:
        if one.period is not None:
            said = {f"{one.period.days} ", f"{one.period // timedelta(hours=1)} "}
            assert any(number in f"{text} " for number in said for text in one.until[:1]), one.key
            assert any(number in f"{text} " for number in said for text in one.until[1:]), one.key
    keys = next(one for one in privacy.TABLE if one.key == "keys")
    assert all(f"{days} " in text for days in (NEEDED_AFTER.days, KEPT.days) for text in keys.until)


def test_guards_never_need_what_is_deleted() -> None:
    assert privacy.period("visitors") >= abuse.A_DAY
    assert privacy.period("tries") >= max(ACCOUNT.memory, ADDRESS.memory)
    assert timedelta(days=90) + privacy.period("contacts") <= NEEDED_AFTER


def put(hall: Hall, table: str, **values: Any) -> None:
    names = ", ".join(values)
    hall.sql(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})", **values)


def gone(hall: Hall) -> dict[str, int]:
    return hall.database.write(forgetting.forget)


def words_left(hall: Hall) -> str:
    tables = ("ticket", "event", "counter_span", "notice", "audit_entry")
    said = "\n".join(str(row) for name in tables for row in hall.sql(f"SELECT * FROM {name}"))
    return said.encode("ascii", "ignore").decode()


def test_reasons_that_staff_typed_go_with_the_notes_and_events_stay(hall: Hall) -> None:
    hall.open(3)
    hall.step("remove", hall.press(), reason="removed-why")
    called = hall.do("call", ticket=hall.press().id, reason="called-why")
    assert called is not None
    hall.step("finish", hall.step("start", called))
    hall.do("pause", reason="paused-why")
    hall.do("close")
    projecting.catch_up(hall.database)
    events = hall.events()
    hall.clock.tick(days=30)
    assert "notes" not in gone(hall)
    assert words_left(hall).count("-why") == 5
    hall.clock.tick(days=1)
    assert gone(hall)["notes"] == 5
    assert "-why" not in words_left(hall)
    assert hall.events() == events
    assert hall.violations() == []
    assert "notes" not in gone(hall)


def test_words_of_a_notice_go_thirty_days_after_it_and_are_in_no_log(hall: Hall) -> None:
    """Neither the audit nor the events ever lose anything, so that they never have them."""
    said = {"vi": "Kính gửi bà Mrs Example-Xin"}
    kind, code = NoticeKind.APOLOGY, hall.code
    number = hall.database.write(lambda tx: notices.put_up(tx, code, said, until=None, kind=kind))
    assert words_left(hall).count("Mrs Example-Xin") == 1
    with hall.database.read() as tx:
        (told,) = watching.events_since(tx, code, hall.last_event()["seq"] - 1, limit=9) or [{}]
    assert told["notices"] == [{"id": number, "texts": said}]
    hall.clock.tick(days=30)
    hall.database.write(forgetting.forget)
    assert "Mrs Example-Xin" in words_left(hall)
    hall.clock.tick(days=30, seconds=1)
    assert gone(hall)["notices"] == 1
    assert "Xin" not in words_left(hall)
    with hall.database.read() as tx:
        (told,) = watching.events_since(tx, code, hall.last_event()["seq"] - 1, limit=9) or [{}]
    assert told["notices"] == []


@pytest.mark.parametrize("key", ["notes", "sessions", "tries"])
def test_what_is_old_goes_and_what_is_younger_stays(hall: Hall, key: str) -> None:
    gone(hall)
    if key == "notes":
        hall.open(3)
        hall.press()
        served = hall.step("finish", hall.step("start", hall.called(3)), note="mang thêm bản sao")
        assert hall.row(served).note == "mang thêm bản sao"
    elif key == "sessions":
        (staff_id,) = hall.sql("SELECT min(id) FROM staff")[0]
        now = int(hall.clock.now().timestamp() * 1_000_000)
        about = {"began_at": now, "seen_at": now, "ends_at": now, "idle_s": 1, "way": "password"}
        put(hall, "staff_session", id="x", staff_id=staff_id, address="192.0.2.1", agent="a", **about)
    else:
        at = int(hall.clock.now().timestamp() * 1_000_000)
        put(hall, "sign_in_failure", username="thuan", address="192.0.2.1", at=at)
    hall.clock.tick(seconds=privacy.period(key).total_seconds())
    assert key not in gone(hall)
    hall.clock.tick(seconds=1)
    assert gone(hall)[key] == 1
    assert key not in gone(hall)


def test_the_hourly_job_deletes_destroys_old_keys_and_empties_the_log(hall: Hall, tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path / "people")
    keys.key(quarter_of(hall.clock.now()), make=True)
    at = int(hall.clock.now().timestamp() * 1_000_000)
    put(hall, "sign_in_failure", username="thuan", address="192.0.2.1", at=at)
    hall.clock.tick(days=300)
    Jobs(hall.database, None, keys).forget()
    assert hall.sql("SELECT * FROM sign_in_failure") == []
    assert keys.quarters() == []
    url = hall.database.engine.url
    if url.get_backend_name() == "sqlite":
        hall.database.write(lambda tx: None)
        scrubbing.empty_log(hall.database.engine)
        assert Path(f"{url.database}-wal").stat().st_size == 0
