"""What stands on a ticket, in words: from the server's ticket and office to lines in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor
from zoneinfo import ZoneInfo

from server.contract.messages import Expected, Names, Office, Ticket

WEEKDAYS = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}

WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "number": "Số thứ tự",
        "ahead": "Còn trước",
        "people": "{n} người",
        "person": "1 người",
        "expected": "Chờ khoảng",
        "minutes": "{low}–{high} phút",
        "about": "{high} phút",
        "under": "dưới {high} phút",
        "counter": "Quầy",
        "target": "Mục tiêu gọi trước {time}",
        "follow": "Quét mã để theo dõi lượt trên điện thoại",
        "hotline": "Tổng đài hỗ trợ: {hotline}",
        "booking": "Lịch hẹn {time}",
        "late": "Đến sau giờ hẹn {time}: nay là số thường",
        "reprint": "IN LẠI",
    },
    "en": {
        "number": "Your number",
        "ahead": "Ahead of you",
        "people": "{n} people",
        "person": "1 person",
        "expected": "Wait about",
        "minutes": "{low}–{high} min",
        "about": "{high} min",
        "under": "under {high} min",
        "counter": "Counter",
        "target": "Aim: called before {time}",
        "follow": "Scan to follow your turn on a phone",
        "hotline": "Help line: {hotline}",
        "booking": "Appointment {time}",
        "late": "After your time of {time}: now a walk-in number",
        "reprint": "REPRINT",
    },
}


@dataclass(frozen=True)
class Slip:
    """The ticket on paper, in words. It holds no name, no ID and no priority category."""

    office: str
    number_title: str
    number: str
    service: str
    booking: str
    issued: str
    facts: tuple[tuple[str, str], ...]
    target: str | None
    follow_url: str | None
    follow_hint: str
    house_text: str
    hotline: str
    reprint: str | None


def slip_of(ticket: Ticket, office: Office, *, language: str, reprint: bool = False) -> Slip:
    """The words of a ticket in `language`, Vietnamese where there is no such language."""
    words = WORDS.get(language, WORDS["vi"])
    zone = ZoneInfo(office.time_zone)
    return Slip(
        office=name_in(office.names, language, office.name),
        number_title=words["number"],
        number=ticket.number,
        service=name_in(ticket.service_names, language, ticket.service_name),
        booking=_booking(ticket, words, zone),
        issued=_moment(ticket.issued_at.astimezone(zone), language),
        facts=tuple(_facts(ticket, words)),
        target=words["target"].format(time=_clock(ticket.target.astimezone(zone))) if ticket.target else None,
        follow_url=ticket.follow_url,
        follow_hint=words["follow"],
        house_text=name_in(office.foot_texts, language, office.house_text),
        hotline=words["hotline"].format(hotline=office.hotline) if office.hotline else "",
        reprint=words["reprint"] if reprint else None,
    )


def name_in(names: Names, language: str, otherwise: str) -> str:
    """A name in the language of the press, else in Vietnamese, else as the server gives it."""
    return names.get(language) or names.get("vi") or otherwise


def minutes_text(expected: Expected, words: Mapping[str, str]) -> str:
    """A range as people say it: whole minutes, outwards, so that it never promises too much."""
    low, high = floor(expected.low_s / 60), max(1, ceil(expected.high_s / 60))
    if low <= 0:
        return words["under"].format(high=high)
    return words["about" if low == high else "minutes"].format(low=low, high=high)


def _facts(ticket: Ticket, words: Mapping[str, str]) -> list[tuple[str, str]]:
    facts = []
    if ticket.ahead is not None:
        facts.append((words["ahead"], _people(ticket.ahead, words)))
    if ticket.expected is not None:
        facts.append((words["expected"], minutes_text(ticket.expected, words)))
    if ticket.counters:
        facts.append((words["counter"], counters_text(ticket.counters)))
    return facts


def _booking(ticket: Ticket, words: Mapping[str, str], zone: ZoneInfo) -> str:
    """The slot of a booking, and that it has passed where it has; nothing for a walk-in."""
    if ticket.slot is None:
        return ""
    return words["late" if ticket.late else "booking"].format(time=_clock(ticket.slot.astimezone(zone)))


def _people(n: int, words: Mapping[str, str]) -> str:
    return words["person"] if n == 1 else words["people"].format(n=n)


def counters_text(counters: Sequence[int]) -> str:
    """Counters as people read them: `3, 4, 7`, and `1–40` where four or more follow each other."""
    runs: list[list[int]] = []
    for counter in sorted(set(counters)):
        if runs and counter == runs[-1][-1] + 1:
            runs[-1].append(counter)
        else:
            runs.append([counter])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 3 else ", ".join(map(str, run)) for run in runs)


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _moment(moment: datetime, language: str) -> str:
    weekday = WEEKDAYS.get(language, WEEKDAYS["vi"])[moment.weekday()]
    return f"{moment:%H:%M} · {weekday} {moment:%d/%m/%Y}"
