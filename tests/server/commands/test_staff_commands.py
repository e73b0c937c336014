"""`dunghen staff`: accounts by the command line, with passwords that nobody sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.actions.house import signing_in
from server.contract.messages import SignIn
from server.storage.database import Database
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
    assert made == Answer(0, "an may sign in\n")
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
