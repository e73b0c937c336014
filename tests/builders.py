"""Builders that name only what matters: people in a line, and a hall where people press and call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Row, select, text

from server.actions import verifying
from server.actions.hall import arriving, watching
from server.actions.hall.places import Place
from server.contract.messages import IssueTicket, Request, Ticket
from server.domain import board
from server.domain.errors import Refusal
from server.domain.office import Office
from server.domain.ordering import ArrivalClass, Policy, Waiting, due
from server.domain.people import Caller, Role
from server.storage import queries
from server.storage.database import Database
from server.storage.offices import Offices
from server.storage.tables import event, visit
from server.storage.tables import ticket as tickets
from server.web.counter_api import STEPS
from tests.support.clocks import StoppedClock

OFFICE = "ttpvhcc"
MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday, 08:00 in Quy Nhơn: where a `StoppedClock` stands."""
_ACTIONS = {name: (action, message) for name, action, message, _ in STEPS}


def at(minute: float) -> datetime:
    """So many minutes into the morning."""
    return MORNING + timedelta(minutes=minute)


def waiting(
    number: int,
    *,
    arrived: float = 0,
    kind: ArrivalClass = ArrivalClass.WALK_IN,
    booked: float | None = None,
    put_back_until: float | None = None,
    policy: Policy | None = None,
) -> Waiting:
    """Somebody who waits; minutes into the morning. Who `booked` has an appointment."""
    kind = ArrivalClass.APPOINTMENT if booked is not None else kind
    start = at(max(arrived, booked if booked is not None else arrived))
    until = None if put_back_until is None else at(put_back_until)
    return Waiting(number, number, due(start, kind, policy or Policy()), 1, until)


class Hall:
    """The demo office in a database, with a kiosk and a device at every counter.

    Every method is one action of somebody in the hall; refusals come out as they are.
    """

    def __init__(self, database: Database, clock: StoppedClock, office: str = OFFICE) -> None:
        self.database = database
        self.clock = clock
        self.code = office
        self.kiosk = Caller(Role.KIOSK, self.office().id, "device:1", device_id=1)

    # --- what people do -------------------------------------------------------------------------

    def press(self, service: str = "land", *, category: str | None = None, **press: Any) -> Ticket:
        wish = IssueTicket(service=service, category=category, **press)
        return self.database.write(
            lambda tx: arriving.issue_ticket(tx, self.kiosk, self.code, wish, public_url=None)
        )

    def open(self, *counters: int, services: list[str] | None = None) -> None:
        for counter in counters:
            self.do("open", counter, services=services)

    def call(self, counter: int = 3, **wish: Any) -> Ticket | None:
        return self.do("call-next", counter, **wish)

    def called(self, counter: int = 3, **wish: Any) -> Ticket:
        """Call next, where somebody waits."""
        ticket = self.call(counter, **wish)
        assert ticket is not None, "nobody waits"
        return ticket

    def do(self, step: str, counter: int = 3, caller: Caller | None = None, /, **wish: Any) -> Ticket | None:
        """Any step by its name in the API, by the counter's own device unless told otherwise."""
        action, message = _ACTIONS[step]
        body: Request = message.model_validate(wish)
        place = Place(self.code, counter)
        who = caller or self.device(counter)
        return self.database.write(lambda tx: action(tx, who, place, body)).ticket

    def step(self, step: str, seen: Ticket, counter: int = 3, /, **wish: Any) -> Ticket:
        """A step of a ticket as somebody saw it."""
        after = self.do(step, counter, ticket=seen.id, version=seen.version, **wish)
        assert after is not None
        return after

    def refused(self, act: Callable[..., object], *arguments: Any, **wish: Any) -> str:
        """The code with which `act(...)` is refused, having changed nothing at all."""
        before = self.everything()
        with pytest.raises(Refusal) as refusal:
            act(*arguments, **wish)
        assert self.everything() == before
        return refusal.value.code

    def leave(self, ticket: Ticket | int) -> None:
        token = self.token_of(ticket)
        self.database.write(lambda tx: arriving.leave(tx, token))

    def device(self, counter: int) -> Caller:
        """The device of a counter."""
        name = f"device:{100 + counter}"
        return Caller(Role.COUNTER, self.kiosk.office_id, name, counter=counter, device_id=100 + counter)

    def staff(self, username: str, role: Role = Role.CLERK) -> Caller:
        """A member of staff of the demo office, signed in."""
        row = self.sql("SELECT id, office_id FROM staff WHERE username = :name", name=username)[0]
        return Caller(role, row.office_id, f"staff:{row.id}", staff_id=row.id)

    # --- what stands in the database ------------------------------------------------------------

    def office(self) -> Office:
        with self.database.read() as tx:
            return tx.office(self.code)

    def row(self, ticket: Ticket | int) -> Row[Any]:
        """A ticket's row, with its visit's token."""
        wanted = ticket if isinstance(ticket, int) else ticket.id
        with self.database.read() as tx:
            query = select(tickets, visit.c.token).join(visit, visit.c.id == tickets.c.visit_id)
            return tx.connection.execute(query.where(tickets.c.id == wanted)).one()

    def rows(self) -> list[Row[Any]]:
        """Every ticket, in the order of issue."""
        with self.database.read() as tx:
            return list(tx.connection.execute(select(tickets).order_by(tickets.c.id)).all())

    def token_of(self, ticket: Ticket | int) -> str:
        token: str = self.row(ticket).token
        return token

    def line(self) -> list[str]:
        """The numbers that wait, in the order of call, as the board shows them."""
        with self.database.read() as tx:
            return [place.number for place in watching.board(tx, self.code, rate=1).waiting]

    def line_of(self, counter: int, *, day: date = date(2026, 11, 23)) -> list[str]:
        """The numbers that a counter may call, in order."""
        with self.database.read() as tx:
            office = tx.office(self.code)
            rows = queries.waiting_line(tx, office, office.counter(counter), day=day)
            return [row.number for row in rows]

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        """The public events in order of seq, of these kinds or all."""
        with self.database.read() as tx:
            rows = tx.connection.execute(select(event).order_by(event.c.office_id, event.c.seq)).all()
        found = [watching.public_event(row) for row in rows]
        return [told for told in found if not kinds or told["kind"] in kinds]

    def details(self) -> list[dict[str, Any]]:
        """What the events keep besides, for figures only."""
        with self.database.read() as tx:
            kept = tx.connection.execute(select(event.c.detail).order_by(event.c.office_id, event.c.seq))
            return list(kept.scalars())

    def last_event(self) -> dict[str, Any]:
        return self.events()[-1]

    def folded(self) -> board.BoardState:
        return board.fold(self.events())

    def violations(self) -> list[str]:
        with self.database.read() as tx:
            return verifying.verify(tx)

    def everything(self) -> dict[str, list[Any]]:
        """Every row of every table that a step may touch: to say that nothing changed."""
        names = (
            *("office", "counter", "ticket", "visit", "event", "number_series", "idempotent_answer"),
            *("appointment", "slot", "slot_place", "booking_contact", "outbox"),
            *("rating", "rating_form"),
        )
        return {name: sorted(map(repr, self.sql(f"SELECT * FROM {name}"))) for name in names}

    def sql(self, statement: str, **values: Any) -> list[Row[Any]]:
        """Raw SQL, committed; the rows it gives. What was kept of the offices in memory is forgotten."""
        self.database.offices = Offices()
        with self.database.engine.execution_options(begin="IMMEDIATE").begin() as connection:
            result = connection.execute(text(statement), values)
            return list(result.all()) if result.returns_rows else []
