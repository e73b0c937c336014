"""What a played day came to: how every visit ended, the mean wait, and whether the invariants hold."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from server.actions.hall.watching import today
from server.actions.verifying import verify
from server.demo.playing import Played
from server.domain import hours
from server.domain.office import Office
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.storage.tables import ticket


@dataclass(frozen=True)
class Tally:
    """The day so far: `states` counts visits by the state of their last leg; waits in seconds."""

    states: dict[str, int]
    transfers: int
    answered: int
    mean_wait_s: float | None

    @property
    def issued(self) -> int:
        """Numbers given."""
        return sum(self.states.values())


@dataclass(frozen=True)
class Report:
    """A whole day.

    `people` came in all; the latest of `turns` was `latest_s` real seconds late, which shows whether the
    machine kept up; `violations` are broken invariants.
    """

    office: str
    day: str
    people: int
    tally: Tally
    turns: int
    latest_s: float
    violations: list[str]

    def as_json(self) -> dict[str, Any]:
        """Ready for `json.dumps`."""
        return asdict(self)


def tally(database: Database, code: str, begins: datetime) -> Tally:
    """The office day that `begins` lies in, so far."""
    with database.read() as tx:
        office = tx.office(code)
        waits = today(tx, office, hours.office_day(office.hours, begins))
        states = _states(tx, office)
    transfers = states.pop("transferred", 0)
    return Tally(states, transfers, waits.n, waits.mean_wait_s)


def _states(tx: Transaction, office: Office) -> dict[str, int]:
    """Legs by state. Only the last leg of a visit is in a state other than transferred."""
    rows = tx.connection.execute(
        select(ticket.c.state, func.count()).where(ticket.c.office_id == office.id).group_by(ticket.c.state)
    )
    return {state: count for state, count in rows}


def report(database: Database, code: str, *, begins: datetime, people: int, played: Played) -> Report:
    """The report of a played day, with the invariants checked."""
    with database.read() as tx:
        day = hours.office_day(tx.office(code).hours, begins)
        violations = verify(tx)
    return Report(
        office=code,
        day=day.isoformat(),
        people=people,
        tally=tally(database, code, begins),
        turns=played.turns,
        latest_s=round(played.latest_s, 3),
        violations=violations,
    )
