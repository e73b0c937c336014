"""Revising the set-up of an office: looked at first, then carried out as it was seen, and undone."""

from __future__ import annotations

from dataclasses import dataclass

from server.actions.house import setting_up
from server.actions.house.permitted import must_be_permitted
from server.actions.house.setting_up import Plan
from server.contract.setup_file import SetUp
from server.domain.errors import NotAllowed, SetUpInvalid, Stale
from server.domain.people import Caller
from server.domain.revisions import How, Origin
from server.setup_file.problems import Problem, spelled
from server.setup_file.revised import Revised, Sections, plain, revised, stamp
from server.storage import revisions, setups
from server.storage.happenings import Transaction
from server.storage.revisions import Revision

_PAGE = 30


@dataclass(frozen=True, slots=True)
class Review:
    """What some new sections would change. With `problems` there is no `setup`, and nothing else."""

    setup: SetUp | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    plan: Plan = Plan(())  # noqa: RUF009 - a frozen value
    stamp: str = ""


def review(tx: Transaction, caller: Caller, code: str, sections: Sections) -> Review:
    """What these sections would change in the office; raises `NotAllowed` where the caller may not."""
    stored = setups.stored(tx.connection, code)
    found = _revised(tx, code, stored, sections)
    if found.setup is None:
        return Review(None, found.problems, found.warnings)
    plan = setting_up.plan(tx, found.setup)
    must_be_permitted(caller, plan.changes, new=stored is None)
    return Review(found.setup, (), found.warnings, plan, stamp(plan.changes))


def _revised(tx: Transaction, code: str, stored: SetUp | None, sections: Sections) -> Revised:
    found = revised(stored, sections)
    if found.setup is None:
        return found
    wrong = list(setting_up.misfits(tx, found.setup))
    if found.setup.office.code != code:
        wrong.append(Problem(("office", "code"), f"this is the set-up of office {found.setup.office.code}"))
    return Revised(None, tuple(wrong), found.warnings) if wrong else found


def carry_out(
    tx: Transaction,
    caller: Caller,
    code: str,
    sections: Sections,
    *,
    seen: str,
    origin: Origin,
    keep_booked: bool = False,
) -> Plan:
    """Apply new sections as they were seen: `seen` is the stamp of the review. What was done.

    Raises `SetUpInvalid`, `NotAllowed`, `InUse`, and `Stale` when it would change something else than
    was seen.
    """
    found = review(tx, caller, code, sections)
    if found.setup is None:
        raise SetUpInvalid("; ".join(f"{spelled(one.path)}: {one.reason}" for one in found.problems))
    if found.stamp != seen:
        raise Stale("The office has changed since its differences were shown; look at them again.")
    setting_up.apply(tx, found.setup, shown=found.plan, keep_booked=keep_booked, origin=origin)
    return found.plan


def history(tx: Transaction, office_id: int, *, below: int | None = None) -> list[Revision]:
    """The changes of an office, the newest first, a page at a time."""
    return revisions.newest_first(tx, office_id, below=below, most=_PAGE)


@dataclass(frozen=True, slots=True)
class Undoing:
    """The last change of an office, and the sections that would take it back."""

    revision: Revision
    sections: Sections

    def origin(self, caller: Caller) -> Origin:
        return Origin(caller, How.UNDO, undoes=self.revision.number)


def undoing(tx: Transaction, code: str) -> Undoing | None:
    """How the last change can be taken back; None where there is none, or where it made the office.

    Accounts are left as they are unless that change was one of accounts. Whether the caller may make that
    difference, its review says.
    """
    office = tx.office(code)
    revision = revisions.last(tx, office.id)
    kept = revisions.documents(tx, office.id, revision.number) if revision else None
    if revision is None or kept is None or kept[0] is None:
        return None
    sections = plain(kept[0])
    if not any(change.section == "staff" for change in revision.changes):
        del sections["staff"]
    return Undoing(revision, sections)


def may_undo(tx: Transaction, caller: Caller, code: str) -> bool:
    """Whether there is a last change that the caller may take back."""
    found = undoing(tx, code)
    if found is None:
        return False
    try:
        review(tx, caller, code, found.sections)
    except NotAllowed:
        return False
    return True


def undo(
    tx: Transaction, caller: Caller, code: str, *, number: int, seen: str, keep_booked: bool = False
) -> Plan:
    """Take back the change of this number as it was seen.

    Raises as `carry_out` does, and `Stale` when it is not the last change any more.
    """
    found = undoing(tx, code)
    if found is None or found.revision.number != number:
        raise Stale("Another change has come since; look at what undoing would do now.")
    origin = found.origin(caller)
    return carry_out(tx, caller, code, found.sections, seen=seen, origin=origin, keep_booked=keep_booked)
