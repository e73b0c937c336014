"""Imports come whole or not at all, once, and never over what was measured here."""

from __future__ import annotations

import io
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from server.actions import verifying
from server.actions.figures import exporting_log, importing, projecting, removing_imports, reporting
from server.actions.figures.log_premises import known_offices
from server.actions.figures.logged_facts import LoggedFacts
from server.actions.house import setting_up
from server.domain.day_figures import day_sums
from server.domain.import_errors import ChangedMeanwhile, ImportUnderWay, UnknownImport
from server.domain.periods import Period
from server.jobs import Jobs
from server.setup_file.reading import read
from server.storage import day_figures, facts, log_imports
from server.storage.alone import alone_importing
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.tables import log_import, ticket_fact
from server.ticket_log.reading import How, Log
from server.ticket_log.writing import write_log
from tests.builders import Hall
from tests.server.actions.figures.imported import csv_row, import_rows, log_file, many, stands
from tests.server.setup_file.builders import small
from tests.support.clocks import StoppedClock
from tests.support.offices import OFFICE, database_with_office

DAY = date(2026, 11, 20)


def report(database: Database, first: date = DAY, last: date = DAY) -> tuple[int, float | None]:
    """How many waits there are in a period, and their mean in seconds."""
    with database.read() as tx:
        told = reporting.waits(tx, [tx.office(OFFICE)], Period(first, last), by="all")
    rows = [row for row in told.rows if row.waits is not None]
    return (rows[0].waits.n, rows[0].waits.mean_s) if rows and rows[0].waits else (0, None)


def exported(database: Database) -> str:
    sink = io.StringIO()
    with database.read() as tx:
        write_log(exporting_log.log_rows(tx, [OFFICE], date.min, date.max), sink)
    return sink.getvalue()


def a_morning(hall: Hall, clock: StoppedClock) -> None:
    """Somebody served, somebody transferred, somebody who did not come, one who left, and one who waits."""
    hall.open(3, 7)
    served, moved, absent, gone, _ = (hall.press("land") for _ in range(5))
    clock.tick(seconds=61.5)
    begun = hall.step("start", hall.called())
    clock.tick(seconds=300.25)
    hall.step("finish", begun, dossiers=["H21.65-220914-0011"])
    begun = hall.step("start", hall.called())
    clock.tick(seconds=10)
    hall.step("transfer", begun, service="civil_status")
    hall.step("no-show", hall.called())
    hall.leave(gone)
    clock.tick(seconds=90)
    hall.step("finish", hall.called(7), 7)
    assert len({served.number, moved.number, absent.number}) == 3


# --- what an import brings --------------------------------------------------------------------------


def test_imported_tickets_are_in_the_figures(database: Database, tmp_path: Path) -> None:
    found = import_rows(database, tmp_path, csv_row(), csv_row(number="A2", called_at="2026-11-20T01:05:00Z"))
    assert (found.number, found.rows, found.new, found.known, found.days) == (1, 2, 2, 0, 1)
    assert report(database) == (2, 450.0)


def test_facts_are_those_that_tickets_measured_here_have(
    hall: Hall, tmp_path: Path, clock: StoppedClock
) -> None:
    a_morning(hall, clock)
    projecting.follow_all(hall.database)
    raw = exported(hall.database)
    elsewhere = database_with_office(f"sqlite:///{tmp_path / 'elsewhere.db'}", clock)
    (tmp_path / "log.csv").write_text(raw, encoding="utf-8")
    assert importing.import_log(elsewhere, tmp_path / "log.csv", How()).number == 1
    # What a log does not tell: which row it was, dossiers, calls, when the order was left, what was told.
    unsaid = {"id", "source", "ticket_id", "dossiers", "calls", "out_of_order", "told_low_us", "told_high_us"}
    columns = [column for column in ticket_fact.c if column.name not in unsaid]
    told = []
    for database in (hall.database, elsewhere):
        with database.read() as tx:
            told.append(sorted(map(repr, tx.connection.execute(select(*columns)).all())))
    assert told[0] == told[1]
    assert len(told[0]) == 5
    assert exported(elsewhere) == raw
    elsewhere.close()


def test_sums_are_those_of_the_facts(database: Database, tmp_path: Path) -> None:
    number = import_rows(database, tmp_path, *many(120)).number
    assert number is not None
    before = stands(database)
    for day in (date(2024, 1, 8), date(2024, 1, 9), date(2024, 1, 10)):
        with database.read() as tx:
            rows = facts.of_day(tx, 1, day, number)
        assert day_sums(rows)[0].totals[0] == len(rows) > 0
        anew = partial(day_figures.rebuild_day, office_id=1, day=day, source=number)
        assert database.write(anew) == 0, "none was wrong"
    assert stands(database) == before


def test_legs_of_a_visit_find_each_other_in_any_order(database: Database, tmp_path: Path) -> None:
    later = {"issued_at": "2026-11-20T01:20:00Z", "called_at": "2026-11-20T01:22:00Z", "started_at": ""}
    last = csv_row(**later, finished_at="2026-11-20T01:30:00Z")
    again = csv_row(
        **{**later, "issued_at": "2026-11-20T02:00:00Z", "called_at": "2026-11-20T02:01:00Z"},
        finished_at="2026-11-20T02:30:00Z",
    )
    import_rows(database, tmp_path, again, last, csv_row(outcome="transferred"))
    query = select(ticket_fact.c.leg, ticket_fact.c.wait_us, ticket_fact.c.visit_us)
    with database.read() as tx:
        rows = tx.connection.execute(query.order_by(ticket_fact.c.issued_at)).all()
    us = 1_000_000
    assert [tuple(row) for row in rows] == [
        (1, 600 * us, None),
        (2, 120 * us, 720 * us),
        (1, 60 * us, 60 * us),
    ]


# --- once ---------------------------------------------------------------------------------------------


def test_the_same_log_again_brings_nothing(database: Database, tmp_path: Path) -> None:
    import_rows(database, tmp_path, *many(70))
    before = stands(database)
    found = import_rows(database, tmp_path, *many(70))
    assert (found.number, found.new, found.known) == (None, 0, 70)
    assert stands(database) == before


def test_overlapping_logs_amount_to_the_whole(
    database: Database, tmp_path: Path, clock: StoppedClock
) -> None:
    rows = many(120)
    assert import_rows(database, tmp_path, *rows[:80]).new == 80
    found = import_rows(database, tmp_path, *rows[40:])
    assert (found.new, found.known) == (40, 40)
    whole = database_with_office(f"sqlite:///{tmp_path / 'whole.db'}", clock)
    import_rows(whole, tmp_path, *rows)
    period = (date(2024, 1, 1), date(2024, 12, 31))
    assert report(database, *period) == report(whole, *period)
    assert stands(database)["ticket_fact"] == stands(whole)["ticket_fact"]
    whole.close()


def test_a_ticket_known_otherwise_is_told_and_nothing_is_imported(database: Database, tmp_path: Path) -> None:
    import_rows(database, tmp_path, csv_row())
    before = stands(database)
    found = import_rows(database, tmp_path, csv_row(number="A9"), csv_row(counter="5", clerk="minh"))
    assert [(f.line, f.key, f.reason) for f in found.problems.told] == [
        (3, "number", "A012 of that moment is known with another counter, clerk")
    ]
    assert stands(database) == before


def test_tickets_measured_here_are_never_overwritten(hall: Hall, clock: StoppedClock, tmp_path: Path) -> None:
    a_morning(hall, clock)
    clock.tick(minutes=10)
    projecting.follow_all(hall.database)
    file = tmp_path / "log.csv"
    file.write_text(exported(hall.database), encoding="utf-8")
    before = stands(hall.database)
    found = importing.import_log(hall.database, file, How())
    assert (found.new, found.known, found.problems.told) == (0, 5, [])
    file.write_text(exported(hall.database).replace(",3,", ",4,"), encoding="utf-8")
    assert importing.import_log(hall.database, file, How()).problems.count == 3
    assert stands(hall.database) == before


def test_a_ticket_that_still_waits_here_is_told(hall: Hall, clock: StoppedClock, tmp_path: Path) -> None:
    waiting = hall.press("land")
    clock.tick(minutes=5)
    said = {"number": waiting.number, "issued_at": hall.row(waiting).issued_at.isoformat(), "outcome": "left"}
    gone = csv_row(**said, called_at="", started_at="", finished_at=clock.now().isoformat())
    found = import_rows(hall.database, tmp_path, gone)
    assert found.problems.told[0].reason == (
        "A001 of that moment is a ticket of this system, which measures it itself"
    )


def test_an_import_for_a_day_that_is_measured_here_adds_to_it(
    hall: Hall, clock: StoppedClock, tmp_path: Path
) -> None:
    a_morning(hall, clock)
    projecting.follow_all(hall.database)
    today = clock.now().date()
    before = report(hall.database, today, today)[0]
    day = today.isoformat()
    times = {"issued_at": f"{day}T00:10:00Z", "called_at": f"{day}T00:11:00Z", "started_at": ""}
    assert import_rows(hall.database, tmp_path, csv_row(**times, finished_at=f"{day}T00:12:00Z")).new == 1
    assert report(hall.database, today, today)[0] == before + 1
    projecting.follow_all(hall.database)
    assert report(hall.database, today, today)[0] == before + 1


# --- whole or not at all ------------------------------------------------------------------------------


def test_one_fault_at_the_end_and_nothing_is_left(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stands(database)
    found = import_rows(database, tmp_path, *many(700), csv_row(counter="x"))
    assert (found.number, found.problems.count, found.problems.told[0].line) == (None, 1, 702)
    assert stands(database) == before


def test_nothing_is_seen_before_it_is_published(database: Database, tmp_path: Path) -> None:
    seen = []

    def watch(phase: str, _share: float, _count: int) -> None:
        seen.append((phase, report(database, date(2024, 1, 1), date(2024, 12, 31))[0], exported(database)))

    importing.import_log(database, log_file(tmp_path, *many(300)), How(), watch=watch)
    assert {phase for phase, _, _ in seen} == {"reading", "summing"}
    assert {n for _, n, _ in seen} == {0}
    assert {text.count("\n") for _, _, text in seen} == {1}
    assert report(database, date(2024, 1, 1), date(2024, 12, 31))[0] == 300


def test_a_dry_run_tells_what_would_be_and_does_nothing(database: Database, tmp_path: Path) -> None:
    import_rows(database, tmp_path, *many(20))
    before = stands(database)
    found = importing.import_log(database, log_file(tmp_path, *many(60)), How(), dry_run=True)
    assert (found.number, found.rows, found.new, found.known, found.days) == (None, 60, 40, 20, 2)
    assert stands(database) == before


def test_a_ticket_that_is_measured_here_meanwhile_stops_the_import(
    database: Database, tmp_path: Path
) -> None:
    rows = many(1_500, per_day=2_000)
    late = log_file(tmp_path, rows[1_200], name="late.csv")
    measured: list[int] = []

    def watch(phase: str, _share: float, count: int) -> None:
        if phase == "reading" and not measured:
            measured.append(count)
            database.write(partial(_measured_here, file=late))

    with pytest.raises(ChangedMeanwhile):
        importing.import_log(database, log_file(tmp_path, *rows), How(), watch=watch)
    with database.read() as tx:
        assert [row.source for row in tx.connection.execute(select(ticket_fact))] == [0]
        assert log_imports.unpublished(tx) == []


def test_what_a_killed_run_left_is_taken_away_by_the_next(database: Database, tmp_path: Path) -> None:
    import_rows(database, tmp_path, *many(100))
    before = stands(database)
    with pytest.raises(KeyboardInterrupt):
        importing.import_log(database, log_file(tmp_path, *many(400)), How(), watch=_pulls_the_plug)
    assert stands(database)["ticket_fact"] != before["ticket_fact"]
    assert report(database, date(2024, 1, 1), date(2024, 12, 31))[0] == 100
    assert import_rows(database, tmp_path, *many(100)).number is None
    assert stands(database) == before


def test_the_server_takes_it_away_too(database: Database, tmp_path: Path) -> None:
    before = stands(database)
    with pytest.raises(KeyboardInterrupt):
        importing.import_log(database, log_file(tmp_path, *many(400)), How(), watch=_pulls_the_plug)
    Jobs(database).reconcile()
    assert stands(database) == before
    assert removing_imports.clear_given_up(database) == 0


def _measured_here(tx: Transaction, file: Path) -> None:
    """As if this ticket had been one of ours."""
    offices = {OFFICE: tx.office(OFFICE)}
    log = Log(file, How(), known_offices(tx, offices), tx.now)
    log_imports.stage(tx, [LoggedFacts(offices, 0).fact(ticket) for ticket in log.tickets()])


def _pulls_the_plug(phase: str, _share: float, _count: int) -> None:
    if phase == "summing":
        raise KeyboardInterrupt


def test_one_import_at_a_time(database: Database, tmp_path: Path) -> None:
    with alone_importing(database.engine) as mine:
        assert mine
        with pytest.raises(ImportUnderWay):
            import_rows(database, tmp_path, csv_row())
        assert removing_imports.clear_given_up(database) == 0
    assert import_rows(database, tmp_path, csv_row()).new == 1


def test_an_office_of_another_zone_counts_on_its_own_days(database: Database, tmp_path: Path) -> None:
    midnight = {"issued_at": "2026-11-19T16:50:00Z", "called_at": "2026-11-19T17:00:00Z", "started_at": ""}
    import_rows(database, tmp_path, csv_row(**midnight, finished_at="2026-11-19T17:05:00Z"))
    with database.read() as tx:
        fact = tx.connection.execute(select(ticket_fact)).one()
    assert (fact.office_day, fact.day, fact.half_hour) == (DAY - timedelta(days=1), DAY, 0)


def test_a_dissolved_office_takes_tickets_up_to_its_last_day(database: Database, tmp_path: Path) -> None:
    for code, about in (("xa-1", {}), ("huyen-1", {"valid_to": date(2025, 6, 30), "successor": "xa-1"})):
        setup = read(small('code = "phuong-1"', f'code = "{code}"').encode()).setup
        assert setup is not None
        setup = setup.model_copy(update={"office": setup.office.model_copy(update=about)})
        database.write(partial(setting_up.apply, setup=setup))
    last = csv_row(office="huyen-1").replace("2026-11-20", "2025-06-30")
    next_day = csv_row(office="huyen-1").replace("2026-11-20", "2025-07-01")
    told = import_rows(database, tmp_path, last, next_day).problems.told
    assert [(f.line, f.key, f.reason) for f in told] == [
        (3, "office", "huyen-1 ended on 2025-06-30, this is 2025-07-01; its successor is xa-1")
    ]
    found = import_rows(database, tmp_path, last, next_day.replace("huyen-1", "xa-1"))
    assert (found.new, found.days) == (2, 2)


# --- taking out ---------------------------------------------------------------------------------------


def test_an_import_is_taken_out_with_all_that_it_brought(database: Database, tmp_path: Path) -> None:
    import_rows(database, tmp_path, *many(60))
    before = stands(database)
    number = import_rows(database, tmp_path, *many(130)).number
    assert number is not None
    removing_imports.forget(database, number)
    assert stands(database) == before
    with pytest.raises(UnknownImport):
        removing_imports.forget(database, number)
    assert import_rows(database, tmp_path, *many(130)).new == 70


def test_imports_are_listed_with_their_days(database: Database, tmp_path: Path) -> None:
    import_rows(database, tmp_path, *many(60))
    with database.read() as tx:
        (listed,) = log_imports.every(tx)
        kept = tx.connection.execute(select(log_import)).one()
    assert (listed.file_name, listed.rows, listed.first, listed.last) == (
        *("log.csv", 60),
        *(date(2024, 1, 8), date(2024, 1, 9)),
    )
    assert len(kept.sha256) == 64


def test_verifying_finds_nothing_wrong_with_imports_nor_with_those_under_way(
    database: Database, tmp_path: Path
) -> None:
    import_rows(database, tmp_path, *many(60))
    found: list[str] = []

    def watch(_phase: str, _share: float, _count: int) -> None:
        with database.read() as tx:
            found.extend(verifying.verify(tx))

    importing.import_log(database, log_file(tmp_path, *many(160)), How(), watch=watch)
    watch("reading", 1.0, 0)
    assert found == []
