"""Erasing a person: nothing of them is left, in no table and in no file, and the figures stay."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from server.actions import verifying
from server.actions.appointments.recognising import Desk
from server.actions.figures import projecting
from server.actions.hall import notices
from server.actions.house import setting_up
from server.actions.person import erasing, exporting, finding
from server.domain.notices import NoticeKind
from server.domain.people import Caller, Role
from server.storage import scrubbing
from server.storage.database import Database
from server.storage.erasures import KEPT, Erasures
from server.storage.person_keys import KeyFolder
from server.storage.tables import audit_entry, metadata, ticket
from tests.support.booking import DESK, BookingHall, office_with
from tests.support.clocks import StoppedClock
from tests.support.person_keys import PERSON_KEYS

NAME, PHONE, ID, MAIL = "Nguyễn Thị Hoa Mai", "0912345678", "052099001234", "hoa.mai@example.vn"
PERSON = {"name": NAME, "phone": PHONE, "citizen_id": ID, "email": MAIL, "note": "Gọi lại 0912 345 678"}
OTHER = {"name": "Trần Văn Bảo", "phone": "0987654321", "citizen_id": "052099009999"}
ADMIN = Caller(Role.ADMIN, None, "staff:1", staff_id=1)
DOSSIER = "H21.65-261123-0001"
LOUD, GROUPED = NAME.upper(), "0912 34 56 78"
TRACES = (NAME, PHONE, PHONE[1:], ID, MAIL, "0912 345 678", "912.345.678", DOSSIER, LOUD, GROUPED)


@pytest.fixture
def hall(database: Database, clock: StoppedClock) -> BookingHall:
    hall = BookingHall(database, clock)
    database.write(lambda tx: setting_up.apply(tx, office_with()))
    return hall


@pytest.fixture
def listed(tmp_path: Path) -> Erasures:
    return Erasures(KeyFolder(tmp_path / "people"))


def wanted(hall: BookingHall, text: str, desk: Desk = DESK) -> finding.Wanted:
    found = finding.understood(text, desk=desk, now=hall.clock.now())
    assert found is not None
    return found


def erased(hall: BookingHall, text: str, listed: Erasures | None = None) -> erasing.Erased:
    whom, listed = wanted(hall, text), listed or Erasures(PERSON_KEYS)
    return hall.database.write(lambda tx: erasing.erase(tx, ADMIN, whom, listed=listed))


def visited(hall: BookingHall) -> Any:
    """Somebody has booked, come, and been served; a clerk has noted what is nobody's business."""
    booked = hall.booked(30, **PERSON)
    hall.clock.tick(minutes=25)
    hall.check_in(booked)
    hall.open(3)
    started = hall.step("start", hall.called(3))
    hall.step("finish", started, dossiers=[DOSSIER], note=f"{NAME} gọi {PHONE}")
    return booked


def everything(hall: BookingHall) -> str:
    """All that stands in any table, as one text."""
    said = []
    with hall.database.read() as tx:
        for table in metadata.sorted_tables:
            rows = tx.connection.execute(select(table))
            said += [json.dumps(list(map(str, row)), ensure_ascii=False) for row in rows]
    return "\n".join(said)


def apologised(hall: BookingHall) -> None:
    said = {"vi": f"Kính gửi ông/bà {LOUD}, hồ sơ {DOSSIER}"}
    kind = NoticeKind.APOLOGY
    hall.database.write(lambda tx: notices.put_up(tx, hall.code, said, until=None, kind=kind, caller=ADMIN))


def written_about(hall: BookingHall) -> None:
    """What staff wrote where no note is: reasons of theirs and of others' tickets, and of pauses."""
    called = hall.do("call", ticket=hall.press().id, reason=f"{LOUD} đã chờ lâu")
    assert called is not None
    hall.step("remove", hall.press(), reason=f"Gọi lại {GROUPED}")
    hall.step("finish", hall.step("start", called))
    hall.do("pause", reason=f"Tìm hồ sơ {DOSSIER}")
    projecting.catch_up(hall.database)


def test_nothing_of_a_person_is_left_in_reasons_and_apologies(hall: BookingHall) -> None:
    visited(hall)
    written_about(hall)
    apologised(hall)
    seq = hall.last_event()["seq"]
    before = everything(hall)
    assert {trace for trace in (NAME, LOUD, GROUPED, DOSSIER) if trace not in before} == set()
    erased(hall, PHONE)
    left = everything(hall)
    assert {trace for trace in TRACES if trace in left} == set()
    assert [event["seq"] for event in hall.events()] == list(range(1, seq + 2))
    assert (hall.last_event()["kind"], hall.last_event()["notices"]) == ("notice_changed", [])
    assert hall.office().counter(3).reason is None
    assert hall.violations() == []


def test_reasons_of_ones_own_visit_go_whatever_they_say(hall: BookingHall) -> None:
    booked = hall.booked(30, **PERSON)
    hall.clock.tick(minutes=25)
    ticket = hall.check_in(booked)
    hall.open(3)
    hall.step("remove", ticket, reason="say rượu")
    told = hall.database.write(lambda tx: exporting.export(tx, ADMIN, wanted(hall, PHONE)))
    assert told["bookings"][0]["tickets"][0]["reasons"] == ["say rượu"]
    other = hall.press()
    hall.step("remove", other, reason="nhầm số")
    erased(hall, PHONE)
    assert "say rượu" not in everything(hall)
    assert (hall.row(other).reason, hall.details()[-1]) == ("nhầm số", {"reason": "nhầm số"})
    assert hall.violations() == []


def test_why_the_system_took_a_ticket_out_is_nobodys_words(hall: BookingHall) -> None:
    booked = hall.booked(30, **PERSON)
    hall.clock.tick(minutes=25)
    hall.check_in(booked)
    hall.undo(booked)
    erased(hall, PHONE)
    assert "check_in_undone" in everything(hall)
    assert hall.violations() == []


@pytest.mark.parametrize("said", ["+84 912 345 678", PHONE, ID, "0520 9900 1234", "the code"])
def test_nothing_of_a_person_is_left_in_any_table(hall: BookingHall, said: str) -> None:
    booked = visited(hall)
    text = booked.code if said == "the code" else said
    gone = erased(hall, text)
    assert (gone.bookings, gone.texts) == (1, 2)
    left = everything(hall)
    for trace in (*TRACES, booked.token, booked.code.replace("-", "")):
        assert trace not in left, f"{trace} is still there"
    with hall.database.read() as tx:
        assert verifying.verify(tx) == []


def test_others_lose_nothing(hall: BookingHall) -> None:
    visited(hall)
    other = hall.booked(60, **OTHER)
    erased(hall, PHONE)
    with hall.database.read() as tx:
        (row,) = finding.bookings_of(tx, wanted(hall, OTHER["phone"]))
    assert row.name == OTHER["name"]
    assert hall.show(other).name == OTHER["name"]


def test_figures_are_the_same_as_before(hall: BookingHall) -> None:
    visited(hall)

    def figures() -> list[Any]:
        projecting.catch_up(hall.database)
        sums = hall.sql("SELECT * FROM day_figures ORDER BY dimension, key")
        return [*hall.sql("SELECT * FROM ticket_fact"), *sums]

    before = figures()
    erased(hall, PHONE)
    assert figures() == before
    office = hall.office()
    day = hall.clock.now().date()
    assert hall.database.write(lambda tx: projecting.reconcile(tx, office.code, day, day)) == 0


def test_a_booking_to_come_stands_without_a_name(hall: BookingHall) -> None:
    booked = hall.booked(60, **PERSON)
    erased(hall, PHONE)
    shown = hall.show(booked)
    assert (shown.state, shown.name) == ("booked", None)
    hall.clock.tick(minutes=50)
    assert hall.check_in(booked).number


def test_the_audit_is_told_how_much_and_not_of_whom(hall: BookingHall) -> None:
    visited(hall)
    hall.database.write(lambda tx: exporting.export(tx, ADMIN, wanted(hall, ID)))
    erased(hall, ID)
    query = select(audit_entry).where(audit_entry.c.action.like("person.%")).order_by(audit_entry.c.seq)
    with hall.database.read() as tx:
        rows = tx.connection.execute(query).all()
    assert [(row.action, row.new) for row in rows] == [
        ("person.exported", '{"by":"citizen_id","found":1}'),
        ("person.erased", '{"bookings":1,"by":"citizen_id","messages":0,"texts":2}'),
    ]
    assert not re.search("|".join(map(re.escape, TRACES)), str(rows))


def test_an_export_holds_all_that_is_kept(hall: BookingHall) -> None:
    visited(hall)
    told = hall.database.write(lambda tx: exporting.export(tx, ADMIN, wanted(hall, PHONE)))
    (booking,) = told["bookings"]
    assert {name: booking[name] for name in ("name", "phone", "email", "note")} == {
        name: PERSON[name] for name in ("name", "phone", "email", "note")
    }
    assert booking["recognised_by"] == ["phone", "citizen_id"]
    assert booking["tickets"][0]["note"] == f"{NAME} gọi {PHONE}"
    json.dumps(told)


def test_what_a_backup_brings_back_is_erased_again_and_new_bookings_stay(
    hall: BookingHall, listed: Erasures
) -> None:
    hall.booked(60, **PERSON)
    contact = hall.sql("SELECT * FROM booking_contact")[0]._asdict()
    erased(hall, PHONE, listed)
    columns = ", ".join(contact)
    values = ", ".join(f":{name}" for name in contact)
    hall.sql(f"INSERT INTO booking_contact ({columns}) VALUES ({values})", **contact)
    hall.clock.tick(minutes=5)
    hall.booked(90, service="land", **OTHER)
    gone = hall.database.write(lambda tx: erasing.erase_again(tx, None, listed))
    assert gone.bookings == 1
    assert [row.name for row in hall.sql("SELECT name FROM booking_contact")] == [OTHER["name"]]
    assert hall.database.write(lambda tx: erasing.erase_again(tx, None, listed)).bookings == 0
    kept = (listed.folder.path / "erasures.jsonl").read_text()
    assert not any(
        trace in kept for trace in (*TRACES, str(contact["phone_key"]), str(contact["citizen_key"]))
    )


def test_an_erasure_leaves_the_list_when_no_backup_can_undo_it(hall: BookingHall, listed: Erasures) -> None:
    hall.booked(60, **PERSON)
    erased(hall, PHONE, listed)
    assert listed.forget_old(hall.clock.now() + KEPT) == 1
    assert listed.all() == []


def files_of(hall: BookingHall, request: pytest.FixtureRequest) -> bytes:
    """Every byte of the files of this database; PostgreSQL's log is that of all databases."""
    if hall.database.engine.dialect.name == "sqlite":
        file = Path(hall.database.engine.url.database or "")
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    hall.sql("CHECKPOINT")  # what is changed is written, and files that are gone are removed
    (row,) = hall.sql("SELECT oid FROM pg_database WHERE datname = current_database()")
    folder: Path = request.getfixturevalue("cluster").data / "base" / str(row.oid)
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_no_byte_of_a_person_is_left_in_the_files(hall: BookingHall, request: pytest.FixtureRequest) -> None:
    """Though many others booked before and after, so that pages were split and moved, and the planner of
    PostgreSQL has kept some of the values."""
    for minute in (0, 30, 60):
        hall.booked(minute, name=f"Người {minute} " * 10, phone=f"09000000{minute:02}")
    hall.clock.tick(minutes=1)
    visited(hall)
    if hall.database.engine.dialect.name == "postgresql":  # which does it by itself
        hall.sql("ANALYZE")
    before = files_of(hall, request)
    assert {trace for trace in (NAME, PHONE, MAIL) if trace.encode() not in before} == set()
    hashes = wanted(hall, PHONE).hashes | wanted(hall, ID).hashes
    erased(hall, PHONE)
    assert scrubbing.scrub(hall.database.engine)
    left = files_of(hall, request)
    for trace in (*TRACES, *hashes):
        assert trace.encode() not in left, f"{trace} is still in a file"


def test_what_is_large_is_written_anew_only_when_that_is_asked_for(hall: BookingHall) -> None:
    """It would hold up whoever works."""
    assert not scrubbing.scrub(hall.database.engine, largest=1)
    assert scrubbing.scrub(hall.database.engine, largest=None)


def test_tables_at_which_somebody_works_are_written_anew_later(hall: BookingHall) -> None:
    if hall.database.engine.dialect.name == "postgresql":
        with hall.database.engine.connect() as other:
            other.execute(select(ticket).limit(1))
            assert not scrubbing.scrub(hall.database.engine)
        assert scrubbing.scrub(hall.database.engine)


@pytest.mark.parametrize("nothing", ["", "An", "12", "7K3M-92", "0" * 40, "' OR 1=1", "0912%"])
def test_what_names_nobody_is_not_understood(hall: BookingHall, nothing: str) -> None:
    assert finding.understood(nothing, desk=DESK, now=hall.clock.now()) is None
