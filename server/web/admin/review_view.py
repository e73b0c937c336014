"""The differences of a set-up as people read them: sections, entries and fields, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.contract.setup_file import SetUp
from server.setup_file.comparing import Change, FieldChange, Value
from server.web.admin import words
from server.web.admin.form_values import number

_SAID = {"vi": {True: "có", False: "không"}, "en": {True: "yes", False: "no"}}
_ORDER = {"vi": "Thứ tự", "en": "Order"}
_CLOSED = {"vi": "đóng cửa", "en": "closed"}
_IN_VIETNAMESE = ((" from ", " từ "), (" until ", " đến "), ("tickets", "phát số"), ("closed", "đóng cửa"))
_CODED = ("services", "parent", "resources", "order")


@dataclass(frozen=True, slots=True)
class Line:
    """One field of an entry, before and after; nothing is an empty text."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words."""

    section: str
    title: str
    kind: str
    lines: tuple[Line, ...]


def told(changes: Iterable[Change], lang: str, *setups: SetUp | None) -> list[Told]:
    """Changes in the language of the reader; codes get the names that the set-ups know for them."""
    names = _names([setup for setup in setups if setup is not None], lang)
    return [
        Told(
            words.label("sections", change.section, lang),
            _title(change, names, lang),
            change.kind,
            tuple(_line(change, field, names, lang) for field in change.fields),
        )
        for change in changes
    ]


def _names(setups: list[SetUp], lang: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for setup in setups:
        for section in ("services", "categories", "resources"):
            for entry in getattr(setup, section):
                found.setdefault(section, {}).setdefault(
                    entry.code, entry.names.get(lang) or entry.names["vi"]
                )
        for person in setup.staff or ():
            found.setdefault("staff", {}).setdefault(person.username, person.name)
    return found


def _title(change: Change, names: Mapping[str, Mapping[str, str]], lang: str) -> str:
    """The entry that a change is about: its name with its code, a day of the week, a date."""
    key = change.key
    if change.section in names and key in names[change.section]:
        return f"{names[change.section][key]} ({key})"
    if change.section == "counters" and key:
        return f"{'Quầy' if lang == 'vi' else 'Counter'} {key}"
    head, *rest = key.split(" ")
    parts = [part for part in head.split("+") if part]
    spelled = [words.label("choices", part, lang) for part in parts] + rest
    return _spelled(" ".join(spelled), lang)


def _line(change: Change, field: FieldChange, names: Mapping[str, Mapping[str, str]], lang: str) -> Line:
    name, _, language = field.name.partition(".")
    label = words.label("fields", f"{change.section}.{name}", lang) if name != "order" else _ORDER[lang]
    if language:
        label += f" · {words.label('choices', language, lang)}"
    coded = names.get("services" if name != "resources" else "resources", {}) if name in _CODED else {}
    if name == "order":
        coded = names.get(change.section, {})
    return Line(label, *(_value(value, coded, lang) for value in (field.old, field.new)))


def _value(value: Value, names: Mapping[str, str], lang: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _SAID[lang][value]
    if isinstance(value, list):
        return "; ".join(_value(one, names, lang) for one in value)
    return number(value, lang) if isinstance(value, float | int) else _word(value, names, lang)


def _word(text: str, names: Mapping[str, str], lang: str) -> str:
    if text in names:
        return names[text]
    return _spelled(words.label("choices", text, lang), lang)


def _spelled(text: str, lang: str) -> str:
    """Times of the clock without their seconds, and in Vietnamese the few words of hours."""
    if len(text) == 8 and text[2::3] == "::":
        text = text[:5]
    if lang == "vi" and any(mark in text for mark in ("–", " from ", " until ", "closed")):
        for english, vietnamese in _IN_VIETNAMESE:
            text = text.replace(english, vietnamese)
    return text
