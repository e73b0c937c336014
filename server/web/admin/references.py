"""What the fields of a form may refer to: services, resources, offices, each with its name."""

from __future__ import annotations

from typing import Any

from server.contract.setup_file import SetUp
from server.web.admin.frame import Frame

Options = dict[str, list[tuple[str, str]]]


def options(frame: Frame, stored: SetUp, values: Any, *, section: str, lang: str) -> Options:
    """The codes that a form of `section` offers, with names, by what they are of."""
    above = {entry.parent for entry in stored.services}
    services = [(entry.code, _named(entry.names, lang)) for entry in stored.services]
    found = {
        "leaves": [option for option in services if option[0] not in above],
        "fields": _typed(values, lang) if section == "services" else services,
        "resources": [(entry.code, _named(entry.names, lang)) for entry in stored.resources],
        "offices": [],
    }
    if section == "office":
        with frame.database.read() as tx:
            offices = tx.offices.all(tx.connection)
        found["offices"] = [
            (office.code, _named(dict(office.names), lang))
            for office in offices
            if office.code != stored.office.code
        ]
    return found


def _typed(values: Any, lang: str) -> list[tuple[str, str]]:
    """Services as the form has them now, so that a new field can be chosen at once."""
    entries = values if isinstance(values, list) else []
    return [
        (entry["code"], _named(entry.get("names") or {}, lang) or entry["code"])
        for entry in entries
        if entry.get("code")
    ]


def _named(names: dict[str, str], lang: str) -> str:
    return names.get(lang) or names.get("vi", "")
