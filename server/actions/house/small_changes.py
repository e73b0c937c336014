"""Small changes of an office's set-up, made at once: a service closed for a while, who may serve what.

They go the way of every change: checked as a whole, permitted by what differs, kept in the history.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from server.actions.house import revising
from server.actions.house.setting_up import Plan
from server.contract.setup_file import SetUp
from server.domain.errors import SetUpInvalid, UnknownOffice, UnknownStaff
from server.domain.people import Caller
from server.domain.revisions import How, Origin
from server.setup_file.problems import spelled
from server.storage import setups
from server.storage.happenings import Transaction

Sections = dict[str, Any]


def change(tx: Transaction, caller: Caller, code: str, make: Callable[[SetUp], Sections]) -> Plan:
    """Carry out what `make` makes of the set-up as it is now: the sections that it writes anew.

    Nobody else acts at the office's counters until the transaction ends, so what was read is what is
    changed. Raises `UnknownOffice`, `NotAllowed`, `SetUpInvalid`, `InUse`.
    """
    office = tx.office(code)
    caller.must_be_of(office.id)
    setups.lock_counters(tx, office.id)
    stored = setups.stored(tx.connection, code)
    if stored is None:
        raise UnknownOffice(office=code)
    sections = make(stored)
    found = revising.review(tx, caller, code, sections)
    if found.setup is None:
        raise SetUpInvalid("; ".join(f"{spelled(one.path)}: {one.reason}" for one in found.problems))
    origin = Origin(caller, How.PAGE)
    return revising.carry_out(tx, caller, code, sections, seen=found.stamp, origin=origin)


def pause_service(
    tx: Transaction, caller: Caller, code: str, service: str, *, reason: str, until: datetime | None
) -> Plan:
    """Close a service for a while: no tickets, and the kiosk says why and until when (a wall time of the
    office). Raises `UnknownService` too."""
    tx.office(code).leaf(service)
    return _services(tx, caller, code, service, paused_reason=reason, paused_until=until)


def resume_service(tx: Transaction, caller: Caller, code: str, service: str) -> Plan:
    """Open a service again before its time. Raises `UnknownService` too."""
    tx.office(code).leaf(service)
    return _services(tx, caller, code, service, paused_reason=None, paused_until=None)


def _services(tx: Transaction, caller: Caller, code: str, service: str, **values: Any) -> Plan:
    return change(
        tx,
        caller,
        code,
        lambda now: {
            "services": [
                {**entry.model_dump(), **(values if entry.code == service else {})} for entry in now.services
            ]
        },
    )


def set_skills(tx: Transaction, caller: Caller, code: str, skills: Mapping[str, list[str]]) -> Plan:
    """Say which services these clerks may serve; none: all. Raises `UnknownStaff` too."""

    def make(now: SetUp) -> Sections:
        clerks = {entry.username for entry in now.staff or () if entry.role == "clerk"}
        if unknown := sorted(set(skills) - clerks):
            raise UnknownStaff(username=unknown[0])
        return {
            "staff": [
                {**entry.model_dump(), "services": skills.get(entry.username, entry.services)}
                for entry in now.staff or ()
            ]
        }

    return change(tx, caller, code, make)
