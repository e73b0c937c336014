"""What the live hall and its alerts ask of the day: the line, the counters, days alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Row, func, select, type_coerce

from server.domain.figures import Leg
from server.domain.office import Office
from server.domain.waiting import cycles
from server.storage import states
from server.storage.facts import visible
from server.storage.happenings import Transaction
from server.storage.paces import recent_calls
from server.storage.queries import leg_of
from server.storage.tables import counter, device, ticket, ticket_fact

HallRow = Row[*tuple[Any, ...]]

GUARDED_DEVICES = ("kiosk", "counter", "display", "tablet")
"""Roles of devices that stand somewhere and are missed when they fall silent."""


def waiting_everywhere(tx: Transaction) -> list[HallRow]:
    """Everybody who waits, in every office, whoever came first in front."""
    told = select(
        ticket.c.office_id, ticket.c.day, ticket.c.service_id, ticket.c.number, ticket.c.waits_from
    ).where(states.WAITING)
    return list(tx.connection.execute(told.order_by(ticket.c.waits_from, ticket.c.id)).all())


def line(tx: Transaction, office: Office, day: date) -> list[HallRow]:
    """Who waits at an office today, whoever came first in front."""
    query = select(
        ticket.c.service_id,
        ticket.c.number,
        ticket.c.waits_from,
        ticket.c.due,
        ticket.c.for_counter,
    ).where(ticket.c.office_id == office.id, ticket.c.day == day, states.WAITING)
    return list(tx.connection.execute(query.order_by(ticket.c.waits_from, ticket.c.id)).all())


def at_counters(tx: Transaction, office: Office) -> list[HallRow]:
    """Who is called, served or on hold now."""
    query = select(
        ticket.c.counter_number,
        ticket.c.service_id,
        ticket.c.number,
        ticket.c.state,
        ticket.c.waits_from,
        ticket.c.called_at,
        ticket.c.started_at,
    ).where(ticket.c.office_id == office.id, states.OPEN, ~states.WAITING)
    return list(tx.connection.execute(query).all())


def answered(tx: Transaction, office: Office, day: date) -> list[tuple[str, Leg]]:
    """The day's answered legs with the codes of their services."""
    query = select(
        ticket.c.service_id,
        ticket.c.visit_id,
        ticket.c.arrived_at,
        ticket.c.waits_from,
        ticket.c.state,
        ticket.c.ended_at,
        ticket.c.called_at,
        ticket.c.started_at,
        ticket.c.held_s,
        ticket.c.slot,
    ).where(
        ticket.c.office_id == office.id,
        ticket.c.day == day,
        ticket.c.called_at.is_not(None),
        states.ANSWERED,
    )
    return [(office.service_by_id(row.service_id).code, leg_of(row)) for row in tx.connection.execute(query)]


def came_today(tx: Transaction, office: Office, day: date) -> list[HallRow]:
    """Who came today without a booking, transferred legs too: service, category, leg and when."""
    query = select(ticket.c.service_id, ticket.c.category, ticket.c.leg, ticket.c.arrived_at).where(
        ticket.c.office_id == office.id, ticket.c.day == day, ticket.c.slot.is_(None)
    )
    return list(tx.connection.execute(query).all())


def came_on(tx: Transaction, office: Office, days: Collection[date]) -> list[HallRow]:
    """The same of past days, from their facts, with the day."""
    query = select(
        ticket_fact.c.office_day,
        ticket_fact.c.service,
        ticket_fact.c.category,
        ticket_fact.c.leg,
        ticket_fact.c.arrived_at,
    ).where(
        ticket_fact.c.office_id == office.id,
        ticket_fact.c.day.in_(days),
        ticket_fact.c.slot.is_(None),
        visible,
    )
    return list(tx.connection.execute(query).all())


def measured_times(tx: Transaction, office: Office, day: date) -> dict[str, list[float]]:
    """Seconds for which each recent call kept its counter, by service, of the last two weeks."""
    found: dict[str, list[float]] = {}
    for cycle in cycles(recent_calls(tx.connection, office, day)):
        found.setdefault(cycle.service, []).append(cycle.seconds)
    return found


def counters_since(tx: Transaction, offices: Sequence[int]) -> dict[tuple[int, int], datetime | None]:
    """Since when each counter stands as it does, by office and number."""
    query = select(counter.c.office_id, counter.c.number, counter.c.changed_at)
    rows = tx.connection.execute(query.where(counter.c.office_id.in_(offices)))
    return {(row.office_id, row.number): row.changed_at for row in rows}


def guarded_devices(tx: Transaction) -> list[HallRow]:
    """The devices that are missed when they fall silent, and every kiosk's printer."""
    query = select(
        device.c.id,
        device.c.office_id,
        device.c.name,
        device.c.role,
        device.c.seen_at,
        device.c.printer,
        device.c.reported_at,
    ).where(device.c.revoked_at.is_(None), device.c.role.in_(GUARDED_DEVICES))
    return list(tx.connection.execute(query.order_by(device.c.id)).all())


def day_mean(tx: Transaction, office: Office, day: date) -> tuple[int, float | None]:
    """How many were answered today, and their mean wait in seconds, summed in the database."""
    wait = type_coerce(ticket.c.called_at, BigInteger) - type_coerce(ticket.c.waits_from, BigInteger)
    whole = func.sum(func.max(wait, 0) if tx.connection.dialect.name == "sqlite" else func.greatest(wait, 0))
    query = select(func.count(), whole).where(
        ticket.c.office_id == office.id, ticket.c.day == day, ticket.c.called_at.is_not(None), states.ANSWERED
    )
    n, total_us = tx.connection.execute(query).one()
    return n, float(total_us) / n / 1e6 if n else None
