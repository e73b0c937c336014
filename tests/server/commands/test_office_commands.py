"""`dunghen office`: see what changes, agree, and have it whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from server.actions.house import setting_up
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.setup_file.reading import read
from server.setup_file.writing import written
from server.storage import migrating, setups
from server.storage.database import Database
from tests.builders import OFFICE, Hall
from tests.server.commands.terminal import at_a_terminal, dunghen
from tests.server.setup_file import builders
from tests.server.setup_file.builders import SMALL, small
from tests.support.clocks import StoppedClock
from tests.support.offices import office_at_noon
from tests.support.servers import Server


@pytest.fixture
def hall(database: Database, clock: StoppedClock) -> Hall:
    return Hall(database, clock)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The demo office's file, as it is exported."""
    path = tmp_path / "office.toml"
    path.write_text(written(demo_office()), encoding="utf-8")
    return path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_exported_office_imports_to_no_change(hall: Hall, database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "export.toml"
    before = hall.everything()
    assert dunghen(database_url, "office", "export", OFFICE, "--output", file).status == 0
    assert dunghen(database_url, "office", "export", OFFICE).out == file.read_text(encoding="utf-8")
    answer = dunghen(database_url, "office", "import", file, "--yes")
    assert (answer.status, answer.out, answer.err) == (0, f"nothing changes in office {OFFICE}\n", "")
    assert hall.everything() == before


def test_a_change_is_shown_and_done(hall: Hall, database_url: str, file: Path) -> None:
    edit(file, "usual_min = 12", "usual_min = 15")
    edit(file, '[[staff]]\nusername = "lan"\nname = "Lê Thị Lan"\nrole = "clerk"\n', "")
    answer = dunghen(database_url, "office", "import", file, "--yes")
    assert answer.status == 0
    assert answer.out.split("\n") == [
        "services",
        "  ~ land",
        "      usual_min: 12 → 15",
        "staff",
        "  - lan",
        "note: staff become inactive, and stay in the figures of the past: lan",
        f"imported: office {OFFICE}",
        "",
    ]
    assert hall.office().services["land"].usual_s == 900


def test_a_server_that_runs_has_it_at_once(server: Server, file: Path) -> None:
    file.write_text(written(office_at_noon()), encoding="utf-8")
    with server.client("kiosk") as kiosk:
        before = kiosk.board(OFFICE).seq
        assert kiosk.office(OFFICE).services[0].names["vi"] == "Đất đai"
        edit(file, 'vi = "Đất đai"', 'vi = "Đất đai, nhà ở"')
        assert dunghen(server.database, "office", "import", file, "--yes").status == 0
        assert kiosk.office(OFFICE).services[0].names["vi"] == "Đất đai, nhà ở"
        assert kiosk.board(OFFICE).seq == before + 1


def test_a_dry_run_shows_the_same_and_does_nothing(hall: Hall, database_url: str, file: Path) -> None:
    edit(file, "usual_min = 12", "usual_min = 15")
    before = hall.everything()
    answer = dunghen(database_url, "office", "import", file, "--dry-run")
    assert (answer.status, answer.out) == (0, "services\n  ~ land\n      usual_min: 12 → 15\n")
    assert hall.everything() == before


def test_the_differences_come_as_json_for_scripts(hall: Hall, database_url: str, file: Path) -> None:
    edit(file, "usual_min = 12", "usual_min = 15")
    answer = dunghen(database_url, "office", "import", file, "--yes", "--json")
    said = json.loads(answer.out)
    assert said["changes"] == [
        {
            "section": "services",
            "key": "land",
            "kind": "changed",
            "fields": [{"name": "usual_min", "old": 12, "new": 15}],
        }
    ]
    assert (said["office"], said["obstacles"]) == (OFFICE, [])
    assert hall.office().services["land"].usual_s == 900


def test_what_is_in_use_is_told_and_nothing_is_imported(hall: Hall, database_url: str, file: Path) -> None:
    hall.press("farming")
    text = file.read_text(encoding="utf-8").replace(', "farming"', "").replace('"farming", ', "")
    start, end = text.index('[[services]]\ncode = "farming"'), text.index("[[counters]]")
    file.write_text(text[:start] + text[end:], encoding="utf-8")
    before = hall.everything()
    answer = dunghen(database_url, "office", "import", file, "--yes")
    assert answer.status == 1
    assert "in use: service farming still has K001\n" in answer.err
    assert hall.everything() == before


def test_every_fault_of_a_file_is_told_with_its_line(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "phuong-1.toml"
    file.write_text(SMALL.replace("mon", "mo").replace('["land"]', '["lnd"]'), encoding="utf-8")
    answer = dunghen(database_url, "office", "import", file, "--yes")
    assert (answer.status, answer.out) == (1, "")
    days = "'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'"
    assert answer.err.split("\n") == [
        f"{file}:8: hours[1].days[1]: must be one of {days}",
        f"{file}:19: counters[1].services[1]: there is no service “lnd”; did you mean “land”?",
        f"{file}:12: services[1]: no counter serves “land” (warning)",
        "2 faults: nothing was imported.",
        "",
    ]
    said = json.loads(dunghen(database_url, "office", "import", file, "--yes", "--json").out)
    assert [(one["line"], one["key"]) for one in said["problems"]] == [
        (8, "hours[1].days[1]"),
        (19, "counters[1].services[1]"),
    ]


def test_what_only_the_database_knows_is_told_with_its_line_too(
    hall: Hall, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "phuong-1.toml"
    file.write_text(small(more='[[staff]]\nusername = "hoa"\nname = "x"\nrole = "clerk"\n'), encoding="utf-8")
    answer = dunghen(database_url, "office", "import", file, "--yes")
    assert answer.status == 1
    assert answer.err.startswith(f"{file}:21: staff[1].username: hoa is an account of office {OFFICE}\n")


def test_at_a_terminal_it_asks_first(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    file = tmp_path / "phuong-1.toml"
    file.write_text(SMALL, encoding="utf-8")
    no = at_a_terminal(url, "office", "import", file, typed=[("[y/N]", "n\n")])
    assert (no.status, "Apply this? [y/N]" in no.out, "imported" in no.out) == (1, True, False)
    assert dunghen(url, "office", "export", "phuong-1").err.startswith("unknown_office")
    yes = at_a_terminal(url, "office", "import", file, typed=[("[y/N]", "y\n")])
    assert (yes.status, "imported: office phuong-1" in yes.out) == (0, True)
    assert "usual_min = 10" in dunghen(url, "office", "export", "phuong-1").out


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ([], "There is no terminal to ask at"),
        (["--json"], "--json asks nothing"),
    ],
)
def test_without_anybody_to_ask_it_wants_to_be_told(tmp_path: Path, options: list[str], reason: str) -> None:
    file = tmp_path / "phuong-1.toml"
    file.write_text(SMALL, encoding="utf-8")
    answer = dunghen(f"sqlite:///{tmp_path / 'office.db'}", "office", "import", file, *options)
    assert answer.status == 2
    assert reason in answer.err


def test_a_file_that_is_not_there_is_a_misuse_and_one_that_cannot_be_written_a_refusal(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    assert dunghen(url, "office", "import", tmp_path / "none.toml", "--yes").status == 2
    (tmp_path / "a.toml").write_text(SMALL, encoding="utf-8")
    assert dunghen(url, "office", "import", tmp_path / "a.toml", "--yes").status == 0
    answer = dunghen(url, "office", "export", "phuong-1", "--output", tmp_path / "no folder" / "b.toml")
    assert (answer.status, "Could not open file" in answer.err) == (1, True)


@pytest.mark.parametrize("command", [("office", "import"), ("office", "export")])
def test_help_has_an_example(tmp_path: Path, command: tuple[str, str]) -> None:
    answer = dunghen("sqlite://", *command, "--help")
    assert (answer.status, f"Example: dunghen {' '.join(command)}" in answer.out) == (0, True)


@given(builders.setups(), builders.setups())
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_office_becomes_any_other_and_its_export_is_no_change(
    empty: Database, first: SetUp, second: SetUp
) -> None:
    for setup in (first, second):
        empty.write(lambda tx, setup=setup: setting_up.apply(tx, setup))  # type: ignore[misc]  # setup is bound
        with empty.read() as tx:
            kept = setups.stored(tx.connection, "phuong-1")
            assert kept is not None
            again = read(written(kept).encode()).setup
            assert again is not None
            assert setting_up.plan(tx, again).changes == ()
            assert setting_up.plan(tx, setup).changes == ()


@pytest.fixture
def empty(database_url: str, clock: StoppedClock) -> Iterator[Database]:
    """A database without any office."""
    database = Database(database_url, clock)
    migrating.migrate(database.engine)
    yield database
    database.close()
