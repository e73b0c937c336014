"""Sums of whole months, which a province's year is read from."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Integer, LargeBinary, String, Table

from server.domain.day_figures import TOTALS
from server.storage.column_types import RowId
from server.storage.tables.base import metadata

# Of tickets measured here, as `day_figures`, with all days of a month that are the same weekday added up:
# a quarter of the rows, and still enough for half-hours of weekdays. A month that changes has none until
# it is added up again.
month_figures = Table(
    "month_figures",
    metadata,
    Column("dimension", String(10), primary_key=True),
    Column("office_id", RowId, ForeignKey("office.id"), primary_key=True),
    Column("month", Date, primary_key=True),  # its first day
    Column("weekday", Integer, primary_key=True, autoincrement=False),  # 1 is Monday
    Column("key", String(80), primary_key=True),
    *(Column(name, BigInteger, nullable=False) for name in (*TOTALS, "longest_us")),
    Column("waits", LargeBinary, nullable=False),
    Column("losses", LargeBinary, nullable=False),
    postgresql_partition_by="LIST (dimension)",
)
