"""The calendar entry of an appointment, read back by a reader of calendars."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Event

from server.actions.appointments.calendar_entry import entry
from server.contract.messages import Appointment

START = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
LINK = "https://hen.example.vn/a/Xy0123456789abcdefghij"


def appointment(**changed: Any) -> Appointment:
    """An appointment as its link shows it."""
    facts: dict[str, Any] = {
        "token": "Xy0123456789abcdefghij",
        "code": "7K3M-92QX",
        "qr": "1",
        "state": "booked",
        "office": "ttpvhcc",
        "office_names": {"vi": "Trung tâm Phục vụ hành chính công", "en": "Public Administration Centre"},
        "address": "127 Hai Bà Trưng, Quy Nhơn; tầng 2",
        "service": "land",
        "service_names": {"vi": "Đất đai", "en": "Land"},
        "papers": {"vi": ["Căn cước công dân", "Tờ khai theo mẫu"]},
        "start": START,
        "end": START + timedelta(minutes=30),
        "check_in_from": START - timedelta(minutes=30),
        "check_in_until": START + timedelta(minutes=30),
        "at": START - timedelta(days=1),
        "time_zone": "Asia/Ho_Chi_Minh",
        "name": "Trần Văn Bình",
    }
    return Appointment(**(facts | changed))


def event_of(file: bytes) -> Event:
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    return event


def test_a_calendar_reads_when_where_and_what() -> None:
    event = event_of(entry(appointment(), revision=0, url=LINK))
    assert (event.start, event.end) == (START, START + timedelta(minutes=30))
    assert event["SUMMARY"] == "Lịch hẹn: Đất đai"
    assert event["LOCATION"] == "Trung tâm Phục vụ hành chính công, 127 Hai Bà Trưng, Quy Nhơn; tầng 2"
    assert event["URL"] == LINK
    assert event["DESCRIPTION"].split("\n") == [
        "Mã lịch hẹn: 7K3M-92QX",
        "Mang theo: Căn cước công dân; Tờ khai theo mẫu",
        f"Đổi hoặc hủy: {LINK}",
    ]
    assert event["STATUS"] == "CONFIRMED"
    assert event.walk("VALARM")[0]["TRIGGER"].dt == timedelta(hours=-1)


def test_it_speaks_the_language_that_was_asked_for() -> None:
    event = event_of(entry(appointment(), revision=0, url=None, language="en"))
    assert event["SUMMARY"] == "Appointment: Land"
    assert event["LOCATION"].startswith("Public Administration Centre")
    assert "URL" not in event


def test_a_moved_appointment_replaces_the_event_that_a_calendar_has() -> None:
    before = event_of(entry(appointment(), revision=0, url=LINK))
    later = START + timedelta(hours=2)
    after = event_of(entry(appointment(start=later, end=later + timedelta(minutes=30)), revision=1, url=LINK))
    assert after["UID"] == before["UID"] == "7K3M92QX@ttpvhcc"
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.start == later


def test_a_cancelled_appointment_is_newer_than_what_a_calendar_has_and_rings_no_more() -> None:
    before = event_of(entry(appointment(), revision=3, url=LINK))
    after = event_of(entry(appointment(state="cancelled"), revision=3, url=LINK))
    assert after["STATUS"] == "CANCELLED"
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert not after.walk("VALARM")


def test_nobodys_name_is_in_a_calendar() -> None:
    assert "Bình" not in entry(appointment(), revision=0, url=LINK).decode()


@pytest.mark.parametrize(
    "evil",
    [
        "Đất\r\nATTENDEE:mailto:x@example.vn",
        "Đất\nEND:VEVENT\nBEGIN:VEVENT",
        "Đất\rX-EVIL:1",
        "Đất\u2028X-EVIL:1\u0085X-EVIL:2\x0b\x0c\x00\x1b[2J",
        "Đất,đai;\\nX-EVIL:1",
        "Đất \u202egnud\u202c \u200b\u2066hẹn\u2069",
        "Đ" * 10_000,
    ],
)
def test_no_text_becomes_a_line_of_its_own(evil: str) -> None:
    about = {"service_names": {"vi": evil}, "office_names": {"vi": evil}, "address": evil}
    file = entry(appointment(**about, papers={"vi": [evil]}), revision=0, url=LINK)
    lines = file.decode().split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any(mark in file.decode() for mark in "\u202e\u202c\u200b\u2066\x00\x1b\u2028")
    names = {line.split(":")[0].split(";")[0] for line in lines if line and not line.startswith(" ")}
    assert names <= {
        *("BEGIN", "END", "VERSION", "PRODID", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "STATUS"),
        *("SUMMARY", "LOCATION", "DESCRIPTION", "URL", "ACTION", "TRIGGER"),
    }
    assert len(Calendar.from_ical(file).walk("VEVENT")) == 1
