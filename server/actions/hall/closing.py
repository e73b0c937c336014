"""The end of an office day: what still stands open is closed by the system, and counts in no mean."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import update

from server.actions.hall import stepping
from server.contract.events import Kind
from server.domain import hours
from server.domain.office import Office
from server.domain.tickets import Step
from server.storage import queries
from server.storage.happenings import NOBODY, Happening, Transaction
from server.storage.offices import new_stamp
from server.storage.tables import NO_CALL, counter
from server.storage.tables import office as offices


def close_days_before(tx: Transaction, office: Office, day: date) -> bool:
    """Close every office day before `day` that is still open; False when there was none.

    Done by the nightly job, and by whoever is first in the morning: a day that should have ended
    has ended, whether or not a timer fired.
    """
    yesterday = day - timedelta(days=1)
    if office.closed_through is not None and office.closed_through >= yesterday:
        return False
    claimed = tx.connection.execute(
        update(offices)
        .where(offices.c.id == office.id, offices.c.closed_through.is_distinct_from(yesterday))
        .values(closed_through=yesterday, hall_stamp=new_stamp())
    )
    if claimed.rowcount != 1:
        return False
    for row in queries.open_tickets(tx, office, through=yesterday):
        stepping.step(tx, row, Step.CLOSE_DAY, ended_at=tx.now)
        public = {"ticket": row.id, "number": row.number}
        tx.tell(Happening(office.id, Kind.TICKET_CLOSED, row.id, NOBODY, public=public))
    _close_counters(tx, office)
    tx.tell(Happening(office.id, Kind.DAY_CLOSED, public={"day": yesterday.isoformat()}))
    return True


def _close_counters(tx: Transaction, office: Office) -> None:
    for place in office.counters.values():
        if place.state != "closed":
            tx.tell(Happening(office.id, Kind.COUNTER_CLOSED, public={"counter": place.number}))
    tx.connection.execute(
        update(counter)
        .where(counter.c.office_id == office.id)
        .values(state="closed", staff_id=None, open_services=None, reason=None, changed_at=tx.now, **NO_CALL)
    )


def close_all_days(tx: Transaction) -> list[str]:
    """Close what has ended in every office's own time zone; the codes of the offices that had something."""
    closed = []
    for office in tx.offices.all(tx.connection):
        if close_days_before(tx, office, hours.office_day(office.hours, tx.now)):
            closed.append(office.code)
    return closed
