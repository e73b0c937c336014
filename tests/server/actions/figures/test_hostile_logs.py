"""Whatever a log says in whatever cell: it is told, or kept as it is and given out harmless."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from server.actions.figures import exporting_log, importing
from server.contract.unseen import shown
from server.storage.database import Database
from server.ticket_log.logged import COLUMNS
from server.ticket_log.reading import How
from server.ticket_log.words import LONGEST
from server.ticket_log.writing import rearmed, write_log
from tests.server.actions.figures.imported import RIGHT
from tests.support.clocks import StoppedClock
from tests.support.hostile import HOSTILE
from tests.support.offices import OFFICE, database_with_office


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    folder = tmp_path_factory.mktemp("hostile")
    return database_with_office(f"sqlite:///{folder / 'office.db'}", StoppedClock())


@pytest.mark.parametrize("column", COLUMNS)
def test_no_cell_breaks_an_import(database: Database, tmp_path: Path, column: str) -> None:
    file = tmp_path / "log.csv"
    with file.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.DictWriter(sink, COLUMNS)
        writer.writeheader()
        for at, text in enumerate(HOSTILE):
            issued = f"2026-11-20T00:{at // 60:02d}:{at % 60:02d}Z"
            writer.writerow({**RIGHT, "issued_at": issued, column: text})
    found = importing.import_log(database, file, How(keep_new_services=True), dry_run=True)
    assert found.rows == len(HOSTILE)
    assert found.problems.count <= len(HOSTILE), "one thing is wrong with a row"
    for problem in found.problems.told:
        assert problem.key in (column, "called_at"), "an issue after the call is told of the call"
        assert len(problem.reason) < 300


def test_what_is_taken_is_given_out_harmless_and_reads_back(tmp_path: Path) -> None:
    taken = [text for text in HOSTILE if shown(text) == text and 0 < len(text) <= LONGEST["service"]]
    assert len(taken) > 30
    texts = []
    for name in ("first", "second"):
        database = database_with_office(f"sqlite:///{tmp_path / name}.db", StoppedClock())
        log = _written(tmp_path, taken) if not texts else _kept(tmp_path, texts[0])
        found = importing.import_log(database, log, How(keep_new_services=True))
        assert (found.new, found.problems.told) == (len(taken), [])
        sink = io.StringIO()
        with database.read() as tx:
            write_log(exporting_log.log_rows(tx, [OFFICE], date.min, date.max), sink)
        database.close()
        texts.append(sink.getvalue())
    assert texts[0] == texts[1]
    rows = list(csv.DictReader(io.StringIO(texts[0])))
    assert {rearmed(row["service"]) for row in rows} == {rearmed(text) for text in taken}
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


def _written(folder: Path, texts: list[str]) -> Path:
    file = folder / "hostile.csv"
    with file.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.DictWriter(sink, COLUMNS)
        writer.writeheader()
        for at, text in enumerate(texts):
            writer.writerow({**RIGHT, "number": f"A{at:03d}", "service": text, "clerk": text})
    return file


def _kept(folder: Path, text: str) -> Path:
    file = folder / "again.csv"
    file.write_text(text, encoding="utf-8")
    return file
