"""A set-up as it was written, right or wrong, with what of it can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from server.contract.messages import Request
from server.contract.setup_file import CounterSetUp, OfficeSetUp, ServiceSetUp
from server.setup_file.locating import Path

Entry = TypeVar("Entry", bound=Request)


@dataclass(frozen=True, slots=True)
class Draft:
    """The plain values of a document; checks go on beside an entry that is wrong."""

    values: Mapping[str, Any]

    def office(self) -> OfficeSetUp | None:
        """The office itself, None when it is wrong."""
        return _read(OfficeSetUp, self.values.get("office"))

    def entries(self, section: str, kind: type[Entry]) -> list[tuple[Path, Entry]]:
        """The entries of a section that are right by themselves, each with its path."""
        read = ((path, _read(kind, value)) for path, value in self._tables(section))
        return [(path, entry) for path, entry in read if entry is not None]

    def services(self) -> list[tuple[Path, ServiceSetUp]]:
        return self.entries("services", ServiceSetUp)

    def counters(self) -> list[tuple[Path, CounterSetUp]]:
        return self.entries("counters", CounterSetUp)

    def named(self, section: str, key: str) -> list[tuple[Path, Any]]:
        """What the entries of a section say under `key`, right or wrong, each with the path of the key."""
        return [
            ((*path, key), table[key])
            for path, table in self._tables(section)
            if isinstance(table.get(key), str | int)
        ]

    def fields(self) -> set[str]:
        """Codes that services name as their parent."""
        return {parent for _, parent in self.named("services", "parent")}

    def codes(self) -> set[str]:
        """Codes of all services."""
        return {code for _, code in self.named("services", "code")}

    def _tables(self, section: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        entries = self.values.get(section)
        for place, entry in enumerate(entries if isinstance(entries, list) else []):
            if isinstance(entry, dict):
                yield (section, place), entry


def _read(kind: type[Entry], value: object) -> Entry | None:
    try:
        return kind.model_validate(value, strict=True)
    except ValidationError:
        return None
