"""Staffing: a counter is opened, paused or closed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from server.actions.hall import closing, places
from server.actions.hall.places import At, Place
from server.actions.house import auditing
from server.contract import messages
from server.contract.events import Kind
from server.domain.errors import CounterTaken, NotAllowed, NotSkilled
from server.domain.people import Caller, Role
from server.storage.happenings import Happening, Transaction
from server.storage.offices import new_stamp
from server.storage.tables import NO_CALL
from server.storage.tables import counter as counters
from server.storage.tables import office as offices
from server.storage.tables import staff as people

NOTHING = messages.CounterTicket(ticket=None)


def open_counter(
    tx: Transaction, caller: Caller, place: Place, wish: messages.OpenCounter
) -> messages.CounterTicket:
    """Open a counter, for all its services or those named; a clerk sits down at it.

    Raises `CounterTaken` when a colleague sits there and `take_over` was not asked for,
    `UnknownService`, `NotSkilled` when the clerk may serve nothing of it, `Busy` when the clerk still has
    somebody at another counter.
    """
    at = places.at(tx, caller, place)
    closing.close_days_before(tx, at.office, at.day)
    at = places.at(tx, caller, place)
    _must_be_theirs(caller, at, take_over=wish.take_over)
    _leave_other_counter(tx, caller, at)
    for code in wish.services or ():
        at.office.leaf(code)
    sits = caller.staff_id if caller.role is Role.CLERK else at.counter.staff_id
    _must_know(tx, at, sits, wish.services)
    _set(tx, at, state="open", staff_id=sits, open_services=wish.services, reason=None)
    taken_from = at.counter.staff_id if sits != at.counter.staff_id else None
    _tell(tx, caller, at, Kind.COUNTER_OPENED, took_over=taken_from is not None, taken_from=taken_from)
    if taken_from is not None:
        _audit(tx, caller, at, "counter.taken_over")
    return NOTHING


def pause_counter(
    tx: Transaction, caller: Caller, place: Place, wish: messages.PauseCounter
) -> messages.CounterTicket:
    """Pause an open counter; raises `Busy` with a current ticket, `CounterNotOpen`, `NotAllowed` to
    reception when a colleague sits there."""
    at = places.open_at(tx, caller, place)
    _must_not_stop_a_colleague(caller, at)
    places.must_be_free(tx, at)
    _set(tx, at, state="paused", reason=wish.reason)
    _tell(tx, caller, at, Kind.COUNTER_PAUSED, reason=wish.reason)
    return NOTHING


def close_counter(
    tx: Transaction, caller: Caller, place: Place, wish: messages.CloseCounter
) -> messages.CounterTicket:
    """Close a counter and let its clerk go; raises `Busy` with a current ticket. A colleague's counter that
    somebody forgot to close is closed by a supervisor, and the audit says so; reception may not
    (`NotAllowed`)."""
    at = places.working_at(tx, caller, place)
    _must_not_stop_a_colleague(caller, at)
    places.must_be_free(tx, at)
    if at.counter.staff_id not in (None, caller.staff_id):
        _audit(tx, caller, at, "counter.closed_for_colleague")
    _close(tx, caller, at)
    return NOTHING


def _close(tx: Transaction, caller: Caller, at: At) -> None:
    _set(tx, at, state="closed", staff_id=None, open_services=None, reason=None, **NO_CALL)
    _tell(tx, caller, at, Kind.COUNTER_CLOSED)


def _must_not_stop_a_colleague(caller: Caller, at: At) -> None:
    """Reception may step in at any counter, but does not send a colleague away from one."""
    if caller.role is Role.RECEPTIONIST and at.counter.staff_id not in (None, caller.staff_id):
        raise NotAllowed("A colleague sits at this counter; a supervisor may pause or close it.")


def _audit(tx: Transaction, caller: Caller, at: At, action: str) -> None:
    """Who lost the counter by it is named."""
    what, old = f"counter {at.counter.number}", {"staff": at.counter.staff_name}
    auditing.record(tx, caller, action, what, office_id=at.office.id, old=old)


def _must_be_theirs(caller: Caller, at: At, *, take_over: bool) -> None:
    if caller.role is Role.COUNTER:
        caller.must_work_at(at.counter.number, sits=None)
    taken = caller.role is Role.CLERK and at.counter.staff_id not in (None, caller.staff_id)
    if taken and not take_over:
        raise CounterTaken(staff_name=at.counter.staff_name)


def _must_know(tx: Transaction, at: At, staff_id: int | None, wanted: list[str] | None) -> None:
    """Whoever sits here may serve some of what the counter is opened for."""
    skills = tx.connection.execute(select(people.c.services).where(people.c.id == staff_id)).scalar()
    opened = at.counter.configured if wanted is None else set(wanted)
    if skills and opened and not opened & set(skills):
        raise NotSkilled(services=sorted(opened), skills=skills)


def _leave_other_counter(tx: Transaction, caller: Caller, at: At) -> None:
    """A clerk sits at one counter: sitting down here closes the other."""
    if caller.role is not Role.CLERK:
        return
    number = tx.connection.execute(
        select(counters.c.number).where(
            counters.c.staff_id == caller.staff_id, counters.c.id != at.counter.id
        )
    ).scalar()
    if number is not None:
        close_counter(tx, caller, Place(at.office.code, number), messages.CloseCounter())


def _set(tx: Transaction, at: At, **values: Any) -> None:
    tx.connection.execute(
        update(counters).where(counters.c.id == at.counter.id).values(changed_at=tx.now, **values)
    )
    tx.connection.execute(update(offices).where(offices.c.id == at.office.id).values(hall_stamp=new_stamp()))


def _tell(tx: Transaction, caller: Caller, at: At, kind: Kind, **detail: Any) -> None:
    public = {"counter": at.counter.number}
    tx.tell(Happening(at.office.id, kind, actor=places.actor(caller), public=public, detail=detail))
