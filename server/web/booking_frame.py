"""What every booking page has: its language, its texts, its headers, and a page for every refusal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from server.actions.appointments import slotting
from server.actions.once import Answered, Once, once
from server.domain import errors
from server.domain.office import Office
from server.domain.slots import BookingRules, bookable_days
from server.storage.database import Database, Unavailable
from server.storage.happenings import Transaction
from server.web import booking_forms, booking_view
from server.web.booking_texts import TEXTS
from server.web.refusals import STATUS

# A link of a hold or an appointment is the key to it, and free times are old in a moment.
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_PAGES = {
    errors.NoBookings: "no_bookings",
    errors.UnknownOffice: "unknown_office",
    errors.UnknownService: "unknown_service",
    errors.UnknownBooking: "unknown_booking",
    errors.ServiceUnavailable: "no_bookings",
}

# What an address of these pages may ask; whatever else stands in one goes into no link of ours.
_ASKED = ("day", "moved")
_SHOWN_BY = {
    "booking.hold_time": "booking.show_times",
    "booking.confirm": "booking.show_details",
    "booking.choose_another": "booking.show_details",
    "appointments.cancel": "appointments.show_appointment",
    "appointments.move": "appointments.show_move",
}
"""Which page shows the form that each of these takes."""


class Frame:
    """Makes the pages of booking in the visitor's language."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def lang(self) -> str:
        """The one language of this page: what the address asks for, else that of the booking it shows."""
        return next((lang for lang in (request.args.get("lang"), g.get("booked_in")) if lang in TEXTS), "vi")

    def booked_in(self, language: str) -> None:
        """From here on this page speaks the language of the booking, where its address asks for none."""
        g.booked_in = language

    def texts(self) -> Mapping[str, str]:
        return TEXTS[self.lang()]

    def link(self, endpoint: str, **parts: str | None) -> str:
        """An address of a booking page, in the language of this one."""
        said = request.args.get("lang") if request.args.get("lang") in TEXTS else None
        spoken = said or (self.lang() if self.lang() != "vi" else None)
        values: dict[str, Any] = {"lang": spoken, **parts}
        return url_for(endpoint, **values)

    def page(self, template: str, *, status: int = 200, **facts: Any) -> Response:
        """A page with everything that all of them need."""
        spoken = self.lang()
        missing: dict[str, Any] = {"office": None, "notice": None, "limit": None, "carried": {}}
        facts = missing | {"other_language": self._other_language(spoken)} | facts
        html = render_template(
            template,
            lang=spoken,
            t=TEXTS[spoken],
            link=self.link,
            view=booking_view,
            at=_at(facts["office"]),
            **facts,
        )
        return Response(html, status, headers=PRIVATE)

    def message(self, name: str, *, status: int, office: Office | None = None, **about: Any) -> Response:
        """A page that says one thing and what to do next."""
        links = about.pop("links", None) or [("from_start", self.link("booking.show_offices"))]
        about = {"again": None, **about, "office": office, "name": name, "links": links}
        return self.page("booking_message.html", status=status, **about)

    def limit(self, refusal: errors.LimitReached, office_code: str) -> dict[str, str | None]:
        """Which limit was reached, in words, and from when it helps to try again."""
        with self.database.read() as tx:
            office = tx.office(office_code)
        texts, kind = self.texts(), str(refusal.facts.get("limit"))
        personal = kind in ("bookings_per_person", "numbers_per_day", "service_once_a_day")
        name = "limit_person" if personal else f"limit_{kind}" if f"limit_{kind}" in texts else "limit"
        again = refusal.facts.get("again_at")
        local = again.astimezone(office.hours.time_zone) if isinstance(again, datetime) else None
        hints = [texts.get(f"{name}_hint", "")]
        hints += [texts["again_at"].format(local.strftime("%H:%M"))] if local else []
        hints += [texts["or_call"].format(office.hotline)] if office.hotline else []
        return {"says": texts[name], "hint": " ".join(filter(None, hints))}

    def times(
        self, tx: Transaction, office: Office, service: str, *, day: str | None = None
    ) -> dict[str, Any]:
        """The days that can be booked, the chosen one, and its free times."""
        rules, zone = office.booking or BookingRules(), office.hours.time_zone
        free = slotting.free_slots(tx, None, office.code, service).slots
        span = bookable_days(office.hours, tx.now, rules)
        days = booking_view.days_of(free, span, zone=zone, lang=self.lang())
        chosen = booking_view.chosen(days, day or _wanted_day(office))
        return {
            "days": days,
            "chosen": chosen,
            "next_free": next((day for day in days if day.free), None),
            "parts": booking_view.parts_of(free, chosen.day, zone) if chosen else [],
        }

    def catch(self, pages: Blueprint) -> None:
        """Answer refusals and faults of these pages by pages."""
        pages.register_error_handler(errors.Refusal, self._refused)
        pages.register_error_handler(Unavailable, self._unavailable)
        pages.register_error_handler(HTTPException, self._http)

    def _refused(self, refusal: errors.Refusal) -> Response:
        return self.message(_PAGES.get(type(refusal), "cannot_step"), status=STATUS[type(refusal)])

    def _unavailable(self, error: Unavailable) -> Response:
        """Trying again sends the same form with the same key, so that nobody types or books twice."""
        if request.method == "POST":
            answer = self.message("unavailable", status=503, again=booking_forms.sent(request.form))
        else:
            answer = self.message("unavailable", status=503, links=[("try_again", request.full_path)])
        answer.headers["Retry-After"] = "1"
        return answer

    def _http(self, error: HTTPException) -> Any:
        if error.code == 404:  # a NUL somewhere in the address, see `server.web.refusals`
            parts = request.view_args or {}
            kind = next((part for part in ("service", "office") if "\x00" in parts.get(part, "")), "booking")
            return self.message(f"unknown_{kind}", status=404)
        return self.message("too_large", status=413) if error.code == 413 else error

    def _other_language(self, spoken: str) -> str:
        """The same page in the other language; of a page that answers a form, the page of the form."""
        endpoint = request.endpoint or "booking.show_offices"
        wanted = {name: request.args.get(name) for name in _ASKED} | {"lang": TEXTS[spoken]["switch_to"]}
        return url_for(_SHOWN_BY.get(endpoint, endpoint), **{**(request.view_args or {}), **wanted})


def act_once(database: Database, scope: str, key: str, *, act: Callable[[Transaction], str]) -> str:
    """What `act` answers, or answered before to the same form: a form sent twice has one effect."""
    said = hashlib.sha256(scope.encode()).hexdigest()
    request_of_form = Once(f"form {said}"[:120], key, said)
    answered = database.write(
        lambda tx: once(tx, request_of_form, lambda tx: Answered(200, json.dumps(act(tx))))
    )
    answer: str = json.loads(answered.body)
    return answer


def moment_of(text: str) -> datetime | None:
    """A moment as forms write it, RFC 3339 with its offset; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo and 2000 <= moment.year < 9000 else None


def _wanted_day(office: Office) -> str | None:
    """The day that a form or an address asks for, or that of the time that was pressed."""
    start = moment_of(request.form.get("start", ""))
    pressed = start.astimezone(office.hours.time_zone).date().isoformat() if start else None
    return request.form.get("day") or request.args.get("day") or pressed


def _at(office: Office | None) -> Callable[[datetime], str]:
    """How a page writes a time of day: `08:42`, at the office."""
    zone = office.hours.time_zone if office else UTC
    return lambda moment: moment.astimezone(zone).strftime("%H:%M")
