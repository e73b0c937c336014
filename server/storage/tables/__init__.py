"""The tables, with the constraints that carry the invariants."""

from __future__ import annotations

from server.storage.tables.base import metadata
from server.storage.tables.booking import (
    appointment,
    booking_contact,
    booking_key,
    slot,
    slot_place,
    spent_challenge,
)
from server.storage.tables.happening import event, idempotent_answer, job_run, number_series, ticket, visit
from server.storage.tables.outward import outbox, webhook, webhook_delivery
from server.storage.tables.people import device, sign_in_failure, staff, staff_session
from server.storage.tables.setup import NO_CALL, counter, notice, office, service

__all__ = [
    "NO_CALL",
    "appointment",
    "booking_contact",
    "booking_key",
    "counter",
    "device",
    "event",
    "idempotent_answer",
    "job_run",
    "metadata",
    "notice",
    "number_series",
    "office",
    "outbox",
    "service",
    "sign_in_failure",
    "slot",
    "slot_place",
    "spent_challenge",
    "staff",
    "staff_session",
    "ticket",
    "visit",
    "webhook",
    "webhook_delivery",
]
