"""Rows into logged tickets: every cell read, every rule between them checked, every fault told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from server.domain.figures import ANSWERED
from server.domain.tickets import TicketState
from server.setup_file.problems import Finding
from server.ticket_log import words
from server.ticket_log.logged import COLUMNS, TIMES, LoggedTicket
from server.ticket_log.moments import Moments
from server.ticket_log.premises import KnownOffice
from server.ticket_log.problems import Problems
from server.ticket_log.words import Words, Wrong

LONGEST = timedelta(hours=24)
"""From the issue to the end of a ticket, or between a slot and the issue; what is longer is a fault."""
_IN_ORDER = ("issued_at", "checked_in_at", "called_at", "started_at", "finished_at")

MissingEnds = Literal["refuse", "skip", "infer"]
Raw = tuple[Any, ...]
"""The cells of a row in the order of `COLUMNS`."""


class Fault(Exception):
    """What is wrong between the cells of a row; `key` is the column that is told."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key
        self.reason = reason


class _NoEnd(Exception):
    """A row that does not say when its ticket ended, and is left out."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a log is read by. `now` is the moment that no time may lie after."""

    offices: dict[str, KnownOffice]
    now: datetime
    moments: Moments
    translated: dict[str, dict[str, str]] = field(default_factory=dict)
    keep_new_services: bool = False
    missing_ends: MissingEnds = "refuse"


@dataclass(slots=True)
class Tally:
    """What is told of a log besides its faults."""

    rows: int = 0
    without_end: int = 0
    inferred_ends: int = 0


class RowReader:
    """Reads rows that are given in the order of `COLUMNS`; faults go to `problems`."""

    def __init__(self, rules: Rules, problems: Problems) -> None:
        self.tally = Tally()
        self._rules = rules
        self._problems = problems
        self._seen: defaultdict[tuple[str, str], dict[datetime, int]] = defaultdict(dict)
        self._office: Words[KnownOffice] = Words(
            words.office_among(rules.offices), self._translation("office")
        )
        self._services: dict[str, Words[str]] = {}
        self._categories: dict[str, Words[str | None]] = {}
        self._number = Words(words.number, self._translation("number"))
        self._channel = Words(words.channel, self._translation("channel"))
        self._counter = Words(words.counter, self._translation("counter"))
        self._clerk = Words(words.clerk, self._translation("clerk"))
        self._outcome = Words(words.outcome, self._translation("outcome"))
        for code, office in rules.offices.items():
            self._services[code] = Words(
                words.service_of(office, keep_new=rules.keep_new_services), self._translation("service")
            )
            self._categories[code] = Words(words.category_of(office), self._translation("category"))

    def _translation(self, column: str) -> dict[str, str]:
        return self._rules.translated.get(column, {})

    def read(self, line: int, raw: Raw) -> LoggedTicket | None:
        """The ticket of a row; None for one that is wrong, which is told, or left out, which is counted."""
        self.tally.rows += 1
        try:
            return self._ticket(line, raw)
        except Wrong:
            for key, reason in self._every_wrong_cell(raw):
                self._problems.add(Finding(line, key, reason))
        except Fault as fault:
            self._problems.add(Finding(line, fault.key, fault.reason))
        except _NoEnd:
            self.tally.without_end += 1
        return None

    def _ticket(self, line: int, raw: Raw) -> LoggedTicket:
        office = self._office[raw[0]]
        read = self._rules.moments.read
        issued = read(raw[5])
        if issued is None:
            raise Wrong
        checked_in = read(raw[7], issued) if raw[7] else None
        called = read(raw[8], issued) if raw[8] else None
        started = read(raw[9], called or issued) if raw[9] else None
        finished = read(raw[10], started or called or issued) if raw[10] else None
        outcome = self._outcome[raw[13]]
        times = [issued, checked_in, called, started, finished]
        _check_order(times, self._rules.now)
        inferred = started is None and outcome in ANSWERED
        if inferred:
            started = called
        service = self._services[office.code][raw[1]]
        ticket = LoggedTicket(
            line,
            office.code,
            issued.astimezone(office.zone).date(),
            service,
            self._number[raw[2]],
            self._channel[raw[3]],
            self._categories[office.code][raw[4]],
            issued,
            read(raw[6]) if raw[6] else None,
            checked_in,
            called,
            started,
            finished or self._end(office, service, outcome, times),
            self._counter[raw[11]],
            self._clerk[raw[12]],
            outcome,
            inferred,
        )
        self._check(office, ticket)
        return ticket

    def _end(
        self, office: KnownOffice, service: str, outcome: TicketState, times: list[datetime | None]
    ) -> datetime:
        """When a ticket ended whose row does not say it.

        A no-show ended with its last call. For others the rule that was asked for decides: who was served
        took the usual time of the service, whom the system closed ended when the office closed, and who
        left or was removed is known up to the last time of the row.
        """
        known = [moment for moment in times if moment is not None]
        if outcome is TicketState.NO_SHOW and times[2] is not None:
            return known[-1]
        if self._rules.missing_ends == "skip":
            raise _NoEnd
        if self._rules.missing_ends == "refuse":
            raise Fault("finished_at", "is empty, though the ticket has ended (see --missing-ends)")
        self.tally.inferred_ends += 1
        if outcome in ANSWERED:
            usual = timedelta(seconds=office.services.get(service, 0))
            return min(known[-1] + usual, self._rules.now)
        if outcome is TicketState.CLOSED_BY_SYSTEM:
            closes = office.closes(known[0].astimezone(office.zone).date())
            return max(known[-1], min(closes, self._rules.now)) if closes else known[-1]
        return known[-1]

    def _check(self, office: KnownOffice, ticket: LoggedTicket) -> None:
        """The rules between the cells of a row that can be read."""
        absent = office.absence(ticket.office_day)
        if absent:
            raise Fault("office", absent)
        if ticket.called_at is None and ticket.outcome in _CALLED:
            raise Fault("called_at", f"is empty, though the outcome is {ticket.outcome}")
        if ticket.started_at is not None and ticket.called_at is None:
            raise Fault("called_at", "is empty, though there is a started_at")
        cleared_up = ticket.outcome is TicketState.CLOSED_BY_SYSTEM  # whenever the machine was on again
        if ticket.finished_at - ticket.issued_at > LONGEST and not cleared_up:
            raise Fault("finished_at", "is more than 24 hours after issued_at")
        if ticket.slot is not None and abs(ticket.slot - ticket.issued_at) > LONGEST:
            raise Fault("slot", "is more than 24 hours from issued_at")
        first = self._seen[ticket.office, ticket.number].setdefault(ticket.issued_at, ticket.line)
        if first != ticket.line:
            raise Fault("number", f"{ticket.number} of that moment is in line {first} already")

    def _every_wrong_cell(self, raw: Raw) -> Iterator[tuple[str, str]]:
        """All that is wrong with single cells of a row in which something is."""
        office: KnownOffice | None = None
        for name, cell in zip(COLUMNS, raw, strict=True):
            try:
                if name == "office":
                    office = self._office[cell]
                elif name == "issued_at" and self._rules.moments.read(cell) is None:
                    yield name, "is empty"
                else:
                    self._cell_reader(name, office)(cell)
            except Wrong as wrong:
                yield name, str(wrong)

    def _cell_reader(self, column: str, office: KnownOffice | None) -> Callable[[Any], object]:
        if column in TIMES:
            return self._rules.moments.read
        if column in ("service", "category"):
            of_office: dict[str, Any] = self._services if column == "service" else self._categories
            return of_office[office.code].__getitem__ if office else _no_matter
        reader: Words[Any] = getattr(self, f"_{column}")
        return reader.__getitem__


_CALLED = ANSWERED | {TicketState.NO_SHOW}
"""Outcomes that nobody has who was not called."""


def _no_matter(_cell: object) -> None:
    """Of an office that nobody knows nothing more can be said."""


def _check_order(times: list[datetime | None], now: datetime) -> None:
    """Each time is at or after the one before it, and the last not after `now`; else raises `Fault`."""
    before, last = 0, times[0]
    for place, moment in enumerate(times):
        if moment is not None and last is not None:
            if moment < last:
                raise Fault(_IN_ORDER[place], f"is before {_IN_ORDER[before]}")
            before, last = place, moment
    if last is not None and last > now:
        raise Fault(_IN_ORDER[before], "lies in the future")
