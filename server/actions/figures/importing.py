"""Importing a log: staged in short transactions that nobody at work notices, then seen all at once.

What an import brings is in no figure before it is published, and publishing is one statement: a run that
is killed has changed nothing that anybody sees, and the next one takes its traces away.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError

from server.actions.figures.log_premises import known_offices
from server.actions.figures.logged_facts import Fact
from server.actions.figures.pacing import Pace
from server.actions.figures.reading_facts import facts_of
from server.actions.figures.removing_imports import Watch, alone, clear, no_watch
from server.actions.figures.visiting_legs import places
from server.actions.house import auditing
from server.domain.day_figures import day_sums
from server.domain.import_errors import ChangedMeanwhile
from server.domain.tickets import TicketState
from server.setup_file.problems import Finding
from server.storage import log_imports
from server.storage.database import Database
from server.storage.facts import COLUMNS
from server.storage.happenings import Transaction
from server.ticket_log.problems import Problems
from server.ticket_log.reading import How, Log

_OFFICE, _OFFICE_DAY, _DAY, _NUMBER, _ISSUED, _OUTCOME = (
    COLUMNS.index(name) for name in ("office_id", "office_day", "day", "number", "issued_at", "outcome")
)
_CONTENT = [COLUMNS.index(name) for name in log_imports.CONTENT]
_DAYS_AT_ONCE = 40
_DAYS_KEPT = 1_000
"""How many office days are remembered with what is known of them; logs are mostly in the order of days."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a log. `number` is that of the import; None where nothing was imported.

    `new` and `known` rows make up, with those left out, all `rows` of a file without `problems`; of one with
    problems nothing is new.
    """

    number: int | None
    rows: int
    new: int
    known: int
    days: int
    problems: Problems
    notes: list[str]


def import_log(
    database: Database, file: Path, how: How, *, dry_run: bool = False, watch: Watch = no_watch
) -> Imported:
    """Import a log, all of it or nothing; with `dry_run` only look what would be.

    Raises `ImportUnderWay`, `ChangedMeanwhile`.
    """
    if dry_run:
        return _Import(database, file, how, watch=watch).looked_at()
    with alone(database):
        clear(database, watch)
        return _Import(database, file, how, watch=watch).done()


@dataclass
class _Import:
    """One run."""

    database: Database
    file: Path
    how: How
    watch: Watch = field(kw_only=True)
    new: int = 0
    known: int = 0

    def __post_init__(self) -> None:
        with self.database.read() as tx:
            self._offices = {office.code: office for office in tx.offices.all(tx.connection)}
            self._log = Log(self.file, self.how, known_offices(tx, self._offices), tx.now)
        self._pace = Pace(self.database)
        self._known_days: dict[tuple[int, str], dict[log_imports.FactKey, Any]] = {}
        self._days: set[tuple[int, str]] = set()
        self._transferred: set[tuple[int, str]] = set()

    def looked_at(self) -> Imported:
        """What would be imported."""
        for _ in self._new_facts(0):
            pass
        return self._outcome(None)

    def done(self) -> Imported:
        """Import it."""
        digest = _sha256(self.file)
        number = self.database.write(
            lambda tx: log_imports.begin(tx, file_name=self.file.name, sha256=digest)
        )
        self._stage(number)
        if self._log.problems or not self.new:
            clear(self.database, self.watch)
            return self._outcome(None)
        self._place(number)
        self._sum(number)
        self._pace.write(partial(self._publish, number=number))
        return self._outcome(number)

    def _publish(self, tx: Transaction, number: int) -> None:
        log_imports.publish(tx, number, rows=self.new, known=self.known)
        told = {"file": self.file.name, "rows": self.new, "known": self.known}
        auditing.record(tx, None, "import.published", f"import {number}", new=told, by="command")

    def _outcome(self, number: int | None) -> Imported:
        log, rows = self._log, self._log.tally.rows
        if log.problems:
            return Imported(None, rows, 0, 0, 0, log.problems, log.notes)
        return Imported(number, rows, self.new, self.known, len(self._days), log.problems, log.notes)

    # --- reading and staging ------------------------------------------------------------------------

    def _stage(self, number: int) -> None:
        """Stage what is new; once something is wrong, nothing more: all that is wrong is told, though."""
        rows: list[Fact] = []
        for fact in self._new_facts(number):
            if self._log.problems:
                rows = []
                continue
            rows.append(fact)
            if len(rows) >= self._pace.rows:
                self._write(rows)
                rows = []
        self._write(rows)

    def _write(self, rows: list[Fact]) -> None:
        try:
            self._pace.write(lambda tx: log_imports.stage(tx, rows))
        except IntegrityError as error:
            clear(self.database, self.watch)
            raise ChangedMeanwhile() from error

    def _new_facts(self, number: int) -> Iterator[Fact]:
        """The facts that nobody knows yet."""
        for batch in facts_of(self._log, self._offices, number):
            for line, fact in batch:
                if self._is_new(line, fact):
                    self.new += 1
                    self._days.add((fact[_OFFICE], fact[_DAY]))
                    if fact[_OUTCOME] == TicketState.TRANSFERRED.value:
                        self._transferred.add((fact[_OFFICE], fact[_OFFICE_DAY]))
                    yield fact
            self.watch("reading", self._log.share_read, self._log.tally.rows)

    def _is_new(self, line: int, fact: Fact) -> bool:
        """Whether nobody knows this ticket; one that is known otherwise is a fault of the file."""
        place = (fact[_OFFICE], fact[_OFFICE_DAY])
        there = self._known_days.get(place)
        if there is None:
            if len(self._known_days) >= _DAYS_KEPT:
                del self._known_days[next(iter(self._known_days))]
            there = self._known_days[place] = self._look_up(*place)
        name = (fact[_NUMBER], fact[_ISSUED])
        if name not in there:
            return True
        if reason := _difference(there[name], fact):
            self._log.problems.add(Finding(line, "number", f"{fact[_NUMBER]} {reason}"))
        else:
            self.known += 1
        return False

    def _look_up(self, office_id: int, day: str) -> dict[log_imports.FactKey, Any]:
        with self.database.read() as tx:
            return log_imports.known_on(tx, office_id, date.fromisoformat(day))

    # --- visits and sums ----------------------------------------------------------------------------

    def _place(self, number: int) -> None:
        """Legs of transferred visits find each other, in whatever order the file has them."""
        days = _dated(self._transferred)
        for at in range(0, len(days), _DAYS_AT_ONCE):
            some = days[at : at + _DAYS_AT_ONCE]
            with self.database.read() as tx:
                tickets = [log_imports.staged_legs(tx, *day, number) for day in some]
            legs = [leg for of_day in tickets for leg in places(of_day, number)]
            self._pace.write(partial(log_imports.place_legs, legs=legs))
            self.watch("placing", (at + len(some)) / len(days), at + len(some))

    def _sum(self, number: int) -> None:
        """The sums of every day, worked out while others may write."""
        days = _dated(self._days)
        for at in range(0, len(days), _DAYS_AT_ONCE):
            some = days[at : at + _DAYS_AT_ONCE]
            with self.database.read() as tx:
                sums = [(place, day_sums(log_imports.staged_facts(tx, *place, number))) for place in some]
            self._pace.write(partial(_add_sums, number=number, sums=sums))
            self.watch("summing", (at + len(some)) / len(days), at + len(some))


def _dated(days: set[tuple[int, str]]) -> list[tuple[int, date]]:
    return [(office_id, date.fromisoformat(day)) for office_id, day in sorted(days)]


def _add_sums(tx: Transaction, number: int, sums: list[Any]) -> None:
    for (office_id, day), of_day in sums:
        log_imports.add_sums(tx, (office_id, day, number), of_day)


def _difference(known: tuple[Any, ...] | None, fact: Fact) -> str:
    """Why a row cannot be what is known already; empty when it is the same."""
    if known is None:
        return "of that moment is a ticket of this system, which measures it itself"
    said = [fact[place] for place in _CONTENT]
    differing = [name for name, old, new in zip(log_imports.CONTENT, known, said, strict=True) if old != new]
    return f"of that moment is known with another {', '.join(differing)}" if differing else ""


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
