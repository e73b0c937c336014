"""The paper of each ticket this kiosk gave: drawn and handed to the printer once, again on request."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from kiosk.paper import draw
from kiosk.printing.desk import Job, PrintDesk, Progress, Stage
from kiosk.printing.port import Paper
from kiosk.slip import slip_of
from server.contract.messages import Office, Ticket

REPRINTS = 2
"""How often one ticket may be printed again from the screen."""
REMEMBERED = 500
UNDER_WAY = frozenset({Stage.PRINTING, Stage.LATE})


class NoSuchTicket(Exception):
    """This kiosk gave no ticket under that key."""


class StillPrinting(Exception):
    """The paper of this ticket is still on its way."""


class EnoughReprints(Exception):
    """The ticket has been printed again often enough."""


@dataclass
class Record:
    """A ticket, what its paper is made from, and how far that paper is."""

    ticket: Ticket
    office: Office
    language: str
    progress: Progress
    reprints: int = 0


class Papers:
    """Papers by the key of the press, the latest `REMEMBERED` of them.

    The desk is never called under our lock: it tells us news under its own.
    """

    def __init__(self, desk: PrintDesk, *, dots: int) -> None:
        self._desk, self._dots = desk, dots
        self._lock = Lock()
        self._records: OrderedDict[str, Record] = OrderedDict()

    def put_out(self, key: str, ticket: Ticket, office: Office, *, language: str) -> Progress:
        """Print a new ticket; one that was handed in before is not printed again."""
        progress = Progress(key, Stage.PRINTING, self._desk.state, reprint=False)
        record = Record(ticket, office, language, progress)
        if (kept := self._kept(key, record)) is not record:
            return kept.progress
        return self._desk.hand_in(Job(key, lambda: self._paper(record, reprint=False)))

    def keep(self, key: str, ticket: Ticket, office: Office, *, language: str) -> Progress:
        """A ticket whose paper came out at an earlier scan, here or elsewhere: printed only if asked."""
        progress = Progress(key, Stage.NOT_ASKED, self._desk.state, reprint=False)
        return self._kept(key, Record(ticket, office, language, progress)).progress

    def again(self, key: str) -> Progress:
        """Print once more, marked as a reprint. Raises `NoSuchTicket`, `StillPrinting`, `EnoughReprints`."""
        with self._lock:
            record = self._record(key)
            if record.progress.stage in UNDER_WAY:
                raise StillPrinting
            if record.reprints >= REPRINTS:
                raise EnoughReprints
            record.reprints += 1
            record.progress = Progress(key, Stage.PRINTING, self._desk.state, reprint=True)
        return self._desk.hand_in(Job(key, lambda: self._paper(record, reprint=True), reprint=True))

    def note(self, progress: Progress) -> None:
        """The desk says how far a paper is."""
        with self._lock:
            if progress.id in self._records:
                self._records[progress.id].progress = progress

    def _kept(self, key: str, record: Record) -> Record:
        with self._lock:
            kept = self._records.setdefault(key, record)
            while len(self._records) > REMEMBERED:
                self._records.popitem(last=False)
            return kept

    def _record(self, key: str) -> Record:
        if key not in self._records:
            raise NoSuchTicket
        return self._records[key]

    def _paper(self, record: Record, *, reprint: bool) -> Paper:
        slip = slip_of(record.ticket, record.office, language=record.language, reprint=reprint)
        stamp = f"{record.ticket.issued_at:%Y%m%d-%H%M%S}"
        number = re.sub(r"[^A-Za-z0-9]", "", slip.number)[:12]
        return Paper(f"{stamp}-{number}{'-reprint' if reprint else ''}", draw(slip, self._dots))
