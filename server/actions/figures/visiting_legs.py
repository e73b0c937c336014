"""Which tickets of a log are legs of one visit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from server.domain.tickets import TicketState


def places(tickets: Iterable[Any], source: int) -> list[tuple[int, int | None, int]]:
    """The leg and the visit's wait in microseconds of tickets of `source`, with the id of the fact: of those
    for which something else is kept.

    `tickets` are those of an office day, by number and then in the order of issue. A visit goes on after a
    ticket that was transferred, and ends with the first that was not. Its wait stands with the ticket that
    was served, and is known only when that of every leg is.
    """
    found: list[tuple[int, int | None, int]] = []
    for _, of_number in groupby(tickets, key=lambda ticket: ticket.number):
        for visit in _visits(of_number):
            waits = [leg.wait_us for leg in visit]
            for place, leg in enumerate(visit, 1):
                completes = leg.outcome == TicketState.SERVED.value and None not in waits
                right = (place, sum(waits) if completes else None)
                if leg.source == source and right != (leg.leg, leg.visit_us):
                    found.append((*right, leg.id))
    return found


def _visits(tickets: Iterable[Any]) -> Iterator[list[Any]]:
    visit: list[Any] = []
    for ticket in tickets:
        visit.append(ticket)
        if ticket.outcome != TicketState.TRANSFERRED.value:
            yield visit
            visit = []
    if visit:
        yield visit
