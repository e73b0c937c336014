"""What every table is made with."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    MetaData,
)

from server.storage.column_types import RowId

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def own_id() -> Column[int]:
    return Column("id", RowId, primary_key=True, autoincrement=True)


def row_of(table: str, *, name: str | None = None, nullable: bool = False) -> Column[int]:
    return Column(name or f"{table}_id", RowId, ForeignKey(f"{table}.id"), nullable=nullable)
