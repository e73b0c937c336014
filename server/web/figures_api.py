"""Doors of the figures: by the one definition, for whoever answers for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.actions.figures import (
    asking,
    going_down,
    keeping_bookings,
    producing,
    projecting,
    reporting,
    telling_devices,
    telling_figures,
    using_counters,
)
from server.contract.messages import Answer, Request
from server.contract.messages import figures as messages
from server.contract.messages.figure_quality import Devices
from server.domain import errors
from server.domain.figure_errors import OneOffice, TooManyTickets
from server.domain.office import Office
from server.domain.people import Permission
from server.storage.happenings import Transaction
from server.web.doors import Act, Ask, Doors
from server.web.figures_queries import (
    BookingFiguresQuery,
    CounterDayQuery,
    FilteredQuery,
    PeriodQuery,
    TicketsQuery,
    WaitsQuery,
)

_OWN_TOO = Permission.READ_FIGURES
"""Clerks read their own; the figures of an office as a whole are for who answers for it."""
_REFUSALS = (errors.UnknownOffice,)


def doors() -> Doors:
    """The doors of this module. Figures are brought up to the latest event before they are read."""
    group = Doors("figures_api")
    _add_waits(group)
    _add_counters(group)
    _add_kept_promises(group)
    return group


def _reads(
    group: Doors,
    name: str,
    *,
    answer: type[Answer],
    query: type[Request],
    permission: Permission = Permission.READ_ANSWERABLE_FIGURES,
    refusals: tuple[type[errors.Refusal], ...] = _REFUSALS,
) -> Callable[[Act], Act]:
    """A door to figures."""
    about: dict[str, Any] = {"scope": "figures:read", "query": query, "refusals": refusals}
    about |= {"permission": permission, "before": projecting.catch_up, "writes": False}
    return group.add("GET", f"/figures/{name}", answer=answer, **about)


def _add_waits(group: Doors) -> None:
    too_many = (*_REFUSALS, TooManyTickets, OneOffice)

    @_reads(group, "waits", answer=messages.Waits, query=WaitsQuery, permission=_OWN_TOO, refusals=too_many)
    def show_waits(tx: Transaction, ask: Ask) -> messages.Waits:
        """The waits of some offices' days, grouped by day, half-hour, service, counter, clerk and so on."""
        report = waits_report(tx, ask)
        if report.by == "clerk" or (report.only is not None and report.only[0] == "clerk"):
            asking.note_reading(
                tx, ask.known, report.offices, found=len(report.rows), what="figures of clerks"
            )
        return telling_figures.told(report, ask.known)

    @_reads(group, "distribution", answer=messages.Distribution, query=FilteredQuery, permission=_OWN_TOO)
    def show_distribution(tx: Transaction, ask: Ask) -> messages.Distribution:
        """How many waited how many minutes."""
        said: FilteredQuery = ask.query
        offices = asking.offices_for(tx, ask.known, said.office, period=said.period, level=said.level)
        (only,) = asking.all_narrowed(tx, ask.known, offices, said.filters) or (None,)
        return going_down.distribution(tx, offices, said.period, only=only)

    @_reads(group, "tickets", answer=messages.TicketFacts, query=TicketsQuery, permission=_OWN_TOO)
    def show_tickets(tx: Transaction, ask: Ask) -> messages.TicketFacts:
        """The tickets behind a figure, a page at a time."""
        said: TicketsQuery = ask.query
        offices = asking.offices_for(tx, ask.known, said.office, period=said.period, level=said.level)
        under = asking.all_narrowed(tx, ask.known, offices, said.filters)
        shown = going_down.tickets(tx, offices, said.period, wanted=_wanted(said, under))
        named = sum(ticket.clerk is not None for ticket in shown.tickets)
        asking.note_reading(tx, ask.known, offices, found=named, what="tickets of clerks")
        return shown


def _add_counters(group: Doors) -> None:
    @_reads(group, "counters", answer=messages.CounterUses, query=PeriodQuery)
    def show_counter_uses(tx: Transaction, ask: Ask) -> messages.CounterUses:
        """How long counters were open, and how much of that they were occupied."""
        offices = asking.offices_for(tx, ask.known, ask.query.office, period=ask.query.period)
        return using_counters.uses(tx, offices, ask.query.period)

    @_reads(group, "counter-day", answer=messages.CounterDay, query=CounterDayQuery)
    def show_counter_day(tx: Transaction, ask: Ask) -> messages.CounterDay:
        """One day of an office's counters: when they were open, and which tickets they had."""
        office = tx.office(ask.query.office)
        ask.known.must_be_of(office.id)
        shown = using_counters.of_day(tx, office, ask.query.day)
        named = sum(span.clerk is not None for span in shown.spans)
        asking.note_reading(tx, ask.known, [office], found=named, what="counters of a day")
        return shown

    @_reads(group, "devices", answer=Devices, query=PeriodQuery)
    def show_device_figures(tx: Transaction, ask: Ask) -> Devices:
        """For how long devices were missed, and how far kiosks' own clocks were off."""
        offices = asking.offices_for(tx, ask.known, ask.query.office, period=ask.query.period)
        return telling_devices.device_figures(tx, offices, ask.query.period)


def _add_kept_promises(group: Doors) -> None:
    @_reads(group, "bookings", answer=messages.Bookings, query=BookingFiguresQuery)
    def show_booking_figures(tx: Transaction, ask: Ask) -> messages.Bookings:
        """How bookings were kept: called in time, missed, made how long ahead."""
        offices = asking.offices_for(tx, ask.known, ask.query.office, period=ask.query.period)
        return keeping_bookings.bookings(tx, offices, ask.query.period, by=ask.query.by)

    @_reads(group, "productivity", answer=messages.Productivities, query=PeriodQuery)
    def show_productivity(tx: Transaction, ask: Ask) -> messages.Productivities:
        """Dossiers received by the staff on duty, against the target, and the time each took."""
        offices = asking.offices_for(tx, ask.known, ask.query.office, period=ask.query.period)
        return producing.productivities(tx, offices, ask.query.period)


def _asked(tx: Transaction, ask: Ask) -> tuple[list[Office], asking.Only | None]:
    """The offices that are asked for, and what of them the caller may see."""
    said: FilteredQuery = ask.query
    offices = asking.offices_for(tx, ask.known, said.office, period=said.period, level=said.level)
    return offices, asking.narrowed(tx, ask.known, offices, said.only)


_WITHIN_ONE_OFFICE = ("counter", "clerk")


def waits_report(tx: Transaction, ask: Ask) -> reporting.Report:
    """The report that a `WaitsQuery` asks for, as far as the caller may see. Raises `OneOffice` for counters
    or clerks of several: counter 3 of one office has nothing to do with counter 3 of another."""
    offices, only = _asked(tx, ask)
    if ask.query.by in _WITHIN_ONE_OFFICE and len(offices) > 1:
        raise OneOffice(by=ask.query.by)
    return reporting.waits(tx, offices, ask.query.period, by=ask.query.by, only=only)


def _wanted(said: TicketsQuery, under: tuple[asking.Only, ...]) -> going_down.Wanted:
    hour = None
    if said.half_hour is not None:
        hours, minutes = said.half_hour.split(":")
        hour = int(hours) * 2 + int(minutes) // 30
    return going_down.Wanted(
        under=under,
        half_hour=hour,
        weekday=said.weekday,
        outcome=said.outcome,
        over_s=said.over_s,
        upto_s=said.upto_s,
        booked=said.booked,
        longest_first=said.order == "longest",
        skip=said.skip,
        limit=said.limit,
    )
