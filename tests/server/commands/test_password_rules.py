"""Passwords that come by the command line or in a file are held to the same rules as those of the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.actions.house import signing_in
from server.contract.messages import SignIn
from server.demo import public_password
from server.demo.office import demo_office
from server.setup_file.writing import written
from server.storage import migrating
from server.storage.database import Database
from tests.builders import OFFICE
from tests.server.commands.terminal import dunghen
from tests.support.clocks import StoppedClock

WEAK = {
    "ngan": "has fewer than 8 characters",
    "matkhau123": "is one of those that everybody tries first",
    "gialai-xyz": "is little more than a name of the person, the office or the product",
    "tran thi an": "is little more than a name of the person, the office or the product",
}
NEW = ("staff", "create", "an", "--office", OFFICE, "--name", "Trần Thị An", "--role", "clerk")


@pytest.fixture
def empty(tmp_path: Path, clock: StoppedClock) -> Database:
    """A server without an office. SQLite, for the rules know nothing of engines."""
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}", clock)
    migrating.migrate(database.engine)
    return database


def url(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def office_file(folder: Path, password: str, people: str = "an") -> Path:
    """The demo office with one clerk of its own, and the line of the password."""
    bare = demo_office().model_copy(update={"staff": None})
    clerk = f'\n[[staff]]\nusername = "{people}"\nname = "Trần Thị An"\nrole = "clerk"\n'
    file = folder / "office.toml"
    file.write_text(f'{written(bare)}{clerk}password = "{password}"\n', encoding="utf-8")
    return file


def test_the_commands_of_accounts_take_no_weak_password_and_tell_why(empty: Database) -> None:
    empty.write(lambda tx: public_password.furnish(tx, demo_office()))
    for weak, reason in WEAK.items():
        made = dunghen(url(empty), *NEW, "--password-stdin", typed=f"{weak}\n")
        given = dunghen(url(empty), "staff", "password", "hoa", "--password-stdin", typed=f"{weak}\n")
        assert (made.status != 0, reason in made.err) == (True, True), made
        if weak != "tran thi an":
            assert (given.status != 0, reason in given.err) == (True, True), given
    assert "Trần Thị An" not in dunghen(url(empty), "staff", "list", "--office", OFFICE).out


def test_an_administrators_password_is_longer(empty: Database) -> None:
    create = ("staff", "create", "chung", "--name", "Chung", "--role", "admin", "--password-stdin")
    short = dunghen(url(empty), *create, typed="sông Côn\n")
    assert (short.status, "has fewer than 12 characters" in short.err) == (1, True)
    assert dunghen(url(empty), *create, typed="sông Côn chảy xiết\n").status == 0


def test_a_weak_first_password_in_a_file_is_told_with_its_line_and_nothing_is_applied(
    empty: Database, tmp_path: Path
) -> None:
    for weak, reason in WEAK.items():
        file = office_file(tmp_path, weak)
        line = file.read_text(encoding="utf-8").count("\n")
        answer = dunghen(url(empty), "office", "import", file, "--yes")
        assert answer.status == 1
        assert f"{file}:{line}: staff[1].password: {reason}\n" in answer.err
        assert weak not in answer.err
    with empty.read() as tx:
        assert not tx.offices.all(tx.connection)


def test_a_good_one_is_taken_and_one_that_is_nobodys_troubles_nobody(empty: Database, tmp_path: Path) -> None:
    assert (
        dunghen(url(empty), "office", "import", office_file(tmp_path, "sông Côn chảy"), "--yes").status == 0
    )
    again = dunghen(url(empty), "office", "import", office_file(tmp_path, "matkhau123"), "--yes")
    assert (again.status, "passwords stay as they are" in again.out) == (0, True)
    with empty.read() as tx:
        assert signing_in.right_account(tx, SignIn(username="an", password="sông Côn chảy")) is not None


def test_a_table_of_staff_is_held_to_them_too(empty: Database, tmp_path: Path) -> None:
    empty.write(lambda tx: public_password.furnish(tx, demo_office()))
    file = tmp_path / "staff.csv"
    file.write_text("username;name;role;password\nmai;Mai;clerk;qwertyuiop\n", encoding="utf-8")
    answer = dunghen(url(empty), "staff", "import", file, "--office", OFFICE, "--yes")
    assert (answer.status, f"{file}:2: password: is one of those that" in answer.err) == (1, True)


def test_the_demos_own_password_is_the_demos_alone(empty: Database, tmp_path: Path) -> None:
    public = public_password.PASSWORD
    answer = dunghen(url(empty), "office", "import", office_file(tmp_path, public), "--yes")
    assert (answer.status, "password: is one of those that everybody" in answer.err) == (1, True)
    empty.write(lambda tx: public_password.furnish(tx, demo_office()))
    with empty.read() as tx:
        assert signing_in.right_account(tx, SignIn(username="hoa", password=public)) is not None
    assert dunghen(url(empty), *NEW, "--password-stdin", typed=f"{public}\n").status == 1
