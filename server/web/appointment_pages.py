"""The page of an appointment: its QR, its calendar entry, and the forms that move and cancel it.

The unguessable link is the credential, so no cookie is at stake and no CSRF token is needed.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from server.actions.appointments import booking, calendar_entry
from server.actions.appointments.recognising import Desk
from server.contract.messages import Appointment, MoveAppointment
from server.domain import errors
from server.domain.hours import office_day
from server.domain.office import Office
from server.settings import Settings
from server.storage import bookings
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.web import booking_forms, booking_view
from server.web.booking_api import desk_of
from server.web.booking_frame import Frame, act_once, moment_of


@dataclass(frozen=True, slots=True)
class Found:
    """An appointment as its page needs it: for its holder, as a row, and its office."""

    seen: Appointment
    row: TicketRow
    office: Office
    now: datetime

    @property
    def state(self) -> str:
        """`booked` only while somebody may still come in time."""
        over = self.seen.state == "booked" and self.now > self.seen.check_in_until
        return "missed" if over else self.seen.state

    @property
    def today(self) -> bool:
        return bool(office_day(self.office.hours, self.now) == self.row.day)


def blueprint(database: Database, settings: Settings) -> Blueprint:
    """The pages under `/a`."""
    pages = Blueprint("appointments", __name__, template_folder="templates")
    frame = Frame(database)
    frame.catch(pages)
    desk = desk_of(settings)
    _add_page(pages, frame, desk)
    _add_moving(pages, frame, desk)
    return pages


def _add_page(pages: Blueprint, frame: Frame, desk: Desk) -> None:
    @pages.get("/a/<token>")
    def show_appointment(token: str) -> Response:
        with frame.database.read() as tx:
            found = _found(tx, token, desk)
        frame.booked_in(found.row.language)
        return frame.page(
            "booking_appointment.html",
            office=found.office,
            found=found,
            seen=found.seen,
            day=booking_view.long_day(found.row.day, frame.lang()),
            moved=found.row.revision > 0 and "moved" in request.args,
        )

    @pages.get("/a/<token>.ics")
    def show_calendar_entry(token: str) -> Response:
        with frame.database.read() as tx:
            found = _found(tx, token, desk)
        frame.booked_in(found.row.language)
        entry = calendar_entry.entry(
            found.seen, revision=found.row.revision, url=found.seen.url, language=frame.lang()
        )
        name = f"lich-hen-{found.seen.code}.ics"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(entry, content_type=calendar_entry.MIME, headers=headers)

    @pages.post("/a/<token>/cancel")
    def cancel(token: str) -> AnyResponse:
        """Give the time back; a second press changes nothing."""
        # Where it cannot be cancelled any more, the page says how the appointment stands now.
        with contextlib.suppress(errors.ImpossibleBookingStep, errors.Stale):
            frame.database.write(lambda tx: booking.cancel(tx, token, desk=desk))
        return redirect(frame.link("appointments.show_appointment", token=token), code=303)


def _add_moving(pages: Blueprint, frame: Frame, desk: Desk) -> None:
    @pages.get("/a/<token>/move")
    def show_move(token: str) -> AnyResponse:
        return _move_page(frame, token, desk)

    @pages.post("/a/<token>/move")
    def move(token: str) -> AnyResponse:
        """Another time; pressed twice, it is moved once."""
        start, key = moment_of(request.form.get("start", "")), booking_forms.key_of(request.form)
        if start is None:
            return _move_page(frame, token, desk)
        wish = MoveAppointment(start=start)
        scope = f"move {token} {start.timestamp()}"
        try:
            act_once(
                frame.database, scope, key, act=lambda tx: booking.move(tx, token, wish, desk=desk).token
            )
        except (errors.SlotFull, errors.NoSuchSlot):
            return _move_page(frame, token, desk, notice="slot_taken", status=409)
        except errors.LimitReached as refusal:
            return _move_page(frame, token, desk, reached=refusal, status=409)
        except (errors.ImpossibleBookingStep, errors.Stale):
            pass  # the page says how the appointment stands now
        return redirect(frame.link("appointments.show_appointment", token=token, moved="1"), code=303)


def _move_page(
    frame: Frame, token: str, desk: Desk, *, reached: errors.LimitReached | None = None, **about: Any
) -> AnyResponse:
    """The free times to move to; an appointment that cannot be moved shows how it stands."""
    with frame.database.read() as tx:
        found = _found(tx, token, desk)
        frame.booked_in(found.row.language)
        if found.state != "booked":
            return redirect(frame.link("appointments.show_appointment", token=token), code=303)
        times = frame.times(tx, found.office, found.seen.service)
    return frame.page(
        "booking_move.html",
        office=found.office,
        found=found,
        seen=found.seen,
        day=booking_view.long_day(found.row.day, frame.lang()),
        key=booking_forms.new_key(),
        limit=frame.limit(reached, found.office.code) if reached else None,
        **times,
        **about,
    )


def _found(tx: Transaction, token: str, desk: Desk) -> Found:
    """The appointment behind a link; raises `UnknownBooking`."""
    seen = booking.show(tx, token, desk=desk)
    row = bookings.by_token(tx, token)
    if row is None:
        raise errors.UnknownBooking()
    return Found(seen, row, tx.offices.by_id(tx.connection, row.office_id), tx.now)
