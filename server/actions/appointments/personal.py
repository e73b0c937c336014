"""What citizens say of themselves when they book: consent, the limits of one person, and what is kept."""

from __future__ import annotations

from datetime import datetime

from server.actions.appointments import recognising
from server.actions.appointments.recognising import Desk
from server.contract import messages
from server.domain import hours, phones, privacy
from server.domain.appointments import AppointmentState
from server.domain.errors import ConsentRequired, LimitReached, UnknownCategory
from server.domain.office import Office
from server.domain.slots import BookingRules
from server.storage import bookings
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow

Personal = messages.BookSlot | messages.BookByStaff

KEPT = privacy.period("contacts")
"""For how long after the slot what somebody said of themselves is kept: as long as a mistake with it can
still be cleared up."""


def must_consent(form: Personal) -> None:
    if form.personal and not form.consent:
        raise ConsentRequired()


def category(office: Office, code: str | None) -> str | None:
    if code is not None and code not in office.categories:
        raise UnknownCategory(category=code)
    return code


def keep_limits(
    tx: Transaction, office: Office, wish: tuple[datetime, int], form: Personal, *, desk: Desk
) -> None:
    """What one person may have, where a phone or an ID lets us know that it is one person.

    `wish` is the start and the id of the service. Raises `LimitReached` with the `limit` that was met.
    """
    keys = _person_keys(tx, form, desk=desk)
    if not keys:
        return
    rules = office.booking or BookingRules()
    has = _has(tx, office, keys)
    active = [one for one in has if one.state == AppointmentState.BOOKED.value and one.ends > tx.now]
    if len(active) >= rules.bookings_per_person:
        raise LimitReached("This person has a booking already.", limit="bookings_per_person")
    _one_more_that_day(office, has, wish)


def keep_limits_of_day(tx: Transaction, office: Office, row: TicketRow, start: datetime) -> None:
    """What one person may have on a day, when an appointment of theirs is moved to it. Raises
    `LimitReached`."""
    keys = {key for key in (row.phone_key, row.citizen_key) if key}
    if keys:
        others = [one for one in _has(tx, office, keys) if one.id != row.id]
        _one_more_that_day(office, others, (start, row.service_id))


def _has(tx: Transaction, office: Office, keys: set[str]) -> list[TicketRow]:
    for key in sorted(keys):
        bookings.lock_person(tx, key)
    return bookings.active_of(tx, office, keys)


def _one_more_that_day(office: Office, has: list[TicketRow], wish: tuple[datetime, int]) -> None:
    rules = office.booking or BookingRules()
    start, service_id = wish
    day = hours.office_day(office.hours, start)
    that_day = [one for one in has if one.day == day]
    if len(that_day) >= rules.numbers_per_day:
        raise LimitReached("This person has enough numbers that day.", limit="numbers_per_day")
    if any(one.service_id == service_id for one in that_day):
        raise LimitReached("This person has booked that service that day.", limit="service_once_a_day")


def _person_keys(tx: Transaction, form: Personal, *, desk: Desk) -> set[str]:
    keys: set[str] = set()
    if form.phone:
        keys |= set(recognising.keys_of_phone(desk, form.phone, tx.now))
    if form.citizen_id:
        keys |= set(recognising.keys_of_citizen(desk, form.citizen_id, tx.now))
    return keys


def write_contact(tx: Transaction, appointment_id: int, form: Personal, *, desk: Desk) -> None:
    """The citizen ID itself is never kept, only its keyed hash."""
    if not form.personal:
        return
    now = tx.now
    phone = recognising.keys_of_phone(desk, form.phone, now)[0] if form.phone else None
    citizen = recognising.keys_of_citizen(desk, form.citizen_id, now)[0] if form.citizen_id else None
    bookings.write_contact(
        tx,
        {
            "appointment_id": appointment_id,
            "name": form.name,
            "phone": phones.plain(form.phone) if form.phone else None,
            "email": form.email,
            "dossier": form.dossier,
            "note": form.note or None,
            "phone_key": phone,
            "citizen_key": citizen,
            "consent_at": now,
        },
    )


def forget_contacts(tx: Transaction) -> int:
    """Delete everything personal of appointments that are long over; how many there were."""
    return bookings.forget_contacts(tx, before=tx.now - KEPT)
