"""Who may see which figures: offices by the caller's place, and a clerk's own alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from server.actions.house import auditing
from server.domain.errors import NotAllowed
from server.domain.office import Office
from server.domain.people import Caller, Role
from server.domain.periods import Period
from server.storage.happenings import Transaction
from server.storage.tables import staff

Only = tuple[str, str]
"""A dimension of the figures and one key in it."""
SEES_FEW = frozenset({Role.SUPERVISOR, Role.PROVINCE, Role.ADMIN})
"""Who answers for an office, and sees also the figures of few people."""


def offices_for(
    tx: Transaction, caller: Caller, codes: Sequence[str], *, period: Period, level: str | None = None
) -> list[Office]:
    """The offices that are asked for: the named ones, else all that the caller may see and that were there
    in the period. Raises `UnknownOffice`, `NotAllowed` for another office's caller."""
    if codes:
        named = [tx.office(code) for code in dict.fromkeys(codes)]
        for office in named:
            caller.must_be_of(office.id)
        return named
    every = tx.offices.all(tx.connection)
    mine = [office for office in every if caller.office_id in (None, office.id)]
    return [office for office in mine if was_there(office, period) and level in (None, office.level)]


def was_there(office: Office, period: Period) -> bool:
    """Whether the office existed on any day of the period."""
    begun = office.valid_from is None or office.valid_from <= period.last
    return begun and (office.valid_to is None or office.valid_to >= period.first)


def narrowed(tx: Transaction, caller: Caller, offices: Sequence[Office], only: Only | None) -> Only | None:
    """What a caller may look at: clerks at themselves, unless their office lets them see colleagues.

    Raises `NotAllowed` when a clerk asks for somebody or something else.
    """
    if caller.role is not Role.CLERK or all(office.figures.clerks_see_colleagues for office in offices):
        return only
    mine = ("clerk", username(tx, caller))
    if only not in (None, mine):
        raise NotAllowed("Clerks see their own figures.")
    return mine


def all_narrowed(
    tx: Transaction, caller: Caller, offices: Sequence[Office], filters: Sequence[Only]
) -> tuple[Only, ...]:
    """By what a caller may choose tickets: clerks among their own, and none but who answers for an office by
    a category, whose few people could be recognised. Raises `NotAllowed`."""
    if caller.role not in SEES_FEW and any(dimension == "category" for dimension, _ in filters):
        raise NotAllowed("Tickets of a category are shown to those who answer for the office.")
    said = next((one for one in filters if one[0] == "clerk"), None)
    mine = narrowed(tx, caller, offices, said)
    others = tuple(one for one in filters if one != said)
    return others if mine is None else (mine, *others)


def note_reading(
    tx: Transaction, caller: Caller, offices: Sequence[Office], *, found: int, what: str
) -> None:
    """Tell the audit that figures or tickets of single clerks were shown, once an hour; not where clerks see
    their own alone. `found` are the rows that name one."""
    own = caller.role is Role.CLERK and not all(office.figures.clerks_see_colleagues for office in offices)
    if own or not found:
        return
    office_id = offices[0].id if len(offices) == 1 else None
    hour = timedelta(hours=1)
    auditing.record_reading(
        tx, caller, "figures.read_of_clerks", what, office_id=office_id, found=found, once_in=hour
    )


def username(tx: Transaction, caller: Caller) -> str:
    """The name of a signed-in caller's account."""
    found: str = tx.connection.execute(
        select(staff.c.username).where(staff.c.id == caller.staff_id)
    ).scalar_one()
    return found


def goal_of(offices: Sequence[Office]) -> float:
    """The goal by which offices are judged together: their own if it is the same, else the province's."""
    goals = {office.goal_s for office in offices}
    if len(goals) == 1:
        return goals.pop()
    of_province = [office.goal_s for office in offices if office.level == "province"]
    return min(of_province or goals or {900.0})
