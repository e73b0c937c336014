"""The folder of a demo: its database, logs and printed tickets, used by one demo at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.actions.house import devices
from server.contract.setup_file import AccountSetUp, SetUp
from server.demo import public_password, rating_forms
from server.ports import Clock
from server.storage import migrating
from server.storage.database import Database
from server.storage.happenings import Transaction


class InUse(Exception):
    """Another demo uses this database."""


class Premises:
    """`folder/name.db` and what lies beside it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder.resolve()
        self.file = self.folder / f"{name}.db"
        self.tickets = self.folder / "tickets"

    @property
    def url(self) -> str:
        """Where the database is, for SQLAlchemy."""
        return f"sqlite:///{self.file}"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else may use this database meanwhile; raises `InUse`. The lock ends with the process."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.file.with_suffix(".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise InUse(str(self.file)) from error
            yield

    def clear(self) -> None:
        """Forget everything that was kept here."""
        for kept in (*self.folder.glob(f"{self.file.name}*"), *self.tickets.glob("*.png")):
            kept.unlink(missing_ok=True)

    def prepare(self, setup: SetUp, clock: Clock) -> None:
        """Bring the database to this version's schema, and the office into it unless there is one."""
        database = Database(self.url, clock)
        try:
            migrating.migrate(database.engine)
            with database.read() as tx:
                empty = not tx.offices.all(tx.connection)
            if empty:
                database.write(lambda tx: public_password.furnish(tx, setup))
                database.write(rating_forms.bring_forms)
                database.write(lambda tx: public_password.admit(tx, None, _OF_THE_PROVINCE))
        finally:
            database.close()

    def renewed_tokens(self, setup: SetUp, clock: Clock, *, clerks: bool) -> tuple[str, dict[int, str]]:
        """The kiosk's token and, with `clerks`, one for each counter. Those of the last start end."""
        database = Database(self.url, clock)
        code = setup.office.code
        numbers = [counter.number for counter in setup.counters] if clerks else []

        def act(tx: Transaction) -> tuple[str, dict[int, str]]:
            kiosk = devices.renew_token(tx, code, role="kiosk", name="Kiosk")
            return kiosk, {
                number: devices.renew_token(tx, code, role="counter", name=f"Clerk {number}", counter=number)
                for number in numbers
            }

        try:
            return database.write(act)
        finally:
            database.close()


_OF_THE_PROVINCE = AccountSetUp(username="tinh", name="Văn phòng UBND tỉnh", role="province")
"""Whoever compares the offices of the province; signs in as the staff of the demo office do."""
