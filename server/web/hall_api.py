"""Doors of the live hall: everything at one look, and the wish for a counter."""

from __future__ import annotations

from server.actions.hall import alerting, supervising
from server.actions.hall.foresight import Foresight
from server.actions.hall.places import Place
from server.contract import messages
from server.domain import errors
from server.domain.people import Permission
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.web.doors import Ask, Doors, Key


def doors(database: Database, foresight: Foresight | None = None) -> Doors:
    """The doors of this module. Asking for the hall is watching it: `foresight` then looks ahead."""
    group = Doors("hall_api")
    ahead = foresight or Foresight(database)

    @group.add(
        "GET",
        "/offices/<office>/hall",
        answer=messages.HallView,
        permission=Permission.WATCH_HALL,
        scope="figures:read",
        writes=False,
        refusals=(errors.UnknownOffice,),
    )
    def show_hall(tx: Transaction, ask: Ask) -> messages.HallView:
        """The live hall: today's wait against the goal, the forecast, lines, counters, advice, alerts."""
        code = ask.path["office"]
        office = tx.office(code)
        ask.known.must_be_of(office.id)
        foreseen = ahead.ask(code)
        return supervising.hall_view(tx, ask.known, code, foreseen=foreseen, rate=database.clock.rate)

    @group.add(
        "POST",
        "/offices/<office>/hall/wanted",
        answer=messages.Done,
        permission=Permission.WANT_COUNTERS,
        body=messages.WantCounter,
        key=Key.HONOURED,
        refusals=(errors.UnknownOffice, errors.UnknownCounter, errors.UnknownService),
    )
    def want_counter(tx: Transaction, ask: Ask) -> messages.Done:
        """Ask the staff to open a counter, or take that back; their pages show it until it is open."""
        wish: messages.WantCounter = ask.body
        place = Place(ask.path["office"], wish.counter)
        alerting.want_counter(tx, ask.known, place, service=wish.service, wanted=wish.wanted)
        return messages.Done()

    return group
