"""The pages on which a citizen books: office, service, day and time, details. They work without script."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, redirect, request
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from server.actions.appointments import booking, slotting
from server.actions.appointments.recognising import Desk
from server.contract.messages import HoldSlot
from server.domain import errors
from server.domain.appointments import AppointmentState
from server.settings import Settings
from server.storage import bookings
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.web import booking_forms, booking_view
from server.web.booking_api import desk_of
from server.web.booking_frame import Frame, act_once, moment_of
from server.web.visiting import visitor

NO_SCRIPT_WAIT_MIN = 10
"""After so long without holds, none needs a puzzle any more."""


def blueprint(database: Database, settings: Settings) -> Blueprint:
    """The pages under `/book`."""
    pages = Blueprint("booking", __name__, template_folder="templates")
    frame = Frame(database)
    frame.catch(pages)
    _add_choosing(pages, frame)
    _add_holding(pages, frame, settings)
    _add_details(pages, frame, desk_of(settings))
    _add_release(pages, frame)
    return pages


def _add_choosing(pages: Blueprint, frame: Frame) -> None:
    @pages.get("/book")
    def show_offices() -> AnyResponse:
        with frame.database.read() as tx:
            offices = [office for office in tx.offices.all(tx.connection) if office.booking is not None]
        if len(offices) == 1:
            return redirect(frame.link("booking.show_services", office=offices[0].code))
        return frame.page("booking_offices.html", offices=offices)

    @pages.get("/book/<office>")
    def show_services(office: str) -> Response:
        with frame.database.read() as tx:
            known, now = tx.office(office), tx.now
        if known.booking is None:
            raise errors.NoBookings()
        services = booking_view.services_of(known, frame.lang(), now)
        return frame.page("booking_services.html", office=known, services=services)

    @pages.get("/book/<office>/<service>")
    def show_times(office: str, service: str) -> Response:
        return _times_page(frame, office, service)


def _times_page(
    frame: Frame, office_code: str, service_code: str, *, day: str | None = None, **about: Any
) -> Response:
    """The days and free times of a service; `notice` and `status` where something was refused before.

    What was typed already comes along: while there is something, days are chosen by buttons of a form, so
    that it stands in no address.
    """
    with frame.database.read() as tx:
        office = tx.office(office_code)
        service, _ = slotting.bookable(office, service_code)
        paused = booking_view.paused_of(office, service, frame.lang(), tx.now)
        times = frame.times(tx, office, service_code, day=day)
    wanted = {"day": day or request.form.get("day") or request.args.get("day")}
    switch_to = frame.texts()["switch_to"]
    return frame.page(
        "booking_times.html",
        office=office,
        service=service,
        papers=booking_view.papers_of(service, frame.lang()),
        paused=paused,
        key=booking_forms.new_key(),
        carried=booking_forms.carried(request.form),
        other_language=frame.link(
            "booking.show_times", office=office.code, service=service.code, lang=switch_to, **wanted
        ),
        **times,
        **about,
    )


def _add_holding(pages: Blueprint, frame: Frame, settings: Settings) -> None:
    @pages.post("/book/<office>/<service>")
    def hold_time(office: str, service: str) -> AnyResponse:
        """Hold a time; asked twice with one key, it is held once. Without a time: the times of a day."""
        start, key = moment_of(request.form.get("start", "")), booking_forms.key_of(request.form)
        if start is None:
            return _times_page(frame, office, service)
        wish = _wish(frame, office, service, start)
        stranger = visitor(settings)

        def hold(tx: Transaction) -> str:
            return booking.hold(tx, None, office, wish, visitor=stranger).hold

        try:
            token = act_once(frame.database, f"hold {office} {service} {start.timestamp()}", key, act=hold)
        except (errors.SlotFull, errors.NoSuchSlot):
            return _times_page(frame, office, service, notice="slot_taken", status=409)
        except errors.LimitReached as refusal:
            return _times_page(frame, office, service, limit=frame.limit(refusal, office), status=409)
        except errors.ChallengeRequired as required:
            return _challenge_page(frame, office, service, required=required, start=start, key=key)
        if typed := booking_forms.carried(request.form):
            return _details_page(frame, office, token, typed=booking_forms.prefilled(typed))
        return redirect(frame.link("booking.show_details", office=office, hold=token), code=303)


def _wish(frame: Frame, office_code: str, service: str, start: datetime) -> HoldSlot:
    """What the form asks for; raises `UnknownOffice`, `UnknownService`, `NoBookings`."""
    with frame.database.read() as tx:
        slotting.bookable(tx.office(office_code), service)
    wish = {"service": service, "start": start, "language": frame.lang()}
    try:
        return HoldSlot.model_validate({**wish, "solution": request.form.get("solution") or None})
    except ValidationError:  # the form names a service of ours, so what is wrong is the solution
        return HoldSlot.model_validate(wish)


def _challenge_page(
    frame: Frame,
    office_code: str,
    service: str,
    *,
    required: errors.ChallengeRequired,
    start: datetime,
    key: str,
) -> Response:
    with frame.database.read() as tx:
        office = tx.office(office_code)
    return frame.page(
        "booking_challenge.html",
        office=office,
        service=service,
        start=start,
        key=key,
        challenge=required.facts["challenge"],
        wait_min=NO_SCRIPT_WAIT_MIN,
        carried=booking_forms.carried(request.form),
        status=403,
    )


def _add_details(pages: Blueprint, frame: Frame, desk: Desk) -> None:
    @pages.get("/book/<office>/hold/<hold>")
    def show_details(office: str, hold: str) -> AnyResponse:
        return _details_page(frame, office, hold)

    @pages.post("/book/<office>/hold/<hold>")
    def confirm(office: str, hold: str) -> AnyResponse:
        """Make the hold an appointment; pressed twice, the second finds the appointment of the first."""
        _speak_as_held(frame, office, hold)
        if "show" in request.form:
            typed = booking_forms.prefilled(booking_forms.carried(request.form))
            return _details_page(frame, office, hold, typed=typed)
        typed = booking_forms.filled(request.form, hold, frame.texts())
        wish = typed.booking
        if wish is None:
            return _details_page(frame, office, hold, typed=typed, status=422)

        def book(tx: Transaction) -> str:
            return booking.book(tx, None, wish, desk=desk).token

        try:
            scope, key = f"confirm {hold}", booking_forms.key_of(request.form)
            token = act_once(frame.database, scope, key, act=book)
        except (errors.HoldExpired, errors.ImpossibleBookingStep, errors.Stale):
            return _details_page(frame, office, hold)
        except errors.LimitReached as refusal:
            limit = frame.limit(refusal, office)
            return _details_page(frame, office, hold, typed=typed, limit=limit, status=409)
        return redirect(frame.link("appointments.show_appointment", token=token), code=303)


def _speak_as_held(frame: Frame, office: str, hold: str) -> None:
    with frame.database.read() as tx:
        frame.booked_in(_hold_behind(tx, office, hold).language)


def _add_release(pages: Blueprint, frame: Frame) -> None:
    @pages.post("/book/<office>/hold/<hold>/release")
    def choose_another(office: str, hold: str) -> AnyResponse:
        """Give the time back at once and choose again; what is no hold any more needs no giving back."""
        with frame.database.read() as tx:
            row = _hold_behind(tx, office, hold)
            service = tx.office(office).service_by_id(row.service_id).code
        frame.booked_in(row.language)
        with contextlib.suppress(errors.UnknownBooking):  # confirmed or expired meanwhile
            frame.database.write(lambda tx: booking.release(tx, hold))
        if row.booked_at is None and booking_forms.carried(request.form):
            return _times_page(frame, office, service)
        return redirect(frame.link("booking.show_times", office=office, service=service), code=303)


def _details_page(
    frame: Frame, office_code: str, hold: str, *, typed: booking_forms.Filled | None = None, **about: Any
) -> AnyResponse:
    with frame.database.read() as tx:
        row = _hold_behind(tx, office_code, hold)
        office = tx.office(office_code)
        now = tx.now
    frame.booked_in(row.language)
    if row.booked_at is not None:
        return redirect(frame.link("appointments.show_appointment", token=row.token), code=303)
    service = office.service_by_id(row.service_id)
    if row.state != AppointmentState.HELD.value or row.expires_at <= now:
        day = row.start.astimezone(office.hours.time_zone).date().isoformat()
        return _times_page(frame, office.code, service.code, notice="hold_expired", day=day, status=410)
    return frame.page(
        "booking_details.html",
        office=office,
        service=service,
        hold=row,
        now=now,
        typed=typed or booking_forms.prefilled({}),
        longest=booking_forms.LONGEST,
        key=booking_forms.new_key(),
        **about,
    )


def _hold_behind(tx: Transaction, office_code: str, hold: str) -> TicketRow:
    """The hold or appointment of a link; raises `UnknownBooking`."""
    row = bookings.by_token(tx, hold)
    if row is None or row.office_id != tx.office(office_code).id:
        raise errors.UnknownBooking()
    return row
