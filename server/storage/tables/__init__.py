"""The tables, with the constraints that carry the invariants."""

from __future__ import annotations

from server.storage.tables.accounts import first_run, recovery_code
from server.storage.tables.alerting import alert
from server.storage.tables.auditing import audit_entry, audit_head
from server.storage.tables.base import metadata
from server.storage.tables.booking import (
    appointment,
    booking_contact,
    booking_key,
    slot,
    slot_place,
    spent_challenge,
)
from server.storage.tables.device_days import device_clock
from server.storage.tables.devices import device_span, pairing, pairing_failure
from server.storage.tables.figures import (
    MEASURED_HERE,
    counter_span,
    day_figures,
    figures_cursor,
    log_import,
    ticket_fact,
)
from server.storage.tables.happening import (
    WITH_REASON,
    event,
    idempotent_answer,
    job_run,
    number_series,
    ticket,
    visit,
)
from server.storage.tables.months import month_figures
from server.storage.tables.outward import outbox, staff_letter, webhook, webhook_delivery
from server.storage.tables.people import device, sign_in_failure, staff, staff_session
from server.storage.tables.rating import rating, rating_form
from server.storage.tables.revisions import setup_revision
from server.storage.tables.setup import NO_CALL, counter, notice, office, service

__all__ = [
    "MEASURED_HERE",
    "NO_CALL",
    "WITH_REASON",
    "alert",
    "appointment",
    "audit_entry",
    "audit_head",
    "booking_contact",
    "booking_key",
    "counter",
    "counter_span",
    "day_figures",
    "device",
    "device_clock",
    "device_span",
    "event",
    "figures_cursor",
    "first_run",
    "idempotent_answer",
    "job_run",
    "log_import",
    "metadata",
    "month_figures",
    "notice",
    "number_series",
    "office",
    "outbox",
    "pairing",
    "pairing_failure",
    "rating",
    "rating_form",
    "recovery_code",
    "service",
    "setup_revision",
    "sign_in_failure",
    "slot",
    "slot_place",
    "spent_challenge",
    "staff",
    "staff_letter",
    "staff_session",
    "ticket",
    "ticket_fact",
    "visit",
    "webhook",
    "webhook_delivery",
]
