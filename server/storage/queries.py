"""The questions the actions ask of the line, the counters and the day."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, and_, bindparam, false, func, not_, or_, select, tuple_

from server.domain.figures import Leg
from server.domain.office import Counter, Office
from server.domain.ordering import Waiting
from server.domain.tickets import TicketState
from server.storage import states
from server.storage.column_types import Instant, RowId
from server.storage.happenings import Transaction
from server.storage.tables import counter, event, notice, ticket, visit
from server.storage.tables import office as offices
from server.storage.ticket_rows import WITH_VISIT
from server.storage.ticket_rows import TicketRow as TicketRow  # whoever asks speaks of rows

# The order of call. The one place that spells it in SQL; the rule is `ordering.in_order`.
CALL_ORDER = (ticket.c.due, ticket.c.visit_id)


def _in_line(office: Office, day: date) -> ColumnElement[bool]:
    return and_(ticket.c.office_id == office.id, ticket.c.day == day, states.WAITING)


def _callable_at(office: Office, counter: Counter) -> ColumnElement[bool]:
    """What this counter may call: its services, but not what was sent to a colleague who is there."""
    colleagues = [c for c in office.counters.values() if c.open and c.number != counter.number]
    theirs = or_(false(), *(_sent_to(office, colleague) for colleague in colleagues if colleague.skills))
    anybodys = [c.number for c in colleagues if not c.skills]
    elsewhere = or_(ticket.c.for_counter.in_(anybodys), theirs)
    return or_(
        _sent_to(office, counter),
        and_(
            ticket.c.service_id.in_(office.ids(counter.services)),
            or_(ticket.c.for_counter.is_(None), not_(elsewhere)),
        ),
    )


def _sent_to(office: Office, counter: Counter) -> ColumnElement[bool]:
    """What was sent to a counter whose clerk may serve it."""
    sent = ticket.c.for_counter == counter.number
    return sent if counter.skills is None else and_(sent, ticket.c.service_id.in_(office.ids(counter.skills)))


def waiting_line(
    tx: Transaction, office: Office, counter: Counter, *, day: date, limit: int = 200
) -> list[TicketRow]:
    """Whom this counter may call today, in the order of call, put-back ones included."""
    query = WITH_VISIT.where(_in_line(office, day), _callable_at(office, counter)).order_by(*CALL_ORDER)
    return list(tx.connection.execute(query.limit(limit)).all())


def candidates(
    tx: Transaction, office: Office, counter: Counter, *, day: date, limit: int = 8
) -> list[Waiting]:
    """The first people this counter may call right now."""
    ready = or_(ticket.c.callable_from.is_(None), ticket.c.callable_from <= tx.now)
    query = (
        select(ticket.c.id, ticket.c.visit_id, ticket.c.due, ticket.c.version, ticket.c.callable_from)
        .where(_in_line(office, day), _callable_at(office, counter), ready)
        .order_by(*CALL_ORDER)
        .limit(limit)
    )
    return [
        Waiting(row.id, row.visit_id, row.due, row.version, row.callable_from)
        for row in tx.connection.execute(query)
    ]


def everybody_waiting(tx: Transaction, office: Office) -> list[TicketRow]:
    """Everybody who waits on a day that is not closed, in the order of call: the line as events tell it."""
    open_days = ticket.c.day > (office.closed_through or date.min)
    query = select(ticket.c.number, ticket.c.service_id).where(
        ticket.c.office_id == office.id, open_days, states.WAITING
    )
    return list(tx.connection.execute(query.order_by(*CALL_ORDER)).all())


def ahead(
    tx: Transaction, office: Office, code: str, *, day: date, before: tuple[datetime, int] | None = None
) -> dict[str, int]:
    """Who waits with an earlier due that a counter serving `code` may call: how many per service code.

    `before` is the (due, visit) to look from, None for somebody who would come last.
    """
    counters, services = office.pool(code)
    due, visit_id = before or _LAST_OF_ALL
    rows = tx.connection.execute(
        _AHEAD,
        {
            "office": office.id,
            "day": day,
            "services": office.ids(services),
            "numbers": [counter.number for counter in counters],
            "due": due,
            "visit": visit_id,
        },
    )
    return {office.service_by_id(service_id).code: count for service_id, count in rows}


_LAST_OF_ALL = (datetime(9999, 1, 1, tzinfo=UTC), 0)
# Built once: every press asks it, and building it costs more than running it.
_AHEAD = (
    select(ticket.c.service_id, func.count())
    .where(
        ticket.c.office_id == bindparam("office"),
        ticket.c.day == bindparam("day"),
        states.WAITING,
        or_(
            and_(
                ticket.c.for_counter.is_(None), ticket.c.service_id.in_(bindparam("services", expanding=True))
            ),
            ticket.c.for_counter.in_(bindparam("numbers", expanding=True)),
        ),
        tuple_(ticket.c.due, ticket.c.visit_id)
        < tuple_(bindparam("due", type_=Instant), bindparam("visit", type_=RowId)),
    )
    .group_by(ticket.c.service_id)
)


def waiting_by_service(tx: Transaction, office: Office, *, day: date) -> dict[str, int]:
    """How many wait for each service."""
    query = (
        select(ticket.c.service_id, func.count()).where(_in_line(office, day)).group_by(ticket.c.service_id)
    )
    return {office.service_by_id(row[0]).code: row[1] for row in tx.connection.execute(query)}


def ticket_by_id(tx: Transaction, office: Office, ticket_id: int) -> TicketRow | None:
    query = WITH_VISIT.where(ticket.c.id == ticket_id, ticket.c.office_id == office.id)
    return tx.connection.execute(query).first()


def waiting_number(tx: Transaction, office: Office, number: str, *, day: date) -> TicketRow | None:
    """Who waits today with this number."""
    return tx.connection.execute(
        WITH_VISIT.where(_in_line(office, day), ticket.c.number == number).limit(1)
    ).first()


def ticket_by_token(tx: Transaction, token: str) -> TicketRow | None:
    """The current leg of the visit whose link this is."""
    query = WITH_VISIT.where(visit.c.token == token).order_by(ticket.c.leg.desc()).limit(1)
    return tx.connection.execute(query).first()


def current_ticket(tx: Transaction, office: Office, number: int) -> TicketRow | None:
    """The one person at a counter, called or being served, of whatever day."""
    query = WITH_VISIT.where(
        ticket.c.office_id == office.id,
        ticket.c.counter_number == number,
        states.AT_COUNTER,
    )
    return tx.connection.execute(query).first()


def busy_counters(tx: Transaction, office: Office) -> set[int]:
    """Numbers of the counters that have somebody."""
    query = select(ticket.c.counter_number).where(ticket.c.office_id == office.id, states.AT_COUNTER)
    return set(tx.connection.execute(query).scalars())


def on_hold(tx: Transaction, office: Office, number: int) -> list[TicketRow]:
    query = WITH_VISIT.where(
        ticket.c.office_id == office.id,
        ticket.c.counter_number == number,
        states.ON_HOLD,
    )
    return list(tx.connection.execute(query.order_by(ticket.c.held_at)).all())


def recent_no_shows(
    tx: Transaction, office: Office, number: int, *, day: date, since: datetime
) -> list[TicketRow]:
    """No-shows of this counter and day that may still be restored, newest first."""
    query = WITH_VISIT.where(
        ticket.c.office_id == office.id,
        ticket.c.day == day,
        ticket.c.counter_number == number,
        ticket.c.called_at.is_not(None),
        ticket.c.state == TicketState.NO_SHOW.value,
        ticket.c.ended_at >= since,
    )
    return list(tx.connection.execute(query.order_by(ticket.c.ended_at.desc()).limit(20)).all())


def open_tickets(tx: Transaction, office: Office, *, through: date) -> list[TicketRow]:
    """What still stands open of the office days up to `through`."""
    query = WITH_VISIT.where(
        ticket.c.office_id == office.id,
        ticket.c.day <= through,
        states.OPEN,
    )
    return list(tx.connection.execute(query.order_by(ticket.c.visit_id)).all())


def _answered(office: Office, day: date, counter: int | None, staff_id: int | None) -> ColumnElement[bool]:
    """The day's legs that ended served or transferred: a member of staff's own, or a counter's, or all."""
    told = [ticket.c.office_id == office.id, ticket.c.day == day, ticket.c.called_at.is_not(None)]
    if staff_id is not None:
        told.append(ticket.c.staff_id == staff_id)
    elif counter is not None:
        told.append(ticket.c.counter_number == counter)
    return and_(*told, states.ANSWERED)


def answered_legs(
    tx: Transaction, office: Office, *, day: date, counter: int | None = None, staff_id: int | None = None
) -> list[Leg]:
    """The day's answered legs, for figures."""
    rows = tx.connection.execute(_LEG_FACTS.where(_answered(office, day, counter, staff_id)))
    return [leg_of(row) for row in rows]


def dossiers_received(
    tx: Transaction, office: Office, *, day: date, counter: int | None = None, staff_id: int | None = None
) -> int:
    """How many dossier codes were entered with the day's answered legs."""
    query = select(ticket.c.dossiers).where(_answered(office, day, counter, staff_id))
    return sum(len(codes) for codes in tx.connection.execute(query).scalars())


_LEG_FACTS = select(
    ticket.c.visit_id,
    ticket.c.arrived_at,
    ticket.c.waits_from,
    ticket.c.state,
    ticket.c.ended_at,
    ticket.c.called_at,
    ticket.c.started_at,
    ticket.c.held_s,
    ticket.c.slot,
)


def leg_of(row: TicketRow) -> Leg:
    """A ticket as the figures see it."""
    return Leg(
        visit=row.visit_id,
        arrived_at=row.arrived_at,
        waits_from=row.waits_from,
        outcome=TicketState(row.state),
        ended_at=row.ended_at,
        called_at=row.called_at,
        started_at=row.started_at,
        held_s=row.held_s,
        slot=row.slot,
    )


def current_notices(tx: Transaction, office: Office) -> list[TicketRow]:
    query = select(notice).where(
        notice.c.office_id == office.id,
        notice.c.since <= tx.now,
        or_(notice.c.until.is_(None), notice.c.until > tx.now),
    )
    return list(tx.connection.execute(query.order_by(notice.c.id)).all())


def last_called(tx: Transaction, office: Office, numbers: list[int]) -> str | None:
    """The number last called at any of these counters."""
    query = select(counter.c.call_number).where(
        counter.c.office_id == office.id, counter.c.number.in_(numbers), counter.c.call_at.is_not(None)
    )
    number: str | None = tx.connection.execute(query.order_by(counter.c.call_at.desc()).limit(1)).scalar()
    return number


def board_calls(tx: Transaction, office: Office) -> list[TicketRow]:
    """The latest call of every counter, newest first."""
    query = select(counter).where(counter.c.office_id == office.id, counter.c.call_id.is_not(None))
    return list(tx.connection.execute(query.order_by(counter.c.call_at.desc(), counter.c.id)).all())


def seq_of(tx: Transaction, office: Office) -> int:
    """The office's latest event."""
    seq: int = tx.connection.execute(select(offices.c.seq).where(offices.c.id == office.id)).scalar_one()
    return seq


def events_after(tx: Transaction, office_id: int, seq: int, *, limit: int) -> list[TicketRow]:
    """Events of an office in order of seq."""
    query = select(event).where(event.c.office_id == office_id, event.c.seq > seq)
    return list(tx.connection.execute(query.order_by(event.c.seq).limit(limit)).all())
