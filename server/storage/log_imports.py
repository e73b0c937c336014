"""Imported logs: facts that are staged unseen, made visible by one word, and taken out again in steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    tuple_,
    type_coerce,
    update,
)

from server.domain.day_figures import TOTALS, DaySums
from server.storage.column_types import Instant
from server.storage.facts import COLUMNS, visible
from server.storage.happenings import Transaction
from server.storage.tables import day_figures, log_import, office, ticket, ticket_fact

FactKey = tuple[str, int]
"""What tells tickets of an office day apart: the number, and the moment of its issue in microseconds."""


class StagedFact(NamedTuple):
    """What the sums of a day need of a fact."""

    half_hour: int
    service: str
    counter: int | None
    clerk: str | None
    category: str | None
    channel: str
    outcome: str
    wait_us: int | None
    raw_us: int | None
    in_hours_us: int | None
    visit_us: int | None
    way_us: int | None
    counter_us: int | None
    held_us: int
    lost_us: int | None
    dossiers: int
    calls: int
    out_of_order: bool
    inferred: bool
    punctual: bool | None
    told_low_us: int | None
    told_high_us: int | None


# --- an import's own row ----------------------------------------------------------------------------


def begin(tx: Transaction, *, file_name: str, sha256: str) -> int:
    """A new import, unseen until it is published; its number."""
    row = {"file_name": file_name, "sha256": sha256, "rows": 0, "known": 0, "began_at": tx.now}
    number: int = tx.connection.execute(insert(log_import).returning(log_import.c.id), row).scalar_one()
    return number


def publish(tx: Transaction, number: int, *, rows: int, known: int) -> None:
    """Let everything of an import be seen at once."""
    mine = update(log_import).where(log_import.c.id == number)
    tx.connection.execute(mine.values(rows=rows, known=known, published_at=tx.now))


def hide(tx: Transaction, number: int) -> bool:
    """Let nothing of an import be seen any more; False where there is no such import."""
    mine = update(log_import).where(log_import.c.id == number).values(published_at=None)
    return tx.connection.execute(mine).rowcount == 1


def unpublished(tx: Transaction) -> list[int]:
    """Imports of which nothing is seen: under way, or given up."""
    query = select(log_import.c.id).where(log_import.c.published_at.is_(None))
    return list(tx.connection.execute(query.order_by(log_import.c.id)).scalars())


def every(tx: Transaction) -> list[Row[*tuple[Any, ...]]]:
    """Every published import, with the office days its facts count on."""
    mine = and_(ticket_fact.c.source == log_import.c.id, ticket_fact.c.source != 0)
    days = func.min(ticket_fact.c.office_day).label("first"), func.max(ticket_fact.c.office_day).label("last")
    query = select(log_import, *days).outerjoin(ticket_fact, mine).group_by(*log_import.c)
    shown = query.where(log_import.c.published_at.is_not(None)).order_by(log_import.c.id)
    return list(tx.connection.execute(shown).all())


def successors(tx: Transaction) -> dict[str, str]:
    """The office that took over from each that has a successor, by their codes."""
    after = office.alias("after")
    query = select(office.c.code, after.c.code).join(after, after.c.id == office.c.successor_id)
    return {code: successor for code, successor in tx.connection.execute(query)}


# --- staging ----------------------------------------------------------------------------------------


def stage(tx: Transaction, facts: Sequence[Sequence[Any]]) -> None:
    """Write facts, each a row of `facts.COLUMNS` as the database keeps it, ten times as fast as usual."""
    _insert_many(tx.connection, "ticket_fact", COLUMNS, facts)


def add_sums(tx: Transaction, place: tuple[int, date, int], sums: Iterable[DaySums]) -> None:
    """Write the sums of a day that has none; `place` is its office, date and source."""
    office_id, day, source = place
    where = office_id, day.isoformat(), source
    rows = [(*where, s.dimension, s.key, s.longest_us, s.waits, s.losses, *s.totals) for s in sums]
    _insert_many(tx.connection, "day_figures", _SUM_COLUMNS, rows)


_SUM_COLUMNS = (
    *("office_id", "day", "source", "dimension", "key", "longest_us", "waits", "losses"),
    *TOTALS,
)


def _insert_many(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    if not rows:
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join([mark] * len(columns))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  # nosec B608  # names are ours
    connection.exec_driver_sql(statement, [tuple(row) for row in rows])


def known_on(tx: Transaction, office_id: int, day: date) -> dict[FactKey, tuple[Any, ...] | None]:
    """What is known of an office day: how each ticket ended, in the order of `CONTENT`; None for one that
    is measured here and has not ended, or not been looked at yet."""
    where = {"office": office_id, "day": day}
    here = {(row[0], row[1]): None for row in tx.connection.execute(_HERE, where)}
    facts = {(row[0], row[1]): tuple(row[2:]) for row in tx.connection.execute(_KNOWN, where)}
    return {**here, **facts}


CONTENT = (
    *("service", "channel", "category", "arrived_at", "slot", "called_at", "started_at", "ended_at"),
    *("counter", "clerk", "outcome", "inferred"),
)
"""What a log says of a ticket besides what it is known by."""
_of_day = (ticket_fact.c.office_id == bindparam("office"), ticket_fact.c.office_day == bindparam("day"))


def _as_kept(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Moments as the microseconds they are kept as, to be compared with facts that are made of them."""
    return type_coerce(column, BigInteger) if isinstance(column.type, Instant) else column


_KNOWN: Select[Any] = select(
    *(_as_kept(ticket_fact.c[name]) for name in ("number", "issued_at", *CONTENT))
).where(*_of_day, visible)
_HERE: Select[Any] = select(ticket.c.number, _as_kept(ticket.c.issued_at)).where(
    ticket.c.office_id == bindparam("office"), ticket.c.day == bindparam("day")
)


_OF_A_LEG = ("id", "number", "outcome", "wait_us", "leg", "visit_us", "source")


def staged_legs(tx: Transaction, office_id: int, day: date, source: int) -> Sequence[Row[Any]]:
    """The tickets of an office day in the order of issue, for each number: those of this import, and those
    seen already."""
    query = (
        select(*(ticket_fact.c[name] for name in _OF_A_LEG))
        .where(ticket_fact.c.office_id == office_id, ticket_fact.c.office_day == day)
        .where(visible | (ticket_fact.c.source == source))
        .order_by(ticket_fact.c.number, ticket_fact.c.issued_at, ticket_fact.c.id)
    )
    return tx.connection.execute(query).all()


def place_legs(tx: Transaction, legs: Sequence[tuple[int, int | None, int]]) -> None:
    """Write which leg of its visit a fact is and what the visit waited: (leg, visit_us, id of the fact)."""
    if legs:
        mark = "?" if tx.connection.dialect.name == "sqlite" else "%s"
        statement = f"UPDATE ticket_fact SET leg = {mark}, visit_us = {mark} WHERE id = {mark}"  # noqa: S608  # nosec B608
        tx.connection.exec_driver_sql(statement, list(legs))


def staged_facts(tx: Transaction, office_id: int, day: date, source: int) -> list[StagedFact]:
    """The facts of an import that count on a day; yes and no may be 1 and 0."""
    mark = "?" if tx.connection.dialect.name == "sqlite" else "%s"
    names = ", ".join(StagedFact._fields)
    where = f"office_id = {mark} AND day = {mark} AND source = {mark}"
    query = f"SELECT {names} FROM ticket_fact WHERE {where}"  # noqa: S608  # nosec B608  # names are ours
    rows = tx.connection.exec_driver_sql(query, (office_id, day.isoformat(), source)).all()
    return [StagedFact._make(row) for row in rows]


# --- taking out -------------------------------------------------------------------------------------


def remove_some(tx: Transaction, number: int, most: int) -> int:
    """Take out at most so many rows of an import that is not seen; 0 when nothing is left of it."""
    some = select(ticket_fact.c.id).where(ticket_fact.c.source == number, ticket_fact.c.source != 0)
    if gone := tx.connection.execute(
        delete(ticket_fact).where(ticket_fact.c.id.in_(some.limit(most)))
    ).rowcount:
        return gone
    sums = tuple_(*day_figures.primary_key.columns)
    these = select(*day_figures.primary_key.columns).where(
        day_figures.c.source == number, day_figures.c.source != 0
    )
    if gone := tx.connection.execute(delete(day_figures).where(sums.in_(these.limit(most)))).rowcount:
        return gone
    tx.connection.execute(delete(log_import).where(log_import.c.id == number))
    return 0


# --- what an export tells ---------------------------------------------------------------------------


def facts_between(
    tx: Transaction, codes: Sequence[str], first: date, last: date
) -> Iterable[Row[*tuple[Any, ...]]]:
    """The visible facts of some offices' days, both included, by office and in the order of issue; each
    with the `code` of its office. Read by and by."""
    query = (
        select(office.c.code, ticket_fact)
        .join(office, office.c.id == ticket_fact.c.office_id)
        .where(office.c.code.in_(codes), ticket_fact.c.office_day.between(first, last), visible)
        .order_by(office.c.code, ticket_fact.c.office_day, ticket_fact.c.issued_at, ticket_fact.c.number)
    )
    return tx.connection.execute(query, execution_options={"yield_per": 5_000})
