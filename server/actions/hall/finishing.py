"""Finishing: the citizen has been served, did not come, or goes on elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from server.actions.hall import places, stepping, telling
from server.actions.hall.places import At, Place
from server.contract import messages
from server.contract.events import Kind
from server.domain import ordering
from server.domain.errors import NotServedHere, NotSkilled
from server.domain.people import Caller
from server.domain.tickets import Step, TicketState
from server.storage import legs
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow


def start(tx: Transaction, caller: Caller, place: Place, wish: messages.Step) -> messages.CounterTicket:
    """The citizen is here; raises as `places.current_at`, `ImpossibleStep`."""
    at, row = places.current_at(tx, caller, place, wish)
    stepping.step(tx, row, Step.START, started_at=tx.now, staff_id=caller.staff_id or row.staff_id)
    return _told(tx, caller, at, row, Kind.TICKET_STARTED)


def finish(tx: Transaction, caller: Caller, place: Place, wish: messages.Finish) -> messages.CounterTicket:
    """The citizen has been served; what was done and the dossier codes are kept with the ticket."""
    at, row = places.current_at(tx, caller, place, wish)
    for code in wish.services:
        at.office.leaf(code)
    finish_ticket(tx, caller, at, row, dossiers=wish.dossiers, services_done=wish.services, note=wish.note)
    return telling.as_it_stands(tx, at, row)


def finish_ticket(
    tx: Transaction, caller: Caller, at: At, row: TicketRow, *, dossiers: list[str], **done: Any
) -> None:
    """End a ticket as served; without a start, the call counts as the start, marked inferred.

    A ticket that was sent here to return goes back to its sender: that is a transfer.
    """
    ends: dict[str, Any] = {**_end(tx, row), **{name: value for name, value in done.items() if value}}
    ends["dossiers"] = [*row.dossiers, *(code for code in dossiers if code not in row.dossiers)]
    inferred = row.state == TicketState.CALLED.value
    if inferred:
        ends |= {"started_at": row.called_at, "start_inferred": True}
    if row.return_to is not None and row.return_to in at.office.counters:
        stepping.step(tx, row, Step.FINISH, into=TicketState.TRANSFERRED, **ends)
        _next_leg(tx, caller, at, row, service_id=row.service_id, for_counter=row.return_to, return_to=None)
        return
    stepping.step(tx, row, Step.FINISH, **ends)
    telling.tell(tx, caller, at, row, Kind.TICKET_FINISHED, dossiers=len(ends["dossiers"]), inferred=inferred)


def no_show(tx: Transaction, caller: Caller, place: Place, wish: messages.Step) -> messages.CounterTicket:
    """The citizen did not come, or did not come back from a hold."""
    at, row = places.current_at(tx, caller, place, wish)
    stepping.step(tx, row, Step.NO_SHOW, **_end(tx, row))
    telling.uncall(tx, at.office, row)
    return _told(tx, caller, at, row, Kind.TICKET_NO_SHOW)


def put_back(tx: Transaction, caller: Caller, place: Place, wish: messages.PutBack) -> messages.CounterTicket:
    """Back to the line with the same due; after a call nobody calls it for a while."""
    at, row = places.current_at(tx, caller, place, wish)
    called = row.state == TicketState.CALLED.value
    default = at.office.policy.put_back_after_call.total_seconds() if called else 0.0
    after_s = default if wish.after_s is None else float(wish.after_s)
    stepping.step(tx, row, Step.PUT_BACK, callable_from=_later(tx.now, after_s), **stepping.WAITING_AGAIN)
    telling.uncall(tx, at.office, row)
    telling.tell(tx, caller, at, row, Kind.TICKET_PUT_BACK, placed=row.id, after_s=after_s)
    return telling.as_it_stands(tx, at, row)


def hold(tx: Transaction, caller: Caller, place: Place, wish: messages.Hold) -> messages.CounterTicket:
    """Set a citizen aside, e.g. while a paper is copied; the counter may call others."""
    at, row = places.current_at(tx, caller, place, wish)
    stepping.step(tx, row, Step.HOLD, held_at=tx.now, note=wish.note or row.note)
    return _told(tx, caller, at, row, Kind.TICKET_HELD)


def resume(tx: Transaction, caller: Caller, place: Place, wish: messages.NamedStep) -> messages.CounterTicket:
    """Go on with a citizen who was set aside; raises `Busy` when the counter has somebody."""
    at = places.open_at(tx, caller, place)
    places.must_be_free(tx, at)
    row = places.named(tx, at, wish.ticket)
    stepping.must_match(row, wish.version)
    stepping.step(tx, row, Step.RESUME, held_at=None, held_s=row.held_s + _held_s(tx, row))
    return _told(tx, caller, at, row, Kind.TICKET_RESUMED)


def transfer(
    tx: Transaction, caller: Caller, place: Place, wish: messages.Transfer
) -> messages.CounterTicket:
    """On to another service or counter, with the same number; raises `NotServedHere` for a senseless one,
    `NotSkilled` when the clerk at that counter may not serve it."""
    at, row = places.current_at(tx, caller, place, wish)
    service_id = at.office.leaf(wish.service).id if wish.service else row.service_id
    target = at.office.counter(wish.counter).number if wish.counter is not None else None
    if target == at.counter.number or (target is None and wish.service is None):
        raise NotServedHere("Say to which other service or counter.")
    _must_be_known_there(at, target, at.office.service_by_id(service_id).code)
    stepping.step(tx, row, Step.TRANSFER, **_end(tx, row), note=wish.note or row.note)
    back = at.counter.number if wish.return_ else None
    _next_leg(tx, caller, at, row, service_id=service_id, for_counter=target, return_to=back, note=wish.note)
    return telling.as_it_stands(tx, at, row)


def _must_be_known_there(at: At, target: int | None, service: str) -> None:
    if target is not None and not (there := at.office.counter(target)).knows(service):
        raise NotSkilled(services=[service], skills=sorted(there.skills or ()))


def _next_leg(tx: Transaction, caller: Caller, at: At, row: TicketRow, **leg: Any) -> None:
    returning = row.return_to is not None and row.return_to == leg["for_counter"]
    new = legs.insert_leg(
        tx,
        {
            **{
                name: getattr(row, name)
                for name in ("visit_id", "office_id", "number", "channel", "category")
            },
            **{name: value for name, value in leg.items() if value is not None},
            "leg": row.leg + 1,
            "day": row.day,  # the number is of that day, also when midnight has passed
            "issued_at": tx.now,
            "arrived_at": tx.now,
            "waits_from": tx.now,
            "due": ordering.due_of_transfer(tx.now, at.office.policy, returning=returning),
        },
    )
    telling.uncall(tx, at.office, row)
    service = at.office.service_by_id(new["service_id"]).code
    public = {"next_ticket": new["id"], "service": service}
    telling.tell(tx, caller, at, row, Kind.TICKET_TRANSFERRED, placed=new["id"], public=public)


def _told(tx: Transaction, caller: Caller, at: At, row: TicketRow, kind: Kind) -> messages.CounterTicket:
    telling.tell(tx, caller, at, row, kind)
    return telling.as_it_stands(tx, at, row)


def _later(now: datetime, seconds: float) -> datetime | None:
    return now + timedelta(seconds=seconds) if seconds else None


def _held_s(tx: Transaction, row: TicketRow) -> int:
    return round((tx.now - row.held_at).total_seconds()) if row.held_at is not None else 0


def _end(tx: Transaction, row: TicketRow) -> dict[str, Any]:
    return {"ended_at": tx.now, "held_s": row.held_s + _held_s(tx, row)}
