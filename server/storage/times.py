"""Single waits from the facts: for exact quantiles where there are few, and for going down to the tickets."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, extract, select

from server.domain.periods import Period
from server.storage.facts import FactRow, visible
from server.storage.happenings import Transaction
from server.storage.tables import ticket_fact

_COLUMNS = {
    "service": ticket_fact.c.service,
    "clerk": ticket_fact.c.clerk,
    "category": ticket_fact.c.category,
    "channel": ticket_fact.c.channel,
}


def which(
    offices: Collection[int], period: Period, *, only: tuple[str, str] | None = None
) -> ColumnElement[bool]:
    """The facts of some offices' days that figures count, of one key of a dimension or all."""
    facts = and_(
        ticket_fact.c.office_id.in_(offices), ticket_fact.c.day.between(period.first, period.last), visible
    )
    return facts if only is None else and_(facts, under(*only))


def under(dimension: str, key: str) -> ColumnElement[bool]:
    """The facts under a key, spelled as `server.domain.day_figures` spells keys; empty: none is known."""
    if dimension == "counter":
        return ticket_fact.c.counter.is_(None) if key == "" else ticket_fact.c.counter == _number(key)
    column = _COLUMNS[dimension]
    return column.is_(None) if key == "" else column == key


def _number(key: str) -> int:
    """A counter's number; what is no number is no counter's."""
    return int(key) if key.isascii() and key.isdigit() and len(key) <= 6 else -1


def single_waits(tx: Transaction, facts: ColumnElement[bool]) -> Sequence[FactRow]:
    """The wait of each fact, or the time waited in vain, with everything that figures are grouped by."""
    query = select(
        ticket_fact.c.office_id,
        ticket_fact.c.day,
        ticket_fact.c.half_hour,
        ticket_fact.c.service,
        ticket_fact.c.counter,
        ticket_fact.c.clerk,
        ticket_fact.c.category,
        ticket_fact.c.channel,
        ticket_fact.c.wait_us,
        ticket_fact.c.lost_us,
    )
    return tx.connection.execute(query.where(facts)).all()


def facts(tx: Transaction, which: ColumnElement[bool], *, most: int) -> Sequence[FactRow] | None:
    """Whole facts; None when there are more than `most`."""
    found = tx.connection.execute(select(ticket_fact).where(which).limit(most + 1)).all()
    return found if len(found) <= most else None


def on_weekday(weekday: int) -> ColumnElement[bool]:
    """The facts of an ISO weekday, 1 Monday to 7 Sunday."""
    return extract("dow", ticket_fact.c.day) == weekday % 7
