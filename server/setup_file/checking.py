"""What a set-up must keep beside the shape of its entries: names once, links that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, available_timezones

from server.setup_file import hours_check, serving_check, slots_check, texts_check
from server.setup_file.draft import Draft
from server.setup_file.explaining import suggestion
from server.setup_file.problems import Problem, spelled

_ONCE = (
    ("services", "code"),
    ("counters", "number"),
    ("categories", "code"),
    ("resources", "code"),
    ("staff", "username"),
)

WORDS_OF_PAGES = frozenset({"audit", "persons", "sign-in", "sign-out", "staff", "tree"})
"""An office of such a code would be hidden behind the page of that name, `/admin/tree`."""


def problems(draft: Draft) -> Iterator[Problem]:
    """Everything wrong between entries; an entry that is wrong by itself is passed over."""
    for check in (_twice, _office, _parents, _loops, _letters, _paused):
        yield from check(draft)
    yield from serving_check.problems(draft)
    yield from hours_check.problems(draft)
    yield from slots_check.problems(draft)
    yield from texts_check.problems(draft)


def warnings(draft: Draft) -> Iterator[Problem]:
    """What is allowed and seldom meant."""
    yield from serving_check.warnings(draft)
    yield from hours_check.warnings(draft)
    yield from slots_check.warnings(draft)
    yield from texts_check.warnings(draft)


def _twice(draft: Draft) -> Iterator[Problem]:
    for section, key in _ONCE:
        first: dict[object, str] = {}
        for path, value in draft.named(section, key):
            entry = spelled(path[:-1])
            if first.setdefault(value, entry) != entry:
                yield Problem(path, f"{value} is the {key} of {first[value]} already")


def _office(draft: Draft) -> Iterator[Problem]:
    office = draft.office()
    if office is None:
        return
    if office.code in WORDS_OF_PAGES:
        yield Problem(("office", "code"), f"“{office.code}” is a word of the administration's addresses")
    if not _is_time_zone(office.time_zone):
        hint = suggestion(office.time_zone, available_timezones())
        yield Problem(("office", "time_zone"), f"there is no time zone “{office.time_zone}”{hint}")
    if office.valid_from and office.valid_to and office.valid_to < office.valid_from:
        yield Problem(("office", "valid_to"), f"is before valid_from, {office.valid_from}")
    for key in ("parent", "successor"):
        if getattr(office, key) == office.code:
            yield Problem(("office", key), "is the office itself")


def _is_time_zone(name: str) -> bool:
    try:
        return ZoneInfo(name).key == name
    except (KeyError, ValueError, OSError):  # unknown, no name at all, a folder of names
        return False


def _parents(draft: Draft) -> Iterator[Problem]:
    codes = draft.codes()
    for path, parent in draft.named("services", "parent"):
        if parent not in codes:
            yield Problem(path, f"there is no service “{parent}”{suggestion(str(parent), codes)}")


def _loops(draft: Draft) -> Iterator[Problem]:
    """A service above itself; each loop is told once, where it is entered first."""
    entries = draft.services()
    parent_of = {service.code: service.parent for _, service in entries}
    told: set[str] = set()
    for path, service in entries:
        trail = [service.code]
        while (above := parent_of.get(trail[-1])) is not None and above not in trail:
            trail.append(above)
        if above == service.code and service.code not in told:
            told |= set(trail)
            yield Problem((*path, "parent"), f"leads back to itself: {' → '.join([*trail, above])}")


def _letters(draft: Draft) -> Iterator[Problem]:
    fields = draft.fields()
    for path, service in draft.services():
        if service.letter is None and service.code not in fields:
            yield Problem((*path, "letter"), "is missing: a service that takes tickets has a letter")


def _paused(draft: Draft) -> Iterator[Problem]:
    for path, service in draft.services():
        if service.paused_until is not None and service.paused_reason is None:
            yield Problem((*path, "paused_until"), "says until when, but paused_reason does not say why")
