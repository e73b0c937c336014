"""What differs between two set-ups of an office: added, changed and removed, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from server.contract.booking_setup import SlotPlanSetUp
from server.contract.messages import Request
from server.contract.setup_file import IntervalSetUp, SetUp, TimedServicesSetUp, WeeklyHours

Value = str | int | float | bool | list[str] | None
Entries = dict[str, dict[str, Value]]
"""The entries of a section by their key, each as its fields."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYED = {
    "holidays": "date",
    "working_days": "date",
    "exceptions": "date",
    "categories": "code",
    "resources": "code",
    "services": "code",
    "counters": "number",
    "staff": "username",
}
"""What tells the entries of a section apart."""
_SINGLE = ("office", "allowances", "rules", "voice", "texts", "booking", "figures", "alerts")
_ORDERED = ("categories", "services")
"""Sections whose order is seen: on the kiosk."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field, before and after; None is nothing."""

    name: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that is added, changed or removed; `key` is empty where a section has but one."""

    section: str
    key: str
    kind: Literal["added", "changed", "removed"]
    fields: tuple[FieldChange, ...] = ()


def compare(old: SetUp | None, new: SetUp) -> tuple[Change, ...]:
    """Every difference, in the order of the file. Passwords are no part of a set-up, and where `new`
    has no staff, staff is not compared. Hours that are only written otherwise are the same."""
    before = _sections(old) if old else {}
    after = _sections(new)
    if new.staff is None:
        before.pop("staff", None)
    return tuple(
        change for section in after for change in _compared(section, before.get(section, {}), after[section])
    )


def _compared(section: str, old: Entries, new: Entries) -> Iterator[Change]:
    for key, entry in new.items():
        fields = tuple(_fields(old.get(key, {}), entry))
        if key not in old:
            yield Change(section, key, "added", fields)
        elif fields:
            yield Change(section, key, "changed", fields)
    for key in [key for key in old if key not in new]:
        yield Change(section, key, "removed")
    if section in _ORDERED:
        yield from _reordered(section, old, new)


def _fields(old: Mapping[str, Value], new: Mapping[str, Value]) -> Iterator[FieldChange]:
    for name in [*new, *(name for name in old if name not in new)]:
        if old.get(name) != new.get(name):
            yield FieldChange(name, old.get(name), new.get(name))


def _reordered(section: str, old: Entries, new: Entries) -> Iterator[Change]:
    was, now = [key for key in old if key in new], [key for key in new if key in old]
    if was != now:
        yield Change(section, "", "changed", (FieldChange("order", was, now),))


def _sections(setup: SetUp) -> dict[str, Entries]:
    sections: dict[str, Entries] = {name: _single(getattr(setup, name)) for name in _SINGLE}
    sections["hours"] = _weekly(setup)
    sections["slots"] = {_plan_key(entry): _flat(entry) for entry in setup.slots}
    sections["targets"] = {f"{entry.year} {entry.area}": _flat(entry) for entry in setup.targets}
    sections["reports"] = {entry.period: _flat(entry) for entry in setup.reports}
    for section, key in KEYED.items():
        entries: Iterable[Request] | None = getattr(setup, section)
        if entries is not None:
            sections[section] = {str(getattr(entry, key)): _flat(entry, without=key) for entry in entries}
    return sections


def _single(section: Request | None) -> Entries:
    return {} if section is None else {"": _flat(section)}


def _weekly(setup: SetUp) -> Entries:
    weeks: Entries = {}
    for version in sorted({_validity(entry) for entry in setup.hours}):
        for day in WEEKDAYS:
            entries = [e for e in setup.hours if day in e.days and _validity(e) == version]
            if entries:
                weeks[f"{day}{version}"] = {"hours": _stretches(entries)}
    return weeks


def _validity(entry: WeeklyHours | SlotPlanSetUp) -> str:
    """` from 2026-05-01 until 2026-09-30`, nothing for what is always in force."""
    said = ((" from ", entry.valid_from), (" until ", entry.valid_until))
    return "".join(f"{word}{day}" for word, day in said if day)


def _plan_key(entry: SlotPlanSetUp) -> str:
    return f"{entry.pool} {'+'.join(entry.days)} {entry.begins:%H:%M}{_validity(entry)}"


def _stretches(entries: Sequence[IntervalSetUp]) -> list[str]:
    return [spelled_stretch(entry) for entry in sorted(entries, key=lambda entry: entry.opens)]


def spelled_stretch(entry: IntervalSetUp) -> str:
    """`07:30–11:30`, with the ticket hours where they differ."""
    text = f"{_wall(entry.opens)}–{_wall(entry.closes)}"
    if entry.tickets_from not in (None, entry.opens):
        text += f", tickets from {_wall(entry.tickets_from)}"
    if entry.tickets_until not in (None, entry.closes):
        text += f", tickets until {_wall(entry.tickets_until)}"
    return text


def spelled_timed(entry: TimedServicesSetUp) -> str:
    """`mon+tue 13:30–17:00 land+civil`."""
    days = "+".join(day for day in WEEKDAYS if day in entry.days)
    return f"{days} {_wall(entry.begins)}–{_wall(entry.ends)} {'+'.join(sorted(entry.services))}"


def _wall(time: Any) -> str:
    text: str = time.isoformat()
    return text.removesuffix(":00")


def _flat(entry: Request, *, without: str = "") -> dict[str, Value]:
    """The fields of an entry that say something; each language of a text is a field of its own."""
    values: dict[str, Value] = {}
    for name, value in entry.model_dump(mode="json", exclude={without, "password", "hours", "timed"}).items():
        if isinstance(value, dict):
            values |= {f"{name}.{language}": text for language, text in value.items()}
        elif value not in (None, "", []):
            values[name] = value
    stretches = getattr(entry, "hours", None)
    if stretches is not None:
        values["hours"] = _stretches(stretches) or ["closed"]
    if timed := getattr(entry, "timed", None):
        values["timed"] = sorted(spelled_timed(one) for one in timed)
    if isinstance(values.get("services"), list):
        values["services"] = sorted(values["services"])  # type: ignore[arg-type]  # codes are texts
    return values
