"""Writing a set-up file that reads back as the same office, for people to go on editing."""

from __future__ import annotations

from typing import Any

import tomlkit
from pydantic import BaseModel
from tomlkit.items import AoT, Array, InlineTable, Table

from server.contract.setup_file import SetUp

_ENTRIES = (
    "hours",
    "holidays",
    "working_days",
    "exceptions",
    "categories",
    "resources",
    "slots",
    "targets",
    "reports",
    "services",
    "counters",
    "staff",
)


def written(setup: SetUp) -> str:
    """The set-up as TOML. Passwords are not written; what is empty is left out."""
    document = tomlkit.document()
    document.add(tomlkit.comment(f"Set-up of {setup.office.short_name}; docs/setup-file.md tells every key."))
    for section in ("office", "allowances", "rules", "voice", "texts", "booking", "figures", "alerts"):
        if (entry := getattr(setup, section)) and (table := _table(entry)):
            document.add(tomlkit.nl())
            document.add(section, table)
    for section in _ENTRIES:
        if entries := getattr(setup, section):
            document.add(tomlkit.nl())
            document.add(section, _entries(entries))
    return tomlkit.dumps(document)


def _entries(entries: list[BaseModel]) -> AoT:
    tables = tomlkit.aot()
    for entry in entries:
        tables.append(_table(entry))
    return tables


def _table(entry: BaseModel) -> Table:
    table = tomlkit.table()
    values = entry.model_dump(exclude={"password"})
    for name, value in sorted(values.items(), key=lambda item: item[0] != "days"):
        if name in ("hours", "timed") and value:
            table.add(name, _stretches(value))
        elif value not in (None, "", [], {}):
            table.add(name, _plain(value))
    return table


def _stretches(stretches: list[dict[str, Any]]) -> Array:
    """The hours of one day, each on a line."""
    lines = tomlkit.array().multiline(True)
    lines.extend(_inline(stretch) for stretch in stretches)
    return lines


def _inline(values: dict[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    table.update({name: _plain(value) for name, value in values.items() if value is not None})
    return table


def _plain(value: Any) -> Any:
    """As a person would write it: 15 and not 15.0."""
    if isinstance(value, dict):
        return _inline(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value
