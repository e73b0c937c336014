"""`dunghen staff`: the accounts of people who work in an office."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from server.actions.house import accounts, auditing
from server.commands.common import DATABASE, settings_of, working_database
from server.commands.importing import AS_JSON, DRY_RUN, FILE, YES, import_table
from server.contract.setup_file import AccountSetUp
from server.contract.setup_words import Password
from server.setup_file.explaining import explained
from server.setup_file.merging import with_staff
from server.setup_file.problems import spelled
from server.storage.happenings import Transaction
from server.storage.setups import ROLES

_OF_THE_PROVINCE = ("province", "admin")
FROM_STDIN = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")


@click.group()
def staff() -> None:
    """Create, list and end the accounts of clerks, receptionists and supervisors."""


@staff.command()
@DATABASE
@click.argument("username")
@click.option("--office", help="Code of the office; roles province and admin belong to none.")
@click.option("--name", required=True, help="Name that colleagues see.")
@click.option("--role", type=click.Choice((*ROLES, *_OF_THE_PROVINCE)), required=True)
@FROM_STDIN
def create(
    username: str, *, database: str | None, office: str | None, name: str, role: str, password_stdin: bool
) -> None:
    """Create an account; its password is asked for twice, or read from standard input, and has to be
    changed when it is first used.

    Example: dunghen staff create hoa --office ttpvhcc --name "Nguyễn Thị Hoa" --role clerk
    """
    if (office is None) != (role in _OF_THE_PROVINCE):
        raise click.UsageError("--office goes with the roles of an office, and only with them.")
    said = {"username": username, "name": name, "role": role}
    _wish(said)  # what is wrong with a name is told before a password is asked for
    wish = _wish({**said, "password": _password(from_stdin=password_stdin)})
    with working_database(database) as db:

        def act(tx: Transaction) -> None:
            accounts.create(tx, office, wish)
            _note(tx, "account.created", username, told={"role": role})

        db.write(act)
    click.echo(f"{username} may sign in, and then has to choose another password")


@staff.command()
@DATABASE
@click.argument("username")
@FROM_STDIN
def password(username: str, *, database: str | None, password_stdin: bool) -> None:
    """Give an account a new password, which has to be changed when it is first used; whoever is signed in
    with the old one is signed out.

    Example: dunghen staff password hoa
    """
    secret = _password(from_stdin=password_stdin)
    with working_database(database) as db:

        def act(tx: Transaction) -> None:
            accounts.new_password(tx, username, secret)
            _note(tx, "account.password_changed", username)

        db.write(act)
    click.echo(f"{username} has a new password, must sign in again and then choose another")


@staff.command("list")
@DATABASE
@click.option("--office", help="Code of the office; without it, every office.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_staff(*, database: str | None, office: str | None, as_json: bool) -> None:
    """List accounts: username, office, role, name, and whether they may sign in.

    Example: dunghen staff list --office ttpvhcc
    """
    with working_database(database) as db, db.read() as tx:
        rows = accounts.listed(tx, office)
    found = [
        {
            "username": row.username,
            "office": row.office_code,
            "role": row.role,
            "name": row.name,
            "active": row.active,
            "password": row.password_hash is not None,
            "counter": row.counter_number,
        }
        for row in rows
    ]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for row in found:
        click.echo(f"{row['username']}\t{row['office'] or '–'}\t{row['role']}\t{row['name']}\t{_state(row)}")


@staff.command("import")
@DATABASE
@FILE
@click.option("--office", required=True, help="Code of the office.")
@DRY_RUN
@YES
@AS_JSON
def import_staff(file: Path, **how: Any) -> None:
    """Add and change accounts as the CSV FILE says: show what changes, ask, and do it, all or nothing.

    Accounts that it does not name stay as they are.

    Example: dunghen staff import staff.csv --office ttpvhcc --dry-run
    """
    import_table(file, with_staff, **how)


@staff.command("remove-totp")
@DATABASE
@click.argument("username")
def remove_totp(username: str, *, database: str | None) -> None:
    """Remove an account's second factor, for somebody who lost phone and recovery codes.

    Example: dunghen staff remove-totp giang
    """
    with working_database(database) as db:
        db.write(lambda tx: accounts.remove_second_factor(tx, username))
    click.echo(f"{username} signs in with the password alone")


@staff.command()
@DATABASE
@click.argument("username")
@click.option("--force", is_flag=True, help="Even the last administrator who can sign in.")
def deactivate(username: str, *, database: str | None, force: bool) -> None:
    """End an account: it is signed out and its counter closed; the past keeps its name.

    Example: dunghen staff deactivate hoa
    """
    issuer = settings_of(database=database).oidc_issuer
    with working_database(database) as db:

        def act(tx: Transaction) -> None:
            _note(tx, "account.ended", username)
            accounts.deactivate(tx, username, issuer=issuer, even_the_last=force)

        db.write(act)
    click.echo(f"{username} may no longer sign in")


def _note(tx: Transaction, action: str, username: str, *, told: dict[str, str] | None = None) -> None:
    """An entry that the office of the account sees, too."""
    office_id = accounts.active(tx, username).office_id
    auditing.record(tx, None, action, f"account {username}", office_id=office_id, new=told, by="command")


def _state(row: dict[str, object]) -> str:
    if not row["active"]:
        return "inactive"
    if not row["password"]:
        return "no password"
    return f"at counter {row['counter']}" if row["counter"] else "active"


def _wish(said: dict[str, str]) -> AccountSetUp:
    try:
        return AccountSetUp.model_validate(said)
    except ValidationError as error:
        raise click.UsageError(_why(error)) from None


def _password(*, from_stdin: bool) -> str:
    """A good password, from standard input or asked for twice without an echo."""
    if from_stdin:
        secret = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        secret = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        raise click.UsageError("There is no terminal to ask at: give the password with --password-stdin.")
    try:
        return TypeAdapter[str](Password).validate_python(secret)
    except ValidationError as error:
        raise click.UsageError(f"password {_why(error)}") from None  # the error would quote the password


def _why(error: ValidationError) -> str:
    """What is wrong, without what was typed."""
    problems = [explained(one) for one in error.errors(include_input=False, include_url=False)]
    return "; ".join(f"{spelled(problem.path)} {problem.reason}".strip() for problem in problems)
