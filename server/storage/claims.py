"""Claims: whoever claims a job for a period first does it, however many processes there are."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from server.storage.happenings import Transaction
from server.storage.tables import job_run


def claim(tx: Transaction, job: str, period: str) -> bool:
    """Whether this transaction is the one that does `job` for `period`."""
    row = {"job": job, "period": period, "at": tx.now}
    return tx.connection.execute(_CLAIM[tx.connection.dialect.name], row).first() is not None


def is_claimed(tx: Transaction, job: str, period: str) -> bool:
    """Whether `job` was done for `period`."""
    done = select(job_run.c.job).where(job_run.c.job == job, job_run.c.period == period)
    return tx.connection.execute(done).first() is not None


_CLAIM = {
    dialect.dialect.name: dialect.insert(job_run)
    .values(job=bindparam("job"), period=bindparam("period"), at=bindparam("at"))
    .on_conflict_do_nothing()
    .returning(job_run.c.job)
    for dialect in (sqlite, postgresql)
}
