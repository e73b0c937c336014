"""What is missing before an office can run: pure rules over its set-up and its devices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.domain.office import Office
from server.domain.slots import SlotPlan
from server.domain.speech import own_call
from server.domain.unserved import Stretch, stretches

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EMPTY_PRINTERS = frozenset({"paper_out", "cover_open", "error", "offline"})
"""States in which a kiosk gives no paper."""
_HOLIDAYS_FROM_MONTH = 10
"""From October on the notice of next year's holidays is to be expected."""


class Severity(StrEnum):
    """How much it matters."""

    MUST = "must"
    """Without it the office cannot work."""
    SHOULD = "should"
    """Citizens or staff will stumble over it."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A device of the office that is not revoked; `printer` is what a kiosk says of itself, None: nothing
    of late."""

    role: str
    name: str
    printer: str | None = None
    speaks: bool | None = None
    """Whether a kiosk can say names aloud; None: it has not said."""
    gone: bool = False
    """Whether it was silent while the office was open, until now or until it closed."""


@dataclass(frozen=True, slots=True)
class Clerk:
    """A member of staff of the office; `services` are what they may serve, None: all."""

    role: str
    services: frozenset[str] | None = None
    username: str = ""
    can_sign_in: bool = True
    """Whether there is a password, or single sign-on knows them."""


@dataclass(frozen=True, slots=True)
class Premises:
    """All that the rules look at. `public_address` is whether links for phones can be made."""

    office: Office
    staff: tuple[Clerk, ...]
    machines: tuple[Machine, ...]
    today: date
    public_address: bool = True
    speaks: bool = True
    """Whether the server can say the office's own words for its displays."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing: its stable code, what it is about, and the page where it is mended."""

    code: str
    severity: Severity
    page: str
    """Below `/admin/OFFICE`; empty: the office's own page."""
    subject: str = ""
    """A code, a number, a name, a weekday, a date or a year: what the text is filled in with."""
    stretches: tuple[Stretch, ...] = ()
    """When it is so, where it is so at some times only."""


def missing(premises: Premises) -> list[Missing]:
    """Everything that is missing, what matters most in front."""
    found = [one for rule in _RULES for one in rule(premises)]
    return sorted(found, key=lambda one: one.severity is not Severity.MUST)


def _in_being(premises: Premises) -> Iterator[Missing]:
    """An office gives tickets from its first day to its last."""
    first, last = premises.office.valid_from, premises.office.valid_to
    if first is not None and premises.today < first:
        yield Missing("not_yet", Severity.SHOULD, "set-up/office", f"{first:%d/%m/%Y}")
    if last is not None and premises.today > last:
        yield Missing("no_longer", Severity.MUST, "set-up/office", f"{last:%d/%m/%Y}")


def _hours(premises: Premises) -> Iterator[Missing]:
    hours = premises.office.hours
    if hours.always_open:
        return
    weeks = [hours.weekly, *(season.weekly for season in hours.seasons)]
    if not any(intervals for week in weeks for intervals in week.values()):
        yield Missing("no_hours", Severity.MUST, "set-up/hours")


def _ticket_hours(premises: Premises) -> Iterator[Missing]:
    """An open Saturday morning in which the kiosk gives hardly any numbers is seldom meant."""
    for day, intervals in sorted(premises.office.hours.weekly.items()):
        minutes = sum(_minutes(one.tickets_from, one.tickets_until) for one in intervals)
        if intervals and minutes < _LEAST_TICKET_MINUTES:
            yield Missing("no_ticket_hours", Severity.SHOULD, "set-up/hours", WEEKDAYS[day])


_LEAST_TICKET_MINUTES = 30


def _minutes(begins: object, ends: object) -> int:
    spelled = [f"{wall}".split(":") for wall in (begins, ends)]
    first, last = (int(hour) * 60 + int(minute) for hour, minute, *_ in spelled)
    return (last or 24 * 60) - first


def _holidays(premises: Premises) -> Iterator[Missing]:
    """Public holidays come by notice each year; of this year, and from October on of the next."""
    if premises.office.hours.always_open:
        return
    known = {day.year for day, special in premises.office.hours.special.items() if special.kind == "holiday"}
    years = [premises.today.year]
    if premises.today.month >= _HOLIDAYS_FROM_MONTH:
        years.append(premises.today.year + 1)
    for year in years:
        if year not in known:
            yield Missing("no_holidays", Severity.SHOULD, "set-up/holidays", str(year))


def _leaves(office: Office) -> list[str]:
    return [one.code for one in office.services.values() if one.active and not one.children]


def _served(premises: Premises) -> Iterator[Missing]:
    plans = [counter.plan for counter in premises.office.counters.values()]
    served = {code for plan in plans for code in plan.ever}
    for code in _leaves(premises.office):
        if code not in served:
            yield Missing("no_counter", Severity.MUST, "set-up/counters", code)
        elif at := stretches(premises.office.hours, plans, code, today=premises.today):
            yield Missing("no_counter_then", Severity.SHOULD, "set-up/counters", code, tuple(at))


def _skills(premises: Premises) -> Iterator[Missing]:
    clerks = [one for one in premises.staff if one.role == "clerk"]
    if not clerks:
        yield Missing("no_clerk", Severity.SHOULD, "staff")
        return
    if any(one.services is None for one in clerks):
        return
    known = {code for one in clerks for code in one.services or ()}
    for code in _leaves(premises.office):
        if code not in known:
            yield Missing("no_skill", Severity.MUST, "skills", code)


def _sign_in(premises: Premises) -> Iterator[Missing]:
    for one in premises.staff:
        if not one.can_sign_in:
            yield Missing("cannot_sign_in", Severity.SHOULD, "staff", one.username)


def _supervisor(premises: Premises) -> Iterator[Missing]:
    if not any(one.role == "supervisor" for one in premises.staff):
        yield Missing("no_supervisor", Severity.SHOULD, "staff")


def _devices(premises: Premises) -> Iterator[Missing]:
    roles = {one.role for one in premises.machines}
    if "kiosk" not in roles:
        yield Missing("no_kiosk", Severity.SHOULD, "devices")
    if "display" not in roles:
        yield Missing("no_display", Severity.SHOULD, "devices")
    for one in premises.machines:
        if one.role in ("kiosk", "display") and one.gone:
            yield Missing("machine_gone", Severity.SHOULD, "devices", one.name)
        if one.role == "kiosk" and one.printer in EMPTY_PRINTERS:
            code = "no_paper" if one.printer == "paper_out" else "no_printer"
            yield Missing(code, Severity.MUST, "devices", one.name)
        elif one.role == "kiosk" and one.printer == "paper_low":
            yield Missing("paper_low", Severity.SHOULD, "devices", one.name)


def _voices(premises: Premises) -> Iterator[Missing]:
    """Who cannot read hears what kiosks and displays say; without espeak-ng that is what is recorded."""
    for one in premises.machines:
        if one.role == "kiosk" and one.speaks is False:
            yield Missing("kiosk_cannot_speak", Severity.SHOULD, "devices", one.name)
    office = premises.office
    own = any(own_call(office.texts, language) for language in office.voice_languages)
    if own and not premises.speaks:
        yield Missing("display_cannot_speak", Severity.SHOULD, "set-up/texts")


def _bookings(premises: Premises) -> Iterator[Missing]:
    office = premises.office
    if office.booking is None:
        if office.plans:
            yield Missing("no_booking_rules", Severity.SHOULD, "set-up/booking")
        return
    plans = [plan for plan in office.plans if _in_force(plan, premises.today)]
    if not plans:
        yield Missing("no_slots", Severity.SHOULD, "set-up/slots")
    for plan in plans:
        if plan.services is not None and not plan.services & set(_leaves(office)):
            yield Missing("slots_without_services", Severity.SHOULD, "set-up/slots", plan.pool)


def _in_force(plan: SlotPlan, today: date) -> bool:
    return plan.valid_until is None or plan.valid_until >= today


def _addresses(premises: Premises) -> Iterator[Missing]:
    if not premises.public_address:
        yield Missing("no_public_address", Severity.SHOULD, "")
    if not premises.office.address:
        yield Missing("no_address", Severity.SHOULD, "set-up/office")
    if not premises.office.hotline:
        yield Missing("no_hotline", Severity.SHOULD, "set-up/office")


_RULES = (
    *(_in_being, _hours, _served, _skills, _devices, _sign_in, _supervisor),
    *(_ticket_hours, _holidays, _bookings, _addresses, _voices),
)
