"""What stands in the way of a new set-up: people who wait for, or are at, what it takes away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from server.actions.house import accounts
from server.contract.setup_file import SetUp
from server.domain import hours
from server.domain.office import Office
from server.domain.tickets import OPEN, TicketState
from server.storage import setups
from server.storage.happenings import Transaction
from server.storage.queries import TicketRow
from server.storage.tables import staff, ticket

_MOST_NUMBERS = 10


@dataclass(frozen=True, slots=True)
class _Now:
    """The office as it is, the set-up it is to get, and today's people: those who are here, and
    those who did not come and may still be restored."""

    office: Office
    setup: SetUp
    people: list[TicketRow]

    def numbers(self, which: Callable[[TicketRow], bool]) -> str:
        """The numbers of some of the people, as a sentence needs them."""
        found = [row.number for row in self.people if which(row)]
        return ", ".join(found[:_MOST_NUMBERS]) + (" …" if len(found) > _MOST_NUMBERS else "")


def obstacles(tx: Transaction, office: Office, setup: SetUp) -> tuple[str, ...]:
    """Why the set-up cannot be applied now, in words; empty when nothing stands in the way."""
    now = _Now(office, setup, _people(tx, office))
    found = [*_counters(now), *_services(now), *_unserved(now), *_categories(now), *_time_zone(now)]
    return tuple(found + accounts.serving(tx, leaving(tx, office.id, setup)))


def leaving(tx: Transaction, office_id: int, setup: SetUp) -> list[int]:
    """Ids of the accounts that lose their place: gone from the file, or with another role in it."""
    if setup.staff is None:
        return []
    role = {entry.username: entry.role for entry in setup.staff}
    rows = tx.connection.execute(
        select(staff.c.id, staff.c.username, staff.c.role).where(
            staff.c.office_id == office_id, staff.c.active, staff.c.role.in_(setups.ROLES)
        )
    )
    return [row.id for row in rows if role.get(row.username) != row.role]


def _people(tx: Transaction, office: Office) -> list[TicketRow]:
    today = hours.office_day(office.hours, tx.now)
    may_come_back = and_(
        ticket.c.state == TicketState.NO_SHOW.value,
        ticket.c.ended_at > tx.now - office.policy.restore_within,
    )
    here = ticket.c.state.in_([state.value for state in OPEN])
    query = select(ticket).where(ticket.c.office_id == office.id, ticket.c.day >= today)
    return list(tx.connection.execute(query.where(or_(here, may_come_back)).order_by(ticket.c.id)).all())


def _counters(now: _Now) -> Iterator[str]:
    for number in now.office.counters.keys() - {entry.number for entry in now.setup.counters}:
        if numbers := now.numbers(lambda row, n=number: n in _places(row)):  # type: ignore[misc]  # n is bound
            yield f"counter {number} still has {numbers}"


def _places(row: TicketRow) -> tuple[int | None, ...]:
    """The counters that a ticket is at, was sent to, or will return to."""
    return (row.counter_number, row.for_counter, row.return_to)


def _services(now: _Now) -> Iterator[str]:
    fields = {entry.parent for entry in now.setup.services}
    stay = {entry.code for entry in now.setup.services} - fields
    for service in now.office.services.values():
        if service.code not in stay and (numbers := _numbers_for(now, service.id)):
            yield f"service {service.code} still has {numbers}"


def _unserved(now: _Now) -> Iterator[str]:
    """Somebody waits, a counter could call them now, and none could afterwards."""
    before = {code for counter in now.office.counters.values() for code in counter.plan.ever}
    after = {code for counter in now.setup.counters for code in counter.ever()}
    for entry in now.setup.services:
        service = now.office.services.get(entry.code)
        if service and entry.code in before - after and (numbers := _numbers_for(now, service.id)):
            yield f"no counter would serve {entry.code}, which still has {numbers}"


def _numbers_for(now: _Now, service_id: int) -> str:
    return now.numbers(lambda row: bool(row.service_id == service_id))


def _categories(now: _Now) -> Iterator[str]:
    """Told without numbers: who belongs to a category is nobody's business."""
    used = {row.category for row in now.people}
    for code in sorted(now.office.categories.keys() - {entry.code for entry in now.setup.categories}):
        if code in used:
            yield f"somebody of category {code} is still here"


def _time_zone(now: _Now) -> Iterator[str]:
    """Another time zone may be another day, and numbers belong to a day."""
    if now.people and now.setup.office.time_zone != now.office.time_zone:
        yield f"the time zone would change while people are here: {now.numbers(lambda row: True)}"
