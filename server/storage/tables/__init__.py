"""The tables, with the constraints that carry the invariants."""

from __future__ import annotations

from server.storage.tables.base import metadata
from server.storage.tables.happening import event, idempotent_answer, job_run, number_series, ticket, visit
from server.storage.tables.people import device, sign_in_failure, staff, staff_session
from server.storage.tables.setup import NO_CALL, counter, notice, office, service

__all__ = [
    "NO_CALL",
    "counter",
    "device",
    "event",
    "idempotent_answer",
    "job_run",
    "metadata",
    "notice",
    "number_series",
    "office",
    "service",
    "sign_in_failure",
    "staff",
    "staff_session",
    "ticket",
    "visit",
]
