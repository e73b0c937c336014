"""A long log is read by a second process: the same facts, the same faults, and a clear end when it dies."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from pathlib import Path

import pytest

from server.actions.figures import importing, reading_facts
from server.actions.figures.log_premises import known_offices
from server.actions.figures.reading_facts import facts_of
from server.domain.import_errors import ReaderDied
from server.domain.office import Office
from server.storage.database import Database
from server.ticket_log.reading import How, Log
from tests.server.actions.figures.imported import csv_row, log_file, many, stands
from tests.support.clocks import StoppedClock
from tests.support.offices import database_with_office


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return database_with_office(f"sqlite:///{tmp_path / 'office.db'}", StoppedClock())


def opened(database: Database, file: Path) -> tuple[Log, Mapping[str, Office]]:
    with database.read() as tx:
        offices = {office.code: office for office in tx.offices.all(tx.connection)}
        return Log(file, How(missing_ends="skip"), known_offices(tx, offices), tx.now), offices


@pytest.mark.parametrize("wrong", [0, 130])
def test_two_processes_find_what_one_finds(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: int
) -> None:
    bad = [csv_row(number=f"B{at}", counter="x") for at in range(wrong)]
    file = log_file(tmp_path, *many(2_300), *bad, csv_row(finished_at=""))
    told = []
    for long_bytes in (10**9, 1):
        monkeypatch.setattr(reading_facts, "LONG_BYTES", long_bytes)
        log, offices = opened(database, file)
        facts = [fact for batch in facts_of(log, offices, 3) for fact in batch]
        told.append((facts, log.tally, log.problems.told, log.problems.count, log.notes))
    assert told[0] == told[1]
    assert len(told[0][0]) == 2_300
    assert (told[0][3], told[0][4] == []) == (wrong, False)


def test_a_reader_that_dies_is_told_and_nothing_is_left_after_the_next_import(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_facts, "LONG_BYTES", 1)
    monkeypatch.setattr(reading_facts, "_AHEAD", 2)
    before = stands(database)

    def watch(_phase: str, _share: float, _count: int) -> None:
        for reader in multiprocessing.active_children():
            reader.kill()

    with pytest.raises(ReaderDied):
        importing.import_log(database, log_file(tmp_path, *many(20_000)), How(), watch=watch)
    assert multiprocessing.active_children() == []
    assert importing.import_log(database, log_file(tmp_path), How()).number is None
    assert stands(database) == before


def test_whoever_stops_listening_leaves_no_reader_behind(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_facts, "LONG_BYTES", 1)
    monkeypatch.setattr(reading_facts, "_AHEAD", 1)
    log, offices = opened(database, log_file(tmp_path, *many(20_000)))
    batches = facts_of(log, offices, 3)
    assert len(next(batches)) == 1_000
    batches.close()  # type: ignore[attr-defined]  # a generator is what it is
    assert multiprocessing.active_children() == []
