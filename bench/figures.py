"""Figures: what keeping them costs per ended ticket, and how long reports take as the past grows.

The province is of PostgreSQL: 200 offices, 250 days, 400 tickets a day, twenty million in all.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import get_args

from rich.console import Group
from rich.table import Table

from bench import province
from server.actions.figures import projecting, reporting, telling_figures
from server.actions.house import setting_up
from server.contract.messages.figures import By
from server.demo.office import demo_office
from server.domain.people import Caller, Role
from server.domain.periods import Period
from server.storage.database import Database
from tests.builders import Hall
from tests.support.clocks import StoppedClock
from tests.support.figures import simulate
from tests.support.offices import OFFICE, database_with_office
from tests.support.postgres import Cluster, binaries

LAST = date(2026, 11, 20)
DAY_SIZES = (50, 200, 800)
YEARS = (1, 3, 10)
A_DAY = 400
OFFICES, DAYS = 200, 250
OF_ONE_OFFICE = ("counter", "clerk")
_EVERYBODY = Caller(Role.ADMIN, None, "bench")


def bench(folder: Path, seconds: float) -> Group:
    """Keeping, one office on SQLite, and a province on PostgreSQL where there is one."""
    tables = [_keeping(folder / "keeping.db", seconds), _one_office(folder)]
    if binaries() is not None:
        tables.append(_province())
    return Group(*tables)


def _keeping(file: Path, seconds: float) -> Table:
    """A ticket ends and is followed at once, again and again, on days of more and more tickets."""
    table = Table("tickets of the day", "follow one ms", "of which commit ms", title="Follow an ended ticket")
    database = database_with_office(f"sqlite:///{file}", StoppedClock())
    hall = Hall(database, StoppedClock())
    hall.open(3)
    here = 0
    for size in DAY_SIZES:
        while here < size:
            _serve(hall)
            here += 1
        projecting.follow_all(database)
        took, nothing = [], []
        ends = time.monotonic() + seconds / 2
        while time.monotonic() < ends:
            _serve(hall)
            here += 1
            took.append(_ms(lambda: projecting.follow_all(database)))
            nothing.append(_ms(lambda: database.write(lambda tx: None)))
        table.add_row(f"{here}", f"{_middle(took):.1f}", f"{_middle(nothing):.1f}")
    database.close()
    return table


def _serve(hall: Hall) -> None:
    hall.press()
    hall.step("finish", hall.called())


def _one_office(folder: Path) -> Table:
    """Reports of one office: a month of single tickets, then years of sums."""
    spans = ["1 month", *(f"{years} years" for years in YEARS)]
    table = Table(
        "by", *(f"{span} s" for span in spans), title=f"Reports of one office, {A_DAY} tickets a day"
    )
    month = database_with_office(f"sqlite:///{folder / 'month.db'}", StoppedClock())
    month.write(lambda tx: simulate(tx, OFFICE, date(2026, 10, 21), LAST, a_day=A_DAY))
    past = database_with_office(f"sqlite:///{folder / 'past.db'}", StoppedClock())
    kinds = province.kinds_of_day(40, A_DAY)
    days = province.weekdays(LAST, DAYS * max(YEARS))
    province.write(past, [1], days, kinds)
    for by in get_args(By):
        times = [_report_s(month, Period(date(2026, 10, 21), LAST), by)]
        times += [_report_s(past, Period(days[-DAYS * years], LAST), by) for years in YEARS]
        table.add_row(by, *(f"{took:.2f}" for took in times))
    month.close()
    past.close()
    return table


def _province() -> Table:
    # Not in the folder of the others: the cluster's user must be able to reach it.
    with tempfile.TemporaryDirectory(prefix="dunghen-pg-", ignore_cleanup_errors=True) as folder:
        cluster = Cluster(Path(folder), durable=False)
        cluster.start()
        try:
            return _of_province(cluster.create_database())
        finally:
            cluster.stop()


def _of_province(url: str) -> Table:
    """From sums of days alone, and with the months that are over added up."""
    title = f"Reports of {OFFICES * DAYS * A_DAY / 10**6:g} million tickets"
    table = Table("by", "rows", "days alone s", "with months s", title=title)
    database = database_with_office(url, StoppedClock())
    _found(database)
    with database.read() as tx:
        offices = [office.id for office in tx.offices.all(tx.connection)]
    days = province.weekdays(LAST, DAYS)
    province.write(database, offices, days, province.kinds_of_day(60, A_DAY))
    _vacuum(database)
    told = [by for by in get_args(By) if by not in OF_ONE_OFFICE]
    of_days = [_report_s(database, Period(days[0], LAST), by) for by in told]
    _keep_months(database)
    for by, before in zip(told, of_days, strict=True):
        took = _report_s(database, Period(days[0], LAST), by)
        table.add_row(by, str(_rows(database, by, days)), f"{before:.2f}", f"{took:.2f}")
    database.close()
    return table


def _keep_months(database: Database) -> None:
    with database.read() as tx:
        codes = [office.code for office in tx.offices.all(tx.connection)]
    for code in codes:
        database.write(partial(projecting.keep_months, code=code, today=LAST))
    _vacuum(database)


def _found(database: Database) -> None:
    """All offices but the first, which is there."""
    whole = demo_office().model_copy(update={"staff": None})
    for number in range(OFFICES - 1):
        about = {"code": f"xa{number:03d}", "level": "commune", "parent": OFFICE}
        office = whole.model_copy(update={"office": whole.office.model_copy(update=about)})
        database.write(lambda tx, office=office: setting_up.apply(tx, office))  # type: ignore[misc]  # of its turn


def _vacuum(database: Database) -> None:
    with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE day_figures, month_figures")


def _rows(database: Database, by: str, days: Sequence[date]) -> int:
    with database.read() as tx:
        return len(reporting.waits(tx, tx.offices.all(tx.connection), Period(days[0], LAST), by=by).rows)


def _report_s(database: Database, period: Period, by: str) -> float:
    """The better of two turns, from the question to the answer in JSON."""

    def tell() -> None:
        with database.read() as tx:
            report = reporting.waits(tx, tx.offices.all(tx.connection), period, by=by)
            telling_figures.told(report, _EVERYBODY).model_dump_json(by_alias=True)

    return min(_ms(tell), _ms(tell)) / 1000


def _ms(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _middle(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]
