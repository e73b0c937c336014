"""The sections of a set-up as the pages show them, and who may change which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_origin

from server.contract.setup_file import SetUp
from server.domain.people import Permission


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the editor."""

    key: str
    group: str
    needs: Permission = Permission.CHANGE_SETUP
    ordered: bool = False
    """Whether the order of its entries is seen somewhere."""
    optional: bool = False
    """Whether the office may be without it."""

    @property
    def many(self) -> bool:
        """Whether it is a list of entries."""
        return get_origin(SetUp.model_fields[self.key].annotation) is list


SECTIONS = {
    section.key: section
    for section in (
        Section("office", "office"),
        Section("voice", "office"),
        Section("texts", "office", Permission.CHANGE_TEXTS),
        Section("alerts", "office"),
        Section("hours", "time"),
        Section("holidays", "time"),
        Section("working_days", "time"),
        Section("exceptions", "time", Permission.CHANGE_EXCEPTIONS),
        Section("services", "work", ordered=True),
        Section("counters", "work", Permission.CHANGE_COUNTERS),
        Section("categories", "work", ordered=True),
        Section("allowances", "work"),
        Section("rules", "work"),
        Section("booking", "booking", optional=True),
        Section("slots", "booking"),
        Section("resources", "booking"),
        Section("figures", "figures"),
        Section("targets", "figures"),
        Section("reports", "figures"),
    )
}
"""Every section but staff, whose accounts have pages of their own."""


def groups() -> dict[str, list[Section]]:
    """The sections by their group, in order."""
    found: dict[str, list[Section]] = {}
    for section in SECTIONS.values():
        found.setdefault(section.group, []).append(section)
    return found
