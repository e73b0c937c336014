"""`dunghen staff`: accounts by the command line, with passwords that nobody sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from server.actions.house import signing_in
from server.contract.messages import SignIn
from server.storage.database import Database
from server.storage.tables import audit_entry, office
from tests.builders import OFFICE
from tests.server.commands.terminal import Answer, at_a_terminal, dunghen

AN = ("staff", "create", "an", "--office", OFFICE, "--name", "Trần Thị An", "--role", "clerk")


def may_sign_in(database: Database, username: str, password: str) -> bool:
    with database.read() as tx:
        return signing_in.right_account(tx, SignIn(username=username, password=password)) is not None


def listed(url: str) -> dict[str, dict[str, object]]:
    answer = dunghen(url, "staff", "list", "--office", OFFICE, "--json")
    return {row["username"]: row for row in json.loads(answer.out)}


def test_an_account_is_made_listed_given_a_password_and_ended(database: Database, database_url: str) -> None:
    made = dunghen(database_url, *AN, "--password-stdin", typed="một hai ba\n")
    assert made == Answer(0, "an may sign in, and then has to choose another password\n")
    assert may_sign_in(database, "an", "một hai ba")
    assert listed(database_url)["an"] == {
        "username": "an",
        "office": OFFICE,
        "role": "clerk",
        "name": "Trần Thị An",
        "active": True,
        "password": True,
        "counter": None,
    }
    dunghen(database_url, "staff", "password", "an", "--password-stdin", typed="bốn năm sáu\n")
    assert may_sign_in(database, "an", "bốn năm sáu")
    assert dunghen(database_url, "staff", "deactivate", "an").status == 0
    assert not may_sign_in(database, "an", "bốn năm sáu")
    assert "an\tttpvhcc\tclerk\tTrần Thị An\tinactive\n" in dunghen(database_url, "staff", "list").out


def test_the_office_sees_in_the_audit_what_was_done_by_command(database: Database, database_url: str) -> None:
    dunghen(database_url, *AN, "--password-stdin", typed="một hai ba\n")
    dunghen(database_url, "staff", "password", "an", "--password-stdin", typed="bốn năm sáu\n")
    dunghen(database_url, "staff", "deactivate", "an")
    query = select(audit_entry.c.action, office.c.code).join(office, office.c.id == audit_entry.c.office_id)
    with database.read() as tx:
        seen = tx.connection.execute(query.where(audit_entry.c.object == "account an")).all()
    acts = ("created", "password_changed", "ended")
    assert {tuple(row) for row in seen} == {(f"account.{act}", OFFICE) for act in acts}


def test_a_password_given_by_command_has_to_be_changed(database: Database, database_url: str) -> None:
    def first() -> bool:
        with database.read() as tx:
            row = signing_in.account(tx, "an")
        assert row is not None
        return bool(row.must_change_password)

    dunghen(database_url, *AN, "--password-stdin", typed="một hai ba\n")
    assert first()
    database.write(lambda tx: signing_in.set_password(tx, "an", "tám chín mười"))
    assert not first()
    dunghen(database_url, "staff", "password", "an", "--password-stdin", typed="bốn năm sáu\n")
    assert first()


def test_the_last_administrator_is_ended_only_by_force(database: Database, database_url: str) -> None:
    chung = ("staff", "create", "chung", "--name", "Chung", "--role", "admin", "--password-stdin")
    assert dunghen(database_url, *chung, typed="bò vàng gặm cỏ non\n").status == 0
    refused = dunghen(database_url, "staff", "deactivate", "chung")
    assert (refused.status, refused.err.split(":")[0]) == (1, "last_administrator")
    assert dunghen(database_url, "staff", "deactivate", "chung", "--force").status == 0
    assert not may_sign_in(database, "chung", "bò vàng gặm cỏ non")


def test_at_a_terminal_the_password_is_asked_for_twice_and_never_shown(
    database: Database, database_url: str
) -> None:
    asked, again = "Password: ", "Repeat for confirmation: "
    typed = [
        (asked, "mot hai ba\n"),
        (again, "mot hai bb\n"),
        (asked, "mot hai ba\n"),
        (again, "mot hai ba\n"),
    ]
    answer = at_a_terminal(database_url, *AN, typed=typed)
    assert answer.status == 0
    assert "Repeat for confirmation" in answer.out
    assert "The two entered values do not match." in answer.out
    assert "mot hai" not in answer.out
    assert may_sign_in(database, "an", "mot hai ba")


@pytest.mark.parametrize(
    ("arguments", "typed", "reason"),
    [
        pytest.param(
            (*AN, "--password-stdin"), "short\n", "password has fewer than 8 characters", id="short"
        ),
        pytest.param((*AN, "--password-stdin"), "", "password has fewer than 8 characters", id="none"),
        pytest.param(AN, "một hai ba\n", "There is no terminal to ask at", id="pipe"),
        pytest.param((*AN[:2], "ân", *AN[3:]), "", "username may have only the letters", id="name"),
        pytest.param((*AN[:-1], "boss"), "", "'boss' is not one of", id="role"),
        pytest.param((*AN[:-1], "admin"), "", "--office goes with the roles of an office", id="of-no-office"),
        pytest.param((*AN[:3], *AN[5:]), "", "--office goes with the roles of an office", id="no-office"),
    ],
)
def test_what_cannot_be_is_a_misuse(
    tmp_path: Path, arguments: tuple[str, ...], typed: str, reason: str
) -> None:
    answer = dunghen(f"sqlite:///{tmp_path / 'office.db'}", *arguments, typed=typed)
    assert answer.status == 2
    assert reason in answer.err
    assert "short" not in answer.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (
            ("create", "hoa", "--office", OFFICE, "--name", "x", "--role", "clerk", "--password-stdin"),
            "account_exists",
        ),
        (
            ("create", "an", "--office", "none", "--name", "x", "--role", "clerk", "--password-stdin"),
            "unknown_office",
        ),
        (("password", "an", "--password-stdin"), "unknown_staff"),
        (("deactivate", "an"), "unknown_staff"),
        (("list", "--office", "none"), "unknown_office"),
    ],
)
def test_what_may_not_be_is_refused(
    database: Database, database_url: str, arguments: tuple[str, ...], code: str
) -> None:
    answer = dunghen(database_url, "staff", *arguments, typed="một hai ba\n")
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith(code)


@pytest.mark.parametrize("command", ["create", "password", "list", "deactivate"])
def test_help_has_an_example(command: str) -> None:
    answer = dunghen("sqlite://", "staff", command, "--help")
    assert (answer.status, f"Example: dunghen staff {command}" in answer.out) == (0, True)
