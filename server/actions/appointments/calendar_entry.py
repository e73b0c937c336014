"""The calendar entry of an appointment (iCalendar, RFC 5545): one event, which later revisions replace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from icalendar import Alarm, Calendar, Event

from server.domain.plain_text import one_line

MIME = "text/calendar; charset=utf-8"
_ALARM_BEFORE = timedelta(hours=1)
_WORDS = {
    "vi": {
        "summary": "Lịch hẹn: {service}",
        "code": "Mã lịch hẹn",
        "papers": "Mang theo",
        "link": "Đổi hoặc hủy",
    },
    "en": {"summary": "Appointment: {service}", "code": "Code", "papers": "Bring", "link": "Move or cancel"},
}


class Entered(Protocol):
    """What a calendar needs to know of an appointment; `messages.Appointment` has it. Times in UTC."""

    @property
    def code(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def office(self) -> str: ...
    @property
    def office_names(self) -> Mapping[str, str]: ...
    @property
    def address(self) -> str: ...
    @property
    def service(self) -> str: ...
    @property
    def service_names(self) -> Mapping[str, str]: ...
    @property
    def papers(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...
    @property
    def at(self) -> datetime: ...


def entry(appointment: Entered, *, revision: int, url: str | None, language: str = "vi") -> bytes:
    """The `.ics` file of an appointment, in UTC; a cancelled one takes the event out again.

    The UID stays and SEQUENCE grows with each `revision`, so that a calendar moves the event that it has.
    There is no METHOD: it is an entry to keep, not an invitation to answer. Nobody's name is in it.
    """
    gone = appointment.state == "cancelled"
    event = Event()
    event.add("uid", f"{appointment.code.replace('-', '')}@{appointment.office}")
    event.add("sequence", revision + 1 if gone else revision)
    event.add("dtstamp", appointment.at.replace(microsecond=0))
    event.add("dtstart", appointment.start)
    event.add("dtend", appointment.end)
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    event.add("summary", _summary(appointment, language))
    event.add("location", _place(appointment, language))
    event.add("description", _description(appointment, url, language))
    if url:
        event.add("url", url)
    if not gone:
        event.add_component(_alarm(_summary(appointment, language)))
    return _calendar(event)


def _calendar(event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Đúng Hẹn//dunghen//VI")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -_ALARM_BEFORE)
    alarm.add("description", summary)
    return alarm


def _summary(appointment: Entered, language: str) -> str:
    service = _named(appointment.service_names, language) or appointment.service
    return _words(language)["summary"].format(service=service)


def _place(appointment: Entered, language: str) -> str:
    office = _named(appointment.office_names, language) or appointment.office
    return ", ".join(filter(None, (office, one_line(appointment.address))))


def _description(appointment: Entered, url: str | None, language: str) -> str:
    words = _words(language)
    papers = appointment.papers.get(language) or appointment.papers.get("vi") or []
    lines = [f"{words['code']}: {appointment.code}"]
    if papers:
        lines.append(f"{words['papers']}: {'; '.join(map(one_line, papers))}")
    if url:
        lines.append(f"{words['link']}: {url}")
    return "\n".join(lines)


def _words(language: str) -> dict[str, str]:
    return _WORDS.get(language, _WORDS["vi"])


def _named(names: Mapping[str, str], language: str) -> str:
    return one_line(names.get(language) or names.get("vi") or "")
