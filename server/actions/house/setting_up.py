"""Setting up: an office becomes what its set-up file says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import select

from server.actions.appointments import conflicts
from server.actions.hall import closing
from server.actions.house import accounts, auditing, first_passwords, in_use
from server.contract.events import Kind
from server.contract.setup_file import SetUp
from server.domain import hours
from server.domain.errors import InUse, SetUpInvalid, Stale
from server.domain.office import Office
from server.domain.revisions import Origin
from server.setup_file.comparing import Change, compare
from server.setup_file.problems import Problem, spelled
from server.storage import revisions, setups, slots
from server.storage.happenings import Happening, Transaction
from server.storage.opening import hours_of
from server.storage.tables import counter, office, staff

_BY_COMMAND = Origin()


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying a set-up would do; with `obstacles` it cannot be applied now."""

    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    """Bookings that would lose their slot; it is applied only when they are kept knowingly."""


def misfits(tx: Transaction, setup: SetUp) -> list[Problem]:
    """How a set-up does not go with what else is here: an unknown or circular parent office, an
    account of another office, a first password that is not good enough."""
    foreign, offices = _foreign_accounts(tx, setup), _unknown_offices(tx, setup)
    return [*foreign, *offices, *first_passwords.misfits(tx, setup)]


def plan(tx: Transaction, setup: SetUp) -> Plan:
    """What would change, and what stands in the way. Raises `SetUpInvalid` where there are misfits."""
    if wrong := misfits(tx, setup):
        raise SetUpInvalid("; ".join(f"{spelled(one.path)}: {one.reason}" for one in wrong))
    code = setup.office.code
    known = setups.stored(tx.connection, code)
    changes = compare(known, setup) + tuple(first_passwords.changes(tx, setup))
    office = tx.office(code) if known and changes else None
    in_the_way = in_use.obstacles(tx, office, setup) if office else ()
    losing = _losing(tx, office, setup) if office else ()
    return Plan(changes, tuple(_notes(tx, setup, changes)), in_the_way, losing)


def _losing(tx: Transaction, office: Office, setup: SetUp) -> tuple[str, ...]:
    return tuple(conflicts.spelled(office, one) for one in conflicts.conflicts(tx, office, setup))


def apply(
    tx: Transaction,
    setup: SetUp,
    *,
    shown: Plan | None = None,
    keep_booked: bool = False,
    origin: Origin = _BY_COMMAND,
) -> int:
    """Write a whole set-up; the office's id. What the file no longer names is kept but inactive,
    because old tickets speak of it. Where nothing changes, nothing is written. With `keep_booked`,
    whoever has a booking keeps it, though there is no slot for it any more. The change is kept in the
    history of the office as coming from `origin`.

    Raises `SetUpInvalid`, `InUse`, and `Stale` when it would change something else than was `shown`.
    """
    known = setups.office_id(tx.connection, setup.office.code)
    if known is not None:
        setups.lock_counters(tx, known)
        slots.lock_plans(tx, known)
    intended = plan(tx, setup)
    if shown is not None and shown.changes != intended.changes:
        raise Stale("The office has changed since its differences were shown; look at them again.")
    in_the_way = intended.obstacles + (() if keep_booked else intended.conflicts)
    if in_the_way:
        raise InUse("; ".join(in_the_way))
    if known is not None and not intended.changes:
        return known
    before = setups.stored(tx.connection, setup.office.code)
    known = _write(tx, setup, known)
    _remember(tx, known, setup, changes=intended.changes, before=before, origin=origin)
    return known


def _remember(
    tx: Transaction,
    office_id: int,
    setup: SetUp,
    *,
    changes: tuple[Change, ...],
    before: SetUp | None,
    origin: Origin,
) -> None:
    """Keep the change, and who made it; the audit holds hashes of what was kept, which `verify` compares."""
    after = setups.stored(tx.connection, setup.office.code)
    number = revisions.keep(tx, office_id, origin, changes=changes, before=before, after=after)
    told = {"change": number, "how": origin.how.value, "entries": _entries(changes)}
    told |= asdict(revisions.digests(tx, office_id, number=number)[number])
    what = f"office {setup.office.code}"
    by = "command" if origin.caller is None else None
    auditing.record(tx, origin.caller, "setup.changed", what, office_id=office_id, new=told, by=by)


_MOST_TOLD = 40


def _entries(changes: tuple[Change, ...]) -> list[str]:
    """What was changed, without the values: those are in the history of the office."""
    told = [f"{one.section} {one.key} {one.kind}".replace("  ", " ") for one in changes[:_MOST_TOLD]]
    left = len(changes) - len(told)
    return [*told, f"and {left} more"] if left else told


def _write(tx: Transaction, setup: SetUp, known: int | None) -> int:
    """The office's own row comes last where it is known: every step of a ticket ends with it too."""
    today = hours.office_day(hours_of(setup), tx.now)
    if known is None:
        known = setups.write_office(tx, setup, closed_through=today - timedelta(days=1))
        _write_parts(tx, setup, known)
    else:
        closing.close_days_before(tx, tx.office(setup.office.code), today)
        _make_room(tx, setup, known)
        _write_parts(tx, setup, known)
        setups.write_office(tx, setup, closed_through=today)
        conflicts.republish(tx, tx.office(setup.office.code))
    tx.tell(Happening(known, Kind.OFFICE_CHANGED))
    return known


def _write_parts(tx: Transaction, setup: SetUp, office_id: int) -> None:
    setups.write_services(tx, office_id, setup)
    setups.write_counters(tx, office_id, setup)
    setups.write_staff(tx, office_id, setup, first_passwords.hashes(tx, setup))


def _make_room(tx: Transaction, setup: SetUp, office_id: int) -> None:
    """Counters that go are closed; people who go, or get another role, sign out and stand up."""
    staying = {entry.number for entry in setup.counters}
    accounts.close_counters(tx, office_id, counter.c.number.not_in(staying))
    moved = in_use.leaving(tx, office_id, setup)
    accounts.sign_out(tx, office_id, moved)
    named = {entry.username for entry in setup.staff or ()}
    gone = select(staff.c.id).where(staff.c.id.in_(moved), staff.c.username.not_in(named))
    accounts.end(tx, office_id, tx.connection.execute(gone).scalars().all())


def _notes(tx: Transaction, setup: SetUp, changes: tuple[Change, ...]) -> Iterator[str]:
    """What a change means beyond what is seen in it."""
    yield from first_passwords.notes(tx, setup)
    for section in ("services", "counters", "staff"):
        if gone := [
            change.key for change in changes if (change.section, change.kind) == (section, "removed")
        ]:
            yield f"{section} become inactive, and stay in the figures of the past: {', '.join(gone)}"
    if setup.staff is None and (freed := _freed(tx, setup)):
        yield f"may serve everything, as all they were limited to goes: {', '.join(freed)}"


def _freed(tx: Transaction, setup: SetUp) -> list[str]:
    """Whose skills are all of services that are no more."""
    known, leaves = setups.stored(tx.connection, setup.office.code), setups.leaves_of(setup)
    people = (known.staff or []) if known else []
    return [one.username for one in people if one.services and not leaves & set(one.services)]


def _foreign_accounts(tx: Transaction, setup: SetUp) -> Iterator[Problem]:
    names = [entry.username for entry in setup.staff or ()]
    owner = {row.username: row.office_code for row in setups.accounts(tx.connection, names)}
    for place, name in enumerate(names):
        if name in owner and owner[name] != setup.office.code:
            whose = f"office {owner[name]}" if owner[name] else "no single office"
            yield Problem(("staff", place, "username"), f"{name} is an account of {whose}")


def _unknown_offices(tx: Transaction, setup: SetUp) -> Iterator[Problem]:
    for key in ("parent", "successor"):
        code = getattr(setup.office, key)
        if code is None:
            continue
        if setups.office_id(tx.connection, code) is None:
            yield Problem(("office", key), f"there is no office “{code}” yet; import it first")
        elif setup.office.code in _line_of(tx, code, key):
            yield Problem(("office", key), f"leads back to this office by way of {code}")


def _line_of(tx: Transaction, code: str, key: str) -> set[str]:
    """An office and what its `key` leads to, and so on."""
    next_of = {row_id: (name, above) for row_id, name, above in _all_links(tx, key)}
    at = setups.office_id(tx.connection, code)
    line: set[str] = set()
    while at is not None and next_of[at][0] not in line:
        line.add(next_of[at][0])
        at = next_of[at][1]
    return line


def _all_links(tx: Transaction, key: str) -> list[tuple[int, str, int | None]]:
    columns = select(office.c.id, office.c.code, office.c[f"{key}_id"])
    return [(row[0], row[1], row[2]) for row in tx.connection.execute(columns)]
