"""What is read of a ticket: itself, its visit, and the appointment that it came of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from server.storage.tables import appointment, booking_contact, ticket, visit

TicketRow = Row[*tuple[Any, ...]]
"""A row of `ticket`; where a query says so with `token`, `persons` and `language` of its visit, and with
what was booked (`booked_…`, null for a walk-in)."""

WITH_VISIT = (
    select(
        ticket,
        visit.c.token,
        visit.c.persons,
        visit.c.language,
        appointment.c.start.label("booked_start"),
        appointment.c.late.label("booked_late"),
        booking_contact.c.name.label("booked_name"),
        booking_contact.c.note.label("booked_note"),
        booking_contact.c.dossier.label("booked_dossier"),
    )
    .join(visit, visit.c.id == ticket.c.visit_id)
    .outerjoin(appointment, appointment.c.visit_id == ticket.c.visit_id)
    .outerjoin(booking_contact, booking_contact.c.appointment_id == appointment.c.id)
)
