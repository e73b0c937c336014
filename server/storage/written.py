"""What anybody wrote in free text: where it stands, and how it is blanked while what is counted stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, select, update
from sqlalchemy import text as sql

from server.domain.tickets import OWN_REASONS
from server.domain.traces import Traces
from server.storage.happenings import Transaction
from server.storage.offices import new_stamp
from server.storage.tables import (
    WITH_REASON,
    counter,
    counter_span,
    event,
    idempotent_answer,
    notice,
    office,
    rating,
    ticket,
    webhook_delivery,
)

ERASED = "•••"
"""What stands for a dossier that was erased: how many there were still counts."""
_REASON = event.c.detail["reason"].as_string()
_SAID = and_(sql(WITH_REASON), _REASON.is_not(None), _REASON.not_in(OWN_REASONS))
"""Events with a reason that somebody typed; said literally, as the partial index says it."""
_BLANKS: tuple[tuple[Table, str, str | None], ...] = (
    (ticket, "note", ""),
    (ticket, "reason", None),
    (rating, "remark", None),
    (counter_span, "reason", None),
)


def forget_reasons(tx: Transaction, *, before: datetime) -> int:
    """Blank the reasons typed before a moment, with tickets, events and pauses; how many there were."""
    old = and_(ticket.c.reason.not_in(OWN_REASONS), ticket.c.ended_at < before)
    gone = tx.connection.execute(update(ticket).where(old).values(reason=None)).rowcount
    paused = and_(counter_span.c.reason.is_not(None), counter_span.c.began_at < before)
    gone += tx.connection.execute(update(counter_span).where(paused).values(reason=None)).rowcount
    return gone + _blank_events(tx, event.c.at < before)


def forget_notices(tx: Transaction, *, before: datetime) -> int:
    """Delete the notices that ended before a moment; how many there were."""
    return tx.connection.execute(delete(notice).where(notice.c.until < before)).rowcount


def reasons_of(tx: Transaction, tickets: Collection[int]) -> dict[int, list[str]]:
    """The reasons typed with these tickets, by ticket, in the order of the events."""
    query = select(event.c.ticket_id, _REASON).where(_SAID, event.c.ticket_id.in_(list(tickets)))
    found: dict[int, list[str]] = {}
    for ticket_id, reason in tx.connection.execute(query.order_by(event.c.seq)):
        found.setdefault(ticket_id, []).append(reason)
    return found


def blank_visits(tx: Transaction, visits: Collection[int]) -> int:
    """Blank what clerks wrote of these visits, the dossiers they received, and what was written with their
    ratings; how many there were."""
    mine = ticket.c.visit_id.in_(list(visits))
    of_tickets = event.c.ticket_id.in_(select(ticket.c.id).where(mine))
    changes = (
        update(ticket).where(mine, ticket.c.note != "").values(note=""),
        update(ticket).where(mine, ticket.c.reason.not_in(OWN_REASONS)).values(reason=None),
        update(rating)
        .where(rating.c.visit_id.in_(list(visits)), rating.c.remark.is_not(None))
        .values(remark=None),
    )
    gone = sum(tx.connection.execute(change).rowcount for change in changes)
    return gone + _blank_events(tx, of_tickets) + _blank_dossiers(tx, visits)


def dossiers_of(tx: Transaction, visits: Collection[int]) -> set[str]:
    """The dossiers that were received on these visits."""
    query = select(ticket.c.dossiers).where(ticket.c.visit_id.in_(list(visits)))
    return {code for (codes,) in tx.connection.execute(query) for code in codes if code != ERASED}


def blank_texts(tx: Transaction, traces: Traces) -> int:
    """Blank whatever anybody wrote that has one of these traces in it, with other visits, pauses and ratings,
    and delete kept answers and payloads with them; how many there were."""
    if not traces:
        return 0
    gone = sum(_blank_column(tx, traces, *one) for one in _BLANKS)
    gone += _blank_counters(tx, traces)
    query = select(event.c.office_id, event.c.seq, _REASON).where(_SAID)
    for office_id, seq, reason in tx.connection.execute(query).all():
        if traces.are_in(reason):
            gone += _blank_events(tx, and_(event.c.office_id == office_id, event.c.seq == seq))
    bodies = [row.id for row in _rows(tx, webhook_delivery, "body") if traces.are_in(row.body)]
    gone += _delete(tx, webhook_delivery, webhook_delivery.c.id.in_(bodies))
    for row in _rows(tx, idempotent_answer, "answer"):
        if traces.are_in(row.answer):
            this = and_(idempotent_answer.c.scope == row.scope, idempotent_answer.c.key == row.key)
            gone += _delete(tx, idempotent_answer, this)
    return gone


def delete_notices(tx: Transaction, traces: Traces) -> set[str]:
    """Delete the notices with one of these traces; the codes of the offices in which there were some."""
    query = select(notice.c.id, notice.c.texts, office.c.code).join(office, office.c.id == notice.c.office_id)
    found = [row for row in tx.connection.execute(query) if any(map(traces.are_in, row.texts.values()))]
    _delete(tx, notice, notice.c.id.in_([row.id for row in found]))
    return {row.code for row in found}


def _blank_column(tx: Transaction, traces: Traces, table: Table, name: str, blank: str | None) -> int:
    own = OWN_REASONS if name == "reason" else ()
    ids = [row.id for row in _rows(tx, table, name) if row[1] not in own and traces.are_in(row[1])]
    return tx.connection.execute(update(table).where(table.c.id.in_(ids)).values({name: blank})).rowcount


def _blank_counters(tx: Transaction, traces: Traces) -> int:
    """Why a counter is paused now is in the memory of servers, too: they are told to read it anew."""
    rows = tx.connection.execute(select(counter.c.id, counter.c.office_id, counter.c.reason)).all()
    found = [row for row in rows if traces.are_in(row.reason)]
    tx.connection.execute(update(counter).where(counter.c.id.in_([r.id for r in found])).values(reason=None))
    offices = office.c.id.in_({row.office_id for row in found})
    tx.connection.execute(update(office).where(offices).values(hall_stamp=new_stamp()))
    return len(found)


def _blank_events(tx: Transaction, which: ColumnElement[bool]) -> int:
    """The events stay, with their numbers and all but the reason."""
    rows = tx.connection.execute(select(event.c.office_id, event.c.seq, event.c.detail).where(_SAID, which))
    found = rows.all()
    for row in found:
        kept = {name: value for name, value in row.detail.items() if name != "reason"}
        this = and_(event.c.office_id == row.office_id, event.c.seq == row.seq)
        tx.connection.execute(update(event).where(this).values(detail=kept))
    return len(found)


def _blank_dossiers(tx: Transaction, visits: Collection[int]) -> int:
    query = select(ticket.c.id, ticket.c.dossiers).where(ticket.c.visit_id.in_(list(visits)))
    found = [row for row in tx.connection.execute(query).all() if set(row.dossiers) - {ERASED}]
    for row in found:
        blank = update(ticket).where(ticket.c.id == row.id).values(dossiers=[ERASED] * len(row.dossiers))
        tx.connection.execute(blank)
    return len(found)


def _rows(tx: Transaction, table: Table, name: str) -> list[Any]:
    """The keys of the rows that have something in a column of text, and what stands there, last."""
    column = table.c[name]
    query = select(*table.primary_key.columns, column).where(column.is_not(None), column != "")
    return list(tx.connection.execute(query).all())


def _delete(tx: Transaction, table: Table, which: ColumnElement[bool]) -> int:
    return tx.connection.execute(delete(table).where(which)).rowcount
