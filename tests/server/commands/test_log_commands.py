"""`dunghen log`: what people and scripts are told, and with which exit status."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from server.actions.figures import projecting, reading_facts
from server.storage.database import Database
from tests.builders import Hall
from tests.server.actions.figures.imported import log_file, many, old_row, stands
from tests.server.commands.terminal import at_a_terminal, dunghen
from tests.server.ticket_log.test_mapping import FOREIGN, HALL, foreign
from tests.support.clocks import StoppedClock
from tests.support.offices import OFFICE


@pytest.fixture
def hall(database: Database, clock: StoppedClock) -> Hall:
    return Hall(database, clock)


def test_a_log_is_imported_listed_and_forgotten(hall: Hall, database_url: str, tmp_path: Path) -> None:
    before = stands(hall.database)
    file = log_file(tmp_path, *many(60), name="[năm] 2025.csv")
    answer = dunghen(database_url, "log", "import", file)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out == "60 rows: 60 new on 2 days of offices, 0 known already; imported as number 1\n"
    (listed,) = json.loads(dunghen(database_url, "log", "list", "--json").out)
    assert (listed["import"], listed["file"], listed["tickets"]) == (1, "[năm] 2025.csv", 60)
    assert (listed["first"], listed["last"]) == ("2024-01-08", "2024-01-09")
    assert "[năm] 2025.csv" in dunghen(database_url, "log", "list").out
    assert dunghen(database_url, "log", "forget", "1").out == "import 1 is forgotten\n"
    assert stands(hall.database) == before


def test_an_import_that_is_not_there_cannot_be_forgotten(hall: Hall, database_url: str) -> None:
    answer = dunghen(database_url, "log", "forget", "7")
    assert (answer.status, answer.err) == (
        1,
        "unknown_import: There is no import of this number. number: 7\n",
    )
    assert dunghen(database_url, "log", "forget", "none").status == 2


def test_faults_are_told_with_file_and_line(hall: Hall, database_url: str, tmp_path: Path) -> None:
    before = stands(hall.database)
    file = log_file(tmp_path, old_row(), old_row(number="A2", called_at="2024-11-20T00:59:00Z"))
    for more in ([], ["--dry-run"]):
        answer = dunghen(database_url, "log", "import", file, *more)
        assert (answer.status, answer.out) == (1, "")
        first, last = answer.err.splitlines()
        assert first == f"{file}:3: called_at: is before issued_at"
        assert last in ("1 fault: nothing was imported.", "1 fault: nothing would be imported.")
    assert stands(hall.database) == before


def test_a_hundred_faults_are_told_and_how_many_more(hall: Hall, database_url: str, tmp_path: Path) -> None:
    file = log_file(tmp_path, *(old_row(number=f"A{n}", counter="x") for n in range(130)))
    lines = dunghen(database_url, "log", "import", file).err.splitlines()
    assert len(lines) == 102
    assert lines[-2:] == ["and 30 more", "130 faults: nothing was imported."]
    told = json.loads(dunghen(database_url, "log", "import", file, "--json").out)
    assert (len(told["problems"]), told["more_problems"]) == (100, 30)
    assert told["problems"][0]["line"] == 2


def test_scripts_get_json(hall: Hall, database_url: str, tmp_path: Path) -> None:
    file = log_file(tmp_path, *many(60))
    told = json.loads(dunghen(database_url, "log", "import", file, "--json", "--dry-run").out)
    assert (told["dry_run"], told["import"], told["new"], told["office_days"]) == (True, None, 60, 2)
    told = json.loads(dunghen(database_url, "log", "import", file, "--json").out)
    assert (told["import"], told["rows"], told["new"], told["known"]) == (1, 60, 60, 0)
    answer = dunghen(database_url, "log", "import", file)
    assert (answer.status, answer.out) == (
        0,
        "60 rows: 0 new on 0 days of offices, 60 known already; there was nothing to import\n",
    )


def test_the_log_of_another_machine_is_imported_by_its_mapping(
    hall: Hall, database_url: str, tmp_path: Path
) -> None:
    mapping, file = tmp_path / "hall.toml", tmp_path / "march.csv"
    mapping.write_text(HALL.replace('encoding = "windows-1258"\n', ""), encoding="utf-8")
    file.write_bytes(foreign())
    answer = dunghen(database_url, "log", "import", file, "--mapping", mapping)
    assert answer.err == "note: read as windows-1258, as its letters say; --encoding says another\n"
    assert answer.out.startswith("3 rows: 3 new on 1 days")
    mapping.write_text(HALL.replace("skip_lines", "skip"), encoding="utf-8")
    answer = dunghen(database_url, "log", "import", file, "--mapping", mapping)
    assert (answer.status, answer.err) == (1, f"{mapping}:4: file.skip: is not a key here\n")
    assert FOREIGN.count("\n") == 6


@pytest.mark.parametrize(
    "options",
    [
        ["--encoding", "tcvn3"],
        ["--time-zone", "Asia/Nowhere"],
        ["--missing-ends", "guess"],
        ["--mapping", "not-there.toml"],
    ],
)
def test_misuse_is_told(hall: Hall, database_url: str, tmp_path: Path, options: list[str]) -> None:
    assert dunghen(database_url, "log", "import", log_file(tmp_path, old_row()), *options).status == 2
    assert dunghen(database_url, "log", "import", tmp_path / "not-there.csv").status == 2


def test_the_export_is_the_csv_that_an_import_takes(
    hall: Hall, database_url: str, tmp_path: Path, clock: StoppedClock
) -> None:
    dunghen(database_url, "log", "import", log_file(tmp_path, *many(60), old_row(clerk="=cmd|calc")))
    clock.tick(days=-700)
    hall.open(3)
    hall.press("land")
    clock.tick(seconds=90.25)
    hall.step("finish", hall.called())
    projecting.follow_all(hall.database)
    file = tmp_path / "export.csv"
    answer = dunghen(database_url, "log", "export", "--office", OFFICE, "--output", file)
    assert (answer.status, answer.err) == (0, "62 tickets\n")
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
    assert rows[-1]["called_at"] == "2024-12-23T01:01:30.250Z"
    assert rows[-1]["started_at"] == "", "nobody pressed it"
    assert rows[-2]["clerk"] == "'=cmd|calc"
    on_screen = dunghen(database_url, "log", "export", "--office", OFFICE, "--from", "2024-11-01").out
    assert on_screen.count("\n") == 3
    assert dunghen(database_url, "log", "import", file).out.startswith("62 rows: 0 new")
    told = hall.sql("SELECT actor, object, new FROM audit_entry WHERE action = 'figures.log_exported'")
    assert [row.new for row in told if (row.actor, row.object) == ("command", f"log of {OFFICE}")] == [
        '{"found":62}',
        '{"found":2}',
    ]


def test_an_export_of_nobody_and_of_nothing(hall: Hall, database_url: str, tmp_path: Path) -> None:
    assert dunghen(database_url, "log", "export", "--office", "nirgends").status == 1
    assert dunghen(database_url, "log", "export", "--office", OFFICE).out.count("\n") == 1
    backwards = ["--from", "2026-02-02", "--to", "2026-02-01"]
    assert dunghen(database_url, "log", "export", "--office", OFFICE, *backwards).status == 2
    nowhere = tmp_path / "no" / "folder.csv"
    assert dunghen(database_url, "log", "export", "--office", OFFICE, "--output", nowhere).status == 1


def test_a_bar_is_drawn_where_a_terminal_watches(hall: Hall, database_url: str, tmp_path: Path) -> None:
    answer = at_a_terminal(database_url, "log", "import", log_file(tmp_path, *many(60)), typed=[])
    assert answer.status == 0
    for told in ("reading and staging, rows", "adding up, days", "imported as number 1"):
        assert told in answer.out


def test_a_long_log_is_read_beside_and_its_faults_are_the_same(
    hall: Hall, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_facts, "LONG_BYTES", 1)
    good = log_file(tmp_path, *many(2500))
    assert dunghen(database_url, "log", "import", good).out.startswith("2500 rows: 2500 new on 50 days")
    begins = date(2024, 1, 8).isoformat()
    bad = log_file(tmp_path, *many(2500, counter="9"), old_row(counter="x", issued_at=f"{begins}T00:00:00Z"))
    told = json.loads(dunghen(database_url, "log", "import", bad, "--json").out)
    assert (told["rows"], told["more_problems"], len(told["problems"])) == (2501, 2401, 100)
