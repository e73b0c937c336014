"""Doors for counters: the counter's view, and every step a clerk can take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.actions.hall import calling, finishing, lining, staffing, watching
from server.actions.hall.places import Place
from server.contract import messages
from server.domain import errors
from server.domain.people import Caller, Permission
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.web.doors import Ask, Doors, Key

Step = Callable[[Transaction, Caller, Place, Any], messages.CounterTicket]

_PLACE = (errors.UnknownOffice, errors.UnknownCounter)
_NAMED = (errors.UnknownTicket, errors.Stale, errors.ImpossibleStep)
_STEP = (*_PLACE, errors.NoCurrentTicket, *_NAMED)
_FREE = (*_PLACE, errors.CounterNotOpen, errors.Busy)

# path, action, message, refusals
STEPS: tuple[tuple[str, Step, type[messages.Request], tuple[type[errors.Refusal], ...]], ...] = (
    (
        "open",
        staffing.open_counter,
        messages.OpenCounter,
        (*_PLACE, errors.CounterTaken, errors.UnknownService, errors.NotSkilled, errors.Busy),
    ),
    ("pause", staffing.pause_counter, messages.PauseCounter, _FREE),
    ("close", staffing.close_counter, messages.CloseCounter, (*_PLACE, errors.Busy)),
    (
        "call-next",
        calling.call_next,
        messages.CallNext,
        (*_FREE, errors.NotStarted, errors.Stale, errors.NotSkilled),
    ),
    ("call", calling.call_ticket, messages.CallTicket, (*_FREE, *_NAMED, errors.NotSkilled)),
    ("recall", calling.recall, messages.Step, _STEP),
    ("start", finishing.start, messages.Step, _STEP),
    ("finish", finishing.finish, messages.Finish, (*_STEP, errors.UnknownService)),
    ("no-show", finishing.no_show, messages.Step, _STEP),
    ("put-back", finishing.put_back, messages.PutBack, _STEP),
    ("hold", finishing.hold, messages.Hold, _STEP),
    ("resume", finishing.resume, messages.NamedStep, (*_FREE, *_NAMED)),
    (
        "transfer",
        finishing.transfer,
        messages.Transfer,
        (*_STEP, errors.UnknownService, errors.NotServedHere, errors.NotSkilled),
    ),
    ("restore", lining.restore, messages.NamedStep, (*_PLACE, *_NAMED, errors.RestoreTooLate)),
    ("remove", lining.remove, messages.Remove, (*_PLACE, *_NAMED)),
)


def doors(database: Database) -> Doors:
    """The doors of this module."""
    group = Doors("counter_api")
    place = "/offices/<office>/counters/<int(max=9999):counter>"

    @group.add(
        "GET",
        "/offices/<office>/counters",
        answer=messages.CounterPlaces,
        permission=Permission.SERVE,
        writes=False,
        refusals=(errors.UnknownOffice,),
    )
    def show_counters(tx: Transaction, ask: Ask) -> messages.CounterPlaces:
        """The counters of an office, and who sits at them."""
        return watching.counter_places(tx, ask.known, ask.path["office"])

    @group.add(
        "GET", place, answer=messages.CounterView, permission=Permission.SERVE, writes=False, refusals=_PLACE
    )
    def show_counter(tx: Transaction, ask: Ask) -> messages.CounterView:
        """A counter: its ticket, its line, who is on hold, today's own figures."""
        return watching.counter_view(tx, ask.known, _place(ask), rate=database.clock.rate)

    for name, step, message, refusals in STEPS:
        group.add(
            "POST",
            f"{place}/{name}",
            answer=messages.CounterTicket,
            permission=Permission.SERVE,
            body=message,
            key=Key.HONOURED,
            refusals=refusals,
        )(_taking(step))
    return group


def _taking(step: Step) -> Callable[[Transaction, Ask], messages.CounterTicket]:
    def act(tx: Transaction, ask: Ask) -> messages.CounterTicket:
        return step(tx, ask.known, _place(ask), ask.body)

    act.__name__ = step.__name__
    act.__doc__ = _told_outside(step.__doc__ or "")
    return act


def _told_outside(about: str) -> str:
    """What a step does, without what it raises inside."""
    return about.partition("\n")[0].partition("; raises")[0].rstrip(".") + "."


def _place(ask: Ask) -> Place:
    return Place(ask.path["office"], ask.path["counter"])
