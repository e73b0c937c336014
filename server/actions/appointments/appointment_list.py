"""The appointments of an office day as reception and counters see them, and who of them is looked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from server.actions.appointments import recognising
from server.actions.appointments.recognising import Desk
from server.actions.hall import describing
from server.actions.house import auditing
from server.contract import booking_qr, messages
from server.domain import finding, hours, punctuality
from server.domain.errors import NoBookings, UnknownBooking
from server.domain.office import Office
from server.domain.people import Caller
from server.storage import booked_days, queries
from server.storage.booked_days import BookedRow
from server.storage.happenings import Transaction

LEAST_PHONE = 7
"""Fewer digits are no whole phone number."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed or scanned, as each of the things it may be."""

    text: str
    code: str | None
    phone_keys: frozenset[str]

    def fits(self, row: BookedRow) -> bool:
        """Whether this appointment may be meant: its code, number or phone, or the begin of a word of
        its name."""
        return (
            row.code == self.code
            or row.phone_key in self.phone_keys
            or row.number == self.text.upper()
            or finding.begins_a_word(row.name or "", self.text)
            or finding.ends_a_phone(row.phone or "", self.text)
        )


def day(
    tx: Transaction,
    caller: Caller,
    office_code: str,
    *,
    day: date | None = None,
    q: str = "",
    desk: Desk,
) -> messages.BookedDay:
    """The appointments of `day` (today when None) by start, those that fit `q` alone when it says any.

    The counts and shares are of the whole day in either case. Raises `UnknownOffice`, `NotAllowed`,
    `NoBookings`.
    """
    office = tx.office(office_code)
    caller.must_be_of(office.id)
    if office.booking is None:
        raise NoBookings()
    today = hours.office_day(office.hours, tx.now)
    that_day = day or today
    rows = booked_days.of_day(tx, office, that_day)
    wanted = _wanted(tx, q, desk)
    shown = rows if wanted is None else [row for row in rows if wanted.fits(row)]
    elsewhen = [] if wanted is None else _elsewhen(tx, office, that_day, wanted)
    _note_reading(tx, caller, office, that_day, found=len(shown) + len(elsewhen), searched=wanted is not None)
    figures = punctuality.punctuality(map(booked_days.booking_of, rows), tx.now, office.booking)
    return messages.BookedDay(
        day=that_day.isoformat(),
        at=tx.now,
        booked=figures.booked,
        arrived=figures.arrived,
        late=figures.late,
        missed=figures.missed,
        cancelled=figures.cancelled,
        called=figures.called,
        punctual_share=figures.punctual_share,
        missed_share=figures.missed_share,
        lead_s=figures.lead_s,
        appointments=[described(office, row) for row in shown],
        other_days=elsewhen,
        tickets=[] if wanted is None else _waiting(tx, office, today, wanted),
    )


def _note_reading(
    tx: Transaction, caller: Caller, office: Office, day: date, *, found: int, searched: bool
) -> None:
    """A search is told each time, not what for; the list of a day, which pages keep up to date, once an
    hour."""
    action, once_in = ("bookings.searched", None) if searched else ("bookings.listed", timedelta(hours=1))
    what = f"bookings of {day.isoformat()}"
    auditing.record_reading(tx, caller, action, what, office_id=office.id, found=found, once_in=once_in)


def _wanted(tx: Transaction, q: str, desk: Desk) -> Wanted | None:
    text = " ".join(q.split())
    if not text:
        return None
    digits = sum(letter.isdecimal() for letter in text)
    keys = recognising.keys_of_phone(desk, text, tx.now) if digits >= LEAST_PHONE else ()
    return Wanted(text, _code_in(text), frozenset(keys))


def _code_in(text: str) -> str | None:
    """The code of a scanned QR or as somebody typed it."""
    if not booking_qr.looks_signed(text):
        return booking_qr.typed(text)
    try:
        return booking_qr.claimed(text).code
    except booking_qr.NotABooking:
        return None


def _elsewhen(tx: Transaction, office: Office, that_day: date, wanted: Wanted) -> list[messages.Booked]:
    rows = booked_days.elsewhen(tx, office, that_day, code=wanted.code, phone_keys=wanted.phone_keys)
    return [described(office, row) for row in rows]


def _waiting(tx: Transaction, office: Office, today: date, wanted: Wanted) -> list[messages.Ticket]:
    """Who waits with this number: reception may put somebody off until later."""
    row = queries.waiting_number(tx, office, wanted.text.upper(), day=today)
    whole = describing.Personal.ALL
    return [] if row is None else [describing.ticket_for_staff(tx, office, row, personal=whole)]


def one(tx: Transaction, office: Office, appointment_id: int) -> messages.Booked:
    """One appointment as it stands; raises `UnknownBooking`."""
    row = booked_days.by_id(tx, office, appointment_id)
    if row is None:
        raise UnknownBooking()
    return described(office, row)


def described(office: Office, row: BookedRow) -> messages.Booked:
    """An appointment for staff, of whose phone a list shows the last three digits alone."""
    service = office.service_by_id(row.service_id)
    return messages.Booked(
        id=row.id,
        code=booking_qr.spelled(row.code),
        state=row.state,
        service=service.code,
        service_name=service.names.get("vi", service.code),
        service_names=dict(service.names),
        start=row.start,
        end=row.ends,
        channel=row.channel,
        language=row.language,
        late=row.late,
        arrived_at=row.arrived_at,
        number=row.number,
        ticket=row.ticket_id,
        ticket_state=row.ticket_state,
        counter=row.counter_number,
        name=row.name,
        phone=None if row.phone is None else f"…{row.phone[-3:]}",
        dossier=row.dossier,
        note=row.note or "",
        category=row.category is not None,
        from_ticket=row.put_off_number,
    )
