"""First passwords of a set-up: of accounts that have none yet, held to the rules like all others."""

from __future__ import annotations

from collections.abc import Iterator

from server.actions.house import signing_in
from server.contract.setup_file import SetUp, StaffSetUp
from server.domain import passwords
from server.setup_file.comparing import Change, FieldChange
from server.setup_file.problems import Problem
from server.storage import setups
from server.storage.happenings import Transaction


def misfits(tx: Transaction, setup: SetUp) -> Iterator[Problem]:
    """Passwords that would be somebody's first and are not good enough. One that stands beside an account
    that has its own already is nobody's."""
    chosen = {entry.username for entry in _chosen(tx, setup)}
    for place, entry in enumerate(setup.staff or ()):
        if entry.username in chosen and entry.password is not None:
            least, about = signing_in.least_of(entry.role), [entry.username, entry.name, setup.office.code]
            found = passwords.weakness(entry.password, least=least, about=about)
            if found is not None:
                yield Problem(("staff", place, "password"), passwords.spelled(found, least))


def hashes(tx: Transaction, setup: SetUp) -> dict[str, str]:
    """By username, of whom the file gives a first password; one that is there already stays."""
    return {
        entry.username: signing_in.hashed_password(entry.password)
        for entry in _chosen(tx, setup)
        if entry.password is not None
    }


def changes(tx: Transaction, setup: SetUp) -> Iterator[Change]:
    """Accounts that are there, and get a first password."""
    rows = setups.accounts(tx.connection, [e.username for e in setup.staff or () if e.password is not None])
    for row in rows:
        if row.active and row.password_hash is None:
            yield Change("staff", row.username, "changed", (FieldChange("password", None, "set"),))


def notes(tx: Transaction, setup: SetUp) -> Iterator[str]:
    """Whose password in the file does not count, and who has none."""
    kept = _with_password(tx, setup)
    given = {entry.username for entry in setup.staff or () if entry.password is not None}
    if ignored := sorted(given & kept):
        yield f"passwords stay as they are (the file's are for new accounts): {', '.join(ignored)}"
    if barred := [entry.username for entry in setup.staff or () if entry.username not in given | kept]:
        yield f"no password yet, see `dunghen staff password`: {', '.join(barred)}"


def _chosen(tx: Transaction, setup: SetUp) -> list[StaffSetUp]:
    kept = _with_password(tx, setup)
    return [entry for entry in setup.staff or () if entry.password is not None and entry.username not in kept]


def _with_password(tx: Transaction, setup: SetUp) -> set[str]:
    rows = setups.accounts(tx.connection, [entry.username for entry in setup.staff or ()])
    return {row.username for row in rows if row.active and row.password_hash is not None}
