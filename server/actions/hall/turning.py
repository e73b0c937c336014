"""Turning with the clock: what begins or ends by itself is told to open pages, once, and tidied up.

Nothing depends on it but pages that are open: what counts is asked of the clock whenever anybody acts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from server.actions.hall import notices
from server.actions.house import auditing
from server.contract.events import Kind
from server.domain import serving
from server.domain.office import Office
from server.storage.claims import claim, is_claimed
from server.storage.happenings import Happening, Transaction
from server.storage.offices import new_stamp
from server.storage.tables import notice, service
from server.storage.tables import office as offices

TOLD_WITHIN = timedelta(minutes=10)
"""What is longer ago than this every page has seen by itself."""
_JOB = "turn"


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that the clock has changed at an office: its counters' services, or a notice's end."""

    office: str
    kind: Kind
    at: datetime

    @property
    def period(self) -> str:
        """What the claim of it is called."""
        return f"{self.office} {self.kind.value} {self.at:%Y-%m-%dT%H:%M:%S}"


def turn(tx: Transaction) -> None:
    """Tell what the clock has changed since it was last looked at, and end the pauses that are over."""
    ended = _ended_notices(tx)
    for office in tx.offices.all(tx.connection):
        for one in [found for found in _turns(tx, office, ended) if claim(tx, _JOB, found.period)]:
            _tell(tx, office, one.kind)
        _end_pauses(tx, office)


def anything(tx: Transaction) -> bool:
    """Whether there is something to tell: asked by a transaction that only reads."""
    ended = _ended_notices(tx)
    for office in tx.offices.all(tx.connection):
        turns = _turns(tx, office, ended)
        if _over(office, tx.now) or not all(is_claimed(tx, _JOB, one.period) for one in turns):
            return True
    return False


def _ended_notices(tx: Transaction) -> dict[int, list[datetime]]:
    """When notices ended of late, by office."""
    query = select(notice.c.office_id, notice.c.until)
    rows = tx.connection.execute(query.where(notice.c.until > tx.now - TOLD_WITHIN, notice.c.until <= tx.now))
    found: dict[int, list[datetime]] = {}
    for row in rows:
        found.setdefault(row.office_id, []).append(row.until)
    return found


def _turns(tx: Transaction, office: Office, ended: Mapping[int, Sequence[datetime]]) -> Iterator[Turn]:
    since = tx.now - TOLD_WITHIN
    plans = [counter.plan for counter in office.counters.values()]
    for edge in sorted(set(serving.edges(plans, office.hours, since=since, until=tx.now))):
        yield Turn(office.code, Kind.OFFICE_CHANGED, edge)
    for moment in ended.get(office.id, ()):
        yield Turn(office.code, Kind.NOTICE_CHANGED, moment)


def _tell(tx: Transaction, office: Office, kind: Kind) -> None:
    if kind is Kind.NOTICE_CHANGED:
        notices.tell(tx, office)
    else:
        tx.tell(Happening(office.id, kind))


def _over(office: Office, now: datetime) -> list[str]:
    """Codes of the services whose pause has ended."""
    paused = [one for one in office.services.values() if one.paused_reason is not None]
    return [one.code for one in paused if one.paused_until is not None and one.paused_until <= now]


def _end_pauses(tx: Transaction, office: Office) -> None:
    over = _over(office, tx.now)
    if not over:
        return
    which = service.c.office_id == office.id, service.c.code.in_(over)
    tx.connection.execute(update(service).where(*which).values(paused_reason=None, paused_until=None))
    tx.connection.execute(update(offices).where(offices.c.id == office.id).values(setup_stamp=new_stamp()))
    for code in over:
        reason = office.services[code].paused_reason
        old = {"reason": reason, "until": f"{office.services[code].paused_until:%Y-%m-%dT%H:%M:%SZ}"}
        auditing.record(tx, None, "service.resumed", f"service {code}", office_id=office.id, old=old)
    tx.tell(Happening(office.id, Kind.OFFICE_CHANGED))
