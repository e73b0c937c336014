"""Devices day by day: how far their own clocks were off."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Table

from server.storage.column_types import RowId
from server.storage.tables.base import metadata

# The largest difference of each day on which a device told its clock: ahead more than 0.
device_clock = Table(
    "device_clock",
    metadata,
    Column("device_id", RowId, ForeignKey("device.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("off_us", BigInteger, nullable=False),
)
