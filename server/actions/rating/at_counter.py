"""The tablet of a counter: it asks whoever was just served there, for that visit only."""

from __future__ import annotations

from datetime import timedelta

from server.actions.hall import places
from server.actions.hall.places import At, Place
from server.actions.rating import answering
from server.contract import messages
from server.domain.people import Caller
from server.domain.rating_errors import NotAskedHere
from server.storage import ratings
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow

ASKED = timedelta(minutes=2)
"""For how long after the end of a visit the tablet asks, unless the next citizen sits down before."""
TAKEN = timedelta(minutes=10)
"""For how long it takes the answers of somebody who has begun."""


def rating_at(tx: Transaction, caller: Caller, place: Place) -> messages.CounterRating:
    """Whom the tablet of this counter asks now, and what; raises `UnknownOffice`, `UnknownCounter`."""
    at = _working(tx, caller, place)
    told = {
        "office": at.office.code,
        "office_names": dict(at.office.names),
        "counter": at.counter.number,
        "at": tx.now,
        "languages": list(at.office.languages),
    }
    row, form = _asked(tx, at), answering.asked_form(tx)
    if row is None or form is None:
        return messages.CounterRating(**told)
    ask = messages.AskedVisit(
        visit=row.visit_id, number=row.number, language=row.language, until=row.ended_at + ASKED
    )
    return messages.CounterRating(**told, ask=ask, form=form)


def rate_at(tx: Transaction, caller: Caller, place: Place, wish: messages.RateAtCounter) -> messages.Rated:
    """Take what the citizen answered at the tablet; raises `NotAskedHere` for any visit but the one that
    was served here last, and as `answering.rate`."""
    at = _working(tx, caller, place)
    row = answering.last_served(tx, at.office, at.counter.number)
    if row is None or row.visit_id != wish.visit or row.ended_at < tx.now - TAKEN:
        raise NotAskedHere(visit=wish.visit)
    return answering.rate(tx, at.office, row, wish, channel="tablet")


def _working(tx: Transaction, caller: Caller, place: Place) -> At:
    at = places.seen_at(tx, caller, place)
    caller.must_work_at(at.counter.number, sits=at.counter.staff_id)
    return at


def _asked(tx: Transaction, at: At) -> TicketRow | None:
    row = answering.last_served(tx, at.office, at.counter.number)
    if row is None or row.ended_at < tx.now - ASKED or ratings.is_rated(tx, row.visit_id):
        return None
    return None if answering.next_has_sat_down(tx, at.office, at.counter.number) else row
