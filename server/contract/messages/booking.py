"""Booking: slots, holds, appointments and check-ins."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from server.contract.messages.base import (
    NO_CONTROLS,
    WHOLE,
    Answer,
    Code,
    Dossier,
    Instant,
    Language,
    Names,
    Reason,
    Request,
    RowId,
)
from server.contract.messages.tickets import Ticket
from server.contract.unseen import CONTROLS, UNSEEN, shown

# Something of a name has to be seen: accents alone stand on nothing.
_ON_NOTHING = "\\s\u0300-\u036f"
PersonName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=120, pattern=rf"^[^{UNSEEN}]*[^{_ON_NOTHING}{UNSEEN}][^{UNSEEN}]*$"
    ),
    AfterValidator(shown),
]
Note = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=500, pattern=rf"^[^{UNSEEN}]*$"),
    AfterValidator(shown),
]
Phone = Annotated[str, StringConstraints(pattern=r"^[+(]?[0-9][0-9 .()-]{6,20}[0-9]$")]
"""As people write it: `0912 345 678`, `+84 912 345 678`."""
Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^[^@\s<>,;:\x00-\x1f\x7f]{1,64}@[^@\s<>,;:]+\.[^@\s<>,;:]+$"),
]
CitizenId = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
BookingCode = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400, pattern=NO_CONTROLS)]
"""The text of a QR, or a code as somebody typed it."""


class FreeSlot(Answer):
    """A time that can be booked; `free` places are left for whoever asks."""

    start: Instant
    end: Instant
    free: int
    walk_ins: float | None = Field(
        default=None,
        description="Staff only: how many walk-ins usually take a number in this time, a mean of past weeks.",
    )


class FreeSlots(Answer):
    """The bookable times of a service, by start; full ones are left out."""

    service: str
    slots: list[FreeSlot]


class HoldSlot(Request):
    """Hold a time while the form is filled in."""

    service: Code
    start: Instant
    language: Language = "vi"
    solution: Annotated[str, StringConstraints(max_length=4000)] | None = Field(
        default=None, description="Of a challenge, where one is required."
    )


class SlotHold(Answer):
    """A held time; whoever has the token may make it an appointment before `expires_at`."""

    hold: str
    service: str
    start: Instant
    end: Instant
    expires_at: Instant


class BookSlot(Request):
    """Make a hold an appointment. Everything personal is optional, and needs consent."""

    hold: Annotated[str, StringConstraints(min_length=20, max_length=60, pattern=r"^[A-Za-z0-9_-]+$")]
    name: PersonName | None = None
    phone: Phone | None = None
    email: Email | None = None
    citizen_id: CitizenId | None = None
    dossier: Dossier | None = None
    note: Note = ""
    category: Code | None = None
    consent: bool = Field(default=False, description="Never ticked beforehand.")

    @property
    def personal(self) -> bool:
        """Whether anything personal is said."""
        return any((self.name, self.phone, self.email, self.citizen_id, self.dossier, self.note))


class MoveAppointment(Request):
    """Another time for the same appointment; its code stays, its QR is a new one."""

    start: Instant


class CancelAppointment(Request):
    """Give the slot back."""


class Appointment(Answer):
    """An appointment, for whoever holds its link."""

    token: str
    code: str = Field(description="To be typed, e.g. `7K3M-92QX`.")
    qr: str = Field(description="Text of the QR: digits alone, signed.")
    state: Annotated[str, Field(examples=["booked", "arrived", "missed", "cancelled"])]
    office: str
    office_names: Names
    address: str = ""
    service: str
    service_names: Names
    papers: dict[str, list[str]] = Field(default_factory=dict)
    start: Instant
    end: Instant
    check_in_from: Instant
    check_in_until: Instant
    late: bool = False
    ticket: str | None = Field(default=None, description="The number, once checked in.")
    name: str | None = None
    dossier: str | None = None
    at: Instant
    time_zone: str
    url: str | None = Field(default=None, description="The link to move or cancel it.")
    ics: str | None = Field(default=None, description="Address of the calendar entry.")


class CheckIn(Request):
    """A booked citizen reports: by code or QR, or at reception by phone and slot, or by the ID card.

    Exactly one of `code`, `phone` with `start`, and `citizen_id` is said. `walk_in` (reception alone):
    take a number now, whatever the slot says.
    """

    code: BookingCode | None = None
    phone: Phone | None = None
    start: Instant | None = None
    citizen_id: CitizenId | None = None
    language: Language | None = None
    walk_in: bool = False

    @property
    def ways(self) -> int:
        """In how many ways it says who reports; one is right."""
        by_phone = self.phone is not None and self.start is not None
        return sum((self.code is not None, by_phone, self.citizen_id is not None))


class UndoCheckIn(Request):
    """The person has not come after all: the ticket goes, the appointment stands again."""


class BookForLater(Request):
    """A walk-in who waits goes home and comes back at a booked time."""

    ticket: RowId
    version: Annotated[int, Field(ge=1), WHOLE]
    start: Instant


class BookByStaff(Request):
    """Reception books for somebody at the desk or on the phone; internal places count too."""

    service: Code
    start: Instant
    name: PersonName | None = None
    phone: Phone | None = None
    email: Email | None = None
    citizen_id: CitizenId | None = None
    dossier: Dossier | None = None
    note: Note = ""
    category: Code | None = None
    consent: bool = False
    language: Language = "vi"

    @property
    def personal(self) -> bool:
        """Whether anything personal is said."""
        return any((self.name, self.phone, self.email, self.citizen_id, self.dossier, self.note))


class StaffStep(Request):
    """A step that reception takes with an appointment; `reason` is kept with it."""

    reason: Reason | None = None


class SearchAppointments(Request):
    """Whom reception looks for. A body, because names and phones in an address end in logs."""

    q: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True,
            max_length=200,
            pattern=rf"^[^{CONTROLS}]*[^\s{CONTROLS}][^{CONTROLS}]*$",
        ),
    ] = Field(description="Code, text of a QR, phone, number or name.")
    day: date | None = Field(default=None, description="Office-local; today when it is left out.")


class Booked(Answer):
    """An appointment as staff see it."""

    id: int
    code: str
    state: str
    service: str
    service_name: str
    service_names: Names
    start: Instant
    end: Instant
    channel: str
    language: str
    late: bool = False
    arrived_at: Instant | None = None
    number: str | None = None
    ticket: int | None = None
    ticket_state: str | None = None
    counter: int | None = None
    name: str | None = None
    phone: str | None = Field(default=None, description="The last three digits alone are shown in lists.")
    dossier: str | None = None
    note: str = ""
    category: bool = Field(default=False, description="Whether a priority category was claimed.")
    from_ticket: str | None = Field(default=None, description="The number it was put off from.")


class BookedDay(Answer):
    """An office day's appointments by start, and how they stand."""

    day: str
    at: Instant
    booked: int
    arrived: int
    missed: int
    cancelled: int
    punctual_share: float | None = Field(
        default=None, description="Of the called bookings: called within 10 min of max(slot, check-in)."
    )
    late: int = Field(default=0, description="Checked in after the window, and served as walk-ins.")
    called: int = Field(default=0, description="Bookings called so far: what `punctual_share` is of.")
    missed_share: float | None = Field(
        default=None, description="Of those who came or whose time has passed: never checked in."
    )
    lead_s: float | None = Field(default=None, description="Mean time from the booking to its slot.")
    appointments: list[Booked]
    other_days: list[Booked] = Field(
        default_factory=list, description="What a code or a whole phone number finds on other days."
    )
    tickets: list[Ticket] = Field(
        default_factory=list, description="Who waits today with the number that was asked for."
    )


class BookingKey(Answer):
    """The public half of a key that signs bookings: 32 bytes, base64."""

    id: int
    public: str


class RevokedBooking(Answer):
    """A booking whose QR no longer counts, though its signature is right: cancelled, moved or used."""

    code: str
    revision: int | None = Field(default=None, description="Revisions up to this one; null: all.")


class BookingKeys(Answer):
    """What a kiosk needs to verify a booking by itself; asked now and then, and kept."""

    office: int
    keys: list[BookingKey]
    revoked: list[RevokedBooking]
    at: Instant
