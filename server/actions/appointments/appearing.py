"""Appointments as the contract describes them: to whoever holds the link, and to staff."""

from __future__ import annotations

from server.actions.appointments import appointment_list, booking_keys
from server.actions.appointments.recognising import Desk
from server.contract import booking_qr, messages
from server.domain import appointments
from server.domain.office import Office
from server.domain.slots import BookingRules
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow


def appointment(
    tx: Transaction, row: TicketRow, *, desk: Desk, personal: bool = False
) -> messages.Appointment:
    """What the holder of the link sees; `url` only where phones reach us.

    Answers to changes are kept for repetitions, so they leave out what is `personal`.
    """
    office = tx.offices.by_id(tx.connection, row.office_id)
    service = office.service_by_id(row.service_id)
    rules = office.booking or BookingRules()
    window = appointments.check_in_window(row.start, hours=office.hours, rules=rules)
    url = None if desk.public_url is None else f"{desk.public_url.rstrip('/')}/a/{row.token}"
    return messages.Appointment(
        token=row.token,
        code=booking_qr.spelled(row.code),
        qr=booking_keys.qr_of(tx, row, desk.secret),
        state=row.state,
        office=office.code,
        office_names=dict(office.names),
        address=office.address,
        service=service.code,
        service_names=dict(service.names),
        papers={language: list(papers) for language, papers in service.papers.items()},
        start=row.start,
        end=row.ends,
        check_in_from=window[0],
        check_in_until=window[1],
        late=row.late,
        ticket=row.number,
        name=row.name if personal else None,
        dossier=row.dossier if personal else None,
        at=tx.now,
        time_zone=office.time_zone,
        url=url,
        ics=None if url is None else f"{url}.ics",
    )


def booked(tx: Transaction, office: Office, appointment_id: int) -> messages.Booked:
    """What staff are answered to a step. Nothing personal is in it, because such answers are kept for
    repetitions; the list of the day tells names."""
    found = appointment_list.one(tx, office, appointment_id)
    return found.model_copy(update={"name": None, "phone": None, "dossier": None, "note": ""})
