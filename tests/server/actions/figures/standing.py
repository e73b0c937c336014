"""What stands in the figures, and whether it is what it should be."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import delete, select, update

from server.actions.figures import projecting
from server.domain.day_figures import DIMENSIONS, TOTALS, Histogram
from server.storage import facts
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.tables import counter_span, day_figures, figures_cursor, office, ticket_fact
from tests.support import plain_figures
from tests.support.offices import OFFICE
from tests.support.plain_figures import Wall, around_the_clock

VIETNAM = around_the_clock("Asia/Ho_Chi_Minh")


def standing(database: Database) -> dict[str, list[str]]:
    """Every fact, sum and span, without the numbers of their rows."""
    tables = {"facts": ticket_fact, "sums": day_figures, "spans": counter_span}
    with database.read() as tx:
        return {
            name: sorted(
                repr(tuple(row))
                for row in tx.connection.execute(select(*(c for c in table.c if c.name != "id")))
            )
            for name, table in tables.items()
        }


def forget_all(database: Database) -> None:
    """Throw every figure away, as if nothing had ever been followed."""

    def act(tx: Transaction) -> None:
        for table in (ticket_fact, day_figures, counter_span):
            tx.connection.execute(delete(table))
        tx.connection.execute(update(figures_cursor).values(seq=0))

    database.write(act)


def wrong_sums(database: Database, code: str = OFFICE) -> int:
    """How many sums differ from those made anew from the tickets, over all days there are."""
    with database.read() as tx:
        days = facts.office_days(tx, tx.office(code).id)
    if days is None:
        return 0
    first, last = days
    return database.write(lambda tx: projecting.reconcile(tx, code, first, last))


def stored_sums(tx: Transaction, office_id: int) -> plain_figures.Sums:
    """The sums that are kept, as the plain computation tells them."""
    query = select(day_figures).where(day_figures.c.office_id == office_id)
    return {
        (row.day, row.dimension, row.key): plain_figures.without_noughts(
            Counter({name: getattr(row, name) for name in (*TOTALS, "longest_us") if name != "in_hours_us"})
        )
        for row in tx.connection.execute(query)
    }


def assert_as_plain_computation_tells(database: Database, wall: Wall = VIETNAM) -> None:
    """Sums equal those of the plain computation from ticket rows; histograms hold as many."""
    with database.read() as tx:
        for place in tx.connection.execute(select(office.c.id, office.c.code)):
            plain = plain_figures.ended(tx, place.id, wall)
            assert stored_sums(tx, place.id) == plain_figures.sums(plain)
            assert_histograms_hold_everybody(tx, place.id)
            assert_every_dimension_adds_up(tx, place.id)


def assert_histograms_hold_everybody(tx: Transaction, office_id: int) -> None:
    for row in tx.connection.execute(select(day_figures).where(day_figures.c.office_id == office_id)):
        lost = row.no_show + row.left + row.removed + row.closed_by_system
        assert Histogram.unpacked([row.waits]).n == row.n
        assert Histogram.unpacked([row.losses]).n == lost


def assert_every_dimension_adds_up(tx: Transaction, office_id: int) -> None:
    """What is counted by any dimension is counted in all, no more and no less."""
    by: dict[Any, Counter[str]] = {}
    for row in tx.connection.execute(select(day_figures).where(day_figures.c.office_id == office_id)):
        mine: Any = by.setdefault((row.day, row.dimension), Counter())
        mine.update({name: getattr(row, name) for name in TOTALS})
    for (day, _), found in by.items():
        assert found == by[day, "all"]
    assert {dimension for _, dimension in by} in (set(), set(DIMENSIONS))
