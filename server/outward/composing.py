"""What a message says, in the words of the catalogue beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from server.actions.appointments import calendar_entry
from server.domain.appointments import check_in_window
from server.domain.outgoing import MessageKind, Outlet
from server.domain.plain_text import one_line
from server.domain.segments import MOST_PARTS, ROOM, fits, parts, shortened, unaccented
from server.domain.slots import BookingRules
from server.outward.channels import Letter
from server.outward.facts import Facts

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Style:
    """How this house writes: `public_url` makes links, `accents` keeps them in text messages."""

    public_url: str | None = None
    accents: bool = True


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """The texts by language."""
    return tomllib.loads((Path(__file__).parent / "texts.toml").read_text("utf-8"))


def letter(facts: Facts, outlet: Outlet, style: Style) -> Letter:
    """The message for one channel."""
    language = facts.language if facts.language in catalogue() else "vi"
    words = catalogue()[language]
    values = _values(facts, words, language)
    link = _link(facts, style)
    mail = outlet is Outlet.EMAIL
    return Letter(
        message_id=facts.message_id,
        to=facts.to,
        to_name=one_line(facts.name)[:_LONGEST_NAME],
        sender_name=_named(facts.office_names, language) or facts.office,
        language=language,
        subject=_said(facts, "_subject", values) or words[facts.kind]["subject"].format_map(values),
        text=_mail(facts, words, values, link) if mail else _text_message(facts, words, values, link, style),
        made_at=facts.made_at,
        calendar=_calendar(facts, link, language) if mail else None,
    )


def _values(facts: Facts, words: Mapping[str, Any], language: str) -> dict[str, str]:
    office, start = facts.at_office, facts.start.astimezone(facts.at_office.hours.time_zone)
    rules = office.booking or BookingRules()
    first, last = check_in_window(facts.start, hours=office.hours, rules=rules)
    return {
        "name": one_line(facts.name)[:_LONGEST_NAME],
        "code": facts.code,
        "number": facts.number,
        "start": _clock(facts, facts.start),
        "end": _clock(facts, facts.end),
        "from": _clock(facts, first),
        "until": _clock(facts, last),
        "date": words["date"].format(
            weekday=words["weekdays"][start.weekday()], day=start.day, month=start.month, year=start.year
        ),
        "short_date": f"{start:%d/%m}",
        "service": _named(facts.service_names, language) or facts.service,
        "office": one_line(office.short_name) or _named(office.names, language),
        "place": ", ".join(filter(None, (_named(facts.office_names, language), one_line(facts.address)))),
        "hotline": one_line(office.hotline),
    }


def _clock(facts: Facts, moment: datetime) -> str:
    """A time as the wall of the office shows it."""
    return f"{moment.astimezone(facts.at_office.hours.time_zone):%H:%M}"


def _named(names: Mapping[str, str], language: str) -> str:
    return one_line(names.get(language) or names.get("vi") or "")


def _link(facts: Facts, style: Style) -> str | None:
    """Where the appointment, or the turn, can be seen; a cancelled one needs none."""
    if style.public_url is None or facts.kind is MessageKind.CANCELLED:
        return None
    page = f"t/{facts.turn}" if facts.kind is MessageKind.NEAR else f"a/{facts.token}"
    return f"{style.public_url.rstrip('/')}/{page}"


def _mail(facts: Facts, words: Mapping[str, Any], values: Mapping[str, str], link: str | None) -> str:
    """Paragraphs, with a blank line between them."""
    near = facts.kind is MessageKind.NEAR
    intro = _said(facts, "", values) or words[facts.kind]["intro"].format_map(values)
    facts_told = [words["where"]] if near else [words[line] for line in ("when", "what", "where", "code")]
    told = [
        words["dear" if values["name"] else "dear_nameless"].format_map(values),
        intro,
        "\n".join(line.format_map(values) for line in facts_told),
    ]
    if not near and facts.kind is not MessageKind.CANCELLED:
        told.append(words["check_in"].format_map(values))
    told += _papers(facts, words)
    if link:
        told.append(words["turn_link" if near else "link"].format(link=link))
    closing = [one_line(_own(facts, "closing") or "") or words["closing"]]
    if values["hotline"]:
        closing.append(words["hotline"].format_map(values))
    return "\n\n".join([*told, "\n".join(closing)]) + "\n"


def _own(facts: Facts, key: str) -> str | None:
    """The office's own words in the language of the message."""
    return facts.at_office.texts.get(key, {}).get(facts.language)


def _said(facts: Facts, part: str, values: Mapping[str, str]) -> str | None:
    """A part of the message in the office's own words, filled in; placeholders were checked when set."""
    own = _own(facts, facts.kind.value + part)
    return None if own is None else one_line(own.format_map(values))


def _papers(facts: Facts, words: Mapping[str, Any]) -> list[str]:
    """What to bring, as one paragraph, for who is still to come."""
    papers = facts.papers.get(facts.language) or facts.papers.get("vi") or ()
    if not papers or facts.kind in (MessageKind.CANCELLED, MessageKind.NEAR):
        return []
    return ["\n".join([words["papers"], *(f"- {one_line(paper)}" for paper in papers)])]


def _text_message(
    facts: Facts, words: Mapping[str, Any], values: Mapping[str, str], link: str | None, style: Style
) -> str:
    """The office's own words. Without any, the longest usual way to say it that fits into one message,
    with its link if that fits at all."""
    if own := _own_text_message(facts, values, link, style):
        return own
    said: list[str] = [line.format_map(values) for line in words[facts.kind]["sms"]]
    if not style.accents:
        said = [unaccented(line) for line in said]
    ways = ([f"{line} {link}" for line in said] if link else []) + said
    return next(filter(fits, ways), said[-1])


def _own_text_message(facts: Facts, values: Mapping[str, str], link: str | None, style: Style) -> str | None:
    """With the link behind it where it costs no further message; None where it would be too long."""
    own = _said(facts, "_sms", {name: shortened(values[name], room) for name, room in ROOM.items()})
    if own is None:
        return None
    own = own if style.accents else unaccented(own)
    needed = parts(own)
    if link and parts(f"{own} {link}") == needed:
        return f"{own} {link}"
    return own if needed <= MOST_PARTS else None


def _calendar(facts: Facts, link: str | None, language: str) -> bytes | None:
    if facts.kind is MessageKind.NEAR:
        return None
    return calendar_entry.entry(facts, revision=facts.revision, url=link, language=language)
