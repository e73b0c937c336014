"""What the booking pages show, made of free slots and offices: days, times, services, and the QR as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby

import qrcode
from markupsafe import Markup

from server.contract.messages import FreeSlot
from server.domain.office import Office, Service
from server.web.booking_texts import TEXTS

_WEEKDAYS = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT = {
    "vi": ("Th 2", "Th 3", "Th 4", "Th 5", "Th 6", "Th 7", "CN"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_QUIET_MODULES = 4
"""The light margin that ISO/IEC 18004 wants around a QR."""


@dataclass(frozen=True, slots=True)
class DayChoice:
    """A day that may be chosen; `free` places are left in it."""

    day: date
    short: str
    date: str
    label: str
    free: int


@dataclass(frozen=True, slots=True)
class Part:
    """The free times of a part of the day: `morning`, `afternoon` or `evening`."""

    name: str
    slots: tuple[FreeSlot, ...]


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """A node of the services tree; `bookable` where slots are planned for it."""

    code: str
    letter: str | None
    name: str
    papers: Sequence[str]
    bookable: bool
    children: tuple[ServiceChoice, ...]
    paused: str | None = None
    """That it is closed for a while, why and until when."""


def long_day(day: date, lang: str) -> str:
    """`Thứ Hai 23/11`, `Monday 23/11`."""
    return f"{_WEEKDAYS[lang][day.weekday()]} {day.day}/{day.month}"


def days_of(
    slots: Iterable[FreeSlot], span: tuple[date, date], *, zone: tzinfo, lang: str
) -> list[DayChoice]:
    """Every day from the first to the last of `span`, with the places that are left."""
    first, last = span
    free = dict.fromkeys((first + timedelta(days=n) for n in range((last - first).days + 1)), 0)
    for slot in slots:
        day = slot.start.astimezone(zone).date()
        free[day] = free.get(day, 0) + slot.free
    return [
        DayChoice(day, _SHORT[lang][day.weekday()], f"{day.day}/{day.month}", long_day(day, lang), places)
        for day, places in sorted(free.items())
    ]


def chosen(days: Sequence[DayChoice], wanted: str | None) -> DayChoice | None:
    """The day that was asked for; else the first with a place; None where none has any."""
    asked = next((choice for choice in days if choice.day.isoformat() == wanted), None)
    return asked or next((choice for choice in days if choice.free), None)


def parts_of(slots: Iterable[FreeSlot], day: date, zone: tzinfo) -> list[Part]:
    """The free times of a day, parted as people say it."""
    that_day = [slot for slot in slots if slot.start.astimezone(zone).date() == day]
    parts = groupby(that_day, lambda slot: _part(slot.start.astimezone(zone)))
    return [Part(name, tuple(group)) for name, group in parts]


def _part(local: datetime) -> str:
    if local.hour < 12:
        return "morning"
    return "afternoon" if local.hour < 18 else "evening"


def services_of(office: Office, lang: str, now: datetime) -> list[ServiceChoice]:
    """The services tree of an office, in its order."""
    return [choice for code in office.roots for choice in _choices(office, code, lang, now)]


def paused_of(office: Office, service: Service, lang: str, now: datetime) -> str | None:
    """That a service is closed for a while, with the reason and the end; None where it is not."""
    if not service.paused(now):
        return None
    reason = service.paused_reason or ""
    if service.paused_until is None:
        return TEXTS[lang]["paused"].format(reason)
    wall = service.paused_until.astimezone(office.hours.time_zone)
    return TEXTS[lang]["paused_until"].format(wall.strftime("%H:%M"), long_day(wall.date(), lang), reason)


def _choices(office: Office, code: str, lang: str, now: datetime) -> Iterator[ServiceChoice]:
    service = office.services[code]
    if not service.active:
        return
    below = (_choices(office, child, lang, now) for child in service.children)
    children = tuple(choice for choices in below for choice in choices)
    planned = not service.children and any(plan.offers(code) for plan in office.plans)
    yield ServiceChoice(
        code=code,
        letter=service.letter,
        name=named(service.names, lang),
        papers=papers_of(service, lang),
        bookable=planned or any(child.bookable for child in children),
        children=children,
        paused=None if service.children else paused_of(office, service, lang, now),
    )


def papers_of(service: Service, lang: str) -> Sequence[str]:
    """What to bring, in a language or the next best."""
    return service.papers.get(lang) or service.papers.get("vi") or ()


def named(names: Mapping[str, str], lang: str) -> str:
    """A name in a language or the next best."""
    return names.get(lang) or names.get("vi") or next(iter(names.values()), "")


def qr_svg(text: str, label: str) -> Markup:
    """A QR as inline SVG, one path of dark runs in whole units; `label` says to ears what it is."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=_QUIET_MODULES)
    code.add_data(text)
    code.make(fit=True)
    matrix: list[list[bool]] = code.get_matrix()
    path = "".join(_row(y, row) for y, row in enumerate(matrix))
    size = len(matrix)
    return Markup(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{}v{}H0z"/><path fill="#000" d="{}"/></svg>'
    ).format(label, size, size, size, size, path)


def _row(y: int, row: Sequence[bool]) -> str:
    path, x = "", 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            path += f"M{x} {y}h{length}v1h-{length}z"
        x += length
    return path
