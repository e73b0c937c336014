"""Changing the set-up of the demo office in tests: one thing at a time."""

from __future__ import annotations

from typing import Any

from server.actions.house import setting_up
from server.actions.house.setting_up import Plan
from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.storage import setups
from tests.builders import OFFICE, Hall


def demo(**sections: Any) -> SetUp:
    """The demo office with whole sections replaced."""
    return SetUp.model_validate(demo_office().model_dump() | sections)


def entries(section: str) -> dict[Any, dict[str, Any]]:
    """A section of the demo office by its keys, to be changed at will."""
    key = {"services": "code", "counters": "number", "staff": "username", "categories": "code"}[section]
    return {entry[key]: entry for entry in demo_office().model_dump()[section]}


def without(section: str, *keys: Any) -> SetUp:
    """The demo office without these entries. Who served a service that goes serves `results`."""
    left = {section: [entry for key, entry in entries(section).items() if key not in keys]}
    if section == "services":
        places = entries("counters").values()
        for place in places:
            place["services"] = [code for code in place["services"] if code not in keys] or ["results"]
        left["counters"] = list(places)
    return demo(**left)


def changed(section: str, key: Any, **values: Any) -> SetUp:
    """The demo office with one entry changed."""
    all_of_it = entries(section)
    all_of_it[key] |= values
    return demo(**{section: list(all_of_it.values())})


def about(**values: Any) -> SetUp:
    """The demo office with something else said of itself."""
    return demo(office=demo_office().office.model_dump() | values)


def plan(hall: Hall, setup: SetUp) -> Plan:
    with hall.database.read() as tx:
        return setting_up.plan(tx, setup)


def apply(hall: Hall, setup: SetUp, shown: Plan | None = None) -> int:
    return hall.database.write(lambda tx: setting_up.apply(tx, setup, shown=shown))


def stored(hall: Hall, code: str = OFFICE) -> SetUp | None:
    with hall.database.read() as tx:
        return setups.stored(tx.connection, code)
